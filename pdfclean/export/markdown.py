"""Markdown (CommonMark): title and headings marked, the prose literal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pdfclean.document import CleanDocument, Decision, DocumentInfo, Policy, Role
from pdfclean.export.paragraphs import Paragraph, paragraphs, source_mark

__all__ = ["markdown", "to_markdown"]

_INLINE = re.compile(r"[\\`*_\[\]<>~&]")
"""What CommonMark (and GFM's strikethrough) could read as markup anywhere in a line."""
_OPENING = re.compile(r"^(?:([#+=|-])|(\d{1,9})([.)])(?=\s|$))")
"""What it could read as a heading, a list, a table or a rule at the start of a line."""
DEEPEST = 6
"""Markdown knows no heading below this."""


def to_markdown(
    document: CleanDocument, policy: Policy | None = None, decisions: Sequence[Decision] = ()
) -> str:
    """The text as Markdown. Arguments as in :func:`~pdfclean.export.text.to_text`."""
    return markdown(paragraphs(document, policy, decisions))


def markdown(
    text: Iterable[Paragraph], *, marks: DocumentInfo | None = None, note: str = ""
) -> str:
    """Paragraphs as the content of a Markdown file.

    Line breaks inside a paragraph (verse, lists) become hard breaks. ``note`` is a remark for
    whoever opens the file, which no reader of Markdown shows as text. Arguments else as in
    :func:`~pdfclean.export.text.plain_text`.
    """
    blocks = []
    for each in text:
        prefix = _prefix(each)
        lines = [_escape(line.strip()) for line in each.text.split("\n")]
        # A heading is one line by syntax.
        block = prefix + (" " if prefix else "\\\n").join(lines)
        # No other bracket in the file is without a backslash, so these make no link either.
        mark = _INLINE.sub(r"\\\g<0>", source_mark(each, marks)[1:-1])
        blocks.append(f"{block} [{mark}]" if mark else block)
    if note and blocks:
        blocks.append(f"<!-- {note} -->")
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _prefix(paragraph: Paragraph) -> str:
    if paragraph.role is Role.TITLE:
        return "# "
    if paragraph.role is Role.HEADING:
        return "#" * min(1 + paragraph.level, DEEPEST) + " "
    return ""


def _escape(line: str) -> str:
    line = _INLINE.sub(r"\\\g<0>", line)
    return _OPENING.sub(lambda m: rf"\{m[1]}" if m[1] else rf"{m[2]}\{m[3]}", line)
