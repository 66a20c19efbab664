"""Text that repeats itself: what comes back on every page without being a running line.

A letter to six people, a song with its refrain and a picture book say the same on page after page.
Running lines are set apart from the text, in a type of their own or at a distance; what stands in
the body's own type and goes on into the text, or is a whole sentence, is text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pdfclean.document import Role
from pdfclean.extraction.habits import Habits
from pdfclean.extraction.items import Item
from pdfclean.extraction.sentences import prose_words, sentence

__all__ = ["RUNNING", "body_type", "keep_repeated", "says_something"]

ATTACHED = 1.35
"""Line pitches between two lines of one paragraph, most. In the public and the training pairs no
running line in the body's own size and font stands as near to the text and as its lines do, and
none is a sentence."""
NEAR = 2.5
"""Line pitches from the text within which a repeated line that is no sentence ("Dear Mr Pell,")
stays in a document whose sentences come back."""
ALIGNED = 3.0
"""Points by which the left edges, the right edges or the middles of two such lines may differ."""
_INNER = re.compile(r"[^\W\d_]{2}[.!?。][\"'”’»)]{0,2}\s[^\W\d_a-z]")
"""A sentence that ends, and another that begins."""
RUNNING = frozenset({Role.RUNNING_HEADER, Role.RUNNING_FOOTER})


def body_type(item: Item, habits: Habits) -> bool:
    """Whether a line is set in the size and the font of the running text."""
    return item.line.font == habits.font and abs(item.size - habits.body) <= 0.03 * habits.body


def says_something(items: Sequence[Item], habits: Habits) -> bool:
    """Whether the running lines of a page, in the body's type, are sentences."""
    return any(map(_says, _groups(items, habits)))


def keep_repeated(items: Sequence[Item], habits: Habits, says: bool) -> None:
    """Take the role of running lines from those lines of a page that are text.

    Args:
        items: the page's lines, its running lines labelled.
        habits: the document's habits.
        says: whether whole sentences come back in this document, which is then no paper with a
            journal's name above it: repeated lines near them are doubted, too.
    """
    text = [i for i in items if i.role is None and body_type(i, habits)]
    others = []
    for group in _groups(items, habits):
        if _says(group):
            text += _keep(group)
        else:
            others.append(group)
    middle = sum(i.middle for i in text) / max(1, len(text))
    for group in sorted(others, key=lambda g: abs(g[0].middle - middle)):  # from the text outwards
        attached = any(_attached(i, other, habits) for i in group for other in text)
        if attached or (says and any(_near(i, other, habits) for i in group for other in text)):
            text += _keep(group)


def _groups(items: Sequence[Item], habits: Habits) -> list[list[Item]]:
    """The running lines of a page in the body's type, line by line or as paragraphs."""
    groups: list[list[Item]] = []
    running = [i for i in items if i.role in RUNNING and body_type(i, habits)]
    for item in sorted(running, key=lambda i: i.bottom):
        if groups and _attached(groups[-1][-1], item, habits):
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def _says(group: Sequence[Item]) -> bool:
    """Whether lines are a sentence, or the part of a paragraph that one ends in."""
    text = " ".join(item.text for item in group)
    return sentence(text) or (
        len(group) > 1 and prose_words(text) and _INNER.search(text) is not None
    )


def _keep(group: Sequence[Item]) -> Sequence[Item]:
    for item in group:
        item.role = None
        item.confidence = 0.0
    return group


def _attached(item: Item, other: Item, habits: Habits) -> bool:
    """Whether two lines are one under the other as those of a paragraph are."""
    close = 0 < abs(item.bottom - other.bottom) <= ATTACHED * habits.pitch(item.size)
    aligned = min(
        abs(item.left - other.left),
        abs(item.right - other.right),
        abs(item.middle_x - other.middle_x),
    )
    return close and aligned <= ALIGNED


def _near(item: Item, other: Item, habits: Habits) -> bool:
    """Whether a line stands over or under another as a salutation does over a letter."""
    return 0 < abs(item.bottom - other.bottom) <= NEAR * habits.pitch(item.size)
