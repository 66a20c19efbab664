"""The only orchestrator: an open PDF in, a stream of events out.

``clean`` is a generator. The page, the command line and the programming interface are three readers
of the same events, and none of them knows how a PDF is cleaned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from pdfclean.document import CleanChunk, CleanDocument, DocumentInfo, Page
from pdfclean.polishing import Deletions, Passage, Polished, Polisher, Rewrite, Skipped
from pdfclean.settings import Settings

__all__ = [
    "ChunkFinished",
    "ChunkStarted",
    "Deletions",
    "Event",
    "Finished",
    "Opened",
    "PageRead",
    "Passage",
    "Polished",
    "Polisher",
    "Rewrite",
    "Skipped",
    "Source",
    "TextDelta",
    "clean",
]

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


# What the pipeline asks of its reader -------------------------------------------------------------


class Source(Protocol):
    """An open PDF. ``read`` yields pages in the order asked for; pages read once are kept."""

    @property
    def info(self) -> DocumentInfo: ...

    def read(self, numbers: Sequence[int]) -> Iterator[Page]: ...


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
