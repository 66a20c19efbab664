"""What goes: the words that were taken out of a part, and where in its clean text they stood.

While a text is cleaned the page shows them struck through for a moment. They come from the marks:
the part's own text as :func:`~pdfclean.ui.pieces.pieces` has it is laid along its clean text,
which holds the same characters but for the space between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pdfclean.jobs import Change, Review
from pdfclean.ui.pieces import Piece, pieces

__all__ = ["Gone", "goes", "going"]

FIRST = 3
LAST = 4
"""Parts at the beginning of a text, and at the end of what a pull brings, of which is shown what
goes: as many as may be on a screen. Of what rushes past nobody sees it."""
LONGEST = 400
"""Characters of one stretch that are shown: of a reference list enough to see what it is."""
MOST = 2_000
"""Characters of one part that are shown, and so the most that this costs. With twelve citations and
two running headers in a thousand characters, streamed four parts at a time, all that the page gets
grew from 1.1 to 1.6 bytes for each character of the clean text."""

Gone = tuple[int, str, str, bool]
"""The place in the clean text where it stood (UTF-16 units), what it said, its kind, and whether it
had lines of its own."""


def going(review: Review, changes: Sequence[Change]) -> dict[int, list[Gone]]:
    """What goes of the finished parts that a pull brings, by segment."""
    brought = [change.segment for change in changes]
    wanted = {*(each for each in brought if each < FIRST), *brought[-LAST:]}
    found = {
        chunk.chunk.index: goes(text, pieces(chunk, review.policy, review.decisions, rows))
        for chunk, text, rows in review.parts(sorted(wanted))
    }
    return {segment: gone for segment, gone in found.items() if gone}


def goes(text: str, found: Sequence[Piece]) -> list[Gone]:
    """Where in a clean text its removed pieces stood; none where the text is not made of the rest
    (a model has reworded it, or the reader).

    >>> goes("Tides come.", [("Tides come", ""), (" ", ""), ("[1]", "citations"), (".", "")])
    [(10, ' [1]', 'citations', False)]
    """
    kept = "".join([said for said, kind in found if not kind])
    if "".join(kept.split()) != "".join(text.split()):
        return []
    places = list(_places(text))
    end = places[-1][1] if places else 0
    gone: list[Gone] = []
    done = size = 0
    space = "\n\n"
    for at, (said, kind) in enumerate(found):
        if not kind:
            if said.isspace():
                space = said
                continue
            done += _letters(said)
            space = ""
            continue
        after = found[at + 1][0] if at + 1 < len(found) else "\n"
        alone = "\n" in space and after.startswith("\n")
        if done and (alone or "\n" not in space):
            place = places[done - 1][1]
        else:
            place = places[done][0] if done < len(places) else end
        close = "\n".join(filter(None, said.split("\n")))  # its paragraphs need no room
        shown = close[:LONGEST] + (" …" if len(close) > LONGEST else "")
        size += len(shown)
        if size > MOST:
            break
        gone.append((place, shown if alone else _spaced(space, shown, after), kind, alone))
        space = ""
    return gone


def _spaced(before: str, said: str, after: str) -> str:
    """An inline stretch with the space that parts it from what stays."""
    if before == " ":
        return before + said
    return said + " " if after[:1].isspace() else said


def _places(text: str) -> Iterator[tuple[int, int]]:
    """Where the characters that are no space begin and end, counted as browsers do: wide ones
    twice."""
    at = 0
    for character in text:
        end = at + 1 + (character > "\uffff")
        if not character.isspace():
            yield at, end
        at = end


def _letters(text: str) -> int:
    """Characters but for spaces."""
    return sum(map(len, text.split()))
