"""A polisher when a run asks for one: what the page and the command line hand to a run."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator

from pdfclean.llm.loading import Shelf
from pdfclean.llm.polisher import Engine, LocalPolisher
from pdfclean.polishing import Polisher
from pdfclean.settings import Settings

__all__ = ["polishers"]

LOOK_EVERY = 0.2
"""Seconds between two looks at a model that is being loaded."""


def polishers(
    shelf: Shelf[Engine],
) -> Callable[[Settings, Callable[[], bool]], Generator[str, None, Polisher | None]]:
    """A function of a run's settings and its stop that loads the model they name.

    It yields what is being done, as plain phrases, a few times a second, and returns the polisher,
    or ``None`` when it was stopped (the model then goes on loading for whoever asks next). It
    raises :class:`~pdfclean.errors.ModelError` when the model cannot be loaded.
    """

    def load(
        settings: Settings, stopped: Callable[[], bool]
    ) -> Generator[str, None, Polisher | None]:
        loader = shelf.get(settings.model)
        while not loader.progress.done:
            if stopped():
                return None
            yield loader.progress.message
            time.sleep(LOOK_EVERY)
        return LocalPolisher(loader.result(), settings)

    return load
