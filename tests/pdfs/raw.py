"""PDFs written object by object, for what no typesetting program would write."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

__all__ = ["FONT", "assemble", "bomb", "pages_of", "show"]

FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def assemble(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """A file of these objects, numbered from 1; the first is the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj".encode() + body + b"endobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    return (
        bytes(out)
        + (
            f"trailer<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF"
        ).encode()
    )


def stream(content: bytes, entries: str = "") -> bytes:
    """A stream object."""
    head = f"<</Length {len(content)}{entries}>>stream\n".encode()
    return head + content + b"\nendstream"


def pages_of(
    *contents: bytes,
    entries: str = "",
    resources: str = "",
    box: str = "0 0 612 792",
    catalogue: str = "",
    more: Sequence[bytes] = (),
) -> bytes:
    """A file with a page for each content stream.

    Args:
        contents: the streams.
        entries: of their dictionaries, such as a filter.
        resources: added to each page's.
        box: the media box.
        catalogue: added to the catalogue.
        more: further objects, numbered from 4.
    """
    first = 4 + len(more)
    kids = " ".join(f"{first + 2 * i} 0 R" for i in range(len(contents)))
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{catalogue}>>".encode(),
        f"<</Type/Pages/Count {len(contents)}/Kids[{kids}]>>".encode(),
        FONT,
        *more,
    ]
    for index, content in enumerate(contents):
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents {first + 1 + 2 * index} 0 R"
            f"/Resources<</Font<</F1 3 0 R>>{resources}>>>>".encode(),
            stream(content, entries),
        ]
    return assemble(objects)


def show(text: str, size: float = 12) -> bytes:
    """A content stream with one line of text."""
    return f"BT /F1 {size} Tf 72 700 Td ({text}) Tj ET".encode("latin-1")


def bomb(megabytes: int) -> bytes:
    """A packed stream that unpacks to so many megabytes of text operators."""
    packer = zlib.compressobj(9)
    piece = b"BT /F1 1 Tf (abcdefgh) Tj ET\n" * 36_000
    packed = b"".join(packer.compress(piece) for _ in range(megabytes))
    return packed + packer.flush()
