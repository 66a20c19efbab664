"""How a run of the page gets its model: one on the shelf for all, loaded while the page says so."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator

from pdfclean.jobs import Loader
from pdfclean.llm.loading import Shelf
from pdfclean.llm.local import LocalModel, load_model
from pdfclean.llm.polisher import LocalPolisher
from pdfclean.settings import Settings

__all__ = ["local_models"]

LOOK = 0.2
"""Seconds between two looks at how far loading has come."""


def local_models() -> Loader:
    """A loader for local models; nothing is loaded, nor torch imported, before it is used."""
    shelf: Shelf[LocalModel] = Shelf(load_model)

    def load(
        settings: Settings, stopped: Callable[[], bool]
    ) -> Generator[str, None, LocalPolisher | None]:
        loading = shelf.get(settings.model)
        while not loading.progress.done:
            if stopped():
                # Loading goes on: the next run is likely to ask for the same model.
                return None
            yield loading.progress.message.rstrip(".")
            time.sleep(LOOK)
        return LocalPolisher(loading.result(), settings)

    return load
