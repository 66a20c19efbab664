"""Looking over a finished text: what was removed, what is in doubt, the switches, the changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from pdfclean.document import Category, CleanDocument, Line, Mark, Role
from pdfclean.pipeline import ChunkFinished, Event, Finished, Opened, Source
from tests.e2e.conftest import Site, Visitor
from tests.fakes import Said, document
from tests.scripted import FakeReader

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

BAD = "<img src=x onerror=\"document.title='bad'\"> and <b>so on</b>"
OUT = "something was taken out that may belong to the text"
IN = "a line stayed in that may not belong to the text"
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
    # Layout is not sure of the limpets, nor of the page number.
    number = replace(made.chunks[1].marks[0], confidence=0.6)
    chunks = (
        replace(first, marks=(*first.marks, sponsor)),
        replace(made.chunks[1], marks=(number,), doubts=(OUT, IN), note="It lost a number."),
        *made.chunks[2:],
    )
    pages = tuple(
        replace(page, lines=tuple(map(unsure_of_limpets, page.lines))) for page in made.pages
    )
    return replace(made, chunks=chunks, pages=pages)


def unsure_of_limpets(line: Line) -> Line:
    return replace(line, confidence=0.4) if "limpets" in line.text else line


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
    return visitor.page.locator(".removed .item-text").all_text_contents()


def show(visitor: Visitor, kind: str, count: int) -> None:
    """Filter by a kind."""
    visitor.page.locator(".kind", has_text=kind).click()
    expect(items(visitor)).to_have_count(count)


def test_each_removal_says_what_where_why_and_who(visitor: Visitor) -> None:
    assert visitor.text == CLEAN
    assert texts(visitor)[:4] == [
        "[1]", "[2]", "This paper is brought to you by Shell and Sons [3].", "17",
    ]  # fmt: skip
    said = visitor.page.locator(".removed .item-meta").all_text_contents()
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
    assert visitor.saved == visitor.text
    items(visitor).nth(2).locator(".act").click()
    expect(items(visitor)).to_have_count(6)
    assert visitor.text == CLEAN
    assert visitor.saved == CLEAN


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
    expect(text).to_have_text(re.compile(" …$"))
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


# In doubt -----------------------------------------------------------------------------------------


def doubtful(visitor: Visitor) -> Locator:
    """The rows of what is in doubt."""
    visitor.page.click("#tab-doubtful")
    rows = visitor.page.locator(".doubtful .item")
    expect(rows).to_have_count(3)
    return rows


def test_what_is_in_doubt_is_told_and_flagged(visitor: Visitor) -> None:
    page = visitor.page
    expect(page.locator(".live-detail")).to_contain_text("1 of 4 parts in doubt")
    page.click("#tab-text")
    flag = page.locator(".live-text .doubt")
    expect(flag).to_have_count(1)
    expect(flag).to_have_attribute("aria-label", f"In doubt: {OUT}; {IN}")
    assert flag.evaluate("node => node.nextSibling.textContent") == "And so do the limpets."
    rows = doubtful(visitor)
    said = page.locator(".doubtful .item-meta").all_text_contents()
    assert said == [
        "Taken out · page 1 · Page furniture · a line of page number · "
        "decided by the page's layout, 60% sure",
        "The model gave no answer that could be used · page 1 · It lost a number.",
        "Stayed in the text · page 2 · may not belong to it: the page's layout took it for text, "
        "40% sure",
    ]
    expect(page.locator(".doubtful .view-said")).to_have_text(
        "1 of 4 parts in doubt. Look over what was taken out and what stayed in."
    )
    visitor.shot("in-doubt")
    rows.last.get_by_role("button", name="Show in the text").click()
    expect(page.locator(".live-text .found")).to_have_text("And so do the limpets.")


def test_what_is_in_doubt_is_kept_or_removed(visitor: Visitor) -> None:
    page = visitor.page
    rows = doubtful(visitor)
    stayed = rows.filter(has_text="limpets").filter(has_text="Stayed")
    stayed.get_by_role("button", name="Remove").click()
    gone = rows.filter(has_text="And so do the limpets.").filter(has_text="Taken out")
    expect(gone).to_contain_text("Looked over")
    expect(gone.get_by_role("button", name="Remove")).to_have_attribute("aria-pressed", "true")
    assert "limpets" not in visitor.text
    # By keys: up to the page number, which is kept; then both are undone.
    page.keyboard.press("ArrowUp")
    number = rows.filter(has_text="Page furniture")
    while "Page furniture" not in page.evaluate("document.activeElement.closest('li').innerText"):
        page.keyboard.press("ArrowUp")
    page.keyboard.press("k")
    expect(number.get_by_role("button", name="Keep")).to_have_attribute("aria-pressed", "true")
    assert "17" in visitor.text
    page.click("#undo")
    expect(number).to_contain_text("Taken out")
    page.click("#undo")
    expect(rows.filter(has_text="Looked over")).to_have_count(0)
    assert visitor.text == CLEAN


# Switches and changes -----------------------------------------------------------------------------


def switch(visitor: Visitor, label: str) -> Locator:
    """The switch of a category, in its drawer."""
    found = visitor.page.locator("#switches label", has_text=label).locator("input")
    if found.count() == 0 or not found.is_visible():
        visitor.page.get_by_role("button", name="What is left out").click()
    return found


def test_a_switch_acts_at_once_and_undo_takes_it_back(visitor: Visitor) -> None:
    page = visitor.page
    captions = switch(visitor, "Captions")
    expect(captions).to_be_checked()
    captions.uncheck()
    visitor.wait_text("A caption that goes on")
    expect(items(visitor)).to_have_count(5)
    assert visitor.saved == visitor.text
    expect(page.locator("#undo")).to_be_enabled()
    page.click("#undo")
    expect(page.locator(".live-text")).not_to_contain_text("A caption")
    expect(captions).to_be_checked()
    assert visitor.text == CLEAN
    visitor.shot("switches")


def test_switches_before_a_run_are_its_settings(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    visitor.drop_and_read()
    switch(visitor, "Footnotes").uncheck()
    visitor.clean()
    visitor.wait_state("finished")
    assert BAD in visitor.text
    visitor.page.reload()
    visitor.errors.clear()  # Gradio's own, about requests that the reload cut off
    visitor.wait_text("All of them moved.")
    expect(switch(visitor, "Footnotes")).not_to_be_checked()
    expect(switch(visitor, "Captions")).to_be_checked()


def test_changes_show_the_whole_text_with_what_went(visitor: Visitor) -> None:
    page = visitor.page
    page.click("#tab-changes")
    expect(page.locator(".changes .part")).to_have_count(4)
    gone = page.locator(".changes del")
    assert gone.all_text_contents()[:3] == [
        "[1]", "[2]", "This paper is brought to you by Shell and Sons [3].",
    ]  # fmt: skip
    assert gone.nth(2).get_attribute("title") == "Notices and asides"
    whole = page.locator(".changes .page").text_content() or ""
    assert "twice a day [1]. They go as often [2].\n\nThis paper" in whole
    assert BAD in whole
    assert page.locator(".changes .part img, .changes .part b").count() == 0
    visitor.shot("changes")
    switch(visitor, "Citations").uncheck()
    expect(page.locator(".changes del", has_text="[1]")).to_have_count(0)
    expect(page.locator(".legend li", has_text="Citations")).to_have_count(0)
