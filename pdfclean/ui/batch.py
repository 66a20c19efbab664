"""What the page does with several documents, as plain functions like those of ``handlers``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pdfclean.errors import PdfCleanError
from pdfclean.jobs import MOST_FILES, Job, JobStore
from pdfclean.settings import Secret
from pdfclean.ui import handlers
from pdfclean.ui.handlers import asked
from pdfclean.ui.language import say, say_many
from pdfclean.ui.servers import Servers
from pdfclean.ui.views import View, view
from pdfclean.ui.wording import GONE

__all__ = ["clean_all", "drop", "drop_all", "go_on"]


def drop(store: JobStore, paths: Sequence[str], key: object) -> Iterator[View]:
    """Files were dropped, and were copied by then: Gradio need not keep them."""
    try:
        if len(paths) > 1:
            yield drop_all(store, paths, key)
        else:
            yield from handlers.drop(store, paths[0] if paths else None, key)
    finally:
        for path in paths:
            store.uploads.copied(Path(path))


def drop_all(store: JobStore, paths: Sequence[str], key: object = "") -> View:
    """Several files were dropped: each becomes a document of the list, and they are read in turn.

    The first of them comes on the page. Those that are no PDFs are named and left out.
    """
    if len(paths) > MOST_FILES:
        return view(
            store.get(key),
            say(
                "Those are {count} files, and {most} at once is the most. Drop fewer of them, and "
                "the others when these are clean.",
                count=len(paths),
                most=MOST_FILES,
            ),
        )
    jobs: list[Job] = []
    refused: list[str] = []
    for path in paths:
        try:
            jobs.append(store.add(Path(path), Path(path).name))
        except PdfCleanError as error:
            refused.append(str(error))
    store.read(jobs)
    alert = refused[0] if refused else ""
    if len(refused) > 1:
        alert = say_many(
            "{first} {n} more file could not be taken either.",
            "{first} {n} more files could not be taken either.",
            len(refused) - 1,
            first=alert,
        )
    if not jobs:
        return view(store.get(key), alert)
    shown = view(jobs[0], alert)
    return View(shown.job, shown.reading, shown.alert, added=tuple(job.key for job in jobs))


def clean_all(
    store: JobStore,
    keys: Sequence[object],
    key: object,
    *values: Any,
    servers: Servers | None = None,
) -> View:
    """Clean these documents one after the other, with the settings as they are now."""
    jobs = [job for job in map(store.get, keys) if job is not None]
    try:
        settings = asked(*values, servers=servers)
        # The pages were chosen of the document on the page, and mean nothing of another.
        whole = replace(settings, pages="")
        store.start_all((job, settings if job.key == key else whole) for job in jobs)
    except (ValueError, PdfCleanError) as error:
        return view(store.get(key), str(error))
    return view(store.get(key))


def go_on(store: JobStore, key: object, server_key: str | None) -> View:
    """Take up a run that ended before its time."""
    job = store.get(key)
    if job is None:
        return View(alert=GONE)
    store.go_on(job, Secret(server_key or ""))
    return view(job)
