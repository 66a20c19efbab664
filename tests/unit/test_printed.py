"""Where tokens stand on the printed page, and back: the geometry of the page beside the text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import RectangleObject
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from pdfclean.document import Box, Line, Page, Run, Source, Space, Token
from pdfclean.extraction.reader import Reader
from pdfclean.printed import nearest, outlines, stretch

HERE = Box(100, 200, 300, 212)


def line(text: str, box: Box = HERE, **more: object) -> Line:
    return replace(Line(text, box, 10, 400), **more)


def token(*sources: Source, text: str = "x") -> Token:
    return Token(text, text, Space.SPACE, sources)


def page(*lines: Line, number: int = 1, **more: object) -> Page:
    return replace(Page(number, (400, 600), lines), **more)


# A stretch of a line ------------------------------------------------------------------------------


def test_a_whole_line_is_its_box() -> None:
    one = line("It rains a lot.")
    assert stretch(one, 0, 15) == one.box
    assert stretch(one, -3, 99) == one.box


def test_a_part_lies_between_what_stands_before_and_after() -> None:
    one = line("aaaaa mmmmm iiiii")
    a, m, i = (stretch(one, at, at + 5) for at in (0, 6, 12))
    assert a.left == 100 and i.right == pytest.approx(300)
    assert a.right < m.left < m.right < i.left
    assert m.width > 1.5 * a.width > 1.5 * i.width  # as in any text face
    assert (m.top, m.bottom) == (200, 212)


@pytest.mark.parametrize("face", ["Times-Roman", "Helvetica", "Times-BoldItalic"])
def test_words_are_found_within_a_letter_s_width(face: str) -> None:
    text = "In 31 of 40 pools, the limpets had moved (Marsh 2019) by a hand’s width."
    size = 10
    width = stringWidth(text, face, size)
    one = line(text, Box(100, 200, 100 + width, 212))
    for word in ("31", "pools", "limpets", "(Marsh", "hand’s", "width."):
        start = text.index(word)
        box = stretch(one, start, start + len(word))
        assert box.left == pytest.approx(100 + stringWidth(text[:start], face, size), abs=5)
        end = start + len(word)
        assert box.right == pytest.approx(100 + stringWidth(text[:end], face, size), abs=5)


def test_small_type_in_a_line_is_narrower() -> None:
    runs = (Run(0, 5, "F", 10, 400, 0), Run(5, 10, "F", 5, 400, 4))
    plain, small = line("aaaaaaaaaa"), line("aaaaaaaaaa", runs=runs)
    assert stretch(small, 5, 10).width < 0.75 * stretch(plain, 5, 10).width


def test_chinese_is_as_wide_as_it_is_long() -> None:
    one = line("一二三四五六七八九十")
    assert stretch(one, 5, 10) == Box(pytest.approx(200), 200, pytest.approx(300), 212)


@pytest.mark.parametrize(
    "one",
    [
        line("sideways", Box(20, 100, 30, 400)),
        line("שלום עולם"),
        line("مرحبا بالعالم"),
    ],
)
def test_where_the_order_is_not_known_the_whole_line_is_outlined(one: Line) -> None:
    assert stretch(one, 2, 5) == one.box
    assert stretch(one, 0, 1) == one.box


def test_nothing_divides_by_nothing() -> None:
    empty = line("", Box(100, 200, 100, 200), font_size=0)
    assert stretch(empty, 0, 0) == empty.box
    assert stretch(line("a b", Box(5, 5, 5, 9), font_size=0), 1, 2).width == 0


# Tokens -------------------------------------------------------------------------------------------


def test_one_box_a_line_and_a_word_over_a_page_turn_has_two() -> None:
    pages = {
        1: page(line("The lim-", Box(50, 500, 150, 512))),
        2: page(line("pets moved.", Box(50, 40, 150, 52)), number=2),
    }
    the = token(Source(1, 0, 0, 3))
    limpets = token(Source(1, 0, 4, 8), Source(2, 0, 0, 4))
    moved, stop = token(Source(2, 0, 5, 10)), token(Source(2, 0, 10, 11))
    found = outlines([the, limpets, moved, stop], pages.get)
    assert found == {1: [Box(50, 500, 150, 512)], 2: [Box(50, 40, 150, 52)]}
    (first,), (second,) = outlines([limpets], pages.get).values()
    assert first.left > 60 and first.right == 150
    assert second.left == 50 and second.right < 100


def test_what_has_no_place_has_no_outline() -> None:
    standing_in = page(line("Without places."), reader="pypdf")
    assert outlines([token(Source(1, 0, 0, 7))], lambda _: standing_in) == {}
    assert outlines([token(Source(1, 5, 0, 7))], lambda _: page(line("One."))) == {}
    assert outlines([token(Source(9, 0, 0, 7))], lambda _: None) == {}
    assert outlines([], lambda _: None) == {}


# Back ---------------------------------------------------------------------------------------------


def test_a_point_finds_its_line_and_character() -> None:
    there = page(
        line("First of all", Box(50, 100, 150, 112)),
        line("second of all", Box(50, 114, 150, 126)),
        line("The other column", Box(200, 100, 300, 112)),
    )
    assert nearest(there, 55, 106) == (0, 0)
    found = nearest(there, 148, 120)
    assert found == (1, len("second of all") - 1)
    assert nearest(there, 148, 112.6) == (0, len("First of all") - 1)  # between two lines
    assert nearest(there, 205, 106) == (2, 0)
    assert nearest(there, 44, 106) == (0, 0)  # in the margin, near
    assert nearest(there, 10, 106) is None
    assert nearest(there, 100, 300) is None
    assert nearest(replace(there, reader="pypdf"), 55, 106) is None


def test_each_character_leads_back_to_itself() -> None:
    one = line("Words of many kinds, and (some) MORE.")
    for at in range(len(one.text)):
        box = stretch(one, at, at + 1)
        assert nearest(page(one), (box.left + box.right) / 2, 206) == (0, at)


# Real pages ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reader() -> Reader:
    with Reader() as shared:
        yield shared


def plain(writer: PdfWriter) -> None:
    return


def turned(writer: PdfWriter) -> None:
    writer.pages[0].rotate(90)


def cropped(writer: PdfWriter) -> None:
    writer.pages[0].cropbox = RectangleObject((30, 100, 380, 580))


def both(writer: PdfWriter) -> None:
    cropped(writer)
    writer.pages[0].rotate(270)


@pytest.mark.parametrize("change", [plain, turned, cropped, both])
def test_a_word_is_outlined_where_it_is_printed(
    reader: Reader, tmp_path: Path, change: Callable[[PdfWriter], None]
) -> None:
    path = tmp_path / "page.pdf"
    canvas = Canvas(str(path), pagesize=(400, 600))
    canvas.setFont("Times-Roman", 12)
    canvas.drawString(50, 500, "The limpets had moved less than a hand.")
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(path))
    change(writer)
    writer.write(path)
    with reader.open(path) as document:
        (there,) = document.read([1])
    start = there.lines[0].text.index("moved")
    ((box,),) = outlines([token(Source(1, 0, start, start + 5))], lambda _: there).values()
    before = stringWidth("The limpets had ", "Times-Roman", 12)
    width = stringWidth("moved", "Times-Roman", 12)
    if change in (plain, cropped):
        left, top = (0, 0) if change is plain else (30, 20)
        assert box.left == pytest.approx(50 - left + before, abs=4)
        assert box.right == pytest.approx(50 - left + before + width, abs=4)
        assert box.top < 100 - top - 4 < box.bottom
    else:  # the line stands on its side: all of it is outlined
        assert box == there.lines[0].box
        assert box.height > 10 * box.width
