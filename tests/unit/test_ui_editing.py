"""What the page is told of an edit, and what it may ask."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from pdfclean.jobs import Job, JobStore
from pdfclean.ui.editing import functions
from tests.scripted import FakeReader, Script

PARTS = ["One is here. Dr. Moe is there.", "\n\nTwo goes on", " and ends."]


@pytest.fixture
def store(tmp_path: Path) -> Any:
    made = JobStore(tmp_path / "jobs", FakeReader("A page."), Script(PARTS, free=2))
    yield made
    made.close()


def begun(store: JobStore, tmp_path: Path) -> Job:
    """A job of which two parts are there and the third is not."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    job = store.add(path)
    list(job.prepare())
    store.start(job, job.settings)
    until = time.monotonic() + 20
    while "Two goes on" not in job.text and time.monotonic() < until:
        time.sleep(0.01)
    return job


def test_what_an_edit_answers(store: JobStore, tmp_path: Path) -> None:
    job = begun(store, tmp_path)
    sentences, edit, replace, edits, revert = functions(store)
    key, run = job.key, job.runs
    assert sentences([key, PARTS[0]]) == ["One is here. ", "Dr. Moe is there."]
    assert sentences([key, "x" * 300_000]) == sentences(["nobody", "One."]) == []

    def ask(run: int, seen: str, text: str) -> dict[str, Any]:
        answer: dict[str, Any] = edit([key, run, [0, 0, 0, 12], seen, text])
        return answer

    # Another run's text, something that stands elsewhere, a part that is not there yet.
    assert ask(run + 1, "One is here.", "Uno.")["said"].startswith("This document is no longer")
    assert ask(run, "Two is here.", "Uno.")["done"] == 0
    assert edit([key, run, [2, 0, 2, 4], " and", "or"])["done"] == 0
    assert ask(run, "One is here.", "Uno.") == {"done": 1, "said": "Your words are in the text."}
    assert job.text.startswith("Uno. Dr. Moe")
    ((start, end, *place),) = edits([key, run])
    assert place == [0, 0, 4]
    assert edits([key, run + 1]) == []
    places = [[0, 0, 0, 3, "Uno"], [1, 2, 1, 5, "Two"], [1, 6, 1, 8, "no"], [2, 1, 2, 4, "and"]]
    assert replace([key, run, places, "Zwei"]) == {
        "done": 2,
        "said": "2 places replaced. 2 places were left as they are: they are not finished, or "
        "have changed meanwhile.",
    }
    assert job.text == "Zwei. Dr. Moe is there.\n\nZwei goes on"
    assert revert([key, run, start, end])["done"] == 1
    assert job.text == "One is here. Dr. Moe is there.\n\nZwei goes on"
