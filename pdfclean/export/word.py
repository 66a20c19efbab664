"""Word (.docx): real styles and paragraphs, set to be read and marked up by hand.

python-docx is imported only when such a file is made: with lxml it takes a quarter of a second.
The file has no links, no pictures and no macros; nothing in it fetches anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import datetime, timezone
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pdfclean import __version__
from pdfclean.document import DocumentInfo, Role
from pdfclean.export.paragraphs import HEADS, Paragraph, source_mark

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import CharacterStyle, ParagraphStyle

__all__ = ["word", "xml_text"]

_FORBIDDEN = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold: most control characters, lone surrogates, two noncharacters."""
PROPERTY_LENGTH = 255
"""Characters of a document property at most, as Word has it."""
FONT = "Georgia"
"""On every Windows and Mac; elsewhere another serif stands in."""
SIZE = 12.0
"""Points of the body text."""
SPACING = 1.5
"""Lines: room to write between them."""
SOURCE_SIZE = 9.0
MARGIN, WIDE_MARGIN = 2.5, 5.0
"""Centimetres; the right margin is where a writer puts notes."""
LETTER_HEIGHT = 792.0
"""Points of a US Letter page; all others get A4."""
DEEPEST = 6
_STYLES = {
    Role.TITLE: "Title",
    Role.QUOTATION: "Quote",
    Role.LIST: "ListParagraph",
    Role.VERSE: "Verse",
}
"""Identifiers of the styles."""
_EAST_ASIAN = ("zh", "ja", "ko")
_FROM_THE_RIGHT = ("ar", "he", "fa", "ur", "yi")


def word(
    text: Iterable[Paragraph],
    info: DocumentInfo,
    *,
    title: str = "",
    marks: DocumentInfo | None = None,
    note: str = "",
    language: str = "",
    letter: bool = False,
) -> bytes:
    """Paragraphs as the content of a Word file.

    Args:
        text: the paragraphs; their line breaks are kept.
        info: what the PDF says of itself.
        title: the document's title, as a property.
        marks: the document whose page numbers stand behind each paragraph; ``None`` for none.
        note: a remark at the end, for whoever works with the file.
        language: a BCP 47 code for the spelling checker; by default the writer's own language.
        letter: whether to set it for US Letter instead of A4 paper.
    """
    from docx import Document

    made = Document()
    _page(made, letter=letter)
    _styles(made)
    _language(made, language)
    _properties(made, info, title, note, language)
    end = made.element.body.sectPr
    for each in text:
        style = f"Heading{min(each.level, DEEPEST)}" if each.level else _STYLES.get(each.role, "")
        said = each.text.replace("\n", " ") if each.role in HEADS else each.text
        end.addprevious(_paragraph(said, style, source_mark(each, marks)))
    if note:
        end.addprevious(_paragraph(note, "Note"))
    result = BytesIO()
    made.save(result)
    return result.getvalue()


def xml_text(text: str) -> str:
    """A text without what XML cannot hold.

    >>> xml_text("Ti\\x00des\\x0c")
    'Tides'
    """
    return _FORBIDDEN.sub("", text)


def _page(made: Document, *, letter: bool) -> None:
    """Paper, margins, and the page number at the foot."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Inches

    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if letter:
        section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.top_margin = section.bottom_margin = Cm(MARGIN)
    section.right_margin = Cm(WIDE_MARGIN)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    foot._p.append(field)


def _styles(made: Document) -> None:
    """One serif for all, black, with room between the lines."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt, RGBColor

    styles = made.styles
    body: ParagraphStyle = styles["Normal"]
    body.font.name, body.font.size = FONT, Pt(SIZE)
    body.paragraph_format.line_spacing = SPACING
    body.paragraph_format.space_after = Pt(SIZE)
    body.paragraph_format.widow_control = True
    heads = [f"Heading {level}" for level in range(1, DEEPEST + 1)]
    for name, size in zip(["Title", *heads], (22, 17, 15, 13, 12, 12, 12), strict=True):
        head: ParagraphStyle = styles[name]
        _inherit_font(head)
        head.font.size, head.font.color.rgb = Pt(size), RGBColor(0, 0, 0)
        head.font.bold = True
        head.paragraph_format.space_before = Pt(0 if name == "Title" else SIZE)
        head.paragraph_format.space_after = Pt(SIZE / 2)
        head.paragraph_format.line_spacing = 1.2
    verse: ParagraphStyle = styles.add_style("Verse", WD_STYLE_TYPE.PARAGRAPH)
    verse.base_style = body
    verse.paragraph_format.left_indent = Cm(1)
    note: ParagraphStyle = styles.add_style("Note", WD_STYLE_TYPE.PARAGRAPH)
    note.base_style = body
    source: CharacterStyle = styles.add_style("Source", WD_STYLE_TYPE.CHARACTER)
    for quiet in (note, source):
        quiet.font.size = Pt(SOURCE_SIZE)
        quiet.font.color.rgb = RGBColor(0x59, 0x59, 0x59)


def _inherit_font(style: ParagraphStyle) -> None:
    """Take the theme's font and rules off a heading of the template."""
    from docx.oxml.ns import qn

    for place, name in ((style.element.rPr, "w:rFonts"), (style.element.pPr, "w:pBdr")):
        found = None if place is None else place.find(qn(name))
        if found is not None:
            place.remove(found)


def _language(made: Document, language: str) -> None:
    """The language of the whole text; without one, each program uses its owner's."""
    from docx.oxml.ns import qn

    (lang,) = made.styles.element.iter(qn("w:lang"))
    code = language.split("-", maxsplit=1)[0].lower()
    lang.attrib.clear()
    if code in _EAST_ASIAN:
        lang.set(qn("w:eastAsia"), language)
    elif code in _FROM_THE_RIGHT:
        lang.set(qn("w:bidi"), language)
    elif code:
        lang.set(qn("w:val"), language)


def _properties(made: Document, info: DocumentInfo, title: str, note: str, language: str) -> None:
    def fit(text: str) -> str:
        return xml_text(" ".join(text.split()))[:PROPERTY_LENGTH]

    facts = made.core_properties
    facts.title, facts.author, facts.subject = fit(title), fit(info.author), fit(info.subject)
    facts.keywords, facts.language = fit(info.keywords), fit(language)
    facts.comments = fit(f"Cleaned with pdfclean {__version__}. {note}")
    facts.created = facts.modified = datetime.now(timezone.utc).replace(tzinfo=None)
    facts.last_modified_by = "pdfclean"


def _paragraph(text: str, style: str = "", mark: str = "") -> Any:
    """A paragraph as XML; python-docx's own way takes five times as long."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    def add(parent: Any, name: str, **attributes: str) -> Any:
        element = OxmlElement(f"w:{name}")
        for key, value in attributes.items():
            element.set(qn(f"w:{key}"), value)
        parent.append(element)
        return element

    made = OxmlElement("w:p")
    turned = _from_the_right(text)
    if style or turned:
        properties = add(made, "pPr")
        if style:
            add(properties, "pStyle", val=style)
        if turned:
            add(properties, "bidi")
    for said, kind in ((text, ""), (mark and f" {mark}", "Source")):
        if said:
            run = add(made, "r")
            if kind or turned:
                properties = add(run, "rPr")
                if kind:
                    add(properties, "rStyle", val=kind)
                if turned:
                    add(properties, "rtl")
            _fill(run, xml_text(said), add)
    return made


def _fill(run: Any, text: str, add: Callable[..., Any]) -> None:
    """The text of a run, with its line breaks and tabs."""
    from docx.oxml.ns import qn

    for piece in re.split(r"([\n\t])", text):
        if piece in ("\n", "\t"):
            add(run, "br" if piece == "\n" else "tab")
        elif piece:
            held = add(run, "t")
            held.text = piece
            held.set(qn("xml:space"), "preserve")


def _from_the_right(text: str) -> bool:
    """Whether a paragraph is written from right to left, by its first letter."""
    letter = next((c for c in text if c.isalpha()), "a")
    return unicodedata.bidirectional(letter) in ("R", "AL")
