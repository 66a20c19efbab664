"""Whether a confidence means what it says: reliability by bin."""

from __future__ import annotations

import itertools

import numpy as np

from tests.training.evaluate import Known, decided

__all__ = ["reliability"]

EDGES = (0.0, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.0)
"""Borders of the confidence bins: fine where nearly all lines are."""


def reliability(lines: Known) -> str:
    """A table of confidence against truth for the decisions of rules and labeller, a row a bin, and
    the expected calibration error: the mean distance of the two over lines."""
    keep = decided(lines)
    sure = 1 / (1 + np.exp(-np.where(keep, lines.odds, -lines.odds)))
    right = keep == lines.prose
    bins = np.clip(np.searchsorted(EDGES, sure, "right") - 1, 0, len(EDGES) - 2)
    rows = ["confidence      lines  share of errors  mean confidence  right"]
    error = 0.0
    for n, (low, high) in enumerate(itertools.pairwise(EDGES)):
        here = bins == n
        if not here.any():
            continue
        said, true = float(sure[here].mean()), float(right[here].mean())
        error += abs(said - true) * float(here.mean())
        share = float((here & ~right).sum() / max(1, (~right).sum()))
        rows.append(
            f"{low:.2f} to {high:.2f} {here.sum():8} {share:16.3f} {said:16.3f} {true:6.3f}"
        )
    return "\n".join([*rows, f"expected calibration error {error:.4f} over {len(sure)} lines"])
