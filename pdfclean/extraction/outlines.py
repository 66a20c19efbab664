"""Lists of what comes later: the headings of contents pages, and outlines without page numbers.

A contents page is known by its page numbers (:mod:`pdfclean.extraction.sections`); its heading goes
when its entries go, whatever the language. An outline has no numbers; it is known by its heading
and because its entries come back word for word as lines of other pages. Both are facts about lines
that are labelled already, so this is looked at last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pdfclean.document import Page, Role
from pdfclean.extraction.items import Item
from pdfclean.extraction.shapes import contents_heading, heading_key, outline_heading

__all__ = ["Outlines"]

KEPT = frozenset({Role.BODY, Role.HEADING, Role.TITLE, Role.LIST})
LONGEST = 100
"""Characters of the longest entry of an outline: two lines. This and what follows was set by
judgement on three documents and holds over the benchmark; none of it was searched for."""
FEWEST = 3
"""Entries that make an outline; lists of two come back by chance."""
SHARE = 0.6
"""Share of an outline's lines that must come back on other pages: wrapped entries and the names of
parts without pages of their own do not."""
UNDER = 2
"""Contents lines right under a heading that name it a contents heading."""
PAGE_OF_ENTRIES = 5
"""The same for a heading in a language whose word for contents we do not know, on a page that has
nothing else; 5 so that a chapter's title over its own short contents stays."""


class Outlines:
    """Knows on which pages each short line of a document stands.

    Args:
        pages: the window of pages from which the document's habits are learnt.
    """

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages: dict[str, set[int]] = defaultdict(set)
        for page in pages:
            for line in page.lines:
                if len(line.text) <= LONGEST:
                    self._pages[heading_key(line.text)].add(page.number)

    def label(self, items: Sequence[Item]) -> None:
        """Label what is left of contents pages and outlines.

        Args:
            items: the lines of one page in reading order, without its running lines.
        """
        for n, item in enumerate(items):
            if item.role in KEPT and contents_heading(item.text):
                after = [i for i in items[n + 1 : n + 1 + UNDER] if i.role is Role.CONTENTS]
                if len(after) == UNDER:
                    item.label(Role.CONTENTS, 0.9)
        _head_alone(items)
        first = next((i for i in items if i.role in KEPT), None)
        if first is not None and outline_heading(first.text):
            self._label_outline(items, first)

    def _label_outline(self, items: Sequence[Item], head: Item) -> None:
        """The heading and the entries of an outline that fills its page."""
        entries = [i for i in items if i.role in KEPT and i is not head and i.letters]
        # The states of one slide that is built up step by step have its heading, too.
        same = self._pages.get(heading_key(head.text), set()) | {head.page}
        found = [i for i in entries if self._stands(i) - same]
        if len(found) < FEWEST or len(found) < SHARE * len(entries):
            return
        for item in (head, *entries):
            if len(item.text) <= LONGEST:
                item.label(Role.CONTENTS, 0.8)

    def _stands(self, item: Item) -> set[int]:
        """The pages that have this line."""
        return self._pages.get(heading_key(item.text), set())


def _head_alone(items: Sequence[Item]) -> None:
    """One heading over a page of nothing but contents, not itself one of their entries."""
    kept = [i for i in items if i.role in KEPT]
    entries = [i for i in items if i.role is Role.CONTENTS]
    if len(kept) != 1 or len(entries) < PAGE_OF_ENTRIES or items[0] is not kept[0]:
        return
    head = kept[0]
    larger = head.role is Role.HEADING and head.size >= max(i.size for i in entries)
    key = heading_key(head.text)
    if larger and not any(heading_key(i.text).startswith(key) for i in entries):
        head.label(Role.CONTENTS, 0.7)
