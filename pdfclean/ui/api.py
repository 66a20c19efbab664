"""The endpoint for programs: a PDF in, the clean text as it grows out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.utils import get_upload_folder

from pdfclean.errors import LimitError, PdfCleanError
from pdfclean.jobs import Job, JobStore, State
from pdfclean.settings import CHUNK_SIZE, Settings

__all__ = ["clean_pdf"]

PULL = 0.2
"""Seconds between two looks at the text."""


def clean_pdf(store: JobStore) -> Callable[..., Iterator[str]]:
    """The endpoint over a job store."""

    def clean(
        pdf: gr.FileData,
        chunk_size: int = int(CHUNK_SIZE.default),
        pages: str = "",
        password: str = "",
        max_chars: int = 0,
    ) -> Iterator[str]:
        """Clean a PDF without a model; yields all the text so far, again and again as it grows."""
        try:
            settings = Settings(chunk_size=chunk_size, pages=pages, max_chars=max_chars)
            upload = _uploaded(pdf)
            store.uploads.copied(upload)
            job = store.add(upload)
        except (PdfCleanError, ValueError) as error:
            raise gr.Error(str(error), print_exception=False) from error
        try:
            for _ in job.prepare(password):
                pass
            store.start(job, settings)
            yield from _follow(job)
        except (PdfCleanError, ValueError) as error:
            raise gr.Error(str(error), print_exception=False) from error
        finally:
            # Also when the caller has gone away.
            store.remove(job)

    return clean


def _uploaded(pdf: Any) -> Path:
    """The caller's file, which must be one that was uploaded to this server."""
    path = Path(str(pdf["path"] if isinstance(pdf, dict) else pdf.path)).resolve()
    if not path.is_relative_to(Path(get_upload_folder()).resolve()) or not path.is_file():
        raise LimitError("Upload the PDF with the call; files of the server cannot be named.")
    return path


def _follow(job: Job) -> Iterator[str]:
    """All the text so far, whenever there is more of it."""
    run, version, text = 0, 0, ""
    while True:
        tail = job.tail(run, version)
        run, version = tail.run, tail.version
        if tail.changes and job.text != text:
            text = job.text
            yield text
        if tail.complete:
            break
        time.sleep(PULL)
    if tail.status.state is State.FAILED:
        raise LimitError(tail.status.sentence)
