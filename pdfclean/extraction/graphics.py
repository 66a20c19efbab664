"""What is drawn on a page besides text: pictures, rules and other vector graphics."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as c

from pdfclean.document import Box

__all__ = ["Backgrounds", "PageFrame", "clip_rectangle", "is_white", "read_graphics"]

MAX_SEGMENTS = 200
"""Segments of a clip path that are looked at; a longer one is a drawn shape, not a frame."""
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
WHITE = 250
"""Least red, green and blue, of 255, of what cannot be seen on white paper."""
NEAR = 3.0
"""Points; drawings this close belong to one figure."""


@dataclass(frozen=True, slots=True)
class PageFrame:
    """Turns PDF user space (origin bottom left, unrotated) into page points from the top left."""

    width: float
    height: float
    rotation: int
    crop: tuple[float, float, float, float]

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> PageFrame:
        """The frame of an open page, its rotation and crop box applied.

        The box is what PDFium draws: the crop box within the media box, each its parent's if the
        page has none. The page's own crop box is neither when the file leaves it to a parent.
        """
        return cls(page.get_width(), page.get_height(), page.get_rotation() % 360, page.get_bbox())

    def point(self, x: float, y: float) -> tuple[float, float]:
        """One point of user space on the page as seen."""
        left, bottom, right, top = self.crop
        rotation = self.rotation
        if not rotation:  # nearly every page
            return x - left, top - y
        if rotation == 90:
            return y - bottom, x - left
        if rotation == 180:
            return right - x, y - bottom
        return top - y, right - x

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle of user space on the page as seen."""
        return Box(*self.edges(left, bottom, right, top))

    def edges(
        self, left: float, bottom: float, right: float, top: float
    ) -> tuple[float, float, float, float]:
        """The same as plain numbers: left, top, right, bottom. Called once a character."""
        if not self.rotation and left <= right and bottom <= top:  # nearly always
            x, _, _, y = self.crop
            return left - x, y - top, right - x, y - bottom
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        if x0 > x1:
            x0, x1 = x1, x0
        return (x0, y0, x1, y1) if y0 <= y1 else (x0, y1, x1, y0)


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


def is_white(item: c.FPDF_PAGEOBJECT) -> bool:
    """Whether a text object is filled with white."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = c.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)
    return bool(known) and min(red.value, green.value, blue.value) >= WHITE


class Backgrounds:
    """What white text could stand out from: pictures, forms, shadings, filled shapes.

    Publishers set captions a second time in white, all lines on each other, for search engines.
    White letters on a dark slide or in a coloured band are text like any other.
    """

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._page = page
        self._boxes: list[tuple[float, float, float, float]] | None = None

    def behind(self, x: float, y: float) -> bool:
        """Whether anything is drawn at a point of user space."""
        if self._boxes is None:
            self._boxes = list(self._read())
        return any(
            left <= x <= right and bottom <= y <= top for left, bottom, right, top in self._boxes
        )

    def _read(self) -> Iterator[tuple[float, float, float, float]]:
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        for index in range(min(c.FPDFPage_CountObjects(self._page.raw), MAX_OBJECTS)):
            item = c.FPDFPage_GetObject(self._page.raw, index)
            if c.FPDFPageObj_GetType(item) != c.FPDF_PAGEOBJ_TEXT and c.FPDFPageObj_GetBounds(
                item, left, bottom, right, top
            ):
                yield left.value, bottom.value, right.value, top.value


def clip_rectangle(item: c.FPDF_PAGEOBJECT) -> tuple[float, float, float, float] | None:
    """(left, bottom, right, top) in user space outside which an object is not drawn, if known.

    Publishers crop figures out of a page of the manuscript; the whole page's text stays in the
    file, cut off at the figure's edges. Only the rectangle round each clip path is looked at.
    """
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
