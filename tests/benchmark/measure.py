"""Cleans, scores and times one document; a module of its own so that worker processes find it."""

from __future__ import annotations

import time
import warnings
from dataclasses import dataclass
from pathlib import Path

import pypdf

from pdfclean.document import CleanDocument
from pdfclean.errors import PdfCleanError
from pdfclean.extraction.reader import Reader
from pdfclean.pipeline import ChunkFinished, Finished, clean
from pdfclean.render import render
from pdfclean.settings import Settings
from tests.benchmark.corpus import Pair, scorer
from tests.benchmark.faithful import faults
from tests.benchmark.rivals import ask

MEASURES = (
    "prose_recall",
    "intact",
    "precision",
    "junk_rate",
    "novel_rate",
    "broken_words",
    "order",
    "duplicate_rate",
    "F",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One document's figures; seconds are wall time, ``first`` until the first clean chunk.

    ``faults`` are the places where the text is not what the file says (:mod:`.faithful`).
    """

    tool: str
    id: str
    style: str
    pages: int
    measures: dict[str, float]
    junk_by_kind: dict[str, str]
    seconds: float
    first: float
    pypdf_seconds: float
    error: str
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What a run gave."""

    text: str
    pages: int
    seconds: float
    first: float
    error: str = ""
    faults: tuple[str, ...] = ()


def run(pdf: Path) -> Cleaned:
    """Clean one PDF; the reader's worker is warm before the clock starts, as in a running app."""
    first = 0.0
    with Reader() as reader:
        reader.warm()
        started = time.perf_counter()
        document: CleanDocument | None = None
        try:
            with reader.open(pdf) as source:
                for event in clean(source, Settings()):
                    if isinstance(event, ChunkFinished) and not first:
                        first = time.perf_counter() - started
                    if isinstance(event, Finished):
                        document, text = event.document, render(event.document)
        except PdfCleanError as error:
            return Cleaned("", 1, time.perf_counter() - started, first, str(error))
        seconds = time.perf_counter() - started
    assert document is not None  # a run ends with Finished or an error
    return Cleaned(text, len(document.pages), seconds, first, faults=tuple(faults(document)))


def plain_seconds(pdf: Path) -> float:
    """How long pypdf takes to read the same file as plain text."""
    started = time.perf_counter()
    for page in pypdf.PdfReader(pdf).pages:
        page.extract_text()
    return time.perf_counter() - started


def measure(pair: Pair, out: Path | None, with_pypdf: bool) -> Row:
    """Clean, score and time one pair; a document that fails scores as an empty text."""
    warnings.simplefilter("ignore")  # pypdf's word on broken fonts is no news here
    cleaned = run(pair.pdf)
    return _row("pdfclean", pair, cleaned, out, plain_seconds(pair.pdf) if with_pypdf else 0.0)


def measure_rival(name: str, python: str, pair: Pair, out: Path | None) -> Row:
    """Let a rival convert one pair, and score it the same way."""
    warnings.simplefilter("ignore")
    answer = ask(name, python, pair.pdf)
    pages = len(pypdf.PdfReader(pair.pdf).pages)
    return _row(name, pair, Cleaned(answer.text, pages, answer.seconds, 0.0, answer.error), out)


def _row(tool: str, pair: Pair, cleaned: Cleaned, out: Path | None, plain: float = 0.0) -> Row:
    if out is not None:
        folder = out if tool == "pdfclean" else out / tool
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{pair.id}.txt").write_text(cleaned.text, encoding="utf-8")
    score = scorer()(pair, cleaned.text)
    return Row(
        tool=tool,
        id=pair.id,
        style=pair.style,
        pages=cleaned.pages,
        measures={name: float(score[name]) for name in MEASURES},
        junk_by_kind=score["junk_by_kind"],
        seconds=cleaned.seconds,
        first=cleaned.first,
        pypdf_seconds=plain,
        error=cleaned.error,
        faults=cleaned.faults,
    )
