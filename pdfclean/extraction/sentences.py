"""Whether a line or a block says something: sentences, not names, titles, cells or notices."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pdfclean.extraction.shapes import email, front_notice, is_cjk, words

__all__ = ["prose_words", "sentence", "small_share"]

WORDS = 4
"""Words that make a line of prose."""
SMALL = 0.5
"""Share of them in small letters; names, titles and entries of a reference list have fewer."""
CJK_LENGTH = 12
"""Characters that make a line of Chinese or Japanese prose."""
_LINK = re.compile(r"https?:|www\.|\bdoi\b|©|\(c\)\s", re.I)
_OPENS = "\"'“‘„«»‚([¡¿—–-"
_ENDS = re.compile(r"[.!?。！？…][\"'”’»)\]]{0,3}$")


def small_share(texts: Iterable[str]) -> float:
    """Share of the words in small letters; 0 where letters have no case."""
    found = [word for text in texts for word in words(text)]
    return sum(word[0].islower() for word in found) / max(1, len(found))


def prose_words(text: str) -> bool:
    """Whether most of a text's words are those of running text.

    >>> [prose_words(t) for t in ("who came home late and", "Journal of Small Harbours")]
    [True, False]
    """
    if is_cjk(text):
        return len(text) >= CJK_LENGTH
    return len(words(text)) >= WORDS and small_share([text]) >= SMALL


def sentence(text: str) -> bool:
    """Whether a text is a sentence of its own, or several, and no notice of a publisher.

    >>> sentence("But the clock was still late.")
    True
    >>> sentence("Copyright of this article is held by the authors.")
    False
    """
    bare = text.lstrip(_OPENS).lstrip()
    return (
        prose_words(text)
        and _ENDS.search(text) is not None
        and not bare[:1].islower()
        and not (front_notice(bare) or email(text) or _LINK.search(text))
    )
