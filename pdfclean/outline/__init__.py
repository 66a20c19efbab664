"""The sections of a document: what a producer can leave out as a whole, and how long it takes.

The outline is derived from the labels that are there already. Leaving a section out is a decision
like any other: an override over its tokens. Nothing is computed again, and taking the decision
back brings the section back.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from pdfclean.document import CleanChunk, CleanDocument, Decision, Override, Policy, Role
from pdfclean.errors import LimitError
from pdfclean.outline.headings import Heading, headings
from pdfclean.outline.levels import nested
from pdfclean.render import Renderer

__all__ = [
    "Section",
    "count_words",
    "family",
    "leave_out",
    "listening_minutes",
    "minutes",
    "outline",
    "parse_sections",
    "recount",
    "section_numbers",
]

WORDS_A_MINUTE = 150
"""Narration speed; audiobook guides name 150 to 160 words a minute."""
CHARACTERS_A_WORD = 1.7
"""Chinese and Japanese characters that take as long as a word: narrators read some 250 a minute."""
_CHARACTER = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_SPOKEN = re.compile(r"[^\W_]\S*")
"""A word as far as spaces go, from its first letter or digit; a lone dash is none."""
_RANGE = re.compile(r"[ \t]{0,20}([0-9]{1,5})[ \t]{0,20}(?:-[ \t]{0,20}([0-9]{1,5})[ \t]{0,20})?")
LOWEST = 99
"""A level below all others."""
BEGINNING = "Beginning"
"""What stands before the first heading, if it has no title of its own."""


@dataclass(frozen=True, slots=True)
class Section:
    """Tokens ``[start, end)`` from a heading up to the next heading of whatever level.

    ``level`` counts from 1, ``page`` (where it begins) too. ``words`` are its own under the policy,
    heading included, those of its subsections not.
    """

    start: int
    end: int
    title: str
    level: int
    page: int
    words: int


def listening_minutes(words: int) -> int:
    """How long a text of so many words takes to read out, at least a minute if there is one.

    >>> listening_minutes(450)
    3
    """
    return max(1, round(words / WORDS_A_MINUTE)) if words else 0


def count_words(text: str) -> int:
    """The words of a text; where words are not parted by spaces, as many as take as long to say.

    >>> count_words("Tides come and go."), count_words("他们每天两次数潮池。")
    (4, 5)
    """
    spaced, characters = _CHARACTER.subn(" ", text)
    return len(_SPOKEN.findall(spaced)) + round(characters / CHARACTERS_A_WORD)


def outline(document: CleanDocument, policy: Policy | None = None) -> tuple[Section, ...]:
    """The sections of a document, which tile its tokens; none if it has no headings.

    What stands before the first heading is a section as well. A heading under which the policy
    leaves nothing (a reference list) begins none: its tokens go with the section before.
    """
    found = headings(document)
    if not found or not document.chunks:
        return ()
    policy = policy or document.policy
    end = document.chunks[-1].chunk.end
    if found[0].start > 0:
        found.insert(0, _front(document, found[0].start))
    edges = [edge for each in found for edge in (each.start, each.end)]
    counts = _words(((chunk, ()) for chunk in document.chunks), policy, [*edges, end])
    prose = counts[1::2]
    whole = [heading + rest for heading, rest in zip(counts[::2], prose, strict=True)]
    kept = _worth(found, prose)
    levels = nested([found[i].level for i in kept])
    # A heading that begins no section goes with the one before it, or the first with the next.
    firsts = [0, *kept[1:], len(found)]
    borders = [0, *(found[i].start for i in kept[1:]), end]
    return tuple(
        Section(
            borders[n],
            borders[n + 1],
            found[i].title,
            levels[n],
            found[i].page,
            sum(whole[firsts[n] : firsts[n + 1]]),
        )
        for n, i in enumerate(kept)
    )


def _front(document: CleanDocument, end: int) -> Heading:
    """What stands before the first heading, by the document's title."""
    pages = {page.number: page for page in document.pages}
    title: list[str] = []
    size = 0.0
    for chunk in document.chunks:
        tokens = chunk.tokens
        for offset in range(min(len(tokens), end - chunk.chunk.start)):
            line = pages[tokens.page(offset)].lines[tokens.line(offset)]
            if line.role is Role.TITLE and abs(line.font_size - (size or line.font_size)) < 1:
                title.append(tokens.space(offset).text + tokens.text(offset))
                size = line.font_size
            elif title:
                break
        if title:
            break
    page = document.chunks[0].tokens.page(0)
    # It heads nothing: all of it is prose, and nothing lies below it.
    return Heading(0, 0, " ".join("".join(title).split()) or BEGINNING, page, LOWEST)


def recount(
    sections: Sequence[Section],
    chunks: Iterable[tuple[CleanChunk, Sequence[Decision]]],
    policy: Policy,
) -> tuple[Section, ...]:
    """The same sections with the words that they have under other choices.

    Args:
        sections: an outline.
        chunks: the document's, in order, each with what was decided on places of it; a section
            that they do not reach keeps its words.
        policy: which categories are left out.
    """
    if not sections:
        return ()
    finished = list(chunks)
    reached = finished[-1][0].chunk.end if finished else 0
    counts = _words(finished, policy, [*(each.start for each in sections), sections[-1].end])
    return tuple(
        replace(section, words=words) if section.start < reached else section
        for section, words in zip(sections, counts, strict=True)
    )


def _words(
    chunks: Iterable[tuple[CleanChunk, Sequence[Decision]]], policy: Policy, edges: Sequence[int]
) -> list[int]:
    """The words that are kept between each two token indices of a rising sequence."""
    texts: list[list[str]] = [[] for _ in edges[1:]]
    for each, decisions in chunks:
        chunk, renderer = replace(each, rewrite=None), Renderer(policy, decisions)
        place = bisect_right(edges, chunk.chunk.start) - 1
        if bisect_left(edges, chunk.chunk.end) == place + 1:
            pieces: Iterable[tuple[int, str]] = [(chunk.chunk.start, renderer.render(chunk))]
        else:
            pieces = renderer.pieces(chunk)
        gap = " "  # a renderer leaves out the space before its first word
        for index, text in pieces:
            while place + 1 < len(edges) and edges[place + 1] <= index:
                place += 1
            if 0 <= place < len(texts):
                texts[place].append(gap + text)
                gap = ""
    return [count_words("".join(pieces)) for pieces in texts]


def _worth(found: Sequence[Heading], prose: Sequence[int]) -> list[int]:
    """Which headings begin a section: they have prose of their own, or a subsection that has."""
    kept: list[int] = []
    for index in reversed(range(len(found))):
        below = kept and found[kept[-1]].level > found[index].level
        if prose[index] or below:
            kept.append(index)
    return kept[::-1]


# Choosing -----------------------------------------------------------------------------------------


def family(sections: Sequence[Section], index: int) -> range:
    """A section and all below it, as indices."""
    end = index + 1
    while end < len(sections) and sections[end].level > sections[index].level:
        end += 1
    return range(index, end)


def minutes(sections: Sequence[Section], index: int) -> int:
    """Minutes of listening to a section and all below it."""
    return listening_minutes(sum(sections[i].words for i in family(sections, index)))


def leave_out(sections: Sequence[Section], out: Collection[int]) -> tuple[Override, ...]:
    """The decisions that leave out the sections with these indices."""
    return tuple(
        Override(section.start, section.end, keep=False)
        for index, section in enumerate(sections)
        if index in out
    )


def parse_sections(text: str, sections: Sequence[Section]) -> frozenset[int]:
    """The indices of the sections that a list of numbers names, and of all below them.

    Args:
        text: numbers of the printed outline, from 1, such as ``"1,3-5"``.
        sections: the outline.

    Raises:
        ValueError: the list cannot be read.
        LimitError: it names a section that the document does not have.
    """
    chosen: set[int] = set()
    for low, high in section_numbers(text):
        if not sections:
            raise LimitError("This document has no headings, so it cannot be taken by sections.")
        if high > len(sections):
            raise LimitError(
                f"There is no section {high}: this document has {len(sections)}. "
                "See them with --outline."
            )
        for index in range(low - 1, high):
            chosen.update(family(sections, index))
    return frozenset(chosen)


def section_numbers(text: str) -> list[tuple[int, int]]:
    """The ranges of a list such as ``"1,3-5"``: pairs of the first and last number.

    Raises:
        ValueError: the list cannot be read; one plain sentence.

    >>> section_numbers("1, 3-5")
    [(1, 1), (3, 5)]
    """
    ranges = []
    for part in text.replace("–", "-").split(","):
        match = _RANGE.fullmatch(part)
        low, high = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= low <= high:
            raise ValueError(f"Cannot read the sections “{text}”. Write them like 1,3-5.")
        ranges.append((low, high))
    return ranges
