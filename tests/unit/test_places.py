"""From a place in the text to its tokens and back, whatever was chosen."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from pdfclean.document import (
    Category,
    Chunk,
    CleanChunk,
    CleanDocument,
    Decision,
    Edit,
    Override,
    Policy,
    Source,
    Space,
    Token,
    Tokens,
)
from pdfclean.jobs.choices import Choices
from pdfclean.jobs.draft import Draft
from pdfclean.render import render
from tests.fakes import Said, document, rewritten

PAPER = document("One [1] and two.", "Three, four.", "Five six.", "Seven.")
# Token indices: 0 One 1 [ 2 1 3 ] 4 and 5 two 6 . | 7 Three 8 , 9 four 10 . || 11 Five 12 six 13 .
# 14 Seven 15 .


def draft_of(
    made: CleanDocument, own: Sequence[Decision] = (), policy: Policy | None = None
) -> Draft:
    """The document as a draft, chosen anew once it is there."""
    draft = Draft(Choices(made.policy))
    for chunk in made.chunks:
        draft.add(chunk)
    draft.revise(Choices(policy or made.policy, tuple(own)))
    return draft


def spot(draft: Draft, text: str) -> tuple[int, int, int]:
    """Segment and characters of a text that stands there once."""
    ((segment, at),) = [(n, t.index(text)) for n, t in enumerate(draft.texts) if text in t]
    return segment, at, at + len(text)


PLACES = [
    # what is pointed at, the reader's decisions, its tokens
    ("One", [], (0, 1)),
    ("ne an", [], (0, 5)),  # a removed range inside counts
    ("two.", [], (5, 7)),
    (" two", [], (5, 6)),  # the space before a word is nobody's
    ("[1]", [Override(1, 4, keep=True)], (1, 4)),
    ("Three, four", [], (7, 10)),
    ("III", [Edit(7, 9, "III")], (7, 9)),
    ("I", [Edit(7, 9, "-I-")], (7, 9)),  # an edit goes as a whole
    ("I four", [Edit(7, 9, "II\n\nI")], (7, 10)),
    ("Five", [], (11, 12)),
]


@pytest.mark.parametrize(("text", "own", "tokens"), PLACES)
def test_a_place_names_its_tokens(text: str, own: list[Decision], tokens: tuple[int, int]) -> None:
    draft = draft_of(PAPER, own)
    assert draft.place(*spot(draft, text)) == tokens


def test_a_place_between_words_is_empty() -> None:
    draft = draft_of(PAPER)
    assert draft.texts[0] == "One and two.\n\nThree, four."
    assert draft.place(0, 12, 14) == (7, 7)
    assert draft.place(0, 3, 3) == (4, 4)
    assert draft.place(0, 26, 99) == (11, 11)
    assert draft.place(9, 0, 4) == draft.place(-1, 0, 4) == (0, 0)


WHERES = [
    ((0, 1), [], (0, 0, 3)),
    ((0, 7), [], (0, 0, 12)),
    ((7, 11), [], (0, 14, 26)),
    ((11, 13), [], (1, 2, 10)),  # the blank line that a segment begins with is not the word's
    ((9, 13), [], (0, 21, 26)),  # over a chunk border: what the first segment says of it
    ((1, 4), [], (0, 3, 3)),  # taken out: where it would stand
    ((1, 5), [], (0, 4, 7)),
    ((0, 7), [Override(0, 7, keep=False)], (0, 0, 0)),
    ((14, 16), [Override(14, 16, keep=False)], (1, 11, 11)),
    ((8, 9), [Edit(7, 9, "III")], (0, 14, 17)),
    ((12, 13), [Edit(8, 13, " - ")], (0, 19, 22)),  # under an edit from an earlier chunk
    ((99, 100), [], (-1, 0, 0)),
]


@pytest.mark.parametrize(("tokens", "own", "place"), WHERES)
def test_tokens_have_a_place(
    tokens: tuple[int, int], own: list[Decision], place: tuple[int, int, int]
) -> None:
    assert draft_of(PAPER, own).where(*tokens) == place


def test_what_is_removed_to_the_end_of_a_chunk_is_looked_for_in_the_next() -> None:
    draft = draft_of(PAPER, [Override(7, 12, keep=False)])
    assert draft.where(7, 13) == (1, *spot(draft, "six")[1:])


def test_a_rewrite_is_one_place() -> None:
    draft = draft_of(rewritten(PAPER, "Anew, and shorter.\n\nSo.", None))
    assert draft.place(*spot(draft, "shorter")) == (0, 11)
    assert draft.where(5, 6) == (0, 0, len("Anew, and shorter.\n\nSo."))
    # A decision on it brings the document's own words back.
    back = draft_of(rewritten(PAPER, "Anew.", None), [Override(1, 4, keep=True)])
    assert back.place(*spot(back, "[1] and")) == (1, 5)


def tokens_of(*words: tuple[str, str, Space]) -> CleanDocument:
    """A document of one chunk of tokens, each (text, raw, space before)."""
    made = document("x")
    tokens = Tokens(Token(t, raw, s, (Source(1, 0, 0, 1),)) for t, raw, s in words)
    whole = CleanChunk(Chunk(0, 0, len(tokens)), tokens, ())
    return CleanDocument(made.info, made.pages, (whole,))


def test_a_repaired_word_is_as_long_as_its_repair() -> None:
    made = tokens_of(
        ("The", "The", Space.NONE),
        ("coefficient", "coef-\nﬁcient", Space.SPACE),
        ("grows", "grows", Space.SPACE),
    )
    draft = draft_of(made)
    assert draft.place(*spot(draft, "coefficient")) == (1, 2)
    assert draft.where(1, 3) == (0, 4, 21)


def test_characters_that_stand_alone() -> None:
    made = tokens_of(*((c, c, Space.NONE) for c in "潮汐每天两次。𝑥😀"))
    draft = draft_of(made)
    assert draft.place(*spot(draft, "每天")) == (2, 4)
    assert draft.place(*spot(draft, "😀")) == (8, 9)  # characters, not UTF-16 units
    assert draft.where(7, 9) == (0, 7, 9)


@pytest.mark.parametrize("seed", range(10))
def test_whatever_is_chosen_a_place_leads_to_its_tokens_and_back(seed: int) -> None:
    chance = random.Random(seed)
    kinds = [None, None, *Category]
    made = document(
        *(Said(f"Line {n} says [{n}] it.", out=chance.choice(kinds)) for n in range(24)),
        chunk_lines=3,
    )
    made = rewritten(made, *(chance.choice([None, None, f"Anew {n}."]) for n in range(8)))
    last = made.chunks[-1].chunk.end
    own: list[Decision] = []
    at = 0
    while at < last:  # decisions that do not overlap, some over chunk borders
        at += chance.randrange(1, 12)
        end = min(at + chance.randrange(1, 30), last)
        if at < end:
            edit = Edit(at, end, chance.choice(["", "Mine.", "Mine.\n\nAll mine."]))
            own.append(chance.choice([edit, Override(at, end, keep=chance.random() < 0.5)]))
        at = end
    policy = Policy(frozenset(chance.sample(list(Category), 9)))
    draft = draft_of(made, own, policy)
    assert "".join(draft.texts) == render(made, policy, own)
    for segment, text in enumerate(draft.texts):
        reached = 0
        for place in draft.places(segment):
            assert reached <= place.first <= place.last <= len(text)
            assert not text[reached : place.first].strip()
            reached = place.last
            if place.first < place.last:
                assert draft.place(segment, place.first, place.last) == (place.start, place.end)
                assert draft.where(place.start, place.end) == (segment, place.first, place.last)
        assert reached == len(text)
