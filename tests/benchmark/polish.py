"""How fast and how good a model that may only delete is, beside the original's loop.

    python -m tests.benchmark.polish --model PATH [--gguf FILE] [--chunks N] [--planted N]
        [--public [EVERY]] [--tuning FILE] [--threads N] [--json]

Speed (``ways.py``), in one run on the same chunks with planted junk in them, the order of the ways
turned round from chunk to chunk so that noise hits all alike: the original's loop, prompt lookup,
llama.cpp where it is installed, deletion-only as the app does it, and the bound. Quality
(``planted.py``): which of the planted passages the pipeline leaves out by itself, which the model,
and how much prose goes with them, at three settings of "How boldly". ``--public`` does the same
over the corpus' pairs (``public.py``).
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from pdfclean.extraction.reader import Reader
from pdfclean.llm.deleting import DeletionPolisher, Trusts
from pdfclean.llm.language import language
from pdfclean.llm.local import LocalModel, load_model
from pdfclean.llm.tuning import Tuning, built_in, parse
from pdfclean.polishing import Passage, Polished
from pdfclean.settings import BOLDNESS, Settings
from tests.benchmark import public
from tests.benchmark.effect import Economical, clean_bytes, novel_words, taken_by_model
from tests.benchmark.planted import Case, cases, outcome
from tests.benchmark.ways import (
    LlamaCpp,
    Peak,
    Plain,
    bound,
    deletions,
    llama_cpp_here,
    never,
    passes,
    seconds,
)

BOLDLY = (1.0, 0.5, 0.0)
"""The bold end first: see :class:`~tests.benchmark.effect.Economical`."""


def polishers(
    model: LocalModel, tuning: Tuning, trusts: Trusts | None, every: int = 1
) -> dict[float, Economical]:
    """A polisher for each setting of "How boldly"; they share what they learn."""
    memory: dict[Passage, dict[float, Polished]] = {}
    return {
        bold: Economical(
            DeletionPolisher(model, Settings(boldness=bold), tuning, trusts),
            tuning.margin(bold),
            memory,
            every,
        )
        for bold in BOLDLY
    }


def quality(
    reader: Reader, planted: Sequence[Case], polisher: Economical, bold: float
) -> dict[str, Any]:
    """What became of the planted passages and of the prose around them."""
    judged, skips, novel = [], 0, 0
    for case in planted:
        document = clean_bytes(reader, case.document.data, polisher)
        judged.append((case, taken_by_model(document)))
        skips += sum(mark.stage == "model" for chunk in document.chunks for mark in chunk.marks)
        novel += novel_words(document)
    found = outcome(judged)
    chunks = sum(len(case.passages) for case in planted)
    return {
        "boldness": bold,
        "chunks": chunks,
        "skips_per_chunk": round(skips / max(1, chunks), 3),
        "planted": found.planted,
        "planted_deleted": round(found.deleted, 4),
        "planted_deleted_by_pipeline": round(found.by_pipeline / max(1, found.planted), 4),
        "planted_deleted_by_model": round(found.deleted_by_model, 4),
        "prose_words": found.prose,
        "prose_lost": round(found.lost, 5),
        "novel_words": novel,
        "kinds": found.kinds,
    }


def speed(
    ways: dict[str, Callable[[Passage], object]], chunks: Sequence[Passage], model: LocalModel
) -> dict[str, Any]:
    """Seconds of each way over the same chunks, and how they compare."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for work in ways.values():
        # What is read once a run, and what a library does once.
        work(_beginning(chunks[0]))
    with passes(model) as seen:
        counts = 0
        for number, chunk in enumerate(chunks):
            turn = number % len(ways)
            order = [*ways][turn:] + [*ways][:turn]
            for name in order if number % 2 else reversed(order):
                before = len(seen)
                times[name].append(seconds(partial(ways[name], chunk)))
                counts += (len(seen) - before) * (name == "deletion")
    tokens = sum(model.tokenizer.count(chunk.text) for chunk in chunks)
    characters = sum(len(chunk.text) for chunk in chunks)
    result: dict[str, Any] = {
        "timed_chunks": len(chunks),
        "tokens": tokens,
        "characters": characters,
        "forward_passes_per_chunk": round(counts / len(chunks), 2),
    }
    for name, each in times.items():
        result[f"{name}_seconds"] = round(sum(each), 2)
        result[f"{name}_characters_per_second"] = round(characters / sum(each), 1)
        result[f"{name}_tokens_per_second"] = round(tokens / sum(each), 1)
    deletion = times["deletion"]
    for other, ratio in (
        ("seed", "speedup_over_seed"), ("lookup", "speedup_over_lookup"),
        ("llamacpp", "speedup_over_llamacpp"),
    ):  # fmt: skip
        result |= _ratio(ratio, times.get(other), deletion)
    return (
        result
        | _ratio("ratio_to_bound", deletion, times["bound"])
        | _ratio("ratio_to_bound_full_trust", times["trusted"], times["bound"])
    )


def _ratio(name: str, over: Sequence[float] | None, under: Sequence[float]) -> dict[str, Any]:
    """Of the sums, and the median over the chunks."""
    if over is None:
        return {name: None}
    each = [a / b for a, b in zip(over, under, strict=True)]
    return {
        name: round(sum(over) / sum(under), 2),
        f"{name}_median": round(statistics.median(each), 2),
    }


def _beginning(passage: Passage) -> Passage:
    sentence = passage.sentences[0]
    places = tuple(place for place in passage.places if place[0] < len(sentence))
    return Passage(0, (sentence,), 0, places=places)


def timed_ways(
    options: argparse.Namespace, model: LocalModel, tuning: Tuning, trusts: Trusts
) -> dict[str, Callable[[Passage], object]]:
    """The ways that can be timed here."""
    import torch

    usual = DeletionPolisher(model, Settings(), tuning, trusts)
    trusted = DeletionPolisher(model, Settings(), tuning)
    plain = Plain(options.model, model)
    ways: dict[str, Callable[[Passage], object]] = {
        "seed": plain.generate,
        "lookup": lambda passage: plain.generate(passage, prompt_lookup_num_tokens=10),
        "deletion": lambda passage: deletions(usual, passage),
        "trusted": lambda passage: deletions(trusted, passage),
        "bound": lambda passage: bound(model, passage),
    }
    gguf = gguf_beside(options)
    if gguf is not None and llama_cpp_here():
        threads = options.threads or torch.get_num_threads()
        ways["llamacpp"] = LlamaCpp(gguf, model, threads).generate
    return ways


def gguf_beside(options: argparse.Namespace) -> Path | None:
    """The GGUF file given, or the only one that lies beside the model's folder."""
    if options.gguf is not None:
        return Path(options.gguf)
    found = sorted(Path(options.model).parent.glob(f"{Path(options.model).name}*.gguf"))
    return found[0] if len(found) == 1 else None


def spread(passages: Sequence[Passage], count: int) -> list[Passage]:
    """So many of them, evenly."""
    count = min(count, len(passages))
    return [passages[index * len(passages) // count] for index in range(count)]


def show(title: str, rows: dict[str, Any]) -> None:
    """Print figures."""
    print(title)
    print("\n".join(f"  {name:36} {value}" for name, value in rows.items()), flush=True)


def parser() -> argparse.ArgumentParser:
    """The command line."""
    result = argparse.ArgumentParser(
        prog="python -m tests.benchmark.polish",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = result.add_argument
    add("--model", required=True, help="a folder, a .gguf file or a hub id")
    add("--gguf", help="the same weights for llama.cpp; a file beside the model is found by itself")
    add("--chunks", type=int, default=8, help="chunks for the speed; 0: none")
    add("--planted", type=int, default=10_000, help="planted documents at most; 0: none")
    add("--public", type=int, nargs="?", const=1, default=0, metavar="EVERY",
        help="also the corpus' pairs; every so-manieth chunk of them (default 1: all)")  # fmt: skip
    add("--only", default="", metavar="ID,ID", help="only these pairs of the corpus")
    add("--tuning", type=Path, help="a tuning file")
    add("--threads", type=int, default=0, help="of torch and llama.cpp; 0: as the app does")
    add("--json", action="store_true", help="end with one line of JSON")
    return result


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    options = parser().parse_args(arguments)
    text = options.tuning.read_text(encoding="utf-8") if options.tuning else ""
    tuning = parse(text) if text else built_in(options.model)
    result: dict[str, Any] = {}
    with Reader() as reader:
        planted = cases(most=max(1, options.planted))
        chunks = [passage for case in planted for passage in case.passages]
        with Peak() as peak:
            model = load_model(options.model, lambda _: None, threads=options.threads)
            trust = DeletionPolisher(model, Settings(), tuning).try_out(never)
            trusts = {"en": trust}
            result |= {"device": model.device, "dtype": model.dtype}
            result |= {
                "trial_right": round(trust.right, 3), "trial_able": trust.able,
                "least_margin": round(trust.least, 3),
            }  # fmt: skip
            show("The model", result)
            if options.planted:
                asked = polishers(model, tuning, trusts)
                rows = [quality(reader, planted, asked[bold], bold) for bold in BOLDLY]
                for row in rows:
                    show(f"Planted junk, boldness {row['boldness']}", row)
                result["margins"] = rows
            else:
                deletions(DeletionPolisher(model, Settings(), tuning, trusts), chunks[0])
        result["peak_megabytes"] = peak.megabytes
        result["trials"] = {
            language: {"right": round(one.right, 3), "least_margin": round(one.least, 3)}
            for language, one in trusts.items()
        }
        if options.public:
            asked = polishers(model, tuning, trusts, options.public)
            result["public"] = public.measure(reader, asked, options)
        if options.chunks:
            with Peak() as peak:
                timed = spread(chunks, options.chunks)
                for chunk in {language(chunk.text): chunk for chunk in timed}.values():
                    # The trials, which are made once a run.
                    deletions(DeletionPolisher(model, Settings(), tuning, trusts), chunk)
                result |= speed(timed_ways(options, model, tuning, trusts), timed, model)
            result["peak_megabytes_all_ways"] = peak.megabytes
    result |= summary(result)
    show(
        "All", {name: value for name, value in result.items() if name not in ("margins", "public")}
    )
    if options.json:
        print(json.dumps(result))


def summary(result: dict[str, Any]) -> dict[str, Any]:
    """The figures that are asked for by name, ``None`` where they were not measured."""
    rows = result.get("margins", [])
    middle: dict[str, Any] = next((row for row in rows if row["boldness"] == BOLDNESS.default), {})
    over_public = result.get("public", {})
    measured = [*rows, over_public] if over_public else rows
    names = ("speedup_over_seed", "ratio_to_bound", "speedup_over_llamacpp")
    return {name: result.get(name) for name in names} | {
        "novel_words": sum(row["novel_words"] for row in measured) if measured else None,
        "planted_deleted": middle.get("planted_deleted"),
        "prose_lost": middle.get("prose_lost"),
        "prose_lost_most": max((row["prose_lost"] for row in rows), default=None),
    }


if __name__ == "__main__":
    main()
