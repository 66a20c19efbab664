"""One line cut into tokens, each with its level: on the line, raised or lowered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import IntEnum

from pdfclean.cleaning.ligatures import CODES
from pdfclean.cleaning.repair import (
    APART,
    GRAVE,
    SPACING_ACCENTS,
    looks_miscoded,
    lower_digits,
    mend_encoding,
    raise_digits,
)
from pdfclean.document import Line, Placed, Source, Space, Token

__all__ = ["CJK", "NO_SPACE", "Level", "cut"]

CJK = "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff𠀀-𿿿"
"""Characters of scripts written without spaces, as the inside of a character class."""
_CJK_MARKS = "\u3000-\u3004\u3008-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾"
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0900-\u0963\u0981-\u0dff\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
)
"""Combining marks, which Python's ``\\w`` leaves out."""
_INSIDE = "\u00ad\u200b-\u200d\u2060\ue09d\ue101-\ue104" + CODES
"""Invisible characters and private ligatures inside a word."""
_TOKEN = re.compile(
    rf"[{CJK}]|[{_RAISED}]+"
    rf"|(?:[^\W_{CJK}{_RAISED}]|{GRAVE}|{APART}|[{_MARKS}{SPACING_ACCENTS}{_INSIDE}])+|\S"
)
_ASCII_TOKEN = re.compile(r"[A-Za-z0-9]+|\S")
NO_SPACE = re.compile(rf"[{CJK}{_CJK_MARKS}]")
"""A character beside which another of its kind stands without a space."""
_CHUNK = re.compile(r"\S+")

RAISED_SIZE = 0.86
"""A raised run is smaller than this share of its line: superscripts are set at 0.58 to 0.8."""
RAISED_BY = 0.12
"""Share of the line's type size by which a superscript's baseline stands higher; typesetters use
0.2 to 0.45, accents and rounding stay under 0.1."""
FULL_SIZE_RAISED_BY = 0.25
"""The same for a run in full size."""
LONGEST_RAISED = 24
"""Characters of a raised run that is one token; what is longer is not a superscript but a slip."""


class Level(IntEnum):
    """Where a token stands on its line."""

    LINE = 0
    RAISED = 1
    LOWERED = 2


def cut(
    placed: Placed, line: Line, space: Space, mend: Callable[[str], str]
) -> tuple[list[Token], bytearray]:
    """The tokens of one line and their levels; ``mend`` repairs a word."""
    tokens: list[Token] = []
    levels = bytearray()
    text = line.text
    end_before = -1
    for start, end, level, repaired in _pieces(line, mend):
        raw = text[start:end]
        if end_before >= 0:
            space = Space.NONE if start == end_before else Space.SPACE
            if space and NO_SPACE.match(raw) and NO_SPACE.match(tokens[-1].text[-1]):
                space = Space.NONE
        source = Source(placed.page, placed.line, start, end)
        tokens.append(Token(repaired or raw, raw, space, (source,)))
        levels.append(level)
        end_before = end
    return tokens, levels


def _pieces(line: Line, mend: Callable[[str], str]) -> Iterator[tuple[int, int, Level, str]]:
    """(start, end, level, repaired text) of each token of a line."""
    text = line.text
    if not line.runs and text.isascii() and "`" not in text:
        for found in _ASCII_TOKEN.finditer(text):
            yield found.start(), found.end(), Level.LINE, found.group()
        return
    if looks_miscoded(text) and mend_encoding(text) != text:
        yield from _miscoded(text, mend)
        return
    for start, end, level in _segments(line):
        part = text[start:end].rstrip()
        if level is Level.RAISED and len(part) <= LONGEST_RAISED and not part.isspace():
            if part:
                yield start, start + len(part), level, raise_digits(mend(part))
            continue
        for found in _TOKEN.finditer(text, start, end):
            raw = found.group()
            own = Level.RAISED if raw[0] in _RAISED else level
            mended = lower_digits(raw) if level is Level.LOWERED else mend(raw)
            yield found.start(), found.end(), own, mended


def _miscoded(text: str, mend: Callable[[str], str]) -> Iterator[tuple[int, int, Level, str]]:
    """A word that changes when decoded again is one token; the others are cut as usual."""
    for chunk in _CHUNK.finditer(text):
        mended = mend_encoding(chunk.group()) if looks_miscoded(chunk.group()) else chunk.group()
        if mended != chunk.group():
            yield chunk.start(), chunk.end(), Level.LINE, mend(mended)
            continue
        for found in _TOKEN.finditer(text, chunk.start(), chunk.end()):
            yield found.start(), found.end(), Level.LINE, mend(found.group())


def _segments(line: Line) -> Iterator[tuple[int, int, Level]]:
    """Stretches of a line on one level, blanks at their start left out."""
    if not line.runs:
        yield 0, len(line.text), Level.LINE
        return
    start, level = 0, Level.LINE
    for run in line.runs:
        mark = line.text[run.start : run.end].strip()
        if mark in SPACING_ACCENTS and run.size >= RAISED_SIZE * line.font_size:
            continue  # drawn higher over a capital
        own = _level(run.size, run.rise, line.font_size)
        if own is not level:
            if start < run.start:
                yield start, run.start, level
            start, level = run.start, own
    if start < len(line.text):
        yield start, len(line.text), level


def _level(size: float, rise: float, line_size: float) -> Level:
    small = size < RAISED_SIZE * line_size
    threshold = (RAISED_BY if small else FULL_SIZE_RAISED_BY) * line_size
    if rise > threshold:
        return Level.RAISED
    return Level.LOWERED if rise < -threshold else Level.LINE
