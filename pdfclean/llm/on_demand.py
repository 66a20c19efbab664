"""A model when a run asks for one: what the page and the command line hand to their runs."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator

from pdfclean.llm.deleting import DeletionPolisher
from pdfclean.llm.loading import Shelf
from pdfclean.llm.local import LocalModel, load_model
from pdfclean.llm.polisher import LocalPolisher
from pdfclean.polishing import Polisher
from pdfclean.settings import Mode, Settings

__all__ = ["local_models"]

LOOK = 0.2
"""Seconds between two looks at how far loading has come."""


def local_models() -> Callable[
    [Settings, Callable[[], bool]], Generator[str, None, Polisher | None]
]:
    """A function of a run's settings and its stop that loads the model they name.

    It yields what it is doing, as plain phrases and a few times a second, and returns the polisher,
    or ``None`` when it was stopped. One model is kept for all runs; nothing is loaded, nor torch
    imported, before the first asks. Raises :class:`~pdfclean.errors.ModelError` when the model
    cannot be loaded.
    """
    shelf: Shelf[LocalModel] = Shelf(load_model)

    def load(
        settings: Settings, stopped: Callable[[], bool]
    ) -> Generator[str, None, Polisher | None]:
        loading = shelf.get(settings.model)
        while not loading.progress.done:
            if stopped():
                # Loading goes on: the next run is likely to ask for the same model.
                return None
            yield loading.progress.message.rstrip(".")
            time.sleep(LOOK)
        kind = LocalPolisher if settings.mode is Mode.REWRITE else DeletionPolisher
        return kind(loading.result(), settings)

    return load
