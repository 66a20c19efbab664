"""No pattern takes more than linear time: a PDF must not be able to stop the app with a long line.

Each pattern of each module is fed long strings of one kind, and such a string with an end that
makes it fail. What is linear takes a few milliseconds, what is quadratic takes seconds.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import signal
from collections.abc import Callable, Iterator

import pytest

import pdfclean
from pdfclean.ui import sentences

LENGTH = 6_000
"""Characters: a quadratic pattern takes 18 million steps for them."""
SHORTER = {"pdfclean.ui.sentences": sentences.LONGEST}
"""Modules that look at so many characters at most."""
MOST = 0.15
"""Processor seconds; the slowest linear one takes 0.01."""

PIECES = (
    "a", "A", "1", " ", "\t", "\n", ".", ",", ";", "-", "(", ")", "[", "]", "<", "&", "@", "/",
    "_", "*", "“", "é", "漢", "1.", "1,", "1-", "1 ", "a-", "a ", "a.", "A.", "A. ", "a, ", "(a",
    "[1", "[1]", "(1", "@a", "a@", "a.a", "a@a.", "/a", "http://", "http://a", "www.", "www.a/",
    "10.1000/", "doi:", "&a", "<a", "<a ", "a\n", "\n ", " \n", "1\n", "Aa ", "Aa, ", "and ",
    "et al. ", "2010; ", "(2010) ", "Fig. ", "Fig. 1 ", "see ", "\uf10c", "a\uf10c", "\u00ad",
    "\u0301", "=", "x=", "x = ", "^", "\\a", "{",
)  # fmt: skip
ENDS = ("", "\x00", "1")


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """All compiled patterns that stand in a module, by their place."""
    seen: set[tuple[str, int]] = set()
    for module in pkgutil.walk_packages(pdfclean.__path__, "pdfclean."):
        if module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for pattern in _inside(value):
                if (pattern.pattern, pattern.flags) not in seen:
                    seen.add((pattern.pattern, pattern.flags))
                    yield f"{module.name}.{name}", pattern


def _inside(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, tuple | list | frozenset | set):
        for item in value:
            yield from _inside(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _inside(item)


ALL = list(patterns())


def test_patterns_are_found() -> None:
    assert len(ALL) > 80


@pytest.fixture
def stopwatch() -> Iterator[Callable[[float], None]]:
    """Sets the processor seconds after which the running code is interrupted."""

    def interrupt(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, interrupt)
    yield lambda seconds: signal.setitimer(signal.ITIMER_VIRTUAL, seconds) and None
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize(("name", "pattern"), ALL, ids=[name for name, _ in ALL])
def test_a_pattern_takes_linear_time(
    name: str, pattern: re.Pattern[str], stopwatch: Callable[[float], None]
) -> None:
    length = SHORTER.get(name.rpartition(".")[0], LENGTH)
    for piece in PIECES:
        for end in ENDS:
            text = piece * (length // len(piece)) + end
            stopwatch(MOST)
            try:
                for _ in pattern.finditer(text):
                    pass
                pattern.match(text)
            except TimeoutError:
                pytest.fail(f"too slow on {piece!r} and {end!r} at the end")
