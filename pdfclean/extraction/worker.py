"""The reading worker: a small process that opens strangers' PDFs so that the app need not.

Started as ``python -m pdfclean.extraction.worker``; takes one JSON request a line on standard input
and answers each with one line on standard output:

- ``{"op": "open", "document": id, "path": ..., "password": ...}`` → ``{"info": ...}``, or ``{}``
  for one with ``"bare": true``
- ``{"op": "page", "document": id, "number": n, "reader": name}`` → ``{"page": ...}``
- ``{"op": "picture", "document": id, "number": n, "width": pixels}`` → ``{"picture": base64}``
- ``{"op": "close", "document": id}`` → ``{}``

Each request carries ``"seconds"``, the processor time it may take. An answer to a failed request is
``{"error": name, "message": sentence}``. The process works under the limits of ``limits`` and ends
when its standard input does, so it never outlives the app.
"""

from __future__ import annotations

import base64
import os
import sys
from pathlib import Path
from typing import Any, BinaryIO

from pdfclean.errors import LimitError, PdfCleanError
from pdfclean.extraction import limits, wire
from pdfclean.extraction.extract import Document, open_document

__all__ = ["main", "serve"]

TOO_LARGE = (
    "This PDF needs more memory than reading may take. Split it, or save it as a new PDF in a PDF "
    "viewer, and drop that."
)
UNEXPECTED = (
    "This PDF could not be read. Open it in a PDF viewer, save it as a new PDF and drop that."
)


def main() -> None:
    """Serve requests until standard input closes."""
    answers = os.fdopen(os.dup(1), "wb")
    # Libraries print to standard output; only answers may travel there.
    os.dup2(2, 1)
    limits.confine()
    serve(sys.stdin.buffer, answers)


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer each request in turn; nothing a PDF does ends the loop short of a crash."""
    documents: dict[str, Document] = {}
    for line in requests:
        try:
            answer = wire.dump(_answer(wire.load(line), documents))
            if len(answer) > wire.LONGEST:
                raise LimitError(TOO_LARGE)
        except PdfCleanError as error:
            answer = wire.dump(wire.encode_error(error))
        except MemoryError:
            answer = wire.dump(wire.encode_error(LimitError(TOO_LARGE)))
        except (Exception, RecursionError):  # a damaged file may raise anything in a reader
            answer = wire.dump(wire.encode_error(PdfCleanError(UNEXPECTED)))
        answers.write(answer)
        answers.flush()


def _answer(request: dict[str, Any], documents: dict[str, Document]) -> dict[str, Any]:
    key = request["document"]
    limits.allow(request["seconds"])
    match request["op"]:
        case "open":
            document = open_document(Path(request["path"]), request["password"])
            documents[key] = document
            return {} if request.get("bare") else {"info": wire.encode_info(document.info)}
        case "page":
            page = documents[key].page(request["number"], request["reader"])
            return {"page": wire.encode_page(page)}
        case "picture":
            picture = documents[key].picture(request["number"], request["width"])
            return {"picture": base64.b64encode(picture).decode("ascii")}
        case "close":
            closing = documents.pop(key, None)
            if closing is not None:
                closing.close()
            return {}
        case other:
            raise ValueError(f"unknown request {other!r}")


if __name__ == "__main__":
    main()
