"""The list of what was removed: a component whose browser half pulls its rows page by page.

Which rows there are, what is said of them and what a button does is decided here; the script only
shows it, as text and never as markup.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import gradio as gr

from pdfclean.document import CleanChunk
from pdfclean.jobs import Job, JobStore
from pdfclean.review import Row
from pdfclean.ui.language import number, say, say_many, template, term
from pdfclean.ui.live import script
from pdfclean.ui.spots import item_name
from pdfclean.ui.wording import GONE, decider, kind_label, shortened

__all__ = ["SEE", "SEE_IT", "decided", "page", "removed_view"]

PAGE = 100
"""Rows a page; some five screens."""
SEE = term("Show page")
SEE_IT = term("Show page: “{text}”")
SHORT = 240
"""Characters of an item that are shown unasked: three lines."""


def removed_view(store: JobStore) -> gr.HTML:
    """The component. Fires ``decided`` when something was restored or taken out again."""

    def items(request: list[Any]) -> dict[str, Any]:
        key, kind, first = request
        job = store.get(key)
        return (
            {"none": say(GONE), "total": 0, "rows": []} if job is None else page(job, kind, first)
        )

    def whole(request: list[Any]) -> dict[str, str]:
        key, start, end, opened = request
        job = store.get(key)
        rows = job.review.rows() if job else []
        for row in rows:
            if job and (row.start, row.end) == (start, end):
                text = row.text(job.review.chunk(row.chunk))
                return {"text": text if opened else shortened(text, SHORT), "more": _more(opened)}
        return {}

    def decide(request: list[Any]) -> dict[str, str]:
        key, what, ids, kind = request
        job = store.get(key)
        return {"said": say(GONE) if job is None else decided(job, str(what), ids, str(kind))}

    return gr.HTML(
        value="",
        html_template=template("removed.html"),
        js_on_load=script("paged.js", "removed.js"),
        server_functions=[items, whole, decide],
        apply_default_css=False,
        elem_id="removed",
    )


def page(job: Job, kind: str, first: int) -> dict[str, Any]:
    """A page of rows of one kind, and at the top what kinds there are.

    ``kind`` is "all", "model", "reader" or a category's key; one of which nothing is left is all.
    """
    rows = job.review.rows()
    counts = Counter(name for row in rows for name in _kinds(row))
    if kind != "all" and not counts[kind]:
        kind = "all"
    shown = _of(rows, kind)
    named = sorted((name for name in counts if name != "model"), key=lambda name: -counts[name])
    if counts["model"]:
        named.insert(0, "model")
    cut = shown[first : first + PAGE]
    return {
        "kind": kind,
        "kinds": [
            [name, kind_label(name), number(counts[name] or len(rows))] for name in ("all", *named)
        ],
        "all": _all(shown, kind),
        "none": "" if rows else say("Nothing was removed so far."),
        "total": len(shown),
        "rows": [_row(row, job.review.chunk(row.chunk)) for row in cut],
    }


def decided(job: Job, what: str, ids: Sequence[str], kind: str) -> str:
    """Restore or take out again, some rows or all of a kind; what to say of it."""
    review = job.review
    rows = _of(review.rows(), kind)
    if ids:
        wanted = {*ids}
        rows = [row for row in rows if item_name(row.start, row.end) in wanted]
    if what == "restore":
        rows = [row for row in rows if row.out]
        review.restore((row.start, row.end) for row in rows)
        return say_many("{n} passage restored.", "{n} passages restored.", len(rows))
    rows = [row for row in rows if not row.out]
    review.take_out((row.start, row.end) for row in rows)
    return say_many("{n} passage taken out again.", "{n} passages taken out again.", len(rows))


def _kinds(row: Row) -> tuple[str, ...]:
    if row.category is None:
        return ("reader",)
    return (row.category.value, "model") if row.by_model else (row.category.value,)


def _of(rows: Sequence[Row], kind: str) -> list[Row]:
    return [row for row in rows if kind == "all" or kind in _kinds(row)]


def _all(rows: Sequence[Row], kind: str) -> list[str] | None:
    """What the button for a whole kind does, and what it says."""
    if kind == "all" or not rows:
        return None
    out = sum(row.out for row in rows)
    if out:
        return ["restore", say_many("Restore it", "Restore all {n}", out)]
    return ["take_out", say_many("Take it out again", "Take all {n} out again", len(rows))]


def _row(row: Row, chunk: CleanChunk) -> dict[str, Any]:
    text = row.text(chunk)
    short = shortened(text, SHORT)
    begin = shortened(text, 40)
    act = ["restore", say("Restore"), say("Restore “{text}”", text=begin)]
    if not row.out:
        act = ["take_out", say("Take out again"), say("Take out again “{text}”", text=begin)]
    meta = [
        kind_label(_kinds(row)[0]),
        say("page {page}", page=row.page(chunk)),
        *decider(row.mark),
    ]
    if not row.out:
        meta.insert(0, say("Restored"))
    return {
        "id": item_name(row.start, row.end),
        "kind": _kinds(row)[0],
        "text": short,
        "more": _more(False) if len(short) < len(" ".join(text.split())) else "",
        "meta": " · ".join(meta),
        "out": row.out,
        "act": act,
        "see": [say(SEE), say(SEE_IT, text=begin)],
    }


def _more(opened: bool) -> str:
    return say("Show less") if opened else say("Show all")
