"""Who works when: groups that take turns, one at a time of each, so many at the same time."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable

from pdfclean.jobs.job import Job

__all__ = ["Line"]

Group = deque[Job]


class Line:
    """Jobs in groups. A group works on one of its jobs at a time and then waits for its next turn
    behind all others, so that one visitor with fifty documents does not keep another waiting for
    more than one of them.

    Args:
        at_once: how many jobs may be worked on at the same time.
        work: does a job's work, in a thread of its own.
        wants: whether a job still wants its turn when it comes.
    """

    def __init__(
        self, at_once: int, work: Callable[[Job], None], wants: Callable[[Job], bool]
    ) -> None:
        self._free = at_once
        self._work = work
        self._wants = wants
        self._line: deque[Group] = deque()
        self._busy: list[Group] = []
        self._lock = threading.Lock()

    def join(self, jobs: Iterable[Job], group: Group | None = None) -> Group:
        """Wait for a turn, as a group of its own or in one that is there."""
        with self._lock:
            group = deque() if group is None else group
            group.extend(jobs)
            if group and not any(group is each for each in (*self._line, *self._busy)):
                self._line.append(group)
        self._next()
        return group

    def ahead(self, job: Job) -> int:
        """How many jobs have their turn before this one."""
        with self._lock:
            # A group at work has its next turn behind all others.
            groups = [
                [each for each in group if self._wants(each)]
                for group in (*self._line, *self._busy)
            ]
        for place, group in enumerate(groups):
            if job in group:
                turn = group.index(job)
                others = (
                    min(len(each), turn + (other < place))
                    for other, each in enumerate(groups)
                    if other != place
                )
                return turn + sum(others)
        return 0

    def _next(self) -> None:
        """Give free places to those who wait, first come first served."""
        with self._lock:
            while self._free and self._line:
                group = self._line.popleft()
                while group and not self._wants(group[0]):
                    group.popleft()
                if not group:
                    continue
                self._free -= 1
                self._busy.append(group)
                job = group.popleft()
                threading.Thread(
                    target=self._turn, args=(job, group), name="pdfclean work", daemon=True
                ).start()

    def _turn(self, job: Job, group: Group) -> None:
        try:
            self._work(job)
        finally:
            with self._lock:
                self._free += 1
                self._busy = [each for each in self._busy if each is not group]
                if group:
                    self._line.append(group)
            self._next()
