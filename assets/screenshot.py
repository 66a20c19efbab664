"""Takes the README's pictures of the page: ``python assets/screenshot.py``.

Starts the app on a free port, drops the example document, waits for its last sentence; then the
text, the page of the PDF beside it, and in the dark what was removed.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from time import monotonic, sleep

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.chromium import chromium  # noqa: E402

EXAMPLE = ROOT / "assets" / "examples" / "counting-swifts.pdf"
LAST_WORDS = "teaching their landlords to hear them."
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZE = (1280, 860)
START_SECONDS = 90


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, app: subprocess.Popen[bytes]) -> None:
    """Return when the page answers."""
    end = monotonic() + START_SECONDS
    while monotonic() < end and app.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=1).close()  # noqa: S310
            return
        except OSError:
            sleep(0.3)
    raise SystemExit("the app did not start")


SENTENCE = "A swift that leaves its nest"


def clean(page: Page, address: str) -> None:
    """Drop the example and clean it; the top of the text is seen."""
    page.goto(address)
    page.locator("#file input[type=file]").set_input_files(EXAMPLE)
    page.locator("button#clean:enabled").click()
    page.locator("#live").get_by_text(LAST_WORDS).wait_for()
    page.locator("#download").wait_for()
    # What goes has faded by then.
    page.wait_for_timeout(4000)
    page.evaluate("document.querySelectorAll('#live, #live *').forEach(e => { e.scrollTop = 0 })")
    page.mouse.move(0, 0)
    page.wait_for_timeout(300)


def show_page(page: Page) -> None:
    """A sentence, and the page of the PDF where it stands."""
    page.locator(".live-text").get_by_text(SENTENCE).click(position={"x": 60, "y": 12})
    page.get_by_role("button", name="Show page").click()
    page.locator("#source img").first.wait_for()
    page.wait_for_timeout(1500)


def show_removed(page: Page) -> None:
    """The list of what was removed."""
    page.get_by_role("tab", name="Removed").click()
    page.locator("#removed li").first.wait_for()
    page.wait_for_timeout(500)


def main() -> None:
    """Start the app, take the pictures, stop the app."""
    port = free_port()
    with tempfile.TemporaryDirectory() as jobs:
        environment = {
            **os.environ,
            "GRADIO_SERVER_NAME": "127.0.0.1",
            "GRADIO_SERVER_PORT": str(port),
            "PDFCLEAN_JOBS": jobs,
        }
        app = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(address, app)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
                width, height = SIZE
                pictures = ROOT / "assets"
                page = browser.new_page(viewport={"width": width, "height": height})
                clean(page, address)
                page.screenshot(path=pictures / "screenshot.png")
                show_page(page)
                page.screenshot(path=pictures / "page.png")
                page = browser.new_page(
                    viewport={"width": width, "height": height}, color_scheme="dark"
                )
                clean(page, address)
                show_removed(page)
                page.screenshot(path=pictures / "removed.png")
                browser.close()
        finally:
            app.terminate()
            app.wait(timeout=20)


if __name__ == "__main__":
    main()
