"""What judges the learned labeller: folds, calibration, and where leaked junk is looked for."""

from __future__ import annotations

import numpy as np
import pytest

from pdfclean.document import (
    Box,
    Chunk,
    CleanChunk,
    CleanDocument,
    DocumentInfo,
    Line,
    Page,
    Role,
    Source,
    Space,
    Token,
    Tokens,
)
from pdfclean.extraction.labels import CLASSES, DROP
from tests.training.align import Truth
from tests.training.calibration import reliability
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
from tests.training.leaks import ChunkLeak, leaks, told


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


def leak(doubt: float, leaked: int, chosen: bool = False) -> ChunkLeak:
    return ChunkLeak(doubt, leaked, chosen)


def test_doubt_that_points_at_the_leak_finds_it() -> None:
    document = [leak(0.1, 0), leak(9.0, 40, True), leak(0.2, 2), leak(0.0, 0), leak(0.3, 0)]
    found = told([document])
    assert found.found == found.possible == found.pooled == pytest.approx(40 / 42)
    assert found.sent == 0.2
    assert told([[leak(-c.doubt, c.leaked) for c in document]]).pooled == 0
    assert told([]).found == 0


def test_what_is_possible_is_bounded_in_each_document() -> None:
    clean = [leak(0.0, 0)] * 10
    spread = [leak(1.0, 10, True)] + [leak(1.0, 10)] * 4
    found = told([clean, spread])
    assert found.possible == found.found == 0.2
    assert found.pooled == 0.6


def test_a_leak_is_a_kept_junk_line_that_is_no_heading() -> None:
    texts = ("The town had a harbour.", "17 21 33", "Results", "It was deep.")
    roles = (Role.BODY, Role.BODY, Role.HEADING, Role.BODY)
    truth = document("", "", (Truth.PROSE, Truth.TABLE, Truth.NOTHING, Truth.PROSE))
    truth.lines[:] = [(1, n) for n in range(4)]
    lines = tuple(
        Line(text, Box(0, 0, 1, 1), 10, 400, role=role, confidence=0.9)
        for text, role in zip(texts, roles, strict=True)
    )
    tokens = Tokens(
        Token(word, word, Space.SPACE, (Source(1, n, 0, 1),))
        for n, text in enumerate(texts)
        for word in text.split()
    )
    one = CleanChunk(Chunk(0, 0, len(tokens)), tokens, (), doubts=("a line, p. 1",))
    cleaned = CleanDocument(DocumentInfo(1), (Page(1, (1, 1), lines),), (one,))
    (found,) = leaks(cleaned, truth)
    assert (found.leaked, found.chosen) == (6, True)
    (found,) = leaks(cleaned, truth, [("url", "had a harbour"), ("url", "nowhere")])
    assert found.leaked == 11
    assert found.doubt > 0
