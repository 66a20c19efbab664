"""Plain text: a paragraph a line, or lines that fit a terminal or an old mail program."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from pdfclean.document import CleanDocument, Decision, DocumentInfo, Policy
from pdfclean.export.paragraphs import Paragraph, paragraphs, source_mark

__all__ = ["COLUMNS", "plain_text", "to_text", "wrapped"]

COLUMNS = 80
"""Columns of a wrapped line at most."""


def to_text(
    document: CleanDocument, policy: Policy | None = None, decisions: Sequence[Decision] = ()
) -> str:
    """The text as the page shows it: a paragraph a line, blank lines between, none at the end.

    Args:
        document: a finished (or stopped) run.
        policy: which categories are left out; the run's own by default.
        decisions: the reader's overrides and edits, oldest first.
    """
    found = paragraphs(document, policy, decisions, levels=False)
    return "\n\n".join(each.text for each in found)


def plain_text(
    text: Iterable[Paragraph], *, marks: DocumentInfo | None = None, wrap: bool = False
) -> str:
    """Paragraphs as the content of a text file.

    Args:
        text: the paragraphs.
        marks: the document whose page numbers stand behind each paragraph; ``None`` for none.
        wrap: whether lines are broken at :data:`COLUMNS`.
    """
    blocks = []
    for each in text:
        mark = source_mark(each, marks)
        block = f"{each.text} {mark}" if mark else each.text
        blocks.append(wrapped(block) if wrap else block)
    return "\n\n".join(blocks) + "\n" if blocks else ""


# Wrapping -----------------------------------------------------------------------------------------

_SPACES = re.compile("[ \t]+")
"""Where a line may end; not at a no-break space."""
_CJK = (
    "\u2e80-\u303f\u3041-\u30ff\u3105-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff"
)
"""Chinese and Japanese, which may be broken between any two characters. Korean has spaces."""
_STICKS = (
    "、。，．・：；？！ー々〻ゝゞヽヾ）］｝〕〉》」』】〙〗,.;:?!)"
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
)
"""What must not begin a line there (kinsoku)."""
_OPENS = "（［｛〔〈《「『【〘〖"
"""What must not end one."""
_ATOM = re.compile(
    rf"[{_OPENS}]*[{_CJK}][{_STICKS}\u0300-\u036f\u3099\u309a\ufe00-\ufe0f”’]*|[^{_CJK}]+"
)
"""What a line takes whole: a character with what sticks to it, a word or part of one between
such characters."""


def wrapped(text: str, columns: int = COLUMNS) -> str:
    """Lines of at most so many columns; a word longer than that has a line of its own.

    Line breaks that are there stay. Wide characters count two columns, accents none.

    >>> print(wrapped("The tide comes in twice a day.", 16))
    The tide comes
    in twice a day.
    >>> print(wrapped("他们每天两次数潮池。水很冷。", 12))
    他们每天两次
    数潮池。水很
    冷。
    """
    return "\n".join(wrap for line in text.split("\n") for wrap in _lines(line, columns))


def _lines(line: str, columns: int) -> Iterator[str]:
    taken: list[str] = []
    width = 0
    for space, atom in _atoms(line):
        own = _width(atom)
        if taken and width + len(space) + own > columns:
            yield "".join(taken)
            taken, width = [atom], own
        else:
            taken += [space, atom]
            width += len(space) + own
    yield "".join(taken)


def _atoms(line: str) -> Iterator[tuple[str, str]]:
    """The parts of a line that stay whole, each with the space before it."""
    for place, word in enumerate(_SPACES.split(line.strip(" \t"))):
        space = " " if place else ""
        for atom in _ATOM.findall(word) if not word.isascii() else [word]:
            yield space, atom
            space = ""


def _width(text: str) -> int:
    """Columns that a text takes."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.category(c) in ("Mn", "Me", "Cf") for c in text)
