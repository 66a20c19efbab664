"""What tests share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pdfs.typeset import Typeset


@pytest.fixture
def on_disk(tmp_path: Path) -> Callable[[Typeset | bytes], Path]:
    """Writes a test document to a file of its own."""

    def write(document: Typeset | bytes) -> Path:
        data = document.data if isinstance(document, Typeset) else document
        path = tmp_path / f"document-{len(list(tmp_path.iterdir()))}.pdf"
        path.write_bytes(data)
        return path

    return write
