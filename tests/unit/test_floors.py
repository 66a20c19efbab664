"""Our own set does not fall under its floors, and its scorer notices what goes wrong."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.benchmark import floors, own
from tests.pdfs.typeset import Typeset

SET = Typeset(
    "two sentences and junk",
    b"",
    keep=("The boat was late.", "Nobody minded."),
    gone=("Page 7", "harbour@quay.example"),
)


def test_our_own_set_is_over_its_floors() -> None:
    pinned = floors.read()["ours"]
    assert {name for name in pinned if " " in name} == {f"F {style}" for style, *_ in own.DOCUMENTS}
    assert floors.below(own.figures(), pinned) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The boat was late.\n\nNobody minded.", own.Score(1, 1, 1, 1)),
        ("The boat was\nlate. Nobody minded.", own.Score(1, 1, 1, 1)),
        ("The boat was late.", own.Score(0.5, 1, 1, 1)),
        ("The boat was late Nobody minded.", own.Score(0.5, 1, 1, 1)),
        ("Nobody minded. The boat was late.", own.Score(1, 1, 0, 1)),
        ("The boat was late. Page 7 Nobody minded.", own.Score(1, 0.5, 1, 1)),
        ("The boat was late. Nobody minded. So there!", own.Score(1, 1, 1, 0.75)),
        ("", own.Score(0, 1, 1, 1)),
    ],
    ids=["all", "lines", "lost", "a sign lost", "order", "junk", "invented", "nothing"],
)
def test_the_scorer_notices(text: str, expected: own.Score) -> None:
    assert own.score(SET, text) == expected
    assert own.score(replace(SET, keep=()), text).recall == 0


def test_nothing_is_worth_nothing() -> None:
    assert own.score(SET, "").overall == 0
    assert own.score(SET, " ".join(SET.keep)).overall == 1


def test_floors_only_go_up() -> None:
    before = {"F": 0.9, "recall": 0.99}
    after = floors.raised({"F": 0.95, "recall": 0.5}, before)
    assert after == {"F": 0.947, "recall": 0.99}
    assert floors.raised({"F": 0.1}, after) == after


def test_the_floors_are_figures_between_nothing_and_all() -> None:
    content = json.loads(floors.FILE.read_text(encoding="utf-8"))
    assert set(content) == {"ours", "corpora"}
    for figures in (content["ours"], *content["corpora"].values()):
        assert {"F", "recall", "order", "faithful"} <= set(figures)
        assert all(0 < figure <= 1 for figure in figures.values())
