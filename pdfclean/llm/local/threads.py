"""How many threads torch works fastest with on this machine, as busy as it is now.

More are not always faster: they wait for each other many times a token, and where another program
holds a core they wait for that. With two threads on two busy cores a model was up to five times
slower than with one; on two quiet cores two gain 1.1 to 1.7 times. So it is measured, while
something is read that has to be read anyway.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from statistics import fmean
from typing import Any

from pdfclean.errors import ModelError

__all__ = ["VARIABLE", "Threads", "wished"]

VARIABLE = "PDFCLEAN_THREADS"
"""The environment variable that says how many threads a model shall use."""

GAIN = 0.9
"""Share of the time with one thread that more threads must stay under to be worth the cores."""

SET_UP = 2
"""Layers that are not timed: the first ones pay for what is set up once."""
ENOUGH = 4
"""Layers timed each way before it is settled."""
FAR_TOO_SLOW = 2.0
SOON = 2
"""Times as long as with one thread, and after how many layers that settles it at once. On two cores
with a dozen programs at work two threads took four to nine times as long; finding out so cost one
to two seconds, where reading a prompt with two threads cost twenty."""


def wished() -> int:
    """What :data:`VARIABLE` says; 0: measure.

    Raises:
        ModelError: it is no number.
    """
    said = os.environ.get(VARIABLE, "").strip() or "0"
    if not said.isdecimal():
        raise ModelError(f"{VARIABLE} must be a number of threads, such as 4; it is “{said}”.")
    return int(said)


@cache
def _all() -> int:
    """Torch's own choice, one for each core, from before any was made here."""
    import torch

    return torch.get_num_threads()


class Threads:
    """The threads of one model: torch knows one number for the whole process.

    Args:
        count: so many; 0: all cores, until it is measured.
        measure: whether it can matter: a CPU does the work.
        clock: seconds, never going back.
    """

    def __init__(
        self, count: int, *, measure: bool, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        import torch

        self._clock = clock
        self._now, self._begun = 1, 0.0
        self._times: dict[int, list[float]] = {_all(): [], 1: []}
        self._settled = count > 0 or not measure or _all() == 1
        torch.set_num_threads(count or _all())

    @contextmanager
    def measured(self, model: Any) -> Iterator[None]:
        """While a model reads, its layers work in turn with one thread and with all.

        Args:
            model: whose layers are all of a kind.
        """
        if self._settled:
            yield
            return
        hooks: list[Any] = []
        for number, layer in enumerate(_layers(model)):
            hooks.append(layer.register_forward_pre_hook(partial(self._begin, number)))
            hooks.append(layer.register_forward_hook(partial(self._end, number)))
        try:
            yield
        finally:
            for hook in hooks:
                hook.remove()
            if not self._settled:
                self._settle()

    def _begin(self, number: int, *_: object) -> None:
        import torch

        if not self._settled:
            # One, all, all, one: what a layer leaves in the caches is to favour neither.
            self._now = _all() if number % 4 in (1, 2) else 1
            torch.set_num_threads(self._now)
            self._begun = self._clock()

    def _end(self, number: int, *_: object) -> None:
        import torch

        if self._settled or number < SET_UP:
            return
        self._times[self._now].append(self._clock() - self._begun)
        together, alone = self._times[_all()], self._times[1]
        if min(len(together), len(alone)) >= SOON and fmean(together) > FAR_TOO_SLOW * fmean(alone):
            self._settled = True
            torch.set_num_threads(1)

    def _settle(self) -> None:
        import torch

        together, alone = self._times[_all()], self._times[1]
        self._settled = min(len(together), len(alone)) >= ENOUGH
        slow = self._settled and fmean(together) > GAIN * fmean(alone)
        torch.set_num_threads(1 if slow else _all())


def _layers(model: Any) -> Sequence[Any]:
    """The layers of a model, in their order; none when they cannot be told."""
    import torch

    count = model.config.get_text_config().num_hidden_layers
    lists = (each for each in model.modules() if isinstance(each, torch.nn.ModuleList))
    return next((list(each) for each in lists if len(each) == count), [])
