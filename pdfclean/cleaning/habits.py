"""How a document cites, counted over its pages."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from pdfclean.cleaning.citations import Style
from pdfclean.cleaning.cutting import RAISED_BY
from pdfclean.document import Line, Page, Role

__all__ = ["Habits"]

_SQUARE = re.compile(r"(?<![\w=(\[])\[\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,20}\]")
_RAISED = re.compile(r"[1-9]\d{0,2}(?:\s?[,–-]\s?\d{1,3}){0,9}\s*")
_NAMES = re.compile(r"\((?:see |e\.g\.,? |cf\. )?[A-ZÀ-Þ][^()\d]{1,80}?,? (?:19|20)\d\d[a-z]?[;,)]")
_SURNAME = r"[A-ZÀ-Þ][^\W\d_]*[a-zà-ÿ][\w’'‐-]*"
_NAME = re.compile(
    rf"\b(?:({_SURNAME}),?\s(?=[A-ZÀ-Þ](?:\.|[A-Z]{{0,2}}\b))|[A-ZÀ-Þ]\.\s?({_SURNAME}))|^({_SURNAME}),"
)
"""A surname with its initials, or one that begins an entry."""
_HEAD = re.compile(r"[^\W\d_][\w’'‐-]+")
FEW_LISTED = 8
"""Names in a reference list that make it worth asking whom it lacks; what layout missed of a
shorter one would weigh too much."""
HEAD_WORDS = 4
"""Words at the start of a reference's line where a corporate author stands."""
_ROUND = re.compile(
    r"(?<=[^\W\d_])(?P<gap>[.,]?\s?)\((?P<first>\d{1,3})(?:\s?[,–-]\s?\d{1,3}){0,20}\)(?P<after>[.,;:]?)"
)
_EQUATION = re.compile(
    r"(?:eqs?|eqns?|equations?|formulas?|formulae|steps?|cases?|types?)\.?\s?$", re.IGNORECASE
)

FEW = 2
"""Square brackets with a number that make a style; a lone "[3]" may be anything."""
MANY_ROUND = 8
"""Round brackets with a number that make a style; enumerations seldom run further than (7)."""
ROUND_BEFORE_PUNCTUATION = 0.4
"""Share of them that end a clause; an enumeration's numbers begin one."""
ROUND_RISING = 0.7
"""Share of first mentions that come in rising order, as numbered references do."""
FEW_NAMES = 2
NAMES_BESIDE_NUMBERS = 0.3
"""Authors and years, as a share of numbers in brackets, that make a style of their own; fewer are
the authorities of species names, or dates."""


def _raised_numbers(line: Line) -> int:
    """How many raised numbers on a line hang on a word."""
    return sum(
        run.rise > RAISED_BY * line.font_size
        and (line.text[run.start - 1].isalpha() or line.text[run.start - 1] in ".,;”)")
        and _RAISED.fullmatch(line.text, run.start, run.end) is not None
        for run in line.runs
        if run.start
    )


class Habits:
    """Counts of each way of citing; :attr:`style` sums them up."""

    def __init__(self, pages: Iterable[Page] = ()) -> None:
        self._seen: set[int] = set()
        self._square = 0
        self._raised = 0
        self._names = 0
        self._round: list[int] = []
        self._round_ends = 0
        self._cited: set[str] = set()
        self._heads: set[str] = set()
        self._listed = 0
        self.add(pages)

    def add(self, pages: Iterable[Page]) -> None:
        """Count the citations of pages not counted before."""
        for page in pages:
            if page.number not in self._seen:
                self._seen.add(page.number)
                self._add_text("\n".join(line.text for line in page.lines))
                self._raised += sum(map(_raised_numbers, page.lines))

    def add_references(self, pages: Iterable[Page]) -> None:
        """Collect the names in the reference list of laid-out pages, and how its lines begin."""
        for page in pages:
            for line in page.lines:
                if line.role is Role.REFERENCE:
                    names = list(filter(None, itertools.chain(*_NAME.findall(line.text))))
                    self._cited.update(names)
                    self._listed += len(names)
                    heads = itertools.islice(_HEAD.finditer(line.text), HEAD_WORDS)
                    self._heads.update(found.group().lower() for found in heads)

    def _add_text(self, text: str) -> None:
        self._square += len(_SQUARE.findall(text))
        self._names += len(_NAMES.findall(text))
        for found in _ROUND.finditer(text):
            if not _EQUATION.search(text[max(0, found.start() - 16) : found.start("gap")]):
                self._round.append(int(found["first"]))
                self._round_ends += bool(found["after"])

    @property
    def style(self) -> Style:
        """How the document cites, as far as it has been read."""
        square = self._square >= FEW
        names = self._names >= max(FEW_NAMES, NAMES_BESIDE_NUMBERS * self._square)
        return Style(
            square=square,
            round_=not square and self._rounds(),
            raised=not square and bool(self._cited) and self._raised > self._names,
            names=names,
            cited=frozenset(self._cited),
            heads=frozenset(self._heads if self._listed >= FEW_LISTED else ()),
        )

    def _rounds(self) -> bool:
        firsts = list(dict.fromkeys(self._round))
        if len(self._round) < MANY_ROUND or len(firsts) < MANY_ROUND // 2:
            return False
        rising = sum(a < b for a, b in itertools.pairwise(firsts))
        return (
            max(firsts) >= MANY_ROUND
            and self._round_ends >= ROUND_BEFORE_PUNCTUATION * len(self._round)
            and rising >= ROUND_RISING * (len(firsts) - 1)
        )
