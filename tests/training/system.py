"""The whole cleaner on a training pair, with the weights of a fold or with none, scored."""

from __future__ import annotations

import functools
import importlib.util
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pdfclean.document import CleanChunk, CleanDocument, DocumentInfo, Page, kept
from pdfclean.extraction.habits import Habits
from pdfclean.extraction.labels import Weights, correct
from pdfclean.extraction.layout import Labeller
from pdfclean.extraction.sheets import Sheet
from pdfclean.pipeline import Finished, clean
from pdfclean.render import render
from pdfclean.settings import Settings
from tests.training.dataset import Example, Pair, read_pages
from tests.training.evaluate import trusted_junk

__all__ = ["MEASURES", "Outcome", "outcome"]

MEASURES = ("F", "prose_recall", "precision", "junk_rate")
Score = Callable[[dict[str, Any], str], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A document's figures in the order of ``MEASURES``; and for each of its chunks the doubt, in
    letters expected to be junk, and the letters of junk lines that leaked."""

    figures: tuple[float, ...]
    chunks: tuple[tuple[float, int], ...]


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
    last_word = functools.partial(correct, weights=weights) if weights else _nothing
    source = _Kept(read_pages(pair.pdf, cache))
    made = functools.partial(Labeller, correct=last_word)
    *_, end = clean(source, Settings(), labeller=made)
    assert isinstance(end, Finished)
    gold = json.loads(pair.gold.read_text(encoding="utf-8"))
    score = scorer(pair.pdf.parents[1])(gold, render(end.document))
    return Outcome(
        tuple(float(score[name]) for name in MEASURES), tuple(_doubts(end.document, truth))
    )


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


def _doubts(document: CleanDocument, truth: Example) -> Iterator[tuple[float, int]]:
    junk = {tuple(line) for line in truth.lines[trusted_junk(truth)].tolist()}
    sure = {
        (p.number, n): line.confidence for p in document.pages for n, line in enumerate(p.lines)
    }
    for chunk in document.chunks:
        letters = _letters(chunk, document)
        doubt = sum(size * (1 - sure[line]) for line, size in letters)
        yield doubt, sum(size for line, size in letters if line in junk)


def _letters(chunk: CleanChunk, document: CleanDocument) -> list[tuple[tuple[int, int], int]]:
    """The kept tokens of a chunk: the line each stands on and its letters."""
    flags = kept(chunk.chunk.start, chunk.chunk.end, chunk.marks, document.policy)
    tokens = chunk.tokens
    return [
        ((tokens.page(n), tokens.line(n)), sum(map(str.isalnum, tokens.text(n))))
        for n, flag in enumerate(flags)
        if flag
    ]
