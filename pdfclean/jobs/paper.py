"""The PDF of a job: opened and given back, its pages read and drawn."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from pdfclean.document import Page
from pdfclean.errors import PdfCleanError
from pdfclean.jobs.pictures import PictureCache
from pdfclean.pipeline import Remembering, Source

__all__ = ["OpenPdf", "Paper", "Reader"]


class OpenPdf(Source, Protocol):
    """An open PDF that keeps the pages it has read."""

    def picture(self, number: int, width: int) -> bytes: ...

    def close(self) -> None: ...


class Reader(Protocol):
    """Opens PDFs. Raises a :class:`~pdfclean.errors.PdfCleanError` saying what is wrong."""

    def open(self, path: Path, password: str = "") -> OpenPdf: ...


class Paper:
    """A PDF on the disk, and the password it was opened with: kept in memory only.

    Args:
        path: where it is.
        reader: opens it.
    """

    def __init__(self, path: Path, reader: Reader) -> None:
        self.source: Source | None = None
        """What runs read, while it is open."""
        self._path = path
        self._reader = reader
        self._pdf: OpenPdf | None = None
        self._password = ""
        self._pictures = PictureCache(self._draw)

    def open(self, password: str) -> Source:
        """Open it to be read; it must be closed.

        Raises:
            EncryptedPdfError: a password is needed, or this one is wrong.
            PdfCleanError: it cannot be read; the message says why.
        """
        self._pdf = self._reader.open(self._path, password)
        self._password = password
        self.source = source = Remembering(self._pdf)
        return source

    def page(self, number: int) -> Page | None:
        """A page (1-based) as it was read; ``None`` if there is none. Opens the PDF if need be."""
        pdf = self._opened()
        return next(iter(pdf.read([number])), None) if 1 <= number <= pdf.info.pages else None

    def picture(self, number: int, width: int) -> bytes:
        """A page (1-based) as a JPEG picture so many pixels wide. Opens the PDF if need be."""
        return self._pictures.get(number, width)

    def close(self) -> None:
        """Give the PDF back; pictures and password stay."""
        if self._pdf is not None:
            self._pdf.close()
            self._pdf = self.source = None

    def _draw(self, number: int, width: int) -> bytes:
        pdf = self._opened()
        if not 1 <= number <= pdf.info.pages:
            raise PdfCleanError(f"This document has no page {number}.")
        return pdf.picture(number, width)

    def _opened(self) -> OpenPdf:
        if self._pdf is None:
            # Closed after its run, or kept from before the server was started again.
            self._pdf = self._reader.open(self._path, self._password)
        return self._pdf
