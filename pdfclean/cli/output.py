"""What the command writes: the text as it comes or in one step at the end, and files beside it."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pdfclean.cli.arguments import Task
from pdfclean.document import CleanChunk, CleanDocument, Decision, DocumentInfo, Page
from pdfclean.export import Format, Options, Provenance, Timings, save, to_report, written
from pdfclean.languages import SAMPLE, main_language
from pdfclean.pipeline import ChunkFinished, Finished
from pdfclean.render import Renderer

__all__ = ["Clock", "Output"]


class Clock:
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


class Output:
    """The text of a run on its way out.

    Plain text for standard output is written as it comes; all else is made at the end. Where only
    some sections are wanted that is once the outline is known.
    """

    def __init__(self, task: Task, clock: Clock) -> None:
        self.info = DocumentInfo(0)
        self.by_section = bool(task.outline or task.sections)
        self._task = task
        self._clock = clock
        self._streams = task.output is None and task.options == Options() and not self.by_section
        self._renderer = Renderer(task.settings.policy)
        self._chunks: list[CleanChunk] = []
        self._pages: dict[int, Page] = {}
        self._wrote = False

    @property
    def begun(self) -> bool:
        """Whether there is anything to write."""
        return bool(self._chunks)

    def add(self, event: ChunkFinished) -> None:
        """Take the next finished chunk."""
        self._clock.first_text = self._clock.first_text or self._clock.now
        self._chunks.append(event.clean_chunk)
        self._pages.update((page.number, page) for page in event.pages)
        if self._streams:
            piece = self._renderer.render(event.clean_chunk)
            self._wrote = self._wrote or bool(piece)
            self.put(piece)

    def end(self, finished: Finished | None, decisions: Sequence[Decision] = ()) -> None:
        """Write what is not written yet; without its end, what there is of the run."""
        if self._streams:
            self.put("\n" if self._wrote else "")
        else:
            self.put(self._made(finished, self._task.options, decisions))

    def put(self, content: str | bytes) -> None:
        """Write to where the text goes; a file in one step."""
        if self._task.output is not None:
            save(self._task.output, content)
            return
        if isinstance(content, bytes) and self._task.options.format is not Format.WORD:
            content = content.decode()
        if isinstance(content, bytes):
            sys.stdout.buffer.write(content)
        else:
            sys.stdout.write(content)
        sys.stdout.flush()

    def others(self, finished: Finished, decisions: Sequence[Decision]) -> None:
        """Write the raw text and the report, where they are wanted."""
        if self._task.raw is not None:
            save(self._task.raw, self._made(finished, Options(Format.RAW), decisions))
        report = self._task.report
        if report is None:
            return
        if report.suffix.lower() in (".html", ".htm"):
            options = replace(self._task.options, format=Format.REPORT)
            save(report, self._made(finished, options, decisions))
            return
        told = to_report(
            finished.document,
            self._task.settings,
            self._clock.timings(),
            complete=finished.complete,
            decisions=decisions,
        )
        save(report, told)

    def _made(
        self, finished: Finished | None, options: Options, decisions: Sequence[Decision]
    ) -> bytes:
        if finished is None:
            pages = tuple(self._pages[number] for number in sorted(self._pages))
            policy = self._task.settings.policy
            document = CleanDocument(self.info, pages, tuple(self._chunks), policy)
        else:
            document = finished.document
        provenance = Provenance(
            name="" if self._task.input == "-" else Path(self._task.input).name,
            settings=self._task.settings,
            complete=finished is not None and finished.complete,
            timings=self._clock.timings(),
            made=datetime.now().astimezone(),
            language=_language(document) if options.format is Format.WORD else "",
        )
        return written(document, options, decisions=decisions, provenance=provenance)[1]


def _language(document: CleanDocument) -> str:
    """The language of the text, for the spelling checker of who opens the file."""
    words = [chunk.tokens.spaced(0, len(chunk.tokens)) for chunk in document.chunks[:10]]
    return main_language("".join(words)[:SAMPLE])
