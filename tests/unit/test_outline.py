"""Sections: the right ones at the right depth, every token in one, and none lost by choosing."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pdfclean.document import Category, CleanDocument, Policy, Role, Space
from pdfclean.errors import LimitError
from pdfclean.extraction.reader import Reader
from pdfclean.outline import (
    Section,
    count_words,
    family,
    leave_out,
    minutes,
    outline,
    parse_sections,
    section_numbers,
)
from pdfclean.outline.levels import Style, levels
from pdfclean.outline.titles import numbered
from pdfclean.pipeline import Finished, clean
from pdfclean.render import removed, render
from pdfclean.settings import Settings
from tests.fakes import Said, document
from tests.pdfs import latex_papers, reportlab_papers, typst_papers
from tests.pdfs.prose import FRENCH, GERMAN, PAPER, REPORT, Text
from tests.pdfs.typeset import Citations, Typeset

PROSE = "Every sentence of this section stays where it was, and none of them is lost."


def head(text: str, size: float = 12, page: int = 1, weight: int = 700) -> Said:
    """A heading as layout labels it."""
    return Said(text, Role.HEADING, Category.HEADINGS, page=page, size=size, weight=weight)


def shape(made: CleanDocument) -> list[tuple[int, str]]:
    """The outline as (level, title)."""
    return [(section.level, section.title) for section in outline(made)]


NUMBERED = document(
    Said("Slow Rivers", Role.TITLE, size=18),
    PROSE,
    head("1 Introduction"),
    PROSE,
    head("2 Methods", page=2),
    head("2.1 Sites", 11, page=2),
    Said(PROSE, page=2),
    head("2.2 Counting", 11, page=2),
    Said(f"{PROSE} [3]", page=2),
    head("3 Results", page=3),
    Said(PROSE, page=3),
    head("References", page=4),
    Said("[1] Marsh, A. Limpets. 2019.", Role.REFERENCE, Category.REFERENCES, page=4),
)


# Documents that we set ourselves ------------------------------------------------------------------


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as warm:
        yield warm


needs_latex = pytest.mark.skipif(not latex_papers.available(), reason="LaTeX is not installed")
SET = [
    pytest.param(typst_papers.paper, PAPER, Citations.NUMERIC, 2, id="typst"),
    pytest.param(typst_papers.paper, GERMAN, Citations.NUMERIC, 2, id="typst-german"),
    pytest.param(typst_papers.paper, FRENCH, Citations.AUTHOR_YEAR, 2, id="typst-french"),
    pytest.param(reportlab_papers.paper, PAPER, Citations.SUPERSCRIPT, 2, id="reportlab"),
    pytest.param(reportlab_papers.paper, REPORT, Citations.AUTHOR_YEAR, 1, id="reportlab-report"),
    pytest.param(
        latex_papers.paper, PAPER, Citations.AUTHOR_YEAR, 1, id="latex", marks=needs_latex
    ),
]


@pytest.mark.parametrize(("paper", "text", "citations", "columns"), SET)
def test_the_sections_are_those_of_the_author(
    paper: Callable[[Text, Citations, int], Typeset],
    text: Text,
    citations: Citations,
    columns: int,
    reader: Reader,
    on_disk: Callable[[Typeset], Path],
) -> None:
    with reader.open(on_disk(paper(text, citations, columns))) as pdf:
        *_, last = clean(pdf, Settings())
    assert isinstance(last, Finished)
    sections = outline(last.document)
    titles = [section.title for section in sections]
    wanted = [section.heading for section in text.sections]
    assert [title for title in titles if title in wanted] == wanted
    others = {text.title, text.abstract_heading, "Beginning"}
    assert [title for title in titles if title not in wanted and title not in others] == []
    assert {section.level for section in sections} == {1}
    check_tiling(last.document, sections)


# Which sections -----------------------------------------------------------------------------------


def test_numbers_give_the_levels() -> None:
    assert shape(NUMBERED) == [
        (1, "Slow Rivers"),
        (1, "1 Introduction"),
        (1, "2 Methods"),
        (2, "2.1 Sites"),
        (2, "2.2 Counting"),
        (1, "3 Results"),
    ]
    assert [section.page for section in outline(NUMBERED)] == [1, 1, 2, 2, 2, 3]


def test_a_heading_of_what_is_left_out_begins_no_section() -> None:
    assert "References" not in [section.title for section in outline(NUMBERED)]
    kept = Policy(frozenset(Category) - {Category.REFERENCES, Category.HEADINGS})
    assert outline(NUMBERED, kept)[-1].title == "References"


def test_headings_left_out_of_the_text_still_part_it() -> None:
    without = outline(NUMBERED, Policy(frozenset(Category)))
    assert [section.title for section in without] == [s.title for s in outline(NUMBERED)]


@pytest.mark.parametrize(
    "titles",
    [
        ["1 Einleitung", "2 Verfahren", "2.1 Zählung", "2.1.1 Ebbe", "3 Ergebnisse"],
        ["1. Einleitung", "2. Verfahren", "2.1. Zählung", "2.1.1. Ebbe", "3. Ergebnisse"],
        ["1 设计规划", "2 设计实现", "2.1 框图介绍", "2.1.1 地鼠", "3 设计总结"],
        ["第一章 绪论", "第二章 方法", "第一节 计数", "2.1.1 潮汐", "第三章 结果"],
        ["1 Introduction", "2 Method", "A.1 Proofs", "A.1.1 Lemma", "Acknowledgements"],
    ],
    ids=["german", "german with points", "chinese", "chinese chapters", "appendix"],
)
def test_levels_by_number(titles: list[str]) -> None:
    lines = [line for title in titles for line in (head(title, 12), PROSE)]
    assert shape(document(*lines)) == list(zip([1, 1, 2, 3, 1], titles, strict=True))


def test_levels_by_type_where_nothing_is_numbered() -> None:
    made = document(
        head("Ebb", 16), PROSE, head("Dawn", 12), PROSE, head("Dusk", 12), PROSE,
        head("Flood", 16), PROSE, head("Night", 12), PROSE,
    )  # fmt: skip
    assert shape(made) == [(1, "Ebb"), (2, "Dawn"), (2, "Dusk"), (1, "Flood"), (2, "Night")]


def test_one_heading_above_all_others_does_not_hold_them() -> None:
    made = document(head("Summary", 16), PROSE, head("Ebb"), PROSE, head("Flood"), PROSE)
    assert shape(made) == [(1, "Summary"), (1, "Ebb"), (1, "Flood")]


def test_an_unnumbered_heading_stands_beside_those_set_like_it() -> None:
    made = document(
        head("Abstract"), PROSE, head("1 Tides"), PROSE, head("1.1 Ebb", 11), PROSE,
        head("Where limpets sleep", 10), PROSE, head("Thanks"), PROSE,
    )  # fmt: skip
    assert [level for level, _ in shape(made)] == [1, 1, 2, 3, 1]


def test_a_chapter_s_number_and_its_name_are_one_heading() -> None:
    made = document(head("Kapitel 3", 20), head("Ebbe und Flut", 24), PROSE)
    assert shape(made) == [(1, "Kapitel 3: Ebbe und Flut")]


def test_a_heading_of_two_lines_is_one() -> None:
    made = document(head("What limpets do when"), head("nobody counts them"), PROSE)
    assert shape(made) == [(1, "What limpets do when nobody counts them")]


@pytest.mark.parametrize(
    "line",
    [
        head("and so the line went on after the picture"),
        head("• a point of a list"),
        head("12.5"),
        head("Set like the text around it", 10, weight=400),
        head("A very long bold sentence. " * 12),
    ],
    ids=["lower case", "bullet", "number", "body type", "too long"],
)
def test_a_line_that_only_has_the_label_begins_no_section(line: Said) -> None:
    made = document(head("1 Tides"), PROSE, line, PROSE, head("2 Pools"), PROSE)
    assert [title for _, title in shape(made)] == ["1 Tides", "2 Pools"]


def test_a_document_without_headings_has_no_outline() -> None:
    assert outline(document(PROSE, PROSE)) == ()
    assert outline(document()) == ()


def with_bookmarks(made: CleanDocument, *entries: tuple[int, str, int]) -> CleanDocument:
    return replace(made, info=replace(made.info, outline=entries))


def test_the_pdf_s_outline_shows_headings_that_open_a_paragraph() -> None:
    made = document(
        head("3 Skills"), PROSE,
        f"3.1 Labeling. {PROSE}",
        f"Code. {PROSE}",
        f"Code generation is none. {PROSE}",
    )  # fmt: skip
    assert shape(made) == [(1, "3 Skills")]
    marked = with_bookmarks(made, (1, "Skills", 1), (2, "Labeling", 1), (2, "Code", 1))
    assert shape(marked) == [(1, "3 Skills"), (2, "3.1 Labeling"), (2, "Code")]


def test_a_line_of_contents_is_not_the_heading_that_it_names() -> None:
    made = document(
        head("Tides", page=1), Said("Pools are on page nine", page=1),
        head("Tides", page=5), Said(PROSE, page=5),
    )  # fmt: skip
    found = outline(with_bookmarks(made, (1, "Tides", 5)))
    assert [(section.title, section.page) for section in found][-1] == ("Tides", 5)
    assert len(found) == 2


def test_bookmarks_give_levels_that_type_does_not_tell() -> None:
    made = document(head("Ebb"), PROSE, head("Dawn"), PROSE, head("Flood"), PROSE)
    marked = with_bookmarks(made, (1, "Ebb", 1), (2, "DAWN", 1), (1, "Flood", 0))
    assert [level for level, _ in shape(marked)] == [1, 2, 1]


# Tiling and choosing ------------------------------------------------------------------------------


def check_tiling(made: CleanDocument, sections: Sequence[Section]) -> None:
    """Every token lies in one section, and choosing moves whole sections and nothing else."""
    borders = [section.start for section in sections] + [sections[-1].end]
    assert borders[0] == 0
    assert borders[-1] == made.chunks[-1].chunk.end
    assert [section.end for section in sections] == borders[1:]
    assert borders == sorted(set(borders))
    whole = count_words(render(made))
    assert sum(section.words for section in sections) == whole
    dice = random.Random(1)
    for _ in range(8):
        out = {i for i in range(len(sections)) if dice.random() < 0.4}
        left = render(made, decisions=leave_out(sections, out))
        gone = sum(sections[i].words for i in out)
        assert count_words(left) == whole - gone
    assert render(made, decisions=leave_out(sections, range(len(sections)))) == ""
    assert render(made, decisions=leave_out(sections, ())) == render(made)


def test_sections_tile_the_tokens() -> None:
    check_tiling(NUMBERED, outline(NUMBERED))


@pytest.mark.parametrize("seed", range(20))
def test_sections_tile_whatever_comes(seed: int) -> None:
    dice = random.Random(seed)
    lines: list[Said | str] = [
        dice.choice([
            PROSE,
            head(f"Part {number} of it", dice.choice([11, 12, 16])),
            head(f"{number}.{dice.randrange(9)} Numbered"),
            Said("Footnote", Role.FOOTNOTE, Category.FOOTNOTES, Space.LINE),
            Said("Table", Role.TABLE, Category.TABLES),
        ])
        for number in range(dice.randrange(1, 30))
    ]  # fmt: skip
    made = document(*lines, head("Last"), PROSE, chunk_lines=dice.randrange(1, 5))
    check_tiling(made, outline(made))


def test_what_a_section_takes_along_is_accounted_for() -> None:
    sections = outline(NUMBERED)
    counting = next(i for i, s in enumerate(sections) if s.title == "2.2 Counting")
    decisions = leave_out(sections, {counting})
    items = list(removed(NUMBERED.chunks, NUMBERED.policy, decisions))
    by_hand = [item for item in items if item.category is None]
    assert "".join(item.text for item in by_hand).startswith("2.2 Counting")
    assert sum(count_words(item.text) for item in by_hand) == sections[counting].words
    assert [i.text for i in items if i.category is Category.CITATIONS] == ["[3]"]
    assert [item.start for item in items] == sorted(item.start for item in items)


def test_a_section_counts_all_below_it() -> None:
    sections = outline(NUMBERED)
    assert list(family(sections, 2)) == [2, 3, 4]
    long = [replace(section, words=300) for section in sections]
    assert [minutes(long, i) for i in range(len(long))] == [2, 2, 6, 2, 2, 2]


@pytest.mark.parametrize(
    ("text", "chosen"),
    [("1", {0}), ("2-3", {1, 2, 3, 4}), (" 4 , 6 ", {3, 5}), ("1–2", {0, 1}), ("3", {2, 3, 4})],
)
def test_sections_by_number(text: str, chosen: set[int]) -> None:
    assert parse_sections(text, outline(NUMBERED)) == chosen


@pytest.mark.parametrize("text", ["", "x", "1-", "-2", "0", "3-1", "1,,2", "²", "9" * 30])
def test_numbers_that_cannot_be_read(text: str) -> None:
    with pytest.raises(ValueError, match="Write them like 1,3-5"):
        section_numbers(text)


def test_a_section_that_is_not_there() -> None:
    with pytest.raises(LimitError, match="There is no section 7: this document has 6"):
        parse_sections("2-7", outline(NUMBERED))
    with pytest.raises(LimitError, match="no headings"):
        parse_sections("1", ())


# Parts --------------------------------------------------------------------------------------------


def test_small_capitals_measured_unevenly_are_one_style() -> None:
    big, small = Style(9.5, bold=True, italic=False), Style(9.1, bold=True, italic=False)
    assert levels([(0, 0, big), (0, 0, small), (0, 0, big)]) == [1, 1, 1]


def test_a_long_row_of_anything_takes_no_time() -> None:
    start = time.perf_counter()
    for piece in ("1.", "1 ", "A.1", "第", "IV. ", "§ ", "Kapitel "):
        numbered(piece * 20_000)
        with pytest.raises(ValueError, match="Cannot read"):
            section_numbers(piece * 20_000)
    assert time.perf_counter() - start < 1
