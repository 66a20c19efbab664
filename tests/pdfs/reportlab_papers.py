"""Papers and reports set by reportlab: frames, floats in the flow, hand-made hyphens."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    Preformatted,
    Spacer,
    Table,
    TableStyle,
)

from tests.pdfs.prose import PAPER, REPORT, Text
from tests.pdfs.typeset import CODE, FORMULA_PARTS, Citations, Typeset, gold, setter

WIDTH, HEIGHT = A4
MARGIN = 50.0
GUTTER = 18.0
TITLE_HEIGHT = 132.0
FOOTNOTE_ZONE = 44.0
SYLLABLES = re.compile(r"(?<=[aeiou][b-df-hj-np-tv-z])(?=[b-df-hj-np-tv-z][aeiou])")
"""Between two consonants that stand between vowels: good enough a place for a hyphen."""

BODY = ParagraphStyle(
    "body", fontName="Times-Roman", fontSize=9.5, leading=11.6, alignment=TA_JUSTIFY
)
FOLLOWING = ParagraphStyle("following", BODY, firstLineIndent=11)
TITLE = ParagraphStyle(
    "title", BODY, fontName="Times-Bold", fontSize=17, leading=20, alignment=TA_CENTER
)
AUTHORS = ParagraphStyle("authors", BODY, fontSize=11, leading=14, alignment=TA_CENTER)
SMALL = ParagraphStyle("small", BODY, fontSize=8, leading=9.6, alignment=TA_CENTER)
HEADING = ParagraphStyle(
    "heading", BODY, fontName="Times-Bold", fontSize=11.5, leading=14, spaceBefore=9, spaceAfter=4
)
ABSTRACT = ParagraphStyle("abstract", BODY, fontName="Times-Italic")
CAPTION = ParagraphStyle("caption", BODY, fontSize=8, leading=9.6, spaceAfter=8)
FORMULA = ParagraphStyle(
    "formula", BODY, fontName="Times-Italic", alignment=TA_CENTER, spaceBefore=6, spaceAfter=6
)
REFERENCE = ParagraphStyle(
    "reference", BODY, fontSize=8, leading=9.6, leftIndent=12, firstLineIndent=-12
)
LISTING = ParagraphStyle("listing", BODY, fontName="Courier", fontSize=8, leading=9.6)


class _Markup:
    """Reportlab's paragraph markup; long words get soft hyphens."""

    def plain(self, text: str) -> str:
        return escape(re.sub(r"[a-z]{9,}", self._soft, text))

    def superscript(self, text: str) -> str:
        return f"<super size=6>{text}</super>"

    def footnote(self, number: int) -> str:
        return self.superscript("*†"[number - 1])

    @staticmethod
    def _soft(word: re.Match[str]) -> str:
        return SYLLABLES.sub("\xad", word[0])


class _Anchor(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Nothing to see: tells the page where it lands which footnotes to print."""

    def __init__(self, notes: list[str], printed: list[str]) -> None:
        super().__init__()
        self.width = self.height = 0
        self._notes, self._printed = notes, printed

    def draw(self) -> None:
        self._printed.extend(self._notes)


def paper(
    text: Text = PAPER, citations: Citations = Citations.NUMERIC, columns: int = 2
) -> Typeset:
    """A paper with running headers, page numbers, footnotes, a table, a figure and a formula."""
    stream = io.BytesIO()
    pending: list[str] = []
    document = _template(stream, text, columns, pending)
    document.build(list(_flow(text, citations, columns, pending)))
    name = f"reportlab-{text.language}-{citations.value}-{columns}col"
    more = (*CODE, "0.07") if columns == 1 else ("0.07",)
    return gold(name, stream.getvalue(), text, citations, *more)


def report() -> Typeset:
    """A report in one column that cites by author and year."""
    return paper(REPORT, Citations.AUTHOR_YEAR, columns=1)


def _template(stream: io.BytesIO, text: Text, columns: int, pending: list[str]) -> BaseDocTemplate:
    width = (WIDTH - 2 * MARGIN - (columns - 1) * GUTTER) / columns
    bottom = MARGIN + FOOTNOTE_ZONE
    top = HEIGHT - MARGIN - 20

    def frames(below: float) -> list[Frame]:
        lefts = [MARGIN + column * (width + GUTTER) for column in range(columns)]
        return [Frame(left, bottom, width, below - bottom, 0, 0, 0, 0) for left in lefts]

    def furniture(canvas: Canvas, _document: BaseDocTemplate) -> None:
        canvas.setFont("Times-Italic", 8)
        canvas.drawString(MARGIN, HEIGHT - MARGIN, text.running)
        canvas.drawCentredString(WIDTH / 2, MARGIN - 16, str(canvas.getPageNumber()))

    def notes(canvas: Canvas, _document: BaseDocTemplate) -> None:
        for index, note in enumerate(pending):
            if index == 0:
                canvas.line(MARGIN, bottom - 8, MARGIN + 80, bottom - 8)
            canvas.setFont("Times-Roman", 7)
            canvas.drawString(MARGIN, bottom - 18 - 9 * index, note)
        pending.clear()

    head = Frame(MARGIN, top - TITLE_HEIGHT, WIDTH - 2 * MARGIN, TITLE_HEIGHT, 0, 0, 0, 0)
    return BaseDocTemplate(
        stream,
        pagesize=A4,
        title=text.title,
        author=", ".join(text.authors),
        invariant=True,
        pageTemplates=[
            PageTemplate("first", [head, *frames(top - TITLE_HEIGHT)], furniture, notes),
            PageTemplate("later", frames(top), furniture, notes),
        ],
    )


def _flow(text: Text, citations: Citations, columns: int, pending: list[str]) -> Iterator[Flowable]:
    sentence = setter(text, citations, _Markup())
    yield Paragraph(text.title, TITLE)
    yield Spacer(1, 8)
    yield Paragraph(", ".join(text.authors), AUTHORS)
    yield Paragraph(escape(text.affiliation), SMALL)
    yield Paragraph(text.email, SMALL)
    yield NextPageTemplate("later")
    yield FrameBreak()
    yield Paragraph(text.abstract_heading, HEADING)
    yield Paragraph(" ".join(map(sentence, text.abstract)), ABSTRACT)
    notes = [f"{'*†'[i]} {note}" for i, note in enumerate(text.footnotes)]
    for number, section in enumerate(text.sections):
        yield Paragraph(section.heading, HEADING)
        for index, paragraph in enumerate(section.paragraphs):
            yield Paragraph(" ".join(map(sentence, paragraph)), FOLLOWING if index else BODY)
            marks = sum("{f}" in one for one in paragraph)
            if marks:
                yield _Anchor(notes[:marks], pending)
                del notes[:marks]
            if index == 0 and number == 1:
                yield from _table(text)
            if index == 0 and number == 2:
                yield from _figure(text)
            if index == 2 and number == 2:
                yield Paragraph(" ".join((*FORMULA_PARTS, "&nbsp;" * 8, "(1)")), FORMULA)
        if columns == 1 and number == 1:
            yield Spacer(1, 6)
            yield Preformatted("\n".join(CODE), LISTING)
    yield Paragraph(text.references_heading, HEADING)
    for number, reference in enumerate(text.references, 1):
        label = "" if citations is Citations.AUTHOR_YEAR else f"[{number}] "
        yield Paragraph(label + escape(reference.full), REFERENCE)


def _table(text: Text) -> Iterator[Flowable]:
    yield Spacer(1, 8)
    yield Paragraph(text.table_caption, CAPTION)
    rules = [("LINEABOVE", (0, 0), (-1, 1), 0.5, colors.black)]
    style = TableStyle([*rules, ("FONT", (0, 0), (-1, -1), "Times-Roman", 8)])
    yield Table([list(row) for row in text.table], style=style, rowHeights=12)
    yield Spacer(1, 8)


def _figure(text: Text) -> Iterator[Flowable]:
    drawing = Drawing(220, 110)
    drawing.add(Line(30, 20, 30, 100))
    drawing.add(Line(30, 20, 210, 20))
    for index, height in enumerate((60, 35, 52, 41)):
        drawing.add(Rect(45 + 40 * index, 20, 22, height, fillColor=colors.steelblue))
    places = ((60, 92), (130, 78), (110, 6), (34, 102), (6, 40), (6, 75))
    for label, (x, y) in zip(text.labels, places, strict=False):
        drawing.add(String(x, y, label, fontName="Helvetica", fontSize=7))
    yield Spacer(1, 8)
    yield drawing
    yield Paragraph(text.caption, CAPTION)
