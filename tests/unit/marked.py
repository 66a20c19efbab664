"""Hand-made lines and paragraphs for the tests of :mod:`pdfclean.cleaning`.

Markup inside a line: ``^{12}`` is raised, ``_{2}`` lowered. In expectations ``⟦...⟧`` holds what
must go, and a blank line parts paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pdfclean.cleaning import Batch, Cleaner
from pdfclean.document import (
    Box,
    Chunk,
    CleanChunk,
    Line,
    Page,
    Placed,
    Policy,
    Role,
    Run,
    Space,
)
from pdfclean.render import Renderer

SIZE = 10.0
RAISED = 7.0, 3.5
LOWERED = 7.0, -1.5
_SHIFTED = re.compile(r"([\^_])\{([^}]*)\}")
_GONE = re.compile(r"⟦([^⟧]*)⟧")

STYLES = {
    "square": ["One line [1].", "Another [2], [3].", "References", "[1] Abel, R. The eye. 2011."],
    "names": [
        "First (Abel et al., 2011).",
        "Then (Delorme and Rowe, 2016; Kern, 2001).",
        "Last (Tan, 1999).",
    ],
    "raised": ["Words are here^{1}.", "And there^{2}, too^{3}."],
    "round": [f"This was shown before ({number})." for number in range(1, 13)],
}
REFERENCES = [
    "Abel, R. The jumping eye. 2011.",
    "Smith, J., Jones, K. Sound. 2010.",
    "van Dyk, P. Ear. 1998.",
]


def line(marked: str, top: float = 0.0, role: Role = Role.BODY, size: float = SIZE) -> Line:
    """A line set at ``size``, its raised and lowered stretches as runs."""
    text, runs = "", list[Run]()
    position = 0
    for found in _SHIFTED.finditer(marked):
        for part, (own, rise) in (
            (marked[position : found.start()], (SIZE, 0.0)),
            (found[2], RAISED if found[1] == "^" else LOWERED),
        ):
            if part:
                runs.append(Run(len(text), len(text) + len(part), "Serif", own, 400, rise))
                text += part
        position = found.end()
    if runs and marked[position:]:
        rest = marked[position:]
        runs.append(Run(len(text), len(text) + len(rest), "Serif", SIZE, 400, 0.0))
    text += marked[position:]
    box = Box(50.0, top, 50.0 + 5 * len(text), top + size)
    return Line(text, box, size, 400, "Serif", tuple(runs), role, 1.0)


def page(lines: Sequence[Line], number: int = 1) -> Page:
    """A page of lines."""
    return Page(number, (600.0, 800.0), tuple(lines))


def evidence(style: str = "", known: Sequence[str] = ()) -> Page:
    """A page that nothing is cleaned of: it shows how the document cites and spells."""
    lines = [line(text) for text in (*STYLES.get(style, ()), *known)]
    if style in {"names", "raised"}:
        lines += [line(text, role=Role.REFERENCE) for text in REFERENCES]
    return page(lines, 99)


def clean(
    texts: Sequence[str], style: str = "", known: Sequence[str] = (), role: Role = Role.BODY
) -> tuple[Batch, Page]:
    """Clean lines; an empty one parts paragraphs."""
    lines: list[Line] = []
    order: list[Placed] = []
    space = Space.PARAGRAPH
    for text in texts:
        if not text:
            space = Space.PARAGRAPH
            continue
        order.append(Placed(1, len(lines), space))
        lines.append(line(text, 12.0 * len(lines), role))
        space = Space.SPACE
    first = page(lines)
    other = evidence(style, known)
    return Cleaner([first, other]).feed([first, other], order), first


def text_of(batch: Batch, policy: Policy | None = None) -> str:
    """What the policy leaves of a batch."""
    chunk = CleanChunk(Chunk(0, 0, len(batch.tokens)), batch.tokens, batch.marks)
    return Renderer(policy or Policy()).render(chunk)


def split(marked: str) -> tuple[str, str]:
    """A case's text, and what must be left of it (spaces squeezed as a reader would)."""
    whole = _GONE.sub(r"\1", marked)
    left = re.sub(r"\s+", " ", _GONE.sub("", marked)).strip()
    return whole, left
