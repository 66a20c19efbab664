"""An OpenAI-compatible server: requests out, answers in. The only importer of openai.

Inside, requests run side by side in an event loop, because a request that waits there can be given
up at once; whoever asks sees plain functions. openai is imported with the first :class:`Server`.
"""

from __future__ import annotations

import asyncio
import queue
import time
from collections.abc import Awaitable, Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pdfclean.llm.passes import Halted
from pdfclean.llm.prompt import Message
from pdfclean.llm.remote.trouble import AWAY, Failure, Patience, asked_wait, final
from pdfclean.llm.remote.waiting import LOOK, Loop, outcome, within
from pdfclean.settings import Secret

__all__ = ["Answer", "Ask", "Offer", "Server", "Timeouts"]

T = TypeVar("T")

_MEANT = (
    "unsupported", "not supported", "unrecognized", "unknown", "unexpected", "not permitted",
    "not allowed", "extra", "additional", "invalid",
)  # fmt: skip
"""Words of a server that turns a parameter down, besides the parameter's name."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds until a request has failed: without a connection, a first piece, a next piece.

    The first piece comes late where a server loads the model for it or has a long queue.
    """

    connect: float = 10.0
    first: float = 300.0
    between: float = 120.0


@dataclass(frozen=True, slots=True)
class Ask:
    """One question; ``budget`` is the most tokens of its answer."""

    messages: Sequence[Message]
    budget: int
    temperature: float = 0.0
    top_p: float = 1.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; ``finished`` is false when it ran into its budget."""

    text: str
    finished: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A model that a server says it has; ``context`` in tokens, 0 when it does not say."""

    name: str
    context: int


class Server:
    """A server and one model of it.

    Args:
        address: the base address, see :func:`pdfclean.settings.server_address`.
        key: what the server asks for, or an empty one.
        model: the model's name on the server.
        timeouts: see :class:`Timeouts`.
        away: seconds for which a request is tried again, see :data:`~.trouble.AWAY`.
    """

    def __init__(
        self,
        address: str,
        key: Secret,
        model: str,
        *,
        timeouts: Timeouts | None = None,
        away: float = AWAY,
    ) -> None:
        import openai

        self.model = model
        self.offers: tuple[Offer, ...] = ()
        self.place = urlsplit(address).netloc
        self._timeouts = timeouts or Timeouts()
        self._away = away
        self._key = key
        self._root = address.removesuffix("/v1")
        self._api_error = openai.APIError
        self._answered = 0.0
        self._unwanted: set[str] = set()
        self._client = openai.AsyncOpenAI(
            base_url=address,
            # The library insists on one; a server without keys does not look at it.
            api_key=key.reveal() or "none",
            # What the library would take from the environment is meant for its own service.
            organization="",
            project="",
            max_retries=0,
            timeout=openai.Timeout(None, connect=self._timeouts.connect),
        )
        self._loop = Loop("server-requests")

    # Questions ------------------------------------------------------------------------------------

    def look_around(self, halted: Callable[[], bool], away: float) -> tuple[Offer, ...]:
        """The models that the server says it has; none where it keeps no list.

        Args:
            halted: asked while waiting; true gives the request up.
            away: seconds for which it is tried again.

        Raises:
            ModelError: the server cannot be reached, or wants another key.
            Halted: ``halted`` said so.
        """

        async def ask() -> list[Offer]:
            listed = await within(self._client.models.list(), self._timeouts.first)
            return [Offer(each.id, _context(each.model_extra or {})) for each in listed.data]

        try:
            self.offers = tuple(self._loop.wait(self._patiently(ask, away, listing=True), halted))
        except _NoList:
            self.offers = ()
        return self.offers

    def chat(self, ask: Ask, halted: Callable[[], bool]) -> Generator[str, None, Answer]:
        """Ask; yields the pieces of the answer, and an empty one now and then while there is none.

        When an answer breaks off it is asked for again, and what of it was given out before is not
        given out twice; the pieces are a preview, the answer that is returned is whole.

        Raises:
            ModelError: the server cannot be used any more.
            Refused: this question will not be answered.
            Halted: ``halted`` said so.
        """
        pieces: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        preview = _Preview(pieces.put)
        future = self._loop.submit(self._patiently(lambda: self._stream(ask, preview), self._away))
        future.add_done_callback(lambda _: pieces.put(None))
        try:
            while True:
                if halted() or self._loop.closed:
                    raise Halted
                try:
                    piece = pieces.get(timeout=LOOK)
                except queue.Empty:
                    yield ""
                    continue
                if piece is None:
                    return outcome(future)
                yield piece
        finally:
            future.cancel()

    def post(
        self, path: str, body: dict[str, Any], halted: Callable[[], bool], away: float | None = None
    ) -> Any:
        """Send JSON and get JSON; ``path`` starts with a slash at the server's root, without one at
        its base address. Raises as :meth:`chat` does."""
        url = self._root + path if path.startswith("/") else path
        body = {"model": self.model, **body}

        async def ask() -> Any:
            sent = self._client.post(url, cast_to=object, body=body)
            return await within(sent, self._timeouts.first)

        return self._loop.wait(self._patiently(ask, self._away if away is None else away), halted)

    def close(self) -> None:
        """Give up all that is under way; whoever waits for it sees :class:`Halted`."""
        self._loop.close(self._client.close)

    # In the event loop ----------------------------------------------------------------------------

    async def _stream(self, ask: Ask, preview: _Preview) -> Answer:
        """One try at one answer."""
        preview.restart()
        options = self._options(ask)
        create: Any = self._client.chat.completions.create
        stream = await within(
            create(model=self.model, messages=list(ask.messages), stream=True, extra_body=options),
            self._timeouts.first,
        )
        text, reason, limit = "", None, self._timeouts.first
        async with stream:
            chunks = aiter(stream)
            while (chunk := await within(anext(chunks, None), limit)) is not None:
                if not chunk.choices:
                    continue
                piece = chunk.choices[0].delta.content or ""
                if piece:
                    # Some say at once who is going to speak, and then have a long queue.
                    self._answered = time.monotonic()
                    limit = self._timeouts.between
                reason = chunk.choices[0].finish_reason or reason
                text += piece
                preview.feed(piece)
        if reason is None:
            raise ConnectionError("the answer broke off")
        return Answer(text, reason == "stop")

    def _options(self, ask: Ask) -> dict[str, Any]:
        options: dict[str, Any] = {
            "max_tokens": ask.budget,
            "temperature": ask.temperature,
            "seed": ask.seed,
            # A model that thinks first would do it at length. Servers pass this on to the model's
            # template, where those that cannot think do not look at it.
            "chat_template_kwargs": {"enable_thinking": False},
        }
        if ask.temperature > 0:
            options["top_p"] = ask.top_p
        for name in self._unwanted & options.keys():
            value = options.pop(name)
            if name == "max_tokens":
                # Its newer name.
                options["max_completion_tokens"] = value
        return options

    async def _patiently(
        self, attempt: Callable[[], Awaitable[T]], away: float, *, listing: bool = False
    ) -> T:
        """Try until it works or there is no use in trying."""
        patience = Patience(self.place, lambda: self._answered, away)
        while True:
            try:
                result = await attempt()
            except (self._api_error, asyncio.TimeoutError, OSError, ValueError) as error:
                failure = self._failure(error)
                if self._does_without(failure):
                    continue
                if listing and failure.status not in (None, 401, 403, 429):
                    # transformers serve, with nothing fetched from the hub, fails at this with 500.
                    raise _NoList from error
                offered = [offer.name for offer in self.offers]
                if (end := final(failure, self.place, self.model, offered)) is not None:
                    raise end from None
                pause = patience.pause(failure)
            else:
                self._answered = time.monotonic()
                return result
            await asyncio.sleep(pause)

    def _failure(self, error: Exception) -> Failure:
        if not isinstance(error, self._api_error):
            return Failure(None, str(error))
        response = getattr(error, "response", None)
        status = getattr(error, "status_code", None)
        wait = asked_wait(response.headers.get("retry-after")) if response is not None else None
        message = _said(error.body) or error.message
        if self._key:
            message = message.replace(self._key.reveal(), "…")
        if status is None and error.body is None:
            # No connection: what the library says of it helps nobody.
            message = ""
        return Failure(status, message, error.code or "", wait)

    def _does_without(self, failure: Failure) -> bool:
        """Whether the server turned down a parameter that it need not have; it is left out now."""
        said = failure.message.lower()
        if failure.status not in (400, 422) or not any(word in said for word in _MEANT):
            return False
        asked = ("chat_template_kwargs", "max_tokens", "temperature", "top_p", "seed")
        for name in asked:
            if name in said and name not in self._unwanted:
                self._unwanted.add(name)
                return True
        return False


class _NoList(Exception):  # noqa: N818 - not an error
    """The server keeps no list of its models."""


class _Preview:
    """Hands on the pieces of an answer; when it is begun again, only from where it had come to."""

    def __init__(self, put: Callable[[str], None]) -> None:
        self._put = put
        self._given = 0
        self._seen = 0

    def restart(self) -> None:
        """The answer begins again."""
        self._seen = 0

    def feed(self, piece: str) -> None:
        """The next piece."""
        self._seen += len(piece)
        new = self._seen - self._given
        if new > 0:
            self._given = self._seen
            self._put(piece[-new:])


def _said(body: object) -> str:
    """What an error's body says in words; servers have their own names for it."""
    if isinstance(body, str):
        return body
    if not isinstance(body, dict):
        return ""
    for name in ("message", "detail", "error"):
        if body.get(name):
            inner = body[name]
            return inner if isinstance(inner, str) else _said(inner) or str(inner)
    return ""


def _context(extra: dict[str, Any]) -> int:
    """The most tokens of prompt and answer, where a list of models tells it (vLLM, SGLang)."""
    value = extra.get("max_model_len")
    return value if isinstance(value, int) and value > 0 else 0
