"""A run on disk: JSON Lines, one finished chunk a line, flushed as it comes.

First line: what was asked (the settings; a password or key is none of them). Then a line a chunk
with all that a resumed run could not work out again from the PDF: a model's marks, its wording, the
verdict. Last line: how the run ended; one that failed or was cut off has none. A line cut off by a
pulled plug is the chunk that was in flight.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Any

from pdfclean.document import CleanChunk
from pdfclean.settings import Settings

__all__ = ["Spool"]


class Spool:
    """Writes one run; a context manager that closes its file."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self._file = path.open("w", encoding="utf-8")
        self._write(settings=settings.record())

    def chunk(self, chunk: CleanChunk, text: str) -> None:
        """A finished chunk and its rendered text."""
        self._write(
            chunk=asdict(chunk.chunk),
            text=text,
            marks=[asdict(mark) for mark in chunk.marks],
            rewrite=chunk.rewrite,
            verdict=None if chunk.verdict is None else asdict(chunk.verdict),
            note=chunk.note,
        )

    def end(self, state: str) -> None:
        """The run came to its end, finished or stopped."""
        self._write(end=state)

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def _write(self, **record: Any) -> None:
        self._file.write(json.dumps(record, ensure_ascii=False, default=_plain) + "\n")
        self._file.flush()


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset):
        return sorted(item.value if isinstance(item, Enum) else item for item in value)
    raise TypeError(f"cannot write {type(value).__name__}")
