"""Trains the line labeller and prints its cross-validation; see ``--help`` and MODEL_CARD.md."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch

from pdfclean.extraction import labels
from tests.training.dataset import Example, corpus_pairs, example, printed_example
from tests.training.evaluate import (
    HEADING,
    Logits,
    figures,
    held_out,
    publisher_folds,
    style_folds,
    temperature,
)
from tests.training.network import Network, Recipe, fit, logits
from tests.training.pages import LANGUAGES, STYLES

WEIGHTS = Path(labels.__file__).with_name("labels.npz")
COPIES = 4
"""Documents that we set ourselves, for each style and language."""
PUBLISHER_FOLDS = 8


def main() -> int:
    """Train and write the weights."""
    options = _options()
    torch.set_num_threads(options.threads)
    options.cache.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    real, printed = _examples(options)
    print(f"{len(real)} pairs, {len(printed)} of our own, {_since(started)}", flush=True)
    recipe = Recipe(epochs=options.epochs)
    heat = 1.0
    if not options.quick:
        for title, folds in (
            ("one style left out", style_folds(real)),
            ("publishers left out", publisher_folds(real, PUBLISHER_FOLDS)),
        ):
            heat = max(heat, _cross_validate(title, real, printed, folds, recipe))
    network = fit([*real, *printed], recipe)
    export(network, heat, options.out)
    print(f"{options.out}: {options.out.stat().st_size / 1024:.0f} KB, {_since(started)}")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.training", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="folder with manifest.json")
    parser.add_argument("--cache", type=Path, default=Path(".cache/training"))
    parser.add_argument("--fonts", type=Path, help="folder with the Chinese fonts")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where the weights go")
    parser.add_argument("--epochs", type=int, default=Recipe().epochs)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="no cross-validation")
    return parser.parse_args()


def _since(started: float) -> str:
    return f"{time.monotonic() - started:.0f} s"


def _examples(options: argparse.Namespace) -> tuple[list[Example], list[Example]]:
    pairs = sorted(corpus_pairs(options.corpus), key=lambda p: p.id)
    languages = LANGUAGES if options.fonts else [x for x in LANGUAGES if x != "zh"]
    wanted = [(s, x, n) for s in STYLES for x in languages for n in range(COPIES)]
    # Spawned, not forked: torch has threads by now.
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        real = pool.map(example, pairs, repeat(options.cache))
        ours = pool.map(
            printed_example,
            *zip(*wanted, strict=True),
            repeat(options.fonts),
            repeat(options.cache),
        )
        return list(real), list(ours)


def _cross_validate(
    title: str,
    real: Sequence[Example],
    printed: Sequence[Example],
    folds: dict[str, list[int]],
    recipe: Recipe,
) -> float:
    """Print the figures of each fold and of all; the temperature that calibrates them."""

    def train(seen: Sequence[Example]) -> Callable[[Example], Logits]:
        network = fit([*seen, *printed], recipe)
        return lambda one: logits(network, one)

    found = list(held_out(real, folds, train))
    order = [n for _, fold, _ in found for n in fold]
    answers = [answer for _, _, given in found for answer in given]
    heat = temperature([real[n] for n in order], answers)
    print(f"\n{title} (temperature {heat:.2f})\n{HEADING}")
    for name, fold, given in found:
        print(f"{name:18} {figures([real[n] for n in fold], [g / heat for g in given])}")
    print(
        f"{'all':18} {figures([real[n] for n in order], [g / heat for g in answers])}", flush=True
    )
    return heat


def export(network: Network, heat: float, path: Path) -> None:
    """Write a network's weights: matrices as float16, all else as float32."""
    parts = {
        name: value.numpy().astype(np.float16 if value.ndim > 1 else np.float32)
        for name, value in network.state_dict().items()
    }
    np.savez_compressed(path, temperature=np.float32(heat), **parts)  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main())
