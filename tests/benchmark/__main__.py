"""Scores the cleaner, polish off, over a corpus of real PDFs, beside rivals if asked for."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path

from tests.benchmark import floors, own
from tests.benchmark.corpus import SPLITS, Pair, corpus_folder, pairs
from tests.benchmark.measure import MEASURES, Row, measure, measure_rival
from tests.benchmark.rivals import RIVALS, home
from tests.benchmark.scorecard import scorecard

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
    lines += [f"unfaithful: {row.id}: {fault}" for row in rows for fault in row.faults]
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
    result.add_argument(
        "--rivals", action="store_true", help="the scorecard: other tools, too, where installed"
    )
    result.add_argument(
        "--rivals-python", default="", metavar="PYTHON", help="where else rivals are installed"
    )
    floor = result.add_mutually_exclusive_group()
    floor.add_argument(
        "--check-floors", action="store_true", help="exit 1 when a figure is under its floor"
    )
    floor.add_argument(
        "--raise-floors", action="store_true", help="write what is higher than its floor"
    )
    return result


def with_rivals(
    rows: list[Row], chosen: Sequence[Pair], options: argparse.Namespace, pool: Executor
) -> tuple[list[Row], str]:
    """The rows of the rivals, and the scorecard."""
    homes = {rival.name: home(rival, options.rivals_python) for rival in RIVALS}
    futures = [
        pool.submit(measure_rival, name, python, pair, options.out)
        for name, python in homes.items()
        if python
        for pair in chosen
    ]
    more = [future.result() for future in futures]
    tools: dict[str, list[Row]] = defaultdict(list)
    for row in [*rows, *more]:
        tools[row.tool].append(row)
    failed = [f"failed: {row.tool}: {row.id}: {row.error}" for row in more if row.error]
    card = scorecard(tools, [name for name, python in homes.items() if not python])
    return more, "\n".join([card, *failed])


def measured(options: argparse.Namespace) -> list[Row]:
    """Measure, print and write what was asked for; the rows are those of pdfclean."""
    chosen = pairs(options.split, frozenset(filter(None, options.only.split(","))))
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(options.jobs, mp_context=spawn) as pool:
        futures = [pool.submit(measure, pair, options.out, not options.no_pypdf) for pair in chosen]
        rows = [future.result() for future in futures]
        print(table(rows, options.each), flush=True)
        more: list[Row] = []
        if options.rivals:
            more, card = with_rivals(rows, chosen, options, pool)
            print(f"\n{card}")
    if options.json is not None:
        figures = [asdict(row) for row in (*rows, *more)]
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return rows


def gate(rows: Sequence[Row], options: argparse.Namespace) -> list[str]:
    """Check or raise the floors of our own set and, where there is one, of the corpus.

    Returns:
        A sentence for each figure that is too low.
    """
    ours = own.figures()
    corpus = floors.corpus_figures(rows) if rows else None
    if options.raise_floors:
        floors.write(ours, corpus)
        return []
    pinned = floors.read()
    too_low = [f"own set: {line}" for line in floors.below(ours, pinned["ours"])]
    if corpus is not None:
        here = pinned["corpora"][floors.fingerprint()]
        too_low += [f"corpus: {line}" for line in floors.below(corpus, here)]
    return too_low


def refusal(options: argparse.Namespace, corpus: bool) -> str:
    """Why the benchmark cannot run like this, or nothing."""
    gated = options.check_floors or options.raise_floors
    if not corpus and not gated:
        return "There is no corpus here: name its folder in PDFCLEAN_CORPUS."
    if gated and (options.only or options.split != "public"):
        return "Floors are for the whole of the public pairs."
    if corpus and options.check_floors and not floors.known():
        return "The floors belong to another corpus than this one."
    return ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; without a corpus, only the floors of our own set can be checked or raised.

    Returns:
        0 done; 1 a document failed, its text is not what the file says, or a figure is under its
        floor; 2 there is nothing to run on.
    """
    options = parser().parse_args(arguments)
    corpus = (corpus_folder() / "manifest.json").is_file()
    if refused := refusal(options, corpus):
        print(refused, file=sys.stderr)
        return 2
    rows = measured(options) if corpus else []
    gated = options.check_floors or options.raise_floors
    too_low = gate(rows, options) if gated else []
    print("\n".join(too_low), file=sys.stderr, end="\n" if too_low else "")
    return 1 if too_low or any(row.error or row.faults for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
