"""The one way to make a file of a clean text: format and options in, name and content out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import PurePath

from pdfclean.document import Category, CleanDocument, Decision, DocumentInfo, Policy
from pdfclean.export.files import file_name
from pdfclean.export.markdown import markdown
from pdfclean.export.paragraphs import edited, paragraphs
from pdfclean.export.provenance import Provenance
from pdfclean.export.record import record
from pdfclean.export.summary import summary
from pdfclean.export.text import plain_text
from pdfclean.export.word import LETTER_HEIGHT, word
from pdfclean.render import raw_text

__all__ = ["Format", "Options", "edit_note", "named", "title_of", "written"]

_NO_NAMES = frozenset(("", "untitled", "anonymous", "unspecified", "unknown", "no title"))
"""What programs fill in for want of a title."""


class Format(str, Enum):
    """A kind of file. The value is a stable key."""

    TEXT = "text"
    WORD = "word"
    MARKDOWN = "markdown"
    JSON = "json"
    RAW = "raw"
    REPORT = "report"

    @property
    def suffix(self) -> str:
        """How the name of such a file ends.

        >>> Format.WORD.suffix, Format.RAW.suffix
        ('.docx', ' (raw).txt')
        """
        return _SUFFIXES[self]

    @property
    def media_type(self) -> str:
        """What it is to a browser."""
        return _MEDIA[self]

    @classmethod
    def of(cls, name: str) -> Format:
        """The format that a file's ending asks for; plain text for an unknown one.

        >>> Format.of("clean.docx"), Format.of("clean")
        (<Format.WORD: 'word'>, <Format.TEXT: 'text'>)
        """
        return _ENDINGS.get(PurePath(name).suffix.lower(), cls.TEXT)


_SUFFIXES = {
    Format.TEXT: ".txt",
    Format.WORD: ".docx",
    Format.MARKDOWN: ".md",
    Format.JSON: ".json",
    Format.RAW: " (raw).txt",
    Format.REPORT: " (report).html",
}
_ENDINGS = {
    ".docx": Format.WORD,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".json": Format.JSON,
}
_MEDIA = {
    Format.TEXT: "text/plain",
    Format.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.MARKDOWN: "text/markdown",
    Format.JSON: "application/json",
    Format.RAW: "text/plain",
    Format.REPORT: "text/html",
}


@dataclass(frozen=True, slots=True)
class Options:
    """How a file is to be made; each format takes what means something to it.

    ``headings`` off leaves them out, as the page's switch does. ``marks`` puts the pages that a
    paragraph comes from behind it (text, Word, Markdown). ``wrap`` breaks lines at 80 columns
    (text). ``words`` adds every word with its page and place (JSON).
    """

    format: Format = Format.TEXT
    headings: bool = True
    marks: bool = False
    wrap: bool = False
    words: bool = False


def written(
    document: CleanDocument,
    options: Options | None = None,
    policy: Policy | None = None,
    decisions: Sequence[Decision] = (),
    *,
    provenance: Provenance | None = None,
    name: str = "",
) -> tuple[str, bytes]:
    """The name and the content of a file.

    Args:
        document: a finished (or stopped) run, or what there is of one.
        options: which file, and how; plain text by default.
        policy: which categories are left out; the run's own by default.
        decisions: the reader's overrides and edits, oldest first.
        provenance: what is known of the run.
        name: the file's name without its ending; by default from the document's title.
    """
    options = options or Options()
    provenance = provenance or Provenance()
    policy = policy or document.policy
    if not options.headings:
        policy = replace(policy, out=policy.out | {Category.HEADINGS})
    title = title_of(document.info, provenance.name)
    full = file_name(name or title, options.format.suffix)
    made = _content(document, options, policy, decisions, provenance=provenance, title=title)
    return full, made if isinstance(made, bytes) else made.encode("utf-8", "replace")


def _content(
    document: CleanDocument,
    options: Options,
    policy: Policy,
    decisions: Sequence[Decision],
    *,
    provenance: Provenance,
    title: str,
) -> str | bytes:
    if options.format is Format.RAW:
        return raw_text(document) + "\n"
    levels = options.format is not Format.TEXT
    text = paragraphs(document, policy, decisions, levels=levels)
    marks = document.info if options.marks else None
    note = edit_note(decisions)
    match options.format:
        case Format.WORD:
            letter = any(page.size[1] == LETTER_HEIGHT for page in document.pages[:1])
            return word(
                text,
                document.info,
                title=title,
                marks=marks,
                note=note,
                language=provenance.language,
                letter=letter,
            )
        case Format.MARKDOWN:
            return markdown(text, marks=marks, note=note)
        case Format.JSON:
            return record(document, text, policy, decisions, provenance, words=options.words)
        case Format.REPORT:
            return summary(document, text, policy, decisions, provenance, title=title)
        case _:
            return plain_text(text, marks=marks, wrap=options.wrap)


def named(text: str) -> str:
    """A title or author, unless a program filled it in for want of one."""
    return "" if text.strip().lower() in _NO_NAMES else text.strip()


def title_of(info: DocumentInfo, name: str = "") -> str:
    """The document's title, or the name of its file without the ending."""
    return named(info.title) or PurePath(name).stem


def edit_note(decisions: Sequence[Decision]) -> str:
    """That a text was edited by hand, if it was.

    >>> from pdfclean.document import Edit
    >>> edit_note([Edit(0, 3, "Tides."), Edit(9, 12, "Ebb.")])
    '2 passages were edited by hand.'
    """
    count = edited(decisions)
    if not count:
        return ""
    return (
        "1 passage was edited by hand."
        if count == 1
        else f"{count:,} passages were edited by hand."
    )
