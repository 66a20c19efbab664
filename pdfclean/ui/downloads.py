"""The Download button and the panel beside it: the text as a file, in the form its writer wants.

A file is made when it is asked for and goes to the browser in the answer; none is left here. What
is remembered of the last choice is in the browser.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import gradio as gr

from pdfclean.export import Format, Options, Provenance, file_name, title_of, written
from pdfclean.jobs import Job, JobStore, State
from pdfclean.ui.doubtful import doubts
from pdfclean.ui.language import say, template
from pdfclean.ui.live import script
from pdfclean.ui.views import View
from pdfclean.ui.wording import GONE

__all__ = ["downloads", "downloads_value", "made", "options_of", "provenance"]

LONGEST_NAME = 300
"""Characters of a file's name that are looked at; what is kept of it is shorter."""


def downloads(store: JobStore) -> gr.HTML:
    """The component; its value is :func:`downloads_value`."""

    def file(request: list[Any]) -> dict[str, str]:
        key, wanted, name = request
        job = store.get(key)
        if job is None or not job.runs:
            return {"said": say(GONE)}
        options = options_of(wanted if isinstance(wanted, dict) else {})
        full, data = made(job, options, str(name)[:LONGEST_NAME])
        answer = {"name": full, "type": options.format.media_type}
        if options.format is Format.WORD:
            return {**answer, "base64": b64encode(data).decode()}
        return {**answer, "text": data.decode()}

    return gr.HTML(
        value=downloads_value(View()),
        html_template=template("downloads.html"),
        js_on_load=script("kept.js", "downloads.js", words=_words),
        server_functions=[file],
        apply_default_css=False,
        elem_id="downloads",
    )


def _words() -> dict[str, Any]:
    """What the script shows: by format, the button of a whole text and of one that is not."""
    return {
        "whole": {kind.value: say("Download {ending}", ending=_ending(kind)) for kind in Format},
        "part": {
            kind.value: say("Save what is here ({ending})", ending=_ending(kind)) for kind in Format
        },
        "endings": {kind.value: kind.suffix for kind in Format},
        "saved": say("Saved."),
        "lost": say("The connection is lost; what is on the screen was saved as plain text."),
    }


def _ending(kind: Format) -> str:
    """A kind of file as a button names it."""
    match kind:
        case Format.RAW:
            return say("raw text")
        case Format.REPORT:
            return say("report")
        case _:
            return kind.suffix


def downloads_value(view: View) -> dict[str, Any]:
    """What the component needs to know of a view.

    ``state`` is "none" while there is nothing to save, "part" while the text is not whole, else
    "whole". ``name`` is what a file will be called, without its ending.
    """
    job = view.job
    if job is None or job.preflight is None or not view.begun:
        return {"key": "", "run": 0, "state": "none", "name": ""}
    name = file_name(title_of(job.preflight.info, job.name), "")
    state = "whole" if view.complete else "part"
    return {"key": job.key, "run": job.runs, "state": state, "name": name}


def options_of(wanted: Mapping[str, Any]) -> Options:
    """Options as the browser sends them; what is unknown is left as it is by default."""
    known = {kind.value for kind in Format}
    kind = str(wanted.get("format"))
    return Options(
        format=Format(kind) if kind in known else Format.TEXT,
        headings=bool(wanted.get("headings", True)),
        marks=bool(wanted.get("marks")),
        wrap=bool(wanted.get("wrap")),
        words=bool(wanted.get("words")),
    )


def made(job: Job, options: Options, name: str = "") -> tuple[str, bytes]:
    """The name and content of a file of a job's text as it stands on the page now."""
    document, review = job.so_far, job.review
    return written(
        document,
        options,
        review.policy,
        review.decisions,
        provenance=provenance(job, options.format),
        name=name,
    )


def provenance(job: Job, kind: Format) -> Provenance:
    """What is known of the run that made a job's text; what is in doubt only for a report, which
    alone tells it: to find that takes as long as to write another kind of file."""
    told = Provenance(
        name=Path(job.name).name,
        settings=job.settings,
        complete=job.state is State.FINISHED,
        made=datetime.now().astimezone(),
        language=job.preflight.language if job.preflight else "",
    )
    if kind is not Format.REPORT:
        return told
    found = [(each.start, each.end) for each in doubts(job)]
    seen = sum(each in job.review.seen for each in found)
    return replace(told, doubtful=len(found), looked_over=seen)
