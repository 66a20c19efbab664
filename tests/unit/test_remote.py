"""The polisher on a server, over a real connection to a fake server."""

import io
import json
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from itertools import pairwise
from typing import Any

import pytest

from pdfclean.errors import ModelError
from pdfclean.llm.on_demand import models
from pdfclean.llm.remote import connect as connecting
from pdfclean.llm.remote import trouble
from pdfclean.llm.remote.ahead import Ahead
from pdfclean.polishing import Deletions, Passage, Polished, Polisher, Rewrite, Skipped
from pdfclean.settings import Mode, Polish, Secret, Settings
from tests.fakes import never, polish
from tests.openai_server import OpenAIServer, Reply, copy, error, words

LINES = ("Honey bees do not see red. ", "Buy our honey today. ", "They see blue, and grey.")


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits a minute for a server of a test."""
    monkeypatch.setattr(trouble, "FIRST_PAUSE", 0.02)
    monkeypatch.setattr(trouble, "LONGEST_PAUSE", 0.1)
    monkeypatch.setattr(connecting, "FIRST_AWAY", 0.3)


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    yield
    for thread in threading.enumerate():
        if thread.name.startswith("server-"):
            thread.join(2)
            assert not thread.is_alive(), thread.name


def passage(index: int, *sentences: str, greedy: bool = False) -> Passage:
    places, at = [], 0
    for number, sentence in enumerate(sentences):
        offset = 0
        for word in sentence.split():
            places.append((at + sentence.index(word, offset), 100 * number + len(places)))
            offset = sentence.index(word, offset) + len(word)
        at += len(sentence)
    return Passage(index, sentences, 7 + index, greedy, tuple(places))


def load(server: OpenAIServer, **changes: Any) -> Polisher:
    changes = {"server": server.address, "model": "tiny", "polish": Polish.ALL, **changes}
    loading = models()(Settings(**changes), never)
    while True:
        try:
            next(loading)
        except StopIteration as end:
            assert end.value is not None
            return end.value


@contextmanager
def loaded(server: OpenAIServer, **changes: Any) -> Iterator[Polisher]:
    polisher = load(server, **changes)
    try:
        yield polisher
    finally:
        polisher.close()


def run(polisher: Polisher, passages: list[Passage]) -> list[Polished]:
    """As the pipeline does it: told of those ahead, polished in order."""
    told, results = 0, []
    for at, each in enumerate(passages):
        while told < min(len(passages), at + polisher.ahead + 1):
            polisher.prepare(passages[told])
            told += 1
        results.append(polish(polisher, each)[1])
    return results


REWRITE = {"mode": Mode.REWRITE}


# Many at once -------------------------------------------------------------------------------------


def numbered(body: dict[str, Any]) -> Reply:
    text = body["messages"][-1]["content"]
    number = int(text.split()[1])
    # The later of two neighbours is often ready first.
    return Reply(words(text), wait=0.002 * (number * 7 % 11))


def test_200_chunks_with_8_in_flight_come_in_order_and_none_is_lost() -> None:
    together = threading.Barrier(8)

    def script(body: dict[str, Any]) -> Reply:
        if len(server.chats) <= 8:
            # None of the first eight is answered before all of them are there.
            together.wait(10)
        return numbered(body)

    with OpenAIServer(script) as server, loaded(server, **REWRITE) as polisher:
        assert polisher.ahead == 7
        passages = [passage(i, f"Passage {i} is here.") for i in range(200)]
        results = run(polisher, passages)
    assert results == [Rewrite(each.text) for each in passages]
    assert server.most_at_once == 8
    assert len(server.chats) == 200


def test_nothing_is_lost_when_the_server_is_killed_and_started_again() -> None:
    killed = threading.Event()

    def script(body: dict[str, Any]) -> Reply:
        if len(server.chats) > 25:
            # So that there is something in flight when it happens.
            killed.wait(10)
        return numbered(body)

    def away() -> None:
        while len(server.chats) < 30:
            time.sleep(0.005)
        server.kill()
        killed.set()
        time.sleep(0.5)
        server.start()

    with OpenAIServer(script) as server, loaded(server, **REWRITE) as polisher:
        passages = [passage(i, f"Passage {i} is here.") for i in range(60)]
        thread = threading.Thread(target=away)
        thread.start()
        results = run(polisher, passages)
        thread.join()
    assert results == [Rewrite(each.text) for each in passages]
    asked = Counter(int(body["messages"][-1]["content"].split()[1]) for body in server.chats)
    assert set(asked) == set(range(60)) and max(asked.values()) > 1


@pytest.mark.parametrize("number", [1, 3])
def test_no_more_than_so_many_are_in_flight(number: int) -> None:
    script = lambda body: Reply(words(body["messages"][-1]["content"]), wait=0.05)  # noqa: E731
    with OpenAIServer(script) as server, loaded(server, in_flight=number, **REWRITE) as polisher:
        for i in range(12):
            polisher.prepare(passage(i, f"Passage {i} is here."))
        for i in range(12):
            assert polish(polisher, passage(i, f"Passage {i} is here."))[1] == Rewrite(
                f"Passage {i} is here."
            )
    assert server.most_at_once == number


# Streaming and signs of life ----------------------------------------------------------------------


def test_the_answer_streams() -> None:
    script = lambda body: Reply(words("Bees fly far and wide."), pause=0.02)  # noqa: E731
    with OpenAIServer(script) as server, loaded(server, **REWRITE) as polisher:
        pieces, polished = polish(polisher, passage(0, "Bees fly far and wide."))
    assert polished == Rewrite("Bees fly far and wide.")
    assert "".join(pieces) == "Bees fly far and wide."
    assert len([piece for piece in pieces if piece]) > 3


def test_a_slow_server_still_gives_signs_of_life() -> None:
    script = lambda body: Reply(["Bees."], wait=1.2)  # noqa: E731
    with OpenAIServer(script) as server, loaded(server, **REWRITE) as polisher:
        generator = polisher.polish(passage(0, "Bees."), never)
        times = [time.monotonic(), *(time.monotonic() for _ in generator)]
    assert max(later - earlier for earlier, later in pairwise(times)) < 0.5


def test_stop_ends_all_requests_at_once() -> None:
    with OpenAIServer(lambda body: Reply(["la "] * 500, pause=0.02)) as server:
        stop = threading.Event()
        with loaded(server, **REWRITE) as polisher:
            for i in range(8):
                polisher.prepare(passage(i, "Bees."))
            generator = polisher.polish(passage(0, "Bees."), stop.is_set)
            while server.at_once < 8:
                next(generator)
            stop.set()
            start = time.monotonic()
            with pytest.raises(StopIteration) as end:
                while True:
                    next(generator)
            assert isinstance(end.value.value, Skipped)
            assert time.monotonic() - start < 1
            while server.at_once:
                assert time.monotonic() - start < 2
                time.sleep(0.01)
        assert not [t for t in threading.enumerate() if t.name.startswith("server-")]


def test_stop_while_the_server_is_away_does_not_wait_for_it() -> None:
    with OpenAIServer() as server:
        polisher = load(server, **REWRITE)
        server.kill()
        stop = threading.Event()
        threading.Timer(0.3, stop.set).start()
        start = time.monotonic()
        assert isinstance(polish(polisher, passage(0, "Bees."), stop.is_set)[1], Skipped)
        polisher.close()
        assert time.monotonic() - start < 2


def test_what_was_prepared_and_never_asked_for_is_given_up() -> None:
    with OpenAIServer(lambda body: Reply(["la "] * 500, pause=0.02)) as server:
        polisher = load(server, **REWRITE)
        for i in range(3):
            polisher.prepare(passage(i, "Bees."))
        while server.at_once < 3:
            time.sleep(0.01)
        polisher.close()
        polisher.close()
        assert not [t for t in threading.enumerate() if t.name.startswith("server-")]
        assert isinstance(polish(polisher, passage(1, "Bees."))[1], Skipped)


# Trouble ------------------------------------------------------------------------------------------


def first_then(*replies: Reply) -> Callable[[dict[str, Any]], Reply]:
    """These replies, one after the other, then faithful copies."""
    queue = list(replies)
    return lambda body: queue.pop(0) if queue else copy(body)


@pytest.mark.parametrize(
    "replies",
    [
        [error(500, "Internal error")] * 3,
        [error(503, "Overloaded"), error(502, "Bad gateway")],
        [error(429, "Slow down", Retry_After="0.05")] * 2,
        [Reply(words("Bees fly far."), cut=0)],
        [Reply(words("Bees fly far."), cut=2)] * 2,
        [Reply(words("Bees fly far."), finish=None)],
        [Reply(status=408, body={})],
    ],
    ids=["500", "503", "429", "cut at the start", "cut in the middle", "no end", "408"],
)
def test_what_passes_is_tried_again(replies: list[Reply]) -> None:
    with OpenAIServer(first_then(*replies)) as server, loaded(server, **REWRITE) as polisher:
        pieces, polished = polish(polisher, passage(0, "Bees fly far."))
    assert polished == Rewrite("Bees fly far.")
    assert "".join(pieces) == "Bees fly far.", "nothing is shown twice"
    assert len(server.chats) == len(replies) + 1


def test_the_time_that_the_server_asks_for_is_waited() -> None:
    script = first_then(error(429, "Slow down", Retry_After="0.6"))
    with OpenAIServer(script) as server, loaded(server, **REWRITE) as polisher:
        start = time.monotonic()
        polish(polisher, passage(0, "Bees fly far."))
        assert time.monotonic() - start >= 0.6


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (error(401, "no"), "does not accept the key"),
        (error(404, "The model `tiny` does not exist."), "It has big, small."),
        (error(400, "model 'tiny' not found, try pulling it"), "has no model “tiny”"),
        (error(402, "Payment required"), "out of credit"),
        (error(429, "You exceeded your current quota", "insufficient_quota"), "out of credit"),
        (error(429, "Slow down", Retry_After="3600"), "wait for 60 minutes"),
    ],
)
def test_what_does_not_pass_is_told_at_the_start(reply: Reply, sentence: str) -> None:
    script = lambda body: reply  # noqa: E731
    with (
        OpenAIServer(script, greets=False, models=("big", "small")) as server,
        pytest.raises(ModelError, match=sentence),
    ):
        load(server)
    assert len(server.requests) == 1


def test_a_server_that_is_not_there_is_told_soon() -> None:
    with OpenAIServer() as server:
        address = server.address
    start = time.monotonic()
    with pytest.raises(ModelError, match="cannot be reached"):
        list(models()(Settings(server=address, model="tiny"), never))
    assert time.monotonic() - start < 5


def test_a_wrong_key_is_told_and_not_echoed() -> None:
    with (
        OpenAIServer(key="sk-right") as server,
        pytest.raises(ModelError, match="does not accept the key") as error_,
    ):
        load(server, key=Secret("sk-wrong"))
    assert "sk-wrong" not in str(error_.value)
    with OpenAIServer(key="sk-right") as server, loaded(server, key=Secret(" sk-right\n")):
        pass


def test_a_server_that_stays_away_fails_the_run_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pdfclean.llm.remote.connect.AWAY", 0.5, raising=False)
    with OpenAIServer() as server, loaded(server, **REWRITE) as polisher:
        for i in range(4):
            polisher.prepare(passage(i, "Bees."))
        assert polish(polisher, passage(0, "Bees."))[1] == Rewrite("Bees.")
        server.kill()
        start = time.monotonic()
        with pytest.raises(ModelError, match="cannot be reached"):
            for i in range(1, 9):
                polish(polisher, passage(i, "Bees."))
        assert time.monotonic() - start < 3
        assert not [t for t in threading.enumerate() if t.name.startswith("server-")]


def test_one_passage_that_the_server_chokes_on_does_not_end_the_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pdfclean.llm.remote.connect.AWAY", 0.4)

    def script(body: dict[str, Any]) -> Reply:
        choked = "poison" in body["messages"][-1]["content"]
        return error(500, "CUDA error") if choked else numbered(body)

    with OpenAIServer(script) as server, loaded(server, **REWRITE) as polisher:
        texts = [f"Passage {i} {'is poison' if i == 3 else 'is here'}." for i in range(9)]
        slow = [passage(i, text) for i, text in enumerate(texts)]

        def steady() -> None:
            for i in range(20):
                time.sleep(0.05)
                polish(polisher, passage(100 + i, f"Passage {i} is here."))

        others = threading.Thread(target=steady)
        others.start()
        results = run(polisher, slow)
        others.join()
    assert isinstance(results[3], Skipped) and "no answer for this part" in results[3].reason
    assert sum(isinstance(result, Rewrite) for result in results) == 8


@pytest.mark.parametrize(
    "message",
    [
        "This model's maximum context length is 2048 tokens. However, you requested 5000 tokens.",
        "the request exceeds the available context size, try increasing it",
        "Input is too long for this model",
    ],
)
def test_a_passage_that_is_too_long_is_skipped(message: str) -> None:
    script = first_then(error(400, message))
    with OpenAIServer(script) as server, loaded(server, **REWRITE) as polisher:
        results = run(polisher, [passage(i, "Bees.") for i in range(2)])
    assert sorted(type(result).__name__ for result in results) == ["Rewrite", "Skipped"]
    (skipped,) = (result for result in results if isinstance(result, Skipped))
    assert "longer than what the model" in skipped.reason


def test_a_passage_that_is_turned_down_is_skipped_with_the_servers_words() -> None:
    script = first_then(error(400, "The prompt was flagged by our filter."))
    with OpenAIServer(script) as server, loaded(server, **REWRITE) as polisher:
        (result,) = run(polisher, [passage(0, "Bees.")])
    assert isinstance(result, Skipped) and "flagged by our filter" in result.reason


def test_parameters_that_a_server_does_not_know_are_left_out() -> None:
    def strict(body: dict[str, Any]) -> Reply:
        if "chat_template_kwargs" in body:
            return error(400, "Unrecognized request argument supplied: chat_template_kwargs")
        if "max_tokens" in body:
            say = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
            return error(400, say)
        return copy(body)

    with OpenAIServer(strict, greets=False) as server, loaded(server, **REWRITE) as polisher:
        results = run(polisher, [passage(i, "Bees fly.") for i in range(3)])
        assert results == [Rewrite("Bees fly.")] * 3
    assert all("max_completion_tokens" in body for body in server.chats)
    assert "chat_template_kwargs" not in server.chats[-1]


# Which model --------------------------------------------------------------------------------------


def test_a_server_with_one_model_needs_no_name() -> None:
    with OpenAIServer() as server, loaded(server, model=Settings().model) as polisher:
        assert polisher.name == "tiny"


def test_a_server_with_several_models_does() -> None:
    with (
        OpenAIServer(models=("big", "small")) as server,
        pytest.raises(ModelError, match=r"Name the model .* It has big, small\."),
    ):
        load(server, model="")


@pytest.mark.parametrize("status", [404, 500])
def test_a_server_without_a_list_is_asked_all_the_same(status: int) -> None:
    with OpenAIServer(models=status) as server, loaded(server, **REWRITE) as polisher:
        assert run(polisher, [passage(0, "Bees.")]) == [Rewrite("Bees.")]


# What is asked ------------------------------------------------------------------------------------


def test_settings_reach_the_server() -> None:
    with OpenAIServer() as server:
        with loaded(
            server, temperature=0.7, top_p=0.8, prompt="Clean this.", **REWRITE
        ) as polisher:
            run(polisher, [passage(0, "Bees."), passage(1, "Bees.", greedy=True)])
        hot, cold = sorted(server.chats, key=lambda body: -body["temperature"])
    assert (hot["temperature"], hot["top_p"]) == (0.7, 0.8)
    assert (cold["temperature"], "top_p" in cold) == (0.0, False)
    assert 0 <= hot["seed"] < 2**31 and hot["seed"] != cold["seed"]
    assert hot["messages"][0]["content"] == "Clean this."
    assert hot["max_tokens"] > 20 and hot["stream"] is True


def test_a_long_passage_goes_in_calls_of_whole_sentences() -> None:
    sentences = [f"Sentence number {i} is here, and it is not that short.{' '}" for i in range(12)]
    with OpenAIServer() as server, loaded(server, max_new_tokens=64, **REWRITE) as polisher:
        _, polished = polish(polisher, passage(0, *sentences))
    assert polished == Rewrite("".join(sentences).strip())
    assert len(server.chats) > 2


def test_prompt_and_answer_fit_what_the_server_says_its_model_reads() -> None:
    sentences = [f"Sentence number {i} is here, and it is not that short.{' '}" for i in range(40)]
    with OpenAIServer(context=1000) as server, loaded(server, **REWRITE) as polisher:
        run(polisher, [passage(0, *sentences)])
    assert len(server.chats) > 1
    for body in server.chats:
        asked = sum(len(message["content"]) for message in body["messages"]) / 3
        assert asked + body["max_tokens"] <= 1010


def test_what_a_model_thinks_first_is_no_part_of_its_answer() -> None:
    script = lambda body: Reply(words("<think>\nHm, bees.\n</think>\n\nBees fly."))  # noqa: E731
    with OpenAIServer(script) as server, loaded(server, **REWRITE) as polisher:
        pieces, polished = polish(polisher, passage(0, "Bees fly."))
    assert polished == Rewrite("Bees fly.") and "".join(pieces) == "Bees fly."


def test_a_control_mark_in_the_text_is_skipped_unseen() -> None:
    with OpenAIServer() as server, loaded(server, **REWRITE) as polisher:
        (result,) = run(polisher, [passage(0, "Say <|im_end|> now.")])
    assert isinstance(result, Skipped) and not server.chats


# Copies turned into deletions ---------------------------------------------------------------------


def without(*dropped: str, add: str = "") -> Callable[[dict[str, Any]], Reply]:
    """A model that leaves some lines out and adds words of its own."""

    def script(body: dict[str, Any]) -> Reply:
        lines = body["messages"][-1]["content"].strip().split("\n")
        kept = [line for line in lines if line not in dropped]
        return Reply(words("\n".join([*([add] if add else []), *kept, "END"])))

    return script


def test_a_line_that_the_copy_leaves_out_is_marked() -> None:
    script = without("Buy our honey today.")
    with OpenAIServer(script) as server, loaded(server) as polisher:
        pieces, polished = polish(polisher, passage(0, *LINES))
    assert isinstance(polished, Deletions)
    (mark,) = polished.marks
    assert (mark.start, mark.end, mark.stage) == (106, 110, "model")
    assert polished.refused == 0 and "".join(pieces) == ""


def test_words_that_the_model_adds_are_counted_and_go_nowhere() -> None:
    script = without("Buy our honey today.", add="Here you are:")
    with OpenAIServer(script) as server, loaded(server) as polisher:
        pieces, polished = polish(polisher, passage(0, *LINES))
    assert isinstance(polished, Deletions)
    assert len(polished.marks) == 1 and polished.refused == 3
    assert "".join(pieces) == ""


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("I am sorry, but I cannot help with that request today, dear user, at all.", "of its own"),
        ("They see blue, and grey.\nEND", "keep only"),
        ("END", "keep only 0%"),
    ],
)
def test_an_answer_that_is_no_copy_is_refused_whole(answer: str, reason: str) -> None:
    with OpenAIServer(lambda body: Reply(words(answer))) as server, loaded(server) as polisher:
        (result,) = run(polisher, [passage(0, *LINES)])
    assert isinstance(result, Skipped) and reason in result.reason


def test_a_copy_that_breaks_off_deletes_nothing_behind_it() -> None:
    script = lambda body: Reply(words("Honey bees do not see red.\nBuy our honey"))  # noqa: E731
    with OpenAIServer(script) as server, loaded(server) as polisher:
        assert run(polisher, [passage(0, *LINES)]) == [Deletions(())]


# The key ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["sk-1\nX-Evil: 1", "sk 1", "schlüssel"])
def test_what_cannot_be_a_key_is_told_and_not_echoed(key: str) -> None:
    with OpenAIServer() as server, pytest.raises(ModelError, match="no key has") as error_:
        load(server, key=Secret(key))
    assert key not in str(error_.value) and not server.requests


def test_the_key_is_written_down_nowhere(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    key = Secret("sk-very-secret")
    settings = Settings(server="http://127.0.0.1:1", key=key)
    with OpenAIServer(first_then(error(500, "sk-very-secret?")), key="sk-very-secret") as server:
        with loaded(server, key=key, **REWRITE) as polisher:
            run(polisher, [passage(0, "Bees.")])
            told = [repr(settings), str(key), json.dumps(settings.record()), repr(polisher)]
        assert server.headers[-1]["authorization"] == "Bearer sk-very-secret"
    with pytest.raises(TypeError):
        asdict(settings)
    buffer = io.StringIO()
    print(told, caplog.text, file=buffer)
    assert "very-secret" not in buffer.getvalue()


def test_the_polisher_keeps_the_protocol() -> None:
    with OpenAIServer() as server, loaded(server) as polisher:
        assert isinstance(polisher, Ahead)
        assert polisher.name == "tiny"
