"""The endpoint for programs, through gradio_client."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError

from pdfclean.extraction.reader import Reader
from pdfclean.pipeline import clean
from tests.e2e.conftest import PDF, Site
from tests.pdfs import odd, reportlab_papers
from tests.scripted import FakeReader, Script

Serve = Callable[..., Site]


@pytest.fixture
def connect() -> Iterator[Callable[[Site], Client]]:
    """Connects programs to a page."""
    clients: list[Client] = []

    def client(site: Site) -> Client:
        clients.append(Client(site.url, verbose=False, analytics_enabled=False))
        return clients[-1]

    yield client
    while clients:
        clients.pop().close()


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """A file that a scripted reader takes for a PDF."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(PDF)
    return path


def test_all_the_text_so_far_comes_as_it_grows(
    serve: Serve, connect: Callable[[Site], Client], pdf: Path
) -> None:
    script = Script(["One.", "\n\nTwo.", " Three."])
    run = connect(serve(script)).submit(handle_file(pdf), api_name="/clean")
    updates = iter(run)
    script.release()
    assert next(updates) == "One."
    script.release()
    assert next(updates) == "One.\n\nTwo."
    script.release(9)
    assert list(updates)[-1] == run.result() == "One.\n\nTwo. Three."


def test_a_paper_goes_all_the_way(
    serve: Serve, connect: Callable[[Site], Client], tmp_path: Path
) -> None:
    paper = reportlab_papers.paper()
    path = tmp_path / "paper.pdf"
    path.write_bytes(paper.data)
    with Reader() as reader:
        site = serve(clean, reader)
        text = connect(site).predict(handle_file(path), chunk_size=600, api_name="/clean")
        assert paper.keep[len(paper.keep) // 2][:40] in text
        # A program's document is forgotten with its answer.
        deadline = time.monotonic() + 10
        while any(map(Path.is_dir, site.store.folder.iterdir())) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not any(map(Path.is_dir, site.store.folder.iterdir()))


@pytest.mark.parametrize(
    ("content", "arguments", "sentence"),
    [
        (b"Just text.", {}, "is not a PDF"),
        (PDF, {"pages": "x"}, "Cannot read the page range"),
        (PDF, {"pages": "7"}, "names no page"),
        (PDF, {"chunk_size": 10}, "chunk size must lie between 300 and 4000"),
        (PDF, {"max_chars": -1}, "cannot be negative"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    serve: Serve,
    connect: Callable[[Site], Client],
    pdf: Path,
    content: bytes,
    arguments: dict[str, object],
    sentence: str,
) -> None:
    pdf.write_bytes(content)
    with pytest.raises(AppError, match=sentence):
        connect(serve()).predict(handle_file(pdf), **arguments, api_name="/clean")


def test_a_locked_pdf_wants_its_password(
    serve: Serve, connect: Callable[[Site], Client], pdf: Path
) -> None:
    reader = FakeReader("Text.", password=odd.PASSWORD)
    client = connect(serve(Script(["Text."], free=9), reader))
    with pytest.raises(AppError, match="locked"):
        client.predict(handle_file(pdf), api_name="/clean")
    assert client.predict(handle_file(pdf), password=odd.PASSWORD, api_name="/clean") == "Text."


@pytest.mark.parametrize(
    ("more", "answer"),
    [
        ({}, "files of the server cannot be named"),
        # Marked as a file, it does not even get past Gradio.
        ({"meta": {"_type": "gradio.FileData"}}, "event: error"),
    ],
)
def test_a_file_of_the_server_cannot_be_named(
    serve: Serve, pdf: Path, more: dict[str, object], answer: str
) -> None:
    # The client would upload the file that it is given, so this speaks to the server itself.
    url = f"{serve().url}gradio_api/call/clean"
    asked = httpx.post(url, json={"data": [{"path": str(pdf), **more}, 1000, "", "", 0]})
    said = httpx.get(f"{url}/{asked.json()['event_id']}", timeout=10).text
    assert "event: error" in said
    assert answer in said


def test_only_the_endpoint_for_programs_is_open(
    serve: Serve, connect: Callable[[Site], Client]
) -> None:
    api = connect(serve()).view_api(return_format="dict", print_info=False)
    assert list(api["named_endpoints"]) == ["/clean"]
    assert api["unnamed_endpoints"] == {}
