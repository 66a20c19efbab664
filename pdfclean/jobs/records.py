"""Chunks and choices as plain values that JSON can hold, and back.

The values of a chunk are all that a restarted server needs to show and change its text without the
PDF: its tokens with their places, its marks, a model's wording, the verdict.
"""

from __future__ import annotations

from typing import Any

from pdfclean.document import (
    Category,
    Chunk,
    CleanChunk,
    Decision,
    Edit,
    Mark,
    Override,
    Policy,
    Source,
    Space,
    Token,
    Tokens,
    Verdict,
)
from pdfclean.jobs.choices import Choices

__all__ = ["choices_record", "chunk_record", "recorded_choices", "recorded_chunk"]


def chunk_record(chunk: CleanChunk) -> dict[str, Any]:
    """A finished chunk as plain values.

    >>> token = Token("tide", "tide", Space.SPACE, (Source(1, 0, 2, 6),))
    >>> chunk = CleanChunk(Chunk(0, 0, 1), Tokens([token]), ())
    >>> recorded_chunk(chunk_record(chunk)) == chunk
    True
    """
    verdict = chunk.verdict
    return {
        "chunk": [chunk.chunk.index, chunk.chunk.start, chunk.chunk.end],
        "tokens": _tokens_record(chunk.tokens),
        "marks": [
            [m.start, m.end, m.category.value, m.reason, m.stage, m.confidence] for m in chunk.marks
        ],
        "rewrite": chunk.rewrite,
        "verdict": verdict and [verdict.faithful, verdict.reasons, verdict.figures],
        "note": chunk.note,
        "doubts": chunk.doubts,
    }


def recorded_chunk(record: dict[str, Any]) -> CleanChunk:
    """The chunk of a record.

    Raises:
        KeyError, TypeError, ValueError, IndexError: it is no record of this version.
    """
    verdict = record["verdict"]
    if verdict is not None:
        faithful, reasons, figures = verdict
        named = tuple((str(name), float(value)) for name, value in figures)
        verdict = Verdict(bool(faithful), tuple(reasons), named)
    return CleanChunk(
        Chunk(*record["chunk"]),
        _recorded_tokens(record["tokens"]),
        tuple(
            Mark(start, end, Category(category), reason, stage, confidence)
            for start, end, category, reason, stage, confidence in record["marks"]
        ),
        record["rewrite"],
        verdict,
        record["note"],
        tuple(record["doubts"]),
    )


def _tokens_record(tokens: Tokens) -> dict[str, Any]:
    """Column by column; of the raw forms only those that differ from the text."""
    every = list(tokens)
    return {
        "texts": [each.text for each in every],
        "raws": {i: each.raw for i, each in enumerate(every) if each.raw != each.text},
        "spaces": "".join(str(int(each.space_before)) for each in every),
        "sources": [
            [part for s in each.sources for part in (s.page, s.line, s.start, s.end)]
            for each in every
        ],
    }


def _recorded_tokens(record: dict[str, Any]) -> Tokens:
    raws = {int(i): raw for i, raw in record["raws"].items()}
    columns = zip(record["texts"], record["spaces"], record["sources"], strict=True)
    return Tokens(
        Token(
            text,
            raws.get(i, text),
            Space(int(space)),
            tuple(Source(*parts[at : at + 4]) for at in range(0, len(parts), 4)),
        )
        for i, (text, space, parts) in enumerate(columns)
    )


def choices_record(choices: Choices) -> dict[str, Any]:
    """What the reader chose, as plain values.

    >>> own = (Override(2, 5, keep=True), Edit(7, 9, "ebb"))
    >>> chosen = Choices(own=own, seen=frozenset({(1, 2)}))
    >>> recorded_choices(choices_record(chosen)) == chosen
    True
    """
    return {
        "out": sorted(category.value for category in choices.policy.out),
        "own": [_decision_record(each) for each in choices.own],
        "sections": [_decision_record(each) for each in choices.sections],
        "seen": sorted(choices.seen),
    }


def recorded_choices(record: dict[str, Any]) -> Choices:
    """The choices of a record.

    Raises:
        KeyError, TypeError, ValueError: it is no record of this version.
    """
    return Choices(
        Policy(frozenset(Category(each) for each in record["out"])),
        tuple(_recorded_decision(each) for each in record["own"]),
        tuple(
            Override(int(start), int(end), keep=bool(keep))
            for start, end, keep in record["sections"]
        ),
        frozenset((int(start), int(end)) for start, end in record["seen"]),
    )


def _decision_record(decision: Decision) -> list[Any]:
    if isinstance(decision, Edit):
        return [decision.start, decision.end, decision.text]
    return [decision.start, decision.end, decision.keep]


def _recorded_decision(record: list[Any]) -> Decision:
    start, end, what = record
    if isinstance(what, str):
        return Edit(int(start), int(end), what)
    return Override(int(start), int(end), keep=bool(what))
