"""A document before its first run: what is chosen by then, and what cleaning it ahead tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from pdfclean.document import CleanDocument, Policy
from pdfclean.jobs.foresight import MOST_AHEAD, Foresight, Outlook
from pdfclean.jobs.pace import AHEAD, AHEAD_A_READING, REST, REST_A_READING, model_work
from pdfclean.jobs.run import Run
from pdfclean.jobs.status import Preflight, State, Status
from pdfclean.outline import count_words
from pdfclean.pipeline import MOST_PAGES, Source
from pdfclean.settings import Polish, Settings, parse_pages

if TYPE_CHECKING:
    from pdfclean.jobs.run import Clean

__all__ = ["Prospect"]


class Prospect:
    """Keeps the empty run before the first, so that choosing before a run and after it is one.

    Args:
        source: the open PDF, its pages read.
        preflight: what was found out by reading them.
        clean: the pipeline.
        outlook: the server's.
        clock: seconds, never going back.
    """

    def __init__(
        self,
        source: Source,
        preflight: Preflight,
        clean: Clean,
        outlook: Outlook,
        clock: Callable[[], float],
    ) -> None:
        self._source = source
        self._preflight = preflight
        self._clean = clean
        self._outlook = outlook
        self._clock = clock
        self._foresight: Foresight | None = None
        self._left: frozenset[tuple[str, int]] = frozenset()
        self.asked = Settings()
        """What the producer has chosen by now, the model included; see :meth:`seconds`."""
        self.run = self._empty(Settings())

    @property
    def pending(self) -> bool:
        """Whether more will be known soon, or nobody has asked yet."""
        return self._foresight is None or not self._foresight.over

    def choose(self, policy: Policy, pages: str, max_chars: int) -> Run:
        """Choose switches and pages; what they bring is found out in the background.

        Sections that were left out stay so, as far as the pages still have them.

        Raises:
            ValueError: the page range cannot be read.
            LimitError: it names no page of this document.
        """
        settings = Settings(pages=pages, max_chars=max_chars, policy=policy)
        words = self.words(settings)
        run = self.run
        if self._foresight is None or not self._foresight.settings.same_pages(settings):
            self._left = self._out() or self._left
            self.run = self._empty(settings)
            self._look_ahead(settings, words)
        elif run.history.now.policy != policy:
            run.choose(lambda _, now: replace(now, policy=policy))
            if self._foresight.document is not None:
                run.outline(self._foresight.document)
        return self.run

    def document(self, settings: Settings) -> CleanDocument | None:
        """The document cleaned ahead, if these pages were."""
        ahead = self._foresight
        return ahead.document if ahead is not None and ahead.settings.same_pages(settings) else None

    def words(self, settings: Settings) -> int:
        """Words of the raw text of the chosen pages. Raises as :meth:`choose`."""
        counts = self._preflight.counts
        numbers = parse_pages(settings.pages, self._preflight.info.pages)
        return sum(counts[n - 1] for n in numbers if n <= len(counts))

    def seconds(self, settings: Settings) -> float | None:
        """How long a run will take on this machine, from what was measured on it; ``None`` when
        nothing was, which can only be with a model. Raises as :meth:`choose`."""
        words, pace = self.words(settings), self._outlook.pace
        share = words / max(1, self._preflight.words)
        ahead = self.document(settings)
        seconds = pace.seconds(REST, words)
        if seconds is None:
            seconds = self._preflight.seconds * share * REST_A_READING
        if ahead is None:
            marking = pace.seconds(AHEAD, words)
            if marking is None:
                marking = self._preflight.seconds * share * AHEAD_A_READING
            seconds += marking
        if settings.polish is Polish.OFF:
            return seconds
        asked = self._asked(settings, ahead)
        model = None if asked is None else pace.seconds(model_work(settings), asked)
        return None if model is None else seconds + model

    def learn(self, run: Run) -> None:
        """A run is over: what it tells of the machine's pace."""
        status = run.status
        if status.state is not State.FINISHED or not run.took:
            return
        if status.asked:
            # Beside a model's answer all else takes no time.
            chunks = zip(run.draft.chunks, run.draft.texts, strict=True)
            words = sum(count_words(text) for chunk, text in chunks if chunk.verdict is not None)
            self._outlook.pace.learn(model_work(run.settings), words, run.took)
        else:
            self._outlook.pace.learn(REST, self.words(run.settings), run.took)

    def close(self) -> None:
        """Nobody looks ahead any more."""
        if self._foresight is not None:
            self._foresight.stop()

    def _asked(self, settings: Settings, ahead: CleanDocument | None) -> int | None:
        """Words of the parts that go to a model; of which they are, only cleaning tells."""
        if ahead is None:
            return None
        if settings.polish is Polish.ALL:
            return self.run.draft.words
        texts = self.run.draft.texts
        return sum(count_words(texts[i]) for i, c in enumerate(self.run.draft.chunks) if c.doubts)

    def _empty(self, settings: Settings) -> Run:
        total = min(self._preflight.info.pages, MOST_PAGES)
        return Run(0, settings, Status(State.READY, pages_total=total), self._clock)

    def _out(self) -> frozenset[tuple[str, int]]:
        """Title and page of the sections that are left out."""
        starts = {each.start for each in self.run.history.now.sections}
        return frozenset((s.title, s.page) for s in self.run.sections if s.start in starts)

    def _look_ahead(self, settings: Settings, words: int) -> None:
        self.close()
        self._foresight = Foresight(settings, words, self._outlook, self._clock)
        pages = len(parse_pages(settings.pages, self._preflight.info.pages))
        if self._outlook.active and words and pages <= MOST_AHEAD:
            self._foresight.start(self._source, self._clean, self._foreseen)
        else:
            self._foresight.stop()

    def _foreseen(self, foresight: Foresight, document: CleanDocument) -> None:
        # Other pages may have been chosen meanwhile.
        if foresight is self._foresight:
            self.run.foresee(document, self._left)
