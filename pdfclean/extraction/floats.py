"""Captions, tables and figure text of one page, by geometry."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pdfclean.document import Box, Page, Role
from pdfclean.extraction.columns import rows
from pdfclean.extraction.habits import Habits
from pdfclean.extraction.items import Block, Item
from pdfclean.extraction.lexicon import SOURCE
from pdfclean.extraction.prose import PROSE
from pdfclean.extraction.shapes import caption_start, words

__all__ = ["label_floats", "label_loose_tables"]

REACH = 45.0
"""Points between a caption and its table, or between the parts of a table."""
RULE_EDGE = 5.0
"""Points by which the rules of one table may differ at their ends."""
SMALL = 0.95
"""Share of the body size under which type is not body text."""
FIGURE_AREA = 1500.0
"""Square points from which a picture or drawing can hold text of its own."""
BACKGROUND = 0.8
"""Share of the page from which a picture lies behind the text."""
MARGIN = 8.0
"""Points round a picture in which its labels stand."""
MAX_RULES = 300
"""Rules of a page that are looked at."""


def label_floats(page: Page, blocks: Sequence[Block], habits: Habits) -> None:
    """Label the captions of a page, then what they name, then text inside pictures."""
    open_blocks = [b for b in blocks if b.items[0].role is None]
    captions = []
    for block in open_blocks:
        kind = _caption_kind(block, habits)
        if kind is not None:
            block.label(Role.CAPTION, 0.85)
            captions.append((block, kind))
    boxes = _figure_boxes(page)
    for block in open_blocks if captions or boxes else ():
        if block.size < SMALL * habits.body and SOURCE.match(block.text):
            block.label(Role.CAPTION, 0.7)
    for block, _ in captions:
        _extend_caption(block, open_blocks, habits)
    areas = _rule_areas(page, blocks, habits)
    for block, kind in captions:
        if kind == "table":
            _label_table(block, open_blocks, areas, habits)
    _label_ruled(areas, open_blocks)
    for block, kind in captions:
        if kind != "table":
            _label_figure(block, open_blocks, boxes, habits)
    _label_boxed(boxes, open_blocks, habits)


def _figure_boxes(page: Page) -> list[Box]:
    """Pictures and drawings that can hold text: on the page, neither specks nor backgrounds."""
    width, height = page.size
    found = []
    for box in (*page.images, *page.drawings):
        seen = Box(
            max(0.0, box.left), max(0.0, box.top), min(width, box.right), min(height, box.bottom)
        )
        if seen.width <= 0 or seen.height <= 0 or box.width > 2 * width or box.height > 2 * height:
            continue
        if FIGURE_AREA <= seen.width * seen.height <= BACKGROUND * width * height:
            found.append(seen)
    return found


def _caption_kind(block: Block, habits: Habits) -> str | None:
    first = block.items[0]
    possible, sure, table = caption_start(first.text)
    if not possible:
        return None
    if not sure:
        small = first.size < SMALL * habits.body
        head = first.line.runs[0] if first.line.runs else None
        marked = head is not None and head.weight >= 600 and not first.bold
        if not (small or marked):
            return None
    return "table" if table else "figure"


def _extend_caption(block: Block, blocks: Sequence[Block], habits: Habits) -> None:
    """A caption's further paragraphs: right below, in its own type, which is not the body's."""
    if abs(block.size - habits.body) <= 0.03 * habits.body and len(block.items) > 1:
        return
    tail = block
    for _ in range(6):
        below = [
            b
            for b in blocks
            if b.items[0].role is None
            and b.top >= tail.bottom - 2
            and b.top - tail.bottom < 1.1 * tail.size
            and _overlap(b, tail) > 0
            and abs(b.size - block.size) < 0.6
            and b.size < SMALL * habits.body
        ]
        if not below:
            return
        tail = min(below, key=lambda b: b.top)
        tail.label(Role.CAPTION, 0.7)


def _overlap(a: Block | Box, b: Block | Box) -> float:
    return min(a.right, b.right) - max(a.left, b.left)


def _rule_areas(page: Page, blocks: Sequence[Block], habits: Habits) -> list[Box]:
    """Areas between horizontal rules of the same extent, as far as no body text is between."""
    flat = sorted(
        (r for r in page.rules if r.width > 5 * r.height and r.width > 60), key=lambda r: r.top
    )
    text = [b for b in blocks if _body_text(b, habits)]
    areas: list[Box] = []
    for rule in flat[:MAX_RULES]:
        for position in range(len(areas) - 1, -1, -1):
            area = areas[position]
            if (
                abs(area.left - rule.left) <= RULE_EDGE
                and abs(area.right - rule.right) <= RULE_EDGE
            ):
                strip = Box(rule.left, area.bottom, rule.right, rule.top)
                if not any(_inside(b, strip) for b in text):
                    bottom = max(area.bottom, rule.bottom)
                    areas[position] = Box(area.left, area.top, area.right, bottom)
                    break
        else:
            areas.append(rule)
    return [a for a in areas if a.height > 8]


def _body_text(block: Block, habits: Habits) -> bool:
    """Running text in the body's size and measure, several lines of it."""
    if block.prose < PROSE or len(block.items) < 3 or block.size < SMALL * habits.body:
        return False
    column = habits.column(block.left, block.right)
    return column is not None and block.width >= 0.8 * (column[1] - column[0])


def _inside(block: Block, area: Box, slack: float = 4.0) -> bool:
    return (
        block.top >= area.top - slack
        and block.bottom <= area.bottom + slack
        and block.left >= area.left - slack
        and block.right <= area.right + slack
    )


def _label_table(
    caption: Block, blocks: Sequence[Block], areas: Sequence[Box], habits: Habits
) -> None:
    left, right = caption.left, caption.right
    for area in areas:
        near = -10 < area.top - caption.bottom < REACH or -10 < caption.top - area.bottom < REACH
        if near and min(area.right, right) - max(area.left, left) > 0:
            for block in blocks:
                if _inside(block, area):
                    block.label(Role.TABLE, 0.85)
            left, right = min(left, area.left), max(right, area.right)
    column = habits.column(caption.left, caption.right)
    if column:
        left, right = min(left, column[0]), max(right, column[1])
    if not _walk(caption, blocks, (left, right), habits, down=True):
        _walk(caption, blocks, (left, right), habits, down=False)


def _walk(
    caption: Block, blocks: Sequence[Block], span: tuple[float, float], habits: Habits, down: bool
) -> bool:
    """Label what follows (or precedes) a table's caption until running text or a wide gap."""
    left, right = span
    edge = caption.bottom if down else caption.top
    found = False
    order = sorted(blocks, key=lambda b: b.top if down else -b.bottom)
    for block in order:
        gap = block.top - edge if down else edge - block.bottom
        if gap < -3 or min(block.right, right) - max(block.left, left) < 0.5 * min(
            block.width, right - left
        ):
            continue
        role = block.items[0].role
        if gap > REACH or role not in (None, Role.TABLE, Role.CAPTION):
            break
        if role is Role.CAPTION:
            if block is caption or block.top < caption.bottom + 2:
                continue
            break
        if role is None:
            body = block.size >= SMALL * habits.body
            if block.prose >= PROSE and (body or (found and len(block.items) > 8)):
                break
            if body and _heading_like(block, habits) and found:
                break
            block.label(Role.TABLE, 0.75)
        found = True
        edge = max(edge, block.bottom) if down else min(edge, block.top)
    return found


def _heading_like(block: Block, habits: Habits) -> bool:
    first = block.items[0]
    return (
        len(block.items) <= 2
        and (first.bold or first.size > 1.08 * habits.body)
        and first.letters >= 4
    )


def _label_ruled(areas: Sequence[Box], blocks: Sequence[Block]) -> None:
    """Cells between rules without a caption in reach."""
    for area in areas:
        inside = [b for b in blocks if b.items[0].role is None and _inside(b, area)]
        count = sum(len(b.items) for b in inside)
        prose = sum(len(b.items) for b in inside if b.prose >= PROSE)
        row_count = len(rows(i for b in inside for i in b.items))
        if count >= 6 and prose < 0.2 * count and count >= 2 * row_count:
            for block in inside:
                block.label(Role.TABLE, 0.7)


def _label_figure(
    caption: Block, blocks: Sequence[Block], boxes: Sequence[Box], habits: Habits
) -> None:
    """Text between a figure's caption and the running text above (or below) it."""
    ceiling = 0.0
    for block in blocks:
        if block.bottom <= caption.top + 2 and _overlap(block, caption) > 0:
            stop = block.prose >= PROSE and block.size >= SMALL * habits.body
            if stop or (block.items[0].role is Role.CAPTION and block is not caption):
                ceiling = max(ceiling, block.bottom)
    column = habits.column(caption.left, caption.right)
    left, right = column or (caption.left, caption.right)
    art = [
        b
        for b in boxes
        if b.top >= ceiling - 20
        and b.bottom <= caption.top + 20
        and min(b.right, right) - max(b.left, left) > 0
    ]
    if art:
        left = min(left, *(b.left for b in art))
        right = max(right, *(b.right for b in art))
    for block in blocks:
        if block.items[0].role is not None or block.prose >= PROSE:
            continue
        between = block.top >= ceiling - 2 and block.bottom <= caption.top + 4
        if not between or min(block.right, right) - max(block.left, left) <= 0:
            continue
        held = any(_inside(block, b, MARGIN) for b in art)
        strange = not habits.text_size(block.size) or block.items[0].line.font != habits.font
        if held or (
            strange and not _heading_like(block, habits) and block.size < 1.15 * habits.body
        ):
            block.label(Role.FIGURE_TEXT, 0.8 if held else 0.6)


def _label_boxed(boxes: Sequence[Box], blocks: Sequence[Block], habits: Habits) -> None:
    """Short strange-typed text inside a picture that has no caption."""
    for block in blocks:
        first = block.items[0]
        if first.role is not None or block.prose >= 0.3 or block.size >= SMALL * habits.body:
            continue
        if all(i.mono for i in block.items) and not habits.mono:  # a listing in a frame
            continue
        if len(words(block.text)) > 6 * len(block.items):
            continue
        if any(_inside(block, b, 2.0) for b in boxes):
            block.label(Role.FIGURE_TEXT, 0.6)


def label_loose_tables(regions: Sequence[Sequence[Item]], habits: Habits) -> None:
    """Rows of several cells each, three and more one under the other, without caption or rules."""
    for region in regions:
        run: list[list[Item]] = []
        for row in [*rows([i for i in region if i.role is None]), []]:
            cells = [i for i in row if i.block is None or i.block.prose < PROSE]
            if len(cells) >= 2 and len(cells) == len(row) and _cell_like(cells):
                run.append(row)
                continue
            if len(run) >= 3 and sum(len(r) for r in run) >= 2.5 * len(run):
                for cells in run:
                    for item in cells:
                        item.label(Role.TABLE, 0.6)
            run = []


def _cell_like(cells: Sequence[Item]) -> bool:
    gaps = [b.left - a.right for a, b in pairwise(cells)]
    return min(gaps) > 0.8 * cells[0].size and max(len(c.text) for c in cells) < 60
