"""Deletion-only decoding with real models: the same marks as one token at a time, from nothing."""

import math
import random
from collections.abc import Sequence
from functools import cache, partial
from itertools import chain
from typing import Any

import pytest

from pdfclean.llm import deletion
from pdfclean.llm.deleting import DeletionPolisher
from pdfclean.llm.deletion import Rule, Text, Unit, walk
from pdfclean.llm.local import LocalModel
from pdfclean.llm.prompt import END_OF_LINES
from pdfclean.llm.tuning import Tuning
from pdfclean.llm.units import line_tokens
from pdfclean.polishing import Deletions, Passage
from pdfclean.settings import Settings
from tests.fakes import never
from tests.token_by_token import LogProbability, decode

LINES = (
    "Honey bees do not see red.",
    "This issue is brought to you by Halden Instruments.",
    "In 1914, Karl von Frisch showed that they tell blue from every shade of grey.",
    "Download PDF",
    "The colour of a flower is never an accident.",
)


def recomputing(model: LocalModel) -> LogProbability:
    """The whole context through the model for every single token, no keys and values kept."""
    import torch

    inner = model._model

    @cache
    @torch.inference_mode()
    def after(context: tuple[int, ...]) -> Any:
        return inner(torch.tensor([context]), use_cache=False).logits[0, -1].float().log_softmax(-1)

    return lambda context, token: float(after(tuple(context))[token])


def walked(
    model: LocalModel, prompt: Sequence[int], fixed: int, text: Text, rule: Rule
) -> list[tuple[int, int]]:
    (skips,) = model.consult(prompt[:fixed], [lambda: walk(prompt, text, rule, known=fixed)], never)
    return [(skip.start, skip.end) for skip in skips]


@pytest.mark.parametrize("block", [7, 256])
def test_a_random_model_marks_what_the_token_by_token_decoder_marks(
    tiny_model: LocalModel, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deletion, "BLOCK", block)
    dice = random.Random(block)
    found = 0
    for _ in range(25):
        units = [
            Unit(
                (*(dice.randrange(dice.choice([3, 200])) for _ in range(dice.randrange(1, 10))), 9)
            )
            for _ in range(dice.randrange(1, 8))
        ]
        prompt = [dice.randrange(200) for _ in range(16)]
        rule = Rule(dice.choice([-0.05, 0.0, 0.05, 0.1]), look=dice.choice([1, 2, 4]))
        text = Text(units, (5, 6, 9))
        skips = walked(tiny_model, prompt, dice.randrange(1, 15), text, rule)
        assert skips == decode(recomputing(tiny_model), prompt, text, rule)
        found += len(skips)
    assert found > 10


def marks(polisher: DeletionPolisher, *sentences: str) -> tuple[tuple[int, int], ...]:
    places, character = [], 0
    for number, sentence in enumerate(sentences):
        places.append((character, number))
        character += len(sentence)
    answers = polisher.polish(Passage(0, sentences, 3, places=tuple(places)), never)
    while True:
        try:
            next(answers)
        except StopIteration as end:
            assert isinstance(end.value, Deletions)
            return tuple((mark.start, mark.end) for mark in end.value.marks)


def test_runs_that_share_a_model_do_not_disturb_each_other(tiny_model: LocalModel) -> None:
    """The prefix of a run is read once; another run's, or a rewrite, may come between."""
    # To a model of random weights everything is unlikely.
    tuning = Tuning(floor=-math.inf)
    sentences = tuple(f"{line} " for line in LINES)
    bold, own = Settings(boldness=1), Settings(boldness=1, prompt="Leave out what is dull.")
    first = marks(DeletionPolisher(tiny_model, bold, tuning), *sentences)
    other = marks(DeletionPolisher(tiny_model, own, tuning), *sentences)
    polisher = DeletionPolisher(tiny_model, bold, tuning)
    assert marks(polisher, *sentences) == first
    assert marks(DeletionPolisher(tiny_model, own, tuning), *sentences) == other
    assert marks(polisher, *sentences) == first
    assert first


@pytest.mark.slow
def test_smollm_marks_what_the_token_by_token_decoder_marks(smollm: LocalModel) -> None:
    encode = smollm.tokenizer.encode
    text = Text([Unit(line_tokens(line, encode)) for line in LINES], tuple(encode(END_OF_LINES)))
    # Without the examples: the slow decoder reads all of it for each token.
    prompt = encode("Copy, without the notices:\n" + "\n".join(LINES) + "\n\nCopy:\n")
    log_probability = recomputing(smollm)
    found = set()
    for margin in (-0.5, 0.5, 2.5):
        skips = walked(smollm, prompt, 6, text, Rule(margin))
        assert skips == decode(log_probability, prompt, text, Rule(margin))
        found.add(tuple(skips))
    assert len(found) > 1


@pytest.mark.slow
def test_smollm_marks_the_same_side_by_side(smollm: LocalModel) -> None:
    """Texts of unlike lengths with the whole prompt, and margins at which some are cut much."""
    polisher = DeletionPolisher(smollm, Settings())
    encode, fixed = smollm.tokenizer.encode, polisher._fixed
    dice = random.Random(5)
    walks = []
    for count, margin in ((5, -0.5), (2, 0.0), (9, 0.3), (4, 2.0), (7, 0.0)):
        lines = [dice.choice(LINES) for _ in range(count)]
        text = Text(
            [Unit(line_tokens(line, encode)) for line in lines], tuple(encode(END_OF_LINES))
        )
        for temperature in (0.0, 0.5):
            rule = Rule(margin, temperature=temperature, seed=count)
            walks.append(partial(walk, polisher._prompt(lines), text, rule, len(fixed)))
    alone = smollm.consult(fixed, walks, never)
    smollm.rows = 4
    try:
        together = smollm.consult(fixed, walks, never)
    finally:
        smollm.rows = 1
    ranges = [
        [[(skip.start, skip.end) for skip in each] for each in all_] for all_ in (alone, together)
    ]
    assert ranges[0] == ranges[1]
    assert sum(map(len, alone)) > 4
    for one, other in zip(chain(*alone), chain(*together), strict=True):
        assert one.advantage == pytest.approx(other.advantage, abs=1e-3)
