"""The text of a run as its reader sees it grow, changes it and hears how it ends."""

from __future__ import annotations

import threading
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from pdfclean.document import CleanChunk, CleanDocument, DocumentInfo, Page
from pdfclean.jobs.buffer import MOST_AT_ONCE, Buffer
from pdfclean.jobs.choices import Choices, History
from pdfclean.jobs.contents import Contents
from pdfclean.jobs.draft import Draft
from pdfclean.jobs.progress import seconds_left, working
from pdfclean.jobs.spool import Spool
from pdfclean.jobs.status import State, Status, Tail
from pdfclean.outline import Section
from pdfclean.pipeline import ChunkStarted
from pdfclean.settings import Settings

__all__ = ["Manuscript"]

_CHANGED = "You changed what is left out here, so the document's own words stand, not the model's."
"""Why a model's wording of a part is not shown."""
T = TypeVar("T")


class Manuscript:
    """What one run has brought so far; one thread writes it, any number read and change it.

    Args:
        number: counts a job's runs from 1; 0 is the empty run before the first.
        settings: what was asked.
        status: where it starts.
        clock: seconds, never going back.
        history: what the reader chose on the same tokens in an earlier run.
        before: the first chunks as an earlier run left them.
        spool: where it is written, too.
    """

    def __init__(
        self,
        number: int,
        settings: Settings,
        status: Status,
        clock: Callable[[], float] = time.monotonic,
        *,
        history: History | None = None,
        before: Sequence[CleanChunk] = (),
        spool: Spool | None = None,
    ) -> None:
        self.number = number
        self.settings = settings
        self.status = status
        self.document: CleanDocument | None = None
        self.contents = Contents()
        self.history = history or History(Choices(settings.policy))
        self.draft = Draft(Choices(settings.policy))
        self.doubts: list[tuple[int, tuple[str, ...]]] = []
        self.edition = 0
        self.dropped = ""  # says that choices of an earlier run could not be kept
        self.took = 0.0
        """Seconds from its first part to its end, once it is over."""
        self.spool = spool
        self._info = DocumentInfo(0)
        self._pages: dict[int, Page] = {}
        self._clock = clock
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._buffer = Buffer()
        self._fallbacks: Counter[str] = Counter()
        self._first_chunk = 0.0
        self._numbers: tuple[int, ...] = ()  # the pages of this run
        self._over = not status.state.active
        self._before = tuple(before)
        for chunk in self._before:
            self._book(chunk)
        self._asked_before = self.status.asked
        for at in self.draft.revise(self.history.now):
            self._buffer.put(at, self.draft.texts[at])
        self.status = replace(self.status, **self._tally())  # type: ignore[arg-type]

    @property
    def state(self) -> State:
        """Where the run stands."""
        return self.status.state

    @property
    def restored(self) -> bool:
        """Whether there is text of which the pages and sections are not known (yet)."""
        return self.document is None and bool(self._before)

    @property
    def text(self) -> str:
        """The clean text so far."""
        with self._lock:
            return self._buffer.text

    @property
    def so_far(self) -> CleanDocument:
        """What is finished of the document, or all of it once the run has ended."""
        with self._lock:
            if self.document is not None:
                return self.document
            pages = tuple(self._pages[number] for number in sorted(self._pages))
            chunks = tuple(self.draft.chunks)
            return CleanDocument(self._info, pages, chunks, self.settings.policy)

    def tail(self, version: int, ahead: int = 0, most: int = MOST_AT_ONCE) -> Tail:
        """What changed since ``version``, and the status of the same moment."""
        with self._lock:
            version, changes = self._buffer.since(version, most)
            notes = (self.dropped, self.status.notice, self.spool.trouble if self.spool else "")
            notice = " ".join(note for note in notes if note)
            status = replace(self.status, ahead=ahead, notice=notice)
            more = version < self._buffer.version
            return Tail(self.number, version, changes, status, more, self._over and not more)

    def choose(self, choice: Callable[[Draft, Choices], Choices]) -> None:
        """Choose something; marks stay, only what changes is sent again."""
        with self._lock:
            self.history.add(choice(self.draft, self.history.now))
            self._revise()

    def undo(self, *, redo: bool = False) -> None:
        """Take the last choice back, or choose again what was taken back last."""
        with self._lock:
            if self.history.redo() if redo else self.history.undo():
                self._revise()

    @property
    def sections(self) -> tuple[Section, ...]:
        """The outline, as soon as it is known, with the words that each section has now."""
        with self._lock:
            if self.status.state.active:
                # Its last chunks are not there yet.
                return self.contents.sections
            return self.contents.recount(self.draft, self.history.now)

    def look(self, at: Callable[[Draft], T]) -> T:
        """What is seen in the draft while nobody changes it."""
        with self._lock:
            return at(self.draft)

    def _revise(self) -> None:
        for at in self.draft.revise(self.history.now):
            if self.number:  # before the first run there is a draft, but no text
                self._buffer.put(self.draft.chunks[at].chunk.index, self.draft.texts[at])
        if self.spool is not None:
            self.spool.choices(self.history.now)
        self.edition += 1
        self.status = replace(self.status, **self._tally())  # type: ignore[arg-type]

    def _tally(self) -> dict[str, object]:
        fallbacks = self._fallbacks + Counter({_CHANGED: self.draft.given_back})
        return {
            "words": self.draft.words,
            "left_out": self.draft.left_out,
            "fallbacks": tuple(fallbacks.most_common()),
        }

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

    def _start_chunk(self, event: ChunkStarted) -> None:
        index = event.index
        if index < len(self._before):
            return
        self._first_chunk = self._first_chunk or self._clock()
        with self._lock:
            if self.status.provisional == index:
                # The model's first answer was turned down and it tries again.
                self._buffer.put(index, "")
                self.status = replace(self.status, provisional=-1)
        self._set(
            doing=working(event, self._numbers),
            chunks_total=event.total,
            to_ask=event.asked + self._asked_before,
        )

    def _append(self, index: int, text: str) -> None:
        with self._lock:
            if self._stop.is_set() or not text:
                return
            # How the answer joins the text is known once it is accepted; till then it stands in a
            # paragraph of its own.
            fresh = self.status.provisional != index
            self._buffer.append(index, "\n\n" + text.lstrip() if fresh and index else text)
            self.status = replace(self.status, provisional=index)

    def _settle(self, chunk: CleanChunk, total: int, pages: Iterable[Page] = ()) -> None:
        """A chunk is done: its text, what was left out, why a model's answer was not used."""
        with self._lock:
            self._pages.update((page.number, page) for page in pages)
            self._book(chunk, self.spool)
            self.status = replace(self.status, provisional=-1, chunks_total=total)
            tally = {"seconds_left": self._left(chunk), **self._tally()}
            self.status = replace(self.status, **tally)  # type: ignore[arg-type]

    def _left(self, chunk: CleanChunk) -> float | None:
        """Seconds that the rest will take if it goes on as it went; ``None`` while nobody knows."""
        if self._stop.is_set():
            return None
        fresh = not self._before and len(chunk.tokens)
        return seconds_left(
            self.status,
            self._clock() - self._first_chunk,
            done=chunk.chunk.index + 1 - len(self._before),
            asked=self.status.asked - self._asked_before,
            cleaned=bisect_left(self._numbers, chunk.tokens.page(-1)) if fresh else 0,
        )

    def _locate(self, pages: Iterable[Page]) -> None:
        """The pages of a chunk that is here already."""
        with self._lock:
            self._pages.update((page.number, page) for page in pages)

    def _book(self, chunk: CleanChunk, spool: Spool | None = None) -> None:
        """Take the next finished chunk in. What a reader sees is on the disk."""
        if chunk.note:
            self._fallbacks[chunk.note] += 1
        text = self.draft.add(chunk)
        if spool is not None:
            spool.chunk(chunk, text)
        if chunk.doubts:
            self.doubts.append((chunk.chunk.index, chunk.doubts))
        self._buffer.put(chunk.chunk.index, text)
        self.status = replace(
            self.status,
            chunks_done=len(self.draft.chunks),
            asked=self.status.asked + (chunk.verdict is not None),
            doubtful=len(self.doubts),
        )

    def outline(self, document: CleanDocument) -> None:
        """Take the sections of a document of the same tokens; what was ticked stays so, and is no
        choice to take back."""
        with self._lock:
            now = self.history.now
            self._settle_choices(self.contents.settle(document, now.policy, now))

    def foresee(self, document: CleanDocument, out: Collection[tuple[str, int]] = ()) -> None:
        """Before the first run: what one would bring, for the choices that are made before it.

        Args:
            document: cleaned ahead.
            out: title and page of sections that are left out from the start.
        """
        with self._lock:
            for chunk in document.chunks:
                self.draft.add(chunk)
            now = self.contents.settle(document, self.history.now.policy, self.history.now)
            self._settle_choices(
                self.contents.left(now, lambda each: (each.title, each.page) in out)
            )
            self.status = replace(self.status, **self._tally())  # type: ignore[arg-type]

    def _settle_choices(self, choices: Choices) -> None:
        """The same choices put another way."""
        if choices != self.history.now:
            self.history.now = choices
            self._revise()

    def _end(self, state: State, sentence: str) -> None:
        """The run's end; a Stop that came before has had the last word."""
        with self._lock:
            if self.status.state.active:
                self.took = self._clock() - (self._first_chunk or self._clock())
                self.status = replace(
                    self.status, state=state, doing="", sentence=sentence, seconds_left=None
                )

    def _note(self, notice: str) -> None:
        """Say something beside a text that is there already."""
        with self._lock:
            self.status = replace(self.status, notice=notice)

    def _set(self, **changes: object) -> None:
        with self._lock:
            if self.status.state.active:
                self.status = replace(self.status, **changes)  # type: ignore[arg-type]
