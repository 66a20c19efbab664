"""Scores the cleaner, polish off, over a corpus of real PDFs; see ``--help``."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path

from tests.benchmark.corpus import SPLITS, corpus_folder, pairs
from tests.benchmark.measure import MEASURES, Row, measure

HEADINGS = ("recall", "intact", "precis", "junk", "novel", "broken", "order", "dupl", "F")


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
