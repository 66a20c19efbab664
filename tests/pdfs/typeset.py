"""What every typesetter shares: the result with its gold, and how markers are set."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from tests.pdfs.prose import MARKER, Text, bare

FORMULA_PARTS = ("A", "≈", "1", "−", "0.07", "n")
"""The display formula of every text, as its signs."""
CODE = ("def pause(clip, seconds):", "    return clip + silence(seconds)")
"""The listing of the texts that have one."""


class Citations(Enum):
    """How sources are cited."""

    NUMERIC = "numeric"
    SUPERSCRIPT = "superscript"
    AUTHOR_YEAR = "author-year"


@dataclass(frozen=True, slots=True)
class Typeset:
    """A test PDF and what must come out of it.

    ``keep`` are the sentences that must stand in the clean text, word for word and in this order;
    ``gone`` are strings that must not occur in it; ``optional`` is what may stay or go.
    """

    name: str
    data: bytes
    keep: tuple[str, ...]
    gone: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    @property
    def words(self) -> frozenset[str]:
        """Every word that was set."""
        return frozenset(
            word for part in (*self.keep, *self.gone, *self.optional) for word in words(part)
        )


def words(text: str) -> list[str]:
    """The runs of letters and digits of a text."""
    return re.findall(r"\w+", text)


class Markup(Protocol):
    """How a typesetter writes what it is given."""

    def plain(self, text: str) -> str: ...

    def superscript(self, text: str) -> str: ...

    def footnote(self, number: int) -> str: ...


def citation(text: Text, numbers: Iterable[int], citations: Citations) -> str:
    """A citation as it is printed, with the space before it if it has one."""
    if citations is Citations.AUTHOR_YEAR:
        return f" ({'; '.join(text.references[n - 1].short for n in numbers)})"
    listed = ", ".join(map(str, numbers))
    return f" [{listed}]" if citations is Citations.NUMERIC else listed.replace(" ", "")


def setter(text: Text, citations: Citations, markup: Markup) -> Callable[[str], str]:
    """A function that sets one sentence of ``text``; it counts the footnotes as they come."""
    footnotes = iter(range(1, len(text.footnotes) + 1))

    def mark(marker: str) -> str:
        if marker == "f":
            return markup.footnote(next(footnotes))
        if marker.startswith("p:"):
            return markup.plain(f" ({marker[2:]})")
        printed = citation(text, map(int, marker.split(",")), citations)
        superscript = citations is Citations.SUPERSCRIPT
        return markup.superscript(printed) if superscript else markup.plain(printed)

    def sentence(source: str) -> str:
        parts = MARKER.split(source)
        return "".join(
            mark(part) if index % 2 else markup.plain(part) for index, part in enumerate(parts)
        )

    return sentence


def gold(name: str, data: bytes, text: Text, citations: Citations, *more: str) -> Typeset:
    """A finished document with its gold; ``more`` are further strings that must be gone."""
    keep = tuple(text.sentences())
    gone = [
        text.affiliation,
        text.email,
        text.running,
        *text.footnotes,
        text.caption,
        text.table_caption,
        *text.labels,
        *(cell for row in text.table for cell in row),
        *(reference.full for reference in text.references),
        *_markers(text, citations),
        *more,
    ]
    prose = " ".join((*keep, text.title, *(section.heading for section in text.sections)))
    optional = (
        text.title,
        *text.authors,
        text.abstract_heading,
        text.references_heading,
        *(section.heading for section in text.sections),
        *FORMULA_PARTS,
        *map(str, range(1, 10)),
    )
    # What also occurs in the prose cannot be looked for.
    return Typeset(name, data, keep, tuple(g for g in gone if g not in prose), optional)


def _markers(text: Text, citations: Citations) -> list[str]:
    found = []
    for paragraph in (p for section in text.sections for p in section.paragraphs):
        for sentence in paragraph:
            for match in MARKER.finditer(sentence):
                before = words(bare(sentence[: match.start()]))[-1]
                if match[1].startswith("p:"):
                    found.append(f"({match[1][2:]})")
                elif match[1] != "f":
                    numbers = map(int, match[1].split(","))
                    found.append(f"{before}{citation(text, numbers, citations)}")
    return found
