"""Small repairs of damaged text, each ``str -> str``.

Every function mends one kind of damage, and says what it looks like and what is left alone. None of
them may change a healthy word: quotation marks, dashes, widths of CJK characters and case stay as
they are. The tokenizer keeps the raw form beside the repaired one.
"""

from __future__ import annotations

import re
import unicodedata

import ftfy
from ftfy.badness import is_bad

__all__ = [
    "SPACING_ACCENTS",
    "drop_invisible",
    "join_accents",
    "looks_miscoded",
    "mend_encoding",
    "repair",
    "split_ligatures",
]

_LIGATURES = str.maketrans(
    {
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
        "ﬅ": "st",
        "ﬆ": "st",
        "ĳ": "ij",
        "Ĳ": "IJ",
        # Private codes of the "AdvOT" fonts that Arbortext 3B2 sets journals with.
        "\ue103": "fi",
        "\ue104": "fl",
        "\ue09d": "ft",
        "\ue101": "ff",
        "\ue102": "ffi",
    }
)
_INVISIBLE = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\ufe00\ufe01\ufe02\ufe03\ufe0e\ufe0f")
)
_COMBINING = {
    "\u00b4": "\u0301",
    "\u02ca": "\u0301",
    "\u00a8": "\u0308",
    "\u02c6": "\u0302",
    "\u02dc": "\u0303",
    "\u02c7": "\u030c",
    "\u02da": "\u030a",
    "\u00b8": "\u0327",
    "\u02db": "\u0328",
    "\u02d8": "\u0306",
    "\u02d9": "\u0307",
    "\u02dd": "\u030b",
    "\u00af": "\u0304",
    "\u02cb": "\u0300",
}
SPACING_ACCENTS = "".join(_COMBINING)
"""Accents that stand for themselves; the ASCII ones are left out, they are code and quotes."""
_ACCENT = re.compile(f"[{SPACING_ACCENTS}]")


def split_ligatures(text: str) -> str:
    """One character that stands for several letters becomes those letters.

    >>> split_ligatures("deﬁne the eﬃcient ofﬁce")
    'define the efficient office'
    """
    return text.translate(_LIGATURES)


def drop_invisible(text: str) -> str:
    """Soft hyphens, zero-width characters and variation selectors go: they only steer layout.

    >>> drop_invisible("Silben\\u00adtrennung")
    'Silbentrennung'
    """
    return text.translate(_INVISIBLE)


def join_accents(text: str) -> str:
    """An accent set apart from its letter joins it, if Unicode knows the two as one letter.

    Old Type 1 fonts have no ``é``: TeX draws the accent, then the letter over it, so that readers
    see ``´e``, more rarely ``e´``. An accent that fits neither neighbour stays: ``´80 °C`` and
    ``38˚`` are no letters.

    >>> join_accents("ejecuci´on, compa˜nero, Geva¸s, Bu¨ro")
    'ejecución, compañero, Gevaş, Büro'
    >>> join_accents("´80, x ¨ y")
    '´80, x ¨ y'
    """
    found = _ACCENT.search(text)
    while found:
        at = found.start()
        mark = _COMBINING[text[at]]
        after = text[at + 1 : at + 2].replace("\u0131", "i")
        before = text[at - 1 : at]
        if after.isalpha() and len(letter := unicodedata.normalize("NFC", after + mark)) == 1:
            text = text[:at] + letter + text[at + 2 :]
        elif before.isalpha() and len(letter := unicodedata.normalize("NFC", before + mark)) == 1:
            text = text[: at - 1] + letter + text[at + 1 :]
        found = _ACCENT.search(text, at + 1)
    return text


def looks_miscoded(text: str) -> bool:
    """Whether ftfy sees UTF-8 that was read as another encoding.

    >>> looks_miscoded("CafÃ© â€“ so")
    True
    >>> looks_miscoded("Café – so, naïve ÉCLAIRS")
    False
    """
    return not text.isascii() and bool(is_bad(text))


def mend_encoding(text: str) -> str:
    """Text decoded with the wrong table is decoded again (ftfy), and nothing else is touched.

    >>> mend_encoding("CafÃ©")
    'Café'
    >>> mend_encoding("“ﬁne”")
    '“ﬁne”'
    """
    return ftfy.fix_encoding(text)


def repair(text: str) -> str:
    """All repairs that need no more than the word itself.

    >>> repair("deﬁ\\u00adni´on")
    'definión'
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", join_accents(drop_invisible(split_ligatures(text))))
