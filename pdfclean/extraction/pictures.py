"""Pictures of a PDF's pages, from the app's side."""

from __future__ import annotations

import base64
import contextlib
import threading
from pathlib import Path
from typing import Any, Protocol

from pdfclean.errors import LimitError, PdfCleanError
from pdfclean.extraction.process import WorkerLostError

__all__ = ["Artist", "Pictures"]

PICTURE_SECONDS = 8.0
"""Processor seconds to draw one page; the slowest real page seen takes 2."""
MOST_LOST = 6
"""Pages that may cost a worker before the pictures of a document are given up."""


class Artist(Protocol):
    """A worker that draws; see :class:`~pdfclean.extraction.reader.Reader`."""

    @property
    def generation(self) -> int: ...

    def ask(self, request: dict[str, Any], seconds: float) -> tuple[dict[str, Any], int]: ...

    @property
    def artist(self) -> Artist: ...


class Pictures:
    """Draws the pages of one PDF; safe to share between threads.

    They are drawn by the reader's ``artist``, a worker of their own: a picture delays no reading,
    and a page that costs its worker costs one picture, not the document.

    Args:
        reader: whose artist draws; the worker is started when the first picture is asked for.
        path, password, key: as the document was opened.
    """

    def __init__(self, reader: Artist, path: Path, password: str, key: str) -> None:
        self._reader = reader
        self._request = {"document": key, "path": str(path), "password": password}
        self._lock = threading.Lock()
        self._generation = 0
        self._lost: set[int] = set()

    def draw(self, number: int, width: int) -> bytes:
        """A page as PDFium shows it, turned and cropped, as a JPEG picture.

        Args:
            number: 1-based page number.
            width: in pixels, taken as 40 to 2,000; less for a page that would be too large.

        Raises:
            LimitError: the page costs too much to draw, or cost a worker before.
            PdfCleanError: the page cannot be drawn, or the file is no longer there.
        """
        with self._lock:
            if number in self._lost or len(self._lost) >= MOST_LOST:
                raise LimitError(_costly(number))
            try:
                return self._ask(number, width)
            except WorkerLostError as error:
                self._lost.add(number)
                raise LimitError(_costly(number)) from error

    def close(self) -> None:
        """Let the worker forget the document; the next picture opens it again."""
        with self._lock:
            if self._generation and self._generation == self._reader.artist.generation:
                # If the worker is gone the document is, too: that is what was asked for.
                with contextlib.suppress(PdfCleanError):
                    self._reader.artist.ask({**self._request, "op": "close"}, PICTURE_SECONDS)
            self._generation = 0

    def _ask(self, number: int, width: int) -> bytes:
        artist = self._reader.artist
        if not self._generation or self._generation != artist.generation:
            opening = {**self._request, "op": "open", "bare": True}
            _, self._generation = artist.ask(opening, PICTURE_SECONDS)
        drawing = {**self._request, "op": "picture", "number": number, "width": width}
        answer, self._generation = artist.ask(drawing, PICTURE_SECONDS)
        return base64.b64decode(answer["picture"])


def _costly(number: int) -> str:
    return f"Page {number} takes too much time or memory to draw, so its picture is not shown."
