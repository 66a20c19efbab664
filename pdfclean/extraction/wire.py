"""How pages travel between the reading worker and the app: one JSON message a line.

JSON, not pickle: the worker parses strangers' files, so what it says must never be able to run code
in the app. Coordinates are rounded to a hundredth of a point.
"""

from __future__ import annotations

import json
from typing import Any

from pdfclean import errors
from pdfclean.document import Box, DocumentInfo, Line, Page, Run
from pdfclean.errors import PdfCleanError

__all__ = ["LONGEST", "decode_error", "decode_info", "decode_page", "dump", "encode_error"]
__all__ += ["encode_info", "encode_page", "load"]

LONGEST = 64_000_000
"""Bytes of one message; the fullest real page seen has 1,500,000."""

_ERRORS = {
    kind.__name__: kind
    for kind in (
        errors.NotAPdfError,
        errors.EncryptedPdfError,
        errors.WrongPasswordError,
        errors.LimitError,
        PdfCleanError,
    )
}


def dump(message: dict[str, Any]) -> bytes:
    """One message as a line of ASCII JSON."""
    return json.dumps(message, separators=(",", ":")).encode("ascii") + b"\n"


def load(line: bytes) -> dict[str, Any]:
    """A line back to its message. Raises :class:`ValueError` when it is none."""
    message = json.loads(line)
    if not isinstance(message, dict):
        raise ValueError("a message must be an object")
    return message


def encode_error(error: PdfCleanError) -> dict[str, Any]:
    """A typed error by its name and sentence."""
    name = type(error).__name__
    return {"error": name if name in _ERRORS else "PdfCleanError", "message": str(error)}


def decode_error(message: dict[str, Any]) -> PdfCleanError:
    """The typed error a message carries."""
    return _ERRORS.get(message["error"], PdfCleanError)(message["message"])


def encode_info(info: DocumentInfo) -> dict[str, Any]:
    """Facts about a document, field by field."""
    return {name: getattr(info, name) for name in DocumentInfo.__dataclass_fields__}


def decode_info(fields: dict[str, Any]) -> DocumentInfo:
    """The inverse of :func:`encode_info`."""
    outline = tuple((level, title, page) for level, title, page in fields.pop("outline"))
    return DocumentInfo(**{**fields, "labels": tuple(fields["labels"]), "outline": outline})


def encode_page(page: Page) -> dict[str, Any]:
    """A page as nested arrays; fonts are numbered in order of appearance."""
    fonts: dict[str, int] = {}

    def font(name: str) -> int:
        return fonts.setdefault(name, len(fonts))

    lines = [
        [
            line.text,
            _flat(line.box),
            line.font_size,
            line.font_weight,
            font(line.font),
            [[r.start, r.end, font(r.font), r.size, r.weight, r.rise] for r in line.runs],
        ]
        for line in page.lines
    ]
    return {
        "number": page.number,
        "size": [round(side, 2) for side in page.size],
        "lines": lines,
        "images": [_flat(box) for box in page.images],
        "rules": [_flat(box) for box in page.rules],
        "drawings": [_flat(box) for box in page.drawings],
        "reader": page.reader,
        "fonts": list(fonts),
    }


def decode_page(fields: dict[str, Any]) -> Page:
    """The inverse of :func:`encode_page`."""
    fonts: list[str] = fields["fonts"]
    lines = tuple(
        Line(
            text,
            Box(*box),
            size,
            weight,
            fonts[font],
            tuple(Run(s, e, fonts[f], z, w, rise) for s, e, f, z, w, rise in runs),
        )
        for text, box, size, weight, font, runs in fields["lines"]
    )
    width, height = fields["size"]
    images, rules, drawings = (
        tuple(Box(*box) for box in fields[name]) for name in ("images", "rules", "drawings")
    )
    return Page(fields["number"], (width, height), lines, images, rules, drawings, fields["reader"])


def _flat(box: Box) -> list[float]:
    return [round(side, 2) for side in (box.left, box.top, box.right, box.bottom)]
