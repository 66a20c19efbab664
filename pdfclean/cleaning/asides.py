"""Citations, pointers and links in brackets.

A bracket's content is cut at semicolons into parts, each part is recognised or not. A bracket whose
parts are all recognised goes whole; from a mixed one ("p < 0.05; Fig. 2") only what stands at its
beginning or end is taken out, so that the rest still reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from pdfclean.cleaning.brackets import Bracket, brackets
from pdfclean.cleaning.citations import Style, is_author_year, is_group, is_key, is_numeric
from pdfclean.cleaning.links import is_link
from pdfclean.cleaning.pointers import is_pointer
from pdfclean.cleaning.view import RAISED, Find
from pdfclean.document import Category

__all__ = ["find_asides"]

_LEAD = re.compile(
    r"(?:see also|but see|see,? for example,?|see e\.\s?g\.,?|see|e\.\s?g\.[,:]?|i\.\s?e\.[,:]?|"
    r"cf\.?|c\.\s?f\.|compare|also|and|or|both|"
    r"for (?:a |an )?(?:recent |detailed |comprehensive )?(?:reviews?|overviews?|details?|"
    r"examples?|instance|discussion)[,:]?(?: see| in)?|"
    r"(?:as )?(?:reviewed|described|shown|reported|discussed|defined|used|proposed|suggested|given|"
    r"listed|illustrated|depicted|presented|summari[sz]ed|displayed|detailed) (?:in|by)|as in|"
    r"in|from|after|by|according to|adapted from|modified from|following|based on|data from|"
    r"sensu|among others|respectively|refs?\.?|references?|"
    r"siehe(?: auch)?|s\.|vgl\.(?: auch)?|z\.\s?B\.|nach|voir(?: aussi)?|par exemple|"
    r"p\.\s?ex\.|véase(?: también)?|ver(?: também| también)?|por ejemplo|por exemplo|p\.\s?e\.|"
    r"vedi(?: anche)?|ad esempio)(?=[\s,:(\[]|$)[\s,:]*|(?:参?见|如)\s*",
    re.IGNORECASE,
)
_TRAIL = re.compile(
    r"[\s,]{0,20}(?:and (?:the )?references? therein|and others|among others|"
    r"for (?:a |an )?(?:\w{1,20} )?(?:reviews?|overviews?|details?|discussions?|descriptions?)"
    r"(?: (?:of|on|about) [\w\s-]{1,50})?|for (?:more|further) details?|"
    r"and related work|and elsewhere|respectively|therein|below|above|inter alia|"
    r"u\.\s?a\.)[\s.]{0,20}$",
    re.IGNORECASE,
)
_SURNAME = re.compile(
    r"(?!\w{0,40}[A-Z]{2})[A-ZÀ-Þ][\w’'.&-]{0,40}(?:\s[A-ZÀ-Þ][\w’'.-]{0,40}){0,2}"
)
_STRAY = re.compile(rf"\s?[{RAISED}\u0300-\u036f]")
"""Raised marks and accents that lost their letter."""
_HOLE = "\ue001"
"""Stands for a character of an inner bracket that goes."""
AUTHOR_YEAR = "author and year"
NUMBER = "number of a reference"
KEY = "key of a reference"
_GOVERNS = re.compile(
    r"\b(?:in|by|of|from|with|to|see|than|as|under|per|via|using|cf\.?|both|aus|bei|mit|nach|von|"
    r"durch|siehe|dans|par|de|selon|en|por|según|como|em|con|da|di)\s?$",
    re.IGNORECASE,
)
GOVERNED = 0.5
"""Confidence that a governed number goes. Of 3,280 numbers and keys in square brackets 80 are
governed; kept, they cost 0.001 of F over the 138 documents (the gold has none of them)."""
MOST_COMMAS = 12
"""Commas of one aside that are tried."""
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d")
_COMMA = re.compile(r",(?=\s)")
BEFORE = 80
"""Characters before a bracket that are looked at."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Characters ``[start, end)`` between two semicolons; ``find`` when they may go."""

    start: int
    end: int
    find: Find | None


def find_asides(text: str, style: Style) -> Iterator[Find]:
    """Brackets, or parts of them, that hold nothing but citations, pointers or links.

    A number or key that a preposition governs ("the hardware used in [1] has") is part of its
    sentence: it goes with little confidence.

    Args:
        text: a paragraph.
        style: the document's way of citing.
    """
    for bracket in brackets(text):
        for find in _judge(text, bracket, style):
            before = text[max(0, find.start - BEFORE) : find.start]
            governed = find.reason in (NUMBER, KEY) and _GOVERNS.search(before)
            yield replace(find, confidence=GOVERNED) if governed else find


def _judge(text: str, bracket: Bracket, style: Style) -> list[Find]:
    """What goes from one bracket: all of it, or what goes from the brackets inside and parts."""
    inside = [find for inner in bracket.inner for find in _judge(text, inner, style)]
    start, end = bracket.start + 1, bracket.end - 1
    content = list(text[start:end])
    for find in inside:
        content[find.start - start : find.end - start] = _HOLE * (find.end - find.start)
    before = text[max(0, bracket.start - BEFORE) : bracket.start]
    whole = "".join(content)
    grouped = sum(_YEAR.search(part) is not None for part in re.split("[;；]", whole)) > 1
    context = _Context(before, bracket.square, style, inside, grouped)
    parts = _parts(whole, start, context)
    gone = [part.find for part in parts if part.find]
    if gone and len(gone) == len(parts):
        first = next((find for find in gone if find.category is Category.CITATIONS), gone[0])
        return [Find(bracket.start, bracket.end, first.category, first.reason)]
    return inside + _edges(parts, inside)


@dataclass(frozen=True, slots=True)
class _Context:
    """What helps to recognise a part: the text before the bracket, its kind, finds inside it, and
    whether it has other parts with a year."""

    before: str
    square: bool
    style: Style
    inside: list[Find]
    grouped: bool


def _parts(content: str, offset: int, context: _Context) -> list[_Part]:
    parts: list[_Part] = []
    position = 0
    for piece in re.split(r"([;；])", content):
        if piece not in (";", "；"):
            parts.extend(_recognise(piece, offset + position, context))
        position += len(piece)
    return _with_years(parts, content, offset)


def _recognise(piece: str, start: int, context: _Context) -> list[_Part]:
    """A piece as one part; as two where only what follows one of its commas is recognised."""
    end = start + len(piece)
    category, reason = _kind(piece, context)
    if category:
        return [_Part(start, end, Find(start, end, category, reason))]
    for comma in islice(_COMMA.finditer(piece), MOST_COMMAS):
        category, reason = _kind(piece[comma.end() :], context)
        if category and reason != NUMBER:
            cut = start + comma.end()
            find = Find(cut, end, category, reason)
            return [_Part(start, cut - 1, None), _Part(cut, end, find)]
    return [_Part(start, end, None)]


def _with_years(parts: list[_Part], content: str, offset: int) -> list[_Part]:
    """Names parted by semicolons ("Dumay; Guthrie, 2010") belong to the year they await."""
    result: list[_Part] = []
    for part in reversed(parts):
        follows = result[-1].find if result else None
        words = content[part.start - offset : part.end - offset].strip()
        if (
            not part.find
            and follows
            and follows.reason == AUTHOR_YEAR
            and _SURNAME.fullmatch(words)
        ):
            find = Find(part.start, part.end, follows.category, follows.reason)
            result.append(_Part(part.start, part.end, find))
        else:
            result.append(part)
    return result[::-1]


def _kind(piece: str, context: _Context) -> tuple[Category | None, str]:
    """What one part is: a category and a reason, or ``None``."""
    bare = _strip_words(_STRAY.sub("", piece).strip(" ,.:"))
    solid = bare.replace(_HOLE, "").strip(" ,;.&")
    kind: tuple[Category | None, str] = (None, "")
    if not solid:
        if _HOLE in piece:
            kind = context.inside[0].category, context.inside[0].reason
    elif is_numeric(bare, context.before, context.square, context.style):
        kind = Category.CITATIONS, NUMBER
    elif _HOLE in piece and is_group(solid):
        kind = context.inside[0].category, context.inside[0].reason
    elif is_key(solid, context.square):
        kind = Category.CITATIONS, KEY
    elif is_author_year(solid, context.before, context.style, context.grouped):
        kind = Category.CITATIONS, AUTHOR_YEAR
    elif is_pointer(solid):
        kind = Category.POINTERS, "pointer in brackets"
    elif is_link(solid):
        kind = (Category.CONTACTS, "e-mail") if "@" in solid else (Category.LINKS, "link")
    return kind


def _strip_words(piece: str) -> str:
    """The part without words that only introduce or end a citation."""
    for _ in range(3):
        found = _LEAD.match(piece)
        if not found:
            break
        piece = piece[found.end() :]
    found = _TRAIL.search(piece)
    return piece[: found.start()] if found else piece


def _edges(parts: list[_Part], inside: list[Find]) -> list[Find]:
    """Recognised parts at a mixed bracket's beginning or end, with the semicolon beside them."""
    low, high = 0, len(parts)
    while low < high and parts[low].find:
        low += 1
    while high > low and parts[high - 1].find:
        high -= 1
    found: list[Find] = []
    for group, start_grows, end_grows in ((parts[:low], 0, 1), (parts[high:], 1, 0)):
        first = group[0].find if group and low < high else None
        if first:
            start, end = group[0].start - start_grows, group[-1].end + end_grows
            if not any(find.start < end and start < find.end for find in inside):
                found.append(Find(start, end, first.category, first.reason, 0.9))
    return found
