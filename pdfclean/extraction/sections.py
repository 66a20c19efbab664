"""Reference lists, back matter, contents pages: what a section's lines are, read in order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from pdfclean.document import Role
from pdfclean.extraction.entries import (
    PROSE_WORDS,
    SURELY_PROSE,
    entry_number,
    entry_start,
    prose_again,
    reference_signs,
)
from pdfclean.extraction.habits import Habits
from pdfclean.extraction.items import Item
from pdfclean.extraction.prose import PROSE
from pdfclean.extraction.shapes import (
    abstract_heading,
    back_matter_heading,
    contents_heading,
    introduction_heading,
    keywords_start,
    page_number,
    reference_heading,
    terminal,
    topic_heading,
)

__all__ = ["Sections", "heading"]

WINDOW = 10
"""Lines that are judged together when a list of references may begin or end."""
DENSE = 0.5
"""Signs of a reference a line (mean over a window) that make a list under its heading. On the
training pairs 99% of windows in lists have 0.5 and more, 95% have 1.0; 95% of windows of prose have
0.5 or less, 98% have 1.0 or less."""
RESUME = 1.2
"""Mean from which a list that was left (for a column of thanks beside it) goes on."""
SPARSE = 0.5
"""Mean up to which a window is no longer a list of references."""
UNNAMED = 1.5
"""Mean over ``2 * WINDOW`` lines that makes a list without a heading."""
LONGEST_BACK_MATTER = 60
"""Lines after which a back matter section is doubted: it is body after all."""
CONTENTS_WRAP = 4
"""Lines of the longest entry of a contents page."""
CONTENTS_STEP = 60
"""Pages between entries of a contents page, at most; a year at a line's end is further."""
CONTENTS_ROWS = 3
"""Rows with dots that make a page a contents page."""
TOPIC = 0.2
"""Share of the document's lines of prose that stand behind the heading of a chapter. Behind one of
back matter, the thanks of a thesis and the margins of a first page apart, there are 0.12 at most in
the training pairs."""
TOPIC_SIZE = 0.97
"""Type sizes of the body under which a heading stands in a margin."""
RUN = 5
"""Numbered entries in a row that make a list of references without a heading."""
LEADER = re.compile(
    r"(?:\.\s?){4,90}\s{0,20}(?:\d{1,4}|[ivxlc]{1,6})\s{0,20}$|(?:\.\s?){8,90}$"
    r"|(?:…\s?){2,90}\s{0,20}\d{1,9}\s{0,20}$|_{5,90}\s{0,20}\d{1,9}$"
)
_TAIL_NUMBER = re.compile(r"[\s.](?:\d{1,4}|[ivxl]{1,6})(?:,\s?\d{1,4}(?:[-–]\d{1,4})?)*$")


def heading(item: Item, habits: Habits) -> bool:
    """Whether a line looks like a heading: short, apart, in heavier or larger type or capitals."""
    if item.role not in (None, Role.HEADING) or not 2 <= len(item.text) <= 160 or item.letters < 2:
        return False
    block = item.block
    if block is not None and len(block.items) > 3:
        return False
    if item.text.endswith((",", ";", "-")) or item.mono or item.mates > 1:
        return False
    larger = item.size > 1.08 * habits.body
    caps = item.text.upper() == item.text and item.letters >= 4 and len(item.text) < 90
    other = item.line.font != habits.font and item.size >= 0.97 * habits.body and not item.line.runs
    whole = not item.line.runs or all(
        r.weight >= 600 for r in item.line.runs if len(item.line.text[r.start : r.end].strip()) > 2
    )
    if terminal(item.text) and not larger and not item.bold:
        return False
    return (
        larger
        or (item.bold and whole)
        or caps
        or (other and len(item.text) < 80 and item.letters >= 4)
    )


class Sections:
    """A small machine that walks the lines in reading order and remembers the section it is in."""

    def __init__(self, habits: Habits) -> None:
        self._habits = habits
        self._state: Role | None = None
        self._since: list[Item] = []
        self._entry_size = 0.0
        self._page = 0

    def label(self, items: Sequence[Item]) -> None:
        """Label the lines that have no role yet; ``items`` are in reading order."""
        flow = [i for i in items if i.role is None]
        after = [i.text for i in flow[1:]] + [""]
        signs = [reference_signs(i.text, b) for i, b in zip(flow, after, strict=False)]
        for n, item in enumerate(flow):
            self._step(flow, signs, n, item)
        _finish_contents(flow)

    def _step(self, flow: list[Item], signs: list[int], n: int, item: Item) -> None:
        head = heading(item, self._habits)
        if LEADER.search(item.text) and len(item.text) > 8:
            item.label(Role.CONTENTS, 0.85)
            return
        if n and flow[n - 1].role is Role.CONTENTS and item.mates and page_number(item.text):
            item.label(Role.CONTENTS, 0.85)
            return
        if self._opens_references(flow, signs, n, item):
            self._enter(Role.REFERENCE)
        elif self._state is Role.REFERENCE and self._ends_references(flow, signs, n, item, head):
            self._enter(None)
        if self._state is not Role.REFERENCE:
            if self._own_line(item, head):
                self._open(flow, n, item, head)
            if item.role is None and keywords_start(item.text):
                self._keywords(item)
        if item.role is None:
            self._continue(flow, n, item, head)

    def _enter(self, state: Role | None) -> None:
        self._state, self._since, self._page = state, [], 0

    def _continue(self, flow: list[Item], n: int, item: Item, head: bool) -> None:
        """A line inside a section has the section's role."""
        if self._state is Role.REFERENCE:
            item.label(Role.REFERENCE, 0.85)
            self._entry_size = item.size
        elif self._state is Role.BACK_MATTER:
            self._since.append(item)
            item.label(Role.BACK_MATTER, 0.75)
            if len(self._since) > LONGEST_BACK_MATTER:
                for earlier in self._since:
                    earlier.label(Role.BODY, 0.3)
                self._enter(None)
        elif self._state is Role.CONTENTS and self._contents_line(flow, n, item):
            item.label(Role.CONTENTS, 0.8)
        elif head:
            item.label(Role.HEADING, 0.7)

    def _contents_line(self, flow: list[Item], n: int, item: Item) -> bool:
        """Whether this line or one of the next ends with a page number not below the last."""
        for later in flow[n : n + CONTENTS_WRAP]:
            value = _tail_number(later)
            if value is not None and self._page <= value <= self._page + CONTENTS_STEP:
                self._page = value if later is item else self._page
                return True
        self._enter(None)
        return False

    def _own_line(self, item: Item, head: bool) -> bool:
        if head:
            return True
        block = item.block
        first = block is None or block.items[0] is item
        return first and len(item.text) < 60 and not terminal(item.text)

    def _open(self, flow: list[Item], n: int, item: Item, head: bool) -> None:
        """A heading closes the section before it and may open one of its own."""
        among = self._state is Role.BACK_MATTER
        if back_matter_heading(item.text, among) and (among or not self._topic(flow, n, item)):
            self._enter(Role.BACK_MATTER)
            item.label(Role.BACK_MATTER, 0.8)
        elif contents_heading(item.text) and any(
            _tail_number(i) is not None for i in flow[n + 1 : n + 6]
        ):
            self._enter(Role.CONTENTS)
            item.label(Role.CONTENTS, 0.8)
        elif abstract_heading(item.text) or introduction_heading(item.text) or head:
            self._enter(None)
            item.label(Role.HEADING, 0.8)

    def _topic(self, flow: list[Item], n: int, item: Item) -> bool:
        """Whether a heading that back matter can have ("Funding") heads a chapter of the text.

        Back matter stands at the end; a chapter has others after it.
        """
        if not topic_heading(item.text) or item.size < TOPIC_SIZE * self._habits.body:
            return False
        last = max((m for m, i in enumerate(flow) if reference_heading(i.text)), default=len(flow))
        text = [m for m, i in enumerate(flow[:last]) if i.block and i.block.prose >= PROSE]
        return sum(m > n for m in text) > TOPIC * len(text)

    def _keywords(self, item: Item) -> None:
        block = item.block
        item.label(Role.BACK_MATTER, 0.8)
        if block is None:
            return
        start = block.items.index(item)
        for later in block.items[start + 1 : start + 4]:
            if later.role is None:
                later.label(Role.BACK_MATTER, 0.7)
            if terminal(later.text):
                return

    def _opens_references(self, flow: list[Item], signs: list[int], n: int, item: Item) -> bool:
        after = signs[n + 1 : n + 1 + WINDOW]
        if reference_heading(item.text):
            listed = bool(after) and sum(after) >= DENSE * len(after)
            return listed and not prose_again(flow, n + 1, 2 * WINDOW, SURELY_PROSE)
        if self._state is Role.REFERENCE:
            return False
        return self._unnamed(flow, signs, n, item) and not prose_again(
            flow, n, 2 * WINDOW, PROSE_WORDS
        )

    def _unnamed(self, flow: list[Item], signs: list[int], n: int, item: Item) -> bool:
        """Whether a list goes on, or one begins that has no heading."""
        window = signs[n : n + WINDOW]
        resumed = abs(item.size - self._entry_size) < 0.2 and signs[n] > 0
        if resumed and len(window) >= 4 and sum(window) >= RESUME * len(window):
            return True
        wide = signs[n : n + 2 * WINDOW]
        if signs[n] >= 2 and len(wide) == 2 * WINDOW and sum(wide) >= UNNAMED * len(wide):
            return True
        return entry_start(item.text) and signs[n] >= 2 and self._numbered_run(flow, signs, n)

    def _numbered_run(self, flow: list[Item], signs: list[int], n: int) -> bool:
        """Entries 1, 2, 3 ... in order, each with a reference's signs."""
        value, hits, total, lines = entry_number(flow[n].text), 1, 0, 0
        if value is None or value > 1:
            return False
        for m in range(n + 1, min(len(flow), n + 6 * RUN)):
            number = entry_number(flow[m].text)
            if number == value + 1:
                value, hits = number, hits + 1
            if hits >= RUN:
                break
        total = sum(signs[n : m + 1])
        lines = m + 1 - n
        return hits >= RUN and total >= lines

    def _ends_references(
        self, flow: list[Item], signs: list[int], n: int, item: Item, head: bool
    ) -> bool:
        after = signs[n : n + WINDOW]
        sparse = sum(after) <= SPARSE * len(after)
        if head and not entry_start(item.text):
            follow = signs[n + 1 : n + 1 + WINDOW]
            if back_matter_heading(item.text) or sum(follow) <= SPARSE * len(follow):
                return True
        body = abs(item.size - self._habits.body) <= 0.03 * self._habits.body
        before = flow[n - 1] if n else None
        changed = before is not None and abs(before.size - item.size) > 0.06 * item.size
        if sparse and len(after) >= 4 and signs[n] == 0 and body and changed:
            return True
        starts = item.block is None or item.block.items[0] is item
        return sparse and starts and body and prose_again(flow, n, WINDOW, SURELY_PROSE)


def _tail_number(item: Item) -> int | None:
    """The page number that a line ends with (or is); 0 for a Roman one, None for none."""
    match = _TAIL_NUMBER.search(item.text)
    text = match.group().strip(" .") if match else item.text if page_number(item.text) else ""
    if not text:
        return None
    digits = re.match(r"\d{1,4}", text)
    return int(digits.group()) if digits else 0


def _finish_contents(flow: Sequence[Item]) -> None:
    """Rows of a contents page that have no dots: a title and, at its right, a page number."""
    counts = Counter(i.page for i in flow if i.role is Role.CONTENTS)
    for title, number in pairwise(flow):
        if (
            counts[number.page] >= CONTENTS_ROWS
            and number.role is not Role.CONTENTS
            and number.mates
            and number.page == title.page
            and page_number(number.text)
            and abs(title.middle - number.middle) < 0.5 * number.height
        ):
            title.label(Role.CONTENTS, 0.7)
            number.label(Role.CONTENTS, 0.7)
