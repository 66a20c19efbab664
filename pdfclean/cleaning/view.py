"""A paragraph's tokens as one string, so that patterns can look for things in it.

Raised runs are hidden behind one stand-in character each, so that ``word¹²`` never reads as
"word12"; :mod:`~pdfclean.cleaning.superscripts` looks at them by themselves.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from pdfclean.cleaning.cutting import Level
from pdfclean.document import Category, Space, Token

__all__ = ["RAISED", "Find", "View"]

RAISED = "\ue000"
"""Stands for one raised token (a private-use character that no text contains by right)."""


@dataclass(frozen=True, slots=True)
class Find:
    """Characters ``[start, end)`` of a view that would be left out, and why."""

    start: int
    end: int
    category: Category
    reason: str
    confidence: float = 1.0


class View:
    """Consecutive tokens as text.

    ``text`` has one space for any white space between tokens. ``starts[i]`` is where token ``i``
    begins in it.
    """

    def __init__(self, tokens: Sequence[Token], levels: Sequence[int]) -> None:
        self.tokens = tokens
        self.levels = levels
        self.starts: list[int] = []
        pieces: list[str] = []
        length = 0
        for token, level in zip(tokens, levels, strict=True):
            if pieces and token.space_before is not Space.NONE:
                pieces.append(" ")
                length += 1
            self.starts.append(length)
            text = RAISED if level == Level.RAISED else token.text
            pieces.append(text)
            length += len(text)
        self.text = "".join(pieces)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that characters ``[start, end)`` touch, as a range."""
        first = max(0, bisect_right(self.starts, start) - 1)
        if self.text[start] == " ":
            first += 1
        return first, max(first, bisect_left(self.starts, end))

    def at(self, position: int) -> int:
        """The index of the token that holds a character."""
        return max(0, bisect_right(self.starts, position) - 1)
