"""One document: preflight, then any number of runs."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from pdfclean.document import Page, Policy
from pdfclean.errors import ChangedError, EncryptedPdfError, PdfCleanError
from pdfclean.jobs.buffer import MOST_AT_ONCE
from pdfclean.jobs.choices import History
from pdfclean.jobs.folder import Label, touch
from pdfclean.jobs.foresight import Outlook
from pdfclean.jobs.latest import Latest
from pdfclean.jobs.paper import Paper, Reader
from pdfclean.jobs.prospect import Prospect
from pdfclean.jobs.restored import begun, continued, restored
from pdfclean.jobs.run import Clean, Loader, Run
from pdfclean.jobs.status import Preflight, State, Status, Tail
from pdfclean.jobs.survey import Survey
from pdfclean.pipeline import MOST_PAGES
from pdfclean.settings import Secret, Settings

__all__ = ["Job"]

TOUCH = 60.0
"""Seconds between two notes on the disk that somebody looks at a job."""
ANEW = (
    "pdfclean has changed since this was begun, so the document is cleaned anew from its first "
    "page."
)
"""Said of a run that could not be taken up."""
DROPPED = (
    "What you put back, took out or edited before belongs to another choice of pages and is not in "
    "this text. The switches hold."
)
"""Said of a run on other pages than the one before."""

_log = logging.getLogger(__name__)


class Job(Latest):
    """One document: preflight, then any number of runs, one after the other.

    Args:
        key: the id; whoever knows it may read the text.
        folder: the job's own, already there; holds a copy of the PDF and the spools.
        path: the PDF inside it.
        name: what the producer called the file.
        reader, clean, loader: see :class:`~pdfclean.jobs.JobStore`.
        clock: seconds, never going back.
        outlook: how fast the server is, and whether it looks ahead; by default it does not.
        made: when the producer gave it to us, in seconds since 1970.
    """

    def __init__(
        self,
        key: str,
        folder: Path,
        path: Path,
        name: str,
        *,
        reader: Reader,
        clean: Clean,
        loader: Loader | None = None,
        clock: Callable[[], float] = time.monotonic,
        outlook: Outlook | None = None,
        made: float | None = None,
    ) -> None:
        super().__init__(Run(0, Settings(), Status(), clock))
        self.key = key
        self.folder = folder
        self.name = name
        self.made = time.time() if made is None else made
        self.preflight: Preflight | None = None
        self.reading: tuple[int, int] | None = None
        """While the PDF is read: pages read and pages to read."""
        self.trouble = ""
        """Why the PDF cannot be read, or not be cleaned so."""
        self.lost = ""
        """Why the text of the server before is not here."""
        self.locked = False
        """Whether the PDF waits for its password."""
        self.replayed = 0
        """Counts how often something came back after a restart that the page shows."""
        self.seen = clock()
        self._paper = Paper(path, reader)
        self._clean = clean
        self._loader = loader
        self._clock = clock
        self._outlook = outlook or Outlook(active=False)
        self.prospect: Prospect | None = None
        """What is known and chosen before the first run, once the preflight is there."""
        self._touched = clock()
        self._busy = threading.Lock()

    def prepare(self, password: str = "") -> Iterator[tuple[int, int]]:
        """Open the PDF and read its pages, yielding (pages read, pages to read).

        Afterwards :attr:`preflight` is there and the pages are kept for the runs.

        Raises:
            EncryptedPdfError: a password is needed, or this one is wrong.
            PdfCleanError: the file cannot be read; the message says why.
        """
        if not self._busy.acquire(blocking=False):
            # Another tab is at it.
            return
        try:
            self.reading = (0, 0)
            self.locked, self.trouble = False, ""
            yield from self._prepare(password)
        except PdfCleanError as error:
            self.locked = isinstance(error, EncryptedPdfError)
            self.trouble = str(error)
            raise
        finally:
            self.reading = None
            self._busy.release()
            self.label()

    def _prepare(self, password: str) -> Iterator[tuple[int, int]]:
        self.close()
        source = self._paper.open(password)
        # Of a longer document one run takes a part, and reads the rest of it then.
        total = min(source.info.pages, MOST_PAGES)
        survey = Survey(source.info, total, self._clock)
        for done, page in enumerate(source.read(range(1, total + 1)), 1):
            survey.add(page)
            self.seen = self._clock()
            self.reading = (done, total)
            yield done, total
        self.preflight = preflight = survey.preflight()
        self.prospect = Prospect(source, preflight, self._clean, self._outlook, self._clock)
        if not self.runs:
            self._run = self.prospect.run

    def choose(self, policy: Policy, pages: str = "", max_chars: int = 0) -> None:
        """Before the first run: choose switches and pages, and have a look ahead at what they
        bring. Afterwards there is nothing to choose here: the text has its own review.

        Raises:
            ValueError: the page range cannot be read.
            LimitError: it names no page of this document.
        """
        if self.prospect is not None and not self.runs:
            self._run = self.prospect.choose(policy, pages, max_chars)

    def read(self) -> None:
        """Open and read, and find out again what a restored run knew; what is wrong is noted."""
        try:
            for _ in self.prepare():
                pass
            self.replay()
        except PdfCleanError:
            return
        except Exception:
            _log.exception("A document could not be read")
            self.trouble = "This document could not be read. Drop it again."

    def replay(self) -> None:
        """After a restart: the pages and sections of a text that is back already."""
        run, source = self._run, self._paper.source
        if source is not None and run.restored and not run.state.active:
            run.replay(source, self._clean)
            self.replayed += 1

    @property
    def can_go_on(self) -> bool:
        """Whether the latest run ended before its time and can be taken up again."""
        broken = (State.STOPPED, State.FAILED, State.INTERRUPTED)
        return self.preflight is not None and self.runs > 0 and self.state in broken

    @property
    def returning(self) -> bool:
        """Whether the text is back after a restart, and its pages and sections are to come."""
        run = self._run
        return run.restored and not (run.state.active or self.replayed or self.trouble)

    def restore(self) -> None:
        """After a restart: the latest run as far as it is on the disk."""
        try:
            self._run = restored(self.folder, self._clock) or self._run
        except (OSError, ValueError):
            self.lost = (
                "The text of this document could not be found again on the server's disk. Clean "
                "the document again."
            )

    def go_on(self, key: Secret) -> None:
        """Take the latest run up where it ended, as it was asked; it waits for its turn.

        Args:
            key: for the model's server; the one before is nowhere kept.
        """
        self.seen = self._clock()
        self._run = continued(self._run, self.folder, key, self._clock)
        self.label()

    def label(self) -> None:
        """Write on the folder how things stand."""
        info = self.preflight.info if self.preflight else None
        before = Label.read(self.folder)
        Label(
            self.name,
            self.made,
            self.state.value,
            info.title if info else before.title if before else "",
            info.pages if info else before.pages if before else 0,
            self.trouble,
            self.locked,
        ).write(self.folder)

    def queue(self, settings: Settings) -> None:
        """A new run that waits for its turn."""
        self.seen = self._clock()
        before = self._run
        # The same pages give the same tokens, so that what was decided on them still holds.
        same = before.settings.same_pages(settings)
        choices = replace(before.history.now, policy=settings.policy) if same else None
        history = History(choices) if choices else None
        self._run = run = begun(before.number + 1, settings, self.folder, self._clock, history)
        ahead = self.prospect.document(settings) if self.prospect is not None else None
        if not same and before.history.now.own:
            run.dropped = DROPPED
        if ahead is not None:
            run.outline(ahead)
        elif self.prospect is not None:
            self.prospect.close()
        self.label()

    def work(self) -> None:
        """Do the queued run to its end; called in the run's own thread."""
        run = self._run
        source = self._paper.source
        if source is None:
            return
        self.label()
        try:
            run.work(source, self._clean, self._loader)
        except ChangedError:
            # The code has changed since: what it would add does not go with what is there.
            self._run = run = begun(run.number + 1, run.settings, self.folder, self._clock)
            run.status = replace(run.status, notice=ANEW)
            run.work(source, self._clean, self._loader)
        finally:
            self.label()
        if self.prospect is not None:
            self.prospect.learn(run)

    def stop(self, sentence: str = "Stopped. The text so far is kept.") -> None:
        """End the run, if one is on; its text stays."""
        self._run.stop(sentence)

    def tail(self, run: int, version: int, ahead: int = 0, most: int = MOST_AT_ONCE) -> Tail:
        """What is new for a reader who has ``version`` of run ``run``, at most some ``most``
        characters of it; keeps the job alive."""
        self.look()
        current = self._run
        return current.tail(version if run == current.number else 0, ahead, most)

    def picture(self, number: int, width: int) -> bytes:
        """A page (1-based) as a JPEG picture so many pixels wide: any time once it is prepared.

        Raises:
            PdfCleanError: there is no such page, or it cannot be drawn; the message says why.
        """
        self.look()
        return self._paper.picture(number, width)

    def page(self, number: int) -> Page | None:
        """A page (1-based) as it was read, lines in the file's order; ``None`` if there is none.

        Raises:
            PdfCleanError: the document had to be opened again and cannot be.
        """
        return self._paper.page(number)

    def look(self) -> None:
        """Somebody looks at the job: it is kept for its time from now on."""
        self.seen = self._clock()
        if self.seen - self._touched > TOUCH:
            self._touched = self.seen
            touch(self.folder)

    def close(self) -> None:
        """Stop, and give the PDF back."""
        self.stop()
        if self.prospect is not None:
            self.prospect.close()
        self._paper.close()
