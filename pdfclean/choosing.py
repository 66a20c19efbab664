"""Which chunks are doubtful enough for a model to look at, and why.

A line that layout keeps although it is not sure may be junk that leaks; how much of a chunk may be
so, in letters, is its doubt. A telling phrase (:mod:`pdfclean.cues`) adds to it. The chunks with
the most doubt go to the model, at most a fifth of them, and none whose doubt is next to nothing.

What was taken out with little confidence is no reason here: a model cannot put it back, and as a
hint at leaks near by it made the choice worse (0.89 of the training pairs' junk for 0.91).

Leaked junk, as counted here: letters of kept lines that the gold text has nowhere or as junk, found
line by line, and the junk strings that the corpus' scorer finds; titles and headings aside, which
stay by the policy. Labelled by networks that saw neither the document nor its publisher, 110
training pairs (3,146 chunks of 1,000 characters, 13,142 letters of junk) have 91% of the junk in
the 15% of chunks chosen; a fifth of each document could hold 95% at most. In chunks of 300 it is
99% of 100% possible, of 2,000 81% of 88%. The 28 public pairs (1,088 chunks, 1,280 letters), on
which nothing was chosen: 79% in 9% of the chunks, 89% possible. A fifth of all chunks, whatever
their document, would hold 98% and 94%: what is missed stands in a few documents that leak all over.
``python -m tests.training.doubt`` prints the figures.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from pdfclean.cues import cues
from pdfclean.document import CleanChunk, Line, Page, Policy, Role, Space, Tokens, kept

__all__ = ["SHARE", "SURE", "Chooser", "Doubt", "cued", "doubts"]

SHARE = 0.2
"""The most of a document's chunks that go to a model; at least one may."""

SURE = 0.83
"""Confidence (0 to 1) from which a kept line, or a mark, is not shown to the reader as doubtful.
Under it lies something in a fifth of the chunks of every fourth training pair."""

SHARPNESS = 2
"""A line's doubt is its letters times (1 - confidence) to this power. Between 0.8 and 0.95 the
labeller is right more often than it says, and its many sure lines would add up otherwise: of the
training pairs' junk 0.87 is found at 1, 0.91 at 2, 0.89 at 1.5."""

HEADING = 0.05
"""What a letter of a title or heading counts: they stay by the policy and should not go; what is
doubtful of a title is mostly that it is the running header, too. At 1 only 0.87 is found."""

LEAST = 0.0008
"""Doubt, as a share of a chunk's letters, under which the chunk is sure. Without it a fifth of
every clean document would go to the model, for 0.2% more of the training pairs' junk."""

CUE = 8.0
"""What a telling phrase counts, in letters: enough where layout is sure. 1% of the chunks of the
training pairs have one. At 40 they crowd out 0.6% of the junk that layout points at."""

TOPIC = 0.25
FEW = 2
"""A kind of phrase that more than this share of the chunks have, and more than ``FEW`` of them, is
what the document is about (a paper on reviewing)."""

MOST_REASONS = 3
SLIGHT = 0.1
"""Reasons that a chunk is given at most; those with less than this share of the chunk's doubt are
left out."""

AROUND = 60
"""Tokens before and after a telling phrase among which its sentence is looked for."""
_ENDS = frozenset(".!?。！？…")
_HEADINGS = frozenset({Role.TITLE, Role.HEADING})
_SIGNS = frozenset("=<>+−×·∈∑∏√→←∀∃{}[]|\\_^~*/@#$%&")
SIGNS = 0.08
DIGITS = 0.3
SHORT = 25
"""Shares of a line's characters that are mathematical and other signs, or digits, and letters up to
which a line is short: for the wording of reasons only."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """How many letters may be junk, where they stand (page from 1), and what gave the reason.

    ``line`` is the line that layout is not sure of, ``among`` how many letters of the chunk it has.
    ``cue`` is what a telling phrase may be; then there is no line and ``among`` is 0, since lines
    are counted once.
    """

    letters: float
    page: int
    among: int = 0
    line: Line | None = None
    cue: str = ""

    @property
    def reason(self) -> str:
        """Why, in plain words: worked out only for who asks, since nobody does of most lines."""
        return _suspicion(self.line) if self.line else self.cue


class Chooser:
    """Chooses the chunks of one run, batch by batch, in order.

    A later batch may use what an earlier one left of its share.

    Args:
        policy: which categories are left out.
    """

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._seen = 0
        self._sent = 0

    def choose(
        self, chunks: Sequence[CleanChunk], pages: Mapping[int, Page]
    ) -> list[tuple[str, ...]]:
        """Why each of some consecutive chunks should go to a model; no reason: it need not.

        Args:
            chunks: with the marks of layout and cleaning.
            pages: the labelled pages by number.
        """
        found = _without_topics([doubts(chunk, pages, self._policy) for chunk in chunks])
        sizes = [sum(doubt.letters for doubt in of) for of in found]
        self._seen += len(chunks)
        most = max(1, int(SHARE * self._seen)) - self._sent
        ranked = sorted(range(len(chunks)), key=lambda n: -sizes[n])
        least = [LEAST * sum(doubt.among for doubt in of) for of in found]
        chosen = {n for n in ranked[: max(0, most)] if sizes[n] > least[n]}
        self._sent += len(chosen)
        return [_reasons(of) if n in chosen else () for n, of in enumerate(found)]


def doubts(chunk: CleanChunk, pages: Mapping[int, Page], policy: Policy) -> list[Doubt]:
    """What may be junk in a chunk: each line that it keeps, by its confidence, and the cues.

    Args:
        chunk: with the marks of layout and cleaning.
        pages: the labelled pages by number.
        policy: which categories are left out.
    """
    letters: Counter[tuple[int, int]] = Counter()
    tokens = chunk.tokens
    for n in _kept(chunk, policy):
        token = tokens.text(n)
        # Most are words through and through.
        size = len(token) if token.isalnum() else sum(map(str.isalnum, token))
        letters[tokens.page(n), tokens.line(n)] += size
    found = [_of_line(pages[p].lines[n], count, p) for (p, n), count in letters.items()]
    found += [Doubt(CUE, tokens.page(at), cue=cue) for at, cue in _cues(chunk, policy)]
    return found


def cued(chunk: CleanChunk, policy: Policy) -> list[tuple[int, int, str]]:
    """The sentences with a telling phrase: token range of the document, what it may be.

    Args:
        chunk: with the marks of layout and cleaning.
        policy: which categories are left out.
    """
    tokens, first = chunk.tokens, chunk.chunk.start
    found = []
    for at, cue in _cues(chunk, policy):
        start, end = at, at + 1
        while start > max(0, at - AROUND) and not _parted(tokens, start):
            start -= 1
        while end < min(len(tokens), at + AROUND) and not _parted(tokens, end):
            end += 1
        found.append((first + start, first + end, cue))
    return found


def _parted(tokens: Tokens, at: int) -> bool:
    """Whether a sentence begins with a token, so far as signs tell."""
    ends = tokens.text(at - 1) in _ENDS and bool(tokens.space(at))
    return ends or tokens.space(at) is Space.PARAGRAPH


def _kept(chunk: CleanChunk, policy: Policy) -> list[int]:
    """The offsets of the tokens that stay."""
    flags = kept(chunk.chunk.start, chunk.chunk.end, chunk.marks, policy)
    return [n for n, keep in enumerate(flags) if keep]


def _cues(chunk: CleanChunk, policy: Policy) -> Iterator[tuple[int, str]]:
    """The telling phrases: the offset of the token where each begins, and what it may be."""
    tokens, places = chunk.tokens, _kept(chunk, policy)
    pieces = [" " + tokens.text(n) if tokens.space(n) else tokens.text(n) for n in places]
    starts = list(accumulate(map(len, pieces), initial=0))
    for cue in cues("".join(pieces)):
        yield places[bisect_right(starts, cue.start) - 1], cue.reason


def _of_line(line: Line, letters: int, page: int) -> Doubt:
    weight = HEADING if line.role in _HEADINGS else 1.0
    doubt = weight * letters * (1 - line.confidence) ** SHARPNESS
    return Doubt(doubt, page, letters, line)


def _suspicion(line: Line) -> str:
    """What a doubtful line may be, by its looks."""
    text = line.text
    if line.role in _HEADINGS:
        return "a heading that may be none"
    if sum(sign in _SIGNS for sign in text) >= SIGNS * len(text):
        return "a line that may be a formula or code"
    if sum(map(str.isdigit, text)) >= DIGITS * len(text):
        return "a line that may belong to a table"
    if sum(map(str.isalnum, text)) <= SHORT:
        return "a short line that may be a label or a table’s cell"
    return "a line that may not belong to the text"


def _without_topics(found: list[list[Doubt]]) -> list[list[Doubt]]:
    """The doubts of some chunks without the phrases that are the document's own topic."""
    chunks = Counter(reason for of in found for reason in {d.cue for d in of if d.cue})
    most = max(FEW, TOPIC * len(found))
    topics = {reason for reason, count in chunks.items() if count > most}
    return [[d for d in of if d.cue not in topics] for of in found]


def _reasons(found: Sequence[Doubt]) -> tuple[str, ...]:
    """The weightiest reasons, each with the pages where it holds."""
    letters: dict[str, float] = defaultdict(float)
    where: dict[str, set[int]] = defaultdict(set)
    weightiest = max(doubt.letters for doubt in found)
    for doubt in found:
        reason = doubt.reason
        letters[reason] += doubt.letters
        if doubt.letters >= SLIGHT * weightiest:
            where[reason].add(doubt.page)
    total = sum(letters.values())
    return tuple(
        f"{reason}, p. {', '.join(map(str, sorted(where[reason])))}"
        for reason, size in sorted(letters.items(), key=lambda item: -item[1])[:MOST_REASONS]
        if size >= SLIGHT * total and where[reason]
    )
