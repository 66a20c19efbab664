"""Passages cut to a budget, and answers cleaned as they stream."""

import pytest

from pdfclean.llm.passages import (
    AnswerText,
    IncrementalDecoder,
    answer_budget,
    calls,
    joined,
    longest_source,
)


def words(text: str) -> int:
    return len(text.split())


PASSAGES = {
    "one sentence": ["Bees fly. "],
    "fits as a whole": ["Bees fly. ", "They do."],
    "two calls": ["Bees fly far. ", "They do. ", "Always so."],
    "paragraphs": ["Bees fly far.\n\n", "They do so."],
    "white space around": ["  Bees fly. \n", "\n They do so."],
    "only white space": [" ", "\n\n"],
    "nothing": [],
    "empty sentences": ["", "Bees fly. ", ""],
    "chinese": ["蜜蜂看不见红色。", "它们能分辨蓝色。"],
}


@pytest.mark.parametrize("most", [4, 5, 100])
@pytest.mark.parametrize("sentences", PASSAGES.values(), ids=PASSAGES)
def test_calls_lose_nothing_and_keep_the_budget(sentences: list[str], most: int) -> None:
    plan = calls(sentences, words, most)
    assert plan is not None
    assert "".join(call.lead + call.text + call.trail for call in plan) == "".join(sentences)
    assert all(call.tokens == words(call.text) <= most for call in plan)
    assert all(call.text == call.text.strip() for call in plan)


def test_a_call_never_cuts_a_sentence() -> None:
    plan = calls(["One two. ", "Three four. ", "Five six seven."], words, 4)
    assert plan is not None
    assert [call.text for call in plan] == ["One two. Three four.", "Five six seven."]
    assert plan[0].trail == " "


def test_one_sentence_beyond_the_budget_refuses_the_passage() -> None:
    assert calls(["Short. ", "One two three four five."], words, 4) is None


@pytest.mark.parametrize("source", [1, 64, 512, 2048])
def test_a_faithful_answer_fits_its_budget(source: int) -> None:
    assert answer_budget(source) >= source * 1.05 + 16


@pytest.mark.parametrize("context, overhead", [(1024, 300), (2048, 300), (8192, 1000)])
def test_prompt_source_and_answer_fit_the_context(context: int, overhead: int) -> None:
    most = longest_source(context, overhead, 2048)
    assert overhead + most + answer_budget(most) <= context


def test_instructions_longer_than_the_context_leave_nothing() -> None:
    assert longest_source(512, 600, 512) < 0


@pytest.mark.parametrize(
    "before, after, expected",
    [("", "", ""), (" ", "", " "), ("", " ", " "), (" ", "\n\n", "\n\n"), ("\n\n", " ", "\n\n")],
)
def test_joined_takes_the_stronger_space(before: str, after: str, expected: str) -> None:
    assert joined(before, after) == expected


def decode_utf8(ids: list[int]) -> str:
    return bytes(ids).decode("utf-8", "replace")


@pytest.mark.parametrize("text", ["Bees.", "Übung", "蜜蜂", "a🐝b", "naïve – “yes”"])
@pytest.mark.parametrize("size", [1, 2, 3])
def test_characters_of_several_tokens_come_out_whole(text: str, size: int) -> None:
    decoder, data = IncrementalDecoder(decode_utf8), list(text.encode())
    pieces = [decoder.feed(data[i : i + size]) for i in range(0, len(data), size)]
    assert "".join(pieces) == text
    assert not any("\ufffd" in piece for piece in pieces)


def test_a_character_cut_off_at_the_end_is_left_out() -> None:
    decoder = IncrementalDecoder(decode_utf8)
    assert "".join(decoder.feed([byte]) for byte in "Bees 🐝".encode()[:-1]) == "Bees "


def test_a_tokenizer_that_drops_leading_spaces_loses_none() -> None:
    vocabulary = ["▁Bees", "▁fly", "ing", "▁far"]

    def decode(ids: list[int]) -> str:
        return "".join(vocabulary[i] for i in ids).replace("▁", " ").lstrip()

    decoder = IncrementalDecoder(decode)
    assert "".join(decoder.feed([i]) for i in range(4)) == "Bees flying far"


ANSWERS = {
    "outer white space": (["\n ", "Bees ", "fly. ", "\n\n"], "Bees fly."),
    "inner white space": (["Bees fly.", "\n\n", "They do."], "Bees fly.\n\nThey do."),
    "only white space": ([" ", "\n"], ""),
    "nothing": ([], ""),
}


@pytest.mark.parametrize("pieces, text", ANSWERS.values(), ids=ANSWERS)
def test_an_answer_has_no_outer_white_space(pieces: list[str], text: str) -> None:
    answer = AnswerText()
    assert "".join(answer.feed(piece) for piece in pieces) == text


MARKED = {
    "marker in one piece": (["Bees fly.\n", ">>>", "\n\nText:"], "Bees fly.", True),
    "marker in pieces": (["Bees fly.\n", ">", ">", ">\nmore"], "Bees fly.", True),
    "marker alone": ([">>>"], "", True),
    "signs that are no marker": (["1 >", " 0 and 2 >> 1", " hold"], "1 > 0 and 2 >> 1 hold", False),
}


@pytest.mark.parametrize("pieces, text, ended", MARKED.values(), ids=MARKED)
def test_a_base_model_ends_at_its_marker(pieces: list[str], text: str, ended: bool) -> None:
    answer = AnswerText(marker=True)
    assert "".join(answer.feed(piece) for piece in pieces) == text
    assert answer.ended is ended
