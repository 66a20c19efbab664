"""From laid-out lines to tokens and marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pdfclean.cleaning.evidence import Evidence
from pdfclean.cleaning.finds import find_all
from pdfclean.cleaning.habits import Habits
from pdfclean.cleaning.roles import PROSE, layout_marks
from pdfclean.cleaning.tokenize import tokenize
from pdfclean.document import Mark, Page, Placed, Tokens

__all__ = ["Batch", "Cleaner"]


@dataclass(frozen=True, slots=True)
class Batch:
    """The tokens of one window and the marks on them.

    ``marks`` use document-wide token indices and are sorted by start, the longer first.
    """

    tokens: Tokens
    marks: tuple[Mark, ...]


class Cleaner:
    """Turns laid-out pages into tokens and marks, window by window.

    Args:
        pages: the first window of pages, or all: their words settle hyphens, their citations tell
            the document's style. Pages fed later add to both.
    """

    def __init__(self, pages: Sequence[Page]) -> None:
        self._evidence = Evidence(pages)
        self._habits = Habits(pages)
        self._count = 0

    def feed(self, pages: Sequence[Page], order: Sequence[Placed]) -> Batch:
        """Clean the next window.

        Args:
            pages: the laid-out pages that ``order`` speaks of, roles filled in.
            order: their lines in reading order, ending where a paragraph ends.
        """
        self._evidence.add(pages)
        self._habits.add(pages)
        self._habits.add_references(pages)
        laid = tokenize(pages, order, self._evidence)
        marks = list(layout_marks(laid.blocks, self._count))
        style = self._habits.style
        for block in laid.blocks:
            if block.role in PROSE:
                part = slice(block.start, block.end)
                first = self._count + block.start
                marks.extend(find_all(laid.tokens[part], laid.levels[part], first, style))
        marks.sort(key=lambda mark: (mark.start, -mark.end))
        self._count += len(laid.tokens)
        return Batch(Tokens(laid.tokens), tuple(marks))
