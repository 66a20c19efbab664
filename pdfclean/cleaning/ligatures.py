"""Ligatures that a font keeps under control codes.

TeX's old fonts draw "fi" with one glyph whose code (0x0C or 0x1C, by the font's encoding) means
nothing to a reader when the PDF has no table for it. The reader hands such a code over as
``chr(FIRST + code)``, and the document's own words tell which ligature it is: "de?ned" can only be
"defined". Codes that no word settles follow the Cork encoding (LaTeX's T1) or TeX's own (OT1), if
they stand within a word; at its edges they are quotation marks that lost the upper half of their
code (U+201C became 0x1C).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from pdfclean.cleaning.lexicon import LIGATURE_WORDS

__all__ = ["CODES", "FIRST", "read_ligatures"]

FIRST = 0xF100
"""Where control codes stand in a line's text: private characters U+F10B to U+F11F."""
CODES = "\uf10b-\uf10f\uf11b-\uf11f"
"""Codes of ligatures, as the inside of a character class."""
_CORK = {
    0x0B: "ff",
    0x0C: "fi",
    0x0E: "ffi",
    0x0F: "ffl",
    0x10: "“",
    0x11: "”",
    0x13: "«",
    0x14: "»",
    0x15: "–",
    0x16: "—",
    0x1B: "ff",
    0x1C: "fi",
    0x1D: "fl",
    0x1E: "ffi",
    0x1F: "ffl",
}
_HALVED = {0x13: "–", 0x14: "—", 0x18: "‘", 0x19: "’", 0x1C: "“", 0x1D: "”"}
_WITHIN = re.compile(rf"[^\W\d_]([{CODES}])(?=[^\W\d_])")
_WORD = re.compile(rf"[^\W\d_]{{0,40}}([{CODES}])[^\W\d_]{{0,40}}")


def read_ligatures(texts: Iterable[str]) -> dict[int, str]:
    """What each control code of a document stands for, as a table for ``str.translate``.

    >>> table = read_ligatures(["speci\\uf11bc \\uf11belds", "di\\uf11derent"])
    >>> "\\uf11bnd o\\uf11d".translate(table)
    'find off'
    """
    votes: Counter[tuple[str, str]] = Counter()
    within: set[str] = set()
    for text in texts:
        within.update(_WITHIN.findall(text))
        for found in _WORD.finditer(text):
            for letters in ("fi", "ff", "fl", "ffi", "ffl"):
                word = found.group().replace(found[1], letters).lower()
                votes[found[1], letters] += word in LIGATURE_WORDS
    table = {FIRST + code: letters for code, letters in _CORK.items()}
    table |= {FIRST + c: mark for c, mark in _HALVED.items() if chr(FIRST + c) not in within}
    for code in {code for code, _ in votes}:
        best = max(("fi", "ff", "fl", "ffi", "ffl"), key=lambda letters: votes[code, letters])
        if votes[code, best]:
            table[ord(code)] = best
    return table
