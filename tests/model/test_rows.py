"""Texts walked side by side, over models of random weights from many families: the same marks as
one at a time, and as one token at a time from nothing."""

import random
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pdfclean.errors import ModelError
from pdfclean.llm import deletion
from pdfclean.llm.deletion import Rule, Skip, Text, Unit, walk
from pdfclean.llm.local.model import LocalModel
from pdfclean.llm.local.threads import Threads
from pdfclean.llm.passes import Halted
from pdfclean.llm.polisher import Request, Sampling
from pdfclean.llm.tokenizer import Tokenizer
from tests.fakes import never
from tests.model.test_deletion import recomputing
from tests.token_by_token import decode

VOCABULARY = 96
FIXED = (7, 3, 11, 2, 5)

SIZES: dict[str, Any] = {
    "vocab_size": VOCABULARY,
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 512,
    "pad_token_id": None,
    "bos_token_id": None,
    "eos_token_id": 0,
    # Large weights set the tokens' chances apart.
    "initializer_range": 0.4,
}
ALTERNATING = {"layer_types": ["sliding_attention", "full_attention"]}
FAMILIES: dict[str, tuple[str, dict[str, Any]]] = {
    "llama": ("llama", {}),
    "llama, one key head": ("llama", {"num_key_value_heads": 1}),
    "gpt2": ("gpt2", {"n_embd": 32, "n_layer": 2, "n_head": 4, "n_positions": 512}),
    "gpt_neox": ("gpt_neox", {}),
    "opt": ("opt", {"ffn_dim": 64, "word_embed_proj_dim": 32, "pad_token_id": 1}),
    "qwen2": ("qwen2", {}),
    "qwen3": ("qwen3", {"head_dim": 16}),
    "phi3": ("phi3", {"pad_token_id": 1}),
    "smollm3": ("smollm3", {"no_rope_layers": [1, 0]}),
    "olmo2": ("olmo2", {}),
    "granite": ("granite", {"logits_scaling": 3.0}),
    "cohere": ("cohere", {"logit_scale": 0.25}),
    "a window": ("mistral", {"sliding_window": 9}),
    "gemma2": ("gemma2", {"head_dim": 8, "sliding_window": 9, **ALTERNATING}),
    "gemma3": ("gemma3_text", {"head_dim": 8, "sliding_window": 9, **ALTERNATING}),
    "qwen2, a window in some layers": (
        "qwen2",
        {"use_sliding_window": True, "sliding_window": 9, **ALTERNATING},
    ),
}
OTHERS: dict[str, tuple[str, dict[str, Any]]] = {
    "recurrent": ("mamba", {"state_size": 4}),
    "half recurrent": ("lfm2", {"layer_types": ["conv", "full_attention"]}),
    "positions of its own": ("bloom", {"n_layer": 2, "n_head": 4}),
    "positions by distance": ("falcon", {"alibi": True}),
}


class NoText(Tokenizer):
    """No text is ever made into tokens here."""

    def __init__(self) -> None:
        self.eos = 0


def made(kind: str, more: dict[str, Any], rows: int = 1) -> LocalModel:
    """A model of random weights."""
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM

    torch.manual_seed(4)
    model = AutoModelForCausalLM.from_config(AutoConfig.for_model(kind, **SIZES | more))
    return LocalModel(kind, model, NoText(), rows, Threads(1, measure=False))


@pytest.fixture(params=FAMILIES)
def family(request: pytest.FixtureRequest) -> LocalModel:
    """A model of each family."""
    return made(*FAMILIES[request.param])


Walked = tuple[list[int], Text, Rule]


def texts(count: int, seed: int = 0, temperature: float = 0.0) -> list[Walked]:
    """Random texts of unlike lengths, each with its prompt."""
    dice = random.Random(seed)
    found = []
    for number in range(count):
        units = [
            Unit((*(dice.randrange(dice.choice([3, 90])) for _ in range(dice.randrange(1, 8))), 9))
            for _ in range(dice.randrange(1, 7))
        ]
        prompt = [*FIXED, *(dice.randrange(VOCABULARY) for _ in range(dice.randrange(1, 12)))]
        margin = dice.choice([-0.5, 0.0, 0.5])
        found.append((prompt, Text(units, (5, 6, 9)), Rule(margin, 3, temperature=temperature,
                                                          seed=number)))  # fmt: skip
    return found


def ask(
    model: LocalModel, some: Sequence[Walked], halted: Callable[[], bool] = never
) -> list[list[tuple[int, int]]]:
    walks = [partial(walk, *each, len(FIXED)) for each in some]
    skips: list[list[Skip]] = model.consult(FIXED, walks, halted)
    return [[(skip.start, skip.end) for skip in each] for each in skips]


def test_side_by_side_is_one_at_a_time_is_one_token_at_a_time(
    family: LocalModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Small blocks: a text is cropped and read on at many lengths.
    monkeypatch.setattr(deletion, "BLOCK", 12)
    some = texts(7)
    alone = ask(family, some)
    log_probability = recomputing(family)
    assert alone == [decode(log_probability, *each) for each in some]
    assert sum(map(len, alone)) >= 4
    for family.rows in (2, 3, 7):
        assert ask(family, some) == alone


@pytest.mark.parametrize("name", OTHERS)
def test_a_model_that_cannot_forget_is_refused_with_a_way_out(name: str) -> None:
    with pytest.raises(ModelError, match="Let it rewrite, or choose another model"):
        ask(made(*OTHERS[name]), texts(1))


@pytest.mark.parametrize("name", [*OTHERS, "llama", "gemma3", "a window"])
def test_rewriting_may_read_the_beginning_of_its_prompts_once(name: str) -> None:
    model = made(*{**OTHERS, **FAMILIES}[name])
    dice = random.Random(1)
    prompt = tuple(dice.randrange(VOCABULARY) for _ in range(130))

    def written(fixed: int) -> list[int]:
        ids: list[int] = []
        model.generate(Request(prompt, fixed, 8, Sampling(0, 1, 0)), ids.extend, never)
        return ids

    assert written(120) == written(120) == written(0)


def test_draws_depend_on_the_passage_and_not_on_its_neighbours() -> None:
    some = texts(9, temperature=0.8)
    model = made("llama", {})
    alone = ask(model, some)
    model.rows = 4
    assert ask(model, some) == alone == ask(model, some)
    assert [found[0] for found in (ask(model, [each]) for each in reversed(some))] == alone[::-1]


def test_fewer_at_once_where_memory_is_short() -> None:
    import torch

    some = texts(7)
    model = made("llama", {})
    alone = ask(model, some)
    tried = []

    def short(_: object, given: tuple[torch.Tensor, ...]) -> None:
        tried.append(given[0].shape[0])
        if given[0].shape[0] > 2:
            raise torch.OutOfMemoryError("there is no more")

    model.rows = 5
    with model._model.register_forward_pre_hook(short):
        assert ask(model, some) == alone
    assert model.rows == 2
    assert max(tried) == 5

    def none(_: object, given: tuple[torch.Tensor, ...]) -> None:
        raise torch.OutOfMemoryError("there is none")

    with model._model.register_forward_pre_hook(none), pytest.raises(ModelError, match="memory"):
        ask(model, some)


def test_all_rows_stop_between_two_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deletion, "BLOCK", 12)
    model = made("llama", {}, rows=4)
    ask(model, texts(1))
    passes: list[int] = []
    with (
        model._model.register_forward_pre_hook(lambda _, given: passes.append(len(given[0]))),
        pytest.raises(Halted),
    ):
        ask(model, texts(4), lambda: len(passes) >= 2)
    assert passes == [4, 4]
    assert ask(model, texts(4)) == ask(model, texts(4))


def test_the_vocabulary_is_worked_out_only_where_it_is_asked_about() -> None:
    model = made("llama", {}, rows=4)
    sizes: list[tuple[int, ...]] = []
    head: Any = model._model.get_output_embeddings()
    with head.register_forward_hook(lambda _head, _given, out: sizes.append(tuple(out.shape))):
        ask(model, texts(4))
    assert {size[0] for size in sizes} == {1}
    # The four texts have 110 tokens with their prompts, most of them twice.
    assert sum(size[1] for size in sizes) < 150


def test_a_context_of_few_tokens_leaves_a_text_unasked(tmp_path: Path) -> None:
    """The polisher cuts a text to what the model's context holds, or says what to do."""
    from pdfclean.llm.deleting import DeletionPolisher
    from pdfclean.llm.local import load_model
    from pdfclean.settings import Settings
    from tests.model import tiny
    from tests.model.conftest import quiet

    model = load_model(str(tiny.save(tmp_path, context=256)), quiet)
    with pytest.raises(ModelError, match="Shorten the instructions or choose another model"):
        DeletionPolisher(model, Settings())
