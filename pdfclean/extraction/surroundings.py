"""What stands beside, above and below lines on their page: other lines, pictures and rules."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pdfclean.document import Box
from pdfclean.extraction.sheets import Sheet, signed_log

__all__ = ["drawn", "rows"]

FIGURE_AREA = 1500.0
"""Square points from which a picture or drawing is a figure."""
CROWDED = 1500
"""Lines of a page beyond which they are not compared with each other; full pages have 200."""
FAR = 1000.0
"""Points that stand for "nothing there"."""


def rows(sheets: Sequence[Sheet], boxes: NDArray[np.float64], body: float) -> NDArray[np.float64]:
    """What stands beside, above and below a line on its page, in whatever order it is read."""
    out = np.zeros((len(boxes), 6))
    start = 0
    for sheet in sheets:
        stop = start + len(sheet.items)
        if 0 < len(sheet.items) <= CROWDED:
            out[start:stop] = _page_rows(boxes[start:stop], body)
        start = stop
    return out


def _page_rows(boxes: NDArray[np.float64], body: float) -> NDArray[np.float64]:
    left, top, right, bottom = boxes.T
    beside = np.minimum(bottom[:, None], bottom) - np.maximum(top[:, None], top) > 0.5 * np.minimum(
        (bottom - top)[:, None], bottom - top
    )
    np.fill_diagonal(beside, False)
    gap = np.maximum(left[:, None], left) - np.minimum(right[:, None], right)
    nearest = np.where(beside, gap, FAR).min(axis=1, initial=FAR)
    over = np.minimum(right[:, None], right) - np.maximum(left[:, None], left) > 0
    below = np.where(over, top[None, :] - bottom[:, None], FAR)
    below[below < -0.5 * body] = FAR
    above = np.where(over, top[:, None] - bottom[None, :], FAR)
    above[above < -0.5 * body] = FAR
    return np.column_stack(
        (
            np.minimum(beside.sum(axis=1), 10) / 5,
            signed_log(nearest / body),
            signed_log(below.min(axis=1, initial=FAR) / body),
            signed_log(above.min(axis=1, initial=FAR) / body),
            (np.abs(left[:, None] - left) < 2).mean(axis=1),
            (np.abs(right[:, None] - right) < 2).mean(axis=1),
        )
    )


def drawn(sheets: Sequence[Sheet], boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Pictures, drawings and rules in and near the line's place."""
    out = np.zeros((len(boxes), 8))
    start = 0
    for sheet in sheets:
        stop = start + len(sheet.items)
        page, box = sheet.page, boxes[start:stop]
        area = max(1.0, page.size[0] * page.size[1])
        for column, areas in ((0, page.images), (2, page.drawings)):
            large = [b for b in areas if FIGURE_AREA <= b.width * b.height < 0.85 * area]
            out[start:stop, column] = _inside(box, large)
            out[start:stop, column + 1] = min(1.0, sum(b.width * b.height for b in large) / area)
        flat = [r for r in page.rules if r.width > 5 * r.height and r.width > 20]
        if flat and stop > start:
            rules = np.array([(r.left, r.top, r.right, r.bottom) for r in flat[:400]])
            over = (
                np.minimum(box[:, None, 2], rules[:, 2]) - np.maximum(box[:, None, 0], rules[:, 0])
                > 0
            )
            up = np.where(
                over & (rules[:, 3] <= box[:, None, 1] + 3), box[:, None, 1] - rules[:, 3], 400
            )
            down = np.where(
                over & (rules[:, 1] >= box[:, None, 3] - 3), rules[:, 1] - box[:, None, 3], 400
            )
            out[start:stop, 4] = signed_log(up.min(axis=1) / 10)
            out[start:stop, 5] = signed_log(down.min(axis=1) / 10)
            out[start:stop, 6] = (up < 400).any(axis=1) & (down < 400).any(axis=1)
            out[start:stop, 7] = min(1.0, len(flat) / 20)
        else:
            out[start:stop, 4:6] = signed_log(np.array(40.0))
        start = stop
    return out


def _inside(box: NDArray[np.float64], areas: Sequence[Box]) -> NDArray[np.float64]:
    """Share of each line's box that lies in the fullest of some areas."""
    if not areas or not len(box):
        return np.zeros(len(box))
    other = np.array([(a.left, a.top, a.right, a.bottom) for a in areas[:200]])
    wide = np.minimum(box[:, None, 2], other[:, 2]) - np.maximum(box[:, None, 0], other[:, 0])
    high = np.minimum(box[:, None, 3], other[:, 3]) - np.maximum(box[:, None, 1], other[:, 1])
    own = np.maximum((box[:, 2] - box[:, 0]) * (box[:, 3] - box[:, 1]), 1e-6)
    return np.asarray((np.maximum(wide, 0) * np.maximum(high, 0)).max(axis=1) / own)
