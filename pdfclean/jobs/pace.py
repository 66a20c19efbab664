"""How fast this machine works, learnt from what it has finished: never a guess from its make.

Time is told in seconds a word of the raw text, so that a dense page counts more than an empty one.
"""

from __future__ import annotations

import json
import threading
from pathlib import Path

from pdfclean.settings import Polish, Settings

__all__ = ["AHEAD", "AHEAD_A_READING", "REST", "REST_A_READING", "Pace", "model_work"]

AHEAD = "ahead"
"""Layout and cleaning of the pages: all that can be done ahead of a run."""
REST = "rest"
"""What a run without a model still does then, from its first part to its last."""
NEWEST = 0.5
"""Weight of the newest measurement: a busy hour is forgotten after a few documents."""
LEAST_WORDS = 40
"""A shorter piece of work says nothing about longer ones."""
AHEAD_A_READING = 1.5
REST_A_READING = 0.4
"""Seconds that the one and the other take for each second that reading took, before anything was
measured here. All three are one processor's work on the same words: over eight documents of 3 to
192 pages, on a busy machine, the first was 1.2 to 1.8 (0.5 where pages are mostly pictures), the
second 0.14 to 0.83."""


def model_work(settings: Settings) -> str:
    """The name of what a model does under these settings; empty without one."""
    if settings.polish is Polish.OFF:
        return ""
    return f"{settings.mode.value} {settings.model} {settings.server}".strip()


class Pace:
    """Seconds a word of each kind of work. Safe to share between threads.

    Args:
        path: where it is kept over a restart, if anywhere.

    >>> pace = Pace()
    >>> pace.learn("ahead", 1000, 2.0)
    >>> pace.seconds("ahead", 500), pace.seconds("rest", 500)
    (1.0, None)
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._rates: dict[str, float] = {}
        if path is not None and path.exists():
            try:
                known = json.loads(path.read_text("utf-8"))
                self._rates = {str(work): float(rate) for work, rate in known.items()}
            except (OSError, ValueError, AttributeError, TypeError):
                # Damaged: it is measured again.
                self._rates = {}

    def learn(self, work: str, words: int, seconds: float) -> None:
        """So many words of some work took so long."""
        if not work or words < LEAST_WORDS or seconds < 0:
            return
        with self._lock:
            rate = seconds / words
            before = self._rates.get(work, rate)
            self._rates[work] = NEWEST * rate + (1 - NEWEST) * before
            if self._path is not None:
                try:
                    self._path.write_text(json.dumps(self._rates), "utf-8")
                except OSError:
                    # It is known until the server stops.
                    self._path = None

    def seconds(self, work: str, words: int) -> float | None:
        """How long so many words of some work will take; ``None`` when none was ever measured."""
        with self._lock:
            rate = self._rates.get(work)
        return None if rate is None else rate * words
