"""Finds a Chromium for the browser tests; ``python -m tests.chromium`` prints where it is."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def chromium() -> Path | None:
    """The browser to test with: ``PDFCLEAN_CHROMIUM``, the system's, or Playwright's own."""
    named = os.environ.get("PDFCLEAN_CHROMIUM")
    if named:
        return Path(named)
    found = next(filter(None, map(shutil.which, NAMES)), None)
    # A snap cannot read the fresh profiles that the tests give it.
    if found and Path(found).resolve().name != "snap":
        return Path(found)
    for path in map(Path, MAC_APPLICATIONS):
        if path.is_file():
            return path
    return _playwrights_own()


def _playwrights_own() -> Path | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.is_file() else None


if __name__ == "__main__":
    place = chromium()
    print(place or "no Chromium found")
    sys.exit(place is None)
