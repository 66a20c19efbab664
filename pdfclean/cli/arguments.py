"""The command line's grammar, and what a command line asks for once it is checked."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pdfclean import __version__
from pdfclean.errors import LimitError
from pdfclean.export import COLUMNS, Format, Options
from pdfclean.llm.tuning import parse as parse_tuning
from pdfclean.outline import section_numbers
from pdfclean.settings import (
    BOLDNESS,
    CHUNK_SIZE,
    DEFAULT_MODEL,
    IN_FLIGHT,
    MAX_NEW_TOKENS,
    TEMPERATURE,
    TOP_P,
    Bound,
    Mode,
    Polish,
    Secret,
    Settings,
    parse_pages,
)

__all__ = ["Task", "parse", "parser"]

KEY_VARIABLE = "OPENAI_API_KEY"
"""Where a server's key is looked for unless --key-env names another variable. A key on the command
line itself would stand in the shell's history and in everybody's list of processes."""
FORMATS = {
    "txt": Format.TEXT,
    "docx": Format.WORD,
    "md": Format.MARKDOWN,
    "json": Format.JSON,
}
"""What --format takes."""


@dataclass(frozen=True, slots=True)
class Task:
    """One command line, checked. ``output`` is ``None`` for standard output.

    ``options`` say what file is written there. ``raw`` is where the text goes as it was found.
    ``outline`` asks for the sections in place of the text; ``sections`` names those to keep, such
    as ``"1,3-5"`` (empty: all).
    """

    input: str
    password: str
    output: Path | None
    report: Path | None
    settings: Settings
    options: Options = field(default_factory=Options)
    raw: Path | None = None
    outline: bool = False
    sections: str = ""

    @property
    def shows_progress(self) -> bool:
        """A progress line and the text would write over each other on one terminal."""
        return sys.stderr.isatty() and not (self.output is None and sys.stdout.isatty())


def parser() -> argparse.ArgumentParser:
    """The command line's grammar."""

    def within(bound: Bound) -> str:
        return f"{bound.least:g} to {bound.most:g}, {bound.default:g} by default"

    result = argparse.ArgumentParser(
        prog="pdfclean",
        description="Turn a PDF into clean prose: every sentence, word for word, and nothing else.",
        epilog="Exit status: 0 done, 2 wrong usage, 3 the PDF cannot be used, 4 the model cannot "
        "be used, 130 stopped (what is there is kept).",
        allow_abbrev=False,
    )
    add = result.add_argument
    add("input", metavar="INPUT.pdf", help="the PDF; - reads standard input")
    add("-o", "--output", metavar="OUT",
        help="write the text here, not to standard output; the ending .docx, .md or .json chooses "
        "the format, any other is plain text")  # fmt: skip
    add("--format", choices=list(FORMATS), help="the format, whatever the ending says")
    add("--wrap", action="store_true", help=f"plain text in lines of at most {COLUMNS} columns")
    add("--source-marks", action="store_true",
        help="put the pages that it comes from behind each paragraph, as [p. 12]")  # fmt: skip
    add("--no-headings", action="store_true", help="leave headings out")
    add("--words", action="store_true",
        help="JSON with every word, its page and its place there")  # fmt: skip
    add("--raw", metavar="RAW.txt", help="write the text as it was found, line by line")
    add("--report", metavar="REPORT.json",
        help="write what was left out, where and why, as JSON; .html is for people")  # fmt: skip
    add("--polish", choices=[p.value for p in Polish], default=Polish.OFF.value,
        help="which parts a language model goes over: none, those that the cleaning was unsure "
        "about, or all; off by default")  # fmt: skip
    add("--mode", choices=[m.value for m in Mode], default=Mode.DELETE.value,
        help="what the model may do: leave out sentences, which cannot add a word (the default), "
        "or write the text anew, which is checked and slow")  # fmt: skip
    add("--boldness", metavar="B", type=float, default=BOLDNESS.default,
        help=f"how boldly the model deletes: {within(BOLDNESS)}")  # fmt: skip
    add("--model", metavar="ID_OR_PATH", default=DEFAULT_MODEL,
        help="a model's name on the hub, a folder or a GGUF file, or its name on the server; "
        "%(default)s")  # fmt: skip
    add("--server", metavar="URL", default="",
        help="ask an OpenAI-compatible server (vLLM, SGLang, transformers serve, Ollama, "
        "llama.cpp) in place of a model on this machine, such as http://localhost:8000/v1; "
        "the parts that are polished leave this machine then")  # fmt: skip
    add("--key-env", metavar="VAR",
        help="the environment variable with the server's key; "
        f"{KEY_VARIABLE} if that is set")  # fmt: skip
    add("--in-flight", metavar="N", type=int, default=int(IN_FLIGHT.default),
        help=f"parts the server works on at the same time: {within(IN_FLIGHT)}")  # fmt: skip
    add("--prompt", metavar="FILE", help="instructions for the model in place of the built-in ones")
    add("--tuning", metavar="FILE.json",
        help="how a model that may only delete is asked: examples, margins, units")  # fmt: skip
    add("--chunk-size", metavar="N", type=int, default=int(CHUNK_SIZE.default),
        help=f"characters a part: {within(CHUNK_SIZE)}")  # fmt: skip
    add("--temperature", metavar="T", type=float, default=TEMPERATURE.default,
        help=f"how freely the model picks words: {within(TEMPERATURE)}")  # fmt: skip
    add("--top-p", metavar="P", type=float, default=TOP_P.default,
        help=f"from how large a share of likely words it picks: {within(TOP_P)}")  # fmt: skip
    add("--max-new-tokens", metavar="N", type=int, default=int(MAX_NEW_TOKENS.default),
        help=f"most tokens of one answer: {within(MAX_NEW_TOKENS)}")  # fmt: skip
    add("--seed", metavar="N", type=int, default=0, help="the same seed samples the same text")
    add("--pages", metavar="1-3,7", default="", help="only these pages")
    add("--outline", action="store_true",
        help="print the sections with pages and minutes, not the text")  # fmt: skip
    add("--sections", metavar="1,3-5",
        help="only these sections, as --outline numbers them, and all below them")  # fmt: skip
    add("--password", metavar="P", default="", help="opens a locked PDF")
    add("--max-chars", metavar="N", type=int, default=0,
        help="stop reading after so many characters; 0, the default, reads everything")  # fmt: skip
    add("--version", action="version", version=__version__)
    return result


def parse(arguments: Sequence[str] | None) -> Task:
    grammar = parser()
    options = grammar.parse_args(arguments)
    try:
        task = Task(
            input=options.input,
            password=options.password,
            output=None if options.output in (None, "-") else Path(options.output),
            report=Path(options.report) if options.report is not None else None,
            raw=Path(options.raw) if options.raw is not None else None,
            options=_options(options),
            settings=Settings(
                chunk_size=options.chunk_size,
                temperature=options.temperature,
                top_p=options.top_p,
                max_new_tokens=options.max_new_tokens,
                seed=options.seed,
                # Nothing that a model does shows in an outline.
                polish=Polish.OFF if options.outline else Polish(options.polish),
                mode=Mode(options.mode),
                boldness=options.boldness,
                model=options.model,
                prompt=_text(options.prompt, "instructions"),
                tuning=_tuning(options.tuning),
                pages=options.pages,
                max_chars=options.max_chars,
                server=options.server,
                key=_key(options.key_env) if options.server else Secret(),
                in_flight=options.in_flight,
            ),
            outline=options.outline,
            sections=options.sections or "",
        )
        if options.sections is not None:
            # Whether the document has them is seen when it has been read.
            section_numbers(options.sections)
        _check_pages(task.settings.pages)
        _check_outputs(task)
        _check_format(task)
    except ValueError as error:
        grammar.error(str(error))
    return task


def _options(options: argparse.Namespace) -> Options:
    by_ending = Format.of(options.output or "")
    return Options(
        format=FORMATS[options.format] if options.format else by_ending,
        headings=not options.no_headings,
        marks=options.source_marks,
        wrap=options.wrap,
        words=options.words,
    )


def _key(variable: str | None) -> Secret:
    key = Secret(os.environ.get(variable or KEY_VARIABLE, ""))
    if variable and not key:
        raise ValueError(f"The environment variable {variable} holds no key.")
    return key


def _text(name: str | None, what: str) -> str:
    if name is None:
        return ""
    try:
        text = Path(name).read_text(encoding="utf-8")
    except OSError as error:
        raise ValueError(f"Cannot read the {what} in {name}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"The {what} in {name} are not UTF-8 text.") from error
    if not text.strip():
        raise ValueError(f"The {what} in {name} are empty.")
    return text


def _tuning(name: str | None) -> str:
    text = _text(name, "values")
    if text:
        # Only whether it can be read: the run makes of it what it says.
        parse_tuning(text)
    return text


def _check_pages(pages: str) -> None:
    try:
        parse_pages(pages, 1)
    except LimitError:
        # Whether the document has these pages is seen when it is open.
        return


def _check_format(task: Task) -> None:
    kind = task.options.format
    if task.outline and kind is not Format.TEXT:
        raise ValueError("The outline is plain text; write it to a .txt file.")
    if kind is Format.WORD and task.output is None and sys.stdout.isatty():
        raise ValueError("A Word file is nothing for a terminal. Name the file with -o.")


def _check_outputs(task: Task) -> None:
    outputs = (task.output, task.report, task.raw)
    places = [path.resolve() for path in outputs if path is not None]
    for place in places:
        if place.is_dir() or not place.parent.is_dir():
            raise ValueError(f"Cannot write {place}: there is no such folder, or it is one itself.")
        if place.is_file() and place == Path(task.input).resolve():
            raise ValueError(f"Writing {place} would overwrite the PDF itself.")
    if len(set(places)) < len(places):
        raise ValueError("The text, the raw text and the report each need a file of their own.")
