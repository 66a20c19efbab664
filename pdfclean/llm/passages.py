"""A passage cut to a model's budget, and an answer cleaned as it streams. No model is needed here.

Counts of tokens are the model's own; they come from the caller as a function.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from pdfclean.errors import ModelError
from pdfclean.llm.prompt import END_OF_TEXT
from pdfclean.polishing import Skipped

__all__ = [
    "AnswerText",
    "Call",
    "IncrementalDecoder",
    "answer_budget",
    "calls",
    "common_start",
    "joined",
    "longest_source",
    "room",
    "too_long",
    "unreadable",
]

ANSWER_SLACK = 24
"""Tokens an answer may have beyond its source: an end-of-turn token, and the few by which the same
words can tokenise differently once line breaks are gone. A faithful answer of SmolLM2-135M was
never longer than its source in tokens (tests/model)."""
ANSWER_SHARE = 1.125
"""The same, in proportion to the source: a little more than the 1.05 that the guard accepts, so
that what runs into the budget is always too long to be accepted."""


LEAST_SOURCE = 64
"""Source tokens a call must have room for; the least that ``max_new_tokens`` can ask for."""


@dataclass(frozen=True, slots=True)
class Call:
    """What one model call gets: source text without outer white space, and what follows it.

    ``lead`` and ``trail`` are the white space before and after ``text`` in the passage; ``tokens``
    is the length of ``text`` in model tokens.
    """

    lead: str
    text: str
    trail: str
    tokens: int


def calls(
    sentences: Sequence[str], count: Callable[[str], int], most: int
) -> tuple[Call, ...] | None:
    """Pack sentences into as few calls as fit ``most`` source tokens each, never cutting one.

    Returns ``None`` when a single sentence is longer than that. Putting ``lead + text + trail`` of
    all calls together gives the sentences back, character for character.

    >>> words = lambda text: len(text.split())
    >>> [c.text for c in calls(["One two. ", "Three. ", "Four five six."], words, 3)]
    ['One two. Three.', 'Four five six.']
    >>> calls(["One two three four."], words, 3) is None
    True
    """
    packed: list[Call] = []
    current = ""
    for sentence in sentences:
        # Counted as a whole, since tokens may merge over the border between two sentences.
        if current.strip() and count((current + sentence).strip()) > most:
            packed.append(_call(current, count))
            current = ""
        current += sentence
    if current:
        packed.append(_call(current, count))
    return None if any(call.tokens > most for call in packed) else tuple(packed)


def _call(source: str, count: Callable[[str], int]) -> Call:
    text = source.strip()
    if not text:
        return Call(source, "", "", 0)
    start = source.index(text)
    return Call(source[:start], text, source[start + len(text) :], count(text))


def answer_budget(source_tokens: int) -> int:
    """Most tokens of an answer: enough that a faithful one is never cut off.

    >>> answer_budget(512)
    600
    """
    return int(source_tokens * ANSWER_SHARE) + ANSWER_SLACK


def longest_source(context: int, overhead: int, most: int) -> int:
    """Most source tokens of one call: no more than asked for, and with room for the answer.

    Args:
        context: tokens that prompt and answer may have together.
        overhead: tokens of the prompt beside the source.
        most: tokens asked for (``Settings.max_new_tokens``).

    >>> longest_source(8192, 300, 512), longest_source(1024, 300, 512)
    (512, 329)
    """
    return min(most, int((context - overhead - ANSWER_SLACK) / (1 + ANSWER_SHARE)))


def room(name: str, context: int, overhead: int, most: int) -> int:
    """:func:`longest_source` for a model of this name.

    Raises:
        ModelError: the instructions leave no room for a text.
    """
    found = longest_source(context, overhead, most)
    if found < LEAST_SOURCE:
        raise ModelError(
            f"{name} reads {context} tokens at a time and the instructions alone "
            f"take {overhead}. Shorten the instructions or choose another model."
        )
    return found


def common_start(one: Sequence[int], other: Sequence[int]) -> list[int]:
    """What two prompts begin with alike: with unlike texts, what does not depend on the text.

    >>> common_start([5, 6, 1, 7], [5, 6, 2, 7])
    [5, 6]
    """
    pairs = zip(one, other, strict=False)
    return [pair[0] for pair in takewhile(lambda pair: pair[0] == pair[1], pairs)]


def unreadable(text: str, specials: Sequence[str]) -> Skipped | None:
    """Why a passage cannot go to a model whose control marks these are, if it cannot."""
    if any(mark in text for mark in specials):
        return Skipped("The passage contains a control mark of the model.")
    return None


def too_long(most: int) -> Skipped:
    """Why a passage cannot go to a model that takes at most so many source tokens a call."""
    return Skipped(f"A sentence is longer than the {most} tokens the model may take at once.")


def joined(before: str, after: str) -> str:
    """The white space between two answers, of two candidates from the source: the stronger one.

    >>> joined(" ", "\\n\\n"), joined("", " ")
    ('\\n\\n', ' ')
    """
    return max(before, after, key=lambda space: (space.count("\n"), len(space)))


class IncrementalDecoder:
    """Token ids in, text out, never half a character and never a changed mind.

    Method of Hugging Face's text-generation-inference (``Model.decode_token``, Apache-2.0): decode
    a short window with and without the new tokens and give out the difference, so that tokenizers
    which drop a leading space or build a character from several byte tokens come out right.

    Args:
        decode: turns token ids into text, special tokens skipped.
    """

    def __init__(self, decode: Callable[[list[int]], str]) -> None:
        self._decode = decode
        self._ids: list[int] = []
        self._start = 0
        self._given = 0

    def feed(self, ids: Sequence[int]) -> str:
        """The text that became certain with these tokens; empty inside a character."""
        self._ids.extend(ids)
        before = self._decode(self._ids[self._start : self._given])
        after = self._decode(self._ids[self._start :])
        if len(after) <= len(before) or after.endswith("\ufffd"):
            return ""
        self._start = self._given
        self._given = len(self._ids)
        return after[len(before) :]


class AnswerText:
    """A model's answer as it streams: outer white space and an end marker taken off.

    What may still turn out to be either is held back, so the pieces given out are always a prefix
    of the answer: they never have to be taken back.

    >>> answer = AnswerText(marker=True)
    >>> [answer.feed(piece) for piece in [" One", " two.", "\\n>", ">>\\n\\nText:"]]
    ['One', ' two.', '', '']
    >>> answer.ended
    True
    """

    def __init__(self, *, marker: bool = False) -> None:
        self._marker = END_OF_TEXT if marker else ""
        self._held = ""
        self._begun = False
        self.ended = False

    def feed(self, piece: str) -> str:
        """Take a piece of the raw answer; return what can be shown of it."""
        if self.ended:
            return ""
        self._held += piece
        if self._marker and self._marker in self._held:
            self._held = self._held[: self._held.index(self._marker)]
            self.ended = True
        if not self._begun:
            self._held = self._held.lstrip()
        shown = self._held.rstrip()
        if self._marker and not self.ended:
            # One or two of the marker's characters may be its beginning.
            shown = shown.rstrip(self._marker[0]).rstrip()
        self._held = self._held[len(shown) :]
        self._begun = self._begun or bool(shown)
        return shown
