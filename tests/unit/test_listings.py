"""Algorithms set in the type of the text, and numbered lines that are none."""

from __future__ import annotations

import pytest

from pdfclean.document import Role
from tests.unit.test_layout import KEPT, line, page, prose, run

ALGORITHM = (
    "1: Graph with all its nodes and their labels",
    "2: function WALK(node, steps)",
    "3: count ← empty array",
    "4: for each neighbour of the node do",
    "5: label ← RANDOM(node)",
    "6: count[label] ← count[label] + 1",
    "7: end for",
    "8: return the most frequent label",
)
VERSES = (
    "1: In the first year the river froze to the ground.",
    "2: And the people of the valley had no bread,",
    "3: for the mills stood still until the spring came.",
    "4: Then they built a second mill above the weir.",
    "5: The elders blessed it (as they had the first).",
    "6: And nobody went hungry in the years that followed.",
)


def _page(rows: tuple[str, ...]) -> dict[str, Role]:
    """Roles of a page of prose with ``rows`` in its type in the middle, and more pages."""
    listed = [line(text, 64, 300 + 12 * n, 330) for n, text in enumerate(rows)]
    middle = [*prose(60, 60, 540, 18), *listed, *prose(60, 330 + 12 * len(rows), 540, 24)]
    rest = [page(n, prose(60, 60, 540, 50, n)) for n in range(2, 5)]
    return run([page(1, middle), *rest])[0]


def test_an_algorithm_in_the_type_of_the_text_is_code() -> None:
    roles = _page(ALGORITHM)
    assert {roles[text] for text in ALGORITHM} == {Role.CODE}


@pytest.mark.parametrize("count", [4, 6])
def test_numbered_verses_are_text(count: int) -> None:
    roles = _page(VERSES[:count])
    assert all(roles[text] in KEPT for text in VERSES[:count])
