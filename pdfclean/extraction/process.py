"""The worker's process and the pipe to it, from the app's side."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any

from pdfclean.errors import LimitError
from pdfclean.extraction import wire

__all__ = ["Worker", "WorkerDiedError", "WorkerLostError"]

PATIENCE = 3.0
"""How many times as long a request may take by the clock: the machine may be busy."""


class WorkerDiedError(Exception):
    """The worker ended or was stopped in the middle of a request."""


class WorkerLostError(LimitError):
    """The worker was lost over a request."""

    def __init__(self) -> None:
        super().__init__(
            "This PDF made the reader fail or take too long, so reading was stopped. Open it in a "
            "PDF viewer, save it as a new PDF and drop that."
        )


class Worker:
    """One worker process and the pipe to it."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pdfclean.extraction.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=Path(__file__).parents[2],
            # Ctrl-C at a terminal is for the app, which then lets the worker finish its page.
            start_new_session=True,
        )

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Send one request and wait for its answer; a worker that takes too long is stopped."""
        requests, answers = _pipes(self.process)
        timer = threading.Timer(seconds * PATIENCE, self.process.kill)
        timer.daemon = True
        timer.start()
        try:
            requests.write(wire.dump({**request, "seconds": seconds}))
            requests.flush()
            line = answers.readline(wire.LONGEST + 1)
        except (OSError, ValueError) as error:
            raise WorkerDiedError from error
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            raise WorkerDiedError
        return wire.load(line)

    def stop(self) -> None:
        """End the process and release its pipes."""
        self.process.kill()
        self.process.wait()
        for pipe in _pipes(self.process):
            try:
                pipe.close()
            except OSError:
                # The worker went away with a request half written; there is nothing left to save.
                continue


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the worker was started without pipes")
    return process.stdin, process.stdout
