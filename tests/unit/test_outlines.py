"""What is left of contents pages: their headings, and outlines without page numbers."""

from __future__ import annotations

import pytest

from pdfclean.document import Role
from tests.unit.test_layout import KEPT, line, page, prose, run

TOPICS = ("Why mills failed", "Bread and its price", "The river in winter", "What was learnt")


def _talk(heading: str, entries: tuple[str, ...]) -> dict[str, Role]:
    """Roles of a talk whose second page lists ``entries`` and whose further pages are TOPICS."""
    listed = [line(text, 60, 140 + 40 * n, 300, 14.0) for n, text in enumerate(entries)]
    pages = [page(1, [line("A talk about the village", 60, 300, 500, 24.0, 700)])]
    pages.append(page(2, [line(heading, 60, 60, 200, 20.0, 700), *listed]))
    for n, topic in enumerate(TOPICS):
        head = line(topic, 60, 60, 400, 20.0, 700)
        pages.append(page(n + 3, [head, *prose(60, 140, 540, 12, n)]))
    return run(pages)[0]


@pytest.mark.parametrize(
    "heading", ["Outline", "Contents", "Gliederung", "Plan de la présentation"]
)
def test_an_outline_goes_with_its_entries(heading: str) -> None:
    entries = tuple(f"{n} {text}" for n, text in enumerate(TOPICS, 1))
    roles = _talk(heading, entries)
    assert [roles[text] for text in (heading, *entries)] == [Role.CONTENTS] * 5
    assert all(roles[topic] in KEPT for topic in TOPICS)


def test_an_overview_that_says_something_stays() -> None:
    entries = (
        "The mills failed because the river froze.",
        "Bread became dear in a single winter.",
        "Nobody had thought of the eastern valley.",
        "What was learnt",
    )
    roles = _talk("Overview", entries)
    assert all(roles[text] in KEPT for text in ("Overview", *entries))


def test_a_slide_built_up_step_by_step_is_no_outline() -> None:
    texts = ("Mills stood still", "Bread became dear", "Nobody went hungry")
    pages = [page(1, [line("A talk about the village", 60, 300, 500, 24.0, 700)])]
    for n in range(1, 4):
        shown = [line(text, 60, 140 + 40 * k, 300, 14.0) for k, text in enumerate(texts[:n])]
        pages.append(page(n + 1, [line("Overview", 60, 60, 200, 20.0, 700), *shown]))
    pages.append(page(5, [line("The end", 60, 60, 200, 20.0, 700), *prose(60, 140, 540, 12)]))
    roles, _ = run(pages)
    assert all(roles[text] in KEPT for text in texts)


def _book(heading: str, below: bool) -> dict[str, Role]:
    """Roles of a book whose second page has contents, with running text ``below`` or not."""
    dots = " . . . . . . . . . . . . . . "
    entries = [
        line(f"{n} {text}{dots}{n * 7}", 60, 110 + 14 * n, 540)
        for n, text in enumerate((*TOPICS, "Sources", "Persons"), 1)
    ]
    second = [line(heading, 60, 60, 300, 17.0, 700), *entries]
    if below:
        second += prose(60, 240, 540, 30)
    first = [line("A book of villages", 60, 60, 400, 24.0, 700), *prose(60, 120, 540, 40)]
    rest = [page(n, prose(60, 60, 540, 50, n)) for n in range(3, 7)]
    return run([page(1, first), page(2, second), *rest])[0]


@pytest.mark.parametrize(
    "heading", ["Table des matières", "Table of Contents - Volume II", "Zawartość tomu"]
)
def test_the_heading_of_a_contents_page_goes_with_it(heading: str) -> None:
    assert _book(heading, below=False)[heading] is Role.CONTENTS


def test_a_chapter_title_over_its_own_short_contents_stays() -> None:
    assert _book("The village in the hills", below=True)["The village in the hills"] in KEPT
