"""From lines to tokens: what a token is, what joins over a line's end, what is never lost."""

from __future__ import annotations

import pytest

from pdfclean.cleaning import Batch, Cleaner
from pdfclean.document import Placed, Role, Source, Space, Token
from tests.unit.marked import clean, line, page, text_of

KNOWN = [
    "The information is known, and so is improvement, internationally.",
    "A data-driven method for state-of-the-art long-term systems, two-dimensional or more.",
    "Whatever systems are, systems they are.",
    "Occur or ring; plain, plain; a point and a point.",
    "Ausgabe und Eingabe, pre-test and post-test, well known, driving.",
]

JOINED = {
    "seen elsewhere": (["The infor-", "mation is here."], "The information is here."),
    "never seen": (["An unheard para-", "phernalia came."], "An unheard paraphernalia came."),
    "unicode hyphen": (["The infor\u2010", "mation is here."], "The information is here."),
    "soft hyphen": (["The infor\u00ad", "mation is here."], "The information is here."),
    "capitals": (["INTRO-", "DUCTION"], "INTRODUCTION"),
    "in a compound": (["self-improve-", "ment counts"], "self-improvement counts"),
    "three lines": (["inter-", "nation-", "ally known"], "internationally known"),
    "before punctuation": (["(infor-", "mation), so"], "(information), so"),
    "doubled before an ending": (["it is occur-", "ring now"], "it is occurring now"),
    "no word before": (["it is un-", "known here"], "it is unknown here"),
    "a prefix that is seldom one": (["to ex-", "plain it"], "to explain it"),
    "german": (["Die Aus-", "gabe ist da."], "Die Ausgabe ist da."),
}

KEPT = {
    "compound seen elsewhere": (["a data-", "driven method"], "a data-driven method"),
    "prefix": (["a well-", "known fact"], "a well-known fact"),
    "number in words": (["the twenty-", "six boats"], "the twenty-six boats"),
    "ordinal in words": (["the forty-", "second boat"], "the forty-second boat"),
    "number in words, french": (["les vingt-", "deux bateaux"], "les vingt-deux bateaux"),
    "two known words": (["a floating-", "point number"], "a floating-point number"),
    "number after": (["the VGG-", "19 network"], "the VGG-19 network"),
    "number before": (["a 3-", "dimensional space"], "a 3-dimensional space"),
    "two names": (["by Lopez-", "Ferreras alone"], "by Lopez-Ferreras alone"),
    "acronym": (["the DNA-", "binding part"], "the DNA-binding part"),
    "one letter": (["send an e-", "mail to"], "send an e-mail to"),
    "english second half": (["glucose-", "induced change"], "glucose-induced change"),
    "adverb": (["a highly-", "unlikely case"], "a highly-unlikely case"),
    "suspended": (["pre- and post-", "test scores"], "pre- and post-test scores"),
    "suspended at the end": (["the pre-", "and post-test"], "the pre- and post-test"),
    "suspended, german": (["Die Ein-", "und Ausgabe"], "Die Ein- und Ausgabe"),
    "chain over the end": (["the state-of-the-", "art system"], "the state-of-the-art system"),
    "range": (["from 1990–", "1995 on"], "from 1990–1995 on"),
    "dash with no spaces": (["solution—", "can be"], "solution—can be"),
    "dash with spaces": (["solution –", "can be"], "solution – can be"),
    "no hyphen": (["signed in", "1945 by all"], "signed in 1945 by all"),
    "number at the end": (["signed in 1945", "by all"], "signed in 1945 by all"),
    "percentage": (["rose by 3-", "5% in"], "rose by 3-5% in"),
    "slash": (["read and/", "or write"], "read and/or write"),
    "address": (["(https://example.org/long-", "path/page.html)"], ""),
    "stray line between": (["is repre-", "systems and so"], "is repre-systems and so"),
    "chinese": (["中文没有", "空格。"], "中文没有空格。"),
    "japanese": (["日本語の", "テキスト、です。"], "日本語のテキスト、です。"),
    "korean has spaces": (["한국어 문장은", "띄어 쓴다."], "한국어 문장은 띄어 쓴다."),
}


@pytest.mark.parametrize(("lines", "text"), JOINED.values(), ids=JOINED)
def test_a_broken_word_is_one_token(lines: list[str], text: str) -> None:
    batch, _ = clean(lines, known=KNOWN)
    assert text_of(batch) == text
    repaired = [token for token in batch.tokens if len(token.sources) > 1]
    assert repaired
    assert all(token.raw != token.text for token in repaired)


@pytest.mark.parametrize(("lines", "text"), KEPT.values(), ids=KEPT)
def test_a_real_hyphen_stays(lines: list[str], text: str) -> None:
    batch, _ = clean(lines, known=KNOWN)
    assert text_of(batch) == text
    assert all(len(token.sources) == 1 for token in batch.tokens)


def test_an_address_over_a_line_end_stays_whole_when_links_are_kept() -> None:
    batch, _ = clean(["See https://example.org/long-", "path/page.html for more."])
    shown = "".join(t.space_before.text + t.text for t in batch.tokens)
    assert "https://example.org/long-path/page.html for" in shown


def test_what_a_token_is() -> None:
    batch, _ = clean(["word^{12}, CO_{2} (x) 3.5 don’t 中文"])
    assert [t.text for t in batch.tokens] == (
        ["word", "¹²", ",", "CO", "₂", "(", "x", ")", "3", ".", "5", "don", "’", "t", "中", "文"]
    )
    assert batch.tokens[4].space_before is Space.NONE
    assert batch.tokens[0] == Token("word", "word", Space.PARAGRAPH, (Source(1, 0, 0, 4),))


def test_a_word_broken_over_a_page_turn_has_two_sources() -> None:
    first, second = page([line("the infor-")], 1), page([line("mation is here")], 2)
    order = [Placed(1, 0, Space.PARAGRAPH), Placed(2, 0, Space.SPACE)]
    batch = Cleaner([first, second]).feed([first, second], order)
    assert batch.tokens[1] == Token(
        "information", "infor-mation", Space.SPACE, (Source(1, 0, 4, 10), Source(2, 0, 0, 6))
    )


def test_a_bracket_that_is_open_holds_a_paragraph_together() -> None:
    batch, _ = clean(["It is so (Abel, E.", "", "V. et al., 2015; Kern 2001) in the end."], "names")
    assert text_of(batch) == "It is so in the end."


@pytest.mark.parametrize("second", ["b) to go (now), or both", "Nobody came."])
def test_a_bracket_never_closed_holds_nothing_together(second: str) -> None:
    batch, _ = clean(["You have (or had a choice", "", second])
    assert text_of(batch) == f"You have (or had a choice\n\n{second}"


def test_a_drop_capital_joins_its_word() -> None:
    lines = [line("T", 0.0, size=30.0), line("he quick brown fox", 0.0)]
    first = page(lines)
    order = [Placed(1, 0, Space.PARAGRAPH), Placed(1, 1, Space.SPACE)]
    batch = Cleaner([first]).feed([first], order)
    assert text_of(batch) == "The quick brown fox"


def test_roles_become_marks_block_by_block() -> None:
    lines = [
        line("Page header", role=Role.RUNNING_HEADER),
        line("A sentence.", role=Role.BODY),
        line("Fig. 1 A caption", role=Role.CAPTION),
        line("goes on.", role=Role.CAPTION),
        line("Fig. 2 Another.", role=Role.CAPTION),
        line("2 Methods", role=Role.HEADING),
    ]
    spaces = [Space.PARAGRAPH] * 3 + [Space.SPACE] + [Space.PARAGRAPH] * 2
    order = [Placed(1, index, space) for index, space in enumerate(spaces)]
    first = page(lines)
    batch = Cleaner([first]).feed([first], order)
    assert [(m.reason, m.start, m.end) for m in batch.marks] == [
        ("running header", 0, 2),
        ("caption", 5, 13),
        ("caption", 13, 18),
        ("heading", 18, 20),
    ]
    assert text_of(batch) == "A sentence.\n\n2 Methods"


def test_indices_run_on_from_window_to_window() -> None:
    first = page([line("One [1] two.")], 1)
    second = page([line("Three [2] four.", role=Role.BODY)], 2)
    cleaner = Cleaner([first, second])
    one = cleaner.feed([first], [Placed(1, 0, Space.PARAGRAPH)])
    two = cleaner.feed([second], [Placed(2, 0, Space.PARAGRAPH)])
    assert [(m.start, m.end) for m in one.marks] == [(1, 4)]
    assert [(m.start, m.end) for m in two.marks] == [(len(one.tokens) + 1, len(one.tokens) + 4)]


def covered(batch: Batch) -> list[tuple[int, int, int]]:
    """(page, line, character) of every source character, white space left out by the caller."""
    return [
        (source.page, source.line, at)
        for token in batch.tokens
        for source in token.sources
        for at in range(source.start, source.end)
    ]


@pytest.mark.parametrize("lines", [case[0] for case in (JOINED | KEPT).values()])
def test_no_character_is_lost_or_doubled(lines: list[str]) -> None:
    batch, first = clean(lines, known=KNOWN)
    places = covered(batch)
    assert len(places) == len(set(places))
    expected = {
        (1, index, at)
        for index, own in enumerate(first.lines)
        for at, char in enumerate(own.text)
        if not char.isspace()
    }
    assert expected <= set(places)
    for token in batch.tokens:
        assert token.raw == "".join(
            first.lines[s.line].text[s.start : s.end] for s in token.sources
        )
