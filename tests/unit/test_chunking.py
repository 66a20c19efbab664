"""Chunks tile the tokens, never cut a sentence, and render to the document's text."""

import itertools
import re

import pytest

from pdfclean.chunking import Chunker, sentences
from pdfclean.document import (
    Category,
    Chunk,
    CleanChunk,
    Mark,
    Policy,
    Source,
    Space,
    Token,
    Tokens,
)
from pdfclean.render import Renderer

PARAGRAPHS = (
    "The tide came in at 6.15 a.m. on a Monday. Nobody saw it, e.g. because of the fog.",
    "Dr. Ames wrote down 3.5 mg. He was sure of it! Was he? Fig. 3 says so.",
    "A heading without a full stop",
    "One long sentence that goes on and on, past any chunk size that a sensible reader would pick, "
    "without ever coming to an end until, at last, it does.",
    "“Quite so,” she said. “Let us go.” They went.",
)


def tokens_of(paragraphs: tuple[str, ...]) -> Tokens:
    tokens = Tokens()
    for number, paragraph in enumerate(paragraphs):
        for match in re.finditer(r"\w+|[^\w\s]", paragraph):
            start = match.start()
            space = Space.SPACE if start and paragraph[start - 1] == " " else Space.NONE
            if start == 0 and number:
                space = Space.PARAGRAPH
            source = Source(1, number, start, match.end())
            tokens.append(Token(match.group(), match.group(), space, (source,)))
    return tokens


def cut(tokens: Tokens, size: int, marks: tuple[Mark, ...] = ()) -> list[Chunk]:
    chunker = Chunker(size, Policy())
    return [*chunker.feed(tokens, marks), *chunker.flush()]


def texts(tokens: Tokens, chunks: list[Chunk], marks: tuple[Mark, ...] = ()) -> list[str]:
    renderer = Renderer(Policy())
    return [
        renderer.render(
            CleanChunk(
                chunk,
                tokens[chunk.start : chunk.end],
                tuple(m for m in marks if m.start < chunk.end and m.end > chunk.start),
            )
        )
        for chunk in chunks
    ]


@pytest.mark.parametrize("size", [1, 40, 100, 300, 10_000])
def test_chunks_tile_the_tokens(size: int) -> None:
    tokens = tokens_of(PARAGRAPHS)
    chunks = cut(tokens, size)
    assert chunks[0].start == 0
    assert chunks[-1].end == len(tokens)
    assert all(a.end == b.start for a, b in itertools.pairwise(chunks))
    assert [chunk.index for chunk in chunks] == list(range(len(chunks)))


@pytest.mark.parametrize("size", [1, 40, 100, 300])
def test_no_chunk_cuts_a_sentence(size: int) -> None:
    tokens = tokens_of(PARAGRAPHS)
    whole = [s.strip() for p in PARAGRAPHS for s in sentences(p)]
    for text in texts(tokens, cut(tokens, size)):
        pieces = [s.strip() for p in text.split("\n\n") for s in sentences(p) if s.strip()]
        assert all(piece in whole for piece in pieces), pieces


@pytest.mark.parametrize("size", [1, 60, 200])
def test_chunks_render_to_the_document(size: int) -> None:
    tokens = tokens_of(PARAGRAPHS)
    assert "".join(texts(tokens, cut(tokens, size))) == "\n\n".join(PARAGRAPHS)


def test_a_chunk_holds_as_many_sentences_as_fit() -> None:
    tokens = tokens_of(PARAGRAPHS)
    for text in texts(tokens, cut(tokens, 100)):
        assert len(text.strip()) <= 100 or len(sentences(text.strip())) == 1


def test_removed_text_does_not_count_and_hides_no_full_stop() -> None:
    tokens = tokens_of(("First one [12]. Second one.", "Gone gone gone gone gone.", "Third."))
    words = [token.text for token in tokens]
    at = words.index("[")
    gone = words.index("Gone")
    marks = (
        Mark(at, at + 3, Category.CITATIONS, "numeric citation", "citations"),
        Mark(gone, gone + 6, Category.TABLES, "table", "layout"),
    )
    chunks = cut(tokens, 10, marks)
    assert texts(tokens, chunks, marks) == ["First one.", " Second one.", "\n\nThird."]


def test_batches_continue_the_numbering() -> None:
    tokens = tokens_of(PARAGRAPHS)
    half = next(i for i in range(20, len(tokens)) if tokens.space(i) is Space.PARAGRAPH)
    chunker = Chunker(60, Policy())
    chunks = [
        *chunker.feed(tokens[:half], ()),
        *chunker.feed(tokens[half:], ()),
        *chunker.flush(),
    ]
    assert "".join(texts(tokens, chunks)) == "\n\n".join(PARAGRAPHS)
    assert all(a.end == b.start for a, b in itertools.pairwise(chunks))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("A vs. B. J. Smith et al. (2010) did it.", 1),
        ("Das ist z. B. gut.", 1),
        ("你好。世界很大！真的吗？", 3),
        ("", 0),
        ("No end", 1),
    ],
)
def test_sentences_lose_nothing(text: str, count: int) -> None:
    found = sentences(text)
    assert "".join(found) == text
    assert len(found) == count
