"""Program listings, and stray signs that are part of no text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from pdfclean.document import Box, Page, Role
from pdfclean.extraction.habits import Habits
from pdfclean.extraction.items import Block, Item
from pdfclean.extraction.prose import PROSE
from pdfclean.extraction.sentences import sentence
from pdfclean.extraction.shapes import words

__all__ = ["label_algorithms", "label_listings", "label_numbered", "label_steps", "label_strays"]

NUMBERED = 3
"""Line numbers in a row that make a listing; margin numbers beside prose are furniture instead."""
ALIGNED = 4.0
"""Points by which the numbers' right edges may differ."""
SAME_RULE = 3.0
"""Points by which the ends of the rules round one algorithm may differ."""
HEAD = 45.0
"""Points between an algorithm's first two rules: its caption, of at most three lines."""
_ALGORITHM = re.compile(
    r"(?:algorithm\w*|algoritm\w*|procedure|pseudo-?code|listing|算法|アルゴリズム)\s*\d",
    re.IGNORECASE,
)
STEPS = 4
"""Numbered steps in a row ("1:", "2:" ...) that make an algorithm."""
STEP_GAP = 6.0
"""Line heights between two steps, at most: a step may take several lines."""
CODED = 0.4
"""Share of the numbered steps that must look like program text; verses and agendas have none."""
SLACK = 3.0
"""Points by which a line may reach out of its algorithm."""
_STEP = re.compile(r"^(\d{1,3}):(?:\s|$)")
_PROGRAM = re.compile(
    r"[←⇐≔]|:=|[=!]=|^\d{1,3}:\s*(?:for|foreach|while|if|else|elsif|end|return|repeat|until|loop"
    r"|function|procedure)\b"
)
PROGRAM_SIGNS = frozenset("{}[]=;<>_/\\|#$&*+@~^`")
"""Signs that programs are full of."""
PROGRAM_SHARE = 0.02
"""Share of them up to which sentences in typewriter type are prose. The least among the listings of
the training pairs that end like a sentence is 0.03."""
STRAYS = 3
"""Wordless blocks on a page from which they are debris of a figure or table."""


def label_algorithms(page: Page, blocks: Sequence[Block]) -> None:
    """Label algorithms between three rules: rule, caption, rule, steps, rule (LaTeX's packages)."""
    rules = sorted((r for r in page.rules if r.width > r.height), key=lambda r: r.top)
    items = [i for b in blocks for i in b.items if i.role is None]
    for index, first in enumerate(rules):
        below = [rule for rule in rules[index + 1 :] if _alike(first, rule)][:2]
        if len(below) < 2 or below[0].top - first.top > HEAD:
            continue
        inside = [i for i in items if first.left - SAME_RULE <= i.left <= first.right]
        head = [i for i in inside if first.top <= i.middle <= below[0].top]
        if head and _ALGORITHM.match(min(head, key=lambda i: (round(i.top), i.left)).text):
            for item in head:
                item.label(Role.CAPTION, 0.9)
            for item in inside:
                if below[0].top < item.middle < below[1].top:
                    item.label(Role.CODE, 0.9)


def _alike(one: Box, other: Box) -> bool:
    return abs(one.left - other.left) <= SAME_RULE and abs(one.right - other.right) <= SAME_RULE


def label_listings(blocks: Sequence[Block], habits: Habits) -> None:
    """Label blocks that are wholly in typewriter type."""
    if habits.mono:
        return
    for block in blocks:
        if all(i.mono and i.role is None for i in block.items) and not _letter_like(block):
            block.label(Role.CODE, 0.8)


def _letter_like(block: Block) -> bool:
    """Whether typewriter type says sentences: a telegram or a letter that is quoted."""
    text = block.text
    signs = sum(1 for char in text if char in PROGRAM_SIGNS)
    return sentence(text) and signs <= PROGRAM_SHARE * len(text)


def label_numbered(blocks: Sequence[Block]) -> None:
    """Label lines of a listing that have line numbers before them."""
    items = [i for b in blocks for i in b.items if i.role in (None, Role.CODE)]
    for run in _number_runs(items):
        rows = [_beside(number, items) for number in run]
        if any(i.block is not None and i.block.prose >= PROSE for row in rows for i in row):
            continue
        if sum(1 for row in rows if row) < 0.6 * len(run):
            continue
        for number, row in zip(run, rows, strict=True):
            for item in (number, *row):
                item.label(Role.CODE, 0.7)


def label_steps(items: Sequence[Item], habits: Habits) -> None:
    """Label algorithms without rules: steps in the type of the text, numbered before a colon.

    Looked at last: by their type alone, half of the steps read like text.

    Args:
        items: the lines of one page, without its running lines.
        habits: the document's habits.
    """
    for run in _step_runs([i for i in items if _STEP.match(i.text)]):
        left = min(i.left for i in run) - SLACK
        column = habits.column(run[0].left, run[0].right)
        right = (column[1] if column else max(i.right for i in run)) + SLACK
        top, bottom = run[0].top - SLACK, run[-1].bottom + SLACK
        area = [
            i
            for i in items
            if left <= i.left and i.right <= right and top <= i.top and i.bottom <= bottom
        ]
        rows = [" ".join(i.text for i in (step, *_beside(step, area))) for step in run]
        if sum(1 for text in rows if _PROGRAM.search(text)) < CODED * len(run):
            continue
        for item in area:
            if item.role in (None, Role.BODY, Role.HEADING, Role.LIST):
                item.label(Role.CODE, 0.8)


def _step_runs(steps: Sequence[Item]) -> list[list[Item]]:
    """Runs of steps whose numbers rise by one down a column."""
    runs: list[list[Item]] = []
    for item in sorted(steps, key=lambda i: i.top):
        for run in runs:
            last = run[-1]
            near = 0 < item.top - last.top < STEP_GAP * last.height
            under = abs(item.left - last.left) <= 2 * item.size
            if near and under and _step(item) == _step(last) + 1:
                run.append(item)
                break
        else:
            runs.append([item])
    return [run for run in runs if len(run) >= STEPS]


def _step(item: Item) -> int:
    return int(item.text.split(":", 1)[0])


def _number_runs(items: Sequence[Item]) -> list[list[Item]]:
    """Runs of numbers that rise by one down the page with a common right edge."""
    columns: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        if item.text.isdecimal() and len(item.text) <= 4:
            columns[round(item.right / ALIGNED)].append(item)
    runs: list[list[Item]] = []
    for column in columns.values():
        column.sort(key=lambda i: i.top)
        run = column[:1]
        for a, b in pairwise(column):
            if int(b.text) - int(a.text) == 1 and b.top - a.top < 4 * a.height:
                run.append(b)
                continue
            runs.append(run)
            run = [b]
        runs.append(run)
    return [run for run in runs if len(run) >= NUMBERED]


def _beside(number: Item, items: Sequence[Item]) -> list[Item]:
    return [
        i
        for i in items
        if i is not number
        and abs(i.middle - number.middle) < 0.5 * max(i.height, number.height)
        and i.left > number.right - 1
        and not i.text.isdecimal()
    ]


def label_strays(blocks: Sequence[Block], habits: Habits) -> None:
    """Label what has no word and stands alone: tick marks, cells, fragments of formulas."""
    strays = [
        b
        for b in blocks
        if b.items[0].role is None
        and all(i.role is None and i.mates != 1 for i in b.items)
        and not any(words(i.text) for i in b.items)
        and b.size < 1.1 * habits.body
    ]
    _label_marks(blocks)
    if len(strays) < STRAYS:
        strays = [b for b in strays if b.size < 0.9 * habits.body]
    for block in strays:
        mathematical = any(i.math > 0.3 for i in block.items)
        block.label(Role.EQUATION if mathematical else Role.FIGURE_TEXT, 0.5)


def _label_marks(blocks: Sequence[Block]) -> None:
    """Raised numbers that stand apart from the line they belong to: footnote marks."""
    lines = [i for b in blocks for i in b.items if i.letters >= 10 and i.role is None]
    for block in blocks:
        for item in block.items:
            if item.role is None and item.mates and item.text.isdecimal():
                host = next((i for i in lines if _raised(item, i)), None)
                if host is not None:
                    item.label(Role.FOOTNOTE, 0.6)


def _raised(mark: Item, line: Item) -> bool:
    overlap = min(mark.bottom, line.bottom) - max(mark.top, line.top)
    small = mark.size <= 0.85 * line.size and mark.bottom < line.bottom - 0.1 * line.size
    return small and overlap > 0.4 * mark.height
