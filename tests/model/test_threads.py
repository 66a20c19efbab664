"""The number of threads is measured once, while something is read that has to be read anyway."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import torch
from transformers import LlamaConfig

from pdfclean.errors import ModelError
from pdfclean.llm.local import load_model
from pdfclean.llm.local import threads as module
from pdfclean.llm.local.threads import VARIABLE, Threads
from tests.model.conftest import quiet


@pytest.fixture(autouse=True)
def four_cores(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine of four cores, given back as it was."""
    before = torch.get_num_threads()
    monkeypatch.setattr(module, "_all", lambda: 4)
    yield
    torch.set_num_threads(before)


class Machine(torch.nn.Module):
    """A model of many layers, and a clock that runs on by what a layer takes with as many threads
    as are set; the first layers may take something else."""

    def __init__(self, seconds: dict[int, float], *first: dict[int, float], layers: int = 20):
        super().__init__()
        self.config = LlamaConfig(num_hidden_layers=layers)
        self.layers = torch.nn.ModuleList(Layer(self) for _ in range(layers))
        self.now = 0.0
        self.taken: list[int] = []
        self._seconds = seconds
        self._first = list(first)

    def clock(self) -> float:
        return self.now

    def read(self, threads: Threads) -> int:
        """Through all layers; the number of threads that is set afterwards."""
        with threads.measured(self):
            for layer in self.layers:
                layer()
        return torch.get_num_threads()

    def work(self) -> None:
        count = torch.get_num_threads()
        self.taken.append(count)
        self.now += (self._first.pop(0) if self._first else self._seconds)[count]


class Layer(torch.nn.Module):
    """One of a machine's layers."""

    def __init__(self, machine: Machine) -> None:
        super().__init__()
        self._work = machine.work

    def forward(self) -> None:
        self._work()


def chosen(machine: Machine) -> int:
    return machine.read(Threads(0, measure=True, clock=machine.clock))


@pytest.mark.parametrize(
    ("together", "alone", "best"), [(0.3, 1.0, 4), (0.95, 1.0, 1), (1.5, 1.0, 1), (9.0, 1.0, 1)]
)
def test_more_threads_where_they_are_clearly_faster(
    together: float, alone: float, best: int
) -> None:
    assert chosen(Machine({4: together, 1: alone})) == best


def test_the_layers_work_in_turn_with_one_and_with_all() -> None:
    machine = Machine({4: 1.0, 1: 1.0})
    chosen(machine)
    assert machine.taken == [1, 4, 4, 1] * 5


def test_what_is_far_too_slow_is_given_up_after_a_few_layers() -> None:
    machine = Machine({4: 7.0, 1: 1.0})
    assert chosen(machine) == 1
    assert machine.taken.count(4) <= 6
    assert set(machine.taken[-8:]) == {1}


def test_what_is_set_up_once_and_a_core_that_is_busy_for_a_moment_do_not_settle_it() -> None:
    usual, busy = {4: 0.5, 1: 1.0}, {4: 3.0, 1: 2.0}
    assert chosen(Machine(usual, {4: 50.0, 1: 50.0}, {4: 50.0, 1: 50.0})) == 4
    assert chosen(Machine(usual, usual, usual, usual, busy, busy)) == 4


def test_it_is_measured_once() -> None:
    machine = Machine({4: 1.5, 1: 1.0})
    threads = Threads(0, measure=True, clock=machine.clock)
    assert [machine.read(threads) for _ in range(3)] == [1, 1, 1]
    assert machine.taken[20:] == [1] * 40
    assert not any(layer._forward_hooks or layer._forward_pre_hooks for layer in machine.layers)


def test_a_model_of_few_layers_takes_more_than_one_reading() -> None:
    machine = Machine({4: 1.5, 1: 1.0}, layers=6)
    threads = Threads(0, measure=True, clock=machine.clock)
    found = [machine.read(threads) for _ in range(4)]
    assert found[0] == 4
    assert found[-1] == 1


def test_a_model_whose_layers_cannot_be_told_uses_all_cores() -> None:
    machine = Machine({4: 1.5, 1: 1.0})
    machine.config.num_hidden_layers = 3
    assert chosen(machine) == 4


@pytest.mark.parametrize(
    ("make", "count"),
    [(partial(Threads, 3, measure=True), 3), (partial(Threads, 0, measure=False), 4)],
)
def test_nothing_is_measured_where_someone_has_chosen_or_a_gpu_works(
    make: Callable[[], Threads], count: int
) -> None:
    machine = Machine(dict.fromkeys(range(5), 1.0))
    machine.read(make())
    assert set(machine.taken) == {count}


def test_the_environment_may_say_how_many(
    tiny_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "2")
    load_model(str(tiny_folder), quiet)
    assert torch.get_num_threads() == 2
    load_model(str(tiny_folder), quiet, threads=3)
    assert torch.get_num_threads() == 3
    monkeypatch.setenv(VARIABLE, "many")
    with pytest.raises(ModelError, match=f"{VARIABLE} must be a number"):
        load_model(str(tiny_folder), quiet)
