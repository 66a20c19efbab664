"""What happens when a file is dropped: the card, the sentence, the password."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from pdfclean.extraction.reader import Reader
from pdfclean.pipeline import clean
from tests.e2e.conftest import Site, Visitor
from tests.pdfs import odd, reportlab_papers
from tests.scripted import FakeReader, Script

pytestmark = pytest.mark.browser
Serve = Callable[..., Site]
Visit = Callable[..., Visitor]


@pytest.fixture
def real(serve: Serve, visit: Visit, reader: Reader) -> Visitor:
    """A visitor to a page over the real reader and the real pipeline."""
    return visit(serve(clean, reader))


def test_a_paper_goes_all_the_way(real: Visitor) -> None:
    paper = reportlab_papers.paper()
    real.drop_and_read(paper.data, "paper.pdf")
    real.clean()
    real.wait_state("finished")
    real.wait_whole()
    text = real.text
    assert text
    words = [word for sentence in paper.keep for word in sentence.split()]
    assert sum(word in text for word in words) > 0.95 * len(words)
    assert real.saved == text
    expect(real.page.locator("#tab-removed span")).to_contain_text(" words")
    real.page.click("#tab-removed")
    expect(real.page.locator(".removed .item").first).to_be_visible()


def test_the_card_tells_what_there_is(serve: Serve, visit: Visit) -> None:
    pages = FakeReader(
        "The tide comes in twice a day and goes out. " * 40,
        "",
        "The tide comes in twice a day and goes out. " * 50,
        title="On <tides>",
        author="A. Marsh & B. Reed",
        created="2024-03-12T08:00:00+00:00",
        modified="2024-03-14",
    )
    visitor = visit(serve(Script(["x"]), pages))
    visitor.drop_and_read()
    card = visitor.page.locator(".facts")
    expect(card.locator("h2")).to_have_text("On <tides>")
    expect(card.locator(".by")).to_have_text("A. Marsh & B. Reed")
    facts = card.locator("dl").inner_text().split("\n")
    assert dict(zip(facts[::2], facts[1::2], strict=True)) == {
        "Pages": "3",
        "Words": "900",
        "Listening": "up to 6 min",
        "Language": "English",
        "Cleaning takes": "about a second",
        "Created": "12 Mar 2024",
        "Changed": "14 Mar 2024",
    }
    expect(card.locator(".warn")).to_have_text(
        "Page 2 is scanned, without text, and will be missing from the result."
    )
    preview = visitor.page.locator("#raw textarea")
    expect(preview).to_be_hidden()
    visitor.page.get_by_role("button", name="Raw text").click()
    expect(preview).to_be_visible()
    assert preview.input_value().startswith("The tide comes in")


def test_a_text_file_called_pdf_gets_a_sentence(real: Visitor) -> None:
    real.drop(odd.renamed_text(), "notes.pdf")
    assert real.alert.startswith("“notes.pdf” is not a PDF")
    expect(real.page.locator("#clean")).to_be_disabled()
    # The page is as useful as before.
    real.drop_and_read(reportlab_papers.paper().data, "paper.pdf")
    expect(real.page.locator("#alert p")).to_have_count(0)


def test_a_locked_pdf_asks_for_its_password_in_place(real: Visitor) -> None:
    real.drop(odd.encrypted().data, "sealed.pdf")
    assert "password" in real.alert
    box = real.page.get_by_label("Password")
    box.fill("high-water")
    box.press("Enter")
    expect(real.page.locator("#alert p")).to_contain_text("does not open")
    box.fill(odd.PASSWORD)
    real.page.click("#unlock")
    expect(real.page.locator("#clean")).to_be_enabled()
    expect(box).to_be_hidden()
    expect(real.page.locator("#alert p")).to_have_count(0)
    real.clean()
    real.wait_state("finished")
    assert odd.LOCKED_SENTENCES[0] in real.text


def test_a_pdf_without_text_is_named_a_scan(real: Visitor) -> None:
    real.drop(odd.scanned(3).data, "scan.pdf")
    assert real.alert == (
        "This PDF has no text: pages 1–3 are scanned. Run it through a text recognition (OCR) "
        "program, such as OCRmyPDF (free) or Adobe Acrobat, save it as a searchable PDF and drop "
        "that."
    )
    # Nothing to choose from and nothing to press.
    expect(real.page.locator("#clean")).to_be_hidden()
    expect(real.page.locator("#pick")).to_be_hidden()


def test_a_damaged_pdf_gets_a_sentence(real: Visitor) -> None:
    real.drop(b"%PDF-1.7\nnothing that a PDF has", "broken.pdf")
    assert real.alert.endswith(".")
    assert "Traceback" not in real.alert


def test_settings_reach_the_run_or_get_a_sentence(serve: Serve, visit: Visit) -> None:
    script = Script(["Text."], free=9)
    visitor = visit(serve(script, FakeReader(*["A page."] * 12)))
    visitor.drop_and_read()
    visitor.open_pages()
    visitor.open_advanced()
    visitor.fill("Pages", "3-x")
    visitor.clean()
    assert visitor.alert == "Cannot read the page range “3-x”. Write it like 1-3,7."
    visitor.fill("Pages", "40-")
    visitor.clean()
    expect(visitor.page.locator("#alert p")).to_contain_text("names no page of this document")
    visitor.fill("Pages", "2, 4-5")
    visitor.fill("Character limit", "100000")
    visitor.clean()
    visitor.wait_state("finished")
    expect(visitor.page.locator("#alert p")).to_have_count(0)
    assert [(s.pages, s.max_chars) for s in script.settings] == [("2, 4-5", 100_000)]
