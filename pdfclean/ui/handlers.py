"""What the page does, as plain functions: a job store and values in, a view out.

No function here knows a component. Each says what the page shall show (``views``); ``blocks`` shows
it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from pdfclean.document import Category, Policy
from pdfclean.errors import EncryptedPdfError, PdfCleanError
from pdfclean.jobs import Job, JobStore, State
from pdfclean.outline import family
from pdfclean.settings import BOLDNESS, IN_FLIGHT, Mode, Polish, Secret, Settings
from pdfclean.ui.language import say
from pdfclean.ui.picker import NO_PAGES
from pdfclean.ui.servers import HERE, Servers
from pdfclean.ui.views import View, view
from pdfclean.ui.wording import GONE, outline_value, reading_phrase

__all__ = [
    "asked",
    "attach",
    "choose",
    "drop",
    "ended",
    "look",
    "redo",
    "start",
    "stop",
    "switch",
    "undo",
    "unlock",
]

REFRESH = 0.25
"""Seconds between two looks at how far reading has come."""


def drop(store: JobStore, path: str | None, key: object = "") -> Iterator[View]:
    """A file was dropped: copy it, open it, read it.

    ``key`` is the document on the page so far. It stays there if the new one is no good; else its
    run goes on, and the list of documents leads back to it.
    """
    before = store.get(key)
    if not path:
        yield view(before)
        return
    try:
        job = store.add(Path(path), Path(path).name)
    except PdfCleanError as error:
        yield view(before, str(error))
        return
    yield View(reading=say("Opening"))
    for each in _prepare(store, job, ""):
        yield view(before, each.alert) if each.job is None else each


def unlock(store: JobStore, key: object, password: str) -> Iterator[View]:
    """A password was given for the document that asked for it."""
    job = store.get(key)
    if job is None:
        yield View(alert=GONE)
    elif job.locked:
        yield from _prepare(store, job, password)
    else:
        # Another tab was quicker.
        yield view(job)


def _prepare(store: JobStore, job: Job, password: str) -> Iterator[View]:
    """Open and read; a document that cannot be read is forgotten."""
    shown = time.monotonic()
    try:
        for done, total in job.prepare(password):
            if time.monotonic() - shown > REFRESH:
                shown = time.monotonic()
                yield View(job, reading=reading_phrase((done, total)))
        job.replay()
    except EncryptedPdfError as error:
        yield View(job, alert=str(error))
    except PdfCleanError as error:
        if job.runs:
            # There is a text of it, which is worth more than its PDF.
            yield view(job, str(error))
            return
        store.remove(job)
        yield View(alert=str(error))
    else:
        yield view(job)


def look(store: JobStore, key: object, *values: Any, servers: Servers | None = None) -> View:
    """Something was chosen before a run, or the page asks what is known by now.

    ``values`` are those that :func:`start` takes. What makes no sense is passed over: it may be
    half typed, and Clean says what is wrong with it.
    """
    job = store.get(key)
    if job is None or job.prospect is None:
        return View()
    with suppress(ValueError, PdfCleanError):
        settings = _settings(servers or Servers(own=False), *values)
        if settings.pages != NO_PAGES:
            job.choose(settings.policy, settings.pages, settings.max_chars)
            job.prospect.asked = replace(settings, key=Secret())
    return View(job)


def start(
    store: JobStore, key: object, *values: Any, servers: Servers | None = None, **named: Any
) -> View:
    """Clean was pressed; ``values`` are those of the controls, in their order.

    ``servers`` says what is allowed here; a field that is not shown can be sent all the same.
    """
    job = store.get(key)
    if job is None or job.preflight is None:
        return View(alert=GONE)
    try:
        store.start(job, asked(*values, servers=servers, **named))
    except (ValueError, PdfCleanError) as error:
        return view(job, str(error))
    return view(job)


def asked(*values: Any, servers: Servers | None = None, **named: Any) -> Settings:
    """The settings for a run, from the controls' values in their order.

    ``servers`` says what is allowed here; a field that is not shown can be sent all the same.

    Raises:
        ValueError, PdfCleanError: with a plain sentence.
    """
    settings = _settings(servers or Servers(own=False), *values, **named)
    if settings.pages == NO_PAGES:
        raise ValueError("No page is chosen. Take at least one under “Choose pages”.")
    if settings.polish is not Polish.OFF and not (settings.model or settings.server):
        raise ValueError("Choose a model, or set Polish to Off.")
    return settings


def _settings(  # noqa: PLR0917 (Gradio hands inputs over by position)
    servers: Servers,
    chunk_size: float,
    temperature: float,
    max_new_tokens: float,
    polish: str,
    model: str | None,
    pages: str | None,
    max_chars: float | None,
    top_p: float,
    seed: float | None,
    prompt: str | None,
    mode: str = Mode.DELETE.value,
    boldness: float = BOLDNESS.default,
    where: str = HERE,
    server: str | None = "",
    server_key: str | None = "",
    in_flight: float = IN_FLIGHT.default,
    out: Sequence[str] | None = None,
) -> Settings:
    """What the controls ask for. A field that was emptied comes as ``None``."""
    return Settings(
        chunk_size=int(chunk_size),
        temperature=temperature,
        top_p=top_p,
        max_new_tokens=int(max_new_tokens),
        seed=int(seed or 0),
        polish=Polish(polish),
        mode=Mode(mode),
        boldness=boldness,
        **servers.settings(where, server or "", server_key or "", (model or "").strip()),
        in_flight=int(in_flight),
        prompt=(prompt or "").strip(),
        pages=(pages or "").strip(),
        max_chars=int(max_chars or 0),
        policy=Policy() if out is None else _policy(out),
    )


def stop(store: JobStore, key: object) -> View:
    """Stop was pressed; the text stays."""
    job = store.get(key)
    if job is not None:
        job.stop()
    return view(job)


def ended(store: JobStore, key: object) -> View:
    """All text of a run has arrived in the browser, or something was chosen in it."""
    job = store.get(key)
    if job is None:
        return View(alert=GONE)
    # When it failed, what there is of the text can still be copied and saved.
    return view(job, job.sentence if job.state is State.FAILED else "")


def switch(store: JobStore, key: object, out: Sequence[str]) -> None:
    """Other categories are to be left out; before a run there is nothing to change yet."""
    job = store.get(key)
    if job is not None and job.runs:
        job.review.switch(_policy(out))


def _policy(out: Sequence[str]) -> Policy:
    """A policy from the keys of categories; what is none is nobody's."""
    return Policy(frozenset(each for each in Category if each.value in out))


def undo(store: JobStore, key: object) -> View:
    """The last choice is taken back."""
    job = store.get(key)
    if job is None:
        return View(alert=GONE)
    job.review.undo()
    return View(job)


def redo(store: JobStore, key: object) -> View:
    """What was taken back is chosen again."""
    job = store.get(key)
    if job is None:
        return View(alert=GONE)
    job.review.redo()
    return View(job)


def choose(store: JobStore, key: object, ticked: Sequence[str]) -> View:
    """Sections were ticked or unticked; a section takes those below it along.

    ``ticked`` are the values of all that are ticked now, see ``outline_value``.
    """
    job = store.get(key)
    if job is None:
        return View(alert=GONE)
    sections = job.sections
    every = {outline_value(each, index): index for index, each in enumerate(sections)}
    asked = {every[value] for value in ticked if value in every}
    before = set(every.values()) - job.review.left_out
    now = set(asked)
    for index in before - asked:
        now.difference_update(family(sections, index))
    for index in asked - before:
        now.update(family(sections, index))
    job.review.leave_out(set(every.values()) - now)
    return View(job, ticked=tuple(ticked))


def attach(store: JobStore, key: object) -> View:
    """The page was loaded: show the document that this browser had open, if it is still there."""
    return view(store.get(key))
