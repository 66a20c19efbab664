"""The local model's plumbing, on a tiny random model: real libraries, no sense, a few seconds."""

import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from pdfclean.errors import ModelError
from pdfclean.llm.loading import LoadPhase, LoadProgress, Shelf
from pdfclean.llm.local import LocalModel, load_model
from pdfclean.llm.passages import answer_budget
from pdfclean.llm.polisher import LocalPolisher, Request, Sampling
from pdfclean.llm.prompt import DEFAULT_PROMPT
from pdfclean.polishing import Passage, Rewrite, Skipped
from pdfclean.settings import Settings
from tests.fakes import never, polish
from tests.model import tiny
from tests.model.conftest import quiet

BEES = ("Honey bees do not see red. ", "They see blue – and “grey”.")


def answer(model: LocalModel, *, temperature: float = 0.0, seed: int = 1) -> str:
    settings = Settings(temperature=temperature)
    _, polished = polish(LocalPolisher(model, settings), Passage(0, BEES, seed))
    assert isinstance(polished, Rewrite)
    return polished.text


def test_the_pieces_are_the_answer_and_hold_no_half_character(tiny_model: LocalModel) -> None:
    settings = Settings(temperature=1.5)  # random bytes, most of them no UTF-8
    pieces, polished = polish(LocalPolisher(tiny_model, settings), Passage(0, BEES, 3))
    assert isinstance(polished, Rewrite)
    assert "".join(pieces) == polished.text
    assert polished.text == polished.text.strip()
    assert not polished.text.endswith("\ufffd")


def test_the_best_answer_is_always_the_same(tiny_model: LocalModel) -> None:
    assert answer(tiny_model) == answer(tiny_model, seed=2)


def test_an_answer_depends_on_its_seed_alone(tiny_model: LocalModel) -> None:
    import torch

    first = answer(tiny_model, temperature=1.0)
    torch.manual_seed(99)
    assert answer(tiny_model, temperature=1.0) == first
    assert answer(tiny_model, temperature=1.0, seed=2) != first


def test_two_runs_at_once_do_not_disturb_each_other(tiny_model: LocalModel) -> None:
    alone = [answer(tiny_model, temperature=1.0, seed=seed) for seed in range(3)]
    together: dict[int, str] = {}

    def work(seed: int) -> None:
        together[seed] = answer(tiny_model, temperature=1.0, seed=seed)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [together[seed] for seed in range(3)] == alone


@pytest.mark.parametrize("temperature", [0.0, 1.0])
def test_the_instructions_worked_out_once_change_nothing(
    tiny_folder: Path, temperature: float
) -> None:
    model = load_model(str(tiny_folder), quiet)
    prompt = tuple(model.tokenizer.prompt(BEES[0], ""))

    def tokens(fixed: int) -> list[int]:
        ids: list[int] = []
        request = Request(prompt, fixed, 12, Sampling(temperature, 0.9, 5))
        model.generate(request, ids.extend, never)
        return ids

    assert tokens(len(prompt) - 40) == tokens(len(prompt) - 40) == tokens(0)


def test_temperature_and_top_p_are_honoured(tmp_path: Path) -> None:
    # Large weights set the tokens' chances apart: no ties at the top.
    model = load_model(str(tiny.save(tmp_path, initializer_range=1.0)), quiet)
    prompt = tuple(model.tokenizer.prompt("Bees.", ""))

    def tokens(temperature: float, top_p: float, seed: int) -> list[int]:
        ids: list[int] = []
        request = Request(prompt, 0, 12, Sampling(temperature, top_p, seed))
        model.generate(request, ids.extend, never)
        return ids

    greedy = tokens(0, 1, 0)
    assert all(tokens(0.0001, 1, seed) == greedy for seed in range(5))
    assert all(tokens(1.5, 0.0001, seed) == greedy for seed in range(5))
    assert len({tuple(tokens(1.5, 1, seed)) for seed in range(5)}) > 1


def test_an_answer_that_meets_its_budget_is_unfinished(tmp_path: Path) -> None:
    model = load_model(str(tiny.save(tmp_path, end=False)), quiet)
    assert model.eos == ()
    _, polished = polish(LocalPolisher(model, Settings()), Passage(0, BEES, 1))
    assert isinstance(polished, Rewrite) and not polished.finished


def test_the_budget_is_kept_to_the_token(tiny_model: LocalModel) -> None:
    ids: list[int] = []
    prompt = tuple(tiny_model.tokenizer.prompt("Bees.", ""))
    tiny_model.generate(Request(prompt, 0, 9, Sampling(0, 1, 0)), ids.extend, never)
    assert len(ids) == 9 or ids[-1] in tiny_model.eos


def test_stop_is_asked_before_every_token(tiny_model: LocalModel) -> None:
    ids: list[int] = []
    prompt = tuple(tiny_model.tokenizer.prompt("Bees.", ""))
    request = Request(prompt, 0, 200, Sampling(1, 1, 0))
    tiny_model.generate(request, ids.extend, lambda: len(ids) >= 3)
    assert len(ids) <= 4


def test_a_run_waits_for_its_turn_and_can_be_stopped_meanwhile(tiny_model: LocalModel) -> None:
    prompt = tuple(tiny_model.tokenizer.prompt("Bees.", ""))
    release = threading.Event()

    def hold(_: list[int]) -> None:
        release.wait(30)

    request = Request(prompt, 0, 5, Sampling(0, 1, 0))
    holder = threading.Thread(target=tiny_model.generate, args=(request, hold, never))
    holder.start()
    stop = threading.Event()
    generator = LocalPolisher(tiny_model, Settings()).polish(Passage(0, BEES, 1), stop.is_set)
    times = [time.monotonic()]
    for piece in generator:
        assert piece == ""
        times.append(time.monotonic())
        if len(times) == 4:
            stop.set()
    release.set()
    holder.join(30)
    assert max(later - earlier for earlier, later in pairwise(times)) < 0.5


def test_a_model_that_fails_in_the_middle_is_heard(tiny_model: LocalModel) -> None:
    request = Request((10**6,), 0, 5, Sampling(0, 1, 0))  # no such token
    with pytest.raises(ModelError, match="failed while writing"):
        tiny_model.generate(request, list[int]().extend, never)
    assert answer(tiny_model) == answer(tiny_model)  # and the model can still be used


def prompt_text(model: LocalModel) -> str:
    return model.tokenizer.decode(model.tokenizer.prompt("Bees fly.", ""))


def test_a_chat_model_gets_system_message_and_generation_prompt(tiny_model: LocalModel) -> None:
    text = prompt_text(tiny_model)
    assert text == f"system\n{DEFAULT_PROMPT}\nuser\nBees fly.\nassistant\n"


def test_a_model_without_system_role_gets_one_message(tmp_path: Path) -> None:
    model = load_model(str(tiny.save(tmp_path, template=tiny.NO_SYSTEM)), quiet)
    assert prompt_text(model) == f"user\n{DEFAULT_PROMPT}\n\nBees fly.\nassistant\n"


def test_a_base_model_gets_a_plain_prompt(tmp_path: Path) -> None:
    model = load_model(str(tiny.save(tmp_path, template=None)), quiet)
    assert not model.tokenizer.chat
    assert prompt_text(model).endswith("Cleaned text:\n<<<\n")
    assert isinstance(answer(model), str)


def test_the_context_of_the_model_bounds_a_call(tmp_path: Path) -> None:
    overhead = len(DEFAULT_PROMPT.encode()) + 60
    context = overhead + 100 + answer_budget(100)
    model = load_model(str(tiny.save(tmp_path, context=context)), quiet)
    _, polished = polish(LocalPolisher(model, Settings()), Passage(0, ("x" * 200,), 1))
    assert isinstance(polished, Skipped)
    with pytest.raises(ModelError, match="Shorten the instructions"):
        LocalPolisher(model, Settings(prompt=DEFAULT_PROMPT * 2))


def test_the_models_own_habits_are_set_aside(tmp_path: Path, tiny_model: LocalModel) -> None:
    folder = tiny.save(tmp_path)
    (folder / "generation_config.json").write_text(
        '{"do_sample": true, "temperature": 5.0, "repetition_penalty": 9.0, "top_k": 3,'
        ' "suppress_tokens": [1, 2, 3], "max_new_tokens": 2, "eos_token_id": [7, 257]}'
    )
    model = load_model(str(folder), quiet)
    assert 7 in model.eos
    prompt = tuple(model.tokenizer.prompt("Bees.", ""))
    outputs = []
    for one in (model, tiny_model):
        ids: list[int] = []
        one.generate(Request(prompt, 0, 9, Sampling(0, 1, 0)), ids.extend, never)
        outputs.append(ids)
    assert outputs[0] == outputs[1]


# Loading ------------------------------------------------------------------------------------------


def test_a_shelf_loads_in_the_background_with_progress(tiny_folder: Path) -> None:
    loader = Shelf(load_model).get(str(tiny_folder))
    phases = set()
    while not loader.progress.done:
        phases.add(loader.progress.phase)
        time.sleep(0.001)
    assert loader.progress.phase is LoadPhase.READY
    assert LoadPhase.LOADING in phases
    model = loader.result()
    assert (model.device, model.context) == ("cpu", 4096) or model.device != "cpu"


def test_another_model_takes_the_place_of_the_first(tmp_path: Path, tiny_folder: Path) -> None:
    other = tiny.save(tmp_path)
    shelf = Shelf(load_model)
    first = weakref.ref(shelf.get(str(tiny_folder)).result())
    assert first() is not None
    assert shelf.get(str(tiny_folder)).result() is first()
    shelf.get(str(other)).result()
    assert first() is None


def unknown(folder: Path) -> None:
    (folder / "config.json").write_text('{"model_type": "abacus", "architectures": ["Abacus"]}')


def no_language_model(folder: Path) -> None:
    (folder / "config.json").write_text('{"model_type": "vit", "architectures": ["ViTModel"]}')


def remote_code(folder: Path) -> None:
    (folder / "config.json").write_text(
        '{"model_type": "own",'
        ' "auto_map": {"AutoConfig": "own.C", "AutoModelForCausalLM": "own.M"}}'
    )
    (folder / "own.py").write_text("raise SystemExit('this must never run')")


def other_weights(folder: Path) -> None:
    config = (folder / "config.json").read_text()
    (folder / "config.json").write_text(
        config.replace('"num_hidden_layers": 2', '"num_hidden_layers": 3')
    )


def no_tokenizer(folder: Path) -> None:
    for file in folder.glob("tokenizer*"):
        file.unlink()


def no_json(folder: Path) -> None:
    (folder / "config.json").write_text("{")


BROKEN: dict[Callable[[Path], None], str] = {
    unknown: "cannot be used here",
    no_language_model: "cannot be used here",
    remote_code: "cannot be used here",
    other_weights: "do not belong",
    no_tokenizer: "damaged or incomplete",
    no_json: "damaged or incomplete",
}


@pytest.mark.parametrize("damage", BROKEN, ids=lambda damage: damage.__name__)
def test_a_model_that_cannot_be_used_is_said_so(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    folder = tiny.save(tmp_path)
    damage(folder)
    with pytest.raises(ModelError, match=BROKEN[damage]) as caught:
        load_model(str(folder), quiet)
    assert "\n" not in str(caught.value)


def test_a_model_that_does_not_fit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    import json
    import struct

    folder = tiny.save(tmp_path)
    size = 4 * 10**12
    header = {"a": {"dtype": "F32", "shape": [size // 4], "data_offsets": [0, size]}}
    head = json.dumps(header).encode()
    file = folder / "model.safetensors"
    file.write_bytes(struct.pack("<Q", len(head)) + head)
    with file.open("r+b") as stream:  # a hole: no such disk is needed
        try:
            stream.truncate(8 + len(head) + size)
        except OSError:
            pytest.skip("this file system has no files of 4 TB")
    with pytest.raises(ModelError, match="too little memory"):
        load_model(str(folder), quiet)


def test_progress_is_reported_in_order(tiny_folder: Path) -> None:
    seen: list[LoadProgress] = []
    load_model(str(tiny_folder), seen.append)
    assert [progress.phase for progress in seen] == [LoadPhase.FETCHING, LoadPhase.LOADING]


def test_nothing_heavy_is_imported_until_a_model_is_loaded() -> None:
    code = (
        "import sys, pdfclean.llm.local, pdfclean.llm.polisher, pdfclean.llm.loading\n"
        "heavy = {'torch', 'transformers', 'accelerate', 'spaces', 'huggingface_hub', 'psutil'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_program_that_ends_in_the_middle_of_an_answer_ends_cleanly(tiny_folder: Path) -> None:
    code = (
        "import sys\n"
        "from pdfclean.llm.local import load_model\n"
        "from pdfclean.llm.polisher import LocalPolisher\n"
        "from pdfclean.polishing import Passage\n"
        "from pdfclean.settings import Settings\n"
        "model = load_model(sys.argv[1], lambda progress: None)\n"
        "polisher = LocalPolisher(model, Settings(max_new_tokens=2048))\n"
        "answer = polisher.polish(Passage(0, ('x' * 1000,), 1), lambda: False)\n"
        "next(answer)\n"
        "sys.keep = answer\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tiny_folder)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
