"""What is planted: the kinds of junk that layout cannot know, and how a language's set is held."""

from __future__ import annotations

from dataclasses import dataclass

SPONSOR = "sponsor paragraph"
ASIDE = "aside to reviewers"
NOTICE = "platform notice"
LEFTOVER = "leftover fragment"
KINDS = (SPONSOR, ASIDE, NOTICE, LEFTOVER)


@dataclass(frozen=True, slots=True)
class Junk:
    """One planted passage: the sentences or lines that should go, and its kind."""

    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Planting:
    """A language's running prose, as paragraphs of sentences, and what is planted in it."""

    language: str
    title: str
    paragraphs: tuple[tuple[str, ...], ...]
    junk: tuple[Junk, ...]


def junk(kind: str, *passages: str) -> tuple[Junk, ...]:
    """Passages of one kind; ``|`` parts the sentences or lines of one.

    >>> junk(NOTICE, "Share|Cite this article")[0].lines
    ('Share', 'Cite this article')
    """
    return tuple(Junk(kind, tuple(passage.split("|"))) for passage in passages)
