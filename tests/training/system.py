"""The whole cleaner on a training pair, with the weights of a fold or with none, scored."""

from __future__ import annotations

import functools
import importlib.util
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pdfclean.document import CleanDocument, DocumentInfo, Page
from pdfclean.extraction.habits import Habits
from pdfclean.extraction.labels import Weights, correct
from pdfclean.extraction.layout import Labeller
from pdfclean.extraction.sheets import Sheet
from pdfclean.pipeline import Finished, clean
from pdfclean.render import render
from pdfclean.settings import Settings
from tests.training.dataset import Example, Pair, read_pages
from tests.training.leaks import ChunkLeak, leaks

__all__ = ["MEASURES", "Outcome", "cleaned", "outcome", "scorer"]

MEASURES = ("F", "prose_recall", "precision", "junk_rate")
Score = Callable[[dict[str, Any], str], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A document's figures in the order of ``MEASURES``, and what leaked into its chunks."""

    figures: tuple[float, ...]
    chunks: tuple[ChunkLeak, ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A document whose pages were read before, as the pipeline wants it."""

    pages: Sequence[Page]

    @property
    def info(self) -> DocumentInfo:
        return DocumentInfo(len(self.pages))

    def read(self, numbers: Sequence[int]) -> Iterator[Page]:
        return (self.pages[n - 1] for n in numbers)


def outcome(pair: Pair, truth: Example, cache: Path, weights: Weights | None) -> Outcome:
    """Clean and score a pair; without weights, by the rules alone."""
    document = cleaned(read_pages(pair.pdf, cache), Settings(), weights or False)
    gold = json.loads(pair.gold.read_text(encoding="utf-8"))
    score = scorer(pair.pdf.parents[1])(gold, render(document))
    figures = tuple(float(score[name]) for name in MEASURES)
    return Outcome(figures, tuple(leaks(document, truth, score["_leaked"])))


def cleaned(
    pages: Sequence[Page], settings: Settings, weights: Weights | Literal[False] | None = None
) -> CleanDocument:
    """A document whose pages were read before.

    Args:
        pages: all of its pages.
        settings: the run's settings.
        weights: the labeller's; those of the package by default; ``False``: the rules alone.
    """
    last_word = _nothing if weights is False else functools.partial(correct, weights=weights)
    made = functools.partial(Labeller, correct=last_word)
    *_, end = clean(_Kept(pages), settings, labeller=made)
    assert isinstance(end, Finished)
    return end.document


def _nothing(_sheets: Sequence[Sheet], _habits: Habits) -> None:
    """Leave the rules' roles as they are."""


@functools.cache
def scorer(folder: Path) -> Score:
    """The corpus' own scorer: in the folder of the training pairs or in the one above."""
    path = next(p for p in (folder / "score.py", folder.parent / "score.py") if p.is_file())
    spec = importlib.util.spec_from_file_location("corpus_score", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    # The training pairs have no reference text, so that nothing counts as invented.
    return lambda gold, text: module.score(gold, text, [])
