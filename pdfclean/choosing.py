"""Which chunks are doubtful enough for a model to look at.

Layout and the inline finds say how sure they are. A chunk is in doubt when a line that it keeps got
its role with little confidence, or something was taken out of it with little.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pdfclean.document import CleanChunk, Page, Policy, kept

__all__ = ["choose", "doubts"]

SURE = 0.83
"""Confidence (0 to 1) from which a line's role, and a mark, are out of doubt.

Every fourth training pair (28 documents, 772 chunks of 1,000 characters, 4.3% of their words not in
the gold text): a fifth of the chunks lies under it, and they hold 45% of those words. Sums and
means of the confidences do no better (44%), and knowing the words could not do better than 75%:
leaks are spread thinly, and layout is sure of many of them.
"""


def choose(
    chunks: Sequence[CleanChunk], pages: Mapping[int, Page], policy: Policy
) -> list[tuple[str, ...]]:
    """What is in doubt in each of some consecutive chunks, as :func:`doubts` says it."""
    return [doubts(chunk, pages, policy) for chunk in chunks]


def doubts(chunk: CleanChunk, pages: Mapping[int, Page], policy: Policy) -> tuple[str, ...]:
    """What layout or an inline find was unsure about in a chunk, in plain words.

    Args:
        chunk: with the marks of layout and cleaning.
        pages: the labelled pages by number.
        policy: which categories are left out.
    """
    found: list[str] = []
    if any(mark.confidence < SURE for mark in chunk.marks):
        found.append("something was taken out that may belong to the text")
    flags = kept(chunk.chunk.start, chunk.chunk.end, chunk.marks, policy)
    tokens = chunk.tokens
    places = {(tokens.page(i), tokens.line(i)) for i, keep in enumerate(flags) if keep}
    if any(pages[page].lines[line].confidence < SURE for page, line in places):
        found.append("a line stayed in that may not belong to the text")
    return tuple(found)
