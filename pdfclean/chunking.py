"""Cut the token sequence into chunks at sentence borders.

Sentences are found by sentencex (Wikimedia), which knows the abbreviations of some 300 languages
and loses no character. Only kept text is looked at, so a removed citation cannot hide a full stop;
what was removed between two chunks goes with the earlier one.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterator, Sequence

import sentencex

from pdfclean.document import Chunk, Mark, Policy, Space, Tokens, kept

__all__ = ["Chunker", "sentences"]


def sentences(text: str, language: str = "en") -> tuple[str, ...]:
    """A text's sentences, each with the space or line ends that follow it; joined, they are it.

    Args:
        text: running text, paragraphs parted by blank lines.
        language: ISO 639-1 code; sentencex falls back to a related language for one unknown to it.

    >>> sentences("See Fig. 3 (e.g. p. 4). It works.\\n\\nNext.")
    ('See Fig. 3 (e.g. p. 4). ', 'It works.\\n\\n', 'Next.')
    """
    borders = [0, *_borders(text, language), len(text)]
    return tuple(text[a:b] for a, b in itertools.pairwise(borders) if b > a)


def _borders(text: str, language: str) -> list[int]:
    """Where sentences start, the first one aside."""
    starts = []
    for found in sentencex.get_sentence_boundaries(language, text):
        start = found["start_index"]
        if start > 0 and not found["is_paragraph_break"] and found["text"].strip():
            # A "sentence" that starts in the middle of a word or with a closing mark is none.
            before, first = text[start - 1], text[start]
            if before.isspace() or not (before.isalnum() and first.isalnum()):
                starts.append(start)
    return starts


class Chunker:
    """Cuts batches of tokens into chunks as they come.

    Args:
        size: characters a chunk holds, counted over the text kept under ``policy``. A longer
            sentence makes a longer chunk.
        policy: which categories are left out when the run starts.
        language: ISO 639-1 code for sentence borders.
    """

    def __init__(self, size: int, policy: Policy, language: str = "en") -> None:
        self._size = size
        self._policy = policy
        self._language = language
        self._index = 0
        self._start = 0
        self._end = 0
        self._length = 0

    def feed(self, tokens: Tokens, marks: Sequence[Mark]) -> Iterator[Chunk]:
        """The chunks that are complete with the next batch, which starts where the last one ended.

        Args:
            tokens: the batch's own tokens; it begins and ends at a paragraph border.
            marks: their marks, in document-wide token indices.
        """
        offset = self._end
        self._end += len(tokens)
        flags = kept(offset, self._end, marks, self._policy)
        for start, length in _sentence_starts(tokens, flags, self._language):
            if self._length and self._length + length > self._size:
                yield self._cut(offset + start)
            self._length += length

    def flush(self) -> Iterator[Chunk]:
        """The last chunk, when anything is left for it."""
        if self._end > self._start:
            yield self._cut(self._end)

    def _cut(self, end: int) -> Chunk:
        chunk = Chunk(self._index, self._start, end)
        self._index += 1
        self._start = end
        self._length = 0
        return chunk


def _sentence_starts(tokens: Tokens, flags: bytearray, language: str) -> Iterator[tuple[int, int]]:
    """(index of the first token, characters) of each sentence of the kept tokens."""
    pieces: list[str] = []
    where: list[int] = []
    places: list[int] = []
    length = 0
    paragraph = Space.NONE

    def flush() -> Iterator[tuple[int, int]]:
        text = "".join(pieces)
        borders = [0, *_borders(text, language), len(text)]
        for low, high in itertools.pairwise(borders):
            # The first token that begins at or after the border.
            at = bisect_left(places, low)
            if at < len(where):
                yield where[at], high - low + (0 if low else len(Space.PARAGRAPH.text))

    for index, keep in enumerate(flags):
        space = tokens.space(index)
        paragraph = max(paragraph, space)
        if not keep:
            continue
        if paragraph is Space.PARAGRAPH and pieces:
            yield from flush()
            pieces, where, places, length = [], [], [], 0
        elif pieces and space is not Space.NONE:
            pieces.append(" ")
            length += 1
        paragraph = Space.NONE
        pieces.append(tokens.text(index))
        where.append(index)
        places.append(length)
        length += len(pieces[-1])
    if pieces:
        yield from flush()
