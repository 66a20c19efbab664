"""From PDFium's characters to lines with fonts, sizes and baselines.

PDFium hands over characters in the file's drawing order, with the spaces and line ends that it
inferred. A line here is one run of characters on a common baseline without a gap as wide as a
column gutter; raised and lowered characters (superscripts, indices) belong to the line they hang
on. One foreign call a character is the price of everything, so what is constant within a text
object (font, size, matrix) is asked once per object.
"""

from __future__ import annotations

import ctypes
import math
import re
import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as c

from pdfclean.document import Box, Line, Run
from pdfclean.extraction.graphics import PageFrame, clip_rectangle

__all__ = ["read_lines"]

MAX_CHARACTERS = 120_000
"""Characters read from one page; the fullest real pages have some 20,000."""
GUTTER = 1.4
"""Gap, in type sizes, that parts two lines on one baseline. Justified narrow columns stretch word
spaces to about 1.0; column gutters and table cells start at about 1.2 to 1.5."""
SAME_LINE_OVERLAP = 0.4
"""Share of the smaller height that two pieces must overlap to be one line; superscripts overlap
their line by about half."""
TOUCH = 0.6
"""Gap, in type sizes, up to which two pieces in drawing order may be joined to one line."""
BASELINE_TOLERANCE = 0.07
"""Share of the type size by which a baseline may wobble without being a rise."""
SOFT_HYPHENS = (0x02, 0xFFFE)
"""What PDFium puts for a hyphen at a line's end."""

EDGE = 2.0
"""Points by which the middle of a character may lie outside its clip path."""
IMPLAUSIBLE = 0.75
"""Share of a page's characters that clip paths may hide; beyond it they are not believed. A cropped
manuscript page adds as many hidden characters as the page itself has, which makes half."""

_Handle = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)


@dataclass(frozen=True, slots=True)
class _Style:
    """What is constant within one text object, on the page as seen."""

    font: str
    size: float
    weight: int
    baseline: float
    upright: bool
    clip: tuple[float, float, float, float] | None = None

    def hides(self, rect: c.FS_RECTF) -> bool:
        """Whether a character of this object, by its box in user space, is cut off."""
        if self.clip is None:
            return False
        left, bottom, right, top = self.clip
        x, y = (rect.left + rect.right) / 2, (rect.bottom + rect.top) / 2
        return not (left - EDGE <= x <= right + EDGE and bottom - EDGE <= y <= top + EDGE)


@dataclass(slots=True)
class _Piece:
    """Characters in drawing order that belong to one line."""

    chars: list[str] = field(default_factory=list)
    styles: list[_Style] = field(default_factory=list)
    edges: list[tuple[float, float, float, float]] = field(default_factory=list)
    left: float = math.inf
    top: float = math.inf
    right: float = -math.inf
    bottom: float = -math.inf
    hidden: bool = False

    def add(self, char: str, style: _Style, box: tuple[float, float, float, float]) -> None:
        self.chars.append(char)
        self.styles.append(style)
        self.edges.append(box)
        if char != " ":
            self.left = min(self.left, box[0])
            self.top = min(self.top, box[1])
            self.right = max(self.right, box[2])
            self.bottom = max(self.bottom, box[3])

    def join(self, other: _Piece, space: bool) -> None:
        if space:
            self.chars.append(" ")
            self.styles.append(other.styles[0])
            self.edges.append(other.edges[0])
        self.chars += other.chars
        self.styles += other.styles
        self.edges += other.edges
        self.left = min(self.left, other.left)
        self.top = min(self.top, other.top)
        self.right = max(self.right, other.right)
        self.bottom = max(self.bottom, other.bottom)

    @property
    def size(self) -> float:
        return max(style.size for style in self.styles)

    @property
    def blank(self) -> bool:
        return self.right < self.left


def read_lines(page: pdfium.PdfPage) -> Iterator[Line]:
    """The lines of an open page in the file's order."""
    found = list(_pieces(page))
    if _cut_off(found) > IMPLAUSIBLE:
        found = list(_pieces(page, clipped=False))
    pieces = _join_pieces(piece for piece in found if not piece.hidden)
    return (line for line in map(_line, pieces) if line.text)


def _cut_off(pieces: list[_Piece]) -> float:
    """Share of the characters that stand under a clip path which hides them."""
    total = sum(len(piece.chars) for piece in pieces)
    return sum(len(p.chars) for p in pieces if p.hidden) / total if total else 0.0


_Edges = tuple[float, float, float, float]


def _pieces(page: pdfium.PdfPage, clipped: bool = True) -> Iterator[_Piece]:
    """Cut the character stream at line ends and at gaps as wide as a gutter.

    Characters that are cut off make pieces of their own when ``clipped`` is true.
    """
    piece = _Piece()
    for code, style, edges, cut in _characters(page):
        if style is None:
            if not piece.blank:
                yield piece
            piece = _Piece()
            continue
        hidden = cut and clipped
        solid = code != 0x20
        parted = solid and not piece.blank
        if parted and (hidden != piece.hidden or _breaks(piece, style, edges)):
            yield piece
            piece = _Piece()
        if solid:
            piece.hidden = hidden
        if code in SOFT_HYPHENS:
            piece.add("-", style, edges)
            yield piece
            piece = _Piece()
        else:
            piece.add(_character(code), style, edges)
    if not piece.blank:
        yield piece


def _characters(page: pdfium.PdfPage) -> Iterator[tuple[int, _Style | None, _Edges, bool]]:
    """Code points with style, edges on the page and whether cut off; line ends have no style."""
    frame = PageFrame.of(page)
    text_page = page.get_textpage()
    try:
        raw = text_page.raw
        styles = _Styles(frame, raw)
        text_object = ctypes.cast(c.FPDFText_GetTextObject, _Handle)
        address = ctypes.cast(raw, ctypes.c_void_p)
        rect = c.FS_RECTF()
        high = 0
        for index in range(min(c.FPDFText_CountChars(raw), MAX_CHARACTERS)):
            code = c.FPDFText_GetUnicode(raw, index)
            if 0xD800 <= code < 0xDC00:  # half of a sign beyond U+FFFF; its other half follows
                high = code
                continue
            if 0xDC00 <= code < 0xE000 and high:
                code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
            high = 0
            if code in (0x0D, 0x0A):
                styles.last = None
                yield code, None, (0.0, 0.0, 0.0, 0.0), False
            elif c.FPDFText_GetLooseCharBox(raw, index, rect):
                style = styles.of(text_object(address, index), index)
                if style is not None:
                    box = frame.box(rect.left, rect.bottom, rect.right, rect.top)
                    edges = (box.left, box.top, box.right, box.bottom)
                    yield code, style, edges, style.hides(rect)
    finally:
        text_page.close()


class _Styles:
    """Styles by text object, asked once each."""

    def __init__(self, frame: PageFrame, text_page: c.FPDF_TEXTPAGE) -> None:
        self._frame = frame
        self._text_page = text_page
        self.last: _Style | None = None
        self._known: dict[int, _Style] = {}
        self._fonts: dict[int, tuple[str, int]] = {}

    def of(self, address: int | None, index: int) -> _Style | None:
        """The style of a text object; generated spaces have none and take the line's last."""
        if not address:
            return self.last
        style = self._known.get(address)
        if style is None:
            style = self._known[address] = self._ask(address, index)
        self.last = style
        return style

    def _ask(self, address: int, index: int) -> _Style:
        item = ctypes.cast(address, c.FPDF_PAGEOBJECT)
        size = ctypes.c_float()
        c.FPDFTextObj_GetFontSize(item, size)
        matrix = c.FS_MATRIX()
        # The character's own matrix: the object's would leave out that of a form round it.
        c.FPDFText_GetMatrix(self._text_page, index, matrix)
        font = c.FPDFTextObj_GetFont(item)
        key = ctypes.cast(font, ctypes.c_void_p).value or 0
        if key not in self._fonts:
            self._fonts[key] = _font(font)
        name, weight = self._fonts[key]
        x0, y0 = self._frame.point(0.0, 0.0)
        x1, y1 = self._frame.point(matrix.a, matrix.b)
        scale = math.hypot(matrix.c, matrix.d) or math.hypot(matrix.a, matrix.b)
        return _Style(
            name,
            round(abs(size.value) * scale, 2),
            weight,
            self._frame.point(matrix.e, matrix.f)[1],
            abs(x1 - x0) >= abs(y1 - y0),
            clip_rectangle(item),
        )


def _font(font: c.FPDF_FONT) -> tuple[str, int]:
    """A font's base name without its subset tag, and its weight."""
    length = c.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(max(1, length))
    c.FPDFFont_GetBaseFontName(font, buffer, length)
    name = re.sub(r"^[A-Z]{6}\+", "", buffer.value.decode("utf-8", "replace"))
    weight = c.FPDFFont_GetWeight(font)
    if re.search(r"bold|black|heavy|-bd|cmbx|\.b\b", name, re.I):
        weight = max(weight, 700)
    return name, max(0, weight)


def _breaks(piece: _Piece, style: _Style, box: tuple[float, float, float, float]) -> bool:
    """Whether a character starts a new line although PDFium saw no line end."""
    if piece.styles[-1].upright != style.upright:
        return True
    if not style.upright:
        return False
    size = max(style.size, piece.styles[-1].size, 1.0)
    gap = box[0] - piece.right
    if gap > GUTTER * size or box[0] < piece.left - size:
        return True
    overlap = min(box[3], piece.bottom) - max(box[1], piece.top)
    return overlap < SAME_LINE_OVERLAP * min(box[3] - box[1], piece.bottom - piece.top) - 0.01


def _join_pieces(pieces: Iterator[_Piece]) -> Iterator[_Piece]:
    """Put back together what PDFium parted: a superscript and the line it hangs on."""
    held: _Piece | None = None
    for piece in pieces:
        if held is not None and _belongs(held, piece):
            held.join(piece, space=_spaced(held, piece))
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held


def _belongs(first: _Piece, second: _Piece) -> bool:
    if not (first.styles[0].upright and second.styles[0].upright):
        return False
    height = min(first.bottom - first.top, second.bottom - second.top)
    overlap = min(first.bottom, second.bottom) - max(first.top, second.top)
    size = max(first.size, second.size)
    gap = second.left - first.right
    return overlap >= SAME_LINE_OVERLAP * height and -0.2 * size <= gap <= TOUCH * size


def _spaced(first: _Piece, second: _Piece) -> bool:
    if first.chars[-1] == " " or second.chars[0] == " ":
        return False
    return second.left - first.right > 0.18 * min(first.size, second.size)


def _character(code: int) -> str:
    """A code point as text; U+FFFD for nulls and surrogates, a space for controls."""
    if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd"
    char = chr(code)
    return char if code >= 0x20 and code != 0x7F else " "


def _line(piece: _Piece) -> Line:
    chars, styles = _strip(piece)
    solid = [style for char, style in zip(chars, styles, strict=True) if char != " "]
    if not solid:
        return Line("", Box(0, 0, 0, 0), 0.0, 0)
    size = statistics.mode(style.size for style in solid)
    main = [style for style in solid if style.size == size]
    font, weight = Counter((style.font, style.weight) for style in main).most_common(1)[0][0]
    baseline = statistics.mode(round(style.baseline, 1) for style in main)
    top, bottom = _height(piece, size, font, baseline)
    box = Box(piece.left, top, piece.right, bottom)
    runs = tuple(_runs(chars, styles, baseline, size))
    return Line(
        "".join(chars),
        box,
        size,
        weight,
        font,
        runs if len(runs) > 1 else (),
    )


def _height(piece: _Piece, size: float, font: str, baseline: float) -> tuple[float, float]:
    """Top and bottom of a line by its main type, so that one tall sign moves neither."""
    if not piece.styles[0].upright:
        return piece.top, piece.bottom
    main = [
        edges
        for char, style, edges in zip(piece.chars, piece.styles, piece.edges, strict=True)
        if char != " "
        and style.size == size
        and style.font == font
        and abs(style.baseline - baseline) <= BASELINE_TOLERANCE * size
    ]
    if not main:
        return piece.top, piece.bottom
    return min(edges[1] for edges in main), max(edges[3] for edges in main)


def _strip(piece: _Piece) -> tuple[list[str], list[_Style]]:
    """Drop blanks at both ends and double blanks."""
    chars: list[str] = []
    styles: list[_Style] = []
    for char, style in zip(piece.chars, piece.styles, strict=True):
        blank = char.isspace()
        if blank and (not chars or chars[-1] == " "):
            continue
        # One source character may be several code units; a line's offsets count str characters.
        chars.append(" " if blank else char)
        styles.append(style)
    while chars and chars[-1] == " ":
        chars.pop()
        styles.pop()
    return chars, styles


def _runs(chars: list[str], styles: list[_Style], baseline: float, size: float) -> Iterator[Run]:
    """Tile a line with stretches of one font, size and rise; blanks go with what is before them."""
    start = 0
    current: tuple[str, float, int, float] | None = None
    for index, (char, style) in enumerate(zip(chars, styles, strict=True)):
        if char == " ":
            continue
        rise = baseline - style.baseline if style.upright else 0.0
        if abs(rise) <= BASELINE_TOLERANCE * size:
            rise = 0.0
        key = (style.font, style.size, style.weight, round(rise, 1))
        if current is None:
            current = key
        elif key != current:
            yield Run(start, index, *current)
            start, current = index, key
    if current is not None:
        yield Run(start, len(chars), *current)
