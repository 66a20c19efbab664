"""Rivals: converted in a process of their own, and never missed where they are not installed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.benchmark.naive import naive_clean
from tests.benchmark.rivals import RIVALS, Rival, ask, home
from tests.pdfs import odd, reportlab_papers
from tests.pdfs.typeset import Typeset

PAPER = reportlab_papers.paper()


@pytest.mark.parametrize("name", ["naive cleaner", "pypdf", "PDFium"])
def test_a_rival_converts(name: str, on_disk: Callable[[Typeset], Path]) -> None:
    answer = ask(name, sys.executable, on_disk(PAPER))
    assert answer.error == ""
    assert answer.seconds > 0
    assert PAPER.keep[0].split()[0] in answer.text


def test_a_rival_that_fails_says_why(on_disk: Callable[[bytes], Path]) -> None:
    answer = ask("pypdf", sys.executable, on_disk(odd.renamed_text()))
    assert answer.text == ""
    assert "Error" in answer.error


@pytest.mark.parametrize(
    ("rival", "found"),
    [
        (Rival("here", "pypdf", str), True),
        (Rival("nowhere", "no_such_module", str), False),
        (Rival("no command", "no-such-command", str, command=True), False),
    ],
    ids=lambda value: value.name if isinstance(value, Rival) else "",
)
def test_where_a_rival_lives(rival: Rival, found: bool) -> None:
    assert bool(home(rival, "")) is found


def test_a_python_that_is_not_there_has_no_rivals() -> None:
    assert home(Rival("nowhere", "no_such_module", str), "/no/such/python") == ""


def test_rivals_have_names_of_their_own() -> None:
    assert len({rival.name for rival in RIVALS}) == len(RIVALS)


@pytest.mark.parametrize(
    ("pages", "text"),
    [
        (["It is re-\nmarkable [3, 4-6].\n\nNew\nline.\n"], "It is remarkable.\n\nNew line."),
        (["One\n1\f", "Two\n- 2 -\f", "Three\nPage 3 of 3\f"], "One Two Three"),
        (["Text\n\n5 References\n\n[1] Abel 2011\n"], "Text"),
        (["As shown (Holm, 2001), and (as he says) later.\n"], "As shown, and (as he says) later."),
        ([f"A Book {n}\nA\nWords of page {'abc'[n]}.\nB\nC{n}\n" for n in range(3)],
         "Words of page a. Words of page b. Words of page c."),
    ],
    ids=["hyphen, brackets, paragraph", "page numbers", "references", "author and year", "running"],
)  # fmt: skip
def test_the_naive_cleaner_does_its_best(pages: list[str], text: str) -> None:
    assert naive_clean(pages).replace("\n\n", " ") == text.replace("\n\n", " ")
