"""One pass of a document through the pipeline: its text, its progress, its end."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from typing_extensions import assert_never

from pdfclean.document import CleanChunk, CleanDocument
from pdfclean.errors import ChangedError, ModelError, PdfCleanError
from pdfclean.jobs.manuscript import Manuscript
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

_OLDER = (
    "This text was made by another version of pdfclean and stays as it is. Clean the document "
    "again to have it made by this one."
)

_log = logging.getLogger(__name__)


class Clean(Protocol):
    """``pipeline.clean`` or something that behaves like it."""

    def __call__(
        self,
        source: Source,
        settings: Settings,
        polisher: Polisher | None,
        stopped: Callable[[], bool],
        /,
        *,
        before: Sequence[CleanChunk] = ...,
    ) -> Iterator[Event]: ...


Loader = Callable[[Settings, Callable[[], bool]], Generator[str, None, "Polisher | None"]]
"""Loads the model that the settings name: yields what it is doing, as plain phrases and at least
twice a second, and returns the polisher. Raises :class:`~pdfclean.errors.ModelError`."""


class Run(Manuscript):
    """One run: works in its own thread, is read from others."""

    def work(self, pdf: Source, clean: Clean, loader: Loader | None) -> None:
        """Run the pipeline to its end; called once, in the run's own thread.

        Raises:
            ChangedError: what an earlier run left does not fit; nothing of this run can be used.
        """
        if not self._begin():
            return
        try:
            settings, polisher = self._load(loader)
            for event in clean(pdf, settings, polisher, self._stop.is_set, **self._earlier()):
                self._take(event)
            self._end(State.FINISHED, "Done.")
            if self.spool is not None:
                self.spool.end(self.status.state.value)
        except ChangedError:
            raise
        except PdfCleanError as error:
            self._end(State.FAILED, str(error))
        except OSError as error:
            self._end(
                State.FAILED,
                f"A file could not be read or written ({error.strerror}), so the run ended here. "
                "The text so far is kept. Free some disk space and clean the document again.",
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

    def replay(self, pdf: Source, clean: Clean) -> None:
        """Find out again what a restored run knew beside its text: the pages and the sections.

        No model is asked, and the text stays as it is, whatever the document gives now.
        """
        left = list(self._before)
        events = clean(pdf, self.settings, None, lambda: not left, **self._earlier())
        try:
            for event in events:
                if isinstance(event, ChunkFinished):
                    left.pop()
                elif isinstance(event, Finished):
                    self._conclude(event.document)
        except PdfCleanError as error:
            self._note(_OLDER if isinstance(error, ChangedError) else str(error))

    def _earlier(self) -> dict[str, Sequence[CleanChunk]]:
        return {"before": self._before} if self._before else {}

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
            if self._before:
                # Going on without the model would not be the text that was promised.
                raise
            self._set(notice=str(error))
            return replace(settings, polish=Polish.OFF), None

    def _take(self, event: Event) -> None:
        """Book one event."""
        match event:
            case Opened(info=info, pages=pages):
                self._info = info
                self._numbers = pages
                self._set(pages_total=len(pages), doing="Reading")
            case PageRead(done=done, total=total):
                doing = "Finding the prose" if done == total else f"Reading page {done} of {total}"
                self._set(pages_done=done, pages_total=total, doing=doing)
            case ChunkStarted():
                self._start_chunk(event)
            case TextDelta(index=index, text=text):
                self._append(index, text)
            case ChunkFinished(clean_chunk=chunk, total=total, pages=laid_out):
                if chunk.chunk.index < len(self._before):
                    self._locate(laid_out)
                else:
                    self._settle(chunk, total, laid_out)
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
