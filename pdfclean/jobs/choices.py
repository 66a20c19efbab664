"""What the reader of a run chose, with undo and redo."""

from __future__ import annotations

from dataclasses import dataclass, field

from pdfclean.document import Decision, Edit, Override, Policy

__all__ = ["Choices", "History"]


@dataclass(frozen=True, slots=True)
class Choices:
    """All that decides, beside the marks, what the text is.

    ``own`` are the reader's decisions on single places, oldest first; ``sections`` leave out whole
    sections and have the last word, so that one that is left out is left out altogether. ``seen``
    are the doubtful places, as token ranges, that the reader found right as they are.
    """

    policy: Policy = field(default_factory=Policy)
    own: tuple[Decision, ...] = ()
    sections: tuple[Override, ...] = ()
    seen: frozenset[tuple[int, int]] = frozenset()

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """For render and export; an edit in a section that is left out goes with it."""
        cuts = [(each.start, each.end) for each in self.sections if not each.keep]
        own = self.own
        if cuts and self.edits:
            own = tuple(
                d
                for d in own
                if not (isinstance(d, Edit) and any(a <= d.start and d.end <= b for a, b in cuts))
            )
        return (*own, *self.sections)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The passages that say the reader's own words."""
        return tuple(each for each in self.own if isinstance(each, Edit))


class History:
    """Choices one after the other.

    >>> history = History(Choices())
    >>> history.add(Choices(Policy(frozenset())))
    >>> history.undo(), history.now == Choices(), history.can_undo, history.can_redo
    (True, True, False, True)
    """

    def __init__(self, now: Choices) -> None:
        self.now = now
        self._past: list[Choices] = []
        self._future: list[Choices] = []

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether something was taken back."""
        return bool(self._future)

    def add(self, choices: Choices) -> None:
        """Another choice; what was taken back before is gone."""
        if choices != self.now:
            self._past.append(self.now)
            self._future.clear()
            self.now = choices

    def undo(self) -> bool:
        """Take the last choice back, if there is one."""
        return self._move(self._past, self._future)

    def redo(self) -> bool:
        """Choose again what was taken back, if something was."""
        return self._move(self._future, self._past)

    def _move(self, source: list[Choices], target: list[Choices]) -> bool:
        if not source:
            return False
        target.append(self.now)
        self.now = source.pop()
        return True
