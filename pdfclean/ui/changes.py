"""The whole text with what was taken out struck through, from the marks: no text is compared."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import gradio as gr

from pdfclean.document import CleanChunk
from pdfclean.jobs import JobStore
from pdfclean.review import Row
from pdfclean.ui.language import say, template
from pdfclean.ui.live import script
from pdfclean.ui.pieces import Piece, pieces
from pdfclean.ui.wording import GONE, kind_label

__all__ = ["changes_view"]

PAGE = 8
"""Chunks a page; some two screens."""


def changes_view(store: JobStore) -> gr.HTML:
    """The component."""

    def changes(request: list[Any]) -> dict[str, Any]:
        key, first = request
        job = store.get(key)
        if job is None:
            return {"none": say(GONE), "total": 0, "rows": [], "legend": []}
        review = job.review
        chunks = review.chunks()
        rows = review.rows()
        by_chunk: dict[int, list[Row]] = {}
        for row in rows:
            by_chunk.setdefault(row.chunk, []).append(row)
        kinds = {row.category.value for row in rows if row.category and row.out}
        return {
            "none": "" if chunks else say("There is no text so far."),
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


def _row(chunk: CleanChunk, found: Sequence[Piece]) -> dict[str, Any]:
    shown = [[text, kind, kind_label(kind) if kind else ""] for text, kind in found]
    return {
        "id": str(chunk.chunk.index),
        # Tells a part that has changed from one that stands there already.
        "mark": f"{zlib.crc32(repr(found).encode()):x}",
        "pieces": shown,
    }
