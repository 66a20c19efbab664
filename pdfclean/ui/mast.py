"""The top line: what this is, a way past it for the keyboard, and which keys there are."""

from __future__ import annotations

from html import escape
from typing import Any

import gradio as gr

from pdfclean.ui.language import SPEAK, say, spoken, term
from pdfclean.ui.live import script

__all__ = ["KEYS", "mast"]

KEYS = {
    term("Tab"): term("From control to control"),
    "←, →": term("On Text, Removed, In doubt and Changes: from one to the next"),
    "↑, ↓": term("In the text: from sentence to sentence; in a list: from passage to passage"),
    term("Enter, E, L, P"): term(
        "On a sentence: what can be done with it; edit its paragraph; listen; show its page"
    ),
    term("Ctrl F"): term("Find and replace"),
    "K, R": term("In doubt: keep or remove the passage"),
    term("Ctrl Z, Ctrl Y"): term("Undo, redo"),
    term("Esc"): term("Close what is open"),
    "?": term("Show these keys, from the text or a list"),
}
"""Keys and what they do, in the order in which they are shown."""


def mast() -> gr.HTML:
    """The component; its script also looks after the focus and what is read out (access.js)."""
    return gr.HTML(
        html_template=spoken(_markup),
        js_on_load=f"{SPEAK}\n{script('access.js', words=_gradios)}",
        apply_default_css=False,
        elem_id="mast",
    )


def _gradios() -> dict[str, Any]:
    """What Gradio says in English whatever the language: ``begin`` are the beginnings of its names
    for controls, and how they are to begin."""
    return {
        "begin": {
            "number input for": say("number input for"),
            "range slider for": say("range slider for"),
            "Reset to default value": say("Reset to default value"),
        },
        "all": say("All sections"),
    }


def _markup() -> str:
    about = say(
        "Drop a PDF and watch it turn into clean prose you can narrate: nothing lost, nothing "
        "invented."
    )
    keys, close = escape(say("Keys")), escape(say("Close"))
    skip = escape(say("Skip to the text"))
    rows = "".join(
        f"<div><dt>{_caps(say(each))}</dt><dd>{escape(say(does))}</dd></div>"
        for each, does in KEYS.items()
    )
    return (
        f'<header class="mast"><a class="skip" href="#main">{skip}</a>'
        f"<h1>pdfclean</h1><p>{about}</p>"
        f'<button type="button" class="keys-open" aria-haspopup="dialog">{keys}</button>'
        f'<dialog class="keys" aria-labelledby="keys-title"><h2 id="keys-title">{keys}</h2>'
        f'<dl>{rows}</dl><form method="dialog">'
        f'<button class="keys-close">{close}</button></form></dialog></header>'
    )


def _caps(keys: str) -> str:
    """Each key as a cap; those that no comma parts are pressed together.

    >>> _caps("K, R")
    '<kbd>K</kbd> <kbd>R</kbd>'
    >>> _caps("Ctrl Z")
    '<kbd>Ctrl</kbd>+<kbd>Z</kbd>'
    """
    return " ".join(
        "+".join(f"<kbd>{escape(key)}</kbd>" for key in together.split())
        for together in keys.split(", ")
    )
