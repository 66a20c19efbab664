"""A page drawn as a picture; runs inside the worker."""

from __future__ import annotations

import io
import math

import pypdfium2 as pdfium

__all__ = ["draw"]

NARROWEST, WIDEST = 40, 2000
"""Pixels."""
MOST_PIXELS = 8_000_000
"""Pixels of one picture: 24 MB as bitmap. An A4 page at the greatest width has 5,700,000."""
LONGEST_SIDE = 16_000
"""Pixels; JPEG ends at 65,535, browsers before that."""
QUALITY = 75
"""Of the JPEG: text at 900 pixels stays sharp; some 200 KB and 5 ms a page. A PNG has half as much
again and takes 60 ms."""


def draw(page: pdfium.PdfPage, width: int) -> bytes:
    """An open page as a JPEG, annotations and all, on white.

    Args:
        page: is drawn turned and cropped as :class:`~pdfclean.extraction.graphics.PageFrame` has
            it, so that a point of the page's lines is the same share of the picture's sides.
        width: pixels wanted; a page that is very long gets less.
    """
    across, down = page.get_width(), page.get_height()
    scale = min(
        min(max(width, NARROWEST), WIDEST) / across,
        math.sqrt(MOST_PIXELS / (across * down)),
        LONGEST_SIDE / max(across, down),
    )
    bitmap = page.render(scale=scale, limit_image_cache=True)
    try:
        out = io.BytesIO()
        bitmap.to_pil().convert("RGB").save(out, "JPEG", quality=QUALITY)
        return out.getvalue()
    finally:
        bitmap.close()
