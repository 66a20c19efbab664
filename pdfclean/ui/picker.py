"""Choosing pages: the field with the page range, and the pages as small pictures to take or leave.

The browser half draws as many pages as are looked at and asks for their pictures then. What a
choice of pages is called is decided here: picture and field say the same.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from typing import Any

import gradio as gr

from pdfclean.errors import PdfCleanError
from pdfclean.jobs import Job, JobStore
from pdfclean.settings import page_ranges, parse_pages
from pdfclean.ui.language import drawn, say, template
from pdfclean.ui.live import script

__all__ = ["NO_PAGES", "page_picker", "pages_text", "picker_value"]

WIDE = 180
"""Pixels of a picture's width: twice what it takes up, for sharp screens."""
MOST = 12
"""Pictures in one answer."""
NO_PAGES = "none"
"""What the field says when no page is chosen; nothing can be cleaned then."""


def page_picker(store: JobStore) -> tuple[gr.Accordion, gr.Textbox, gr.HTML]:
    """The panel, closed at first: field and pictures.

    The pictures fire ``picked``, with ``pages`` as ranges, when pages were taken or left.
    """

    def pictures(request: list[Any]) -> dict[str, str]:
        key, numbers = request
        job = store.get(key)
        return {} if job is None else _pictures(job, [int(n) for n in numbers[:MOST]])

    with gr.Accordion(drawn("Choose pages"), open=False, visible=False, elem_id="pick") as panel:
        pages = gr.Textbox(
            "",
            label=drawn("Pages"),
            placeholder=drawn("All, or like 1-3, 7, 12-"),
            max_lines=1,
            elem_id="pages",
        )
        picker = gr.HTML(
            value=picker_value(None),
            html_template=template("picker.html"),
            js_on_load=script("picker.js", words=_words),
            server_functions=[pictures],
            apply_default_css=False,
            elem_id="picker",
        )
    return panel, pages, picker


def _words() -> dict[str, str]:
    # The script puts the number or the label where the sign is.
    return {
        "page": say("Page {number}", number="%"),
        "printed": say("Page {number}, printed as {label}", number="%", label="§"),
    }


def picker_value(job: Job | None, pages: str = "") -> dict[str, Any]:
    """What the pictures need to know: the document, how many pages, which are chosen.

    ``labels`` are the printed page numbers; none if they are the same.
    """
    if job is None or job.preflight is None:
        return {"key": "", "count": 0, "labels": [], "chosen": []}
    info = job.preflight.info
    plain = all(label == str(n) for n, label in enumerate(info.labels, 1))
    return {
        "key": job.key,
        "count": info.pages,
        "labels": [] if plain else list(info.labels),
        "chosen": [] if pages == NO_PAGES else page_ranges(parse_pages(pages, info.pages)),
    }


def pages_text(ranges: Iterable[Iterable[int]], count: int) -> str:
    """A choice of pages as the field says it.

    >>> pages_text([[1, 3], [7, 7], [12, 20]], 20), pages_text([[1, 9]], 9), pages_text([], 9)
    ('1-3, 7, 12-', '', 'none')
    """
    numbers = {n for low, high in ranges for n in range(max(1, low), min(high, count) + 1)}
    if not numbers:
        return NO_PAGES
    if len(numbers) == count:
        return ""
    parts = []
    for low, high in page_ranges(sorted(numbers)):
        open_ended = high == count and high > low
        parts.append(f"{low}" if low == high else f"{low}-" + ("" if open_ended else f"{high}"))
    return ", ".join(parts)


def _pictures(job: Job, numbers: Iterable[int]) -> dict[str, str]:
    """Pictures by page number, as addresses that hold them; empty for a page that has none."""
    found = {}
    for number in numbers:
        try:
            data = b64encode(job.picture(number, WIDE)).decode()
            found[str(number)] = f"data:image/jpeg;base64,{data}"
        except (PdfCleanError, ValueError):
            # It can be chosen all the same.
            found[str(number)] = ""
    return found
