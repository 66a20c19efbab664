"""Scores the cleaner, polish off, over a corpus of real PDFs; see ``--help``."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import time
import warnings
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from pdfclean.errors import PdfCleanError
from pdfclean.extraction.reader import Reader
from pdfclean.pipeline import ChunkFinished, Finished, clean
from pdfclean.render import render
from pdfclean.settings import Settings
from tests.benchmark.corpus import SPLITS, Pair, corpus_folder, pairs, scorer

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
HEADINGS = ("recall", "intact", "precis", "junk", "novel", "broken", "order", "dupl", "F")


@dataclass(frozen=True, slots=True)
class Row:
    """One document's figures; seconds are wall time, ``first`` until the first clean chunk."""

    id: str
    style: str
    pages: int
    measures: dict[str, float]
    junk_by_kind: dict[str, str]
    seconds: float
    first: float
    pypdf_seconds: float
    error: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What a run gave."""

    text: str
    pages: int
    seconds: float
    first: float
    error: str = ""


def run(pdf: Path) -> Cleaned:
    """Clean one PDF; the reader's worker is warm before the clock starts, as in a running app."""
    first = 0.0
    with Reader() as reader:
        reader.warm()
        started = time.perf_counter()
        try:
            with reader.open(pdf) as source:
                for event in clean(source, Settings()):
                    if isinstance(event, ChunkFinished) and not first:
                        first = time.perf_counter() - started
                    if isinstance(event, Finished):
                        text, pages = render(event.document), len(event.document.pages)
        except PdfCleanError as error:
            return Cleaned("", 1, time.perf_counter() - started, first, str(error))
        return Cleaned(text, pages, time.perf_counter() - started, first)


def plain_seconds(pdf: Path) -> float:
    """How long pypdf takes to read the same file as plain text."""
    import pypdf

    started = time.perf_counter()
    for page in pypdf.PdfReader(pdf).pages:
        page.extract_text()
    return time.perf_counter() - started


def measure(pair: Pair, out: Path | None, with_pypdf: bool) -> Row:
    """Clean, score and time one pair; a document that fails scores as an empty text."""
    warnings.simplefilter("ignore")  # pypdf's word on broken fonts is no news here
    cleaned = run(pair.pdf)
    if out is not None:
        (out / f"{pair.id}.txt").write_text(cleaned.text, encoding="utf-8")
    score = scorer()(pair, cleaned.text)
    return Row(
        id=pair.id,
        style=pair.style,
        pages=cleaned.pages,
        measures={name: float(score[name]) for name in MEASURES},
        junk_by_kind=score["junk_by_kind"],
        seconds=cleaned.seconds,
        first=cleaned.first,
        pypdf_seconds=plain_seconds(pair.pdf) if with_pypdf else 0.0,
        error=cleaned.error,
    )


def line(label: str, rows: Sequence[Row]) -> str:
    """One line of the table: means of the measures, seconds a page over all pages."""
    pages = sum(row.pages for row in rows) or 1
    means = (sum(row.measures[name] for row in rows) / len(rows) for name in MEASURES)
    seconds = sum(row.seconds for row in rows) / pages
    plain = sum(row.pypdf_seconds for row in rows) / pages
    first = sum(row.first for row in rows) / len(rows)
    return (
        f"{label:<24}{len(rows):>4} "
        + " ".join(f"{mean:>7.3f}" for mean in means)
        + f" {first:>7.2f} {seconds:>7.3f} {plain:>7.3f}"
    )


def table(rows: Sequence[Row], each: bool) -> str:
    """The whole table: every document if asked for, every style, the total."""
    head = " ".join(f"{name:>7}" for name in (*HEADINGS, "first s", "s/page", "pypdf"))
    lines = [f"{'':<24}{'n':>4} {head}"]
    if each:
        lines += [line(row.id, [row]) for row in rows]
    styles: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        styles[row.style].append(row)
    lines += [line(f"  {style}", styles[style]) for style in sorted(styles)]
    lines.append(line("all", rows))
    lines += [f"failed: {row.id}: {row.error}" for row in rows if row.error]
    return "\n".join(lines)


def parser() -> argparse.ArgumentParser:
    """The command line."""
    result = argparse.ArgumentParser(prog="python -m tests.benchmark", description=__doc__)
    result.add_argument("--split", choices=SPLITS, default="public", help="which pairs")
    result.add_argument("--only", default="", metavar="ID,ID", help="only these documents")
    result.add_argument("--out", type=Path, metavar="DIR", help="write DIR/ID.txt")
    result.add_argument("--json", type=Path, metavar="FILE", help="write every figure to FILE")
    result.add_argument("--each", action="store_true", help="a line for each document, too")
    result.add_argument("--jobs", type=int, default=2, help="processes; 1 for honest times")
    result.add_argument("--no-pypdf", action="store_true", help="do not time pypdf")
    return result


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; exit 0 when every document was cleaned."""
    options = parser().parse_args(arguments)
    if not (corpus_folder() / "manifest.json").is_file():
        print("There is no corpus here: name its folder in PDFCLEAN_CORPUS.", file=sys.stderr)
        return 2
    chosen = pairs(options.split, frozenset(filter(None, options.only.split(","))))
    if options.out is not None:
        options.out.mkdir(parents=True, exist_ok=True)
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(options.jobs, mp_context=spawn) as pool:
        futures = [pool.submit(measure, pair, options.out, not options.no_pypdf) for pair in chosen]
        rows = [future.result() for future in futures]
    print(table(rows, options.each))
    if options.json is not None:
        figures = [asdict(row) for row in rows]
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 1 if any(row.error for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
