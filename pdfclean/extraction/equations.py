"""Display equations: mathematical type or signs, hardly a word, standing for themselves."""

from __future__ import annotations

from collections.abc import Sequence

from pdfclean.document import Role
from pdfclean.extraction.columns import rows
from pdfclean.extraction.habits import Habits
from pdfclean.extraction.items import Item
from pdfclean.extraction.prose import PROSE
from pdfclean.extraction.shapes import letters, math_share, words

__all__ = ["label_equations"]


def label_equations(regions: Sequence[Sequence[Item]], habits: Habits) -> None:
    """Display equations: mathematical type or signs, hardly a word, standing for itself."""
    for region in regions:
        for row in rows([i for i in region if i.role is None]):
            if _equation(row, habits):
                for item in row:
                    item.label(Role.EQUATION, 0.75)


def _equation(row: Sequence[Item], habits: Habits) -> bool:
    text = " ".join(i.text for i in row)
    solid = sum(1 for c in text if not c.isspace())
    long_words = [w for w in words(text) if len(w) >= 4]
    font = sum(i.math * len(i.text) for i in row) / max(1, sum(len(i.text) for i in row))
    signs = math_share(text)
    plain = sum(len(w) for w in long_words) / max(1, solid)
    first = row[0]
    block = first.block
    if block is not None and block.prose >= PROSE and len(block.items) > 1 and long_words:
        inside = row[-1].right - first.left >= 0.85 * block.width or first.left <= block.left + 2
        if inside or plain > 0.3:
            return False
    if plain > 0.45:
        return False
    if font >= 0.25 and (signs >= 0.06 or font >= 0.5 or letters(text) < 6):
        return plain < 0.35
    number = row[-1].text
    numbered = len(row) > 1 and number.startswith("(") and number.endswith(")") and len(number) <= 8
    if numbered and (signs >= 0.05 or font > 0.1):
        return True
    return signs >= 0.15 and plain < 0.2 and "=" in text
