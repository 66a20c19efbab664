"""What the page says in which language, and that each catalogue says all of it."""

from __future__ import annotations

import json
import re
from datetime import datetime

import pytest

from pdfclean.ui import language
from pdfclean.ui.language import (
    LANGUAGES,
    LOCALES,
    date,
    i18n,
    number,
    percent,
    pick,
    preferred,
    say,
    say_in,
    say_many,
    speaking,
    template,
)
from tests import catalogue

PLACE = re.compile(r"\{(\w+)\}")


def test_english_is_said_as_it_stands_and_numbers_as_the_language_writes_them() -> None:
    assert say("{left} of {pages} left", left=3, pages=1204) == "3 of 1,204 left"
    assert say_many("{n} cow", "{n} cows", 1) == "1 cow"
    assert say_many("{n} cow in {place}", "{n} cows in {place}", 2000, place="Kent") == (
        "2,000 cows in Kent"
    )
    assert (number(12345), percent(0.5), date(datetime(2024, 3, 5))) == (
        "12,345",
        "50%",
        "5 Mar 2024",
    )


def test_german_writes_numbers_and_dates_its_own_way() -> None:
    with speaking("de"):
        assert say("No catalogue knows this: {n}", n=1204) == "No catalogue knows this: 1.204"
        assert percent(0.5) == "50\xa0%"
        assert "2024" in date(datetime(2024, 3, 5))
    assert language.language() == "en"


@pytest.mark.parametrize(
    ("accepted", "spoken"),
    [
        ("de", "de"),
        ("de-CH,fr;q=0.9", "de"),
        ("DE-de;q=1.0", "de"),
        ("en-GB,de;q=0.9", "en"),
        # Only the first counts, as for Gradio's half of the page.
        ("eo,de;q=0.9", "en"),
        ("", "en"),
        ("*", "en"),
        ("../../etc/passwd", "en"),
    ],
)
def test_the_browsers_first_language_is_spoken_or_english(accepted: str, spoken: str) -> None:
    assert preferred(accepted) == spoken


def test_what_a_template_says_in_each_language_cannot_break_out_of_the_script() -> None:
    script = pick(lambda: "`${value}` {{each}} \\ \" ' </script> „so“")
    assert not set("`") & set(script)
    inside = script[script.index("JSON.parse(") :]
    assert not set("{}$") & set(inside)
    texts = json.loads(json.loads(inside[len("JSON.parse(") : -2]))
    assert set(texts) == {*LANGUAGES}
    assert texts["en"] == "`${value}` {{each}} \\ \" ' </script> „so“"


def test_templates_lose_their_marks() -> None:
    for path in language.STATIC.glob("*.html"):
        assert "[[" in path.read_text("utf-8")
        assert "[[" not in template(path.name)


def test_gradios_own_words_are_replaced_in_every_language() -> None:
    words = i18n({"common.or": "or"}).translations_dict
    assert {*words} == {*LANGUAGES}
    assert words["en"] == {"common.or": "or"}
    assert all("common.or" in each for each in words.values())
    assert [path.stem for path in LOCALES.glob("*.po")] == ["de"]


@pytest.mark.parametrize("spoken", LANGUAGES[1:])
def test_a_catalogue_says_all_there_is_and_nothing_else(spoken: str) -> None:
    said = {(each.id, each.context): each.string for each in catalogue.read(spoken) if each.id}
    there = {(each.id, each.context) for each in catalogue.gathered() if each.id}
    assert there == {*said}, "python -m tests.catalogue brings it up to date"
    assert [key for key, text in said.items() if not catalogue.said(text)] == []


@pytest.mark.parametrize("spoken", LANGUAGES[1:])
def test_a_translation_fills_in_what_the_english_does(spoken: str) -> None:
    for each in catalogue.read(spoken):
        if each.id:
            forms = each.id if isinstance(each.id, (tuple, list)) else (each.id,)
            texts = each.string if isinstance(each.string, (tuple, list)) else (each.string,)
            for at, text in enumerate(texts):
                # One thing alone may be said without its number.
                form = forms[min(at, len(forms) - 1)]
                assert {*PLACE.findall(text)} | {"n"} == {*PLACE.findall(form)} | {"n"}, text


def test_what_stands_nowhere_else_is_found_by_its_context() -> None:
    with speaking("de"):
        assert (say("Clean"), say_in("what a text is", "Clean")) == ("Säubern", "Sauber")
