"""What of a page's text is cut off: the clip paths that its text objects stand under.

Publishers crop figures out of a page of the manuscript; the whole page's text stays in the file, cut
off at the figure's edges. Only the rectangle round each clip path is looked at.
"""

from __future__ import annotations

import ctypes

import pypdfium2.raw as c

__all__ = ["clip_rectangle"]

MAX_SEGMENTS = 200
"""Segments of a clip path that are looked at; a longer one is a drawn shape, not a frame."""


def clip_rectangle(item: c.FPDF_PAGEOBJECT) -> tuple[float, float, float, float] | None:
    """(left, bottom, right, top) in user space outside which an object is not drawn, if known."""
    path = c.FPDFPageObj_GetClipPath(item)
    count = c.FPDFClipPath_CountPaths(path) if path else 0
    found: tuple[float, float, float, float] | None = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(max(0, count)):
        segments = c.FPDFClipPath_CountPathSegments(path, index)
        if not 3 <= segments <= MAX_SEGMENTS:
            continue
        points = []
        for number in range(segments):
            segment = c.FPDFClipPath_GetPathSegment(path, index, number)
            if c.FPDFPathSegment_GetPoint(segment, x, y):
                points.append((x.value, y.value))
        if points:
            box = (
                min(p[0] for p in points),
                min(p[1] for p in points),
                max(p[0] for p in points),
                max(p[1] for p in points),
            )
            found = box if found is None else _common(found, box)
    return found


def _common(
    a: tuple[float, float, float, float], b: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    return max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])
