"""Where junk leaks, chunk by chunk, and how much of it is in the chunks that a model would see."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from pdfclean.choosing import SHARE, doubts
from pdfclean.document import CleanChunk, CleanDocument, Role, kept
from tests.training.align import letters
from tests.training.dataset import Example
from tests.training.evaluate import trusted_junk

__all__ = ["ChunkLeak", "Told", "leaks", "told"]

HEADINGS = frozenset({Role.TITLE, Role.HEADING})
"""Roles that stay by the policy, in the gold or not."""


@dataclass(frozen=True, slots=True)
class ChunkLeak:
    """One chunk: its doubt and the junk that leaked into it, in letters; and whether it is chosen
    for a model."""

    doubt: float
    leaked: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What the choice is worth over some documents.

    ``sent`` is the share of chunks chosen; shares of the leaked letters: ``found`` in those chunks,
    ``possible`` in the best fifth of each document, ``pooled`` in the most doubtful fifth of all.
    """

    chunks: int
    leaked: int
    sent: float
    found: float
    possible: float
    pooled: float

    def __str__(self) -> str:
        return (
            f"{self.leaked} letters of junk lines leak into {self.chunks} chunks; "
            f"{self.sent:.1%} of the chunks are chosen and hold {self.found:.1%} of them "
            f"(possible: {self.possible:.1%}); the most doubtful fifth of all {self.pooled:.1%}"
        )


def leaks(
    document: CleanDocument, truth: Example, found_by_scorer: Iterable[tuple[str, str]] = ()
) -> list[ChunkLeak]:
    """The chunks of a cleaned document.

    Args:
        document: as a run without a model leaves it.
        truth: what its lines are.
        found_by_scorer: (kind, string) of the junk that the corpus' scorer finds in its text.
    """
    junk = {tuple(line) for line in truth.lines[trusted_junk(truth)].tolist()}
    roles = {(p.number, n): line.role for p in document.pages for n, line in enumerate(p.lines)}
    pages = {page.number: page for page in document.pages}
    counts = []
    for chunk in document.chunks:
        places = [place for place, _ in _kept(chunk, document)]
        sizes = [len(letters(text)) for _, text in _kept(chunk, document)]
        counts.append(
            sum(
                size
                for place, size in zip(places, sizes, strict=True)
                if place in junk and roles[place] not in HEADINGS
            )
        )
    for number, size in _strings(document, found_by_scorer):
        counts[number] = max(counts[number], size)
    return [
        ChunkLeak(
            sum(doubt.letters for doubt in doubts(chunk, pages, document.policy)),
            count,
            bool(chunk.doubts),
        )
        for chunk, count in zip(document.chunks, counts, strict=True)
    ]


def _kept(chunk: CleanChunk, document: CleanDocument) -> list[tuple[tuple[int, int], str]]:
    """The kept tokens of a chunk: the line each stands on and its text."""
    flags = kept(chunk.chunk.start, chunk.chunk.end, chunk.marks, document.policy)
    tokens = chunk.tokens
    return [
        ((tokens.page(n), tokens.line(n)), tokens.text(n)) for n, flag in enumerate(flags) if flag
    ]


def _strings(
    document: CleanDocument, found: Iterable[tuple[str, str]]
) -> Iterable[tuple[int, int]]:
    """(chunk, letters) of the first place of each leaked string."""
    streams = ["".join(letters(t) for _, t in _kept(c, document)) for c in document.chunks]
    text, starts = "".join(streams), [0, *accumulate(map(len, streams))]
    for _, string in found:
        at = text.find(letters(string)) if letters(string) else -1
        if at >= 0:
            yield bisect_right(starts, at) - 1, len(letters(string))


def told(documents: Sequence[Sequence[ChunkLeak]]) -> Told:
    """Figures over some documents."""
    every = [chunk for document in documents for chunk in document]
    leaked = sum(chunk.leaked for chunk in every)
    fifth = sorted(every, key=lambda chunk: -chunk.doubt)[: int(SHARE * len(every))]
    best = [
        sorted((chunk.leaked for chunk in document), reverse=True)[
            : max(1, int(SHARE * len(document)))
        ]
        for document in documents
    ]

    def share(some: Iterable[int]) -> float:
        return sum(some) / max(1, leaked)

    return Told(
        len(every),
        leaked,
        sum(chunk.chosen for chunk in every) / max(1, len(every)),
        share(chunk.leaked for chunk in every if chunk.chosen),
        share(size for sizes in best for size in sizes),
        share(chunk.leaked for chunk in fifth),
    )
