"""Serve the page: ``python app.py``, then open the address it prints."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from pdfclean.extraction.reader import Reader


def main() -> None:
    """Put the parts together and serve until Ctrl-C."""
    with Reader() as reader:
        reader.warm(pair=True)
        # These take seconds to import; the worker starts beside them.
        from pdfclean.jobs import JobStore, Outlook, Pace
        from pdfclean.llm.on_demand import models
        from pdfclean.pipeline import clean
        from pdfclean.ui import build, launch

        folder = Path(tempfile.gettempdir()) / f"pdfclean-{Path.home().name}"
        folder = Path(os.environ.get("PDFCLEAN_JOBS", folder))
        outlook = Outlook(Pace(folder / "pace.json"))
        outlook.warm()
        store = JobStore(folder, reader, clean, loader=models(), outlook=outlook)
        try:
            launch(build(store))
        finally:
            store.close()


if __name__ == "__main__":
    main()
