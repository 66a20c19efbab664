"""Watching a text come: what goes is seen and then gone, the end is followed by who is there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, expect

from pdfclean.document import Category, CleanDocument, Role
from pdfclean.pipeline import ChunkFinished, Event, Finished, Opened, Source
from tests.e2e.conftest import Site, Visitor
from tests.fakes import Said, document
from tests.scripted import FakeReader

pytestmark = pytest.mark.browser
Serve = Callable[..., Site]
Visit = Callable[..., Visitor]

BAD = "<img src=x onerror=\"document.title='bad'\">"
PARTS = 12

GAP = """() => { const pane = document.querySelector(".live-text");
  return pane.scrollHeight - pane.scrollTop - pane.clientHeight; }"""
AT_TOP = """() => { const pane = document.querySelector(".live-text");
  const seen = [...pane.querySelectorAll("p")].find(
    (p) => p.getBoundingClientRect().top > pane.getBoundingClientRect().top + 20);
  return seen && [seen.textContent, Math.round(seen.getBoundingClientRect().top)]; }"""
WATCH = """(text) => { window.places = [];
  const seen = [...document.querySelectorAll(".live-text p")].find((p) => p.textContent === text);
  const look = () => { window.places.push(Math.round(seen.getBoundingClientRect().top));
    window.watching = requestAnimationFrame(look); };
  look(); }"""


def paper() -> CleanDocument:
    """A part a page, each with two citations, a running header and something wicked."""
    lines: list[Said | str] = []
    for page in range(1, PARTS + 1):
        prose = "The tides come and the tides go [1], as they always did. " * 10
        lines += [
            Said("Journal of Tides", Role.RUNNING_HEADER, Category.FURNITURE, page=page),
            Said(f"Part {page} begins [2]. {prose.strip()}", page=page),
            Said(f"{BAD} is a note.", Role.FOOTNOTE, Category.FOOTNOTES, page=page),
        ]
    return document(*lines, chunk_lines=3)


class Paced:
    """Plays the paper's parts, each when it is let go."""

    def __init__(self) -> None:
        self.made = paper()
        self._turn = threading.Semaphore(0)

    def release(self, count: int = 1) -> None:
        self._turn.release(count)

    def __call__(
        self, source: Source, _settings: object, _polisher: object, stopped: Callable[[], bool]
    ) -> Iterator[Event]:
        yield Opened(source.info, tuple(range(1, PARTS + 1)))
        for chunk in self.made.chunks:
            while not self._turn.acquire(timeout=0.02):
                if stopped():
                    return
            yield ChunkFinished(chunk, PARTS)
        yield Finished(self.made, complete=True)


def going(visitor: Visitor) -> Locator:
    return visitor.page.locator(".live-text .going")


def begin(serve: Serve, visit: Visit, **options: object) -> tuple[Paced, Visitor]:
    paced = Paced()
    visitor = visit(serve(paced, FakeReader(*["A page."] * PARTS)), **options)
    visitor.drop_and_read()
    visitor.clean()
    return paced, visitor


def clean_text(parts: int) -> str:
    prose = "The tides come and the tides go, as they always did. " * 10
    return "\n\n".join(f"Part {n} begins. {prose.strip()}" for n in range(1, parts + 1))


def test_what_goes_is_seen_and_then_gone(serve: Serve, visit: Visit) -> None:
    paced, visitor = begin(serve, visit)
    paced.release(2)
    visitor.wait_text("Part 2")
    expect(going(visitor)).to_have_count(2 * 13)
    said = going(visitor).evaluate_all("(all) => all.map((each) => each.dataset.text)")
    assert said[:3] == ["Journal of Tides", " [2]", " [1]"]
    assert said[12] == f"{BAD} is a note."
    visitor.shot("what-goes")
    # It is no text: neither copied nor read aloud, and of course no markup.
    assert visitor.text == clean_text(2)
    expect(going(visitor)).to_have_count(0)
    assert visitor.text == clean_text(2)
    assert visitor.page.locator(".live-text img").count() == 0

    # Someone who reads further up is not moved by what comes and goes below.
    paced.release(4)
    visitor.wait_text("Part 6")
    visitor.page.wait_for_function(f"({GAP})() < 80")
    expect(going(visitor)).to_have_count(0)
    visitor.page.locator(".live-text").hover()
    visitor.page.mouse.wheel(0, -60)
    back = visitor.page.get_by_role("button", name="Back to the end")
    expect(back).to_be_visible()
    visitor.page.wait_for_function(f"({GAP})() > 40")
    seen, place = visitor.page.wait_for_function(AT_TOP).json_value()
    visitor.page.evaluate(WATCH, seen)
    paced.release(2)
    visitor.wait_text("Part 8")
    expect(going(visitor)).not_to_have_count(0)
    expect(going(visitor)).to_have_count(0)
    places = visitor.page.evaluate("cancelAnimationFrame(window.watching), window.places")
    assert set(places) == {place}
    back.click()
    visitor.page.wait_for_function(f"({GAP})() < 80")
    expect(back).to_be_hidden()

    # Who reads along at the end sees text stay put while it folds, and selects what they like.
    seen, place = visitor.page.wait_for_function(AT_TOP).json_value()
    paced.release()
    visitor.wait_text("Part 9")
    visitor.page.wait_for_function(f"({GAP})() < 80")
    seen, place = visitor.page.wait_for_function(AT_TOP).json_value()
    visitor.page.evaluate(WATCH, seen)
    expect(going(visitor)).to_have_count(0)
    places = visitor.page.evaluate("cancelAnimationFrame(window.watching), window.places")
    assert set(places) == {place}
    visitor.page.evaluate(
        "getSelection().selectAllChildren(document.querySelector('.live-text p:last-of-type'))"
    )
    paced.release()
    visitor.wait_text("Part 10")
    visitor.page.wait_for_function(f"({GAP})() > 80")

    # It can be done without, and this browser remembers.
    toggle = visitor.page.get_by_role("button", name="Show what goes")
    expect(toggle).to_have_attribute("aria-pressed", "true")
    toggle.click()
    expect(going(visitor)).to_have_count(0)
    paced.release()
    visitor.wait_text("Part 11")
    assert going(visitor).count() == 0
    visitor.page.reload()
    visitor.errors.clear()
    visitor.wait_text("Part 11")
    expect(toggle).to_have_attribute("aria-pressed", "false")
    paced.release()
    visitor.wait_state("finished")
    expect(toggle).to_be_hidden()
    assert visitor.text == clean_text(PARTS)


def test_with_reduced_motion_nothing_fades(serve: Serve, visit: Visit) -> None:
    paced, visitor = begin(serve, visit, reduced_motion="reduce")
    paced.release(PARTS)
    visitor.wait_state("finished")
    # All of a quick text came at once: it stands at its beginning, where what goes is seen.
    assert visitor.page.evaluate("document.querySelector('.live-text').scrollTop") == 0
    expect(going(visitor).first).to_be_in_viewport()
    expect(going(visitor)).to_have_count(0)
    moved = "document.getAnimations().some((each) => each.animationName?.startsWith('goes'))"
    assert not visitor.page.evaluate(moved)
    assert visitor.text == clean_text(PARTS)
