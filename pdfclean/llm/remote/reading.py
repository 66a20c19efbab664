"""Deletion-only decoding over a server: it only reads, and tells how likely given tokens are.

vLLM can do this: ``/tokenize`` gives the model's own tokens, and ``logprob_token_ids`` on
``/v1/completions`` the log-probabilities of any tokens that may come after a prompt (tried with
vLLM 0.32). Prompts that begin alike are read once, since it keeps what it has read. (Its
``prompt_logprobs`` tell only of the twenty likeliest tokens, and make it read everything again.)
llama.cpp's server, Ollama and ``transformers serve`` tell nothing of tokens that they did not
choose, SGLang not in this form; :class:`~.writing.Copyist` serves them.
"""

from __future__ import annotations

import copy
import json
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Any, TypeVar

from pdfclean.errors import ModelError
from pdfclean.llm.background import my_turn
from pdfclean.llm.deleting import DeletionPolisher, Trusts
from pdfclean.llm.passes import Answer, Halted, Pass, Walk, drive
from pdfclean.llm.prompt import Message, Task, lines_messages, plain_lines_prompt
from pdfclean.llm.remote.server import Server
from pdfclean.llm.remote.trouble import Refused
from pdfclean.llm.remote.writing import CONTROL_MARKS, UNKNOWN_CONTEXT
from pdfclean.llm.tuning import Tuning
from pdfclean.polishing import Passage, Polished, Skipped
from pdfclean.settings import Settings

__all__ = ["Reader", "reader"]

T = TypeVar("T")

PROBED = 64
"""Tokens asked about to learn whether a server answers: more than any place of a walk needs."""

PROBE_AWAY = 1.0
"""Seconds for which a question is tried again by which we learn what a server can do."""

LONGEST_KNOWN = 8_000
"""Characters of a question to a tokenizer whose answer is kept: the prompts that do not depend on a
passage, and single lines. A run has a few thousand of them."""

_TOKENIZE = "/tokenize"


class _Codec:
    """A server's tokenizer; a :class:`pdfclean.llm.deleting.LineCodec`.

    What was asked once is not asked again: the same few prompts and line ends come all the time.
    """

    specials = CONTROL_MARKS

    def __init__(self, server: Server, halted: Callable[[], bool]) -> None:
        self._server = server
        self._halted = halted
        self._known: dict[str, list[int]] = {}
        self.form = 0
        self.context = UNKNOWN_CONTEXT

    def until(self, halted: Callable[[], bool]) -> _Codec:
        """The same for a job of its own, which may be given up."""
        other = copy.copy(self)
        other._halted = halted
        return other

    def encode(self, text: str) -> list[int]:
        """The token ids of a text by itself."""
        return self._cached({"prompt": text, "add_special_tokens": False})

    def lines_prompt(self, lines: Sequence[str], task: Task) -> list[int]:
        """See :meth:`pdfclean.llm.tokenizer.Tokenizer.lines_prompt`."""
        return self._cached(self._forms(lines, task)[self.form]())

    def _cached(self, body: dict[str, Any]) -> list[int]:
        key = json.dumps(body)
        if len(key) > LONGEST_KNOWN:
            return self._tokens(body)
        if key not in self._known:
            self._known[key] = self._tokens(body)
        return self._known[key]

    def choose_form(self) -> None:
        """Find out how the model wants to be spoken to: with a system message, without one (Gemma),
        or as a base model that has no chat template.

        Raises:
            Refused, ModelError: the server has no tokenizer to offer.
        """
        for form in range(3):
            self.form = form
            try:
                self._tokens(self._forms(["a"], Task())[form](), PROBE_AWAY)
            except (Refused, ModelError):
                if form == 2:
                    raise
            else:
                return

    def _forms(self, lines: Sequence[str], task: Task) -> tuple[Callable[[], dict[str, Any]], ...]:
        def chat(messages: Sequence[Message]) -> dict[str, Any]:
            return {
                "messages": list(messages),
                "add_generation_prompt": True,
                "chat_template_kwargs": {"enable_thinking": False},
            }

        return (
            lambda: chat(lines_messages(lines, task)),
            lambda: chat(lines_messages(lines, task, system_role=False)),
            lambda: {"prompt": plain_lines_prompt(lines, task)},
        )

    def _tokens(self, body: dict[str, Any], away: float | None = None) -> list[int]:
        told = self._server.post(_TOKENIZE, body, self._halted, away)
        try:
            tokens = [int(token) for token in told["tokens"]]
            self.context = int(told.get("max_model_len") or UNKNOWN_CONTEXT)
        except (KeyError, TypeError, ValueError) as error:
            raise Refused("The server's tokenizer cannot be understood.") from error
        return tokens


class _Engine:
    """A model on a server that can be asked; a :class:`pdfclean.llm.deleting.Consultant`."""

    rows = 1

    def __init__(self, server: Server, codec: _Codec) -> None:
        self._server = server
        self.tokenizer = codec
        self.name = server.model
        self.context = codec.context

    def consult(
        self,
        fixed: Sequence[int],
        walks: Sequence[Callable[[], Walk[T]]],
        halted: Callable[[], bool],
    ) -> list[T]:
        """See :class:`~pdfclean.llm.deleting.Consultant`."""
        found: list[T] = []
        for walk in walks:
            context = _Context(self._server, fixed, halted)
            found += drive(context, [walk()], halted)
        return found


class _Context:
    """A :class:`~pdfclean.llm.passes.Context` of one row; the server is sent everything each time.

    A question is a prompt and a token: how likely is it that this token comes next?
    """

    def __init__(self, server: Server, fixed: Sequence[int], halted: Callable[[], bool]) -> None:
        self._server = server
        self._ids = tuple(fixed)
        self._halted = halted

    def run(self, passes: Mapping[int, Pass]) -> dict[int, Answer]:
        """See :class:`~pdfclean.llm.passes.Context`."""
        ((row, one),) = passes.items()
        self._ids = (*self._ids[: one.keep], *one.ids)
        asks = [(self._ids[: position + 1], token) for position, token in one.asks]
        twigs = [
            [((*self._ids[: twig.at], *twig.ids[:count]), twig.ids[count]) for count in rest]
            for twig in one.twigs
            for rest in [range(1, len(twig.ids))]
        ]
        questions = [*asks, *(question for each in twigs for question in each)]
        told = self._ask(questions) if questions else {}
        asked = [told[question] for question in asks]
        return {row: Answer(asked, [[told[question] for question in each] for each in twigs])}

    def _ask(
        self, questions: Sequence[tuple[tuple[int, ...], int]]
    ) -> dict[tuple[tuple[int, ...], int], float]:
        prompts = list(dict.fromkeys(prompt for prompt, _ in questions))
        tokens = list(dict.fromkeys(token for _, token in questions))
        body = {
            "prompt": prompts,
            "max_tokens": 1,
            "temperature": 0,
            "logprobs": 1,
            "logprob_token_ids": tokens,
            "return_tokens_as_token_ids": True,
        }
        told = self._server.post("completions", body, self._halted)
        try:
            choices = sorted(told["choices"], key=lambda choice: int(choice["index"]))
            tables = dict(zip(prompts, map(_table, choices), strict=True))
            return {(prompt, token): tables[prompt][token] for prompt, token in questions}
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            raise Refused("The server does not tell how likely a token is.") from error


def _table(choice: Mapping[str, Any]) -> dict[int, float]:
    """The log-probabilities that a reply tells of the tokens that may come next."""
    told = choice["logprobs"]["top_logprobs"][0]
    return {int(name.removeprefix("token_id:")): float(value) for name, value in told.items()}


class Reader:
    """Walks through passages; a ``Worker`` of :class:`~.ahead.Ahead`.

    Args:
        server: tells what it thinks of prompts.
        settings: the run's settings.
        tuning: how the model is asked.
        codec: its tokenizer, which knows how the model wants to be spoken to.
    """

    caution = ""

    def __init__(self, server: Server, settings: Settings, tuning: Tuning, codec: _Codec) -> None:
        self._server = server
        self._settings = settings
        self._tuning = tuning
        self._codec = codec
        self._trusts: Trusts = {}
        self._trying = threading.Lock()

    @property
    def name(self) -> str:
        """The model's name."""
        return self._server.model

    def close(self) -> None:
        """Give up all requests."""
        self._server.close()

    def try_out(self, halted: Callable[[], bool]) -> None:
        """Let the model go through its trial."""
        polisher = self._polisher(halted)
        self._trusts["en"] = polisher.try_out(halted)
        self.caution = polisher.caution

    def work(self, passage: Passage, halted: Callable[[], bool]) -> Generator[str, None, Polished]:
        """See :class:`~.ahead.Worker`."""
        try:
            # One at a time: eight that meet a new language do not need eight trials.
            with my_turn(self._trying, halted):
                polisher = self._polisher(halted)
                if not (yield from polisher.tried([passage], halted)):
                    raise Halted
            return (yield from polisher.polish(passage, halted))
        except Refused as why:
            return Skipped(str(why))

    def _polisher(self, halted: Callable[[], bool]) -> DeletionPolisher:
        engine = _Engine(self._server, self._codec.until(halted))
        return DeletionPolisher(engine, self._settings, self._tuning, self._trusts)


def reader(
    server: Server, settings: Settings, tuning: Tuning, halted: Callable[[], bool]
) -> Reader | None:
    """A reader, if the server can be asked what it thinks of a prompt; found out by asking.

    Raises:
        Halted: ``halted`` said so.
        ModelError: the server went away meanwhile.
    """
    codec = _Codec(server, halted)
    try:
        codec.choose_form()
        prompt = codec.lines_prompt(["a"], tuning.task)
        asks = [(len(prompt) - 1, token) for token in range(PROBED)]
        _Context(server, (), halted).run({0: Pass(0, prompt, asks)})
    except (Refused, ModelError):
        return None
    found = Reader(server, settings, tuning, codec)
    found.try_out(halted)
    return found
