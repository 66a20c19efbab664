"""A model that can only delete, as the page offers it: the mode, how boldly, what is left out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from pdfclean.document import Category, Mark
from pdfclean.extraction.reader import Reader
from pdfclean.llm.prompt import DEFAULT_PROMPT, DELETION_PROMPT
from pdfclean.pipeline import clean
from pdfclean.polishing import Deletions, Passage
from pdfclean.settings import Mode, Polish
from tests.e2e.conftest import Site, Visitor
from tests.fakes import ScriptedPolisher, scripted_loader
from tests.pdfs import reportlab_papers
from tests.scripted import Script

pytestmark = pytest.mark.browser
Serve = Callable[..., Site]
Visit = Callable[..., Visitor]


def second_sentence(passage: Passage) -> Deletions:
    """A model that leaves out every passage's second sentence."""
    if len(passage.sentences) < 5:
        return Deletions(())
    start = len(passage.sentences[0])
    first, last = passage.tokens(start, start + len(passage.sentences[1]))
    return Deletions((Mark(first, last, Category.NOTICES, "no story", "model", 0.8),))


def test_the_mode_and_how_boldly_are_offered_with_what_they_risk(
    serve: Serve, visit: Visit
) -> None:
    script = Script(["One. ", "Two. ", "Three."], free=99)
    visitor = visit(serve(script, loader=scripted_loader(ScriptedPolisher(""))))
    page = visitor.page
    visitor.drop_and_read()
    boldness = page.get_by_label("range slider for How boldly")
    expect(page.get_by_text("What the model may do")).to_be_hidden()
    expect(boldness).to_be_hidden()
    visitor.open_settings()
    page.get_by_label("Where doubtful").check()
    expect(page.get_by_label("Leave out sentences")).to_be_checked()
    expect(page.get_by_text("Every word stays the PDF's own")).to_be_visible()
    expect(boldness).to_be_visible()
    visitor.open_advanced()
    prompt = page.get_by_label("Prompt")
    expect(prompt).to_have_value(DELETION_PROMPT)
    page.get_by_label("Rewrite").check()
    expect(boldness).to_be_hidden()
    expect(page.get_by_text("A model can change what the text says")).to_be_visible()
    expect(prompt).to_have_value(DEFAULT_PROMPT)
    prompt.fill("My own words.")
    prompt.press("Tab")
    page.get_by_label("Leave out sentences").check()
    expect(boldness).to_be_visible()
    expect(prompt).to_have_value("My own words.")
    boldness.fill("0.8")
    boldness.press("Tab")
    page.evaluate("new Promise((done) => setTimeout(done, 300))")
    visitor.shot("deletion-settings")
    visitor.clean()
    visitor.wait_state("finished")
    (asked,) = script.settings
    assert (asked.polish, asked.mode) == (Polish.DOUBTFUL, Mode.DELETE)
    assert (asked.boldness, asked.prompt) == (0.8, "My own words.")


def test_what_the_model_leaves_out_is_gone_and_counted(
    serve: Serve, visit: Visit, reader: Reader
) -> None:
    paper = reportlab_papers.paper()
    polisher = ScriptedPolisher(second_sentence)
    visitor = visit(serve(clean, reader, loader=scripted_loader(polisher)))
    visitor.drop_and_read(paper.data, "paper.pdf")
    visitor.open_settings()
    visitor.page.get_by_label("All chunks").check()
    expect(visitor.page.get_by_role("combobox")).to_be_visible()
    visitor.clean()
    visitor.wait_state("finished")
    visitor.wait_whole()
    gone = [p.sentences[1].strip() for p in polisher.passages if len(p.sentences) >= 5]
    kept = [p.sentences[2].strip() for p in polisher.passages if len(p.sentences) >= 5]
    assert gone
    text = " ".join(visitor.text.split())
    assert not [sentence for sentence in gone if " ".join(sentence.split()) in text]
    assert all(" ".join(sentence.split()) in text for sentence in kept)
    visitor.page.click("#tab-removed")
    visitor.page.click(".kind[data-kind=model]")
    items = visitor.page.locator(".removed .item")
    expect(items).to_have_count(len(gone))
    said = "Notices and asides · page 1 · no story · decided by the model, 80% sure"
    expect(items.first).to_contain_text(said)
    items.first.get_by_role("button", name="Restore").click()
    expect(items.first).to_contain_text("Restored")
    assert " ".join(gone[0].split()) in " ".join(visitor.text.split())
    parts = len(polisher.passages)
    expect(visitor.page.locator(".live")).to_contain_text(f"model asked about {parts} of")
    visitor.shot("deletion-finished")
