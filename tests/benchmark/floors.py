"""Floors: figures once reached that must not be lost again; they only go up.

``floors.json`` holds a floor for each figure of our own set, and for each figure of every corpus
that was measured, known by its fingerprint. ``python -m tests.benchmark --raise-floors`` measures
and writes what is higher.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.benchmark.corpus import corpus_folder
from tests.benchmark.measure import Row

FILE = Path(__file__).with_name("floors.json")
MARGIN = 0.003
"""A floor lies so far under what was measured: a gain in one style may cost another a sentence."""
DIGITS = 4


def corpus_figures(rows: Sequence[Row]) -> dict[str, float]:
    """The corpus' figures by name: means over all documents, the worst, and F by style."""

    def mean(name: str, some: Sequence[Row] = rows) -> float:
        return sum(row.measures[name] for row in some) / len(some)

    styles: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        styles[row.style].append(row)
    return {
        "F": mean("F"),
        "F worst": min(row.measures["F"] for row in rows),
        "recall": mean("prose_recall"),
        "precision": mean("precision"),
        "clean": 1 - mean("junk_rate"),
        "order": mean("order"),
        "faithful": 1 - mean("novel_rate"),
        **{f"F {style}": mean("F", styles[style]) for style in sorted(styles)},
    }


def fingerprint() -> str:
    """Tells one corpus from another: a hash of its manifest, its scorer and its gold."""
    folder = corpus_folder()
    digest = hashlib.sha256()
    for path in (folder / "manifest.json", folder / "score.py", *sorted(folder.glob("gold/*"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def read() -> dict[str, Any]:
    """``ours`` maps figures to floors, ``corpora`` fingerprints to the same."""
    content: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return content


def known() -> bool:
    """Whether there are floors for the corpus that is here."""
    return fingerprint() in read()["corpora"]


def below(figures: Mapping[str, float], floors: Mapping[str, float]) -> list[str]:
    """A sentence for each figure that does not reach its floor, and for each that is missing.

    >>> below({"F": 0.9, "recall": 0.99}, {"F": 0.91, "recall": 0.98, "order": 1})
    ['F is 0.9000, under its floor of 0.9100.', 'order was not measured.']
    """
    return [
        f"{name} is {figures[name]:.4f}, under its floor of {floor:.4f}."
        if name in figures
        else f"{name} was not measured."
        for name, floor in floors.items()
        if round(figures.get(name, -1.0), DIGITS) < floor
    ]


def raised(figures: Mapping[str, float], floors: Mapping[str, float]) -> dict[str, float]:
    """The floors after a measurement: none lower than before.

    >>> raised({"F": 0.95, "order": 0.9, "faithful": 1.0}, {"F": 0.9, "order": 0.95})
    {'F': 0.947, 'order': 0.95, 'faithful': 0.997}
    """
    result = dict(floors)
    for name, figure in figures.items():
        # A hair is added so that 0.947 is not cut to 0.9469 for the sake of a binary fraction.
        floor = math.floor((figure - MARGIN) * 10**DIGITS + 1e-6) / 10**DIGITS
        result[name] = max(floor, floors.get(name, 0.0))
    return result


def write(ours: Mapping[str, float], corpus: Mapping[str, float] | None) -> None:
    """Raise the floors by what was measured; ``corpus`` is ``None`` where there is no corpus."""
    content = read()
    content["ours"] = raised(ours, content["ours"])
    if corpus is not None:
        here = fingerprint()
        content["corpora"][here] = raised(corpus, content["corpora"].get(here, {}))
    FILE.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
