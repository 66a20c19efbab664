"""The Download button and its panel, as a producer uses them."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator

import docx
import pytest
from playwright.sync_api import expect

from pdfclean.document import Category, CleanDocument, Role
from pdfclean.pipeline import ChunkFinished, Event, Finished, Opened, Source
from tests.e2e.conftest import Site, Visitor
from tests.fakes import Said, document
from tests.scripted import FakeReader, Script

pytestmark = pytest.mark.browser
Serve = Callable[..., Site]
Visit = Callable[..., Visitor]

MADE = document(
    Said("The Tide", Role.TITLE),
    Said("1 Why", Role.HEADING, Category.HEADINGS),
    "The moon pulls [1] at all of it. " + "It pulls and pulls. " * 8,
    Said("2 How", Role.HEADING, Category.HEADINGS, page=2),
    Said("Slowly, *twice* a day [2].", page=2),
)
PARTS = ["The first part.", "\n\nThe second part.", "\n\nThe last part."]


def clean(source: Source, *_: object) -> Iterator[Event]:
    """A run that makes the document above."""
    yield Opened(source.info, (1, 2))
    for chunk in MADE.chunks:
        yield ChunkFinished(chunk, len(MADE.chunks))
    yield Finished(CleanDocument(source.info, MADE.pages, MADE.chunks, MADE.policy), True)


def test_each_format_says_what_the_screen_says(serve: Serve, visit: Visit) -> None:
    visitor = visit(serve(clean, FakeReader("Raw one.", "Raw two.", title="The Tide: a study")))
    visitor.drop_and_read()
    visitor.clean()
    visitor.wait_whole()
    expect(visitor.page.locator(".live-text p")).to_have_count(5)
    shown = visitor.text.split("\n\n")

    # One click for who is in a hurry.
    assert visitor.download() == ("The Tide a study.txt", f"{visitor.text}\n".encode())

    name, data = visitor.download_as("Word")
    assert name == "The Tide a study.docx"
    paragraphs = docx.Document(io.BytesIO(data)).paragraphs
    assert [each.text for each in paragraphs] == shown
    assert [each.style.name for each in paragraphs[:2]] == ["Title", "Heading 1"]

    name, data = visitor.download_as("Markdown", name="my/file", marks=True)
    assert name == "my file.md"
    assert data.decode().endswith("Slowly, \\*twice\\* a day. [p.\xa02]\n")
    assert data.decode().startswith("# The Tide\n\n## 1 Why\n\n")

    name, data = visitor.download_as("JSON", words=True)
    told = json.loads(data)
    assert [each["text"] for each in told["paragraphs"]] == shown
    assert told["run"]["complete"] is True
    assert len(told["tokens"]) == MADE.chunks[-1].chunk.end

    assert "[1]" in visitor.download_as("Raw text")[1].decode()
    name, data = visitor.download_as("Report")
    assert name.endswith(" (report).html")
    assert "Citations" in data.decode()

    name, data = visitor.download_as("Text", headings=False, wrap=True, marks=False)
    lines = data.decode().split("\n")
    assert max(map(len, lines)) <= 80
    assert "1 Why" not in lines
    assert "".join(data.decode().split()) == "".join(
        "".join([shown[0], shown[2], shown[4]]).split()
    )

    # The last choice is remembered, also by a page that is loaded anew.
    visitor.download_as("Word", headings=True)
    button = visitor.page.locator("#download")
    expect(button).to_have_text("Download .docx")
    # A report goes along with one text; the next download is to be a text again.
    visitor.download_as("Report")
    visitor.page.reload()
    visitor.errors.clear()  # Gradio's own, about requests that the reload cut off
    expect(button).to_have_text("Download .docx")
    assert visitor.download()[0] == "The Tide a study.docx"


def test_what_is_here_can_be_saved_in_any_format(serve: Serve, visit: Visit) -> None:
    script = Script(PARTS, free=2)
    visitor = visit(serve(script))
    visitor.drop_and_read(name="On tides.pdf")
    expect(visitor.page.locator("#download")).to_be_hidden()
    visitor.clean()
    visitor.wait_text("The second part.")
    expect(visitor.page.locator("#download")).to_have_text("Save what is here (.txt)")
    assert visitor.download() == ("On tides.txt", "".join(PARTS[:2]).encode() + b"\n")
    name, data = visitor.download_as("Word")
    assert name == "On tides.docx"
    texts = [each.text for each in docx.Document(io.BytesIO(data)).paragraphs]
    assert texts == ["The first part.", "The second part."]
    expect(visitor.page.locator("#download")).to_have_text("Save what is here (.docx)")
    visitor.page.click("#stop")
    visitor.wait_whole()
    assert docx.Document(io.BytesIO(visitor.download()[1])).paragraphs[1].text == "The second part."


def test_the_panel_by_keyboard_and_a_server_that_is_gone(serve: Serve, visit: Visit) -> None:
    site = serve(Script(PARTS, free=9), FakeReader(title="On tides"))
    visitor = visit(site)
    visitor.drop_and_read()
    visitor.clean()
    visitor.wait_whole()
    page = visitor.page
    more, panel = page.get_by_role("button", name="Other formats"), page.locator("#download-panel")
    more.press("Enter")
    expect(more).to_have_attribute("aria-expanded", "true")
    expect(panel.get_by_role("radio", name="Text a paragraph a line")).to_be_focused()
    expect(panel.get_by_label("File name")).to_have_value("On tides")
    page.keyboard.press("ArrowDown")
    expect(panel.locator(".downloads-ending")).to_have_text(".docx")
    expect(panel.get_by_text("Lines of at most 80 characters")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(more).to_be_focused()
    box, whole = more.bounding_box(), page.viewport_size
    more.click()
    shown = panel.bounding_box()
    assert box and whole and shown
    assert shown["y"] >= 0
    assert shown["y"] + shown["height"] <= box["y"]
    assert shown["x"] + shown["width"] <= whole["width"]
    page.mouse.click(10, 10)
    expect(panel).to_be_hidden()
    # The text is in the browser all the same.
    page.route(re.compile("component_server"), lambda route: route.abort())
    name, data = visitor.download()
    visitor.errors.clear()  # about the request that could not be sent
    assert (name, data.decode()) == ("On tides.txt", f"{visitor.text}\n")
    expect(page.locator(".live-announce")).to_contain_text("The connection is lost")
