"""The command's surroundings: streams, signals, input files, the progress line."""

from __future__ import annotations

import io
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TextIO

from pdfclean.document import CleanDocument, Decision
from pdfclean.errors import PdfCleanError
from pdfclean.pipeline import ChunkStarted, PageRead
from pdfclean.render import removed

__all__ = ["Progress", "as_file", "say", "speak_utf8", "stop_on_signal"]


def say(sentence: str) -> None:
    """Tell the user, on standard error."""
    sys.stderr.write(f"pdfclean: {sentence}\n")


def speak_utf8(*streams: TextIO) -> None:
    """Clean text is UTF-8 whatever the locale; a terminal shows what it cannot as ``?``."""
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")


@contextmanager
def as_file(name: str) -> Iterator[Path]:
    """The input as a real file: standard input and pipes are copied, since a PDF is read from its
    end.

    Raises:
        PdfCleanError: there is nothing to read.
    """
    path = Path(name)
    if name != "-" and path.is_file():
        yield path
        return
    if name != "-" and (path.is_dir() or not path.exists()):
        raise PdfCleanError(f"There is no file {name}. Check the name and try again.")
    with tempfile.TemporaryDirectory(prefix="pdfclean-") as folder:
        copy = Path(folder) / "input.pdf"
        with copy.open("wb") as target:
            if name == "-":
                shutil.copyfileobj(sys.stdin.buffer, target)
            else:
                with path.open("rb") as source:
                    shutil.copyfileobj(source, target)
        yield copy


@contextmanager
def stop_on_signal() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C (or a polite kill) was seen; a second one no longer waits."""
    asked = threading.Event()

    def handle(_signal: int, _frame: FrameType | None) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Progress:
    """One line on a terminal that says what is going on; silent elsewhere."""

    def __init__(self, stream: TextIO, on: bool) -> None:
        self._stream = stream
        self._on = on
        self._begun = 0.0

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.show("")

    def show(self, text: str) -> None:
        """Replace the line."""
        if self._on:
            width = shutil.get_terminal_size().columns - 1
            self._stream.write(f"\r\x1b[K{text[:width]}")
            self._stream.flush()

    def follow(self, event: PageRead | ChunkStarted) -> None:
        """Say where the run is."""
        if isinstance(event, PageRead):
            self.show(f"Reading page {event.done} of {event.total}")
            return
        if event.index == 0:
            self._begun = time.perf_counter()
        line = f"Cleaning part {event.index + 1} of {event.total}"
        if event.index:
            left = (time.perf_counter() - self._begun) / event.index * (event.total - event.index)
            line += f", about {left:.0f} s left"
        self.show(line)

    def summary(self, document: CleanDocument, decisions: Sequence[Decision] = ()) -> None:
        """Say what came out."""
        if self._on:
            items = sum(1 for _ in removed(document.chunks, document.policy, decisions))
            unpolished = sum(bool(chunk.note) for chunk in document.chunks)
            line = f"{len(document.pages)} pages cleaned, {items} passages left out"
            if unpolished:
                line += f", {unpolished} of {len(document.chunks)} parts not polished"
            self.show("")
            self._stream.write(f"{line}.\n")
