"""A finished document as files: plain text, Markdown, a report of what was left out."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pdfclean import __version__
from pdfclean.document import (
    CleanChunk,
    CleanDocument,
    Decision,
    Override,
    Page,
    Policy,
    Role,
    Space,
)
from pdfclean.outline import minutes, outline
from pdfclean.render import Removed, Renderer, plain, removed, render, under
from pdfclean.settings import Settings

__all__ = ["Timings", "file_name", "save", "to_markdown", "to_report", "to_text"]


def to_text(
    document: CleanDocument, policy: Policy | None = None, decisions: Sequence[Decision] = ()
) -> str:
    """The text exactly as the page shows it: a paragraph a line, blank lines between.

    Args:
        document: a finished (or stopped) run.
        policy: which categories are left out; the run's own by default.
        decisions: the reader's overrides and edits, oldest first.
    """
    return render(document, policy, decisions)


# Markdown -----------------------------------------------------------------------------------------

_PREFIX = {Role.TITLE: "# ", Role.HEADING: "## "}
_INLINE = re.compile(r"[\\`*_\[\]<>~&]")
"""What CommonMark (and GFM's strikethrough) could read as markup anywhere in a line."""
_OPENING = re.compile(r"^(?:([#+=|-])|(\d{1,9})([.)])(?=\s|$))")
"""What it could read as a heading, a list, a table or a rule at the start of a line."""


def to_markdown(
    document: CleanDocument, policy: Policy | None = None, decisions: Sequence[Decision] = ()
) -> str:
    """The same text as Markdown (CommonMark): title and headings marked, the prose literal.

    Line breaks inside a paragraph (verse, lists) become hard breaks. Arguments as in
    :func:`to_text`.
    """
    blocks = []
    for role, text in _blocks(document, policy or document.policy, decisions):
        prefix = _PREFIX.get(role, "")
        lines = [_escape(line.strip()) for line in text.split("\n")]
        # A heading is one line by syntax.
        blocks.append(prefix + (" " if prefix else "\\\n").join(lines))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _escape(line: str) -> str:
    line = _INLINE.sub(r"\\\g<0>", line)
    return _OPENING.sub(lambda m: rf"\{m[1]}" if m[1] else rf"{m[2]}\{m[3]}", line)


def _blocks(
    document: CleanDocument, policy: Policy, decisions: Sequence[Decision]
) -> Iterator[tuple[Role, str]]:
    """Paragraphs of the clean text, each with the role of the line where it begins."""
    pages = {page.number: page for page in document.pages}
    renderer = Renderer(policy, decisions)
    role, text = Role.BODY, ""
    for own in document.chunks:
        chunk = under(own, document.policy, policy)
        headings = _headings(chunk, pages) if chunk.rewrite is not None else {}
        for index, piece in renderer.pieces(chunk):
            first, *more = re.split(r"\n{2,}", piece)
            if first and not text:
                role = headings.get(first) or _role(chunk, index, pages)
            text += first
            for number, paragraph in enumerate(more):
                if text:
                    yield role, text
                # What a reader's edit adds after its own first paragraph is prose.
                begins = number == 0 and not first
                role = _role(chunk, index, pages) if begins else Role.BODY
                role, text = headings.get(paragraph) or role, paragraph
    if text:
        yield role, text


def _role(chunk: CleanChunk, index: int, pages: Mapping[int, Page]) -> Role:
    """The role of the line of the document's ``index``-th token; a rewrite's words have none."""
    if chunk.rewrite is not None:
        return Role.BODY
    offset = index - chunk.chunk.start
    return pages[chunk.tokens.page(offset)].lines[chunk.tokens.line(offset)].role


def _headings(chunk: CleanChunk, pages: Mapping[int, Page]) -> dict[str, Role]:
    """The chunk's titles and headings by their text, to find them again in a rewrite."""
    tokens = chunk.tokens
    starts = [i for i in range(len(tokens)) if i == 0 or tokens.space(i) is Space.PARAGRAPH]
    found = {}
    for start, end in zip(starts, [*starts[1:], len(tokens)], strict=True):
        role = pages[tokens.page(start)].lines[tokens.line(start)].role
        if role in _PREFIX:
            found[plain(tokens, start, end)] = role
    return found


# Report -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds from the start of a run until the document was open, the first clean text stood
    there, and everything was done; ``first_text`` is ``None`` when none came."""

    opened: float
    first_text: float | None
    total: float


def to_report(
    document: CleanDocument,
    settings: Settings,
    timings: Timings,
    *,
    complete: bool = True,
    decisions: Sequence[Decision] = (),
) -> str:
    """What a run did, as JSON: counts by category, verdicts, timings, and every removed item.

    ``removed`` lists, in reading order, each item's ``text``, ``category``, first ``page``, all
    ``pages`` (1-based), ``reason``, deciding ``stage`` and ``confidence`` (0 to 1). ``counts`` has
    the number of ``items`` and ``characters`` by category. ``verdicts`` counts the chunks a model
    ``saw``, those whose answer was ``used``, and lists the chunks whose answer was not.
    ``sections`` is the outline, with what the policy leaves of each and whether it was kept; the
    prose of one that was not is in ``removed`` under the category "sections".

    Args:
        document: the run's result.
        settings: what it was asked to do.
        timings: how long it took.
        complete: whether it ran to its end.
        decisions: the reader's overrides and edits, oldest first.
    """
    items = list(removed(document.chunks, document.policy, decisions))
    counts: dict[str, dict[str, int]] = defaultdict(lambda: {"items": 0, "characters": 0})
    for item in items:
        counts[_category(item)[0]]["items"] += 1
        counts[_category(item)[0]]["characters"] += len(item.text)
    text = to_text(document, decisions=decisions)
    report = {
        "pdfclean": __version__,
        "complete": complete,
        "document": asdict(document.info),
        "settings": settings.record(),
        "pages_read": [page.number for page in document.pages],
        "text": {"characters": len(text), "words": len(text.split())},
        "sections": _sections(document, decisions),
        "counts": dict(sorted(counts.items())),
        "verdicts": _verdicts(document.chunks),
        "timings": {name: _rounded(value) for name, value in asdict(timings).items()},
        "removed": [
            {
                "page": item.pages[0],
                "pages": list(item.pages),
                "category": _category(item)[0],
                "label": _category(item)[1],
                "text": item.text,
                "reason": item.reason,
                "stage": item.stage,
                "confidence": _rounded(item.confidence),
            }
            for item in items
        ],
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _category(item: Removed) -> tuple[str, str]:
    """The key and the label of what an item is counted under."""
    if item.category is None:
        return "sections", "Sections left out"
    return item.category.value, item.category.label


def _sections(document: CleanDocument, decisions: Sequence[Decision]) -> list[dict[str, Any]]:
    """The outline; pages and numbers from 1."""
    sections = outline(document)
    out = {d.start for d in decisions if isinstance(d, Override) and not d.keep}
    return [
        {
            "number": index + 1,
            "title": section.title,
            "level": section.level,
            "page": section.page,
            "words": section.words,
            "minutes": minutes(sections, index),
            "kept": section.start not in out,
        }
        for index, section in enumerate(sections)
    ]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _verdicts(chunks: Sequence[CleanChunk]) -> dict[str, Any]:
    judged = [chunk for chunk in chunks if chunk.verdict is not None]
    return {
        "chunks": len(chunks),
        "saw": len(judged),
        "used": sum(chunk.verdict is not None and chunk.verdict.faithful for chunk in judged),
        "not_used": [
            {
                "chunk": chunk.chunk.index,
                "reasons": list(chunk.verdict.reasons) if chunk.verdict else [],
                "figures": dict(chunk.verdict.figures) if chunk.verdict else {},
                "note": chunk.note,
            }
            for chunk in chunks
            if chunk.note or (chunk.verdict is not None and not chunk.verdict.faithful)
        ],
    }


# Files --------------------------------------------------------------------------------------------

_NAME_LENGTH = 100
"""Characters of a file name before its ending: readable in a list of downloads."""
_NAME_BYTES = 200
"""The same in UTF-8 bytes; file systems allow 255 for the whole name."""
_RESERVED = re.compile(r"(?i)^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)")
"""Device names that Windows keeps to itself, with any ending."""


def file_name(title: str, suffix: str) -> str:
    """A name for a download that every common file system takes, never empty.

    Left out: path separators and what else Windows forbids, control, bidirectional and other
    invisible characters, dots and spaces at the ends. ``suffix`` is appended as it is.

    >>> file_name("Salt / bread: a study?", ".txt")
    'Salt bread a study.txt'
    >>> file_name("../con", ".md")
    'con_.md'
    >>> file_name("", ".txt")
    'clean.txt'
    """
    name = unicodedata.normalize("NFC", title)
    name = re.sub(r'[\\/:*?"<>|]', " ", name)
    # Cc, Cf, Cs, Co and Cn: nothing to see, some to be fooled by. Zl and Zp are spaces below.
    name = "".join(c for c in name if c.isspace() or unicodedata.category(c)[0] != "C")
    name = " ".join(name.split())[:_NAME_LENGTH]
    name = name.encode()[:_NAME_BYTES].decode(errors="ignore").strip(" .-~")
    if not name:
        name = "clean"
    return (f"{name}_" if _RESERVED.match(name) else name) + suffix


def save(path: Path, text: str) -> None:
    """Write a text file (UTF-8) in one step: whoever looks sees the old file or the whole new one.

    A path that is no regular file (a pipe, a device) is written to directly.

    Raises:
        OSError: it cannot be written; nothing is left behind.
    """
    data = text.encode("utf-8", "replace")
    target = path.resolve()
    if target.exists() and not target.is_file():
        target.write_bytes(data)
        return
    part = target.with_name(f".{target.name[:_NAME_LENGTH]}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
