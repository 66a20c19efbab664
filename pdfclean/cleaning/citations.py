"""What a citation looks like: numbers, keys, authors and years."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pdfclean.cleaning.lexicon import LINKING, MONTHS, PARTICLES

__all__ = ["Style", "is_author_year", "is_group", "is_key", "is_numeric", "year_after_name"]


@dataclass(frozen=True, slots=True)
class Style:
    """How a document cites; several ways can be true at once.

    ``square`` numbers in square brackets, ``round_`` numbers in round brackets, ``raised``
    superscript numbers, ``names`` authors and years. ``cited`` are the names in its reference list,
    ``heads`` the words that its lines begin with, in lower case, if the list is worth asking.
    """

    square: bool = True
    round_: bool = False
    raised: bool = True
    names: bool = True
    cited: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()

    def lists(self, words: list[str]) -> bool:
        """Whether the reference list has one of the words where it has authors, or is unknown."""
        if not self.heads:
            return True
        lower = {word.strip(".*").lower() for word in words} - LINKING - PARTICLES
        return not (self.cited.isdisjoint(words) and self.heads.isdisjoint(lower))


_NUMBER = r"\d{1,3}[a-z]?"
_NUMBERS = re.compile(
    rf"(?:Refs?\.?\s*)?(?:no\.?\s*)?{_NUMBER}(?:\s*(?:[-–—−‐‑,;]|and|&|und|y|e|et|to)\s*{_NUMBER})*"
    r"(?:,\s*(?:pp?\.|pages?|sec(?:tions?|t?\.)?|§|chap(?:ters?|\.)|ch\.|theorem|thm\.|lemma|"
    r"figs?\.|figures?|tables?|eqs?\.|props?\.|cor\.|def\.|p[áa]g\.?|s\.|kap(?:itel|\.)|"
    r"abschnitt|pregunta|secci[óo]n|cap[íi]tulo|chapitre|question)"
    r"[\s~]*[\w.,–\- ]{1,30})?",
    re.IGNORECASE,
)
_EQUATION_BEFORE = re.compile(
    r"(?:eqs?|eqns?|equations?|formulas?|formulae?|gleichung|gl|ecuaci[óo]n|[ée]quation|steps?|items?"
    r"|cases?|types?|conditions?|constraints?|problems?|expression|inequality|line"
    r"|algorithms?|phase|stage|level|class|group|grade|fig|figure|table)s?\.?\s*$",
    re.IGNORECASE,
)
_INTERVAL_BEFORE = re.compile(
    r"(?:range|interval|between|within|in the|∈|=|\bfrom|values?|scale|\w\()\s*(?:of\s*)?$",
    re.IGNORECASE,
)
_INDEXED = re.compile(r"(?:^|\W)\w{1,2}$")
"""A name so short that the bracket on it is an index: ``a[3]``."""
_KEY = re.compile(r"[A-ZÀ-Þ][A-Za-zÀ-ÿ+]{0,7}\+?\d{2}[a-z]?(?:\s*,\s*[\w. –-]{1,25})?")
_KEYS = re.compile(r"\s{0,20},\s{0,20}")

_YEAR = r"(?:1[5-9]|20)\d\d\s?[a-z]?(?![\w])"
_UNDATED = r"(?:in press|in prep(?:aration|\.)?|forthcoming|submitted|to appear|[ns]\.\s?[df]\.?)"
_YEARS = rf"(?:{_YEAR}|{_UNDATED})(?:\s*(?:[,/–-]|and|&)\s*(?:{_YEAR}|[a-z](?!\w)|{_UNDATED}))*"
_LOCATOR = (
    r"(?:\s*[,:]\s*(?:pp?\.?|pages?|S\.|Seiten?|p[áa]gs?\.?|chap(?:ters?|\.)|chs?\.|sec(?:tions?|\.)|§|"
    r"figs?\.?|figures?|tables?|tab\.|eqs?\.?|equations?|kap\.|vol\.|appendix|§§|n\.|fn\.|note|para\.?)"
    r"[\s]*[\w.,–\-: ]{1,40}|\s*:\s*[\d–\-, ]{1,20}|\s*,\s*\d{1,4}(?:[–-]\d{1,4})?)?"
)
_TAIL = re.compile(
    rf"(?P<gap>[,\s]\s{{0,20}}|\s{{0,20}}[(\[]\s{{0,20}}|(?<=[a-zà-ÿ]))(?P<years>{_YEARS})[)\]]?"
    rf"{_LOCATOR}\s{{0,20}}[–-]?\s{{0,20}}$",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_][\w’'‘`´.*‐‑\-\u0300-\u036f]*")
_NEXT_NAME = re.compile(r"(?<=[\s(](?:1[5-9]|20)\d\d)[a-z]?,\s+(?:and\s|&\s)?(?=[^\W\d_]{2})")
_STRONG = re.compile(r"\bet\s?al\b|&|\b(?:and|und|et|y|e)\b|u\.\s?a\.", re.IGNORECASE)
_NO_NAMES = re.compile(r"[=<>%+]|\b\d|\d{3}|^(?:[A-Z]\.){2}|\b(?:Cir|Cong|Sess|Stat|Supp|App|Ct)\.")
"""What no name of an author has; courts ("D.C. Cir. 1976") have it."""
MOST_NAME_WORDS = 16
"""Words of a citation's authors; corporate authors run up to a dozen."""


def is_numeric(content: str, before: str, square: bool, style: Style) -> bool:
    """Whether a bracket's content is a list of reference numbers.

    ``[0, 1]`` is an interval, ``(2010)`` a year, ``(3)`` after "Eq." an equation.

    >>> is_numeric("3–5, 7", "shown ", True, Style()), is_numeric("0, 1", "in ", True, Style())
    (True, False)
    >>> is_numeric("12", "so ", False, Style()), is_numeric("12", "so ", False, Style(True, True))
    (False, True)
    """
    if not (style.square if square else style.round_) or not _NUMBERS.fullmatch(content):
        return False
    numbers = [int(digits) for digits in re.findall(r"\d+", content)]
    if square:
        if 0 in numbers and len(numbers) > 1:
            return False
        interval = len(numbers) == 2 and numbers[1] > numbers[0] + 1
        return not (
            (interval and _INTERVAL_BEFORE.search(before[-24:])) or _INDEXED.search(before[-4:])
        )
    if 0 in numbers or _EQUATION_BEFORE.search(before[-24:]):
        return False
    return bool(re.search(r"[^\W\d_](?:[.”’)\]]\s?|\s?|,)$", before[-4:]))


def is_key(content: str, square: bool) -> bool:
    """Whether a square bracket holds keys made of names and years, as BibTeX's alpha style does.

    >>> is_key("Ko12", True), is_key("NMTM99, SJ01", True), is_key("CO2", True)
    (True, True, False)
    """
    return square and all(_KEY.fullmatch(key) for key in _KEYS.split(content))


def is_author_year(content: str, before: str, style: Style, grouped: bool = False) -> bool:
    """Whether a bracket's part is one citation by name and year, or a year after a name.

    ``grouped`` says that the bracket has other parts like it: then no reference list is asked.

    >>> style = Style()
    >>> is_author_year("Jones & Lee 2011a,b", "", style), is_author_year("June 2010", "", style)
    (True, False)
    >>> is_author_year("Kim et al. 2018, Souza & Silva 2016", "", style)
    True
    >>> is_author_year("2010", "as Smith et al. ", style), is_author_year("2010", "in May ", style)
    (True, False)
    """
    if re.fullmatch(_YEARS + _LOCATOR, content, re.IGNORECASE):
        known = style.names or (bool(style.cited) and not style.square)
        return bool(_GROUP_BEFORE.search(before[-30:])) or (
            known and year_after_name(before, style.cited)
        )
    pieces = _cut_after_years(content)
    return all(_is_citation(piece, style, grouped or len(pieces) > 1) for piece in pieces)


def _cut_after_years(content: str) -> list[str]:
    """Citations parted by commas: "Kim et al. 2018, Souza & Silva 2016"."""
    pieces, start = [], 0
    for found in _NEXT_NAME.finditer(content):
        pieces.append(content[start : found.end()])
        start = found.end()
    return [*(piece.rstrip(" ,") for piece in pieces), content[start:]]


def _is_citation(content: str, style: Style, grouped: bool) -> bool:
    found = _TAIL.search(content)
    if not found:
        return False
    names = content[: found.start()].strip(" ,")
    if not _are_names(names):
        return False
    if _STRONG.search(names):
        return True
    words = _NAME.findall(names)
    # "(Paris, 1900)" looks the same, but Paris heads no entry of the reference list.
    known = not style.square and not style.cited.isdisjoint(words)
    return known or (style.names and (grouped or style.lists(words)))


def is_group(content: str) -> bool:
    """Whether a text is nothing but a group of names: "Smith et al."."""
    return bool(_STRONG.search(content)) and _are_names(content)


def _are_names(text: str) -> bool:
    words = _NAME.findall(text)
    if not words or len(words) > MOST_NAME_WORDS or _NO_NAMES.search(text):
        return False
    if words[-1].strip(".,*") in PARTICLES - LINKING:
        return False  # "in der Fassung von 2002"
    solid = [word for word in words if word.strip(".,*") not in LINKING | PARTICLES]
    if not solid or any(word.lower().strip(".") in MONTHS for word in words):
        return False
    capital = sum(not word[0].islower() for word in solid)
    return capital == len(solid) or (_STRONG.search(text) is not None and capital >= len(solid) - 1)


_GROUP_BEFORE = re.compile(r"(?:\bet\s?al\.?,?|co-?workers|colleagues|others|u\.\s?a\.)\s*$")
_NAMES_BEFORE = re.compile(
    r"(?P<pair>(?:^|\s)(?:and|&|und|y|et|e) )?"
    r"(?P<name>[A-ZÀ-Þ][\w’'‐\-]{0,58}[^\W\d_])(?:'s|’s)?,?\s{0,20}$"
)


def year_after_name(before: str, cited: frozenset[str] = frozenset()) -> bool:
    """Whether the text before a bracketed year ends in the name of an author.

    "Georgia (1997)" is no citation: a single name must stand in the reference list.

    >>> year_after_name("by Smith et al. "), year_after_name("in this year ")
    (True, False)
    >>> year_after_name("by Smith "), year_after_name("by Smith ", frozenset({"Smith"}))
    (False, True)
    """
    if _GROUP_BEFORE.search(before[-30:]):
        return True
    found = _NAMES_BEFORE.search(before[-60:])
    name = re.sub("['’]s$", "", found["name"]) if found else ""
    if not found or name.lower() in MONTHS:
        return False
    return name in cited or bool(found["pair"] and not cited)
