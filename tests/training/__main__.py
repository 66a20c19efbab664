"""Trains the line labeller and prints its cross-validation; see ``--help`` and MODEL_CARD.md."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch

from pdfclean.extraction.labels import SHIPPED, load
from tests.training.dataset import Example, Pair, corpus_pairs, example, printed_example
from tests.training.evaluate import publisher_folds, style_folds
from tests.training.network import Recipe, trained
from tests.training.pages import LANGUAGES, STYLES
from tests.training.validation import Bench, cross_validate

COPIES = 4
"""Documents that we set ourselves, for each style and language."""
LARGE_PUBLISHERS = 4
FOLD_EPOCHS = 8
"""A dozen networks are trained only to be judged, with fewer epochs than the one that ships."""
OTHER_FOLDS = 2
"""Folds of the publishers that are not large."""


def main() -> int:
    """Train and write the weights."""
    options = _options()
    torch.set_num_threads(options.threads)
    options.cache.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    pairs = sorted(corpus_pairs(options.corpus), key=lambda p: p.id)
    real, printed = _examples(pairs, options)
    print(f"{len(real)} pairs, {len(printed)} of our own, {_since(started)}", flush=True)
    recipe = Recipe(epochs=options.epochs)
    heat = load().temperature
    if not options.quick:
        shorter = replace(recipe, epochs=options.fold_epochs)
        bench = Bench(pairs, real, printed, shorter, options.cache, options.every)
        by_publisher = publisher_folds(real, LARGE_PUBLISHERS, OTHER_FOLDS)
        heat = max(
            cross_validate(bench, "one style left out", style_folds(real)),
            cross_validate(bench, "publishers left out", by_publisher),
        )
    if options.only_validate:
        return 0
    ship(trained([*real, *printed], recipe, options.cache), heat, options.out)
    print(f"{options.out}: {options.out.stat().st_size / 1024:.0f} KB, {_since(started)}")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.training", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="folder with manifest.json")
    parser.add_argument("--cache", type=Path, default=Path(".cache/training"))
    parser.add_argument("--fonts", type=Path, help="folder with the Chinese fonts")
    parser.add_argument("--out", type=Path, default=SHIPPED, help="where the weights go")
    parser.add_argument("--epochs", type=int, default=Recipe().epochs)
    parser.add_argument(
        "--fold-epochs", type=int, default=FOLD_EPOCHS, help="epochs in cross-validation"
    )
    parser.add_argument(
        "--copies", type=int, default=COPIES, help="documents of our own a style and language"
    )
    parser.add_argument(
        "--every", type=int, default=1, help="clean and score only every n-th held-out pair"
    )
    parser.add_argument("--only-validate", action="store_true", help="write no weights")
    parser.add_argument("--threads", type=int, default=1, help="torch threads, readers of PDFs")
    parser.add_argument(
        "--quick", action="store_true", help="no cross-validation; the shipped temperature stays"
    )
    return parser.parse_args()


def _since(started: float) -> str:
    return f"{time.monotonic() - started:.0f} s"


def _examples(
    pairs: Sequence[Pair], options: argparse.Namespace
) -> tuple[list[Example], list[Example]]:
    languages = LANGUAGES if options.fonts else [x for x in LANGUAGES if x != "zh"]
    wanted = [(s, x, n) for s in STYLES for x in languages for n in range(options.copies)]
    # Spawned, not forked: torch has threads by now.
    with ProcessPoolExecutor(options.threads, get_context("spawn")) as pool:
        real = pool.map(example, pairs, repeat(options.cache))
        ours = pool.map(
            printed_example,
            *zip(*wanted, strict=True),
            repeat(options.fonts),
            repeat(options.cache),
        )
        return list(real), list(ours)


def ship(weights: Path, heat: float, path: Path) -> None:
    """Write trained weights with the temperature that calibrates them."""
    with np.load(weights) as file:
        parts = {name: file[name] for name in file.files}
    np.savez_compressed(path, **{**parts, "temperature": np.float32(heat)})


if __name__ == "__main__":
    sys.exit(main())
