"""A served page and a visitor with a real Chromium."""

from __future__ import annotations

import base64
import gc
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Download, Page, expect, sync_playwright

from pdfclean.extraction.reader import Reader
from pdfclean.jobs import JobStore
from pdfclean.ui import build, launch
from tests.chromium import chromium
from tests.scripted import FakeReader, Script

SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PDF = b"%PDF-1.7\n"  # enough for a scripted reader
PATIENCE = 20_000  # milliseconds
WHOLE = re.compile("^Download")
"""What the Download button says when the text is whole."""

SCREEN_TEXT = """() => [...document.querySelectorAll(".live-text p")].reduce(
  (text, p) => text + (text && p.className !== "goes-on" ? "\\n\\n" : "") + p.textContent, "")"""
DATA_TRANSFER = """(files) => {
  const transfer = new DataTransfer();
  for (const [name, base64] of files) {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    transfer.items.add(new File([bytes], name, { type: "application/pdf" }));
  }
  return transfer;
}"""

SETTLED = """(selector) => new Promise((done) => {
  const still = () => { observer.disconnect(); done(); };
  let timer = setTimeout(still, 500);
  const observer = new MutationObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(still, 500);
  });
  observer.observe(document.querySelector(selector), { childList: true, subtree: true });
})"""


QUIET = (
    # Gradio's queue uses what pandas 3 deprecates.
    "ignore:'future.no_silent_downcasting' is deprecated",
    "ignore:The copy keyword is deprecated",
    # Gradio's server and client leave their event loops to the garbage collector.
    "ignore:unclosed:ResourceWarning",
)
"""Warnings of others that nothing here could mend."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All other warnings are errors here too."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            for each in QUIET:
                item.add_marker(pytest.mark.filterwarnings(each))


class Site:
    """A served page over a job store."""

    def __init__(self, folder: Path, clean: Any, reader: Any, **options: Any) -> None:
        self.store = JobStore(folder, reader, clean, **options)
        self._page = build(self.store)
        _, self.url, _ = launch(
            self._page, server_name="127.0.0.1", prevent_thread_lock=True, quiet=True
        )

    def close(self) -> None:
        """Stop all runs and the server."""
        self.store.close()
        self._page.close(verbose=False)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """The real one."""
    with Reader() as warm:
        warm.warm()
        yield warm


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Serves a page; by default over a scripted pipeline and a reader that reads anything."""
    sites: list[Site] = []

    def start(clean: Any = None, reader: Any = None, **options: Any) -> Site:
        script = clean or Script(["One. ", "\n\nTwo."], free=100)
        folder = tmp_path / f"jobs-{len(sites)}"
        sites.append(Site(folder, script, reader or FakeReader(), **options))
        return sites[-1]

    yield start
    while sites:
        sites.pop().close()
    # Here the garbage of Gradio's server may pass, see QUIET; after the last test it would not.
    gc.collect()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    path = chromium()
    if path is None:
        pytest.fail(
            "The browser tests need Chromium or Chrome. Install one (apt install chromium), or set "
            "PDFCLEAN_CHROMIUM to where it is."
        )
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=str(path), args=FLAGS)
        yield chrome
        chrome.close()


class Visitor:
    """Someone at the page: what they do and what they see."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        self.strangers: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._request)

    def open(self, url: str) -> Visitor:
        """Go to the page and wait till it can be used."""
        self.page.goto(url)
        self.page.wait_for_selector("#file button")
        # The component has taken up its work.
        self.page.wait_for_function("() => window.pdfclean")
        return self

    def drop(self, data: bytes = PDF, name: str = "paper.pdf") -> None:
        """Drop a file on the page, as a mouse does."""
        self.drop_all((name, data))

    def drop_all(self, *files: tuple[str, bytes]) -> None:
        """Drop files on the page together."""
        encoded = [[name, base64.b64encode(data).decode()] for name, data in files]
        transfer = self.page.evaluate_handle(DATA_TRANSFER, encoded)
        self.page.dispatch_event("#file button", "drop", {"dataTransfer": transfer})

    def drop_and_read(self, data: bytes = PDF, name: str = "paper.pdf") -> None:
        """Drop a file and wait for its preflight."""
        self.drop(data, name)
        expect(self.page.locator("#clean")).to_be_enabled(timeout=PATIENCE)

    def open_settings(self) -> None:
        """Open the drawer with the model and the sliders, if it is not open."""
        chunk_size = self.page.get_by_label("range slider for Chunk size")
        if not chunk_size.is_visible():
            self.page.get_by_role("button", name="Settings").click()
            chunk_size.wait_for()

    def open_advanced(self) -> None:
        """Open the drawer, and wait until Gradio has drawn all of it: a field that is drawn once
        more loses what was typed into it meanwhile."""
        self.page.get_by_role("button", name="Advanced").click()
        self.page.locator("#advanced").get_by_label("Prompt").wait_for()
        self.page.evaluate(SETTLED, "#advanced")

    def open_pages(self) -> None:
        """Open the panel with the pages, and wait until all of it is drawn."""
        self.page.get_by_role("button", name="Choose pages").click()
        self.page.get_by_label("Pages", exact=True).wait_for()
        self.page.evaluate(SETTLED, "#pick")

    def fill(self, label: str, text: str) -> None:
        """Fill a field and leave it; Gradio takes a moment to notice."""
        field = self.page.get_by_label(label, exact=True)
        field.fill(text)
        field.press("Tab")
        self.page.evaluate("new Promise((done) => setTimeout(done, 100))")

    def clean(self) -> None:
        """Press Clean."""
        self.page.click("#clean")

    def wait_state(self, state: str, timeout: float = PATIENCE) -> None:
        """Until the run is, for example, "finished"."""
        self.page.wait_for_selector(f'.live[data-state="{state}"]', timeout=timeout)

    def wait_text(self, text: str) -> None:
        """Until a text stands on the screen."""
        expect(self.page.locator(".live-text")).to_contain_text(text, timeout=PATIENCE)

    @property
    def text(self) -> str:
        """The text on the screen, paragraphs parted by a blank line."""
        shown: str = self.page.evaluate(SCREEN_TEXT)
        return shown

    @property
    def alert(self) -> str:
        """The sentence in the alert region, once there is one."""
        alert = self.page.locator("#alert [role=alert] p")
        alert.wait_for()
        return alert.inner_text()

    def wait_whole(self) -> None:
        """Until all of the text can be downloaded."""
        expect(self.page.locator("#download")).to_have_text(WHOLE, timeout=PATIENCE)

    def download(self, selector: str = "#download") -> tuple[str, bytes]:
        """Click, and get the name and content of the file that comes."""
        with self.page.expect_download() as coming:
            self.page.click(selector)
        download: Download = coming.value
        return download.suggested_filename, Path(download.path()).read_bytes()

    def download_as(self, kind: str, name: str = "", **options: bool) -> tuple[str, bytes]:
        """Get a file of a kind ("Word", "Text", ...) by the panel, with these boxes ticked."""
        self.page.click("#download-more")
        panel = self.page.locator("#download-panel")
        panel.get_by_role("radio", name=re.compile(f"^{kind}")).check()
        for label, ticked in options.items():
            panel.locator(f"[name={label}]").set_checked(ticked)
        if name:
            panel.get_by_label("File name").fill(name)
        return self.download("#download-panel [type=submit]")

    @property
    def saved(self) -> str:
        """What the Download button saves as plain text, without the line end that closes it."""
        name, data = self.download()
        assert name.endswith(".txt")
        return data.decode().removesuffix("\n")

    def shot(self, name: str, whole: bool = False) -> None:
        """A screenshot for whoever wants to look: of the window, or of the whole page."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=whole)

    def _console(self, message: Any) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _request(self, request: Any) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            self.strangers.append(request.url)


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Opens the page in a fresh profile; no error in the console, no request elsewhere."""
    visitors: list[Visitor] = []

    def go(site: Site | str, **options: Any) -> Visitor:
        options.setdefault("viewport", {"width": 1280, "height": 800})
        page = browser.new_context(**options).new_page()
        visitors.append(Visitor(page))
        return visitors[-1].open(site if isinstance(site, str) else site.url)

    yield go
    for visitor in visitors:
        visitor.page.context.close()
        assert not visitor.strangers
        assert not visitor.errors
