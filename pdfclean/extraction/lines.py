"""Pieces of text become lines: what stays together, what belongs on one line, what a line is.

Knows nothing of PDFium; :mod:`pdfclean.extraction.glyphs` feeds it characters with their styles.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from pdfclean.document import Box, Line, Run

__all__ = ["PRIVATE", "Piece", "Style", "breaks", "finish", "join_pieces"]

GUTTER = 1.5
"""Gap, in type sizes, that parts two lines on one baseline. Justified narrow columns stretch word
spaces to about 1.0, underfull lines of wide ones to 1.45; narrower gutters are told apart by the
drawing order, which sets one column after the other."""
SAME_LINE_OVERLAP = 0.4
"""Share of the smaller height that two pieces must overlap to be one line; superscripts overlap
their line by about half."""
TOUCH = 0.6
"""Gap, in type sizes, up to which two pieces in drawing order may be joined to one line."""
BASELINE_TOLERANCE = 0.07
"""Share of the type size by which a baseline may wobble without being a rise."""
PRIVATE = 0xF100
"""Where control codes go that a font may draw as letters: U+F10B to U+F11F."""
CONTROLS = frozenset(chr(PRIVATE + code) for code in range(0x0B, 0x20))
EDGE = 2.0
"""Points by which the middle of a character may lie outside its clip path."""


@dataclass(frozen=True, slots=True)
class Style:
    """What is constant within one text object, on the page as seen."""

    font: str
    size: float
    weight: int
    baseline: float
    upright: bool
    clip: tuple[float, float, float, float] | None = None
    unseen: bool = False
    """White on white."""

    def hides(self, x: float, y: float) -> bool:
        """Whether a character with this middle, in user space, is cut off."""
        if self.clip is None:
            return False
        left, bottom, right, top = self.clip
        return not (left - EDGE <= x <= right + EDGE and bottom - EDGE <= y <= top + EDGE)


@dataclass(slots=True)
class Piece:
    """Characters in drawing order that belong to one line."""

    chars: list[str] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)
    edges: list[tuple[float, float, float, float]] = field(default_factory=list)
    left: float = math.inf
    top: float = math.inf
    right: float = -math.inf
    bottom: float = -math.inf
    hidden: bool = False

    def add(self, char: str, style: Style, box: tuple[float, float, float, float]) -> None:
        self.chars.append(char)
        self.styles.append(style)
        self.edges.append(box)
        if char != " ":  # comparisons, for min and max are calls and this runs once a character
            left, top, right, bottom = box
            if left < self.left:
                self.left = left
            if top < self.top:
                self.top = top
            if right > self.right:
                self.right = right
            if bottom > self.bottom:
                self.bottom = bottom

    def join(self, other: Piece, space: bool) -> None:
        if space:
            self.chars.append(" ")
            self.styles.append(other.styles[0])
            self.edges.append(other.edges[0])
        self.chars += other.chars
        self.styles += other.styles
        self.edges += other.edges
        self.left = min(self.left, other.left)
        self.top = min(self.top, other.top)
        self.right = max(self.right, other.right)
        self.bottom = max(self.bottom, other.bottom)

    @property
    def size(self) -> float:
        return max(style.size for style in self.styles)

    @property
    def blank(self) -> bool:
        return self.right < self.left


def breaks(piece: Piece, style: Style, box: tuple[float, float, float, float]) -> bool:
    """Whether a character starts a new line although PDFium saw no line end."""
    last = piece.styles[-1]
    left, top, _, bottom = box
    if last is style and style.upright and piece.top <= top and bottom <= piece.bottom:
        overlap = height = bottom - top  # within the line, as most characters are
        size = style.size
    else:
        if last.upright != style.upright:
            return True
        if not style.upright:
            return False
        size = max(style.size, last.size)
        overlap = min(bottom, piece.bottom) - max(top, piece.top)
        height = min(bottom - top, piece.bottom - piece.top)
    size = max(size, 1.0)
    if left - piece.right > GUTTER * size or left < piece.left - size:
        return True
    return overlap < SAME_LINE_OVERLAP * height - 0.01


def join_pieces(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Put back together what PDFium parted: a superscript and the line it hangs on."""
    held: Piece | None = None
    for piece in pieces:
        if held is not None and _belongs(held, piece):
            held.join(piece, space=_spaced(held, piece))
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held


def _belongs(first: Piece, second: Piece) -> bool:
    if not (first.styles[0].upright and second.styles[0].upright):
        return False
    height = min(first.bottom - first.top, second.bottom - second.top)
    overlap = min(first.bottom, second.bottom) - max(first.top, second.top)
    size = max(first.size, second.size)
    gap = second.left - first.right
    return overlap >= SAME_LINE_OVERLAP * height and -0.2 * size <= gap <= TOUCH * size


def _spaced(first: Piece, second: Piece) -> bool:
    if first.chars[-1] == " " or second.chars[0] == " ":
        return False
    return second.left - first.right > 0.18 * min(first.size, second.size)


def finish(piece: Piece) -> Line:
    chars, styles = _strip(piece)
    solid = [style for char, style in zip(chars, styles, strict=True) if char != " "]
    if not solid:
        return Line("", Box(0, 0, 0, 0), 0.0, 0)
    size = statistics.mode(style.size for style in solid)
    main = [style for style in solid if style.size == size]
    font, weight = Counter((style.font, style.weight) for style in main).most_common(1)[0][0]
    baseline = statistics.mode(round(style.baseline, 1) for style in main)
    top, bottom = _height(piece, size, font, baseline)
    box = Box(piece.left, top, piece.right, bottom)
    runs = tuple(_runs(chars, styles, baseline, size))
    return Line(
        "".join(chars),
        box,
        size,
        weight,
        font,
        runs if len(runs) > 1 else (),
    )


def _height(piece: Piece, size: float, font: str, baseline: float) -> tuple[float, float]:
    """Top and bottom of a line by its main type, so that one tall sign moves neither."""
    if not piece.styles[0].upright:
        return piece.top, piece.bottom
    main = [
        edges
        for char, style, edges in zip(piece.chars, piece.styles, piece.edges, strict=True)
        if char != " "
        and style.size == size
        and style.font == font
        and abs(style.baseline - baseline) <= BASELINE_TOLERANCE * size
    ]
    if not main:
        return piece.top, piece.bottom
    return min(edges[1] for edges in main), max(edges[3] for edges in main)


def _strip(piece: Piece) -> tuple[list[str], list[Style]]:
    """Drop blanks at both ends and double blanks."""
    chars: list[str] = []
    styles: list[Style] = []
    read = piece.chars if CONTROLS.isdisjoint(piece.chars) else _without_loose_controls(piece.chars)
    for char, style in zip(read, piece.styles, strict=True):
        blank = char.isspace()
        if blank and (not chars or chars[-1] == " "):
            continue
        # One source character may be several code units; a line's offsets count str characters.
        chars.append(" " if blank else char)
        styles.append(style)
    while chars and chars[-1] == " ":
        chars.pop()
        styles.pop()
    return chars, styles


def _without_loose_controls(chars: list[str]) -> list[str]:
    """A control code is part of a word or nothing: one that touches no letter becomes a blank.

    Bullets, quotation marks and figures have such codes, too, and no reader can know what they are.
    """
    padded = [" ", *chars, " "]
    return [
        " " if char in CONTROLS and not (before.isalpha() or after.isalpha()) else char
        for before, char, after in zip(padded, chars, padded[2:], strict=False)
    ]


def _runs(chars: list[str], styles: list[Style], baseline: float, size: float) -> Iterator[Run]:
    """Tile a line with stretches of one font, size and rise; blanks go with what is before them."""
    start = 0
    current: tuple[str, float, int, float] | None = None
    last: Style | None = None
    for index, (char, style) in enumerate(zip(chars, styles, strict=True)):
        if style is last or char == " ":
            continue
        last = style
        rise = baseline - style.baseline if style.upright else 0.0
        if abs(rise) <= BASELINE_TOLERANCE * size:
            rise = 0.0
        key = (style.font, style.size, style.weight, round(rise, 1))
        if current is None:
            current = key
        elif key != current:
            yield Run(start, index, *current)
            start, current = index, key
    if current is not None:
        yield Run(start, len(chars), *current)
