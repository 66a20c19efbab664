"""Blocks and reading order of one page.

Lines of one size that stand one under the other make a block. A page is then cut into columns at
the gutter that the fewest lines cross; what crosses it (a title, a wide figure's caption) parts the
page into bands, and within a band the left column is read before the right. The two halves are cut
again in the same way, so three columns and a sidebar need no case of their own.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence

from pdfclean.extraction.habits import Habits
from pdfclean.extraction.items import Block, Item

__all__ = ["build_blocks", "reading_order", "rows"]

SAME_SIZE = 0.07
"""Share by which the type size may differ within a block (superscript-heavy lines wobble)."""
LOOSE = 1.35
"""Line pitch, in usual pitches, up to which lines are one block. Paragraph skips start at 1.4."""
BIN = 3.0
"""Points; resolution of the search for a gutter."""
MIN_COLUMN = 2.5
"""Lines of text that must stand on each side of a gutter."""
DEPTH = 6
"""Nesting of cuts; real pages need three."""
NARROW = 5.0
"""Type sizes; shorter lines say nothing about columns. Numbers in front of entries, bullets and the
figures of a table are read row by row."""
BOLD = 600
"""Font weight from which type is bold."""
BANNER = 1.6
"""Type sizes of what stands below from which a line above all columns is the head of them all."""
OVERHANG = 0.6
"""Type sizes by which a line may reach over a gutter without crossing it."""
SAME_ROW = 0.5
"""Share of the smaller height that lines on one row overlap."""


def build_blocks(items: Sequence[Item], habits: Habits) -> list[Block]:
    """Chain the lines of a page into blocks; every item lands in exactly one."""
    ordered = sorted(items, key=lambda i: (i.top, i.left))
    below: dict[int, int] = {}
    taken: set[int] = set()
    for a, upper in enumerate(ordered):
        b = _next_below(ordered, a, habits)
        if b is not None and b not in taken:
            below[a] = b
            taken.add(b)
        upper.block = None
    blocks = []
    for a in range(len(ordered)):
        if a in taken:
            continue
        block = Block()
        cursor: int | None = a
        while cursor is not None:
            block.items.append(ordered[cursor])
            ordered[cursor].block = block
            cursor = below.get(cursor)
        block.close()
        blocks.append(block)
    return blocks


def _next_below(ordered: list[Item], a: int, habits: Habits) -> int | None:
    upper = ordered[a]
    reach = LOOSE * habits.pitch(upper.size) + 1.5
    for b in range(a + 1, len(ordered)):
        lower = ordered[b]
        if lower.top - upper.top > reach + upper.height:
            return None
        step = lower.bottom - upper.bottom
        if step < 0.45 * min(upper.size, lower.size):
            continue
        overlap = min(upper.right, lower.right) - max(upper.left, lower.left)
        if overlap < 0.3 * min(upper.width, lower.width):
            continue
        if step > reach or abs(upper.size - lower.size) > SAME_SIZE * max(upper.size, lower.size):
            return None
        return None if _heading_over(upper, lower) or _splits(ordered, b, upper) else b
    return None


def _heading_over(upper: Item, lower: Item) -> bool:
    """Whether the first of two lines, all in one font, is set heavier or larger than the second.

    A heading that runs on into its paragraph may fill a line: the next then begins in bold, too.
    """
    if upper.line.runs:
        return False
    if lower.line.runs:
        return upper.bold and not lower.bold and lower.line.runs[0].weight < BOLD
    if upper.line.font == lower.line.font:
        return False
    return upper.bold != lower.bold or abs(upper.size - lower.size) > 0.02 * upper.size


def _splits(ordered: list[Item], b: int, upper: Item) -> bool:
    """Whether the line under a wide line is the left one of two columns under it."""
    lower = ordered[b]
    for step in (-1, 1):
        c = b + step
        while 0 <= c < len(ordered) and abs(ordered[c].top - lower.top) < lower.height:
            other = ordered[c]
            gap = other.left - lower.right if other.left > lower.left else lower.left - other.right
            if (
                gap > lower.size
                and _same_row(lower, other)
                and min(upper.right, other.right) - max(upper.left, other.left) > 2 * lower.size
            ):
                return True
            c += step
    return False


def _same_row(a: Item, b: Item) -> bool:
    return min(a.bottom, b.bottom) - max(a.top, b.top) > SAME_ROW * min(a.height, b.height)


def reading_order(blocks: Sequence[Block]) -> list[list[Item]]:
    """Cut a page into single columns, in the order they are read; each sorted by rows."""
    regions = [_by_rows(part) for part in _cut(list(blocks), DEPTH)]
    for number, region in enumerate(regions):
        for item in region:
            item.region = number
    return regions


def _cut(blocks: list[Block], depth: int) -> list[list[Block]]:
    gutter = _gutter(blocks) if depth else None
    if gutter is None:
        return [blocks] if blocks else []
    bands: list[list[Block]] = []
    left: list[Block] = []
    right: list[Block] = []
    across: list[Block] = []

    def flush_columns() -> None:
        bands.extend(_cut(list(left), depth - 1))
        bands.extend(_cut(list(right), depth - 1))
        left.clear()
        right.clear()

    ordered = sorted(blocks, key=lambda b: (b.top, b.left))
    for number, block in enumerate(ordered):
        first = not (left or right)
        side = 0 if first and _banner(ordered, number) else _side(block, gutter)
        if side == 0:
            if left or right:
                flush_columns()
            across.append(block)
        else:
            if across:
                bands.extend(_cut(list(across), 0))
                across.clear()
            (left if side < 0 else right).append(block)
    flush_columns()
    if across:
        bands.extend(_cut(list(across), 0))
    return bands


def _banner(ordered: Sequence[Block], number: int) -> bool:
    """Whether a short title stands over all columns, though it reaches over one only."""
    block, below = ordered[number], ordered[number + 1 :]
    if not below or block.bottom > below[0].top:
        return False
    return block.size >= BANNER * statistics.median_low(b.size for b in below)


def _side(block: Block, gutter: float) -> int:
    tolerance = OVERHANG * block.size
    if block.right <= gutter + tolerance:
        return -1
    if block.left >= gutter - tolerance:
        return 1
    crossing = sum(
        1 for i in block.items if i.left < gutter - tolerance and i.right > gutter + tolerance
    )
    if crossing == 0:
        return -1 if sum(i.middle_x < gutter for i in block.items) * 2 >= len(block.items) else 1
    return 0


def _gutter(blocks: list[Block]) -> float | None:
    """The x that the fewest lines cross while some lines stand wholly on either side."""
    items = [i for block in blocks for i in block.items if i.width >= NARROW * i.size]
    if len(items) < 2 * MIN_COLUMN:
        return None
    low = min(i.left for i in items)
    span = max(i.right for i in items) - low
    count = int(span / BIN) + 2
    if count < 8 or count > 4000:
        return None
    ends = [0.0] * (count + 1)
    starts = [0.0] * (count + 1)
    for item in items:
        ends[min(count, max(0, int((item.right - low - OVERHANG * item.size) / BIN) + 1))] += (
            item.height
        )
        starts[min(count, max(0, int((item.left - low + OVERHANG * item.size) / BIN)))] += (
            item.height
        )
    total = sum(i.height for i in items)
    need = MIN_COLUMN * sorted(i.height for i in items)[len(items) // 2]
    left, right = 0.0, total
    best: tuple[float, int, int] | None = None
    for x in range(count):
        left += ends[x]
        if x:
            right -= starts[x - 1]
        if left >= need and right >= need:
            cross = total - left - right
            if best is None or cross < best[0] - 0.01:
                best = (cross, x, x)
            elif abs(cross - best[0]) <= 0.01 and x == best[2] + 1:
                best = (best[0], best[1], x)
    if best is None or best[0] > total - 2 * need:
        return None
    gutter = low + BIN * (best[1] + best[2]) / 2
    return gutter if _facing(items, gutter) else None


def _facing(items: list[Item], gutter: float) -> bool:
    """Whether lines on both sides stand at the same height: columns, not a heading and a date."""
    left = sorted((i for i in items if i.right <= gutter + OVERHANG * i.size), key=lambda i: i.top)
    right = sorted((i for i in items if i.left >= gutter - OVERHANG * i.size), key=lambda i: i.top)
    if not left or not right:
        return False
    top = max(left[0].top, right[0].top)
    bottom = min(max(i.bottom for i in left), max(i.bottom for i in right))
    return bottom - top > 1.2 * items[0].height


def _by_rows(blocks: list[Block]) -> list[Item]:
    ordered = rows(i for b in blocks for i in b.items)
    for row in ordered:
        for item in row:
            item.mates = len(row) - 1
    return [item for row in ordered for item in row]


def rows(items: Iterable[Item]) -> list[list[Item]]:
    """Group the lines of one column into rows, top to bottom, each from left to right."""
    ordered = sorted(items, key=lambda i: (i.middle, i.left))
    found: list[list[Item]] = []
    for item in ordered:
        if found:
            anchor = max(found[-1], key=lambda i: i.width)
            close = abs(item.middle - anchor.middle) < SAME_ROW * min(item.height, anchor.height)
            clash = any(
                min(i.right, item.right) - max(i.left, item.left) > 0.5 * min(i.width, item.width)
                for i in found[-1]
            )
            if close and not clash:
                found[-1].append(item)
                continue
        found.append([item])
    for row in found:
        row.sort(key=lambda i: i.left)
    return found
