"""``transformers serve`` in a process of its own, to be killed and started again."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from socket import create_server
from types import TracebackType

START = 120.0
"""Most seconds until it listens, on a busy machine."""


class Served:
    """A real server on the loopback address; a context manager.

    Args:
        folder: the model, which is loaded before the server listens.
        log: where its output goes.
    """

    def __init__(self, folder: Path, log: Path) -> None:
        self.model = str(folder)
        self._log = log
        with create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """The base address."""
        return f"http://127.0.0.1:{self.port}/v1"

    def start(self) -> None:
        """Start it and wait until it listens."""
        command = [
            sys.executable, "-c", "from transformers.cli.transformers import main; main()",
            "serve", self.model, "--host", "127.0.0.1", "--port", str(self.port),
            "--device", "cpu", "--dtype", "float32",
        ]  # fmt: skip
        environment = {**os.environ, "HF_HUB_OFFLINE": "1", "OMP_WAIT_POLICY": "PASSIVE"}
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        end = time.monotonic() + START
        while not self._listens():
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"it did not start: {self._log.read_text()[-2000:]}")
            time.sleep(0.2)

    def kill(self) -> None:
        """End it at once, as a power cut does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def __enter__(self) -> Served:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()

    def _listens(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=2):
                return True
        except OSError:
            return False
