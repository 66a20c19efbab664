"""What is drawn on a page besides text: pictures, rules and other vector graphics."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable

import pypdfium2 as pdfium
import pypdfium2.raw as c

from pdfclean.document import Box
from pdfclean.extraction.glyphs import PageFrame

__all__ = ["read_graphics"]

MAX_OBJECTS = 20_000
"""Page objects looked at; a map of a million strokes must not cost seconds."""
MAX_DRAWINGS = 400
"""Boxes kept a page after merging neighbours."""
RULE_THICKNESS = 2.5
"""Points; thicker strokes are drawings. Table and footnote rules measure 0.3 to 1.5."""
RULE_LENGTH = 18.0
"""Points; shorter strokes are ticks, fraction bars and dashes."""
WHOLE_PAGE = 0.85
"""Share of the page beyond which a form or path is its background, not a figure."""
NEAR = 3.0
"""Points; drawings this close belong to one figure."""


def read_graphics(
    page: pdfium.PdfPage,
) -> tuple[tuple[Box, ...], tuple[Box, ...], tuple[Box, ...]]:
    """Boxes of the page's (images, rules, drawings), merged where they touch."""
    frame = PageFrame.of(page)
    area = max(1.0, frame.width * frame.height)
    images: list[Box] = []
    rules: list[Box] = []
    drawings: list[Box] = []
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for index in range(min(c.FPDFPage_CountObjects(page.raw), MAX_OBJECTS)):
        item = c.FPDFPage_GetObject(page.raw, index)
        kind = c.FPDFPageObj_GetType(item)
        if kind not in (c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_FORM):
            continue
        if not c.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            continue
        box = frame.box(left.value, bottom.value, right.value, top.value)
        if kind == c.FPDF_PAGEOBJ_IMAGE:
            images.append(box)
        elif box.width * box.height > WHOLE_PAGE * area:
            continue
        elif _is_rule(box):
            rules.append(box)
        elif kind == c.FPDF_PAGEOBJ_PATH or box.width * box.height > 0:
            drawings.append(box)
    return tuple(images), tuple(rules), tuple(_merge(drawings))


def _is_rule(box: Box) -> bool:
    long, thin = max(box.width, box.height), min(box.width, box.height)
    return thin <= RULE_THICKNESS and long >= RULE_LENGTH


def _merge(boxes: Iterable[Box]) -> list[Box]:
    """Join boxes that touch or nearly touch, from the top of the page down."""
    groups: list[Box] = []
    for box in sorted(boxes, key=lambda b: (b.top, b.left)):
        for position in range(len(groups) - 1, -1, -1):
            group = groups[position]
            if (
                box.left <= group.right + NEAR
                and group.left <= box.right + NEAR
                and box.top <= group.bottom + NEAR
                and group.top <= box.bottom + NEAR
            ):
                groups[position] = Box(
                    min(box.left, group.left),
                    min(box.top, group.top),
                    max(box.right, group.right),
                    max(box.bottom, group.bottom),
                )
                break
        else:
            if len(groups) < MAX_DRAWINGS:
                groups.append(box)
    return groups
