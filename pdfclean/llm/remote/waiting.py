"""An event loop in a thread of its own, and plain functions that wait for what runs in it.

A request that waits in an event loop can be given up at once; a thread that waits for a socket
cannot.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine
from concurrent import futures
from typing import Any, TypeVar

from pdfclean.llm.background import Background
from pdfclean.llm.passes import Halted

__all__ = ["LOOK", "Loop", "outcome", "within"]

T = TypeVar("T")

LOOK = 0.1
"""Seconds between two looks at whether the one who asked still wants the answer."""

CLOSING = 5.0
"""Most seconds that connections get to be closed in."""


class Loop:
    """Runs coroutines side by side until it is closed."""

    def __init__(self, name: str) -> None:
        self._closed = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = Background(self._loop.run_forever, name, abandon=True)

    @property
    def closed(self) -> bool:
        """Whether whoever still waits for something may go home."""
        return self._closed.is_set()

    def submit(self, work: Coroutine[Any, Any, T]) -> futures.Future[T]:
        """Begin some work.

        Raises:
            Halted: it is closed.
        """
        if self.closed:
            work.close()
            raise Halted
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def wait(self, work: Coroutine[Any, Any, T], halted: Callable[[], bool]) -> T:
        """The result of some work; gives the work up when ``halted`` says so.

        Raises:
            Halted: ``halted`` said so, or it was closed.
        """
        future = self.submit(work)
        try:
            while not futures.wait([future], LOOK).done:
                if halted() or self.closed:
                    raise Halted
            return outcome(future)
        finally:
            future.cancel()

    def close(self, last: Callable[[], Awaitable[None]]) -> None:
        """Give up all work, then do ``last``; no thread is left."""
        if self.closed:
            return
        self._closed.set()
        ending = asyncio.run_coroutine_threadsafe(_end(last), self._loop)
        futures.wait([ending], CLOSING)
        self._loop.call_soon_threadsafe(self._loop.stop)
        if self._thread.wait(CLOSING):
            self._loop.close()


async def _end(last: Callable[[], Awaitable[None]]) -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await last()


async def within(work: Awaitable[T], seconds: float) -> T:
    """The result of some work, or :class:`asyncio.TimeoutError`.

    Unlike ``asyncio.wait_for`` before Python 3.12 it never swallows a cancellation that comes just
    as the work is done.
    """
    task = asyncio.ensure_future(work)
    # Looked at even when nobody waits any more: asyncio would complain.
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    try:
        done, _ = await asyncio.wait([task], timeout=seconds)
        if not done:
            raise asyncio.TimeoutError
        return task.result()
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait([task])


def outcome(future: futures.Future[T]) -> T:
    """The result of work that is done; :class:`Halted` if it was given up."""
    try:
        return future.result()
    except futures.CancelledError:
        raise Halted from None
