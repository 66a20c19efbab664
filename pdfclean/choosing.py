"""Which chunks are doubtful enough for a model to look at.

Layout and the inline finds say how sure they are. A chunk is in doubt when a line that it keeps got
its role with little confidence, or something was taken out of it with little.
"""

from __future__ import annotations

from collections.abc import Mapping

from pdfclean.document import CleanChunk, Page, Policy, kept

__all__ = ["doubts"]

SURE = 0.83
"""Confidence (0 to 1) from which a line's role, and a mark, are out of doubt.

Every fourth training pair (28 documents, 772 chunks of 1,000 characters, 4.3% of their words not in
the gold text): a fifth of the chunks lies under it, and they hold 45% of those words. Sums and
means of the confidences do no better (44%), and knowing the words could not do better than 75%:
leaks are spread thinly, and layout is sure of many of them.
"""


def doubts(chunk: CleanChunk, pages: Mapping[int, Page], policy: Policy) -> bool:
    """Whether layout or an inline find was unsure about something in a chunk.

    Args:
        chunk: with the marks of layout and cleaning.
        pages: the labelled pages by number.
        policy: which categories are left out.
    """
    if any(mark.confidence < SURE for mark in chunk.marks):
        return True
    flags = kept(chunk.chunk.start, chunk.chunk.end, chunk.marks, policy)
    tokens = chunk.tokens
    places = {(tokens.page(i), tokens.line(i)) for i, keep in enumerate(flags) if keep}
    return any(pages[page].lines[line].confidence < SURE for page, line in places)
