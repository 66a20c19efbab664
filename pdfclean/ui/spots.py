"""From a place of the text, or of what was taken out, to its page, and from a page back.

Boxes go to the browser in hundredths of the page's sides, so that they fit a picture of any size.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pdfclean.chunking import sentences
from pdfclean.document import Box, CleanChunk, Page, Token, kept
from pdfclean.jobs import Job
from pdfclean.printed import nearest, outlines
from pdfclean.review import Row
from pdfclean.ui.language import say, term
from pdfclean.ui.wording import decider, kind_label, shortened

__all__ = ["NOWHERE", "UNREAD", "item_name", "item_range", "kind_of", "place", "share", "spot"]

MOST_PLACES = 400
"""Outlines of one place: five full pages. A model's wording may stand for more."""
SPOKEN = 300
"""Characters of a place that the picture's description tells."""

NOWHERE = term("This is not on a page of the PDF: it is your own text.")
UNREAD = term("Nothing was read at this place of the page.")
NOT_YET = term("The text has not come to this place yet.")
SECTION = term("Left out with its section.")


def share(box: Box, page: Page) -> list[float]:
    """Left, top, width and height in hundredths of the page's sides."""
    width, height = page.size
    return [
        round(100 * box.left / width, 3),
        round(100 * box.top / height, 3),
        round(100 * box.width / width, 3),
        round(100 * box.height / height, 3),
    ]


def item_name(start: int, end: int) -> str:
    """What the browser calls an item that is a token range."""
    return f"{start}-{end}"


def item_range(name: object) -> tuple[int, int]:
    """The token range that an item's name says; an empty one for what is none."""
    start, _, end = str(name).removesuffix("-note").partition("-")
    return (int(start), int(end)) if start.isdigit() and end.isdigit() else (0, 0)


def kind_of(row: Row) -> str:
    return row.category.value if row.category else "reader"


# A place of the text, on its page -----------------------------------------------------------------


def place(job: Job, what: dict[str, Any]) -> dict[str, Any]:
    """Where something stands on the pages.

    Args:
        job: the document.
        what: characters of a segment's text (``segment``, ``start``, ``end``), or the token range
            of an item (``id``, as in the lists of what was removed and what is in doubt), or
            characters of a chunk's whole text (``chunk``, ``start``, ``end``, as in the changes).
    """
    if "id" in what:
        start, end = item_range(what["id"])
        row = next((r for r in job.review.rows() if (r.start, r.end) == (start, end)), None)
        return _outlined(job, start, end, kind_of(row) if row is not None and row.out else "")
    first, last = int(what["start"]), int(what["end"])
    if "segment" in what:
        return _outlined(job, *job.review.place(int(what["segment"]), first, last))
    chunks = job.review.chunks()
    if not 0 <= int(what["chunk"]) < len(chunks):
        return {"said": say(NOWHERE)}
    start, end = _said_by(chunks[int(what["chunk"])], first, last)
    row = next((r for r in job.review.rows() if r.start <= start < r.end and r.out), None)
    return _outlined(job, start, end, kind_of(row) if row else "reader")


def _said_by(chunk: CleanChunk, first: int, last: int) -> tuple[int, int]:
    """The tokens that say characters ``[first, last)`` of all that a chunk says, marks or not."""
    tokens = chunk.tokens
    at, said = 0, []
    for index in range(len(tokens)):
        # The document's first word has no space before it.
        at += len(tokens.space(index).text) if index or chunk.chunk.index else 0
        begin, at = at, at + len(tokens.text(index))
        if begin < last and at > first:
            said.append(chunk.chunk.start + index)
    return (said[0], said[-1] + 1) if said else (0, 0)


def _outlined(job: Job, start: int, end: int, kind: str = "") -> dict[str, Any]:
    """Tokens ``[start, end)`` on their pages."""
    tokens = list(_tokens(job, start, end))
    found = outlines(tokens, job.page)
    places = []
    left = MOST_PLACES
    for number, boxes in found.items():
        page = job.page(number)
        if page is not None and left > 0:
            places.append([number, [share(box, page) for box in boxes[:left]]])
            left -= len(boxes)
    text = "".join(token.space_before.text + token.text for token in tokens)
    return {
        "kind": kind,
        "places": places,
        "text": shortened(text, SPOKEN),
        "said": "" if places else say(NOWHERE),
    }


def _tokens(job: Job, start: int, end: int) -> Iterator[Token]:
    for chunk in job.review.chunks():
        first = chunk.chunk.start
        if first < end and chunk.chunk.end > start:
            yield from chunk.tokens[max(start - first, 0) : end - first]


# A place of a page, in the text -------------------------------------------------------------------


def spot(job: Job, number: int, x: float, y: float) -> dict[str, Any]:
    """What became of the words at a place of a page.

    Args:
        job: the document.
        number: 1-based page.
        x, y: shares of the page's width and height.

    Returns:
        ``goTo`` with a sentence's segment and characters if they are in the text; what took them
        out if not; or just something to say.
    """
    page = job.page(number)
    there = nearest(page, x * page.size[0], y * page.size[1]) if page else None
    if there is None:
        return {"said": say(UNREAD)}
    line, character = there
    found = _token_at(job.review.chunks(), number, line, character)
    if found is None:
        return {"said": say(NOT_YET if job.state.active else UNREAD)}
    chunk, token = found
    review = job.review
    whole = (chunk.chunk.start, chunk.chunk.end)
    if kept(*whole, chunk.marks, review.policy, review.decisions)[token - whole[0]]:
        segment, first, last = review.where(token, token + 1)
        if segment >= 0:
            return {"goTo": [segment, *_sentence(job, segment, first, last)], "said": ""}
    rows = [row for row in review.rows() if row.start <= token < row.end and row.out]
    if not rows:
        return {"said": say(SECTION), **_item(job, token, token + 1, "reader")}
    return _taken_out(job, rows[0])


def _taken_out(job: Job, row: Row) -> dict[str, Any]:
    """What was removed, why and by whom, and the way back."""
    return {
        "said": " · ".join((say("Left out"), kind_label(kind_of(row)), *decider(row.mark))),
        "id": item_name(row.start, row.end),
        "restore": say("Restore"),
        **_item(job, row.start, row.end, kind_of(row)),
    }


def _item(job: Job, start: int, end: int, kind: str) -> dict[str, Any]:
    shown = _outlined(job, start, end, kind)
    return {name: shown[name] for name in ("kind", "places", "text")}


def _token_at(
    chunks: Iterable[CleanChunk], number: int, line: int, character: int
) -> tuple[CleanChunk, int] | None:
    """The token of a line whose characters are nearest to one of them."""
    best: tuple[int, CleanChunk, int] | None = None
    for chunk in chunks:
        tokens = chunk.tokens
        for at in range(len(tokens)):
            if tokens.page(at) != number or tokens.line(at) != line:
                continue
            first = tokens[at].sources[0]
            away = max(first.start - character, character - first.end + 1, 0)
            if best is None or away < best[0]:
                best = away, chunk, chunk.chunk.start + at
    return best and best[1:]


def _sentence(job: Job, segment: int, first: int, last: int) -> tuple[int, int]:
    """The characters of the sentence round some characters of a segment's text."""
    text = job.review.text(segment)
    start = text.rfind("\n\n", 0, first + 1) + 2 if "\n\n" in text[: first + 1] else 0
    end = text.find("\n\n", last)
    passage = text[start : end if end >= 0 else len(text)]
    for each in sentences(passage):
        if start + len(each) > first:
            return start + len(each) - len(each.lstrip()), start + len(each.rstrip())
        start += len(each)
    return first, last
