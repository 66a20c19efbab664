"""How deep headings lie: by their numbers, the PDF's own outline, or how they are set."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pdfclean.document import Line

__all__ = ["Style", "levels", "nested"]

SAME_SIZE = 0.6
"""Points by which two lines of one style differ at most (small capitals are measured unevenly)."""
LARGER = 1.08
"""How much larger than all headings of known level one must be to stand above them; LaTeX's and
Word's steps from level to level are 1.1 to 1.4."""
BOLD = 600
"""CSS weight from which type counts as bold."""

_ITALIC = re.compile(r"ital|obli", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """How a heading is set, and how it is numbered if that says no depth ("roman", "letter").

    ``size`` is in points.
    """

    size: float
    bold: bool
    italic: bool
    capitals: bool = False
    numbering: str = ""

    @classmethod
    def of(cls, line: Line, title: str = "", numbering: str = "") -> Style:
        """The style of a line; capitals count only if the heading's title is given."""
        letters = [c for c in title if c.isalpha()]
        return cls(
            round(line.font_size, 1),
            line.font_weight >= BOLD,
            bool(_ITALIC.search(line.font)),
            len(letters) > 1 and all(c.isupper() for c in letters),
            numbering,
        )

    def like(self, other: Style) -> bool:
        """Whether headings set like this are of one kind, however they are numbered."""
        return (
            abs(self.size - other.size) < SAME_SIZE
            and self.bold == other.bold
            and self.italic == other.italic
            and self.capitals == other.capitals
        )


def levels(found: Sequence[tuple[int, int, Style]]) -> list[int]:
    """The level of each heading, from 1; steps may be left out.

    Args:
        found: of each heading, the depth of its number and its level in the PDF's outline (0 where
            there is none), and its style. What a number says wins; a heading without either takes
            the level of those set like it.
    """
    shifts = Counter(depth - bookmark for depth, bookmark, _ in found if depth and bookmark)
    shift = shifts.most_common(1)[0][0] if shifts else 0
    said = [depth or (max(1, bookmark + shift) if bookmark else 0) for depth, bookmark, _ in found]
    styles = [style for _, _, style in found]
    known = [(style, level) for style, level in zip(styles, said, strict=True) if level]
    if not known:
        return _ranks(styles)
    largest = max(style.size for style, _ in known)
    result: list[int] = []
    above = 0
    for style, level in zip(styles, said, strict=True):
        if level:
            above = level
            result.append(level)
            continue
        alike = Counter(level for other, level in known if other.like(style))
        if alike:
            result.append(alike.most_common(1)[0][0])
        else:
            result.append(1 if style.size > LARGER * largest else above + 1)
    return result


def _ranks(styles: Sequence[Style]) -> list[int]:
    """Levels by type alone: larger first, bold first, else the style that comes first."""
    kinds: list[Style] = []
    for style in styles:
        if not any(_same(kind, style) for kind in kinds):
            kinds.append(style)
    kinds.sort(key=lambda kind: (-round(kind.size / SAME_SIZE), not kind.bold))
    ranks = [
        next(rank for rank, kind in enumerate(kinds, 1) if _same(kind, style)) for style in styles
    ]
    # A single heading above all others (a title set over two lines) would hold everything.
    while ranks.count(1) == 1 and len(ranks) > 1:
        ranks = [max(1, rank - 1) for rank in ranks]
    return ranks


def _same(one: Style, other: Style) -> bool:
    return one.like(other) and one.numbering == other.numbering


def nested(levels: Sequence[int]) -> list[int]:
    """Levels without gaps: each as deep as there are higher headings that it stands under.

    >>> nested([2, 1, 3, 3, 2, 1])
    [1, 1, 2, 2, 2, 1]
    """
    above: list[int] = []
    depths = []
    for level in levels:
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        depths.append(len(above))
    return depths
