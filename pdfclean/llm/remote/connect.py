"""From a run's settings to a polisher on a server."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Sequence

from pdfclean.errors import ModelError
from pdfclean.llm.background import Background, going_home
from pdfclean.llm.passes import Halted
from pdfclean.llm.prompt import chat_messages
from pdfclean.llm.remote.ahead import Ahead
from pdfclean.llm.remote.reading import reader
from pdfclean.llm.remote.server import Ask, Offer, Server
from pdfclean.llm.remote.trouble import AWAY, MOST_NAMES, Refused
from pdfclean.llm.remote.writing import Copyist, Rewriter
from pdfclean.llm.tuning import built_in, parse
from pdfclean.polishing import Polisher
from pdfclean.settings import DEFAULT_MODEL, Mode, Settings

__all__ = ["connect"]

LOOK = 0.2
"""Seconds between two looks at how far it is."""

FIRST_AWAY = 3.0
"""Seconds for which a server that is not there is asked again at the start of a run: whoever
mistyped an address wants to know soon."""


def connect(
    settings: Settings, stopped: Callable[[], bool]
) -> Generator[str, None, Polisher | None]:
    """Ask a server for the model that the settings name, and for what else it can do.

    Yields what it is doing, as plain phrases and a few times a second; returns the polisher, or
    ``None`` when it was stopped. The model gets one short question, so that a wrong key or name, or
    an empty account, is told before anything is read, and a server that loads models when they are
    first asked for does it now.

    Raises:
        ModelError: the server cannot be used.
    """
    halt = threading.Event()
    task = Background(
        lambda: _connected(settings, lambda: halt.is_set() or going_home()),
        "server-connect",
        abandon=True,
    )
    try:
        while not task.wait(LOOK):
            if stopped():
                return None
            yield f"Asking the server for {settings.model}"
        return task.result()
    except Halted:
        return None
    finally:
        halt.set()


def _connected(settings: Settings, halted: Callable[[], bool]) -> Polisher:
    key = settings.key.reveal()
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise ModelError("The server's key has signs in it that no key has. Copy it again.")
    try:
        server = Server(settings.server, settings.key, settings.model, away=AWAY)
    except ImportError as error:
        raise ModelError(
            f"Asking a server needs the package “{error.name}”. Install it with: pip install openai"
        ) from error
    try:
        server.model = _name(settings.model, server.look_around(halted, FIRST_AWAY), server.place)
        for _ in server.chat(Ask(chat_messages("Hello.", "Say hello."), 1), halted):
            pass
        if settings.mode is Mode.REWRITE:
            return Ahead(Rewriter(server, settings), settings.in_flight)
        tuning = parse(settings.tuning) if settings.tuning else built_in(server.model)
        worker = reader(server, settings, tuning, halted) or Copyist(server, settings, tuning)
        return Ahead(worker, settings.in_flight)
    except Refused as why:
        server.close()
        raise ModelError(f"The server at {server.place} cannot be used. {why}") from why
    except BaseException:
        server.close()
        raise


def _name(asked: str, offers: Sequence[Offer], place: str) -> str:
    """The model to ask for: the one that was named, or a server's only one when none was."""
    names = [offer.name for offer in offers]
    if (asked and asked != DEFAULT_MODEL) or asked in names:
        return asked
    if len(names) == 1:
        return names[0]
    has = f" It has {', '.join(names[:MOST_NAMES])}." if names else ""
    raise ModelError(f"Name the model that the server at {place} shall use.{has}")
