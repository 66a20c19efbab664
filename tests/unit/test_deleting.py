"""The deleting polisher over a scripted model: marks on the right tokens, budgets, Stop, errors."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import pytest

from pdfclean.document import Category
from pdfclean.errors import ModelError
from pdfclean.llm.deleting import DeletionPolisher
from pdfclean.llm.passes import Answer, Context, Halted, Pass, Walk, drive
from pdfclean.llm.prompt import (
    DEFAULT_PROMPT,
    DELETION_PROMPT,
    Task,
    lines_messages,
    plain_lines_prompt,
)
from pdfclean.llm.trial import Trust
from pdfclean.llm.tuning import Tuning
from pdfclean.llm.units import Cut, batches, guard, line_tokens
from pdfclean.polishing import Deletions, Passage, Polished, Skipped
from pdfclean.settings import BOLDNESS, Settings
from tests.fakes import never, polish

T = TypeVar("T")


class Letters:
    """A codec of one token a character."""

    specials: Sequence[str] = ("<|end|>",)

    def encode(self, text: str) -> list[int]:
        return [ord(c) for c in text]

    def lines_prompt(self, lines: Sequence[str], task: Task) -> list[int]:
        return self.encode(f"{task.instructions}|" + "".join(f"{line}\n" for line in lines) + "|")


class Hater:
    """Dislikes lines that begin with ``!`` and finds all else equally likely."""

    def __init__(self, seen: list[str]) -> None:
        self._seen = seen

    def run(self, passes: Mapping[int, Pass]) -> dict[int, Answer]:
        return {row: self.answer(one) for row, one in passes.items()}

    def answer(self, one: Pass) -> Answer:
        self._seen.append("".join(map(chr, one.ids)))
        asked = [-60.0 if token == ord("!") else -0.5 for _, token in one.asks]
        return Answer(asked, [[-0.5] * (len(twig.ids) - 1) for twig in one.twigs])


@dataclass
class Scripted:
    """A model that hates, after ``pause`` seconds."""

    pause: float = 0.0
    context: int = 100_000
    error: ModelError | None = None
    name: str = "scripted"
    tokenizer: Letters = field(default_factory=Letters)
    rows: int = 1
    mind: Callable[[list[str]], Context] = Hater
    together: list[int] = field(default_factory=list)
    fixed: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    halted: threading.Event = field(default_factory=threading.Event)

    def consult(
        self,
        fixed: Sequence[int],
        walks: Sequence[Callable[[], Walk[T]]],
        halted: Callable[[], bool],
    ) -> list[T]:
        self.fixed.append("".join(map(chr, fixed)))
        self.together.append(len(walks))
        until = time.monotonic() + self.pause
        while time.monotonic() < until:
            if halted():
                self.halted.set()
                raise Halted
            time.sleep(0.005)
        if self.error is not None:
            raise self.error
        return drive(self.mind(self.seen), [walk() for walk in walks], halted)


def passage(*sentences: str) -> Passage:
    """Sentences whose words are tokens, the first one of them number 100."""
    places, character = [], 0
    for sentence in sentences:
        for word in sentence.split(" "):
            if word.strip():
                places.append((character + len(word) - len(word.lstrip()), 100 + len(places)))
            character += len(word) + 1
        character -= 1
    return Passage(0, sentences, 7, places=tuple(places))


def ranges(polished: Polished) -> list[tuple[int, int]]:
    assert isinstance(polished, Deletions)
    return [(mark.start, mark.end) for mark in polished.marks]


def test_marks_stand_on_the_sentences_that_go() -> None:
    text = passage("Bees fly far. ", "!Buy honey now. ", "!Share. ", "They see blue.")
    _, polished = polish(DeletionPolisher(Scripted(), Settings()), text)
    assert ranges(polished) == [(103, 107)]
    assert isinstance(polished, Deletions)
    (mark,) = polished.marks
    assert (mark.category, mark.stage) == (Category.NOTICES, "model")
    assert mark.reason
    assert 0.5 < mark.confidence <= 1


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        (("!Buy. ", "Bees fly."), [(100, 101)]),
        (("Bees fly. ", "!Buy."), [(102, 103)]),
        (("!Buy. ", "!Share."), [(100, 102)]),
        (("Bees fly.",), []),
        (("Bees fly.\n!Buy honey.\nThey see.",), [(101, 102)]),
    ],
)
def test_the_ends_of_a_passage_and_lines_inside_a_sentence(
    sentences: tuple[str, ...], expected: list[tuple[int, int]]
) -> None:
    text = passage(*sentences)
    if "\n" in sentences[0]:
        text = Passage(0, sentences, 7, places=((0, 100), (10, 101), (22, 102)))
    assert ranges(polish(DeletionPolisher(Scripted(), Settings()), text)[1]) == expected


def test_instructions_and_examples_are_read_once_a_run_and_are_the_same_for_all() -> None:
    engine = Scripted()
    polisher = DeletionPolisher(engine, Settings(prompt="Leave out noise."))
    polish(polisher, passage("Bees fly. ", "They see."))
    polish(polisher, passage("Wasps fly."))
    assert engine.fixed == ["Leave out noise.|"] * 2
    assert engine.seen[0].startswith("Bees fly.\nThey see.\n|")


@pytest.mark.parametrize("prompt", [DEFAULT_PROMPT, DELETION_PROMPT, ""])
def test_built_in_instructions_give_way_to_those_of_the_tuning(prompt: str) -> None:
    engine = Scripted()
    tuning = Tuning(Task("Cut the noise."))
    polish(DeletionPolisher(engine, Settings(prompt=prompt), tuning), passage("Bees fly."))
    polish(DeletionPolisher(engine, Settings(prompt="Mine."), tuning), passage("Bees fly."))
    assert engine.fixed == ["Cut the noise.|", "Mine.|"]


def test_a_long_passage_goes_in_calls_of_whole_units() -> None:
    engine = Scripted()
    sentences = [f"{'!' if i == 5 else ''}Sentence number {i} is here. " for i in range(9)]
    _, polished = polish(DeletionPolisher(engine, Settings(max_new_tokens=64)), passage(*sentences))
    assert ranges(polished) == [(125, 130)]
    assert sum("here.\n|" in read for read in engine.seen) == 5


def test_a_unit_beyond_the_budget_stays_and_the_rest_is_asked_about() -> None:
    engine = Scripted()
    text = passage("!" + "a" * 200 + ". ", "!Buy. ", "Bees fly.")
    _, polished = polish(DeletionPolisher(engine, Settings(max_new_tokens=64)), text)
    assert ranges(polished) == [(101, 102)]
    _, polished = polish(
        DeletionPolisher(engine, Settings(max_new_tokens=64)), passage("a" * 200 + ".")
    )
    assert isinstance(polished, Skipped)


def test_a_control_mark_in_the_text_keeps_the_model_away() -> None:
    engine = Scripted()
    _, polished = polish(DeletionPolisher(engine, Settings()), passage("Say <|end|> twice."))
    assert isinstance(polished, Skipped)
    assert not engine.fixed


def numbered(count: int) -> list[Passage]:
    return [
        Passage(index, ("Bees fly. ", f"!Buy {index}."), 7, places=((0, 10 * index), (10, index)))
        for index in range(count)
    ]


def test_passages_told_of_are_worked_on_together_and_answered_in_order() -> None:
    engine, lonely = Scripted(rows=3), DeletionPolisher(Scripted(), Settings())
    polisher = DeletionPolisher(engine, Settings())
    assert (polisher.ahead, lonely.ahead) == (2, 0)
    passages = numbered(5)
    told = iter(passages)
    for index, one in enumerate(passages):
        while index + polisher.ahead >= len(engine.seen) and (coming := next(told, None)):
            polisher.prepare(coming)
        assert polish(polisher, one)[1] == polish(lonely, one)[1]
    assert engine.together == [3, 2]


def test_one_that_the_model_must_not_see_leaves_the_others_their_places() -> None:
    polisher = DeletionPolisher(Scripted(rows=3), Settings())
    first, second, third = numbered(3)
    second = replace(second, sentences=("Say <|end|>.",))
    for one in (first, second, third):
        polisher.prepare(one)
    kinds = [type(polish(polisher, one)[1]) for one in (first, second, third)]
    assert kinds == [Deletions, Skipped, Deletions]


def test_a_passage_that_was_not_told_of_is_answered_all_the_same() -> None:
    engine = Scripted(rows=3)
    polisher = DeletionPolisher(engine, Settings())
    first, second, third = numbered(3)
    polisher.prepare(first)
    polisher.prepare(second)
    assert ranges(polish(polisher, third)[1]) == [(2, 3)]
    polisher.close()
    assert ranges(polish(polisher, first)[1]) == [(0, 1)]
    assert engine.together == [1, 1]


def test_signs_of_life_while_the_model_thinks_and_stop() -> None:
    engine = Scripted(pause=0.8)
    pieces, _ = polish(DeletionPolisher(engine, Settings()), passage("Bees fly."))
    assert len(pieces) >= 2
    assert set(pieces) == {""}
    engine.pause = 30
    begun = time.monotonic()
    polish(DeletionPolisher(engine, Settings()), passage("Bees fly."), lambda: True)
    assert time.monotonic() - begun < 2
    assert engine.halted.wait(2)


def test_a_reader_who_goes_away_stops_the_model() -> None:
    engine = Scripted(pause=30)
    answers = DeletionPolisher(engine, Settings()).polish(passage("Bees fly."), never)
    next(answers)
    answers.close()
    assert engine.halted.wait(2)


def test_a_model_that_fails_says_so() -> None:
    engine = Scripted(error=ModelError("It ran out of memory."))
    with pytest.raises(ModelError, match="out of memory"):
        polish(DeletionPolisher(engine, Settings()), passage("Bees fly."))


def test_instructions_that_leave_no_room() -> None:
    with pytest.raises(ModelError, match="Shorten the instructions"):
        DeletionPolisher(Scripted(context=200), Settings(prompt="Please. " * 30))


def test_bolder_means_a_smaller_margin() -> None:
    margin = Tuning().margin
    assert margin(BOLDNESS.least) > margin(BOLDNESS.default) > 0 > margin(BOLDNESS.most)


def test_a_model_that_is_not_trusted_deletes_only_what_it_is_surest_of() -> None:
    text = passage("Bees fly. ", "!Buy. ", "They see.")
    wary = DeletionPolisher(Scripted(), Settings(), trusts={"en": Trust(30.0, 0.5, able=False)})
    assert ranges(polish(wary, text)[1]) == []
    assert "50%" in wary.caution
    sure = DeletionPolisher(Scripted(), Settings(), trusts={"en": Trust(-1.0, 1.0, able=True)})
    assert ranges(polish(sure, text)[1]) == [(102, 103)]
    assert not sure.caution


def test_units_are_cut_as_the_tuning_says() -> None:
    text = passage("Bees fly, !buy honey, and see.")
    assert ranges(polish(DeletionPolisher(Scripted(), Settings()), text)[1]) == []
    clauses = DeletionPolisher(Scripted(), Settings(), Tuning(cut=Cut.CLAUSES))
    assert ranges(polish(clauses, text)[1]) == [(102, 104)]


def test_a_model_that_has_lost_its_place_deletes_nothing() -> None:
    """A model that finds everything unlikely has lost its place."""

    class Lost(Hater):
        def answer(self, one: Pass) -> Answer:
            answer = super().answer(one)
            return Answer([5 * score for score in answer.asked], answer.twigs)

    polisher = DeletionPolisher(Scripted(mind=Lost), Settings(boldness=1))
    assert ranges(polish(polisher, passage("!Buy. ", "Bees fly. ", "They see."))[1]) == []


def test_numbers_negations_and_names_are_guarded_and_notices_are_not() -> None:
    assert guard("the bees flew home.") == 0
    assert guard("the bees flew 40 miles.") > 0
    assert guard("the bees did not fly.") > 0
    assert guard("the bees of Karl von Frisch flew home.") > 0
    assert guard("Download PDF") == guard("© 2019") == 0


def sentence_piece(text: str) -> list[int]:
    """A tokenizer that marks the beginning of a text, as SentencePiece does."""
    return [1, *(ord(c) for c in text)]


def test_a_line_is_tokens_of_the_middle_of_a_text() -> None:
    assert line_tokens("Hi", lambda text: [ord(c) for c in text]) == tuple(map(ord, "Hi\n"))
    assert line_tokens("Hi", sentence_piece) == tuple(map(ord, "Hi\n"))
    # One that joins a line end with what follows: the line by itself.
    merged = {"\n": [7], "\nHi\n": [8], "Hi\n": [9]}
    assert line_tokens("Hi", merged.__getitem__) == (9,)


def test_batches_hold_every_unit_that_fits_once() -> None:
    sizes = [5, 70, 3, 3, 64, 1, 65, 2]
    held = [index for batch in batches(sizes, 64) for index in batch]
    assert held == [0, 2, 3, 4, 5, 7]
    assert all(sum(sizes[i] for i in batch) <= 64 for batch in batches(sizes, 64))


@pytest.mark.parametrize("system_role", [True, False])
def test_the_passage_comes_last_and_examples_show_the_task(system_role: bool) -> None:
    messages = lines_messages(["One.", "Two."], Task("Cut."), system_role=system_role)
    assert messages[-1] == {"role": "user", "content": "One.\nTwo.\n"}
    assert messages[0]["content"].startswith("Cut.")
    for given, answer in zip(messages[-5::2], messages[-4::2], strict=False):
        lines = given["content"].splitlines()
        kept = answer["content"].splitlines()[:-1]
        assert kept == [line for line in lines if line in kept]
        assert 0 < len(kept) < len(lines)
    assert plain_lines_prompt(["One."], Task()).endswith("Text:\nOne.\n\nCopy:\n")
