"""Words and signs that give away what layout cannot know: a line set like prose that is none.

A few phrases of each kind in English, German, French and Spanish, and signs that need no language.
Each is so rare in prose (see ``choosing.CUE``) that a false alarm costs next to nothing: nothing is
taken out here, a model only gets to look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Cue", "cues"]


@dataclass(frozen=True, slots=True)
class Cue:
    """A telling phrase: where it begins in the text, and what the line around it may be."""

    start: int
    reason: str


_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_FOR_EDITORS = r"editors?|reviewers?|referees?|typesetters?|gutachter|relecteurs?|revisores"
_KINDS = {
    "a note to reviewers or editors": (
        rf"\b(?:reviewers?|referees?|gutachter(?:innen|n)?|relecteurs?|relectrices?|revisores)\b"
        rf"|\b(?:author|editor|editorial|production) (?:query|queries)\b"
        rf"|(?:^|[.!?]\s)(?:{_FOR_EDITORS}):"
        r"|\b(?:revised|resubmitted) (?:manuscript|version)\b"
    ),
    "an advertisement or a sponsor’s line": (
        r"\bsponsor(?:s|ed|ing|isé\w*)?\b|\badvertisements?\b|\bbrought to you by\b"
        r"|\b(?:subscribe|become a member) (?:now|today|for|and|to)\b"
        r"|\b(?:anzeige|werbung|gesponsert|abonnieren)\b|\b(?:publicité|sponsorisée?|abonnez-vous)\b"
        r"|\b(?:publicidad|patrocinad[oa]s?|suscríb[ae]\w{0,5})\b"
    ),
    "a notice of the publisher or the web page": (
        r"\bdownload(?:ed)? (?:from|pdf|this|the (?:pdf|article))\b|\bclick (?:here|on|to)\b"
        r"|\b(?:log|sign) in (?:or|to|with)\b|\baccept (?:all )?cookies\b|\bwe use cookies\b"
        r"|\ball rights reserved\b|\bcreative commons\b|\bcc[- ]by\b|©|\bcopyright\b"
        r"|\bpersonal use only\b|\bshare this (?:article|page)\b|\bcite this article\b"
        r"|\bherunterladen\b|\brechte vorbehalten\b|\burheberrecht\w{0,12}|\bartikel teilen\b"
        r"|\btélécharger\b|\bdroits réservés\b|\bdroits? d['’]auteur\b|\bpartager cet article\b"
        r"|\bdescarg(?:ar|ue)\b|\bderechos (?:reservados|de autor)\b|\bcompartir este artículo\b"
    ),
    "a sentence about how the text is organised": (
        r"\b(?:organi[sz]ed|structured|arranged) as follows\b"
        r"|\bwie folgt (?:gegliedert|aufgebaut)\b"
        r"|\b(?:organisée?|structurée?) comme suit\b"
        r"|\b(?:organizad[oa]|estructurad[oa]) (?:como sigue|de la siguiente)\b"
    ),
    "a leftover of the layout": (
        r"\bcontinued (?:on|from) (?:the )?(?:next|previous|page)\b|\bfortsetzung (?:auf|von) \w"
        r"|\bsuite (?:à la|de la) page\b|\bcontin[uú]a en la página\b"
        r"|\binsert (?:figure|fig\.?|table) \w{1,4} (?:about )?here\b|\babout here\b[.\])]"
        r"|\b(?:previous|next) article\b|\bsee (?:the )?online version\b"
        rf"|\b(?:received|accepted|revised):?(?: on)? (?:\d{{1,2}} )?(?:{_MONTH})\b"
        rf"|\b(?:received|accepted|revised):? \d{{1,2}} (?:{_MONTH})\b"
        r"|\beingegangen am\b|\bangenommen am\b|\breçu le\b|\bacceptée? le\b|\brecibido el\b"
    ),
    "an editor’s mark or an empty bracket": (
        r"\*\*\*|(?-i:\b(?:TODO|FIXME|XXX)\b)|\[\?+\]|\(\s*[,;]\s*\)|\[\s*[,;]\s*\]|<>"
    ),
}
_PATTERNS = {reason: re.compile(pattern, re.IGNORECASE) for reason, pattern in _KINDS.items()}


def cues(text: str) -> Iterator[Cue]:
    """The telling phrases of some running text.

    >>> [cue.reason for cue in cues("It rained. Subscribe today. Editor: please check.")]
    ['a note to reviewers or editors', 'an advertisement or a sponsor’s line']
    """
    for reason, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            yield Cue(match.start(), reason)
