"""The texts of several documents as one file: a zip of all of them, or one text."""

from __future__ import annotations

import base64
import io
import time
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from pdfclean.document import Role
from pdfclean.export import Format, Options, Paragraph, title_of
from pdfclean.export.markdown import markdown as to_blocks
from pdfclean.jobs import Job, JobStore
from pdfclean.ui.downloads import made, options_of
from pdfclean.ui.language import say, say_many
from pdfclean.ui.wording import GONE

__all__ = ["bundle", "collected", "combined"]

SAME_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of each file in a zip: the same texts make the same zip."""
PATIENCE = 20.0
"""Seconds that a download waits for documents of the server before, which are read again first: a
book of 500 pages takes 10."""
LOOK = 0.1
"""Seconds between two looks whether they are read."""


def collected(
    store: JobStore, keys: Sequence[object], kind: str, wanted: Mapping[str, Any]
) -> dict[str, str]:
    """A file for the browser with the texts of documents, in the order of the keys.

    Args:
        store: where the documents are.
        keys: of the documents; what is gone, or has no text, is passed over.
        kind: "text" for one text of all; else a zip.
        wanted: format and options as the Download panel sends them.
    """
    jobs = [job for job in map(store.get, keys) if job is not None and job.text]
    _wait(jobs)
    whole = [job for job in jobs if not (job.locked or job.returning)]
    said = _left_out(jobs)
    if not whole:
        return {"said": " ".join(said) or say(GONE)}
    said.insert(0, say_many("{n} text downloaded.", "{n} texts downloaded.", len(whole)))
    options = options_of(wanted)
    if kind == "text":
        name, content = combined(*_parts(whole, options))
    else:
        name, content = bundle(made(job, options) for job in whole)
    return {"name": name, "data": base64.b64encode(content).decode(), "said": " ".join(said)}


def _wait(jobs: Sequence[Job]) -> None:
    """Until what the files need is known again of each, or it is clear that it will not be."""
    end = time.monotonic() + PATIENCE
    while any(job.returning for job in jobs) and time.monotonic() < end:
        time.sleep(LOOK)


def _left_out(jobs: Sequence[Job]) -> list[str]:
    """Which documents are not in the file, and what to do about it."""
    locked = [job for job in jobs if job.locked]
    unread = [job for job in jobs if job.returning and not job.locked]
    said = []
    if locked:
        said.append(
            say_many(
                "“{title}” is locked and was left out: open it in the list, enter its password and "
                "download again.",
                "{n} documents are locked and were left out: open them in the list, enter their "
                "passwords and download again.",
                len(locked),
                title=_title(locked[0]),
            )
        )
    if unread:
        said.append(
            say_many(
                "“{title}” is still being read and was left out: download again in a minute.",
                "{n} documents are still being read and were left out: download again in a minute.",
                len(unread),
                title=_title(unread[0]),
            )
        )
    return said


def _title(job: Job) -> str:
    info = job.preflight.info if job.preflight else None
    return title_of(info, job.name) if info else PurePath(job.name).stem


def _parts(jobs: Sequence[Job], options: Options) -> tuple[list[tuple[str, str]], bool]:
    """(title, text) of each, and whether they are Markdown: one text is that or plain."""
    markdown = options.format is Format.MARKDOWN
    options = replace(options, format=Format.MARKDOWN if markdown else Format.TEXT)
    return [(_title(job), made(job, options)[1].decode("utf-8")) for job in jobs], markdown


def bundle(files: Iterable[tuple[str, bytes]]) -> tuple[str, bytes]:
    """A zip of (name, content); its name and content.

    The names are those of :func:`~pdfclean.export.file_name`, so that none leads out of the folder
    it is unpacked in. No two become the same, not even where large and small letters are.

    >>> _, content = bundle((name, b"") for name in ("Tides.md", "tides.md", "Tides.md"))
    >>> zipfile.ZipFile(io.BytesIO(content)).namelist()
    ['Tides.md', 'tides (2).md', 'Tides (3).md']
    """
    taken: set[str] = set()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(_unlike(name, taken), SAME_DAY)
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return say("clean texts") + ".zip", packed.getvalue()


def combined(made: Sequence[tuple[str, str]], markdown: bool = False) -> tuple[str, bytes]:
    """One text of (title, text), each under a line with its title; its name and content.

    A text that begins with its title has that line already.

    >>> combined([("Tides", "They rise."), ("Ebb", "Ebb\\n\\nThey fall.")])[1].decode()
    'Tides\\n\\nThey rise.\\n\\n\\nEbb\\n\\nThey fall.\\n'
    """
    parts = []
    for title, text in made:
        head, body = _head(title, markdown), text.strip()
        parts.append(f"{body}\n" if body.startswith(f"{head}\n") else f"{head}\n\n{body}\n")
    ending = ".md" if markdown else ".txt"
    return say("clean texts") + ending, "\n\n".join(parts).encode("utf-8", "replace")


def _head(title: str, markdown: bool) -> str:
    """The line over a text."""
    line = " ".join(title.split())
    return to_blocks([Paragraph(line, Role.TITLE, 0, (), 0, 0)]).strip() if markdown else line


def _unlike(name: str, taken: set[str]) -> str:
    """The name, with a number when it is taken."""
    stem, dot, ending = name.rpartition(".")
    count = 1
    while name.casefold() in taken:
        count += 1
        name = f"{stem} ({count}){dot}{ending}"
    taken.add(name.casefold())
    return name
