"""Broken, odd and malicious PDFs of our own making, and what must become of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pdfclean.errors import (
    LimitError,
    NotAPdfError,
    NoTextError,
    PdfCleanError,
)
from tests.pdfs.raw import FONT, assemble, bomb, pages_of, show, stream

__all__ = ["HOSTILE", "Case"]

SENTENCE = "The harbour master counted the boats twice before the storm came in."


@dataclass(frozen=True, slots=True)
class Case:
    """A file, and its outcome: the text (a part of it) or the kind of error."""

    make: Callable[[], bytes]
    outcome: str | type[PdfCleanError]


def _plain(text: str = SENTENCE) -> bytes:
    return pages_of(show(text))


def _looping_xref() -> bytes:
    whole = _plain()
    start = whole.rindex(b"startxref\n") + 10
    place = int(whole[start : whole.index(b"\n", start)])
    return whole.replace(b"/Root 1 0 R", f"/Root 1 0 R/Prev {place}".encode())


def _wrong_xref() -> bytes:
    whole = _plain()
    start = whole.rindex(b"startxref\n") + 10
    return whole[:start] + b"7\n%%EOF"


def _looping_pages() -> bytes:
    return assemble(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"]
    )


def _deep_array() -> bytes:
    return assemble(
        [
            b"<</Type/Catalog/Pages 2 0 R/Deep " + b"[" * 50_000 + b"]" * 50_000 + b">>",
            b"<</Type/Pages/Count 1/Kids[4 0 R]>>",
            FONT,
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 5 0 R"
            b"/Resources<</Font<</F1 3 0 R>>>>>>",
            stream(show(SENTENCE)),
        ]
    )


def _deep_pages(depth: int = 2000) -> bytes:
    objects = [b"<</Type/Catalog/Pages 2 0 R>>"]
    objects += [f"<</Type/Pages/Count 1/Kids[{n + 3} 0 R]>>".encode() for n in range(depth)]
    objects.append(f"<</Type/Page/Parent {depth + 1} 0 R/MediaBox[0 0 9 9]>>".encode())
    return assemble(objects)


def _many_pages(count: int = 10_000) -> bytes:
    kids = " ".join(f"{n + 5} 0 R" for n in range(count))
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</Font<</F1 3 0 R>>>>>>"
    )
    return assemble(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            f"<</Type/Pages/Count {count}/Kids[{kids}]>>".encode(),
            FONT,
            stream(show(SENTENCE)),
            *[page] * count,
        ]
    )


def _form_bomb() -> bytes:
    """Forms that each draw the next one four times, twenty deep."""
    deep = 20
    head = "/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<<"
    forms = [stream(b"/X Do " * 4, f"{head}/XObject<</X {n + 5} 0 R>>>>") for n in range(deep)]
    forms.append(stream(show("x", 1), f"{head}/Font<</F1 3 0 R>>>>"))
    return pages_of(b"/X Do", resources="/XObject<</X 4 0 R>>", more=forms)


def _form_in_itself() -> bytes:
    own = stream(
        b"/X Do",
        "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>",
    )
    return pages_of(show(SENTENCE) + b" /X Do", resources="/XObject<</X 4 0 R>>", more=[own])


def _javascript() -> bytes:
    return pages_of(
        show(SENTENCE),
        catalogue="/OpenAction 4 0 R/Names<</JavaScript 4 0 R/EmbeddedFiles 5 0 R>>",
        more=[
            b"<</S/JavaScript/JS(app.launchURL\\('http://example.com'\\))>>",
            b"<</Names[(evil.exe)<</Type/Filespec/F(../../evil.exe)/EF<</F 6 0 R>>>>]>>",
            stream(b"MZ", "/Type/EmbeddedFile"),
        ],
    )


def _markup() -> bytes:
    return _plain("He wrote <script>alert\\(1\\)</script> & <b>left</b> the room in silence.")


HOSTILE: dict[str, Case] = {
    "nothing": Case(lambda: b"", NotAPdfError),
    "a web page": Case(lambda: b"<html><body>Sign in to read on.</body></html>", NotAPdfError),
    "only a header": Case(lambda: b"%PDF-1.7\n", NotAPdfError),
    "noise after a header": Case(lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40, NotAPdfError),
    "cut off": Case(lambda: _plain()[:400], NotAPdfError),
    "no pages": Case(
        lambda: assemble([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 0/Kids[]>>"]),
        NotAPdfError,
    ),
    "a page of nothing": Case(lambda: pages_of(b""), NoTextError),
    "junk before the header": Case(lambda: b"HTTP/1.1 200 OK\r\n\r\n" + _plain(), SENTENCE),
    "junk after the end": Case(lambda: _plain() + b"\0" * 5000, SENTENCE),
    "a wrong cross-reference table": Case(_wrong_xref, SENTENCE),
    "a looping cross-reference table": Case(_looping_xref, SENTENCE),
    "page trees that hold themselves": Case(_looping_pages, PdfCleanError),
    "arrays 50,000 deep": Case(_deep_array, SENTENCE),
    "a page tree 2,000 deep": Case(_deep_pages, NoTextError),
    "10,000 pages": Case(_many_pages, LimitError),
    "a bomb of 400 MB": Case(
        lambda: pages_of(bomb(400), entries="/Filter/FlateDecode"), NoTextError
    ),
    "forms four to the twentieth": Case(_form_bomb, PdfCleanError),
    "a form that draws itself": Case(_form_in_itself, SENTENCE),
    "a page as large as a town": Case(
        lambda: pages_of(show(SENTENCE), box="0 0 99999999 99999999"), SENTENCE
    ),
    "a page of no size": Case(lambda: pages_of(show(SENTENCE), box="0 0 0 0"), SENTENCE),
    "type of size zero": Case(lambda: pages_of(show(SENTENCE, 0)), PdfCleanError),
    "a line of 60,000 letters": Case(lambda: _plain("a" * 60_000), "aaaa"),
    "JavaScript and an attachment": Case(_javascript, SENTENCE),
    "markup in the text": Case(_markup, "<script>alert(1)</script> & <b>left</b>"),
    "protection of an unknown kind": Case(
        lambda: _plain().replace(b"/Root", b"/Encrypt<</Filter/Nobody/V 9>>/Root"), PdfCleanError
    ),
}
"""By what is wrong with it. ``PdfCleanError`` stands for: any typed error, or a text."""
