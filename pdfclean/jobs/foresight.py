"""A document cleaned ahead of its first run, for what that tells: sections, words, time.

It is an ordinary run of the pipeline without a model, in a thread of its own. What it marks, the
source remembers, so that the run that follows is quicker by as much.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from pdfclean import languages
from pdfclean.document import CleanDocument
from pdfclean.errors import PdfCleanError
from pdfclean.jobs.pace import AHEAD, Pace
from pdfclean.pipeline import Finished, Source
from pdfclean.settings import Settings

if TYPE_CHECKING:
    from pdfclean.jobs.run import Clean

__all__ = ["MOST_AHEAD", "Foresight", "Outlook"]

MOST_AHEAD = 1_000
"""Pages that are cleaned ahead at most. So many take a processor about a minute; of a longer
document the sections come with its text."""

_log = logging.getLogger(__name__)


class Outlook:
    """What a server needs to look ahead: how fast it is, and that it does one thing at a time.

    Args:
        pace: what was learnt so far.
        active: whether documents are cleaned ahead at all.
    """

    def __init__(self, pace: Pace | None = None, *, active: bool = True) -> None:
        self.pace = pace or Pace()
        self.active = active
        self.turn = threading.Semaphore(1)

    def warm(self) -> None:
        """Load in the background what the first document would have to wait for."""
        threading.Thread(target=languages.warm, name="pdfclean warm", daemon=True).start()


class Foresight:
    """One choice of pages of one document, cleaned ahead.

    Args:
        settings: the choice of pages; no model.
        words: of the raw text of these pages.
        outlook: the server's.
        clock: seconds, never going back.
    """

    def __init__(
        self, settings: Settings, words: int, outlook: Outlook, clock: Callable[[], float]
    ) -> None:
        self.settings = settings
        self.over = False
        self.document: CleanDocument | None = None
        self._words = words
        self._outlook = outlook
        self._clock = clock
        self._stop = threading.Event()

    def start(
        self, source: Source, clean: Clean, done: Callable[[Foresight, CleanDocument], None]
    ) -> None:
        """Begin, once it is its turn; ``done`` is called in its thread."""
        threading.Thread(
            target=self._work, args=(source, clean, done), name="pdfclean ahead", daemon=True
        ).start()

    def stop(self) -> None:
        """It is not wanted any more; what it has marked stays with the source."""
        self._stop.set()
        self.over = True

    def _work(
        self, source: Source, clean: Clean, done: Callable[[Foresight, CleanDocument], None]
    ) -> None:
        try:
            with self._outlook.turn:
                if not self._stop.is_set():
                    document = self._clean(source, clean)
                    if document is not None:
                        self.document = document
                        done(self, document)
        except PdfCleanError:
            # Whatever is wrong, the run will say.
            return
        except Exception:
            if not self._stop.is_set():
                _log.exception("A document could not be cleaned ahead")
        finally:
            self.over = True

    def _clean(self, source: Source, clean: Clean) -> CleanDocument | None:
        """The document; ``None`` when it was stopped. The machine's pace is learnt on the way."""
        begun = self._clock()
        for event in clean(source, self.settings, None, self._stop.is_set):
            if isinstance(event, Finished) and event.complete:
                self._outlook.pace.learn(AHEAD, self._words, self._clock() - begun)
                return event.document
        return None
