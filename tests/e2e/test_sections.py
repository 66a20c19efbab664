"""Choosing by section: the outline beside the text, and what a tick changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, expect

from pdfclean.document import Category, CleanDocument, Role
from pdfclean.pipeline import ChunkFinished, Event, Finished, Opened, Source
from tests.e2e.conftest import PATIENCE, Site, Visitor
from tests.fakes import Said, document

pytestmark = pytest.mark.browser
Serve = Callable[..., Site]
Visit = Callable[..., Visitor]

PROSE = "The limpets of this section moved less than a hand’s width. " * 40


def head(text: str, size: float, page: int) -> Said:
    return Said(text, Role.HEADING, Category.HEADINGS, page=page, size=size, weight=700)


TIDES = document(
    Said("On Tides", Role.TITLE, size=18),
    head("1 Introduction", 12, 1), f"Why. {PROSE}",
    head("2 Methods", 12, 2), Said(f"How. {PROSE}", page=2),
    head("2.1 Sites", 11, 2), Said(f"Where. {PROSE}", page=2),
    head("2.2 Counting", 11, 3), Said(f"Whom [4]. {PROSE}", page=3),
    head("3 Results", 12, 4), Said(f"What. {PROSE}", page=4),
    chunk_lines=1,
)  # fmt: skip
LABELS = ["On Tides", "1 Introduction", "2 Methods", "2.1 Sites", "2.2 Counting", "3 Results"]


def cleaned(made: CleanDocument) -> Callable[..., Iterator[Event]]:
    """A pipeline that has this document."""

    def clean(source: Source, *_: object) -> Iterator[Event]:
        yield Opened(source.info, (1,))
        for chunk in made.chunks:
            yield ChunkFinished(chunk, len(made.chunks))
        yield Finished(made, complete=True)

    return clean


def ticks(visitor: Visitor) -> list[bool]:
    """Which sections are ticked."""
    boxes = visitor.page.locator("#sections .wrap input[type=checkbox]")
    expect(boxes).to_have_count(len(LABELS), timeout=PATIENCE)
    # In one go: the list may be drawn anew between two looks.
    found: list[bool] = boxes.evaluate_all("boxes => boxes.map((each) => each.checked)")
    return found


def box(visitor: Visitor, title: str) -> Locator:
    """The box of a section."""
    label = visitor.page.locator("#sections .wrap label", has_text=f"{title} ·")
    return label.locator("input")


def tick(visitor: Visitor, title: str, on: bool) -> None:
    """Tick or untick a section as a mouse does."""
    box(visitor, title).set_checked(on)


def begins(text: str) -> list[str]:
    """The first word of each paragraph of prose, and the headings."""
    return [re.split(r"(?<=\.) ", paragraph)[0] for paragraph in text.split("\n\n")]


@pytest.fixture
def visitor(serve: Serve, visit: Visit) -> Visitor:
    """A visitor who has cleaned the paper on tides."""
    there = visit(serve(cleaned(TIDES)))
    there.drop_and_read()
    there.clean()
    there.wait_state("finished")
    there.page.wait_for_selector("#sections .wrap input")
    there.wait_whole()
    return there


def test_the_outline_names_pages_and_minutes(visitor: Visitor) -> None:
    labels = [
        label.strip() for label in visitor.page.locator("#sections .wrap label").all_inner_texts()
    ]
    assert [label.split(" ·")[0] for label in labels] == LABELS
    assert [label.replace("\xa0", " ").split(" · ")[1:] for label in labels][2] == ["p. 2", "9 min"]
    assert ticks(visitor) == [True] * 6
    left = [box(visitor, title).bounding_box() for title in LABELS[2:4]]
    assert left[0] is not None
    assert left[1] is not None
    assert left[1]["x"] > left[0]["x"] + 10
    visitor.shot("sections")


def test_a_tick_changes_text_words_and_download_at_once(visitor: Visitor) -> None:
    whole, detail = visitor.text, visitor.page.locator(".live-detail")
    words = detail.inner_text()
    tick(visitor, "1 Introduction", on=False)
    expect(visitor.page.locator(".live-text")).not_to_contain_text("Why.")
    assert begins(visitor.text)[:3] == ["On Tides", "2 Methods", "How."]
    assert detail.inner_text() != words
    removed = visitor.page.locator("#tab-removed span")
    more = removed.inner_text()
    assert visitor.saved == visitor.text
    assert b"Why" not in visitor.download_as("Markdown")[1]
    assert b"Why" not in visitor.download_as("Text")[1]
    tick(visitor, "1 Introduction", on=True)
    visitor.wait_text("Why.")
    assert visitor.text == whole
    assert detail.inner_text() == words
    expect(removed).not_to_have_text(more)
    assert visitor.saved == whole


def test_a_section_takes_those_below_it_along(visitor: Visitor) -> None:
    tick(visitor, "2 Methods", on=False)
    expect(visitor.page.locator(".live-text")).not_to_contain_text("Whom")
    expect(box(visitor, "2.2 Counting")).not_to_be_checked()
    assert ticks(visitor) == [True, True, False, False, False, True]
    tick(visitor, "2.1 Sites", on=True)
    visitor.wait_text("Where.")
    assert ticks(visitor) == [True, True, False, True, False, True]
    assert begins(visitor.text) == [
        "On Tides", "1 Introduction", "Why.", "2.1 Sites", "Where.", "3 Results", "What.",
    ]  # fmt: skip
    assert visitor.saved == visitor.text


def test_only_what_changes_is_sent(visitor: Visitor) -> None:
    sizes: list[int] = []
    visitor.page.on(
        "response",
        lambda r: sizes.append(len(r.body())) if "component_server" in r.url else None,
    )
    tick(visitor, "3 Results", on=False)
    expect(visitor.page.locator(".live-text")).not_to_contain_text("What.")
    tick(visitor, "3 Results", on=True)
    visitor.wait_text("What.")
    # The section comes back; the five others stay where they are.
    assert 0 < sum(sizes) < 2 * len(PROSE) < len(visitor.text) / 2


def test_none_and_all(visitor: Visitor) -> None:
    whole = visitor.text
    every = visitor.page.locator("#sections input[type=checkbox]").first
    every.click()
    expect(visitor.page.locator(".live-headline")).to_contain_text("Nothing is left")
    assert visitor.text == ""
    assert ticks(visitor) == [False] * 6
    every.click()
    visitor.wait_text("What.")
    assert visitor.text == whole


def test_what_was_chosen_survives_a_reload_and_another_run(visitor: Visitor) -> None:
    tick(visitor, "2 Methods", on=False)
    expect(visitor.page.locator(".live-text")).not_to_contain_text("Whom")
    chosen = visitor.text
    visitor.page.reload()
    visitor.errors.clear()  # Gradio's own, about requests that the reload cut off
    visitor.wait_state("finished")
    visitor.page.wait_for_selector("#sections .wrap input")
    assert ticks(visitor) == [True, True, False, False, False, True]
    assert visitor.text == chosen
    before = visitor.page.query_selector("#sections .wrap input")
    assert before is not None
    visitor.clean()
    before.wait_for_element_state("hidden")  # the first run's list goes when the second begins
    expect(visitor.page.locator("#clean")).to_be_enabled(timeout=PATIENCE)
    visitor.wait_state("finished")
    visitor.page.wait_for_selector("#sections .wrap input")
    assert visitor.text == chosen
    assert ticks(visitor) == [True, True, False, False, False, True]
    assert visitor.saved == chosen
    tick(visitor, "2 Methods", on=True)
    visitor.wait_text("Whom")


def test_a_document_without_headings_shows_no_outline(serve: Serve, visit: Visit) -> None:
    visitor = visit(serve(cleaned(document("One.", "Two."))))
    visitor.drop_and_read()
    visitor.clean()
    visitor.wait_state("finished")
    visitor.wait_whole()
    expect(visitor.page.locator("#outline")).to_be_hidden()
