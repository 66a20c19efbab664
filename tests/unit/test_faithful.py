"""The check that every text is what its file says notices each way in which it would not be."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pdfclean.document import (
    Box,
    Chunk,
    CleanChunk,
    CleanDocument,
    DocumentInfo,
    Line,
    Page,
    Source,
    Space,
    Token,
    Tokens,
)
from tests.benchmark.faithful import faults

BOX = Box(0, 0, 100, 10)
BOAT = Token("boat", "boat", Space.NONE, (Source(1, 0, 0, 4),))
LATE = Token("late", "la-te", Space.SPACE, (Source(1, 0, 5, 8), Source(1, 1, 0, 2)))
CAFE = Token("café", "cafe´", Space.SPACE, (Source(1, 1, 3, 8),))
WHOLE = (BOAT, LATE, CAFE)


def document(tokens: Sequence[Token]) -> CleanDocument:
    """One page of two lines, ``boat la-`` and ``te cafe´``, and the tokens made of it."""
    lines = (Line("boat la-", BOX, 10, 400), Line("te cafe´", BOX, 10, 400))
    chunk = CleanChunk(Chunk(0, 0, len(tokens)), Tokens(tokens), ())
    return CleanDocument(DocumentInfo(1), (Page(1, (100, 100), lines),), (chunk,))


def test_tokens_that_are_their_lines_or_repairs_of_them_have_no_faults() -> None:
    assert list(faults(document(WHOLE))) == []


@pytest.mark.parametrize(
    ("tokens", "fault"),
    [
        ((BOAT, LATE), "page 1: 'cafe´' is in no token"),
        ((*WHOLE, BOAT), "page 1: 'boat' stands twice"),
        (
            (Token("ship", "ship", Space.NONE, BOAT.sources), LATE, CAFE),
            "page 1: 'ship' is 'boat' in the file",
        ),
        (
            (Token("ship", "boat", Space.NONE, BOAT.sources), LATE, CAFE),
            "page 1: 'ship' is no repair of 'boat'",
        ),
    ],
    ids=["lost", "twice", "not in the file", "invented"],
)
def test_a_fault_is_told(tokens: tuple[Token, ...], fault: str) -> None:
    assert list(faults(document(tokens))) == [fault]
