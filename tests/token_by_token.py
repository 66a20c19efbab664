"""The decoder that ``pdfclean.llm.deletion`` must equal: one token at a time, nothing kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pdfclean.llm.deletion import Rule, Text

LogProbability = Callable[[Sequence[int], int], float]
"""Of a token after a context, worked out from nothing."""


def decode(
    log_probability: LogProbability, prompt: Sequence[int], text: Text, rule: Rule
) -> list[tuple[int, int]]:
    """Walk as the module's docstring says; returns the units left out as ranges."""
    units = text.units
    kept = list(prompt)
    skips = []
    at = 0
    landed = False
    while at < len(units):
        stop = None if landed else _best(log_probability, kept, text, at, rule)
        if stop is None:
            kept.extend(units[at].ids)
            at, landed = at + 1, False
        else:
            skips.append((at, stop))
            at, landed = stop, True
    return skips


def _best(
    log_probability: LogProbability, kept: list[int], text: Text, at: int, rule: Rule
) -> int | None:
    own = text.units[at].ids
    best: tuple[float, int] | None = None
    for stop in range(at + 1, len(text.units) + 1):
        other = text.units[stop].ids if stop < len(text.units) else text.end
        parted = 0
        while parted < min(len(own), len(other)) and own[parted] == other[parted]:
            parted += 1
        if parted == min(len(own), len(other)):
            continue

        def score(way: Sequence[int], parted: int = parted) -> float:
            window = way[parted : parted + rule.look]
            context = [*kept, *way[:parted]]
            total = 0.0
            for token in window:
                total += log_probability(context, token)
                context.append(token)
            return total / len(window)

        margin = rule.margin + max(unit.guard for unit in text.units[at:stop])
        gain = score(other) - score(own) - margin
        if score(other) >= rule.floor and gain > 0 and (best is None or gain > best[0]):
            best = gain, stop
    return best and best[1]
