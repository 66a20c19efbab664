"""Which chunks go to a model, how many, and what is said of them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pdfclean.choosing import FEW, LEAST, MOST_REASONS, SHARE, Chooser, doubts
from pdfclean.cues import cues
from pdfclean.document import (
    Box,
    Category,
    Chunk,
    CleanChunk,
    Line,
    Mark,
    Page,
    Policy,
    Role,
    Source,
    Space,
    Token,
    Tokens,
)

PROSE = "The harbour was built by the town in the year of the great flood."
SURE, UNSURE = 0.99, 0.2

Printed = tuple[str, float]
"""A line and its confidence."""


def made(
    chunks: Sequence[Sequence[Printed]], role: Role = Role.BODY, marks: Sequence[Mark] = ()
) -> tuple[list[CleanChunk], dict[int, Page]]:
    """Chunks of lines, each on a page of its own; a word is a token."""
    found, pages, start = [], {}, 0
    for index, lines in enumerate(chunks):
        number = index + 1
        tokens = Tokens(
            Token(word, word, Space.SPACE, (Source(number, n, 0, 1),))
            for n, (text, _) in enumerate(lines)
            for word in text.split()
        )
        pages[number] = Page(
            number,
            (1, 1),
            tuple(
                Line(text, Box(0, 0, 1, 1), 10, 400, role=role, confidence=sure)
                for text, sure in lines
            ),
        )
        end = start + len(tokens)
        own = tuple(mark for mark in marks if start <= mark.start < end)
        found.append(CleanChunk(Chunk(index, start, end), tokens, own))
        start = end
    return found, pages


def chosen(
    chunks: Sequence[Sequence[Printed]], role: Role = Role.BODY, marks: Sequence[Mark] = ()
) -> list[tuple[str, ...]]:
    return Chooser(Policy()).choose(*made(chunks, role, marks))


def test_the_chunk_with_the_unsure_line_goes() -> None:
    assert [bool(why) for why in chosen([[(PROSE, SURE)], [(PROSE, UNSURE)], [(PROSE, SURE)]])] == [
        False,
        True,
        False,
    ]


def test_of_a_sure_document_nothing_goes() -> None:
    assert not any(chosen([[(PROSE, SURE)] * 15] * 40))


def test_at_most_a_fifth_goes_and_it_is_the_most_doubtful() -> None:
    why = chosen([[(PROSE, 0.9 - n / 100)] for n in range(20)])
    assert [n for n, reasons in enumerate(why) if reasons] == [16, 17, 18, 19]


@pytest.mark.parametrize("size", [1, 2, 4])
def test_of_a_short_document_one_may_go(size: int) -> None:
    assert sum(map(bool, chosen([[(PROSE, UNSURE)]] * size))) == 1


def test_batches_share_one_allowance() -> None:
    # A long document comes window by window; what one window does not need the next may use.
    chunks, pages = made([[(PROSE, SURE)]] * 10 + [[(PROSE, UNSURE)]] * 10)
    chooser = Chooser(Policy())
    first = chooser.choose(chunks[:10], pages)
    assert not any(first)
    assert sum(map(bool, chooser.choose(chunks[10:], pages))) == SHARE * 20
    assert not any(chooser.choose(*made([[(PROSE, UNSURE)]])))


def test_what_is_left_out_needs_no_second_look() -> None:
    out = Mark(0, len(PROSE.split()), Category.TABLES, "table", "layout", 0.5)
    assert not any(chosen([[(PROSE, UNSURE)]], marks=[out]))
    assert any(chosen([[(PROSE, UNSURE)]]))


def test_what_was_taken_out_with_little_confidence_is_no_reason() -> None:
    # A model that may only delete cannot put it back.
    some = Mark(2, 3, Category.CITATIONS, "citation", "citations", 0.1)
    assert not any(chosen([[(PROSE, SURE)]], marks=[some]))


def test_a_doubtful_heading_counts_little() -> None:
    body = [[(PROSE, 0.9)]]
    assert any(chosen(body))
    assert not any(chosen(body, Role.HEADING))
    assert chosen([[(PROSE, 0.1)]], Role.HEADING) == [("a heading that may be none, p. 1",)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Ocimum africanum var. minor", "a short line that may be a label or a table’s cell"),
        ("f(x) = a*x + b, {y | y > 0}, x[i] = y[j]", "a line that may be a formula or code"),
        ("1990 21.3 44.1 (5.0) 17 28 2014", "a line that may belong to a table"),
        (PROSE, "a line that may not belong to the text"),
    ],
)
def test_a_reason_says_what_a_line_may_be_and_where(text: str, reason: str) -> None:
    assert chosen([[(PROSE, SURE), (text, 0.05)]]) == [(f"{reason}, p. 1",)]


def test_reasons_are_few_and_told_once() -> None:
    lines = [
        ("Ocimum africanum", 0.1),
        ("Ocimum basilicum", 0.1),
        ("f(x) = a*x + b, {y | y > 0}", 0.1),
        ("1990 21.3 44.1 (5.0) 17 28 2014", 0.1),
        (PROSE, 0.4),
        ("Subscribe today.", SURE),
    ]
    (why,) = chosen([lines])
    assert len(why) == len(set(why)) == MOST_REASONS


def test_a_telling_phrase_makes_a_sure_line_doubtful() -> None:
    sponsored = "This issue is brought to you by Halden Instruments."
    (why,) = chosen([[(PROSE, SURE), (sponsored, SURE)]])
    assert why == ("an advertisement or a sponsor’s line, p. 1",)


def test_a_phrase_over_a_line_end_is_seen() -> None:
    lines = [("The rest of this paper is organised", SURE), ("as follows.", SURE)]
    assert chosen([lines]) == [("a sentence about how the text is organised, p. 1",)]


def test_what_a_document_is_about_is_no_telling_phrase() -> None:
    about = "Our reviewers read every paper twice."
    assert any(chosen([[(about, SURE)]] * FEW + [[(PROSE, SURE)]] * 8))
    assert not any(chosen([[(about, SURE)]] * 6 + [[(PROSE, SURE)]] * 6))


def test_doubt_is_counted_in_letters() -> None:
    (chunk,), pages = made([[(PROSE, 0.0)]])
    letters = sum(map(str.isalnum, PROSE))
    assert sum(doubt.letters for doubt in doubts(chunk, pages, Policy())) == letters
    assert sum(doubt.among for doubt in doubts(chunk, pages, Policy())) == letters


@pytest.mark.parametrize("size", [5, 50])
def test_what_is_next_to_nothing_depends_on_the_size_of_a_chunk(size: int) -> None:
    sure = [(PROSE, 1 - LEAST**0.5 * 0.99)] * size
    assert not any(chosen([sure] * 10))
    assert any(chosen([[(PROSE, 1 - LEAST**0.5 * 1.01)] * size] * 10))


def test_nothing_is_chosen_of_nothing() -> None:
    assert Chooser(Policy()).choose([], {}) == []
    # A chunk of which nothing is kept.
    out = Mark(0, len(PROSE.split()), Category.TABLES, "table", "layout", 0.5)
    assert chosen([[(PROSE, UNSURE)]], marks=[out]) == [()]


TELLING = (
    "Note to reviewers: Table 2 has been moved to the supplement.",
    "Hinweis an die Gutachter: Tabelle 2 steht jetzt im Anhang.",
    "Note aux relecteurs : le tableau 2 se trouve en annexe.",
    "Nota para los revisores: la tabla 2 está ahora en el anexo.",
    "Editor: please replace this figure.",
    "Become a member for three euros a month. Subscribe today.",
    "Anzeige. Jetzt abonnieren und vier Hefte gratis lesen.",
    "Publicité. Abonnez-vous et recevez quatre numéros gratuits.",
    "Publicidad. Suscríbase y reciba cuatro números gratis.",
    "Downloaded from the library server on 3 May 2021.",
    "Dieser Beitrag ist urheberrechtlich geschützt.",
    "Cet article est protégé par le droit d’auteur.",
    "Todos los derechos reservados.",
    "The remainder of this paper is organized as follows.",
    "Der Rest dieser Arbeit ist wie folgt gegliedert.",
    "La suite de cet article est organisée comme suit.",
    "El resto del artículo está organizado como sigue.",
    "Continued on next page",
    "Fortsetzung auf der nächsten Seite",
    "Suite à la page suivante",
    "Received 4 March, accepted 19 June.",
    "Reçu le 4 mars, accepté le 19 juin.",
    "***CLH: this is a great plot.",
    "It was measured ( , ) twice.",
)
PLAIN = (
    PROSE,
    "The review took a year, and the committee continued on its way.",
    "He was received in March by the editor of the paper.",
    "She downloaded the data and clicked through the pictures.",
    "Their insertion into the table of contents was subscribed to by all.",
    "The function f() takes an empty list [] and returns none.",
    "Todo está en orden; el presente artículo continúa en esa línea.",
    "Die Anzeiger und Werber stehen in der Halle, die Rechte sind bekannt.",
    "The house is organised by the people who live in it.",
    "Le droit des auteurs à la parole fut accepté.",
)


@pytest.mark.parametrize("text", TELLING)
def test_telling(text: str) -> None:
    assert list(cues(f"It rained. {text} It stopped."))


@pytest.mark.parametrize("text", PLAIN)
def test_not_telling(text: str) -> None:
    assert not list(cues(text))
