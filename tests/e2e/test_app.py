"""``python app.py`` as a producer starts it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import Visitor
from tests.pdfs import odd

ROOT = Path(__file__).parents[2]
START = 120.0
"""Seconds that a start may take here; some 5 on a quiet machine, 50 have been seen on busy ones."""
FIRST_TEXT = 2.0
"""Seconds from the click to the first clean text."""


@pytest.fixture
def app(tmp_path: Path) -> Iterator[str]:
    """The address of a running app."""
    port = free_port()
    environment = {
        **os.environ,
        "GRADIO_SERVER_PORT": str(port),
        "PDFCLEAN_JOBS": str(tmp_path / "jobs"),
    }
    process = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(url, process)
        yield url
    finally:
        process.terminate()
        output, _ = process.communicate(timeout=20)
        assert "Traceback" not in output, output


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def wait_for(url: str, process: subprocess.Popen[str]) -> None:
    """Until the app answers."""
    deadline = time.monotonic() + START
    while time.monotonic() < deadline:
        assert process.poll() is None, process.communicate()[0]
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"No page after {START:.0f} seconds.")


@pytest.mark.browser
def test_from_start_to_download(app: str, visit: Callable[..., Visitor]) -> None:
    visitor = visit(app)
    document = odd.huge(40)
    visitor.drop_and_read(document.data, "chronicle.pdf")
    start = time.monotonic()
    visitor.clean()
    visitor.page.wait_for_selector(".live-text p")
    first = time.monotonic() - start
    visitor.wait_state("finished")
    print(f"\nfirst text {first:.2f} s after the click")
    assert first < FIRST_TEXT
    visitor.wait_whole()
    assert visitor.saved == visitor.text
    assert len(visitor.text.split()) > 500
