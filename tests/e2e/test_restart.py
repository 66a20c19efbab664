"""The server is killed in the middle of a run, with what the reader chose, and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from pdfclean.pipeline import WHOLE_DOCUMENT_PAGES
from tests.e2e.conftest import PATIENCE, Visitor
from tests.e2e.test_app import ROOT, free_port, wait_for
from tests.pdfs import odd, reportlab_papers

LONG = WHOLE_DOCUMENT_PAGES + 20
"""Pages: cleaned window by window, so that there is time to kill it between two."""


class Server:
    """``python app.py`` on one port and one folder, as often as it takes."""

    def __init__(self, folder: Path) -> None:
        self._port = free_port()
        self._folder = folder
        self._process: subprocess.Popen[str] | None = None
        self.url = f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start it and wait till it answers."""
        self._process = subprocess.Popen(
            [sys.executable, "app.py"],
            cwd=ROOT,
            env={
                **os.environ,
                "GRADIO_SERVER_PORT": str(self._port),
                "PDFCLEAN_JOBS": str(self._folder),
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            text=True,
        )
        wait_for(self.url, self._process)

    def kill_after(self, chunks: int, before: set[Path]) -> None:
        """Kill it as soon as a spool that is none of these has so many chunks."""
        deadline = time.monotonic() + 3 * PATIENCE / 1000
        while not any(path.read_bytes().count(b"\n") > chunks for path in self.spools() - before):
            assert time.monotonic() < deadline
            time.sleep(0.002)
        self.kill()

    def spools(self) -> set[Path]:
        """What runs have written."""
        return set(self._folder.glob("*/run-*.jsonl"))

    def kill(self) -> None:
        """Not so much as a goodbye."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path / "jobs")
    yield made
    made.kill()


class Unbroken:
    """The text of a run that nobody kills; it is made while the other one is looked at."""

    def __init__(self, document: bytes, folder: Path) -> None:
        (folder / "long.pdf").write_bytes(document)
        self._out = folder / "clean.txt"
        command = [sys.executable, "-m", "pdfclean", folder / "long.pdf", "-o", self._out]
        self._run = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    @property
    def text(self) -> str:
        assert self._run.wait(3 * PATIENCE / 1000) == 0
        return self._out.read_text("utf-8")

    def close(self) -> None:
        self._run.kill()
        self._run.wait()


@pytest.fixture
def unbroken(tmp_path: Path) -> Iterator[Unbroken]:
    made = Unbroken(odd.huge(LONG).data, tmp_path)
    yield made
    made.close()


@pytest.mark.browser
def test_a_killed_server_loses_nothing(
    server: Server, visit: Callable[..., Visitor], unbroken: Unbroken
) -> None:
    document = odd.huge(LONG).data
    server.start()
    visitor = visit(server.url)
    page = visitor.page
    # One document is clean, and something of it was restored.
    visitor.drop_and_read(reportlab_papers.paper().data, "first.pdf")
    visitor.clean()
    visitor.wait_state("finished")
    page.click("#tab-removed")
    item = page.locator(".removed .item").nth(1)
    item.locator(".act").click()
    expect(item.locator(".item-meta")).to_contain_text("Restored")
    page.click("#tab-text")
    chosen = visitor.text
    # Another is being cleaned when the server dies.
    visitor.drop_and_read(document, "long.pdf")
    expect(page.locator(".facts dl")).to_contain_text(str(LONG), timeout=3 * PATIENCE)
    expect(page.locator("#clean")).to_be_enabled()
    before = server.spools()
    visitor.clean()
    server.kill_after(3, before)
    seen = visitor.text
    server.start()
    page.reload()
    visitor.errors.clear()  # of the time without a server
    page.wait_for_function("() => window.pdfclean")
    visitor.wait_state("interrupted")
    go_on = page.locator("#go-on")
    expect(go_on).to_be_visible(timeout=3 * PATIENCE)
    assert go_on.inner_text().startswith("Continue from page ")
    # All that was on the screen is there again.
    assert visitor.text.startswith(seen.rstrip() or "The")
    visitor.shot("interrupted")
    go_on.click()
    visitor.wait_state("finished", 6 * PATIENCE)
    expect(page.locator("#download")).to_have_text("Download .txt", timeout=PATIENCE)
    whole = visitor.download()[1].decode()
    assert whole.rstrip("\n") == unbroken.text.rstrip("\n")
    # The other one is as its reader left it.
    page.locator(".doc").filter(has_text="Listening").locator(".doc-open").click()
    visitor.wait_state("finished")
    expect(page.locator(".live-text")).to_contain_text("Listening to Paper")
    expect(page.locator("#download")).to_have_text("Download .txt", timeout=PATIENCE)
    assert visitor.text == chosen
    visitor.errors.clear()
