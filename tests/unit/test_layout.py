"""Layout on small pages made of values: what is labelled, what must stay, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from pdfclean.document import Box, Line, Page, Role, Run, Space
from pdfclean.extraction.layout import Labeller

SIZE = (600.0, 800.0)
PROSE = (
    "The river was high that spring and the mill could not be worked before",
    "the water had gone down, so that nobody in the village had any bread to",
    "sell and the children went from door to door with their empty baskets,",
    "asking whether there was anything left over from the winter's provisions",
    "that might be spared until the road was open and the carts could return.",
)
KEPT = {Role.BODY, Role.HEADING, Role.TITLE, Role.LIST, Role.ABSTRACT, Role.OTHER}


def line(
    text: str, left: float, top: float, right: float, size: float = 10.0, weight: int = 400
) -> Line:
    return Line(text, Box(left, top, right, top + size), size, weight, f"Serif{weight}")


def prose(left: float, top: float, right: float, count: int, start: int = 0) -> list[Line]:
    """Justified lines of running text, 12 points apart."""
    texts = [PROSE[(start + n) % len(PROSE)] for n in range(count)]
    return [line(text, left, top + 12 * n, right) for n, text in enumerate(texts)]


def page(number: int, lines: Iterable[Line], rules: Sequence[Box] = ()) -> Page:
    return Page(number, SIZE, tuple(lines), rules=tuple(rules))


def run(pages: Sequence[Page]) -> tuple[dict[str, Role], list[tuple[str, Space]]]:
    """Role by text (the last one of its kind) and the texts in reading order."""
    labeller = Labeller(pages)
    layouts = [labeller.feed(pages), labeller.flush()]
    done = {p.number: p for layout in layouts for p in layout.pages}
    order = [q for layout in layouts for q in layout.order]
    assert sorted((q.page, q.line) for q in order) == [
        (p.number, i) for p in pages for i, text in enumerate(p.lines) if text.text.strip()
    ]
    roles = {text.text: text.role for p in done.values() for text in p.lines}
    return roles, [(done[q.page].lines[q.line].text, q.space_before) for q in order]


def test_two_columns_under_a_wide_title_are_read_one_after_the_other() -> None:
    left = [line(f"left {n} {PROSE[n % 5][:40]}", 50, 200 + 12 * n, 290) for n in range(20)]
    right = [line(f"right {n} {PROSE[n % 5][:40]}", 310, 200 + 12 * n, 550) for n in range(20)]
    title = line("A title across the whole of the page", 100, 100, 500, 18.0, 700)
    mixed = [text for pair in zip(left, right, strict=True) for text in pair]
    _, order = run([page(1, [*mixed, title])])
    assert [text for text, _ in order] == [t.text for t in (title, *left, *right)]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Journal of Examples, vol. {n}", Role.RUNNING_HEADER),
        ("A different sentence number {w} stands here.", None),
    ],
)
def test_only_what_comes_back_is_a_running_header(head: str, expected: Role | None) -> None:
    words = ("one", "blue", "tall", "warm", "deep", "kind")
    pages = [
        page(n, [line(head.format(n=n, w=words[n - 1]), 200, 30, 400), *prose(60, 90, 540, 40, n)])
        for n in range(1, 7)
    ]
    roles, _ = run(pages)
    for n in range(1, 7):
        role = roles[head.format(n=n, w=words[n - 1])]
        assert role is expected if expected else role in KEPT


def test_a_body_line_that_repeats_is_not_a_header() -> None:
    pages = [
        page(
            n,
            [
                line("And the people said amen to that.", 60, 300, 540),
                *prose(60, 90, 540, 15),
                *prose(60, 330, 540, 30),
            ],
        )
        for n in range(1, 6)
    ]
    assert run(pages)[0]["And the people said amen to that."] in KEPT


def test_page_numbers_run_with_the_pages_and_years_stay() -> None:
    pages = [
        page(
            n,
            [
                *prose(60, 90, 540, 50, n),
                line("1945", 60, 690, 82),
                line(str(n + 11), 295, 770, 305),
            ],
        )
        for n in range(1, 6)
    ]
    roles, order = run(pages)
    assert roles["14"] is Role.PAGE_NUMBER
    assert roles["1945"] in KEPT
    assert sum(1 for text, _ in order if text == "1945") == 5


def test_a_document_that_repeats_itself_is_kept() -> None:
    pages = [page(n, [line("Hello prose. This is one page.", 72, 60, 230)]) for n in range(1, 9)]
    assert run(pages)[0]["Hello prose. This is one page."] in KEPT


ENTRIES = [
    "[1] Smith J, Miller A. On rivers and mills. J Water 2001;12(3):45-67.",
    "[2] Brown KL, Green P. Bread and the village. Ann Hist 1998;7:100-9.",
    "[3] Weber M. Wege und Karren. Berlin: Verlag; 1978. pp. 12-19.",
    "[4] Dupont P, Roy S. Le printemps. Rev Hist 2011;3(2):1-9.",
    "[5] Garcia R, Lopez M. El molino viejo. Bol Agua 2015;44:210-22.",
    "[6] Rossi G. Il fiume alto. Acta Fluv 2003;9(1):77-80.",
    "[7] Novak T. Water and roads. Road Stud 2019;1:5-16.",
    "[8] Jones B, Hill C. Empty baskets. Basket Rev 2007;2:33-40.",
]


@pytest.mark.parametrize("heading", ["References", "Literaturverzeichnis", "参考文献", None])
def test_references_end_where_prose_begins_again(heading: str | None) -> None:
    body = prose(60, 60, 540, 30)
    lines = list(body)
    top = 440.0
    if heading:
        lines.append(line(heading, 60, top, 160, 12.0, 700))
    lines += [line(text, 60, top + 20 + 11 * n, 540, 8.0) for n, text in enumerate(ENTRIES)]
    after = page(
        2, [line("Appendix: the mill", 60, 60, 200, 12.0, 700), *prose(60, 90, 540, 30, 2)]
    )
    roles, _ = run([page(1, lines), after])
    assert {roles[text] for text in ENTRIES} == {Role.REFERENCE}
    assert {roles[text] for text in PROSE} <= KEPT


def test_a_numbered_list_is_no_reference_list() -> None:
    items = [
        f"{n}. Take the basket to the mill and bring back what is left there." for n in range(1, 10)
    ]
    lines = [
        *prose(60, 60, 540, 20),
        *(line(t, 60, 320 + 12 * n, 500) for n, t in enumerate(items)),
    ]
    assert {run([page(1, lines)])[0][text] for text in items} <= KEPT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Figure 2. The mill from the north", Role.CAPTION),
        ("Tabelle 3: Brotpreise", Role.CAPTION),
        ("Table talk was common in the mill", None),
        ("Figure 2 shows the mill from the north", None),
    ],
)
def test_captions(text: str, expected: Role | None) -> None:
    lines = [*prose(60, 60, 540, 20), line(text, 60, 330, 300), *prose(60, 360, 540, 20)]
    role = run([page(1, lines)])[0][text]
    assert role is expected if expected else role in KEPT


def test_a_table_under_its_caption_goes_and_the_text_below_stays() -> None:
    cells = [
        line(f"{name}{n}", left, 330 + 12 * n, left + 40, 8.0)
        for n in range(6)
        for name, left in (("wheat", 80), ("rye", 220), ("oats", 360))
    ]
    rules = [Box(60, y, 540, y + 0.5) for y in (325.0, 341.0, 405.0)]
    lines = [
        *prose(60, 60, 540, 18),
        line("Table 1. Prices of grain", 60, 310, 200, 9.0),
        *cells,
        *prose(60, 430, 540, 20),
    ]
    roles, _ = run([page(1, lines, rules)])
    assert {roles[c.text] for c in cells} == {Role.TABLE}
    assert {roles[text] for text in PROSE} <= KEPT


def test_text_between_rules_is_kept() -> None:
    rules = [Box(60, 300, 540, 301), Box(60, 500, 540, 501)]
    lines = [*prose(60, 60, 540, 18), *prose(60, 310, 540, 15), *prose(60, 520, 540, 15)]
    assert {run([page(1, lines, rules)])[0][text] for text in PROSE} <= KEPT


@pytest.mark.parametrize(
    ("head", "kept"),
    [
        ("Algorithm 2 Searching the mill", False),
        ("Algorithmus 1 Suche in der Mühle", False),
        ("What the miller said that day", True),
    ],
)
def test_an_algorithm_between_rules_goes_and_the_text_round_it_stays(head: str, kept: bool) -> None:
    steps = [
        line("Input: the sacks of the winter", 52, 318, 200),
        line("1: for each sack in the mill do", 55, 330, 210),
        line("weigh the sack before it is opened and write it down", 80, 342, 330),
        line("return the heaviest sack of them all", 70, 354, 250),
    ]
    lines = [
        *prose(50, 100, 550, 10),
        line(head, 51, 302, 260),
        *steps,
        *prose(50, 400, 550, 10, 2),
    ]
    rules = [Box(50, y, 290, y + 0.4) for y in (299.0, 314.0, 368.0)]
    roles, _ = run([page(1, lines, rules)])
    assert {roles[text] for text in PROSE} <= KEPT
    if kept:
        assert {roles[text.text] for text in steps} != {Role.CODE}
    else:
        assert roles[head] is Role.CAPTION
        assert {roles[text.text] for text in steps} == {Role.CODE}


def test_footnotes_go_behind_the_paragraph_they_interrupt() -> None:
    note = line("1 The mill was burnt in the following year.", 60, 740, 300, 7.5)
    first = page(1, [*prose(60, 60, 540, 53), note])
    second = page(
        2,
        [
            line("and so it came about that the bread was shared among them all, and", 60, 60, 540),
            *prose(60, 72, 540, 20, 1),
        ],
    )
    roles, order = run([first, second])
    assert roles[note.text] is Role.FOOTNOTE
    texts = [text for text, _ in order]
    assert texts.index(note.text) > texts.index(
        "and so it came about that the bread was shared among them all, and"
    )


def test_a_paragraph_goes_on_over_a_page_turn() -> None:
    first = page(1, prose(60, 60, 540, 52))
    second = page(2, [line("and so it went on", 60, 60, 540), *prose(60, 72, 540, 20)])
    _, order = run([first, second])
    assert dict(order)["and so it went on"] is Space.SPACE


def test_an_indented_line_starts_a_paragraph() -> None:
    lines = [
        *prose(60, 60, 540, 5),
        line("Later that year everything was different in the village, for", 75, 120, 540),
        *prose(60, 132, 540, 5),
    ]
    spaces = dict(run([page(1, lines)])[1])
    assert spaces["Later that year everything was different in the village, for"] is Space.PARAGRAPH


@pytest.mark.parametrize("step", [1, 2, 5])
def test_pages_may_come_in_pieces(step: int) -> None:
    pages = [page(n, prose(60, 60, 540, 50, n)) for n in range(1, 6)]
    labeller = Labeller(pages)
    layouts = [labeller.feed(pages[n : n + step]) for n in range(0, 5, step)] + [labeller.flush()]
    order = [(q.page, q.line) for layout in layouts for q in layout.order]
    assert order == [(n, i) for n in range(1, 6) for i in range(50)]


@pytest.mark.parametrize(
    "odd",
    [
        Page(1, (0.0, 0.0), ()),
        Page(1, (0.0, 0.0), (Line("x", Box(0, 0, 0, 0), 0.0, 0),)),
        Page(1, SIZE, (Line(" ", Box(0, 0, 1, 1), 9.0, 0), Line("word", Box(9, 9, 5, 5), -1.0, 0))),
        Page(
            1,
            SIZE,
            tuple(
                Line("stacked text", Box(0, 12 * n, 600, 12 * n + 10), 10.0, 400) for n in range(90)
            ),
            reader="pypdf",
        ),
        Page(
            1,
            SIZE,
            tuple(line("שלום עולם זה טקסט ארוך מאוד", 80, 60 + 12 * n, 540) for n in range(20)),
        ),
        Page(
            1,
            SIZE,
            tuple(
                Line("turned text of a page", Box(20 + 12 * n, 60, 30 + 12 * n, 700), 10.0, 400)
                for n in range(30)
            ),
        ),
    ],
)
def test_odd_pages_do_no_harm(odd: Page) -> None:
    run([odd])


def test_no_pages() -> None:
    labeller = Labeller([])
    assert labeller.feed([]).order == ()
    assert labeller.flush().order == ()


def test_thousands_of_lines_take_no_ages() -> None:
    lines = [
        line(f"c{n}", 10 + 6 * (n % 90), 10 + 7 * (n // 90), 14 + 6 * (n % 90), 4.0)
        for n in range(6000)
    ]
    run([page(1, lines)])


VERSE = (
    "I asked the rain to tell me why",
    "It left the wide and lonely sky,",
    "And what it wanted on the ground,",
    "Where nothing but the stones are found.",
)
ADDRESS = (
    "Mr Arthur Pell",
    "The Old Chandlery",
    "14 Quay Street",
    "Harrow Sound",
)
DIALOGUE = (
    "“Did you ring the bell?”",
    "“Nobody rang the bell.”",
    "“Then who woke the keeper?”",
    "“The keeper never sleeps.”",
)


def among_prose(texts: Sequence[str], rights: Sequence[float], left: float = 90) -> Page:
    """Lines between two stretches of prose in one column of 480 points."""
    between = [
        line(text, left, 250 + 12 * n, right)
        for n, (text, right) in enumerate(zip(texts, rights, strict=True))
    ]
    return page(1, [*prose(60, 100, 540, 11), *between, *prose(60, 320, 540, 11)])


def spaces(texts: Sequence[str], rights: Sequence[float], left: float = 90) -> list[Space]:
    """How each of these lines joins what stands before it."""
    placed = dict(run([among_prose(texts, rights, left)])[1])
    return [placed[text] for text in texts]


def test_verse_keeps_its_lines() -> None:
    assert spaces(VERSE, (230, 236, 240, 258)) == [Space.PARAGRAPH, *[Space.LINE] * 3]


def test_what_follows_verse_is_a_paragraph() -> None:
    _, order = run([among_prose(VERSE, (230, 236, 240, 258))])
    assert order[15][1] is Space.PARAGRAPH


RAGGED = (
    "The tide clock was made by Arthur Pell, who had come to",
    "Harrow Sound from Bristol in the year before the flood and",
    "Never left it again, although his brother Thomas asked him to",
    "Return in every letter, and there were many letters from Bristol.",
)


@pytest.mark.parametrize(
    ("texts", "rights"),
    [
        (RAGGED, (512, 530, 521, 538)),  # ragged-right prose whose lines chance to begin so
        (ADDRESS, (160, 172, 155, 150)),
        (DIALOGUE, (200, 195, 215, 205)),
    ],
)
def test_what_looks_a_little_like_verse_is_none(
    texts: Sequence[str], rights: Sequence[float]
) -> None:
    assert Space.LINE not in spaces(texts, rights)


def test_speech_before_a_poem_is_no_part_of_it() -> None:
    said = [line(DIALOGUE[n], 72, 250 + 12 * n, 200) for n in range(2)]
    sung = [line(text, 95, 274 + 12 * n, 255) for n, text in enumerate(VERSE)]
    rest = prose(60, 340, 540, 11)
    _, order = run([page(1, [*prose(60, 100, 540, 11), *said, *sung, *rest])])
    spaces = dict(order)
    assert [spaces[text] for text in DIALOGUE[:2]] == [Space.PARAGRAPH] * 2
    assert [spaces[text] for text in VERSE] == [Space.PARAGRAPH, *[Space.LINE] * 3]


def test_each_speaker_begins_a_paragraph() -> None:
    assert spaces(DIALOGUE, (200, 195, 215, 205)) == [Space.PARAGRAPH] * 4


def test_short_bulleted_items_are_paragraphs_though_they_fill_the_line() -> None:
    items = ("• a lantern with a spare wick", "• two blankets, one of them wet", "• a whistle")
    assert spaces(items, (538, 536, 200), 60) == [Space.PARAGRAPH] * 3


def test_a_number_that_closes_a_bracket_begins_no_item() -> None:
    texts = ("the share was smaller in the second winter (by a half, see Fig.", "7) than before.")
    assert spaces(texts, (540, 200), 60)[1] is Space.SPACE


def test_program_names_in_smaller_type_do_not_break_a_paragraph() -> None:
    text = "with buffered_operate_to of the package, which"
    runs = (Run(0, 5, "Serif", 10, 400, 0), Run(5, 36, "Mono", 7, 400, 0))
    runs += (Run(36, len(text), "Serif", 10, 400, 0),)
    small = Line(text, Box(60, 161, 540, 170), 7, 400, "Mono", runs=runs)
    lines = [*prose(60, 100, 540, 5), small, *prose(60, 172, 540, 9, 1)]
    _, order = run([page(1, lines)])
    assert [space for _, space in order[1:]] == [Space.SPACE] * (len(lines) - 1)


@pytest.mark.parametrize(
    ("texts", "right", "font", "after", "parted"),
    [
        (["Patients and samples"], 190, "Sans", "Swabs were taken from each of them in", True),
        (
            ["The training base where the outbreak took place and the", "school beside it"],
            190,
            "Sans",
            "Swabs were taken from each of them in",
            True,
        ),
        # The next word had no room, the sentence goes on, it had ended, or the type is the text's.
        (
            ["Patients and samples of the two villages in the"],
            535,
            "Sans",
            "Swabs were taken",
            False,
        ),
        (["Patients and samples"], 190, "Sans", "were taken from each of them in the two", False),
        (["Patients and samples"], 190, "Serif400", "Swabs were taken from each of them in", False),
    ],
    ids=["one line", "two lines", "no room", "goes on", "same type"],
)
def test_a_line_in_a_type_of_its_own_without_a_known_weight_is_a_paragraph(
    texts: list[str], right: float, font: str, after: str, parted: bool
) -> None:
    heads = [
        Line(
            text,
            Box(60, 250 + 12 * n, right if n == len(texts) - 1 else 500, 259 + 12 * n),
            9.4,
            0,
            font,
        )
        for n, text in enumerate(texts)
    ]
    below = line(after, 60, 249 + 12 * len(texts), 540)
    more = prose(60, 261 + 12 * len(texts), 540, 11, 1)
    _, order = run([page(1, [*prose(60, 100, 540, 11), *heads, below, *more])])
    assert [dict(order)[text] for text in texts[1:]] == [Space.SPACE] * (len(texts) - 1)
    assert dict(order)[after] is (Space.PARAGRAPH if parted else Space.SPACE)


def headed(second: Line) -> tuple[dict[str, Role], dict[str, Space]]:
    """A heading that fills its column of 240 points, a line under it, and the text."""
    first = line("4.2 What the divers found in the bay of", 50, 300, 288, 13.0, 700)
    column = [line(f"{n} {PROSE[n % 5][:45]}", 50, 340 + 12 * n, 290) for n in range(30)]
    above = [line(f"{n + 50} {PROSE[n % 5][:45]}", 50, 80 + 12 * n, 290) for n in range(16)]
    roles, order = run([page(1, [*above, first, second, *column])])
    return roles, dict(order)


def test_a_heading_goes_on_in_its_own_type() -> None:
    roles, order = headed(line("1911", 50, 316, 80, 13.0, 700))
    assert (roles["1911"], order["1911"]) == (Role.HEADING, Space.SPACE)


@pytest.mark.parametrize(
    "second",
    [
        line("They found a bell.", 50, 318, 140),
        line("4.2.1 The first dive", 50, 316, 170, 13.0, 700),
        line("The first dive", 50, 316, 140, 11.0, 700),
    ],
    ids=["a short paragraph", "a heading with a number", "a heading in smaller type"],
)
def test_what_stands_under_a_heading_is_not_part_of_it(second: Line) -> None:
    _, order = headed(second)
    assert order[second.text] is Space.PARAGRAPH
