"""Small repairs of damaged text, each ``str -> str``.

Every function mends one kind of damage, and says what it looks like and what is left alone. None of
them may change a healthy word: quotation marks, dashes, widths of CJK characters and case stay as
they are. The tokenizer keeps the raw form beside the repaired one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import ftfy
from ftfy.badness import is_bad

__all__ = [
    "APART",
    "GRAVE",
    "SPACING_ACCENTS",
    "accents_follow",
    "drop_invisible",
    "join_accents",
    "looks_miscoded",
    "lower_digits",
    "mend_encoding",
    "raise_digits",
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
_COMBINING["`"] = "\u0300"
GRAVE = r"(?:(?<=[^\W\d_])`(?=[aeiouAEIOU])|`(?=[aeAE](?![\w'`])))"
"""A grave accent that stands for itself: inside a word, or before "à" and "è". Other ASCII back
quotes are quotes and code."""
APART = r"(?:(?<=[^\W\d_]) [´¨] (?=[aeiouAEIOUı])|(?<=\b[AEIOU]) ?[´¨] (?=[a-z]))"
"""An accent so wide that the reader saw spaces around it: "Gonz ´ alez", "O ¨ gul"."""
_ACCENT = re.compile(rf"{APART}|[{SPACING_ACCENTS}]|{GRAVE}")
_NUMBER = re.compile(r"[+−–-]?[0-9]+[+−–-]?")
_RAISED = str.maketrans("0123456789+−–-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")
_LOWERED = str.maketrans("0123456789+−–-", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋")
_DOTLESS = {"ı": "i", "ȷ": "j"}


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


def join_accents(text: str, after: bool = False) -> str:
    """An accent set apart from its letter joins it, if Unicode knows the two as one letter.

    Old Type 1 fonts have no ``é``: TeX draws the accent, then the letter under it, so that readers
    see ``´e``; other typesetters draw the letter first (``e´``: pass ``after``). An accent that
    fits neither neighbour stays: ``´80 °C`` and ``38˚`` are no letters. One that ends a word stays,
    too, where accents come first: the reader has moved it there from elsewhere.

    >>> join_accents("ejecuci´on, compa˜nero, Geva¸s, Bu¨ro, Gonz ´ alez")
    'ejecución, compañero, Gevaş, Büro, González'
    >>> join_accents("Joa˜o, Barre´", after=True)
    'João, Barré'
    >>> join_accents("le probl`eme `a r´esoudre, `x`, `as is'")
    "le problème à résoudre, `x`, `as is'"
    >>> join_accents("´80, x ¨ y, CORRECCION´")
    '´80, x ¨ y, CORRECCION´'
    """
    at = 0
    while found := _ACCENT.search(text, at):
        at = found.end()
        mark = _COMBINING[found.group().strip()]
        left, right = text[: found.start()], text[at:]
        onto_right, onto_left = _compose(right[:1], mark), _compose(left[-1:], mark)
        if onto_right and not (after and onto_left):
            text, at = left + onto_right + right[1:], len(left) + 1
        elif onto_left and (after or right[:1].isalpha()):
            text, at = left[:-1] + onto_left + right, len(left)
    return text


def _compose(letter: str, mark: str) -> str:
    """A letter with its accent as one character, or nothing."""
    if not letter.isalpha():
        return ""
    whole = unicodedata.normalize("NFC", _DOTLESS.get(letter, letter) + mark)
    return whole if len(whole) == 1 else ""


def accents_follow(texts: Iterable[str]) -> bool:
    """Whether a document draws accents after their letters; false when they come first, or none.

    >>> accents_follow(["Gu¨rke", "antiplasmo´dica"]), accents_follow(["d´efaut"])
    (True, False)
    """
    votes = 0
    for text in texts:
        for found in _ACCENT.finditer(text):
            mark = _COMBINING[found.group().strip()]
            onto_left = _compose(text[found.start() - 1 : found.start()], mark)
            onto_right = _compose(text[found.end() : found.end() + 1], mark)
            if bool(onto_left) is not bool(onto_right):
                votes += 1 if onto_left else -1
    return votes > 0


def raise_digits(text: str) -> str:
    """A raised number in characters that say so: 10² must not read as 102, nor Ca²⁺ as Ca2+.

    What has no raised form ("3,4", "st") is left alone.

    >>> raise_digits("−12"), raise_digits("2+"), raise_digits("3,4"), raise_digits("th")
    ('⁻¹²', '²⁺', '3,4', 'th')
    """
    return text.translate(_RAISED) if _NUMBER.fullmatch(text) else text


def lower_digits(text: str) -> str:
    """A lowered number in characters that say so.

    >>> lower_digits("2"), lower_digits("max")
    ('₂', 'max')
    """
    return text.translate(_LOWERED) if _NUMBER.fullmatch(text) else text


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


def repair(text: str, accents_after: bool = False) -> str:
    """All repairs that need no more than the word itself.

    >>> repair("deﬁ\\u00adni´on")
    'definión'
    """
    if text.isascii() and "`" not in text:
        return text
    return unicodedata.normalize(
        "NFC", join_accents(drop_invisible(split_ligatures(text)), accents_after)
    )
