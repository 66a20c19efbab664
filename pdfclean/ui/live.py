"""The live text: a component whose browser half pulls what is new from the job's buffer.

The browser asks ``tail`` about five times a second for the changes since its version and puts them
into the page as text, never as markup. Whatever is said beside the text (progress, what was left
out, how the run ended) is worded here; the script only shows it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from pdfclean.jobs import MOST_AT_ONCE, Job, JobStore, State, Status
from pdfclean.outline import listening_minutes
from pdfclean.ui import editing, handlers
from pdfclean.ui.going import going
from pdfclean.ui.language import STATIC, number, pick, say, say_in, say_many, template, term
from pdfclean.ui.sentences import heard
from pdfclean.ui.wording import duration, parts_in_doubt, words_counted

__all__ = ["live_text", "live_value"]

TEXT = (
    "kept.js", "tabs.js", "blocks.js", "following.js", "going.js", "status.js", "live.js",
    "files.js", "beside.js", "passages.js", "selecting.js", "editing.js", "finding.js",
    "listening.js",
)  # fmt: skip
"""The scripts of the text; each may use what those before it own."""

ALL_AT_ONCE = 2_000_000
"""Characters that a switch may change in one go: it is to act at once, on all of the text."""


def script(*names: str, words: Callable[[], dict[str, Any]] | None = None) -> str:
    """Files of the page put together: the body of one function in the browser.

    ``words`` makes what the scripts know as ``words``, in one language.
    """
    files = [(STATIC / name).read_text("utf-8") for name in names]
    if words:
        files.insert(0, f"const words = {pick(words)};")
    return "\n".join(files)


def live_text(store: JobStore) -> gr.HTML:
    """The component; its value names the job, see :func:`live_value`.

    Fires ``ended`` once all text of a run has arrived.
    """

    def tail(request: list[Any]) -> dict[str, Any]:
        key, run, version, known, goes = request
        job = store.get(key)
        if job is None:
            return {"gone": True}
        have = (int(run), int(version), int(known))
        return _answer(job, have, store.ahead(job), goes=bool(goes))

    def switch(request: list[Any]) -> dict[str, Any]:
        key, run, version, known, out = request
        handlers.switch(store, key, out)
        job = store.get(key)
        if job is None:
            return {"gone": True}
        return _answer(job, (int(run), int(version), int(known)), store.ahead(job), ALL_AT_ONCE)

    return gr.HTML(
        value=live_value(None),
        html_template=template("live.html"),
        js_on_load=editing.words() + script(*TEXT, words=_lost),
        server_functions=[tail, switch, *editing.functions(store)],
        apply_default_css=False,
        elem_id="live",
    )


def _lost() -> dict[str, str]:
    """What the script says when no answer comes."""
    return {
        "gone": say(
            "This document is no longer on the server. The text here stays until you leave."
        ),
        "lost": say("The connection is lost; trying again. The text here is safe."),
    }


def _answer(
    job: Job,
    have: tuple[int, int, int],
    ahead: int,
    most: int = MOST_AT_ONCE,
    *,
    goes: bool = False,
) -> dict[str, Any]:
    """What is new for a browser; ``have`` is the run and version of its text, and how many doubts
    it knows, ``goes`` whether it shows what goes."""
    run, version, known = have
    new = job.tail(run, version, ahead, most)
    return {
        "run": new.run,
        "version": new.version,
        "changes": [[c.segment, c.keep, c.text] for c in new.changes],
        "goes": list(going(job.review, new.changes).items()) if goes else [],
        "more": new.more,
        "complete": new.complete,
        "provisional": new.status.provisional,
        "edition": job.edition,
        "doubts": [
            [chunk, say("In doubt: {why}", why="; ".join(map(heard, why)))]
            for chunk, why in job.review.doubts[known if run == new.run else 0 :]
        ],
        "show": words(new.status),
    }


def live_value(job: Job | None) -> dict[str, Any]:
    """What the component needs to know of a job: its key and the run.

    ``language`` is the text's, as far as it is known. ``edition`` rises when the producer chooses
    something: then there is something new to pull.
    """
    if job is None:
        return {"key": "", "run": 0, "edition": 0, "language": ""}
    language = job.preflight.language if job.preflight else ""
    # What is chosen before a run has no text yet.
    edition = job.edition if job.runs else 0
    return {"key": job.key, "run": job.runs, "edition": edition, "language": language}


def words(status: Status) -> dict[str, Any]:
    """A status as the page words it.

    ``headline`` and ``detail`` are seen; ``announce`` is read out, so it changes only at each
    quarter of the way. ``percent`` is -1 while nobody can tell.
    """
    percent = -1
    if status.chunks_total:
        percent = int(100 * status.chunks_done / status.chunks_total)
    if status.pages_done < status.pages_total and status.chunks_total:
        percent = min(percent, int(100 * status.pages_done / status.pages_total))
    headline = _headline(status)
    return {
        "state": status.state.value,
        "headline": headline,
        "detail": _detail(status),
        "announce": _announce(status, percent, headline),
        "percent": percent if status.state.active else 100,
        "notice": heard(status.notice),
        # Often each part has its own reason: too much to send again and again.
        "fallbacks": [] if status.state.active else _reasons(status),
        "fallbackSummary": _fallback_summary(status),
        "leftOut": _left_out(status),
        "inDoubt": number(status.doubtful) if status.doubtful else "",
    }


_NOTHING = term("Nothing is left: all of this document's text is of kinds that are left out")


def _headline(status: Status) -> str:
    match status.state:
        case State.QUEUED if status.ahead:
            return say_many(
                "Waiting: {n} document before yours",
                "Waiting: {n} documents before yours",
                status.ahead,
            )
        case State.QUEUED:
            return say("Waiting for a free place: yours is next")
        case State.RUNNING:
            return heard(status.doing)
        case State.FINISHED:
            return say_in("what a text is", "Clean") if status.words else say(_NOTHING)
        case State.STOPPED | State.FAILED | State.INTERRUPTED:
            return heard(status.sentence)
        case _:
            return ""


def _detail(status: Status) -> str:
    parts = []
    if status.state.active and status.pages_total:
        parts.append(
            say_many(
                "{done} of {n} page read",
                "{done} of {n} pages read",
                status.pages_total,
                done=status.pages_done,
            )
        )
    if status.words:
        parts.append(words_counted(status.words))
        parts.append(say("{time} of listening", time=duration(listening_minutes(status.words))))
    if status.state is State.RUNNING and status.seconds_left is not None:
        parts.append(_left(status.seconds_left))
    if status.doubtful:
        parts.append(parts_in_doubt(status))
    if status.asked:
        parts.append(
            say_many(
                "model asked about {asked} of {n} part",
                "model asked about {asked} of {n} parts",
                status.chunks_done,
                asked=status.asked,
            )
        )
    return " · ".join(parts)


def _announce(status: Status, percent: int, headline: str) -> str:
    if status.state is not State.RUNNING:
        return f"{headline} {_detail(status)}" if status.state is State.FINISHED else headline
    if percent < 0:
        return say("Cleaning has begun")
    return say("Cleaning, {n} percent done", n=percent // 25 * 25)


def _reasons(status: Status) -> list[str]:
    return [
        heard(why) if n == 1 else say_many("{n} part: {why}", "{n} parts: {why}", n, why=heard(why))
        for why, n in status.fallbacks
    ]


def _fallback_summary(status: Status) -> str:
    kept = sum(n for _, n in status.fallbacks)
    if not kept:
        return ""
    return say_many(
        "{n} part kept the document's own words, not the model's",
        "{n} parts kept the document's own words, not the model's",
        kept,
    )


def _left_out(status: Status) -> str:
    words_out = sum(n for _, n in status.left_out)
    return words_counted(words_out) if words_out else ""


def _left(seconds: float) -> str:
    if seconds < 5:
        return say("a few seconds left")
    if seconds < 90:
        return say("about {seconds} seconds left", seconds=5 * round(seconds / 5))
    if seconds < 90 * 60:
        return say_many("about {n} minute left", "about {n} minutes left", round(seconds / 60))
    return say_many("about {n} hour left", "about {n} hours left", round(seconds / 3600))
