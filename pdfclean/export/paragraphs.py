"""The clean text as paragraphs that know what they are and where they come from.

The text is :func:`pdfclean.render.render`'s, cut at its blank lines: every format is made of these
paragraphs, so no file can say anything else than the screen.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from pdfclean.document import (
    Category,
    CleanChunk,
    CleanDocument,
    Decision,
    DocumentInfo,
    Edit,
    Page,
    Policy,
    Role,
    Space,
)
from pdfclean.outline import Section, outline
from pdfclean.render import Renderer, plain, under

__all__ = ["HEADS", "Paragraph", "edited", "page_label", "paragraphs", "source_mark"]

_BREAK = re.compile(r"\n{2,}")
HEADS = frozenset({Role.TITLE, Role.HEADING})
"""What stands over a text and is no paragraph of it."""
LONGEST_LABEL = 12
"""Characters of a printed page label that is worth showing: "xviii" and "A-103" are, a sentence is
none."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; a line break inside it (verse, lists) is ``\\n``.

    ``role`` is that of the line where it begins. ``level`` counts from 1 for headings and is 0 for
    all else. ``pages`` are the 1-based pages where its words stand, rising. ``start`` and ``end``
    span its tokens. ``edited`` and ``rewritten`` tell that some of its words are the reader's own,
    or a model's wording; its pages and tokens are then those of what stood there.
    """

    text: str
    role: Role
    level: int
    pages: tuple[int, ...]
    start: int
    end: int
    edited: bool = False
    rewritten: bool = False


class _Piece(NamedTuple):
    """A piece of the text and the tokens ``[start, end)`` of a chunk that it stands for."""

    text: str
    start: int
    end: int
    chunk: CleanChunk
    edited: bool
    rewritten: bool


def paragraphs(
    document: CleanDocument,
    policy: Policy | None = None,
    decisions: Sequence[Decision] = (),
    *,
    levels: bool = True,
) -> list[Paragraph]:
    """The paragraphs of the clean text, in order.

    Args:
        document: a finished (or stopped) run, or what there is of one.
        policy: which categories are left out; the run's own by default.
        decisions: the reader's overrides and edits, oldest first.
        levels: whether it matters how deep headings lie; without, all of them have level 1.
    """
    policy = policy or document.policy
    pieces = [piece for piece in _pieces(document, policy, decisions) if piece.text]
    text = "".join([piece.text for piece in pieces])
    begins = [0, *accumulate(len(piece.text) for piece in pieces)]
    # Without its pages nobody can say how the headings of a document lie.
    sections = outline(document, policy) if levels and document.pages else ()
    teller = _Teller(document.pages, sections)
    found = []
    for start, end in _spans(text):
        first, last = bisect_right(begins, start) - 1, bisect_right(begins, end - 1)
        # Whether its first piece begins with it, but for the blank line before it.
        fresh = not text[begins[first] : start].strip("\n")
        found.append(teller.tell(text[start:end], pieces[first:last], fresh=fresh))
    return found


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the paragraphs of a text stand, without line breaks at their ends."""
    start = 0
    for end, after in [*(match.span() for match in _BREAK.finditer(text)), (len(text), len(text))]:
        own = text[start:end]
        if own.strip():
            yield start + len(own) - len(own.lstrip("\n")), start + len(own.rstrip("\n"))
        start = after


def _pieces(
    document: CleanDocument, policy: Policy, decisions: Sequence[Decision]
) -> Iterator[_Piece]:
    """The renderer's pieces, each with the tokens that it stands for."""
    renderer = Renderer(policy, decisions)
    for own in document.chunks:
        chunk = under(own, document.policy, policy)
        start, end = chunk.chunk.start, chunk.chunk.end
        mine = [d for d in decisions if d.start < end and d.end > start]
        # As the renderer has it: with a decision on it, a chunk speaks its own words.
        whole = chunk.rewrite is not None and not mine
        edits = {max(d.start, start): d for d in mine if isinstance(d, Edit)}
        for index, text in renderer.pieces(chunk):
            edit = edits.get(index)
            if edit is not None:
                yield _Piece(text, index, min(edit.end, end), chunk, True, False)
            else:
                yield _Piece(text, index, end if whole else index + 1, chunk, False, whole)


class _Teller:
    """Says what a paragraph is."""

    def __init__(self, pages: Sequence[Page], sections: Sequence[Section]) -> None:
        self._pages = {page.number: page for page in pages}
        self._sections = sections
        self._starts = [section.start for section in self._sections]
        self._heads: dict[int, dict[str, Role]] = {}

    def tell(self, text: str, pieces: Sequence[_Piece], *, fresh: bool) -> Paragraph:
        """A paragraph made of these pieces; ``fresh`` if the first of them begins with it."""
        first, last = pieces[0], pieces[-1]
        role = self._role(text, first, last, fresh=fresh)
        return Paragraph(
            text,
            role,
            self._level(first.start) if role is Role.HEADING else 0,
            _pages(pieces),
            first.start,
            last.end,
            any(piece.edited for piece in pieces),
            any(piece.rewritten for piece in pieces),
        )

    def _role(self, text: str, first: _Piece, last: _Piece, *, fresh: bool) -> Role:
        if first.rewritten:
            # Its words are no tokens; titles and headings are known by what they say.
            return self._heads_of(first.chunk).get(text, Role.BODY)
        if first.edited and not fresh:
            # What a reader's edit adds after its own first paragraph is prose.
            return Role.BODY
        role = _role(first.chunk, first.start, self._pages)
        if role in HEADS and _role(last.chunk, last.end - 1, self._pages) is not role:
            # A heading that opens a paragraph.
            return Role.BODY
        return role

    def _heads_of(self, chunk: CleanChunk) -> dict[str, Role]:
        """The chunk's titles and headings by their text, to find them again in a rewrite."""
        found = self._heads.get(chunk.chunk.index)
        if found is None:
            tokens = chunk.tokens
            starts = [i for i in range(len(tokens)) if i == 0 or tokens.space(i) is Space.PARAGRAPH]
            found = {}
            for start, end in zip(starts, [*starts[1:], len(tokens)], strict=True):
                role = _role(chunk, chunk.chunk.start + start, self._pages)
                if role in HEADS:
                    found[plain(tokens, start, end)] = role
            self._heads[chunk.chunk.index] = found
        return found

    def _level(self, token: int) -> int:
        """How deep the section lies that a heading stands in."""
        at = bisect_right(self._starts, token) - 1
        return self._sections[at].level if at >= 0 else 1


def _role(chunk: CleanChunk, index: int, pages: Mapping[int, Page]) -> Role:
    """The role of the line of the document's ``index``-th token."""
    offset = index - chunk.chunk.start
    page = pages.get(chunk.tokens.page(offset))
    if page is not None:
        return page.lines[chunk.tokens.line(offset)].role
    marks = (m for m in chunk.marks if m.category is Category.HEADINGS and m.stage == "layout")
    return Role.HEADING if any(m.start <= index < m.end for m in marks) else Role.BODY


def _pages(pieces: Sequence[_Piece]) -> tuple[int, ...]:
    """The pages of what pieces stand for."""
    found = set()
    for _, start, end, chunk, *_ in pieces:
        for at in range(start, end):
            found.add(chunk.tokens.page(at - chunk.chunk.start))
    # The last word may be hyphenated over a page turn.
    last = pieces[-1]
    found.update(s.page for s in last.chunk.tokens[last.end - 1 - last.chunk.chunk.start].sources)
    return tuple(sorted(found))


# Where a paragraph comes from ---------------------------------------------------------------------


def page_label(info: DocumentInfo, page: int) -> str:
    """What is printed on a page, if the PDF says so, else its number.

    >>> page_label(DocumentInfo(3, labels=("i", "ii", "1")), 2)
    'ii'
    """
    label = "".join(info.labels[page - 1 : page]).strip()
    fit = 0 < len(label) <= LONGEST_LABEL and label.isprintable() and not set(label) & set("[]")
    return label if fit else f"{page}"


def source_mark(paragraph: Paragraph, info: DocumentInfo | None) -> str:
    """Where a paragraph comes from: "[p. 12]" or "[pp. 12–13]", which no line break parts.

    Nothing for what stands over a text, or without a document.

    >>> source_mark(Paragraph("Tides.", Role.BODY, 0, (4, 5), 0, 2), DocumentInfo(9))
    '[pp.\\xa04–5]'
    """
    if info is None or paragraph.role in HEADS:
        return ""
    first, last = (page_label(info, paragraph.pages[at]) for at in (0, -1))
    return f"[p.\xa0{first}]" if first == last else f"[pp.\xa0{first}–{last}]"


def edited(decisions: Sequence[Decision]) -> int:
    """How many passages the reader wrote anew; of several edits of one the last counts."""
    return len({decision.start for decision in decisions if isinstance(decision, Edit)})
