"""Over typeset documents: every character is in one token, every token says what the file says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from unicodedata import normalize

import pytest

from pdfclean.cleaning import Batch, Cleaner
from pdfclean.document import Page, Placed
from pdfclean.extraction.extract import open_document
from pdfclean.extraction.layout import Labeller
from tests.pdfs import reportlab_papers, typst_papers
from tests.pdfs.prose import FRENCH, GERMAN, PAPER
from tests.pdfs.typeset import Citations, Typeset, words

DOCUMENTS = {
    "two columns": lambda: typst_papers.paper(PAPER, Citations.NUMERIC, 2),
    "one column": lambda: reportlab_papers.paper(PAPER, Citations.AUTHOR_YEAR, 1),
    "german": lambda: typst_papers.paper(GERMAN, Citations.NUMERIC, 2),
    "french": lambda: typst_papers.paper(FRENCH, Citations.AUTHOR_YEAR, 2),
    "superscripts": lambda: reportlab_papers.paper(PAPER, Citations.SUPERSCRIPT, 2),
}


@pytest.fixture(params=DOCUMENTS)
def read(
    request: pytest.FixtureRequest, on_disk: Callable[[Typeset | bytes], Path]
) -> Iterator[tuple[Typeset, dict[int, Page], tuple[Placed, ...], Batch]]:
    """A document with its pages, its reading order and what the cleaner makes of them."""
    typeset = DOCUMENTS[request.param]()
    document = open_document(on_disk(typeset))
    raw = [document.page(number) for number in range(1, document.info.pages + 1)]
    document.close()
    labeller = Labeller(raw)
    layout, rest = labeller.feed(raw), labeller.flush()
    order = layout.order + rest.order
    batch = Cleaner(raw).feed(layout.pages, order)
    yield typeset, {page.number: page for page in layout.pages}, order, batch


def test_every_character_is_in_one_token(
    read: tuple[Typeset, dict[int, Page], tuple[Placed, ...], Batch],
) -> None:
    _, pages, order, batch = read
    places = [
        (source.page, source.line, at)
        for token in batch.tokens
        for source in token.sources
        for at in range(source.start, source.end)
    ]
    assert len(places) == len(set(places))
    solid = {
        (placed.page, placed.line, at)
        for placed in order
        for at, char in enumerate(pages[placed.page].lines[placed.line].text)
        if not char.isspace()
    }
    assert solid - set(places) == set()


def test_a_token_is_its_source_or_a_repair_of_it(
    read: tuple[Typeset, dict[int, Page], tuple[Placed, ...], Batch],
) -> None:
    typeset, pages, _, batch = read
    for token in batch.tokens:
        raw = "".join(pages[s.page].lines[s.line].text[s.start : s.end] for s in token.sources)
        assert token.raw == raw
        if token.text != token.raw:
            # A raised digit is its digit.
            assert set(words(normalize("NFKC", token.text))) <= typeset.words
    joined = [token for token in batch.tokens if len(token.sources) > 1]
    assert all(token.text != token.raw for token in joined)


def test_marks_lie_within_the_tokens_and_in_order(
    read: tuple[Typeset, dict[int, Page], tuple[Placed, ...], Batch],
) -> None:
    *_, batch = read
    starts = [mark.start for mark in batch.marks]
    assert starts == sorted(starts)
    assert all(0 <= mark.start < mark.end <= len(batch.tokens) for mark in batch.marks)
    assert all(mark.reason and mark.stage and 0 <= mark.confidence <= 1 for mark in batch.marks)
