"""Where the sections of a document begin, and how deep each lies.

Layout has labelled the headings; a PDF that brings an outline of its own confirms them, and shows
those that open a paragraph instead of standing alone ("3.1.1 Labeling. The first ..."). A line is
taken for a heading only with a reason: a section too many is a tick more, one at every bold word
makes the outline useless.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pdfclean.document import Category, CleanDocument, Line, Mark, Page, Role, Space, Tokens
from pdfclean.outline.bookmarks import Bookmarks, run_in
from pdfclean.outline.levels import Style, levels
from pdfclean.outline.titles import LABEL, numbered

__all__ = ["Heading", "headings"]

SURE = 0.5
"""Confidence from which a heading needs no other reason. In ten training documents the true ones
below it were numbered, in the PDF's outline or chapter labels above a sure one ("Luku 1"); the
false ones were commands, authors and labels of figures."""
LONGEST = 220
"""Characters of the longest heading; the longest in the training documents has 150."""
LINE_PITCH = 1.7
"""Distance of two lines of one heading at most, top to top, in type sizes."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Tokens ``[start, end)`` that head a section: its title, first page and depth.

    ``level`` counts from 1 but may leave steps out, see :func:`~pdfclean.outline.levels.nested`.
    """

    start: int
    end: int
    title: str
    page: int
    level: int


@dataclass(frozen=True, slots=True)
class _Found:
    """A heading before its level is known. ``depth`` is what its number says, 0 for nothing;
    ``bookmark`` the level that the PDF's outline gives it, 0 for none."""

    start: int
    end: int
    title: str
    page: int
    line: Line
    confidence: float
    depth: int
    style: Style
    bookmark: int = 0


def headings(document: CleanDocument) -> list[Heading]:
    """The headings that begin sections, in reading order.

    Headings of what is left out anyway (a reference list) are among them.
    """
    pages = {page.number: page for page in document.pages}
    found = _joined(list(_labelled(document, pages)))
    bookmarks = Bookmarks(document.info.outline)
    found = [replace(each, bookmark=bookmarks.claim(each.title, each.page)) for each in found]
    found = [each for each in found if each.bookmark or not bookmarks.elsewhere(each.title)]
    body = _body_style(document.pages)
    found = [each for each in found if _is_heading(each, found, body)]
    if bookmarks.left:
        known = {index for each in found for index in range(each.start, each.end)}
        found += [each for each in _opening(document, pages, bookmarks) if each.start not in known]
        found.sort(key=lambda each: each.start)
    depths = levels([(each.depth, each.bookmark, each.style) for each in found])
    return [
        Heading(each.start, each.end, each.title, each.page, level)
        for each, level in zip(found, depths, strict=True)
    ]


# Finding ------------------------------------------------------------------------------------------


def _labelled(document: CleanDocument, pages: Mapping[int, Page]) -> Iterator[_Found]:
    """What layout labelled a heading."""
    for chunk in document.chunks:
        first = chunk.chunk.start
        inside = [m for m in chunk.marks if m.category is not Category.HEADINGS]
        for mark in chunk.marks:
            if mark.category is Category.HEADINGS and mark.stage == "layout":
                title = _title(chunk.tokens, mark.start - first, mark.end - first, first, inside)
                page = chunk.tokens.page(mark.start - first)
                line = pages[page].lines[chunk.tokens.line(mark.start - first)]
                yield _heading((mark.start, mark.end), title, page, line, mark.confidence)


def _title(tokens: Tokens, start: int, end: int, first: int = 0, marks: Iterable[Mark] = ()) -> str:
    """Tokens as a title: one line, without a footnote's or a citation's mark."""
    gone = {i - first for mark in marks for i in range(mark.start, mark.end)}
    pieces = [tokens.space(i).text + tokens.text(i) for i in range(start, end) if i not in gone]
    return " ".join("".join(pieces).split())


def _heading(span: tuple[int, int], title: str, page: int, line: Line, confidence: float) -> _Found:
    depth, numbering = numbered(title)
    style = Style.of(line, title, numbering)
    return _Found(*span, title, page, line, confidence, depth, style)


def _joined(found: list[_Found]) -> list[_Found]:
    """Headings with their further lines, and with the number that stands on a line of its own."""
    result: list[_Found] = []
    for each in found:
        last = result[-1] if result else None
        if last is None or last.end != each.start or last.page != each.page:
            result.append(each)
        elif LABEL.fullmatch(last.title) and not LABEL.fullmatch(each.title):
            glue = " " if numbered(f"{last.title} x")[0] else ": "
            result[-1] = replace(
                _merged(last, each, last.title.rstrip(".:") + glue + each.title),
                style=each.style,
                line=each.line,
            )
        elif _goes_on(last, each):
            result[-1] = _merged(last, each, f"{last.title} {each.title}")
        else:
            result.append(each)
    return result


def _merged(first: _Found, second: _Found, title: str) -> _Found:
    confidence = max(first.confidence, second.confidence)
    return replace(
        first, end=second.end, title=title, line=second.line, confidence=confidence
    )  # fmt: skip


def _goes_on(first: _Found, second: _Found) -> bool:
    """Whether a heading is the next line of the one before it."""
    pitch = second.line.box.top - first.line.box.top
    return (
        first.style.like(second.style)
        and not second.depth
        and not second.style.numbering
        and 0 < pitch < LINE_PITCH * first.line.font_size
    )


def _body_style(pages: Iterable[Page]) -> Style:
    """How most of the running text is set."""
    counts = Counter[Style]()
    for page in pages:
        for line in page.lines:
            if line.role is Role.BODY:
                counts[Style.of(line)] += len(line.text)
    return counts.most_common(1)[0][0] if counts else Style(0.0, False, False)


def _is_heading(each: _Found, all_found: Sequence[_Found], body: Style) -> bool:
    """Whether a section begins here."""
    first = next((c for c in each.title if c.isalnum()), "")
    if not any(c.isalpha() for c in each.title) or len(each.title) > LONGEST:
        return False
    if each.bookmark:
        return True
    if not each.title[0].isalnum() and each.title[0] not in "§¿¡\"'“‘«„([":
        return False
    if each.depth or each.style.numbering:
        return each.confidence >= SURE or any(
            other.style.like(each.style) and other.confidence >= SURE for other in all_found
        )
    return each.confidence >= SURE and not first.islower() and not each.style.like(body)


def _opening(
    document: CleanDocument, pages: Mapping[int, Page], bookmarks: Bookmarks
) -> Iterator[_Found]:
    """Headings of the PDF's outline that open a paragraph of the text."""
    wanted = {page + step for _, _, page in bookmarks.left if page for step in (0, 1)}
    for chunk in document.chunks:
        tokens, first = chunk.tokens, chunk.chunk.start
        for start in range(len(tokens)):
            page = tokens.page(start)
            if tokens.space(start) is not Space.PARAGRAPH or page not in wanted:
                continue
            for entry in bookmarks.left:
                level, name, at = entry
                end = run_in(tokens, start, name) if page - at in (0, 1) else 0
                line = pages[page].lines[tokens.line(start)]
                if end and line.role is not Role.TITLE:
                    bookmarks.left.remove(entry)
                    title = _title(tokens, start, end)
                    found = _heading((first + start, first + end), title, page, line, 1.0)
                    yield replace(found, bookmark=level)
                    break
