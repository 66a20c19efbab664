"""Side by side: the clean text and the changes, scrolled in step."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from pdfclean.document import Category, Role
from pdfclean.pipeline import ChunkFinished, Event, Finished, Opened, Source
from tests.e2e.conftest import Site, Visitor
from tests.fakes import Said, document
from tests.scripted import FakeReader

pytestmark = pytest.mark.browser

PARTS = 60
TOP = """(selector) => { const pane = document.querySelector(selector);
  const line = pane.getBoundingClientRect().top + 40;
  const parts = [...pane.querySelectorAll("[data-segment], .part")];
  const part = parts.find((each) => each.getBoundingClientRect().bottom > line);
  return part ? Number(part.dataset.segment ?? part.dataset.id) : -1; }"""
IN_STEP = f"""() => Math.abs(({TOP})(".live-text") - ({TOP})(".changes .view-pane")) <= 1"""


def test_text_and_changes_side_by_side(
    serve: Callable[..., Site], visit: Callable[..., Visitor]
) -> None:
    lines: list[Said | str] = []
    for number in range(PARTS):
        lines.append(f"Number {number}. " + "The tides come [1] and the tides go. " * 16)
        header = "Journal of Tides. " * (1 + 20 * (number % 3))
        lines.append(Said(header.strip(), Role.RUNNING_HEADER, Category.FURNITURE))
    made = document(*lines)

    def clean(source: Source, *_: object) -> Iterator[Event]:
        yield Opened(source.info, (1,))
        for chunk in made.chunks:
            yield ChunkFinished(chunk, len(made.chunks))
        yield Finished(made, complete=True)

    visitor = visit(serve(clean, FakeReader("one")), viewport={"width": 1440, "height": 800})
    visitor.drop_and_read()
    visitor.clean()
    visitor.wait_state("finished")
    page = visitor.page
    toggle = page.get_by_role("button", name="Side by side")
    changes = page.locator(".changes .view-pane")
    expect(changes).to_be_hidden()
    toggle.click()
    expect(changes).to_contain_text("Number 0.")
    expect(changes.locator("del").first).to_be_visible()
    text = page.locator(".live-text")
    assert text.bounding_box()["x"] < changes.bounding_box()["x"]  # type: ignore[index]

    text.hover()
    for _ in range(12):
        page.mouse.wheel(0, 600)
        page.wait_for_timeout(30)
    page.wait_for_function(f"({TOP})('.live-text') > 5")
    page.wait_for_function(IN_STEP)
    visitor.shot("side-by-side")
    changes.hover()
    for _ in range(12):
        page.mouse.wheel(0, 900)
        page.wait_for_timeout(30)
    page.wait_for_function(f"({TOP})('.changes .view-pane') > 15")
    page.wait_for_function(IN_STEP)

    # The other views are whole again, and this browser remembers.
    page.click("#tab-removed")
    expect(changes).to_be_hidden()
    expect(page.locator(".removed .item").first).to_be_visible()
    page.click("#tab-text")
    expect(changes).to_be_visible()
    page.reload()
    visitor.errors.clear()
    expect(changes).to_contain_text("Number 0.")

    # A narrow window has no room for it.
    page.set_viewport_size({"width": 700, "height": 800})
    expect(toggle).to_be_hidden()
    expect(changes).to_be_hidden()
    page.set_viewport_size({"width": 1440, "height": 800})
    expect(changes).to_be_visible()
    toggle.click()
    expect(changes).to_be_hidden()
    page.click("#tab-changes")
    expect(changes).to_be_visible()
