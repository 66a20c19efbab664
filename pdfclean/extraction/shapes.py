"""What a line looks like by its letters alone: small predicates on text, no geometry.

The words themselves live in :mod:`pdfclean.extraction.lexicon`.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from pdfclean.extraction.lexicon import (
    ABSTRACT,
    BACK_MATTER,
    CAPTION,
    CONTENTS,
    EMAIL,
    INTRODUCTION,
    KEYWORDS,
    LICENCE,
    NOTICE,
    OUTLINE,
    PLACE,
    REFERENCES,
    TABLE_WORD,
    TOPICS,
    WEAK_BACK_MATTER,
)

__all__ = [
    "abstract_heading",
    "back_matter_heading",
    "caption_start",
    "contact_like",
    "contents_heading",
    "enumerated",
    "front_notice",
    "heading_key",
    "introduction_heading",
    "is_cjk",
    "letters",
    "masked",
    "math_share",
    "outline_heading",
    "page_number",
    "reference_heading",
    "terminal",
    "topic_heading",
    "words",
]

_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_NUMBERING = re.compile(
    r"^(?:(?:\d{1,2}|[IVXivx]{1,5}|[A-Z])(?:\.\d{1,2}){0,3}[.):]?\s+|[一二三四五六七八九十]+、\s*)"
)
_CJK_CAPTION = re.compile(r"^[图表圖図]\s?\d{1,3}(?:[.\-–]\d{1,3})*(?P<rest>.*)")
_EDGES = " \t.:;,-–—•■●*#[]()0123456789|"

_PAGE_NUMBER = re.compile(
    r"^\W{0,3}(?:(?:page|seite|página|pagina|pág\.|pag\.|p\.|s\.|第)\s?)?(?:\d{1,4}|[ivxlc]{1,7}|[a-z]\d{1,4}|[A-Z]-?\d{1,3})"
    r"(?:\s?(?:of|/|von|de|sur|di)\s?\d{1,4})?(?:\s?页)?\W{0,3}$",
    re.I,
)
_ENUMERATED = re.compile(
    r"^(?:[•●○◦▪■□►▶➢✓✔‣∙·*–—-]\s|[•●○◦▪■►▶➢]|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]\s|\[\d{1,3}\]\s|[①-⑳]|（\d{1,2}）)"
)
_MATH = frozenset("=+−±×÷∑∏∫√∞≈≠≤≥≪≫∂∇∈∉⊂⊆∪∩∀∃→←↔⇒⇔∝·∘⊗⊕|^_{}<>/∗′⟨⟩‖∥≡∼≃≜")
_TERMINAL = re.compile(r"[.!?。！？…:][\"'”’»)\]]*\s*(?:\[?[\d,\s–-]{1,12}\]?)?$")


def letters(text: str) -> int:
    """How many letters a text has."""
    return sum(map(str.isalpha, text))


def words(text: str) -> list[str]:
    """Runs of two and more letters."""
    return _WORD.findall(text)


def is_cjk(text: str) -> bool:
    """Whether at least a third of the signs are Chinese, Japanese or Korean."""
    return 3 * len(_CJK.findall(text)) >= max(1, len(text))


def masked(text: str) -> str:
    """A key under which running lines of different pages are the same: digits masked.

    >>> masked("Page 12 of 30") == masked("Page 3 of 30")
    True
    """
    return re.sub(r"\W+", " ", re.sub(r"\d+", "0", text)).strip().casefold()


def page_number(text: str) -> bool:
    """Whether a line is nothing but a page number.

    >>> [page_number(t) for t in ("12", "- 3 -", "Page 4 of 9", "xiv", "in 1945")]
    [True, True, True, True, False]
    """
    return len(text) <= 24 and _PAGE_NUMBER.match(text) is not None


@functools.lru_cache(maxsize=1024)
def heading_key(text: str) -> str:
    """A key under which a heading and its entry in a list are the same: no numbering, no case.

    >>> heading_key("2.1 Methods:") == heading_key("METHODS")
    True
    """
    bare = text.strip()
    if re.fullmatch(r"(?:\w ){3,}\w", bare):  # letters spaced out: R E F E R E N C E S
        bare = bare.replace(" ", "")
    bare = _NUMBERING.sub("", bare).strip(_EDGES)
    bare = re.sub(r"\s+(?:[IVX]{1,4}|\(?cont.{0,7})$", "", bare)
    return unicodedata.normalize("NFC", bare).casefold()


def _named(text: str, names: frozenset[str]) -> bool:
    return len(text) <= 60 and heading_key(text) in names


def reference_heading(text: str) -> bool:
    """Whether a line is the heading of a reference list, in the languages we know.

    >>> [reference_heading(t) for t in ("References", "6. Literatur", "R E F E R E N C E S")]
    [True, True, True]
    >>> reference_heading("References to God are rare.")
    False
    """
    return _named(text, REFERENCES)


def abstract_heading(text: str) -> bool:
    """Whether a line is the heading of an abstract."""
    return _named(text, ABSTRACT)


def introduction_heading(text: str) -> bool:
    """Whether a line is a usual heading of a first section."""
    return _named(text, INTRODUCTION)


def contents_heading(text: str) -> bool:
    """Whether a line is the heading of a contents page, a list of figures or an index."""
    return _named(text, CONTENTS)


def outline_heading(text: str) -> bool:
    """Whether a line can head a list of what comes: a contents page's heading, "Outline".

    Some of the words head sections of prose as well ("Overview"): look at what follows.
    """
    return contents_heading(text) or _named(text, OUTLINE)


def back_matter_heading(text: str, among: bool = True) -> bool:
    """Whether a line is the heading of a back matter section (thanks, funding, declarations).

    ``among`` says that back matter has begun, so that headings count that stand in methods, too.
    """
    if len(text) > 90:
        return False
    key = heading_key(text)
    return bool(BACK_MATTER.match(key) or (among and WEAK_BACK_MATTER.match(key)))


def topic_heading(text: str) -> bool:
    """Whether a heading of back matter can head a chapter as well: "Funding" in a school's report.

    >>> [topic_heading(t) for t in ("4. Contributions", "Acknowledgements")]
    [True, False]
    """
    return TOPICS.match(heading_key(text)) is not None


def keywords_start(text: str) -> bool:
    """Whether a line opens the list of keywords ("Keywords: ...")."""
    return KEYWORDS.match(text) is not None


def caption_start(text: str) -> tuple[bool, bool, bool]:
    """(may be a caption's first line, surely looks like one, belongs to a table).

    >>> caption_start("Table 2. Results")
    (True, True, True)
    >>> caption_start("Figure 3")
    (True, True, False)
    >>> caption_start("Figure 3 shows the flow."), caption_start("Figure 3, which")[:2]
    ((True, False, False), (True, False))
    >>> caption_start("Table talk was common.")
    (False, False, False)
    """
    match = CAPTION.match(text) or _CJK_CAPTION.match(text)
    if match is None:
        return False, False, False
    rest = match.group("rest").strip()
    mark = match.groupdict().get("mark")
    first = rest[:1]
    sure = bool(mark and mark.strip() != "(") or not rest or first.isupper() or is_cjk(rest)
    if first and not (first.isalnum() or first in "([\"'“‘.,:;-–—αβγδ"):
        sure = sure and bool(mark)
    if first and first in ",;)":
        sure = False
    return True, sure, TABLE_WORD.match(text) is not None


def contact_like(text: str) -> float:
    """How much a text looks like a list of names, affiliations or addresses (0 to 1)."""
    if EMAIL.search(text):
        return 1.0
    found = words(text)
    if not found:
        return 0.3
    small = sum(1 for w in found if w[0].islower() and len(w) > 3)
    share = small / len(found)
    score = 0.0
    if PLACE.search(text):
        score += 0.5
    score += 0.5 * max(0.0, 1 - 3 * share)
    return min(1.0, score)


def front_notice(text: str) -> bool:
    """Dates, editors, licences, addresses: what journals print round the title."""
    return NOTICE.match(text) is not None or LICENCE.search(text) is not None


def licence(text: str) -> bool:
    """Whether a line is part of a licence notice."""
    return LICENCE.search(text) is not None


def email(text: str) -> bool:
    """Whether a line holds an e-mail address or says so."""
    return EMAIL.search(text) is not None


def place(text: str) -> bool:
    """Whether a line names a university, a department, a country."""
    return PLACE.search(text) is not None


def enumerated(text: str) -> bool:
    """Whether a line starts with a bullet or an item number."""
    return _ENUMERATED.match(text) is not None


def math_share(text: str) -> float:
    """Share of mathematical signs, digits and single letters among the non-blank characters."""
    solid = [c for c in text if not c.isspace()]
    if not solid:
        return 0.0
    count = sum(
        1
        for c in solid
        if c in _MATH
        or unicodedata.category(c) == "Sm"
        or "\U0001d400" <= c <= "\U0001d7ff"
        or "\u0370" <= c <= "\u03ff"
    )
    return count / len(solid)


def terminal(text: str) -> bool:
    """Whether a line ends like a sentence."""
    return _TERMINAL.search(text) is not None
