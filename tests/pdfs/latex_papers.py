"""Papers set by LaTeX; ask :func:`available` first, since not every machine has it."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.pdfs.prose import PAPER, Text
from tests.pdfs.typeset import Citations, Typeset, gold, setter

PREAMBLE = r"""\documentclass[10pt,a5paper,%(columns)s]{article}
\usepackage[utf8]{inputenc}
\usepackage[margin=15mm,top=20mm,bottom=18mm,columnsep=6mm]{geometry}
\usepackage{graphicx}
\pagestyle{myheadings}\markright{%(running)s}
\setcounter{secnumdepth}{0}
\title{%(title)s}\author{%(authors)s \\ \small %(affiliation)s \\ \small %(email)s}\date{}
\begin{document}\maketitle\thispagestyle{myheadings}
"""
SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
COMPILE_SECONDS = 60
"""More than enough for three pages; only a hung TeX takes longer."""


class _Markup:
    def __init__(self, footnotes: tuple[str, ...]) -> None:
        self._footnotes = footnotes

    def plain(self, text: str) -> str:
        return re.sub(r"[\\{}$&#^_%~]", lambda m: SPECIAL.get(m[0], "\\" + m[0]), text)

    def superscript(self, text: str) -> str:
        return rf"\textsuperscript{{{text}}}"

    def footnote(self, number: int) -> str:
        return rf"\footnote{{{self.plain(self._footnotes[number - 1])}}}"


def available() -> bool:
    """Whether LaTeX is installed."""
    return shutil.which("pdflatex") is not None


def paper(
    text: Text = PAPER, citations: Citations = Citations.NUMERIC, columns: int = 2
) -> Typeset:
    """A paper in one or two columns, in LaTeX's own fonts and hyphenation.

    English only: in these fonts an accent is a sign of its own over the letter.
    """
    source = "\n".join(_source(text, citations, columns))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "paper.tex").write_text(source, encoding="utf-8")
        subprocess.run(
            ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper.tex"],
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=COMPILE_SECONDS,
        )
        data = (Path(folder) / "paper.pdf").read_bytes()
    return gold(f"latex-{text.language}-{citations.value}-{columns}col", data, text, citations)


def _source(text: Text, citations: Citations, columns: int) -> Iterator[str]:
    markup = _Markup(text.footnotes)
    sentence = setter(text, citations, markup)
    yield PREAMBLE % {
        "columns": "twocolumn" if columns == 2 else "onecolumn",
        "running": markup.plain(text.running),
        "title": markup.plain(text.title),
        "authors": markup.plain(", ".join(text.authors)),
        "affiliation": markup.plain(text.affiliation),
        "email": markup.plain(text.email),
    }
    yield rf"\section{{{text.abstract_heading}}}"
    yield " ".join(map(sentence, text.abstract)) + "\n"
    for number, section in enumerate(text.sections):
        yield rf"\section{{{markup.plain(section.heading)}}}"
        for index, sentences in enumerate(section.paragraphs):
            yield "\n".join(map(sentence, sentences)) + "\n"
            yield from _float(text, number, index, markup)
    yield rf"\section{{{text.references_heading}}}\footnotesize\setlength{{\parindent}}{{0pt}}"
    for number, reference in enumerate(text.references, 1):
        label = "" if citations is Citations.AUTHOR_YEAR else f"[{number}] "
        yield rf"\hangindent=1em {label}{markup.plain(reference.full)}" + "\n"
    yield r"\end{document}"


def _float(text: Text, number: int, index: int, markup: _Markup) -> Iterator[str]:
    match number, index:
        case 1, 0:
            rows = (" & ".join(map(markup.plain, row)) + r" \\" for row in text.table)
            columns = "l" * len(text.table[0])
            yield r"\begin{table}[t]\centering\scriptsize " + markup.plain(text.table_caption)
            yield rf"\\[4pt]\begin{{tabular}}{{{columns}}}\hline"
            yield "\n".join(rows) + r"\hline\end{tabular}\end{table}"
        case 2, 0:
            yield r"\begin{figure}[t]\centering\setlength{\unitlength}{1mm}"
            yield r"\begin{picture}(50,32)\put(10,6){\line(1,0){38}}\put(10,6){\line(0,1){22}}"
            places = ((14, 24), (26, 19), (26, 2), (2, 30), (3, 13), (3, 22))
            for label, (x, y) in zip(text.labels, places, strict=False):
                yield rf"\put({x},{y}){{\tiny\sffamily {markup.plain(label)}}}"
            yield r"\end{picture}\\ \footnotesize " + markup.plain(text.caption) + r"\end{figure}"
        case 2, 2:
            yield r"\begin{equation}A \approx 1 - 0.07\,n\end{equation}"
