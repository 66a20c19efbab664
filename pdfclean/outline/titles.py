"""Titles: what their numbers say, and what of them can be compared."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["DECIMAL", "LABEL", "LABELLED", "key", "keys", "numbered"]

DECIMAL = re.compile(
    r"(?:§\s?)?(?P<parts>(?:\d{1,2}|[A-Z](?=\.\d))(?:\.\d{1,2}){0,4})"
    r"(?:[.:]|\s?\.)?(?=\s|[^\W\da-zA-Z])"
)
"""“2”, “2.1”, “A.3”, “2.1.” before a title; a letter alone is no number ("A survey")."""
_OTHER_NUMBER = re.compile(r"(?:(?P<roman>[IVXL]{1,5})|(?P<letter>[A-Za-z])|\d{1,2})[.)]\s")
LABEL = re.compile(r"(?:[^\W\d_]{2,12} )?(?:\d{1,3}|[IVXLC]{1,6}|[A-Z])[.:]?(?!\w)")
"""A number that can stand alone: "Chapter 3", "Luku 1", "APPENDIX A:", "IV."."""
LABELLED = re.compile(r"[^\W\d_]{2,12} (?:\d{1,3}|[IVXLC]{1,6}|[A-Z])[.:](?!\w)")
"""The same with a word before it and a stop behind."""
_CJK_NUMBER = re.compile(
    r"(?:第[一二三四五六七八九十百\d]{1,4}(?P<unit>[编篇部卷章节節条回])|[一二三四五六七八九十]{1,3}[、.])"
)
_CJK_DEEPER = frozenset("节節条")


def numbered(title: str) -> tuple[int, str]:
    """What a title's number says: (depth, "") or, where that depends on the house, (0, its kind).

    >>> numbered("2.1 Data"), numbered("IV. RESULTS"), numbered("A survey"), numbered("第三章 海")
    ((2, ''), (0, 'roman'), (0, ''), (1, ''))
    """
    if match := DECIMAL.match(title):
        return match["parts"].count(".") + 1, ""
    if match := _CJK_NUMBER.match(title):
        return (2 if (match["unit"] or "") in _CJK_DEEPER else 1), ""
    if match := _OTHER_NUMBER.match(title):
        return 0, "roman" if match["roman"] else "letter" if match["letter"] else "bracket"
    return 0, ""


def keys(title: str) -> set[str]:
    """The keys by which a title may stand in the outline: whole, and without its number."""
    label = LABEL.match(title)
    bare = title[label.end() :] if label else title
    return {each for each in (key(title), key(_bare(title)), key(bare)) if each}


def key(title: str) -> str:
    """A title as its letters and digits: blind to case, accents and spaces."""
    plain = unicodedata.normalize("NFKD", title.replace("ı", "i")).casefold()
    return "".join(c for c in plain if c.isalnum())


def _bare(title: str) -> str:
    """A title without its number."""
    match = DECIMAL.match(title) or _CJK_NUMBER.match(title) or _OTHER_NUMBER.match(title)
    return title[match.end() :] if match else title
