"""The list of what was removed: why, who decided, back with a click, and back again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from pdfclean.document import Category, CleanDocument, Mark, Role
from pdfclean.pipeline import ChunkFinished, Event, Finished, Opened, Source
from tests.e2e.conftest import Site, Visitor
from tests.fakes import Said, document
from tests.scripted import FakeReader

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

BAD = "<img src=x onerror=\"document.title='bad'\"> and <b>so on</b>"
LONG = "A caption that goes on for long. " * 20


def paper() -> CleanDocument:
    """Two pages with something of many kinds; a model has left out the second paragraph."""
    made = document(
        "The tides come twice a day [1]. They go as often [2].",
        "This paper is brought to you by Shell and Sons [3].",
        Said("17", Role.PAGE_NUMBER, Category.FURNITURE),
        Said("And so do the limpets.", page=2),
        Said(BAD, Role.FOOTNOTE, Category.FOOTNOTES, page=2),
        Said(LONG.strip(), Role.CAPTION, Category.CAPTIONS, page=2),
        Said("All of them moved.", page=2),
    )
    first = made.chunks[0]
    words = [first.tokens.text(i) for i in range(len(first.tokens))]
    sponsor = Mark(
        words.index("This"), len(words), Category.NOTICES, "not part of the story", "model", 0.87
    )
    chunks = (replace(first, marks=(*first.marks, sponsor)), *made.chunks[1:])
    return replace(made, chunks=chunks)


CLEAN = (
    "The tides come twice a day. They go as often.\n\nAnd so do the limpets.\n\nAll of them moved."
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = paper()

    def clean(source: Source, *_: object) -> Iterator[Event]:
        yield Opened(source.info, (1,))
        for chunk in made.chunks:
            yield ChunkFinished(chunk, len(made.chunks))
        yield Finished(made, complete=True)

    folder: Path = tmp_path_factory.mktemp("removed")
    served = Site(folder, clean, FakeReader("one", "two"))
    yield served
    served.close()


@pytest.fixture
def visitor(site: Site, visit: Visit) -> Visitor:
    """Someone who has cleaned the paper and looks at what was removed."""
    there = visit(site)
    there.drop_and_read()
    there.clean()
    there.wait_state("finished")
    there.page.click("#tab-removed")
    expect(items(there)).to_have_count(6)
    return there


def items(visitor: Visitor) -> Locator:
    """The rows of the list."""
    return visitor.page.locator(".removed .item")


def texts(visitor: Visitor) -> list[str]:
    """What the rows say was removed."""
    return visitor.page.locator(".removed .item-text").all_inner_texts()


def show(visitor: Visitor, kind: str, count: int) -> None:
    """Filter by a kind."""
    visitor.page.locator(".kind", has_text=kind).click()
    expect(items(visitor)).to_have_count(count)


def test_each_removal_says_what_where_why_and_who(visitor: Visitor) -> None:
    assert visitor.text == CLEAN
    assert texts(visitor)[:4] == [
        "[1]", "[2]", "This paper is brought to you by Shell and Sons [3].", "17",
    ]  # fmt: skip
    said = visitor.page.locator(".removed .item-meta").all_inner_texts()
    assert said[0] == "Citations · page 1 · numbers in brackets · decided by a pattern"
    assert said[2] == (
        "Notices and asides · page 1 · not part of the story · decided by the model, 87% sure"
    )
    assert (
        said[3] == "Page furniture · page 1 · a line of page number · decided by the page's layout"
    )
    kinds = visitor.page.locator(".kind").all_inner_texts()
    assert [kind.split("\n") for kind in kinds][:3] == [
        ["All", "6"], ["By the model", "1"], ["Citations", "2"],
    ]  # fmt: skip
    visitor.shot("removed")


def test_what_the_pdf_says_stays_text(visitor: Visitor) -> None:
    assert BAD in texts(visitor)
    assert visitor.page.locator(".removed .item img, .removed .item b").count() == 0
    assert visitor.page.title() == "pdfclean"


def test_a_model_s_deletion_comes_back_and_goes_again(visitor: Visitor) -> None:
    show(visitor, "By the model", 1)
    button = items(visitor).first.locator(".act")
    expect(button).to_have_text("Restore")
    button.click()
    expect(button).to_have_text("Take out again")
    expect(button).to_be_focused()
    assert "often.\n\nThis paper is brought to you by Shell and Sons.\n\nAnd so" in visitor.text
    # Its citation is still out, and can now be restored by itself.
    show(visitor, "All", 7)
    assert texts(visitor)[3] == "[3]"
    assert visitor.download("#text")[1] == visitor.text
    items(visitor).nth(2).locator(".act").click()
    expect(items(visitor)).to_have_count(6)
    assert visitor.text == CLEAN
    assert visitor.download("#text")[1] == CLEAN


def test_all_of_a_kind_then_undo_and_redo(visitor: Visitor) -> None:
    page = visitor.page
    expect(page.locator("#undo")).to_be_hidden()
    expect(page.locator(".removed .all")).to_be_hidden()
    show(visitor, "Citations", 2)
    page.get_by_role("button", name="Restore all 2").click()
    expect(page.locator(".removed .item.back")).to_have_count(2)
    restored = visitor.text
    assert restored.startswith("The tides come twice a day [1]. They go as often [2].")
    expect(page.locator(".live-announce")).to_have_text("2 passages restored.")
    page.click("#undo")
    expect(page.locator(".removed .item.back")).to_have_count(0)
    assert visitor.text == CLEAN
    expect(page.locator("#undo")).to_be_disabled()
    page.click("#redo")
    expect(page.locator(".removed .item.back")).to_have_count(2)
    assert visitor.text == restored
    page.keyboard.press("Control+z")
    expect(page.locator(".removed .item.back")).to_have_count(0)
    page.keyboard.press("Control+Shift+Z")
    expect(page.locator(".removed .item.back")).to_have_count(2)
    page.get_by_role("button", name="Take all 2 out again").click()
    expect(page.locator(".removed .item.back")).to_have_count(0)
    assert visitor.text == CLEAN


def test_a_long_one_is_shown_whole_on_a_click(visitor: Visitor) -> None:
    show(visitor, "Captions", 1)
    text = visitor.page.locator(".removed .item-text")
    more = visitor.page.get_by_role("button", name="Show all")
    assert text.inner_text().endswith(" …")
    more.click()
    expect(text).to_have_text(LONG.strip())
    less = visitor.page.get_by_role("button", name="Show less")
    expect(less).to_have_attribute("aria-expanded", "true")
    less.click()
    expect(text).not_to_have_text(LONG.strip())


def test_what_was_restored_survives_a_reload(visitor: Visitor) -> None:
    items(visitor).first.locator(".act").click()
    visitor.page.wait_for_selector(".removed .item.back")
    visitor.page.reload()
    visitor.errors.clear()  # Gradio's own, about requests that the reload cut off
    visitor.wait_text("a day [1].")
    visitor.page.click("#tab-removed")
    expect(visitor.page.locator(".removed .item.back")).to_have_count(1)
    expect(visitor.page.locator("#undo")).to_be_enabled()


def test_the_keyboard_is_enough(visitor: Visitor) -> None:
    page = visitor.page
    tab = page.locator("#tab-removed")
    tab.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#tab-text")).to_be_focused()
    expect(page.locator(".live-text")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(tab).to_have_attribute("aria-selected", "true")
    expect(page.locator(".live-text")).to_be_hidden()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.item .act')"):
            break
    page.keyboard.press("Enter")
    expect(page.locator(".removed .item.back")).to_have_count(1)
    expect(items(visitor).first.locator(".act")).to_be_focused()
    assert "day [1]." in visitor.text
