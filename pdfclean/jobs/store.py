"""All jobs of this server: their folders, their turn, their end."""

from __future__ import annotations

import re
import secrets
import shutil
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from pdfclean.errors import NotAPdfError
from pdfclean.jobs.foresight import Outlook
from pdfclean.jobs.job import Job, Reader
from pdfclean.jobs.run import Clean, Loader
from pdfclean.jobs.status import State
from pdfclean.settings import Settings, parse_pages

__all__ = ["JobStore"]

LEASE = 30 * 60.0
"""Seconds that a run goes on with nobody pulling its text: a closed lid, not a closed page."""
KEEP = 6 * 60 * 60.0
"""Seconds that an ended job is kept after it was last looked at. The page states it."""
SWEEP = 60.0
"""Seconds between two looks for jobs that nobody wants any more."""
MAGIC = b"%PDF-"
MAGIC_WITHIN = 1024
"""A PDF says so within its first kilobyte (ISO 32000-1, Annex H, implementation note 13)."""

_KEY = re.compile(r"[A-Za-z0-9_-]{22}")


class JobStore:
    """Makes jobs, gives them their turn in order of arrival, and clears up after them.

    Args:
        folder: where the jobs' folders go; made if need be, readable by this user only.
        reader: opens PDFs.
        clean: the pipeline.
        loader: loads models; none: polishing is refused with a sentence.
        at_once: runs that may work at the same time; the others wait in line.
        lease, keep: seconds, see :data:`LEASE` and :data:`KEEP`.
        clock: seconds, never going back.
        outlook: how fast this server is, and whether it cleans documents ahead of their first run,
            to show the sections; by default it does not.
    """

    def __init__(
        self,
        folder: Path,
        reader: Reader,
        clean: Clean,
        *,
        loader: Loader | None = None,
        at_once: int = 2,
        lease: float = LEASE,
        keep: float = KEEP,
        clock: Callable[[], float] = time.monotonic,
        outlook: Outlook | None = None,
    ) -> None:
        self.folder = folder
        self.keep = keep
        self._reader = reader
        self._clean = clean
        self._loader = loader
        self._lease = lease
        self._clock = clock
        self._outlook = outlook
        self._free = at_once
        self._jobs: dict[str, Job] = {}
        self._line: deque[Job] = deque()
        self._lock = threading.Lock()
        self._closed = threading.Event()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._clear_old_folders()
        threading.Thread(target=self._janitor, name="pdfclean janitor", daemon=True).start()

    def add(self, path: Path, name: str = "") -> Job:
        """A new job with its own copy of a file.

        Raises:
            NotAPdfError: the content says that it is no PDF, whatever its name.
        """
        with path.open("rb") as file:
            if MAGIC not in file.read(MAGIC_WITHIN):
                raise NotAPdfError(
                    f"“{name or path.name}” is not a PDF, whatever its name says. "
                    "Choose the PDF itself, or print the document to PDF first."
                )
        key = secrets.token_urlsafe(16)
        home = self.folder / key
        home.mkdir(mode=0o700)
        copy = home / "document.pdf"
        shutil.copyfile(path, copy)
        job = Job(
            key,
            home,
            copy,
            name or path.name,
            reader=self._reader,
            clean=self._clean,
            loader=self._loader,
            clock=self._clock,
            outlook=self._outlook,
        )
        with self._lock:
            self._jobs[key] = job
        return job

    def get(self, key: object) -> Job | None:
        """The job with this id, if there is one."""
        return self._jobs.get(key) if isinstance(key, str) else None

    def start(self, job: Job, settings: Settings) -> None:
        """Clean a document: at once if there is a free place, else when its turn comes.

        Raises:
            ValueError: the page range cannot be read.
            LimitError: it names no page of this document.
        """
        if job.preflight is None or job.state.active:
            return
        parse_pages(settings.pages, job.preflight.info.pages)
        job.queue(settings)
        with self._lock:
            self._line.append(job)
        self._next()

    def ahead(self, job: Job) -> int:
        """How many waiting runs come before this one's turn."""
        with self._lock:
            waiting = [other for other in self._line if other.state is State.QUEUED]
        return waiting.index(job) if job in waiting else 0

    def remove(self, job: Job) -> None:
        """Forget a job and delete all it wrote."""
        with self._lock:
            self._jobs.pop(job.key, None)
        job.close()
        shutil.rmtree(job.folder, ignore_errors=True)

    def sweep(self) -> None:
        """Stop runs that nobody watches, delete jobs that nobody wants."""
        now = self._clock()
        for job in list(self._jobs.values()):
            unseen = now - job.seen
            if job.state.active and unseen > self._lease:
                job.stop(
                    f"Stopped, because the page was away for {self._lease / 60:.0f} minutes. "
                    "The text so far is kept."
                )
            elif not job.state.active and unseen > self.keep:
                self.remove(job)

    def close(self) -> None:
        """Stop all runs and give all PDFs back; finished text stays on disk."""
        self._closed.set()
        for job in list(self._jobs.values()):
            job.close()

    def _next(self) -> None:
        """Give free places to those who wait, first come first served."""
        with self._lock:
            while self._free and self._line:
                job = self._line.popleft()
                if job.state is State.QUEUED:
                    self._free -= 1
                    threading.Thread(
                        target=self._work, args=(job,), name="pdfclean run", daemon=True
                    ).start()

    def _work(self, job: Job) -> None:
        try:
            job.work()
        finally:
            with self._lock:
                self._free += 1
            self._next()

    def _janitor(self) -> None:
        while not self._closed.wait(SWEEP):
            self.sweep()

    def _clear_old_folders(self) -> None:
        """What an earlier server left behind, once its stated time is over."""
        for home in self.folder.iterdir():
            if _KEY.fullmatch(home.name) and time.time() - home.stat().st_mtime > self.keep:
                shutil.rmtree(home, ignore_errors=True)
