"""What the producer makes of a run's text: items restored, categories switched, sections left out.

Works while the run is on and after it. Nothing is computed again: each choice is applied to the
marks that are there, can be taken back, and changes only the chunks that it touches.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from pdfclean.document import CleanChunk, Decision, Edit, Override, Policy, kept
from pdfclean.jobs.choices import Choices
from pdfclean.jobs.draft import Draft
from pdfclean.jobs.editing import Rewording, edited, reverted, said
from pdfclean.jobs.run import Run
from pdfclean.outline import leave_out
from pdfclean.review import Row, again, restored

__all__ = ["Review"]

Range = tuple[int, int]
"""Tokens ``[start, end)``."""


class Review:
    """A run as its reader sees and changes it."""

    def __init__(self, run: Run) -> None:
        self._run = run

    @property
    def policy(self) -> Policy:
        """Which categories are left out at present."""
        return self._run.history.now.policy

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """What was decided on single places and sections, for render and export."""
        return self._run.history.now.decisions

    @property
    def seen(self) -> frozenset[Range]:
        """Doubtful places that the reader found right as they are."""
        return self._run.history.now.seen

    @property
    def can_undo(self) -> bool:
        """Whether there is a choice to take back."""
        return self._run.history.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether a choice was taken back."""
        return self._run.history.can_redo

    @property
    def left_out(self) -> frozenset[int]:
        """The indices of the sections that the reader has left out."""
        starts = {each.start for each in self._run.history.now.sections}
        return frozenset(i for i, each in enumerate(self._run.sections) if each.start in starts)

    @property
    def doubts(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """(chunk, what is in doubt in it) of the chunks so far; only ever grows."""
        return tuple(self._run.doubts)

    def rows(self) -> list[Row]:
        """What was taken out of the text so far, in reading order, sections not counted."""
        return self._run.look(
            lambda draft: [row for at in range(len(draft.chunks)) for row in draft.rows(at)]
        )

    def chunks(self) -> list[CleanChunk]:
        """The finished chunks so far, in order."""
        return list(self._run.draft.chunks)

    def chunk(self, index: int) -> CleanChunk:
        """A finished chunk by its index (they are finished in order)."""
        return self._run.draft.chunks[index]

    def text(self, segment: int) -> str:
        """The text of a finished segment."""
        return self._run.look(lambda draft: draft.texts[segment])

    def place(self, segment: int, start: int, end: int) -> Range:
        """The tokens that say characters ``[start, end)`` of a segment, see :class:`Draft`."""
        return self._run.look(lambda draft: draft.place(segment, start, end))

    def where(self, start: int, end: int) -> tuple[int, int, int]:
        """Segment and characters of the tokens ``[start, end)``, see :class:`Draft`."""
        return self._run.look(lambda draft: draft.where(start, end))

    def parts(self, wanted: Iterable[int]) -> list[tuple[CleanChunk, str, list[Row]]]:
        """Those of some chunks that are finished: each with its text and what was taken out."""

        def found(draft: Draft) -> list[tuple[CleanChunk, str, list[Row]]]:
            there = [at for at in wanted if at < len(draft.chunks)]
            return [(draft.chunks[at], draft.texts[at], draft.rows(at)) for at in there]

        return self._run.look(found)

    def undo(self) -> None:
        """Take the last choice back."""
        self._run.undo()

    def redo(self) -> None:
        """Choose again what was taken back last."""
        self._run.undo(redo=True)

    def switch(self, policy: Policy) -> None:
        """Leave out other categories than so far."""
        self._run.choose(lambda _, now: replace(now, policy=policy))

    def leave_out(self, sections: Collection[int]) -> None:
        """Leave out these sections and no others, once the outline is there."""
        if self._run.sections:
            out = leave_out(self._run.sections, sections)
            self._run.choose(lambda _, now: replace(now, sections=out))

    def restore(self, ranges: Iterable[Range]) -> None:
        """Bring items back into the text; all that have none of these ranges are left alone."""
        wanted = set(ranges)
        self._run.choose(lambda draft, now: _restored(draft, now, wanted))

    def take_out(self, ranges: Iterable[Range]) -> None:
        """Take out what was restored; or, what no mark ever took out."""
        wanted = set(ranges)
        self._run.choose(lambda draft, now: _taken_out(draft, now, wanted))

    def edit(self, changes: Sequence[tuple[Rewording, str]]) -> int:
        """Write the reader's own words, as one choice; how many of the changes could be made.

        Args:
            changes: each with what its passage says now, as the reader saw it; where something
                else stands meanwhile, or the text is not finished, nothing is done.
        """
        done = 0

        def written(draft: Draft, now: Choices) -> Choices:
            nonlocal done
            sound = [each for each, seen in changes if said(draft, each.passage) == seen]
            done = len(sound)
            return edited(draft, now, sound)

        self._run.choose(written)
        return done

    def revert(self, ranges: Iterable[Range]) -> None:
        """Bring the document's own words back where the reader edited."""
        wanted = sorted(ranges)
        self._run.choose(lambda _, now: reverted(now, wanted))

    @property
    def edits(self) -> list[tuple[Edit, tuple[int, int, int]]]:
        """The passages that the reader edited, with where they stand (see :meth:`where`)."""
        shown = {each for each in self.decisions if isinstance(each, Edit)}
        return self._run.look(lambda draft: draft.found(sorted(shown, key=lambda e: e.start)))

    def settle(self, place: Range, *, keep: bool) -> None:
        """Say of a doubtful place that it is to be in the text, or out of it."""

        def settled(draft: Draft, now: Choices) -> Choices:
            choices = (_restored if keep else _taken_out)(draft, now, {place})
            return replace(choices, seen=choices.seen | {place})

        self._run.choose(settled)


def _restored(draft: Draft, now: Choices, wanted: Collection[Range]) -> Choices:
    own = list(now.own)
    for at, ranges in _by_chunk(draft, wanted).items():
        chunk = draft.chunks[at]
        mine = [row for row in draft.rows(at) if (row.start, row.end) in ranges]
        for row in mine:
            if row.mark is None:
                own = [d for d in own if not _takes_out(d, row)]
        marked = {(row.start, row.end) for row in mine if row.mark is not None}
        if marked:
            own += list(restored(chunk, now.policy, draft.own(at), marked))
    return replace(now, own=tuple(own))


def _taken_out(draft: Draft, now: Choices, wanted: Collection[Range]) -> Choices:
    own = again(now.own, wanted)
    more = []
    for at, ranges in _by_chunk(draft, wanted).items():
        chunk = draft.chunks[at]
        left = [d for d in own if d.start < chunk.chunk.end and d.end > chunk.chunk.start]
        for start, last in sorted(ranges):
            end = min(last, chunk.chunk.end)
            if 1 in kept(start, end, chunk.marks, now.policy, left):
                more.append(Override(start, end, keep=False))
    return replace(now, own=(*own, *more))


def _by_chunk(draft: Draft, ranges: Iterable[Range]) -> dict[int, set[Range]]:
    """The ranges by the place of the chunk where each begins; those of no chunk are dropped."""
    found: dict[int, set[Range]] = {}
    for start, end in ranges:
        at = draft.holding(start)
        if at >= 0 and start < end:
            found.setdefault(at, set()).add((start, end))
    return found


def _takes_out(decision: Decision, row: Row) -> bool:
    return (
        isinstance(decision, Override)
        and not decision.keep
        and decision.start < row.end
        and decision.end > row.start
    )
