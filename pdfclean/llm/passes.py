"""What a walk through a text asks of a model: forward passes, one after the other.

A walk is a generator. It yields a :class:`Pass` and is sent an :class:`Answer`, so that one driver
can take one walk through a model, or many in step: the next pass of each goes into one forward pass
of the model. No torch here.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

__all__ = ["Answer", "Branch", "Context", "Halted", "Pass", "Walk", "drive"]

T = TypeVar("T")


class Halted(Exception):  # noqa: N818 - not an error
    """The walk was stopped; what it had found is dropped."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A twig: ``ids`` read as if they came after the first ``at`` tokens of the context."""

    at: int
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pass:
    """One forward pass. Positions count tokens from 0, the prompt included.

    All but the first ``keep`` tokens of what was read are forgotten; then ``ids`` are read on.
    ``asks`` are (position, token) pairs: what is the log-probability of the token *after* that
    position, which lies among ``ids``? ``twigs`` hang on the context, ``ids`` included, and leave
    nothing behind.
    """

    keep: int
    ids: Sequence[int] = ()
    asks: Sequence[tuple[int, int]] = ()
    twigs: Sequence[Branch] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Log-probabilities: one for each of ``asks``; for each twig those of its tokens but the
    first."""

    asked: list[float]
    twigs: list[list[float]]


Walk = Generator[Pass, Answer, T]


class Context(Protocol):
    """What a model has read so far, in one or more rows that do not see each other."""

    def run(self, passes: Mapping[int, Pass]) -> dict[int, Answer]:
        """The next pass of each row, all at once; a row that is not named is over for good."""


def drive(context: Context, walks: Sequence[Walk[T]], halted: Callable[[], bool]) -> list[T]:
    """Take walks to their ends, in step; what they return, in their order.

    Args:
        context: has as many rows as there are walks.
        walks: not begun yet.
        halted: asked before each forward pass.

    Raises:
        Halted: ``halted`` said so.
    """
    found: dict[int, T] = {}
    passes: dict[int, Pass] = {}

    def go_on(row: int, answer: Answer | None) -> None:
        try:
            passes[row] = next(walks[row]) if answer is None else walks[row].send(answer)
        except StopIteration as end:
            passes.pop(row, None)
            found[row] = end.value

    for row in range(len(walks)):
        go_on(row, None)
    while passes:
        if halted():
            raise Halted
        for row, answer in context.run(passes).items():
            go_on(row, answer)
    return [found[row] for row in range(len(walks))]
