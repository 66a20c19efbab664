"""One pass of a document through the pipeline: its text, its progress, its end."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from pathlib import Path

from typing_extensions import assert_never

from pdfclean.document import CleanDocument
from pdfclean.errors import ModelError, PdfCleanError
from pdfclean.jobs.manuscript import Manuscript
from pdfclean.jobs.spool import Spool
from pdfclean.jobs.status import State
from pdfclean.pipeline import (
    ChunkFinished,
    ChunkStarted,
    Event,
    Finished,
    Opened,
    PageRead,
    Source,
    TextDelta,
)
from pdfclean.polishing import Cautioned, Polisher
from pdfclean.settings import Polish, Settings

__all__ = ["Clean", "Loader", "Run"]

_log = logging.getLogger(__name__)

Clean = Callable[[Source, Settings, "Polisher | None", Callable[[], bool]], Iterator[Event]]
"""``pipeline.clean`` or something that behaves like it."""

Loader = Callable[[Settings, Callable[[], bool]], Generator[str, None, "Polisher | None"]]
"""Loads the model that the settings name: yields what it is doing, as plain phrases and at least
twice a second, and returns the polisher. Raises :class:`~pdfclean.errors.ModelError`."""


class Run(Manuscript):
    """One run: works in its own thread, is read from others."""

    def work(self, pdf: Source, clean: Clean, loader: Loader | None, spool_path: Path) -> None:
        """Run the pipeline to its end; called once, in the run's own thread."""
        if not self._begin():
            return
        try:
            with Spool(spool_path, self.settings) as spool:
                settings, polisher = self._load(loader)
                self._polishing = polisher is not None
                for event in clean(pdf, settings, polisher, self._stop.is_set):
                    self._take(event, spool)
                self._end(State.FINISHED, "Done.")
                spool.end(self.status.state.value)
        except PdfCleanError as error:
            self._end(State.FAILED, str(error))
        except OSError as error:
            self._end(
                State.FAILED,
                f"A file could not be written ({error.strerror}), so the run ended here. The text "
                "so far is kept. Free some disk space and clean the document again.",
            )
        except Exception:
            if not self._stop.is_set():
                _log.exception("A run failed")
            self._end(
                State.FAILED,
                "Something went wrong inside pdfclean, so the run ended here. The text so far is "
                "kept. Clean the document again, and if it fails again, report this file.",
            )
        finally:
            with self._lock:
                self._over = True

    def _begin(self) -> bool:
        """Leave the queue, unless Stop came first."""
        with self._lock:
            if self._stop.is_set():
                return False
            self.status = replace(self.status, state=State.RUNNING, doing="Starting")
            return True

    def _load(self, loader: Loader | None) -> tuple[Settings, Polisher | None]:
        """The model, if one is wanted and can be had; else a notice, and the run goes on."""
        settings = self.settings
        if settings.polish is Polish.OFF:
            return settings, None
        try:
            if loader is None:
                raise ModelError("This server has no models, so the text is cleaned without one.")
            loading = loader(settings, self._stop.is_set)
            while True:
                self._set(doing=next(loading))
        except StopIteration as end:
            polisher: Polisher | None = end.value
            if isinstance(polisher, Cautioned):
                self._set(notice=polisher.caution)
            return settings, polisher
        except ModelError as error:
            self._set(notice=str(error))
            return replace(settings, polish=Polish.OFF), None

    def _take(self, event: Event, spool: Spool) -> None:
        """Book one event."""
        match event:
            case Opened(info=info, pages=pages):
                self._info = info
                self._set(pages_total=len(pages), doing="Reading")
            case PageRead(done=done, total=total):
                doing = "Finding the prose" if done == total else f"Reading page {done} of {total}"
                self._set(pages_done=done, pages_total=total, doing=doing)
            case ChunkStarted(index=index, total=total, asked=asked):
                self._start_chunk(index, total, asked)
            case TextDelta(index=index, text=text):
                self._append(index, text)
            case ChunkFinished(clean_chunk=chunk, total=total, pages=laid_out):
                spool.chunk(chunk, self._settle(chunk, total, laid_out))
            case Finished(document=document):
                self._conclude(document)
            case _:
                assert_never(event)

    def _conclude(self, document: CleanDocument) -> None:
        """What is known once all chunks are; sections known ahead stay as they are."""
        self.document = document
        if not self.contents.sections:
            # An earlier run may have been stopped in the middle of a section.
            self.outline(document)
