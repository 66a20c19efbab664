"""What the page says in which language, and that each catalogue says all of it."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from pdfclean.cues import cues
from pdfclean.errors import ChangedError
from pdfclean.jobs.job import ANEW, DROPPED
from pdfclean.jobs.progress import working
from pdfclean.jobs.spool import NOT_KEPT
from pdfclean.pipeline import ChunkStarted
from pdfclean.ui import language
from pdfclean.ui.below import BELOW
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
from pdfclean.ui.sentences import heard
from tests import catalogue

PLACE = re.compile(r"\{(\w+)\}")
PACKAGE = Path(language.__file__).parents[1]
SHORTEST = 8
"""Characters of a piece of a sentence from which on it tells something."""
OF_THE_SYSTEM = (
    "No space left on device",
    "Permission denied",
    "Read-only file system",
    "Input/output error",
)
CONTROLS = {
    "The chunk size": "Chunk size",
    "The temperature": "Temperature",
    "How boldly to delete": "How boldly",
    "The most new tokens": "Max new tokens",
    "The number of parts in flight": "In flight",
}


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


# Nothing is missed --------------------------------------------------------------------------------


def _constants(path: Path) -> Iterator[str]:
    """The texts in a module that are no f-string, and the fixed pieces of those that are one."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_each_sentence_that_is_known_is_still_said_below() -> None:
    modules = [path for path in PACKAGE.rglob("*.py") if PACKAGE / "ui" not in path.parents]
    said = "\n".join(text for path in modules for text in _constants(path))
    # The operating system's own words, and those of the page's own settings.
    others = (*OF_THE_SYSTEM, *_constants(PACKAGE / "ui" / "servers.py"))
    gone = [
        form
        for form in BELOW
        if form not in others
        for piece in re.split(r"\{\w+\}|(?<=[.:]) ", form)
        if len(piece) > SHORTEST and piece.strip() not in said
    ]
    assert not gone


def test_all_that_is_said_is_in_the_catalogue() -> None:
    """Babel sees no call inside an f-string."""
    known = {each.id if isinstance(each.id, str) else each.id[0] for each in catalogue.gathered()}
    for path in (PACKAGE / "ui").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in catalogue.KEYWORDS:
                for text in node.args[-1:] if node.func.id == "say_in" else node.args[:1]:  # type: ignore[attr-defined]
                    if isinstance(text, ast.Constant):
                        assert text.value in known, (path.name, text.value)


def test_scripts_say_nothing_by_themselves() -> None:
    for path in language.STATIC.glob("*.js"):
        code = re.sub(r"(?m)(?:^|\s)//.*$|/\*.*?\*/", "", path.read_text("utf-8"))
        sentences = re.findall(r"[\"'`][A-Z][a-z]+(?: [a-z]+)+[^\"'`]*[\"'`]", code)
        assert not sentences, path.name


@pytest.mark.parametrize(
    "sentence",
    [
        working(ChunkStarted(6, 20, page=12), range(1, 44)),
        working(ChunkStarted(6, 20, page=12), range(10, 20)),
        working(ChunkStarted(6, 20), ()),
        working(ChunkStarted(6, 20, 3, 12, by_model=True), range(1, 44)),
        f"{next(cues('Subscribe today.')).reason}, p. 3",
        ANEW,
        DROPPED,
        NOT_KEPT,
        str(ChangedError()),
        "A file could not be read or written (No space left on device), so the run ended here. The "
        "text so far is kept. Free some disk space and clean the document again.",
        "Fetching a/b takes 2.5 GB, more than the disk has free. Free some space or choose a "
        "smaller model. Cleaning without a model works meanwhile.",
    ],
)
def test_what_is_said_below_is_heard_in_german(sentence: str) -> None:
    with speaking("de"):
        said = heard(sentence)
    assert said != sentence
    # Nothing of it is left in English.
    assert not re.search(r"\b(?:the|was|is|of|page|part|space|and|or|with|without)\b", said), said


def test_figures_are_heard_as_the_language_writes_them() -> None:
    with speaking("de"):
        assert heard("it takes about 2.5 GB and 1.2 GB are free") == (
            "nötig sind etwa 2,5 GB, frei sind 1,2 GB"
        )
        assert heard("The model would keep only 7% of the text.") == (
            "Das Modell würde nur 7\xa0% des Textes behalten."
        )
        assert heard("The temperature must lie between 0 and 1.5, not 2.").endswith(
            "zwischen 0 und 1,5 liegen, nicht bei 2."
        )


@pytest.mark.parametrize("name", CONTROLS)
def test_a_sentence_about_a_control_calls_it_what_the_page_calls_it(name: str) -> None:
    with speaking("de"):
        assert f"„{say(CONTROLS[name])}“" == heard(name)
