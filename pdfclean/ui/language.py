"""The interface's words in the visitor's language: gettext's conventions, read by Babel.

The English sentence in the code is the key. What it is in another language stands in
``locales/<language>.po``; what stands in none stays English. How to write interface text:

- Said while a visitor waits (a handler, a server function of ``gr.HTML``, anything they call):
  ``say("{left} of {pages} left", left=3, pages=1204)`` and ``say_many("{n} page", "{n} pages",
  count)``; ``say_in`` tells a word from its double (Clean! a text is clean). Whole sentences with
  named places, never glued together from pieces, so that another language can order them
  differently. Whole numbers are written as the language writes them
  (1,204 or 1.204); :func:`percent` and :func:`date` do the rest. Values are not escaped: escape
  what goes into markup.
- Drawn by Gradio once for all visitors (label, info, placeholder, a button's or accordion's words,
  the name of a choice): ``gr.Button(drawn("Undo"))``. One ``drawn`` is all of a text: it cannot be
  put into an f-string. In a ``gr.update`` that a handler returns, ``say`` does.
- Markup that is drawn once: ``gr.HTML(html_template=spoken(lambda: f"<p>{say('…')}</p>"))``, or
  :func:`template` for a file in ``static/`` where ``[[…]]`` encloses each text. The browser picks.
- In scripts: ``script("a.js", words=lambda: {"copied": say("Copied.")})`` (see ``live.py``) gives
  the script a constant ``words``; prefer words that come with an answer of the server.
- In a constant or table of a module, which is made before anybody speaks: ``term("Undo")`` where it
  stands, ``say(constant)`` or ``drawn(constant)`` where it is shown.

``python -m tests.catalogue`` brings new keys into the .po files, with nothing said yet, and takes
out what no code says any more; a test tells what is missing.

Who speaks which language: Gradio's half of the page asks ``navigator.language``, this half the
request's Accept-Language, whose first entry is the same. Gradio sets the request in the context of
the thread that runs a handler or a server function, so no handler needs to pass it along. Elsewhere
(a job's thread, a test) it is English, unless :func:`speaking` says otherwise.
"""

from __future__ import annotations

import gettext
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import gradio as gr
from babel.core import Locale
from babel.dates import format_datetime
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from gradio.context import LocalContext
from gradio.i18n import I18nData

__all__ = [
    "ENGLISH",
    "LANGUAGES",
    "LOCALES",
    "SPEAK",
    "STATIC",
    "date",
    "decimal",
    "drawn",
    "i18n",
    "language",
    "language_name",
    "number",
    "percent",
    "pick",
    "say",
    "say_in",
    "say_many",
    "speaking",
    "spoken",
    "template",
    "term",
]

LOCALES = Path(__file__).parent / "locales"
STATIC = Path(__file__).parent / "static"
ENGLISH = "en"
LANGUAGES = (ENGLISH, *sorted(path.stem for path in LOCALES.glob("*.po")))
"""What the page speaks: English and whatever has a catalogue."""

MARKED = re.compile(r"\[\[((?:(?!\[\[|\]\]).)*)\]\]", re.DOTALL)
"""A text in a template file."""

FIRST = re.compile(r"[A-Za-z]+")
"""The language of an Accept-Language header's first entry."""

_speaking: ContextVar[str] = ContextVar("speaking", default="")


# Saying ------------------------------------------------------------------------------------------


def say(text: str, /, **values: object) -> str:
    """A text in the visitor's language, with its places filled in."""
    said = _catalogue(language()).gettext(text) if text else ""
    return said.format_map({name: _written(value) for name, value in values.items()})


def say_many(one: str, many: str, count: int, /, **values: object) -> str:
    """The text that fits a count, which is the value of its place ``{n}``.

    >>> say_many("{n} page", "{n} pages", 1), say_many("{n} page", "{n} pages", 1204)
    ('1 page', '1,204 pages')
    """
    said = _catalogue(language()).ngettext(one, many, count)
    return said.format_map(
        {"n": number(count), **{name: _written(value) for name, value in values.items()}}
    )


def say_in(context: str, text: str, /, **values: object) -> str:
    """The same for a text that means several things in English; ``context`` tells which.

    >>> say_in("what a text is", "Clean")
    'Clean'
    """
    said = _catalogue(language()).pgettext(context, text)
    return said.format_map({name: _written(value) for name, value in values.items()})


def term(text: str) -> str:
    """Mark a text of a table as interface text; it is said where it is shown."""
    return text


def number(count: int) -> str:
    """A whole number as the language writes it."""
    return format_decimal(count, locale=language())


def decimal(figure: float) -> str:
    """A number with decimals as the language writes it.

    >>> decimal(1.5)
    '1.5'
    """
    return str(format_decimal(figure, locale=language()))


def percent(share: float) -> str:
    """A share in percent.

    >>> percent(0.87)
    '87%'
    """
    return format_percent(round(share, 2), locale=language())


def date(day: datetime) -> str:
    """A day of the calendar.

    >>> date(datetime(2024, 3, 5))
    '5 Mar 2024'
    """
    # Translators: a date by the CLDR's letters, such as "d. MMMM y".
    return format_datetime(day, say("d MMM y"), locale=language())


def language_name(code: str) -> str:
    """What a language is called, by its ISO 639-1 code.

    >>> language_name("de"), language_name("??")
    ('German', '??')
    """
    return str(Locale.parse(language()).languages.get(code, code))


def _written(value: object) -> object:
    return number(value) if isinstance(value, int) else value


@cache
def _catalogue(name: str) -> gettext.NullTranslations:
    if name == ENGLISH:
        return gettext.NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, _read(name))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _read(name: str) -> Catalog:
    with (LOCALES / f"{name}.po").open("rb") as file:
        return read_po(file, locale=name)


# Who listens --------------------------------------------------------------------------------------


def language() -> str:
    """The language to speak now."""
    if chosen := _speaking.get():
        return chosen
    request = LocalContext.request.get(None)
    return preferred(request.headers.get("accept-language", "")) if request else ENGLISH


@cache
def preferred(accepted: str) -> str:
    """The language for an Accept-Language header: its first, or English.

    Only the first counts, as it does in the browser: a page half in one language and half in
    another would be worse than one in the reader's second choice.

    >>> preferred("de-AT,de;q=0.9,en;q=0.8"), preferred("eo,de;q=0.9"), preferred("")
    ('de', 'en', 'en')
    """
    first = FIRST.match(accepted.lstrip())
    return first[0].lower() if first and first[0].lower() in LANGUAGES else ENGLISH


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Speak this language within the block, whoever listens."""
    token = _speaking.set(name)
    try:
        yield
    finally:
        _speaking.reset(token)


# What is drawn once for everybody -----------------------------------------------------------------


def drawn(text: str) -> Any:
    """A text for a component's label, info, placeholder, choice or value: the browser says it."""
    return I18nData(text)


def i18n(gradios: Mapping[str, str]) -> gr.I18n:
    """The catalogues as Gradio's half of the page takes them.

    ``gradios`` says in English what Gradio would say itself, by Gradio's names for its words.
    """
    words: dict[str, dict[str, str]] = {}
    for each in LANGUAGES:
        with speaking(each):
            words[each] = {key: say(text) for key, text in {**_whole(each), **gradios}.items()}
    return gr.I18n(**words)


@cache
def _whole(name: str) -> dict[str, str]:
    """Keys of a catalogue without places to fill in, by themselves."""
    if name == ENGLISH:
        return {}
    keys = [each.id for each in _read(name) if isinstance(each.id, str)]
    return {key: key for key in keys if key and "{" not in key}


def spoken(make: Callable[[], str]) -> str:
    """A template for ``gr.HTML`` from markup that is made once for each language."""
    return "${" + pick(make) + "}"


def template(name: str) -> str:
    """The same from a file, where ``[[…]]`` encloses each text."""
    text = (STATIC / name).read_text("utf-8")
    return spoken(lambda: MARKED.sub(lambda found: say(_flat(found[1])), text))


def pick(make: Callable[[], Any]) -> str:
    """A script's expression: what was made for the language of the browser."""
    made = {}
    for each in LANGUAGES:
        with speaking(each):
            made[each] = make()
    literal = json.dumps(json.dumps(made, ensure_ascii=False), ensure_ascii=False)
    for sign in "{}`$":
        # Gradio's templates would take them for their own.
        literal = literal.replace(sign, f"\\u{ord(sign):04x}")
    return (
        f'((all) => all[navigator.language.split("-")[0]] ?? all.{ENGLISH})(JSON.parse({literal}))'
    )


SPEAK = f"document.documentElement.lang = {pick(language)};"
"""A script: it says in which language the page is, which is not always the one Gradio set."""


def _flat(text: str) -> str:
    return " ".join(text.split())
