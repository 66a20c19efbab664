"""The benchmark's machinery, over a corpus of one document and a scorer that counts sentences."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pdfs import odd, reportlab_papers

ROOT = Path(__file__).resolve().parents[2]
PAPER = reportlab_papers.paper()
SCORER = """
def score(gold, text, refs=None):
    found = sum(s in " ".join(text.split()) for s in gold["keep"]) / max(1, len(gold["keep"]))
    names = ("intact", "precision", "junk_rate", "novel_rate", "broken_words", "order",
             "duplicate_rate", "F")
    kinds = {"email": "1/2", "url": "0/3"}
    return {"prose_recall": found, "junk_by_kind": kinds, **dict.fromkeys(names, 0.5)}
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus in the layout that the benchmark expects."""
    for folder in ("pdfs", "gold"):
        (tmp_path / folder).mkdir()
    entries = []
    for name, typeset in (("GOOD", PAPER), ("SCAN", odd.scanned())):
        (tmp_path / "pdfs" / f"{name}.pdf").write_bytes(typeset.data)
        gold = json.dumps({"id": name, "keep": typeset.keep})
        (tmp_path / "gold" / f"{name}.json").write_text(gold)
        entry = {"pdf": f"pdfs/{name}.pdf", "gold": f"gold/{name}.json", "style": "ours"}
        entries.append({"id": name, **entry})
    (tmp_path / "manifest.json").write_text(json.dumps({"pairs": entries}))
    (tmp_path / "score.py").write_text(SCORER)
    return tmp_path


def benchmark(corpus: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.benchmark", *arguments],
        cwd=ROOT,
        env={**os.environ, "PDFCLEAN_CORPUS": str(corpus)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_document_is_cleaned_scored_timed_and_written(corpus: Path, tmp_path: Path) -> None:
    done = benchmark(
        corpus, "--only", "GOOD", "--out", str(tmp_path / "out"), "--json", str(tmp_path / "f.json")
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split()[:2] for line in done.stdout.splitlines()[1:]] == [
        ["ours", "1"],
        ["all", "1"],
    ]
    (row,) = json.loads((tmp_path / "f.json").read_text())
    assert (row["tool"], row["measures"]["prose_recall"]) == ("pdfclean", 1)
    assert (row["pages"], row["error"]) == (2, "")
    assert row["seconds"] >= row["first"] > 0
    assert row["pypdf_seconds"] > 0
    assert PAPER.keep[-1] in (tmp_path / "out" / "GOOD.txt").read_text()


def test_a_document_that_fails_counts_as_nothing(corpus: Path) -> None:
    done = benchmark(corpus, "--no-pypdf", "--each")
    assert done.returncode == 1
    assert "failed: SCAN: None of the pages read (1, 2) has text" in done.stdout
    assert done.stdout.splitlines()[-2].split()[:3] == ["all", "2", "0.500"]


def test_without_a_corpus_it_says_so(tmp_path: Path) -> None:
    done = benchmark(tmp_path / "nowhere")
    assert (done.returncode, done.stdout) == (2, "")
    assert "PDFCLEAN_CORPUS" in done.stderr


def test_the_scorecard_sets_rivals_beside_it(corpus: Path, tmp_path: Path) -> None:
    figures = tmp_path / "f.json"
    arguments = ("--only", "GOOD", "--no-pypdf", "--rivals", "--json", str(figures))
    done = benchmark(corpus, *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in done.stdout.split("\n")]
    table = {row[0]: row[1:] for row in rows if row}
    # pypdf and PDFium are always here; whatever is not installed says so.
    assert table["pypdf"][:2] == ["0.500", "0.500"]
    assert {"pdfclean", "naive cleaner", "pypdf", "PDFium", "docling"} <= set(table)
    assert table["ours"][:2] == ["1", "0.500"]
    assert table["email"][:2] == ["2", "0.500"]
    measured = {row["tool"] for row in json.loads(figures.read_text())}
    assert {"pdfclean", "naive cleaner", "pypdf", "PDFium"} <= measured


@pytest.mark.parametrize("arguments", [("--only", "GOOD"), ("--split", "train")])
def test_floors_are_for_the_whole(corpus: Path, arguments: tuple[str, ...]) -> None:
    done = benchmark(corpus, "--raise-floors", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "the whole of the public pairs" in done.stderr


def test_floors_of_another_corpus_are_not_checked(corpus: Path) -> None:
    done = benchmark(corpus, "--check-floors")
    assert (done.returncode, done.stdout) == (2, "")
    assert "another corpus" in done.stderr


def test_without_a_corpus_the_floors_of_our_own_set_are_checked(tmp_path: Path) -> None:
    done = benchmark(tmp_path / "nowhere", "--check-floors")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
