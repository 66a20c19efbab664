"""What the reading worker may not do, tried in a process of its own; and bombs."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from pdfclean.document import DocumentInfo, Page
from pdfclean.extraction import limits, wire
from pdfclean.extraction.reader import (
    MOST_LOST,
    PAGE_SECONDS,
    OpenPdf,
    Reader,
    WorkerLostError,
)
from tests.pdfs.raw import bomb, pages_of, show

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="these limits are Linux's")


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as shared:
        yield shared


def confined(code: str) -> str:
    """What a confined process prints."""
    start = "from pdfclean.extraction import limits\nimport os, socket\nlimits.confine()\n"
    done = subprocess.run(
        [sys.executable, "-c", start + textwrap.dedent(code)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout.strip() or str(done.returncode)


@pytest.mark.parametrize(
    ("what", "refused"),
    [
        ("socket.socket(socket.AF_INET, socket.SOCK_STREAM)", "PermissionError"),
        ("socket.socketpair()", "PermissionError"),
        ("os.execv('/bin/true', ['true'])", "PermissionError"),
        ("os.kill(os.getppid(), 0)", "PermissionError"),
        ("bytearray(2_000_000_000)", "MemoryError"),
        ("open('written-by-the-worker', 'wb').write(b'x' * 10_000)", "OSError"),
        ("[open('/dev/null') for _ in range(1000)]", "OSError"),
    ],
)
def test_the_worker_is_refused(
    what: str, refused: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).resolve().parents[2]))
    code = f"""
        try:
            {what}
            print("done")
        except BaseException as error:
            print(type(error).__name__)
    """
    assert confined(code) == refused
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) == 0


def test_a_request_that_computes_for_ever_is_ended() -> None:
    assert confined("limits.allow(0.5)\nwhile True: pass") in {"-24", "-9"}


def test_the_time_of_one_request_is_not_taken_from_the_next() -> None:
    code = """
        import time
        def work(seconds):
            limits.allow(1)
            until = time.process_time() + seconds
            while time.process_time() < until: pass
        for _ in range(4): work(0.7)
        print("alive")
    """
    assert confined(code) == "alive"


# Bombs --------------------------------------------------------------------------------------------


def test_a_bomb_costs_a_worker_and_not_the_app(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "bomb.pdf"
    path.write_bytes(pages_of(bomb(300), entries="/Filter/FlateDecode"))
    with reader.open(path) as opened:
        (page,) = opened.read([1])
    assert page.reader in {"none", "pypdf"}
    worker = psutil.Process(_worker(reader))
    assert worker.memory_info().rss < limits.MEMORY
    assert _text(reader, tmp_path) == "Still here."


class Fragile(Reader):
    """A reader whose worker dies over every page but the first."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: list[float] = []

    def ask(self, request: dict[str, Any], seconds: float) -> tuple[dict[str, Any], int]:
        if request["op"] == "open":
            return {"info": wire.encode_info(DocumentInfo(pages=99))}, 0
        if request["op"] == "close":
            return {}, 0
        if request["number"] > 1:
            self.seconds.append(seconds)
            raise WorkerLostError
        return {"page": wire.encode_page(Page(1, (612, 792), ()))}, 0


def test_a_file_of_bombs_is_given_up_soon_and_the_page_before_them_stays() -> None:
    reader = Fragile()
    with OpenPdf(reader, Path("bombs.pdf"), "", "d0") as opened:
        pages = list(opened.read(range(1, 100)))
    assert [page.reader for page in pages] == ["pdfium", *["none"] * 98]
    assert len(reader.seconds) == MOST_LOST
    assert sum(reader.seconds) < 2 * PAGE_SECONDS
    assert reader.seconds == sorted(reader.seconds, reverse=True)


def test_a_message_that_is_too_long_is_not_taken(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "long.pdf"
    path.write_bytes(pages_of(show("Long enough.")))
    with reader.open(path) as opened:
        monkeypatch.setattr(wire, "LONGEST", 10)
        (page,) = opened.read([1])
    assert page.reader == "none"


# Helpers ------------------------------------------------------------------------------------------


def _worker(reader: Reader) -> int:
    reader.warm()
    assert reader._worker is not None
    return reader._worker.process.pid


def _text(reader: Reader, folder: Path) -> str:
    path = folder / "plain.pdf"
    path.write_bytes(pages_of(show("Still here.")))
    with reader.open(path) as opened:
        (page,) = opened.read([1])
    return page.lines[0].text
