"""The whole text with what was taken out struck through, from the marks: no text is compared."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import gradio as gr

from pdfclean.document import CleanChunk, Decision, Policy, kept
from pdfclean.jobs import JobStore
from pdfclean.review import Row
from pdfclean.ui.language import template
from pdfclean.ui.live import script
from pdfclean.ui.wording import GONE, kind_label

__all__ = ["changes_view", "pieces"]

PAGE = 8
"""Chunks a page; some two screens."""

Piece = tuple[str, str]
"""A stretch of text, and the kind of what took it out: a category, "reader" or, kept, nothing."""


def changes_view(store: JobStore) -> gr.HTML:
    """The component."""

    def changes(request: list[Any]) -> dict[str, Any]:
        key, first = request
        job = store.get(key)
        if job is None:
            return {"none": GONE, "total": 0, "rows": [], "legend": []}
        review = job.review
        chunks = review.chunks()
        rows = review.rows()
        by_chunk: dict[int, list[Row]] = {}
        for row in rows:
            by_chunk.setdefault(row.chunk, []).append(row)
        kinds = {row.category.value for row in rows if row.category and row.out}
        return {
            "none": "" if chunks else "There is no text so far.",
            "total": len(chunks),
            "legend": sorted(((kind, kind_label(kind)) for kind in kinds), key=lambda k: k[1]),
            "rows": [
                _row(
                    chunk,
                    pieces(
                        chunk, review.policy, review.decisions, by_chunk.get(chunk.chunk.index, ())
                    ),
                )
                for chunk in chunks[first : first + PAGE]
            ],
        }

    return gr.HTML(
        value="",
        html_template=template("changes.html"),
        js_on_load=script("paged.js", "changes.js"),
        server_functions=[changes],
        apply_default_css=False,
        elem_id="changes",
    )


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
    owners = ["" if flag else "reader" for flag in flags]
    for row in rows:
        if row.out and row.category is not None:
            for at in range(row.start - first, row.end - first):
                if owners[at]:
                    owners[at] = row.category.value
    found: list[Piece] = []
    at = 0
    while at < len(owners):
        end = at + 1
        while end < len(owners) and owners[end] == owners[at]:
            end += 1
        # The space before a stretch belongs to neither side of it.
        space = tokens.space(at).text
        if space and (at or chunk.chunk.index):
            found.append((space, ""))
        found.append((tokens.text(at) + tokens.spaced(at + 1, end), owners[at]))
        at = end
    return found


def _row(chunk: CleanChunk, found: Sequence[Piece]) -> dict[str, Any]:
    shown = [[text, kind, kind_label(kind) if kind else ""] for text, kind in found]
    return {
        "id": str(chunk.chunk.index),
        # Tells a part that has changed from one that stands there already.
        "mark": f"{zlib.crc32(repr(found).encode()):x}",
        "pieces": shown,
    }
