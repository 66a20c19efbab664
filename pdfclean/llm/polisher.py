"""The polisher that rewrites: a passage in, a model's own wording of it out, streamed.

What the model answers is not trusted: ``pdfclean.verify`` judges it before it is used.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Protocol

from pdfclean.llm.background import Background, going_home
from pdfclean.llm.passages import (
    AnswerText,
    Call,
    IncrementalDecoder,
    answer_budget,
    calls,
    common_start,
    joined,
    room,
    too_long,
    unreadable,
)
from pdfclean.polishing import Passage, Polished, Rewrite
from pdfclean.settings import Settings

__all__ = ["Codec", "Engine", "LocalPolisher", "Request", "Sampling", "call_seed", "written"]

HEARTBEAT = 0.25
"""Seconds between two signs of life while a model thinks; the protocol asks for two a second. It is
also the longest that Stop waits here."""

CALLS_APART = 1_000_003
"""Factor (a prime) that keeps the seeds of one passage's calls off those of its neighbours."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """How a token is chosen: the best one at temperature 0, else a draw settled by ``seed``."""

    temperature: float
    top_p: float
    seed: int


@dataclass(frozen=True, slots=True)
class Request:
    """What an engine is asked: go on from ``prompt``, for at most ``budget`` tokens.

    The first ``fixed`` of the prompt's tokens begin every prompt of the run, so that an engine can
    work them out once.
    """

    prompt: tuple[int, ...]
    fixed: int
    budget: int
    sampling: Sampling


class Codec(Protocol):
    """Text to token ids and back; :class:`pdfclean.llm.tokenizer.Tokenizer` is one."""

    @property
    def chat(self) -> bool: ...
    @property
    def specials(self) -> Sequence[str]: ...
    def count(self, text: str) -> int: ...
    def prompt(self, text: str, instructions: str) -> list[int]: ...
    def decode(self, ids: list[int]) -> str: ...


class Engine(Protocol):
    """A loaded model; :class:`pdfclean.llm.local.LocalModel` is one.

    ``context`` is the most tokens of prompt and answer together; ``eos`` are the ids that end an
    answer. ``generate`` hands every new token to ``put``, asks ``halted`` before each, and returns
    at an end token, at the budget or when halted; it raises :class:`ModelError`.
    """

    @property
    def name(self) -> str: ...
    @property
    def tokenizer(self) -> Codec: ...
    @property
    def context(self) -> int: ...
    @property
    def eos(self) -> Sequence[int]: ...

    def generate(
        self, request: Request, put: Callable[[list[int]], None], halted: Callable[[], bool]
    ) -> None: ...


def call_seed(passage: Passage, call: int) -> int:
    """Each call of a passage draws numbers of its own; models take seeds of 63 bits."""
    return (passage.seed * CALLS_APART + call) % 2**63


def written(
    plan: Sequence[Call],
    answer: Callable[[Call, int], Generator[str, None, bool]],
    stopped: Callable[[], bool],
) -> Generator[str, None, Rewrite]:
    """The answers to a passage's calls, one after the other, put together again as they stream.

    ``answer`` yields the pieces of the answer to a call, by its number, and returns whether the
    model came to an end by itself.
    """
    text, space, finished = "", "", True
    for number, call in enumerate(plan):
        space = joined(space, call.lead)
        if not call.text or stopped():
            continue
        pieces = answer(call, number)
        while True:
            try:
                piece = next(pieces)
            except StopIteration as end:
                finished = finished and end.value
                break
            if piece and space:
                piece = space + piece if text else piece
                space = ""
            text += piece
            yield piece
        space = joined(space, call.trail)
    return Rewrite(text, finished)


class LocalPolisher:
    """Rewrites passages with a loaded model; a ``Polisher`` for one run.

    A passage longer than ``settings.max_new_tokens`` goes to the model in several calls, cut
    between sentences, and the answers are put together again.

    Args:
        engine: the model, from :func:`pdfclean.llm.local.load_model`.
        settings: ``temperature``, ``top_p``, ``max_new_tokens`` and ``prompt`` are used.

    Raises:
        ModelError: the instructions leave no room for a text.
    """

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine = engine
        self._settings = settings
        # What two prompts have in common is what does not depend on the passage.
        one, other = self._prompt("a"), self._prompt("Z")
        self._fixed = len(common_start(one, other))
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
        plan = calls(passage.sentences, self._engine.tokenizer.count, self._most)
        if plan is None:
            return too_long(self._most)

        def answer(call: Call, number: int) -> Generator[str, None, bool]:
            return self._answer(call, self._sampling(passage, number), stopped)

        return (yield from written(plan, answer, stopped))

    def _prompt(self, text: str) -> list[int]:
        return self._engine.tokenizer.prompt(text, self._settings.prompt)

    def _sampling(self, passage: Passage, call: int) -> Sampling:
        temperature = 0.0 if passage.greedy else self._settings.temperature
        return Sampling(temperature, self._settings.top_p, call_seed(passage, call))

    def _answer(
        self, call: Call, sampling: Sampling, stopped: Callable[[], bool]
    ) -> Generator[str, None, bool]:
        """One answer, piece by piece; returns whether the model came to an end by itself.

        Plain values go in and text comes out: this is the place for ``spaces.GPU``, which runs its
        function in another process.
        """
        tokenizer = self._engine.tokenizer
        ids: queue.SimpleQueue[list[int] | None] = queue.SimpleQueue()
        halt = threading.Event()
        request = Request(
            tuple(self._prompt(call.text)), self._fixed, answer_budget(call.tokens), sampling
        )

        def halted() -> bool:
            # Stop is looked at here as well as below: a model must not wait for its reader.
            return halt.is_set() or stopped() or going_home()

        def work() -> None:
            try:
                self._engine.generate(request, ids.put, halted)
            finally:
                ids.put(None)

        task = Background(work, "model-answer")
        decoder = IncrementalDecoder(tokenizer.decode)
        text = AnswerText(marker=not tokenizer.chat)
        last = -1
        try:
            while not (stopped() or text.ended):
                try:
                    new = ids.get(timeout=HEARTBEAT)
                except queue.Empty:
                    yield ""
                    continue
                if new is None:
                    task.result()
                    break
                last = new[-1]
                yield text.feed(decoder.feed(new))
        finally:
            # Also when the reader went away in the middle of an answer.
            halt.set()
        return text.ended or last in self._engine.eos
