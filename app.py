"""Serve the page: ``python app.py``, then open the address it prints."""

from __future__ import annotations

import os
from pathlib import Path

from pdfclean.extraction.reader import Reader


def main() -> None:
    """Put the parts together and serve until Ctrl-C."""
    with Reader() as reader:
        reader.warm(pair=True)
        # These take seconds to import; the worker starts beside them.
        from pdfclean.jobs import KEEP, KEEP_SHARED, JobStore, Outlook, Pace, default_folder
        from pdfclean.llm.on_demand import models
        from pdfclean.pipeline import clean
        from pdfclean.ui import build, launch

        named = os.environ.get("PDFCLEAN_JOBS")
        folder = Path(named) if named else default_folder()
        keep = KEEP_SHARED if os.environ.get("SPACE_ID") else KEEP
        outlook = Outlook(Pace(folder / "pace.json"))
        outlook.warm()
        store = JobStore(folder, reader, clean, loader=models(), keep=keep, outlook=outlook)
        # Gradio's own copies of what comes and goes, where the store clears up at its start.
        os.environ.setdefault("GRADIO_TEMP_DIR", str(store.passing))
        try:
            launch(build(store))
        finally:
            store.close()


if __name__ == "__main__":
    main()
