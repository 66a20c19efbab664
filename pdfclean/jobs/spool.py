"""A run on disk: JSON Lines, one finished chunk or choice a line, written as it comes.

First line: what was asked (the settings; a password or key is none of them). Then a line a chunk
with all that there is to show of it, and a line each time that the reader chose something. A run
that ended has a line that says how; one that was cut off has none. A line cut off by a pulled plug
is the chunk that was in flight.

The file is opened for each line: what a killed server leaves is whole lines and at most one torn
one, and a run that ended holds nothing open.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pdfclean.document import CleanChunk
from pdfclean.jobs.choices import Choices
from pdfclean.jobs.records import (
    choices_record,
    chunk_record,
    recorded_choices,
    recorded_chunk,
)
from pdfclean.settings import Settings

__all__ = ["Kept", "Spool", "read_spool"]

NOT_KEPT = (
    "This text could not be written to the server's disk, so it would be lost if the server "
    "stopped. Download it before you leave."
)
"""Said beside a text that goes on in memory alone."""


@dataclass(slots=True)
class Kept:
    """What there is of a run on disk.

    ``end`` is the state in which it ended, empty when it was cut off; ``size`` is where, in bytes,
    the last whole line ends.
    """

    settings: Settings
    chunks: list[CleanChunk] = field(default_factory=list)
    choices: Choices | None = None
    end: str = ""
    size: int = 0


def read_spool(path: Path) -> Kept:
    """All whole lines of a spool; what comes after one that cannot be read is not used.

    Raises:
        OSError: the file cannot be read.
        ValueError: it does not even say what was asked, or another version wrote it.
    """
    kept: Kept | None = None
    with path.open("rb") as file:
        for line in file:
            try:
                record = json.loads(line.decode("utf-8", "surrogatepass"))
                if not line.endswith(b"\n"):
                    break
                if kept is None:
                    kept = Kept(Settings.recorded(record["settings"]))
                else:
                    _take(kept, record)
            except (ValueError, TypeError, KeyError, IndexError, AttributeError):
                break
            kept.size += len(line)
    if kept is None:
        raise ValueError("not a spool of this version")
    return kept


def _take(kept: Kept, record: dict[str, Any]) -> None:
    """Book one line."""
    if "chunk" in record:
        chunk = recorded_chunk(record)
        if chunk.chunk.index != len(kept.chunks):
            raise ValueError("a chunk is missing")
        kept.chunks.append(chunk)
    elif "choices" in record:
        kept.choices = recorded_choices(record["choices"])
    else:
        kept.end = str(record["end"])


class Spool:
    """Writes one run. When the disk fails, what was written stays a sound beginning of it.

    Args:
        path: the file.
        size: bytes of it that stand; 0 begins anew.
    """

    def __init__(self, path: Path, size: int = 0) -> None:
        self._path = path
        self._size = size
        self._lock = threading.Lock()
        self.trouble = ""
        """A sentence once something could not be written."""

    def begin(self, settings: Settings) -> None:
        """A new run."""
        self._write(settings=settings.record())

    def go_on(self) -> None:
        """The run that is there is continued, whatever its end was."""
        self._write(end="")

    def move(self, path: Path) -> None:
        """Go on in a file of another name."""
        with self._lock:
            try:
                self._path.replace(path)
            except OSError:
                self.trouble = NOT_KEPT
            else:
                self._path = path

    def chunk(self, chunk: CleanChunk, text: str) -> None:
        """A finished chunk and its rendered text."""
        self._write(text=text, **chunk_record(chunk))

    def choices(self, choices: Choices) -> None:
        """What holds from now on."""
        self._write(choices=choices_record(choices))

    def end(self, state: str) -> None:
        """The run came to its end, finished or stopped."""
        self._write(end=state)

    def _write(self, **record: Any) -> None:
        line = (json.dumps(record, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass")
        with self._lock:
            if self.trouble:
                return
            try:
                with self._path.open("r+b" if self._size else "wb") as file:
                    file.seek(self._size)
                    file.truncate()
                    file.write(line)
            except OSError:
                self.trouble = NOT_KEPT
            else:
                self._size += len(line)
