"""The page of the PDF beside the text: where a sentence comes from, and what a place became."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import Locator, expect

from pdfclean.extraction.reader import Reader
from pdfclean.pipeline import ChunkFinished, Event, clean
from tests.e2e.conftest import PATIENCE, Site, Visitor
from tests.e2e.test_selecting import LIT, click, lit
from tests.pdfs import typst_papers
from tests.pdfs.prose import PAPER
from tests.pdfs.typeset import Citations, words

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
Serve = Callable[..., Site]

FREE = 3
"""Chunks that pass before the run is let go on."""
SHARES = """(kind) => {
  const page = document.querySelector(".sheet-page img").getBoundingClientRect();
  return [...document.querySelectorAll(`.sheet-${kind} span`)].map((each) => {
    const box = each.getBoundingClientRect();
    return [
      (box.left + 1 - page.left) / page.width, (box.top + 1 - page.top) / page.height,
      (box.right - 1 - page.left) / page.width, (box.bottom - 1 - page.top) / page.height,
    ];
  });
}"""


class Held:
    """The real pipeline, held after its first chunks."""

    def __init__(self) -> None:
        self.go_on = threading.Event()

    def __call__(self, *given: Any) -> Iterator[Event]:
        chunks = 0
        for event in clean(*given):
            yield event
            chunks += isinstance(event, ChunkFinished)
            if chunks == FREE:
                self.go_on.wait(PATIENCE / 1000)


class Printed:
    """The PDF as PDFium reads it: what is printed within some outlines."""

    def __init__(self, data: bytes) -> None:
        self._pdf = pdfium.PdfDocument(data)

    def within(self, number: int, shares: list[list[float]]) -> str:
        page = self._pdf[number - 1]
        width, height = page.get_size()
        text = page.get_textpage()
        found = [
            text.get_text_bounded(a * width, (1 - d) * height, c * width, (1 - b) * height)
            for a, b, c, d in shares
        ]
        return re.sub(r"[-\ufffe\x02]\s+", "", " ".join(found))

    def close(self) -> None:
        self._pdf.close()


@pytest.fixture
def printed() -> Iterator[Printed]:
    made = Printed(typst_papers.paper(PAPER, Citations.NUMERIC, 2).data)
    yield made
    made.close()


def outlined(visitor: Visitor) -> Locator:
    return visitor.page.locator(".sheet-outlined span")


def number(visitor: Visitor) -> int:
    """Of the page that is shown."""
    return int(visitor.page.locator(".sheet").get_attribute("data-shown") or 0)


def wait_outlined(visitor: Visitor, text: str) -> None:
    """Until the picture's description tells of a place."""
    expect(visitor.page.locator(".sheet img")).to_have_attribute(
        "alt", re.compile(r"^Page \d+ of \d+: " + re.escape(text[:40])), timeout=PATIENCE
    )


def test_from_a_sentence_to_its_page_and_back(
    serve: Serve, visit: Visit, reader: Reader, printed: Printed
) -> None:
    held = Held()
    visitor = visit(serve(held, reader))
    page = visitor.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    data = typst_papers.paper(PAPER, Citations.NUMERIC, 2).data
    visitor.drop_and_read(data)
    visitor.clean()

    # While the run is going on, a sentence is selected and shown on its page.
    first, second, _ = PAPER.abstract
    visitor.wait_text(second)
    click(visitor, " ".join(first.split()[:4]))
    page.get_by_role("button", name="Show page").click()
    wait_outlined(visitor, first)
    expect(page.get_by_role("button", name="Page", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    # The outline lies over its words: PDFium finds them there, and next to nothing else.
    there = words(printed.within(number(visitor), page.evaluate(SHARES, "outlined")))
    assert set(words(first)[1:-1]) <= set(there)
    assert len(set(there) - set(words(first))) <= 3 + first.count("[")

    # By keys to the next sentence: the page follows.
    page.locator(".live-text").press("ArrowDown")
    wait_outlined(visitor, second)
    # The sentence is read out once, by the text; the page adds no more than its number.
    expect(page.locator(".sheet-announce")).to_have_text("Page 1 of 3")
    visitor.shot("source")

    # From the page to the text: a click on the first sentence's place selects it.
    held.go_on.set()
    visitor.wait_state("finished")
    page.locator(".live-text").press("ArrowUp")
    wait_outlined(visitor, first)
    box = outlined(visitor).first.bounding_box()
    assert box
    page.keyboard.press("Escape")
    assert lit(visitor) == []
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_function(f"(words) => ({LIT})('pdfclean-chosen')[0] === words", arg=first)

    # What was taken out says why, comes back, and goes again.
    _restore_a_citation(visitor)

    # From the list of what was removed, by keys alone; Escape closes and gives the focus back.
    page.click("#tab-removed")
    see = page.locator('.removed .item[data-kind="references"] .see').first
    see.focus()
    page.keyboard.press("Enter")
    expect(outlined(visitor).first).to_have_attribute("data-kind", "references", timeout=PATIENCE)
    # The page follows whoever goes through the list, and a click in the changes.
    page.locator('.removed .item[data-kind="furniture"] .act').first.focus()
    expect(outlined(visitor).first).to_have_attribute("data-kind", "furniture", timeout=PATIENCE)
    page.click("#tab-changes")
    page.locator('.changes del[data-kind="references"]').first.click()
    expect(outlined(visitor).first).to_have_attribute("data-kind", "references", timeout=PATIENCE)
    page.locator(".sheet-pane").focus()
    before = number(visitor)
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".sheet")).to_have_attribute("data-shown", str(before - 1))
    expect(outlined(visitor)).to_have_count(0)
    page.keyboard.press("+")
    expect(page.get_by_role("button", name="Larger")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(page.locator(".sheet")).to_be_hidden()

    # On a phone it lies over the text and closes the same way.
    page.set_viewport_size({"width": 390, "height": 800})
    page.click("#tab-removed")
    page.locator('.removed .item[data-kind="furniture"] .see').first.click()
    expect(outlined(visitor).first).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".sheet-pane")).to_be_focused()
    visitor.shot("source-phone")
    page.keyboard.press("Escape")
    expect(page.locator(".sheet")).to_be_hidden()

    # No picture came by an address that anybody could ask for.
    assert all("/file" not in url or "upload" in url for url in asked), asked


def _restore_a_citation(visitor: Visitor) -> None:
    page = visitor.page
    words_before = page.locator(".live-detail").inner_text()
    gone = page.locator('.sheet-gone span[data-kind="citations"]').first
    gone.scroll_into_view_if_needed()
    box = gone.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    said = page.locator(".sheet-said")
    expect(said).to_contain_text("Left out · Citations", timeout=PATIENCE)
    expect(outlined(visitor).first).to_have_attribute("data-kind", "citations")
    shot = page.locator('.sheet-gone span[data-kind="citations"]').count()
    page.get_by_role("button", name=re.compile("^Restore: ")).click()
    expect(said).to_have_text("Restored.", timeout=PATIENCE)
    expect(page.locator('.sheet-gone span[data-kind="citations"]')).to_have_count(shot - 1)
    assert page.locator(".live-detail").inner_text() != words_before
    page.click("#undo")
    expect(page.locator('.sheet-gone span[data-kind="citations"]')).to_have_count(shot)
