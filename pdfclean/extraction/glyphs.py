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
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as c

from pdfclean.document import Line
from pdfclean.extraction.graphics import Backgrounds, PageFrame, clip_rectangle, is_white
from pdfclean.extraction.lines import PRIVATE, Piece, Style, breaks, finish, join_pieces

__all__ = ["read_lines"]

MAX_CHARACTERS = 120_000
"""Characters read from one page; the fullest real pages have some 20,000."""
SOFT_HYPHENS = (0x02, 0xFFFE)
"""What PDFium puts for a hyphen at a line's end."""

IMPLAUSIBLE = 0.75
"""Share of a page's characters that may be hidden; beyond it nothing is taken to be hidden. A
cropped manuscript page adds as many hidden characters as the page itself has, which makes half."""

_Handle = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)


def read_lines(page: pdfium.PdfPage) -> Iterator[Line]:
    """The lines of an open page in the file's order."""
    found = list(_pieces(page))
    if _cut_off(found) > IMPLAUSIBLE:
        found = list(_pieces(page, hiding=False))
    pieces = join_pieces(piece for piece in found if not piece.hidden)
    return (line for line in map(finish, pieces) if line.text)


def _cut_off(pieces: list[Piece]) -> float:
    """Share of the characters that cannot be seen: cut off by a clip path, or white on white."""
    total = sum(len(piece.chars) for piece in pieces)
    return sum(len(p.chars) for p in pieces if p.hidden) / total if total else 0.0


_Edges = tuple[float, float, float, float]


def _pieces(page: pdfium.PdfPage, hiding: bool = True) -> Iterator[Piece]:
    """Cut the character stream at line ends and at gaps as wide as a gutter.

    Characters that cannot be seen make pieces of their own when ``hiding`` is true.
    """
    piece = Piece()
    for code, style, edges, cut in _characters(page):
        if style is None:
            if not piece.blank:
                yield piece
            piece = Piece()
            continue
        hidden = cut and hiding
        solid = code != 0x20
        if solid and not piece.blank and (hidden != piece.hidden or breaks(piece, style, edges)):
            yield piece
            piece = Piece()
        if solid:
            piece.hidden = hidden
        if 0x20 <= code < 0x7F:  # the most frequent case first
            piece.add(chr(code), style, edges)
        elif code in SOFT_HYPHENS:
            piece.add("-", style, edges)
            yield piece
            piece = Piece()
        else:
            piece.add(_character(code), style, edges)
    if not piece.blank:
        yield piece


def _characters(page: pdfium.PdfPage) -> Iterator[tuple[int, Style | None, _Edges, bool]]:
    """Code points with style, edges on the page and whether cut off; line ends have no style."""
    frame = PageFrame.of(page)
    text_page = page.get_textpage()
    try:
        raw = text_page.raw
        styles = _Styles(frame, raw, Backgrounds(page))
        text_object = ctypes.cast(c.FPDFText_GetTextObject, _Handle)
        address = ctypes.cast(raw, ctypes.c_void_p)
        code_point, loose_box, edges, known = (
            c.FPDFText_GetUnicode,
            c.FPDFText_GetLooseCharBox,
            frame.edges,
            styles.known,
        )
        last: Style | None = None
        rect = c.FS_RECTF()
        reference = ctypes.byref(rect)
        high = 0
        for index in range(min(c.FPDFText_CountChars(raw), MAX_CHARACTERS)):
            code = code_point(raw, index)
            if 0xD800 <= code < 0xE000:
                if code < 0xDC00:  # half of a sign beyond U+FFFF; its other half follows
                    high = code
                    continue
                if high:
                    code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
            high = 0
            if code in (0x0D, 0x0A):
                last = None
                yield code, None, (0.0, 0.0, 0.0, 0.0), False
            elif loose_box(raw, index, reference):
                item = text_object(address, index)
                if item:
                    last = known.get(item) or styles.ask(item, index)
                # A space that PDFium makes up has no style of its own and takes the line's last.
                style = last
                if style is not None:
                    left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
                    cut = style.unseen or (
                        style.clip is not None
                        and style.hides((left + right) / 2, (bottom + top) / 2)
                    )
                    yield code, style, edges(left, bottom, right, top), cut
    finally:
        text_page.close()


class _Styles:
    """Styles by text object, asked once each."""

    def __init__(
        self, frame: PageFrame, text_page: c.FPDF_TEXTPAGE, backgrounds: Backgrounds
    ) -> None:
        self._frame = frame
        self._backgrounds = backgrounds
        self._text_page = text_page
        self.known: dict[int, Style] = {}
        self._fonts: dict[int, tuple[str, int]] = {}

    def ask(self, address: int, index: int) -> Style:
        """The style of a text object that is not known yet, by one of its characters."""
        style = self.known[address] = self._ask(address, index)
        return style

    def _ask(self, address: int, index: int) -> Style:
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
        return Style(
            name,
            round(abs(size.value) * scale, 2),
            weight,
            self._frame.point(matrix.e, matrix.f)[1],
            abs(x1 - x0) >= abs(y1 - y0),
            clip_rectangle(item),
            is_white(item) and not self._backgrounds.behind(*self._middle(index)),
        )

    def _middle(self, index: int) -> tuple[float, float]:
        """The middle of a character in user space."""
        rect = c.FS_RECTF()
        c.FPDFText_GetLooseCharBox(self._text_page, index, rect)
        return (rect.left + rect.right) / 2, (rect.bottom + rect.top) / 2


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


def _character(code: int) -> str:
    """A code point as text; U+FFFD for nulls and surrogates, a space for controls.

    TeX's old fonts without a table of characters keep their ligatures at 0x0B to 0x1F. Those come
    out in the private use area, where :mod:`pdfclean.cleaning.ligatures` knows them.
    """
    if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd"
    if 0x0B <= code < 0x20:
        return chr(PRIVATE + code)
    char = chr(code)
    return char if code >= 0x20 and code != 0x7F else " "
