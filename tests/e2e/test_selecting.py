"""Sentences are selected in the text, by a click and by keys, whatever happens to the text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PATIENCE, Site, Visitor
from tests.scripted import Script

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)
Visit = Callable[..., Visitor]
Serve = Callable[..., Site]

LISTEN = """() => {
  window.heard = [];
  document.addEventListener("pdfclean:selected", (event) => window.heard.push(event.detail));
  window.pdfclean.atHand("note", "Note it", (detail) => { window.noted = detail; }, { key: "n" });
}"""
LIT = """(kind) => [...(CSS.highlights.get(kind) || [])].map((each) => each.toString())"""
WHERE = """async (text) => {
  const pane = document.querySelector(".live-text");
  const walker = document.createTreeWalker(pane, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(text);
    if (at < 0) continue;
    walker.currentNode.parentElement.scrollIntoView({ block: "center" });
    // Blocks that come into view take their true height with the next frames.
    for (let n = 0; n < 3; n += 1) await new Promise(requestAnimationFrame);
    walker.currentNode.parentElement.scrollIntoView({ block: "center" });
    const range = document.createRange();
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + text.length);
    const box = range.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  }
}"""


def lit(visitor: Visitor, kind: str = "pdfclean-chosen") -> list[str]:
    """What is highlighted."""
    found: list[str] = visitor.page.evaluate(LIT, kind)
    return found


def click(visitor: Visitor, text: str, **options: Any) -> None:
    """Click on words in the text."""
    x, y = visitor.page.evaluate(WHERE, text)
    visitor.page.mouse.click(x, y, **options)


def wait_lit(visitor: Visitor, *texts: str, kind: str = "pdfclean-chosen") -> None:
    """Until this, and nothing else, is highlighted."""
    visitor.page.wait_for_function(
        f"([kind, texts]) => JSON.stringify(({LIT})(kind)) === JSON.stringify(texts)",
        arg=[kind, list(texts)],
        timeout=PATIENCE,
    )


PARTS = [
    "𝑥 marks the pool. Dr. Smith counted it twice (see Fig. 3). He was late.",
    "\n\n潮汐每天两次。渔民知道。 And so on.\n\nA third paragraph",
    " goes on in another part. It ends 😀 here. Done.",
    "\n\nThe last one.",
]


def test_a_sentence_is_selected_while_the_text_still_comes(serve: Serve, visit: Visit) -> None:
    script = Script(PARTS, free=3)
    visitor = visit(serve(script))
    visitor.drop_and_read()
    visitor.page.evaluate(LISTEN)
    visitor.clean()
    visitor.wait_text("Done.")
    bar = visitor.page.get_by_role("toolbar", name="For the selected sentence")

    click(visitor, "twice")
    wait_lit(visitor, "Dr. Smith counted it twice (see Fig. 3).")
    expect(bar).to_be_visible()
    last = visitor.page.evaluate("window.heard.at(-1)")
    assert (last["segment"], last["start"], last["end"]) == (0, 18, 58)  # characters, not units
    assert (last["key"], last["run"]) == (visitor.page.evaluate("window.pdfclean.news.key"), 1)

    # More text comes; the sentence stays selected, and reading goes on by keys.
    script.release()
    visitor.wait_text("The last one.")
    visitor.wait_state("finished")
    assert lit(visitor) == ["Dr. Smith counted it twice (see Fig. 3)."]
    visitor.page.locator(".live-text").focus()
    for pressed, sentence in [
        ("j", "He was late."),
        ("ArrowDown", "潮汐每天两次。"),
        ("j", "渔民知道。"),
        ("j", "And so on."),
        ("j", "A third paragraph"),
        ("j", "goes on in another part."),
        ("j", "It ends 😀 here."),
        ("k", "goes on in another part."),
        ("ArrowUp", "A third paragraph"),
    ]:
        visitor.page.keyboard.press(pressed)
        wait_lit(visitor, sentence)
    expect(visitor.page.locator(".live-announce")).to_have_text("A third paragraph")

    # Enter leads to what is at hand, Escape back and out.
    visitor.page.keyboard.press("Enter")
    note = bar.get_by_role("button").first
    expect(note).to_be_focused()
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.locator(".live-text")).to_be_focused()
    bar.get_by_role("button", name="Note it").click()
    assert visitor.page.evaluate("window.noted.segment") == 1
    visitor.page.locator(".live-text").focus()
    visitor.page.keyboard.press("Escape")
    wait_lit(visitor)
    expect(bar).to_be_hidden()
    assert visitor.page.evaluate("window.heard.at(-1)") is None

    # Others lead to a place; what is dragged over is left to the browser.
    visitor.page.evaluate("window.pdfclean.goTo(2, 34, 35)")
    wait_lit(visitor, "😀")
    visitor.page.keyboard.press("Escape")
    x, y = visitor.page.evaluate(WHERE, "marks")
    visitor.page.mouse.move(x, y)
    visitor.page.mouse.down()
    visitor.page.mouse.move(x + 120, y, steps=4)
    visitor.page.mouse.up()
    assert visitor.page.evaluate("getSelection().toString().length") > 4
    assert lit(visitor) == []
    assert visitor.text == "".join(PARTS)


def test_an_answer_with_wide_characters_grows_as_it_comes(serve: Serve, visit: Visit) -> None:
    script = Script([("One 𝑥𝑥 and", " 😀😀 two", " three.", "One 𝑥𝑥 and 😀😀 two three.")], free=1)
    visitor = visit(serve(script))
    visitor.drop_and_read()
    visitor.clean()
    visitor.wait_text("One 𝑥𝑥 and")
    script.release()
    visitor.wait_text("One 𝑥𝑥 and 😀😀 two")
    script.release(2)
    visitor.wait_state("finished")
    assert visitor.text == "One 𝑥𝑥 and 😀😀 two three."
