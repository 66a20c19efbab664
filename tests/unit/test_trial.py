"""The trial before a model may delete: who passes it, and what it does to the margin."""

import itertools
import math
from collections.abc import Mapping, Sequence

import pytest

from pdfclean.llm.deleting import DeletionPolisher, Trusts
from pdfclean.llm.deletion import Rule, Text, Unit, walk
from pdfclean.llm.language import language
from pdfclean.llm.passes import Answer, Pass, drive
from pdfclean.llm.scoring import readings
from pdfclean.llm.trial import SLACK, Trust, judge
from pdfclean.llm.trial_lines import TRIALS
from pdfclean.llm.tuning import Tuning
from pdfclean.polishing import Deletions
from pdfclean.settings import Settings
from tests.fakes import never, polish
from tests.pdfs.planted import PLANTINGS
from tests.pdfs.planted.kinds import Planting
from tests.unit.test_deleting import Letters, Scripted, passage


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

    lines = tuple(line for example in TRIALS["en"] for line in example)

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
    assert trust.right < Tuning().able
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


def test_how_well_a_model_must_do_can_be_tuned() -> None:
    text, notices = [-1.0, -0.5], [0.2, -0.9]
    assert not judge(text, notices, Tuning()).able
    lenient = judge(text, notices, Tuning(able=0.7))
    assert lenient.able
    assert lenient.least == pytest.approx(-0.4)


def test_a_line_that_nothing_can_follow_is_no_text_lost() -> None:
    assert judge([-math.inf, -1.0], [0.0], Tuning()).least == pytest.approx(-1.0 + SLACK)


def test_the_trial_is_fair() -> None:
    """Enough of both, with numbers, negations and names among the text; none an example."""
    assert len(STAYS) >= 10
    assert len(GOES) >= 6
    assert 0.5 < Tuning().able < 1
    shown = {line for example in Tuning().task.examples for line, _ in example}
    assert not shown & {line for line, _ in Numbers.lines}


def test_the_trials_in_other_languages_are_of_the_same_kind() -> None:
    assert set(TRIALS) == {planting.language for planting in PLANTINGS}
    for name, examples in TRIALS.items():
        lines = [line for example in examples for line in example]
        assert language(" ".join(words for words, _ in lines)) == name
        assert sum(stays for _, stays in lines) >= 6
        assert sum(not stays for _, stays in lines) >= 4


@pytest.mark.parametrize("planting", PLANTINGS, ids=lambda planting: planting.language)
def test_the_language_of_running_prose_is_known(planting: Planting) -> None:
    for first, second in itertools.pairwise(planting.paragraphs):
        assert language(" ".join((*first, *second))) == planting.language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1. 2. 3.",
        "Holm, I. Quay Papers 3, 10-17, 2003.",
        "Download PDF Share",
        "潮の満ち引きは月の引力による。",
        "Вода поднимается и опускается дважды в день.",
    ],
)
def test_a_text_whose_words_do_not_tell_has_no_language(text: str) -> None:
    assert language(text) == ""


def test_a_language_that_no_trial_is_in_is_not_taken_for_one_that_has_one() -> None:
    italian = "La marea non è che il respiro del mare, e il pescatore lo sa più di un libro."
    dutch = "Het water komt en gaat twee keer per dag, en niet iedereen weet dat van de maan."
    assert language(italian) not in TRIALS
    assert language(dutch) not in TRIALS


GERMAN = passage("Das Wasser ist kalt und die Luft auch. ", "!Buy. ", "Es wird nicht warm.")


def test_each_language_has_a_trial_of_its_own_when_it_is_first_met() -> None:
    engine = Scripted()
    trusts = {"en": Trust(-1.0, 1.0, able=True)}
    polisher = DeletionPolisher(engine, Settings(), trusts=trusts)
    polish(polisher, GERMAN)
    assert set(trusts) == {"en", "de"}
    # This model finds all of the trial's lines alike, so it is not trusted in German.
    assert not trusts["de"].able
    before = len(engine.fixed)
    assert before == 2
    polish(polisher, GERMAN)
    polish(DeletionPolisher(engine, Settings(), trusts=trusts), GERMAN)
    assert len(engine.fixed) == before + 2


def test_a_language_without_a_trial_is_treated_with_caution() -> None:
    bold = Settings(boldness=1)
    text = passage("潮の満ち引き。 ", "!Buy. ", "月の引力。")
    able: Trusts = {"en": Trust(-1.0, 1.0, able=True)}
    wary = Tuning(cautious=50.0)
    assert polish(DeletionPolisher(Scripted(), bold, wary, able), text)[1] == Deletions(())
    assert polish(DeletionPolisher(Scripted(), bold, wary), text)[1] != Deletions(())


def test_a_stop_during_a_trial_deletes_nothing() -> None:
    engine = Scripted(pause=30)
    trusts: Trusts = {}
    polisher = DeletionPolisher(engine, Settings(), trusts=trusts)
    assert polish(polisher, GERMAN, lambda: True)[1] == Deletions(())
    assert not trusts


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
