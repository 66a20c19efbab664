"""How long the rest of a run will take."""

from __future__ import annotations

import pytest

from pdfclean.jobs import State, Status
from pdfclean.jobs.progress import seconds_left

AHEAD = Status(State.RUNNING, pages_done=240, pages_total=1000, chunks_total=300, chunks_done=90)


@pytest.mark.parametrize(
    ("status", "done", "asked", "cleaned", "expected"),
    [
        (Status(State.RUNNING, chunks_total=20, chunks_done=5), 5, 0, 9, 30),
        # Ten of these parts are from an earlier run and say nothing of this one's pace.
        (Status(State.RUNNING, chunks_total=20, chunks_done=15), 5, 0, 0, 10),
        # Only what a model looks at takes time: it has answered on two of six.
        (Status(State.RUNNING, chunks_total=20, chunks_done=9, asked=2, to_ask=6), 9, 2, 9, 20),
        # Pages are still being read: by those that are cleaned, not by those read ahead.
        (AHEAD, 90, 0, 100, 90),
        (AHEAD, 90, 12, 100, 90),
        (AHEAD, 9, 0, 10, None),
        (AHEAD, 90, 0, 0, None),
    ],
)
def test_the_time_left_comes_from_finished_work(
    status: Status, done: int, asked: int, cleaned: int, expected: float | None
) -> None:
    found = seconds_left(status, 10.0, done=done, asked=asked, cleaned=cleaned)
    assert found == (None if expected is None else pytest.approx(expected))
