"""One run of the command: events in, text and report out."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from typing_extensions import assert_never

from pdfclean import pipeline
from pdfclean.cli.arguments import Task
from pdfclean.cli.terminal import Progress, as_file, say
from pdfclean.document import CleanChunk
from pdfclean.errors import ModelError
from pdfclean.export import Timings, save, to_report
from pdfclean.jobs import Clean, Loader
from pdfclean.pipeline import (
    ChunkFinished,
    ChunkStarted,
    Event,
    Finished,
    Opened,
    PageRead,
    TextDelta,
)
from pdfclean.polishing import Passage, Polished, Polisher
from pdfclean.render import Renderer
from pdfclean.settings import Polish, Settings

__all__ = ["Exit", "Opener", "Partners", "run"]

Opener = Callable[[Path, str], AbstractContextManager[pipeline.Source]]
"""Opens a PDF by path and password."""


@dataclass(frozen=True, slots=True)
class Partners:
    """What a run works with: how a PDF is opened, a model loaded, a document cleaned."""

    opener: Opener
    loader: Loader
    clean: Clean = pipeline.clean


class Exit(IntEnum):
    """What the command's exit status says."""

    DONE = 0
    USAGE = 2
    PDF = 3
    MODEL = 4
    STOPPED = 130


@dataclass(slots=True)
class _Text:
    """The clean text as it comes: to standard output at once, or to a file at the end."""

    path: Path | None
    renderer: Renderer
    pieces: list[str]

    def add(self, chunk: CleanChunk) -> None:
        """Take the next finished chunk."""
        piece = self.renderer.render(chunk)
        self.pieces.append(piece)
        if self.path is None:
            sys.stdout.write(piece)
            sys.stdout.flush()

    def end(self) -> None:
        """Close the text with a line end; a file is written now, in one step."""
        text = "".join(self.pieces)
        if self.path is not None:
            save(self.path, text + "\n" if text else "")
        elif text:
            sys.stdout.write("\n")
            sys.stdout.flush()


def run(
    task: Task,
    partners: Partners,
    stopped: Callable[[], bool],
    progress: Progress,
) -> Exit:
    """Clean what the task names; whatever ends the run, the text so far is written.

    Raises:
        PdfCleanError: the PDF or the model cannot be used.
        OSError: the text or the report cannot be written.
    """
    clock = _Clock()
    text = _Text(task.output, Renderer(task.settings.policy), [])
    model = _Model(partners.loader, task.settings)
    with as_file(task.input) as path, partners.opener(path, task.password) as pdf:
        clock.opened = clock.now
        polisher = model.load(stopped, progress)
        events = partners.clean(pdf, task.settings, polisher, stopped)
        finished = _follow(events, text, clock, progress)
    if task.report is not None:
        report = to_report(
            finished.document, task.settings, clock.timings(), complete=finished.complete
        )
        save(task.report, report)
    progress.summary(finished.document)
    if not finished.complete:
        return Exit.STOPPED
    if model.error is not None:
        say(f"{model.error} The rest of the text was not polished.")
        return Exit.MODEL
    return Exit.DONE


def _follow(events: Iterable[Event], text: _Text, clock: _Clock, progress: Progress) -> Finished:
    finished: Finished | None = None
    try:
        for event in events:
            match event:
                case Opened() | TextDelta():
                    # A model's answer is provisional until its chunk is finished.
                    continue
                case PageRead() | ChunkStarted():
                    progress.follow(event)
                case ChunkFinished(clean_chunk=chunk):
                    clock.first_text = clock.first_text or clock.now
                    text.add(chunk)
                case Finished():
                    finished = event
                case _:
                    assert_never(event)
    finally:
        if finished is not None or text.pieces:
            text.end()
    if finished is None:
        raise RuntimeError("the run ended without its last event")
    return finished


class _Clock:
    """Seconds since the run began."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self.opened = 0.0
        self.first_text: float | None = None

    @property
    def now(self) -> float:
        """Seconds so far."""
        return time.perf_counter() - self._start

    def timings(self) -> Timings:
        """What the report says of them."""
        return Timings(self.opened, self.first_text, self.now)


class _Model:
    """The model of a run, if it has one; remembers why it failed in the middle."""

    def __init__(self, loader: Loader, settings: Settings) -> None:
        self._loader = loader
        self._settings = settings
        self._polisher: Polisher | None = None
        self.error: ModelError | None = None

    @property
    def name(self) -> str:
        """The model's own name."""
        return self._settings.model

    def load(self, stopped: Callable[[], bool], progress: Progress) -> Polisher | None:
        """Load it, saying on the progress line what is being done."""
        if self._settings.polish is Polish.OFF:
            return None
        loading = self._loader(self._settings, stopped)
        while True:
            try:
                progress.show(next(loading))
            except StopIteration as end:
                self._polisher = end.value
                return None if self._polisher is None else self

    def polish(
        self, passage: Passage, stopped: Callable[[], bool]
    ) -> Generator[str, None, Polished]:
        """Polish a passage as the model does."""
        if self._polisher is None:
            raise RuntimeError("the model was not loaded")
        try:
            return (yield from self._polisher.polish(passage, stopped))
        except ModelError as error:
            self.error = error
            raise
