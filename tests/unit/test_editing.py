"""The reader's own words: exactly what was typed, under any choice, till they are taken back."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace

import pytest

from pdfclean.document import Category, CleanDocument, Edit, Override, Policy, Role, Space
from pdfclean.export import to_text
from pdfclean.jobs import Passage, Review, Rewording
from pdfclean.jobs.editing import tidied
from pdfclean.jobs.run import Run
from pdfclean.render import render
from pdfclean.ui.pieces import OVER, WRITTEN, pieces
from tests.fakes import Said, document, rewritten
from tests.unit.test_review import run_of

PAPER = document(
    Said("Heading", Role.HEADING, Category.HEADINGS, size=12, weight=700),
    "One [1] and two [2].",
    Said("17", Role.PAGE_NUMBER, Category.FURNITURE),
    "Three [3], four.",
    Said("and so it goes on.", space=Space.SPACE),
    "Five.",
)
TEXT = "Heading\n\nOne and two.\n\nThree, four. and so it goes on.\n\nFive."


def passage_of(run: Run, text: str, nth: int = 0) -> Passage:
    """Where a text stands, also over segments."""
    whole = run.text
    at = -1
    for _ in range(nth + 1):
        at = whole.index(text, at + 1)
    spots = [(n, k) for n, each in enumerate(run.draft.texts) for k in range(len(each))]
    segment, last = spots[at + len(text) - 1]
    return Passage(spots[at], (segment, last + 1))


def write(run: Run, *pairs: tuple[str, str]) -> int:
    """Change what is said to something else."""
    return Review(run).edit([(Rewording(passage_of(run, old), new), old) for old, new in pairs])


TYPED = [
    "Just so.",
    "Two paragraphs.\n\nThe second <b>one</b> & more.",
    "a\tb  c\nnew line",
    "שלום עולם, مرحبا",
    "😀 👩‍👩‍👧 𝑥 = é é",
    "潮汐每天两次。",
    "***\n# no markup `x` [a](b)",
]


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("old", ["One and two.", "Three, four. and so it goes on.", "Five."])
def test_what_is_typed_is_what_is_exported(old: str, typed: str) -> None:
    run = run_of(PAPER)
    assert run.text == TEXT
    assert write(run, (old, typed)) == 1
    assert run.text == TEXT.replace(old, typed)
    review = Review(run)
    assert to_text(PAPER, review.policy, review.decisions) == run.text
    review.undo()
    assert run.text == TEXT
    review.redo()
    assert run.text == TEXT.replace(old, typed)


def test_what_no_file_can_hold_is_left_out() -> None:
    assert tidied("a\x00b\ud83dc\ufffe") == "abc"
    assert tidied("\n\none\n \n\t\ntwo\u2028three\n") == "one\n\ntwo\nthree"
    run = run_of(PAPER)
    write(run, ("Five.", "F\ud83d\x0bi\x00ve\x1b."))
    assert run.text.endswith("F\nive.")


def test_nothing_typed_takes_the_paragraph_out() -> None:
    run = run_of(PAPER)
    words = run.status.words
    write(run, ("Three, four. and so it goes on.", ""))
    assert run.text == "Heading\n\nOne and two.\n\nFive."
    assert run.status.words == words - 7
    Review(run).revert([(0, 99)])
    assert run.text == TEXT


def test_an_edit_is_left_alone_by_switches_and_restores_till_it_is_reverted() -> None:
    run = run_of(PAPER)
    review = Review(run)
    write(run, ("One and two.", "Uno, due."))
    review.switch(Policy(frozenset()))
    assert run.text == "Heading\n\nUno, due.\n\n17\n\nThree [3], four. and so it goes on.\n\nFive."
    review.restore([(row.start, row.end) for row in review.rows()])
    assert "Uno, due." in run.text
    review.switch(Policy())
    # What was written over is no item any more: nothing would bring it back.
    assert [r.text(review.chunk(r.chunk)) for r in review.rows()] == ["17", "[3]"]
    review.settle((1, 11), keep=False)
    assert "Uno, due." in run.text
    ((edit, place),) = review.edits
    assert place == (0, 9, 18)
    review.revert([(edit.start, edit.end)])
    assert "Uno" not in run.text
    review.undo()
    assert "Uno, due." in run.text


def test_a_section_that_is_left_out_takes_its_edits_along() -> None:
    made = document(
        Said("1 Tides", Role.HEADING, Category.HEADINGS, size=12, weight=700), "They come.",
        Said("2 Pools", Role.HEADING, Category.HEADINGS, size=12, weight=700), "They stay.",
    )  # fmt: skip
    run = run_of(made)
    review = Review(run)
    write(run, ("They stay.", "They dry out."))
    review.leave_out([1])
    assert run.text == "1 Tides\n\nThey come."
    assert review.edits == []
    assert render(made, review.policy, review.decisions) == run.text
    review.leave_out([])
    assert run.text.endswith("They dry out.")


def test_an_edit_of_an_edit_and_of_half_a_word() -> None:
    run = run_of(PAPER)
    write(run, ("wo", "WO"))
    write(run, ("and tWO", "plus tWO"))
    write(run, ("lus", "L"))
    assert run.text == TEXT.replace("and two", "pL tWO")
    assert [edit.text for edit, _ in Review(run).edits] == ["pL tWO"]
    Review(run).revert([(5, 6)])
    assert run.text == TEXT


def test_many_changes_are_one_choice() -> None:
    run = run_of(PAPER)
    review = Review(run)
    done = review.edit(
        [(Rewording(passage_of(run, "o", nth), "0"), "o") for nth in range(run.text.count("o"))]
    )
    assert done == TEXT.count("o")
    assert run.text == TEXT.replace("o", "0")
    review.undo()
    assert run.text == TEXT
    assert not review.can_undo


def test_what_has_changed_meanwhile_is_left_alone() -> None:
    run = run_of(PAPER)
    review = Review(run)
    five, gone = passage_of(run, "Five."), passage_of(run, "One and two.")
    review.switch(Policy(frozenset()))
    before = run.text
    changes = [(five, "Cinque.", "Five."), (gone, "Uno.", "One and two."), (five, "", "x")]
    changes += [(Passage((9, 0), (9, 4)), "Soon.", "Late"), (Passage((2, 3), (1, 0)), "?", "")]
    assert review.edit([(Rewording(p, new), old) for p, new, old in changes]) == 1
    assert run.text == before.replace("Five.", "Cinque.")


def test_a_models_wording_stays_where_the_reader_did_not_edit() -> None:
    made = rewritten(PAPER, "Heading\n\nOne plus two.", None, "Goes on anew.\n\nFive it is.")
    run = run_of(made)
    assert run.text == ("Heading\n\nOne plus two.\n\nThree, four. Goes on anew.\n\nFive it is.")
    write(run, ("One plus two.", "Three."), ("Five it is.", ""))
    assert run.text == "Heading\n\nThree.\n\nThree, four. Goes on anew."
    assert run.status.fallbacks == ()
    review = Review(run)
    assert render(made, review.policy, review.decisions) == run.text
    # A paragraph half of which a model wrote is edited as one.
    write(run, ("Three, four. Goes on anew.", "All mine."))
    assert run.text == "Heading\n\nThree.\n\nAll mine."
    review.revert([(0, 99)])
    assert run.text.startswith("Heading\n\nOne plus two.")


def lines(chance: random.Random) -> CleanDocument:
    kinds = [None, None, *Category]
    made = document(
        *(Said(f"Line {n} says [{n}] it.", out=chance.choice(kinds)) for n in range(24)),
        chunk_lines=3,
    )
    return rewritten(made, *(chance.choice([None, None, f"Anew {n}."]) for n in range(8)))


@pytest.mark.parametrize("seed", range(8))
def test_whatever_was_chosen_before_an_edit_says_what_was_typed(seed: int) -> None:
    chance = random.Random(seed)
    made = lines(chance)
    run = run_of(made)
    review = Review(run)
    for number in range(12):
        paragraphs = [each for each in run.text.split("\n\n") if run.text.count(each) == 1]
        old = chance.choice(paragraphs)
        new = chance.choice([f"Mine {number}.", f"Mine {number}.\n\nAnd more {number}.", ""])
        before = run.text
        assert write(run, (old, new)) == 1
        wanted = [part for part in before.replace(old, new).split("\n\n") if part]
        assert run.text == "\n\n".join(wanted)
        assert render(made, review.policy, review.decisions) == run.text
        edits = sorted((edit.start, edit.end) for edit, _ in review.edits)
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(edits))
        for edit, (segment, start, end) in review.edits:
            assert run.draft.texts[segment][start:end] == edit.text
        if chance.random() < 0.3:
            review.undo()
            assert run.text == before


def test_edits_hold_in_the_next_run_on_the_same_pages() -> None:
    run = run_of(PAPER)
    write(run, ("Five.", "Six."))
    choices = run.history.now
    assert choices.edits == (Edit(choices.edits[0].start, choices.edits[0].end, "Six."),)
    again = replace(choices, own=(*choices.own, Override(0, 1, keep=False)))
    assert [type(each) for each in again.decisions] == [Edit, Override]


def test_the_changes_show_what_was_written_over_and_what_stands_there() -> None:
    run = run_of(PAPER)
    write(run, ("One and", "Uno e"), ("Three, four. and so it goes on.", "Tre."))
    review = Review(run)
    shown = [pieces(chunk, review.policy, review.decisions, []) for chunk in PAPER.chunks]
    assert shown[0][2:6] == [
        ("One [1] and", OVER), ("Uno e", WRITTEN), (" ", ""), ("two", ""),
    ]  # fmt: skip
    assert shown[1][-2:] == [("Three [3], four.", OVER), ("Tre.", WRITTEN)]
    assert shown[2][:2] == [(" ", ""), ("and so it goes on.", OVER)]
