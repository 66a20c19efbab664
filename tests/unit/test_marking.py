"""What is marked ahead of a run: the run is the same as without, and nothing is marked twice."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from pdfclean.document import Category, Page, Policy
from pdfclean.extraction.layout import Labeller
from pdfclean.pipeline import Event, Remembering, clean
from pdfclean.settings import Settings
from tests.unit.test_pipeline import Pages

LONG = 203
"""Pages of a document that is marked in two windows."""


class Counted:
    """Labellers that are counted."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self, pages: Sequence[Page]) -> Labeller:
        self.made += 1
        return Labeller(pages)


def events(source: object, settings: Settings) -> list[Event]:
    return list(clean(source, settings))  # type: ignore[arg-type]


ASKED = [
    Settings(),
    Settings(chunk_size=400, policy=Policy(frozenset({Category.HEADINGS}))),
    Settings(pages="2-"),
    Settings(max_chars=900),
    Settings(),
]


def test_a_run_is_the_same_whatever_was_marked_before() -> None:
    plain = Pages(4)
    source = Remembering(Pages(4))
    for settings in ASKED:
        assert events(source, settings) == events(plain, settings)


def test_a_long_document_is_marked_window_by_window() -> None:
    counted = Counted()
    source = Remembering(Pages(LONG), counted)
    first = events(source, Settings())
    assert first == events(Pages(LONG), Settings())
    assert events(source, Settings(chunk_size=2000)) != first
    assert counted.made == 1


def test_a_stopped_run_leaves_what_it_marked() -> None:
    counted = Counted()
    source = Remembering(Pages(LONG), counted)
    taken: list[Event] = []
    taken.extend(clean(source, Settings(), None, lambda: len(taken) > LONG))
    assert events(source, Settings()) == events(Pages(LONG), Settings())
    assert counted.made == 1


def test_two_at_the_same_time_share_the_work() -> None:
    counted = Counted()
    source = Remembering(Pages(4), counted)
    found: list[list[Event]] = []
    threads = [
        threading.Thread(target=lambda: found.append(events(source, Settings()))) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [events(Pages(4), Settings())] * 3
    assert counted.made == 1


def test_other_pages_are_marked_anew() -> None:
    counted = Counted()
    source = Remembering(Pages(4), counted)
    for settings in ASKED[:4]:
        events(source, settings)
    assert counted.made == 3
