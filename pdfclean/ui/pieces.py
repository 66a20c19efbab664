"""A part's own text in stretches that were kept or taken out together: from the marks, no text is
compared."""

from __future__ import annotations

from collections.abc import Sequence

from pdfclean.document import CleanChunk, Decision, Edit, Policy, kept
from pdfclean.review import Row

__all__ = ["OVER", "WRITTEN", "Piece", "pieces"]

Piece = tuple[str, str]
"""A stretch of text, and the kind of what took it out: a category, "reader" or, kept, nothing. What
the reader wrote over is :data:`OVER`, and what they wrote instead :data:`WRITTEN`."""

OVER = "over"
WRITTEN = "written"


def pieces(
    chunk: CleanChunk, policy: Policy, decisions: Sequence[Decision], rows: Sequence[Row]
) -> list[Piece]:
    """A chunk's text in stretches that were kept or taken out together.

    Args:
        chunk: with its marks.
        policy: which categories are left out.
        decisions: the reader's.
        rows: what was taken out of this chunk, see :func:`pdfclean.review.rows`.
    """
    first, tokens = chunk.chunk.start, chunk.tokens
    flags = kept(first, chunk.chunk.end, chunk.marks, policy, decisions)
    edits = {d.start - first: d for d in decisions if isinstance(d, Edit)}
    owners = ["" if flag else "reader" for flag in flags]
    for row in rows:
        if row.out and row.category is not None:
            for at in range(row.start - first, row.end - first):
                if owners[at]:
                    owners[at] = row.category.value
    for edit in edits.values():
        for at in range(max(edit.start - first, 0), min(edit.end - first, len(owners))):
            owners[at] = OVER
    found: list[Piece] = []
    at = 0
    while at < len(owners):
        end = at + 1
        while end < len(owners) and owners[end] == owners[at] and end not in edits:
            end += 1
        # The space before a stretch belongs to neither side of it.
        space = tokens.space(at).text
        if space and (at or chunk.chunk.index):
            found.append((space, ""))
        found.append((tokens.text(at) + tokens.spaced(at + 1, end), owners[at]))
        if at in edits and edits[at].text:
            found.append((edits[at].text, WRITTEN))
        at = end
    return found
