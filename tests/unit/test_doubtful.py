"""The list of what is in doubt."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from pdfclean.document import CleanDocument, Verdict
from pdfclean.jobs import Review, Run, State, Status
from pdfclean.pipeline import ChunkFinished, Finished
from pdfclean.settings import Settings
from pdfclean.ui.doubtful import _became, doubts
from tests.fakes import FakePdf, document, scripted_clean

SPONSOR = "an advertisement or a sponsor’s line"


def finished(made: CleanDocument) -> Any:
    """What the list needs of a job that has ended."""
    events = [ChunkFinished(chunk, len(made.chunks)) for chunk in made.chunks]
    run = Run(1, Settings(), Status(State.QUEUED))
    run.work(FakePdf(made.pages), scripted_clean(*events, Finished(made, True)), None)
    return SimpleNamespace(document=run.document, review=Review(run))


def test_a_part_chosen_by_a_telling_phrase_shows_its_sentence() -> None:
    made = document("It rained. This is brought to you by Shell. It rained, too.", "It rained.")
    marked = replace(made.chunks[0], doubts=(f"{SPONSOR}, p. 1",))
    (row,) = doubts(finished(replace(made, chunks=(marked, *made.chunks[1:]))))
    assert row.text == "This is brought to you by Shell."
    assert row.why == (f"may be {SPONSOR}",)
    assert row.there


def test_a_telling_phrase_that_is_the_document_s_topic_shows_none() -> None:
    made = document("It rained. This is brought to you by Shell. It rained, too.")
    other = replace(made.chunks[0], doubts=("a line that may not belong to the text, p. 1",))
    assert not list(doubts(finished(replace(made, chunks=(other,)))))


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (None, "The model gave no answer that could be used"),
        (Verdict(True, (), ()), "Part of the model's answer was used"),
        (Verdict(False, ("It lost a number.",), ()), "The model's answer was not used"),
    ],
)
def test_what_became_of_a_model_s_answer_is_told(verdict: Verdict | None, said: str) -> None:
    made = document("It rained.")
    noted = replace(made.chunks[0], verdict=verdict, note="Some deletions were not used.")
    (row,) = doubts(finished(replace(made, chunks=(noted,))))
    assert _became(row) == said
