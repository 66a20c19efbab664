"""What is said before a run, and what is made of it: the card, the pages, the password."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pdfclean.document import Category
from pdfclean.errors import LimitError
from pdfclean.jobs import Job, JobStore
from pdfclean.settings import Polish, Settings, parse_pages
from pdfclean.ui import handlers, views
from pdfclean.ui.picker import NO_PAGES, pages_text, picker_value
from pdfclean.ui.preflight import card, roughly
from tests.scripted import FakeReader, Script

PROSE = "The limpets of the northern shore moved less than a hand over all of the forty days. "
DEUTSCH = "Die Schnecken der nördlichen Küste bewegten sich in all den Tagen kaum eine Handbreit. "
DEFAULTS = (1000, 0, 512, "off", "some/model", "", 0, 0.9, 0, "")

Open = Callable[..., Job]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    stores: list[JobStore] = []

    def make(*pages: str, name: str = "a.pdf", **info: Any) -> Job:
        store = JobStore(tmp_path / str(len(stores)), FakeReader(*pages, **info), Script(["x"]))
        stores.append(store)
        (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n")
        job = store.add(tmp_path / "a.pdf", name)
        list(job.prepare())
        return job

    yield make
    for each in stores:
        each.close()


# The card -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["title", "author"])
def test_markup_in_metadata_stays_text(opened: Open, field: str) -> None:
    html = card(opened(PROSE, **{field: "<script>alert(1)</script>"}))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_markup_in_a_file_name_stays_text(opened: Open) -> None:
    assert "<img" not in card(opened(PROSE, name="<img src=x>.pdf"))


@pytest.mark.parametrize("title", ["", "  ", "untitled", "Untitled", "anonymous"])
def test_a_document_without_a_title_goes_by_its_file(opened: Open, title: str) -> None:
    assert "<h2>tides.pdf</h2>" in card(opened(PROSE, name="tides.pdf", title=title))


@pytest.mark.parametrize(
    ("created", "modified", "there", "absent"),
    [
        ("2024-03-12T08:00:00Z", "", ["Created", "12 Mar 2024"], ["Changed"]),
        ("2024-03-12", "2024-03-12T23:00:00+01:00", ["Created"], ["Changed"]),
        ("2024-03-12", "2025-01-02", ["Changed", "2 Jan 2025"], []),
        ("D:2024", "yesterday", [], ["Created", "Changed"]),
    ],
)
def test_dates(
    opened: Open, created: str, modified: str, there: list[str], absent: list[str]
) -> None:
    html = card(opened(PROSE, created=created, modified=modified))
    assert all(f">{each}<" in html for each in there)
    assert not any(each in html for each in absent)


def test_scanned_pages_are_named_if_they_are_chosen(opened: Open) -> None:
    job = opened(PROSE, "", "", PROSE, PROSE, PROSE, "")
    assert "Pages 2–3, 7 are scanned" in card(job)
    choose(job, "1-2")
    assert "Page 2 is scanned" in card(job)
    choose(job, "4-6")
    assert "scanned" not in card(job)
    # Said once, in the alert, where there is no text at all.
    assert "scanned" not in card(opened("", ""))


@pytest.mark.parametrize(
    ("pages", "name"),
    [
        ([PROSE * 6], "English"),
        # A German paper with an English abstract.
        ([PROSE * 6, DEUTSCH * 20, DEUTSCH * 20], "German"),
        (["1 2 3 4", "5 6"], ""),
        (["Tides"], ""),
    ],
)
def test_language(opened: Open, pages: list[str], name: str) -> None:
    html = card(opened(*pages))
    assert (f"<dd>{name}</dd>" in html) if name else ("Language" not in html)


def choose(job: Job, pages: str = "", **asked: Any) -> None:
    assert job.prospect is not None
    job.prospect.asked = Settings(pages=pages, **asked)


def test_words_and_minutes_are_those_of_the_chosen_pages(opened: Open) -> None:
    job = opened(*["word " * 300] * 4)
    assert "<dd>1,200</dd>" in card(job)
    assert "<dd>up to 8 min</dd>" in card(job)
    choose(job, "2-3")
    assert "<dd>2 of 4</dd>" in card(job)
    assert "<dd>600</dd>" in card(job)
    assert "<dd>up to 4 min</dd>" in card(job)


def test_a_model_that_never_ran_here_is_not_timed(opened: Open) -> None:
    job = opened(PROSE)
    assert "<dd>about a second</dd>" in card(job)
    choose(job, polish=Polish.ALL)
    assert "<dd>known once the model has begun</dd>" in card(job)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "about a second"),
        (1.4, "about a second"),
        (4.4, "about 4 seconds"),
        (12, "about 10 seconds"),
        (88, "about 90 seconds"),
        (100, "about 2 minutes"),
        (3600, "about 60 minutes"),
        (7000, "about 2 hours"),
    ],
)
def test_no_more_exactly_than_anybody_can_know(seconds: float, said: str) -> None:
    assert roughly(seconds) == said


# Choosing -----------------------------------------------------------------------------------------


def test_what_is_chosen_before_a_run(tmp_path: Path) -> None:
    store = JobStore(tmp_path / "jobs", FakeReader(*[PROSE] * 9), Script(["x"]))
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n")
    *_, first = handlers.drop(store, str(tmp_path / "a.pdf"))
    job = first.job
    assert job is not None
    assert first.pending
    look(store, job, pages="2-3", out=["citations"])
    assert not views.view(job).pending
    assert job.prospect is not None
    assert job.prospect.asked.pages == "2-3"
    assert job.review.policy.out == {Category.CITATIONS}
    # Half typed, or nothing chosen: what was asked before stands.
    for half in ("2-3,x", "99", NO_PAGES):
        look(store, job, pages=half, out=[])
        assert job.prospect.asked.pages == "2-3"
    assert handlers.look(store, "gone", *DEFAULTS) == views.View()
    view = handlers.start(store, job.key, *DEFAULTS[:5], NO_PAGES, *DEFAULTS[6:])
    assert view.alert.startswith("No page is chosen.")
    assert not view.begun
    store.close()


def look(store: JobStore, job: Job, *, pages: str, out: list[str]) -> None:
    rest = ("delete", 0.5, "here", "", "", 8, out)
    handlers.look(store, job.key, *DEFAULTS[:5], pages, *DEFAULTS[6:], *rest)


@pytest.mark.parametrize("count", [1, 2, 9, 40])
@pytest.mark.parametrize("text", ["", "1", "1-", "2-5", "1, 3, 5-7", "3-", "40", "-4"])
def test_field_and_pictures_mean_the_same(opened: Open, text: str, count: int) -> None:
    job = opened(*["Text."] * count)
    try:
        chosen = parse_pages(text, count)
    except LimitError:
        # Not of this document.
        return
    said = pages_text(picker_value(job, text)["chosen"], count)
    assert parse_pages(said, count) == chosen


def test_no_page_at_all(opened: Open) -> None:
    job = opened("Text.", "Text.")
    assert pages_text([], 2) == NO_PAGES
    assert picker_value(job, NO_PAGES)["chosen"] == []
    # A browser can send anything.
    assert pages_text([[-5, 1], [2, 99999]], 2) == ""


def test_printed_labels_only_where_they_differ(opened: Open) -> None:
    assert picker_value(opened("a", "b", labels=("1", "2")))["labels"] == []
    assert picker_value(opened("a", "b", labels=("i", "1")))["labels"] == ["i", "1"]
    assert picker_value(None)["count"] == 0


# Password -----------------------------------------------------------------------------------------


def test_three_tries_at_a_password(tmp_path: Path) -> None:
    store = JobStore(tmp_path / "jobs", FakeReader(PROSE, password="low-water"), Script(["x"]))
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n")
    *_, view = handlers.drop(store, str(tmp_path / "a.pdf"))
    assert view.job is not None
    key = view.job.key
    said = [view.alert]
    for password in ("high-water", "", "LOW-WATER"):
        *_, view = handlers.unlock(store, key, password)
        assert view.locked
        assert not view.ready
        assert not view.pending
        said.append(view.alert)
    assert said[0] == said[2] != said[1] == said[3]
    *_, view = handlers.unlock(store, key, "low-water")
    assert view.ready
    assert view.pending
    assert replace(view, job=None) == views.View()
    store.close()
