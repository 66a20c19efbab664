"""Whatever is thrown at it: every file of a folder ends in a text or in one clear sentence.

    python -m tests.hostile FOLDER [--every N]

Prints a line for each file: seconds, the worker's peak memory, the outcome. The exit status is 1
when one took longer than 30 s, more than 1 GB, or ended in an error that pdfclean does not know. A
``manifest.json`` in the folder may name passwords: a list of objects with ``name``, ``password``.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from pdfclean.document import CleanDocument
from pdfclean.errors import PdfCleanError
from pdfclean.extraction.reader import Reader
from pdfclean.pipeline import Finished, clean
from pdfclean.render import render
from pdfclean.settings import Settings

MOST_SECONDS = 30.0
MOST_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file. ``seconds`` are of the processor, all processes together."""

    seconds: float
    memory: int
    text: str = ""
    error: BaseException | None = None

    @property
    def faults(self) -> list[str]:
        """What must not be."""
        found = []
        if self.seconds > MOST_SECONDS:
            found.append(f"took {self.seconds:.0f} s")
        if self.memory > MOST_BYTES:
            found.append(f"took {self.memory / 1e6:.0f} MB")
        if self.error is not None and not isinstance(self.error, PdfCleanError):
            found.append(f"ended in {self.error!r}")
        return found


def outcome(reader: Reader, path: Path, password: str = "") -> Outcome:
    """Clean one file and watch what it costs."""
    text, error = "", None
    with _watch() as cost:
        try:
            text = _clean(reader, path, password)
        except Exception as caught:  # whatever it is, it is what is looked for
            error = caught
    return Outcome(cost["seconds"], int(cost["memory"]), text, error)


def _clean(reader: Reader, path: Path, password: str) -> str:
    with reader.open(path, password) as source:
        document: CleanDocument | None = None
        for event in clean(source, Settings()):
            if isinstance(event, Finished):
                document = event.document
    return "" if document is None else render(document)


@contextmanager
def _watch() -> Iterator[dict[str, float]]:
    """Processor seconds of this process and its children, and the most memory of a child."""
    cost = {"seconds": 0.0, "memory": 0.0}
    over = threading.Event()
    worked: dict[int, tuple[float, float]] = {}

    def look() -> None:
        for child in psutil.Process().children(recursive=True):
            try:
                times = child.cpu_times()
                memory = child.memory_info().rss
            except psutil.Error:
                continue
            begun = worked.get(child.pid, (times.user + times.system, 0.0))[0]
            worked[child.pid] = begun, times.user + times.system
            cost["memory"] = max(cost["memory"], memory)

    def watch() -> None:
        while not over.wait(0.03):
            look()

    begun = time.process_time()
    look()
    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield cost
    finally:
        over.set()
        watcher.join()
        look()
        used = sum(max(0.0, end - start) for start, end in worked.values())
        cost["seconds"] = time.process_time() - begun + used


def passwords(folder: Path) -> dict[str, str]:
    """Those that the folder's manifest names, by file."""
    manifest = folder / "manifest.json"
    if not manifest.exists():
        return {}
    return {each["name"]: each.get("password") or "" for each in json.loads(manifest.read_text())}


def files(folder: Path, every: int = 1) -> list[Path]:
    """The folder's PDFs, or every so-many-th of them."""
    return sorted(folder.glob("*.pdf"))[::every]


def main() -> int:
    """Go through a folder and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="every N-th file")
    options = parser.parse_args()
    keys = passwords(options.folder)
    failed = 0
    with Reader() as reader:
        reader.warm()
        for path in files(options.folder, options.every):
            done = outcome(reader, path, keys.get(path.name, ""))
            failed += bool(done.faults)
            what = str(done.error) if done.error else f"{len(done.text):,} characters"
            line = f"{path.name:60.60} {done.seconds:5.1f} s {done.memory / 1e6:5.0f} MB  {what}"
            print(f"{line}  FAULT: {', '.join(done.faults)}" if done.faults else line, flush=True)
    print(f"{failed} faults")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
