"""The polisher that may only delete: a passage in, marks on its sentences and lines out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Sequence
from functools import partial
from typing import Protocol, TypeVar

from pdfclean.document import Category, Mark
from pdfclean.llm.background import Background, going_home
from pdfclean.llm.deletion import Context, Halted, Rule, Skip, Text, Unit, walk
from pdfclean.llm.passages import common_start, room, too_long, unreadable
from pdfclean.llm.polisher import HEARTBEAT
from pdfclean.llm.prompt import DEFAULT_PROMPT, END_OF_LINES
from pdfclean.llm.units import TextUnit, batches, guard, line_tokens, units
from pdfclean.polishing import Deletions, Passage, Polished
from pdfclean.settings import Settings

__all__ = ["Consultant", "DeletionPolisher", "LineCodec", "margin"]

T = TypeVar("T")

CAUTIOUS_MARGIN = 1.1
BOLD_MARGIN = -0.1
"""Nats a token by which a skip must beat copying at the two ends of "How boldly". A 1.5B instruct
model entered planted junk at +0.1 to +1.2 and no prose above -0.16. SmolLM2-135M hardly tells the
two apart. On the 24 English passages of ``tests/benchmark/planted.py``, which these values were
chosen on, it deletes none of them at the cautious end, 1 in the middle, 5 at the bold end, and of
the prose around them none, none, and 6.9% of the words."""

FLOOR = -0.7
"""Nats a token that the beginning of what is skipped to must reach by itself. SmolLM2-135M copies
at -0.23 in the median; where it deleted prose it had lost its place, and all was under -0.7."""

REASON = "the model would leave it out"


class LineCodec(Protocol):
    """Text to token ids; :class:`pdfclean.llm.tokenizer.Tokenizer` is one."""

    @property
    def specials(self) -> Sequence[str]: ...
    def encode(self, text: str) -> list[int]: ...
    def lines_prompt(self, lines: Sequence[str], instructions: str) -> list[int]: ...


class Consultant(Protocol):
    """A loaded model that can be asked; :class:`pdfclean.llm.local.LocalModel` is one.

    ``consult`` hands ``work`` a context that has read the tokens ``fixed``, which are read once and
    kept; it raises :class:`ModelError`, and :class:`Halted` when stopped.
    """

    @property
    def name(self) -> str: ...
    @property
    def tokenizer(self) -> LineCodec: ...
    @property
    def context(self) -> int: ...

    def consult(
        self, fixed: Sequence[int], work: Callable[[Context], T], halted: Callable[[], bool]
    ) -> T: ...


def margin(boldness: float) -> float:
    """The margin in nats a token for "How boldly", which runs from 0 to 1."""
    return CAUTIOUS_MARGIN + (BOLD_MARGIN - CAUTIOUS_MARGIN) * boldness


class DeletionPolisher:
    """Asks a loaded model which sentences and lines to leave out; a ``Polisher`` for one run.

    A passage longer than ``settings.max_new_tokens`` is asked about in several calls; a unit longer
    than that by itself stays, unasked.

    Args:
        engine: the model, from :func:`pdfclean.llm.local.load_model`.
        settings: ``boldness``, ``temperature``, ``max_new_tokens`` and ``prompt`` are used.

    Raises:
        ModelError: the instructions leave no room for a text.
    """

    def __init__(self, engine: Consultant, settings: Settings) -> None:
        self._engine = engine
        self._settings = settings
        own = settings.prompt.strip()
        self._instructions = "" if own == DEFAULT_PROMPT else own
        # What two prompts have in common is what does not depend on the passage.
        one, other = self._prompt(["a"]), self._prompt(["Z"])
        self._fixed = common_start(one, other)
        self._end = tuple(engine.tokenizer.encode(END_OF_LINES))
        self._most = room(engine.name, engine.context, len(one), settings.max_new_tokens)

    @property
    def name(self) -> str:
        """The model's id."""
        return self._engine.name

    ahead = 0
    """It works on one passage at a time."""

    def prepare(self, passage: Passage) -> None:
        """Never called: see ``ahead``."""

    def close(self) -> None:
        """Nothing is under way between two passages."""

    def polish(
        self, passage: Passage, stopped: Callable[[], bool]
    ) -> Generator[str, None, Polished]:
        """See :class:`~pdfclean.polishing.Polisher`."""
        if refused := unreadable(passage.text, self._engine.tokenizer.specials):
            return refused
        texts = units(passage)
        encode = self._engine.tokenizer.encode
        own = [Unit(line_tokens(unit.text, encode), guard(unit.text)) for unit in texts]
        plan = list(batches([len(unit.ids) for unit in own], self._most))
        if texts and not plan:
            return too_long(self._most)
        marks: list[Mark] = []
        for batch in plan:
            here = texts[batch.start : batch.stop]
            rule = self._rule(passage, batch.start)
            work = partial(self._ask, here, own[batch.start : batch.stop], rule)
            skips = yield from self._wait(work, stopped)
            marks.extend(_mark(passage, here, skip) for skip in skips)
        return Deletions(tuple(marks))

    def _prompt(self, lines: Sequence[str]) -> list[int]:
        return self._engine.tokenizer.lines_prompt(lines, self._instructions)

    def _rule(self, passage: Passage, place: int) -> Rule:
        temperature = 0.0 if passage.greedy else self._settings.temperature
        return Rule(
            margin(self._settings.boldness),
            floor=FLOOR,
            temperature=temperature,
            seed=passage.seed + place,
        )

    def _ask(
        self, texts: Sequence[TextUnit], own: Sequence[Unit], rule: Rule, halted: Callable[[], bool]
    ) -> list[Skip]:
        prompt = self._prompt([unit.text for unit in texts])

        def work(context: Context) -> list[Skip]:
            return walk(context, prompt, Text(own, self._end), rule, halted)

        try:
            return self._engine.consult(self._fixed, work, halted)
        except Halted:
            return []

    def _wait(
        self, work: Callable[[Callable[[], bool]], list[Skip]], stopped: Callable[[], bool]
    ) -> Generator[str, None, list[Skip]]:
        """The result of work done in a thread, with a sign of life now and then meanwhile."""
        halt = threading.Event()

        def halted() -> bool:
            return halt.is_set() or stopped() or going_home()

        task = Background(lambda: work(halted), "model-deletions")
        try:
            while not task.wait(HEARTBEAT):
                if stopped():
                    return []
                yield ""
            return task.result()
        finally:
            # Also when the reader went away meanwhile.
            halt.set()


def _mark(passage: Passage, texts: Sequence[TextUnit], skip: Skip) -> Mark:
    start, end = passage.tokens(texts[skip.start].start, texts[skip.end - 1].end)
    return Mark(start, end, Category.NOTICES, REASON, "model", round(skip.confidence, 3))
