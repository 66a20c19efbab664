"""Planted junk found again in the chunks that the real pipeline makes of the typeset documents.

Each document goes through extraction, layout, cleaning and chunking; the words that were set are
then looked for in the document's tokens, so that it is known of every token whether it is prose,
which planted passage it belongs to, and whether the pipeline alone has already left it out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pdfclean.document import CleanDocument
from pdfclean.extraction.reader import Reader
from pdfclean.polishing import Deletions, Passage
from tests.benchmark.effect import clean_bytes, kept_in
from tests.fakes import ScriptedPolisher
from tests.pdfs.planted import Document, documents
from tests.pdfs.planted.kinds import Junk


@dataclass(frozen=True, slots=True)
class Case:
    """A cleaned document: its passages, and which planted piece each of its word tokens is of.

    ``pieces`` has (for every token that was found again) the index into ``document.pieces``;
    ``alive`` are the tokens that the pipeline alone keeps.
    """

    document: Document
    passages: tuple[Passage, ...]
    pieces: dict[int, int]
    alive: frozenset[int]

    def junk(self) -> dict[Junk, set[int]]:
        """The word tokens of each planted passage."""
        found: dict[Junk, set[int]] = {
            piece.junk: set() for piece in self.document.pieces if piece.junk is not None
        }
        for token, piece in self.pieces.items():
            junk = self.document.pieces[piece].junk
            if junk is not None:
                found[junk].add(token)
        return found

    def prose(self) -> set[int]:
        """The word tokens of the prose."""
        return {t for t, piece in self.pieces.items() if self.document.pieces[piece].junk is None}


def cases(languages: Sequence[str] = ("en", "de", "fr", "es"), most: int = 10_000) -> list[Case]:
    """The planted documents, cleaned; at most so many, taken evenly from all languages."""
    chosen = list(documents(languages))
    step = max(1, -(-len(chosen) // most))
    with Reader() as reader:
        return [_case(reader, document) for document in chosen[::step]]


def _case(reader: Reader, document: Document) -> Case:
    listener = ScriptedPolisher(Deletions(()))
    cleaned = clean_bytes(reader, document.data, listener)
    return Case(
        document, tuple(listener.passages), _found(document, cleaned), frozenset(kept_in(cleaned))
    )


def letters(text: str) -> list[str]:
    """The words of a text as runs of letters and digits, without case."""
    parts = "".join(c if c.isalnum() else " " for c in text.casefold())
    return parts.split()


def _found(document: Document, cleaned: CleanDocument) -> dict[int, int]:
    """For every word token that was set in the body: the piece it is of."""
    printed = [
        (word, chunk.chunk.start + offset)
        for chunk in cleaned.chunks
        for offset in range(len(chunk.tokens))
        for word in letters(chunk.tokens.text(offset))
    ]
    meant = [
        (word, index) for index, piece in enumerate(document.pieces) for word in letters(piece.text)
    ]
    matcher = SequenceMatcher(
        None, [word for word, _ in printed], [word for word, _ in meant], autojunk=False
    )
    return {
        printed[block.a + offset][1]: meant[block.b + offset][1]
        for block in matcher.get_matching_blocks()
        for offset in range(block.size)
    }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the planted passages and of the prose; counts of passages and words."""

    planted: int
    by_pipeline: int
    """Passages that the pipeline alone leaves out whole."""
    by_model: int
    """Passages that are gone whole after the model and were not before."""
    prose: int
    prose_lost: int
    """Prose words that the model takes."""
    kinds: dict[str, tuple[int, int, int]]
    """By language and by kind: planted, gone by the pipeline, gone after the model."""

    @property
    def deleted(self) -> float:
        """The share of passages that are gone in the end."""
        return (self.by_pipeline + self.by_model) / max(1, self.planted)

    @property
    def deleted_by_model(self) -> float:
        """Of the passages that reach the model, the share that it deletes."""
        return self.by_model / max(1, self.planted - self.by_pipeline)

    @property
    def lost(self) -> float:
        """The share of prose words that the model takes."""
        return self.prose_lost / max(1, self.prose)


def outcome(judged: Iterable[tuple[Case, set[int]]]) -> Outcome:
    """Count over documents, each with the tokens that a model deleted in it."""
    counts: Counter[str] = Counter()
    kinds: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for case, gone in judged:
        for junk, tokens in case.junk().items():
            before = not tokens & case.alive
            after = before or tokens & case.alive <= gone
            counts["planted"] += 1
            counts["pipeline"] += before
            counts["model"] += after and not before
            for name in (case.document.language, junk.kind):
                for place, flag in enumerate((True, before, after)):
                    kinds[name][place] += flag
        prose = case.prose()
        counts["prose"] += len(prose)
        counts["lost"] += len(prose & case.alive & gone)
    return Outcome(
        counts["planted"],
        counts["pipeline"],
        counts["model"],
        counts["prose"],
        counts["lost"],
        {name: (a, b, c) for name, (a, b, c) in kinds.items()},
    )
