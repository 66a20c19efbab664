"""Raised runs: numbers of references, footnote marks, and what only looks like them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pdfclean.cleaning.citations import Style
from pdfclean.cleaning.cutting import Level
from pdfclean.cleaning.lexicon import UNITS
from pdfclean.cleaning.view import Find, View
from pdfclean.document import Category, Space

__all__ = ["find_superscripts", "is_reference_number"]

_NUMBERS = re.compile(
    r"[\[(]?\s{0,9}[1-9]\d{0,2}[a-z]?(?:\s{0,9}[-–—−,;.]\s{0,9}\d{1,3}[a-z]?)*\s{0,9}[,.;]?\s{0,9}[\])]?"
)
_MARK = re.compile(r"[*∗†‡§¶#‖]{1,3}|[a-z]|[*∗†‡§¶#,\s\d]{1,6}")


def find_superscripts(view: View, style: Style) -> Iterator[Find]:
    """Raised numbers and marks that hang on a word.

    Exponents, units, isotopes, charges and ordinals stay: what hangs on a number, a unit or a
    single letter is no citation, nor is what stands before a word without a space.
    """
    for index, level in enumerate(view.levels):
        if level != Level.RAISED or not index:
            continue
        reason = _reason(view, index, style)
        if reason:
            category = Category.FOOTNOTES if "footnote" in reason else Category.CITATIONS
            start = view.starts[index]
            yield Find(start, start + 1, category, reason, 0.9)


def _reason(view: View, index: int, style: Style) -> str:
    text = unicodedata.normalize("NFKC", view.tokens[index].text)
    before = view.tokens[index - 1]
    following = view.tokens[index + 1] if index + 1 < len(view.tokens) else None
    if following and following.space_before is Space.NONE and following.text[0].isalnum():
        return ""
    if _NUMBERS.fullmatch(text):
        if text[0] in "[(":
            return "superscript reference"
        if is_reference_number(text, before.text, _context(view, index)):
            return "superscript reference" if style.raised else "footnote mark"
    if text.strip() and _MARK.fullmatch(text) and not text.isalnum() and len(before.text) > 1:
        return "footnote mark"
    return ""


def _context(view: View, index: int) -> str:
    start = view.starts[index]
    return view.text[max(0, start - 40) : start]


def is_reference_number(number: str, word: str, context: str) -> bool:
    """Whether a raised number that follows ``word`` is a reference and no exponent.

    Args:
        number: the raised digits.
        word: the token before it.
        context: some text before it, ``word`` at its end.

    >>> is_reference_number("12", "melts", "metal melts"), is_reference_number("2", "10", "over 10")
    (True, False)
    >>> is_reference_number("2", "m", "of 30 m"), is_reference_number("2", "R", "an R")
    (False, False)
    >>> is_reference_number("3", ".", "in the mouth."), is_reference_number("2", ")", "(x + y)")
    (True, False)
    """
    low = word.lower()
    if word in ".,;:”’\"'»!?":
        return not re.search(r"[\d=<>]\s*[.,]$", context[-3:]) or len(number) > 1
    if word in ")]":
        inside = context[max(context.rfind("("), context.rfind("[")) + 1 : -1]
        return bool(re.search(r"[^\W\d_]{3}", inside))
    if not word[-1].isalpha():
        return word in "%®™" and len(number) > 1
    if len(word) == 1 or any(char.isdigit() for char in word):
        return False
    if low in UNITS:
        return len(number) > 1 and not re.search(r"[\d/·×)]\s*\w+$", context)
    return True
