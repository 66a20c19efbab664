"""The command line as a process of its own: pipes, signals, exit statuses, locales."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.pdfs import odd, typst_papers
from tests.pdfs.typeset import Typeset

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "pdfclean"]
SECONDS = 60
PAPER = typst_papers.paper()
OnDisk = Callable[[Typeset | bytes], Path]


def run(
    *arguments: object, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the command to its end."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        timeout=SECONDS,
        check=False,
    )


def test_a_file_in_and_a_file_out(on_disk: OnDisk, tmp_path: Path) -> None:
    out, report = tmp_path / "clean.txt", tmp_path / "report.json"
    done = run(on_disk(PAPER), "-o", out, "--report", report)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    text = out.read_text(encoding="utf-8")
    assert PAPER.keep[0] in text
    assert PAPER.keep[-1] in text
    told = json.loads(report.read_text(encoding="utf-8"))
    assert told["complete"] is True
    assert told["document"]["title"].startswith("Listening to Paper")
    assert told["counts"]["citations"]["items"] >= 5
    assert {"page", "category", "text", "reason"} <= set(told["removed"][0])


def test_standard_input_and_output_are_the_same_as_files(on_disk: OnDisk) -> None:
    by_name = run(on_disk(PAPER))
    piped = run("-", stdin=PAPER.data)
    assert by_name.returncode == piped.returncode == 0
    assert by_name.stdout == piped.stdout
    assert by_name.stdout.endswith(PAPER.keep[-1].encode() + b"\n")


def test_the_text_is_utf8_in_any_locale(on_disk: OnDisk) -> None:
    done = run(on_disk(PAPER), LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="")
    assert done.returncode == 0
    assert "Café sales" in done.stdout.decode("utf-8")


REFUSED = [
    (odd.renamed_text(), (), 3),
    (b"", (), 3),
    (odd.truncated(odd.renamed_text()), (), 3),
    (odd.scanned().data, (), 3),
    (odd.encrypted().data, (), 3),
    (odd.encrypted().data, ("--password", "wrong"), 3),
    (PAPER.data, ("--pages", "900"), 3),
    (PAPER.data, ("--pages", "x"), 2),
    (PAPER.data, ("--chunk-size", "1"), 2),
    (PAPER.data, ("--polish", "all", "--model", "./no/such/folder"), 4),
]


@pytest.mark.parametrize(("data", "arguments", "status"), REFUSED)
def test_what_cannot_be_done_is_said_in_a_sentence(
    data: bytes, arguments: tuple[str, ...], status: int, on_disk: OnDisk
) -> None:
    done = run(on_disk(data), *arguments)
    error = done.stderr.decode()
    assert (done.returncode, done.stdout) == (status, b"")
    assert "Traceback" not in error
    assert error.rstrip().endswith((".", ")"))
    if status != 2:
        assert error.startswith("pdfclean: ")
        assert error.count("\n") == 1


def test_the_password_opens_it(on_disk: OnDisk) -> None:
    done = run(on_disk(odd.encrypted()), "--password", odd.PASSWORD)
    assert done.returncode == 0
    assert odd.LOCKED_SENTENCES[-1].encode() in done.stdout


def test_pages_and_characters_can_be_limited(on_disk: OnDisk) -> None:
    book = odd.huge(8)
    path = on_disk(book)
    two = run(path, "--pages", "2,4-4").stdout.decode()
    flat = " ".join(two.split())
    kept = [number for number, sentence in enumerate(book.keep) if sentence in flat]
    assert kept == [4, 5, 6, 7, 12, 13, 14, 15]
    assert 0 < len(run(path, "--max-chars", "500").stdout) < 600


def test_a_reader_who_has_had_enough(on_disk: OnDisk) -> None:
    """As in ``| head``: no traceback, no complaint."""
    process = subprocess.Popen(
        [*COMMAND, str(on_disk(odd.huge(1000)))],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.read(100)
    process.stdout.close()
    error = process.stderr.read()
    process.stderr.close()
    assert (process.wait(SECONDS), error) == (130, b"")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_the_run_and_keeps_the_text(
    number: signal.Signals, on_disk: OnDisk, tmp_path: Path
) -> None:
    book = odd.huge(1000)
    report = tmp_path / "report.json"
    process = subprocess.Popen(
        [*COMMAND, str(on_disk(book)), "--report", str(report)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        bufsize=0,
    )
    assert process.stdout is not None
    first = process.stdout.read(1)
    children = psutil.Process(process.pid).children(recursive=True)
    assert len(children) == 1
    process.send_signal(number)
    rest, error = process.communicate(timeout=SECONDS)
    text = " ".join((first + rest).decode().split())
    assert (process.returncode, error) == (130, b"")
    assert text.startswith(book.keep[0])
    assert not text.endswith(book.keep[-1])
    told = json.loads(report.read_text(encoding="utf-8"))
    assert told["complete"] is False
    # The reading process is gone with it.
    assert psutil.wait_procs(children, timeout=10)[1] == []


def test_memory_stays_small(on_disk: OnDisk) -> None:
    """The process tree of a 1,000-page run stays under the 400 MB promised for a paper."""
    process = subprocess.Popen(
        [*COMMAND, str(on_disk(odd.huge(1000)))], stdout=subprocess.DEVNULL, cwd=ROOT
    )
    tree = psutil.Process(process.pid)
    most = 0
    while process.poll() is None:
        try:
            members = [tree, *tree.children(recursive=True)]
            most = max(most, sum(member.memory_info().rss for member in members))
        except psutil.NoSuchProcess:
            # It ended between two looks.
            continue
        time.sleep(0.05)
    assert process.returncode == 0
    assert 20e6 < most < 400e6
