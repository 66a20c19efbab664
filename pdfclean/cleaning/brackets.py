"""Bracketed asides: where they are and what is in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Bracket", "brackets"]

_CLOSES = {"(": ")", "[": "]", "（": "）", "［": "］", "【": "】"}
_OPENS = {close: open_ for open_, close in _CLOSES.items()}
LONGEST = 2000
"""Characters in a bracket that is looked into; the longest citation groups have about 1,200."""
DEEPEST = 12
"""Brackets open at once; a deeper one makes the outermost count as never closed."""


@dataclass(frozen=True, slots=True)
class Bracket:
    """A pair of brackets: characters ``[start, end)`` with the brackets themselves.

    ``inner`` are the pairs directly inside it.
    """

    start: int
    end: int
    square: bool
    inner: tuple[Bracket, ...]


def brackets(text: str) -> Iterator[Bracket]:
    """The outermost well-formed pairs, from left to right, in one pass.

    A bracket that is never closed, or closed by one of another kind, is passed over.

    >>> [text[b.start:b.end] for text in ["a (b [c] d) e) (f"] for b in brackets(text)]
    ['(b [c] d)']
    """
    open_: list[tuple[str, int, list[Bracket]]] = []
    top: list[Bracket] = []
    for at, char in enumerate(text):
        if char in _CLOSES:
            open_.append((char, at, []))
            if len(open_) > DEEPEST:
                top.extend(open_.pop(0)[2])
        elif char in _OPENS:
            depth = next((d for d in (1, 2) if len(open_) >= d and open_[-d][0] == _OPENS[char]), 0)
            if not depth:
                continue
            stray = [pair for _, _, inner in open_[len(open_) - depth + 1 :] for pair in inner]
            kind, start, inner = open_[-depth]
            del open_[-depth:]
            pairs = open_[-1][2] if open_ else top
            if at - start <= LONGEST:
                pairs.append(Bracket(start, at + 1, kind in "[［【", (*inner, *stray)))
            else:
                pairs.extend((*inner, *stray))
    for _, _, inner in open_:
        top.extend(inner)
    return iter(sorted(top, key=lambda pair: pair.start))
