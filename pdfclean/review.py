"""What was taken out of a chunk, item by item, and the decisions that bring an item back.

A reader restores a *mark*: its tokens come back as they would stand had it never been set. A
citation inside a restored footnote is still out, and becomes an item of its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from pdfclean.document import Category, CleanChunk, Decision, Edit, Mark, Override, Policy, kept
from pdfclean.render import plain

__all__ = ["Row", "again", "restored", "rows"]


@dataclass(frozen=True, slots=True)
class Row:
    """Tokens ``[start, end)`` of one chunk that were taken out together.

    ``chunk`` is the chunk's index. ``mark`` says why; ``None`` when the reader took them out.
    ``out`` is false once they were restored.
    """

    chunk: int
    start: int
    end: int
    mark: Mark | None
    out: bool

    @property
    def category(self) -> Category | None:
        """What the item is; ``None`` for what the reader took out."""
        return self.mark.category if self.mark else None

    @property
    def by_model(self) -> bool:
        """Whether a model decided."""
        return self.mark is not None and self.mark.stage == "model"

    def text(self, chunk: CleanChunk) -> str:
        """What it says; ``chunk`` is its own."""
        first = chunk.chunk.start
        return plain(chunk.tokens, self.start - first, self.end - first)

    def page(self, chunk: CleanChunk) -> int:
        """The 1-based page where it begins."""
        return chunk.tokens.page(self.start - chunk.chunk.start)


def rows(chunk: CleanChunk, policy: Policy, decisions: Sequence[Decision] = ()) -> list[Row]:
    """The items of a chunk in reading order: what is out, and what the reader restored.

    A mark inside another one that is out is no item; categories that the policy keeps have none.
    Nor is what the reader wrote over: nothing brings it back but taking the edit back.
    """
    index, first, last = chunk.chunk.index, chunk.chunk.start, chunk.chunk.end
    flags = kept(first, last, chunk.marks, policy, decisions)
    found = []
    reach = 0
    for mark, out in _states(chunk, policy, flags):
        start = max(mark.start, reach)
        if start >= mark.end:
            continue
        found.append(Row(index, start, mark.end, mark, out))
        if out:
            reach = mark.end
    for each in decisions:
        start, end = max(each.start, first), min(each.end, last)
        if isinstance(each, Override) and not each.keep and start < end:
            found.append(Row(index, start, end, None, True))
    edits = [each for each in decisions if isinstance(each, Edit)]
    if edits:
        found = [row for row in found if not any(_covers(edit, row) for edit in edits)]
    return sorted(found, key=lambda row: (row.start, -row.end))


def _covers(edit: Edit, row: Row) -> bool:
    return edit.start <= row.start and row.end <= edit.end


def restored(
    chunk: CleanChunk,
    policy: Policy,
    decisions: Sequence[Decision],
    wanted: Collection[tuple[int, int]],
) -> Iterator[Override]:
    """The decisions that bring back the marks among :func:`rows` with these ranges."""
    first, last = chunk.chunk.start, chunk.chunk.end
    flags = kept(first, last, chunk.marks, policy, decisions)
    back = bytearray(last - first)
    for start, end in wanted:
        back[start - first : end - first] = b"\x01" * (end - start)
    reach = 0
    for mark, out in _states(chunk, policy, flags):
        start = max(mark.start, reach)
        if not out:
            continue
        if (start, mark.end) not in wanted:
            # It stays out, also inside of one that comes back.
            back[mark.start - first : mark.end - first] = bytes(mark.end - mark.start)
        reach = max(reach, mark.end)
    at = back.find(1)
    while at >= 0:
        after = back.find(0, at)
        after = len(back) if after < 0 else after
        yield Override(first + at, first + after, keep=True)
        at = back.find(1, after)


def again(
    decisions: Sequence[Decision], ranges: Collection[tuple[int, int]]
) -> tuple[Decision, ...]:
    """The decisions without those that restored something in the ranges."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if spans and start <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    starts = [start for start, _ in spans]

    def taken(each: Decision) -> bool:
        at = bisect_right(starts, each.start) - 1
        return isinstance(each, Override) and each.keep and at >= 0 and each.end <= spans[at][1]

    return tuple(each for each in decisions if not taken(each))


def _states(chunk: CleanChunk, policy: Policy, flags: bytearray) -> Iterator[tuple[Mark, bool]]:
    """The marks that the policy lets take something out, and whether each still does.

    What several marks cover tells of none of them, unless there is nothing else to tell by.
    """
    first = chunk.chunk.start
    marks: dict[tuple[int, int], Mark] = {}
    for mark in chunk.marks:
        if mark.category in policy.out and mark.start < mark.end:
            marks.setdefault((mark.start, mark.end), mark)
    times = [0] * len(flags)
    for mark in marks.values():
        for at in range(mark.start - first, mark.end - first):
            times[at] += 1
    for mark in sorted(marks.values(), key=lambda each: (each.start, -each.end)):
        places = range(mark.start - first, mark.end - first)
        own = [at for at in places if times[at] == 1] or places
        yield mark, any(not flags[at] for at in own)
