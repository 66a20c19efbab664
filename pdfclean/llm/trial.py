"""A trial that every model goes through before it may delete: can it tell notices from text?

Margins that suit one model let another take prose: SmolLM2-135M likes to skip from sentences that
surprise it. So a model is first asked about lines whose answer is known, the way it will be asked
about the producer's text, and how far down "How boldly" may go depends on what it makes of them. A
model may know one language and not another, so each has a trial of its own, when it is first met.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pdfclean.llm.deletion import Text, Unit
from pdfclean.llm.passes import Walk
from pdfclean.llm.prompt import END_OF_LINES
from pdfclean.llm.scoring import readings
from pdfclean.llm.trial_lines import TRIALS
from pdfclean.llm.tuning import Tuning
from pdfclean.llm.units import guard, line_tokens

__all__ = ["Trust", "judge", "trial"]

SLACK = 0.1
"""Nats a token that a margin keeps from the trial's own text."""
AS_FAR = 1.0
"""How far beyond the trial's worst line of text the margin of a model begins that cannot tell, in
distances from the middle line to the worst one: a document has a hundred times as many lines."""


@dataclass(frozen=True, slots=True)
class Trust:
    """What a trial tells: the least margin in nats a token, and how well the model did.

    ``right`` is the share of pairs ranked the right way round; ``able`` whether that is enough.
    """

    least: float
    right: float
    able: bool


def trial(
    encode: Callable[[str], list[int]],
    prompt: Callable[[Sequence[str]], list[int]],
    tuning: Tuning,
    *,
    language: str = "en",
    known: int = 0,
) -> Walk[Trust]:
    """Ask a model about the trial's lines in a language.

    Args:
        encode: text to tokens.
        prompt: lines to a whole prompt.
        tuning: how the model is asked.
        language: one of ``TRIALS``.
        known: tokens of any prompt's beginning that the model has read already.
    """
    text: list[float] = []
    notices: list[float] = []
    for lines in TRIALS[language]:
        words, stays = zip(*lines, strict=True)
        units = [Unit(line_tokens(w, encode), guard(w, tuning.guards)) for w in words]
        whole = Text(units, tuple(encode(END_OF_LINES)))
        found = yield from readings(prompt(words), whole, stays, look=tuning.look, known=known)
        for reading, stay in zip(found, stays, strict=True):
            # Without a floor, which is a safeguard of its own.
            gain = max((way.gain(tuning.look) for way in reading.ways), default=-math.inf)
            (text if stay else notices).append(gain)
    return judge(text, notices, tuning)


def judge(text: Sequence[float], notices: Sequence[float], tuning: Tuning) -> Trust:
    """What the gains of skipping from lines of text and from notices say about a model.

    >>> judge([-1.0, -0.5], [0.2, 0.9], Tuning()).able
    True
    >>> judge([-1.0, 0.5], [0.2, 0.1], Tuning()).able
    False
    """
    pairs = [(n > t) + (n == t) / 2 for n in notices for t in text]
    right = sum(pairs) / len(pairs)
    least = max(text) + SLACK
    able = right >= tuning.able
    if not able:
        worst = max(text)
        far = worst + AS_FAR * (worst - statistics.median(text))
        least = max(least, far, tuning.cautious)
    return Trust(least, right, able)
