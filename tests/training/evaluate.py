"""Cross-validation by style and by publisher: what the labeller does to documents it never saw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pdfclean.extraction.labels import CLASSES, DROP, KEEP, KEPT, keep_odds
from tests.training.align import Truth
from tests.training.dataset import Example

__all__ = ["Figures", "figures", "held_out", "publisher_folds", "style_folds", "temperature"]

Logits = NDArray[np.float32]
TRUSTED = 0.5
"""Weight from which a line that must go counts in the figures."""
_KEPT = np.array([c in KEPT for c in CLASSES])
_JUNK = (Truth.REFERENCE, Truth.CONTACT, Truth.TABLE, Truth.RUNNING, Truth.NOTHING)


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of letters, 0 to 1: area under the curve, prose and junk kept by rules and by both."""

    documents: int
    auc: float
    rules_prose: float
    rules_junk: float
    prose: float
    junk: float

    def __str__(self) -> str:
        shares = (self.rules_prose, self.rules_junk, self.prose, self.junk)
        return f"{self.documents:4} {self.auc:7.4f} " + " ".join(f"{100 * s:7.2f}" for s in shares)


HEADING = f"{'':18}   n     AUC   rules: prose  junk   now: prose  junk (% of letters kept)"


def style_folds(examples: Sequence[Example]) -> dict[str, list[int]]:
    """One fold a style."""
    folds: dict[str, list[int]] = {}
    for n, example in enumerate(examples):
        folds.setdefault(example.style, []).append(n)
    return dict(sorted(folds.items()))


def publisher_folds(examples: Sequence[Example], count: int) -> dict[str, list[int]]:
    """Folds of about equal size that no publisher is split over."""
    folds: list[list[int]] = [[] for _ in range(count)]
    sizes = Counter(e.publisher for e in examples)
    for publisher, _ in sizes.most_common():
        smallest = min(folds, key=len)
        smallest.extend(n for n, e in enumerate(examples) if e.publisher == publisher)
    return {f"publishers {n + 1}": fold for n, fold in enumerate(folds)}


def held_out(
    examples: Sequence[Example],
    folds: dict[str, list[int]],
    train: Callable[[Sequence[Example]], Callable[[Example], Logits]],
) -> Iterator[tuple[str, list[int], list[Logits]]]:
    """For each fold its name, its documents and what a labeller says that saw only the others."""
    for name, fold in folds.items():
        out = set(fold)
        answer = train([e for n, e in enumerate(examples) if n not in out])
        yield name, fold, [answer(examples[n]) for n in fold]


def figures(examples: Sequence[Example], answers: Sequence[Logits]) -> Figures:
    """Figures over some documents, each line weighing as much as it has letters."""
    prose = np.concatenate([e.truth == Truth.PROSE for e in examples])
    junk = np.concatenate([np.isin(e.truth, _JUNK) & (e.weight >= TRUSTED) for e in examples])
    letters = np.concatenate([e.letters for e in examples]).astype(float)
    rules = np.concatenate([_KEPT[e.silver] for e in examples])
    odds = np.concatenate([keep_odds(a) for a in answers])
    keep = np.where(rules, odds >= DROP, odds > KEEP)
    known = prose | junk

    def share(flags: NDArray[np.bool_], among: NDArray[np.bool_]) -> float:
        return float((letters * flags * among).sum() / max(1.0, (letters * among).sum()))

    return Figures(
        len(examples),
        _auc(odds[known], prose[known], letters[known]),
        share(rules, prose),
        share(rules, junk),
        share(keep, prose),
        share(keep, junk),
    )


def _auc(
    odds: NDArray[np.float64], prose: NDArray[np.bool_], letters: NDArray[np.float64]
) -> float:
    order = np.argsort(odds)
    prose, letters = prose[order], letters[order]
    below = np.cumsum(letters * ~prose)
    pairs = (letters * prose).sum() * (letters * ~prose).sum()
    return float((letters * prose * below).sum() / max(1.0, pairs))


def temperature(examples: Sequence[Example], answers: Sequence[Logits]) -> float:
    """By what the logits of held-out documents must be divided to be true log odds."""
    odds = np.concatenate([keep_odds(a) for a in answers])
    prose = np.concatenate([e.truth == Truth.PROSE for e in examples])
    junk = np.concatenate([np.isin(e.truth, _JUNK) & (e.weight >= TRUSTED) for e in examples])
    known = prose | junk
    sign = np.where(prose[known], 1.0, -1.0)
    tried = np.arange(0.5, 4.01, 0.05)
    losses = [np.logaddexp(0, -sign * odds[known] / t).mean() for t in tried]
    return float(tried[int(np.argmin(losses))])
