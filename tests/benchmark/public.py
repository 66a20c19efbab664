"""What a model that may only delete does to the corpus' pairs: prose lost, words added, F.

Every document is cleaned without the model, with it where the cleaning was in doubt, and with it
over all chunks; the corpus' own scorer judges the three.
"""

from __future__ import annotations

import argparse
import json
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from pdfclean.document import CleanChunk, CleanDocument
from pdfclean.extraction.reader import Reader
from pdfclean.render import render
from pdfclean.settings import BOLDNESS, Polish
from pdfclean.wording import words
from tests.benchmark.corpus import Pair, pairs, scorer
from tests.benchmark.effect import Economical, clean_file, novel_words, taken_by_model

RUN = 3
"""Words in a row that must stand in the gold text for a deleted word to count as prose."""


def measure(
    reader: Reader, asked: dict[float, Economical], options: argparse.Namespace
) -> dict[str, Any]:
    """The figures over all pairs, printed as they come."""
    warnings.simplefilter("ignore")
    counts: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    chosen = pairs("public", frozenset(filter(None, options.only.split(","))))
    score = scorer()
    for pair in chosen:
        figures = _measure(reader, asked, pair, score, counts)
        sums.update(figures)
        lost = {bold: counts[f"lost {bold}"] for bold in asked}
        print(f"  {pair.id:24} F {figures} prose words lost so far {lost}", flush=True)
    result: dict[str, Any] = {
        "documents": len(chosen),
        "chunks": counts["chunks"],
        "every": options.public,
        "prose_words": counts["prose"],
        # Where only some chunks went to the model, the share is that of their words.
        "prose_lost": {
            str(bold): round(counts[f"lost {bold}"] * options.public / counts["prose"], 5)
            for bold in asked
        },
        "novel_words": counts["novel"],
        "F": {name: round(total / len(chosen), 5) for name, total in sums.items()},
    }
    for name, value in result.items():
        print(f"  {name:36} {value}")
    return result


def _measure(
    reader: Reader,
    asked: dict[float, Economical],
    pair: Pair,
    score: Callable[[Pair, str], dict[str, Any]],
    counts: Counter[str],
) -> dict[str, float]:
    """F of one pair without the model, with it in doubt, and with it over all; counts go on."""
    gold = _runs(pair)
    off = clean_file(reader, pair.pdf, None)
    own = Counter(word.key for word in words(render(off)))
    counts["prose"] += gold.total()
    counts["chunks"] += len(off.chunks)
    figures = dict.fromkeys(("off", "doubtful", "all"), float(score(pair, render(off))["F"]))
    for bold, polisher in asked.items():
        document = clean_file(reader, pair.pdf, polisher)
        counts["novel"] += novel_words(document)
        counts["novel"] += (Counter(word.key for word in words(render(document))) - own).total()
        if not taken_by_model(document):
            # Less bold runs, and those over fewer chunks, take nothing either.
            break
        counts[f"lost {bold}"] += sum(_prose_words(document, gold))
        if bold == BOLDNESS.default:
            doubtful = clean_file(reader, pair.pdf, polisher, Polish.DOUBTFUL)
            figures["all"] = float(score(pair, render(document))["F"])
            figures["doubtful"] = float(score(pair, render(doubtful))["F"])
    return figures


def _runs(pair: Pair) -> Counter[tuple[str, ...]]:
    """The runs of words of the gold prose; their number is about that of its words."""
    found: Counter[tuple[str, ...]] = Counter()
    for paragraph in json.loads(pair.gold.read_text(encoding="utf-8"))["paragraphs"]:
        keys = [word.key for word in words(paragraph)]
        found.update(tuple(keys[i : i + RUN]) for i in range(max(1, len(keys) - RUN + 1)))
    return found


def _prose_words(document: CleanDocument, gold: Counter[tuple[str, ...]]) -> Iterator[int]:
    """For each deletion of the model: how many of its words stand in runs of the gold prose."""
    for chunk in document.chunks:
        for text in _deleted(chunk):
            keys = [word.key for word in words(text)]
            prose = bytearray(len(keys))
            for i in range(max(1, len(keys) - RUN + 1)):
                if tuple(keys[i : i + RUN]) in gold:
                    prose[i : i + RUN] = b"\x01" * len(prose[i : i + RUN])
            yield sum(prose)


def _deleted(chunk: CleanChunk) -> Iterator[str]:
    for mark in chunk.marks:
        if mark.stage == "model":
            yield " ".join(
                chunk.tokens.text(index - chunk.chunk.start)
                for index in range(mark.start, mark.end)
            )
