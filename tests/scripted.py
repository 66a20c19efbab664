"""A pipeline that the tests conduct: real events and values, a text and a pace of their own."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PIL import Image

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
    Source,
    Space,
    Token,
    Tokens,
)
from pdfclean.errors import ChangedError, EncryptedPdfError, WrongPasswordError
from pdfclean.pipeline import (
    ChunkFinished,
    ChunkStarted,
    Event,
    Finished,
    Opened,
    PageRead,
    TextDelta,
)
from pdfclean.pipeline import Source as OpenSource
from pdfclean.polishing import Polisher
from pdfclean.settings import Settings

_PIECE = re.compile(r"(\s*)(\S+)")


def tokens_of(text: str, page: int = 1) -> Tokens:
    """Words of a text as tokens; a blank line starts a paragraph."""
    tokens = Tokens()
    for space, word in _PIECE.findall(text):
        kind = Space.PARAGRAPH if "\n\n" in space else Space.LINE if "\n" in space else Space.SPACE
        tokens.append(Token(word, word, kind, (Source(page, 0, 0, len(word)),)))
    return tokens


def chunk_of(
    index: int,
    text: str,
    start: int = 0,
    *,
    out: int = 0,
    rewrite: str | None = None,
    note: str = "",
) -> CleanChunk:
    """A finished chunk; its last ``out`` words are marked as a citation."""
    tokens = tokens_of(text)
    end = start + len(tokens)
    marks = ()
    if out:
        marks = (Mark(end - out, end, Category.CITATIONS, "numeric citation", "citations"),)
    return CleanChunk(Chunk(index, start, end), tokens, marks, rewrite, None, note)


class Script:
    """Plays chunks as ``pipeline.clean`` would, each when it is let go.

    Args:
        chunks: the text of each chunk; a tuple is a model's answer, piece by piece, and then what
            the chunk says in the end.
        free: how many chunks pass before :meth:`release` is needed.
    """

    def __init__(self, chunks: Sequence[str | tuple[str, ...]], free: int = 0) -> None:
        self._chunks = list(chunks)
        self._turn = threading.Semaphore(free)
        self.runs = 0
        self.settings: list[Settings] = []
        self.polishers: list[Polisher | None] = []

    def release(self, count: int = 1) -> None:
        """Let so many chunks (or pieces of an answer) pass."""
        self._turn.release(count)

    def __call__(
        self,
        source: OpenSource,
        settings: Settings,
        polisher: Polisher | None,
        stopped: Callable[[], bool],
        *,
        before: Sequence[CleanChunk] = (),
    ) -> Iterator[Event]:
        """The events of one run; chunks of an earlier one pass at once."""
        self.runs += 1
        self.settings.append(settings)
        self.polishers.append(polisher)
        yield Opened(source.info, tuple(range(1, source.info.pages + 1)))
        for number in range(1, source.info.pages + 1):
            yield PageRead(number, number, source.info.pages)
        done: list[CleanChunk] = []
        start = 0
        for index, script in enumerate(self._chunks):
            yield ChunkStarted(index, len(self._chunks))
            *pieces, text = (script,) if isinstance(script, str) else script
            if index < len(before):
                pieces = []
            for piece in pieces:
                if not self._wait(stopped):
                    break
                yield TextDelta(index, piece)
            if index < len(before):
                if stopped():
                    break
                chunk = before[index]
                if chunk.tokens != tokens_of(text):
                    raise ChangedError
            elif not self._wait(stopped):
                break
            else:
                chunk = chunk_of(index, text, start)
            start = chunk.chunk.end
            done.append(chunk)
            yield ChunkFinished(chunk, len(self._chunks))
        complete = len(done) == len(self._chunks)
        yield Finished(CleanDocument(source.info, pages_of(source.info), tuple(done)), complete)

    def _wait(self, stopped: Callable[[], bool]) -> bool:
        while not self._turn.acquire(timeout=0.02):
            if stopped():
                return False
        return not stopped()


def pages_of(info: DocumentInfo) -> tuple[Page, ...]:
    """Pages for the sources of scripted tokens: one empty line each."""
    from pdfclean.document import Box, Line

    line = Line("", Box(0, 0, 1, 1), 10, 400)
    return tuple(Page(number, (595, 842), (line,)) for number in range(1, info.pages + 1))


class FakePdf:
    """An open PDF with the given pages of text; an empty one shows a picture."""

    def __init__(self, pages: Sequence[str], info: DocumentInfo) -> None:
        self.info = info
        self.closed = False
        self._pages = pages

    def read(self, numbers: Sequence[int]) -> Iterator[Page]:
        """The pages asked for."""
        whole = Box(0, 0, 595, 842)
        for number in numbers:
            text = self._pages[number - 1]
            lines = tuple(Line(line, whole, 10, 400) for line in text.split("\n") if line)
            yield Page(number, (595, 842), lines, images=() if lines else (whole,))

    def picture(self, number: int, width: int) -> bytes:
        """A white page with its number's shade of grey as its margin."""
        picture = Image.new("L", (width, round(width * 842 / 595)), 255)
        picture.paste(number % 200, (0, 0, width, 10))
        out = io.BytesIO()
        picture.save(out, "JPEG")
        return out.getvalue()

    def close(self) -> None:
        """Give it back."""
        self.closed = True


class FakeReader:
    """Opens whatever it is given as the same document."""

    def __init__(self, *pages: str, password: str = "", **info: str) -> None:
        self._pages = pages or ("A page of text.",)
        self._password = password
        self._info = DocumentInfo(len(self._pages), encrypted=bool(password), **info)
        self.opened: list[FakePdf] = []

    def open(self, path: Path, password: str = "") -> FakePdf:
        """The document, if the password is right."""
        if self._password and password != self._password:
            raise WrongPasswordError if password else EncryptedPdfError
        self.opened.append(FakePdf(self._pages, self._info))
        return self.opened[-1]
