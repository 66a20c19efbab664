"""How fast and how good a model that may only delete is, beside the original's loop.

    python -m tests.benchmark.polish --model PATH [--chunks N] [--quality N] [--json]

Speed, in one run on the same chunks of our own prose with planted junk: the original's loop (the
whole prompt each time, batch 1, float32 on a CPU, plain greedy ``generate``, the length forced to
the chunk's own tokens, as a faithful answer needs), deletion-only, and the bound: two prefill
passes over the chunk's tokens. Quality: the planted passages (``planted.py``), how many of them go
and how many prose words go with them, at three settings of "How boldly".
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from typing import Any

from pdfclean.document import Mark
from pdfclean.llm.deleting import DeletionPolisher
from pdfclean.llm.local import LocalModel, load_model
from pdfclean.polishing import Deletions, Passage
from pdfclean.settings import Settings
from tests.benchmark.planted import Sample, samples

BOLDNESS = (0.0, 0.5, 1.0)


def never() -> bool:
    """Nobody presses Stop."""
    return False


def passage_of(sample: Sample, index: int = 0) -> Passage:
    """A sample as the pipeline would hand it over; its sentences are its tokens."""
    sentences = tuple(f"{sentence} " for sentence in sample.sentences)
    places, character = [], 0
    for number, sentence in enumerate(sentences):
        places.append((character, number))
        character += len(sentence)
    return Passage(index, sentences, 0, places=tuple(places))


def deletions(polisher: DeletionPolisher, passage: Passage) -> tuple[Mark, ...]:
    """The marks of a passage."""
    answers = polisher.polish(passage, never)
    while True:
        try:
            next(answers)
        except StopIteration as end:
            return end.value.marks if isinstance(end.value, Deletions) else ()


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def speed(model: LocalModel, chunks: Sequence[Sample]) -> dict[str, float]:
    """Seconds of the three ways over the same chunks, and their ratios."""
    import torch
    from transformers import GenerationConfig

    inner: Any = model._model
    polisher = DeletionPolisher(model, Settings())
    deletions(polisher, passage_of(chunks[0]))  # the prefix, which is read once a run
    total = {"seed": 0.0, "deletion": 0.0, "bound": 0.0}
    tokens = characters = 0
    for sample in chunks:
        passage = passage_of(sample)
        count = model.tokenizer.count(passage.text)
        tokens += count
        characters += len(passage.text)
        prompt = torch.tensor([model.tokenizer.prompt(passage.text, "")])
        own = torch.tensor([model.tokenizer.encode(passage.text)])
        forced = GenerationConfig(
            max_new_tokens=count, min_new_tokens=count, do_sample=False,
            eos_token_id=list(model.eos), pad_token_id=model.eos[0],
        )  # fmt: skip
        with torch.inference_mode():
            total["deletion"] += seconds(lambda p=passage: deletions(polisher, p))
            total["bound"] += 2 * seconds(lambda ids=own: inner(ids, logits_to_keep=1))
            total["seed"] += seconds(
                lambda ids=prompt, how=forced: inner.generate(
                    ids, attention_mask=torch.ones_like(ids), generation_config=how
                )
            )
    return {
        "chunks": len(chunks),
        "tokens": tokens,
        **{f"{way}_seconds": round(value, 2) for way, value in total.items()},
        **{f"{way}_characters_per_second": round(characters / s, 1) for way, s in total.items()},
        "speedup_over_seed": round(total["seed"] / total["deletion"], 2),
        "ratio_to_bound": round(total["deletion"] / total["bound"], 2),
    }


def quality(model: LocalModel, planted: Sequence[Sample], boldness: float) -> dict[str, float]:
    """Of the planted passages: how many are gone whole, and the prose words gone with them."""
    polisher = DeletionPolisher(model, Settings(boldness=boldness))
    gone_whole = lost = prose = skips = 0
    for sample in planted:
        marks = deletions(polisher, passage_of(sample))
        gone = {index for mark in marks for index in range(mark.start, mark.end)}
        junk = set(range(sample.start, sample.end))
        skips += len(marks)
        gone_whole += junk <= gone
        for index, sentence in enumerate(sample.sentences):
            if index not in junk:
                prose += len(sentence.split())
                lost += len(sentence.split()) * (index in gone)
    return {
        "boldness": boldness,
        "skips": skips,
        "planted": len(planted),
        "planted_deleted": round(gone_whole / len(planted), 4),
        "prose_lost": round(lost / prose, 4),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True, help="a folder, a .gguf file or a hub id")
    parser.add_argument("--chunks", type=int, default=3, help="chunks for the speed; 0: none")
    parser.add_argument("--quality", type=int, default=10_000, help="planted passages at most")
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    options = parser.parse_args()
    model = load_model(options.model, lambda _: None)
    planted = list(samples())
    result: dict[str, Any] = {}
    if options.chunks:
        result |= speed(model, planted[:: max(1, len(planted) // options.chunks)][: options.chunks])
        print("\n".join(f"{name:32} {value}" for name, value in result.items()), flush=True)
    if options.quality:
        rows = [quality(model, planted[: options.quality], bold) for bold in BOLDNESS]
        for row in rows:
            print(row, flush=True)
        middle = rows[1]
        result |= {name: middle[name] for name in ("planted_deleted", "prose_lost")}
        result["margins"] = rows
    # Marks only take away: there is no way for a word to be added.
    result |= {"novel_words": 0, "speedup_over_llamacpp": None}
    if options.json:
        print(json.dumps(result))


if __name__ == "__main__":
    main()
