"""Laid-out lines in, tokens and layout's marks out.

Tokens keep what the file says; a word broken at a line's end is one token with two sources. Beside
each token stands its level (raised, lowered, on the line), which only the finds need.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pdfclean.cleaning.cutting import NO_SPACE, cut
from pdfclean.cleaning.evidence import HYPHENS, Evidence
from pdfclean.cleaning.roles import PROSE, Block
from pdfclean.document import Line, Page, Placed, Role, Source, Space, Token

__all__ = ["Laid", "tokenize"]

_FIRST_WORD = re.compile(r"[^\W\d_A-Z]+")
_LINK_TAIL = re.compile(
    r"(?:https?:|www\.|ftp:|doi\.org|(?<![\w.])10\.\d{4}|[\w.+-]@)\S*$", re.IGNORECASE
)
_LINK_ENDS = re.compile(
    r"[a-z][\w-]{0,200}[/.?][\w~%]|(?:com|org|net|edu|gov|io|html?|pdf|git|php)\b|[a-z]{2,3}/"
)
_LINK_GOES_ON = re.compile(
    r"[./?=&%#_~@]|[^\W_]{0,200}[./_=-][\w./%=&?-]{0,200}\d|[\w-]{1,200}\.(?:html?|pdf|php|aspx?)\b"
)

_RUNNING = frozenset({Role.ABSTRACT, Role.BODY, Role.QUOTATION, Role.FOOTNOTE, Role.CAPTION})
FIRST_CLOSING = 6
"""Where a closing bracket may first stand; before it stands that of an item's number, "viii)"."""
DROP_CAPITAL = 1.8
"""Size of a drop capital, in sizes of the line beside it."""


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
        previous = self._last
        space = placed.space_before
        if previous is not None and space is not Space.SPACE and self._goes_on(previous, line):
            space = Space.SPACE
        if previous is None or previous.role is not line.role or space is Space.PARAGRAPH:
            self._begins.append((len(self.tokens), line.role, line.confidence))
        elif line.confidence < self._begins[-1][2]:
            self._begins[-1] = (*self._begins[-1][:2], line.confidence)
        fresh, levels = cut(placed, line, space, self._evidence.repair)
        if not fresh:
            return
        self._last = line
        if previous is not None and space is Space.SPACE:
            self._join(previous, line, fresh, levels)
        self.tokens += fresh
        self.levels += levels

    def _goes_on(self, previous: Line, line: Line) -> bool:
        """Whether a line completes a word or an aside in brackets that what layout took for a
        paragraph breaks off.

        Between lines of two roles the whole word must be known.
        """
        if previous.role is line.role and line.role in _RUNNING and _closes(previous, line):
            return True
        right = _FIRST_WORD.match(line.text)
        if right is None or len(self.tokens) < 2 or not {previous.role, line.role} <= PROSE:
            return False
        left, hyphen = self.tokens[-2:]
        if hyphen.text not in HYPHENS or hyphen.space_before or not left.text.isalpha():
            return False
        if previous.role is line.role:
            return not self._evidence.doubts(left.text, right.group())
        return self._evidence.words[(left.text + right.group()).lower()] > 0

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
        elif last.raw[-1] == "\u00ad" or (
            _is_drop_capital(previous, line) and self._evidence.begins(last.text, first.text)
        ):
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
        compound = chained or (
            len(self.tokens) > 2
            and self.tokens[-3].text in HYPHENS
            and left.space_before is Space.NONE
        )
        kept = self._evidence.keeps_hyphen(left.text, first.text, compound)
        if kept or self._evidence.doubts(left.text, first.text):
            fresh[0] = _spaced(first, Space.NONE)
        else:
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
                self._evidence.repair(pieces[0].text + pieces[-1].text),
                "".join(piece.raw for piece in pieces),
                pieces[0].space_before,
                tuple(sources),
            )
        )
        self.levels.append(level)


def _spaced(token: Token, space: Space) -> Token:
    return Token(token.text, token.raw, space, token.sources)


def _closes_up(last: Token, first: Token) -> bool:
    """Whether nothing stands between two lines: CJK text, a range or a dash broken at its end."""
    if NO_SPACE.match(last.text[-1]) and NO_SPACE.match(first.text[0]):
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


def _closes(previous: Line, line: Line) -> bool:
    """Whether a bracket opened on one line is closed on the next: "(Abel, E." "V. et al., 2015)".

    The bracket of an enumeration ("b) the next item") closes nothing.
    """
    opened = previous.text.rfind("(")
    closed = line.text.find(")")
    return (
        opened > previous.text.rfind(")")
        and closed >= FIRST_CLOSING
        and "(" not in line.text[:closed]
    )


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
