"""One pass of a document through the pipeline: its text, its progress, its end."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from typing_extensions import assert_never

from pdfclean.document import Category, CleanChunk, CleanDocument, Override
from pdfclean.errors import ModelError, PdfCleanError
from pdfclean.jobs.buffer import Buffer
from pdfclean.jobs.spool import Spool
from pdfclean.jobs.status import State, Status, Tail
from pdfclean.outline import Section, count_words, leave_out, outline
from pdfclean.pipeline import (
    ChunkFinished,
    ChunkStarted,
    Event,
    Finished,
    Opened,
    PageRead,
    Source,
    TextDelta,
)
from pdfclean.polishing import Cautioned, Polisher
from pdfclean.render import Renderer, removed
from pdfclean.settings import Polish, Settings

__all__ = ["Clean", "Loader", "Run"]

_CUT = "Partly in a section that you left out, so the document's own words stand for the rest."
"""Why a model's wording of a part is not shown."""

_log = logging.getLogger(__name__)

Clean = Callable[[Source, Settings, "Polisher | None", Callable[[], bool]], Iterator[Event]]
"""``pipeline.clean`` or something that behaves like it."""

Loader = Callable[[Settings, Callable[[], bool]], Generator[str, None, "Polisher | None"]]
"""Loads the model that the settings name: yields what it is doing, as plain phrases and at least
twice a second, and returns the polisher. Raises :class:`~pdfclean.errors.ModelError`."""


class Run:
    """One run: works in its own thread, is read from others.

    Args:
        number: counts a job's runs from 1; 0 is the empty run before the first.
        settings: what was asked.
        status: where it starts.
        clock: seconds, never going back.
        decisions: what the reader decided on the same tokens in an earlier run.
    """

    def __init__(
        self,
        number: int,
        settings: Settings,
        status: Status,
        clock: Callable[[], float] = time.monotonic,
        decisions: tuple[Override, ...] = (),
    ) -> None:
        self.number = number
        self.settings = settings
        self.status = status
        self.document: CleanDocument | None = None
        self.sections: tuple[Section, ...] = ()
        self.decisions = decisions
        self.edition = 0
        self._clock = clock
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._buffer = Buffer()
        self._renderer = Renderer(settings.policy, decisions)
        self._fallbacks: Counter[str] = Counter()
        self._left_out: Counter[Category | None] = Counter()
        self._first_chunk = 0.0
        self._polishing = False
        self._over = not status.state.active

    @property
    def text(self) -> str:
        """The clean text so far."""
        with self._lock:
            return self._buffer.text

    def tail(self, version: int, ahead: int = 0) -> Tail:
        """What changed since ``version``, and the status of the same moment."""
        with self._lock:
            version, changes = self._buffer.since(version)
            status = replace(self.status, ahead=ahead)
            more = version < self._buffer.version
            return Tail(self.number, version, changes, status, more, self._over and not more)

    @property
    def left_out(self) -> frozenset[int]:
        """The indices of the sections that the reader has left out."""
        starts = {each.start for each in self.decisions}
        return frozenset(i for i, each in enumerate(self.sections) if each.start in starts)

    def leave_out(self, out: Collection[int]) -> None:
        """Leave out these sections and no others; marks stay, only what changes is sent again."""
        document = self.document
        if document is None:
            return
        decisions = leave_out(self.sections, out)
        renderer = Renderer(self.settings.policy, decisions)
        texts = [renderer.render(chunk) for chunk in document.chunks]
        gone: Counter[Category | None] = Counter()
        for item in removed(document.chunks, self.settings.policy, decisions):
            gone[item.category] += count_words(item.text)
        fallbacks = self._fallbacks.copy()
        fallbacks[_CUT] = sum(_is_cut(chunk, decisions) for chunk in document.chunks)
        with self._lock:
            self.decisions = decisions
            self.edition += 1
            for chunk, text in zip(document.chunks, texts, strict=True):
                self._buffer.put(chunk.chunk.index, text)
            self.status = replace(
                self.status,
                words=sum(count_words(text) for text in texts),
                left_out=tuple(gone.most_common()),
                fallbacks=tuple((why, n) for why, n in fallbacks.most_common() if n),
            )

    def stop(self, sentence: str) -> None:
        """End at the next page, chunk or model token; the text stays."""
        with self._lock:
            if self.status.state.active:
                self._stop.set()
                self._over = self.status.state is State.QUEUED
                if self.status.provisional >= 0:
                    # Nobody has verified the answer that was being written.
                    self._buffer.put(self.status.provisional, "")
                # The page need not wait for the thread to notice.
                self.status = replace(
                    self.status,
                    state=State.STOPPED,
                    doing="",
                    sentence=sentence,
                    seconds_left=None,
                    provisional=-1,
                )

    def work(self, pdf: Source, clean: Clean, loader: Loader | None, spool_path: Path) -> None:
        """Run the pipeline to its end; called once, in the run's own thread."""
        if not self._begin():
            return
        try:
            with Spool(spool_path, self.settings) as spool:
                settings, polisher = self._load(loader)
                self._polishing = polisher is not None
                for event in clean(pdf, settings, polisher, self._stop.is_set):
                    self._take(event, spool)
                self._end(State.FINISHED, "Done.")
                spool.end(self.status.state.value)
        except PdfCleanError as error:
            self._end(State.FAILED, str(error))
        except OSError as error:
            self._end(
                State.FAILED,
                f"A file could not be written ({error.strerror}), so the run ended here. The text "
                "so far is kept. Free some disk space and clean the document again.",
            )
        except Exception:
            if not self._stop.is_set():
                _log.exception("A run failed")
            self._end(
                State.FAILED,
                "Something went wrong inside pdfclean, so the run ended here. The text so far is "
                "kept. Clean the document again, and if it fails again, report this file.",
            )
        finally:
            with self._lock:
                self._over = True

    def _begin(self) -> bool:
        """Leave the queue, unless Stop came first."""
        with self._lock:
            if self._stop.is_set():
                return False
            self.status = replace(self.status, state=State.RUNNING, doing="Starting")
            return True

    def _load(self, loader: Loader | None) -> tuple[Settings, Polisher | None]:
        """The model, if one is wanted and can be had; else a notice, and the run goes on."""
        settings = self.settings
        if settings.polish is Polish.OFF:
            return settings, None
        try:
            if loader is None:
                raise ModelError("This server has no models, so the text is cleaned without one.")
            loading = loader(settings, self._stop.is_set)
            while True:
                self._set(doing=next(loading))
        except StopIteration as end:
            polisher: Polisher | None = end.value
            if isinstance(polisher, Cautioned):
                self._set(notice=polisher.caution)
            return settings, polisher
        except ModelError as error:
            self._set(notice=str(error))
            return replace(settings, polish=Polish.OFF), None

    def _take(self, event: Event, spool: Spool) -> None:
        """Book one event."""
        match event:
            case Opened(pages=pages):
                self._set(pages_total=len(pages), doing="Reading")
            case PageRead(done=done, total=total):
                doing = "Finding the prose" if done == total else f"Reading page {done} of {total}"
                self._set(pages_done=done, pages_total=total, doing=doing)
            case ChunkStarted(index=index, total=total, asked=asked):
                self._start_chunk(index, total, asked)
            case TextDelta(index=index, text=text):
                self._append(index, text)
            case ChunkFinished(clean_chunk=chunk, total=total):
                spool.chunk(chunk, self._settle(chunk, total))
            case Finished(document=document):
                self.document = document
                self.sections = outline(document)
                if self.decisions:
                    # An earlier run may have been stopped in the middle of a section.
                    self.leave_out(self.left_out)
            case _:
                assert_never(event)

    def _start_chunk(self, index: int, total: int, asked: int) -> None:
        self._first_chunk = self._first_chunk or self._clock()
        verb = "Polishing" if self._polishing else "Cleaning"
        with self._lock:
            if self.status.provisional == index:
                # The model's first answer was turned down and it tries again.
                self._buffer.put(index, "")
                self.status = replace(self.status, provisional=-1)
        self._set(doing=f"{verb} part {index + 1} of {total}", chunks_total=total, to_ask=asked)

    def _append(self, index: int, text: str) -> None:
        with self._lock:
            if self._stop.is_set() or not text:
                return
            # How the answer joins the text is known once it is accepted; till then it stands in a
            # paragraph of its own.
            fresh = self.status.provisional != index
            self._buffer.append(index, "\n\n" + text.lstrip() if fresh and index else text)
            self.status = replace(self.status, provisional=index)

    def _settle(self, chunk: CleanChunk, total: int) -> str:
        """A chunk is done: its text, what was left out, why a model's answer was not used."""
        text = self._renderer.render(chunk)
        for item in removed([chunk], self.settings.policy, self.decisions):
            self._left_out[item.category] += count_words(item.text)
        if chunk.note:
            self._fallbacks[chunk.note] += 1
        done = chunk.chunk.index + 1
        # While pages are still being read, nobody knows how many chunks there will be.
        known = self.status.pages_done == self.status.pages_total and not self._stop.is_set()
        # Beside a model's answer all else takes no time.
        asked = self.status.asked + (chunk.verdict is not None)
        left, paced = (self.status.to_ask - asked, asked) if asked else (total - done, done)
        with self._lock:
            self._buffer.put(chunk.chunk.index, text)
            self.status = replace(
                self.status,
                provisional=-1,
                chunks_done=done,
                chunks_total=total,
                seconds_left=(self._clock() - self._first_chunk) / paced * left if known else None,
                fallbacks=tuple(self._fallbacks.most_common()),
                left_out=tuple(self._left_out.most_common()),
                words=self.status.words + count_words(text),
                asked=asked,
                doubtful=self.status.doubtful + bool(chunk.doubts),
            )
        return text

    def _end(self, state: State, sentence: str) -> None:
        """The run's end; a Stop that came before has had the last word."""
        with self._lock:
            if self.status.state.active:
                self.status = replace(
                    self.status, state=state, doing="", sentence=sentence, seconds_left=None
                )

    def _set(self, **changes: object) -> None:
        with self._lock:
            if self.status.state.active:
                self.status = replace(self.status, **changes)  # type: ignore[arg-type]


def _is_cut(chunk: CleanChunk, decisions: Sequence[Override]) -> bool:
    """Whether a model's wording cannot stand because only a part of it is left out."""
    start, end = chunk.chunk.start, chunk.chunk.end
    out = sum(max(0, min(d.end, end) - max(d.start, start)) for d in decisions)
    return chunk.rewrite is not None and 0 < out < end - start
