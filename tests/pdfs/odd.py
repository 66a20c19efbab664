"""PDFs that are odd on purpose: locked, without text, huge, or no PDF at all."""

from __future__ import annotations

import io
import textwrap

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
SENTENCES_A_PAGE = 4
LINE_LENGTH = 80
"""Characters of a line of the huge document."""
CHRONICLE = (
    ("The ferryman", "A schoolteacher", "The oldest baker in town", "Her younger brother",
     "A surveyor from the capital", "The widow next door", "Nobody but the organist",
     "One of the twins"),
    ("sold a boat", "planted three pear trees", "lost a wager about the weather",
     "painted the gate green", "wrote a long letter home", "counted the swallows",
     "repaired the harbour bell", "bought a map of the moon"),
    ("shortly before the great storm", "on the first warm evening", "without telling anybody",
     "while the council was asleep", "in a year of thin harvests", "between two funerals",
     "to the surprise of the miller", "against good advice"),
    ("and never spoke of it again.", "which the chapel register passes over in silence.",
     "and it was talked about until Christmas.", "for reasons that remain unclear.",
     "although there was no need to hurry.", "and the dog, too, seemed pleased.",
     "as his father had done before him.", "and regretted it by morning."),
)  # fmt: skip
"""Openings, deeds, times and endings of the sentences of the huge document."""


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


def chronicle(count: int) -> list[str]:
    """So many different sentences, up to 4,096."""
    sentences = []
    for number in range(count):
        # An odd factor goes through all 4,096 combinations in an order that looks like none.
        code = number * 1877 % 4096
        parts = [choice[code >> 3 * place & 7] for place, choice in enumerate(CHRONICLE)]
        sentences.append(" ".join(parts))
    return sentences


def huge(pages: int = 320) -> Typeset:
    """A chronicle on many small pages, one paragraph each."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A5, invariant=True, pageCompression=0)
    keep = chronicle(pages * SENTENCES_A_PAGE)
    for page in range(pages):
        first = page * SENTENCES_A_PAGE
        text = " ".join(keep[first : first + SENTENCES_A_PAGE])
        canvas.setFont("Times-Roman", 9)
        for index, line in enumerate(textwrap.wrap(text, LINE_LENGTH)):
            canvas.drawString(40, 520 - 12 * index, line)
        canvas.drawCentredString(210, 24, str(page + 1))
        canvas.showPage()
    canvas.save()
    return Typeset("huge", stream.getvalue(), tuple(keep))


def renamed_text() -> bytes:
    """A text file that somebody called ``.pdf``."""
    return b"Dear all,\n\nplease find the paper attached. I only renamed it, sorry.\n"


def truncated(whole: bytes) -> bytes:
    """The first third of a PDF, as a broken download leaves it."""
    return whole[: len(whole) // 3]
