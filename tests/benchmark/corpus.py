"""Finds the corpus: PDFs, their gold text and the scorer that comes with them.

The corpus is no part of this project (its files have their own licences): it lies in the folder
that ``PDFCLEAN_CORPUS`` names, by default ``shared/corpus`` beside the repository. It holds
``manifest.json``, ``pdfs/``, ``gold/`` and ``score.py``; ``train/`` holds more pairs of the same
kind, which have no reference text, so that invented words cannot be counted there.
"""

from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
DEFAULT_CORPUS = REPOSITORY.parent / "shared" / "corpus"
SPLITS = ("public", "train")


@dataclass(frozen=True, slots=True)
class Pair:
    """A PDF and its gold text."""

    id: str
    style: str
    pdf: Path
    gold: Path


def corpus_folder() -> Path:
    """The corpus' folder, there or not."""
    return Path(os.environ.get("PDFCLEAN_CORPUS") or DEFAULT_CORPUS)


def pairs(split: str, only: frozenset[str] = frozenset()) -> list[Pair]:
    """The pairs of a split in the manifest's order, or those of them that ``only`` names.

    Raises:
        FileNotFoundError: there is no corpus.
        KeyError: ``only`` names a pair that the split does not have.
    """
    folder = corpus_folder() / "train" if split == "train" else corpus_folder()
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    found = [
        Pair(entry["id"], entry["style"], folder / entry["pdf"], folder / entry["gold"])
        for entry in manifest["pairs"]
        if not only or entry["id"] in only
    ]
    missing = only - {pair.id for pair in found}
    if missing:
        raise KeyError(", ".join(sorted(missing)))
    return found


def scorer() -> Callable[[Pair, str], dict[str, Any]]:
    """The corpus' own scorer as a function of a pair and a candidate text."""
    spec = importlib.util.spec_from_file_location("corpus_score", corpus_folder() / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    reftext = corpus_folder() / "reftext"

    def score(pair: Pair, text: str) -> dict[str, Any]:
        gold = json.loads(pair.gold.read_text(encoding="utf-8"))
        references = [
            path.read_text(encoding="utf-8") for path in sorted(reftext.glob(f"{pair.id}.*.txt"))
        ]
        result: dict[str, Any] = module.score(gold, text, references)
        return result

    return score
