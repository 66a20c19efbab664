"""Pages whose text is set on its side: turn them upright before anything else looks at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pdfclean.document import Box, Page
from pdfclean.extraction.items import Item

__all__ = ["turn_upright"]


def turn_upright(page: Page, items: Sequence[Item]) -> Page:
    """Turn vertical lines (in place) and the page's graphics by 90 degrees.

    Which way follows from the file: text that runs up the page starts at its left edge.
    """
    width, height = page.size
    middles = [(i.left + i.right) / 2 for i in items]
    half = max(1, len(middles) // 2)
    upwards = sum(middles[:half]) / half <= sum(middles[half:]) / max(1, len(middles) - half)

    def turned(box: Box) -> Box:
        if upwards:
            return Box(height - box.bottom, box.left, height - box.top, box.right)
        return Box(box.top, width - box.right, box.bottom, width - box.left)

    for item in items:
        box = turned(Box(item.left, item.top, item.right, item.bottom))
        item.left, item.top, item.right, item.bottom = box.left, box.top, box.right, box.bottom
        item.upright = True
    return replace(
        page,
        size=(height, width),
        images=tuple(map(turned, page.images)),
        rules=tuple(map(turned, page.rules)),
        drawings=tuple(map(turned, page.drawings)),
    )
