"""The outline that a PDF brings along, as evidence for headings and their levels."""

from __future__ import annotations

from collections.abc import Iterable

from pdfclean.document import Tokens
from pdfclean.outline.titles import DECIMAL, LABELLED, key, keys

__all__ = ["Bookmarks", "run_in"]

SHORTEST_KEY = 12
"""Letters that two titles must share when one is only the beginning of the other."""
OPENING = 12
"""Tokens in which the number before a title is looked for."""


class Bookmarks:
    """The entries of the PDF's outline; ``left`` are those that no heading has claimed yet.

    Args:
        entries: (level from 1, title, 1-based page or 0), as in ``DocumentInfo``.
    """

    def __init__(self, entries: Iterable[tuple[int, str, int]]) -> None:
        self.left = [(level, key(title), page) for level, title, page in entries if key(title)]
        self._pages = [(name, page) for _, name, page in self.left]

    def claim(self, title: str, page: int) -> int:
        """The level of the entry with this title nearest to this page, 0 if none is near.

        The entry is claimed: it stands for no other heading.
        """
        names = keys(title)
        near = [
            (abs(at - page) if at else 0, entry)
            for entry in self.left
            for _, name, at in [entry]
            if (not at or abs(at - page) <= 1)
            and (name in names or any(_begins(each, name) for each in names))
        ]
        if not near:
            return 0
        _, entry = min(near, key=lambda each: each[0])
        self.left.remove(entry)
        return entry[0]

    def elsewhere(self, title: str) -> bool:
        """Whether the outline has this title, for another place: here it is a line of contents."""
        return any(page and name in keys(title) for name, page in self._pages)


def _begins(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= SHORTEST_KEY and long.startswith(short)


def run_in(tokens: Tokens, start: int, name: str) -> int:
    """Where the title with this key ends that opens the paragraph at ``start``; 0 if none does.

    Without a number it must be set off: "Code. We ..." has a title, "Code generation ..." has none.
    """
    stop = min(start + OPENING, len(tokens))
    opening = "".join(tokens.space(i).text + tokens.text(i) for i in range(start, stop)).strip()
    number = DECIMAL.match(opening) or LABELLED.match(opening)
    wanted = (key(number[0]) if number else "") + name
    so_far, end = "", start
    while end < len(tokens) and len(so_far) < len(wanted):
        so_far += key(tokens.text(end))
        end += 1
    if so_far != wanted:
        return 0
    over = end == len(tokens) or tokens.line(end) != tokens.line(end - 1)
    return end if number or over or tokens.text(end) in {".", ":", "—", "–"} else 0
