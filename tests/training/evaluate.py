"""Cross-validation by style and by publisher: what the labeller does to documents it never saw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pdfclean.extraction.labels import CLASSES, DROP, KEEP, KEPT, keep_odds
from tests.training.align import Truth
from tests.training.dataset import Example

__all__ = [
    "Figures",
    "Known",
    "decided",
    "figures",
    "known",
    "publisher_folds",
    "style_folds",
    "temperature",
    "trusted_junk",
]

Logits = NDArray[np.float32]
Flags = NDArray[np.bool_]
Reals = NDArray[np.float64]
TRUSTED = 0.5
"""Weight from which a line that must go counts in the figures."""
_KEPT = np.array([c in KEPT for c in CLASSES])
_JUNK = (Truth.REFERENCE, Truth.CONTACT, Truth.TABLE, Truth.RUNNING, Truth.NOTHING)


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of letters, 0 to 1: the area under the curve of prose against junk, prose lost and
    junk dropped by the rules alone and with the labeller."""

    auc: float
    rules_lost: float
    rules_dropped: float
    lost: float
    dropped: float


@dataclass(frozen=True, slots=True)
class Known:
    """The lines of some documents whose truth is known: log odds of being kept, whether they are
    prose (else junk), letters, and whether the rules keep them."""

    odds: Reals
    prose: Flags
    letters: Reals
    rules: Flags


def style_folds(examples: Sequence[Example]) -> dict[str, list[int]]:
    """One fold a style; styles of a single document share one."""
    sizes = Counter(e.style for e in examples)
    folds: dict[str, list[int]] = {}
    for n, example in enumerate(examples):
        name = example.style if sizes[example.style] > 1 else "others"
        folds.setdefault(name, []).append(n)
    return dict(sorted(folds.items(), key=lambda fold: (fold[0] == "others", fold[0])))


def publisher_folds(examples: Sequence[Example], alone: int, rest: int) -> dict[str, list[int]]:
    """The ``alone`` largest publishers each in a fold, the others in ``rest`` folds of about equal
    size; no publisher is split."""
    folds: dict[str, list[int]] = {}
    others: list[list[int]] = [[] for _ in range(rest)]
    ranked = sorted(Counter(e.publisher for e in examples).items(), key=lambda p: (-p[1], p[0]))
    for place, (publisher, _) in enumerate(ranked):
        fold = [n for n, e in enumerate(examples) if e.publisher == publisher]
        if place < alone:
            folds[publisher] = fold
        else:
            min(others, key=len).extend(fold)
    return folds | {f"others {n + 1}": fold for n, fold in enumerate(others)}


def trusted_junk(example: Example) -> Flags:
    """Which lines of a document must go beyond doubt."""
    return np.asarray(np.isin(example.truth, _JUNK) & (example.weight >= TRUSTED))


def known(examples: Sequence[Example], answers: Sequence[Logits]) -> Known:
    """The lines that figures are made of."""
    prose = np.concatenate([e.truth == Truth.PROSE for e in examples])
    chosen = prose | np.concatenate([trusted_junk(e) for e in examples])
    letters = np.concatenate([e.letters for e in examples]).astype(float)
    rules = np.concatenate([_KEPT[e.silver] for e in examples])
    odds = np.concatenate([keep_odds(a) for a in answers])
    return Known(odds[chosen], prose[chosen], letters[chosen], rules[chosen])


def decided(lines: Known) -> Flags:
    """Which lines rules and labeller keep; the vetoes over whole documents apart."""
    return np.asarray(np.where(lines.rules, lines.odds >= DROP, lines.odds > KEEP))


def figures(lines: Known) -> Figures:
    """Figures over some documents, each line weighing as much as it has letters."""
    keep = decided(lines)

    def share(flags: Flags, among: Flags) -> float:
        total = (lines.letters * among).sum()
        return float((lines.letters * (flags & among)).sum() / max(1.0, total))

    return Figures(
        _auc(lines),
        share(~lines.rules, lines.prose),
        share(~lines.rules, ~lines.prose),
        share(~keep, lines.prose),
        share(~keep, ~lines.prose),
    )


def _auc(lines: Known) -> float:
    order = np.argsort(lines.odds)
    prose, letters = lines.prose[order], lines.letters[order]
    below = np.cumsum(letters * ~prose)
    pairs = (letters * prose).sum() * (letters * ~prose).sum()
    return float((letters * prose * below).sum() / max(1.0, pairs))


def temperature(lines: Known) -> float:
    """By what the logits of held-out documents must be divided to be true log odds."""
    sign = np.where(lines.prose, 1.0, -1.0)
    tried = np.arange(0.5, 4.01, 0.05)
    losses = [np.logaddexp(0, -sign * lines.odds / t).mean() for t in tried]
    return float(tried[int(np.argmin(losses))])
