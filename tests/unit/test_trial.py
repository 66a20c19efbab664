"""The trial before a model may delete: who passes it, and what it does to the margin."""

import math
from collections.abc import Mapping, Sequence

import pytest

from pdfclean.llm.deleting import DeletionPolisher
from pdfclean.llm.deletion import Rule, Text, Unit, walk
from pdfclean.llm.passes import Answer, Pass, drive
from pdfclean.llm.scoring import readings
from pdfclean.llm.trial import ABLE, SLACK, TRIAL, judge
from pdfclean.llm.tuning import Tuning
from pdfclean.settings import Settings
from tests.fakes import never
from tests.unit.test_deleting import Letters, Scripted


class Knowing:
    """Finds a line's first letter likely or not by whether ``likes`` says so of the line."""

    def __init__(self, liked: set[int]) -> None:
        self._liked = liked

    def run(self, passes: Mapping[int, Pass]) -> dict[int, Answer]:
        return {
            row: Answer(
                [-0.1 if token in self._liked else -8.0 for _, token in one.asks],
                [[-0.1] * (len(twig.ids) - 1) for twig in one.twigs],
            )
            for row, one in passes.items()
        }


class Numbers(Letters):
    """A codec of one token a line of the trial, so that a model can know each by itself."""

    lines = tuple(line for example in TRIAL for line in example)

    def encode(self, text: str) -> list[int]:
        if not text.strip():
            return []
        known = [words for words, _ in self.lines]
        return [known.index(text.strip()), 999] if text.strip() in known else [998]

    def lines_prompt(self, lines: Sequence[str], task: object) -> list[int]:
        return [1000, *(self.encode(line)[0] for line in lines), 1001]


def fond_of(liked: set[int]) -> Scripted:
    """A model that likes the lines of the trial with these numbers, and the end."""
    return Scripted(tokenizer=Numbers(), mind=lambda _: Knowing(liked | {998}))


STAYS = {index for index, (_, stays) in enumerate(Numbers.lines) if stays}
GOES = set(range(len(Numbers.lines))) - STAYS


def test_a_model_that_tells_notices_from_text_may_be_bold() -> None:
    trust = DeletionPolisher(fond_of(STAYS), Settings()).try_out(never)
    assert trust.able
    assert trust.right == 1
    assert trust.least <= SLACK


@pytest.mark.parametrize("liked", [GOES, set(), STAYS | GOES])
def test_a_model_that_cannot_tell_keeps_far_from_what_it_got_wrong(liked: set[int]) -> None:
    trust = DeletionPolisher(fond_of(liked), Settings()).try_out(never)
    assert not trust.able
    assert trust.right < ABLE
    assert trust.least >= Tuning().cautious
    if liked == GOES:
        # It would rather copy a notice than a line of text, by this much.
        assert trust.least > (8.0 - 0.1) / 2


def test_the_margin_keeps_off_the_trials_own_text_even_of_an_able_model() -> None:
    text = [-2.0] * 19 + [0.4]
    trust = judge(text, [0.9, 1.2, 2.0], Tuning())
    assert trust.able
    assert trust.least == pytest.approx(0.5)
    assert not judge([*text, 3.0, 3.0, 3.0], [0.9, 1.2, 2.0], Tuning()).able


def test_a_line_that_nothing_can_follow_is_no_text_lost() -> None:
    assert judge([-math.inf, -1.0], [0.0], Tuning()).least == pytest.approx(-1.0 + SLACK)


def test_the_trial_is_fair() -> None:
    """Enough of both, with numbers, negations and names among the text; none an example."""
    assert len(STAYS) >= 10
    assert len(GOES) >= 6
    assert 0.5 < ABLE < 1
    shown = {line for example in Tuning().task.examples for line, _ in example}
    assert not shown & {line for line, _ in Numbers.lines}


def test_scores_of_all_ways_are_those_that_a_walk_goes_by() -> None:
    units = [Unit((n, 999)) for n in (0, 1, 2)]
    text = Text(units, (998, 999))
    context = Knowing({0, 2, 998, 999})
    asked = readings([5, 6], text, [True, False, True], look=2)
    (found,) = drive(context, [asked], never)
    gains = [[round(way.gain(2), 3) for way in reading.ways] for reading in found]
    assert gains == [[-3.95, 0.0, 0.0], [3.95, 3.95], [0.0]]
    ((skip,),) = drive(context, [walk([5, 6], text, Rule(0.5, look=2))], never)
    assert (skip.start, skip.end, round(skip.advantage, 3)) == (1, 2, 3.95)
