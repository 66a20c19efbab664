"""Pictures of a job's pages, the latest of them kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

__all__ = ["KEPT", "PictureCache"]

KEPT = 4_000_000
"""Bytes of pictures kept for one job: some 16 pages at 900 pixels, or 800 thumbnails."""


class PictureCache:
    """Keeps the pictures that were asked for last; safe to share between threads.

    Args:
        draw: makes the picture of a page (1-based) with a width in pixels.
        most: bytes kept.
    """

    def __init__(self, draw: Callable[[int, int], bytes], most: int = KEPT) -> None:
        self._draw = draw
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[int, int], bytes] = OrderedDict()
        self._size = 0

    def get(self, number: int, width: int) -> bytes:
        """A picture, drawn now unless it is kept. Raises what drawing raises."""
        key = (number, width)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        picture = self._draw(number, width)
        with self._lock:
            self._size += len(picture) - len(self._kept.pop(key, b""))
            self._kept[key] = picture
            while self._size > self._most and len(self._kept) > 1:
                self._size -= len(self._kept.popitem(last=False)[1])
        return picture
