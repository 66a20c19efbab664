"""From pages to tokens and marks, window by window: all of a run that no setting but the choice of
pages has a say in.

So it need not be done twice. A page that cleans a document ahead of its first run, to show the
outline, has it done once, and the run takes it from there: see :class:`Remembering`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from pdfclean.cleaning import Cleaner
from pdfclean.document import DocumentInfo, Mark, Page, Tokens
from pdfclean.extraction.layout import Labeller, Layout

__all__ = ["MakeLabeller", "Marked", "Markings", "Remembering", "Source"]

MakeLabeller = Callable[[Sequence[Page]], Labeller]
"""Makes what labels the lines, from the pages that habits are learnt from."""


class Source(Protocol):
    """An open PDF. ``read`` yields pages in the order asked for; pages read once are kept."""

    @property
    def info(self) -> DocumentInfo: ...

    def read(self, numbers: Sequence[int]) -> Iterator[Page]: ...


@dataclass(frozen=True, slots=True)
class Marked:
    """Labelled pages, and the next tokens in reading order with their marks.

    ``marks`` use document-wide token indices. What layout holds back comes with the next one.
    """

    pages: tuple[Page, ...]
    tokens: Tokens
    marks: tuple[Mark, ...]


class Markings:
    """The windows of one choice of pages, each marked once however many runs ask for it.

    Safe to share between threads: who asks for a window that another is at waits for it.
    """

    def __init__(self, labeller: MakeLabeller = Labeller) -> None:
        self._make_labeller = labeller
        self._labeller: Labeller | None = None
        self._cleaner: Cleaner | None = None
        self._pages: dict[int, Page] = {}
        self._windows: list[tuple[Marked, ...]] = []
        self._lock = threading.Lock()

    def window(self, index: int, pages: Sequence[Page], *, last: bool) -> tuple[Marked, ...]:
        """The ``index``-th window, from 0.

        Args:
            index: windows are asked for in order; one that was marked before is given as it is.
            pages: its pages as they were read, the same each time it is asked for.
            last: whether it is the last one: it comes with what layout holds back.
        """
        with self._lock:
            if index == len(self._windows):
                self._windows.append(tuple(self._mark(pages, last=last)))
            return self._windows[index]

    def _mark(self, pages: Sequence[Page], *, last: bool) -> Iterator[Marked]:
        if pages:
            if self._labeller is None:
                self._labeller = self._make_labeller(pages)
                self._cleaner = Cleaner(pages)
            yield self._digest(self._labeller.feed(pages))
        if last and self._labeller is not None:
            yield self._digest(self._labeller.flush())

    def _digest(self, layout: Layout) -> Marked:
        self._pages.update((page.number, page) for page in layout.pages)
        if self._cleaner is None or not layout.order:
            return Marked(layout.pages, Tokens(), ())
        # Lines that layout held back stand on pages of an earlier window.
        numbers = sorted({placed.page for placed in layout.order})
        batch = self._cleaner.feed([self._pages[n] for n in numbers], layout.order)
        return Marked(layout.pages, batch.tokens, batch.marks)


class Remembering:
    """An open PDF of which the pages chosen last stay marked."""

    def __init__(self, source: Source, labeller: MakeLabeller = Labeller) -> None:
        self._source = source
        self._labeller = labeller
        self._choice: tuple[tuple[int, ...], int] = ((), 0)
        self._markings = Markings(labeller)
        self._lock = threading.Lock()

    @property
    def info(self) -> DocumentInfo:
        """As the PDF's own."""
        return self._source.info

    def read(self, numbers: Sequence[int]) -> Iterator[Page]:
        """As the PDF's own."""
        return self._source.read(numbers)

    def markings(self, numbers: Sequence[int], max_chars: int) -> Markings:
        """What is known of these pages, read up to so many characters (0: no limit)."""
        choice = (tuple(numbers), max_chars)
        with self._lock:
            if choice != self._choice:
                self._choice, self._markings = choice, Markings(self._labeller)
            return self._markings
