"""The list of this browser's documents: how each stands, and what can be done with all of them.

Which documents are this browser's is known to the browser alone: it keeps their ids and asks what
there is to say of them. What is said is worded here; the script only shows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from pdfclean.jobs import Job, JobStore, Label, State
from pdfclean.ui.bundle import collected
from pdfclean.ui.language import percent, say, say_in, say_many, template, term
from pdfclean.ui.live import script
from pdfclean.ui.sentences import heard
from pdfclean.ui.views import View
from pdfclean.ui.wording import GONE, file_title, reading_phrase

__all__ = ["documents_value", "documents_view", "rows"]

MOST_LISTED = 100
"""Documents that a browser remembers; what is older is forgotten by it, not by the server."""


def documents_view(store: JobStore) -> gr.HTML:
    """The component; its value says what is open and what is new, see :func:`documents_value`.

    Fires ``opened`` (with a key, empty for none), ``settled`` when the open document changed in
    another way than by what the visitor does on this page, and ``cleaned`` (with keys).
    """

    def look(request: list[Any]) -> dict[str, Any]:
        keys, opened = request
        return rows(store, keys, opened)

    def stop(request: list[Any]) -> dict[str, str]:
        store.stop(job for job in map(store.held, request) if job is not None)
        return {"said": say("Stopped. The texts so far are kept.")}

    def delete(request: list[Any]) -> dict[str, str]:
        return {"said": _deleted(store, request)}

    def collect(request: list[Any]) -> dict[str, str]:
        keys, kind, wanted = request
        wanted = wanted if isinstance(wanted, dict) else {}
        return collected(store, keys[:MOST_LISTED], str(kind), wanted)

    return gr.HTML(
        value=documents_value(View()),
        html_template=template("documents.html"),
        js_on_load=script("kept.js", "documents.js"),
        server_functions=[look, stop, delete, collect],
        apply_default_css=False,
        elem_id="documents",
    )


def _deleted(store: JobStore, keys: Sequence[object]) -> str:
    """Delete documents at once; what to say of it."""
    names = [row["title"] for row in rows(store, keys, "")["rows"]]
    for key in keys[:MOST_LISTED]:
        store.delete(key)
    if not names:
        return say(GONE)
    return say_many(
        "“{title}” is deleted from the server.",
        "{n} documents are deleted from the server.",
        len(names),
        title=names[0],
    )


def documents_value(view: View) -> dict[str, Any]:
    """What the component needs to know: the open document, which are new in the list, and the
    ``stamp`` of what is drawn, so that a document that was read meanwhile is drawn anew."""
    job = view.job
    return {
        "open": job.key if job else "",
        "added": list(view.added),
        "stamp": _stamp(job, drawn_unread=bool(view.reading)),
    }


def rows(store: JobStore, keys: Sequence[object], opened: object) -> dict[str, Any]:
    """What the list shows of documents; of those that are gone, nothing.

    ``opened`` is the one on the page: its ``stamp`` changes when the page should look at it anew.
    """
    found: list[dict[str, Any]] = []
    for key in keys[:MOST_LISTED]:
        job = store.held(key)
        label = None if job else store.label(key)
        if job is not None:
            if job.state.active or job.reading or store.waits(job):
                # Who sees the list waits for it.
                job.look()
            found.append(_row(job, store.waits(job)))
        elif label is not None:
            found.append(_at_rest(str(key), label))
    return {"rows": found, "stamp": _stamp(store.held(opened)), **_acts(found)}


def _row(job: Job, waits: bool) -> dict[str, Any]:
    """A document that the server has open."""
    info = job.preflight.info if job.preflight else None
    how, share = _standing(job, waits)
    pages = [_pages(info.pages)] if info else []
    return _drawn(
        key=job.key,
        title=file_title(info.title if info else "", job.name),
        file=job.name,
        detail=" · ".join([*pages, how]),
        made=job.made,
        state=_kind(job),
        share=share,
        busy=job.state.active or waits or bool(job.reading) or _unread(job),
        cleanable=_cleanable(job) and not waits,
        text=job.runs > 0 and bool(job.status.words) and not job.state.active and not job.locked,
    )


def _at_rest(key: str, label: Label) -> dict[str, Any]:
    """A document of the server before, as its label tells."""
    done = label.state == State.FINISHED.value
    ready = label.state in (State.OPENING.value, State.READY.value)
    how = say("Not cleaned yet") if ready else say("Interrupted")
    if done:
        how = say_in("what a text is", "Clean")
    if label.locked:
        how = say("Locked: open it to enter its password")
    elif label.trouble:
        how = heard(label.trouble)
    pages = [_pages(label.pages)] if label.pages else []
    return _drawn(
        key=key,
        title=file_title(label.title, label.name),
        file=label.name,
        detail=" · ".join([*pages, how]),
        made=label.made,
        state="finished" if done else "failed" if label.trouble and not label.locked else "ready",
        share=0.0,
        busy=False,
        cleanable=not done and not label.trouble,
        text=done and not label.locked,
    )


def _drawn(**row: Any) -> dict[str, Any]:
    return {
        **row,
        "deleteLabel": say("Delete “{title}”", title=row["title"]),
        "upLabel": say("Move “{title}” up", title=row["title"]),
    }


def _pages(count: int) -> str:
    return say_many("{n} page", "{n} pages", count)


def _unread(job: Job) -> bool:
    return job.preflight is None and not job.trouble


def _kind(job: Job) -> str:
    """The state that colours the row."""
    if job.locked:
        return "locked"
    if job.trouble and not job.runs:
        return "failed"
    return job.state.value


def _cleanable(job: Job) -> bool:
    """Whether "Clean all" takes it along."""
    if job.trouble or job.state.active or job.state is State.FINISHED:
        return False
    if job.preflight is not None and not job.preflight.words:
        return False
    return job.state is State.INTERRUPTED or not (job.runs and job.status.words)


def _standing(job: Job, waits: bool) -> tuple[str, float]:
    """How a document stands, in words and as the share of it that is clean."""
    if job.locked:
        return say("Locked: open it to enter its password"), 0.0
    if job.trouble and not job.runs:
        return heard(job.trouble), 0.0
    if _unread(job) and not job.runs:
        phrase = reading_phrase(job.reading)
        return say("{reading}, then it is cleaned", reading=phrase) if waits else phrase, 0.0
    status = job.status
    if job.state is State.RUNNING:
        share = status.chunks_done / status.chunks_total if status.chunks_total else 0.0
        return say("Cleaning, {share} done", share=percent(share)), share
    return _at_an_end(job), 0.0


def _at_an_end(job: Job) -> str:  # noqa: PLR0911 (one a state)
    """How a document stands that nobody works on."""
    match job.state:
        case State.QUEUED:
            return say("Waiting for its turn")
        case State.FINISHED:
            return say_in("what a text is", "Clean")
        case State.STOPPED if job.reached:
            return say("Stopped on page {page}", page=job.reached)
        case State.INTERRUPTED if job.reached:
            return say("Interrupted on page {page}", page=job.reached)
        case State.INTERRUPTED:
            return say("Interrupted before it was begun")
        case State.FAILED:
            return heard(job.sentence)
    if job.preflight is not None and not job.preflight.words:
        return say("No text: its pages are scanned")
    return say("Not cleaned yet")


def _stamp(job: Job | None, *, drawn_unread: bool = False) -> str:
    """Changes when the page should be drawn anew for the open document.

    ``drawn_unread``: the page shows it as being read, whatever it is by now.
    """
    if job is None:
        return ""
    known = (job.preflight is not None, job.locked, bool(job.trouble))
    read, locked, troubled = (False, False, False) if drawn_unread else known
    return f"{job.key} {job.runs} {read} {locked} {troubled} {job.replayed}"


def _acts(found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What can be done with all of the list; each with the keys that it is about."""
    cleanable = [row["key"] for row in found if row["cleanable"]]
    busy = [row["key"] for row in found if row["busy"]]
    texts = [row["key"] for row in found if row["text"]]
    several = len(texts) > 1
    return {
        "sure": say("Really delete?"),
        "acts": [
            ["clean", _if(len(cleanable) > 1, term("Clean all {n}"), len(cleanable)), cleanable],
            ["stop", _if(len(busy) > 1, term("Stop all")), busy],
            ["zip", _if(several, term("Download all {n}"), len(texts)), texts],
            ["text", _if(several, term("One text of all")), texts],
            ["delete", _if(len(found) > 1, term("Delete all")), [row["key"] for row in found]],
        ],
    }


def _if(offered: bool, text: str, count: int = 0) -> str:
    return say(text, n=count) if offered else ""
