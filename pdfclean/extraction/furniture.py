"""Running headers and footers, page numbers, margin line numbers and side stamps.

A line is furniture because it comes back: on other pages, near the same height, with the same
words (digits masked) or in the same place and type as lines that do. Only lines with nothing but
furniture between them and the page's edge are looked at, so that body text that repeats itself
stays. If what would go is too large a share of a page, nothing goes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pdfclean.document import Page, Role
from pdfclean.extraction.habits import Habits
from pdfclean.extraction.items import Item, items_of
from pdfclean.extraction.repeated import keep_repeated, says_something
from pdfclean.extraction.shapes import letters, masked, page_number

__all__ = ["Furniture"]

ZONE = 0.16
"""Share of the page's height, from the top and from the bottom, where furniture stands. The
deepest header of the training pairs (a three-line journal head) ends at 0.13."""
DEPTH = 6
"""Rows looked at from each edge inwards."""
NEAR = 9.0
"""Points by which the height of a repeated line may wander."""
REPEATS = 3
"""Pages on which a line must come back; two do when the document has at most eight pages."""
SHORT_DOCUMENT = 8
PLAUSIBLE = 0.3
"""Share of a page's letters beyond which its furniture is doubted and kept."""
DOUBTED = 0.9
"""Share of the document's letters from which its repeated lines are its text. Slides, whose
furniture weighs most, pass 0.5."""
STEP = 0.8
"""Share of a slide's letters that the next page shows again when it is the same slide; a foot line
with the number of the page does not."""
SLOT = 2.0
"""Points within which lines stand in one slot of the page design."""
MARGIN_NUMBERS = 8
"""Numbers one under the other in the margin that make line numbers."""


@dataclass(slots=True)
class _Seen:
    pages: set[int] = field(default_factory=set)
    tops: list[float] = field(default_factory=list)


class Furniture:
    """Knows a document's running lines from a window of its pages.

    Args:
        pages: the window.
        habits: the document's habits.
    """

    def __init__(self, pages: Sequence[Page], habits: Habits) -> None:
        self._habits = habits
        self._keys: dict[tuple[str, str], _Seen] = defaultdict(_Seen)
        self._slots: Counter[tuple[str, int, float]] = Counter()
        self._offsets: Counter[int] = Counter()
        self._needed = REPEATS if len(pages) > SHORT_DOCUMENT else 2
        self._pages = len(pages)
        whole = [(page, items_of(page, habits.mirrored)) for page in pages]
        edges = [(page, self._edges(page, items)) for page, items in whole]
        self._count(edges)
        self._doubted = self._implausible(edges)
        for page, found in edges:
            self._label_edges(found, page)
        self._says = any(says_something(items, habits) for _, items in whole)
        for (page, items), (_, found) in zip(whole, edges, strict=True):
            running = [(side, item) for side, item in found if item.role is not None]
            keep_repeated(items, habits, self._says)
            for side, item in running:
                if item.role is None:
                    self._forget(side, item, page)

    def _count(self, edges: Sequence[tuple[Page, list[tuple[str, Item]]]]) -> None:
        before: Page | None = None
        for page, found in edges:
            shown = _shown_before(before, page)
            before = page
            for side, item in found:
                seen = self._keys[side, masked(item.text)]
                if item.text not in shown:
                    seen.pages.add(page.number)
                    seen.tops.append(_height(side, item, page))
                if page_number(item.text):
                    value = _number(item.text)
                    if value is not None:
                        self._offsets[value - page.number] += 1
        for page, found in edges:
            for side, item in found:
                if self._repeats(side, item, page):
                    self._slots[_slot(side, item, page)] += 1

    def _forget(self, side: str, item: Item, page: Page) -> None:
        """A line that turned out to be text does not make others like it running lines."""
        seen = self._keys[side, masked(item.text)]
        height = _height(side, item, page)
        if page.number in seen.pages and height in seen.tops:
            seen.pages.discard(page.number)
            seen.tops.remove(height)

    def _implausible(self, edges: Sequence[tuple[Page, list[tuple[str, Item]]]]) -> bool:
        """Whether the repeated lines hold more of the window's text than running lines can."""
        total = repeated = 0
        for page, found in edges:
            total += sum(letters(line.text) for line in page.lines)
            repeated += sum(i.letters for side, i in found if self._repeats(side, i, page))
        return repeated > DOUBTED * total

    def label(self, page: Page, items: Sequence[Item]) -> None:
        """Give the running lines and page numbers among a page's lines their roles."""
        if not self._doubted:
            self._label_edges(self._edges(page, items), page)
        keep_repeated(items, self._habits, self._says)
        dropped = sum(i.letters for i in items if i.role is not None)
        total = sum(i.letters for i in items)
        if dropped > PLAUSIBLE * total and dropped > 200:
            for item in items:
                item.role = None
        _off_page(items, page)
        _side_stamps(items, page)
        _line_numbers(items)

    def _label_edges(self, edges: Sequence[tuple[str, Item]], page: Page) -> None:
        for side in ("top", "bottom"):
            self._label_side(side, [item for at, item in edges if at == side], page)

    def _label_side(self, side: str, ranked: list[Item], page: Page) -> None:
        """Lines from the edge inwards, until the first row without any furniture."""
        hit_rows: list[Item] = []
        for row in _row_groups(ranked):
            hits = [i for i in row if self._is_running(side, i, page)]
            numbers = [i for i in row if page_number(i.text) and self._counts(i, page, bool(hits))]
            if not hits and not numbers:
                break
            strong = any(self._repeats(side, i, page) for i in hits)
            for item in row:
                if item in numbers:
                    item.label(Role.PAGE_NUMBER, 0.95)
                elif item in hits or (strong and _apart(item)):
                    item.label(Role.RUNNING_HEADER if side == "top" else Role.RUNNING_FOOTER, 0.9)
            hit_rows += row

    def _is_running(self, side: str, item: Item, page: Page) -> bool:
        if self._repeats(side, item, page):
            return True
        slot = self._slots[_slot(side, item, page)]
        return slot >= max(2, 0.25 * self._pages) and item.letters < 120

    def _repeats(self, side: str, item: Item, page: Page) -> bool:
        key = masked(item.text)
        seen = self._keys.get((side, key))
        if seen is None or len(key) < 2 or page_number(item.text):
            return False
        height = _height(side, item, page)
        close = sum(1 for top in seen.tops if abs(top - height) <= NEAR)
        return close >= self._needed and len(seen.pages) >= self._needed

    def _counts(self, item: Item, page: Page, beside: bool) -> bool:
        """Whether a number runs along with the pages (or stands in a running line's row)."""
        value = _number(item.text)
        if beside or value is None:
            return True
        return self._offsets[value - page.number] >= min(2, self._pages) or self._pages == 1

    def _edges(self, page: Page, items: Sequence[Item]) -> list[tuple[str, Item]]:
        height = page.size[1]
        found: list[tuple[str, Item]] = []
        if height <= 0 or page.reader == "pypdf":
            return found
        upright = [i for i in items if i.upright]
        top = sorted((i for i in upright if i.bottom <= ZONE * height), key=lambda i: i.middle)
        bottom = sorted(
            (i for i in upright if i.top >= (1 - ZONE) * height), key=lambda i: -i.middle
        )
        for side, ranked in (("top", top), ("bottom", bottom)):
            for row in _row_groups(ranked)[:DEPTH]:
                found += [(side, item) for item in row]
        return found


def _shown_before(before: Page | None, page: Page) -> frozenset[str]:
    """The lines of a slide that the page before has already shown, when it was the same slide.

    A slide that is built up step by step takes a page for each step; its title comes back on all of
    them and is no running line for it.
    """
    if before is None or page.size[0] <= page.size[1]:
        return frozenset()
    old = Counter({line.text: letters(line.text) for line in before.lines})
    now = frozenset(line.text for line in page.lines)
    stayed = sum(count for text, count in old.items() if text in now)
    return now & old.keys() if stayed >= STEP * old.total() > 0 else frozenset()


def _apart(item: Item) -> bool:
    return item.letters < 120


def _row_groups(ranked: list[Item]) -> list[list[Item]]:
    groups: list[list[Item]] = []
    for item in ranked:
        if groups and abs(groups[-1][0].middle - item.middle) < 0.5 * max(item.height, 1.0):
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def _height(side: str, item: Item, page: Page) -> float:
    return item.middle if side == "top" else page.size[1] - item.middle


def _slot(side: str, item: Item, page: Page) -> tuple[str, int, float]:
    return side, round(_height(side, item, page) / SLOT), round(item.size, 1)


def _number(text: str) -> int | None:
    digits = "".join(c if c.isdecimal() and c.isascii() else " " for c in text).split()
    return int(digits[0]) if digits and len(digits[0]) <= 4 else None


def _off_page(items: Sequence[Item], page: Page) -> None:
    """Text outside the page's edges, which nobody sees."""
    width, height = page.size
    outside = [
        i for i in items if i.top >= height or i.bottom <= 0 or i.left >= width or i.right <= 0
    ]
    if len(outside) < len(items) / 2:
        for item in outside:
            item.label(Role.RUNNING_FOOTER, 0.8)


def _side_stamps(items: Sequence[Item], page: Page) -> None:
    """Vertical lines on a page of horizontal text: arXiv marks, download notices."""
    vertical = [i for i in items if not i.upright and i.role is None]
    if not vertical or sum(i.letters for i in vertical) > PLAUSIBLE * sum(i.letters for i in items):
        return
    width = page.size[0]
    for item in vertical:
        margin = item.right < 0.12 * width or item.left > 0.88 * width
        item.label(Role.RUNNING_FOOTER if margin else Role.FIGURE_TEXT, 0.9)


def _line_numbers(items: Sequence[Item]) -> None:
    """Numbers one under the other beside the text."""
    numbers = [i for i in items if i.role is None and i.text.isdecimal() and len(i.text) <= 4]
    if len(numbers) < MARGIN_NUMBERS:
        return
    text = [i for i in items if i.letters >= 20 and i.upright]
    if not text:
        return
    edge = sorted(i.left for i in text)[len(text) // 10]
    margin = [i for i in numbers if i.right <= edge]
    values = [int(i.text) for i in sorted(margin, key=lambda i: i.top)]
    rising = sum(1 for a, b in pairwise(values) if 0 < b - a <= 10)
    if len(margin) >= MARGIN_NUMBERS and rising >= 0.9 * (len(margin) - 1):
        for item in margin:
            item.label(Role.PAGE_NUMBER, 0.9)
