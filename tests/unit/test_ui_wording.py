"""What the page says: cards, sentences, progress, contrast."""

from __future__ import annotations

import json

import pytest

from pdfclean.document import Category
from pdfclean.jobs import State, Status
from pdfclean.ui.live import words
from pdfclean.ui.theme import COLOURS
from pdfclean.ui.wording import (
    SWITCHES,
    alert_html,
    in_doubt,
    scanned_sentence,
    shortened,
)


def test_markup_in_a_sentence_stays_text() -> None:
    assert "<img" not in alert_html("“<img src=x>.pdf” is not a PDF.")


@pytest.mark.parametrize(
    ("scanned", "pages", "where"),
    [
        ((1,), 1, "its only page is scanned"),
        ((1, 2, 3), 3, "pages 1–3 are scanned"),
        ((2,), 3, "page 2 is scanned"),
        ((), 3, "no text on any page"),
    ],
)
def test_a_document_without_text(scanned: tuple[int, ...], pages: int, where: str) -> None:
    assert where in scanned_sentence(scanned, pages)


@pytest.mark.parametrize(
    ("status", "headline", "detail", "percent"),
    [
        (Status(State.OPENING), "", "", 100),
        (Status(State.QUEUED, ahead=2, pages_total=9), "Waiting: 2 documents before yours", "", -1),
        (Status(State.QUEUED), "Waiting for a free place: yours is next", "", -1),
        (
            Status(State.RUNNING, "Cleaning part 2 of 4", pages_done=9, pages_total=9,
                   chunks_done=1, chunks_total=4, seconds_left=42, words=300),
            "Cleaning part 2 of 4",
            "9 of 9 pages read · 300 words · 2 min of listening · about 40 seconds left",
            25,
        ),
        (
            # A long document: the chunks known so far are no measure.
            Status(State.RUNNING, "Cleaning part 9 of 9", pages_done=100, pages_total=1000,
                   chunks_done=8, chunks_total=9),
            "Cleaning part 9 of 9",
            "100 of 1,000 pages read",
            10,
        ),
        (Status(State.FINISHED, words=1), "Clean", "1 word · 1 min of listening", 100),
        (
            Status(State.FINISHED),
            "Nothing is left: all of this document's text is of kinds that are left out",
            "",
            100,
        ),
        (Status(State.STOPPED, sentence="Stopped."), "Stopped.", "", 100),
        (Status(State.FAILED, sentence="Too long."), "Too long.", "", 100),
    ],
)  # fmt: skip
def test_a_status_in_words(status: Status, headline: str, detail: str, percent: int) -> None:
    said = words(status)
    assert said["headline"] == headline
    assert said["percent"] == percent
    if detail:
        assert said["detail"] == detail


def test_what_is_read_out_changes_at_each_quarter_only() -> None:
    said = [
        words(Status(State.RUNNING, f"Part {done}", chunks_done=done, chunks_total=100))["announce"]
        for done in range(100)
    ]
    assert len(set(said)) == 4


@pytest.mark.parametrize(
    ("seconds", "words_for_it"),
    [
        (2, "a few seconds left"),
        (61, "about 60 seconds left"),
        (100, "about 2 minutes left"),
        (3600, "about 60 minutes left"),
        (3 * 3600, "about 3 hours left"),
    ],
)
def test_time_left(seconds: float, words_for_it: str) -> None:
    status = Status(State.RUNNING, seconds_left=seconds)
    assert words(status)["detail"] == words_for_it


def test_what_was_left_out_and_what_was_not_used() -> None:
    said = words(
        Status(
            State.FINISHED,
            left_out=((Category.REFERENCES, 1200), (Category.CITATIONS, 34)),
            fallbacks=(("It lost a number.", 2), ("It invented a name.", 1)),
        )
    )
    assert said["leftOut"] == "1,234 words"
    assert said["fallbacks"] == ["2 parts: It lost a number.", "It invented a name."]
    assert said["fallbackSummary"].startswith("3 parts kept the document's own words")


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status(chunks_done=61), "Nothing is in doubt so far."),
        (
            Status(chunks_done=61, doubtful=9),
            "9 of 61 parts in doubt. Look over what was taken out and what stayed in.",
        ),
        (
            Status(chunks_done=61, doubtful=9, asked=9),
            "9 of 61 parts in doubt; the model looked at all of them.",
        ),
        (
            Status(chunks_done=1, doubtful=1, asked=1),
            "1 of 1 part in doubt; the model looked at it.",
        ),
        (
            Status(chunks_done=61, doubtful=9, asked=4),
            "9 of 61 parts in doubt; the model has looked at 4 of them.",
        ),
    ],
)
def test_how_much_is_in_doubt(status: Status, said: str) -> None:
    assert in_doubt(status) == said


def test_every_category_has_a_switch() -> None:
    assert list(SWITCHES) == list(Category)
    assert len(set(SWITCHES.values())) == len(SWITCHES)


def test_a_long_text_is_shortened_at_a_space() -> None:
    assert shortened("Tides come\n and go.", 40) == "Tides come and go."
    assert shortened("Tides come, and go.", 12) == "Tides come …"
    assert shortened("潮" * 50, 40) == "潮" * 40 + " …"


def test_what_is_sent_again_and_again_stays_small() -> None:
    reasons = tuple((f"A reason of its own for part {number}. " * 5, 1) for number in range(500))
    status = Status(State.RUNNING, chunks_done=500, chunks_total=900, fallbacks=reasons)
    said = words(status)
    assert said["fallbackSummary"].startswith("500 parts")
    assert len(json.dumps(said)) < 1000


# Text and the grounds it stands on; WCAG 2.1, 1.4.3 wants 4.5 to 1.
PAIRS = [
    ("body_text_color", "body_background_fill"),
    ("body_text_color", "background_fill_primary"),
    ("body_text_color_subdued", "body_background_fill"),
    ("body_text_color_subdued", "background_fill_primary"),
    ("input_placeholder_color", "input_background_fill"),
    ("link_text_color", "background_fill_primary"),
    ("button_primary_text_color", "button_primary_background_fill"),
    ("button_primary_text_color_hover", "button_primary_background_fill_hover"),
    ("button_secondary_text_color", "button_secondary_background_fill"),
    ("button_cancel_text_color", "button_cancel_background_fill"),
    ("button_cancel_text_color_hover", "button_cancel_background_fill_hover"),
    ("checkbox_label_text_color_selected", "checkbox_label_background_fill_selected"),
    ("error_text_color", "error_background_fill"),
]


@pytest.mark.parametrize("mood", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("pair", PAIRS, ids=[text for text, _ in PAIRS])
def test_text_is_legible(pair: tuple[str, str], mood: int) -> None:
    text, ground = (COLOURS[name][mood] for name in pair)
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("mood", [0, 1], ids=["light", "dark"])
def test_the_border_of_a_field_is_seen(mood: int) -> None:
    border = COLOURS["input_border_color"][mood]
    assert contrast(border, COLOURS["input_background_fill"][mood]) >= 3


def contrast(one: str, other: str) -> float:
    """The ratio of two colours' luminance, after WCAG 2.1."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
