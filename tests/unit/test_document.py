"""The values: tokens stored by column, marks and decisions, what stays."""

from __future__ import annotations

import pickle
import tracemalloc
from dataclasses import FrozenInstanceError

import pytest

from pdfclean.document import (
    Box,
    Category,
    Chunk,
    Edit,
    Mark,
    Override,
    Policy,
    Source,
    Space,
    Token,
    Tokens,
    kept,
)
from tests.fakes import document

PLAIN = Token("word", "word", Space.SPACE, (Source(3, 4, 5, 9),))
LIGATURE = Token("find", "ﬁnd", Space.PARAGRAPH, (Source(1, 0, 0, 3),))
HYPHENATED = Token(
    "hyphenated", "hyphen-ated", Space.NONE, (Source(1, 9, 60, 67), Source(2, 0, 0, 4))
)
ALL = (PLAIN, LIGATURE, HYPHENATED)


def test_tokens_come_back_as_they_went_in() -> None:
    tokens = Tokens(ALL)
    assert tuple(tokens) == ALL
    assert [tokens[i] for i in (-3, -2, -1)] == list(ALL)
    assert len(tokens) == 3
    with pytest.raises(IndexError):
        tokens[3]


def test_a_slice_is_independent() -> None:
    tokens = Tokens(ALL)
    part = tokens[1:]
    part.append(PLAIN)
    assert tuple(part) == (LIGATURE, HYPHENATED, PLAIN)
    assert tuple(tokens) == ALL
    assert tokens[1:] == Tokens(ALL[1:])
    assert tokens != Tokens(ALL[1:])


def test_columns_without_building_tokens() -> None:
    tokens = Tokens(ALL)
    assert [tokens.text(i) for i in range(3)] == [t.text for t in ALL]
    assert [tokens.space(i) for i in range(3)] == [t.space_before for t in ALL]
    assert [tokens.page(i) for i in range(3)] == [3, 1, 1]
    assert [tokens.line(i) for i in range(3)] == [4, 0, 9]


def test_a_long_book_sits_in_memory_comfortably() -> None:
    """1,000 pages of 500 words: a token of its own text costs a few hundred bytes less here."""
    word = Token("word", "word", Space.SPACE, (Source(1, 1, 0, 4),))
    tracemalloc.start()
    tokens = Tokens(word for _ in range(100_000))
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(tokens) == 100_000
    # The texts themselves (some 55 bytes each) come on top of this in a real book.
    assert used / len(tokens) < 40


def test_values_are_frozen_and_picklable() -> None:
    made = document("One [1].", "Two.")
    assert pickle.loads(pickle.dumps(made)) == made
    with pytest.raises(FrozenInstanceError):
        made.policy = Policy(frozenset())  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        PLAIN.text = "other"  # type: ignore[misc]


def test_boxes_measure_themselves() -> None:
    box = Box(10, 20, 40, 35)
    assert (box.width, box.height) == (30, 15)


def test_every_category_has_its_own_plain_words() -> None:
    labels = [category.label for category in Category]
    assert len(set(labels)) == len(Category)
    assert all(label[0].isupper() and not label.endswith(".") for label in labels)


def test_only_headings_stay_by_default() -> None:
    assert frozenset(Category) - Policy().out == {Category.HEADINGS}


CITE = Mark(2, 4, Category.CITATIONS, "numbers in brackets", "citations")
NOTE = Mark(3, 8, Category.FOOTNOTES, "small type", "layout")

KEPT = [
    ([], [], "1111111111"),
    ([CITE], [], "1100111111"),
    ([CITE, NOTE], [], "1100000011"),
    ([Mark(0, 3, Category.HEADINGS, "a heading", "layout")], [], "1111111111"),
    ([CITE, NOTE], [Override(3, 5, keep=True)], "1101100011"),
    ([CITE], [Override(0, 10, keep=False)], "0000000000"),
    ([CITE], [Override(0, 10, keep=False), Override(3, 6, keep=True)], "0001110000"),
    ([NOTE], [Edit(4, 6, "x")], "1110110011"),
    ([NOTE], [Edit(4, 6, "x"), Override(0, 10, keep=False)], "0000110000"),
    ([Mark(0, 100, Category.TABLES, "a table", "layout")], [], "0000000000"),
]


@pytest.mark.parametrize(("marks", "decisions", "flags"), KEPT)
def test_which_tokens_stay(marks: list[Mark], decisions: list[Override | Edit], flags: str) -> None:
    whole = kept(0, 10, marks, Policy(), decisions)
    assert "".join(map(str, whole)) == flags
    # A window of the document is decided as the whole is.
    assert kept(3, 7, marks, Policy(), decisions) == whole[3:7]


def test_marks_of_a_document_come_in_reading_order() -> None:
    made = document("One [1].", "Two [2].", "Three [3].")
    assert [mark.start for mark in made.marks] == [1, 6, 11]
    assert [chunk.chunk for chunk in made.chunks] == [Chunk(0, 0, 10), Chunk(1, 10, 15)]


def test_tokens_added_column_by_column_are_those_added_one_by_one() -> None:
    first = Source(1, 0, 0, 4)
    some = [
        Token("word", "word", Space.PARAGRAPH, (first,)),
        Token("joined", "join-ed", Space.SPACE, (first, Source(2, 0, 0, 2))),
        Token("²", "2", Space.NONE, (Source(2, 0, 2, 3),)),
    ]
    whole = Tokens(some[:1])
    whole.extend(Tokens(some))
    assert list(whole) == [*some[:1], *some]
    assert list(Tokens(whole)[1:]) == some
