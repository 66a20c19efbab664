"""What a model thinks of every way through a text of which is known what should stay.

A walk (:mod:`pdfclean.llm.deletion`) asks only as far as it must. Here each candidate at each unit
is scored, on the path that leaves out just what should go, so that a margin can be judged without
walking again for each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pdfclean.llm.deletion import Text, blocks, bundles, mean
from pdfclean.llm.passages import common_start
from pdfclean.llm.passes import Branch, Pass, Walk

__all__ = ["Reading", "Way", "readings"]


@dataclass(frozen=True, slots=True)
class Way:
    """A skip to unit ``stop``: log-probabilities of its tokens and of the source's own, from the
    first in which the two differ. ``guard`` is what the units skipped add to the margin."""

    stop: int
    other: tuple[float, ...]
    copy: tuple[float, ...]
    guard: float

    def score(self, look: int) -> float:
        """Nats a token of where the skip lands."""
        return mean(self.other[:look])

    def gain(self, look: int) -> float:
        """Nats a token by which the skip beats copying, the guard taken off."""
        return self.score(look) - mean(self.copy[:look]) - self.guard


@dataclass(frozen=True, slots=True)
class Reading:
    """All ways that lead on from one unit."""

    start: int
    ways: tuple[Way, ...]

    def best(self, look: int, floor: float) -> Way | None:
        """The way that gains most, of those whose own score reaches the floor."""
        likely = [way for way in self.ways if way.score(look) >= floor]
        return max(likely, key=lambda way: way.gain(look), default=None)


def readings(
    prompt: Sequence[int],
    text: Text,
    stays: Sequence[bool],
    *,
    look: int,
    known: int = 0,
) -> Walk[list[Reading]]:
    """Score all ways at all units.

    Args:
        prompt: the whole prompt, at least one token.
        text: the units and the end.
        stays: for each unit whether it should stay.
        look: tokens scored of each way, at most.
        known: tokens of the prompt that the model has read already.
    """
    kept, places = list(prompt), []
    for unit, stay in zip(text.units, stays, strict=True):
        places.append(len(kept))
        kept += unit.ids if stay else ()
    targets = [*(unit.ids for unit in text.units), text.end]
    needed: dict[tuple[int, int], int] = {}
    for start, place in enumerate(places):
        for stop in range(start + 1, len(targets)):
            size = len(common_start(targets[start], targets[stop])) + look
            for target in (start, stop):
                needed[place, target] = max(size, needed.get((place, target), 0))
    twigs = {key: Branch(key[0], tuple(targets[key[1]][:size])) for key, size in needed.items()}
    scores = yield from _scores(kept, list(dict.fromkeys(twigs.values())), known)
    found = []
    for start, place in enumerate(places):
        here = {target: scores[twigs[place, target]] for target in range(start, len(targets))
                if (place, target) in twigs}  # fmt: skip
        found.append(Reading(start, tuple(_ways(text, targets, start, here, look))))
    return found


def _ways(
    text: Text,
    targets: Sequence[Sequence[int]],
    start: int,
    scores: dict[int, list[float]],
    look: int,
) -> Iterator[Way]:
    guard = 0.0
    for stop in range(start + 1, len(targets)):
        guard = max(guard, text.units[stop - 1].guard)
        parted = len(common_start(targets[start], targets[stop]))
        if parted == min(len(targets[start]), len(targets[stop])):
            continue
        window = slice(parted, parted + look)
        other, copy = scores[stop][window], scores[start][window]
        yield Way(stop, tuple(other), tuple(copy), guard)


def _scores(
    kept: Sequence[int], twigs: Sequence[Branch], known: int
) -> Walk[dict[Branch, list[float]]]:
    """The log-probability of every token of every twig."""
    firsts: dict[tuple[int, int], float] = {}
    asks = list(dict.fromkeys((twig.at - 1, twig.ids[0]) for twig in twigs))
    low = min([known, *(place for place, _ in asks)])
    for block in blocks(kept[low:]):
        inside = [pair for pair in asks if low <= pair[0] < low + len(block)]
        answer = yield Pass(low, block, inside)
        firsts.update(zip(inside, answer.asked, strict=True))
        low += len(block)
    found: dict[Branch, list[float]] = {}
    for bundle in bundles([twig for twig in twigs if len(twig.ids) > 1]):
        answer = yield Pass(low, twigs=bundle)
        found.update(zip(bundle, answer.twigs, strict=True))
    return {twig: [firsts[twig.at - 1, twig.ids[0]], *found.get(twig, [])] for twig in twigs}
