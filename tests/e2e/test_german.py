"""The page where the browser speaks German."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from pdfclean.document import Role
from tests.e2e.conftest import PATIENCE, Site, Visitor
from tests.e2e.test_sections import cleaned, head
from tests.fakes import Said, document
from tests.scripted import FakeReader

pytestmark = pytest.mark.browser

# The words of the document are no English ones: all English that is found is the page's.
GEZEITEN = document(
    Said("Gezeiten", Role.TITLE, size=18),
    head("Anlass", 12, 1),
    "Die Flut kommt zweimal am Tag [1].",
    head("Ergebnis", 12, 1),
    "Alle Schnecken wanderten.",
    chunk_lines=1,
)
SAID = """() => {
  const found = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT);
  for (let node = walk.currentNode; node; node = walk.nextNode()) {
    if (node.matches("script, style, textarea")) continue;
    const own = [...node.childNodes].filter((each) => each.nodeType === Node.TEXT_NODE);
    const told = ["aria-label", "title", "placeholder", "alt", "aria-valuetext"];
    const names = told.map((name) => node.getAttribute(name));
    for (const said of [...own.map((each) => each.data), ...names]) {
      if (said?.trim()) found.add(said.trim());
    }
  }
  return [...found];
}"""
ENGLISH = re.compile(
    r"\b(?:the|of|with|clean|removed|restore|doubt|changes|pages?|words|show|select all|download|"
    r"undo|copy|find|listen|settings|close|input|slider|reset|enter|ctrl|sections|files?)\b",
    re.IGNORECASE,
)
UNSEEN = {"File upload"}
"""Gradio's name for a field that nobody sees."""


def english(page: Page) -> list[str]:
    """What the page says in English, seen or read aloud."""
    said: list[str] = page.evaluate(SAID)
    return [each for each in said if ENGLISH.search(each) and each not in UNSEEN]


def test_a_german_browser_gets_a_german_page(
    serve: Callable[..., Site], visit: Callable[..., Visitor]
) -> None:
    visitor = visit(serve(cleaned(GEZEITEN), FakeReader("eins")), locale="de-DE")
    page = visitor.page
    assert page.evaluate("document.documentElement.lang") == "de"
    expect(page.locator("#file")).to_contain_text("PDFs hier ablegen")
    visitor.drop(b"kein PDF", "brief.pdf")
    assert visitor.alert.startswith("„brief.pdf“ ist kein PDF")

    visitor.drop_and_read()
    page.get_by_role("button", name="Einstellungen").click()
    expect(page.get_by_label("Schieberegler für Größe der Teile")).to_be_visible()
    page.get_by_role("button", name="Seiten wählen").click()
    expect(page.locator("#clean")).to_have_text("Säubern")
    assert not english(page)

    visitor.clean()
    expect(page.locator("#download")).to_have_text(".txt herunterladen", timeout=PATIENCE)
    expect(page.locator(".live-headline")).to_have_text("Sauber")
    expect(page.locator("#sections")).to_contain_text("Alle Abschnitte")
    before = visitor.text

    page.get_by_role("tab", name="Entfernt").click()
    number = page.locator(".item", has_text="[1]")
    expect(number).to_contain_text("Quellenverweise · Seite 1")
    number.get_by_role("button", name="zurückholen").click()
    expect(page.locator(".sr-only", has_text="1 Stelle zurückgeholt.")).to_have_count(1)
    for tab in ("Fraglich", "Änderungen", "Text"):
        page.get_by_role("tab", name=tab).click()
        expect(page.get_by_role("tabpanel", name=tab)).to_be_visible()
    visitor.wait_text("am Tag [1].")
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.locator(".live-text")).not_to_contain_text("[1]")
    assert visitor.text == before
    page.get_by_role("button", name="Andere Formate").click()
    expect(page.get_by_role("dialog", name="Herunterladen")).to_contain_text("Rohtext")
    assert not english(page)

    visitor.drop(name="zweites.pdf")
    expect(page.locator("#documents")).to_contain_text("1 Seite · Sauber", timeout=PATIENCE)
    expect(page.locator("#documents")).to_contain_text("Noch nicht gesäubert")
    assert not english(page)
