"""The outline beside a run: its sections, and the words that each has under what is chosen."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from pdfclean.document import CleanDocument, Decision, Policy
from pdfclean.jobs.choices import Choices
from pdfclean.jobs.draft import Draft
from pdfclean.outline import Section, leave_out, outline, recount

__all__ = ["Contents"]


class Contents:
    """Where sections begin and end is settled once, ahead of the run or at its end: a tick stays
    with its section whatever is chosen. Not locked.
    """

    def __init__(self) -> None:
        self.sections: tuple[Section, ...] = ()
        self._counted: tuple[Policy, tuple[Decision, ...], int] | None = None

    def settle(self, document: CleanDocument, policy: Policy, now: Choices) -> Choices:
        """Take the sections of a document; the choices with the ticks at their present borders.

        A section that has no text of its own under the policy is none: it needs no tick.
        """
        self.sections = outline(document, policy)
        starts = {each.start for each in now.sections}
        return self.left(now, lambda section: section.start in starts)

    def left(self, now: Choices, out: Callable[[Section], bool]) -> Choices:
        """The choices with just those sections left out for which ``out`` is true."""
        indices: Collection[int] = [i for i, each in enumerate(self.sections) if out(each)]
        return replace(now, sections=leave_out(self.sections, indices))

    def recount(self, draft: Draft, now: Choices) -> tuple[Section, ...]:
        """The sections with their words as they are now; what is left out counts as if it were in,
        so that one knows what ticking it would bring."""
        state = (now.policy, now.own, len(draft.chunks))
        if draft.chunks and state != self._counted:
            chunks = ((chunk, draft.own(at)) for at, chunk in enumerate(draft.chunks))
            self.sections = recount(self.sections, chunks, now.policy)
            self._counted = state
        return self.sections
