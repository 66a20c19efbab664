"""A passage cut into the units that a model may skip to, by default its sentences and lines.

Each stands on a line of its own before the model, so that the border between two units is always a
border between tokens, whatever the tokenizer does with spaces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from pdfclean.polishing import Passage
from pdfclean.wording import is_negation, words

__all__ = ["GUARDS", "Cut", "Guard", "TextUnit", "batches", "guard", "line_tokens", "units"]


class Cut(str, Enum):
    """Where a passage is cut into units; the value is what a tuning file calls it."""

    BOTH = "sentences and lines"
    SENTENCES = "sentences"
    LINES = "lines"
    CLAUSES = "clauses"


@dataclass(frozen=True, slots=True)
class Guard:
    """What makes a unit harder to delete, in nats a token of margin."""

    number: float
    negation: float
    name: float


GUARDS = Guard(number=0.15, negation=0.15, name=0.1)
"""Added once a unit for each kind that it has. Small beside the spread between prose and junk, so
that a notice with a year or a name in it still goes when the model is sure."""

MOST_NAMES = 0.3
"""Share of words with a capital from which on capitals say nothing."""

_LINE = re.compile(r"\S[^\n]*")
_CLAUSE = re.compile(r"\S[^\n]*?(?:[,;:](?=\s)|$)", re.MULTILINE)
_WHOLE = re.compile(r"\S(?:.*\S)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class TextUnit:
    """One unit: characters ``[start, end)`` of the passage, without outer white space; ``text`` is
    a single line."""

    start: int
    end: int
    text: str


def units(passage: Passage, cut: Cut = Cut.BOTH) -> list[TextUnit]:
    """The units of a passage, in order; together they hold all its words.

    >>> passage = Passage(0, ("One. ", "Two,\\nthree; four.\\n\\n"), 0)
    >>> [unit.text for unit in units(passage)]
    ['One.', 'Two,', 'three; four.']
    >>> [unit.text for unit in units(passage, Cut.SENTENCES)]
    ['One.', 'Two, three; four.']
    >>> [unit.text for unit in units(passage, Cut.LINES)]
    ['One. Two,', 'three; four.']
    >>> [unit.text for unit in units(passage, Cut.CLAUSES)]
    ['One.', 'Two,', 'three;', 'four.']
    """
    pattern = {Cut.SENTENCES: _WHOLE, Cut.CLAUSES: _CLAUSE}.get(cut, _LINE)
    pieces = (passage.text,) if cut is Cut.LINES else passage.sentences
    found: list[TextUnit] = []
    offset = 0
    for piece in pieces:
        for match in pattern.finditer(piece):
            text = match[0].strip()
            start = offset + match.start() + match[0].index(text)
            found.append(TextUnit(start, start + len(text), " ".join(text.split("\n"))))
        offset += len(piece)
    return found


def guard(text: str, weights: Guard = GUARDS) -> float:
    """What the words of a unit that should stay add to the margin: numbers, negations, names.

    Where many words have a capital (a heading, a list of authors, German) it makes no name.

    >>> guard("It rained.") < guard("It rained in Paris.") < guard("It did not rain in Paris.")
    True
    """
    found = words(text)
    number = any(word.number and word.prose for word in found)
    negation = any(is_negation(word) for word in found)
    name = 0 < sum(word.name for word in found) < MOST_NAMES * len(found)
    return weights.number * number + weights.negation * negation + weights.name * name


def line_tokens(text: str, encode: Callable[[str], list[int]]) -> tuple[int, ...]:
    """A unit as the tokens of a line in the middle of a text, its line end included.

    Tokenizers that put a mark before a text's first word (SentencePiece) do it for the line end
    that stands before it here, and that is taken off again.
    """
    before = encode("\n")
    whole = encode(f"\n{text}\n")
    if whole[: len(before)] == before:
        return tuple(whole[len(before) :])
    return tuple(encode(f"{text}\n"))


def batches(sizes: Sequence[int], most: int) -> Iterable[range]:
    """Consecutive units that fit one call; one longer than ``most`` by itself is in none.

    Args:
        sizes: of the units, in tokens.
        most: tokens of one call.

    >>> list(batches([3, 3, 9, 2, 2], 6))
    [range(0, 2), range(3, 5)]
    """
    start, total = 0, 0
    for index, size in enumerate(sizes):
        if total + size > most or size > most:
            if index > start:
                yield range(start, index)
            start, total = index, 0
        if size > most:
            start = index + 1
        else:
            total += size
    if len(sizes) > start:
        yield range(start, len(sizes))
