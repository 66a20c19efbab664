"""The finished chunks of a run as text, under whatever the reader chooses."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence

from pdfclean.document import Category, CleanChunk, Decision, Edit, Mark, Override
from pdfclean.jobs.choices import Choices
from pdfclean.outline import count_words
from pdfclean.render import Due, Place, Renderer, taken, taken_text, under
from pdfclean.review import Row, rows

__all__ = ["Draft"]


class Draft:
    """Renders each chunk once, and again only when a choice touches it. Not locked.

    Args:
        choices: what holds from the start; its policy is the run's.
    """

    def __init__(self, choices: Choices) -> None:
        self.chunks: list[CleanChunk] = []
        self.texts: list[str] = []
        self.words = 0
        """Words of the clean text."""
        self.given_back = 0
        """Chunks whose wording by a model gave way to the document's own, because of a choice."""
        self._before = choices.policy
        self._choices = choices
        self._ends: list[int] = []  # token index where each chunk ends
        self._dues: list[Due] = [Renderer(choices.policy).due]  # before each chunk, and at the end
        self._words: list[int] = []
        self._gone: list[Counter[Category | None]] = []
        self._all_gone: Counter[Category | None] = Counter()
        self._back: list[bool] = []
        self._rows: list[list[Row] | None] = []
        self._counted: dict[tuple[int, int], int] = {}

    @property
    def left_out(self) -> tuple[tuple[Category | None, int], ...]:
        """(category, words) of what is out, most words first."""
        return tuple((category, n) for category, n in self._all_gone.most_common() if n)

    def add(self, chunk: CleanChunk) -> str:
        """The text of the next chunk."""
        self.chunks.append(chunk)
        self._ends.append(chunk.chunk.end)
        self.texts.append("")
        self._dues.append(self._dues[-1])
        self._words.append(0)
        self._gone.append(Counter())
        self._back.append(False)
        self._rows.append(None)
        self._render(len(self.chunks) - 1, self._on(chunk))
        return self.texts[-1]

    def revise(self, choices: Choices) -> list[int]:
        """Choose anew; the places in :attr:`chunks` of those whose text may have changed."""
        before, self._choices = self._choices, choices
        touched = self._touched(before, choices)
        mine = self._by_chunk(choices.decisions, touched)
        changed = []
        moved = False
        for at in range(min(touched, default=0), len(self.chunks)):
            # What one chunk leaves due may change how the next begins, and so on.
            if moved or at in touched:
                due = self._dues[at + 1]
                self._render(at, mine.get(at, ()) if at in touched else self._on(self.chunks[at]))
                moved = self._dues[at + 1] != due
                changed.append(at)
        return changed

    def rows(self, at: int) -> list[Row]:
        """What was taken out of a chunk; nothing of a section that was left out whole."""
        found = self._rows[at]
        if found is None:
            chunk, choices = self.chunks[at], self._choices
            cuts = [d for d in choices.sections if _meet(d, chunk)]
            found = [
                row
                for row in rows(chunk, choices.policy, self.own(at))
                if not any(cut.start <= row.start and row.end <= cut.end for cut in cuts)
            ]
            self._rows[at] = found
        return found

    def own(self, at: int) -> list[Decision]:
        """What was decided on single places of a chunk."""
        return [each for each in self._choices.own if _meet(each, self.chunks[at])]

    def holding(self, token: int) -> int:
        """The place of the chunk that has a token; -1 if none has."""
        at = bisect_right(self._ends, token)
        return at if token >= 0 and at < len(self._ends) else -1

    def places(self, segment: int) -> list[Place]:
        """Where the tokens (edits, rewrites) of a chunk stand in its text, in order."""
        chunk = self.chunks[segment]
        renderer = Renderer(self._choices.policy, self._on(chunk))
        renderer.due = self._dues[segment]
        return list(renderer.places(under(chunk, self._before, self._choices.policy)))

    def place(self, segment: int, start: int, end: int) -> tuple[int, int]:
        """The tokens that say characters ``[start, end)`` of a segment's text.

        Whole tokens, an edit with all that it stands for, a rewrite with its whole chunk. Where
        nothing is said (a space; a segment that is not finished) an empty range.
        """
        if not 0 <= segment < len(self.chunks):
            return 0, 0
        places = self.places(segment)
        said = [each for each in places if each.first < end and each.last > start]
        if said:
            return said[0].start, said[-1].end
        next_one = next((each.start for each in places if each.first >= start), self._ends[segment])
        return next_one, next_one

    def where(self, start: int, end: int) -> tuple[int, int, int]:
        """Where tokens ``[start, end)`` stand in the text: segment, first character, end.

        What goes on in later segments is cut at the end of the first that says something of it.
        For tokens that are not in the text it is where they would stand, with no characters.
        Segment -1: they are not there yet.
        """
        edits = (each for each in self._choices.decisions if isinstance(each, Edit))
        start = min((e.start for e in edits if e.start <= start < e.end), default=start)
        at = home = self.holding(start)
        while 0 <= at < len(self.chunks) and self.chunks[at].chunk.start < max(end, start + 1):
            places = self.places(at)
            said = [p for p in places if p.start < end and p.end > start and p.first < p.last]
            if said:
                return at, said[0].first, said[-1].last
            at += 1
        if home < 0:
            return -1, 0, 0
        ends = [each.last for each in self.places(home) if each.start < start]
        place = ends[-1] if ends else 0
        return home, place, place

    def found(self, edits: Iterable[Edit]) -> list[tuple[Edit, tuple[int, int, int]]]:
        """Where each edit's words stand, in one pass over the chunks that have some."""
        known: dict[int, dict[int, Place]] = {}
        result = []
        for edit in edits:
            at = self.holding(edit.start)
            if at < 0:
                continue
            if at not in known:
                known[at] = {each.start: each for each in self.places(at)}
            place = known[at].get(edit.start)
            if place is not None:
                result.append((edit, (at, place.first, place.last)))
        return result

    def _touched(self, before: Choices, now: Choices) -> set[int]:
        switched = before.policy.out ^ now.policy.out
        touched = {
            at
            for at, chunk in enumerate(self.chunks)
            if switched and any(mark.category in switched for mark in chunk.marks)
        }
        for each in {*before.decisions} ^ {*now.decisions}:
            touched.update(self._span(each))
        return touched

    def _span(self, decision: Decision) -> range:
        """The chunks that a decision touches."""
        return range(
            bisect_right(self._ends, decision.start),
            min(bisect_left(self._ends, decision.end) + 1, len(self.chunks)),
        )

    def _by_chunk(
        self, decisions: Iterable[Decision], wanted: set[int]
    ) -> dict[int, list[Decision]]:
        found: dict[int, list[Decision]] = {}
        for each in decisions:
            for at in self._span(each):
                if at in wanted:
                    found.setdefault(at, []).append(each)
        return found

    def _on(self, chunk: CleanChunk) -> list[Decision]:
        return [each for each in self._choices.decisions if _meet(each, chunk)]

    def _render(self, at: int, decisions: Sequence[Decision]) -> None:
        chunk, policy = self.chunks[at], self._choices.policy
        renderer = Renderer(policy, decisions)
        renderer.due = self._dues[at]
        shown = under(chunk, self._before, policy)
        self.texts[at] = renderer.render(shown)
        self._dues[at + 1] = renderer.due
        words = count_words(self.texts[at])
        self.words += words - self._words[at]
        self._words[at] = words
        gone: Counter[Category | None] = Counter()
        for own, claim in taken(chunk, policy, decisions):
            category = claim.category if isinstance(claim, Mark) else None
            gone[category] += self._count(chunk, own, claim)
        self._all_gone.subtract(self._gone[at])
        self._all_gone.update(gone)
        self._gone[at] = gone
        touched = sum(_meet(each, chunk) for each in decisions)
        back = chunk.rewrite is not None and (
            shown is not chunk or 0 < touched < chunk.chunk.end - chunk.chunk.start
        )
        self.given_back += back - self._back[at]
        self._back[at] = back
        self._rows[at] = None

    def _count(self, chunk: CleanChunk, own: Sequence[int], claim: Mark | Override) -> int:
        """The words taken out; what a mark took is the same text each time."""
        if not isinstance(claim, Mark):
            return count_words(taken_text(chunk, own, claim))
        place = (own[0] + chunk.chunk.start, own[-1] + chunk.chunk.start)
        if place not in self._counted:
            self._counted[place] = count_words(taken_text(chunk, own, claim))
        return self._counted[place]


def _meet(decision: Decision, chunk: CleanChunk) -> int:
    """How many tokens of a chunk a decision is about."""
    return max(0, min(decision.end, chunk.chunk.end) - max(decision.start, chunk.chunk.start))
