"""Which category of the policy a line's role falls under, in words for the list of what went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pdfclean.document import Category, Mark, Role

__all__ = ["PROSE", "Block", "layout_marks"]

_CATEGORIES = {
    Role.RUNNING_HEADER: (Category.FURNITURE, "running header"),
    Role.RUNNING_FOOTER: (Category.FURNITURE, "running footer"),
    Role.PAGE_NUMBER: (Category.FURNITURE, "page number"),
    Role.AUTHOR: (Category.AUTHORS, "author names"),
    Role.AFFILIATION: (Category.CONTACTS, "affiliation"),
    Role.FOOTNOTE: (Category.FOOTNOTES, "footnote"),
    Role.CAPTION: (Category.CAPTIONS, "caption"),
    Role.TABLE: (Category.TABLES, "table"),
    Role.FIGURE_TEXT: (Category.FIGURES, "text in a figure"),
    Role.EQUATION: (Category.FORMULAS, "displayed formula"),
    Role.REFERENCE: (Category.REFERENCES, "entry of the reference list"),
    Role.CONTENTS: (Category.CONTENTS, "table of contents"),
    Role.CODE: (Category.CODE, "program code"),
    Role.BACK_MATTER: (Category.BACK_MATTER, "back matter"),
    Role.HEADING: (Category.HEADINGS, "heading"),
}
PROSE = frozenset(
    {
        Role.TITLE,
        Role.ABSTRACT,
        Role.HEADING,
        Role.BODY,
        Role.LIST,
        Role.QUOTATION,
        Role.VERSE,
        Role.CAPTION,
        Role.FOOTNOTE,
        Role.BACK_MATTER,
        Role.OTHER,
    }
)
"""Roles whose text is searched for citations, pointers and links: prose that a reader keeps, or may
bring back by a switch."""


@dataclass(frozen=True, slots=True)
class Block:
    """Tokens ``[start, end)`` of one role that layout sees as one block; indices into the batch."""

    start: int
    end: int
    role: Role
    confidence: float


def layout_marks(blocks: tuple[Block, ...], first: int) -> Iterator[Mark]:
    """One mark for each block that is no plain text; ``first`` is the batch's first token index."""
    for block in blocks:
        if block.role in _CATEGORIES:
            category, reason = _CATEGORIES[block.role]
            yield Mark(
                first + block.start,
                first + block.end,
                category,
                reason,
                "layout",
                block.confidence,
            )
