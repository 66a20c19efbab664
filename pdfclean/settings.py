"""What a run can be told, with the bounds that the page and the command line share."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from pdfclean.document import Policy
from pdfclean.errors import LimitError

__all__ = [
    "BOLDNESS",
    "CHUNK_SIZE",
    "DEFAULT_MODEL",
    "MAX_NEW_TOKENS",
    "MODELS",
    "TEMPERATURE",
    "TOP_P",
    "Bound",
    "Mode",
    "ModelChoice",
    "Polish",
    "Settings",
    "parse_pages",
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


@dataclass(frozen=True, slots=True)
class Settings:
    """One run's settings.

    ``chunk_size`` is in characters, ``max_new_tokens`` in model tokens. ``pages`` is a page range
    such as ``"1-3,7"`` (1-based; empty: all pages). ``max_chars`` stops reading after so many
    characters of raw text (0: no limit). ``prompt`` replaces the model's instructions when not
    empty; ``tuning`` is the text of a tuning file (empty: what is built in). Raises
    :class:`ValueError` with a plain sentence when a value is out of range.
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

    def __post_init__(self) -> None:
        CHUNK_SIZE.check("The chunk size", self.chunk_size)
        TEMPERATURE.check("The temperature", self.temperature)
        TOP_P.check("Top-p", self.top_p)
        BOLDNESS.check("How boldly to delete", self.boldness)
        MAX_NEW_TOKENS.check("The most new tokens", self.max_new_tokens)
        if self.max_chars < 0:
            raise ValueError("The character limit cannot be negative; 0 means no limit.")


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
