"""What the pipeline and a model say to each other.

Ground for both: ``pipeline`` hands a :class:`Passage` to a :class:`Polisher` and learns what became
of it; the models in ``pdfclean.llm`` need these values but must not know the pipeline.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from pdfclean.document import Mark

__all__ = ["Cautioned", "Deletions", "Passage", "Polished", "Polisher", "Rewrite", "Skipped"]


@dataclass(frozen=True, slots=True)
class Passage:
    """What a polisher gets: one chunk's kept text, as sentences.

    ``"".join(sentences)`` is the text word for word (each sentence carries its trailing space or
    line breaks). ``seed`` derives from the run's seed and the chunk's index, so that a resumed run
    samples the same answer. ``greedy`` asks for temperature 0 whatever the settings say. ``places``
    says where the text comes from: (character where it begins, document-wide token index) of each
    kept token, in order.
    """

    index: int
    sentences: tuple[str, ...]
    seed: int
    greedy: bool = False
    places: tuple[tuple[int, int], ...] = ()

    @property
    def text(self) -> str:
        """The whole passage."""
        return "".join(self.sentences)

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """The document-wide range of the tokens that begin in characters ``[start, end)``.

        Raises:
            ValueError: none does.

        >>> Passage(0, ("One two.",), 0, places=((0, 7), (4, 8), (7, 9))).tokens(4, 8)
        (8, 10)
        """
        inside = [token for character, token in self.places if start <= character < end]
        if not inside:
            raise ValueError("no token begins there")
        return inside[0], inside[-1] + 1


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A polisher's own wording of a passage; the guard judges it before it is used.

    ``finished`` is false when the model ran into its budget without coming to an end: the guard
    turns such an answer down.
    """

    text: str
    finished: bool = True


@dataclass(frozen=True, slots=True)
class Deletions:
    """Marks a polisher adds; nothing that it wrote is used.

    ``refused`` counts the words of its own that it wrote all the same, where it was asked for a
    copy.
    """

    marks: tuple[Mark, ...]
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Skipped:
    """The polisher did not see the passage; ``reason`` is a plain sentence."""

    reason: str


Polished = Rewrite | Deletions | Skipped


class Polisher(Protocol):
    """A model behind a narrow door, for one run.

    ``ahead`` is how many passages beyond the one being polished it likes to know of (0: none). It
    is told of each once, by ``prepare``, in their order and before it is their turn, so that it can
    work on several at once; ``polish`` is called in order all the same, and also for passages that
    it was not told of. ``close`` ends the run: what was prepared and never asked for is given up.

    ``polish`` is a generator: it yields pieces of its answer as they come (an empty string is a
    heartbeat, at least twice a second) and returns what became of the passage. It looks at
    ``stopped`` before every token and returns early when it says so; the pipeline then discards the
    answer. It raises :class:`~pdfclean.errors.ModelError` when the model cannot be used any more.
    """

    @property
    def name(self) -> str: ...
    @property
    def ahead(self) -> int: ...

    def prepare(self, passage: Passage) -> None: ...
    def polish(
        self, passage: Passage, stopped: Callable[[], bool]
    ) -> Generator[str, None, Polished]: ...
    def close(self) -> None: ...


@runtime_checkable
class Cautioned(Protocol):
    """A polisher that may have something to say of itself before it begins.

    ``caution`` is a plain sentence or two for the producer, or empty.
    """

    @property
    def caution(self) -> str: ...
