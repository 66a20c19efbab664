"""What the line labeller sees of each line: numbers, of no language in particular.

Place and size relative to the page and to the document's own habits, gaps and alignment with the
lines before and after in reading order, what is drawn around, kinds of characters and words, what
comes back from page to page, and the role that the rules gave.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pdfclean.document import Role
from pdfclean.extraction.characters import characters
from pdfclean.extraction.entries import entry_start, reference_signs
from pdfclean.extraction.habits import Habits, half
from pdfclean.extraction.items import Item
from pdfclean.extraction.shapes import (
    abstract_heading,
    back_matter_heading,
    caption_start,
    contents_heading,
    enumerated,
    front_notice,
    introduction_heading,
    keywords_start,
    masked,
    page_number,
    reference_heading,
    terminal,
)
from pdfclean.extraction.sheets import Sheet, signed_log
from pdfclean.extraction.surroundings import drawn, rows

__all__ = ["ROLES", "Features", "measure_lines"]

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

ROLES = tuple(Role)
_NAMED = (
    abstract_heading,
    introduction_heading,
    reference_heading,
    back_matter_heading,
    contents_heading,
)
_SECTIONS = frozenset({Role.HEADING, Role.REFERENCE, Role.BACK_MATTER, Role.CONTENTS})
SHORT = 60
"""Characters up to which a line may be a named heading."""
NEAR = 9.0
"""Points by which a line's height may differ from page to page and still be the same place."""
MOST = 400
"""Places of the same words that are looked at."""
LONG_KEY = 70
"""Characters from which a line is not looked for on other pages."""
_ITALIC = re.compile(r"ital|obli|slanted|cmti|cmsl|-it\b|ti\d+$|sl\d+$", re.I)
_LEADER = re.compile(r"(?:\.\s?){4,}|(?:…\s?){2,}")
_LINK = re.compile(r"https?:|www\.|doi\b|\.org|\.com|arxiv", re.I)
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?<!\d)(?:1[89]\d\d|20[0-3]\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Features:
    """``values`` is [lines, features]; ``groups`` [3, lines] numbers each line's block, its style
    (font and size) and its page, each counted from 0."""

    values: Floats
    groups: Ints


def measure_lines(sheets: Sequence[Sheet], habits: Habits) -> Features:
    """The features of all lines of some pages, in the order given."""
    items = [item for sheet in sheets for item in sheet.items]
    base = _Base(sheets, items, habits)
    parts = [
        base.place(),
        base.type(),
        base.neighbours(),
        rows(sheets, base.box, habits.body),
        drawn(sheets, base.box),
        characters([i.text for i in items]),
        base.words(),
        base.repeats(),
        base.sections(),
        base.roles(),
    ]
    groups = np.stack(
        (
            _numbered([id(i.block) if i.block else -n - 1 for n, i in enumerate(items)]),
            _numbered([(i.line.font, half(i.size)) for i in items]),
            _numbered(base.sheet.tolist()),
        )
    )
    return Features(np.concatenate(parts, axis=1).astype(np.float32), groups)


def _numbered(keys: Sequence[object]) -> Ints:
    numbers: dict[object, int] = {}
    return np.array([numbers.setdefault(k, len(numbers)) for k in keys], dtype=np.int64)


def _share(counts: Counter[object], keys: Sequence[object]) -> NDArray[np.float64]:
    total = max(1, counts.total())
    return np.array([counts[k] / total for k in keys])


class _Base:
    """Columns of plain numbers that several groups of features are made of."""

    def __init__(self, sheets: Sequence[Sheet], items: list[Item], habits: Habits) -> None:
        self._sheets, self._items, self._habits = sheets, items, habits
        self.sheet = np.repeat(np.arange(len(sheets)), [len(s.items) for s in sheets])
        self._page = np.array([s.page.size for s in sheets], dtype=float).reshape(-1, 2)[self.sheet]
        self._page = np.maximum(self._page, 1.0)
        self.box = np.array(
            [(i.left, i.top, i.right, i.bottom) for i in items], dtype=float
        ).reshape(-1, 4)
        self._size = np.array([i.size for i in items], dtype=float)
        columns = [habits.column(i.left, i.right) for i in items]
        self._has = np.array([c is not None for c in columns], dtype=float)
        self._column = np.array(
            [c or (i.left, i.right) for c, i in zip(columns, items, strict=True)], dtype=float
        ).reshape(-1, 2)
        nothing = (0.0,) * len(_NAMED)
        self._named = np.array(
            [
                [float(test(i.text)) for test in _NAMED] if len(i.text) <= SHORT else nothing
                for i in items
            ],
            dtype=float,
        ).reshape(len(items), len(_NAMED))

    def place(self) -> NDArray[np.float64]:
        """Where the line stands on its page and in its column."""
        left, top, right, bottom = self.box.T
        wide, high = self._page.T
        low, far = self._column.T
        body = self._habits.body
        count = len(self._sheets)
        index = np.arange(len(self._items)) / max(1, len(self._items))
        number = np.array([s.page.number for s in self._sheets])[self.sheet]
        return np.column_stack(
            (
                left / wide,
                right / wide,
                top / high,
                bottom / high,
                (right - left) / wide,
                np.abs((left + right) / 2 / wide - 0.5),
                signed_log((left - low) / body),
                signed_log((far - right) / body),
                (right - left) / np.maximum(far - low, 1),
                self._has,
                (far - low) / wide,
                np.abs((left + right) - (low + far)) / np.maximum(far - low, 1),
                number == 1,
                number == 2,
                np.minimum(number, 10) / 10,
                self.sheet / max(1, count),
                self.sheet == count - 1,
                index,
                np.full(len(index), min(1.0, self._habits.pages / 50)),
                np.full(len(index), len(self._habits.columns) / 4),
                wide / high,
            )
        )

    def type(self) -> NDArray[np.float64]:
        """Size, weight and fonts, and how common they are in the document."""
        items, habits = self._items, self._habits
        fonts: Counter[object] = Counter()
        styles: Counter[object] = Counter()
        pages: dict[object, set[int]] = defaultdict(set)
        for item, sheet in zip(items, self.sheet.tolist(), strict=True):
            fonts[item.line.font] += item.letters
            styles[item.line.font, half(item.size)] += item.letters
            pages[item.line.font, half(item.size)].add(sheet)
        keys = [(i.line.font, half(i.size)) for i in items]
        ratio = self._size / habits.body
        italic = {font: _ITALIC.search(str(font)) is not None for font in fonts}
        return np.column_stack(
            (
                ratio,
                signed_log((ratio - 1) * 10),
                self._size / np.maximum(self.box[:, 3] - self.box[:, 1], 1),
                [i.bold for i in items],
                [italic[i.line.font] for i in items],
                [i.math for i in items],
                [i.mono for i in items],
                [i.upright for i in items],
                [i.line.font == habits.font for i in items],
                [habits.text_size(i.size) for i in items],
                _share(fonts, [k[0] for k in keys]),
                _share(styles, keys),
                [len(pages[k]) / len(self._sheets) for k in keys],
                [min(8, len(i.line.runs)) for i in items],
                [_runs(i) for i in items],
                [bool(i.line.runs) and i.line.runs[0].rise > 0 for i in items],
                [bool(i.line.runs) and i.line.runs[0].weight >= 600 for i in items],
            )
        )

    def neighbours(self) -> NDArray[np.float64]:
        """Gaps, indents and likeness to the lines before and after."""
        left, _, right, bottom = self.box.T
        items = self._items
        pitch = np.array([self._habits.pitch(i.size) for i in items])
        region = np.array([i.region for i in items])
        columns = []
        for shift in (-1, 1, -2, 2):
            other = np.clip(np.arange(len(items)) + shift, 0, max(0, len(items) - 1))
            same = (self.sheet[other] == self.sheet) & (other == np.arange(len(items)) + shift)
            flow = same & (region[other] == region)
            step = (bottom[other] - bottom) / np.maximum(pitch, 1) * shift
            columns += [
                same,
                flow,
                np.where(same, signed_log(step), 0),
                np.where(flow, signed_log((left[other] - left) / self._habits.body), 0),
                np.where(flow, signed_log((right[other] - right) / self._habits.body), 0),
                (self._size[other] - self._size) / self._habits.body,
                [items[a].line.font == i.line.font for a, i in zip(other, items, strict=True)],
                [items[a].block is i.block for a, i in zip(other, items, strict=True)],
            ]
        return np.column_stack(columns)

    def words(self) -> NDArray[np.float64]:
        """Patterns that say what a line is, whatever its place."""
        rows = []
        for item in self._items:
            text, block = item.text, item.block
            digits = _DIGIT.search(text) is not None
            rows.append(
                (
                    *(caption_start(text) if digits or item.letters < 40 else (False,) * 3),
                    digits and page_number(text),
                    reference_signs(text) if digits else 0,
                    entry_start(text),
                    enumerated(text),
                    terminal(text),
                    front_notice(text) if item.page <= 2 or not digits else False,
                    "@" in text,
                    keywords_start(text),
                    _LINK.search(text) is not None,
                    len(_YEAR.findall(text)) if digits else 0,
                    _LEADER.search(text) is not None,
                    block.prose if block else 0.0,
                    min(30, len(block.items)) / 10 if block else 0.0,
                    block is not None and block.items[0] is item,
                    block is not None and block.items[-1] is item,
                    math.log1p(item.letters),
                )
            )
        return np.concatenate((np.array(rows, dtype=float).reshape(len(rows), -1), self._named), 1)

    def repeats(self) -> NDArray[np.float64]:
        """On how many other pages the same words stand, digits masked, and at the same height."""
        keys = [masked(i.text) if len(i.text) <= LONG_KEY else "" for i in self._items]
        seen: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for key, item, sheet in zip(keys, self._items, self.sheet.tolist(), strict=True):
            if key:
                seen[key].append((sheet, item.top))
        found = {key: {s for s, _ in places[:MOST]} for key, places in seen.items()}
        rows = []
        for key, item, sheet in zip(keys, self._items, self.sheet.tolist(), strict=True):
            pages = len(found[key]) - (sheet in found[key]) if key else 0
            level = 0
            if pages:
                top = item.top
                level = sum(abs(t - top) < NEAR for s, t in seen[key][:MOST] if s != sheet)
            rows.append((math.log1p(pages), math.log1p(level), len(key) < 2))
        return np.array(rows, dtype=float).reshape(len(rows), 3)

    def sections(self) -> NDArray[np.float64]:
        """Which named heading was met last, how far back, and how many headings so far."""
        state = [0.0] * (len(_NAMED) + 1)
        distance = heads = 0
        rows = []
        for item, named in zip(self._items, self._named.tolist(), strict=True):
            distance += 1
            if item.role is Role.HEADING or (any(named) and item.role in _SECTIONS):
                state = [*named, float(not any(named))]
                distance, heads = 0, heads + 1
            rows.append((*state, math.log1p(distance), min(heads, 10) / 10))
        return np.array(rows, dtype=float).reshape(len(rows), len(_NAMED) + 3)

    def roles(self) -> NDArray[np.float64]:
        """The rules' own role and confidence."""
        index = {role: n for n, role in enumerate(ROLES)}
        out = np.zeros((len(self._items), len(ROLES) + 1))
        for n, item in enumerate(self._items):
            out[n, index[item.role or Role.BODY]] = 1
            out[n, -1] = item.confidence
        return out


def _runs(item: Item) -> float:
    """Share of the characters that stand raised or lowered."""
    length = max(1, len(item.line.text))
    return sum(r.end - r.start for r in item.line.runs if r.rise) / length
