"""What is found out about a document while its pages are read, before anything is cleaned."""

from __future__ import annotations

from collections.abc import Callable

from pdfclean.document import DocumentInfo, Page
from pdfclean.jobs.status import Preflight
from pdfclean.languages import SAMPLE, main_language
from pdfclean.outline import count_words

__all__ = ["Survey"]

PREVIEW = 6000
"""Characters of raw text shown before a run: some two printed pages."""
SAMPLE_FROM = 0.3
"""Share of the pages before the ones that do: behind titles, contents and an English abstract."""


class Survey:
    """Takes the pages in order; :meth:`preflight` sums up.

    Args:
        info: what the PDF says of itself.
        total: pages that will be taken.
        clock: seconds, never going back.
    """

    def __init__(self, info: DocumentInfo, total: int, clock: Callable[[], float]) -> None:
        self._info = info
        self._clock = clock
        self._begun = clock()
        self._first = 1 + int(total * SAMPLE_FROM)
        self._counts: list[int] = []
        self._scanned: list[int] = []
        self._preview = ""
        self._sample = ""

    def add(self, page: Page) -> None:
        """Take the next page."""
        text = "\n".join(line.text for line in page.lines)
        count = count_words(text)
        self._counts.append(count)
        if not count and page.images:
            self._scanned.append(page.number)
        if len(self._preview) < PREVIEW:
            self._preview += text + "\n\n"
        if page.number >= self._first and len(self._sample) < SAMPLE:
            self._sample += text + "\n"

    def preflight(self) -> Preflight:
        """What there is."""
        seconds = self._clock() - self._begun
        return Preflight(
            self._info,
            sum(self._counts),
            tuple(self._scanned),
            self._preview[:PREVIEW].strip(),
            tuple(self._counts),
            main_language(self._sample[:SAMPLE]) or main_language(self._preview[:SAMPLE]),
            seconds,
        )
