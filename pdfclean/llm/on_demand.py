"""A model when a run asks for one: what the page and the command line hand to their runs.

The one place that picks a model of this machine or one on a server.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator

from pdfclean.llm.background import Background, going_home
from pdfclean.llm.deleting import DeletionPolisher, Trusts
from pdfclean.llm.loading import Shelf
from pdfclean.llm.local import LocalModel, load_model
from pdfclean.llm.passes import Halted
from pdfclean.llm.polisher import LocalPolisher
from pdfclean.llm.prompt import Task
from pdfclean.llm.remote.connect import connect
from pdfclean.llm.trial import Trust
from pdfclean.llm.tuning import Tuning, built_in, parse
from pdfclean.polishing import Polisher
from pdfclean.settings import Mode, Settings

__all__ = ["models"]

LOOK = 0.2
"""Seconds between two looks at how far loading has come."""


def models() -> Callable[[Settings, Callable[[], bool]], Generator[str, None, Polisher | None]]:
    """A function of a run's settings and its stop that makes the model they name ready.

    It yields what it is doing, as plain phrases and a few times a second, and returns the polisher,
    or ``None`` when it was stopped. One model is kept for all runs that need one on this machine;
    nothing is loaded, nor torch or openai imported, before the first asks. Raises
    :class:`~pdfclean.errors.ModelError` when the model cannot be used.
    """
    return _Models().load


class _Models:
    """The model on the shelf, and what the trials of models said."""

    def __init__(self) -> None:
        self._shelf: Shelf[LocalModel] = Shelf(load_model)
        self._trials: dict[tuple[str, Tuning, Task], Trusts] = {}

    def load(
        self, settings: Settings, stopped: Callable[[], bool]
    ) -> Generator[str, None, Polisher | None]:
        """See :func:`models`."""
        if settings.server:
            return (yield from connect(settings, stopped))
        loading = self._shelf.get(settings.model)
        while not loading.progress.done:
            if stopped():
                # Loading goes on: the next run is likely to ask for the same model.
                return None
            yield loading.progress.message.rstrip(".")
            time.sleep(LOOK)
        if settings.mode is Mode.REWRITE:
            return LocalPolisher(loading.result(), settings)
        tuning = parse(settings.tuning) if settings.tuning else built_in(settings.model)
        polisher = DeletionPolisher(loading.result(), settings, tuning)
        key = settings.model, tuning, polisher.task
        if key not in self._trials:
            trust = yield from _try_out(polisher, stopped)
            if trust is None:
                return None
            self._trials[key] = {"en": trust}
        polisher.trusts = self._trials[key]
        return polisher


def _try_out(
    polisher: DeletionPolisher, stopped: Callable[[], bool]
) -> Generator[str, None, Trust | None]:
    """Let a model go through its trial; ``None`` when it was stopped."""
    task = Background(lambda: polisher.try_out(lambda: stopped() or going_home()), "model-trial")
    while not task.wait(LOOK):
        yield f"Trying out {polisher.name}"
    try:
        return task.result()
    except Halted:
        return None
