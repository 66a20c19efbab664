"""The rewriting polisher over a scripted engine: streaming, splitting, Stop, errors, seeds."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from pdfclean.errors import ModelError
from pdfclean.llm.passages import answer_budget
from pdfclean.llm.polisher import LocalPolisher, Request
from pdfclean.polishing import Passage, Polisher, Rewrite, Skipped
from pdfclean.settings import Settings
from tests.fakes import never, polish

END = 0


class Letters:
    """A codec of one token a character; the prompt is the instructions, a bar and the text."""

    chat = True
    specials: Sequence[str] = ("<|end|>",)

    def count(self, text: str) -> int:
        return len(text)

    def prompt(self, text: str, instructions: str) -> list[int]:
        return [ord(c) for c in f"{instructions}|{text}"]

    def decode(self, ids: list[int]) -> str:
        return "".join(chr(i) for i in ids if i != END)


@dataclass
class Scripted:
    """An engine that answers with what ``script`` makes of the text, a token every ``pause``."""

    script: Callable[[str], str] = str
    pause: float = 0.0
    context: int = 100_000
    ends: bool = True
    error: ModelError | None = None
    name: str = "scripted"
    tokenizer: Letters = field(default_factory=Letters)
    eos: Sequence[int] = (END,)
    requests: list[Request] = field(default_factory=list)
    tokens: int = 0

    def generate(
        self, request: Request, put: Callable[[list[int]], None], halted: Callable[[], bool]
    ) -> None:
        self.requests.append(request)
        text = "".join(map(chr, request.prompt)).partition("|")[2]
        answer = [ord(c) for c in self.script(text)] + [END] * self.ends
        for token in answer[: request.budget]:
            time.sleep(self.pause)
            if halted():
                return
            self.tokens += 1
            put([token])
        if self.error:
            raise self.error


def passage(*sentences: str, seed: int = 7, greedy: bool = False) -> Passage:
    return Passage(0, sentences, seed, greedy)


BEES = ("Bees fly. ", "They do not see red.\n\n", "They see blue.")


def test_the_pieces_are_the_answer() -> None:
    pieces, polished = polish(LocalPolisher(Scripted(), Settings()), passage(*BEES))
    assert polished == Rewrite("".join(BEES))
    assert "".join(pieces) == "".join(BEES)
    assert len([piece for piece in pieces if piece]) > 10


def test_a_long_passage_goes_in_calls_of_whole_sentences() -> None:
    engine = Scripted(script=lambda text: f"  {text}\n")
    sentences = [f"Sentence number {i} is here.{' ' if i % 3 else chr(10) * 2}" for i in range(9)]
    pieces, polished = polish(
        LocalPolisher(engine, Settings(max_new_tokens=64)), passage(*sentences)
    )
    assert polished == Rewrite("".join(sentences).strip())
    assert "".join(pieces) == "".join(sentences).strip()
    assert len(engine.requests) == 5
    texts = ["".join(map(chr, request.prompt)).partition("|")[2] for request in engine.requests]
    assert all(text.startswith("Sentence") and text.endswith("here.") for text in texts)


def test_an_empty_answer_leaves_no_double_space() -> None:
    engine = Scripted(script=lambda text: "" if "red" in text else text)
    sentences = [
        part.ljust(50, "!") + space
        for part, space in (("Blue", " "), ("red", "\n\n"), ("Grey", " "))
    ]
    _, polished = polish(LocalPolisher(engine, Settings(max_new_tokens=64)), passage(*sentences))
    assert polished == Rewrite("Blue".ljust(50, "!") + "\n\n" + "Grey".ljust(50, "!"))


def test_a_sentence_beyond_the_budget_is_skipped_unseen() -> None:
    engine = Scripted()
    pieces, polished = polish(
        LocalPolisher(engine, Settings(max_new_tokens=64)), passage("Short. ", "x" * 65)
    )
    assert isinstance(polished, Skipped)
    assert "64 tokens" in polished.reason
    assert pieces == [] and engine.requests == []


def test_a_control_mark_in_the_text_is_skipped_unseen() -> None:
    engine = Scripted()
    _, polished = polish(LocalPolisher(engine, Settings()), passage("Say <|end|> now."))
    assert isinstance(polished, Skipped)
    assert engine.requests == []


def test_a_small_context_makes_smaller_calls() -> None:
    engine = Scripted(context=256)
    _, polished = polish(LocalPolisher(engine, Settings()), passage(*("Bees can fly far. ",) * 12))
    assert isinstance(polished, Rewrite)
    assert len(engine.requests) > 1
    assert all(len(r.prompt) + r.budget <= 256 for r in engine.requests)


def test_instructions_that_fill_the_context_are_refused_at_once() -> None:
    with pytest.raises(ModelError, match="Shorten the instructions"):
        LocalPolisher(Scripted(context=256), Settings(prompt="x" * 200))


def test_the_budget_leaves_room_for_a_faithful_answer() -> None:
    engine = Scripted()
    polish(LocalPolisher(engine, Settings()), passage(*BEES))
    (request,) = engine.requests
    assert request.budget == answer_budget(len("".join(BEES)))


def test_an_answer_without_end_is_reported() -> None:
    endless = Scripted(script=lambda text: "la " * 10_000)
    _, polished = polish(LocalPolisher(endless, Settings()), passage(*BEES))
    assert isinstance(polished, Rewrite) and not polished.finished
    _, polished = polish(LocalPolisher(Scripted(ends=False), Settings()), passage(*BEES))
    assert polished == Rewrite("".join(BEES), finished=False)


def test_one_endless_call_spoils_the_passage() -> None:
    engine = Scripted(script=lambda text: "la " * 999 if text.startswith("a") else text)
    _, polished = polish(
        LocalPolisher(engine, Settings(max_new_tokens=64)), passage("a" * 60 + " ", "b" * 60)
    )
    assert isinstance(polished, Rewrite) and not polished.finished


def test_stop_ends_within_a_token() -> None:
    engine, stop = Scripted(pause=0.02), threading.Event()
    generator = LocalPolisher(engine, Settings()).polish(passage("x" * 400), stop.is_set)
    while engine.tokens < 5:
        next(generator)
    stop.set()
    seen, start = engine.tokens, time.monotonic()
    with pytest.raises(StopIteration):
        while True:
            next(generator)
    assert time.monotonic() - start < 0.5
    time.sleep(0.1)
    assert engine.tokens <= seen + 1


def test_stop_before_the_first_token_asks_nothing_of_the_model() -> None:
    engine = Scripted()
    pieces, _ = polish(LocalPolisher(engine, Settings()), passage(*BEES), lambda: True)
    assert engine.tokens == 0 and "".join(pieces) == ""


def test_a_reader_that_leaves_stops_the_model() -> None:
    engine = Scripted(pause=0.02)
    generator = LocalPolisher(engine, Settings()).polish(passage("x" * 400), never)
    next(generator)
    generator.close()
    time.sleep(0.1)
    seen = engine.tokens
    time.sleep(0.1)
    assert engine.tokens == seen < 400


def test_a_slow_model_still_gives_signs_of_life() -> None:
    engine = Scripted(pause=0.7)
    generator = LocalPolisher(engine, Settings()).polish(passage("abc"), never)
    times = [time.monotonic(), *(time.monotonic() for _ in generator)]
    assert max(later - earlier for earlier, later in pairwise(times)) < 0.5


def test_an_engine_that_fails_is_heard() -> None:
    engine = Scripted(error=ModelError("It ran out of memory."))
    with pytest.raises(ModelError, match="out of memory"):
        polish(LocalPolisher(engine, Settings()), passage(*BEES))


def test_temperature_and_seed_reach_the_engine() -> None:
    engine = Scripted()
    polisher = LocalPolisher(engine, Settings(temperature=0.7, top_p=0.8, max_new_tokens=64))
    sentences = ("a" * 60 + " ", "b" * 60)
    for one in (passage(*sentences), passage(*sentences), passage(*sentences, seed=8)):
        polish(polisher, one)
    polish(polisher, passage(*sentences, greedy=True))
    samplings = [request.sampling for request in engine.requests]
    assert {s.temperature for s in samplings[:6]} == {0.7}
    assert {s.top_p for s in samplings} == {0.8}
    assert [s.temperature for s in samplings[6:]] == [0.0, 0.0]
    seeds = [s.seed for s in samplings[:6]]
    assert seeds[:2] == seeds[2:4]
    assert len(set(seeds)) == 4


@pytest.mark.parametrize("seed", [0, 2**63, 2**64 - 1])
def test_any_seed_will_do(seed: int) -> None:
    engine = Scripted()
    polish(LocalPolisher(engine, Settings()), passage(*BEES, seed=seed))
    assert 0 <= engine.requests[0].sampling.seed < 2**63


def test_own_instructions_are_used_and_known_as_the_fixed_part() -> None:
    engine = Scripted()
    polish(LocalPolisher(engine, Settings(prompt="Clean this.")), passage(*BEES))
    (request,) = engine.requests
    assert "".join(map(chr, request.prompt[: request.fixed])) == "Clean this.|"


def test_the_polisher_keeps_the_protocol() -> None:
    polisher: Polisher = LocalPolisher(Scripted(), Settings())
    assert polisher.name == "scripted"
