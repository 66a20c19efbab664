"""The head of a first page: people and how to cite them go, what is said stays."""

from __future__ import annotations

import pytest

from pdfclean.document import Line, Page, Role, Run
from tests.unit.test_layout import KEPT, line, page, prose, run

TITLE = "On the lateness of clocks in small harbours"
ABSTRACT = "Abstract"


def paper(*between: Line) -> list[Page]:
    """A paper whose first page has these lines between its title and its abstract."""
    head = [line(TITLE, 100, 60, 500, 18.0, 700), *between]
    text = [line(ABSTRACT, 60, 240, 110, 10.0, 700), *prose(60, 256, 540, 36)]
    return [page(1, [*head, *text]), *(page(n, prose(60, 60, 540, 50, n)) for n in (2, 3))]


def test_how_a_paper_wants_to_be_cited_goes() -> None:
    cited = (
        line("O. Marsh. 2019. On the lateness of clocks in small har-", 60, 180, 400, 9.0),
        line("bours. Proc. Quay Soc. 3, Article 222, 10 pages.", 60, 191, 330, 9.0),
    )
    roles, _ = run(paper(line("Ottilie Marsh", 240, 90, 330, 11.0), *cited))
    assert {text.text for text in cited if roles[text.text] in KEPT} == set()


def test_an_abstract_with_the_citation_right_under_it_stays() -> None:
    told = [line(t.text, 60, 130 + 11 * n, 400, 9.0) for n, t in enumerate(prose(0, 0, 9, 8))]
    cited = line(f"How to cite: Marsh O. {TITLE}. J Quays 2019;8(2):99-101.", 60, 218, 400, 9.0)
    roles, _ = run(paper(*told, cited))
    assert [text.text for text in told if roles[text.text] not in KEPT] == []


def test_a_title_that_is_talked_about_stays() -> None:
    told = line(f"When we first wrote “{TITLE}”, nobody in the town laughed.", 60, 700, 540, 9.0)
    first, *rest = paper()
    roles, _ = run([page(1, [*first.lines, told]), *rest])
    assert roles[told.text] in KEPT


@pytest.mark.parametrize(
    "said", ["How old is the clock?", "The school in our street has never had a clock of its own."]
)
def test_a_sentence_under_a_title_is_no_author_and_no_address(said: str) -> None:
    roles, _ = run(paper(line(said, 60, 110, 330, 10.0)))
    assert roles[said] in KEPT


@pytest.mark.parametrize(
    "words",
    [
        "CCS Concepts: Human-centered computing; Clocks",
        "Additional Key Words and Phrases: clocks, harbours",
    ],
)
def test_keywords_by_other_names_go(words: str) -> None:
    text = line(words, 60, 220, 330, 9.0)
    assert run(paper(text))[0][words] is Role.BACK_MATTER


def test_a_bold_heading_close_over_a_line_with_italics_is_a_heading() -> None:
    runs = (Run(0, 10, "Serif400", 10, 400, 0), Run(10, 20, "Italic400", 10, 400, 0))
    runs += (Run(20, len(prose(0, 0, 9, 1)[0].text), "Serif400", 10, 400, 0),)
    first = prose(60, 312, 540, 1)[0]
    mixed = Line(first.text, first.box, 10.0, 400, "Serif400", runs=runs)
    head = line("MATERIALS AND METHODS", 60, 298, 200, 10.0, 700)
    body = [*prose(60, 60, 540, 18), head, mixed, *prose(60, 324, 540, 30, 1)]
    assert run([page(1, body), page(2, prose(60, 60, 540, 50))])[0][head.text] is Role.HEADING
