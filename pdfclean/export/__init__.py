"""A clean document as files, one module a format; :func:`written` makes any of them."""

from pdfclean.export.files import file_name, save
from pdfclean.export.formats import Format, Options, edit_note, named, title_of, written
from pdfclean.export.markdown import to_markdown
from pdfclean.export.paragraphs import Paragraph, paragraphs
from pdfclean.export.provenance import Provenance, Timings
from pdfclean.export.report import to_report
from pdfclean.export.text import COLUMNS, to_text

__all__ = [
    "COLUMNS",
    "Format",
    "Options",
    "Paragraph",
    "Provenance",
    "Timings",
    "edit_note",
    "file_name",
    "named",
    "paragraphs",
    "save",
    "title_of",
    "to_markdown",
    "to_report",
    "to_text",
    "written",
]
