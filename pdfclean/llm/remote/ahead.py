"""Several passages at once, for a polisher that waits for somebody else's computer.

Each passage has a thread of its own, which spends its time waiting. Answers are handed out in the
order in which they are asked for, whichever is ready first: nothing has to be sorted.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator
from typing import Protocol

from pdfclean.errors import ModelError
from pdfclean.llm.background import Background, going_home, my_turn
from pdfclean.llm.passes import Halted
from pdfclean.llm.polisher import HEARTBEAT
from pdfclean.polishing import Passage, Polished, Skipped

__all__ = ["Ahead", "Worker"]


class Worker(Protocol):
    """Polishes one passage; called from several threads at once.

    ``name`` and ``caution`` are as a polisher's. ``work`` yields and returns as
    :meth:`pdfclean.polishing.Polisher.polish` does, and may raise :class:`Halted` when ``halted``
    says so. ``close`` ends the run: it makes whatever still works end soon.
    """

    @property
    def name(self) -> str: ...
    @property
    def caution(self) -> str: ...
    def work(
        self, passage: Passage, halted: Callable[[], bool]
    ) -> Generator[str, None, Polished]: ...
    def close(self) -> None: ...


class _Job:
    """One passage in a thread of its own."""

    def __init__(self, worker: Worker, passage: Passage, places: threading.Semaphore) -> None:
        self.pieces: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._worker = worker
        self._passage = passage
        self._places = places
        self._halt = threading.Event()
        self.task = Background(self._run, "server-passage", abandon=True)

    def halt(self) -> None:
        """The answer is not wanted any more."""
        self._halt.set()

    def _halted(self) -> bool:
        return self._halt.is_set() or going_home()

    def _run(self) -> Polished:
        try:
            with my_turn(self._places, self._halted):
                return self._answer()
        finally:
            self.pieces.put(None)

    def _answer(self) -> Polished:
        answers = self._worker.work(self._passage, self._halted)
        while True:
            try:
                piece = next(answers)
            except StopIteration as end:
                polished: Polished = end.value
                return polished
            if piece:
                self.pieces.put(piece)


class Ahead:
    """A ``Polisher`` that has a worker begin with the next passages before it is their turn.

    Args:
        worker: does the work.
        at_once: passages that are worked on at the same time.
    """

    def __init__(self, worker: Worker, at_once: int) -> None:
        self._worker = worker
        self._places = threading.Semaphore(at_once)
        self.ahead = at_once - 1
        self._jobs: dict[tuple[int, bool], _Job] = {}
        self._under_way: list[_Job] = []
        self._closed = False

    @property
    def name(self) -> str:
        """The model's name."""
        return self._worker.name

    @property
    def caution(self) -> str:
        """What a producer should know of the model before it begins."""
        return self._worker.caution

    def prepare(self, passage: Passage) -> None:
        """See :class:`~pdfclean.polishing.Polisher`."""
        key = passage.index, passage.greedy
        if not self._closed and key not in self._jobs:
            self._under_way = [job for job in self._under_way if not job.task.wait(0)]
            self._jobs[key] = _Job(self._worker, passage, self._places)
            self._under_way.append(self._jobs[key])

    def polish(
        self, passage: Passage, stopped: Callable[[], bool]
    ) -> Generator[str, None, Polished]:
        """See :class:`~pdfclean.polishing.Polisher`."""
        if stopped():
            self.close()
        if self._closed:
            return Skipped("The run was stopped.")
        self.prepare(passage)
        job = self._jobs.pop((passage.index, passage.greedy))
        try:
            while True:
                if stopped():
                    self.close()
                    return Skipped("The run was stopped.")
                try:
                    piece = job.pieces.get(timeout=HEARTBEAT)
                except queue.Empty:
                    yield ""
                    continue
                if piece is None:
                    return job.task.result()
                yield piece
        except Halted:
            return Skipped("The run was stopped.")
        except ModelError:
            # Nobody will come for the others.
            self.close()
            raise
        finally:
            # Also when the reader went away meanwhile.
            job.halt()

    def close(self) -> None:
        """Give up whatever is under way; no thread is left when this returns."""
        self._closed = True
        self._jobs = {}
        for job in self._under_way:
            job.halt()
        self._worker.close()
        for job in self._under_way:
            job.task.wait()
