"""The language of a document, for who wants to know before they hear it.

py3langid knows 97 languages and is right for all 138 public and training documents. The short lists
of ``llm.language`` are for passages: they tell only the languages that a model is tried in, and say
nothing of a list of names, where this one would guess.
"""

from __future__ import annotations

import threading
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier  # type: ignore[import-untyped]

__all__ = ["SAMPLE", "main_language", "warm"]

SAMPLE = 4000
"""Characters of running text that tell a document's language."""
LETTERS = 120
"""Letters that a text must have at least: two sentences; a title may be in any language."""
SURE = 0.7
"""The least probability that is believed: running text of any kind has more, one sentence again and
again 0.8; digits and signs have 0.01 to 0.1."""
_lock = threading.Lock()


def main_language(text: str) -> str:
    """The ISO 639-1 code of the language that a text is in, or ``""`` when that is not plain.

    >>> main_language("3.14 [7]")
    ''
    """
    if sum(map(str.isalpha, text)) < LETTERS:
        return ""
    code, sure = warm().classify(text)
    return str(code) if sure >= SURE else ""


def warm() -> LanguageIdentifier:
    """Load what knows the languages, about a second's work, if that has not been done."""
    with _lock:
        return _identifier()


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
