"""Texts that must come through the whole path to the letter, whatever stands around them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pdfclean.document import CleanDocument, Policy
from pdfclean.extraction.reader import Reader
from pdfclean.pipeline import Finished, clean
from pdfclean.render import render
from pdfclean.settings import Settings
from tests.pdfs import passages
from tests.pdfs.passages import Shape
from tests.unit.preservation_cases import CASES, Case

TYPESETTERS = {
    "reportlab": passages.reportlab,
    "typst": passages.typst_one_column,
    "typst-columns": passages.typst_two_columns,
}
OWN_DIGITS = "small digits of the font's own, set without rise or size, come out on the line"
KNOWN_LIMITS = {
    **dict.fromkeys((("charges", name) for name in ("typst", "typst-columns")), OWN_DIGITS),
    ("formulas of chemistry, lowered", "typst"): OWN_DIGITS,
    ("formulas of chemistry, lowered", "typst-columns"): OWN_DIGITS,
}
"""What is not right yet, by case and typesetter; an entry that passes fails, and can go."""


def settable(case: Case, typesetter: str) -> bool:
    """Whether the typesetter's font has every character: reportlab's own know Latin-1 only."""
    if typesetter != "reportlab":
        return True
    return case.text == case.text.encode("cp1252", "ignore").decode("cp1252")


def params() -> Iterator[object]:
    """Every case by every typesetter, known limits marked."""
    for typesetter in TYPESETTERS:
        for case in CASES:
            reason = KNOWN_LIMITS.get((case.id, typesetter))
            marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
            if settable(case, typesetter):
                yield pytest.param(case, typesetter, id=f"{typesetter}-{case.id}", marks=marks)


@pytest.fixture(scope="module")
def documents(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[str], CleanDocument]]:
    """The cases set by a typesetter and cleaned, each document once."""
    done: dict[str, CleanDocument] = {}
    folder = tmp_path_factory.mktemp("passages")
    with Reader() as reader:

        def run(typesetter: str) -> CleanDocument:
            if typesetter not in done:
                done[typesetter] = cleaned(reader, folder / f"{typesetter}.pdf", typesetter)
            return done[typesetter]

        yield run


def cleaned(reader: Reader, path: Path, typesetter: str) -> CleanDocument:
    """All the cases that a typesetter can set, in one document, cleaned."""
    chosen = [case.passage for case in CASES if settable(case, typesetter)]
    path.write_bytes(TYPESETTERS[typesetter](chosen))
    with reader.open(path) as pdf:
        *_, last = clean(pdf, Settings())
    assert isinstance(last, Finished)
    return last.document


@pytest.mark.parametrize(("case", "typesetter"), list(params()))
def test_it_comes_through_to_the_letter(
    case: Case, typesetter: str, documents: Callable[[str], CleanDocument]
) -> None:
    text = render(documents(typesetter), Policy(Policy().out - case.keep))
    if case.shape is Shape.HEADING:
        assert case.clean in text.split("\n\n")
    else:
        assert case.clean in text


@pytest.mark.parametrize("typesetter", list(TYPESETTERS))
def test_what_stands_around_them_is_cleaned(
    typesetter: str, documents: Callable[[str], CleanDocument]
) -> None:
    text = render(documents(typesetter))
    # The citations and the reference list of the ordinary prose, the running title, the numbers.
    assert "Quay Papers" not in text
    assert "(Holm, 200" not in text
    assert not [n for n in range(1, passages.SOURCES + 1) if f" [{n}]." in text]
    assert passages.RUNNING not in text.replace(passages.TITLE, "")
    assert not [line for line in text.split("\n") if line.isdecimal() and len(line) < 3]


def test_the_cases_have_names_of_their_own() -> None:
    assert len({case.id for case in CASES}) == len(CASES)
    assert {case for case, _ in KNOWN_LIMITS} <= {case.id for case in CASES}
