"""The cleaner that one writes in half an hour: what anything better has to beat.

Regular expressions over plain text. It knows no geometry: it cannot tell a table from prose, an
affiliation from a paragraph, or a raised number from a digit.
"""

from __future__ import annotations

import re
from collections import Counter

_PAGE_NUMBER = re.compile(r"\s*(?:page\s+)?[-–]?\s*\d{1,4}\s*[-–]?\s*(?:(?:of|/)\s*\d+)?\s*", re.I)
_BRACKETS = re.compile(
    r"\s*\[\d+(?:\s*[-–,]\s*\d+)*\]|\s*\([^()]*\b(?:19|20)\d\d[a-z]?\)|https?://\S+|\S+@\S+\.\w+"
)
_REFERENCES = re.compile(
    r"\n\s*(?:\d+\.?\s*)?(?:references|bibliography|literature)\s*\n.*", re.I | re.S
)
_EDGE = 2
_REPEATS = 3


def naive_clean(pages: list[str]) -> str:
    """Pages of plain text in, paragraphs out.

    >>> naive_clean(["My Book\\nIt is re-\\nmarkable [3].\\n7\\n", "References\\n[3] A. Book\\n"])
    'My Book It is remarkable.'
    """
    split = [page.strip("\f\n").split("\n") for page in pages]
    edges = Counter(
        re.sub(r"\d+", "0", line.strip())
        for lines in split
        for line in {*lines[:_EDGE], *lines[-_EDGE:]}
    )
    kept = [line for lines in split for line in lines if not _is_furniture(line, edges)]
    text = _REFERENCES.sub("", "\n".join(kept))
    text = re.sub(r"(\w)-\n\s*([a-z])", r"\1\2", text)
    paragraphs = re.split(r"\n\s*\n", _BRACKETS.sub("", text))
    return "\n\n".join(filter(None, (" ".join(paragraph.split()) for paragraph in paragraphs)))


def _is_furniture(line: str, edges: Counter[str]) -> bool:
    repeated = edges[re.sub(r"\d+", "0", line.strip())] >= _REPEATS
    return bool(line.strip()) and (repeated or bool(_PAGE_NUMBER.fullmatch(line)))
