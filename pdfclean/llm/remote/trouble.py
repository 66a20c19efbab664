"""What a failed request means: try again, give this passage up, or give the server up.

Servers agree on status codes and on little else, so their messages are looked at as well. No
library is needed here; a failure is described by a :class:`Failure`.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from pdfclean.errors import ModelError

__all__ = ["AWAY", "Failure", "Patience", "Refused", "asked_wait", "final"]

AWAY = 60.0
"""Seconds for which a server that is away or fails is asked again: a restart, weights and all."""
BUSY = 600.0
"""The same for one that says it is busy (429), and for one that keeps asking to be given time."""
LONGEST_ASKED = 120.0
"""Most seconds that a server may ask us to wait (``Retry-After``)."""
FIRST_PAUSE = 0.25
LONGEST_PAUSE = 8.0
"""Seconds before the second try; they double with each further one, up to the longest. Each pause
is drawn from its upper half, so that requests which failed together do not come back together."""

MOST_NAMES = 5
"""Models named to whoever asked for one that is not there."""

_TOO_LONG = re.compile(
    r"context.{0,20}(?:length|size|window)|maximum.{0,20}(?:tokens|length)|too (?:long|many tokens)"
    r"|exceeds?.{0,40}(?:context|tokens|length)|prompt is longer",
    re.IGNORECASE,
)
_NO_MODEL = re.compile(
    r"model.{0,80}(?:not.{0,5}found|not exist|no such|unknown|not available|not a valid|not served)"
    r"|(?:unknown|no such|invalid) model|not a (?:local folder|valid model)"
    r"|server is pinned to",
    re.IGNORECASE | re.DOTALL,
)
_NO_CREDIT = re.compile(
    r"insufficient.{0,5}(?:quota|credit|balance|funds)|exceeded your current quota|billing"
    r"|out of credit|payment required",
    re.IGNORECASE,
)


class Refused(Exception):  # noqa: N818 - not an error of the run
    """This request will not be answered, others may be. Its text is a sentence for a producer."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed request. ``status`` is ``None`` when there was no answer, or half of one; ``wait``
    are the seconds that the server asked for."""

    status: int | None
    message: str = ""
    code: str = ""
    wait: float | None = None

    @property
    def busy(self) -> bool:
        """Whether the server is there and has too much to do."""
        return self.status == 429


def final(failure: Failure, place: str, model: str, offered: Sequence[str]) -> Exception | None:
    """Why asking again is of no use; ``None`` when it may be.

    Args:
        failure: what happened.
        place: the server, as it is named to a producer.
        model: the model asked for.
        offered: the models that the server says it has.
    """
    status, said = failure.status, f"{failure.code} {failure.message}"
    if status == 402 or (status in (400, 403, 429) and _NO_CREDIT.search(said)):
        return ModelError(
            f"The account at {place} is out of credit. Top it up, or choose another server."
        )
    if status in (401, 403):
        return ModelError(f"The server at {place} does not accept the key. Check the key.")
    if status == 413 or ((status or 500) >= 400 and _TOO_LONG.search(said)):
        return Refused("The part is longer than what the model on the server reads at once.")
    if status == 404 or (status is not None and status >= 400 and _NO_MODEL.search(said)):
        return ModelError(f"The server at {place} has no model “{model}”.{_named(offered)}")
    if status in (None, 408, 409, 425, 429) or status >= 500:
        return None
    return Refused(f"The server turned this part down{_quoted(failure.message)}.")


def _named(offered: Sequence[str]) -> str:
    if not offered:
        return " Check the model's name and the server's address."
    more = " and others" if len(offered) > MOST_NAMES else ""
    return f" It has {', '.join(offered[:MOST_NAMES])}{more}."


def _quoted(message: str) -> str:
    line = message.strip().split("\n")[0][:200].rstrip(". ")
    return f": “{line}”" if line else ""


def asked_wait(value: str | None, now: Callable[[], float] = time.time) -> float | None:
    """The seconds that a ``Retry-After`` header asks for, which gives seconds or a date.

    >>> asked_wait("1.5"), asked_wait("Thu, 01 Jan 1970 00:01:00 GMT", lambda: 20.0)
    (1.5, 40.0)
    >>> asked_wait(None), asked_wait("soon")
    (None, None)
    """
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(value).timestamp() - now()
        except ValueError:
            return None
    return max(0.0, seconds) if seconds < float("inf") else None


class Patience:
    """How long one request is tried again.

    Args:
        place: the server, as it is named to a producer.
        answered: when the server last gave anybody an answer, by ``clock``.
        away: seconds, see :data:`AWAY`.
        clock: seconds, never going back.
    """

    def __init__(
        self,
        place: str,
        answered: Callable[[], float],
        away: float = AWAY,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._place = place
        self._answered = answered
        self._away = away
        self._clock = clock
        self._begun: float | None = None
        self._given = 0.0
        self._tries = 0

    def pause(self, failure: Failure) -> float:
        """The seconds to wait before the next try.

        Raises:
            Refused: it was tried long enough, and the server answers others meanwhile.
            ModelError: it was tried long enough, and the server answers nobody.
        """
        if self._begun is None:
            self._begun = self._clock()
        spent = self._clock() - self._begun
        if failure.wait is not None and failure.wait > LONGEST_ASKED:
            raise ModelError(
                f"The server at {self._place} asks to wait for {failure.wait / 60:.0f} minutes. "
                "Polish again then, or choose another server."
            )
        patient = failure.busy or spent - self._given < self._away
        if spent >= max(BUSY, self._away) or not patient:
            raise self._gone(failure)
        pause = min(FIRST_PAUSE * 2.0**self._tries, LONGEST_PAUSE) * random.uniform(0.5, 1)  # noqa: S311
        self._tries = min(self._tries + 1, 16)
        if failure.wait is not None:
            # What the server asks for does not count against it.
            pause = max(pause, failure.wait)
            self._given += failure.wait
        return pause

    def _gone(self, failure: Failure) -> Exception:
        if self._begun is not None and self._answered() > self._begun:
            return Refused("The server gave no answer for this part, however often it was asked.")
        if failure.busy:
            return ModelError(
                f"The server at {self._place} is too busy. Lower the number in flight, or polish "
                "again later."
            )
        if failure.status is not None:
            return ModelError(
                f"The server at {self._place} fails (error {failure.status}). Look at its own log."
            )
        return ModelError(
            f"The server at {self._place} cannot be reached. Check its address and whether it runs."
        )
