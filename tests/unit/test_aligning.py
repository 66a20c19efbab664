"""A model's copy turned into deletions: what it left out, and nothing that it added or changed."""

import random

import pytest

from pdfclean.llm.remote.aligning import Copied, align

LINES = (
    "Honey bees do not see red.",
    "This episode is brought to you by the Northern Bank.",
    "In 1914, Karl von Frisch showed that they tell blue from every shade of grey.",
    "Download PDF",
    "The colour of a flower is never an accident.",
)


def left(lines: tuple[str, ...], copied: Copied) -> list[str]:
    """What is left of some lines."""
    result = list(lines)
    for cut in reversed(copied.cuts):
        result[cut.line] = result[cut.line][: cut.start] + result[cut.line][cut.end :]
    return [" ".join(line.split()) for line in result if line.strip()]


def cut(answer: str, lines: tuple[str, ...] = LINES) -> list[str]:
    return left(lines, align(lines, answer + "\nEND", "END"))


def test_a_faithful_copy_deletes_nothing() -> None:
    copied = align(LINES, "\n".join(LINES) + "\nEND", "END")
    assert copied == Copied(())


@pytest.mark.parametrize("gone", [{1}, {3}, {1, 3}, {0}, {4}, {3, 4}])
def test_lines_left_out_are_deleted_whole(gone: set[int]) -> None:
    kept = [line for index, line in enumerate(LINES) if index not in gone]
    copied = align(LINES, "\n".join(kept) + "\nEND", "END")
    assert {c.line for c in copied.cuts} == gone
    assert all(c.whole for c in copied.cuts)
    assert left(LINES, copied) == kept


def test_a_copy_in_one_paragraph_is_read_as_well() -> None:
    assert cut(" ".join((LINES[0], LINES[2], LINES[4]))) == [LINES[0], LINES[2], LINES[4]]


def test_of_like_lines_one_is_deleted_and_the_prose_between_stays() -> None:
    lines = ("Share this.", LINES[0], "Share this.", LINES[2], "Share this.")
    assert cut("\n".join((LINES[0], "Share this.", LINES[2])), lines) == [
        LINES[0],
        "Share this.",
        LINES[2],
    ]


def test_words_that_a_notice_shares_with_prose_stay_with_the_prose() -> None:
    lines = (
        "The bank of the river is made of the sand of the sea.",
        "The bank of the north is the bank of the people.",
        "The sand of the sea is made of the rock of the land.",
    )
    kept = [lines[0], lines[2]]
    assert cut("\n".join(kept), lines) == kept
    assert cut(" ".join(kept), lines) == kept


@pytest.mark.parametrize(
    ("line", "copy", "result"),
    [
        # A leftover in a sentence goes, with its brackets.
        (
            "The reef grew (see the notes below), and fish came back to it.",
            "The reef grew, and fish came back to it.",
            "The reef grew , and fish came back to it.",
        ),
        (
            "The reef grew for ten years. Download PDF Share this article Cite",
            "The reef grew for ten years.",
            "The reef grew for ten years.",
        ),
        # Small words that slipped stay.
        (
            "The reef did not grow at all for ten of those years.",
            "The reef did grow at all for ten of those years.",
            None,
        ),
        ("The reef grew for ten long years.", "The reef grew for ten years.", None),
        # So does the beginning of a sentence.
        (
            "As nobody had expected at that time, the reef grew for ten years and more.",
            "the reef grew for ten years and more.",
            None,
        ),
        # Other words in the place of the text's own are no deletion.
        ("The reef grew for ten years.", "The coral reef has grown for a decade.", None),
        (
            "The reef grew for ten years, it is said.",
            "The reef grew for 12 years, it is said.",
            None,
        ),
        # Other signs are no other words.
        ("“The reef” grew – for ten years.", '"The reef" grew - for ten years.', None),
        ("The reef grew, for ten years.", "The reef grew for ten years", None),
    ],
)
def test_inside_a_line(line: str, copy: str, result: str | None) -> None:
    assert cut(f"{LINES[0]}\n{copy}\n{LINES[4]}", (LINES[0], line, LINES[4])) == [
        LINES[0],
        result or line,
        LINES[4],
    ]


def test_added_words_are_counted() -> None:
    answer = "Here is the text:\n" + "\n".join(LINES) + "\nI hope this helps!\nEND"
    assert align(LINES, answer, "END") == Copied((), 8)


def test_a_remark_does_not_shield_the_line_in_whose_place_it_stands() -> None:
    kept = [LINES[0], *LINES[2:]]
    copied = align(LINES, "\n".join(["Certainly!", *LINES[1:], "END"]), "END")
    assert (left(LINES, copied), copied.added) == (list(LINES[1:]), 1)
    copied = align(LINES, "\n".join([LINES[0], "(A notice.)", *LINES[2:], "END"]), "END")
    assert (left(LINES, copied), copied.added) == (kept, 2)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("", "keep only 0%"),
        ("END", "keep only 0%"),
        (LINES[0] + "\nEND", "keep only"),
        ("Bees are insects of many kinds, which live in hives. " * 3 + "\nEND", "words of its own"),
    ],
)
def test_what_is_no_copy_is_refused_whole(answer: str, why: str) -> None:
    copied = align(LINES, answer, "END")
    assert why in copied.refused or answer == "", copied
    assert copied.cuts == ()


def test_without_its_ending_a_copy_says_nothing_of_what_follows() -> None:
    assert align(LINES, "\n".join(LINES[:3]), "END").cuts == ()
    (only,) = align(LINES, f"{LINES[0]}\n{LINES[2]}", "END").cuts
    assert only.line == 1
    assert align(LINES, LINES[0], "END", finished=False).refused


def test_other_scripts() -> None:
    lines = ("蜜蜂看不见红色。", "本文由北方银行赞助。", "它们能分辨蓝色。")
    assert cut("蜜蜂看不见红色。\n它们能分辨蓝色。", lines) == [lines[0], lines[2]]
    lines = ("Пчёлы не видят красного.", "Скачать PDF", "Они видят синий.")
    assert cut("Пчёлы не видят красного.\nОни видят синий.", lines) == [lines[0], lines[2]]


def test_whatever_a_model_says_nothing_but_the_lines_own_text_is_left() -> None:
    """Mutations of a copy: words dropped, doubled, moved, put in."""
    dice = random.Random(4)
    source = [word for line in LINES for word in line.split()]
    for _ in range(300):
        words = list(source)
        for _ in range(dice.randrange(1, 12)):
            at = dice.randrange(len(words))
            match dice.randrange(4):
                case 0:
                    del words[at : at + dice.randrange(1, 6)]
                case 1:
                    words.insert(at, dice.choice(["not", "novel", "2024", *source]))
                case 2:
                    words[at:at] = words[at : at + 3]
                case _:
                    dice.shuffle(words[at : at + 4])
            words = words or ["END"]
        copied = align(LINES, " ".join(words) + "\nEND", "END")
        rest = iter(LINES)
        for line in left(LINES, copied):
            # Every line is one of the source's, in order, with pieces taken out.
            whole = iter(next(each for each in rest if _inside(line, each)))
            assert all(character in whole for character in line.replace(" ", ""))
        for each in copied.cuts:
            assert 0 <= each.start < each.end <= len(LINES[each.line])


def _inside(short: str, long: str) -> bool:
    rest = iter(long)
    return all(character in rest for character in short.replace(" ", ""))
