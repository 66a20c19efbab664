"""What a file may tell of how its text came about, beside the text itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pdfclean.settings import Settings

__all__ = ["Provenance", "Timings"]


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds from the start of a run until the document was open, the first clean text stood
    there, and everything was done; ``first_text`` is ``None`` when none came."""

    opened: float
    first_text: float | None
    total: float


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a text comes from and what is known of the run that made it.

    ``name`` is what the PDF's file was called. ``settings`` and ``timings`` are ``None`` where
    nobody knows; ``made`` is the date that the file bears, ``None`` for none. ``complete`` is false
    for a run that was stopped or is still on. ``doubtful`` counts the passages that are in doubt,
    ``looked_over`` those of them that the reader has seen; ``None`` when nobody could. ``language``
    is a BCP 47 code, or empty.
    """

    name: str = ""
    settings: Settings | None = None
    complete: bool = True
    timings: Timings | None = None
    made: datetime | None = None
    doubtful: int | None = None
    looked_over: int | None = None
    language: str = ""
