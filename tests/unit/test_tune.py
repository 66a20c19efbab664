"""The search for a tuning, over opinions made by hand: what is deleted, what is lost, the limit."""

import pytest

from pdfclean.llm.scoring import Reading, Way
from pdfclean.llm.units import Cut
from tests.benchmark.judging import Labelled, Point, Scored, decide, judge, right
from tests.benchmark.tune import MOST_LOST, Found, best, tuned
from tests.pdfs.planted.kinds import NOTICE, SPONSOR, Junk

ONE, TWO = ("a", Junk(SPONSOR, ("One.",))), ("a", Junk(NOTICE, ("Two.",)))


def scored(*gains: float, junk: dict[int, tuple[str, Junk]]) -> Scored:
    """Units of ten words, each of which would rather be skipped than copied by its gain."""
    units = tuple(
        Labelled(False, frozenset([junk[i]]), 0) if i in junk else Labelled(True, frozenset(), 10)
        for i in range(len(gains))
    )
    readings = tuple(
        Reading(i, (Way(i + 1, (-0.1,) * 8, (-0.1 - gain,) * 8, 0.0),))
        for i, gain in enumerate(gains)
    )
    return Scored("en", units, readings)


CLEAR = scored(-1.0, 2.0, -0.5, 0.6, -2.0, junk={1: ONE, 3: TWO})
MUDDLED = scored(-1.0, 2.0, 0.9, 0.6, -2.0, junk={1: ONE, 3: TWO})


def test_a_unit_goes_when_it_wins_by_the_margin_and_the_one_landed_on_stays() -> None:
    assert list(decide(CLEAR, Point(0.5, -1.0, 4))) == [1, 3]
    assert list(decide(CLEAR, Point(1.0, -1.0, 4))) == [1]
    assert list(decide(scored(2.0, 2.0, junk={}), Point(0.0, -1.0, 4))) == [0]
    assert list(decide(CLEAR, Point(0.5, -0.05, 4))) == []


def test_shares_are_of_planted_passages_and_prose_words() -> None:
    judgement = judge([CLEAR], Point(-0.6, -1.0, 4))
    assert (judgement.deleted, judgement.lost) == (1.0, 0.0)
    judgement = judge([MUDDLED, CLEAR], Point(0.8, -1.0, 4))
    assert (judgement.deleted, judgement.lost) == (0.5, 0.0)


def test_planted_words_in_a_paragraph_that_stays_are_not_deleted() -> None:
    paragraph = Labelled(True, frozenset([ONE]), 30)
    (reading, *_) = CLEAR.readings
    assert judge([Scored("en", (paragraph,), (reading,))], Point(0.5, -1.0, 4)).deleted == 0


def test_ranking_counts_pairs() -> None:
    assert right([CLEAR], 4) == 1
    assert right([MUDDLED], 4) == pytest.approx(5 / 6)


def test_the_best_point_deletes_most_within_the_limit() -> None:
    point, judgement = best([CLEAR])
    assert judgement.deleted == 1
    assert judgement.lost <= MOST_LOST
    assert point.margin <= 0.6
    # Landed units stay, so that the greedy order protects the third; alone it would be lost.
    muddled = scored(0.9, -3.0, 0.6, -1.0, junk={2: ONE})
    point, judgement = best([muddled])
    assert (judgement.deleted, judgement.lost) == (0, 0)
    assert point.margin >= 0.9


def test_the_file_keeps_the_cautious_end_away_from_the_bold_one() -> None:
    point, judgement = best([CLEAR])
    tuning = tuned(Found("built in", Cut.BOTH, point, judgement, 1.0, [CLEAR]))
    assert tuning.bold == point.margin
    assert tuning.cautious > tuning.bold
    assert (tuning.look, tuning.floor) == (point.look, point.floor)
