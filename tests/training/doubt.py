"""Whether the chunks that a model would see are those into which junk leaks.

    python -m tests.training.doubt --corpus FOLDER [--cache FOLDER] [--size CHARACTERS]

prints it for the shipped labeller. On the training pairs its confidences are better than on other
documents: ``python -m tests.training --only-validate`` prints the same with networks that saw
neither the document nor its publisher or style.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from pdfclean.render import render
from pdfclean.settings import Settings
from tests.training.dataset import corpus_pairs, example, read_pages
from tests.training.leaks import leaks, told
from tests.training.system import cleaned, scorer


def main() -> None:
    """Print the figures of a corpus, document by document and over all."""
    parser = argparse.ArgumentParser(prog="python -m tests.training.doubt", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="folder with manifest.json")
    parser.add_argument("--cache", type=Path, default=Path(".cache/training"))
    parser.add_argument("--size", type=int, default=Settings().chunk_size, help="of a chunk")
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    documents = []
    for pair in sorted(corpus_pairs(options.corpus), key=lambda p: p.id):
        document = cleaned(read_pages(pair.pdf, options.cache), Settings(chunk_size=options.size))
        gold = json.loads(pair.gold.read_text(encoding="utf-8"))
        score = scorer(options.corpus)(gold, render(document))
        documents.append(leaks(document, example(pair, options.cache), score["_leaked"]))
        print(f"{pair.id:16}", told(documents[-1:]), flush=True)
    print("all:", told(documents))


if __name__ == "__main__":
    main()
