"""Several documents: as one file in the form that was chosen last, and how their list keeps up."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import pytest

from pdfclean.extraction.reader import Reader
from pdfclean.jobs import Job, JobStore
from pdfclean.pipeline import clean
from pdfclean.settings import Settings
from pdfclean.ui.bundle import collected
from pdfclean.ui.documents import documents_value, rows
from pdfclean.ui.views import view
from tests.pdfs import odd, reportlab_papers
from tests.unit.test_jobs import until


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as warm:
        yield warm


@pytest.fixture
def serve(tmp_path: Path, reader: Reader) -> Iterator[Callable[[], JobStore]]:
    """A server on the same folder, as often as it takes; the one before is gone then."""
    stores: list[JobStore] = []

    def start() -> JobStore:
        for store in stores:
            store.close()
        stores.append(JobStore(tmp_path / "jobs", reader, clean))
        return stores[-1]

    yield start
    stores[-1].close()


def cleaned(store: JobStore, path: Path, name: str, password: str = "") -> Job:
    job = store.add(path, name)
    list(job.prepare(password))
    store.start(job, Settings())
    until(lambda: job.tail(0, 10**9).complete)
    return job


def content(answer: dict[str, str]) -> bytes:
    return base64.b64decode(answer["data"])


def packed(answer: dict[str, str]) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(content(answer)))
    return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def papers(serve: Callable[[], JobStore], on_disk: Callable[..., Path]) -> list[Any]:
    store = serve()
    path = on_disk(reportlab_papers.paper())
    return [store, *(cleaned(store, path, f"{name}.pdf") for name in ("one", "two"))]


def test_a_zip_takes_the_format_that_was_chosen_last(papers: list[Any]) -> None:
    store, one, two = papers
    keys = [one.key, two.key]
    answer = collected(store, keys, "zip", {"format": "word"})
    assert answer["name"] == "clean texts.zip"
    assert answer["said"] == "2 texts downloaded."
    files = packed(answer)
    assert len(files) == 2
    assert all(name.endswith(".docx") for name in files)
    for data in files.values():
        told = [each.text for each in docx.Document(io.BytesIO(data)).paragraphs]
        assert "\n\n".join(told) == one.text
    assert all(name.endswith(".txt") for name in packed(collected(store, keys, "zip", {})))
    raw = packed(collected(store, keys, "zip", {"format": "raw"}))
    assert all(len(data) > len(one.text) for data in raw.values())


def test_one_text_of_all_is_text_or_markdown(papers: list[Any]) -> None:
    store, one, two = papers
    keys = [one.key, two.key]
    for kind in ("word", "report", "text", "no such"):
        answer = collected(store, keys, "text", {"format": kind})
        assert answer["name"] == "clean texts.txt"
        assert content(answer).decode().count(one.text.strip()) == 2
    answer = collected(store, keys, "text", {"format": "markdown"})
    assert answer["name"] == "clean texts.md"
    text = content(answer).decode()
    # The title stands over each once, not also over its own text.
    assert text.count("# Listening to Paper") == text.count("Listening to Paper") == 2
    marked = content(collected(store, keys, "text", {"marks": True, "wrap": True})).decode()
    assert "[p." in marked.replace("\xa0", " ")
    assert max(map(len, marked.splitlines())) <= 80


def test_documents_of_the_server_before_are_read_again_first(
    papers: list[Any], serve: Callable[[], JobStore]
) -> None:
    before, one, two = papers
    keys = [one.key, two.key]
    raw = packed(collected(before, keys, "zip", {"format": "raw"}))
    assert packed(collected(serve(), keys, "zip", {"format": "raw"})) == raw


def test_a_locked_document_gets_a_sentence_instead_of_a_broken_file(
    papers: list[Any], serve: Callable[[], JobStore], on_disk: Callable[..., Path]
) -> None:
    before, one, _ = papers
    sealed = cleaned(before, on_disk(odd.encrypted()), "sealed.pdf", odd.PASSWORD)
    keys = [one.key, sealed.key]
    wanted = {"format": "raw"}
    whole = packed(collected(before, keys, "zip", wanted))
    assert len(whole) == 2
    store = serve()
    answer = collected(store, keys, "zip", wanted)
    assert answer["said"] == (
        "1 text downloaded. “sealed” is locked and was left out: open it in the list, enter its "
        "password and download again."
    )
    assert packed(answer).items() < whole.items()
    alone = collected(store, [sealed.key], "text", wanted)
    assert set(alone) == {"said"}
    assert alone["said"].startswith("“sealed” is locked")
    # The list does not count it among what can be downloaded.
    acts = {what: told for what, _, told in rows(store, keys, "")["acts"]}
    assert acts["zip"] == [one.key]
    again = store.get(sealed.key)
    assert again is not None
    list(again.prepare(odd.PASSWORD))
    again.replay()
    assert packed(collected(store, keys, "zip", wanted)) == whole


def test_what_is_gone_is_said(papers: list[Any]) -> None:
    store, one, _ = papers
    store.remove(one)
    answer = collected(store, [one.key, None, "no key"], "zip", {})
    assert "data" not in answer
    assert answer["said"]


def test_a_document_that_was_read_before_the_list_looked_is_drawn_anew(
    serve: Callable[[], JobStore], on_disk: Callable[..., Path]
) -> None:
    store = serve()
    job = store.add(on_disk(reportlab_papers.paper()), "one.pdf")
    drawn = view(job)
    list(job.prepare())
    # The page shows "Opening"; that must not be taken for what the document is by now.
    assert documents_value(drawn)["stamp"] != rows(store, [job.key], job.key)["stamp"]
    assert documents_value(view(job))["stamp"] == rows(store, [job.key], job.key)["stamp"]
