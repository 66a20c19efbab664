"""Work in a thread whose result, or exception, reaches whoever waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from pdfclean.llm.passes import Halted

__all__ = ["Background", "Cancelled", "going_home", "my_turn"]

T = TypeVar("T")

LOOK = 0.1
"""Seconds between two looks at whether whoever waits for a turn has been stopped."""


class Cancelled(Exception):  # noqa: N818 - not an error
    """The work was given up on purpose."""


def going_home() -> bool:
    """Whether the program is ending: its main thread is through and waits for the others."""
    return not threading.main_thread().is_alive()


@contextmanager
def my_turn(
    place: threading.Lock | threading.Semaphore, halted: Callable[[], bool]
) -> Iterator[None]:
    """Hold a lock, or a place of a semaphore, while the body runs.

    Raises:
        Halted: ``halted`` said so before it was free.
    """
    while not place.acquire(timeout=LOOK):
        if halted():
            raise Halted
    try:
        yield
    finally:
        place.release()


class Background(Generic[T]):
    """Runs ``work`` in a thread, at once.

    A program that ends waits for the thread, because one that is inside torch when Python goes away
    aborts the process. So work that can take long asks :func:`going_home` now and then.

    Args:
        work: what to do.
        name: of the thread, for whoever looks at a stack dump.
        abandon: do not wait at the program's end; for work that only waits for the network.
    """

    def __init__(self, work: Callable[[], T], name: str, *, abandon: bool = False) -> None:
        self._work = work
        self._result: list[T] = []
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=abandon)
        self._thread.start()

    def wait(self, timeout: float | None = None) -> bool:
        """Whether the work has ended, after waiting for at most ``timeout`` seconds."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def result(self) -> T:
        """Wait for the end; return what the work returned or raise what it raised."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._result[0]

    def _run(self) -> None:
        try:
            self._result.append(self._work())
        except BaseException as error:
            self._error = error
        finally:
            # The work often belongs to whoever holds this: no cycle may keep gigabytes alive.
            del self._work
