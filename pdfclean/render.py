"""Tokens, marks, policy and decisions in; text out.

Rendering is incremental: chunks go in one by one and their pieces, put together, are the text of
the document. A piece brings the space that stands before it, so that pieces need no glue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pdfclean.document import (
    Category,
    CleanChunk,
    CleanDocument,
    Decision,
    Edit,
    Mark,
    Override,
    Policy,
    Space,
    Tokens,
    kept,
)

__all__ = [
    "Due",
    "Place",
    "Removed",
    "Renderer",
    "plain",
    "raw_text",
    "removed",
    "render",
    "under",
]

Due = tuple[Space, str]
"""The space that is due before the next word, and the last character before it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the text of tokens ``[start, end)`` stands: characters ``[first, last)`` of a chunk's
    text, the space before it not counted. The smallest thing that an edit can stand for: a token,
    an earlier edit or a rewrite. An edit that began in an earlier chunk has no characters here.
    """

    start: int
    end: int
    first: int
    last: int


class Renderer:
    """Renders chunks in order; remembers only the space that is due before the next word.

    Args:
        policy: which categories are left out.
        decisions: the reader's own overrides and edits, oldest first.
    """

    def __init__(self, policy: Policy, decisions: Sequence[Decision] = ()) -> None:
        self._policy = policy
        self._decisions = tuple(decisions)
        self._due = Space.NONE
        self._last = ""

    @property
    def due(self) -> Due:
        """What the text so far leaves to the next chunk; set it to render another chunk next."""
        return self._due, self._last[-1:]

    @due.setter
    def due(self, due: Due) -> None:
        self._due, self._last = due

    def render(self, chunk: CleanChunk) -> str:
        """The text of the next chunk, with the space that stands before it."""
        start, end = chunk.chunk.start, chunk.chunk.end
        decisions = self._touching(start, end)
        tokens = chunk.tokens
        whole = chunk.rewrite is not None or any(isinstance(d, Edit) for d in decisions)
        if whole or tokens.silent(0, len(tokens)):
            return "".join(text for _, text in self.pieces(chunk))
        # The same as the pieces put together, a run of kept tokens at a time.
        flags = kept(start, end, chunk.marks, self._policy, decisions)
        runs = []
        at = 0
        while at < len(flags):
            after = flags.find(not flags[at], at)
            after = len(flags) if after < 0 else after
            if flags[at]:
                runs.append(self._put(tokens.text(at), tokens.space(at)))
                runs.append(tokens.spaced(at + 1, after))
                self._last = tokens.text(after - 1)
            else:
                self._pass(tokens.widest(at, after))
            at = after
        return "".join(runs)

    def pieces(self, chunk: CleanChunk) -> Iterator[tuple[int, str]]:
        """The same in pieces: (document-wide token index, text with the space before it).

        A rewrite or an edit is one piece, at the first token that it stands for.
        """
        return ((max(start, chunk.chunk.start), text) for start, _, text, _ in self._units(chunk))

    def places(self, chunk: CleanChunk) -> Iterator[Place]:
        """The same, with where each piece stands in the text of the chunk."""
        at = 0
        for start, end, text, space in self._units(chunk):
            yield Place(start, end, at + space, at + len(text))
            at += len(text)

    def _units(self, chunk: CleanChunk) -> Iterator[tuple[int, int, str, int]]:
        """Token range, text with the space before it, and how long that space is."""
        start, end = chunk.chunk.start, chunk.chunk.end
        decisions = self._touching(start, end)
        if chunk.rewrite is not None and not decisions:
            first = chunk.tokens.space(0) if len(chunk.tokens) else Space.NONE
            text = chunk.rewrite.strip()
            put = self._put(text, first)
            yield start, end, put, len(put) - len(text)
            return
        flags = kept(start, end, chunk.marks, self._policy, decisions)
        edits = {max(d.start, start): d for d in decisions if isinstance(d, Edit)}
        skip_to = start
        for offset, keep in enumerate(flags):
            index = start + offset
            edit = edits.get(index)
            if edit is not None:
                yield self._edited(chunk, edit)
                skip_to = edit.end
            elif index < skip_to:
                continue
            elif keep:
                text = chunk.tokens.text(offset)
                put = self._put(text, chunk.tokens.space(offset))
                yield index, index + 1, put, len(put) - len(text)
            else:
                self._pass(chunk.tokens.space(offset))

    def _edited(self, chunk: CleanChunk, edit: Edit) -> tuple[int, int, str, int]:
        """An edit speaks once, in the chunk where it begins."""
        first = chunk.chunk.start
        low, high = max(edit.start, first) - first, min(edit.end, chunk.chunk.end) - first
        text = edit.text if edit.start >= first else ""
        if not edit.text:
            # Of all that was deleted the strongest space is left.
            self._pass(chunk.tokens.widest(low, high))
        put = self._put(text, chunk.tokens.space(low)) if text else ""
        return edit.start, edit.end, put, len(put) - len(text)

    def _touching(self, start: int, end: int) -> list[Decision]:
        return [d for d in self._decisions if d.start < end and d.end > start]

    def _pass(self, space: Space) -> None:
        self._due = max(self._due, space)

    def _put(self, text: str, space: Space) -> str:
        if not text:
            self._pass(space)
            return ""
        due = self._due
        if due >= Space.LINE:
            space = max(space, due)
        elif (
            due is Space.SPACE
            and space is Space.NONE
            and self._last[-1:].isalnum()
            and text[0].isalnum()
        ):
            # A removed citation held the only space between two words.
            space = Space.SPACE
        piece = space.text + text if self._last else text
        self._due = Space.NONE
        self._last = text
        return piece


def render(
    document: CleanDocument,
    policy: Policy | None = None,
    decisions: Sequence[Decision] = (),
) -> str:
    """The clean text of a document: paragraphs parted by a blank line, no line breaks inside.

    Args:
        document: a finished (or stopped) run.
        policy: which categories are left out; the run's own by default.
        decisions: the reader's overrides and edits, oldest first.
    """
    policy = policy or document.policy
    renderer = Renderer(policy, decisions)
    chunks = (under(chunk, document.policy, policy) for chunk in document.chunks)
    return "".join(renderer.render(chunk) for chunk in chunks)


def under(chunk: CleanChunk, before: Policy, now: Policy) -> CleanChunk:
    """A chunk of a run under ``before`` as it is to be rendered under ``now``.

    A model's wording stands for what the run's policy left of the chunk; where another policy
    leaves something else, the document's own words come back.
    """
    changed = before.out ^ now.out
    if chunk.rewrite is None or not any(mark.category in changed for mark in chunk.marks):
        return chunk
    return replace(chunk, rewrite=None)


@dataclass(frozen=True, slots=True)
class Removed:
    """One stretch that was left out: where it stood, what it said and who decided.

    ``pages`` are 1-based; ``start`` and ``end`` are token indices. ``category`` is ``None`` for
    what the reader left out by an override.
    """

    start: int
    end: int
    pages: tuple[int, ...]
    text: str
    category: Category | None
    reason: str
    stage: str
    confidence: float


def plain(tokens: Tokens, start: int = 0, end: int | None = None) -> str:
    """Tokens ``[start, end)`` as they stand in running text, marks or not."""
    end = len(tokens) if end is None else end
    return tokens.text(start) + tokens.spaced(start + 1, end) if start < end else ""


def removed(
    chunks: Iterable[CleanChunk], policy: Policy, decisions: Sequence[Decision] = ()
) -> Iterator[Removed]:
    """What was left out, in reading order, one item a mark (and chunk) that took effect.

    What an override took out of the text that marks had left is an item as well.
    """
    for chunk in chunks:
        items = (_removed(chunk, own, claim) for own, claim in taken(chunk, policy, decisions))
        yield from sorted(items, key=lambda item: item.start)


def taken(
    chunk: CleanChunk, policy: Policy, decisions: Sequence[Decision] = ()
) -> Iterator[tuple[Sequence[int], Mark | Override]]:
    """What each mark or override took out of a chunk: offsets into the chunk, and which it was.

    Marks come first, in reading order: a section left out by hand takes what was prose until then.
    """
    first, last = chunk.chunk.start, chunk.chunk.end
    flags = kept(first, last, chunk.marks, policy, decisions)
    claims: list[Mark | Override] = [m for m in chunk.marks if m.category in policy.out]
    claims.sort(key=lambda mark: (mark.start, -mark.end))
    claims += [d for d in decisions if isinstance(d, Override) and not d.keep]
    claimed = bytearray(len(flags))
    for claim in claims:
        low, high = max(claim.start, first) - first, min(claim.end, last) - first
        own: Sequence[int] = range(low, high)
        if 1 in flags[low:high] or 1 in claimed[low:high]:
            own = [at for at in own if not flags[at] and not claimed[at]]
        if own:
            claimed[low:high] = b"\x01" * (high - low)
            yield own, claim


def taken_text(chunk: CleanChunk, own: Sequence[int], claim: Mark | Override) -> str:
    """What the words say that were taken out, see :func:`taken`."""
    if isinstance(claim, Mark):
        return plain(chunk.tokens, own[0], own[-1] + 1)
    # Between its words may lie many that a mark took before.
    return "".join([chunk.tokens.space(i).text + chunk.tokens.text(i) for i in own]).strip()


def _removed(chunk: CleanChunk, own: Sequence[int], claim: Mark | Override) -> Removed:
    """What one claim took, as offsets into the chunk."""
    start, end = own[0] + chunk.chunk.start, own[-1] + 1 + chunk.chunk.start
    pages = tuple(sorted({chunk.tokens.page(offset) for offset in own}))
    text = taken_text(chunk, own, claim)
    if isinstance(claim, Mark):
        return Removed(
            start, end, pages, text, claim.category, claim.reason, claim.stage, claim.confidence
        )
    return Removed(start, end, pages, text, None, "left out by the reader", "reader", 1.0)


def raw_text(document: CleanDocument) -> str:
    """The text as the reader found it: line by line in the file's order, pages by form feeds."""
    return "\f".join("\n".join(line.text for line in page.lines) for page in document.pages)
