"""Which chunks are doubtful."""

import pytest

from pdfclean.choosing import doubts
from pdfclean.document import (
    Box,
    Category,
    Chunk,
    CleanChunk,
    Line,
    Mark,
    Page,
    Policy,
    Source,
    Space,
    Token,
    Tokens,
)

CITATION = Category.CITATIONS


def chunk_and_pages(
    first: float, second: float, *marks: Mark
) -> tuple[CleanChunk, dict[int, Page]]:
    """Tokens 10 and 11, one on each of two lines of these confidences."""
    tokens = Tokens(
        Token(text, text, Space.SPACE, (Source(1, line, 0, len(text)),))
        for line, text in enumerate(("One", "two"))
    )
    lines = tuple(Line("", Box(0, 0, 1, 1), 10, 400, confidence=c) for c in (first, second))
    return CleanChunk(Chunk(0, 10, 12), tokens, marks), {1: Page(1, (1, 1), lines)}


@pytest.mark.parametrize(
    ("first", "second", "marks", "doubtful"),
    [
        (0.99, 0.99, (), False),
        (0.99, 0.4, (), True),
        (0.99, 0.99, (Mark(11, 12, CITATION, "", "citations", 0.99),), False),
        (0.99, 0.99, (Mark(11, 12, CITATION, "", "citations", 0.5),), True),
        # What is surely left out needs no second look.
        (0.99, 0.4, (Mark(11, 12, CITATION, "", "citations", 0.99),), False),
    ],
)
def test_a_chunk_is_doubtful_by_the_lines_it_keeps_and_its_marks(
    first: float, second: float, marks: tuple[Mark, ...], doubtful: bool
) -> None:
    chunk, pages = chunk_and_pages(first, second, *marks)
    assert bool(doubts(chunk, pages, Policy())) is doubtful
