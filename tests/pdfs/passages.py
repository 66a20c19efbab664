"""Passages set among ordinary prose, each line broken where its writer wants it broken.

A passage is written with a little markup: a line end is a line end on the page, a blank line parts
paragraphs, ``^{2}`` is set raised and small, ``_{2}`` lowered and small, and ``¬`` at a line's end
is a hyphen that stands there only because the line ends. The ordinary prose cites sources, so that
a passage must survive beside real citations.
"""

from __future__ import annotations

import io
import itertools
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from xml.sax.saxutils import escape

import typst
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer

from tests.pdfs.odd import chronicle
from tests.pdfs.typeset import Citations

SHIFTED = re.compile(r"([\^_])\{([^}]*)\}")
"""A raised or lowered stretch of a passage."""
TITLE = "A Commonplace Book of Small Things"
RUNNING = "A Commonplace Book"
FILLER_SENTENCES = 4
"""Sentences of the ordinary paragraph that stands between two passages."""
SOFT = "¬"
SOURCES = 9
"""Entries of the reference list."""


class Shape(Enum):
    """How a passage is set."""

    PROSE = "prose"
    VERSE = "verse"
    LIST = "list"
    QUOTATION = "quotation"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Passage:
    """What is set, and how."""

    text: str
    shape: Shape = Shape.PROSE

    @property
    def paragraphs(self) -> list[list[str]]:
        """Its paragraphs as lines."""
        return [paragraph.split("\n") for paragraph in self.text.split("\n\n")]

    @property
    def plain(self) -> str:
        """Its text without markup; lines joined except where they are the author's own."""
        text = SHIFTED.sub(r"\2", self.text).replace(SOFT + "\n", "")
        if self.shape is Shape.VERSE:
            return text
        if self.shape is Shape.LIST:
            return text.replace("\n", "\n\n")
        return re.sub(r"(?<!\n)\n(?!\n)", " ", text.replace("-\n", "-"))


def fillers(count: int, citations: Citations) -> Iterator[str]:
    """So many different paragraphs of ordinary prose, each with a citation, in the markup."""
    sentences = iter(chronicle(count * FILLER_SENTENCES))
    for number in range(count):
        cited = number % SOURCES + 1
        mark = {
            Citations.NUMERIC: f" [{cited}]",
            Citations.SUPERSCRIPT: f"^{{{cited}}}",
            Citations.AUTHOR_YEAR: f" (Holm, {2000 + cited})",
        }[citations]
        text = " ".join(itertools.islice(sentences, FILLER_SENTENCES))
        yield re.sub(r"(\w)\.", rf"\1{mark}.", text, count=1)


def references() -> list[str]:
    """The reference list's entries."""
    return [
        f"[{n}] Holm, I. Notes on small harbours, part {n}. Quay Papers {n + 3}, "
        f"{10 * n}-{10 * n + 7}, {2000 + n}."
        for n in range(1, SOURCES + 1)
    ]


BODY = ParagraphStyle(
    "body", fontName="Times-Roman", fontSize=10, leading=12, alignment=TA_JUSTIFY, justifyBreaks=1,
    spaceAfter=6,
)  # fmt: skip
VERSE = ParagraphStyle("verse", BODY, leftIndent=40, alignment=0, spaceBefore=4)
LISTED = ParagraphStyle("list", BODY, leftIndent=12, alignment=0)
QUOTED = ParagraphStyle("quotation", BODY, leftIndent=18, rightIndent=18, spaceBefore=4)
HEADING = ParagraphStyle("heading", BODY, fontName="Times-Bold", fontSize=12, spaceBefore=8)
STYLES = {
    Shape.PROSE: BODY,
    Shape.VERSE: VERSE,
    Shape.LIST: LISTED,
    Shape.QUOTATION: QUOTED,
    Shape.HEADING: HEADING,
}


def reportlab(passages: Sequence[Passage]) -> bytes:
    """The passages in one column of Times, the prose between them citing by raised numbers."""
    stream = io.BytesIO()

    def furniture(canvas: Canvas, _document: SimpleDocTemplate) -> None:
        canvas.setFont("Times-Italic", 8)
        canvas.drawString(40, A5[1] - 30, RUNNING)
        canvas.drawCentredString(A5[0] / 2, 24, str(canvas.getPageNumber()))

    document = SimpleDocTemplate(
        stream, pagesize=A5, invariant=True, leftMargin=40, rightMargin=40, topMargin=48,
        bottomMargin=48, title=TITLE,
    )  # fmt: skip
    document.build(list(_flow(passages)), onFirstPage=furniture, onLaterPages=furniture)
    return stream.getvalue()


def _flow(passages: Sequence[Passage]) -> Iterator[Flowable]:
    yield Paragraph(TITLE, ParagraphStyle("title", HEADING, fontSize=16, leading=20))
    yield Spacer(1, 12)
    between = fillers(len(passages), Citations.SUPERSCRIPT)
    for passage, filler in zip(passages, between, strict=True):
        yield Paragraph(_reportlab_line(filler), BODY)
        for lines in passage.paragraphs:
            yield Paragraph("<br/>".join(map(_reportlab_line, lines)), STYLES[passage.shape])
    yield Paragraph("References", HEADING)
    yield from (Paragraph(entry, LISTED) for entry in references())


def _reportlab_line(line: str) -> str:
    def shift(match: re.Match[str]) -> str:
        tag = "super" if match[1] == "^" else "sub"
        return f"<{tag} size=6>{match[2]}</{tag}>"

    return SHIFTED.sub(shift, escape(line.replace(SOFT, "-")))


TYPST = """
#set page(
  paper: "a5", margin: (x: 14mm, top: 18mm, bottom: 18mm), columns: {columns},
  header: text(8pt, style: "italic", {running}),
  footer: context align(center, text(8pt, counter(page).display())),
)
#set columns(gutter: 6mm)
#set text(font: "Libertinus Serif", size: {size}pt, lang: "en", hyphenate: {hyphenate})
#set super(typographic: false)
#set sub(typographic: false)
#set par(justify: true, leading: 0.55em, spacing: 1.1em)
#place(top + center, float: true, scope: "parent", text(15pt, weight: "bold", {title}))
"""
"""The head of the document; a paragraph is told from the next by the gap between them."""


def typst_one_column(passages: Sequence[Passage]) -> bytes:
    """The passages in one column, lines broken as the passage says; numbers in brackets cite."""
    return _typst(passages, Citations.NUMERIC, columns=1, size=9.5)


def typst_two_columns(passages: Sequence[Passage]) -> bytes:
    """The passages in two columns, broken and hyphenated as Typst likes; names and years cite."""
    return _typst(passages, Citations.AUTHOR_YEAR, columns=2, size=8.5)


def _typst(passages: Sequence[Passage], citations: Citations, columns: int, size: float) -> bytes:
    source = [
        TYPST.format(
            columns=columns,
            size=size,
            running=_string(RUNNING),
            title=_string(TITLE),
            hyphenate=str(columns > 1).lower(),
        )
    ]
    between = fillers(len(passages), citations)
    for passage, filler in zip(passages, between, strict=True):
        source.append(_typst_line(filler))
        source.append(_typst_passage(passage, narrow=columns > 1))
    source.append("#heading[References]")
    source += map(_typst_line, references())
    data = typst.compile("\n\n".join(source).encode(), format="pdf", ignore_system_fonts=True)
    assert isinstance(data, bytes)
    return data


def _typst_passage(passage: Passage, narrow: bool) -> str:
    own = passage.shape in (Shape.VERSE, Shape.LIST)
    set_ = "\n\n".join(_typst_lines(lines, own, narrow) for lines in passage.paragraphs)
    match passage.shape:
        case Shape.PROSE:
            return set_
        case Shape.VERSE:
            return f"#pad(left: 8mm)[#set par(justify: false)\n{set_}]"
        case Shape.LIST:
            return f"#block[#set par(justify: false)\n{set_}]"
        case Shape.QUOTATION:
            return f"#pad(x: 6mm)[{set_}]"
        case Shape.HEADING:
            return f"#heading[{set_}]"


def _typst_lines(lines: Sequence[str], own: bool, narrow: bool) -> str:
    """Lines that the author broke stay so; in a narrow column the others run on."""
    text = "\n".join(lines)
    if narrow and not own:
        text = text.replace(SOFT + "\n", "").replace("-\n", "-").replace("\n", " ")
    glue = "#linebreak()" if own else "#linebreak(justify: true)"
    return glue.join(map(_typst_line, text.replace(SOFT, "-").split("\n")))


def _typst_line(line: str) -> str:
    parts = SHIFTED.split(line)
    pieces = []
    for index in range(0, len(parts), 3):
        pieces.append(f"#{_string(parts[index])};" if parts[index] else "")
        if index + 1 < len(parts):
            shift = "super" if parts[index + 1] == "^" else "sub"
            pieces.append(f"#{shift}({_string(parts[index + 2])});")
    return "".join(pieces)


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
