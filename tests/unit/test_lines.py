"""Lines made of characters: what a control code is that a font draws as a letter."""

from __future__ import annotations

import pytest

from pdfclean.extraction.lines import Piece, Style, finish

STYLE = Style("Any", 10, 400, 100, True)


@pytest.mark.parametrize(
    ("chars", "text"),
    [
        ("de\uf11bned", "de\uf11bned"),
        ("\uf11bne", "\uf11bne"),
        ("o\uf11b", "o\uf11b"),
        ("\uf11c An item", "An item"),
        ("one \uf10f two", "one two"),
        ("1\uf1152", "1 2"),
    ],
)
def test_a_control_code_is_part_of_a_word_or_a_blank(chars: str, text: str) -> None:
    piece = Piece()
    for index, char in enumerate(chars):
        piece.add(char, STYLE, (5.0 * index, 90.0, 5.0 * index + 5, 102.0))
    assert finish(piece).text == text
