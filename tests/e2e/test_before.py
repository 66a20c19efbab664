"""Before the run: the facts, the pages, the sections and the switches, and a text that obeys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from pdfclean.extraction.reader import Reader
from pdfclean.jobs import Outlook
from pdfclean.pipeline import clean
from tests.e2e.conftest import PATIENCE, Site, Visitor
from tests.pdfs import reportlab_papers
from tests.scripted import FakeReader, Script

pytestmark = pytest.mark.browser
Serve = Callable[..., Site]
Visit = Callable[..., Visitor]


def fact(visitor: Visitor, name: str) -> Locator:
    """What the card says of something."""
    row = visitor.page.locator(".facts dl > div").filter(
        has=visitor.page.locator(f'dt:text-is("{name}")')
    )
    return row.locator("dd")


def section(visitor: Visitor, title: str) -> Locator:
    """The box of a section."""
    return visitor.page.locator("#sections .wrap label", has_text=title).locator("input")


def cell(visitor: Visitor, number: int) -> Locator:
    """A page among the pictures."""
    return visitor.page.locator(f'.picker-page[data-page="{number}"]')


def test_see_choose_and_clean(serve: Serve, visit: Visit, reader: Reader) -> None:
    visitor = visit(serve(clean, reader, outlook=Outlook()))
    visitor.drop_and_read(reportlab_papers.paper().data, "paper.pdf")
    page = visitor.page

    # What there is; the outline comes by itself, the run has not begun.
    expect(fact(visitor, "Language")).to_have_text("English")
    expect(fact(visitor, "Pages")).to_have_text("2")
    expect(fact(visitor, "Cleaning takes")).to_contain_text("about")
    section(visitor, "4 Discussion").wait_for()
    expect(fact(visitor, "Listening")).to_contain_text("about")
    assert page.locator(".live").get_attribute("data-state") == "empty"
    expect(page.locator("#undo")).to_be_hidden()
    whole = fact(visitor, "Words").inner_text()

    # A section less, then a page less: its section goes, the tick stays.
    minutes = fact(visitor, "Listening").inner_text()
    section(visitor, "3 Results").uncheck()
    expect(fact(visitor, "Listening")).not_to_have_text(minutes)
    visitor.open_pages()
    page.wait_for_selector(".picker-page img")
    visitor.shot("before")
    cell(visitor, 2).click()
    expect(fact(visitor, "Pages")).to_have_text("1 of 2")
    expect(page.get_by_label("Pages", exact=True)).to_have_value("1")
    expect(page.locator("#sections .wrap label", has_text="4 Discussion")).to_have_count(0)
    expect(section(visitor, "3 Results")).not_to_be_checked()
    expect(section(visitor, "1 Introduction")).to_be_checked()
    assert fact(visitor, "Words").inner_text() != whole

    assert page.locator(".live").get_attribute("data-state") == "empty"
    assert visitor.text == ""

    # The text obeys, from its first word to its last.
    page.evaluate("""() => {
      const pane = document.querySelector(".live-text");
      window.seen = "";
      new MutationObserver(() => (window.seen += pane.textContent))
        .observe(pane, { childList: true, subtree: true, characterData: true });
    }""")
    visitor.clean()
    visitor.wait_state("finished")
    visitor.wait_whole()
    text = visitor.text
    assert "1 Introduction" in text
    assert "3 Results" not in page.evaluate("window.seen")
    assert "4 Discussion" not in text
    assert visitor.saved == text

    # Afterwards it can be taken in again.
    expect(section(visitor, "3 Results")).not_to_be_checked()
    section(visitor, "3 Results").check()
    visitor.wait_text("3 Results")


def test_pages_by_picture_field_and_key(serve: Serve, visit: Visit) -> None:
    labels = ("i", "ii", *(str(n) for n in range(1, 149)))
    script = Script(["Text."], free=99)
    visitor = visit(serve(script, FakeReader(*["A page."] * 150, labels=labels)))
    page = visitor.page
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.post_data or "") if "component_" in r.url else None)
    visitor.drop_and_read()
    assert not [each for each in asked if "pictures" in each]
    visitor.open_pages()
    cell(visitor, 60).wait_for(state="attached")
    # Not all of a long document is drawn, and only what is seen is asked for.
    assert page.locator(".picker-page").count() == 60
    field = page.get_by_label("Pages", exact=True)
    expect(cell(visitor, 2)).to_have_attribute("aria-label", "Page 2, printed as ii")
    expect(cell(visitor, 3)).to_have_attribute("aria-label", "Page 3, printed as 1")

    cell(visitor, 2).click()
    expect(field).to_have_value("1, 3-")
    cell(visitor, 5).click(modifiers=["Shift"])
    expect(field).to_have_value("1, 6-")
    expect(fact(visitor, "Pages")).to_have_text("146 of 150")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(cell(visitor, 6)).to_have_attribute("aria-pressed", "false")
    expect(field).to_have_value("1, 7-")

    page.get_by_role("button", name="None", exact=True).click()
    expect(field).to_have_value("none")
    visitor.clean()
    assert "No page is chosen" in visitor.alert
    assert script.runs == 0
    visitor.fill("Pages", "2-3, 149-")
    expect(cell(visitor, 3)).to_have_attribute("aria-pressed", "true")
    expect(cell(visitor, 4)).to_have_attribute("aria-pressed", "false")
    page.get_by_role("button", name="The other ones").click()
    expect(field).to_have_value("1, 4-148")
    visitor.clean()
    visitor.wait_state("finished")
    assert script.settings[0].pages == "1, 4-148"
    page.get_by_role("button", name="All", exact=True).first.click()
    expect(field).to_have_value("")
    # Another document begins with all of its pages.
    visitor.fill("Pages", "7")
    visitor.drop_and_read(name="other.pdf")
    expect(field).to_have_value("", timeout=PATIENCE)
    expect(fact(visitor, "Pages")).to_have_text("150")
