"""Nothing invented, nothing lost, nothing twice: what holds for every document, told to the letter.

The scorer's *novel* figure compares runs of words with other readers' text, so that a table's cells
in another order count as invented. Here the claim itself is checked, on the run's own record: every
token is the characters of the lines that it names, or their repair; no character is in two tokens;
every printed character of every line is in a token; and the rendered text is the kept tokens.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from ftfy import fix_encoding

from pdfclean.document import CleanDocument, Page, Token, kept
from pdfclean.render import render

__all__ = ["faults"]

PRIVATE = frozenset(map(chr, range(0xE000, 0xF900)))
"""Codes without a meaning of their own, where fonts keep ligatures."""


def faults(document: CleanDocument) -> Iterator[str]:
    """A sentence for each place where the text is not what the file says; none is the claim."""
    pages = {page.number: page for page in document.pages}
    covered: dict[tuple[int, int], bytearray] = defaultdict(bytearray)
    for chunk in document.chunks:
        for token in chunk.tokens:
            yield from _token_faults(token, pages, covered)
    yield from _uncovered(document, covered)
    stays = "".join(
        chunk.tokens.text(index)
        for chunk in document.chunks
        for index, flag in enumerate(
            kept(chunk.chunk.start, chunk.chunk.end, chunk.marks, document.policy)
        )
        if flag
    )
    if letters(render(document)) != letters(stays):
        yield "the rendered text is not its kept tokens"


def letters(text: str) -> str:
    """Letters and digits only, without case, accents and compatibility forms.

    >>> letters("´ıcius"), letters("ﬁ-\\u00ad nal"), letters("É²")
    ('icius', 'final', 'e2')
    """
    decomposed = unicodedata.normalize("NFKD", text).casefold().replace("ı", "i").replace("ȷ", "j")
    return "".join(c for c in decomposed if c.isalnum() and unicodedata.category(c) != "Lm")


def _token_faults(
    token: Token, pages: dict[int, Page], covered: dict[tuple[int, int], bytearray]
) -> Iterator[str]:
    printed = ""
    for source in token.sources:
        line = pages[source.page].lines[source.line].text
        printed += line[source.start : source.end]
        seen = covered[source.page, source.line]
        seen.extend(bytes(len(line) - len(seen)))
        if any(seen[source.start : source.end]):
            yield f"page {source.page}: {token.text!r} stands twice"
        seen[source.start : source.end] = b"\x01" * (source.end - source.start)
    if token.raw != printed:
        yield f"page {token.sources[0].page}: {token.raw!r} is {printed!r} in the file"
    if not _repaired(token):
        yield f"page {token.sources[0].page}: {token.text!r} is no repair of {token.raw!r}"


def _repaired(token: Token) -> bool:
    """Whether a token says what its raw form says; a ligature's private code says a ligature."""
    said = letters(token.text)
    if said in (letters(token.raw), letters(fix_encoding(token.raw))):
        return True
    read = "".join(".{0,3}" if c in PRIVATE else re.escape(letters(c)) for c in token.raw)
    return re.fullmatch(read, said) is not None


def _uncovered(document: CleanDocument, covered: dict[tuple[int, int], bytearray]) -> Iterator[str]:
    for page in document.pages:
        for index, line in enumerate(page.lines):
            seen = covered.get((page.number, index), bytearray()).ljust(len(line.text), b"\0")
            lost = "".join(c for c, flag in zip(line.text, seen, strict=True) if not flag)
            if letters(lost):
                yield f"page {page.number}: {lost.strip()!r} is in no token"
