"""All jobs of this server: their folders, their turn, their end."""

from __future__ import annotations

import re
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from pdfclean.errors import PdfCleanError
from pdfclean.jobs.folder import COPY, Label, claim, furnish, last_seen
from pdfclean.jobs.foresight import Outlook
from pdfclean.jobs.job import Job
from pdfclean.jobs.line import Group, Line
from pdfclean.jobs.paper import Reader
from pdfclean.jobs.run import Clean, Loader
from pdfclean.jobs.status import State
from pdfclean.jobs.uploads import UPLOAD, Uploads
from pdfclean.settings import Secret, Settings, parse_pages

__all__ = ["KEEP", "KEEP_SHARED", "MOST_FILES", "JobStore"]

LEASE = 30 * 60.0
"""Seconds that a run goes on with nobody pulling its text: a closed lid, not a closed page."""
KEEP = 6 * 60 * 60.0
"""Seconds that an ended job is kept after it was last looked at. The page states it."""
KEEP_SHARED = 60 * 60.0
"""The same where strangers share a server, as on a public Space."""
SWEEP = 60.0
"""Seconds between two looks for jobs that nobody wants any more."""
MOST_FILES = 50
"""Documents that may be given at once: a term's reading list, and some minutes to read."""
READERS = 2
"""Documents read at the same time, one a visitor: reading is quick and the page waits for it."""

_KEY = re.compile(r"[A-Za-z0-9_-]{22}")


class JobStore:
    """Makes jobs, gives them their turn in order of arrival, and clears up after them.

    Jobs of a server before this one, in the same folder, are found again when they are asked for.

    Args:
        folder: where the jobs' folders go; made if need be, readable by this user only. Another one
            beside it while a server holds it.
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
        self.folder, self._held = claim(folder)
        self.keep = keep
        self.passing = self.folder / "passing"
        """For files that nobody needs once they have arrived; empty at the start."""
        self.uploads = Uploads()
        self._reader = reader
        self._clean = clean
        self._loader = loader
        self._lease = lease
        self._clock = clock
        self._outlook = outlook
        self._jobs: dict[str, Job] = {}
        self._lock = threading.RLock()
        self._finding = threading.Lock()
        self._runs = Line(at_once, Job.work, lambda job: job.state is State.QUEUED)
        self._readings = Line(READERS, self._read, lambda job: job.preflight is None)
        self._wanted: dict[str, tuple[Settings, Group]] = {}
        self._closed = threading.Event()
        shutil.rmtree(self.passing, ignore_errors=True)
        self._clear_folders()
        threading.Thread(target=self._janitor, name="pdfclean janitor", daemon=True).start()

    def add(self, path: Path, name: str = "") -> Job:
        """A new job with its own copy of a file.

        Raises:
            NotAPdfError: the content says that it is no PDF, whatever its name.
            LimitError: there is no room for it on the disk.
        """
        key = secrets.token_urlsafe(16)
        home = self.folder / key
        name = name or path.name
        furnish(home, path, name)
        job = self._make(key, home, name, None)
        job.label()
        with self._lock:
            self._jobs[key] = job
        return job

    def get(self, key: object) -> Job | None:
        """The job with this id, if there is one; also one of the server before."""
        if not isinstance(key, str):
            return None
        return self._jobs.get(key) or (self._find(key) if _KEY.fullmatch(key) else None)

    def _find(self, key: str) -> Job | None:
        """A job of the server before, with its text; its PDF is read while that is shown."""
        with self._finding:
            home = self.folder / key
            label = Label.read(home)
            if key in self._jobs:
                return self._jobs[key]
            if label is None or not (home / COPY).is_file() or self._expired(home):
                return None
            job = self._make(key, home, label.name, label.made)
            job.restore()
            self._jobs[key] = job
        self.read([job])
        return job

    def label(self, key: object) -> Label | None:
        """What there is to say of a job that this server has not opened; ``None``: no such job."""
        if not isinstance(key, str) or not _KEY.fullmatch(key) or key in self._jobs:
            return None
        home = self.folder / key
        return None if self._expired(home) else Label.read(home)

    def held(self, key: object) -> Job | None:
        """The job with this id, if it is open already."""
        return self._jobs.get(key) if isinstance(key, str) else None

    def read(self, jobs: Iterable[Job]) -> None:
        """Read documents one after the other while their visitor does something else."""
        self._readings.join(jobs)

    def start(self, job: Job, settings: Settings) -> None:
        """Clean a document: at once if there is a free place, else when its turn comes.

        Raises:
            ValueError: the page range cannot be read.
            LimitError: it names no page of this document.
        """
        self._queue(job, settings, None)

    def start_all(self, wanted: Iterable[tuple[Job, Settings]]) -> None:
        """Clean documents one after the other; those that are still being read, then.

        One that cannot be cleaned so is passed over and says why. One that was interrupted goes on
        as it was asked.
        """
        group: Group = Group()
        for job, settings in wanted:
            if job.preflight is not None:
                self._try(job, settings, group)
            elif not job.trouble:
                with self._lock:
                    self._wanted[job.key] = (settings, group)
                if job.preflight is not None or job.trouble:
                    self._begin_wanted(job)

    def go_on(self, job: Job, key: Secret = Secret()) -> None:  # noqa: B008 (it holds nothing)
        """Take up a run that ended before its time."""
        with self._lock:
            if not job.can_go_on:
                return
            job.go_on(key)
        self._runs.join([job])

    def stop(self, jobs: Iterable[Job]) -> None:
        """Stop those that run, wait or are wanted once they are read."""
        for job in jobs:
            with self._lock:
                self._wanted.pop(job.key, None)
            job.stop()

    def waits(self, job: Job) -> bool:
        """Whether a document will be cleaned as soon as it is read."""
        return job.key in self._wanted

    def ahead(self, job: Job) -> int:
        """How many waiting runs come before this one's turn."""
        return self._runs.ahead(job)

    def remove(self, job: Job) -> None:
        """Forget a job and delete all it wrote."""
        with self._lock:
            self._jobs.pop(job.key, None)
            self._wanted.pop(job.key, None)
        job.close()
        shutil.rmtree(job.folder, ignore_errors=True)

    def delete(self, key: object) -> None:
        """The same by its id, whether it is open or not."""
        job = self.held(key)
        if job is not None:
            self.remove(job)
        elif isinstance(key, str) and _KEY.fullmatch(key):
            shutil.rmtree(self.folder / key, ignore_errors=True)

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
        self._clear_folders()
        self.uploads.clear(UPLOAD)

    def close(self) -> None:
        """Stop all runs and give all PDFs back; finished text stays on disk."""
        self._closed.set()
        for job in list(self._jobs.values()):
            job.close()
        self.uploads.clear()
        self._held.close()

    def _make(self, key: str, home: Path, name: str, made: float | None) -> Job:
        return Job(
            key,
            home,
            home / COPY,
            name,
            reader=self._reader,
            clean=self._clean,
            loader=self._loader,
            clock=self._clock,
            outlook=self._outlook,
            made=made,
        )

    def _queue(self, job: Job, settings: Settings, group: Group | None) -> None:
        if job.preflight is None:
            return
        parse_pages(settings.pages, job.preflight.info.pages)
        with self._lock:
            if job.state.active:
                # Another tab was quicker.
                return
            job.queue(settings)
        self._runs.join([job], group)

    def _try(self, job: Job, settings: Settings, group: Group) -> None:
        """Clean a document in its group, or note why not."""
        try:
            if job.state is State.INTERRUPTED:
                with self._lock:
                    job.go_on(settings.key)
                self._runs.join([job], group)
            elif job.preflight and job.preflight.words:
                self._queue(job, settings, group)
        except (ValueError, PdfCleanError) as error:
            job.trouble = str(error)

    def _read(self, job: Job) -> None:
        job.read()
        self._begin_wanted(job)

    def _begin_wanted(self, job: Job) -> None:
        with self._lock:
            settings, group = self._wanted.pop(job.key, (None, None))
        if settings is not None and group is not None and job.preflight is not None:
            self._try(job, settings, group)

    def _janitor(self) -> None:
        while not self._closed.wait(SWEEP):
            self.sweep()

    def _expired(self, home: Path) -> bool:
        return time.time() - last_seen(home) > self.keep

    def _clear_folders(self) -> None:
        """What an earlier server left behind, once its stated time is over."""
        for home in self.folder.iterdir():
            if not _KEY.fullmatch(home.name) or home.is_symlink() or not home.is_dir():
                continue
            with self._lock:
                if home.name not in self._jobs and self._expired(home):
                    shutil.rmtree(home, ignore_errors=True)
