"""The report for programs: what a run did, and every item that was left out, as JSON."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from pdfclean import __version__
from pdfclean.document import CleanChunk, CleanDocument, Decision, Override
from pdfclean.export.paragraphs import edited
from pdfclean.export.provenance import Timings
from pdfclean.export.text import to_text
from pdfclean.outline import minutes, outline
from pdfclean.render import Removed, removed
from pdfclean.settings import Settings

__all__ = ["to_report"]


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
    prose of one that was not is in ``removed`` under the category "sections". ``edited_by_hand``
    counts the passages that the reader wrote anew.

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
        "edited_by_hand": edited(decisions),
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
    out = {(d.start, d.end) for d in decisions if isinstance(d, Override) and not d.keep}
    return [
        {
            "number": index + 1,
            "title": section.title,
            "level": section.level,
            "page": section.page,
            "words": section.words,
            "minutes": minutes(sections, index),
            "kept": (section.start, section.end) not in out,
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
