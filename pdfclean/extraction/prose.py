"""How much a block looks like running text."""

from __future__ import annotations

from collections.abc import Sequence

from pdfclean.extraction.habits import Habits
from pdfclean.extraction.items import Block
from pdfclean.extraction.shapes import is_cjk, math_share, terminal, words

__all__ = ["PROSE", "measure"]

PROSE = 0.5
"""From this score on a block is running text."""
FULL = 0.82
"""Share of the block's (or column's) width that a full line of prose fills; ragged-right setting
leaves up to 15%."""
WORDS_A_LINE = 3.5
"""Words (of two letters and more) a line; columns of 40 characters hold 5."""
SMALL_WORDS = 0.5
"""Share of words in small letters; titles, names and table cells have fewer."""


def measure(blocks: Sequence[Block], habits: Habits) -> None:
    """Fill in ``Block.prose`` for all blocks of a page."""
    for block in blocks:
        block.prose = _score(block, habits)


def _score(block: Block, habits: Habits) -> float:
    text = block.text
    cjk = is_cjk(text)
    found = words(text)
    count = len(block.items)
    per_line = len(text) / 6 / count if cjk else len(found) / count
    if (
        per_line < WORDS_A_LINE
        or math_share(text) > 0.2
        or sum(i.mono for i in block.items) > 0.5 * count
    ):
        return 0.0
    small = 1.0 if cjk else sum(1 for w in found if w[0].islower()) / len(found)
    column = _column_width(block, habits)
    inner = block.items[:-1]
    score = 0.0
    if small >= SMALL_WORDS:
        score += 0.3
    elif small < 0.3:
        score -= 0.3
    if habits.text_size(block.size):
        score += 0.15
    if inner:
        full = sum(1 for i in inner if i.right - block.left >= FULL * block.width) / len(inner)
        score += 0.3 if full >= 0.7 else 0.0
    elif column and block.width >= FULL * column:
        score += 0.15
    if column and block.width >= FULL * column:
        score += 0.25
    if terminal(text):
        score += 0.1
    return max(0.0, min(1.0, score))


def _column_width(block: Block, habits: Habits) -> float:
    """Width of the narrowest usual column that holds the block, 0 when there is none."""
    column = habits.column(block.left, block.right)
    return column[1] - column[0] if column else 0.0
