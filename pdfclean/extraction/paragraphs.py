"""From labelled lines in reading order to paragraphs that float and footnote cannot tear apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pdfclean.document import Placed, Role, Run, Space
from pdfclean.extraction.habits import Habits
from pdfclean.extraction.headings import same_heading
from pdfclean.extraction.items import Item
from pdfclean.extraction.shapes import enumerated, is_cjk, letters, terminal
from pdfclean.extraction.verse import ends_early, verse_lines

__all__ = ["Paragraphs"]

ASIDES = frozenset(
    {
        Role.RUNNING_HEADER,
        Role.RUNNING_FOOTER,
        Role.PAGE_NUMBER,
        Role.FOOTNOTE,
        Role.CAPTION,
        Role.TABLE,
        Role.FIGURE_TEXT,
        Role.AFFILIATION,
        Role.AUTHOR,
    }
)
"""Roles of lines that interrupt a paragraph; they are placed after it."""
LIMIT = 1500
"""Interrupting lines that a paragraph may be held open for (a table over ten pages)."""
INDENT = (0.6, 5.0)
"""Type sizes by which a first line is indented, least and most."""
LOOSE = 1.28
"""Line pitch, in usual pitches, from which a new paragraph starts."""
SHORT = 2.2
"""Type sizes that a paragraph's last line leaves free at the right, at least."""
HEADING_LINES = 3
"""Lines of a heading at most."""
ALIKE = 0.1
"""Share by which two type sizes may differ and be the same."""

_LABEL = re.compile(r"\(?(\d{1,3})[.)\]]\s|([•●○◦▪■□►▶➢✓✔‣∙·*–—-])\s")


class Paragraphs:
    """Takes labelled lines, gives placed ones; holds back the paragraph that is open."""

    def __init__(self, habits: Habits) -> None:
        self._habits = habits
        self._open: list[tuple[Item, Space]] = []
        self._held: list[Item] = []
        self._edges: dict[tuple[int, int], tuple[float, float]] = {}
        self._verse: set[Item] = set()

    def feed(self, regions: Sequence[Sequence[Item]], rest: Sequence[Item]) -> Iterator[Placed]:
        """Place the lines of one page; ``rest`` are its lines outside the text flow."""
        self._verse = {item for item, _ in self._open if item in self._verse}
        for region in regions:
            self._measure(region)
            for item in region:
                yield from self._take(item)
        for item in rest:
            yield from self._take(item)

    def flush(self) -> Iterator[Placed]:
        """Place what was held back."""
        yield from self._close()

    def _measure(self, region: Sequence[Item]) -> None:
        text = [i for i in region if i.role not in ASIDES and i.letters >= 20] or list(region)
        if text:
            lefts = sorted(i.left for i in text)
            self._edges[text[0].page, text[0].region] = (
                lefts[len(lefts) // 4 if len(lefts) > 8 else 0],
                max(i.right for i in text),
            )
            self._verse |= verse_lines(region, self._right(region))

    def _right(self, region: Sequence[Item]) -> float:
        """The right edge of a region's column, though every line of the region ends before it."""
        right = max(i.right for i in region)
        column = self._habits.column(min(i.left for i in region), right)
        return max(right, column[1]) if column else right

    def _take(self, item: Item) -> Iterator[Placed]:
        if item.role in ASIDES:
            if self._open and len(self._held) < LIMIT:
                self._held.append(item)
                return
            yield from self._close()
            self._held.append(item)
            yield from self._close()
            return
        space = self._space(item)
        if space is Space.PARAGRAPH:
            yield from self._close()
        self._open.append((item, space))

    def _close(self) -> Iterator[Placed]:
        for item, space in self._open:
            yield Placed(item.page, item.index, space)
        before: Item | None = None
        for item in self._held:
            same = (
                before is not None
                and before.role is item.role
                and (before.block is item.block or _below(before, item))
            )
            yield Placed(item.page, item.index, Space.SPACE if same else Space.PARAGRAPH)
            before = item
        self._open.clear()
        self._held.clear()

    def _space(self, item: Item) -> Space:
        """How a line of the text flow joins the line before it."""
        if not self._open:
            return Space.PARAGRAPH
        before = self._open[-1][0]
        first = self._open[0][0]
        if _kind(before) != _kind(item):
            return Space.PARAGRAPH
        if item.role is Role.EQUATION or before.role is Role.EQUATION:
            return self._around_equation(before, item)
        if item.role is Role.CODE:
            return Space.LINE if before.page == item.page else Space.PARAGRAPH
        if item in self._verse or before in self._verse:
            return self._around_verse(before, item)
        if before.page == item.page and before.region == item.region and item.top > before.top - 1:
            starts = self._starts_below(before, item, first)
        else:
            starts = self._starts_elsewhere(before, item)
        return Space.PARAGRAPH if starts else Space.SPACE

    def _around_equation(self, before: Item, item: Item) -> Space:
        if before.role is item.role or item.role is Role.EQUATION:
            return Space.SPACE
        low, _ = self._edges.get((item.page, item.region), (item.left, item.right))
        indented = item.left - low > INDENT[0] * item.size
        return Space.PARAGRAPH if indented and not item.text[:1].islower() else Space.SPACE

    def _around_verse(self, before: Item, item: Item) -> Space:
        """A line of a poem under another; a stanza begins under a gap or on another page."""
        if not (item in self._verse and before in self._verse and before.page == item.page):
            return Space.PARAGRAPH
        loose = LOOSE * self._habits.pitch(item.size) + 0.1 * item.size
        near = before.region == item.region and item.bottom - before.bottom <= loose
        return Space.LINE if near else Space.PARAGRAPH

    def _starts_below(self, before: Item, item: Item, first: Item) -> bool:
        """Whether a line under another starts a paragraph."""
        if item.role is Role.HEADING:
            return not same_heading(before, item)
        if _same_row(before, item):
            return False
        size = max(item.size, before.size)
        loose = LOOSE * self._habits.pitch(size) + 0.1 * size
        if not _same_size(before, item) or item.bottom - before.bottom > loose:
            return True
        _, high = self._edges.get((item.page, item.region), (item.left, item.right))
        if self._stands_alone(item, high) or (
            enumerated(item.text) and _next_entry(first, before, item)
        ):
            return True
        short = before.right < high - SHORT * size
        ended = short or terminal(before.text)
        if enumerated(item.text) and (ended or item.left <= first.left + 1):
            return ended and not _closes_bracket(before.text, item.text)
        return _starts_by_shape(before, item, first, short)

    def _stands_alone(self, item: Item, high: float) -> bool:
        """Whether what is open is a paragraph by its type: a heading that nothing else tells.

        Many a font tells no weight, so its being another one must do: all of the lines are set in
        it, and the last one ends where the next word would have had room.
        """
        before = self._open[-1][0]
        return (
            len(self._open) <= HEADING_LINES
            and all(_set_in(line, before.line.font, but=item.line.font) for line, _ in self._open)
            and not terminal(before.text)
            and item.text[:1].isupper()
            and ends_early(before, item, high)
        )

    def _starts_elsewhere(self, before: Item, item: Item) -> bool:
        """Whether the first line of a column or page starts a paragraph."""
        if item.role is Role.HEADING or abs(item.size - before.size) > 0.1 * max(
            item.size, before.size
        ):
            return True
        if before.text.endswith(("-", "\u2010", "\u00ad")) or item.text[:1].islower():
            return False
        if enumerated(item.text):
            return True
        low, _ = self._edges.get((item.page, item.region), (item.left, item.right))
        indented = INDENT[0] * item.size <= item.left - low <= INDENT[1] * item.size
        if not terminal(before.text):
            return indented and not is_cjk(item.text)
        _, high = self._edges.get((before.page, before.region), (before.left, before.right))
        return indented or before.right < high - SHORT * before.size


def _kind(item: Item) -> Role | None:
    """Roles that may share a paragraph count as one."""
    if item.role in (Role.BODY, Role.ABSTRACT, Role.LIST, Role.EQUATION, Role.OTHER, None):
        return Role.BODY
    return item.role


def _same_size(a: Item, b: Item) -> bool:
    """Whether two lines share a type size; most of one may be program names in smaller type."""
    size = max(a.size, b.size)
    if abs(a.size - b.size) <= ALIKE * size:
        return True
    sizes = [{i.size, *(run.size for run in i.line.runs if _wordy(i, run))} for i in (a, b)]
    return any(abs(one - two) <= ALIKE * size for one in sizes[0] for two in sizes[1])


def _wordy(item: Item, run: Run) -> bool:
    return not run.rise and letters(item.line.text[run.start : run.end]) >= 3


def _next_entry(first: Item, before: Item, item: Item) -> bool:
    """Whether a line begins the next item of the list that ``first`` is an item of.

    A bullet is the same sign in the same place; a number is the next one.
    """
    if abs(item.left - first.left) > 0.5 * item.size or item.left > before.left + 1:
        return False
    one, two = _label(first.text), _label(item.text)
    if one.isdigit() and two.isdigit():
        return int(two) == int(one) + 1
    return one == two and not one.isalnum() and one != ""


def _label(text: str) -> str:
    """The bullet or the number that a list item begins with."""
    match = _LABEL.match(text)
    return (match[1] or match[2]) if match else ""


def _starts_by_shape(before: Item, item: Item, first: Item, short: bool) -> bool:
    """Whether an indent, or a short last line above, begins a paragraph."""
    ended = terminal(before.text)
    going_on = short and item.text[:1].islower()
    if INDENT[0] * item.size <= item.left - before.left <= INDENT[1] * item.size:
        hanging = before is first and (enumerated(first.text) or not ended)
        return not hanging and not going_on
    return short and ended and not going_on


def _closes_bracket(before: str, text: str) -> bool:
    """Whether what looks like an item's number ends a bracket: "(see Fig." above "7) and so"."""
    return before.rfind("(") > before.rfind(")") and 0 <= text.find(")") < max(text.find("("), 6)


def _set_in(item: Item, font: str, *, but: str) -> bool:
    """Whether a line is set in a font and no word of it in another one."""
    if item.line.font != font or font == but:
        return False
    return not any(run.font == but and _wordy(item, run) for run in item.line.runs)


def _same_row(a: Item, b: Item) -> bool:
    return min(a.bottom, b.bottom) - max(a.top, b.top) > 0.5 * min(a.height, b.height)


def _below(a: Item, b: Item) -> bool:
    return a.page == b.page and 0 <= b.top - a.top < 2 * max(a.height, b.height)
