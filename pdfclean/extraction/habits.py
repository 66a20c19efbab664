"""A document's own habits: its body type, line pitch, column edges and reading direction."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pdfclean.document import Page
from pdfclean.extraction.items import Item, items_of

__all__ = ["Habits", "learn"]

SAMPLE = 300
"""Pages looked at; styles of a longer document are settled by then."""
FRONT_SHARE = 0.7
"""Share of the pages that the body size is taken from: reference lists stand behind."""
LONG_LINE = 30
"""Letters from which a line counts as running text for statistics."""
TEXT_SHARE = 0.06
"""Share of long-line letters from which a type size is one of the document's text sizes."""
EDGE = 3.0
"""Points by which lines of one column edge may differ."""
COLUMN_SHARE = 0.03
"""Share of long lines from which a pair of edges is a column of the document."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What is usual in a document.

    ``sizes`` are the type sizes (rounded to half points) of running text. ``columns`` are (left,
    right) edges of justified columns, most frequent first. ``pitches`` maps a size in half points
    to the usual distance of baselines.
    """

    body: float
    font: str
    sizes: frozenset[float]
    columns: tuple[tuple[float, float], ...]
    pitches: dict[float, float]
    mirrored: bool
    pages: int
    plain: bool
    mono: bool

    def pitch(self, size: float) -> float:
        """The usual distance between baselines at a type size."""
        return self.pitches.get(half(size), 1.22 * size)

    def text_size(self, size: float) -> bool:
        """Whether running text of this document is set in this size."""
        return half(size) in self.sizes or abs(size - self.body) <= 0.06 * self.body

    def column(self, left: float, right: float) -> tuple[float, float] | None:
        """The column that a line with these edges stands in, if the document has one."""
        best = None
        for low, high in self.columns:
            if (
                left >= low - EDGE
                and right <= high + 2 * EDGE
                and (best is None or high - low < best[1] - best[0])
            ):
                best = (low, high)
        return best


def half(size: float) -> float:
    """A size rounded to half points."""
    return round(size * 2) / 2


def learn(pages: Sequence[Page]) -> Habits:
    """Measure a document's habits from its first pages."""
    sample = pages[:SAMPLE]
    mirrored = _right_to_left(sample)
    read = [items_of(page, mirrored) for page in sample]
    weights: Counter[float] = Counter()
    fonts: Counter[str] = Counter()
    everywhere: Counter[float] = Counter()
    front = max(1, round(FRONT_SHARE * len(read)))
    for number, items in enumerate(read):
        for item in items:
            if item.letters >= LONG_LINE and item.upright:
                everywhere[half(item.size)] += item.letters
                if number < front:
                    weights[half(item.size)] += item.letters
    body = weights.most_common(1)[0][0] if weights else _any_size(read)
    total = sum(everywhere.values()) or 1
    sizes = {size for size, count in everywhere.items() if count >= TEXT_SHARE * total}
    for items in read:
        for item in items:
            if half(item.size) == body:
                fonts[item.line.font] += item.letters
    return Habits(
        body or 10.0,
        fonts.most_common(1)[0][0] if fonts else "",
        frozenset(sizes | {body}),
        _columns(read, sizes | {body}),
        _pitches(read),
        mirrored,
        len(pages),
        all(page.reader == "pypdf" for page in sample),
        _typewritten(read),
    )


def _typewritten(read: list[list[Item]]) -> bool:
    """Whether most of the text is in typewriter type, which then says nothing about code."""
    total = sum(i.letters for items in read for i in items)
    return 2 * sum(i.letters for items in read for i in items if i.mono) > total


def _any_size(read: list[list[Item]]) -> float:
    counts = Counter(half(item.size) for items in read for item in items)
    return counts.most_common(1)[0][0] if counts else 10.0


def _right_to_left(pages: Sequence[Page]) -> bool:
    left = right = 0
    for page in pages[:20]:
        for line in page.lines:
            for char in line.text[:40:4]:
                kind = unicodedata.bidirectional(char)
                left += kind == "L"
                right += kind in ("R", "AL")
    return right > left


def _columns(read: list[list[Item]], sizes: set[float]) -> tuple[tuple[float, float], ...]:
    edges: Counter[tuple[int, int]] = Counter()
    for items in read:
        for item in items:
            if item.letters >= LONG_LINE and half(item.size) in sizes:
                edges[round(item.left / EDGE), round(item.right / EDGE)] += 1
    total = sum(edges.values()) or 1
    merged: list[tuple[float, float, int]] = []
    for (left, right), count in edges.most_common(200):
        for position, (low, high, seen) in enumerate(merged):
            if abs(low - left * EDGE) <= 1.5 * EDGE and abs(high - right * EDGE) <= 1.5 * EDGE:
                merged[position] = (low, high, seen + count)
                break
        else:
            merged.append((left * EDGE, right * EDGE, count))
    merged.sort(key=lambda m: -m[2])
    return tuple((low, high) for low, high, seen in merged if seen >= max(3, COLUMN_SHARE * total))


def _pitches(read: list[list[Item]]) -> dict[float, float]:
    steps: dict[float, Counter[float]] = defaultdict(Counter)
    for items in read:
        for first, second in pairwise(items):
            step = second.bottom - first.bottom
            if (
                abs(first.size - second.size) < 0.3
                and abs(first.left - second.left) < EDGE
                and 0.8 * first.size < step < 3 * first.size
                and first.letters >= 15
            ):
                steps[half(first.size)][round(step, 1)] += 1
    result = {}
    for size, counts in steps.items():
        if sum(counts.values()) >= 4:
            result[size] = _peak(counts)
    return result


def _peak(counts: Counter[float]) -> float:
    """The most frequent step, neighbours within 0.3 points counted in."""
    return max(counts, key=lambda s: (sum(n for t, n in counts.items() if abs(t - s) <= 0.3), -s))
