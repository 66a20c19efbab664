"""The command line: a PDF in, clean text out, progress on standard error."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pdfclean import pipeline
from pdfclean.cli.arguments import parse
from pdfclean.cli.run import Exit, Partners, run
from pdfclean.cli.terminal import Progress, say, speak_utf8, stop_on_signal
from pdfclean.errors import ModelError, PdfCleanError
from pdfclean.extraction.reader import Reader
from pdfclean.llm.on_demand import models

__all__ = ["Exit", "main"]


@contextmanager
def open_pdf(path: Path, password: str) -> Iterator[pipeline.Source]:
    """Open a PDF through a worker of its own."""
    with Reader() as reader, reader.open(path, password) as pdf:
        yield pdf


def _partners() -> Partners:
    return Partners(open_pdf, models())


def main(arguments: Sequence[str] | None = None, partners: Partners | None = None) -> int:
    """Run the command; returns its exit status.

    Args:
        arguments: the command line without the program's name; ``sys.argv``'s by default.
        partners: what to work with; by default PDFs from the disk and models on this machine.

    Raises:
        SystemExit: with status 2 and a usage line when the arguments are wrong.
    """
    speak_utf8(sys.stdout, sys.stderr)
    task = parse(arguments)
    try:
        with stop_on_signal() as stopped, Progress(sys.stderr, task.shows_progress) as progress:
            return run(task, partners or _partners(), stopped, progress)
    except KeyboardInterrupt:
        return Exit.STOPPED
    except BrokenPipeError:
        # Whoever read our output has had enough. Nothing is left for Python to flush at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.STOPPED
    except Exception as error:
        sentence, status = _failure(error)
        say(sentence)
        return status


def _failure(error: Exception) -> tuple[str, Exit]:
    """What went wrong in one sentence or two, and the status that says so."""
    if isinstance(error, ModelError):
        return str(error), Exit.MODEL
    if isinstance(error, PdfCleanError):
        return str(error), Exit.PDF
    if isinstance(error, OSError):
        return f"Cannot write {error.filename or 'the text'}: {error.strerror}.", Exit.USAGE
    place = traceback.extract_tb(error.__traceback__)[-1]
    return (
        f"This PDF could not be cleaned because of a mistake in pdfclean ({error!r} at "
        f"{Path(place.filename).name}:{place.lineno}). Please report it."
    ), Exit.PDF
