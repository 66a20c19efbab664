"""Model files on disk, memory, and loading in the background."""

import json
import struct
import threading
from pathlib import Path

import pytest

from pdfclean.errors import ModelError
from pdfclean.llm.background import Background
from pdfclean.llm.files import find_local, inspect
from pdfclean.llm.loading import LoadPhase, LoadProgress, ModelLoader, Report, Shelf
from pdfclean.llm.memory import available_memory


def safetensors(**shapes: list[int]) -> bytes:
    """A file in the safetensors format, float32 zeros."""
    header, data = {}, 0
    for name, shape in shapes.items():
        size = 4
        for side in shape:
            size *= side
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [data, data + size]}
        data += size
    head = json.dumps({"__metadata__": {"format": "pt"}, **header}).encode()
    return struct.pack("<Q", len(head)) + head + bytes(data)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "model.safetensors").write_bytes(safetensors(a=[3, 4], b=[5]))
    return tmp_path


def test_a_folder_of_one_file_is_counted(model: Path) -> None:
    files = find_local(str(model))
    assert files is not None
    assert (files.folder, files.gguf, files.parameters) == (model, "", 17)


def test_a_folder_of_shards_is_counted(model: Path) -> None:
    (model / "model.safetensors").rename(model / "one.safetensors")
    (model / "two.safetensors").write_bytes(safetensors(c=[2]))
    index = {"weight_map": {"a": "one.safetensors", "b": "one.safetensors", "c": "two.safetensors"}}
    (model / "model.safetensors.index.json").write_text(json.dumps(index))
    assert inspect(model).parameters == 19


@pytest.mark.parametrize("model_id", ["owner/name", "gpt2", "owner/name/file.gguf"])
def test_a_hub_id_is_no_path(model_id: str) -> None:
    assert find_local(model_id) is None


@pytest.mark.parametrize("path", ["/no/such/model", "./model", "~/no-such-model", "model.gguf"])
def test_a_path_to_nothing_is_said_so(path: str) -> None:
    with pytest.raises(ModelError, match="no model at"):
        find_local(path)


def break_config(folder: Path) -> None:
    (folder / "config.json").unlink()


def break_weights(folder: Path) -> None:
    (folder / "model.safetensors").unlink()


def break_short(folder: Path) -> None:
    file = folder / "model.safetensors"
    file.write_bytes(file.read_bytes()[:-1])


def break_header(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(struct.pack("<Q", 4) + b"nope")


def break_empty(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"")


def break_pointer(folder: Path) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 5\n"
    (folder / "model.safetensors").write_text(pointer)


def break_index(folder: Path) -> None:
    (folder / "model.safetensors.index.json").write_text("[]")


def break_shard(folder: Path) -> None:
    index = {"weight_map": {"a": "gone.safetensors"}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))


def break_pickle(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")


DAMAGE = {
    break_config: "no config.json",
    break_weights: "model.safetensors is missing",
    break_short: "damaged",
    break_header: "damaged",
    break_empty: "damaged",
    break_pointer: "damaged",
    break_index: "damaged",
    break_shard: "gone.safetensors is missing",
    break_pickle: "missing",
}


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_a_damaged_folder_is_said_so(model: Path, damage: object) -> None:
    damage(model)  # type: ignore[operator]
    with pytest.raises(ModelError, match=DAMAGE[damage]):  # type: ignore[index]
        inspect(model)


def test_another_file_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(ModelError, match="not a model"):
        inspect(tmp_path / "paper.pdf")


def test_a_damaged_gguf_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "model.gguf").write_bytes(b"GGUF" + bytes(20))
    with pytest.raises(ModelError, match="damaged"):
        inspect(tmp_path)


def cgroup(folder: Path, limit: str, used: int, cached: int) -> Path:
    (folder / "memory.max").write_text(f"{limit}\n")
    (folder / "memory.current").write_text(f"{used}\n")
    (folder / "memory.stat").write_text(f"anon 5\ninactive_file {cached}\n")
    return folder


def test_memory_is_what_the_container_leaves(tmp_path: Path) -> None:
    assert available_memory(cgroup(tmp_path, "5000000", 4_000_000, 500_000)) == 1_500_000


def test_memory_without_a_limit_is_the_machine(tmp_path: Path) -> None:
    free = available_memory(cgroup(tmp_path, "max", 4_000_000, 0))
    assert free > 10_000_000
    assert available_memory(tmp_path / "none") > 10_000_000


# Loading in the background ------------------------------------------------------------------------


class Slow:
    """A load function that waits to be let on, and counts how often it ran."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.runs: list[str] = []

    def __call__(self, model_id: str, report: Report) -> str:
        self.runs.append(model_id)
        report(LoadProgress(LoadPhase.FETCHING, 0.5, "Half of it."))
        assert self.go.wait(10)
        report(LoadProgress(LoadPhase.LOADING, None, "Loading."))
        if model_id == "bad":
            raise ModelError("Choose another.")
        if model_id == "worse":
            raise RuntimeError("boom")
        return f"model {model_id}"


def wait_for(loader: ModelLoader[str], phase: LoadPhase) -> LoadProgress:
    for _ in range(1000):
        if loader.progress.phase is phase:
            return loader.progress
        threading.Event().wait(0.005)
    raise AssertionError(loader.progress)


def test_progress_can_be_watched() -> None:
    load = Slow()
    loader = ModelLoader("a/b", load)
    assert loader.progress.phase is LoadPhase.WAITING and not loader.progress.done
    assert loader.start() is loader
    assert wait_for(loader, LoadPhase.FETCHING).fraction == 0.5
    with pytest.raises(TimeoutError):
        loader.result(timeout=0.01)
    load.go.set()
    assert loader.result(timeout=10) == "model a/b"
    assert loader.progress == LoadProgress(LoadPhase.READY, 1.0, "a/b is ready.")
    assert loader.progress.done
    assert load.runs == ["a/b"]


@pytest.mark.parametrize("model_id, message", [("bad", "Choose another."), ("worse", "boom")])
def test_a_failure_is_a_sentence(model_id: str, message: str) -> None:
    load = Slow()
    load.go.set()
    loader = ModelLoader(model_id, load)
    with pytest.raises(ModelError, match=message):
        loader.result(timeout=10)
    assert loader.progress.phase is LoadPhase.FAILED
    assert message in loader.progress.message


def test_loading_can_be_given_up() -> None:
    load = Slow()
    loader = ModelLoader("a/b", load).start()
    wait_for(loader, LoadPhase.FETCHING)
    loader.cancel()
    load.go.set()
    with pytest.raises(ModelError, match="given up"):
        loader.result(timeout=10)


def test_a_shelf_loads_each_model_once_and_holds_one() -> None:
    load = Slow()
    load.go.set()
    shelf = Shelf(load)
    assert shelf.get("one").result(10) == "model one"
    assert shelf.get("one").result(10) == "model one"
    assert shelf.get("two").result(10) == "model two"
    assert load.runs == ["one", "two"]
    shelf.get("one").result(10)
    assert load.runs == ["one", "two", "one"]


def test_a_shelf_tries_a_failed_model_again() -> None:
    load = Slow()
    load.go.set()
    shelf = Shelf(load)
    for _ in range(2):
        with pytest.raises(ModelError):
            shelf.get("bad").result(10)
    assert load.runs == ["bad", "bad"]


def test_choosing_another_model_gives_up_the_first() -> None:
    load = Slow()
    shelf = Shelf(load)
    first = shelf.get("one")
    wait_for(first, LoadPhase.FETCHING)
    second = shelf.get("two")
    load.go.set()
    assert second.result(10) == "model two"
    with pytest.raises(ModelError, match="given up"):
        first.result(10)


def test_background_work_hands_on_what_it_raised() -> None:
    def work() -> None:
        raise KeyError("lost")

    task = Background(work, "test")
    assert task.wait(5)
    with pytest.raises(KeyError, match="lost"):
        task.result()
