"""Facts put into words and markup. All text from a PDF is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from pdfclean.document import Category, Mark
from pdfclean.jobs import Job, Status
from pdfclean.outline import Section, minutes
from pdfclean.ui.language import say
from pdfclean.ui.pieces import OVER, WRITTEN

__all__ = [
    "GONE",
    "SWITCHES",
    "alert_html",
    "decider",
    "duration",
    "go_on_label",
    "in_doubt",
    "kind_label",
    "looks_like",
    "many",
    "outline_choices",
    "outline_value",
    "page_list",
    "reading_phrase",
    "scanned_sentence",
    "shortened",
]

GONE = "This document is no longer on the server. Drop the PDF again."


def many(count: int, noun: str) -> str:
    """A count with its noun.

    >>> many(1, "page"), many(1204, "word")
    ('1 page', '1,204 words')
    """
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def duration(minutes: int) -> str:
    """Minutes as a producer says them.

    >>> duration(48), duration(125), duration(120)
    ('48 min', '2 h 5 min', '2 h')
    """
    hours, rest = divmod(minutes, 60)
    if not hours:
        return say("{minutes} min", minutes=minutes)
    if not rest:
        return say("{hours} h", hours=hours)
    return say("{hours} h {minutes} min", hours=hours, minutes=rest)


def page_list(pages: Iterable[int]) -> str:
    """Page numbers with neighbours joined.

    >>> page_list([1, 2, 3, 7, 9, 10])
    '1–3, 7, 9–10'
    """
    spans: list[list[int]] = []
    for page in sorted(pages):
        if spans and page == spans[-1][1] + 1:
            spans[-1][1] = page
        else:
            spans.append([page, page])
    return ", ".join(f"{a}" if a == b else f"{a}–{b}" for a, b in spans)


def scanned_sentence(scanned: Iterable[int], pages: int) -> str:
    """Why a document without any text cannot be cleaned, and what to do."""
    scanned = tuple(scanned)
    if not scanned:
        return "This PDF has no text on any page, so there is nothing to clean. Choose another."
    where = "Its only page is" if pages == 1 else f"Pages {page_list(scanned)} are"
    if len(scanned) == 1 and pages > 1:
        where = f"Page {scanned[0]} is"
    return (
        f"This PDF has no text: {where[0].lower()}{where[1:]} scanned. Run it through a text "
        "recognition (OCR) program, save it as a searchable PDF and drop that."
    )


def go_on_label(job: Job | None) -> str:
    """What the button says that takes a run up where it ended."""
    if not job or not job.reached:
        return say("Continue")
    return say("Continue from page {page}", page=job.reached)


def alert_html(sentence: str) -> str:
    """A sentence for the alert region."""
    return f"<p>{escape(sentence)}</p>" if sentence else ""


LONGEST_TITLE = 90
"""Characters of a section's title in the list: three lines beside the text."""


def outline_choices(sections: Sequence[Section]) -> list[tuple[str, str]]:
    """The sections as a list to tick: label and value of each.

    A value is level and index; the style sheet sets subsections in by the level.

    >>> outline_choices([Section(0, 9, "1 Tides", 1, 3, 600), Section(9, 12, "1.1 Ebb", 2, 4, 150)])
    [('1 Tides · p.\xa03\xa0·\xa05\xa0min', '1:0'), ('1.1 Ebb · p.\xa04\xa0·\xa01\xa0min', '2:1')]
    """
    choices = []
    for index, section in enumerate(sections):
        time = duration(minutes(sections, index)).replace(" ", "\xa0")
        label = f"{_short(section.title)} · p.\xa0{section.page}\xa0·\xa0{time}"
        choices.append((label, outline_value(section, index)))
    return choices


def outline_value(section: Section, index: int) -> str:
    """What the list says when a section is ticked."""
    return f"{section.level}:{index}"


def _short(title: str) -> str:
    if len(title) <= LONGEST_TITLE:
        return title
    return title[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def reading_phrase(read: tuple[int, int] | None) -> str:
    """How far a document is read: ``read`` pages of so many, if it has begun."""
    if not read or not read[1]:
        return say("Opening") if read else say("Waiting to be read")
    return say("Reading page {done} of {total}", done=read[0], total=read[1])


def reading_html(doing: str) -> str:
    """The card while the document is being opened."""
    return f'<section class="facts reading" role="status"><p>{escape(doing)} …</p></section>'


# What was removed ---------------------------------------------------------------------------------

SWITCHES = {
    Category.FURNITURE: "Page headers, footers and numbers",
    Category.CITATIONS: "Citations, like [3] or (Marsh, 2019)",
    Category.POINTERS: "Pointers, like (see Fig. 3)",
    Category.REFERENCES: "Reference list",
    Category.FOOTNOTES: "Footnotes and their marks",
    Category.AUTHORS: "Author names",
    Category.CONTACTS: "E-mails and affiliations",
    Category.LINKS: "Links",
    Category.FORMULAS: "Formulas that stand alone",
    Category.TABLES: "Tables",
    Category.FIGURES: "Text inside figures",
    Category.CAPTIONS: "Captions",
    Category.CONTENTS: "Contents pages",
    Category.BACK_MATTER: "Thanks, funding, keywords",
    Category.CODE: "Program code",
    Category.NOTICES: "Notices and asides",
    Category.HEADINGS: "Headings",
}
"""What can be left out, as the switches name it."""

_KINDS = {
    "all": "All",
    "model": "By the model",
    "reader": "Taken out by you",
    OVER: "Written over by you",
    WRITTEN: "Your own words",
}


def kind_label(kind: str) -> str:
    """A kind of removed items, for the filter: a category by its key, or one of the others."""
    return _KINDS.get(kind) or Category(kind).label


def decider(mark: Mark | None, *, sure: bool = False) -> list[str]:
    """Why something was taken out and who decided; how sure, of a model always.

    >>> decider(Mark(0, 9, Category.NOTICES, "sponsor", "model", 0.87))
    ['sponsor', 'decided by the model, 87% sure']
    """
    if mark is None:
        return ["decided by you"]
    who = {"model": "the model", "layout": "the page's layout"}.get(mark.stage, "a pattern")
    share = f", {mark.confidence:.0%} sure" if sure or mark.stage == "model" else ""
    return [mark.reason, f"decided by {who}{share}"]


def in_doubt(status: Status) -> str:
    """How many parts are in doubt, and who looks at them."""
    if not status.doubtful:
        return "Nothing is in doubt so far."
    are = "is" if status.doubtful == 1 else "are"
    said = f"{status.doubtful:,} of {many(status.chunks_done, 'part')} {are} in doubt"
    if status.asked >= status.doubtful:
        return f"{said}; the model looked at {'it' if status.doubtful == 1 else 'them'}."
    if status.asked:
        return f"{said}; the model has looked at {status.asked:,} of them."
    return f"{said}. Look over what was taken out and what stayed in."


def looks_like(role: str, confidence: float) -> str:
    """Why a passage that stayed in is in doubt."""
    kind = "text" if role in ("body", "other") else role
    return f"may not belong to it: the page's layout took it for {kind}, {confidence:.0%} sure"


def shortened(text: str, most: int) -> str:
    """The beginning of a text, in one line."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[:most].rsplit(" ", 1)[0] if " " in line[most // 2 : most] else line[:most]
    return cut.rstrip(" ,;:") + " …"
