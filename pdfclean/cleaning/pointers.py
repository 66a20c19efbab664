"""Pointers in brackets to figures, tables, equations and sections: "(see Fig. 3)"."""

from __future__ import annotations

import re

from pdfclean.cleaning.lexicon import POINTING, ROMAN

__all__ = ["is_pointer"]

_LABEL = (
    r"(?:supp(?:l(?:ement(?:ary|al)?)?)?\.?|suppl?\.|extended data|additional|online|electronic|"
    r"appendix|see|the|upper|lower|left|right|top|bottom|middle|also|and|inset of|inset|"
    r"la|el|les?|los|las|der|die|das)"
)
_KIND = (
    r"(?:fig(?:ure|ura|s|ures|uras)?\.?|figs\.|tables?|tab(?:s|elle|elas?|ellen|la|las|leaux?)?\.?|"
    r"eq(?:s|ns?|uations?)?\.?|[ée]q(?:s|uations?)?\.?|sec(?:t|s|tions?|tion)?\.?|sects?\.|§+|"
    r"chap(?:ters?|s|itres?)?\.?|ch\.|appendix|appendices|app\.|annex(?:es|e|o)?|schemes?|charts?|plates?|"
    r"box(?:es)?|panels?|algorithms?|alg\.|listings?|examples?|movies?|videos?|files?|data(?:sets?)?|"
    r"materials?|information|notes?|texts?|graphs?|maps?|photos?|theorems?|thm\.|lemmas?|props?\.|"
    r"propositions?|corollary|cor\.|definitions?|def\.|remarks?|steps?|lines?|supplement|parts?|"
    r"footnotes?|fn\.|nr\.|abb(?:ildung(?:en)?)?\.?|tafel|abschnitte?|abschn\.|kapitel|"
    r"kap\.|gleichung(?:en)?|gl\.|anhang|seite[n]?|cuadros?|ecuaci(?:ón|ones)|ec\.|secci(?:ón|ones)|"
    r"cap(?:ítulos?|itol[oi])?\.?|anexos?|gr[áa]ficos?|quadros?|equaç(?:ão|ões)|seç(?:ão|ões)|"
    r"tableaux?|annexes?|sezion[ei]|equazion[ei]|kuvat?|kuva|taulukko|şekil|tablo|bölüm|"
    r"图表?|表|式|公式|附录|节|章|図)"
)
_HEAD = re.compile(
    rf"(?:{_LABEL}\s+)?(?:{_LABEL}\s+)?{_KIND}(?=(?-i:[\s\d.,:(A-Z–-])|$)\s*", re.IGNORECASE
)
_UNNUMBERED = re.compile(
    r"(?:supplement(?:ary|al)?|additional|online|electronic|extended)\.? ?\w*|appendix|appendices|"
    r"anhang|anexos?|annexes?",
    re.IGNORECASE,
)
_NUMBER_FIRST = re.compile(r"S\d{1,2} (?:Figs?|Tables?|Files?|Text|Data|Movies?|Videos?)\.?")
_REST = re.compile(r"[A-Za-zÀ-ÿ]+|\d+|\S")
_PUNCTUATION = frozenset(",.–—-−‐‑&/:()*'’′;#")
MOST_PIECES = 40


def is_pointer(content: str) -> bool:
    """Whether a bracket's part does nothing but point to another place in the document.

    >>> is_pointer("Fig. 3"), is_pointer("Figures 1A and 2"), is_pointer("Supplementary Fig. S3")
    (True, True, True)
    >>> is_pointer("figure of speech"), is_pointer("Table Mountain"), is_pointer("MAP")
    (False, False, False)
    """
    found = _HEAD.match(content)
    if not found:
        return bool(_NUMBER_FIRST.fullmatch(content))
    pieces = _REST.findall(content[found.end() :])
    if len(pieces) > MOST_PIECES:
        return False
    numbered = False
    for piece in pieces:
        low = piece.lower()
        if (
            piece.isdigit()
            or low in ROMAN
            or (len(piece) <= 2 and piece.isalpha() and piece.isupper())
        ):
            numbered = True
        elif not (low in POINTING or piece in _PUNCTUATION or len(piece) == 1):
            return False
    return numbered or bool(_UNNUMBERED.fullmatch(content))
