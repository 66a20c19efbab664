"""Other tools over the same PDFs, where they are installed: a path in, text out.

A rival may live in an environment of its own (``--rivals-python``), since some carry licences or
dependencies that have no place here. So this module needs nothing but the standard library, and
runs as ``python -m tests.benchmark.rivals NAME PDF``, one process a document, answering in JSON:
a rival that hangs, crashes or chatters costs its own row only.
"""

from __future__ import annotations

import functools
import importlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.benchmark.naive import naive_clean

LONGEST = 1_200
"""Seconds a rival may take over one document; the longest has 192 pages."""


@dataclass(frozen=True, slots=True)
class Rival:
    """A tool, the module or command that it needs, and how it is used at its best for prose."""

    name: str
    needs: str
    convert: Callable[[Path], str]
    command: bool = False


def _pypdf(path: Path) -> str:
    import pypdf

    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def _pdfium_pages(path: Path) -> list[str]:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return [page.replace("\r\n", "\n").replace("￾", "-").replace("\x02", "-") for page in pages]


def _pdftotext(path: Path) -> str:
    command = ["pdftotext", "-enc", "UTF-8", str(path), "-"]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode()


def _naive(path: Path) -> str:
    found = shutil.which("pdftotext")
    return naive_clean(_pdftotext(path).split("\f") if found else _pdfium_pages(path))


def _pymupdf4llm(path: Path) -> str:
    import pymupdf4llm

    # Its layout model may leave out headers and footers; without OCR, which no page here needs.
    return str(pymupdf4llm.to_text(str(path), header=False, footer=False, use_ocr=False))


def _markitdown(path: Path) -> str:
    from markitdown import MarkItDown

    return str(MarkItDown().convert(str(path)).text_content)


def _docling(path: Path) -> str:
    from docling.datamodel.base_models import InputFormat
    from docling.datamodel.pipeline_options import PdfPipelineOptions
    from docling.document_converter import DocumentConverter, PdfFormatOption

    options = PdfFormatOption(pipeline_options=PdfPipelineOptions(do_ocr=False))
    converter = DocumentConverter(format_options={InputFormat.PDF: options})
    return str(converter.convert(path).document.export_to_text())


RIVALS = (
    Rival("naive cleaner", "pypdfium2", _naive),
    Rival("pypdf", "pypdf", _pypdf),
    Rival("PDFium", "pypdfium2", lambda path: "\n".join(_pdfium_pages(path))),
    Rival("pdftotext", "pdftotext", _pdftotext, command=True),
    Rival("pymupdf4llm", "pymupdf4llm", _pymupdf4llm),
    Rival("markitdown", "markitdown", _markitdown),
    Rival("docling", "docling", _docling),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A rival's text, the wall seconds it took (imports left out), and what went wrong."""

    text: str
    seconds: float
    error: str = ""


@functools.lru_cache
def home(rival: Rival, other: str) -> str:
    """The Python in which a rival is installed: this one, ``other`` (if named), or nothing.

    >>> home(Rival("nobody", "no_such_module", str), "")
    ''
    """
    if rival.command:
        return sys.executable if shutil.which(rival.needs) else ""
    probe = "import importlib.util as u, sys; sys.exit(u.find_spec(sys.argv[1]) is None)"
    for python in filter(shutil.which, (sys.executable, other)):
        if not subprocess.run([python, "-c", probe, rival.needs], check=False).returncode:
            return python
    return ""


def ask(name: str, python: str, pdf: Path) -> Answer:
    """Let a rival convert a document in a process of its own."""
    command = [python, "-W", "ignore", "-m", "tests.benchmark.rivals", name, str(pdf)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired:
        return Answer("", LONGEST, f"not done after {LONGEST} seconds")
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        return Answer("", 0.0, last or f"exit status {done.returncode}")
    return Answer(**json.loads(done.stdout))


def main() -> None:
    """Convert one document and write the answer to what was standard output.

    Some rivals print advice to standard output; it goes to standard error.
    """
    _, name, pdf = sys.argv
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out:
        os.dup2(2, 1)
        (rival,) = (rival for rival in RIVALS if rival.name == name)
        if not rival.command:
            importlib.import_module(rival.needs)
        started = time.perf_counter()
        text = rival.convert(Path(pdf))
        answer = {"text": text, "seconds": time.perf_counter() - started}
        json.dump(answer, out)


if __name__ == "__main__":
    main()
