"""Where tokens stand on the printed page, and what stands at a place of it.

Lines have boxes, characters have none: they are a hundred times as many, and nobody needs them
while a document is read. Where a stretch of a line begins and ends is reckoned from how wide its
characters are in an average text face (see :func:`stretch`), which is enough for an outline that a
reader looks at. Boxes are points from the top left of the page as shown, pages count from 1.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from itertools import accumulate

from pdfclean.document import Box, Line, Page, Token

__all__ = ["nearest", "outlines", "stretch"]

_WIDTHS = {
    char: width
    for width, chars in (
        (0.25, " .,:;'’‘|"),
        (0.30, "ijltI!/()[]-‐"),
        (0.36, 'frsJ“”"'),
        (0.44, "acezxvyk?"),
        (0.67, "ABCEFPRSTVXYZL&"),
        (0.74, "DGHKNOQUw+=<>~−–"),
        (0.86, "mMW%@—…"),
    )
    for char in chars
}
"""Widths in type sizes, after Times and Computer Modern."""
_WIDTH = 0.5
"""Of the other characters: most small letters and all figures."""
_WIDE = re.compile(r"[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff00-\uff60]")
"""Hangul, kana and Chinese characters, a type size wide each."""
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufefc]")
UPRIGHT = 1.5
"""A line higher than so many times its width is set on its side; where its characters begin is not
known."""
MARGIN = 0.6
"""Of a line's height: so far from a line a place still belongs to it. Leading is 0.2 of the size,
paragraphs are a line apart at most."""


def outlines(tokens: Iterable[Token], page: Callable[[int], Page | None]) -> dict[int, list[Box]]:
    """The boxes of tokens, one a line, by page in order of appearance.

    Args:
        tokens: in reading order; what they leave out within a line is outlined with it.
        page: a page by its number, ``None`` if it is not there.
    """
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for token in tokens:
        for each in token.sources:
            place = (each.page, each.line)
            start, end = spans.get(place, (each.start, each.end))
            spans[place] = min(start, each.start), max(end, each.end)
    found: dict[int, list[Box]] = {}
    for (number, index), (start, end) in spans.items():
        there = page(number)
        if there is not None and index < len(there.lines) and there.reader == "pdfium":
            found.setdefault(number, []).append(stretch(there.lines[index], start, end))
    return found


def stretch(line: Line, start: int, end: int) -> Box:
    """The box of characters ``[start, end)`` of a line, reckoned from average widths.

    Half of the ends are off by less than 0.1 of the type size, nine in ten by less than 0.4, one in
    a hundred by more than 1.5 (32,000 words of 14 public documents; typewriter faces are worst).
    The whole line where its characters' order or direction is not known.
    """
    text, box = line.text, line.box
    if (start <= 0 and end >= len(text)) or _sideways(line) or _RIGHT_TO_LEFT.search(text):
        return box
    edges = _edges(line)
    scale = box.width / (edges[-1] or 1.0)
    left = edges[min(max(start, 0), len(text))]
    right = edges[min(max(end, 0), len(text))]
    return Box(box.left + left * scale, box.top, box.left + right * scale, box.bottom)


def nearest(page: Page, x: float, y: float) -> tuple[int, int] | None:
    """The line and the character at a place of a page; ``None`` far from every line.

    A place between two lines belongs to the nearer one, a place beside a line to its first or last
    character.
    """
    if page.reader != "pdfium":
        return None  # its lines have no places
    best: tuple[float, int] | None = None
    for index, line in enumerate(page.lines):
        box = line.box
        aside = max(box.left - x, x - box.right, 0.0)
        above = max(box.top - y, y - box.bottom, 0.0)
        reach = MARGIN * min(box.height, box.width)
        if above <= reach and aside <= 2 * reach:
            # Overlapping lines (a superscript's, a tall box): the one whose middle is nearer.
            middle = abs(y - (box.top + box.bottom) / 2) / max(box.height, 1.0)
            distance = (aside + above) * 10 + middle
            if best is None or distance < best[0]:
                best = distance, index
    if best is None:
        return None
    line = page.lines[best[1]]
    return best[1], _character(line, x)


def _character(line: Line, x: float) -> int:
    """The character of a line at a height that belongs to it."""
    if _sideways(line) or _RIGHT_TO_LEFT.search(line.text) or not line.box.width:
        return 0
    edges = _edges(line)
    place = (x - line.box.left) / line.box.width * edges[-1]
    return min(max(bisect_right(edges, place) - 1, 0), max(len(line.text) - 1, 0))


def _sideways(line: Line) -> bool:
    return len(line.text) > 2 and line.box.height > UPRIGHT * line.box.width


def _edges(line: Line) -> list[float]:
    """Where each character of a line would begin, and the last one end, in an average face."""
    sizes = [line.font_size or 1.0] * len(line.text)
    for run in line.runs:
        sizes[run.start : run.end] = [run.size] * (run.end - run.start)
    widths = [size * _width(char) for char, size in zip(line.text, sizes, strict=True)]
    return [0.0, *accumulate(widths)]


def _width(char: str) -> float:
    if char < "\u1100":
        return _WIDTHS.get(char, 0.67 if char.isupper() else _WIDTH)
    return 1.0 if _WIDE.match(char) else _WIDTHS.get(char, _WIDTH)
