"""The settings: controls, and which of them are at rest while no model polishes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import gradio as gr

from pdfclean.document import Category, Policy
from pdfclean.llm.prompt import DEFAULT_PROMPT, DELETION_PROMPT
from pdfclean.settings import (
    BOLDNESS,
    CHUNK_SIZE,
    DEFAULT_MODEL,
    IN_FLIGHT,
    MAX_NEW_TOKENS,
    MODELS,
    TEMPERATURE,
    TOP_P,
    Bound,
    Mode,
    Polish,
)
from pdfclean.ui.language import drawn, say, term
from pdfclean.ui.servers import HERE, SERVER, Servers
from pdfclean.ui.wording import SWITCHES

__all__ = ["Controls", "controls"]

AT_REST = term("Used when a model polishes")
TEMPERATURE_HELP = term("0 copies closest; the original used 0.7")
TEMPERATURE_AT_REST = term("Used when a model polishes. 0 copies closest; the original used 0.7")
DELETES = term("Every word stays the PDF's own: the model can leave sentences out and nothing else")
REWRITES = term(
    "A model can change what the text says. Each answer is checked, and dropped when it adds or "
    "loses something, but no check sees everything. About ten times slower"
)
MOST_HELP = term("The longest answer for one part")
MODEL_HERE = term(
    "Or a hub id, a folder or a GGUF file. Gated: accept the licence on the hub first"
)
MODEL_THERE = term("The model's name on the server; leave it when the server has only one")


@dataclass(frozen=True, slots=True)
class Controls:
    """The controls in the order that ``handlers.start`` takes their values."""

    chunk_size: gr.Slider
    temperature: gr.Slider
    max_new_tokens: gr.Slider
    polish: gr.Radio
    model: gr.Dropdown
    pages: gr.Textbox
    max_chars: gr.Number
    top_p: gr.Slider
    seed: gr.Number
    prompt: gr.Textbox
    mode: gr.Radio
    boldness: gr.Slider
    where: gr.Radio
    server: gr.Textbox
    server_key: gr.Textbox
    in_flight: gr.Slider
    out: gr.CheckboxGroup

    @property
    def inputs(self) -> list[gr.components.Component]:
        """All of them."""
        return [
            self.chunk_size,
            self.temperature,
            self.max_new_tokens,
            self.polish,
            self.model,
            self.pages,
            self.max_chars,
            self.top_p,
            self.seed,
            self.prompt,
            self.mode,
            self.boldness,
            self.where,
            self.server,
            self.server_key,
            self.in_flight,
            self.out,
        ]


def controls(servers: Servers, pages: gr.Textbox) -> Controls:
    """Lay the controls out, in the present column; the field with the pages is there already."""
    with gr.Accordion(drawn("What is left out"), open=False, elem_id="kinds"):
        out = gr.CheckboxGroup(
            [(drawn(SWITCHES[each]), each.value) for each in Category],
            value=[each.value for each in Category if each in Policy().out],
            label=drawn("Left out of the text"),
            info=drawn("After the run too: the text changes at once"),
            container=False,
            elem_id="switches",
        )
    with gr.Accordion(drawn("Settings"), open=False, elem_id="settings"):
        polish = gr.Radio(
            [
                (drawn("Off"), Polish.OFF.value),
                (drawn("Where doubtful"), Polish.DOUBTFUL.value),
                (drawn("All chunks"), Polish.ALL.value),
            ],
            value=Polish.OFF.value,
            label=drawn("Polish with a model"),
            info=drawn("Off is complete by itself: layout and patterns do the cleaning"),
            elem_id="polish",
        )
        where, server, server_key, in_flight = _server_fields()
        model = gr.Dropdown(
            [(choice.label, choice.id) for choice in MODELS],
            value=DEFAULT_MODEL,
            label=drawn("Model"),
            info=drawn(MODEL_HERE),
            allow_custom_value=True,
            visible=False,
            elem_id="model",
        )
        mode = gr.Radio(
            [
                (drawn("Leave out sentences"), Mode.DELETE.value),
                (drawn("Rewrite"), Mode.REWRITE.value),
            ],
            value=Mode.DELETE.value,
            label=drawn("What the model may do"),
            info=drawn(DELETES),
            visible=False,
            elem_id="mode",
        )
        boldness = gr.Slider(
            BOLDNESS.least,
            BOLDNESS.most,
            value=BOLDNESS.default,
            step=BOLDNESS.step,
            label=drawn("How boldly"),
            info=drawn("0 leaves out only what the model is sure of, 1 also asides and remarks"),
            visible=False,
            elem_id="boldness",
        )
        chunk_size = _slider(
            CHUNK_SIZE,
            term("Chunk size"),
            term("Characters a part: the unit of streaming and progress"),
        )
        temperature = _slider(TEMPERATURE, term("Temperature"), TEMPERATURE_AT_REST, False)
        most = _slider(MAX_NEW_TOKENS, term("Max new tokens"), AT_REST, False)
    with gr.Accordion(drawn("Advanced"), open=False, elem_id="advanced"):
        max_chars = gr.Number(
            label=drawn("Character limit"),
            value=0,
            minimum=0,
            precision=0,
            info=drawn("0 is off; the original stopped at 100,000"),
        )
        top_p = _slider(TOP_P, term("Top-p"), AT_REST, False)
        seed = gr.Number(
            label=drawn("Seed"), value=0, precision=0, info=drawn(AT_REST), interactive=False
        )
        prompt = gr.Textbox(
            DELETION_PROMPT,
            label=drawn("Prompt"),
            lines=6,
            max_lines=14,
            info=drawn(AT_REST),
            interactive=False,
        )
    for control in (polish, mode, where):
        control.change(
            partial(_wake, servers),
            [polish, mode, prompt, where],
            [
                temperature, most, model, top_p, seed, prompt, mode, boldness,
                where, server, server_key, in_flight,
            ],
            queue=False,
            show_progress="hidden",
            api_visibility="private",
        )  # fmt: skip
    return Controls(
        chunk_size, temperature, most, polish, model, pages, max_chars, top_p, seed, prompt, mode,
        boldness, where, server, server_key, in_flight, out,
    )  # fmt: skip


def _server_fields() -> tuple[gr.Radio, gr.Textbox, gr.Textbox, gr.Slider]:
    where = gr.Radio(
        [(drawn("On this machine"), HERE), (drawn("On a server"), SERVER)],
        value=HERE,
        label=drawn("Where the model runs"),
        info=drawn("The parts that are polished are sent to the server"),
        visible=False,
        elem_id="where",
    )
    server = gr.Textbox(
        label=drawn("Server address"),
        placeholder="http://localhost:8000/v1",
        info=drawn("vLLM, SGLang, transformers serve, Ollama, llama.cpp or a paid service"),
        max_lines=1,
        visible=False,
        elem_id="server",
    )
    key = gr.Textbox(
        label=drawn("Server key"),
        info=drawn("Only if the server asks for one; it is not stored"),
        type="password",
        max_lines=1,
        visible=False,
        elem_id="server-key",
    )
    in_flight = gr.Slider(
        IN_FLIGHT.least,
        IN_FLIGHT.most,
        value=IN_FLIGHT.default,
        step=IN_FLIGHT.step,
        label=drawn("In flight"),
        info=drawn("Parts that the server works on at the same time"),
        visible=False,
        elem_id="in-flight",
    )
    return where, server, key, in_flight


def _slider(bound: Bound, label: str, info: str, interactive: bool = True) -> gr.Slider:
    return gr.Slider(
        bound.least,
        bound.most,
        value=bound.default,
        step=bound.step,
        label=drawn(label),
        info=drawn(info),
        interactive=interactive,
    )


def _wake(servers: Servers, polish: str, mode: str, prompt: str, where: str) -> list[Any]:
    """Wake what only a model uses, or put it to rest; show what fits what the model may do."""
    on = polish != Polish.OFF.value
    there = on and where == SERVER
    deletes = mode == Mode.DELETE.value
    rest = "" if on else say(AT_REST)
    if prompt.strip() in ("", DEFAULT_PROMPT, DELETION_PROMPT):
        prompt = DELETION_PROMPT if deletes else DEFAULT_PROMPT
    share = (
        say("Used when the model rewrites")
        if deletes
        else say("The share of likely words to choose from")
    )
    return [
        gr.update(interactive=on, info=say(TEMPERATURE_HELP if on else TEMPERATURE_AT_REST)),
        gr.update(interactive=on, info=say(MOST_HELP if on else AT_REST)),
        gr.update(visible=on, info=say(MODEL_THERE if there else MODEL_HERE)),
        gr.update(interactive=on and not deletes, info=rest or share),
        gr.update(interactive=on, info=rest or say("The same seed gives the same answer")),
        gr.update(
            value=prompt,
            interactive=on,
            info=rest or say("What the model is told before each part"),
        ),
        gr.update(visible=on, info=say(DELETES if deletes else REWRITES)),
        gr.update(visible=on and deletes),
        gr.update(visible=on and servers.offered),
        gr.update(visible=there and servers.own),
        gr.update(visible=there and servers.own),
        gr.update(visible=there),
    ]
