"""The only orchestrator: an open PDF in, a stream of events out.

``clean`` is a generator. The page, the command line and the programming interface are three readers
of the same events, and none of them knows how a PDF is cleaned.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from pdfclean.document import CleanChunk, CleanDocument, DocumentInfo, Mark, Page
from pdfclean.settings import Settings

# Events -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Opened:
    """The document is open; ``pages`` are the 1-based numbers that will be read."""

    info: DocumentInfo
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PageRead:
    """One page was read: the ``done``-th of ``total``. ``number`` is 1-based."""

    number: int
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class ChunkStarted:
    """Work on a chunk begins. ``total`` is the number of chunks known so far."""

    index: int
    total: int


@dataclass(frozen=True, slots=True)
class TextDelta:
    """A piece of a model's answer for a chunk, provisional until ``ChunkFinished``."""

    index: int
    text: str


@dataclass(frozen=True, slots=True)
class ChunkFinished:
    """A chunk is done and will not change by itself. ``total`` as in ``ChunkStarted``."""

    clean_chunk: CleanChunk
    total: int


@dataclass(frozen=True, slots=True)
class Finished:
    """The last event of a run; ``complete`` is false when it was stopped."""

    document: CleanDocument
    complete: bool


Event = Opened | PageRead | ChunkStarted | TextDelta | ChunkFinished | Finished


# What the pipeline asks of its two partners -------------------------------------------------------


class Source(Protocol):
    """An open PDF. ``read`` yields pages in the order asked for; pages read once are kept."""

    @property
    def info(self) -> DocumentInfo: ...

    def read(self, numbers: Sequence[int]) -> Iterator[Page]: ...


@dataclass(frozen=True, slots=True)
class Passage:
    """What a polisher gets: one chunk's kept text, as sentences.

    ``"".join(sentences)`` is the text word for word (each sentence carries its trailing space or
    line breaks). ``seed`` derives from the run's seed and the chunk's index, so that a resumed run
    samples the same answer. ``greedy`` asks for temperature 0 whatever the settings say.
    """

    index: int
    sentences: tuple[str, ...]
    seed: int
    greedy: bool = False

    @property
    def text(self) -> str:
        """The whole passage."""
        return "".join(self.sentences)


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A polisher's own wording of a passage; the guard judges it before it is used."""

    text: str


@dataclass(frozen=True, slots=True)
class Deletions:
    """Marks a polisher adds; it wrote nothing."""

    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """The polisher did not see the passage; ``reason`` is a plain sentence."""

    reason: str


Polished = Rewrite | Deletions | Skipped


class Polisher(Protocol):
    """A model behind a narrow door.

    ``polish`` is a generator: it yields pieces of its answer as they come (an empty string is a
    heartbeat, at least twice a second) and returns what became of the passage. It looks at
    ``stopped`` before every token and returns early when it says so; the pipeline then discards the
    answer. It raises :class:`~pdfclean.errors.ModelError` when the model cannot be used any more.
    """

    @property
    def name(self) -> str: ...

    def polish(
        self, passage: Passage, stopped: Callable[[], bool]
    ) -> Generator[str, None, Polished]: ...


def clean(
    source: Source,
    settings: Settings,
    polisher: Polisher | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Event]:
    """Clean an open PDF.

    Yields ``Opened``, a ``PageRead`` a page, then for each chunk ``ChunkStarted``, with a model any
    number of ``TextDelta``, and ``ChunkFinished``; last, exactly one ``Finished``.

    Args:
        source: the open PDF.
        settings: the run's settings.
        polisher: the model to polish with, when ``settings.polish`` is not off.
        stopped: asked between pages, chunks and model tokens; true ends the run early.

    Raises:
        NoTextError: none of the pages has text.
        LimitError: the page range names no page of this document.
        PdfCleanError: reading failed in another way that the message explains.
    """
    raise NotImplementedError
