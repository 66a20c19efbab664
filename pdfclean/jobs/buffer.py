"""The text of a run as segments that grow or are replaced, and what a reader has not seen of it.

One segment is one chunk. Every change raises the version by one; a reader names the version it has
and gets the changes since, squashed to one a segment. All a run ever sends is therefore its text,
once for each time a piece of it changed: linear, however long the document.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["MOST_AT_ONCE", "Buffer", "Change"]

MOST_AT_ONCE = 60_000
"""Characters a pull brings at most (it brings a whole segment at least). A page that reattaches to
a long text takes it in bites that the browser lays out in a few milliseconds each."""


@dataclass(frozen=True, slots=True)
class Change:
    """Keep the first ``keep`` characters of a segment and put ``text`` after them.

    Appending keeps all there is, replacing keeps nothing. Segments count from 0; one that is not
    there yet is empty, and segments before it are too.
    """

    segment: int
    keep: int
    text: str


class Buffer:
    """Segments of text with a version. Not locked: its owner sees to that.

    >>> buffer = Buffer()
    >>> buffer.append(0, "One. ")
    >>> seen, _ = buffer.since(0)
    >>> buffer.append(0, "Two."); buffer.put(1, " Three.")
    >>> buffer.since(seen)[1]
    (Change(segment=0, keep=5, text='Two.'), Change(segment=1, keep=0, text=' Three.'))
    """

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._log: list[Change] = []
        self._live: list[list[int]] = []  # per segment, where the log speaks of it

    @property
    def version(self) -> int:
        """How many changes there were."""
        return len(self._log)

    @property
    def text(self) -> str:
        """All segments put together."""
        return "".join(self._texts)

    def append(self, segment: int, text: str) -> None:
        """Add text at the end of a segment."""
        self._grow(segment)
        if text:
            self._change(Change(segment, len(self._texts[segment]), text))

    def put(self, segment: int, text: str) -> None:
        """Set a segment's text, sending only what its present text does not begin with."""
        self._grow(segment)
        before = self._texts[segment]
        if text.startswith(before):
            self.append(segment, text[len(before) :])
            return
        # Nobody needs what the segment said before: whoever has it gets the whole new text.
        for place in self._live[segment]:
            self._log[place] = Change(segment, 0, "")
        self._live[segment].clear()
        self._change(Change(segment, 0, text))

    def since(self, version: int, most: int = MOST_AT_ONCE) -> tuple[int, tuple[Change, ...]]:
        """The version reached and what changed after ``version``, one change a segment."""
        fresh: dict[int, tuple[int, list[str]]] = {}
        size = 0
        reached = min(max(version, 0), len(self._log))
        while reached < len(self._log) and size < most:
            change = self._log[reached]
            reached += 1
            size += len(change.text)
            if change.segment in fresh and change.keep:
                fresh[change.segment][1].append(change.text)
            else:
                fresh[change.segment] = (change.keep, [change.text])
        return reached, tuple(
            Change(segment, keep, "".join(texts)) for segment, (keep, texts) in fresh.items()
        )

    def _grow(self, segment: int) -> None:
        while len(self._texts) <= segment:
            self._texts.append("")
            self._live.append([])

    def _change(self, change: Change) -> None:
        self._texts[change.segment] = self._texts[change.segment][: change.keep] + change.text
        self._live[change.segment].append(len(self._log))
        self._log.append(change)
