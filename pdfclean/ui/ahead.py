"""Before the run: what is chosen shows at once in card, outline, field and pictures.

While a document is cleaned ahead the page looks again a few times a second, until all is known.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import gradio as gr

from pdfclean.errors import PdfCleanError
from pdfclean.jobs import JobStore
from pdfclean.ui import handlers
from pdfclean.ui.controls import Controls
from pdfclean.ui.parts import Parts
from pdfclean.ui.picker import pages_text, picker_value
from pdfclean.ui.servers import Servers

__all__ = ["LOOK", "wire"]

LOOK = 0.4
"""Seconds between two looks at what is known by now."""


def wire(store: JobStore, servers: Servers, parts: Parts, settings: Controls) -> None:
    """Connect the controls that matter before a run with the look ahead."""
    inputs = [parts.key, *settings.inputs]
    pages_at = settings.inputs.index(settings.pages)

    def look(key: object, *values: Any) -> dict[Any, Any]:
        return parts.looked(handlers.look(store, key, *values, servers=servers))

    def picked(event: gr.EventData, key: object, *values: Any) -> dict[Any, Any]:
        job = store.get(key)
        if job is None or job.preflight is None:
            return {parts.pages: gr.skip()}
        pages = pages_text(event._data["pages"], job.preflight.info.pages)
        chosen = (*values[:pages_at], pages, *values[pages_at + 1 :])
        return {parts.pages: pages, **look(key, *chosen)}

    def typed(key: object, *values: Any) -> dict[Any, Any]:
        try:
            value = picker_value(store.get(key), (values[pages_at] or "").strip())
        except (ValueError, PdfCleanError):
            # It may be half typed.
            return {parts.picker: gr.skip()}
        return {parts.picker: value, **look(key, *values)}

    now: Callable[..., dict[str, Any]] = partial(
        dict,
        queue=False,
        show_progress="hidden",
        api_visibility="private",
        trigger_mode="always_last",
    )
    parts.clock.tick(look, inputs, **now(outputs=parts.ahead, trigger_mode="once"))
    parts.picker.picked(picked, inputs, **now(outputs=[parts.pages, *parts.ahead]))
    # Not input, which a paste does not fire; so what was picked comes back here as well.
    parts.pages.change(typed, inputs, **now(outputs=[parts.picker, *parts.ahead]))
    parts.out.input(look, inputs, **now(outputs=parts.ahead))
    for control in (settings.max_chars, settings.polish, settings.mode, settings.model,
                    settings.where, settings.server):  # fmt: skip
        control.change(look, inputs, **now(outputs=parts.ahead))
