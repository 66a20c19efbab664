"""Two workers read a longer document: the same pages, whatever becomes of the second."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pdfclean.document import Page
from pdfclean.extraction.pair import LEAST
from pdfclean.extraction.reader import Reader
from tests.pdfs import odd

PAGES = 2 * LEAST


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("pair") / "long.pdf"
    made.write_bytes(odd.huge(PAGES).data)
    return made


@pytest.fixture(scope="module")
def pages(path: Path) -> list[Page]:
    """As one worker reads them."""
    with Reader() as reader, reader.open(path) as pdf:
        return list(pdf.read(range(1, PAGES + 1)))


@pytest.fixture
def pair() -> Iterator[Reader]:
    with Reader() as reader:
        reader.warm(pair=True)
        yield reader


def test_two_read_what_one_reads(path: Path, pages: list[Page], pair: Reader) -> None:
    with pair.open(path) as pdf:
        assert list(pdf.read(range(1, PAGES + 1))) == pages
        assert list(pdf.read([7, 3])) == [pages[6], pages[2]]


def test_the_second_one_is_not_missed(path: Path, pages: list[Page], pair: Reader) -> None:
    with pair.open(path) as pdf:
        reading = pdf.read(range(1, PAGES + 1))
        first = next(reading)
        pair.artist.kill()
        assert [first, *reading] == pages


def test_who_stops_reading_stops_both(path: Path, pages: list[Page], pair: Reader) -> None:
    with pair.open(path) as pdf:
        reading = pdf.read(range(1, PAGES + 1))
        next(reading)
        reading.close()  # type: ignore[attr-defined]
        assert list(pdf.read(range(1, PAGES + 1))) == pages


def test_a_file_that_is_gone_is_the_first_one_s_trouble(
    path: Path, pages: list[Page], pair: Reader, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(path.read_bytes())
    with pair.open(copy) as pdf:
        copy.unlink()
        assert list(pdf.read(range(1, PAGES + 1))) == pages
