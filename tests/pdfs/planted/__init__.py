"""Documents with junk that layout cannot know: set like the prose around it, in its midst.

120 passages of our own in four languages, a few of each kind in every document: a sponsor's
paragraph and a platform's notice stand as paragraphs of their own, an aside to reviewers and a
leftover fragment between two sentences of a paragraph.
"""

from __future__ import annotations

import io
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

import typst
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer

from tests.pdfs.planted.english import ENGLISH
from tests.pdfs.planted.french import FRENCH
from tests.pdfs.planted.german import GERMAN
from tests.pdfs.planted.kinds import ASIDE, LEFTOVER, NOTICE, Junk, Planting
from tests.pdfs.planted.spanish import SPANISH

PLANTINGS = (ENGLISH, GERMAN, FRENCH, SPANISH)
DOCUMENTS = 5
"""Documents a language, over which its passages are spread."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence or line as it is set; ``junk`` is the passage it belongs to, ``None`` prose."""

    text: str
    junk: Junk | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF, and all that was set in it after the title, in order."""

    name: str
    language: str
    data: bytes
    pieces: tuple[Piece, ...]


Body = Sequence[Sequence[Piece]]
"""Paragraphs of pieces."""


def documents(languages: Sequence[str] = ("en", "de", "fr", "es")) -> Iterator[Document]:
    """The documents of these languages, the same at every call."""
    for planting in PLANTINGS:
        if planting.language not in languages:
            continue
        for number in range(DOCUMENTS):
            name, typesetter = TYPESETTERS[number % len(TYPESETTERS)]
            body = _planted(planting, planting.junk[number::DOCUMENTS], number)
            pieces = tuple(piece for paragraph in body for piece in paragraph)
            data = typesetter(planting, body)
            yield Document(f"{planting.language}-{number}-{name}", planting.language, data, pieces)


def _planted(planting: Planting, chosen: Sequence[Junk], seed: int) -> Body:
    """The prose with these passages in it, spread evenly."""
    draw = random.Random(f"{planting.language} {seed}")
    body = [[Piece(sentence) for sentence in p] for p in planting.paragraphs]
    mixed = list(chosen)
    draw.shuffle(mixed)
    # From behind, so that what is still to be planted finds its paragraph where it was.
    for number in reversed(range(len(mixed))):
        junk = mixed[number]
        at = 1 + number * (len(planting.paragraphs) - 1) // len(mixed)
        pieces = [Piece(line, junk) for line in junk.lines]
        if junk.kind in (ASIDE, LEFTOVER):
            between = draw.randrange(1, len(body[at]))
            body[at][between:between] = pieces
        elif junk.kind == NOTICE:
            body[at:at] = [[piece] for piece in pieces]
        else:
            body[at:at] = [pieces]
    return body


TYPST = """
#set page(
  paper: "a5", margin: (x: 15mm, top: 18mm, bottom: 18mm), columns: {columns},
  header: align(right, text(8pt, style: "italic", {title})),
  footer: context align(center, text(8pt, counter(page).display())),
)
#set columns(gutter: 6mm)
#set text(font: "Libertinus Serif", size: 9.5pt, lang: {language}, hyphenate: true)
#set par(justify: true, leading: 0.6em, spacing: 1em)
#place(top + center, float: true, scope: "parent", text(15pt, weight: "bold", {title}))
"""


def _typst(planting: Planting, body: Body, columns: int) -> bytes:
    preamble = TYPST.format(
        columns=columns,
        title=_string(planting.title),
        language=_string(planting.language),
    )
    paragraphs = ["#" + _string(" ".join(piece.text for piece in p)) for p in body]
    source = "\n\n".join((preamble, *paragraphs))
    data = typst.compile(source.encode(), format="pdf", ignore_system_fonts=True)
    assert isinstance(data, bytes)
    return data


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


BODY = ParagraphStyle(
    "body", fontName="Times-Roman", fontSize=10, leading=12.5, alignment=TA_JUSTIFY, spaceAfter=7,
)  # fmt: skip
TITLE = ParagraphStyle("title", BODY, fontName="Times-Bold", fontSize=16, leading=20, alignment=0)


def _reportlab(planting: Planting, body: Body) -> bytes:
    stream = io.BytesIO()

    def furniture(canvas: Canvas, _document: SimpleDocTemplate) -> None:
        canvas.setFont("Times-Italic", 8)
        canvas.drawString(40, A5[1] - 30, planting.title)
        canvas.drawCentredString(A5[0] / 2, 24, str(canvas.getPageNumber()))

    document = SimpleDocTemplate(
        stream, pagesize=A5, invariant=True, leftMargin=40, rightMargin=40, topMargin=48,
        bottomMargin=48, title=planting.title,
    )  # fmt: skip
    flow: list[Flowable] = [Paragraph(escape(planting.title), TITLE), Spacer(1, 12)]
    flow += [Paragraph(escape(" ".join(piece.text for piece in p)), BODY) for p in body]
    document.build(flow, onFirstPage=furniture, onLaterPages=furniture)
    return stream.getvalue()


TYPESETTERS: tuple[tuple[str, Callable[[Planting, Body], bytes]], ...] = (
    ("typst-1col", lambda planting, body: _typst(planting, body, 1)),
    ("reportlab", _reportlab),
    ("typst-2col", lambda planting, body: _typst(planting, body, 2)),
)
