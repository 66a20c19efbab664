"""What a failed request means, and how long it is tried again."""

import pytest

from pdfclean.errors import ModelError
from pdfclean.llm.remote.trouble import AWAY, BUSY, LONGEST_PAUSE, Failure, Patience, Refused, final


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def waited(failure: Failure, *, answered: float = 0.0) -> tuple[float, int, Exception]:
    """Seconds and tries until it is given up, and how that is told."""
    clock = Clock()
    patience = Patience("host:1", lambda: answered, clock=clock)
    tries = 0
    while True:
        try:
            pause = patience.pause(failure)
        except (ModelError, Refused) as error:
            return clock.now - 1000, tries, error
        assert 0 < pause <= max(LONGEST_PAUSE, failure.wait or 0)
        clock.now += pause
        tries += 1


def test_a_server_that_is_away_is_asked_for_a_minute() -> None:
    seconds, tries, error = waited(Failure(None))
    assert AWAY <= seconds <= AWAY + LONGEST_PAUSE
    assert 8 < tries < 30
    assert isinstance(error, ModelError) and "cannot be reached" in str(error)


def test_a_busy_server_is_asked_for_longer() -> None:
    seconds, _, error = waited(Failure(429))
    assert BUSY <= seconds <= BUSY + LONGEST_PAUSE and "too busy" in str(error)


def test_what_the_server_asks_for_is_waited_and_does_not_count() -> None:
    seconds, _, _ = waited(Failure(503, wait=20.0))
    assert BUSY <= seconds <= BUSY + 20


def test_when_others_are_answered_only_this_request_is_given_up() -> None:
    _, _, error = waited(Failure(500), answered=1030.0)
    assert isinstance(error, Refused)


@pytest.mark.parametrize(
    "failure",
    [
        Failure(None, "Connection error."), Failure(500, "Internal error"), Failure(502),
        Failure(503, "Loading model"), Failure(408), Failure(429, "Rate limit reached"),
    ],
)  # fmt: skip
def test_what_may_pass(failure: Failure) -> None:
    assert final(failure, "host:1", "tiny", []) is None


def test_many_models_are_not_all_named() -> None:
    error = final(Failure(404), "host:1", "tiny", [f"m{i}" for i in range(9)])
    assert isinstance(error, ModelError)
    assert "m4 and others" in str(error) and "m5" not in str(error)
