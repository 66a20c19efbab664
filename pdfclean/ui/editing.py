"""What the page asks about single places of the text, and does to them.

The browser half (``passages.js``, ``selecting.js``) works on the text it holds; what a sentence is,
and which words of the document a place stands for, is decided here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pdfclean.chunking import sentences as parted
from pdfclean.jobs import JobStore
from pdfclean.ui.language import pick, say

__all__ = ["functions", "words"]

LONGEST_PASSAGE = 200_000
"""Characters of a passage whose sentences are found; nothing asks for more."""


def words() -> str:
    """The words that the scripts show, as a line of JavaScript before them."""
    said = pick(lambda: {"toolbar": say("For the selected sentence")})
    return f"const WORDS = {said};\n"


def functions(store: JobStore) -> list[Callable[..., Any]]:
    """What the browser may call."""

    def sentences(request: list[Any]) -> list[str]:
        key, text = request
        if store.get(key) is None or len(str(text)) > LONGEST_PASSAGE:
            return []
        return list(parted(str(text)))

    return [sentences]
