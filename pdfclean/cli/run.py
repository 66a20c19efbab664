"""One run of the command: events in, text and report out."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from typing_extensions import assert_never

from pdfclean import pipeline
from pdfclean.cli.arguments import Task
from pdfclean.cli.terminal import Progress, as_file, say
from pdfclean.document import CleanChunk, Override
from pdfclean.errors import ModelError
from pdfclean.export import Timings, save, to_report
from pdfclean.jobs import Clean, Loader
from pdfclean.outline import Section, leave_out, minutes, outline, parse_sections
from pdfclean.pipeline import (
    ChunkFinished,
    ChunkStarted,
    Event,
    Finished,
    Opened,
    PageRead,
    TextDelta,
)
from pdfclean.polishing import Cautioned, Passage, Polished, Polisher
from pdfclean.render import Renderer, render
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
    """The clean text as it comes: to standard output at once, or to a file at the end.

    Where only some sections are wanted it is held back, because the outline is known at the end.
    """

    path: Path | None
    renderer: Renderer
    pieces: list[str]
    held: bool = False

    def add(self, chunk: CleanChunk) -> None:
        """Take the next finished chunk."""
        if not self.held:
            self.write(self.renderer.render(chunk))

    def write(self, piece: str) -> None:
        """Take a piece of what shall be written."""
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
    by_section = bool(task.outline or task.sections)
    text = _Text(task.output, Renderer(task.settings.policy), [], held=by_section)
    model = _Model(partners.loader, task.settings)
    with as_file(task.input) as path, partners.opener(path, task.password) as pdf:
        clock.opened = clock.now
        polisher = model.load(pdf, stopped, progress)
        events = partners.clean(pdf, task.settings, polisher, stopped)
        finished = _follow(events, text, clock, progress)
    decisions: tuple[Override, ...] = ()
    if by_section:
        decisions = _choose(task, finished, text)
    if task.report is not None:
        report = to_report(
            finished.document,
            task.settings,
            clock.timings(),
            complete=finished.complete,
            decisions=decisions,
        )
        save(task.report, report)
    progress.summary(finished.document, decisions)
    if not finished.complete:
        return Exit.STOPPED
    if model.error is not None:
        say(f"{model.error} The rest of the text was not polished.")
        return Exit.MODEL
    return Exit.DONE


def _choose(task: Task, finished: Finished, text: _Text) -> tuple[Override, ...]:
    """Write the outline, or the sections that were asked for; returns what that leaves out."""
    sections = outline(finished.document)
    decisions: tuple[Override, ...] = ()
    if task.sections:
        chosen = parse_sections(task.sections, sections)
        decisions = leave_out(sections, set(range(len(sections))) - chosen)
    if not task.outline:
        text.write(render(finished.document, decisions=decisions))
    elif sections:
        text.write("\n".join(outline_lines(sections)))
    else:
        say("This document has no headings, so there is no outline.")
    text.end()
    return decisions


def outline_lines(sections: Sequence[Section]) -> list[str]:
    """The outline as it is printed: number, title set in by its level, page, minutes.

    >>> outline_lines([Section(0, 9, "Tides", 1, 3, 600), Section(9, 12, "Ebb", 2, 4, 150)])
    ['  1)  Tides · p. 3 · 5 min', '  2)    Ebb · p. 4 · 1 min']
    """
    return [
        f"{index + 1:3})  {'  ' * (section.level - 1)}{section.title} · p. {section.page} · "
        f"{minutes(sections, index)} min"
        for index, section in enumerate(sections)
    ]


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
        if not text.held and (finished is not None or text.pieces):
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

    def load(
        self, pdf: pipeline.Source, stopped: Callable[[], bool], progress: Progress
    ) -> Polisher | None:
        """Load it, saying on the progress line what is being done; the PDF is read meanwhile."""
        if self._settings.polish is Polish.OFF:
            return None
        loading = self._loader(self._settings, stopped)
        with pipeline.reading_meanwhile(pdf, self._settings):
            while True:
                try:
                    progress.show(next(loading))
                except StopIteration as end:
                    self._polisher = end.value
                    if isinstance(self._polisher, Cautioned) and self._polisher.caution:
                        say(self._polisher.caution)
                    return None if self._polisher is None else self

    @property
    def ahead(self) -> int:
        """As the model's own."""
        return 0 if self._polisher is None else self._polisher.ahead

    def prepare(self, passage: Passage) -> None:
        """Hand on to the model."""
        if self._polisher is not None:
            self._polisher.prepare(passage)

    def close(self) -> None:
        """The run is over."""
        if self._polisher is not None:
            self._polisher.close()

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
