"""What stands beside the text when it was edited, is searched and is read aloud: legible."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Site, Visitor
from tests.e2e.test_access import DESK, FEW, Gallery
from tests.e2e.test_editing import PARTS
from tests.e2e.test_listening import SPEECH, VOICES
from tests.e2e.test_selecting import click, wait_lit
from tests.scripted import Script

pytestmark = pytest.mark.browser


def test_what_is_at_hand_is_legible(
    serve: Callable[..., Site], visit: Callable[..., Visitor]
) -> None:
    site = serve(Script(PARTS, free=len(PARTS)))
    visitor = visit(site, viewport=DESK)
    page = visitor.page
    page.context.add_init_script(SPEECH)
    visitor.open(site.url)
    visitor.drop_and_read()
    visitor.clean()
    visitor.wait_state("finished")
    page.wait_for_selector("#find")
    page.evaluate(VOICES)
    gallery = Gallery(page, visitor)

    click(visitor, "Here it ends")
    wait_lit(visitor, "Here it ends.")
    page.locator(".live-text").focus()
    page.keyboard.press("e")
    field = page.get_by_role("textbox", name="Text of the paragraph")
    field.fill("My own words.\n\nIn two paragraphs.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".edited")).to_have_count(1)
    page.locator(".edited").focus()
    gallery.look("edited", FEW)
    page.locator(".live-text").focus()
    page.keyboard.press("Control+f")
    page.keyboard.type("the")
    page.get_by_role("button", name="Whole words").click()
    expect(page.get_by_role("search").get_by_role("status")).to_contain_text("1 of")
    gallery.look("finding", FEW)
    page.get_by_role("textbox", name="Find").press("Escape")
    page.locator("#listen").click()
    page.wait_for_function("speechSynthesis.speaking")
    gallery.look("listening", FEW)
    page.click("#tab-changes")
    page.locator(".changes ins").wait_for()
    gallery.look("changed", FEW)
    assert not gallery.faults, gallery.faults
