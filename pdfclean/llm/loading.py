"""A model loaded in the background, with progress for whoever waits.

Nothing here knows torch: the work is a function that is handed in, so a page can be tested with a
loader that takes its time and needs no weights.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from pdfclean.errors import ModelError
from pdfclean.llm.background import Background, Cancelled, going_home

__all__ = ["LoadPhase", "LoadProgress", "ModelLoader", "Shelf"]

T = TypeVar("T")


class LoadPhase(str, Enum):
    """How far loading has come."""

    WAITING = "waiting"
    FETCHING = "fetching"
    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class LoadProgress:
    """One look at a loader. ``fraction`` is 0 to 1, or ``None`` where nobody can tell."""

    phase: LoadPhase
    fraction: float | None
    message: str

    @property
    def done(self) -> bool:
        """Whether there is nothing more to wait for."""
        return self.phase in (LoadPhase.READY, LoadPhase.FAILED)


Report = Callable[[LoadProgress], None]
"""How the work says where it is; raises :class:`Cancelled` when it is not wanted any more."""


class ModelLoader(Generic[T]):
    """Runs ``load(model_id, report)`` once, in a thread.

    Args:
        model_id: a hub id, a folder or a ``.gguf`` file.
        load: does the work, reports progress, returns the model; raises :class:`ModelError`.
    """

    def __init__(self, model_id: str, load: Callable[[str, Report], T]) -> None:
        self.model_id = model_id
        self._load = load
        self._progress = LoadProgress(LoadPhase.WAITING, None, f"Preparing {model_id}.")
        self._cancelled = threading.Event()
        self._lock = threading.Lock()
        self._task: Background[T] | None = None

    @property
    def progress(self) -> LoadProgress:
        """Where loading is now; cheap, from any thread."""
        return self._progress

    def start(self) -> ModelLoader[T]:
        """Begin, if not begun yet; returns at once."""
        self._begun()
        return self

    def cancel(self) -> None:
        """Ask the work to stop at its next report; ``result`` then raises."""
        self._cancelled.set()

    def result(self, timeout: float | None = None) -> T:
        """Wait for the model.

        Raises:
            ModelError: it cannot be loaded; says what to do.
            TimeoutError: it is not there after ``timeout`` seconds.
        """
        task = self._begun()
        if not task.wait(timeout):
            raise TimeoutError(f"{self.model_id} is still being loaded.")
        return task.result()

    def _begun(self) -> Background[T]:
        with self._lock:
            if self._task is None:
                self._task = Background(self._run, "model-loader")
            return self._task

    def _report(self, progress: LoadProgress) -> None:
        if self._cancelled.is_set() or going_home():
            raise Cancelled
        self._progress = progress

    def _run(self) -> T:
        try:
            value = self._load(self.model_id, self._report)
        except ModelError as error:
            raise self._failed(error) from error.__cause__
        except Cancelled:
            raise self._failed(ModelError(f"Loading {self.model_id} was given up.")) from None
        except Exception as error:
            raise self._failed(
                ModelError(
                    f"{self.model_id} cannot be loaded ({type(error).__name__}: {error}). "
                    "Choose another model."
                )
            ) from error
        self._progress = LoadProgress(LoadPhase.READY, 1.0, f"{self.model_id} is ready.")
        return value

    def _failed(self, error: ModelError) -> ModelError:
        self._progress = LoadProgress(LoadPhase.FAILED, None, str(error))
        return error


class Shelf(Generic[T]):
    """Room for one model: asking for the same again returns it, another takes its place.

    Owned by whoever composes the app. A run that still holds the old model keeps it alive to its
    end; the shelf itself lets go at once, so that two large models need not fit side by side.

    Args:
        load: as for :class:`ModelLoader`.
    """

    def __init__(self, load: Callable[[str, Report], T]) -> None:
        self._load = load
        self._loader: ModelLoader[T] | None = None
        self._lock = threading.Lock()

    def get(self, model_id: str) -> ModelLoader[T]:
        """The loader of a model, started; a failed one is tried anew."""
        with self._lock:
            loader = self._loader
            if loader is not None:
                if loader.model_id == model_id and loader.progress.phase is not LoadPhase.FAILED:
                    return loader
                loader.cancel()
            self._loader = None
            self._loader = ModelLoader(model_id, self._load).start()
            return self._loader
