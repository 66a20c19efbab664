"""The first page's head: title, authors, affiliations, dates, notices; side boxes; footnotes."""

from __future__ import annotations

from collections.abc import Sequence

from pdfclean.document import Page, Role
from pdfclean.extraction.habits import Habits
from pdfclean.extraction.items import Block, Item
from pdfclean.extraction.prose import PROSE
from pdfclean.extraction.shapes import (
    abstract_heading,
    back_matter_heading,
    contact_like,
    email,
    front_notice,
    introduction_heading,
    keywords_start,
    licence,
    place,
    words,
)

__all__ = ["label_footnotes", "label_front", "label_notices"]

TITLE_SIZE = 1.15
"""Type sizes of the body from which a line can be the title."""
TITLE_ZONE = 0.6
"""Share of the first page's height in which the title stands."""
SMALL = 0.93
"""Share of the body size under which type at a page's foot can be a footnote."""
FOOT = 0.45
"""Share of the page's height below which footnotes start."""
SIDE_WIDTH = 0.36
"""Share of the text's width that a side box has at most."""
MARKS = "*†‡§¶#∗⁎✉1234567890abcdefgh"


def label_front(page: Page, order: Sequence[Item], habits: Habits) -> None:
    """Label the head of a first page: what stands before the abstract or the first prose."""
    flow = [i for i in order if i.role is None and i.upright]
    if not flow or page.reader == "pypdf":
        return
    title = _title(flow, page, habits)
    if not title:
        return
    start = flow.index(title[0])
    for item in title:
        item.label(Role.TITLE, 0.8)
    for item in flow[:start]:
        if (
            item.role is None
            and (item.block is None or item.block.prose < PROSE or front_notice(item.block.text))
            and item.bottom <= title[0].top + 2
        ):
            item.label(Role.RUNNING_HEADER, 0.6)
    seen_author = False
    last = flow.index(title[-1])
    for item in flow[last + 1 :]:
        if item.role is not None:
            continue
        if _ends_front(item, habits):
            break
        block_text = item.block.text if item.block else item.text
        if front_notice(block_text) or front_notice(item.text):
            item.label(Role.AFFILIATION if email(block_text) else Role.RUNNING_HEADER, 0.7)
        elif email(item.text) or place(block_text):
            item.label(Role.AFFILIATION, 0.75)
            seen_author = True
        elif not seen_author or contact_like(block_text) >= 0.4:
            item.label(Role.AUTHOR if not seen_author else Role.AFFILIATION, 0.65)


def _title(flow: Sequence[Item], page: Page, habits: Habits) -> list[Item]:
    zone = [
        i
        for i in flow
        if i.top < TITLE_ZONE * page.size[1] and i.letters >= 4 and len(words(i.text)) >= 1
    ]
    zone = [i for i in zone if i.size >= TITLE_SIZE * habits.body]
    if not zone:
        return []
    long = [i for i in zone if i.letters >= 12] or zone
    size = max(i.size for i in long)
    first = next(i for i in flow if i in long and abs(i.size - size) < 0.05 * size)
    title = [first]
    for item in flow[flow.index(first) + 1 :]:
        if abs(item.size - size) < 0.06 * size and item.top - title[-1].bottom < 1.2 * size:
            title.append(item)
        else:
            break
    return title if len(title) <= 8 else []


def _ends_front(item: Item, habits: Habits) -> bool:
    if abstract_heading(item.text) or introduction_heading(item.text) or keywords_start(item.text):
        return True
    head = item.text.split(" ", 1)[0].strip(":.—–-[]()")
    if abstract_heading(head) and len(item.text) > 30:
        return True
    block = item.block
    if block is None:
        return False
    text = block.text
    if (
        block.prose >= 0.6
        and len(block.items) >= 3
        and not front_notice(text)
        and contact_like(text) < 0.5
    ):
        return True
    return block.prose >= 0.6 and len(block.items) >= 8 and not licence(text) and not email(text)


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
        if small and (front_notice(text) or licence(text)):
            role = Role.AFFILIATION if email(text) else Role.RUNNING_FOOTER
            block.label(role, 0.7)


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
        if back_matter_heading(block.text.split(":")[0]):
            block.label(Role.BACK_MATTER, 0.75)
        else:
            block.label(Role.AFFILIATION if email(block.text) else Role.RUNNING_FOOTER, 0.75)


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
