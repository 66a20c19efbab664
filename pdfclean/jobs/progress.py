"""What happens now, and how long the rest will take: from finished work, never a guess."""

from __future__ import annotations

from collections.abc import Sequence

from pdfclean.jobs.status import Status
from pdfclean.pipeline import ChunkStarted

__all__ = ["seconds_left", "working"]

TELLING = 20
"""Pages that must be cleaned before they tell how long the others will take."""


def working(event: ChunkStarted, numbers: Sequence[int]) -> str:
    """What happens to a chunk, in plain words; ``numbers`` are the pages of the run.

    >>> working(ChunkStarted(6, 20, page=12), range(1, 44))
    'Cleaning page 12 of 43'
    >>> working(ChunkStarted(6, 20, page=12), range(10, 20))
    'Cleaning page 12'
    >>> working(ChunkStarted(6, 20, 3, 12, by_model=True), range(1, 44))
    'The model looks at part 7 of 20'
    """
    part = event.index + 1
    if event.by_model:
        return f"The model looks at part {part} of {event.total}"
    if not event.page:
        return f"Cleaning part {part} of {event.total}"
    if numbers and numbers[0] == 1 and numbers[-1] == len(numbers):
        return f"Cleaning page {event.page} of {len(numbers)}"
    return f"Cleaning page {event.page}"


def seconds_left(
    status: Status, spent: float, *, done: int, asked: int, cleaned: int
) -> float | None:
    """How long the rest will take if it goes on as it went; ``None`` while nobody knows.

    Args:
        status: what is known; its last chunk has just been finished.
        spent: seconds since the first chunk of this run began.
        done: chunks that this run has finished.
        asked: those of them that a model answered on.
        cleaned: pages that this run is through with.
    """
    if status.pages_done < status.pages_total:
        # How many chunks there will be shows when all pages are read. Those that are read ahead
        # tell nothing: what counts are the pages that are cleaned.
        left = status.pages_total - cleaned
        return spent / cleaned * left if cleaned >= TELLING else None
    if asked:
        # Beside a model's answer all else takes no time.
        return spent / asked * (status.to_ask - status.asked)
    return spent / done * (status.chunks_total - status.chunks_done)
