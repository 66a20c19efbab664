"""The learned labeller: it runs on anything, is repeatable, and never loses a document."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pdfclean.document import Box, Line, Page, Role
from pdfclean.extraction.features import measure_lines
from pdfclean.extraction.habits import learn
from pdfclean.extraction.items import items_of
from pdfclean.extraction.labels import CLASSES, KEPT, Kind, Weights, correct, kind_of, load, logits
from pdfclean.extraction.sheets import Sheet, sheet

BODY = "running text of a line that goes on for about as long as lines of books do"


def page(number: int, texts: list[str]) -> Page:
    lines = tuple(
        Line(text, Box(72, 72 + 14 * n, 72 + 5 * len(text), 82 + 14 * n), 10.0, 400, "Serif")
        for n, text in enumerate(texts)
    )
    return Page(number, (595.0, 842.0), lines)


def sheets_of(pages: list[Page], role: Role = Role.BODY) -> list[Sheet]:
    sheets = [sheet(one, [items_of(one, False)], []) for one in pages]
    for one in sheets:
        for item in one.items:
            item.label(role, 0.7)
    return sheets


def always(kind: Kind) -> Weights:
    """A network that answers one class, whatever it sees."""
    shipped = load()
    bias = np.array([9.0 * (k is kind) for k in CLASSES], dtype=np.float32)
    return replace(shipped, last=(np.zeros_like(shipped.last[0]), bias))


def test_shipped_weights_fit_the_features() -> None:
    pages = [page(1, [BODY] * 20)]
    features = measure_lines(sheets_of(pages), learn(pages))
    weights = load()
    assert features.values.shape == (20, len(weights.mean))
    assert np.isfinite(features.values).all()
    out = logits(weights, features.values, features.groups)
    assert out.shape == (20, len(CLASSES))
    assert np.isfinite(out).all()
    assert np.array_equal(out, logits(weights, features.values, features.groups))


def test_plain_prose_stays() -> None:
    pages = [page(n, [BODY.capitalize() + "."] + [BODY] * 30) for n in range(1, 6)]
    sheets = sheets_of(pages)
    correct(sheets, learn(pages))
    assert all(kind_of(i.role or Role.OTHER) in KEPT for s in sheets for i in s.items)


@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["x"],
        ["\ud800 lone surrogate"],
        ["   "],
        ["1", "2", "3"],
        ["文字" * 20] * 3,
        ["שלום עולם"] * 4,
        ["\U0001d4d0" * 5],
        ["a" * 20000],
        ["."] * 1600,
    ],
    ids=range(10),
)
def test_odd_pages_get_roles(texts: list[str]) -> None:
    pages = [page(1, texts), page(2, [])]
    sheets = sheets_of(pages)
    correct(sheets, learn(pages))
    assert all(i.role is not None and 0 <= i.confidence <= 1 for s in sheets for i in s.items)


def test_lines_without_geometry_keep_the_rules_roles() -> None:
    one = replace(page(1, [BODY] * 5), reader="pypdf")
    assert sheet(one, [items_of(one, False)], []).items == ()


def test_a_network_that_would_drop_a_whole_document_is_doubted() -> None:
    pages = [page(n, [BODY] * 40) for n in range(1, 4)]
    sheets = sheets_of(pages)
    correct(sheets, learn(pages), always(Kind.FURNITURE))
    assert {i.role for s in sheets for i in s.items} == {Role.BODY}
    assert all(i.confidence < 0.1 for s in sheets for i in s.items)


def test_a_few_lines_may_go() -> None:
    pages = [page(1, [BODY] * 40), page(2, [BODY] * 40)]
    sheets = sheets_of(pages, Role.REFERENCE)
    sheets[0].items[3].label(Role.BODY, 0.7)
    correct(sheets, learn(pages), always(Kind.TABLE))
    assert sheets[0].items[3].role is Role.TABLE
    # The rules' own finer role stands where both would drop the line.
    assert sheets[0].items[4].role is Role.REFERENCE


def test_what_the_rules_drop_comes_back() -> None:
    pages = [page(1, [BODY] * 10)]
    sheets = sheets_of(pages, Role.CAPTION)
    correct(sheets, learn(pages), always(Kind.PROSE))
    assert {i.role for s in sheets for i in s.items} == {Role.BODY}


def test_lines_beyond_the_page_are_not_judged() -> None:
    one = page(1, [BODY] * 3)
    hidden = Line(BODY, Box(72, -40, 400, -30), 10.0, 400, "Serif")
    one = replace(one, lines=(*one.lines, hidden))
    assert len(sheet(one, [items_of(one, False)], []).items) == 3
