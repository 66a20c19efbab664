"""What a model that may only delete does to a document, told from the run's own record."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from pathlib import Path

from pdfclean.document import CleanDocument, kept
from pdfclean.extraction.reader import Reader
from pdfclean.llm.deleting import DeletionPolisher
from pdfclean.pipeline import Finished, clean
from pdfclean.polishing import Deletions, Passage, Polished, Polisher
from pdfclean.render import Renderer
from pdfclean.settings import Polish, Settings
from pdfclean.wording import words


def clean_bytes(
    reader: Reader, data: bytes, polisher: Polisher | None, polish: Polish = Polish.ALL
) -> CleanDocument:
    """Clean a PDF in memory, with a model over all its chunks unless told otherwise."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.pdf"
        path.write_bytes(data)
        return clean_file(reader, path, polisher, polish)


def clean_file(
    reader: Reader, path: Path, polisher: Polisher | None, polish: Polish = Polish.ALL
) -> CleanDocument:
    """Clean a PDF file."""
    with reader.open(path) as pdf:
        *_, last = clean(pdf, Settings(polish=polish), polisher)
    assert isinstance(last, Finished)
    return last.document


def kept_in(document: CleanDocument) -> Iterator[int]:
    """The tokens that are kept."""
    for chunk in document.chunks:
        start, end = chunk.chunk.start, chunk.chunk.end
        flags = kept(start, end, chunk.marks, document.policy)
        yield from (start + offset for offset, flag in enumerate(flags) if flag)


def taken_by_model(document: CleanDocument) -> set[int]:
    """The tokens under a model's marks."""
    return {
        token
        for chunk in document.chunks
        for mark in chunk.marks
        if mark.stage == "model"
        for token in range(mark.start, mark.end)
    }


def novel_words(document: CleanDocument) -> int:
    """Words of the rendered chunks, counted with repetition, that the chunks as they were
    before the model do not have."""
    renderer = Renderer(document.policy)
    novel = 0
    for chunk in document.chunks:
        before = replace(
            chunk, marks=tuple(m for m in chunk.marks if m.stage != "model"), rewrite=None
        )
        after = Counter(word.key for word in words(renderer.render(chunk)))
        own = Counter(word.key for word in words(renderer.render(before)))
        novel += (after - own).total()
    return novel


class Economical:
    """A polisher that asks its model no question whose answer follows from an earlier one.

    A passage from which nothing goes at one margin loses nothing at a greater one either: the walk
    meets the same places with the same scores. So bold runs come first, and share ``memory``.

    Args:
        inner: what is asked; greedy.
        margin: its margin, in nats a token.
        memory: answers by passage, for each margin; shared between runs.
        every: only every so-manieth passage is asked about, the others stay whole.
    """

    def __init__(
        self,
        inner: DeletionPolisher,
        margin: float,
        memory: dict[Passage, dict[float, Polished]],
        every: int = 1,
    ) -> None:
        self._inner = inner
        self._margin = margin
        self._memory = memory
        self._every = every

    @property
    def name(self) -> str:
        """The model's id."""
        return self._inner.name

    @property
    def ahead(self) -> int:
        """As many as the model reads side by side."""
        return self._inner.ahead

    def prepare(self, passage: Passage) -> None:
        """Hand it on if it will be asked about."""
        if self._answer(passage) is None:
            self._inner.prepare(passage)

    def close(self) -> None:
        """Forget what was prepared."""
        self._inner.close()

    def polish(
        self, passage: Passage, stopped: Callable[[], bool]
    ) -> Generator[str, None, Polished]:
        """See :class:`~pdfclean.polishing.Polisher`."""
        answer = self._answer(passage)
        if answer is None:
            answer = yield from self._inner.polish(passage, stopped)
            self._memory.setdefault(passage, {})[self._margin] = answer
        return answer

    def _answer(self, passage: Passage) -> Polished | None:
        """What is known already."""
        if passage.index % self._every:
            return Deletions(())
        known = self._memory.get(passage, {})
        whole = [margin for margin, answer in known.items() if answer == Deletions(())]
        if whole and min(whole) <= self._margin:
            return Deletions(())
        return known.get(self._margin)
