"""What a run can be told, with the bounds that the page and the command line share."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

from pdfclean.document import Category, Policy
from pdfclean.errors import LimitError

__all__ = [
    "BOLDNESS",
    "CHUNK_SIZE",
    "DEFAULT_MODEL",
    "IN_FLIGHT",
    "MAX_NEW_TOKENS",
    "MODELS",
    "TEMPERATURE",
    "TOP_P",
    "Bound",
    "Mode",
    "ModelChoice",
    "Polish",
    "Secret",
    "Settings",
    "page_ranges",
    "parse_pages",
    "server_address",
]


@dataclass(frozen=True, slots=True)
class Bound:
    """The range of a slider: least, most, default and step."""

    least: float
    most: float
    default: float
    step: float

    def check(self, name: str, value: float) -> None:
        """Raise :class:`ValueError` with a plain sentence when ``value`` is out of range."""
        if not self.least <= value <= self.most:
            raise ValueError(
                f"{name} must lie between {self.least:g} and {self.most:g}, not {value:g}."
            )


CHUNK_SIZE = Bound(300, 4000, 1000, 100)
"""Characters a chunk; 1,000 as in the original notebook."""
TEMPERATURE = Bound(0, 1.5, 0, 0.05)
"""0 is greedy; the original notebook used 0.7."""
TOP_P = Bound(0.05, 1, 0.9, 0.05)
"""Nucleus sampling mass, used above temperature 0; 0.9 as in the original notebook."""
MAX_NEW_TOKENS = Bound(64, 2048, 512, 64)
"""Most tokens of one model answer; 512 as in the original notebook."""

BOLDNESS = Bound(0, 1, 0.5, 0.05)
"""How boldly a model deletes; its margin in ``llm/deleting.py`` derives from it."""
IN_FLIGHT = Bound(1, 64, 8, 1)
"""Parts that a server works on at the same time. Servers batch what comes together: more is faster
until their own limit (llama.cpp's ``--parallel``, Ollama's ``OLLAMA_NUM_PARALLEL``) is reached."""


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """A model offered by name. ``gated`` models need a licence click on the hub."""

    id: str
    label: str
    gated: bool


MODELS = (
    ModelChoice("HuggingFaceTB/SmolLM2-1.7B-Instruct", "SmolLM2 1.7B Instruct (open)", False),
    ModelChoice("Qwen/Qwen2.5-1.5B-Instruct", "Qwen2.5 1.5B Instruct (open)", False),
    ModelChoice("meta-llama/Llama-3.2-1B-Instruct", "Llama 3.2 1B Instruct (gated)", True),
    ModelChoice("meta-llama/Llama-3.2-3B-Instruct", "Llama 3.2 3B Instruct (gated)", True),
)
DEFAULT_MODEL = MODELS[0].id


class Polish(str, Enum):
    """Which chunks a model sees."""

    OFF = "off"
    DOUBTFUL = "doubtful"
    ALL = "all"


class Mode(str, Enum):
    """What a model may do with a chunk: leave out sentences of it, or write it anew."""

    DELETE = "delete"
    REWRITE = "rewrite"


class Secret:
    """A key. It is shown and written down nowhere: only :meth:`reveal` gives it out.

    >>> Secret("sk-123"), str(Secret("sk-123")), f"{Secret()}"
    (Secret(…), 'Secret(…)', 'Secret()')
    """

    __slots__ = ("_value",)

    def __init__(self, value: str = "") -> None:
        self._value = value.strip()

    def reveal(self) -> str:
        """The key itself, for the request that needs it."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return "Secret(…)" if self._value else "Secret()"

    def __reduce__(self) -> str:
        raise TypeError("a key is not to be stored")


@dataclass(frozen=True, slots=True)
class Settings:
    """One run's settings.

    ``chunk_size`` is in characters, ``max_new_tokens`` in model tokens. ``pages`` is a page range
    such as ``"1-3,7"`` (1-based; empty: all pages). ``max_chars`` stops reading after so many
    characters of raw text (0: no limit). ``prompt`` replaces the model's instructions when not
    empty; ``tuning`` is the text of a tuning file (empty: what is built in). ``server`` is the
    address of an OpenAI-compatible server that has the model (empty: the model runs on this
    machine), ``key`` what it asks for, ``in_flight`` how many parts it gets at the same time.
    Raises :class:`ValueError` with a plain sentence when a value is out of range.
    """

    chunk_size: int = int(CHUNK_SIZE.default)
    temperature: float = TEMPERATURE.default
    top_p: float = TOP_P.default
    max_new_tokens: int = int(MAX_NEW_TOKENS.default)
    seed: int = 0
    polish: Polish = Polish.OFF
    mode: Mode = Mode.DELETE
    boldness: float = BOLDNESS.default
    model: str = DEFAULT_MODEL
    prompt: str = ""
    tuning: str = ""
    pages: str = ""
    max_chars: int = 0
    policy: Policy = field(default_factory=Policy)
    server: str = ""
    key: Secret = field(default=Secret(), repr=False, compare=False)
    in_flight: int = int(IN_FLIGHT.default)

    def __post_init__(self) -> None:
        CHUNK_SIZE.check("The chunk size", self.chunk_size)
        TEMPERATURE.check("The temperature", self.temperature)
        TOP_P.check("Top-p", self.top_p)
        BOLDNESS.check("How boldly to delete", self.boldness)
        MAX_NEW_TOKENS.check("The most new tokens", self.max_new_tokens)
        if self.max_chars < 0:
            raise ValueError("The character limit cannot be negative; 0 means no limit.")
        IN_FLIGHT.check("The number of parts in flight", self.in_flight)
        if self.server:
            object.__setattr__(self, "server", server_address(self.server))

    def same_pages(self, other: Settings) -> bool:
        """Whether a run reads the same pages as one with other settings, to the same character:
        then it has the same tokens."""
        return (self.pages, self.max_chars) == (other.pages, other.max_chars)

    def record(self) -> dict[str, Any]:
        """The settings as plain values, for a report or a spool: everything but the key."""
        values = {
            each.name: getattr(self, each.name) for each in fields(self) if each.name != "key"
        }
        values["policy"] = sorted(category.value for category in self.policy.out)
        values["polish"], values["mode"] = self.polish.value, self.mode.value
        return values

    @classmethod
    def recorded(cls, values: dict[str, Any]) -> Settings:
        """The settings that :meth:`record` gave out; the key is empty.

        Raises:
            ValueError, TypeError, KeyError: they were not recorded by this version.

        >>> Settings.recorded(Settings(seed=7).record()) == Settings(seed=7)
        True
        """
        policy = Policy(frozenset(Category(each) for each in values["policy"]))
        polish, mode = Polish(values["polish"]), Mode(values["mode"])
        return cls(**{**values, "policy": policy, "polish": polish, "mode": mode})


_ENDPOINT = re.compile(r"/(?:chat/completions|completions|models)/?\Z")


def server_address(text: str) -> str:
    """The base address of a server, as its own documentation gives it or a little less.

    Without a path it is ``/v1``, where vLLM, SGLang, transformers, Ollama and llama.cpp all listen.

    Raises:
        ValueError: it is no address of the web, or has a key in it.

    >>> server_address(" http://localhost:8000 ")
    'http://localhost:8000/v1'
    >>> server_address("https://llm.example/api/v1/chat/completions")
    'https://llm.example/api/v1'
    """
    text = text.strip()
    wrong = f"“{text}” is no address of a server. Write it like http://localhost:8000/v1."
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        raise ValueError(
            "This is no address of a server. Write it like http://localhost:8000/v1."
        ) from error
    if parts.username or parts.password or parts.query or parts.fragment:
        # Not shown: it may have a key in it.
        raise ValueError(
            "The address of a server must have no name, key or question mark in it. Write it like "
            "http://localhost:8000/v1 and give the key by itself."
        )
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"\s", text):
        raise ValueError(wrong)
    path = _ENDPOINT.sub("", parts.path).rstrip("/") or "/v1"
    return f"{parts.scheme}://{parts.netloc}{path}"


def page_ranges(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """First and last of the runs of neighbours among rising page numbers.

    >>> page_ranges([1, 2, 3, 7])
    [(1, 3), (7, 7)]
    """
    runs = itertools.groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])
    found = [[number for _, number in run] for _, run in runs]
    return [(run[0], run[-1]) for run in found]


def parse_pages(text: str, count: int) -> list[int]:
    """The 1-based page numbers that a page range names, sorted, each once.

    Args:
        text: such as ``"1-3,7"``, ``"5-"`` or ``"-4"``; empty means all pages.
        count: pages in the document; an open end or a number past it stops there.

    Raises:
        ValueError: the range cannot be read.
        LimitError: it names no page of this document.

    >>> parse_pages("1-3, 7", 9)
    [1, 2, 3, 7]
    >>> parse_pages("8-", 9)
    [8, 9]
    """
    if not text.strip():
        return list(range(1, count + 1))
    numbers: set[int] = set()
    for part in text.replace("–", "-").split(","):
        first, dash, last = (piece.strip() for piece in part.partition("-"))
        if not (first or last) or not all(
            p.isdecimal() and p.isascii() for p in (first, last) if p
        ):
            raise ValueError(f"Cannot read the page range “{text}”. Write it like 1-3,7.")
        low = int(first) if first else 1
        high = int(last) if last else (max(low, count) if dash else low)
        if low < 1 or high < low:
            raise ValueError(f"Cannot read the page range “{text}”. Write it like 1-3,7.")
        numbers.update(range(low, min(high, count) + 1))
    if not numbers:
        raise LimitError(
            f"The page range {text} names no page of this document, which has {count}. "
            "Choose pages between 1 and that number."
        )
    return sorted(numbers)
