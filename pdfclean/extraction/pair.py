"""A second worker that reads a document's end while the first reads its beginning.

A page that waits for the words of 43 two-column pages waits 2.4 s of a processor; two share them.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pdfclean.document import Page
from pdfclean.errors import PdfCleanError
from pdfclean.extraction import wire
from pdfclean.extraction.pictures import Artist

__all__ = ["LEAST", "Second"]

LEAST = 16
"""Unread pages from which a second worker is worth opening the document again."""
SECONDS = 2.0
"""Processor seconds for one request; the fullest real page seen takes 0.3. A page that takes longer
is left to the first worker, which has more patience."""


class Second:
    """Reads pages of one PDF from the last one on.

    What goes wrong ends its help and nothing else: the first worker reads what is left, and judges
    what is wrong with a page.

    Args:
        reader: whose artist, a worker of its own, reads along.
        path, password, key: as the document was opened.
    """

    def __init__(self, reader: Artist, path: Path, password: str, key: str) -> None:
        self._reader = reader
        self._request = {"document": f"{key} end", "path": str(path), "password": password}

    @contextmanager
    def helping(self, numbers: Sequence[int], pages: dict[int, Page]) -> Iterator[None]:
        """While the body reads the pages from the first one on, put the last ones among ``pages``,
        until both meet."""
        over = threading.Event()
        worker = self._reader.artist

        def work() -> None:
            try:
                worker.ask({**self._request, "op": "open", "bare": True}, SECONDS)
                for number in reversed(numbers):
                    if over.is_set() or number in pages:
                        break
                    pages.setdefault(number, self._read(worker, number))
                worker.ask({**self._request, "op": "close"}, SECONDS)
            except (PdfCleanError, LookupError):
                return

        thread = threading.Thread(target=work, name="pdfclean second", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _read(self, worker: Artist, number: int) -> Page:
        request = {**self._request, "op": "page", "number": number, "reader": "pdfium"}
        answer, _ = worker.ask(request, SECONDS)
        return wire.decode_page(answer["page"])
