"""What is known of a job at one moment: values for whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pdfclean.document import Category, DocumentInfo
from pdfclean.jobs.buffer import Change

__all__ = ["Preflight", "State", "Status", "Tail"]


@dataclass(frozen=True, slots=True)
class Preflight:
    """What is known of a document before it is cleaned.

    ``words`` are those of the raw text. ``scanned`` are the 1-based numbers of pages that show a
    picture and have no text. ``preview`` is the beginning of the raw text. ``counts`` are the words
    of each page that was read, ``language`` is an ISO 639-1 code or empty, ``seconds`` how long
    reading took.
    """

    info: DocumentInfo
    words: int
    scanned: tuple[int, ...]
    preview: str
    counts: tuple[int, ...] = ()
    language: str = ""
    seconds: float = 0.0


class State(str, Enum):
    """Where a job stands."""

    OPENING = "opening"
    READY = "ready"
    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    """The server stopped while it ran, and was started again."""

    @property
    def active(self) -> bool:
        """Whether text may still come."""
        return self in (State.QUEUED, State.RUNNING)


@dataclass(frozen=True, slots=True)
class Status:
    """What there is to show beside the text.

    ``doing`` is a plain phrase, ``sentence`` says how a run ended, ``notice`` tells of a model that
    could not be used or should be used with caution. ``seconds_left`` is an estimate from finished
    work, or ``None`` while there is none. ``ahead`` counts the runs that come first.
    ``provisional`` is the segment whose text may still be replaced, or -1. ``fallbacks`` are
    (reason, chunks) and ``left_out`` (category, words) pairs, largest first; the category is
    ``None`` for sections that the reader left out. ``words`` counts the clean text's, ``asked`` the
    chunks that a model answered on, ``to_ask`` the chunks known so far that go to one, ``doubtful``
    the finished ones with something in doubt.
    """

    state: State = State.OPENING
    doing: str = ""
    sentence: str = ""
    notice: str = ""
    pages_done: int = 0
    pages_total: int = 0
    chunks_done: int = 0
    chunks_total: int = 0
    seconds_left: float | None = None
    ahead: int = 0
    provisional: int = -1
    fallbacks: tuple[tuple[str, int], ...] = ()
    left_out: tuple[tuple[Category | None, int], ...] = ()
    words: int = 0
    asked: int = 0
    to_ask: int = 0
    doubtful: int = 0


@dataclass(frozen=True, slots=True)
class Tail:
    """What is new for a reader, and how things stood at that moment.

    ``run`` counts from 1; a reader who has another run's text starts from nothing. ``more`` says
    that there is text left to pull at once; ``complete`` that this was the last of it: the run is
    over, its thread has ended, its document can be exported.
    """

    run: int
    version: int
    changes: tuple[Change, ...]
    status: Status
    more: bool
    complete: bool
