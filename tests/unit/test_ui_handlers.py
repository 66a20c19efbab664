"""What the page does, without a page: a store and values in, a view out."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pdfclean.document import Category, Role
from pdfclean.export import Format, Options
from pdfclean.jobs import JobStore, State
from pdfclean.jobs.editing import Passage, Rewording
from pdfclean.pipeline import ChunkFinished, Event, Finished, Opened, Source
from pdfclean.settings import Mode, Polish
from pdfclean.ui import handlers
from pdfclean.ui.downloads import downloads_value, made, options_of
from pdfclean.ui.live import live_value
from pdfclean.ui.views import View
from tests.fakes import Said, document
from tests.scripted import FakeReader, Script

DEFAULTS = (1000, 0, 512, "off", "some/model", "", 0, 0.9, 0, "")


@pytest.fixture
def open_store(tmp_path: Path) -> Iterator[Callable[..., JobStore]]:
    stores: list[JobStore] = []

    def make(clean: Any = None, *pages: str, **options: Any) -> JobStore:
        script = clean or Script(["One.", "\n\nTwo."], free=99)
        reader = FakeReader(*pages, **options)
        stores.append(JobStore(tmp_path / str(len(stores)), reader, script))
        return stores[-1]

    yield make
    for store in stores:
        store.close()


@pytest.fixture
def pdf(tmp_path: Path) -> str:
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    return str(path)


def last(views: Iterator[View]) -> View:
    return list(views)[-1]


def ready(store: JobStore, pdf: str) -> str:
    view = last(handlers.drop(store, pdf))
    assert view.job is not None
    return view.job.key


def finish(store: JobStore, key: str) -> None:
    job = store.get(key)
    assert job is not None
    end = time.monotonic() + 10
    while not job.tail(0, 10**9).complete:
        assert time.monotonic() < end
        time.sleep(0.005)


def test_a_dropped_file_can_be_cleaned(open_store: Callable[..., JobStore], pdf: str) -> None:
    first, *_, view = handlers.drop(open_store(), pdf)
    assert first.reading
    assert not first.ready
    assert view.ready
    assert not view.running
    assert not view.begun


@pytest.mark.parametrize("path", [None, ""])
def test_no_file_is_an_empty_page(open_store: Callable[..., JobStore], path: str | None) -> None:
    assert last(handlers.drop(open_store(), path)) == View()


def test_a_file_that_is_no_pdf(open_store: Callable[..., JobStore], tmp_path: Path) -> None:
    store = open_store()
    (tmp_path / "a.pdf").write_text("text")
    view = last(handlers.drop(store, str(tmp_path / "a.pdf")))
    assert view.job is None
    assert "not a PDF" in view.alert


def test_a_bad_file_leaves_the_document_where_it_is(
    open_store: Callable[..., JobStore], pdf: str, tmp_path: Path
) -> None:
    store = open_store(Script(["One."]))
    key = ready(store, pdf)
    handlers.start(store, key, *DEFAULTS)
    (tmp_path / "a.pdf").write_text("text")
    view = last(handlers.drop(store, str(tmp_path / "a.pdf"), key))
    assert view.job is store.get(key)
    assert view.running
    assert "not a PDF" in view.alert


def test_a_second_document_leaves_the_run_of_the_first_alone(
    open_store: Callable[..., JobStore], pdf: str
) -> None:
    store = open_store(Script(["One."]))
    key = ready(store, pdf)
    handlers.start(store, key, *DEFAULTS)
    view = last(handlers.drop(store, pdf, key))
    first = store.get(key)
    assert view.job is not first
    assert first is not None
    assert first.state.active


def test_a_locked_file(open_store: Callable[..., JobStore], pdf: str) -> None:
    store = open_store(None, "Text.", password="low-water")
    view = last(handlers.drop(store, pdf))
    assert view.locked
    assert not view.ready
    assert view.job is not None
    key = view.job.key
    again = last(handlers.unlock(store, key, "high-water"))
    assert again.locked
    assert "does not open" in again.alert
    # A reload asks for it again.
    assert handlers.attach(store, key).locked
    opened = last(handlers.unlock(store, key, "low-water"))
    assert opened.ready
    assert not opened.locked


def test_a_document_without_text_is_not_cleaned(
    open_store: Callable[..., JobStore], pdf: str
) -> None:
    view = last(handlers.drop(open_store(None, "", ""), pdf))
    assert not view.ready
    assert "pages 1–2 are scanned" in view.alert


def test_from_clean_to_files(open_store: Callable[..., JobStore], pdf: str) -> None:
    store = open_store(None, "Text.", title="On tides")
    key = ready(store, pdf)
    assert handlers.start(store, key, *DEFAULTS).begun
    finish(store, key)
    view = handlers.ended(store, key)
    assert view.complete
    assert view.job is not None
    assert downloads_value(view) == {
        "key": key, "run": 1, "state": "whole", "name": "On tides",
    }  # fmt: skip
    assert made(view.job, options_of({})) == ("On tides.txt", b"One.\n\nTwo.\n")
    assert made(view.job, options_of({"format": "markdown"}), "../Ebb")[0] == "Ebb.md"
    assert made(view.job, options_of({"format": "no such"}))[0] == "On tides.txt"


def test_what_was_typed_is_in_every_file(open_store: Callable[..., JobStore], pdf: str) -> None:
    store = open_store()
    key = ready(store, pdf)
    handlers.start(store, key, *DEFAULTS)
    finish(store, key)
    job = store.get(key)
    assert job is not None
    changes = [(Rewording(Passage((0, 0), (0, 4)), "First *line*,\nsecond.\n\nMore."), "One.")]
    assert job.review.edit(changes) == 1
    assert made(job, Options())[1].decode() == f"{job.text}\n"
    assert job.text == "First *line*,\nsecond.\n\nMore.\n\nTwo."
    markdown = made(job, Options(Format.MARKDOWN))[1].decode()
    assert markdown.startswith("First \\*line\\*,\\\nsecond.\n\nMore.\n\nTwo.\n")
    assert "1 passage was edited by hand." in markdown
    assert json.loads(made(job, Options(Format.JSON))[1])["text"]["edited_by_hand"] == 1


def test_what_is_here_can_be_saved_while_the_run_is_on(
    open_store: Callable[..., JobStore], pdf: str
) -> None:
    script = Script(["One.", "\n\nTwo."], free=1)
    store = open_store(script)
    key = ready(store, pdf)
    view = handlers.start(store, key, *DEFAULTS)
    assert view.job is not None
    end = time.monotonic() + 10
    while view.job.status.chunks_done < 1:
        assert time.monotonic() < end
        time.sleep(0.01)
    assert downloads_value(view)["state"] == "part"
    for kind in Format:
        name, data = made(view.job, Options(kind))
        assert name == f"paper{kind.suffix}"
        assert data
    assert made(view.job, Options())[1] == b"One.\n"
    assert json.loads(made(view.job, Options(Format.JSON))[1])["run"]["complete"] is False
    script.release()


def test_stop(open_store: Callable[..., JobStore], pdf: str) -> None:
    store = open_store(Script(["One.", " Two."]))
    key = ready(store, pdf)
    assert handlers.start(store, key, *DEFAULTS).running
    view = handlers.stop(store, key)
    assert not view.running
    assert view.ready
    assert view.job is not None
    assert view.job.state is State.STOPPED


def test_settings_arrive(open_store: Callable[..., JobStore], pdf: str) -> None:
    script = Script(["One."], free=9)
    store = open_store(script, "a", "b", "c")
    key = ready(store, pdf)
    handlers.start(
        store, key, 700, 0.7, 128, "all", " a/b ", " 2- ", 5000, 0.5, 3, " Copy. ",
        "rewrite", 0.8,
    )  # fmt: skip
    finish(store, key)
    job = store.get(key)
    assert job is not None
    asked = job.settings
    assert (asked.chunk_size, asked.temperature, asked.max_new_tokens) == (700, 0.7, 128)
    assert (asked.polish, asked.model, asked.pages) == (Polish.ALL, "a/b", "2-")
    assert (asked.mode, asked.boldness) == (Mode.REWRITE, 0.8)
    assert (asked.max_chars, asked.top_p, asked.seed, asked.prompt) == (5000, 0.5, 3, "Copy.")


@pytest.mark.parametrize(
    ("place", "value", "sentence"),
    [
        (0, 100, "The chunk size must lie between 300 and 4000"),
        (1, 3, "The temperature must lie between 0 and 1.5"),
        (3, "sometimes", "sometimes"),
        (5, "9", "names no page"),
        (5, "one", "Cannot read the page range"),
        (6, -5, "cannot be negative"),
    ],
)
def test_settings_that_make_no_sense(
    open_store: Callable[..., JobStore], pdf: str, place: int, value: object, sentence: str
) -> None:
    store = open_store()
    key = ready(store, pdf)
    values: list[Any] = list(DEFAULTS)
    values[place] = value
    view = handlers.start(store, key, *values)
    assert sentence in view.alert
    assert view.ready
    assert not view.begun


def test_emptied_fields_mean_their_defaults(open_store: Callable[..., JobStore], pdf: str) -> None:
    store = open_store()
    key = ready(store, pdf)
    values = (1000, 0, 512, "off", None, None, None, 0.9, None, None)
    assert handlers.start(store, key, *values).alert == ""


def test_all_chunks_by_no_model(open_store: Callable[..., JobStore], pdf: str) -> None:
    store = open_store()
    key = ready(store, pdf)
    values = [*DEFAULTS]
    values[3:5] = ["all", ""]
    assert handlers.start(store, key, *values).alert == "Choose a model, or set Polish to Off."


@pytest.mark.parametrize("key", ["", "no-such-document", None, 7, ["x"]])
def test_a_document_that_is_gone(open_store: Callable[..., JobStore], key: object) -> None:
    store = open_store()
    gone = "This document is no longer on the server. Drop the PDF again."
    assert handlers.start(store, key, *DEFAULTS).alert == gone
    assert last(handlers.unlock(store, key, "")).alert == gone
    assert handlers.ended(store, key).alert == gone
    assert handlers.undo(store, key).alert == gone
    assert handlers.redo(store, key).alert == gone
    assert handlers.stop(store, key) == View()
    assert handlers.attach(store, key) == View()


def test_the_browser_learns_of_a_new_run(open_store: Callable[..., JobStore], pdf: str) -> None:
    store = open_store()
    key = ready(store, pdf)
    job = store.get(key)
    before = live_value(job)
    handlers.start(store, key, *DEFAULTS)
    assert live_value(job) != before
    assert live_value(None)["key"] == ""


def test_switches_hold_for_a_run_and_act_after_it(
    open_store: Callable[..., JobStore], pdf: str
) -> None:
    store = open_store(sectioned)
    key = ready(store, pdf)
    handlers.switch(store, key, ["headings"])
    handlers.switch(store, "gone", ["headings"])
    handlers.start(store, key, *DEFAULTS, out=["headings", "no such kind"])
    finish(store, key)
    job = store.get(key)
    assert job is not None
    assert job.text == "They come.\n\nThey go.\n\nStill."
    assert job.review.policy.out == {Category.HEADINGS}
    handlers.switch(store, key, [])
    assert job.text.startswith("1 Tides")
    handlers.undo(store, key)
    assert job.text.startswith("They come.")


# Sections -----------------------------------------------------------------------------------------


def head(text: str, size: float) -> Said:
    return Said(text, Role.HEADING, Category.HEADINGS, size=size, weight=700)


SECTIONED = document(
    head("1 Tides", 12), "They come.",
    head("1.1 Ebb", 11), "They go.",
    head("2 Pools", 12), "Still.",
    chunk_lines=1,
)  # fmt: skip


def sectioned(source: Source, *_: object) -> Iterator[Event]:
    """A pipeline that has this document."""
    yield Opened(source.info, (1,))
    for chunk in SECTIONED.chunks:
        yield ChunkFinished(chunk, len(SECTIONED.chunks))
    yield Finished(SECTIONED, complete=True)


def test_a_section_goes_with_all_below_it_and_comes_back(
    open_store: Callable[..., JobStore], pdf: str
) -> None:
    store = open_store(sectioned)
    key = ready(store, pdf)
    handlers.start(store, key, *DEFAULTS)
    finish(store, key)
    job = store.get(key)
    assert job is not None
    whole, words = job.text, job.tail(1, 0).status.words
    handlers.choose(store, key, ["2:1", "1:2"])
    assert job.text == "2 Pools\n\nStill."
    assert job.document is not None
    assert made(job, Options())[1].decode() == f"{job.text}\n"
    status = job.tail(1, 0).status
    assert status.words == 3
    assert status.left_out == ((None, words - 3),)
    handlers.choose(store, key, ["1:0", "1:2"])
    assert job.text == whole
    assert job.review.left_out == frozenset()
    assert job.tail(1, 0).status.left_out == ()
    assert handlers.undo(store, key).job is job
    assert job.text == "2 Pools\n\nStill."
    handlers.redo(store, key)
    assert job.text == whole


def test_a_section_that_is_not_there_is_nobody_s(
    open_store: Callable[..., JobStore], pdf: str
) -> None:
    store = open_store(sectioned)
    key = ready(store, pdf)
    assert handlers.choose(store, key, ["1:0"]).alert == ""
    handlers.start(store, key, *DEFAULTS)
    finish(store, key)
    handlers.choose(store, key, ["1:0", "2:1", "1:2", "9:9", "x"])
    job = store.get(key)
    assert job is not None
    assert job.review.left_out == frozenset()
    assert "no longer" in handlers.choose(store, "gone", []).alert


def test_what_was_chosen_holds_for_the_same_pages_only(
    open_store: Callable[..., JobStore], pdf: str
) -> None:
    store = open_store(sectioned, "a", "b")
    key = ready(store, pdf)
    handlers.start(store, key, *DEFAULTS)
    finish(store, key)
    handlers.choose(store, key, ["1:0", "2:1"])
    job = store.get(key)
    assert job is not None
    handlers.start(store, key, 700, *DEFAULTS[1:])
    finish(store, key)
    assert job.review.left_out == {2}
    assert "Still" not in job.text
    handlers.start(store, key, *DEFAULTS[:5], "1", *DEFAULTS[6:])
    finish(store, key)
    assert job.review.left_out == frozenset()
    assert "Still" in job.text
