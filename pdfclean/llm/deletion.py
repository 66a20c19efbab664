"""Deletion-only decoding: a model walks through a text and may copy its next unit or skip ahead.

A text is a row of *units* (sentences, lines). At the start of each, the decoder asks: does the
model rather go on with this unit, or with a later one, or with the end? Nothing else can come out,
so nothing can be invented. The model's answer is never generated: the source itself is the draft of
the answer, read in one forward pass, and what the model thinks of the other ways is read off in a
second pass in which short beginnings of the candidates hang like twigs on the draft. The result is
that of a decoder which goes token by token and masks all other tokens
(``tests/model/test_deletion.py`` holds the two against each other), in a handful of passes.

**The score.** Two ways are compared over their first ``look`` tokens, from the first token in which
they differ, by mean log-probability (nats a token): ways that land on the same first token are told
apart by what follows, and a way that is the same throughout is no choice. A skip wins when it beats
copying by the margin. Where a skip lands is copied: it was chosen for its words, and asking again
there would, under a negative margin, skip on for ever.

No torch here: a walk asks for forward passes (``passes``) and is told what they say.
"""

from __future__ import annotations

import math
import random
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

from pdfclean.llm.passages import common_start
from pdfclean.llm.passes import Answer, Branch, Pass, Walk

__all__ = ["Rule", "Skip", "Text", "Unit", "blocks", "bundles", "walk"]

BLOCK = 384
"""Tokens of one forward pass, give or take a half: what is to be read is cut evenly. A pass costs a
CPU as much as 30 more tokens, whatever the model (its weights are fetched and packed), so short
ones are dear; Stop is looked at between two, so long ones are, too."""

SEEDS_APART = 1_000_003
"""Factor (a prime) that keeps the draws of one place off those of the next."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit as token ids, the line end that closes it included.

    ``guard`` (nats) is what the words in it that should stay add to the margin.
    """

    ids: tuple[int, ...]
    guard: float = 0.0


@dataclass(frozen=True, slots=True)
class Text:
    """Units in order, and the tokens that say the text is over."""

    units: Sequence[Unit]
    end: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """When a skip wins.

    ``margin`` is in nats a token; ``look`` in tokens. ``floor`` is the least that a skip's own
    score must reach: a model that has lost its place finds everything unlikely, and copying a
    little more so. Above temperature 0 the choice is drawn, each way with a chance proportional to
    ``exp((advantage - margin) / temperature)`` and copying as if it had advantage and margin 0.
    """

    margin: float
    look: int = 4
    floor: float = -math.inf
    temperature: float = 0.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Skip:
    """Units ``[start, end)`` left out. ``advantage`` and ``margin`` are in nats a token."""

    start: int
    end: int
    advantage: float
    margin: float

    @property
    def confidence(self) -> float:
        """The chance, at temperature 1, of this skip against copying."""
        return 1 / (1 + math.exp(self.margin - self.advantage))


@dataclass(frozen=True, slots=True)
class _Way:
    """One candidate at one unit, compared with copying from the token where the two part."""

    start: int
    end: int
    parted: int
    ids: tuple[int, ...]
    """The candidate's tokens that are scored."""
    copy: tuple[int, ...]
    """The source's own, over the same window."""
    margin: float


def walk(prompt: Sequence[int], text: Text, rule: Rule, known: int = 0) -> Walk[list[Skip]]:
    """Walk through a text; returns what is left out, in order.

    Args:
        prompt: the whole prompt, at least one token.
        text: what to walk through.
        rule: when a skip wins.
        known: tokens of the prompt that the model has read already.
    """
    units = text.units
    kept = list(prompt)
    skips: list[Skip] = []
    at, landed = 0, False
    while at < len(units):
        stop = _draft(units, at)
        ways = [way for unit in range(at + landed, stop) for way in _ways(text, unit, rule)]
        places = _places(units, range(at, stop), len(kept))
        look = _Look(kept, known, units[at:stop], places)
        skip = yield from look.first_skip(ways, rule)
        if skip is not None:
            stop = skip.start
        for unit in units[at:stop]:
            kept.extend(unit.ids)
        known = min(look.known, len(kept))
        at, landed = stop, False
        if skip is not None:
            skips.append(skip)
            at, landed = skip.end, True
    return skips


def _draft(units: Sequence[Unit], at: int) -> int:
    """The end of the units read at once: about a block of them, and one at least; all that is left
    rather than a short rest, which would take a pass of its own."""
    left = [len(unit.ids) for unit in units[at:]]
    if sum(left) <= BLOCK * 3 // 2:
        return len(units)
    size, stop = left[0], at + 1
    while stop < len(units) and size + left[stop - at] <= BLOCK:
        size += left[stop - at]
        stop += 1
    return stop


def _places(units: Sequence[Unit], drafted: range, length: int) -> dict[int, int]:
    """The position at which each drafted unit begins, after ``length`` tokens."""
    places = {}
    for index in drafted:
        places[index] = length
        length += len(units[index].ids)
    return places


def _ways(text: Text, start: int, rule: Rule) -> Iterator[_Way]:
    """The candidates at the start of a unit: all later units, and the end."""
    units, end = text.units, text.end
    own = units[start].ids
    guard = 0.0
    for stop in range(start + 1, len(units) + 1):
        guard = max(guard, units[stop - 1].guard)
        other = units[stop].ids if stop < len(units) else end
        parted = len(common_start(own, other))
        if parted == min(len(own), len(other)):
            # The same words again, or one the beginning of the other: nothing to choose by.
            continue
        window = slice(parted, parted + rule.look)
        yield _Way(start, stop, parted, other[window], own[window], rule.margin + guard)


class _Look:
    """What one look at the next stretch of the text tells: the draft read, candidates scored.

    Args:
        kept: the prompt and what was copied so far.
        known: of these, how many tokens the model has read.
        drafted: the units to read on.
        places: the position at which each of them, by its number, begins.
    """

    def __init__(
        self, kept: Sequence[int], known: int, drafted: Sequence[Unit], places: dict[int, int]
    ) -> None:
        self.known = known
        self._places = places
        # The last token is read again: what comes after it is what the first unit is asked about.
        self._first = min(known, len(kept) - 1)
        self._unread = [*kept[self._first :], *(id_ for unit in drafted for id_ in unit.ids)]
        self._told: dict[tuple[int, int], float] = {}
        self._twigs: dict[Branch, list[float]] = {}

    def first_skip(self, ways: Sequence[_Way], rule: Rule) -> Generator[Pass, Answer, Skip | None]:
        """The first skip that is taken in the drafted stretch."""
        yield from self._read(dict.fromkeys(pair for way in ways for pair in self._asks(way)))
        rivals = [way for way in ways if self._hopeful(way, rule)]
        twigs = dict.fromkeys(self._twig(way) for way in rivals)
        batches = bundles([twig for twig in twigs if len(twig.ids) > 1])
        for start in self._places:
            here = [way for way in rivals if way.start == start]
            # No sooner than needed: what lies behind a skip is looked at again.
            while any(self._twig(w) not in self._twigs for w in here if len(w.ids) > 1):
                batch = next(batches)
                answer = yield Pass(self.known, twigs=batch)
                self._twigs.update(zip(batch, answer.twigs, strict=True))
            scores = [(way, self._score_of(way)) for way in here]
            likely = [
                (way, score - self._copy(way)) for way, score in scores if score >= rule.floor
            ]
            skip = _choose(likely, start, rule)
            if skip is not None:
                return skip
        return None

    def _asks(self, way: _Way) -> Iterator[tuple[int, int]]:
        """What reading the draft can tell of a way: all of the copy, the other's first token."""
        before = self._before(way)
        yield before, way.ids[0]
        for offset, token in enumerate(way.copy):
            yield before + offset, token

    def _read(self, asks: dict[tuple[int, int], None]) -> Generator[Pass, Answer, None]:
        """Read the draft, no further than is asked about."""
        end = max((position for position, _ in asks), default=-1) + 1
        unread = self._unread[: max(0, end - self._first)]
        for block in blocks(unread):
            first, self._first = self._first, self._first + len(block)
            inside = [pair for pair in asks if first <= pair[0] < self._first]
            answer = yield Pass(first, block, inside)
            self._told.update(zip(inside, answer.asked, strict=True))
            self.known = self._first

    def _hopeful(self, way: _Way, rule: Rule) -> bool:
        """Whether a way can still be taken: no token adds to a score, the first one bounds it."""
        most = self._opening(way) / len(way.ids)
        wins = rule.temperature > 0 or most - self._copy(way) > way.margin
        return wins and most >= rule.floor

    def _score_of(self, way: _Way) -> float:
        rest = self._twigs[self._twig(way)] if len(way.ids) > 1 else []
        return mean([self._opening(way), *rest])

    def _opening(self, way: _Way) -> float:
        return self._told[self._before(way), way.ids[0]]

    def _copy(self, way: _Way) -> float:
        """The score of copying, over the same window."""
        before = self._before(way)
        return mean([self._told[before + offset, id_] for offset, id_ in enumerate(way.copy)])

    def _before(self, way: _Way) -> int:
        return self._places[way.start] + way.parted - 1

    def _twig(self, way: _Way) -> Branch:
        return Branch(self._places[way.start] + way.parted, way.ids)


def blocks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Tokens cut evenly into blocks."""
    size = math.ceil(len(ids) / max(1, round(len(ids) / BLOCK)))
    return (ids[low : low + size] for low in range(0, len(ids), size or 1))


def bundles(twigs: Sequence[Branch]) -> Iterator[list[Branch]]:
    """Twigs for one pass each."""
    batch: list[Branch] = []
    size = 0
    for twig in twigs:
        if batch and size + len(twig.ids) > BLOCK:
            yield batch
            batch, size = [], 0
        batch.append(twig)
        size += len(twig.ids)
    if batch:
        yield batch


def _choose(scored: Sequence[tuple[_Way, float]], start: int, rule: Rule) -> Skip | None:
    """The skip taken at a place, or ``None`` to copy; of equals the shortest."""
    if not scored:
        return None
    gains = [advantage - way.margin for way, advantage in scored]
    if rule.temperature > 0:
        # A draw of its own for each place: it does not depend on how the draft was cut.
        draw = random.Random(rule.seed * SEEDS_APART + start)  # noqa: S311 - sampling, no secret
        top = max(0.0, *gains)
        weights = [math.exp((gain - top) / rule.temperature) for gain in (0.0, *gains)]
        index = draw.choices(range(len(weights)), weights)[0] - 1
    else:
        index = max(range(len(gains)), key=gains.__getitem__)
        index = index if gains[index] > 0 else -1
    if index < 0:
        return None
    way, advantage = scored[index]
    return Skip(way.start, way.end, advantage, way.margin)


def mean(values: Sequence[float]) -> float:
    """The score of a way: its mean log-probability in nats a token."""
    return sum(values) / len(values)
