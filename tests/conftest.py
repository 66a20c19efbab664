"""What tests share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pdfs.typeset import Typeset

if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    # Every processor has a worker of its own: torch's threads would only wait for each other.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    # Gradio looks for a free port and takes it a moment later: two workers would find the same one.
    os.environ["GRADIO_SERVER_PORT"] = str(7860 + 100 * int(worker.removeprefix("gw")))


@pytest.fixture
def on_disk(tmp_path: Path) -> Callable[[Typeset | bytes], Path]:
    """Writes a test document to a file of its own."""

    def write(document: Typeset | bytes) -> Path:
        data = document.data if isinstance(document, Typeset) else document
        path = tmp_path / f"document-{len(list(tmp_path.iterdir()))}.pdf"
        path.write_bytes(data)
        return path

    return write
