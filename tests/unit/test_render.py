"""Tokens, marks, policy and decisions become text; what was left out becomes a list."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pdfclean.document import (
    Category,
    CleanDocument,
    Decision,
    Edit,
    Mark,
    Override,
    Policy,
    Role,
    Space,
)
from pdfclean.render import Renderer, plain, raw_text, removed, render
from tests.fakes import Said, document, rewritten

EVERYTHING = Policy(frozenset())

DOCUMENT = document(
    Said("Heading", Role.HEADING, Category.HEADINGS),
    "One [1] and two [2].",
    Said("17", Role.PAGE_NUMBER, Category.FURNITURE),
    "Three [3], four.",
    "Five.",
)
# Token indices, for the decisions below:
# 0 Heading | 1 One 2 [ 3 1 4 ] 5 and 6 two 7 [ 8 2 9 ] 10 . | 11 17 | 12 Three 13 [ 14 3 15 ]
# 16 , 17 four 18 . | 19 Five 20 .


def test_the_indices_above() -> None:
    texts = [token.text for chunk in DOCUMENT.chunks for token in chunk.tokens]
    assert (texts[0], texts[11], texts[16], texts[19]) == ("Heading", "17", ",", "Five")


POLICIES = [
    (Policy(), "Heading\n\nOne and two.\n\nThree, four.\n\nFive."),
    (EVERYTHING, "Heading\n\nOne [1] and two [2].\n\n17\n\nThree [3], four.\n\nFive."),
    (
        Policy(frozenset({Category.HEADINGS, Category.FURNITURE})),
        "One [1] and two [2].\n\nThree [3], four.\n\nFive.",
    ),
    (Policy(frozenset({Category.TABLES})), render(DOCUMENT, EVERYTHING)),
]


@pytest.mark.parametrize(("policy", "text"), POLICIES)
def test_a_policy_decides_after_the_run(policy: Policy, text: str) -> None:
    assert render(DOCUMENT, policy) == text


DECISIONS: list[tuple[str, list[Decision], str]] = [
    (
        "restore a citation",
        [Override(2, 5, keep=True)],
        "Heading\n\nOne [1] and two.\n\nThree, four.\n\nFive.",
    ),
    (
        "remove a paragraph",
        [Override(12, 19, keep=False)],
        "Heading\n\nOne and two.\n\nFive.",
    ),
    (
        "the later override wins",
        [Override(12, 19, keep=False), Override(12, 19, keep=True)],
        "Heading\n\nOne and two.\n\nThree [3], four.\n\nFive.",
    ),
    ("edit a word", [Edit(17, 18, "vier")], "Heading\n\nOne and two.\n\nThree, vier.\n\nFive."),
    (
        "an edit wins over an override",
        [Edit(19, 21, "Fünf."), Override(19, 21, keep=False)],
        "Heading\n\nOne and two.\n\nThree, four.\n\nFünf.",
    ),
    (
        "an edit covers what was marked",
        [Edit(12, 19, "Three to four.")],
        "Heading\n\nOne and two.\n\nThree to four.\n\nFive.",
    ),
    ("an empty edit", [Edit(12, 19, "")], "Heading\n\nOne and two.\n\nFive."),
    (
        "an empty edit over a paragraph's end leaves the end there",
        [Edit(6, 17, "")],
        "Heading\n\nOne and\n\nfour.\n\nFive.",
    ),
    (
        "an edit over a chunk border speaks once",
        [Edit(1, 19, "In short.")],
        "Heading\n\nIn short.\n\nFive.",
    ),
]


@pytest.mark.parametrize(
    ("decisions", "text"), [case[1:] for case in DECISIONS], ids=[case[0] for case in DECISIONS]
)
def test_decisions(decisions: list[Decision], text: str) -> None:
    assert render(DOCUMENT, decisions=decisions) == text


SPACING = [
    # tokens kept and left out, and what is between them
    (("Word [1].",), "Word."),
    (("Word [1], more.",), "Word, more."),
    (("Word[1]more.",), "Wordmore."),
    (("Word [1]more.",), "Word more."),
    (("[1] Word.",), "Word."),
    (("(Word [1]) more.",), "(Word) more."),
    (
        ("Word", Said("[1]", space=Space.SPACE), Said("goes on.", space=Space.SPACE)),
        "Word goes on.",
    ),
    (
        ("Word", Said("out", out=Category.TABLES), Said("goes on.", space=Space.SPACE)),
        "Word\n\ngoes on.",
    ),
    (("Verse", Said("goes on.", space=Space.LINE)), "Verse\ngoes on."),
    (
        ("Verse", Said("out", out=Category.CODE, space=Space.LINE), Said("on.", space=Space.SPACE)),
        "Verse\non.",
    ),
    ((Said("out", out=Category.TABLES), "Word."), "Word."),
    (("Word.", Said("out", out=Category.TABLES)), "Word."),
    ((Said("out", out=Category.TABLES),), ""),
    ((), ""),
]


@pytest.mark.parametrize(("lines", "text"), SPACING)
@pytest.mark.parametrize("chunk_lines", [1, 2, 9])
def test_spaces_where_something_was_left_out(
    lines: tuple[Said | str, ...], text: str, chunk_lines: int
) -> None:
    assert render(document(*lines, chunk_lines=chunk_lines)) == text


def test_chunks_rendered_one_by_one_are_the_document() -> None:
    renderer = Renderer(Policy())
    pieces = [renderer.render(chunk) for chunk in DOCUMENT.chunks]
    assert "".join(pieces) == render(DOCUMENT)
    assert all(pieces)


def test_pieces_name_their_tokens() -> None:
    tokens = [token for chunk in DOCUMENT.chunks for token in chunk.tokens]
    renderer = Renderer(Policy())
    pieces = [piece for chunk in DOCUMENT.chunks for piece in renderer.pieces(chunk)]
    assert "".join(text for _, text in pieces) == render(DOCUMENT)
    assert all(tokens[index].text == text.strip() for index, text in pieces)


REWRITTEN = rewritten(DOCUMENT, " Heading\n\nOne plus two. ", None, None)


def test_a_rewrite_stands_in_its_chunks_place() -> None:
    assert render(REWRITTEN) == "Heading\n\nOne plus two.\n\nThree, four.\n\nFive."


@pytest.mark.parametrize(
    ("decision", "kept"), [(Override(2, 5, keep=True), False), (Edit(19, 20, "Fünf"), True)]
)
def test_a_decision_drops_only_the_rewrite_it_touches(decision: Decision, kept: bool) -> None:
    assert ("One plus two." in render(REWRITTEN, decisions=[decision])) is kept


def test_removed_lists_what_the_policy_leaves_out() -> None:
    found = list(removed(DOCUMENT.chunks, Policy()))
    assert [(item.text, item.category.value, item.pages) for item in found] == [
        ("[1]", "citations", (1,)),
        ("[2]", "citations", (1,)),
        ("17", "furniture", (1,)),
        ("[3]", "citations", (1,)),
    ]
    assert [item.text for item in removed(DOCUMENT.chunks, EVERYTHING)] == []
    assert (found[0].start, found[0].end) == (2, 5)


def test_removed_leaves_out_what_was_restored() -> None:
    found = removed(DOCUMENT.chunks, Policy(), [Override(2, 5, keep=True)])
    assert [item.text for item in found] == ["[2]", "17", "[3]"]


def test_nested_marks_are_told_once() -> None:
    made = document("A note with a source [1] in it.")
    chunk = made.chunks[0]
    whole = Mark(0, len(chunk.tokens), Category.FOOTNOTES, "small type", "layout")
    both = replace(chunk, marks=(*chunk.marks, whole))
    out = list(removed([both], Policy()))
    assert [(item.category, item.text) for item in out] == [
        (Category.FOOTNOTES, "A note with a source [1] in it.")
    ]
    inner = removed([both], Policy(frozenset({Category.CITATIONS})))
    assert [item.text for item in inner] == ["[1]"]


def test_plain_ignores_marks() -> None:
    tokens = DOCUMENT.chunks[0].tokens
    assert plain(tokens) == "Heading\n\nOne [1] and two [2]."
    assert plain(tokens, 1, 5) == "One [1]"


def test_raw_text_is_line_by_line_and_page_by_page() -> None:
    made: CleanDocument = document("One [1].", "Two.", Said("Three.", page=2))
    assert raw_text(made) == "One [1].\nTwo.\fThree."
