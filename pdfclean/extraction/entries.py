"""Entries of a reference list: what betrays them, and what betrays prose that looks like them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pdfclean.extraction.items import Item
from pdfclean.extraction.sentences import small_share

__all__ = [
    "PROSE_WORDS",
    "SURELY_PROSE",
    "entry_number",
    "entry_start",
    "prose_again",
    "reference_signs",
]

MOST_SIGNS = 4

PROSE_WORDS = 0.68
"""Share of words in small letters over a window above which it is no list of references without a
heading, whatever years and names it holds: a chronicle. The lists without a heading in the public
and the training pairs have 0.63 at most, 95% of their prose has 0.75 or more."""
SURELY_PROSE = 0.85
"""The same where a heading says that a list begins, or where one is to end: 99% of all lists have
0.73 or less, none has more than 0.84."""
LEAST = 120
"""Characters from which lines can be told to be prose."""
_YEAR = re.compile(r"(?<!\d)(?:1[89]\d\d|20[0-3]\d)[a-z]?(?!\d)")
_NAME = r"[A-ZÀ-ÖØ-Þ][\w'’-]{1,24}"
_INITIALS = re.compile(
    rf"{_NAME},?\s(?:[A-Z]\.?[\s-]?){{1,3}}(?=[,.;:&]|\sand\b|\set\b|\s\()"
    rf"|(?:\b[A-Z]\.\s?-?){{1,3}}{_NAME}"
)
_VOLUME = re.compile(
    r"\d{1,4}\s?\(\d{1,4}(?:[-–/]\d{1,4})?\)\s?[:,;]"
    r"|(?<![\d.])\d{1,4}\s?:\s?[eE]?\d{1,6}\s?[-–]\s?\d{1,6}"
    r"|\bpp?\.\s?\d|\bpages\s\d|\bvol(?:ume|\.)?\s?\d|\bdoi\b|\beds?\.|https?://|\barxiv\b|\bproc\.|\bj\.\s"
    r"|\bproceedings\s(?:of|in)\b|\buniversity\spress\b|\bverlag\b|\[crossref\]|\[pubmed\]",
    re.I,
)
_ENTRY = re.compile(
    r"^(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)\]]?|\[[A-Z][\w+]{1,12}\]|[•●–-])(?:\s|(?=[A-Z]))"
)


def reference_signs(text: str, following: str = "") -> int:
    """How many signs of a reference begin in a line: years, names with initials, volumes, keys.

    ``following`` is the line after it, for signs that a line end cuts in two. At most
    ``MOST_SIGNS``, so that one long line cannot speak for a whole page.
    """
    joined = f"{text} {following[:30]}"
    count = int(_ENTRY.match(text) is not None)
    for pattern in (_YEAR, _INITIALS, _VOLUME):
        count += sum(1 for match in pattern.finditer(joined) if match.start() < len(text))
    return min(MOST_SIGNS, count)


def entry_start(text: str) -> bool:
    """Whether a line starts with the number or key of a list entry."""
    return _ENTRY.match(text) is not None


def entry_number(text: str) -> int | None:
    """The number that an entry begins with."""
    match = re.match(r"^[\[(]?(\d{1,3})[\])]?[.)]?\s", text)
    return int(match.group(1)) if match else None


def prose_again(flow: Sequence[Item], n: int, count: int, share: float) -> bool:
    """Whether the next lines have more words in small letters than a list of references."""
    texts = [item.text for item in flow[n : n + count]]
    return sum(map(len, texts)) >= LEAST and small_share(texts) > share
