"""The app's side of the reading worker: keeps one warm, asks it, replaces it when it dies."""

from __future__ import annotations

import itertools
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from pdfclean.document import DocumentInfo, Page
from pdfclean.errors import LimitError, PdfCleanError
from pdfclean.extraction import wire

__all__ = ["OpenPdf", "Reader", "WorkerLostError"]

OPEN_SECONDS = 12.0
"""Processor seconds to open and describe a document; the slowest sound file seen takes 2."""
PAGE_SECONDS = 8.0
"""Processor seconds to read one page; the fullest real page seen takes 0.3."""
PATIENCE = 3.0
"""How many times as long a request may take by the clock: the machine may be busy."""
MOST_LOST = 6
"""Pages that may cost a worker before a document's remaining ones are given up. Each that does
halves the time that the next one gets, so that a file made of such pages ends within 30 s."""


class _WorkerDiedError(Exception):
    """The worker ended or was stopped in the middle of a request."""


class _Worker:
    """One worker process and the pipe to it."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pdfclean.extraction.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=Path(__file__).parents[2],
            # Ctrl-C at a terminal is for the app, which then lets the worker finish its page.
            start_new_session=True,
        )

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Send one request and wait for its answer; a worker that takes too long is stopped."""
        requests, answers = _pipes(self.process)
        timer = threading.Timer(seconds * PATIENCE, self.process.kill)
        timer.daemon = True
        timer.start()
        try:
            requests.write(wire.dump({**request, "seconds": seconds}))
            requests.flush()
            line = answers.readline(wire.LONGEST + 1)
        except (OSError, ValueError) as error:
            raise _WorkerDiedError from error
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            raise _WorkerDiedError
        return wire.load(line)

    def stop(self) -> None:
        """End the process and release its pipes."""
        self.process.kill()
        self.process.wait()
        for pipe in _pipes(self.process):
            try:
                pipe.close()
            except OSError:
                # The worker went away with a request half written; there is nothing left to save.
                continue


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the worker was started without pipes")
    return process.stdin, process.stdout


class Reader:
    """Opens PDFs through one warm worker process; safe to share between threads.

    Use as a context manager, or call :meth:`close`.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._worker: _Worker | None = None
        self._generation = 0
        self._keys = itertools.count()

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def warm(self) -> None:
        """Start the worker now, so that the first file need not wait for it."""
        with self._lock:
            self._running()

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
            except (_WorkerDiedError, ValueError) as error:
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

    def _running(self) -> tuple[_Worker, int]:
        if self._worker is None or self._worker.process.poll() is not None:
            if self._worker is not None:
                self._worker.stop()
            self._worker = _Worker()
            self._generation += 1
        return self._worker, self._generation


class WorkerLostError(LimitError):
    """The worker was lost over a request."""

    def __init__(self) -> None:
        super().__init__(
            "This PDF made the reader fail or take too long, so reading was stopped. Open it in a "
            "PDF viewer, save it as a new PDF and drop that."
        )


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
        """Let the worker forget the document; pages already read stay."""
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
        for number in numbers:
            page = self._pages.get(number)
            if page is None:
                page = self._pages[number] = self._page(number)
            yield page

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
