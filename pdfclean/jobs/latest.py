"""What the latest run of a document is and knows, for those who look at the document."""

from __future__ import annotations

from pdfclean.document import CleanDocument
from pdfclean.jobs.review import Review
from pdfclean.jobs.run import Run
from pdfclean.jobs.status import State, Status
from pdfclean.outline import Section
from pdfclean.settings import Settings

__all__ = ["Latest"]


class Latest:
    """Passes on what the run knows; whoever extends it says which run is the latest."""

    def __init__(self, run: Run) -> None:
        self._run = run

    @property
    def state(self) -> State:
        """Where the job stands."""
        return self._run.status.state

    @property
    def status(self) -> Status:
        """How the latest run stands."""
        return self._run.status

    @property
    def sentence(self) -> str:
        """How the latest run ended, for the producer."""
        return self._run.status.sentence

    @property
    def runs(self) -> int:
        """How many runs there were, the present one included."""
        return self._run.number

    @property
    def settings(self) -> Settings:
        """What the latest run was asked."""
        return self._run.settings

    @property
    def text(self) -> str:
        """The latest run's clean text so far."""
        return self._run.text

    @property
    def document(self) -> CleanDocument | None:
        """What the latest run knows, once it has ended."""
        return self._run.document

    @property
    def so_far(self) -> CleanDocument:
        """What the latest run has finished of the document."""
        return self._run.so_far

    @property
    def sections(self) -> tuple[Section, ...]:
        """The outline of the latest run's document, once it has ended."""
        return self._run.sections

    @property
    def review(self) -> Review:
        """What was taken out of the latest run's text, and what the producer makes of it."""
        return Review(self._run)

    @property
    def edition(self) -> int:
        """How often the producer has chosen something in the latest run."""
        return self._run.edition

    @property
    def reached(self) -> int:
        """The 1-based page where the text so far ends; 0 without any."""
        chunks = self._run.draft.chunks if self.runs else []
        return chunks[-1].tokens.page(len(chunks[-1].tokens) - 1) if chunks else 0
