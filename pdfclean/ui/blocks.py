"""The page: its layout, and which control calls which handler."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import gradio as gr
from gradio.events import api

from pdfclean.jobs import JobStore
from pdfclean.ui import ahead, batch, handlers
from pdfclean.ui.api import clean_pdf
from pdfclean.ui.changes import changes_view
from pdfclean.ui.controls import Controls, controls
from pdfclean.ui.documents import documents_view
from pdfclean.ui.doubtful import doubtful_view
from pdfclean.ui.downloads import downloads
from pdfclean.ui.example import EXAMPLE, TRY
from pdfclean.ui.language import STATIC, drawn, i18n, say, spoken, term
from pdfclean.ui.live import live_text
from pdfclean.ui.mast import mast
from pdfclean.ui.parts import Parts
from pdfclean.ui.picker import page_picker
from pdfclean.ui.review import removed_view
from pdfclean.ui.servers import Servers
from pdfclean.ui.source import source_view
from pdfclean.ui.theme import theme
from pdfclean.ui.views import View
from pdfclean.ui.wording import duration

__all__ = ["build", "launch"]

LARGEST_FILE = "300mb"
CACHE_SWEEP = 15 * 60
"""Seconds between two looks for uploads and downloads that Gradio may forget."""
STYLES = (
    "page", "live", "views", "watching", "passages", "source", "preflight", "downloads",
    "documents",
)  # fmt: skip
"""The style sheets of the page, later ones having the last word."""
STORAGE_KEY = "pdfclean-job"
"""Name, in the visitor's browser, of the id of the document they have open; it outlives a restart
of the server, so it must not change from start to start (Gradio's default does)."""

DROP_ZONE = {
    "upload_text.drop_file": term("Drop PDFs here"),
    "common.or": term("or"),
    "upload_text.click_to_upload": term("choose files"),
}
"""The drop zone's words under Gradio's own names for them."""


def build(store: JobStore, servers: Servers | None = None) -> gr.Blocks:
    """The page over a job store; ``servers`` by default as the environment says."""
    servers = servers or Servers.from_environment()
    page = gr.Blocks(
        title="pdfclean",
        analytics_enabled=False,
        fill_width=True,
        delete_cache=(CACHE_SWEEP, int(store.keep)),
    )
    with page:
        mast()
        parts, settings = _layout(store, servers)
        gr.HTML(
            html_template=spoken(partial(_foot, store, servers)),
            apply_default_css=False,
            elem_id="foot",
        )
        _wire(store, servers, page, parts, settings)
        api(clean_pdf(store), api_name="clean", concurrency_limit=None)
    return page


def launch(page: gr.Blocks, **options: Any) -> Any:
    """Serve the page. Host and port come from ``GRADIO_SERVER_NAME`` and ``GRADIO_SERVER_PORT``."""
    page.queue(default_concurrency_limit=8, max_size=200)
    return page.launch(
        theme=theme(),
        i18n=i18n(DROP_ZONE),
        css_paths=[STATIC / f"{name}.css" for name in STYLES],
        footer_links=[],
        max_file_size=LARGEST_FILE,
        run_history=False,
        show_error=False,
        ssr_mode=False,
        **options,
    )


def _foot(store: JobStore, servers: Servers) -> str:
    promise = say("Nothing leaves this machine.")
    if servers.offered:
        promise = say("Nothing leaves this machine, unless you have a model on a server polish it.")
    kept = say(
        "Documents are deleted {time} after you last looked at them.",
        time=duration(int(store.keep / 60)),
    )
    return f'<footer class="foot"><p>{promise} {kept}</p></footer>'


def _layout(store: JobStore, servers: Servers) -> tuple[Parts, Controls]:
    """Document and settings on one side, the text on the other."""
    key = gr.BrowserState("", storage_key=STORAGE_KEY, secret=STORAGE_KEY)
    with gr.Row(elem_id="desk"):
        with gr.Column(elem_id="side", min_width=280):
            file = gr.File(label="PDF", file_types=[".pdf"], file_count="multiple", elem_id="file")
            example = gr.Button(
                drawn(TRY),
                visible=EXAMPLE.is_file(),
                size="sm",
                variant="secondary",
                elem_id="example",
            )
            documents = documents_view(store)
            alert = gr.HTML(
                html_template='<div class="alert" role="alert">${value}</div>',
                value="",
                elem_id="alert",
                apply_default_css=False,
            )
            with gr.Row(visible=False, elem_id="lock") as lock:
                password = gr.Textbox(
                    label=drawn("Password"), type="password", max_lines=1, scale=3
                )
                unlock = gr.Button(drawn("Unlock"), scale=1, min_width=90, elem_id="unlock")
            facts = gr.HTML("", elem_id="facts", apply_default_css=False)
            pick, pages, picker = page_picker(store)
            with gr.Accordion(
                drawn("Sections"), open=True, visible=False, elem_id="outline"
            ) as outline:
                sections = gr.CheckboxGroup(
                    [],
                    label=drawn("Sections in the text"),
                    info=drawn("Untick what you do not want to hear"),
                    show_select_all=True,
                    container=False,
                    elem_id="sections",
                )
            clean = gr.Button(
                drawn("Clean"), variant="primary", size="lg", interactive=False, elem_id="clean"
            )
            go_on = gr.Button(drawn("Continue"), visible=False, elem_id="go-on")
            settings = controls(servers, pages)
            with gr.Accordion(drawn("Raw text"), open=False, visible=False, elem_id="raw") as raw:
                preview = gr.Textbox(
                    lines=14,
                    max_lines=14,
                    interactive=False,
                    label=drawn("How the PDF's text begins"),
                    show_label=False,
                    container=False,
                )
        with gr.Column(elem_id="main", min_width=300):
            live = live_text(store)
            removed = removed_view(store)
            doubtful = doubtful_view(store)
            changes_view(store)
            with gr.Row(elem_id="tools"):
                undo = gr.Button(drawn("Undo"), visible=False, elem_id="undo")
                redo = gr.Button(drawn("Redo"), visible=False, elem_id="redo")
                find = gr.Button(drawn("Find"), visible=False, elem_id="find")
                listen = gr.Button(drawn("Listen"), visible=False, elem_id="listen")
                stop = gr.Button(drawn("Stop"), variant="stop", visible=False, elem_id="stop")
                copy = gr.Button(drawn("Copy"), visible=False, elem_id="copy")
                files = downloads(store)
        source = source_view(store)
    parts = Parts(
        key, file, example, alert, lock, password, unlock, facts, clean, outline, sections, raw,
        preview, live, removed, doubtful, source, stop, copy, files, undo, redo,
        find, listen, settings.out, pick, pages, picker, gr.Timer(ahead.LOOK, active=False),
        documents, go_on,
    )  # fmt: skip
    return parts, settings


def _wire(
    store: JobStore, servers: Servers, page: gr.Blocks, parts: Parts, settings: Controls
) -> None:
    """Connect the controls with their handlers."""

    def one(handler: Callable[..., View]) -> Callable[..., dict[Any, Any]]:
        return lambda *values: parts.show(handler(store, *values))

    def opened(handler: Callable[..., Iterator[View]]) -> Callable[..., Iterator[dict[Any, Any]]]:
        def shown(*values: Any) -> Iterator[dict[Any, Any]]:
            yield from map(parts.opened, handler(store, *values))

        return shown

    def dropped(paths: list[str] | None, key: object) -> Iterator[dict[Any, Any]]:
        # The zone is emptied at once: the next PDFs can be dropped without clearing it first.
        for view in batch.drop(store, paths or [], key):
            yield {parts.file: None, **parts.opened(view)}

    def turned_to(event: gr.EventData) -> dict[Any, Any]:
        return parts.opened(handlers.attach(store, event.key))

    def cleaned(event: gr.EventData, key: object, *values: Any) -> dict[Any, Any]:
        return parts.show(batch.clean_all(store, event.keys, key, *values, servers=servers))

    # Without the queue, a click is answered however many documents are being read.
    now: Callable[..., dict[str, Any]] = partial(
        dict, outputs=parts.all, queue=False, show_progress="hidden", api_visibility="private"
    )
    key = parts.key
    reading = now(queue=True, concurrency_limit=4, concurrency_id="reading")
    parts.file.upload(
        dropped,
        [parts.file, key],
        **{**reading, "outputs": [parts.file, *parts.all, *parts.chosen]},
    )
    reading["outputs"] = [*parts.all, *parts.chosen]
    parts.example.click(
        opened(lambda store, key: handlers.drop(store, str(EXAMPLE), key)), key, **reading
    )
    parts.unlock.click(opened(handlers.unlock), [key, parts.password], **reading)
    parts.password.submit(opened(handlers.unlock), [key, parts.password], **reading)
    ahead.wire(store, servers, parts, settings)
    parts.clean.click(
        one(partial(handlers.start, servers=servers)), [key, *settings.inputs], **now()
    )
    parts.go_on.click(one(batch.go_on), [key, settings.server_key], **now())
    anew = now(outputs=reading["outputs"])
    parts.documents.opened(turned_to, None, **anew)
    parts.documents.settled(lambda key: parts.opened(handlers.attach(store, key)), key, **anew)
    parts.documents.cleaned(cleaned, [key, *settings.inputs], **now())
    parts.stop.click(one(handlers.stop), key, **now())
    parts.sections.input(
        one(handlers.choose), [key, parts.sections], **now(trigger_mode="always_last")
    )
    parts.live.ended(one(handlers.ended), key, **now())
    # The text changed at once; only what can be undone is different now.
    for part in (parts.live, parts.removed, parts.doubtful, parts.source):
        part.decided(
            lambda key: parts.decided(handlers.attach(store, key)),
            key,
            **now(outputs=[parts.undo, parts.redo, parts.outline, parts.sections]),
        )
    parts.out.input(
        None,
        parts.out,
        js="(out) => void window.pdfclean?.switch(out)",
        api_visibility="private",
    )
    parts.undo.click(one(handlers.undo), key, **now())
    parts.redo.click(one(handlers.redo), key, **now())
    page.load(
        lambda key: parts.opened(handlers.attach(store, key)),
        key,
        **now(outputs=[*parts.all, *parts.chosen]),
    )
    for button, act in (
        (parts.copy, "copy"), (parts.find, "find"), (parts.listen, "listen"),
    ):  # fmt: skip
        button.click(None, js=f"() => window.pdfclean.{act}()", api_visibility="private")
