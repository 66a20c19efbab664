"""What goes of a part, beside its clean text."""

from __future__ import annotations

import pytest

from pdfclean.document import Category, CleanDocument, Edit, Role
from pdfclean.render import Renderer
from pdfclean.review import rows
from pdfclean.ui.going import LONGEST, MOST, goes
from pdfclean.ui.pieces import pieces
from tests.fakes import Said, document, rewritten

NOTE = Said("7 Not so.", Role.FOOTNOTE, Category.FOOTNOTES)
HEADER = Said("Journal of Tides", Role.RUNNING_HEADER, Category.FURNITURE)


def shown(made: CleanDocument, *decisions: Edit) -> list[str]:
    """Each chunk's clean text with what goes of it put in, in brackets."""
    found = []
    renderer = Renderer(made.policy, decisions)
    for chunk in made.chunks:
        text = renderer.render(chunk)
        its = pieces(chunk, made.policy, decisions, rows(chunk, made.policy, decisions))
        wide = text.encode("utf-16-le")
        for place, said, _, alone in reversed(goes(text, its)):
            bracketed = f"<{said}>" if alone else f"{{{said}}}"
            wide = wide[: 2 * place] + bracketed.encode("utf-16-le") + wide[2 * place :]
        found.append(wide.decode("utf-16-le"))
    return found


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["They come [1]. They go."], "They come{ [1]}. They go."),
        (["They come [1] and go."], "They come{ [1]} and go."),
        (["[1] They come."], "{[1] }They come."),
        (["One.", "[1] Two."], "One.\n\n{[1] }Two."),
        ([HEADER, "One.", NOTE, "Two [3]."], "<Journal of Tides>One.<7 Not so.>\n\nTwo{ [3]}."),
        (["One 𝔸𝔹 [2] 𝔸."], "One 𝔸𝔹{ [2]} 𝔸."),
        ([HEADER, NOTE], "<Journal of Tides><7 Not so.>"),
        (["Nothing goes."], "Nothing goes."),
    ],
)
def test_what_goes_stands_where_it_stood(lines: list[Said | str], expected: str) -> None:
    assert shown(document(*lines, chunk_lines=9)) == [expected]


def test_where_others_chose_the_words_nothing_is_shown() -> None:
    made = document("They come [1]. They go.", chunk_lines=9)
    assert shown(rewritten(made, "They came and went.")) == ["They came and went."]
    assert shown(made, Edit(0, 2, "Tides arrive")) == ["Tides arrive. They go."]


def test_a_long_list_costs_little() -> None:
    lines = [Said("An entry of a list. " * 200, out=Category.REFERENCES) for _ in range(50)]
    made = document("Text.", *lines, chunk_lines=99)
    chunk = made.chunks[0]
    found = goes("Text.", pieces(chunk, made.policy, (), rows(chunk, made.policy)))
    assert len(found[0][1]) == LONGEST + 2
    assert sum(len(said) for _, said, _, _ in found) <= MOST
