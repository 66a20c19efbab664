"""Sentences of the layers below, in the visitor's language.

What reads, cleans, polishes and runs says what happened in English: it serves the command line and
the API too, and its sentences travel through worker processes and files. The page translates them
where it shows them: :func:`heard` knows a sentence by its form in
:data:`~pdfclean.ui.below.BELOW`, whose ``{places}`` stand for whatever was filled in. A sentence
that is not there (details of model files and of the tuning file, most of the operating system's own
words) is shown as it is, in English.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pdfclean.ui.below import BELOW
from pdfclean.ui.language import (
    ENGLISH,
    decimal,
    language,
    number,
    percent,
    say,
    speaking,
)

__all__ = ["heard"]

_PLACE = re.compile(r"\{(\w+)\}")
_BORDER = re.compile(r"(?<=[.!?]) (?=[A-Z“])")
_WHOLE = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_FIGURE = re.compile(r"(\d+)\.(\d+)( [A-Z]B)?")
_SHARE = re.compile(r"(\d+)%")
LONGEST = 600
"""Characters of a sentence that is looked at; the longest form has some 250."""


def _form(text: str) -> re.Pattern[str]:
    pieces = _PLACE.split(text)
    return re.compile(
        "".join(
            f"(?P<{piece}>.+?)" if at % 2 else re.escape(piece) for at, piece in enumerate(pieces)
        ),
        re.DOTALL,
    )


_KNOWN = frozenset(BELOW)
_FORMS = tuple((text, _form(text)) for text in BELOW if "{" in text)


def heard(sentence: str) -> str:
    """A sentence of the layers below in the visitor's language.

    >>> heard("Page 7 of this PDF is damaged and cannot be read.")
    'Page 7 of this PDF is damaged and cannot be read.'
    """
    chosen = language()
    if chosen == ENGLISH or not sentence or len(sentence) > LONGEST:
        return sentence
    return _heard(chosen, sentence)


@lru_cache(4096)
def _heard(chosen: str, sentence: str) -> str:
    with speaking(chosen):
        said = _one(sentence)
        if said is None:
            said = _several(sentence)
    return sentence if said is None else said


def _one(sentence: str) -> str | None:
    """A sentence by its form, or ``None``: nobody knows it."""
    if (said := say(sentence) if "{" not in sentence else sentence) != sentence:
        return said
    if sentence in _KNOWN:
        return sentence
    for text, form in _FORMS:
        if found := form.fullmatch(sentence):
            return say(text, **{name: _value(value) for name, value in found.groupdict().items()})
    return None


def _several(sentence: str) -> str | None:
    """The same for sentences that follow each other; the longest that is known goes first."""
    pieces = _BORDER.split(sentence)
    for count in range(len(pieces) - 1, 0, -1):
        first, rest = " ".join(pieces[:count]), " ".join(pieces[count:])
        said = _one(first)
        if said is None and (begun := _one(first.removesuffix("."))) is not None:
            said = f"{begun}."
        if said is not None:
            return f"{said} {heard(rest)}"
    return None


def _value(text: str) -> str:
    """What was filled in: a number as the language writes it, or a sentence again."""
    if _WHOLE.fullmatch(text):
        return number(int(text.replace(",", "")))
    if found := _FIGURE.fullmatch(text):
        return f"{decimal(float(f'{found[1]}.{found[2]}'))}{found[3] or ''}"
    if found := _SHARE.fullmatch(text):
        return percent(int(found[1]) / 100)
    return heard(text)
