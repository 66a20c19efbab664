"""The polisher on a server with real weights: a real server, and vLLM's way of answering."""

import math
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from pdfclean.llm.deleting import DeletionPolisher
from pdfclean.llm.local import LocalModel
from pdfclean.llm.on_demand import models
from pdfclean.llm.remote.ahead import Ahead
from pdfclean.llm.remote.reading import Reader
from pdfclean.llm.remote.writing import Copyist
from pdfclean.llm.tuning import Tuning, to_text
from pdfclean.polishing import Deletions, Passage, Polisher, Rewrite, Skipped
from pdfclean.settings import Mode, Polish, Settings
from pdfclean.verify import verify
from tests.fakes import never, polish
from tests.model.served import Served
from tests.openai_server import OpenAIServer

LINES = (
    "Honey bees do not see red. ",
    "This issue is brought to you by Halden Instruments. ",
    "They tell blue from every shade of grey. ",
    "Download PDF\n",
    "The colour of a flower is never an accident.",
)


def connected(server: OpenAIServer | Served, model: str, **changes: Any) -> Polisher:
    settings = Settings(server=server.address, model=model, polish=Polish.ALL, **changes)
    loading = models()(settings, never)
    while True:
        try:
            next(loading)
        except StopIteration as end:
            assert end.value is not None
            return end.value


def passage(index: int, sentences: Sequence[str]) -> Passage:
    places, at = [], 0
    for number, sentence in enumerate(sentences):
        places.append((at, number))
        at += len(sentence)
    return Passage(index, tuple(sentences), index, places=tuple(places))


# As vLLM answers ----------------------------------------------------------------------------------


def like_vllm(model: LocalModel) -> OpenAIServer:
    """A server that answers about a model's tokens in the form of vLLM 0.32."""
    import torch

    tokenizer = model.tokenizer
    lock = threading.Lock()

    def tokenize(body: dict[str, Any]) -> dict[str, Any]:
        if "messages" in body:
            ids = tokenizer._encode(tokenizer._templated(body["messages"]), special=False)
        else:
            ids = tokenizer._encode(body["prompt"], special=body.get("add_special_tokens", True))
        return {"count": len(ids), "max_model_len": model.context, "tokens": ids}

    @torch.inference_mode()
    def complete(body: dict[str, Any]) -> dict[str, Any]:
        assert body["max_tokens"] == 1 and body["return_tokens_as_token_ids"]
        read: dict[tuple[int, ...], Any] = {}
        choices = []
        # A prompt that another begins with needs no pass of its own.
        for index, prompt in sorted(enumerate(body["prompt"]), key=lambda each: -len(each[1])):
            whole = next((ids for ids in read if list(ids[: len(prompt)]) == prompt), None)
            if whole is None:
                whole = tuple(prompt)
                with lock:
                    logits = model._model(torch.tensor([prompt]), use_cache=False).logits[0]
                read[whole] = logits.float().log_softmax(-1)
            told = read[whole][len(prompt) - 1]
            top = {f"token_id:{t}": float(told[t]) for t in body["logprob_token_ids"]}
            choices.append({"index": index, "logprobs": {"top_logprobs": [top]}})
        return {"choices": choices}

    return OpenAIServer(models=("it",), posts={"/tokenize": tokenize, "/v1/completions": complete})


def test_a_server_that_tells_likelihoods_marks_what_the_local_model_marks(
    tiny_model: LocalModel,
) -> None:
    # To a model of random weights everything is unlikely.
    tuning = Tuning(floor=-20.0, cautious=0.02, bold=-0.02)
    settings = Settings(boldness=1.0, tuning=to_text(tuning))
    local = DeletionPolisher(tiny_model, settings, tuning, {})
    passages = [passage(i, LINES[i:] + LINES[:i]) for i in range(3)]
    with like_vllm(tiny_model) as server:
        remote = connected(server, "it", boldness=1.0, tuning=settings.tuning)
        assert isinstance(remote, Ahead) and isinstance(remote._worker, Reader)
        for each in passages:
            remote.prepare(each)
        told = [polish(remote, each)[1] for each in passages]
        assert remote.caution == local_caution(local).replace(tiny_model.name, "it")
        remote.close()
    wanted = [polish(local, each)[1] for each in passages]
    assert [ranges(one) for one in told] == [ranges(one) for one in wanted]
    assert remote._worker._trusts["en"].least == pytest.approx(local.trusts["en"].least, abs=1e-3)


def local_caution(polisher: DeletionPolisher) -> str:
    polisher.trusts = {"en": polisher.try_out(never)}
    return polisher.caution


def ranges(polished: object) -> list[tuple[int, int]]:
    assert isinstance(polished, Deletions)
    return [(mark.start, mark.end) for mark in polished.marks]


# A real server ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def served(smollm_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """``transformers serve`` with SmolLM2-135M-Instruct."""
    with Served(smollm_folder, tmp_path_factory.mktemp("served") / "log") as server:
        yield server


@pytest.mark.slow
def test_nothing_is_lost_when_a_real_server_is_killed_and_started_again(served: Served) -> None:
    """Few and short passages here. 200 of them, killed at the 100th, by hand:
    ``python -m tests.model.test_remote``."""
    told = run(served, count=12, kill_after=4)
    assert [index for index, _ in told] == list(range(12))
    assert all(isinstance(result, Rewrite) for _, result in told)


@pytest.mark.slow
def test_a_real_server_copies_and_nothing_that_it_says_gets_through(served: Served) -> None:
    polisher = connected(served, served.model)
    assert isinstance(polisher, Ahead) and isinstance(polisher._worker, Copyist)
    try:
        pieces, polished = polish(polisher, passage(0, LINES))
    finally:
        polisher.close()
    assert "".join(pieces) == ""
    # A model of this size hardly copies; whatever it says, no more than lines can go.
    assert isinstance(polished, Deletions | Skipped)


def run(served: Served, count: int, kill_after: int) -> list[tuple[int, object]]:
    """So many passages, eight in flight; the server is killed on the way and started again."""
    polisher = connected(served, served.model, mode=Mode.REWRITE, prompt="Repeat the text.")
    passages = [passage(i, (f"{word}.",)) for i, word in zip(range(count), words(), strict=False)]
    told: list[tuple[int, object]] = []
    away: threading.Thread | None = None
    try:
        for at, each in enumerate(passages):
            for ahead in passages[at : at + polisher.ahead + 1]:
                polisher.prepare(ahead)
            if at == kill_after:
                served.kill()
                away = threading.Thread(target=served.start)
                away.start()
            told.append((each.index, polish(polisher, each)[1]))
            print(at, f"{time.monotonic():.1f}", told[-1][1])
            if isinstance(told[-1][1], Rewrite):
                verify(each.text, told[-1][1].text, finished=told[-1][1].finished)
    finally:
        polisher.close()
        if away is not None:
            away.join()
    return told


def words() -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"Bee {number} flies {math.isqrt(number)} miles"


if __name__ == "__main__":
    from tempfile import mkdtemp

    from tests.model import weights

    with Served(weights.folder(), Path(mkdtemp()) / "log") as one:
        start = time.monotonic()
        found = run(one, count=200, kill_after=100)
        kinds = [type(result).__name__ for _, result in found]
        print(len(found), {kind: kinds.count(kind) for kind in kinds}, time.monotonic() - start)
