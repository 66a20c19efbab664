"""What the page shows of a document, as one value that every part of it is drawn from."""

from __future__ import annotations

from dataclasses import dataclass

from pdfclean.jobs import Job
from pdfclean.ui.wording import reading_phrase, scanned_sentence

__all__ = ["View", "view"]


@dataclass(frozen=True, slots=True)
class View:
    """Everything the page shows that depends on the document.

    ``job`` is ``None`` on an empty page. ``reading`` is what is going on before the preflight is
    there. ``alert`` is one sentence. ``ticked`` are the sections that the browser shows ticked, if
    known. ``added`` are the ids of documents that are new in this browser's list.
    """

    job: Job | None = None
    reading: str = ""
    alert: str = ""
    ticked: tuple[str, ...] | None = None
    added: tuple[str, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether there is something to clean and nobody is at it."""
        job = self.job
        return bool(job and job.preflight and job.preflight.words and not job.state.active)

    @property
    def running(self) -> bool:
        """Whether Stop makes sense."""
        return bool(self.job and self.job.state.active)

    @property
    def locked(self) -> bool:
        """Whether the PDF waits for its password."""
        return bool(self.job and self.job.locked)

    @property
    def pending(self) -> bool:
        """Whether more will soon be known of what a run would bring."""
        job = self.job
        return bool(job and job.prospect and not job.runs and job.prospect.pending)

    @property
    def can_go_on(self) -> bool:
        """Whether a run ended before its time and can be taken up again."""
        return bool(self.job and self.job.can_go_on)

    @property
    def begun(self) -> bool:
        """Whether there is, or soon will be, text to copy and save."""
        return bool(self.job and self.job.runs)

    @property
    def complete(self) -> bool:
        """Whether all text is there and files can be made of it."""
        job = self.job
        return bool(job and job.document is not None and not job.state.active)


def view(job: Job | None, alert: str = "") -> View:
    """A job as it stands."""
    if job is None:
        return View(alert=alert)
    if job.preflight is None:
        reading = "" if job.trouble else reading_phrase(job.reading)
        return View(job, reading, alert or job.trouble or job.lost)
    if not job.preflight.words:
        alert = alert or scanned_sentence(job.preflight.scanned, job.preflight.info.pages)
    if not job.runs:
        alert = alert or job.trouble or job.lost
    return View(job, alert=alert)
