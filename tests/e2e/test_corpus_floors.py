"""Over the corpus of real PDFs, where it is at hand: no figure under its floor, nothing untrue."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmark import floors
from tests.benchmark.corpus import corpus_folder

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 1_200
"""Seconds for the whole corpus: one minute on two quiet cores."""


@pytest.mark.slow
def test_every_style_is_over_its_floor_and_every_word_is_the_files_own() -> None:
    if not (corpus_folder() / "manifest.json").is_file():
        pytest.skip("there is no corpus here: name its folder in PDFCLEAN_CORPUS")
    if not floors.known():
        pytest.skip("the floors belong to another corpus than the one that is here")
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmark", "--no-pypdf", "--check-floors"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
