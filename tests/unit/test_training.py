"""What judges the learned labeller: folds, calibration, and where leaked junk is looked for."""

from __future__ import annotations

import numpy as np
import pytest

from pdfclean.extraction.labels import CLASSES, DROP
from tests.training.align import Truth
from tests.training.calibration import found_in, reliability
from tests.training.dataset import Example
from tests.training.evaluate import (
    Known,
    decided,
    figures,
    publisher_folds,
    style_folds,
    temperature,
    trusted_junk,
)


def document(style: str, publisher: str, truth: tuple[Truth, ...] = ()) -> Example:
    n = len(truth)
    return Example(
        f"{style} {publisher}",
        style,
        publisher,
        np.zeros((n, 1), dtype=np.float32),
        np.zeros((3, n), dtype=np.int64),
        np.ones((n, len(CLASSES)), dtype=np.bool_),
        np.zeros(n, dtype=np.int64),
        np.ones(n, dtype=np.float32),
        np.full(n, 10),
        np.array(truth, dtype=np.int64),
        np.zeros((n, 2), dtype=np.int64),
    )


def lines(odds: list[float], prose: list[bool], rules: list[bool]) -> Known:
    return Known(np.array(odds), np.array(prose), np.full(len(odds), 10.0), np.array(rules))


def test_a_style_of_one_document_has_no_fold_of_its_own() -> None:
    styles = ["slides", "journal", "report", "journal"]
    assert style_folds([document(s, "") for s in styles]) == {"journal": [1, 3], "others": [0, 2]}


def test_no_publisher_is_split() -> None:
    publishers = ["a", "b", "a", "c", "a", "b", "d", "e", "e"]
    examples = [document("", p) for p in publishers]
    folds = publisher_folds(examples, 2, 2)
    assert folds["a"] == [0, 2, 4]
    assert sorted(n for fold in folds.values() for n in fold) == list(range(len(publishers)))
    of = [
        {name for name, f in folds.items() if publishers[n] in {publishers[m] for m in f}}
        for n in range(len(publishers))
    ]
    assert all(len(names) == 1 for names in of)


def test_lines_of_doubtful_truth_are_no_junk() -> None:
    one = document("", "", (Truth.PROSE, Truth.TABLE, Truth.UNKNOWN, Truth.OPTIONAL))
    assert trusted_junk(one).tolist() == [False, True, False, False]
    one.weight[1] = 0.3
    assert not trusted_junk(one).any()


def test_figures_tell_lost_prose_from_dropped_junk() -> None:
    known = lines(
        [5, -5, DROP + 1, 1, -1, -5],
        [True, True, True, True, False, False],
        [True, True, True, False, False, True],
    )
    assert decided(known).tolist() == [True, False, True, True, False, False]
    found = figures(known)
    assert found.lost == pytest.approx(0.25)
    assert found.rules_lost == pytest.approx(0.25)
    assert found.dropped == 1.0
    assert found.rules_dropped == 0.5


def test_confidence_that_means_what_it_says_has_no_error() -> None:
    rng = np.random.default_rng(0)
    odds = rng.normal(0, 3, 40_000)
    prose = rng.random(len(odds)) < 1 / (1 + np.exp(-odds))
    honest = Known(odds, prose, np.ones(len(odds)), odds > 0)
    bold = Known(3 * odds, prose, np.ones(len(odds)), odds > 0)
    assert temperature(honest) == pytest.approx(1, abs=0.1)
    assert temperature(bold) == pytest.approx(3, abs=0.2)
    assert _error(reliability(honest)) < 0.01 < _error(reliability(bold))


def _error(table: str) -> float:
    return float(table.splitlines()[-1].split()[3])


def test_doubt_that_points_at_the_leak_finds_it() -> None:
    chunks = [(0.1, 0), (9.0, 40), (0.2, 2), (0.0, 0), (0.3, 0)]
    assert found_in(0.2, chunks) == pytest.approx(40 / 42)
    assert found_in(0.2, [(-doubt, leaked) for doubt, leaked in chunks]) == 0
    assert found_in(0.2, []) == 0
