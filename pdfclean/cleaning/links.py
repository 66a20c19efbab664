"""Web addresses, DOIs, arXiv numbers and e-mail addresses in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pdfclean.cleaning.needed import Kind, dispensable, listed
from pdfclean.cleaning.view import Find
from pdfclean.document import Category

__all__ = ["find_links", "is_link"]

_TOP = r"(?:com|org|net|edu|gov|io|ai|eu|uk|de|fr|es|it|br|cn|jp|in|au|ca|ch|at|nl|se|no|fi|info)"
_URL = (
    rf"(?:https?\s?:\s?//\s?|ftp://|www\.)[^\s<>\"“”]+"
    rf"|\b[a-z0-9][\w-]{{0,40}}(?:\.[\w-]{{1,40}}){{0,4}}\.{_TOP}/[^\s<>\"“”]*"
)
_DOI = r"\b(?:doi\s?:?\s?)?(?:https?://)?(?:dx\.)?(?:doi\.org/)?10\.\d{4,9}/[^\s<>\"“”]+"
_ARXIV = r"\barXiv\s?:\s?(?:\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]{2,20}/\d{7})(?:\s?\[[\w.-]+\])?"
_MAIL = r"(?:\{[\w.,;\s+-]{1,200}\}|\b[\w.+-]{1,64})\s?@\s?(?:[\w-]{1,64}\.){1,6}[^\W\d_]{2,}"
_LINK = re.compile(f"(?P<mail>{_MAIL})|(?P<link>{_URL}|{_ARXIV})|(?P<doi>{_DOI})", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:e-?mails?|correo|url|urls|website|web site|homepage|web|link|doi|available(?: online)?"
    r"(?: at| from)?|at|accessed|online|verfügbar unter|disponible en|disponible sur|disponível em|"
    r"retrieved from|via|source|code|repository)[\s:.]*",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"[\s,;:.(\[]{0,20}(?:(?:last )?(?:accessed|retrieved|visited|accesso|acesso|abgerufen|zugriff|"
    r"consulté|consultado|date accessed)[\w\s,.:/–-]{0,40})?[\s,;:.)\]]{0,20}$",
    re.IGNORECASE,
)
_MAIL_LABEL = re.compile(
    r"(?:e-?mails?|correo(?: electr[óo]nico)?)(?: address(?:es)?)?\s?:?\s?$", re.IGNORECASE
)


def is_link(content: str) -> bool:
    """Whether a bracket's part is an address, with or without a label and a date of access.

    >>> is_link("e-mail: a.b@x.edu"), is_link("https://x.org/a"), is_link("a note on x.org")
    (True, True, False)
    """
    label = _LABEL.match(content)
    rest = content[label.end() :] if label else content
    found = _LINK.match(rest)
    return bool(found and _AFTER.fullmatch(rest[found.end() :]))


def find_links(text: str) -> Iterator[Find]:
    """Addresses in running text that their sentence can do without.

    >>> [text[f.start:f.end] for text in ["It is available at https://x.org/a. So"]
    ...  for f in find_links(text)]
    [' at https://x.org/a']
    >>> list(find_links("See https://x.org/a for more."))
    []
    """
    stayed = -1
    for found in _LINK.finditer(text):
        start, end, kind = found.start(), found.end(), _kind(found)
        if kind is Kind.MAIL:
            label = _MAIL_LABEL.search(text, max(0, start - 40), start)
            start = label.start() if label else start
        else:
            end = _trim(text, start, end)
        span = dispensable(text, start, end, kind)
        if span is None or (stayed >= 0 and listed(text[stayed:start])):
            stayed = end
        elif kind is Kind.MAIL:
            yield Find(*span, Category.CONTACTS, "e-mail")
        else:
            yield Find(*span, Category.LINKS, "link")


def _kind(found: re.Match[str]) -> Kind:
    if found["mail"]:
        return Kind.MAIL
    # An address of the DOI's own site may be told by the first pattern.
    return Kind.DOI if found["doi"] or "doi.org/10." in found.group() else Kind.LINK


def _trim(text: str, start: int, end: int) -> int:
    """An address ends before the punctuation of its sentence."""
    while end > start + 1:
        last = text[end - 1]
        pair = {")": "(", "]": "[", "}": "{"}.get(last)
        closes = pair and text.count(pair, start, end) < text.count(last, start, end)
        if closes or last in ".,;:!?'’”»":
            end -= 1
        else:
            break
    return end
