"""What visitors have sent, until it is deleted: each job has a copy of its own."""

from __future__ import annotations

import threading
import time
from pathlib import Path

__all__ = ["UPLOAD", "Uploads"]

UPLOAD = 60.0
"""Seconds until a copied upload is deleted: Gradio keeps the same file of two visitors in one
place, and the other one's may be about to be copied."""


class Uploads:
    """Files that were copied and can go; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._copied: list[tuple[Path, float]] = []

    def copied(self, path: Path) -> None:
        """An upload was copied: it is deleted soon, unless the same file is uploaded again."""
        with self._lock:
            self._copied.append((path, time.time()))

    def clear(self, age: float = 0.0) -> None:
        """Delete what was copied so many seconds ago or earlier, but for what came again."""
        before = time.time() - age
        with self._lock:
            due = [path for path, when in self._copied if when <= before and not _newer(path, when)]
            self._copied = [each for each in self._copied if each[1] > before]
        for path in due:
            path.unlink(missing_ok=True)
            try:
                path.parent.rmdir()
            except OSError:
                continue


def _newer(path: Path, when: float) -> bool:
    try:
        return path.stat().st_mtime > when
    except OSError:
        return False
