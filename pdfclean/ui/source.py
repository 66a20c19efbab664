"""The page beside the text: a picture of the PDF's page with a sentence's place outlined.

Both ways: what is selected in the text, or listed as taken out, is shown on its page; a click on a
page says what became of the words there. Pictures travel through the server functions below, asked
for by the job's id; there is no route to a file.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from pdfclean.document import Page
from pdfclean.errors import PdfCleanError
from pdfclean.jobs import Job, JobStore
from pdfclean.printed import outlines
from pdfclean.ui.language import say, template
from pdfclean.ui.live import script
from pdfclean.ui.sentences import heard
from pdfclean.ui.spots import item_range, kind_of, place, share, spot
from pdfclean.ui.wording import GONE

__all__ = ["WIDTHS", "functions", "sheet", "source_view"]

WIDTHS = (600, 900, 1300, 2000)
"""Pixels of a picture; few, so that the job's cache serves who scrolls back."""


def source_view(store: JobStore) -> gr.HTML:
    """The component. Fires ``decided`` when something was restored from the page."""
    return gr.HTML(
        value="",
        html_template=template("source.html"),
        js_on_load=script("sheet.js", "source.js"),
        server_functions=functions(store),
        apply_default_css=False,
        elem_id="source",
    )


def functions(store: JobStore) -> list[Callable[..., Any]]:
    """What the browser may call; each is told the job's id first, and knows no other way to one."""

    def show(request: list[Any]) -> dict[str, Any]:
        key, number, width, have = request
        job = store.get(key)
        wide = 0 if have else int(width)
        return {"said": say(GONE)} if job is None else sheet(job, int(number), wide)

    def find(request: list[Any]) -> dict[str, Any]:
        key, what = request
        job = store.get(key)
        return {"said": say(GONE)} if job is None else place(job, what)

    def point(request: list[Any]) -> dict[str, Any]:
        key, number, x, y = request
        job = store.get(key)
        return {"said": say(GONE)} if job is None else spot(job, int(number), float(x), float(y))

    def restore(request: list[Any]) -> dict[str, Any]:
        key, name = request
        job = store.get(key)
        if job is None:
            return {"said": say(GONE)}
        job.review.restore([item_range(name)])
        return {"said": say("Restored.")}

    return [show, find, point, restore]


# A page -------------------------------------------------------------------------------------------


def sheet(job: Job, number: int, width: int = 0) -> dict[str, Any]:
    """A page: its picture, what it is called, and what was taken out of it.

    Args:
        job: whose page.
        number: 1-based; the nearest page that there is.
        width: in pixels, taken as the next of :data:`WIDTHS`; 0 for no picture: it is there.
    """
    if job.preflight is None:
        return {"said": say(GONE)}
    info = job.preflight.info
    number = min(max(number, 1), info.pages)
    label = info.labels[number - 1] if number <= len(info.labels) else ""
    told = {
        "number": number,
        "pages": info.pages,
        "title": say("Page {number} of {pages}", number=number, pages=info.pages),
        "goesOn": say("Goes on on page {page}", page="{page}"),
        "label": say("printed as {label}", label=label) if label and label != str(number) else "",
    }
    try:
        page = job.page(number)
        picture = _picture(job, number, width) if width else ""
    except PdfCleanError as error:
        return {**told, "picture": "", "said": heard(str(error)), "gone": []}
    gone = [] if page is None else list(_gone(job, page))
    return {**told, "picture": picture, "gone": gone}


def _picture(job: Job, number: int, width: int) -> str:
    """A picture as an address that the browser need not ask for."""
    wide = next((each for each in WIDTHS if each >= width), WIDTHS[-1])
    return f"data:image/jpeg;base64,{base64.b64encode(job.picture(number, wide)).decode('ascii')}"


def _gone(job: Job, page: Page) -> Iterator[dict[str, Any]]:
    """What was taken out of a page: the kind, and the boxes."""
    for row in job.review.rows():
        chunk = job.review.chunk(row.chunk)
        first = chunk.chunk.start
        low, high = row.start - first, row.end - first
        # Most are on other pages; their tokens need not be made.
        if row.out and any(chunk.tokens.page(at) == page.number for at in range(low, high)):
            boxes = outlines(chunk.tokens[low:high], {page.number: page}.get)
            for found in boxes.values():
                yield {"kind": kind_of(row), "boxes": [share(box, page) for box in found]}
