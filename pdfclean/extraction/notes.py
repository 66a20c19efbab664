"""Notices, side boxes and footnotes: small type that stands beside the text, not in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pdfclean.document import Page, Role
from pdfclean.extraction.habits import Habits
from pdfclean.extraction.items import Block
from pdfclean.extraction.prose import PROSE
from pdfclean.extraction.sentences import sentence
from pdfclean.extraction.shapes import (
    back_matter_heading,
    contact_like,
    email,
    front_notice,
    licence,
    place,
)

__all__ = ["label_footnotes", "label_notices"]

SMALL = 0.93
"""Share of the body size under which type at a page's foot can be a footnote."""
FOOT = 0.45
"""Share of the page's height below which footnotes start."""
SIDE_WIDTH = 0.36
"""Share of the page's width that a side box has at most."""
TOLD = 4
"""Lines of sentences from which a side box is a text of its own; the longest notice without a label
in the training pairs has two."""
LABEL = 40
"""Characters in which a notice's label ends with its colon."""
EDGE = 0.12
"""Share of the page's height at top and foot where a publisher's line can stand."""
IMPRINT = re.compile(
    r"\bdoi\b|www\.|https?://|©|\(c\)\s|\bissn\b|\bvol(?:ume|\.)\s?\d|\d{4}[,;]\s?\d{1,4}[,;:]\s?\d",
    re.I,
)


def label_notices(page: Page, blocks: Sequence[Block], habits: Habits, first: bool) -> None:
    """Side boxes and notices of first (and last) pages: dates, citation, licence, editor."""
    open_blocks = [b for b in blocks if b.items[0].role is None]
    if not open_blocks or page.reader == "pypdf":
        return
    if first:
        _side_box(page, open_blocks, habits)
    for block in open_blocks:
        if block.items[0].role is not None or len(block.items) > 14:
            continue
        text = block.text
        small = block.size <= 0.97 * habits.body
        if first and small and len(block.items) <= 2 and _imprint(block, page):
            top = block.top < page.size[1] / 2
            block.label(Role.RUNNING_HEADER if top else Role.RUNNING_FOOTER, 0.7)
        elif first and small and block.top > FOOT * page.size[1] and email(text) and place(text):
            block.label(Role.AFFILIATION, 0.75)
        elif small and (front_notice(text) or licence(text)):
            role = Role.AFFILIATION if email(text) else Role.RUNNING_FOOTER
            block.label(role, 0.7)


def _imprint(block: Block, page: Page) -> bool:
    edge = block.bottom <= EDGE * page.size[1] or block.top >= (1 - EDGE) * page.size[1]
    return edge and IMPRINT.search(block.text) is not None


def _side_box(page: Page, blocks: Sequence[Block], habits: Habits) -> None:
    """A narrow column of small type beside the text of a first page."""
    text = [
        b
        for b in blocks
        if b.prose >= PROSE and b.size >= SMALL * habits.body and len(b.items) >= 3
    ]
    if not text:
        return
    left = min(b.left for b in text)
    right = max(b.right for b in text)
    side = [
        b
        for b in blocks
        if (b.right <= left - 2 or b.left >= right + 2)
        and b.width <= SIDE_WIDTH * page.size[0]
        and b.size < 0.98 * habits.body
    ]
    if sum(i.letters for b in side for i in b.items) < 60:
        return
    for block in side:
        if _told(block):
            continue
        if back_matter_heading(block.text.split(":")[0]):
            block.label(Role.BACK_MATTER, 0.75)
        else:
            block.label(Role.AFFILIATION if email(block.text) else Role.RUNNING_FOOTER, 0.75)


def _told(block: Block) -> bool:
    """Whether a side box tells something: sentences, without a label before them ("Funding:")."""
    head = block.text[:LABEL]
    return len(block.items) >= TOLD and sentence(block.text) and ":" not in head


def label_footnotes(page: Page, blocks: Sequence[Block], habits: Habits, first: bool) -> None:
    """Small type at the foot of a column, under a rule or starting with a mark."""
    if page.reader == "pypdf":
        return
    open_blocks = [b for b in blocks if b.items[0].role is None]
    lowest = sorted(open_blocks, key=lambda b: b.top)
    for block in lowest:
        if (
            block.items[0].role is not None
            or block.top < FOOT * page.size[1]
            or block.size > SMALL * habits.body
        ):
            continue
        if any(
            b.top > block.bottom
            and min(b.right, block.right) - max(b.left, block.left) > 0
            and b.size > SMALL * habits.body
            and sum(i.letters for i in b.items) > 20
            for b in open_blocks
        ):
            continue
        if _marked(block) or _ruled(block, page):
            for other in lowest:
                if (
                    other.top >= block.top - 1
                    and other.size <= SMALL * habits.body
                    and min(other.right, block.right) - max(other.left, block.left) > 0
                ):
                    contact = first and (
                        email(other.text)
                        or front_notice(other.text)
                        or contact_like(other.text) > 0.7
                    )
                    other.label(Role.AFFILIATION if contact else Role.FOOTNOTE, 0.75)


def _marked(block: Block) -> bool:
    first = block.items[0]
    runs = first.line.runs
    if runs and runs[0].rise > 0 and runs[0].end <= 4:
        return True
    text = first.text
    if text[:1] in "*†‡§¶#∗⁎✉":
        return True
    head = text.split(" ", 1)[0].rstrip(".)")
    return head.isdecimal() and len(head) <= 3 and len(text) > len(head) + 3


def _ruled(block: Block, page: Page) -> bool:
    return any(
        r.height < 3
        and -2 <= block.top - r.bottom <= 14
        and r.width <= 0.7 * page.size[0]
        and r.width >= 20
        and abs(r.left - block.left) <= 20
        for r in page.rules
    )
