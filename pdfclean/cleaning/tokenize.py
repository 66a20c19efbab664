"""Laid-out lines in, tokens and layout's marks out.

Tokens keep what the file says; a word broken at a line's end is one token with two sources. Beside
each token stands a :class:`Level` (raised, lowered, on the line) that only the finds need.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from pdfclean.cleaning.evidence import HYPHENS, Evidence
from pdfclean.cleaning.repair import (
    APART,
    GRAVE,
    SPACING_ACCENTS,
    looks_miscoded,
    mend_encoding,
    repair,
)
from pdfclean.document import Line, Page, Placed, Role, Source, Space, Token

__all__ = ["CJK", "Block", "Laid", "Level", "tokenize"]

CJK = "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff𠀀-𿿿"
"""Characters of scripts written without spaces, as the inside of a character class."""
_CJK_MARKS = "\u3000-\u3004\u3008-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾"
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0900-\u0963\u0981-\u0dff\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
)
"""Combining marks, which Python's ``\\w`` leaves out."""
_TOKEN = re.compile(
    rf"[{CJK}]|[{_RAISED}]+"
    rf"|(?:[^\W_{CJK}{_RAISED}]|{GRAVE}|{APART}|[{_MARKS}{SPACING_ACCENTS}\u00ad\u200b-\u200d\u2060\ue09d\ue101-\ue104])+|\S"
)
_ASCII_TOKEN = re.compile(r"[A-Za-z0-9]+|\S")
_NO_SPACE = re.compile(rf"[{CJK}{_CJK_MARKS}]")
_CHUNK = re.compile(r"\S+")
_LINK_TAIL = re.compile(
    r"(?:https?:|www\.|ftp:|doi\.org|(?<![\w.])10\.\d{4}|[\w.+-]@)\S*$", re.IGNORECASE
)
_LINK_ENDS = re.compile(
    r"[a-z][\w-]*[/.?][\w~%]|(?:com|org|net|edu|gov|io|html?|pdf|git|php)\b|[a-z]{2,3}/"
)
_LINK_GOES_ON = re.compile(
    r"[./?=&%#_~@]|[\w-]*[./_=-][\w./%=&?-]*\d|[\w-]+\.(?:html?|pdf|php|aspx?)\b"
)

RAISED_SIZE = 0.86
"""A raised run is smaller than this share of its line: superscripts are set at 0.58 to 0.8."""
RAISED_BY = 0.12
"""Share of the line's type size by which a superscript's baseline stands higher; typesetters use
0.2 to 0.45, accents and rounding stay under 0.1."""
FULL_SIZE_RAISED_BY = 0.25
"""The same for a run in full size."""
LONGEST_RAISED = 24
"""Characters of a raised run that is one token; what is longer is not a superscript but a slip."""
DROP_CAPITAL = 1.8
"""Size of a drop capital, in sizes of the line beside it."""


class Level(IntEnum):
    """Where a token stands on its line."""

    LINE = 0
    RAISED = 1
    LOWERED = 2


@dataclass(frozen=True, slots=True)
class Block:
    """Tokens ``[start, end)`` of one role that layout sees as one block; indices into the batch."""

    start: int
    end: int
    role: Role
    confidence: float


@dataclass(frozen=True, slots=True)
class Laid:
    """The tokens of a batch, the level of each, and the blocks that tile them."""

    tokens: list[Token]
    levels: bytearray
    blocks: tuple[Block, ...]


def tokenize(pages: Sequence[Page], order: Sequence[Placed], evidence: Evidence) -> Laid:
    """Cut lines into tokens.

    Args:
        pages: laid-out pages, found by their number.
        order: the lines in reading order.
        evidence: the document's own words, for hyphens at line ends.
    """
    maker = _Maker(evidence)
    by_number = {page.number: page for page in pages}
    for placed in order:
        maker.add(placed, by_number[placed.page].lines[placed.line])
    return Laid(maker.tokens, maker.levels, tuple(maker.blocks()))


class _Maker:
    """Grows the token list line by line."""

    def __init__(self, evidence: Evidence) -> None:
        self.tokens: list[Token] = []
        self.levels = bytearray()
        self._evidence = evidence
        self._last: Line | None = None
        self._begins: list[tuple[int, Role, float]] = []

    def add(self, placed: Placed, line: Line) -> None:
        """Add one line; the first line of a block opens it."""
        space = placed.space_before
        previous = self._last
        if previous is None or previous.role is not line.role or space is Space.PARAGRAPH:
            self._begins.append((len(self.tokens), line.role, line.confidence))
        fresh, levels = _cut(placed, line, space, self._evidence.accents_after)
        if not fresh:
            return
        self._last = line
        if previous is not None and space is Space.SPACE:
            self._join(previous, line, fresh, levels)
        self.tokens += fresh
        self.levels += levels

    def blocks(self) -> Iterator[Block]:
        """The blocks; one that lost its only token to a joined word is left out."""
        ends = [start for start, _, _ in self._begins[1:]] + [len(self.tokens)]
        for (start, role, confidence), end in zip(self._begins, ends, strict=True):
            if start < end:
                yield Block(start, end, role, confidence)

    def _join(self, previous: Line, line: Line, fresh: list[Token], levels: bytearray) -> None:
        """Settle what stands between two lines of one paragraph: a hyphen, nothing, a space."""
        first, last = fresh[0], self.tokens[-1]
        if (tail := _LINK_TAIL.search(previous.text)) and _link_goes_on(tail.group(), line.text):
            fresh[0] = _spaced(first, Space.NONE)
        elif last.text in HYPHENS and last.space_before is Space.NONE and first.text[0].isalnum():
            self._join_word(fresh, levels)
        elif last.raw[-1] == "\u00ad" or _is_drop_capital(previous, line):
            self._merge(fresh, levels, drop=0)
        elif _closes_up(last, first):
            fresh[0] = _spaced(first, Space.NONE)

    def _join_word(self, fresh: list[Token], levels: bytearray) -> None:
        first = fresh[0]
        if len(self.tokens) < 2:
            return
        left = self.tokens[-2]
        if not left.text[-1].isalnum() or self.levels[-2] or levels[0]:
            return
        chained = len(fresh) > 1 and fresh[1].text in HYPHENS  # "intention-" "to-treat"
        if not chained and self._evidence.suspends(left.text, first.text):
            return
        compound = (
            len(self.tokens) > 2
            and self.tokens[-3].text in HYPHENS
            and left.space_before is Space.NONE
        )
        if self._evidence.keeps_hyphen(left.text, first.text, compound):
            fresh[0] = _spaced(first, Space.NONE)
        elif not self._evidence.doubts(left.text, first.text):
            self._merge(fresh, levels, drop=1)

    def _merge(self, fresh: list[Token], levels: bytearray, drop: int) -> None:
        """Make the last word and the first fresh one a single token; ``drop`` hyphens vanish."""
        pieces = [*self.tokens[-1 - drop :], fresh.pop(0)]
        levels.pop(0)
        sources = list(pieces[0].sources)
        for piece in pieces[1:]:
            for source in piece.sources:
                end = sources[-1]
                if (end.page, end.line, end.end) == (source.page, source.line, source.start):
                    sources[-1] = Source(end.page, end.line, end.start, source.end)
                else:
                    sources.append(source)
        level = self.levels[-1 - drop]
        del self.tokens[-1 - drop :], self.levels[-1 - drop :]
        self.tokens.append(
            Token(
                repair(pieces[0].text + pieces[-1].text),
                "".join(piece.raw for piece in pieces),
                pieces[0].space_before,
                tuple(sources),
            )
        )
        self.levels.append(level)


def _cut(
    placed: Placed, line: Line, space: Space, accents_after: bool
) -> tuple[list[Token], bytearray]:
    """The tokens of one line and their levels."""
    tokens: list[Token] = []
    levels = bytearray()
    text = line.text
    end_before = -1
    for start, end, level, repaired in _pieces(line, accents_after):
        raw = text[start:end]
        if end_before >= 0:
            space = Space.NONE if start == end_before else Space.SPACE
            if space and _NO_SPACE.match(raw) and _NO_SPACE.match(tokens[-1].text[-1]):
                space = Space.NONE
        source = Source(placed.page, placed.line, start, end)
        tokens.append(Token(repaired or raw, raw, space, (source,)))
        levels.append(level)
        end_before = end
    return tokens, levels


def _pieces(line: Line, accents_after: bool) -> Iterator[tuple[int, int, Level, str]]:
    """(start, end, level, repaired text) of each token of a line."""
    text = line.text
    if not line.runs and text.isascii() and "`" not in text:
        for found in _ASCII_TOKEN.finditer(text):
            yield found.start(), found.end(), Level.LINE, found.group()
        return
    if looks_miscoded(text) and mend_encoding(text) != text:
        yield from _miscoded(text)
        return
    for start, end, level in _segments(line):
        part = text[start:end].rstrip()
        if level is Level.RAISED and len(part) <= LONGEST_RAISED and not part.isspace():
            if part:
                yield start, start + len(part), level, repair(part)
            continue
        for found in _TOKEN.finditer(text, start, end):
            raw = found.group()
            own = Level.RAISED if raw[0] in _RAISED else level
            yield found.start(), found.end(), own, repair(raw, accents_after)


def _miscoded(text: str) -> Iterator[tuple[int, int, Level, str]]:
    """A word that changes when decoded again is one token; the others are cut as usual."""
    for chunk in _CHUNK.finditer(text):
        mended = mend_encoding(chunk.group()) if looks_miscoded(chunk.group()) else chunk.group()
        if mended != chunk.group():
            yield chunk.start(), chunk.end(), Level.LINE, repair(mended)
            continue
        for found in _TOKEN.finditer(text, chunk.start(), chunk.end()):
            yield found.start(), found.end(), Level.LINE, repair(found.group())


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


def _spaced(token: Token, space: Space) -> Token:
    return Token(token.text, token.raw, space, token.sources)


def _closes_up(last: Token, first: Token) -> bool:
    """Whether nothing stands between two lines: CJK text, a range or a dash broken at its end."""
    if _NO_SPACE.match(last.text[-1]) and _NO_SPACE.match(first.text[0]):
        return True
    if last.space_before is not Space.NONE or not first.text[0].isalnum():
        return False
    return last.text == "—" or (last.text in "–/" and first.text[0].isalnum())


def _link_goes_on(tail: str, following: str) -> bool:
    """Whether an address that ends a line continues on the next one."""
    chunk = following.split(" ", 1)[0]
    if not chunk[:1].isascii():
        return False
    if tail[-1] in "/-_=?&%#:~@" and (chunk[0].isalnum() or chunk[0] in "/~?"):
        return True
    if tail[-1] == ".":
        return chunk[0].isdigit() or bool(_LINK_ENDS.match(chunk))
    return tail[-1] not in ",;)]" and bool(_LINK_GOES_ON.match(chunk))


def _is_drop_capital(capital: Line, line: Line) -> bool:
    """Whether a line is one big letter that stands before (and beside) the next."""
    return (
        len(capital.text) == 1
        and capital.text.isalpha()
        and capital.font_size >= DROP_CAPITAL * line.font_size
        and line.box.left >= capital.box.left
        and line.box.top < capital.box.bottom
        and line.text[0].isalpha()
    )
