"""Where texts, units and tokens begin and end, with tokenizers and prompts of several kinds."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from pdfclean.llm.deleting import DeletionPolisher
from pdfclean.llm.deletion import Text, Unit
from pdfclean.llm.local import LocalModel, load_model
from pdfclean.llm.prompt import END_OF_LINES
from pdfclean.llm.tuning import Tuning
from pdfclean.llm.units import guard, line_tokens, units
from pdfclean.polishing import Deletions, Passage, Skipped
from pdfclean.settings import Settings
from tests.fakes import polish
from tests.model import tiny
from tests.model.conftest import quiet
from tests.model.test_deletion import recomputing
from tests.token_by_token import decode

# To a model of random weights everything is unlikely, and no way is much better than another.
TUNING = Tuning(cautious=0.02, bold=-0.02, floor=-99.0, look=3)

SENTENCES = (
    "The bees fly. ",
    "The bees fly home. ",  # begins with all of the one before but its end
    "The bees fly. ",  # the same again
    "Über 40 %\n",
    "\N{HONEYBEE} the",
    "\n  Thanks!  ",
    "x" * 90 + ". ",
    "The",
)

KINDS: dict[str, Callable[[Path], Path]] = {
    "chat": tiny.save,
    "no system role": lambda folder: tiny.save(folder, template=tiny.NO_SYSTEM),
    "base": lambda folder: tiny.save(folder, template=None),
    "pieces, base": lambda folder: tiny.save(folder, template=None, pieces=True),
    "pieces, chat": lambda folder: tiny.save(folder, pieces=True),
    "no end token": lambda folder: tiny.save(folder, end=False),
}


@pytest.fixture(scope="module", params=KINDS)
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> LocalModel:
    """A tiny model with a tokenizer and a prompt of each kind."""
    return load_model(str(KINDS[request.param](tmp_path_factory.mktemp("tiny"))), quiet)


def passage(*sentences: str, index: int = 0) -> Passage:
    """Sentences, or what ends up as one, each one token of the document."""
    places, character = [], 0
    for number, sentence in enumerate(sentences):
        places.append((character + len(sentence) - len(sentence.lstrip()), number))
        character += len(sentence)
    return Passage(index, sentences, 3, places=tuple(places))


def marked(polisher: DeletionPolisher, one: Passage) -> list[tuple[int, int]]:
    _, polished = polish(polisher, one)
    assert isinstance(polished, Deletions)
    return [(mark.start, mark.end) for mark in polished.marks]


def expected(polisher: DeletionPolisher, model: LocalModel, one: Passage) -> list[tuple[int, int]]:
    """What the decoder that goes token by token marks, as tokens of the document."""
    encode = model.tokenizer.encode
    texts = units(one, TUNING.cut)
    own = [Unit(line_tokens(u.text, encode), guard(u.text, TUNING.guards)) for u in texts]
    prompt = polisher._prompt([unit.text for unit in texts])
    text = Text(own, tuple(encode(END_OF_LINES)))
    found = decode(recomputing(model), prompt, text, polisher._rule(one, 0))
    return [one.tokens(texts[a].start, texts[b - 1].end) for a, b in found]


def test_marks_are_those_of_the_decoder_that_goes_token_by_token(model: LocalModel) -> None:
    found = 0
    for bold in (0.0, 1.0):
        polisher = DeletionPolisher(model, Settings(boldness=bold), TUNING)
        dice = random.Random(bold)
        for index in range(2):
            one = passage(*dice.sample(SENTENCES, 5), index=index)
            marks = marked(polisher, one)
            assert marks == expected(polisher, model, one)
            found += len(marks)
    assert found


def test_the_lines_of_a_text_are_the_tokens_of_its_lines(model: LocalModel) -> None:
    """What is walked through is what a model would have to write, in the prompt's own tokens."""
    encode = model.tokenizer.encode
    lines = [sentence.strip() for sentence in SENTENCES]
    walked = [token for line in lines for token in line_tokens(line, encode)]
    whole = encode("\n" + "".join(f"{line}\n" for line in lines))
    assert whole[-len(walked) :] == walked
    polisher = DeletionPolisher(model, Settings(), TUNING)
    prompt = polisher._prompt(lines)
    # The first line comes after a blank or a mark of the template, and a mark may follow the last.
    rest = walked[len(line_tokens(lines[0], encode)) : -1]
    assert any(prompt[at : at + len(rest)] == rest for at in range(len(prompt)))
    assert prompt[: len(polisher._fixed)] == polisher._fixed


def test_a_mark_at_the_beginning_of_a_text_stands_there_once(model: LocalModel) -> None:
    bos = 0 if "<s>" in model.tokenizer._tokenizer.get_vocab() else None
    prompt = DeletionPolisher(model, Settings(), TUNING)._prompt(["One.", "Two."])
    assert prompt.count(bos) == (bos is not None and not model.tokenizer.chat)


@pytest.mark.parametrize("rows", [1, 3])
def test_draws_are_the_same_again_and_in_company(model: LocalModel, rows: int) -> None:
    passages = [passage(*SENTENCES[k : k + 4], index=k) for k in range(4)]
    hot = Settings(temperature=0.7)
    alone = [marked(DeletionPolisher(model, hot, TUNING), one) for one in passages]
    model.rows = rows
    try:
        polisher = DeletionPolisher(model, hot, TUNING)
        told = iter(passages)
        found = []
        for one in passages:
            for _, coming in zip(range(rows), told, strict=False):
                polisher.prepare(coming)
            found.append(marked(polisher, one))
    finally:
        model.rows = 1
    assert found == alone


def test_what_is_longer_than_a_call_stays_and_the_rest_is_walked(model: LocalModel) -> None:
    settings = Settings(max_new_tokens=64, boldness=1)
    polisher = DeletionPolisher(model, settings, TUNING)
    long = "y" * 300 + ". "
    marks = marked(polisher, passage(long, "Buy. ", "The bees fly. ", long))
    assert all(not (start <= out < end) for start, end in marks for out in (0, 3))
    _, polished = polish(polisher, passage(long))
    assert isinstance(polished, Skipped)


def test_nothing_and_next_to_nothing(model: LocalModel) -> None:
    polisher = DeletionPolisher(model, Settings(), TUNING)
    for text in (" \n ", "a", "\N{HONEYBEE}"):
        assert marked(polisher, passage(text)) in ([], [(0, 1)])
