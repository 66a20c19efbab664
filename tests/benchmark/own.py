"""Our own set: documents that the tests typeset themselves, scored without any corpus.

The scorer knows what was set: the sentences that must stand in the text, the strings that must
not, and every word there was. It is strict where the corpus' scorer forgives (a sentence counts
only to the letter), so its figures are not to be compared with those of the corpus.
"""

from __future__ import annotations

import itertools
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pdfclean.extraction.reader import Reader
from pdfclean.pipeline import Finished, clean
from pdfclean.render import render
from pdfclean.settings import Settings
from tests.pdfs import reportlab_papers, typst_papers
from tests.pdfs.prose import FRENCH, GERMAN, PAPER, REPORT
from tests.pdfs.typeset import Citations, Typeset, words

DOCUMENTS = (
    ("two columns, numbers", PAPER, Citations.NUMERIC, 2),
    ("two columns, raised numbers", PAPER, Citations.SUPERSCRIPT, 2),
    ("one column, author and year", PAPER, Citations.AUTHOR_YEAR, 1),
    ("report", REPORT, Citations.AUTHOR_YEAR, 1),
    ("German", GERMAN, Citations.NUMERIC, 2),
    ("French", FRENCH, Citations.AUTHOR_YEAR, 2),
)
"""Style, text, citations and columns; each is set by every typesetter that pip installs."""
TYPESETTERS: tuple[Callable[..., Typeset], ...] = (reportlab_papers.paper, typst_papers.paper)


@dataclass(frozen=True, slots=True)
class Score:
    """Shares from 0 to 1, the more the better.

    ``recall``: sentences found word for word. ``clean``: strings that had to go and are gone.
    ``order``: neighbouring sentences in their order. ``faithful``: words that were set.
    """

    recall: float
    clean: float
    order: float
    faithful: float

    @property
    def overall(self) -> float:
        """The harmonic mean of recall and clean, times order and faithful."""
        both = self.recall + self.clean
        mean = 2 * self.recall * self.clean / both if both else 0.0
        return mean * self.order * self.faithful


def score(typeset: Typeset, text: str) -> Score:
    """Score a clean text against what was set."""
    flat = " ".join(text.split())
    places = [flat.find(sentence) for sentence in typeset.keep]
    found = [place for place in places if place >= 0]
    leaked = sum(junk in flat for junk in typeset.gone)
    said = words(flat)
    return Score(
        recall=len(found) / max(1, len(places)),
        clean=1 - leaked / max(1, len(typeset.gone)),
        order=_share([a < b for a, b in itertools.pairwise(found)]),
        faithful=_share([word in typeset.words for word in said]),
    )


def _share(truths: list[bool]) -> float:
    return sum(truths) / len(truths) if truths else 1.0


def scores() -> Iterator[tuple[str, Score]]:
    """Style and score of every document of the set."""
    with Reader() as reader, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.pdf"
        for style, text, citations, columns in DOCUMENTS:
            for typesetter in TYPESETTERS:
                typeset = typesetter(text, citations, columns)
                path.write_bytes(typeset.data)
                with reader.open(path) as pdf:
                    *_, last = clean(pdf, Settings())
                assert isinstance(last, Finished)
                yield style, score(typeset, render(last.document))


def figures() -> dict[str, float]:
    """The set's figures by name: means overall, and the overall score of each style."""
    styles: dict[str, list[float]] = defaultdict(list)
    everything = []
    for style, one in scores():
        styles[style].append(one.overall)
        everything.append(one)
    named = {
        name: sum(getattr(one, attribute) for one in everything) / len(everything)
        for name, attribute in (
            ("F", "overall"), ("recall", "recall"), ("clean", "clean"), ("order", "order"),
            ("faithful", "faithful"),
        )
    }  # fmt: skip
    return named | {f"F {style}": sum(some) / len(some) for style, some in styles.items()}
