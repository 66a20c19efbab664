"""The parts of the page that depend on the document, and how they show a view of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from pdfclean.document import Category
from pdfclean.ui.documents import documents_value
from pdfclean.ui.downloads import downloads_value
from pdfclean.ui.language import say
from pdfclean.ui.live import live_value
from pdfclean.ui.picker import picker_value
from pdfclean.ui.preflight import card
from pdfclean.ui.views import View
from pdfclean.ui.wording import alert_html, go_on_label, outline_choices, reading_html

__all__ = ["Parts"]


@dataclass(frozen=True, slots=True)
class Parts:
    """Components; ``key`` is the id of the document that this browser has open."""

    key: gr.BrowserState
    file: gr.File
    example: gr.Button
    alert: gr.HTML
    lock: gr.Row
    password: gr.Textbox
    unlock: gr.Button
    facts: gr.HTML
    clean: gr.Button
    outline: gr.Accordion
    sections: gr.CheckboxGroup
    raw: gr.Accordion
    preview: gr.Textbox
    live: gr.HTML
    removed: gr.HTML
    doubtful: gr.HTML
    source: gr.HTML
    stop: gr.Button
    copy: gr.Button
    files: gr.HTML
    undo: gr.Button
    redo: gr.Button
    find: gr.Button
    listen: gr.Button
    out: gr.CheckboxGroup
    pick: gr.Accordion
    pages: gr.Textbox
    picker: gr.HTML
    clock: gr.Timer
    documents: gr.HTML
    go_on: gr.Button

    @property
    def all(self) -> list[Any]:
        """What a view decides on: all but the drop zone and two buttons."""
        return [
            self.key, self.alert, self.lock, self.password, self.facts, self.clean,
            self.outline, self.sections, self.raw, self.preview, self.live, self.stop, self.copy,
            self.files, self.undo, self.redo,
            self.find, self.listen, self.out, self.pick, self.clock, self.documents, self.go_on,
        ]  # fmt: skip

    @property
    def chosen(self) -> list[Any]:
        """What says which pages are chosen."""
        return [self.pages, self.picker]

    @property
    def ahead(self) -> list[Any]:
        """What changes with a look ahead."""
        return [self.facts, self.outline, self.sections, self.clock]

    def show(self, view: View) -> dict[Any, Any]:
        """What each component shows of a view."""
        job = view.job
        preflight = job.preflight if job else None
        facts = ""
        if view.reading:
            facts = reading_html(view.reading)
        elif job is not None and preflight is not None:
            facts = card(job)
        return {
            self.key: job.key if job else "",
            self.alert: alert_html(view.alert),
            self.lock: gr.update(visible=view.locked),
            self.password: "" if not view.locked else gr.skip(),
            self.facts: facts,
            self.clean: gr.update(
                interactive=view.ready,
                visible=preflight is None or bool(preflight.words),
                value=say("Clean again") if view.begun and not view.running else say("Clean"),
            ),
            self.raw: gr.update(visible=bool(preflight and preflight.preview)),
            self.preview: preflight.preview if preflight else "",
            self.live: live_value(job),
            self.stop: gr.update(visible=view.running),
            **{each: gr.update(visible=view.begun) for each in (self.copy, self.find, self.listen)},
            **self._outline(view),
            self.files: downloads_value(view),
            self.out: self._switches(view),
            self.pick: gr.update(visible=bool(preflight and preflight.words)),
            self.clock: gr.Timer(active=view.pending),
            self.documents: documents_value(view),
            self.go_on: gr.update(visible=view.can_go_on, value=go_on_label(job)),
            **self.undone(view),
        }

    def opened(self, view: View) -> dict[Any, Any]:
        """The same for a document that has just come on the page: with the pages chosen of it."""
        job = view.job
        if job is None or job.prospect is None:
            return self.show(view)
        pages = job.prospect.asked.pages
        return {**self.show(view), self.pages: pages, self.picker: picker_value(job, pages)}

    def looked(self, view: View) -> dict[Any, Any]:
        """What a look ahead changes."""
        if view.job is None:
            return dict.fromkeys(self.ahead, gr.skip())
        return {
            self.facts: card(view.job),
            **self._outline(view),
            self.clock: gr.Timer(active=view.pending),
        }

    def decided(self, view: View) -> dict[Any, Any]:
        """What a choice in the text changes beside it."""
        return {**self.undone(view), **self._outline(view)}

    def _switches(self, view: View) -> Any:
        """What the text leaves out at present."""
        if view.job is None or not view.job.runs:
            return gr.skip()
        return [each.value for each in Category if each in view.job.review.policy.out]

    def undone(self, view: View) -> dict[Any, Any]:
        """Undo and redo, once something was chosen."""
        # Before a run there is nothing on the screen that would be undone.
        job = view.job if view.begun else None
        back = bool(job and job.review.can_undo)
        again = bool(job and job.review.can_redo)
        return {
            self.undo: gr.update(visible=back or again, interactive=back),
            self.redo: gr.update(visible=back or again, interactive=again),
        }

    def _outline(self, view: View) -> dict[Any, Any]:
        """The outline, once there is one to choose from."""
        job = view.job
        if view.pending and job is not None and not job.sections:
            # Those of other pages stay until these are known.
            return {self.outline: gr.skip(), self.sections: gr.skip()}
        if job is None or not job.sections:
            return {self.outline: gr.update(visible=False), self.sections: gr.skip()}
        choices = outline_choices(job.sections)
        ticked = [value for i, (_, value) in enumerate(choices) if i not in job.review.left_out]
        shown = view.ticked is not None and set(view.ticked) == set(ticked)
        return {
            self.outline: gr.update(visible=True),
            # What the browser shows already is left alone: the next tick may be on its way.
            self.sections: gr.skip() if shown else gr.update(choices=choices, value=ticked),
        }
