"""All inline finds of a paragraph, put together so that what stays still reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pdfclean.cleaning.asides import find_asides
from pdfclean.cleaning.citations import Style
from pdfclean.cleaning.links import find_links
from pdfclean.cleaning.superscripts import find_superscripts
from pdfclean.cleaning.view import Find, View
from pdfclean.document import Category, Mark, Token

__all__ = ["find_all", "settle"]

_STAGE = {
    Category.CITATIONS: "citations",
    Category.FOOTNOTES: "citations",
    Category.POINTERS: "pointers",
    Category.LINKS: "links",
    Category.CONTACTS: "links",
}
_BETWEEN = re.compile(r"[\s,;]*(?:(?:and|or|und|oder|y|et|ou|e|&|–|-)[\s,;]*)?")
_LEADS_IN = re.compile(
    r"(?:(?<=[,;–—(])\s?(?:see(?: also)?|siehe|voir|véase)|[,;]?\s?\b(?:e\.\s?g\.,?|cf\.|vgl\.|"
    r"z\.\s?B\.)|\b[Rr]efs?\.|\b[Rr]eferences?)\s?$"
)
_OPENING, _CLOSING = "([{（", ")]}）"


def find_all(
    tokens: Sequence[Token], levels: Sequence[int], first: int, style: Style
) -> Iterator[Mark]:
    """Marks on the tokens of one paragraph.

    Args:
        tokens: the paragraph's tokens.
        levels: the :class:`~pdfclean.cleaning.cutting.Level` of each.
        first: the document-wide index of the first token.
        style: how the document cites.
    """
    view = View(tokens, levels)
    finds = [
        *find_asides(view.text, style),
        *find_superscripts(view, style),
        *find_links(view.text),
    ]
    if not finds:
        return
    for find in settle(view.text, finds):
        start, end = view.span(find.start, find.end)
        stage = _STAGE.get(find.category, "finds")
        yield Mark(first + start, first + end, find.category, find.reason, stage, find.confidence)


def settle(text: str, finds: Iterable[Find]) -> list[Find]:
    """Finds without overlaps, each grown over the punctuation that would be left hanging.

    >>> def left(text, *found):
    ...     spans = [(text.index(f), text.index(f) + len(f)) for f in found]
    ...     for f in settle(text, [Find(a, b, Category.CITATIONS, "") for a, b in spans])[::-1]:
    ...         text = text[: f.start] + text[f.end :]
    ...     return text
    >>> left("as shown [3], [4].", "[3]", "[4]")
    'as shown .'
    >>> left("(e.g., [3])", "[3]")
    ''
    >>> left("one, [3], two", "[3]")
    'one, two'
    """
    ordered = sorted(finds, key=lambda find: (find.start, -find.end))
    apart: list[Find] = []
    for find in ordered:
        if apart and find.start < apart[-1].end:
            continue
        if apart and apart[-1].category is find.category:
            gap = text[apart[-1].end : find.start]
            if len(gap) < 8 and _BETWEEN.fullmatch(gap):
                apart[-1] = _grown(apart[-1], apart[-1].start, find.end)
                continue
        apart.append(find)
    grown: list[Find] = []
    for find in apart:
        start, end = _grow(text, find.start, find.end)
        if grown and start < grown[-1].end:
            start = grown[-1].end
        if start < end:
            grown.append(_grown(find, start, end))
    return grown


def _grown(find: Find, start: int, end: int) -> Find:
    return Find(start, end, find.category, find.reason, find.confidence)


def _grow(text: str, start: int, end: int) -> tuple[int, int]:
    """Take along brackets left empty, a comma left alone, words that only lead in."""
    while True:
        if lead := _LEADS_IN.search(text, max(0, start - 24), start):
            start = lead.start()
        left, right = start - 1, end
        while left >= 0 and text[left] == " ":
            left -= 1
        while right < len(text) and text[right] == " ":
            right += 1
        before = text[left] if left >= 0 else ""
        after = text[right] if right < len(text) else ""
        if before and before in _OPENING and after and after in _CLOSING:
            start, end = left, right + 1
        elif before and before in _OPENING and after and after in ",;":
            return start, right + 1
        elif before and before in ",;:" and (not after or after in ".,;:?!)]}"):
            return left, end
        elif after and after in (".,;:" if not before else "." if before in ".!?" else ""):
            return start, right + 1
        else:
            return start, end
