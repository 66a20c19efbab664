"""A role for every line, and the order in which they are read.

Works by geometry and by the document's own habits: what a line is follows from its place, its type,
its neighbours and what comes back from page to page; lists of words (headings of reference lists)
are hints. When a decision would drop an implausible share of the document, it is doubted and the
text is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pdfclean.document import Page, Placed, Role
from pdfclean.extraction.columns import build_blocks, reading_order
from pdfclean.extraction.doubt import restore
from pdfclean.extraction.equations import label_equations
from pdfclean.extraction.floats import label_floats, label_loose_tables
from pdfclean.extraction.front import label_front
from pdfclean.extraction.furniture import Furniture
from pdfclean.extraction.habits import Habits, learn
from pdfclean.extraction.headings import complete_headings
from pdfclean.extraction.items import Item, items_of
from pdfclean.extraction.labels import correct
from pdfclean.extraction.listings import (
    label_algorithms,
    label_listings,
    label_numbered,
    label_steps,
    label_strays,
)
from pdfclean.extraction.notes import label_footnotes, label_notices
from pdfclean.extraction.outlines import Outlines
from pdfclean.extraction.paragraphs import Paragraphs
from pdfclean.extraction.prose import measure
from pdfclean.extraction.rotation import turn_upright
from pdfclean.extraction.sections import Sections
from pdfclean.extraction.sheets import Sheet, sheet

__all__ = ["Labeller", "Layout"]


@dataclass(frozen=True, slots=True)
class Layout:
    """Labelled pages and the reading order of their lines.

    ``pages`` hold the same lines in the same order as those fed, with role and confidence filled
    in. ``order`` places non-empty lines, each exactly once over the whole run of a ``Labeller``.
    """

    pages: tuple[Page, ...]
    order: tuple[Placed, ...]


class Labeller:
    """Labels the lines of a document page by page.

    Args:
        first: the pages that the document's habits are learnt from: all of them, or the first
            few hundred of a long document.
        correct: has the last word on the roles that the rules gave; the learned labeller.
    """

    def __init__(
        self,
        first: Sequence[Page],
        correct: Callable[[Sequence[Sheet], Habits], None] = correct,
    ) -> None:
        self._correct = correct
        self._habits: Habits = learn(first)
        self._furniture = Furniture(first, self._habits)
        self._sections = Sections(self._habits)
        self._outlines = Outlines(first)
        self._paragraphs = Paragraphs(self._habits)
        self._first = first[0].number if first else 1

    def feed(self, pages: Sequence[Page]) -> Layout:
        """Label consecutive pages; the order of a paragraph still open is held back."""
        read = [self._page(page) for page in pages]
        self._sections.label([item for regions, _ in read for region in regions for item in region])
        sheets = [sheet(page, *found) for page, found in zip(pages, read, strict=True)]
        self._correct(sheets, self._habits)
        complete_headings([region for regions, _ in read for region in regions], self._habits)
        for regions, _ in read:
            flow = [item for region in regions for item in region]
            self._outlines.label(flow)
            label_steps(flow, self._habits)
        if len(pages) >= self._habits.pages:
            restore(i for regions, rest in read for part in (*regions, rest) for i in part)
        order: list[Placed] = []
        labelled = []
        for page, (regions, rest) in zip(pages, read, strict=True):
            items = [*(i for region in regions for i in region), *rest]
            for item in items:
                if item.role is None:
                    item.label(Role.BODY, 0.7)
            labelled.append(_with_roles(page, items))
            order += self._paragraphs.feed(regions, rest)
        return Layout(tuple(labelled), tuple(order))

    def flush(self) -> Layout:
        """The order of what was held back, after the last page."""
        return Layout((), tuple(self._paragraphs.flush()))

    def _page(self, page: Page) -> tuple[list[list[Item]], list[Item]]:
        """The regions of a page in reading order, and its lines outside the flow."""
        items = items_of(page, self._habits.mirrored)
        if page.reader == "pypdf":
            return [items], []
        self._furniture.label(page, items)
        rest = [i for i in items if i.role is not None]
        flow = [i for i in items if i.role is None]
        if not flow:
            return [], rest
        sideways = [i for i in flow if not i.upright]
        if sum(i.letters for i in sideways) > sum(i.letters for i in flow) / 2:
            rest += [i for i in flow if i.upright]
            flow, page = sideways, turn_upright(page, sideways)
        blocks = build_blocks(flow, self._habits)
        measure(blocks, self._habits)
        first = page.number == self._first
        label_algorithms(page, blocks)
        label_floats(page, blocks, self._habits)
        label_listings(blocks, self._habits)
        label_numbered(blocks)
        label_notices(page, blocks, self._habits, first)
        label_footnotes(page, blocks, self._habits, first)
        regions = reading_order(blocks)
        label_equations(regions, self._habits)
        if first:
            label_front(page, [i for region in regions for i in region], self._habits)
        label_loose_tables(regions, self._habits)
        label_strays(blocks, self._habits)
        return regions, rest


def _with_roles(page: Page, items: Sequence[Item]) -> Page:
    """The page with the roles of its items filled in; empty lines stay ``OTHER``."""
    lines = list(page.lines)
    for item in items:
        lines[item.index] = replace(
            item.line, role=item.role or Role.BODY, confidence=item.confidence
        )
    return replace(page, lines=tuple(lines))
