"""Broken, odd and malicious files: each ends as its manifest says, within its limits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pdfclean.errors import PdfCleanError
from pdfclean.extraction.reader import Reader
from tests.benchmark.corpus import corpus_folder
from tests.hostile import files, outcome, passwords
from tests.pdfs.hostile import HOSTILE, Case


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as shared:
        yield shared


@pytest.mark.parametrize("case", HOSTILE.values(), ids=HOSTILE)
def test_it_ends_as_its_manifest_says(case: Case, reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "hostile.pdf"
    path.write_bytes(case.make())
    done = outcome(reader, path)
    assert not done.faults
    if isinstance(case.outcome, str):
        assert case.outcome in done.text.replace("\n", " ")
    elif case.outcome is not PdfCleanError:
        assert isinstance(done.error, case.outcome)
    if done.error is not None:
        assert str(done.error).endswith(".")
        assert "Error" not in str(done.error)


def test_every_eighth_file_of_the_hostile_folder_ends_within_its_limits(reader: Reader) -> None:
    folder = corpus_folder() / "hostile"
    if not folder.is_dir():
        pytest.skip("there is no hostile folder here: name a corpus in PDFCLEAN_CORPUS")
    keys = passwords(folder)
    faults = {
        path.name: done.faults
        for path in files(folder, 8)
        if (done := outcome(reader, path, keys.get(path.name, ""))).faults
    }
    assert not faults
