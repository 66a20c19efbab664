"""Real implementations of the pipeline's partners that do as they are told."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace

from pdfclean.document import (
    Box,
    Category,
    Chunk,
    CleanChunk,
    CleanDocument,
    DocumentInfo,
    Line,
    Mark,
    Page,
    Policy,
    Role,
    Source,
    Space,
    Token,
    Tokens,
    Verdict,
)
from pdfclean.errors import PdfCleanError
from pdfclean.pipeline import Event
from pdfclean.polishing import Passage, Polished, Polisher, Rewrite
from pdfclean.settings import Settings

Answer = str | Polished | PdfCleanError | Callable[[Passage], str | Polished]
"""What a scripted model does with a passage: answers, as a text or in full, or fails."""


def never() -> bool:
    """Nobody presses Stop."""
    return False


def polish(
    polisher: Polisher, passage: Passage, stopped: Callable[[], bool] = never
) -> tuple[list[str], Polished]:
    """All pieces that a polisher yields, and what became of the passage."""
    pieces, generator = [], polisher.polish(passage, stopped)
    while True:
        try:
            pieces.append(next(generator))
        except StopIteration as end:
            return pieces, end.value


class ScriptedPolisher:
    """A polisher with a queue of answers, given word by word; the last one is given for ever."""

    name = "scripted"

    def __init__(self, *answers: Answer, ahead: int = 0) -> None:
        self._answers = list(answers)
        self.ahead = ahead
        self.passages: list[Passage] = []
        self.prepared: list[Passage] = []
        self.closed = False

    def prepare(self, passage: Passage) -> None:
        """Remember it."""
        self.prepared.append(passage)

    def close(self) -> None:
        """Remember it."""
        self.closed = True

    def polish(
        self, passage: Passage, stopped: Callable[[], bool]
    ) -> Generator[str, None, Polished]:
        """Answer with the next of the queue."""
        self.passages.append(passage)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, PdfCleanError):
            raise answer
        result = answer(passage) if callable(answer) else answer
        if isinstance(result, str):
            result = Rewrite(result)
        if isinstance(result, Rewrite):
            for piece in re.findall(r"\s*\S+\s*", result.text):
                if stopped():
                    break
                yield piece
        return result


def scripted_loader(
    polisher: Polisher | PdfCleanError,
) -> Callable[[Settings, Callable[[], bool]], Generator[str, None, Polisher | None]]:
    """A model that is there at once, or cannot be loaded."""

    def load(
        _settings: Settings, _stopped: Callable[[], bool]
    ) -> Generator[str, None, Polisher | None]:
        yield "Loading a script."
        if isinstance(polisher, PdfCleanError):
            raise polisher
        return polisher

    return load


class FakePdf:
    """An open PDF of ready-made pages."""

    def __init__(self, pages: Sequence[Page] = (), info: DocumentInfo | None = None) -> None:
        self.info = info or DocumentInfo(pages=len(pages))
        self._pages = pages

    def __enter__(self) -> FakePdf:
        return self

    def __exit__(self, *_: object) -> None:
        return

    def read(self, numbers: Sequence[int]) -> Iterator[Page]:
        """The pages asked for."""
        return (self._pages[number - 1] for number in numbers)


def scripted_clean(
    *events: Event | BaseException | Callable[[], object],
) -> Callable[..., Iterator[Event]]:
    """A pipeline that yields these events, raises these exceptions, calls these functions."""

    def clean(
        _source: object,
        _settings: Settings,
        _polisher: Polisher | None,
        _stopped: Callable[[], bool],
    ) -> Iterator[Event]:
        for event in events:
            if isinstance(event, BaseException):
                raise event
            if callable(event):
                event()
            else:
                yield event

    return clean


# Documents ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """A line of a document made by hand, and how it joins the one before."""

    text: str
    role: Role = Role.BODY
    out: Category | None = None
    space: Space = Space.PARAGRAPH
    page: int = 1
    size: float = 10
    weight: int = 400


def document(
    *lines: Said | str, chunk_lines: int = 2, policy: Policy | None = None
) -> CleanDocument:
    """A clean document of these lines, ``chunk_lines`` a chunk; ``[…]`` in a line is a citation."""
    said = [line if isinstance(line, Said) else Said(line) for line in lines]
    pages: dict[int, list[Line]] = {}
    tokens = Tokens()
    marks: list[Mark] = []
    borders = [0]
    for number, line in enumerate(said, 1):
        place = pages.setdefault(line.page, [])
        first = len(tokens)
        tokens.extend(_tokens(line, len(place)))
        marks += _marks(line, tokens, first)
        box = Box(72, 100 + 12 * len(place), 500, 110 + 12 * len(place))
        place.append(Line(line.text, box, line.size, line.weight, role=line.role, confidence=1))
        if number % chunk_lines == 0 or number == len(said):
            borders.append(len(tokens))
    chunks = tuple(
        CleanChunk(
            Chunk(index, start, end),
            tokens[start:end],
            tuple(m for m in marks if start <= m.start < end),
        )
        for index, (start, end) in enumerate(itertools.pairwise(borders))
    )
    made = tuple(Page(number, (612, 792), tuple(place)) for number, place in pages.items())
    info = DocumentInfo(pages=len(made), title="A made-up document")
    return CleanDocument(info, made, chunks, policy or Policy())


def rewritten(
    made: CleanDocument,
    *texts: str | None,
    verdicts: Sequence[Verdict | None] = (),
    notes: Sequence[str] = (),
) -> CleanDocument:
    """The document with a model's text (or none) for each chunk, and what was said of it."""
    chunks = tuple(
        replace(chunk, rewrite=text, verdict=verdict, note=note or "")
        for chunk, text, verdict, note in itertools.zip_longest(made.chunks, texts, verdicts, notes)
    )
    return replace(made, chunks=chunks)


def _tokens(line: Said, index: int) -> Iterator[Token]:
    for match in re.finditer(r"(\s*)(\w+|[^\w\s])", line.text):
        space = line.space if match.start() == 0 else Space.SPACE if match[1] else Space.NONE
        source = Source(line.page, index, match.start(2), match.end())
        yield Token(match[2], match[2], space, (source,))


def _marks(line: Said, tokens: Tokens, first: int) -> Iterator[Mark]:
    if line.out is not None:
        yield Mark(first, len(tokens), line.out, f"a line of {line.role.value}", "layout", 0.9)
    opened = 0
    for index in range(first, len(tokens)):
        if tokens.text(index) == "[":
            opened = index
        elif tokens.text(index) == "]":
            yield Mark(opened, index + 1, Category.CITATIONS, "numbers in brackets", "citations")
