"""The app's side of the reading worker: keeps one warm, asks it, replaces it when it dies."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from types import TracebackType
from typing import Any

from pdfclean.document import DocumentInfo, Page
from pdfclean.errors import PdfCleanError
from pdfclean.extraction import wire
from pdfclean.extraction.pair import LEAST, Second
from pdfclean.extraction.pictures import Pictures
from pdfclean.extraction.process import Worker, WorkerDiedError, WorkerLostError

__all__ = ["OpenPdf", "Reader", "WorkerLostError"]

OPEN_SECONDS = 12.0
"""Processor seconds to open and describe a document; the slowest sound file seen takes 2."""
PAGE_SECONDS = 8.0
"""Processor seconds to read one page; the fullest real page seen takes 0.3."""
MOST_LOST = 6
"""Pages that may cost a worker before a document's remaining ones are given up. Each that does
halves the time that the next one gets, so that a file made of such pages ends within 30 s."""


class Reader:
    """Opens PDFs through one warm worker process; safe to share between threads.

    Use as a context manager, or call :meth:`close`.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._worker: Worker | None = None
        self._generation = 0
        self._keys = itertools.count()
        self._artist: Reader | None = None
        self.paired = False

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def warm(self, *, pair: bool = False) -> None:
        """Start the worker now, so that the first file need not wait for it.

        With ``pair`` also the one that draws: from then on it reads along in longer documents.
        """
        with self._lock:
            self._running()
        if pair:
            self.artist.warm()
            self.paired = True

    def kill(self) -> None:
        """Stop the worker at once, whatever it is doing; the next request starts another."""
        worker = self._worker
        if worker is not None:
            worker.process.kill()

    def close(self) -> None:
        """Stop the worker."""
        with self._lock:
            if self._worker is not None:
                self._worker.stop()
                self._worker = None
                self._generation += 1
            artist, self._artist = self._artist, None
        if artist is not None:
            artist.close()

    @property
    def artist(self) -> Reader:
        """Another worker that draws pages, so that no picture delays anybody's reading."""
        with self._lock:
            if self._artist is None:
                self._artist = Reader()
            return self._artist

    def open(self, path: Path, password: str = "") -> OpenPdf:
        """Open a PDF.

        Args:
            path: the file; its content decides, not its name.
            password: user or owner password; empty for none.

        Raises:
            NotAPdfError: it is not a PDF or is damaged beyond repair.
            EncryptedPdfError: it is locked and no password was given.
            WrongPasswordError: the password does not open it.
            LimitError: it takes too long to open.
        """
        return OpenPdf(self, path.resolve(), password, f"d{next(self._keys)}")

    def ask(self, request: dict[str, Any], seconds: float) -> tuple[dict[str, Any], int]:
        """One request to the worker: its answer, and which worker process gave it.

        Args:
            request: see :mod:`pdfclean.extraction.worker`.
            seconds: processor time that it may take.

        Raises:
            PdfCleanError: the typed error that the worker answered.
            LimitError: the worker crashed or ran out of time over this request.
        """
        with self._lock:
            worker, generation = self._running()
            try:
                answer = worker.ask(request, seconds)
            except (WorkerDiedError, ValueError) as error:
                worker.stop()
                self._worker = None
                self._generation += 1
                raise WorkerLostError from error
        if "error" in answer:
            raise wire.decode_error(answer)
        return answer, generation

    @property
    def generation(self) -> int:
        """Counts worker processes; a document opened by an earlier one must be opened again."""
        return self._generation

    def _running(self) -> tuple[Worker, int]:
        if self._worker is None or self._worker.process.poll() is not None:
            if self._worker is not None:
                self._worker.stop()
            self._worker = Worker()
            self._generation += 1
        return self._worker, self._generation


class OpenPdf:
    """An open PDF; pages read once are kept. Made by :meth:`Reader.open`."""

    def __init__(self, reader: Reader, path: Path, password: str, key: str) -> None:
        self._reader = reader
        self._path = path
        self._password = password
        self._key = key
        self._pages: dict[int, Page] = {}
        self._generation = 0
        self._lost = 0
        self.info: DocumentInfo = self._open()
        self._pictures = Pictures(reader, path, password, key)
        self._second = Second(reader, path, password, key)

    def __enter__(self) -> OpenPdf:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the workers forget the document; pages already read stay."""
        self._pictures.close()
        if self._generation == self._reader.generation:
            try:
                self._reader.ask({"op": "close", "document": self._key}, PAGE_SECONDS)
            except PdfCleanError:
                # The worker is gone and the document with it: that is what was asked for.
                return

    def read(self, numbers: Sequence[int]) -> Iterator[Page]:
        """Pages by 1-based number, in the order asked for.

        A page that PDFium cannot read is read by pypdf; one that neither can read comes back
        without lines, ``reader`` set to ``"none"``. So do all further pages once too many have
        cost a worker process.

        Raises:
            PdfCleanError: the document itself can no longer be opened.
        """
        unread = [number for number in numbers if number not in self._pages]
        paired = self._reader.paired and len(unread) >= LEAST
        with self._second.helping(unread, self._pages) if paired else nullcontext():
            for number in numbers:
                page = self._pages.get(number)
                if page is None:
                    page = self._pages[number] = self._page(number)
                yield page

    def picture(self, number: int, width: int) -> bytes:
        """A page as a JPEG picture, after closing, too; see :meth:`Pictures.draw`."""
        return self._pictures.draw(number, width)

    def _page(self, number: int) -> Page:
        for reader in ("pdfium", "pypdf"):
            if self._lost >= MOST_LOST:
                break
            try:
                return self._ask_page(number, reader)
            except WorkerLostError:
                self._lost += 1
            except PdfCleanError:
                # This reader gave the page up: the next one tries.
                continue
        return Page(number, (0.0, 0.0), (), reader="none")

    def _ask_page(self, number: int, reader: str) -> Page:
        if self._generation != self._reader.generation:
            self._open()
        request = {"op": "page", "document": self._key, "number": number, "reader": reader}
        seconds = PAGE_SECONDS / 2**self._lost
        answer, self._generation = self._reader.ask(request, seconds)
        return wire.decode_page(answer["page"])

    def _open(self) -> DocumentInfo:
        request = {
            "op": "open",
            "document": self._key,
            "path": str(self._path),
            "password": self._password,
        }
        answer, self._generation = self._reader.ask(request, OPEN_SECONDS)
        return wire.decode_info(answer["info"])
