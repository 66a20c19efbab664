"""The reader's own words in place of the document's: from places in the text to edits of tokens.

An edit stands for whole tokens. Where a change reaches into one of several characters, into an
earlier edit or a model's wording, what is left of that goes into the new edit as it stands, so that
the text is exactly what the reader typed.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pdfclean.document import Edit
from pdfclean.jobs.choices import Choices
from pdfclean.jobs.draft import Draft
from pdfclean.render import Place

__all__ = ["Passage", "Rewording", "edited", "reverted", "said", "tidied"]

Spot = tuple[int, int]
"""A segment and a character in it."""

# What no file format could hold: control characters but tab and line feed, halves of a character.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n?|\u2028|\u0085|\x0b|\x0c")
_PARAGRAPH = re.compile("\u2029|\n[ \t]{0,200}(?:\n[ \t]{0,200}){1,200}")


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """Characters of the text: from one spot to another, in the same segment or a later one."""

    first: Spot
    last: Spot


@dataclass(frozen=True, slots=True)
class Rewording:
    """The text that a passage is to say."""

    passage: Passage
    text: str


@dataclass(slots=True)
class _Group:
    """Changes that touch the same tokens, and the passage that these tokens say."""

    start: int
    end: int
    passage: Passage
    changes: list[Rewording]


def tidied(text: str) -> str:
    """A typed text as it can stand: one kind of line end, blank lines between paragraphs.

    >>> tidied("One\\r\\ntwo\\n \\n\\nthree\\x00\\n")
    'One\\ntwo\\n\\nthree'
    """
    text = _UNWRITABLE.sub("", _LINE_END.sub("\n", text))
    return _PARAGRAPH.sub("\n\n", text).strip("\n")


def said(draft: Draft, passage: Passage) -> str | None:
    """What stands at a passage; ``None`` if that part of the text is not finished."""
    (first, start), (last, end) = passage.first, passage.last
    if not 0 <= first <= last < len(draft.texts):
        return None
    if first == last:
        return draft.texts[first][start:end]
    return "".join(
        [draft.texts[first][start:], *draft.texts[first + 1 : last], draft.texts[last][:end]]
    )


def edited(draft: Draft, now: Choices, changes: Sequence[Rewording]) -> Choices:
    """The choices with these passages changed; where two overlap the first counts."""
    edits = []
    for group in _groups(draft, changes):
        before = said(draft, group.passage)
        text = tidied(_written(draft, group))
        if text != before:
            edits.append(Edit(group.start, group.end, text))
    left = reverted(now, [(each.start, each.end) for each in edits])
    return replace(left, own=(*left.own, *edits))


def reverted(now: Choices, ranges: Sequence[tuple[int, int]]) -> Choices:
    """The choices without the edits in these token ranges, in order of their place."""
    starts, ends = [start for start, _ in ranges], [end for _, end in ranges]

    def inside(edit: Edit) -> bool:
        return bisect_left(starts, edit.end) > bisect_right(ends, edit.start)

    return replace(now, own=tuple(d for d in now.own if not (isinstance(d, Edit) and inside(d))))


def _written(draft: Draft, group: _Group) -> str:
    """What a group's tokens are to say."""
    pieces, at = [], group.passage.first
    for change in group.changes:
        pieces += [said(draft, Passage(at, change.passage.first)) or "", change.text]
        at = change.passage.last
    return "".join([*pieces, said(draft, Passage(at, group.passage.last)) or ""])


def _groups(draft: Draft, changes: Sequence[Rewording]) -> Iterator[_Group]:
    """The changes in reading order, those together that touch the same tokens."""
    known: dict[int, _Places] = {}
    group: _Group | None = None
    reached = (-1, 0)
    for change in sorted(changes, key=lambda each: each.passage):
        if change.passage.first < reached or said(draft, change.passage) is None:
            continue
        touched = list(_touched(draft, known, change.passage))
        if not touched:
            continue
        reached = change.passage.last
        (first, low), (last, high) = touched[0], touched[-1]
        if group is not None and low.start < group.end:
            group.end = high.end
            group.passage = Passage(group.passage.first, (last, high.last))
            group.changes.append(change)
            continue
        if group is not None:
            yield group
        group = _Group(
            low.start, high.end, Passage((first, low.first), (last, high.last)), [change]
        )
    if group is not None:
        yield group


class _Places:
    """Where a segment's tokens stand, to be searched."""

    def __init__(self, places: Sequence[Place]) -> None:
        self.all = [each for each in places if each.first < each.last]
        self.firsts = [each.first for each in self.all]
        self.lasts = [each.last for each in self.all]


def _touched(
    draft: Draft, known: dict[int, _Places], passage: Passage
) -> Iterator[tuple[int, Place]]:
    """The first and the last place that a passage has characters of, with their segments."""
    (first, start), (last, end) = passage.first, passage.last
    for segment in range(first, last + 1):
        if segment not in known:
            known[segment] = _Places(draft.places(segment))
        places = known[segment]
        low = bisect_right(places.lasts, start) if segment == first else 0
        high = bisect_left(places.firsts, end) if segment == last else len(places.all)
        if low < high:
            yield segment, places.all[low]
            yield segment, places.all[high - 1]
