"""Everything about a clean text as JSON, for programs: format "pdfclean", version 1.

==============  ==================================================================================
``format``      "pdfclean", always
``version``     1; it rises when a name below changes its meaning or goes, not when one is added
``software``    ``name`` and ``version`` of what wrote the file
``made``        when it was written (ISO 8601), or null
``document``    what the PDF says of itself: ``pages`` (their number), ``title``, ``author``,
                ``created``, ``labels`` (printed page labels), ``outline``, ...; ``file``: its name
``run``         ``complete`` (false: stopped, or still on), ``settings`` (null if not known; a key
                is never among them), ``model`` (null without one), ``timings`` (seconds:
                ``opened``, ``first_text``, ``total``; or null)
``policy``      ``out``: the categories that are left out at present
``text``        ``characters``, ``words``, ``minutes`` (of listening), ``edited_by_hand`` (passages)
``pages``       of each page read its ``number`` (from 1), printed ``label``, ``width`` and
                ``height`` in points
``paragraphs``  the text: ``text`` (line breaks of verse are ``\\n``), ``role``, ``level`` (of a
                heading, from 1; else 0), ``pages`` (numbers), ``tokens`` (first, end), ``edited``
                (has words of the reader), ``rewritten`` (has words of a model)
``chunks``      the parts that were cleaned one by one: ``tokens`` (first, end), ``rewrite`` (a
                model's text, or null), ``note``, ``doubts``, ``verdict`` (``faithful``,
                ``reasons``, ``figures``; null where no model was asked)
``marks``       what was found to leave out: ``tokens`` (first, end), ``category``, ``reason``,
                ``stage`` (who decided), ``confidence`` (0 to 1)
``decisions``   the reader's own, oldest first: ``kind`` "override" with ``tokens`` and ``keep``,
                or "edit" with ``tokens`` and ``text``
``tokens``      on request, all words and signs of the document in reading order: ``text``, ``raw``
                (as in the file; only where it differs), ``space`` (before it: 0 none, 1 space,
                2 line, 3 paragraph), ``page``, ``box`` (left, top, right, bottom in points from
                the page's top left corner; along the line it is reckoned from the characters),
                ``kept`` (in the text under policy, marks and decisions)
==============  ==================================================================================

Tokens are counted from 0 over the whole document, ends exclusive. Marks and decisions name tokens
also where ``tokens`` is not in the file. Edits win over overrides, overrides over marks, later over
earlier; marks count if their category is in ``policy.out``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from pdfclean import __version__
from pdfclean.document import (
    Box,
    CleanChunk,
    CleanDocument,
    Decision,
    Edit,
    Line,
    Policy,
    Source,
    kept,
)
from pdfclean.export.paragraphs import Paragraph, edited, page_label
from pdfclean.export.provenance import Provenance
from pdfclean.outline import count_words, listening_minutes
from pdfclean.settings import Polish

__all__ = ["FORMAT", "VERSION", "record"]

FORMAT = "pdfclean"
VERSION = 1


def record(
    document: CleanDocument,
    text: Sequence[Paragraph],
    policy: Policy,
    decisions: Sequence[Decision],
    provenance: Provenance,
    *,
    words: bool = False,
) -> str:
    """All of it, as the table above says; ``words`` asks for the tokens."""
    every = sum(count_words(each.text) for each in text)
    made: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "software": {"name": "pdfclean", "version": __version__},
        "made": provenance.made.isoformat() if provenance.made else None,
        "document": {**asdict(document.info), "file": provenance.name},
        "run": _run(provenance),
        "policy": {"out": sorted(category.value for category in policy.out)},
        "text": {
            "characters": len("\n\n".join(each.text for each in text)),
            "words": every,
            "minutes": listening_minutes(every),
            "edited_by_hand": edited(decisions),
        },
        "pages": [
            {
                "number": page.number,
                "label": page_label(document.info, page.number),
                "width": round(page.size[0], 2),
                "height": round(page.size[1], 2),
            }
            for page in document.pages
        ],
        "paragraphs": [_paragraph(each) for each in text],
        "chunks": [_chunk(chunk) for chunk in document.chunks],
        "marks": [
            {
                "tokens": [mark.start, mark.end],
                "category": mark.category.value,
                "reason": mark.reason,
                "stage": mark.stage,
                "confidence": round(mark.confidence, 3),
            }
            for mark in document.marks
        ],
        "decisions": [_decision(each) for each in decisions],
    }
    if words:
        made["tokens"] = list(_tokens(document, policy, decisions))
    told = ",\n".join(f"{json.dumps(name)}: {_json(value)}" for name, value in made.items())
    # An escape for each lone surrogate: the file is to be UTF-8.
    return f"{{\n{told}\n}}\n".encode("utf-8", "backslashreplace").decode()


def _json(value: Any) -> str:
    """A value in one line, a list an item a line: short, and still to be read and compared."""
    if not isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    items = ",\n".join(json.dumps(item, ensure_ascii=False) for item in value)
    return f"[\n{items}\n]" if items else "[]"


def _run(provenance: Provenance) -> dict[str, Any]:
    settings = provenance.settings
    polished = settings is not None and settings.polish is not Polish.OFF
    return {
        "complete": provenance.complete,
        "settings": settings.record() if settings else None,
        "model": settings.model if settings and polished else None,
        "timings": asdict(provenance.timings) if provenance.timings else None,
    }


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    return {
        "text": paragraph.text,
        "role": paragraph.role.value,
        "level": paragraph.level,
        "pages": list(paragraph.pages),
        "tokens": [paragraph.start, paragraph.end],
        "edited": paragraph.edited,
        "rewritten": paragraph.rewritten,
    }


def _chunk(chunk: CleanChunk) -> dict[str, Any]:
    verdict = chunk.verdict
    return {
        "tokens": [chunk.chunk.start, chunk.chunk.end],
        "rewrite": chunk.rewrite,
        "note": chunk.note,
        "doubts": list(chunk.doubts),
        "verdict": None
        if verdict is None
        else {
            "faithful": verdict.faithful,
            "reasons": list(verdict.reasons),
            "figures": dict(verdict.figures),
        },
    }


def _decision(decision: Decision) -> dict[str, Any]:
    tokens = [decision.start, decision.end]
    if isinstance(decision, Edit):
        return {"kind": "edit", "tokens": tokens, "text": decision.text}
    return {"kind": "override", "tokens": tokens, "keep": decision.keep}


def _tokens(
    document: CleanDocument, policy: Policy, decisions: Sequence[Decision]
) -> Iterator[dict[str, Any]]:
    lines = {page.number: page.lines for page in document.pages}
    for chunk in document.chunks:
        start, end = chunk.chunk.start, chunk.chunk.end
        mine = [d for d in decisions if d.start < end and d.end > start]
        flags = kept(start, end, chunk.marks, policy, mine)
        for token, flag in zip(chunk.tokens, flags, strict=True):
            source = token.sources[0]
            told: dict[str, Any] = {
                "text": token.text,
                "space": int(token.space_before),
                "page": source.page,
                "box": None,
                "kept": bool(flag),
            }
            if token.raw != token.text:
                told["raw"] = token.raw
            if source.page in lines:
                told["box"] = _box(lines[source.page][source.line], source)
            yield told


def _box(line: Line, source: Source) -> list[float]:
    """Where a part of a line stands, as if all of its characters were of one width."""
    box: Box = line.box
    step = box.width / max(1, len(line.text))
    left, right = box.left + step * source.start, box.left + step * source.end
    return [round(value, 1) for value in (left, box.top, right, box.bottom)]
