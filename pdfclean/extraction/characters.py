"""Kinds of characters and shapes of words in many lines at once."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pdfclean.extraction.shapes import is_cjk

__all__ = ["characters"]

KINDS = 12
"""Character classes: see :func:`_kind`."""
_MATH = frozenset("=+−±×÷∑∏∫√∞≈≠≤≥≪≫∂∇∈∉⊂⊆∪∩∀∃→←↔⇒⇔∝∘⊗⊕|^_{}<>∗′⟨⟩‖∥≡∼≃≜\\~")
_SIGNS = {7: ".!?。！？", 8: ",;，；、", 9: "()[]（）【】", 11: "•●○◦▪■□►▶➢✓✔‣∙·*†‡§¶#∗⁎✉"}


def _kind(char: str) -> int:
    """0 space, 1 small, 2 capital, 3 other letter, 4 CJK, 5 Greek or mathematical, 6 digit,
    7 sentence mark, 8 comma or semicolon, 9 bracket, 10 other punctuation, 11 symbol."""
    if char.isspace():
        return 0
    if char in _MATH or "\u0370" <= char <= "\u03ff" or "\U0001d400" <= char <= "\U0001d7ff":
        return 5
    if char.isalpha():
        return 4 if is_cjk(char) else 1 if char.islower() else 2 if char.isupper() else 3
    if char.isdigit():
        return 6
    for kind, signs in _SIGNS.items():
        if char in signs:
            return kind
    return 10 if unicodedata.category(char).startswith("P") else 11


def characters(texts: Sequence[str]) -> NDArray[np.float64]:
    """Shares of character classes, shapes of words, first and last characters; vectorised."""
    joined = "".join(f" {t} " for t in texts)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    ends = np.cumsum([len(t) + 2 for t in texts], dtype=np.int64)
    starts = np.concatenate(([0], ends[:-1])).astype(np.int64)
    table = np.zeros(int(codes.max(initial=0)) + 1, dtype=np.uint8)
    present = np.flatnonzero(np.bincount(codes.astype(np.int64)))
    table[present] = [_kind(chr(c)) for c in present]
    kinds = table[codes]
    count = np.maximum(np.array([len(t) for t in texts], dtype=float), 1)

    def total(flags: NDArray[np.bool_]) -> NDArray[np.float64]:
        return np.add.reduceat(flags.astype(float), starts)

    letter = (kinds >= 1) & (kinds <= 3)
    before = np.concatenate(([False], letter[:-1]))
    after = np.concatenate((letter[1:], [False]))
    start = letter & ~before
    solid = kinds != 0
    token = solid & ~np.concatenate(([False], solid[:-1]))
    words = np.maximum(total(start), 1)
    tokens = np.maximum(total(token), 1)
    inner = letter & before & after
    long = start & np.concatenate((inner[1:], [False])) & np.concatenate((inner[2:], [False] * 2))
    columns = [total(kinds == k) / count for k in range(KINDS)]
    columns += [
        np.log1p(count),
        np.log1p(total(start)),
        total(letter) / words / 10,
        total(start & (kinds == 2)) / words,
        total(start & ~after) / words,
        total(long & (kinds == 1)) / words,
        total(token & (kinds == 6)) / tokens,
        total(token & (kinds == 2)) / tokens,
        count / tokens / 10,
    ]
    for at in (starts + 1, starts + 2, ends - 2, ends - 3):
        kind = kinds[np.clip(at, 0, len(kinds) - 1)]
        columns += [kind == k for k in range(KINDS)]
    last = codes[np.clip(ends - 2, 0, len(codes) - 1)]
    columns += [np.isin(last, [0x2D, 0x2010, 0xAD]), last == 0x3A]
    return np.column_stack(columns)
