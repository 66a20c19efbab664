"""Runs and their spools: begun, found again after a restart, taken up where they ended.

A spool is named after its run, ``run-3.jsonl``; a run that is found again or taken up is another
one to its readers, who then want all of its text, and its spool moves along.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pdfclean.jobs.choices import Choices, History
from pdfclean.jobs.run import Run
from pdfclean.jobs.spool import Spool, read_spool
from pdfclean.jobs.status import State, Status
from pdfclean.settings import Secret, Settings

__all__ = ["begun", "continued", "restored"]

_SPOOL = re.compile(r"run-(\d+)\.jsonl")
_QUEUED = Status(State.QUEUED, "Waiting for a free place")


def begun(
    number: int,
    settings: Settings,
    folder: Path,
    clock: Callable[[], float],
    history: History | None = None,
) -> Run:
    """A new run that waits for its turn; the spools of those before it are deleted."""
    spool = Spool(_path(folder, number))
    spool.begin(settings)
    if history is not None and history.now != Choices(settings.policy):
        spool.choices(history.now)
    for other, path in _spools(folder):
        if other < number:
            path.unlink(missing_ok=True)
    return Run(number, settings, _QUEUED, clock, history=history, spool=spool)


def restored(folder: Path, clock: Callable[[], float]) -> Run | None:
    """The latest run in a folder as far as it is on the disk; ``None`` if there was none.

    Raises:
        OSError, ValueError: it cannot be read.
    """
    spools = _spools(folder)
    if not spools:
        return None
    number, path = spools[-1]
    kept = read_spool(path)
    spool = Spool(path, kept.size)
    spool.move(_path(folder, number + 1))
    state = State(kept.end) if kept.end else State.INTERRUPTED
    sentence = {State.FINISHED: "Done.", State.STOPPED: "Stopped. The text so far is kept."}
    return Run(
        number + 1,
        kept.settings,
        Status(state, sentence=sentence.get(state, _interrupted(len(kept.chunks)))),
        clock,
        history=History(kept.choices) if kept.choices else None,
        before=kept.chunks,
        spool=spool,
    )


def continued(run: Run, folder: Path, key: Secret, clock: Callable[[], float]) -> Run:
    """A run that ended before its time, to be taken up after its last finished chunk."""
    number = run.number + 1
    chunks, texts = run.draft.chunks, run.draft.texts
    spool = run.spool
    if spool is not None and not spool.trouble:
        spool.move(_path(folder, number))
        spool.go_on()
    if spool is None or spool.trouble:
        # There was no room for all of it; now there may be.
        spool = Spool(_path(folder, number))
        spool.begin(run.settings)
        for chunk, text in zip(chunks, texts, strict=True):
            spool.chunk(chunk, text)
        spool.choices(run.history.now)
    settings = replace(run.settings, key=key)
    return Run(number, settings, _QUEUED, clock, history=run.history, before=chunks, spool=spool)


def _interrupted(chunks: int) -> str:
    if not chunks:
        return "The server was restarted before this was begun."
    return "The server was restarted in the middle of this. The text so far is kept."


def _path(folder: Path, number: int) -> Path:
    return folder / f"run-{number}.jsonl"


def _spools(folder: Path) -> list[tuple[int, Path]]:
    """(number, file) of the runs on disk, the latest last."""
    found = ((_SPOOL.fullmatch(path.name), path) for path in folder.iterdir())
    return sorted((int(match[1]), path) for match, path in found if match)
