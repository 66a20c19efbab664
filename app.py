"""Serve the page: ``python app.py``, then open the address it prints."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from pdfclean.extraction.reader import Reader

# Before the page's own imports, which take seconds: the worker starts beside them.
reader = Reader()
reader.warm()

from pdfclean.jobs import JobStore  # noqa: E402
from pdfclean.pipeline import clean  # noqa: E402
from pdfclean.ui import build, launch  # noqa: E402


def main() -> None:
    """Put the parts together and serve until Ctrl-C."""
    folder = os.environ.get("PDFCLEAN_JOBS") or Path(tempfile.gettempdir()) / "pdfclean-jobs"
    store = JobStore(Path(folder), reader, clean)
    try:
        launch(build(store))
    finally:
        store.close()
        reader.close()


if __name__ == "__main__":
    main()
