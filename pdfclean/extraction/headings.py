"""The further lines of a heading: what the first line's width left over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pdfclean.document import Role
from pdfclean.extraction.habits import Habits
from pdfclean.extraction.items import Item
from pdfclean.extraction.verse import ends_early

__all__ = ["complete_headings", "same_heading"]

TEXT = frozenset({Role.BODY, Role.HEADING, Role.LIST, Role.OTHER})
"""Roles that a part of a heading may have been given by itself."""
APART = 0.9
"""Type sizes between two lines of one heading, most."""
_NUMBERED = re.compile(r"(?:\d{1,2}|[IVX]{1,5}|[A-Z])(?:\.\d{1,2}){0,3}[.)]?\s")


def complete_headings(regions: Sequence[Sequence[Item]], habits: Habits) -> None:
    """Label the lines that belong to a heading as such.

    A second line of one word ("1911") looks like anything, and so does a first line that ends in a
    hyphen; what tells them is the type, which is the heading's and not the body's, and a first line
    that had no room for the second.
    """
    for region in regions:
        high = max((i.right for i in region), default=0.0)
        for before, item in pairwise(region):
            if not {before.role, item.role} <= TEXT or before.role is item.role:
                continue
            if Role.HEADING not in (before.role, item.role) or not _apart(before, habits):
                continue
            if same_heading(before, item) and not ends_early(before, item, high):
                known = before if before.role is Role.HEADING else item
                before.label(Role.HEADING, known.confidence)
                item.label(Role.HEADING, known.confidence)


def _apart(item: Item, habits: Habits) -> bool:
    """Whether a line is set in another type than the body."""
    return item.line.font != habits.font or abs(item.size - habits.body) >= 1


def same_heading(before: Item, item: Item) -> bool:
    """Whether a line can be the next of the same heading: set alike, near, without a number."""
    return (
        before.page == item.page
        and before.style == item.style
        and before.bold == item.bold
        and -0.5 * item.size < item.top - before.bottom <= APART * item.size
        and not (_NUMBERED.match(before.text) and _NUMBERED.match(item.text))
    )
