"""PDFs that are odd on purpose: locked, without text, huge, or no PDF at all."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4, A5
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.pdfs.typeset import Typeset

PASSWORD = "low-water"  # of a test document
LOCKED_SENTENCES = (
    "This letter was sealed because it names the people who looked after the clocks.",
    "Nothing in it is secret any more, but the seal is part of its charm.",
)
LOGBOOK_LINES = (
    "On day {day} the keeper rose before the light and walked down to the shaft.",
    "He noted {depth} inches over the bar, which was more than the tables had promised.",
    "A brig waited outside until noon and came in without touching the ground.",
    "In the evening he oiled the second wheel, as he had done every day for years.",
)


def _set(lines: tuple[str, ...], canvas: Canvas, top: float) -> None:
    canvas.setFont("Times-Roman", 11)
    for index, line in enumerate(lines):
        canvas.drawString(60, top - 15 * index, line)
    canvas.showPage()


def encrypted() -> Typeset:
    """A PDF that opens with :data:`PASSWORD` only."""
    stream = io.BytesIO()
    lock = StandardEncryption(PASSWORD, ownerPassword="harbour-master", strength=128)
    canvas = Canvas(stream, pagesize=A4, encrypt=lock)
    _set(LOCKED_SENTENCES, canvas, 760)
    canvas.save()
    return Typeset("encrypted", stream.getvalue(), LOCKED_SENTENCES)


def scanned(pages: int = 2) -> Typeset:
    """Pages that are pictures: there is no text to be read."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=True)
    for number in range(pages):
        picture = Image.new("L", (420, 594), 255)
        draw = ImageDraw.Draw(picture)
        for line in range(24):
            draw.text((40, 40 + 20 * line), f"photographed line {line} of page {number + 1}", 0)
        canvas.drawImage(ImageReader(picture), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return Typeset("scanned", stream.getvalue(), ())


def empty_page() -> Typeset:
    """One page with nothing on it."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=True)
    canvas.showPage()
    canvas.save()
    return Typeset("empty page", stream.getvalue(), ())


def huge(pages: int = 320) -> Typeset:
    """A logbook of many small pages, one paragraph each."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A5, invariant=True, pageCompression=0)
    keep: list[str] = []
    for day in range(1, pages + 1):
        lines = tuple(line.format(day=day, depth=90 + day % 40) for line in LOGBOOK_LINES)
        keep += lines
        canvas.setFont("Times-Roman", 9)
        for index, line in enumerate(lines):
            canvas.drawString(40, 520 - 12 * index, line)
        canvas.drawCentredString(210, 24, str(day))
        canvas.showPage()
    canvas.save()
    return Typeset("huge", stream.getvalue(), tuple(keep))


def renamed_text() -> bytes:
    """A text file that somebody called ``.pdf``."""
    return b"Dear all,\n\nplease find the paper attached. I only renamed it, sorry.\n"


def truncated(whole: bytes) -> bytes:
    """The first third of a PDF, as a broken download leaves it."""
    return whole[: len(whole) // 3]
