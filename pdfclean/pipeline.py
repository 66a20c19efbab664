"""The only orchestrator: an open PDF in, a stream of events out.

``clean`` is a generator. The page, the command line and the programming interface are three readers
of the same events, and none of them knows how a PDF is cleaned.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace

from pdfclean.ahead import meanwhile, read_ahead
from pdfclean.chunking import Chunker
from pdfclean.document import Chunk, CleanChunk, CleanDocument, DocumentInfo, Mark, Page, Tokens
from pdfclean.errors import LimitError, NoTextError
from pdfclean.extraction.layout import Labeller
from pdfclean.judging import Case, Judge
from pdfclean.marking import MakeLabeller, Marked, Markings, Remembering, Source
from pdfclean.polishing import Deletions, Passage, Polished, Polisher, Rewrite, Skipped
from pdfclean.settings import Settings, parse_pages

__all__ = [
    "MOST_PAGES",
    "ChunkFinished",
    "ChunkStarted",
    "Deletions",
    "Event",
    "Finished",
    "Opened",
    "PageRead",
    "Passage",
    "Polished",
    "Polisher",
    "Remembering",
    "Rewrite",
    "Skipped",
    "Source",
    "TextDelta",
    "clean",
    "reading_meanwhile",
]

# Events -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Opened:
    """The document is open; ``pages`` are the 1-based numbers that will be read."""

    info: DocumentInfo
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PageRead:
    """One page was read: the ``done``-th of ``total``. ``number`` is 1-based."""

    number: int
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class ChunkStarted:
    """Work on a chunk begins. ``total`` is the number of chunks known so far, ``asked`` how many of
    them go to a model. ``page`` is the 1-based page where it starts, or 0 for none; ``by_model``
    says that a model looks at this one."""

    index: int
    total: int
    asked: int = 0
    page: int = 0
    by_model: bool = False


@dataclass(frozen=True, slots=True)
class TextDelta:
    """A piece of a model's answer for a chunk, provisional until ``ChunkFinished``."""

    index: int
    text: str


@dataclass(frozen=True, slots=True)
class ChunkFinished:
    """A chunk is done and will not change by itself. ``total`` as in ``ChunkStarted``.

    ``pages`` are laid-out pages, this chunk's own among them, that were not told of before.
    """

    clean_chunk: CleanChunk
    total: int
    pages: tuple[Page, ...] = ()


@dataclass(frozen=True, slots=True)
class Finished:
    """The last event of a run; ``complete`` is false when it was stopped."""

    document: CleanDocument
    complete: bool


Event = Opened | PageRead | ChunkStarted | TextDelta | ChunkFinished | Finished


# Calibrated on time to first text: reading takes about 30 ms a page on a slow core.
WHOLE_DOCUMENT_PAGES = 200
"""Up to so many pages the layout sees the whole document before it decides anything; a longer one
is judged by the statistics of its first window and streams window by window."""
MOST_PAGES = 5_000
"""Pages of one run; so many take minutes."""
WINDOW_PAGES = 40
"""Pages labelled at a time in a longer document, after the first window."""


def clean(
    source: Source,
    settings: Settings,
    polisher: Polisher | None = None,
    stopped: Callable[[], bool] = lambda: False,
    labeller: MakeLabeller = Labeller,
    *,
    before: Sequence[CleanChunk] = (),
) -> Iterator[Event]:
    """Clean an open PDF.

    Yields ``Opened``, a ``PageRead`` a page, then for each chunk ``ChunkStarted``, with a model any
    number of ``TextDelta``, and ``ChunkFinished``; last, exactly one ``Finished``. A second
    ``ChunkStarted`` for the same chunk means that a model's answer was turned down and it tries
    again. In a document of more than ``WHOLE_DOCUMENT_PAGES``, chunks come between pages.

    Args:
        source: the open PDF; what one that remembers has marked already is not marked again.
        settings: the run's settings.
        polisher: the model to polish with, when ``settings.polish`` is not off. When it fails in
            the middle of a run, the remaining chunks pass without it and say so in their ``note``.
        stopped: asked between pages, chunks and model tokens; true ends the run early.
        labeller: makes what labels the lines; a source that remembers brings its own.
        before: the first chunks as an earlier run with the same settings finished them. They are
            handed out as they are, and no model is asked about them.

    Raises:
        ChangedError: ``before`` does not fit what the document gives now.
        NoTextError: none of the pages has text.
        ValueError: the page range cannot be read.
        LimitError: the page range names no page of this document, or more than ``MOST_PAGES``.
        PdfCleanError: reading failed in another way that the message explains.
    """
    numbers = parse_pages(settings.pages, source.info.pages)
    if len(numbers) > MOST_PAGES:
        raise LimitError(
            f"That would be {len(numbers):,} pages, and {MOST_PAGES:,} at a time is the most. "
            f"Choose a page range, such as 1-{MOST_PAGES}."
        )
    yield Opened(source.info, tuple(numbers))
    if isinstance(source, Remembering):
        markings = source.markings(numbers, settings.max_chars)
    else:
        markings = Markings(labeller)
    run = _Run(settings, Judge(settings, polisher, stopped, before), stopped, markings)
    try:
        yield from _read(source, numbers, settings, run, stopped)
        yield Finished(run.document(source.info), complete=not stopped())
    finally:
        run.close()


def reading_meanwhile(source: Source, settings: Settings) -> AbstractContextManager[None]:
    """While the body runs (a model is loaded), the pages are read that :func:`clean` wants first.

    Whatever is wrong with them, ``clean`` will say.
    """

    def pages() -> Iterator[Page]:
        return source.read(parse_pages(settings.pages, source.info.pages))

    return meanwhile(pages, WHOLE_DOCUMENT_PAGES)


def _read(
    source: Source,
    numbers: Sequence[int],
    settings: Settings,
    run: _Run,
    stopped: Callable[[], bool],
) -> Iterator[Event]:
    """Read the pages and feed them to a run, window by window."""
    held: list[Page] = []
    silent: list[int] = []
    broken: list[int] = []
    characters = 0
    with _pages(source, numbers) as pages:
        for done, whole in enumerate(pages, 1):
            if stopped():
                break
            page, characters = _limit(whole, characters, settings.max_chars)
            if not page.lines:
                silent.append(page.number)
                if page.reader == "none":
                    broken.append(page.number)
            held.append(page)
            yield PageRead(page.number, done, len(numbers))
            full = WHOLE_DOCUMENT_PAGES if not run.started else WINDOW_PAGES
            if len(held) >= full and len(numbers) > WHOLE_DOCUMENT_PAGES:
                yield from run.feed(held)
                held = []
            if settings.max_chars and characters >= settings.max_chars:
                break
    if silent and len(silent) == run.pages + len(held) and not stopped():
        raise _no_text(silent, broken)
    yield from run.feed(held, last=True)


@contextmanager
def _pages(source: Source, numbers: Sequence[int]) -> Iterator[Iterator[Page]]:
    """The pages; in a long document those of the next window are read while this one's chunks are
    worked on."""
    if len(numbers) > WHOLE_DOCUMENT_PAGES:
        with read_ahead(source.read(numbers), WINDOW_PAGES) as pages:
            yield pages
    else:
        yield source.read(numbers)


class _Run:
    """What one call of :func:`clean` carries from window to window."""

    def __init__(
        self,
        settings: Settings,
        judge: Judge,
        stopped: Callable[[], bool],
        markings: Markings,
    ) -> None:
        self._settings = settings
        self._judge = judge
        self._stopped = stopped
        self._chunker = Chunker(settings.chunk_size, settings.policy)
        self._markings = markings
        self._windows = 0
        # Tokens that are in no finished chunk yet start at ``_base`` of the document.
        self._tokens = Tokens()
        self._base = 0
        self._taken = 0
        self._marks: list[Mark] = []
        self._pages: dict[int, Page] = {}
        self._chunks: list[CleanChunk] = []
        self._untold: dict[int, Page] = {}
        self._known = 0
        self._asked = 0

    @property
    def started(self) -> bool:
        """Whether a window was fed."""
        return self._windows > 0

    @property
    def pages(self) -> int:
        """Pages fed so far."""
        return len(self._pages)

    def feed(self, pages: Sequence[Page], *, last: bool = False) -> Iterator[Event]:
        """Mark, chunk and finish the next window of pages.

        The chunks of a window are known together: which of them a model sees depends on all. So the
        last window, most often the only one, comes with what layout and chunker hold back.
        """
        self._keep(pages)
        if self._stopped():
            return
        marked = self._markings.window(self._windows, pages, last=last)
        self._windows += 1
        chunks = [chunk for part in marked for chunk in self._digest(part)]
        if last and marked:
            chunks += self._chunker.flush()
        yield from self._finish(chunks)

    def document(self, info: DocumentInfo) -> CleanDocument:
        """All that is finished."""
        pages = tuple(self._pages[number] for number in sorted(self._pages))
        return CleanDocument(info, pages, tuple(self._chunks), self._settings.policy)

    def close(self) -> None:
        """The run is over, whichever way."""
        self._judge.close()

    def _keep(self, pages: Iterable[Page]) -> None:
        self._pages.update((page.number, page) for page in pages)

    def _digest(self, marked: Marked) -> list[Chunk]:
        """The chunks that are complete with the next tokens in reading order."""
        self._keep(marked.pages)
        self._untold.update((page.number, page) for page in marked.pages)
        waiting = self._tokens[self._taken - self._base :]
        waiting.extend(marked.tokens)
        self._tokens, self._base = waiting, self._taken
        self._marks = [mark for mark in self._marks if mark.end > self._taken]
        self._marks.extend(marked.marks)
        return list(self._chunker.feed(marked.tokens, marked.marks))

    def _finish(self, chunks: Sequence[Chunk]) -> Iterator[Event]:
        """Polish and hand out the chunks that are complete."""
        self._known += len(chunks)
        cases = self._judge.cases([self._take(chunk) for chunk in chunks], self._pages)
        self._asked += sum(case.passage is not None for case in cases)
        for place, case in enumerate(cases):
            if self._stopped():
                return
            self._judge.prepare(cases[place:])
            finished = yield from self._polish(case)
            if finished is None:
                return
            self._chunks.append(finished)
            pages, self._untold = tuple(self._untold.values()), {}
            yield ChunkFinished(finished, self._known, pages)

    def _polish(self, case: Case) -> Generator[Event, None, CleanChunk | None]:
        """A chunk through the model; ``None`` when the run was stopped meanwhile."""
        index, tokens = case.chunk.chunk.index, case.chunk.tokens
        page = tokens.page(0) if len(tokens) else 0
        started = ChunkStarted(index, self._known, self._asked, page, self._judge.asks(case))
        yield started
        pieces = self._judge.polish(case)
        while True:
            try:
                piece = next(pieces)
            except StopIteration as end:
                finished: CleanChunk | None = end.value
                return finished
            if piece is None:
                yield started
            else:
                yield TextDelta(index, piece)

    def _take(self, chunk: Chunk) -> CleanChunk:
        """A chunk's own tokens and marks, out of what is waiting."""
        tokens = self._tokens[chunk.start - self._base : chunk.end - self._base]
        self._taken = chunk.end
        own = tuple(
            replace(mark, start=max(mark.start, chunk.start), end=min(mark.end, chunk.end))
            for mark in self._marks
            if mark.start < chunk.end and mark.end > chunk.start
        )
        return CleanChunk(chunk, tokens, own)


def _limit(page: Page, before: int, limit: int) -> tuple[Page, int]:
    """A page cut at the character limit, and the characters read so far."""
    total = before
    for index, line in enumerate(page.lines):
        total += len(line.text)
        if limit and total >= limit:
            return replace(page, lines=page.lines[: index + 1]), total
    return page, total


def _no_text(pages: Sequence[int], broken: Sequence[int]) -> NoTextError:
    if broken:
        which = f"{len(broken)} of its pages could not be read:"
        if len(broken) == 1:
            which = f"Page {broken[0]} could not be read:"
        return NoTextError(
            f"{which} what is there is damaged, or takes too much time or memory. Open the PDF in "
            "a PDF viewer, save it as a new PDF and drop that.",
            pages,
        )
    if len(pages) == 1:
        what = f"Page {pages[0]} has no text: it looks like a scan or a picture."
    else:
        shown = ", ".join(map(str, pages[:10])) + (" …" if len(pages) > 10 else "")
        what = f"None of the pages read ({shown}) has text: they look like scans or pictures."
    return NoTextError(
        f"{what} Run the PDF through a text recognition (OCR) program, such as OCRmyPDF (free) or "
        "Adobe Acrobat, and drop the result.",
        pages,
    )
