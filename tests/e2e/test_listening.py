"""The text read aloud, with a stand-in for the browser's speech: Chromium here has no voices."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PATIENCE, Site, Visitor
from tests.e2e.test_editing import wait_for_text
from tests.e2e.test_selecting import click, wait_lit
from tests.scripted import Script

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
Serve = Callable[..., Site]

SPEECH = (Path(__file__).parent / "speech.js").read_text("utf-8")
VOICES = """() => speechSynthesis.come([
  { name: "Anna", lang: "de-DE", voiceURI: "anna", default: true },
  { name: "Emma", lang: "en-GB", voiceURI: "emma", default: false },
  { name: "Joe", lang: "en_US", voiceURI: "joe", default: false },
])"""
PARTS = ["One is here. Dr. Moe is there.", " Three [3] goes.", "\n\nFour ends it."]


def heard(visitor: Visitor, *texts: str) -> list[Any]:
    """Until this was said, one after the other; with voice, language and speed."""
    visitor.page.wait_for_function(
        "(texts) => JSON.stringify(said.map(([text]) => text)) === JSON.stringify(texts)",
        arg=list(texts),
        timeout=PATIENCE,
    )
    said: list[Any] = visitor.page.evaluate("said")
    return said


def test_the_text_is_read_sentence_by_sentence(serve: Serve, visit: Visit) -> None:
    site = serve(Script(PARTS, free=len(PARTS)))
    visitor = visit(site)
    page = visitor.page
    page.context.add_init_script(SPEECH)
    visitor.open(site.url)
    visitor.drop_and_read()
    visitor.clean()
    visitor.wait_state("finished")
    visitor.wait_whole()

    # Without a voice there is nothing to see of it.
    click(visitor, "Moe is")
    expect(page.get_by_role("button", name="Edit paragraph")).to_be_visible()
    expect(page.get_by_role("button", name="Listen", exact=False)).to_have_count(0)
    page.evaluate(VOICES)
    expect(page.locator("#listen")).to_be_visible()
    page.get_by_role("button", name="Listen from here").click()
    said = heard(visitor, "Dr. Moe is there.")
    assert said[-1] == ["Dr. Moe is there.", "Emma", "en-GB", 1]
    wait_lit(visitor, "Dr. Moe is there.", kind="pdfclean-heard")
    bar = page.get_by_role("group", name="Listen")
    expect(bar).to_be_visible()
    assert bar.get_by_role("combobox", name="Voice").locator("option").all_text_contents() == [
        "Emma",
        "Joe",
    ]

    page.evaluate("speechSynthesis.finish()")
    heard(visitor, "Dr. Moe is there.", "Three [3] goes.")
    wait_lit(visitor, "Three [3] goes.", kind="pdfclean-heard")

    # Another voice and speed at once, and remembered in this browser.
    bar.get_by_role("combobox", name="Voice").select_option("Joe")
    page.wait_for_function("said.length === 3")
    bar.get_by_role("slider", name="Speed").fill("1.6")
    page.wait_for_function("said.length === 4")
    assert page.evaluate("said.at(-1)") == ["Three [3] goes.", "Joe", "en_US", 1.6]

    # Pause, put right what was heard, go on: what comes next is the new text.
    bar.get_by_role("button", name="Pause").click()
    assert page.evaluate("speechSynthesis.paused")
    wait_lit(visitor, "Three [3] goes.")
    page.locator(".live-text").focus()
    page.keyboard.press("e")
    field = page.get_by_role("textbox", name="Text of the paragraph")
    field.fill("One is here. Dr. Moe is there. Three goes. Then more.")
    page.keyboard.press("Control+Enter")
    wait_for_text(visitor, "One is here. Dr. Moe is there. Three goes. Then more.\n\nFour ends it.")
    page.evaluate("said.length = 0")
    bar.get_by_role("button", name="Go on").click()
    heard(visitor, "Three goes.")
    page.evaluate("speechSynthesis.finish()")
    heard(visitor, "Three goes.", "Then more.")
    page.evaluate("speechSynthesis.finish()")
    heard(visitor, "Three goes.", "Then more.", "Four ends it.")
    page.evaluate("speechSynthesis.finish()")
    expect(bar).to_be_hidden()
    wait_lit(visitor, kind="pdfclean-heard")

    # It is silent once the reader looks at something else, or stops it, or opens another document.
    for leave in (
        lambda: page.click("#tab-removed"),
        lambda: bar.get_by_role("button", name="Stop listening").click(),
        visitor.drop_and_read,
    ):
        page.click("#tab-text")
        page.locator("#listen").click()
        page.wait_for_function("speechSynthesis.speaking")
        leave()
        page.wait_for_function("!speechSynthesis.speaking")
        expect(bar).to_be_hidden()
    other = page.context.new_page()
    other.goto(site.url)
    other.wait_for_function("() => window.pdfclean")
    other.evaluate(VOICES)
    shown = "[...document.querySelectorAll('.listen-bar :is(input, select)')].map((x) => x.value)"
    assert other.evaluate(shown) == ["1.6", "joe"]
