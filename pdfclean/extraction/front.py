"""The head of a first page: title, authors, affiliations, and what journals print among them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pdfclean.document import Page, Role
from pdfclean.extraction.entries import reference_signs
from pdfclean.extraction.habits import Habits
from pdfclean.extraction.items import Block, Item
from pdfclean.extraction.prose import PROSE
from pdfclean.extraction.sentences import sentence, small_share
from pdfclean.extraction.shapes import (
    abstract_heading,
    contact_like,
    email,
    front_notice,
    introduction_heading,
    keywords_start,
    licence,
    place,
    words,
)

__all__ = ["label_front"]

TITLE_SIZE = 1.15
"""Type sizes of the body from which a line can be the title without further evidence."""
SECOND_TITLE = 0.75
"""Share of the title's size from which a line under it is its subtitle or translation."""
TITLE_ZONE = 0.6
"""Share of the first page's height in which the title stands."""
SMALL_WORDS = 0.7
"""Share of words in small letters above which lines are no names and addresses."""
NAME_LINES = 2
"""Lines from which on that share says something."""
CONTACT_LINES = 5
"""The same with an e-mail address among them: a note on correspondence is as long."""
OWN_TITLE = 20
"""Letters of a title that a text does not hold by chance."""
CITATION_LINES = 7
"""Lines of the longest citation of a paper by itself."""
SMALL = 0.97
"""Type sizes of the body up to which a paper's citation of itself is set."""
FIRST_SECTION = re.compile(r"^(?:1|I)\.?\s+[^\W\d_]{3}")
"""The heading of a first numbered section."""
HEAD_LINES = 14
"""Lines of a head whose end is not in sight."""
TITLE_LINES = 8
"""Lines of the longest title; a first page in large type has no title of its own."""


def label_front(page: Page, order: Sequence[Item], habits: Habits) -> None:
    """Label the head of a first page: what stands before the abstract or the first prose."""
    if page.reader == "pypdf":
        return
    flow = [i for i in order if i.upright]
    end = next((n for n, i in enumerate(flow) if _ends_front(i, habits)), None)
    title = _title(flow, end, page, habits)
    if not title:
        return
    for item in title:
        item.label(Role.TITLE, 0.8)
    _label_citation(flow, title, habits)
    start, last = flow.index(title[0]), flow.index(title[-1])
    for item in flow[:start]:
        if item.role is None and item.bottom <= title[0].top + 2 and not _prose(item):
            item.label(Role.RUNNING_HEADER, 0.6)
    people = flow[last + 1 : end]
    if end is None:  # no sign of where the text begins: look no further than a head can reach
        people = people[:HEAD_LINES]
        if not any(email(i.text) or place(i.text) for i in people):
            return
    _label_people(people, title[0].size, habits)


def _label_citation(flow: Sequence[Item], title: Sequence[Item], habits: Habits) -> None:
    """Label how the paper wants to be cited: its own title in small type, a year, a volume."""
    own = _solid(" ".join(i.text for i in title))
    for block in {id(i.block): i.block for i in flow if i.block is not None}.values():
        if len(own) < OWN_TITLE or block.size > SMALL * habits.body or block.items[0] in title:
            continue
        if len(block.items) > CITATION_LINES:  # an abstract with the citation under it
            continue
        if own in _solid(block.text) and reference_signs(block.text) >= 2:
            block.label(Role.RUNNING_FOOTER, 0.75)


def _solid(text: str) -> str:
    """The letters of a text, in whatever case and however it is broken."""
    return "".join(filter(str.isalpha, text)).casefold()


def _label_people(flow: Sequence[Item], title_size: float, habits: Habits) -> None:
    named = False
    for item in flow:
        if item.role is not None:
            named = named or item.role is Role.AFFILIATION
            continue
        text = item.block.text if item.block else item.text
        if sentence(text) or sentence(item.text) or _runs_on(item, habits):
            continue
        second = item.size >= SECOND_TITLE * title_size and not (named or place(text))
        if second and not email(text):
            item.label(Role.TITLE, 0.6)
        elif front_notice(text) or front_notice(item.text):
            item.label(Role.AFFILIATION if email(text) else Role.RUNNING_HEADER, 0.7)
        elif email(item.text) or place(text):
            item.label(Role.AFFILIATION, 0.75)
            named = True
        elif not named or contact_like(text) >= 0.4:
            item.label(Role.AFFILIATION if named else Role.AUTHOR, 0.65)


def _runs_on(item: Item, habits: Habits) -> bool:
    """Whether a line is one of several with more small words than any list of people has."""
    block = item.block
    if block is None or block.size >= TITLE_SIZE * habits.body:
        return False
    few = CONTACT_LINES if email(block.text) else NAME_LINES
    return len(block.items) > few and small_share([block.text]) > SMALL_WORDS


def _prose(item: Item) -> bool:
    block = item.block
    return block is not None and block.prose >= PROSE and not front_notice(block.text)


def _title(flow: Sequence[Item], end: int | None, page: Page, habits: Habits) -> list[Item]:
    zone = [
        i
        for i in flow[:end]
        if i.role is None and i.top < TITLE_ZONE * page.size[1] and i.letters >= 4 and words(i.text)
    ]
    large = [i for i in zone if i.size >= TITLE_SIZE * habits.body]
    large = [i for i in large if i.letters >= 12] or large
    if not large:
        people = any(
            email(i.text) or place(i.text) or (front_notice(i.text) and i.role is not None)
            for i in flow[:end]
        )
        if end is None or not people:
            return []
        large = [
            i
            for i in zone
            if len(words(i.text)) >= 3 and i.size >= 0.97 * habits.body and not front_notice(i.text)
        ]
        if not large:
            return []
    size = max(i.size for i in large)
    first = next(i for i in large if abs(i.size - size) < 0.05 * size)
    title = [first]
    for item in flow[flow.index(first) + 1 : end]:
        close = item.top - title[-1].bottom < 1.2 * size and item.role is None
        if not close or abs(item.size - size) >= 0.06 * size or item.bold != first.bold:
            break
        title.append(item)
    return title if len(title) <= TITLE_LINES else []


def _ends_front(item: Item, habits: Habits) -> bool:
    text = item.text
    if abstract_heading(text) or introduction_heading(text) or keywords_start(text):
        return True
    head = text.split(" ", 1)[0].strip(":.—–-[]()")
    if abstract_heading(head) and len(text) > 30:
        return True
    if FIRST_SECTION.match(text) and (item.bold or item.size > 1.05 * habits.body):
        return True
    return item.role is None and item.block is not None and _first_prose(item.block, habits)


def _first_prose(block: Block, habits: Habits) -> bool:
    large = TITLE_SIZE if len(block.items) >= TITLE_LINES else 1.05
    if block.prose < 0.6 or block.size >= large * habits.body:
        return False
    text = block.text
    if len(block.items) >= 3 and not front_notice(text) and contact_like(text) < 0.6:
        return True
    return len(block.items) >= 8 and not licence(text) and not email(text)
