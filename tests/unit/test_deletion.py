"""Deletion-only decoding over a model that is a table of dice: exact, and in few passes."""

import math
import random
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import pairwise

import pytest

from pdfclean.llm import deletion
from pdfclean.llm.deletion import Rule, Skip, Text, Unit
from pdfclean.llm.passes import Answer, Branch, Halted, Pass, drive
from tests.fakes import never
from tests.token_by_token import decode

VOCABULARY = 24
END = (5, 6, 9)


@cache
def table(context: tuple[int, ...]) -> tuple[float, ...]:
    """Log-probabilities of all tokens after the last three of a context."""
    dice = random.Random(repr(context))
    values = [dice.gauss(0, 2) for _ in range(VOCABULARY)]
    total = math.log(sum(map(math.exp, values)))
    return tuple(value - total for value in values)


def log_probability(context: Sequence[int], token: int) -> float:
    return table(tuple(context[-3:]))[token]


class Dice:
    """A ``Context`` over the table that counts its passes and what went through them."""

    def __init__(self, read: Sequence[int] = (), rows: int = 1) -> None:
        self.ids = [list(read) for _ in range(rows)]
        self.passes: list[int] = []
        self.together: list[int] = []
        self.twigs: list[Branch] = []

    def run(self, passes: Mapping[int, Pass]) -> dict[int, Answer]:
        self.together.append(len(passes))
        self.passes.append(
            sum(
                len(one.ids) + sum(len(twig.ids) - 1 for twig in one.twigs)
                for one in passes.values()
            )
        )
        return {row: self.answer(self.ids[row], one) for row, one in passes.items()}

    def answer(self, ids: list[int], one: Pass) -> Answer:
        assert one.keep <= len(ids)
        del ids[one.keep :]
        ids.extend(one.ids)
        assert all(one.keep <= position < len(ids) for position, _ in one.asks)
        self.twigs.extend(one.twigs)
        return Answer(
            [log_probability(ids[: position + 1], token) for position, token in one.asks],
            [
                [
                    log_probability([*ids[: twig.at], *twig.ids[:k]], twig.ids[k])
                    for k in range(1, len(twig.ids))
                ]
                for twig in one.twigs
            ],
        )


def walk(
    context: Dice,
    prompt: Sequence[int],
    text: Text,
    rule: Rule,
    halted: Callable[[], bool] = never,
) -> list[Skip]:
    """One walk by itself, in a context that may have read the beginning of the prompt."""
    known = len(context.ids[0])
    return drive(context, [deletion.walk(prompt, text, rule, known)], halted)[0]


def random_text(dice: random.Random) -> Text:
    """Units of few different tokens, so that many begin alike; now and then a guarded one."""
    units = []
    for _ in range(dice.randrange(1, 10)):
        kinds = dice.choice([2, 4, VOCABULARY])
        ids = tuple(dice.randrange(kinds) for _ in range(dice.randrange(1, 14)))
        units.append(Unit((*ids, 9), dice.choice([0.0, 0.0, 0.4])))
    return Text(units, END)


def ranges(skips: Sequence[Skip]) -> list[tuple[int, int]]:
    return [(skip.start, skip.end) for skip in skips]


@pytest.mark.parametrize("block", [4, 40, 256])
def test_the_walk_is_the_token_by_token_decoder(
    block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deletion, "BLOCK", block)
    dice = random.Random(block)
    found = 0
    for _ in range(150):
        text = random_text(dice)
        prompt = [dice.randrange(VOCABULARY) for _ in range(12)]
        floor = dice.choice([-math.inf, -math.inf, -3.5])
        rule = Rule(dice.choice([-0.5, 0.0, 0.3, 1.0]), dice.choice([1, 2, 4, 9]), floor)
        skips = ranges(walk(Dice(prompt[:7]), prompt, text, rule))
        assert skips == decode(log_probability, prompt, text, rule)
        found += len(skips)
    assert found > 100


@pytest.mark.parametrize("margin", [-9.0, 0.0, 99.0])
def test_what_is_left_out_is_whole_units_in_order_and_never_the_same_twice(margin: float) -> None:
    dice = random.Random(3)
    for _ in range(50):
        text = random_text(dice)
        skips = walk(Dice(), [1], text, Rule(margin))
        for skip in skips:
            assert 0 <= skip.start < skip.end <= len(text.units)
        assert all(a.end < b.start for a, b in pairwise(skips))
        assert not (margin == 99.0 and skips)


def test_where_a_skip_lands_is_copied_even_at_the_bold_end() -> None:
    units = [Unit((kind, 1, 2, 3, 9)) for kind in range(10, 16)]
    skips = walk(Dice(), [1], Text(units, END), Rule(-9.0))
    left = len(units) - sum(skip.end - skip.start for skip in skips)
    assert left or skips[-1].end == len(units)
    assert all(b.start > a.end for a, b in pairwise(skips))


def test_a_text_without_a_skip_takes_one_pass_over_it_and_one_over_the_twigs() -> None:
    units = [Unit((kind, *range(20), 9)) for kind in range(10, 18)]
    context = Dice()
    assert walk(context, [1, 2, 3], Text(units, END), Rule(9.0)) == []
    # Nothing could still win after its first token, so no twig was worth a look; and nothing is
    # asked about the last unit behind its first four tokens.
    assert context.passes == [3 + 7 * 22 + 3]
    context = Dice()
    skips = walk(context, [1, 2, 3], Text(units, END), Rule(0.5))
    assert len(context.passes) <= 2 * (len(skips) + 1)


def test_ways_that_begin_alike_are_told_apart_where_they_part() -> None:
    (way,) = deletion._ways(Text([Unit((1, 2, 3, 4, 9)), Unit((1, 2, 7, 8, 9))], ()), 0, Rule(0, 2))
    assert (way.parted, way.ids, way.copy) == (2, (7, 8), (3, 4))


def test_the_same_words_again_are_no_choice() -> None:
    units = [Unit((1, 2, 9)), Unit((1, 2, 9))]
    assert not [w for w in deletion._ways(Text(units, END), 0, Rule(-9.0)) if w.end == 1]
    assert not list(deletion._ways(Text([Unit((5, 6, 9, 1))], END), 0, Rule(-9.0)))


def test_of_two_equal_ways_the_shorter_is_taken() -> None:
    units = [Unit((1, 2, 9)), Unit((3, 4, 9)), Unit((3, 4, 9)), Unit((3, 4, 9))]
    (skip, *_) = walk(Dice(), [1], Text(units, (9,)), Rule(-9.0))
    assert skip.start == 0
    assert skip.end in (1, 4)


def test_a_very_long_word_is_one_unit_like_another() -> None:
    units = [Unit((*([3] * 2000), 9)), Unit((4, 9)), Unit((*([5] * 700), 9))]
    rule = Rule(-1.0)
    context = Dice()
    assert ranges(walk(context, [1], Text(units, END), rule)) == decode(
        log_probability, [1], Text(units, END), rule
    )
    assert max(context.passes) <= 1.5 * deletion.BLOCK


def test_nothing_to_walk_through() -> None:
    assert walk(Dice(), [1], Text([], END), Rule(0.0)) == []


def test_guarded_words_raise_the_margin() -> None:
    text = Text([Unit((1, 2, 9)), Unit((3, 4, 9)), Unit((7, 8, 9))], END)
    (skip, *_) = walk(Dice(), [1], text, Rule(-9.0))
    guarded = Text([Unit(u.ids, 20.0) for u in text.units], END)
    assert walk(Dice(), [1], guarded, Rule(-9.0)) == []
    assert skip.margin == -9.0
    assert 0.5 < skip.confidence < 1


def test_an_unlikely_way_is_not_taken_however_unlikely_copying_is() -> None:
    text = Text([Unit((kind, *range(8), 9)) for kind in range(10, 20)], END)
    for temperature in (0.0, 1.0):
        assert walk(Dice(), [1], text, Rule(-9.0, floor=-0.01, temperature=temperature)) == []


def test_sampling_is_settled_by_the_seed_whatever_the_draft(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = Text([Unit((kind, *range(8), 9)) for kind in range(10, 20)], END)

    def sampled(seed: int, temperature: float = 1.0) -> list[tuple[int, int]]:
        return ranges(walk(Dice(), [1], text, Rule(0.5, temperature=temperature, seed=seed)))

    first = [sampled(seed) for seed in range(20)]
    assert len({tuple(skips) for skips in first}) > 5
    monkeypatch.setattr(deletion, "BLOCK", 9)
    assert [sampled(seed) for seed in range(20)] == first
    greedy = ranges(walk(Dice(), [1], text, Rule(0.5)))
    assert sampled(1, temperature=0.001) == greedy


def test_sampling_copies_and_skips_as_often_as_the_scores_say() -> None:
    text = Text([Unit((1, 2, 9)), Unit((3, 4, 9))], (9,))
    ways = list(deletion._ways(text, 0, Rule(0.0)))
    gains = []
    for way in ways:
        after = [1]
        scores = []
        for ids in (way.ids, way.copy):
            context, total = list(after), 0.0
            for token in ids:
                total += log_probability(context, token)
                context.append(token)
            scores.append(total / len(ids))
        gains.append(math.exp(scores[0] - scores[1]))
    drawn = [walk(Dice(), [1], text, Rule(0.0, temperature=1.0, seed=seed)) for seed in range(1500)]
    copied = sum(not skips or skips[0].start > 0 for skips in drawn) / len(drawn)
    assert copied == pytest.approx(1 / (1 + sum(gains)), abs=0.05)


def test_stop_is_looked_at_before_each_pass() -> None:
    units = [Unit((kind, *range(20), 9)) for kind in range(10, 18)]
    context = Dice()
    with pytest.raises(Halted):
        walk(context, [1], Text(units, END), Rule(-9.0), lambda: len(context.passes) >= 1)
    assert len(context.passes) == 1
