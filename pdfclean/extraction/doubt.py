"""The last look: when labelling would leave next to nothing, it is wrong, and the text stays."""

from __future__ import annotations

from collections.abc import Iterable

from pdfclean.document import Role
from pdfclean.extraction.items import Item
from pdfclean.extraction.repeated import RUNNING
from pdfclean.extraction.sentences import sentence

__all__ = ["restore"]

LEAST_KEPT = 0.06
"""Share of a document's letters (references, contents and running lines apart) that must stay. The
lowest of the training pairs keeps 0.35; what lies below 0.06 are forms and sheets of cells."""
ENOUGH = 100
"""Letters from which a document is judged."""
DOUBTFUL = frozenset(
    {
        Role.AUTHOR,
        Role.AFFILIATION,
        Role.TABLE,
        Role.FIGURE_TEXT,
        Role.CAPTION,
        Role.FOOTNOTE,
        Role.EQUATION,
        Role.CODE,
        Role.BACK_MATTER,
    }
)
SAID = 0.15
"""Share of a document's letters that running lines which are whole sentences may hold: 0.04 at most
in the public and the training pairs."""
SETTLED = frozenset(
    {
        Role.RUNNING_HEADER,
        Role.RUNNING_FOOTER,
        Role.PAGE_NUMBER,
        Role.REFERENCE,
        Role.CONTENTS,
    }
)


def restore(items: Iterable[Item]) -> None:
    """Make doubtful lines of a whole document body again.

    They are when hardly any text would be left, or when its running lines, whatever their type,
    say too much to be running lines.
    """
    lines = list(items)
    doubtful = [i for i in lines if i.role in DOUBTFUL]
    kept = sum(i.letters for i in lines if i.role not in DOUBTFUL and i.role not in SETTLED)
    total = kept + sum(i.letters for i in doubtful)
    if total >= ENOUGH and kept < LEAST_KEPT * total:
        for item in doubtful:
            item.label(Role.BODY, 0.3)
    said = [i for i in lines if i.role in RUNNING and sentence(i.text)]
    if sum(i.letters for i in said) > SAID * sum(i.letters for i in lines):
        for item in said:
            item.label(Role.BODY, 0.3)
