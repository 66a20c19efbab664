"""The whole path over documents that we set ourselves: every sentence there, the rest gone."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pdfclean.document import CleanDocument
from pdfclean.errors import EncryptedPdfError, NotAPdfError, NoTextError, WrongPasswordError
from pdfclean.extraction.reader import Reader
from pdfclean.pipeline import Finished, clean
from pdfclean.render import render
from pdfclean.settings import Settings
from tests.benchmark.faithful import faults
from tests.pdfs import latex_papers, odd, reportlab_papers, typst_papers
from tests.pdfs.prose import FRENCH, GERMAN, PAPER, REPORT
from tests.pdfs.typeset import Citations, Typeset, words

needs_latex = pytest.mark.skipif(not latex_papers.available(), reason="LaTeX is not installed")

TYPESETTERS = {
    "reportlab": reportlab_papers.paper,
    "typst": typst_papers.paper,
    "latex": latex_papers.paper,
}
TEXTS = {
    "paper-numeric": (PAPER, Citations.NUMERIC, 2),
    "paper-superscript": (PAPER, Citations.SUPERSCRIPT, 2),
    "paper-author-year": (PAPER, Citations.AUTHOR_YEAR, 1),
    "report": (REPORT, Citations.AUTHOR_YEAR, 1),
    "german": (GERMAN, Citations.NUMERIC, 2),
    "french": (FRENCH, Citations.AUTHOR_YEAR, 2),
}
SHORT_LIST = "a list of two references without numbers is taken for prose"
KNOWN_LIMITS = {
    ("report", "latex"): SHORT_LIST,
    ("german", "reportlab"): "an affiliation and a table of decimal commas leak",
}
"""What is not right yet, by text and typesetter; an entry that passes fails, and can go."""


def cases() -> Iterator[object]:
    """Every text by every typesetter that can set it, known limits marked."""
    for text, typesetter in itertools.product(TEXTS, TYPESETTERS):
        marks = [needs_latex] if typesetter == "latex" else []
        if (text, typesetter) in KNOWN_LIMITS:
            marks.append(pytest.mark.xfail(reason=KNOWN_LIMITS[text, typesetter], strict=True))
        if typesetter != "latex" or TEXTS[text][0].language == "en":
            yield pytest.param(text, typesetter, id=f"{text}-{typesetter}", marks=marks)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as warm:
        yield warm


@pytest.fixture
def cleaned(
    reader: Reader, on_disk: Callable[[Typeset | bytes], Path]
) -> Callable[[Typeset | bytes], CleanDocument]:
    """Cleans a document as the command line does."""

    def run(document: Typeset | bytes) -> CleanDocument:
        with reader.open(on_disk(document)) as pdf:
            *_, last = clean(pdf, Settings())
        assert isinstance(last, Finished)
        assert last.complete
        return last.document

    return run


def check(typeset: Typeset, text: str) -> None:
    """Every sentence word for word and in order, nothing that must go, no word of our own."""
    flat = " ".join(text.split())
    missing = [sentence for sentence in typeset.keep if sentence not in flat]
    leaked = [junk for junk in typeset.gone if junk in flat]
    assert (missing, leaked) == ([], [])
    assert set(words(flat)) <= typeset.words
    places = [flat.index(sentence) for sentence in typeset.keep]
    assert places == sorted(places)


@pytest.mark.parametrize(("text", "typesetter"), list(cases()))
def test_a_paper_keeps_its_prose_and_nothing_else(
    text: str, typesetter: str, cleaned: Callable[[Typeset], CleanDocument]
) -> None:
    typeset = TYPESETTERS[typesetter](*TEXTS[text])
    document = cleaned(typeset)
    assert list(faults(document)) == []
    check(typeset, render(document))


def test_paragraphs_are_those_of_the_author(cleaned: Callable[[Typeset], CleanDocument]) -> None:
    paragraphs = render(cleaned(typst_papers.paper())).split("\n\n")
    # The third section has a formula, behind which Typst starts no paragraph that one could see.
    sections = (s for s in PAPER.sections if s.heading != "3 Results")
    whole = [" ".join(p) for section in sections for p in section.paragraphs]
    unmarked = [p for p in whole if "{" not in p]
    assert len(unmarked) == 2
    assert [p for p in unmarked if p not in paragraphs] == []


def test_a_long_document_is_cleaned_to_its_last_page(
    cleaned: Callable[[Typeset], CleanDocument],
) -> None:
    typeset = odd.huge(320)
    document = cleaned(typeset)
    assert [page.number for page in document.pages] == list(range(1, 321))
    flat = " ".join(render(document).split())
    assert Counter({s: flat.count(s) for s in typeset.keep}) == Counter(typeset.keep)


def test_a_locked_pdf_asks_for_its_password(
    reader: Reader, on_disk: Callable[[Typeset], Path]
) -> None:
    typeset = odd.encrypted()
    path = on_disk(typeset)
    with pytest.raises(EncryptedPdfError) as error:
        reader.open(path)
    assert not isinstance(error.value, WrongPasswordError)
    with pytest.raises(WrongPasswordError):
        reader.open(path, "high-water")
    with reader.open(path, odd.PASSWORD) as pdf:
        *_, last = clean(pdf, Settings())
    assert isinstance(last, Finished)
    check(typeset, render(last.document))


@pytest.mark.parametrize(
    ("typeset", "pages"), [(odd.scanned(3), (1, 2, 3)), (odd.empty_page(), (1,))]
)
def test_pages_without_text_are_named(
    typeset: Typeset, pages: tuple[int, ...], cleaned: Callable[[Typeset], CleanDocument]
) -> None:
    with pytest.raises(NoTextError) as error:
        cleaned(typeset)
    assert error.value.pages == pages


@pytest.mark.parametrize(
    "data",
    [
        odd.renamed_text(),
        b"",
        b"%PDF-1.7\n",
        odd.truncated(odd.renamed_text()),
        b"\x89PNG\r\n\x1a\n" + bytes(100),
    ],
    ids=["text", "empty", "header only", "tiny", "picture"],
)
def test_what_is_no_pdf_says_so(data: bytes, cleaned: Callable[[bytes], CleanDocument]) -> None:
    with pytest.raises(NotAPdfError) as error:
        cleaned(data)
    assert str(error.value).endswith(".")
