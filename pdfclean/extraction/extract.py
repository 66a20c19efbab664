"""Open a PDF, describe it, read its pages: the only module that knows pypdf and PDFium.

Two readers, each for what it does best. pypdf describes (metadata, page labels, outline) and stands
in for a page that PDFium cannot read; PDFium opens, decrypts and reads the glyphs, because pypdf
loses the spaces of justified text and takes twelve times as long. Runs inside the worker process
(:mod:`pdfclean.extraction.worker`), never in the app's own.
"""

from __future__ import annotations

import contextlib
import functools
import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2 as pdfium
from pypdf.generic import Destination

from pdfclean.document import Box, DocumentInfo, Line, Page
from pdfclean.errors import (
    EncryptedPdfError,
    LimitError,
    NotAPdfError,
    PdfCleanError,
    WrongPasswordError,
)
from pdfclean.extraction.drawing import draw
from pdfclean.extraction.glyphs import read_lines
from pdfclean.extraction.graphics import read_graphics

__all__ = ["Document", "open_document"]

HEADER_WINDOW = 1024
"""Bytes in which ``%PDF-`` must appear (ISO 32000, implementation note 13 of PDF 1.7)."""
MAX_LABELLED_PAGES = 5000
"""pypdf walks the page tree for labels and outline; beyond this size that costs seconds."""
MAX_OUTLINE_ENTRIES = 2000
FALLBACK_FONT_SIZE = 10.0
"""Points; pypdf's plain text carries no geometry, so lines are stacked with this size."""


class Document:
    """An open PDF. Use :func:`open_document` to get one, :meth:`close` to let it go."""

    def __init__(self, path: Path, pdf: pdfium.PdfDocument, password: str) -> None:
        self._path = path
        self._pdf = pdf
        self._password = password
        self._pypdf: pypdf.PdfReader | None = None

    @functools.cached_property
    def info(self) -> DocumentInfo:
        """What the document says of itself; not needed for a picture, and takes pypdf a while."""
        return self._describe()

    def close(self) -> None:
        """Release PDFium's memory; the document cannot be used afterwards."""
        self._pdf.close()
        self._pypdf = None

    def page(self, number: int, reader: str = "pdfium") -> Page:
        """Read one page.

        Args:
            number: 1-based page number.
            reader: ``"pdfium"``, or ``"pypdf"`` for a page that PDFium cannot read.

        Raises:
            PdfCleanError: neither reader can read the page.
        """
        if reader == "pdfium":
            with contextlib.suppress(pdfium.PdfiumError):
                return self._pdfium_page(number)
        return self._pypdf_page(number)

    def picture(self, number: int, width: int) -> bytes:
        """A page drawn as a JPEG; see :func:`~pdfclean.extraction.drawing.draw`.

        Raises:
            PdfCleanError: PDFium cannot draw it.
        """
        try:
            page = self._pdf[number - 1]
            try:
                return draw(page, width)
            finally:
                page.close()
        except MemoryError:
            raise
        except Exception as error:  # of pypdfium2 and Pillow, on damaged pages
            raise PdfCleanError(f"Page {number} of this PDF cannot be drawn.") from error

    def _pdfium_page(self, number: int) -> Page:
        page = self._pdf[number - 1]
        try:
            size = (page.get_width(), page.get_height())
            lines = read_lines(page)
            images, rules, drawings = read_graphics(page)
            return Page(number, size, tuple(lines), images, rules, drawings)
        finally:
            page.close()

    def _pypdf_page(self, number: int) -> Page:
        try:
            page = self._reader().pages[number - 1]
            text = page.extract_text()
            width, height = float(page.mediabox.width), float(page.mediabox.height)
        except Exception as error:  # pypdf raises many kinds on damaged pages
            raise PdfCleanError(
                f"Page {number} of this PDF is damaged and cannot be read."
            ) from error
        lines = tuple(_stack(text.splitlines(), width))
        return Page(number, (width, height), lines, reader="pypdf")

    def _reader(self) -> pypdf.PdfReader:
        if self._pypdf is None:
            reader = pypdf.PdfReader(self._path)
            if reader.is_encrypted:
                reader.decrypt(self._password)
            self._pypdf = reader
        return self._pypdf

    def _describe(self) -> DocumentInfo:
        count = len(self._pdf)
        meta: dict[str, str] = {}
        with contextlib.suppress(Exception):  # metadata is a courtesy: a damaged one is no metadata
            meta = {k: _tidy(v) for k, v in self._pdf.get_metadata_dict().items()}
        labels: tuple[str, ...] = ()
        outline: tuple[tuple[int, str, int], ...] = ()
        created, modified = _date(meta.get("CreationDate")), _date(meta.get("ModDate"))
        if count <= MAX_LABELLED_PAGES:
            with contextlib.suppress(Exception):
                labels = tuple(_tidy(label) for label in self._reader().page_labels)
            with contextlib.suppress(Exception):
                outline = tuple(self._outline())
        return DocumentInfo(
            pages=count,
            title=meta.get("Title", ""),
            author=meta.get("Author", ""),
            subject=meta.get("Subject", ""),
            keywords=meta.get("Keywords", ""),
            creator=meta.get("Creator", ""),
            producer=meta.get("Producer", ""),
            created=created,
            modified=modified,
            encrypted=self._encrypted(),
            bytes=self._path.stat().st_size,
            labels=labels,
            outline=outline,
        )

    def _encrypted(self) -> bool:
        with contextlib.suppress(Exception):
            return bool(self._reader().is_encrypted)
        return bool(self._password)

    def _outline(self) -> Iterator[tuple[int, str, int]]:
        reader = self._reader()
        queue: list[tuple[int, Any]] = [(1, item) for item in reader.outline]
        count = 0
        while queue and count < MAX_OUTLINE_ENTRIES:
            level, item = queue.pop(0)
            if isinstance(item, list):
                queue[:0] = [(level + 1, child) for child in item]
            elif isinstance(item, Destination):
                number = reader.get_destination_page_number(item)
                yield level, _tidy(item.title or ""), 0 if number is None else number + 1
                count += 1


def open_document(path: Path, password: str = "") -> Document:
    """Open a PDF by its content, whatever the file is called.

    Args:
        path: the file.
        password: user or owner password; empty for none.

    Raises:
        NotAPdfError: the file is empty, something else, or damaged beyond repair.
        EncryptedPdfError: it is locked and no password was given.
        WrongPasswordError: the password does not open it.
        LimitError: it asks for a kind of protection that cannot be opened here.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    _check_header(path)
    try:
        pdf = pdfium.PdfDocument(path, password=password or None)
        count = len(pdf)
    except pdfium.PdfiumError as error:
        raise _open_error(error, password) from error
    if count == 0:
        pdf.close()
        raise NotAPdfError("This PDF has no pages, so there is nothing to clean.")
    return Document(path, pdf, password)


def _check_header(path: Path) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(HEADER_WINDOW)
    except OSError as error:
        raise NotAPdfError(f"The file cannot be read: {error.strerror}.") from error
    if not head:
        raise NotAPdfError("This file is empty. Save or download the PDF again and retry.")
    if b"%PDF-" not in head:
        raise NotAPdfError(
            "This file is not a PDF, whatever its name says. Choose a file that opens in a PDF "
            "viewer."
        )


def _open_error(error: pdfium.PdfiumError, password: str) -> PdfCleanError:
    code = getattr(error, "err_code", None)
    if code == pdfium.raw.FPDF_ERR_PASSWORD:
        return WrongPasswordError() if password else EncryptedPdfError()
    if code == pdfium.raw.FPDF_ERR_SECURITY:
        return LimitError(
            "This PDF is protected in a way that cannot be opened here. Print it to a new PDF in "
            "your viewer and drop that."
        )
    return NotAPdfError(
        "This PDF is damaged and cannot be opened. Download it again, or open it in a viewer and "
        "save a copy."
    )


def _stack(texts: list[str], width: float) -> Iterator[Line]:
    """Lines without geometry, one under the other at a made-up size."""
    step = FALLBACK_FONT_SIZE * 1.2
    for index, text in enumerate(t.strip() for t in texts):
        if text:
            top = index * step
            box = Box(0.0, top, width, top + FALLBACK_FONT_SIZE)
            yield Line(text, box, FALLBACK_FONT_SIZE, 400)


def _tidy(text: str) -> str:
    """One line of printable characters."""
    clean = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(clean.encode("utf-8", "replace").decode("utf-8").split())


def _date(text: str | None) -> str:
    """A PDF date (``D:20240311015030Z``) as ISO 8601, or empty when it is not one.

    >>> _date("D:20240311015030Z")
    '2024-03-11T01:50:30'
    >>> _date("yesterday")
    ''
    """
    digits = (text or "").removeprefix("D:")[:14]
    for form in ("%Y%m%d%H%M%S", "%Y%m%d%H%M", "%Y%m%d", "%Y%m", "%Y"):
        with contextlib.suppress(ValueError):
            return datetime.strptime(digits, form).isoformat()
    return ""
