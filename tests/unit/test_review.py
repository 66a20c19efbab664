"""What was taken out, item by item; what brings it back; choices, undo and redo."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest

from pdfclean.document import (
    Category,
    CleanChunk,
    CleanDocument,
    Decision,
    Mark,
    Override,
    Policy,
    Role,
)
from pdfclean.jobs import Review
from pdfclean.jobs.choices import Choices
from pdfclean.jobs.draft import Draft
from pdfclean.jobs.run import Run
from pdfclean.jobs.status import State, Status
from pdfclean.outline import count_words
from pdfclean.pipeline import ChunkFinished, Finished
from pdfclean.render import removed, render
from pdfclean.review import again, restored, rows
from pdfclean.settings import Settings
from tests.fakes import Said, document, rewritten

PAPER = document(
    Said("Heading", Role.HEADING, Category.HEADINGS, size=12, weight=700),
    "One [1] and two [2].",
    Said("17", Role.PAGE_NUMBER, Category.FURNITURE),
    "Three [3], four.",
    Said("A note with a source [4] in it.", Role.FOOTNOTE, Category.FOOTNOTES),
    "Five.",
)
SPONSOR = document(
    "Tides come [1] and go.", "Buy our shells [2] today.", "So they do.", chunk_lines=3
)


def with_model(made: CleanDocument, text: str) -> CleanDocument:
    """The document after a model left a sentence out."""
    (chunk,) = made.chunks
    words = [chunk.tokens.text(i) for i in range(len(chunk.tokens))]
    start = words.index(text.split()[0])
    end = words.index(".", start) + 1
    mark = Mark(start, end, Category.NOTICES, "no part of the story", "model", 0.8)
    return replace(made, chunks=(replace(chunk, marks=(*chunk.marks, mark)),))


def listed(chunks: Sequence[CleanChunk], decisions: Sequence[Decision] = ()) -> list[str]:
    """The items as texts, those that are back in brackets of their own."""
    return [
        row.text(chunk) if row.out else f"<{row.text(chunk)}>"
        for chunk in chunks
        for row in rows(chunk, Policy(), decisions)
    ]


def test_every_item_once_and_nothing_that_the_policy_keeps() -> None:
    assert listed(PAPER.chunks) == ["[1]", "[2]", "17", "[3]", "A note with a source [4] in it."]
    assert [row.category for row in rows(PAPER.chunks[0], Policy(frozenset()))] == []
    (row,) = rows(PAPER.chunks[2], Policy())
    assert (row.chunk, row.page(PAPER.chunks[2]), row.by_model) == (2, 1, False)


def bring_back(made: CleanDocument, text: str, own: Sequence[Decision] = ()) -> list[Decision]:
    for chunk in made.chunks:
        wanted = [(r.start, r.end) for r in rows(chunk, Policy(), own) if r.text(chunk) == text]
        if wanted:
            return [*own, *restored(chunk, Policy(), own, wanted)]
    raise AssertionError(text)


def test_an_item_comes_back_and_can_be_taken_out_again() -> None:
    own = bring_back(PAPER, "[2]")
    assert "One and two [2]." in render(PAPER, decisions=own)
    assert listed(PAPER.chunks, own)[:3] == ["[1]", "<[2]>", "17"]
    (back,) = own
    assert again(own, [(back.start, back.end)]) == ()
    assert again(own, [(back.start, back.end - 1)]) == tuple(own)


def test_what_is_inside_a_restored_item_is_still_out_and_listed() -> None:
    own = bring_back(PAPER, "A note with a source [4] in it.")
    assert "A note with a source in it." in render(PAPER, decisions=own)
    assert listed(PAPER.chunks, own)[-2:] == ["<A note with a source [4] in it.>", "[4]"]
    both = bring_back(PAPER, "[4]", own)
    assert "A note with a source [4] in it." in render(PAPER, decisions=both)
    assert listed(PAPER.chunks, both)[-2:] == ["<A note with a source [4] in it.>", "<[4]>"]


def test_what_a_model_left_out_comes_back_as_it_was_cleaned() -> None:
    made = with_model(SPONSOR, "Buy our shells [2] today.")
    assert render(made) == "Tides come and go.\n\nSo they do."
    assert listed(made.chunks) == ["[1]", "Buy our shells [2] today."]
    (row,) = (row for row in rows(made.chunks[0], Policy()) if row.by_model)
    assert row.mark is not None
    assert row.mark.confidence == 0.8
    own = bring_back(made, "Buy our shells [2] today.")
    assert (
        render(made, decisions=own) == "Tides come and go.\n\nBuy our shells today.\n\nSo they do."
    )


def test_marks_that_overlap_share_nothing() -> None:
    made = document("One two three four five six.")
    (chunk,) = made.chunks
    left = Mark(0, 3, Category.FOOTNOTES, "", "layout")
    right = Mark(2, 5, Category.CAPTIONS, "", "layout")
    made = replace(made, chunks=(replace(chunk, marks=(left, right, replace(left, stage="x"))),))
    assert listed(made.chunks) == ["One two three", "four five"]
    own = bring_back(made, "One two three")
    assert render(made, decisions=own) == "One two six."
    assert listed(made.chunks, own) == ["<One two three>", "three four five"]


# A run under review -------------------------------------------------------------------------------


def run_of(made: CleanDocument) -> Run:
    """A finished run."""
    run = Run(1, Settings(), Status(State.QUEUED))

    def clean(*_: object):  # type: ignore[no-untyped-def]
        for chunk in made.chunks:
            yield ChunkFinished(chunk, len(made.chunks))
        yield Finished(made, complete=True)

    run.work(None, clean, None)  # type: ignore[arg-type]
    return run


def test_undo_and_redo_go_over_all_kinds_of_choices() -> None:
    run = run_of(PAPER)
    review = Review(run)
    texts = [run.text]
    assert not review.can_undo
    review.restore([(r.start, r.end) for r in review.rows() if r.category is Category.CITATIONS])
    texts.append(run.text)
    review.switch(Policy(review.policy.out - {Category.FOOTNOTES}))
    texts.append(run.text)
    review.leave_out([0])
    texts.append(run.text)
    assert len(set(texts)) == 4
    for text in texts[-2::-1]:
        review.undo()
        assert run.text == text
    assert not review.can_undo
    review.undo()
    for text in texts[1:]:
        assert review.can_redo
        review.redo()
        assert run.text == text
    assert not review.can_redo
    assert run.edition == 9


def test_a_choice_that_changes_nothing_is_none() -> None:
    run = run_of(PAPER)
    review = Review(run)
    review.switch(review.policy)
    review.restore([(3, 4), (10**9, 10**9 + 1), (-5, 2), (5, 5)])
    assert not review.can_undo
    assert run.text == render(PAPER)


def test_what_no_mark_took_out_can_be_taken_out_and_comes_back() -> None:
    run = run_of(PAPER)
    review = Review(run)
    five = run.text.index("Five.")
    assert five
    place = (PAPER.chunks[-1].chunk.end - 2, PAPER.chunks[-1].chunk.end)
    review.take_out([place])
    assert "Five." not in run.text
    assert [r.text(review.chunk(r.chunk)) for r in review.rows()][-1] == "Five."
    assert run.status.left_out[-1] == (None, 1)
    review.restore([place])
    assert run.text == render(PAPER)
    assert [r for r in review.rows() if r.mark is None] == []


def test_a_section_that_is_left_out_is_left_out_altogether() -> None:
    made = document(
        Said("1 Tides", Role.HEADING, Category.HEADINGS, size=12, weight=700), "They come [1].",
        Said("2 Pools", Role.HEADING, Category.HEADINGS, size=12, weight=700), "Still [2].",
    )  # fmt: skip
    run = run_of(made)
    review = Review(run)
    review.restore([(r.start, r.end) for r in review.rows()])
    assert "[2]" in run.text
    review.leave_out([1])
    assert run.text == "1 Tides\n\nThey come [1]."
    assert [r.text(review.chunk(r.chunk)) for r in review.rows()] == ["[1]"]
    review.leave_out([])
    assert "Still [2]." in run.text


def test_a_switch_that_touches_a_rewritten_part_brings_its_own_words_back() -> None:
    made = rewritten(PAPER, "Heading\n\nOne plus two.", None, None)
    run = run_of(made)
    review = Review(run)
    review.switch(Policy(review.policy.out - {Category.TABLES}))
    assert "One plus two." in run.text
    review.switch(Policy(review.policy.out - {Category.CITATIONS}))
    assert "One [1] and two [2]." in run.text
    assert run.status.fallbacks[0][1] == 1
    assert render(made, review.policy, review.decisions) == run.text
    review.undo()
    assert "One plus two." in run.text
    assert run.status.fallbacks == ()


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_chosen_the_draft_is_the_document_rendered_anew(seed: int) -> None:
    chance = random.Random(seed)
    kinds = list(Category)
    lines = [
        Said(f"Line {n} says [{n}] this.", Role.BODY, chance.choice([None, None, *kinds]))
        for n in range(40)
    ]
    made = document(*lines, chunk_lines=2)
    made = rewritten(made, *(chance.choice([None, None, f"Anew {n}."]) for n in range(20)))
    last = made.chunks[-1].chunk.end
    choices = Choices()
    draft = Draft(choices)
    for chunk in made.chunks:
        draft.add(chunk)
    for _ in range(25):
        own = list(choices.own)
        if own and chance.random() < 0.4:
            own.pop(chance.randrange(len(own)))
        else:
            start = chance.randrange(last)
            own.append(Override(start, start + chance.randrange(1, 60), chance.random() < 0.5))
        policy = choices.policy
        if chance.random() < 0.5:
            policy = Policy(policy.out ^ {chance.choice(kinds)})
        choices = Choices(policy, tuple(own))
        before = list(draft.texts)
        changed = draft.revise(choices)
        assert "".join(draft.texts) == render(made, policy, own)
        assert {n for n, text in enumerate(draft.texts) if text != before[n]} <= {*changed}
        gone: Counter[Category | None] = Counter()
        for item in removed(made.chunks, policy, own):
            gone[item.category] += count_words(item.text)
        assert dict(draft.left_out) == {k: n for k, n in gone.items() if n}
        assert draft.words == sum(map(count_words, draft.texts))
