"""A whole run of the command line with a model on a server, over a PDF of our own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pdfclean.cli import Exit, main
from tests.openai_server import OpenAIServer, Reply, error, words
from tests.pdfs import reportlab_papers
from tests.pdfs.typeset import Typeset

KEY = "sk-very-secret"


def first_line_out(body: dict[str, Any]) -> Reply:
    """A model that leaves out the first of several lines, and has a word to say."""
    lines = body["messages"][-1]["content"].strip().split("\n")
    kept = lines[1:] if len(lines) > 2 else lines
    return Reply(words("\n".join(["Certainly!", *kept, "END"])), wait=0.02)


def run(
    server: OpenAIServer, path: Path, folder: Path, *options: str, out: str = "clean.txt"
) -> tuple[int, str, str]:
    report = folder / "report.json"
    arguments = [str(path), "-o", str(folder / out), "--report", str(report), "--chunk-size", "400"]
    status = main([*arguments, "--server", server.address, "--polish", "all", *options])
    return status, (folder / out).read_text("utf-8"), report.read_text("utf-8")


def test_a_run_with_a_server(
    on_disk: Callable[[Typeset | bytes], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = on_disk(reportlab_papers.paper())
    monkeypatch.setenv("THEIR_KEY", KEY)
    with OpenAIServer(first_line_out, key=KEY) as server:
        options = ("--key-env", "THEIR_KEY", "--in-flight", "4")
        status, text, report = run(server, path, tmp_path, *options)
    assert status == Exit.DONE
    assert 1 < server.most_at_once <= 4
    assert "Certainly" not in text
    told = json.loads(report)
    assert told["settings"]["server"] == server.address
    assert told["settings"]["in_flight"] == 4
    gone = [item for item in told["removed"] if item["stage"] == "model"]
    assert gone and all(item["text"] not in text for item in gone)
    assert KEY not in report + text + "".join(capsys.readouterr())


def test_a_server_that_dies_leaves_a_whole_text_and_says_so(
    on_disk: Callable[[Typeset | bytes], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = on_disk(reportlab_papers.paper())
    monkeypatch.setattr("pdfclean.llm.remote.connect.AWAY", 0.5)
    seen: list[object] = []

    def script(body: dict[str, Any]) -> Reply:
        seen.append(body)
        return first_line_out(body) if len(seen) < 5 else error(500, "out of memory")

    with OpenAIServer() as server:
        assert main([str(path), "-o", str(tmp_path / "plain.txt")]) == Exit.DONE
        server.script = script
        status, text, report = run(server, path, tmp_path)
    assert status == Exit.MODEL
    said = capsys.readouterr().err
    assert "fails (error 500)" in said and "not polished" in said
    plain = (tmp_path / "plain.txt").read_text("utf-8")
    gone = [item["text"] for item in json.loads(report)["removed"] if item["stage"] == "model"]
    assert len(text.split()) >= len(plain.split()) - sum(len(one.split()) for one in gone)
