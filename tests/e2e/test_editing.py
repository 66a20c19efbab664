"""A paragraph is edited in its place: exactly what is typed, undone, taken back, exported."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from pdfclean.outline import count_words
from tests.e2e.conftest import PATIENCE, Site, Visitor
from tests.e2e.test_selecting import click, lit, wait_lit
from tests.scripted import Script

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
Serve = Callable[..., Site]

PARTS = [
    "The first paragraph stands here. It has two sentences.",
    "\n\nThe second goes on",
    " in another part. Here it ends.",
    "\n\nThe last one comes late.",
]
TYPED = (
    'Mine 😀 𝑥 &amp; <b onclick="x()">bold</b>.\n\nA\ttab,  two spaces\nand a line.\n\n'
    "שלום עולם, مرحبا."
)


def wait_for_text(visitor: Visitor, text: str) -> None:
    """Until the whole text on the screen is this."""
    visitor.page.wait_for_function(
        "(text) => window.pdfclean.text() === text", arg=text, timeout=PATIENCE
    )


def test_a_paragraph_is_edited_in_its_place(serve: Serve, visit: Visit) -> None:
    script = Script(PARTS, free=3)
    visitor = visit(serve(script))
    page = visitor.page
    visitor.drop_and_read()
    visitor.clean()
    visitor.wait_text("Here it ends.")
    field = page.get_by_role("textbox", name="Text of the paragraph")
    whole = "The second goes on in another part. Here it ends."

    # A double click opens it where it was; unchanged, Escape asks nothing.
    click(visitor, "another", click_count=2)
    expect(field).to_have_value(whole)
    expect(field).to_be_focused()
    assert whole[field.evaluate("each => each.selectionStart") :].startswith(
        ("nother", "other", "ther")
    )
    same = ["fontFamily", "fontSize", "lineHeight", "color"]
    look = "(node, names) => names.map((name) => getComputedStyle(node)[name])"
    assert field.evaluate(look, same) == page.locator(".live-text p").first.evaluate(look, same)
    page.keyboard.press("Escape")
    expect(field).to_have_count(0)
    wait_lit(visitor, "in another part.")

    # By a key; more text comes meanwhile, and what is typed stays.
    expect(page.locator(".live-text")).to_be_focused()
    page.keyboard.press("e")
    expect(field).to_have_value(whole)
    field.fill("Something else")
    script.release()
    visitor.wait_text("The last one comes late.")
    visitor.wait_state("finished")
    expect(field).to_be_focused()
    expect(field).to_have_value("Something else")
    page.keyboard.press("Escape")
    expect(page.locator("#editor-hint")).to_contain_text("Escape once more")
    page.keyboard.press("Escape")
    expect(field).to_have_count(0)
    assert visitor.text == "".join(PARTS)

    # What is typed is what stands there and what is written to a file.
    page.get_by_role("button", name="Edit paragraph").click()
    field.fill(TYPED)
    page.keyboard.press("Control+Enter")
    edited = "".join(PARTS).replace(whole, TYPED)
    wait_for_text(visitor, edited)
    expect(field).to_have_count(0)
    expect(page.locator(".live-announce")).to_have_text("Your words are in the text.")
    expect(page.locator(".live-detail")).to_contain_text(f"{count_words(edited)} words")
    assert page.locator(".live-text p").count() == 5
    assert page.locator(".live-text b").count() == 0
    assert page.evaluate("window.pdfclean.text()") == edited

    # A mark in the margin says so, and leads back; undo and redo as with everything.
    mark = page.get_by_role("button", name="Edited. Back to the PDF’s words")
    expect(mark).to_have_count(1)
    page.locator("#undo").click()
    wait_for_text(visitor, "".join(PARTS))
    expect(mark).to_have_count(0)
    page.locator("#redo").click()
    wait_for_text(visitor, edited)
    mark.click()
    wait_for_text(visitor, "".join(PARTS))
    page.locator("#undo").click()
    wait_for_text(visitor, edited)
    click(visitor, "two spaces")
    page.get_by_role("button", name="Back to the PDF’s words", exact=True).click()
    wait_for_text(visitor, "".join(PARTS))

    # Nothing typed: the paragraph is gone.
    click(visitor, "The first")
    wait_lit(visitor, "The first paragraph stands here.")
    page.get_by_role("button", name="Edit paragraph").click()
    field.fill("")
    page.get_by_role("button", name="Save", exact=True).click()
    wait_for_text(visitor, "".join(PARTS[1:]).strip())
    expect(page.get_by_role("button", name="Paragraph taken out by you")).to_have_count(1)
    assert lit(visitor) == []
