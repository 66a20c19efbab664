"""Lines that their author broke: verse, told from prose by line ends that nothing forced."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pdfclean.document import Role
from pdfclean.extraction.items import Item
from pdfclean.extraction.shapes import enumerated, terminal, words

__all__ = ["verse_lines"]

TEXT = frozenset({Role.BODY, Role.LIST, Role.QUOTATION, Role.VERSE, Role.OTHER, None})
"""Roles of lines that may be verse."""
LEAST = 3
"""Lines of the shortest poem: two may be a heading and a paragraph of one line."""
ROOM = 0.6
"""Type sizes that must be left after the next line's first word: a space and a little."""
LETTER = 0.52
"""Width of an average letter in type sizes, where a line has none to measure."""
EARLY = 0.8
"""Share of a poem's lines that end before they must; the longest may fill the column."""
SMALL_WORDS = 0.5
"""Share of words in small letters; an address, a list of names and a table have fewer."""
GAP = 3.2
"""Type sizes between the bottoms of two lines of one poem, most (two stanzas)."""
LEADING = 1.6
"""Type sizes between the bottoms of two lines without a gap, most."""
STEP = 0.6
"""Type sizes from which a line is indented otherwise than another."""
SWAY = 6.0
"""Type sizes by which the lines of a poem are indented differently, most."""


def verse_lines(region: Sequence[Item], high: float) -> set[Item]:
    """The lines of a region that are verse.

    A typesetter ends a line of prose where the next word does not fit; only an author ends it
    before. Each line of a poem begins with a capital besides, and a sentence runs over its end:
    dialogue, short paragraphs and lists of sentences end theirs.

    Args:
        region: lines in reading order.
        high: the right edge of the region's column, in points.
    """
    found: set[Item] = set()
    for run in _runs(region, high):
        poem = _without_speech(run)
        if _is_verse(poem, high):
            found.update(poem)
    return found


def _without_speech(run: Sequence[Item]) -> Sequence[Item]:
    """A run without the short paragraphs before it: whole sentences, indented otherwise."""
    if not run:
        return run
    left = statistics.median_low(item.left for item in run)
    start = 0
    while start < len(run) and terminal(run[start].text) and not _level(run[start], left):
        start += 1
    return run[start:]


def _level(item: Item, left: float) -> bool:
    return abs(item.left - left) <= STEP * item.size


def _runs(region: Sequence[Item], high: float) -> Iterator[list[Item]]:
    """Stretches of lines that could be a poem, without the prose before and behind it."""
    run: list[Item] = []
    for item in region:
        if run and not (_opens(item) and _follows(run[-1], item)):
            if _near(run[-1], item) and not ends_early(run[-1], item, high):
                run.pop()
            yield run
            run = []
        if len(run) == 1 and not ends_early(run[0], item, high):
            run = []
        if _opens(item):
            run.append(item)
    yield run


def _opens(item: Item) -> bool:
    """Whether a line begins as a line of verse does."""
    first = item.text.lstrip("\"'“‘„«»‚([¡¿").lstrip()[:1]
    return item.role in TEXT and first.isupper() and not enumerated(item.text)


def _follows(before: Item, item: Item) -> bool:
    return (
        before.page == item.page
        and before.style == item.style
        and 0 < item.bottom - before.bottom <= GAP * item.size
        and abs(item.left - before.left) <= SWAY * item.size
    )


def _near(before: Item, item: Item) -> bool:
    """Whether a line is set under another without a gap."""
    return before.page == item.page and 0 < item.bottom - before.bottom <= LEADING * item.size


def _is_verse(run: Sequence[Item], high: float) -> bool:
    if len(run) < LEAST:
        return False
    early = sum(ends_early(a, b, high) for a, b in pairwise(run))
    if early < EARLY * (len(run) - 1):
        return False
    found = [word for item in run for word in words(item.text)]
    small = sum(word[0].islower() for word in found)
    running = sum(not terminal(item.text) for item in run[:-1])
    return small >= SMALL_WORDS * len(found) > 0 and 4 * running >= len(run)


def ends_early(item: Item, following: Item, high: float) -> bool:
    """Whether the next line's first word would have fitted at the end of this line."""
    if item.text.endswith(("-", "\u2010", "\u00ad")):
        return False
    letter = item.width / len(item.text) if len(item.text) >= 8 else LETTER * item.size
    word = following.text.split(maxsplit=1)[0]
    return item.right + letter * len(word) + ROOM * item.size < high
