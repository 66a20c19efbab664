"""Lines that come back from page to page: text that repeats itself, and running lines."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pdfclean.document import Line, Page, Role
from tests.unit.test_layout import KEPT, line, page, prose, run

SAME = (
    "The harbour clock was late again that night.",
    "The keeper said it had always been late.",
    "The council voted to mend it for twelve pounds.",
    "In the end they painted the dial green.",
)


def alike(lines: Sequence[Line], pages: int = 6) -> list[Page]:
    """Pages with nothing but the same lines at the same height."""
    return [page(number, lines) for number in range(1, pages + 1)]


@pytest.mark.parametrize("top", [40, 70, 95, 110, 640, 700])
@pytest.mark.parametrize("pitch", [12, 18, 24])
def test_pages_that_say_the_same_few_sentences_keep_them(top: int, pitch: int) -> None:
    roles, _ = run(alike([line(s, 60, top + pitch * n, 270) for n, s in enumerate(SAME)]))
    assert {text: roles[text] for text in SAME if roles[text] not in KEPT} == {}


def test_a_letter_to_six_people_keeps_its_first_and_its_last_lines() -> None:
    letter = [*prose(60, 60, 540, 28), *prose(60, 420, 540, 26)]
    ends = [
        line("We remain, with kind regards,", 60, 744, 200),
        line("Ottilie Marsh", 60, 756, 120),
    ]
    named = [
        page(n, [line(f"Dear {name},", 60, 36, 130), *letter, *ends])
        for n, name in enumerate(("Mr Pell", "Mrs Lund", "Miss Ito", "Dr Roy"), 1)
    ]
    roles, _ = run(named)
    assert [text for text, role in roles.items() if role not in KEPT] == []


def test_sentences_in_types_of_their_own_are_kept_when_there_is_little_else() -> None:
    page_of_two = [line(SAME[0], 60, 60, 270, 14.0, 700), line(SAME[1], 60, 110, 270, 8.0)]
    text = prose(60, 300, 540, 3)
    roles, _ = run(alike([*page_of_two, *text]))
    assert [line.text for line in page_of_two if roles[line.text] not in KEPT] == []


@pytest.mark.parametrize("top", [40, 760])
def test_a_sentence_alone_at_the_edge_of_every_page_is_text(top: int) -> None:
    says = line("But the clock was still late, and nobody minded.", 60, top, 280)
    pages = [page(n, [says, *prose(60, 200, 540, 30, n)]) for n in range(1, 7)]
    assert run(pages)[0][says.text] in KEPT


HEADS = (
    (line("Annals of Small Harbours", 60, 30, 200),),
    (line("Marsh et al.: what the tide clock of the old harbour says", 60, 30, 320),),
    (line("Harbour Studies, vol. 12", 60, 24, 200), line("Clocks and their keepers", 60, 36, 180)),
    (line("What the keepers of the clocks have always said.", 60, 30, 280, 8.0),),
)
FEET = (
    (line("Downloaded from harbour.example.org by the library on 4 May.", 60, 770, 330),),
    (line("All rights reserved. No part of this may be copied.", 60, 770, 280, 7.0),),
    (
        line("This is an open access article, which anybody may read, provided", 60, 762, 350),
        line("the original work is properly cited.", 60, 774, 230),
    ),
    (
        line("Marsh et al. (2024). The clocks of the harbour. Annals of", 60, 758, 330, 8.0),
        line("Small Harbours, 8(88), 260. https://doi.org/10.1000/182.", 60, 768, 300, 8.0),
    ),
)


@pytest.mark.parametrize("extra", [*HEADS, *FEET])
def test_running_lines_of_every_kind_still_go(extra: tuple[Line, ...]) -> None:
    words = ("one", "blue", "tall", "warm", "deep", "kind")
    pages = [
        page(
            n,
            [
                *extra,
                line(f"It was a {words[n - 1]} day, and the clock was late.", 60, 78, 300),
                *prose(60, 90, 540, 50, n),
            ],
        )
        for n in range(1, 7)
    ]
    roles, _ = run(pages)
    running = {Role.RUNNING_HEADER, Role.RUNNING_FOOTER}
    assert {text.text: roles[text.text] for text in extra if roles[text.text] not in running} == {}


POINTS = (
    "The clock is late by eleven minutes",
    "Nobody has mended it since the storm",
    "The council has asked for twelve pounds",
    "The keeper would rather have a dog",
)
SLIDE = (800.0, 450.0)


def slide(number: int, title: str, points: int) -> Page:
    """A slide that shows so many of its points, with a foot line."""
    body = [line(f"{title}: {POINTS[n]}", 60, 120 + 40 * n, 420, 14.0) for n in range(points)]
    feet = [
        line("O. Marsh, On being late", 40, 430, 160, 7.0),
        line(f"{number} / 7", 740, 430, 765, 7.0),
    ]
    return Page(number, SLIDE, (line(title, 40, 20, 180, 20.0), *body, *feet))


def test_the_title_of_a_slide_built_up_step_by_step_is_no_running_line() -> None:
    shown = [("Overview", n) for n in (1, 2, 3, 4)] + [("Costs", 4)] + [("Plan", n) for n in (2, 3)]
    roles, _ = run([slide(number, *step) for number, step in enumerate(shown, 1)])
    running = {Role.RUNNING_HEADER, Role.RUNNING_FOOTER}
    assert [title for title in ("Overview", "Costs", "Plan") if roles[title] in running] == []
    assert roles["O. Marsh, On being late"] in running
