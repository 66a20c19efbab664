"""The bounds of a run's settings and the grammar of page ranges."""

from __future__ import annotations

from typing import Any

import pytest

from pdfclean.errors import LimitError
from pdfclean.settings import DEFAULT_MODEL, MODELS, Mode, Polish, Settings, parse_pages


def test_defaults_need_no_model_and_lose_nothing() -> None:
    settings = Settings()
    assert settings.polish is Polish.OFF
    assert settings.mode is Mode.DELETE
    assert (settings.chunk_size, settings.temperature, settings.max_new_tokens) == (1000, 0, 512)
    assert (settings.max_chars, settings.pages) == (0, "")


def test_the_default_model_is_open() -> None:
    assert [model.gated for model in MODELS if model.id == DEFAULT_MODEL] == [False]
    assert all("gated" in model.label for model in MODELS if model.gated)


GOOD: list[dict[str, Any]] = [
    {"chunk_size": 300},
    {"chunk_size": 4000},
    {"temperature": 0},
    {"temperature": 1.5},
    {"top_p": 1},
    {"max_new_tokens": 64},
    {"max_new_tokens": 2048},
    {"max_chars": 0},
    {"boldness": 0},
    {"boldness": 1},
]
BAD: list[tuple[dict[str, Any], str]] = [
    ({"chunk_size": 299}, "The chunk size must lie between 300 and 4000, not 299."),
    ({"chunk_size": 4001}, "The chunk size"),
    ({"temperature": -0.1}, "The temperature must lie between 0 and 1.5, not -0.1."),
    ({"temperature": 1.6}, "The temperature"),
    ({"temperature": float("nan")}, "The temperature"),
    ({"top_p": 0}, "Top-p must lie between 0.05 and 1, not 0."),
    ({"top_p": 1.01}, "Top-p"),
    ({"max_new_tokens": 63}, "The most new tokens must lie between 64 and 2048, not 63."),
    ({"max_new_tokens": 2049}, "The most new tokens"),
    ({"boldness": 1.1}, "How boldly to delete must lie between 0 and 1, not 1.1."),
    ({"max_chars": -1}, "The character limit cannot be negative; 0 means no limit."),
]


@pytest.mark.parametrize("values", GOOD, ids=str)
def test_settings_within_bounds(values: dict[str, Any]) -> None:
    settings = Settings(**values)
    assert all(getattr(settings, name) == value for name, value in values.items())


@pytest.mark.parametrize(("values", "sentence"), BAD, ids=str)
def test_settings_out_of_bounds(values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}"):
        Settings(**values)


RANGES = [
    ("", [1, 2, 3, 4, 5]),
    ("  ", [1, 2, 3, 4, 5]),
    ("1", [1]),
    ("1-3", [1, 2, 3]),
    ("1–3", [1, 2, 3]),
    ("4-", [4, 5]),
    ("5-", [5]),
    ("-2", [1, 2]),
    ("3,1", [1, 3]),
    ("1-2,2-3,3", [1, 2, 3]),
    (" 2 - 3 , 5 ", [2, 3, 5]),
    ("4-99", [4, 5]),
    ("1,99", [1]),
    ("003", [3]),
]


@pytest.mark.parametrize(("text", "numbers"), RANGES, ids=repr)
def test_page_ranges(text: str, numbers: list[int]) -> None:
    assert parse_pages(text, 5) == numbers


@pytest.mark.parametrize(
    "text", ["x", "1-2-3", "0", "0-3", "3-1", "-", ",", "1,,2", "1.5", "²", "٣"]
)
def test_page_ranges_that_cannot_be_read(text: str) -> None:
    with pytest.raises(ValueError, match="Write it like 1-3,7"):
        parse_pages(text, 5)


@pytest.mark.parametrize("text", ["6", "6-9", "6-", "99,100"])
def test_page_ranges_beyond_the_document(text: str) -> None:
    with pytest.raises(LimitError, match="which has 5"):
        parse_pages(text, 5)
