"""One run of the command: events in, files out."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from typing_extensions import assert_never

from pdfclean import pipeline
from pdfclean.cli.arguments import Task
from pdfclean.cli.output import Clock, Output
from pdfclean.cli.terminal import Progress, as_file, say
from pdfclean.document import Override
from pdfclean.errors import ModelError
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
    clock = Clock()
    out = Output(task, clock)
    model = _Model(partners.loader, task.settings)
    with as_file(task.input) as path, partners.opener(path, task.password) as pdf:
        clock.opened = clock.now
        polisher = model.load(pdf, stopped, progress)
        events = partners.clean(pdf, task.settings, polisher, stopped)
        finished = _follow(events, out, progress)
    decisions: tuple[Override, ...] = ()
    if out.by_section:
        decisions = _choose(task, finished, out)
    out.others(finished, decisions)
    progress.summary(finished.document, decisions)
    if not finished.complete:
        return Exit.STOPPED
    if model.error is not None:
        say(f"{model.error} The rest of the text was not polished.")
        return Exit.MODEL
    return Exit.DONE


def _choose(task: Task, finished: Finished, out: Output) -> tuple[Override, ...]:
    """Write the outline, or the sections that were asked for; returns what that leaves out."""
    sections = outline(finished.document)
    decisions: tuple[Override, ...] = ()
    if task.sections:
        chosen = parse_sections(task.sections, sections)
        decisions = leave_out(sections, set(range(len(sections))) - chosen)
    if not task.outline:
        out.end(finished, decisions)
        return decisions
    if not sections:
        say("This document has no headings, so there is no outline.")
    out.put("".join(f"{line}\n" for line in outline_lines(sections)))
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


def _follow(events: Iterable[Event], out: Output, progress: Progress) -> Finished:
    finished: Finished | None = None
    try:
        for event in events:
            match event:
                case TextDelta():
                    # A model's answer is provisional until its chunk is finished.
                    continue
                case Opened(info=info):
                    out.info = info
                case PageRead() | ChunkStarted():
                    progress.follow(event)
                case ChunkFinished():
                    out.add(event)
                case Finished():
                    finished = event
                case _:
                    assert_never(event)
    finally:
        if not out.by_section and (finished is not None or out.begun):
            out.end(finished)
    if finished is None:
        raise RuntimeError("the run ended without its last event")
    return finished


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
