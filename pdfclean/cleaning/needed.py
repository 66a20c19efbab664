"""Which addresses a sentence can do without.

An address goes where its sentence stands without it, and stays where something would be missing:

* It goes when it is *set off*: in brackets of its own (see :mod:`~pdfclean.cleaning.asides`),
  between commas or dashes, or alone between two sentences, as in lists of addresses, in footnotes
  and in entries of references.
* It goes, with the word that leads to it, after a statement that is whole by itself: "the code is
  available [at https://...]", "der Code ist [unter https://...] verfügbar".
* Everywhere else it stays: as the subject ("https://... lists the tides"), as the object of a verb
  or of a preposition ("see https://...", "navigate to https://..."), after a colon that announces
  it, or beside the noun it explains. Only the place of the address tells; no grammar is asked.
* An e-mail address goes, and takes a preposition along ("send comments [to a@b.org]"), unless it is
  the subject. A DOI is never a subject.

An address that stays carries no mark: the switch for links has no say in it.
"""

from __future__ import annotations

import re
from enum import Enum

from pdfclean.cleaning.view import RAISED

__all__ = ["Kind", "dispensable", "listed"]


class Kind(Enum):
    """What kind of address it is."""

    LINK = "link"
    DOI = "doi"
    MAIL = "mail"


_FREE = (
    r"(?:(?:available|accessible|accessed|downloaded|downloadable|online|published|released|"
    r"retrieved|viewed|archived|documented)(?: (?:online|freely|publicly|for download|here))?"
    r"|verfügbar|erhältlich|abrufbar|abgerufen|veröffentlicht|zugänglich"
    r"|disponibles?(?: en ligne| en línea)?|accessibles?|accesibles?|publiée?s?|publicad[oa]s?"
    r"|descargad[oa]s?|disponíve(?:l|is)|disponibil[ei]|beschikbaar|tilgjengelig)"
)
"""Words that end a statement which is whole without an address; "found" and "located" do not."""
_TO = (
    r"(?:at|from|via|under|on|in|through|by|unter|auf|bei|über|en|sur|à|sous|desde|bajo|a|em|no|su|da"
    r"|op|på)"
)
_LEAD = re.compile(
    rf"\b{_FREE}(?P<to> {_TO}(?: the (?:following )?(?:url|link|address|website|site|page))?"
    r"(?: ?:)?| ?:) ?$",
    re.IGNORECASE,
)
_GOVERNOR = re.compile(r"(?<= )(?P<to>unter|auf|bei|über) ?$")
_FREE_AFTER = re.compile(rf" ?{_FREE}\b", re.IGNORECASE)
_SENTENCE_BEFORE = re.compile(rf"(?:^|[.!?。！？][”’\"»)\]]?|[{RAISED}•▪■–—]) ?$")
_CLAUSE_BEFORE = re.compile(r"(?:[,;(\[，；（［–—]| -) ?$")
_CLAUSE_AFTER = re.compile(rf" ?(?:$|[.,;:!?()\[\]{RAISED}。，；：！？（）［］–—•]|- )")
_SENTENCE_AFTER = re.compile(r" (?:[A-ZÀ-Þ¿¡\d]|https?:|www\.)")
_MAIL_GOVERNOR = re.compile(
    r" (?:to|at|from|via|by|per|under|an|unter|über|a|à|en|para|pour|por|par|em|su|til|till) ?$"
)
_LISTED = re.compile(
    r"[^.!?]{0,40}?(?:,|\b(?:and|or|und|oder|et|ou|y|o|e|ja|ve)|&) ?", re.IGNORECASE
)
LOOK = 90
"""Characters before and after an address that are looked at."""


def dispensable(text: str, start: int, end: int, kind: Kind) -> tuple[int, int] | None:
    """What may go of a sentence with the address ``[start, end)``, or nothing if it must stay.

    >>> def without(text, kind=Kind.LINK, link="http://x.org"):
    ...     at = text.index(link)
    ...     gone = dispensable(text, at, at + len(link), kind)
    ...     return text[: gone[0]] + text[gone[1] :] if gone else text
    >>> without("It is available at http://x.org."), without("It can be found at http://x.org.")
    ('It is available.', 'It can be found at http://x.org.')
    >>> without("Es ist unter http://x.org verfügbar."), without("Véase http://x.org.")
    ('Es ist verfügbar.', 'Véase http://x.org.')
    >>> without("So it is. http://x.org"), without("http://x.org lists them")
    ('So it is. ', 'http://x.org lists them')
    """
    offset = max(0, start - LOOK)
    before, after = text[offset:start], text[end : end + LOOK]
    if lead := _LEAD.search(before):
        opens = offset + lead.start()
        # "Available at https://..." is no sentence without the address.
        alone = _SENTENCE_BEFORE.search(before[: lead.start()])
        return (opens if alone else offset + lead.start("to")), end
    governor = _GOVERNOR.search(before)
    if governor and _FREE_AFTER.match(after):
        return offset + governor.start("to") - 1, end
    if kind is Kind.MAIL:
        governor = _MAIL_GOVERNOR.search(before)
        start = offset + governor.start() if governor else start
        stays = _is_subject(before, after)
    elif kind is Kind.DOI:
        stays = not (_SENTENCE_BEFORE.search(before) or _CLAUSE_BEFORE.search(before))
    else:
        stays = not _is_set_off(before, after)
    return None if stays else (start, end)


def listed(gap: str) -> bool:
    """Whether two addresses with this text between them belong to one list, and to one fate."""
    return _LISTED.fullmatch(gap) is not None


def _is_subject(before: str, after: str) -> bool:
    return bool(_SENTENCE_BEFORE.search(before)) and after[:1] == " " and after[1:2].islower()


def _is_set_off(before: str, after: str) -> bool:
    if _SENTENCE_BEFORE.search(before):
        return bool(_CLAUSE_AFTER.match(after) or _SENTENCE_AFTER.match(after))
    return bool(_CLAUSE_BEFORE.search(before) and _CLAUSE_AFTER.match(after))
