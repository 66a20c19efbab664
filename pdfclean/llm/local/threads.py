"""How many threads torch works fastest with on this machine, as busy as it is now.

More are not always faster: they wait for each other many times a token, and where another program
holds a core they wait for that. With two threads on two busy cores a model was up to five times
slower than with one; on two quiet cores two gain 1.1 to 1.7 times. So it is measured, while
something is read that has to be read anyway.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from pdfclean.errors import ModelError

__all__ = ["VARIABLE", "Threads", "wished"]

VARIABLE = "PDFCLEAN_THREADS"
"""The environment variable that says how many threads a model shall use."""

ROUNDS = 2
"""How often each number of threads is tried, in turn: a core that is busy for a moment must not
settle it."""

GAIN = 0.9
"""Share of the time with one thread that more threads must stay under to be worth the cores."""


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
        self._settled = count > 0 or not measure or _all() == 1
        torch.set_num_threads(count or _all())

    def run(self, steps: Iterable[Callable[[], object]]) -> None:
        """Take steps that are about equally long; the first time, learn from them.

        With too few steps nothing is learnt, and all cores work on.
        """
        left = iter(steps)
        if not self._settled:
            self._try(left)
        for step in left:
            step()

    def _try(self, steps: Iterator[Callable[[], object]]) -> None:
        import torch

        most = _all()
        times: dict[int, list[float]] = {most: [], 1: []}
        # The first step pays for what is set up once.
        next(steps, int)()
        for count in [*times] * ROUNDS:
            step = next(steps, None)
            if step is None:
                torch.set_num_threads(most)
                return
            torch.set_num_threads(count)
            begun = self._clock()
            step()
            times[count].append(self._clock() - begun)
        self._settled = True
        torch.set_num_threads(most if sum(times[most]) < GAIN * sum(times[1]) else 1)
