"""Trains without a style or a publisher, fold by fold, and prints what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from pdfclean.extraction.labels import Weights, load
from pdfclean.extraction.labels import logits as answer
from tests.training.calibration import reliability
from tests.training.dataset import Example, Pair
from tests.training.evaluate import Known, Logits, figures, known, temperature
from tests.training.leaks import told
from tests.training.network import Recipe, trained
from tests.training.system import Outcome, outcome

__all__ = ["Bench", "cross_validate"]

HEADING = (
    f"{'rules alone → with the labeller':25}   n     AUC    prose lost %  junk dropped %"
    "             F        recall     precision          junk"
)


@dataclass(slots=True)
class Bench:
    """What every fold needs; every ``every``-th pair of a fold is cleaned and scored, too."""

    pairs: Sequence[Pair]
    real: Sequence[Example]
    printed: Sequence[Example]
    recipe: Recipe
    cache: Path
    every: int = 1
    _alone: dict[int, Outcome] = field(default_factory=dict)

    def alone(self, number: int) -> Outcome:
        """What the rules alone make of a pair; found once."""
        if number not in self._alone:
            self._alone[number] = self.outcome(number, None)
        return self._alone[number]

    def outcome(self, number: int, weights: Weights | None) -> Outcome:
        """What the whole cleaner makes of a pair."""
        return outcome(self.pairs[number], self.real[number], self.cache, weights)

    def weights(self, left_out: Sequence[int]) -> Weights:
        """A network that saw all but some pairs, rounded as it would ship."""
        out = set(left_out)
        seen = [e for n, e in enumerate(self.real) if n not in out]
        return load(trained([*seen, *self.printed], self.recipe, self.cache))


def cross_validate(bench: Bench, title: str, folds: dict[str, list[int]]) -> float:
    """Print the table of some folds, the reliability of confidences and where leaked junk is.

    Returns:
        The temperature that calibrates the networks.
    """
    weights: dict[int, Weights] = {}
    for fold in folds.values():
        weights |= dict.fromkeys(fold, bench.weights(fold))
    answers = {n: answer(w, bench.real[n].values, bench.real[n].groups) for n, w in weights.items()}
    heat = temperature(known([bench.real[n] for n in answers], list(answers.values())))
    answers = {n: logits / np.float32(heat) for n, logits in answers.items()}
    after: dict[int, Outcome] = {}
    print(f"\n## {title} (temperature {heat:.2f})\n{HEADING}")
    for name, fold in folds.items():
        for n in fold[:: bench.every]:
            after[n] = bench.outcome(n, replace(weights[n], temperature=heat))
        _print_row(bench, name, fold, answers, after)
    everything = sorted(answers)
    _print_row(bench, "all", everything, answers, after)
    print(reliability(_known(bench, everything, answers)))
    _print_doubt(bench, after)
    return heat


def _known(bench: Bench, fold: Sequence[int], answers: dict[int, Logits]) -> Known:
    return known([bench.real[n] for n in fold], [answers[n] for n in fold])


def _print_row(
    bench: Bench,
    name: str,
    fold: Sequence[int],
    answers: dict[int, Logits],
    after: dict[int, Outcome],
) -> None:
    found = figures(_known(bench, fold, answers))
    scored = [n for n in fold if n in after]
    before = np.mean([bench.alone(n).figures for n in scored], axis=0)
    now = np.mean([after[n].figures for n in scored], axis=0)
    shares = (
        f"{100 * old:6.2f} →{100 * new:6.2f}"
        for old, new in ((found.rules_lost, found.lost), (found.rules_dropped, found.dropped))
    )
    scores = (f"{old:.4f}→{new:.4f}" for old, new in zip(before, now, strict=True))
    print(f"{name:32.32} {len(fold):3}  {found.auc:.4f}", *shares, *scores, flush=True)


def _print_doubt(bench: Bench, after: dict[int, Outcome]) -> None:
    scored = sorted(after)
    print("rules alone:", told([bench.alone(n).chunks for n in scored]))
    print("with the labeller:", told([after[n].chunks for n in scored]))
