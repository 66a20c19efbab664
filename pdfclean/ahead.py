"""Pages read in a thread while something else goes on: a model loads, a chunk is polished.

Reading waits for another process most of the time, so that little is taken from what goes on.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

__all__ = ["meanwhile", "read_ahead"]

T = TypeVar("T")


@contextmanager
def read_ahead(items: Iterable[T], most: int) -> Iterator[Iterator[T]]:
    """The same items in the same order, up to ``most`` of them taken before they are asked for.

    What taking one raises is raised when it is its turn. At the end of the body nothing more is
    taken, but one that is under way is waited for.

    >>> with read_ahead("abc", most=2) as letters:
    ...     list(letters)
    ['a', 'b', 'c']
    """
    taken: queue.SimpleQueue[tuple[T] | None] = queue.SimpleQueue()
    room = threading.Semaphore(most)
    over = threading.Event()
    failed: list[BaseException] = []

    def work() -> None:
        try:
            left = iter(items)
            while room.acquire() and not over.is_set():
                taken.put((next(left),))
        except StopIteration:
            return
        except BaseException as error:
            failed.append(error)
        finally:
            taken.put(None)

    def given() -> Iterator[T]:
        while (one := taken.get()) is not None:
            room.release()
            yield one[0]
        if failed:
            raise failed[0]

    thread = threading.Thread(target=work, name="read-ahead")
    thread.start()
    try:
        yield given()
    finally:
        over.set()
        room.release()
        thread.join()


@contextmanager
def meanwhile(items: Callable[[], Iterable[object]], most: int) -> Iterator[None]:
    """Take up to ``most`` items while the body runs, for the sake of having them taken: whoever
    made them keeps them. What goes wrong will go wrong again for whoever asks for them.

    Args:
        items: makes them; called in the thread.
        most: bounds what is taken.
    """

    def begun() -> Iterator[object]:
        yield from items()

    with read_ahead(begun(), most):
        yield
