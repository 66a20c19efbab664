"""Facts put into words and markup. All text from a PDF is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from pdfclean.document import Category, Mark
from pdfclean.export import named
from pdfclean.jobs import Job, Status
from pdfclean.outline import Section, minutes
from pdfclean.settings import page_ranges
from pdfclean.ui.language import percent, say, say_many, term
from pdfclean.ui.pieces import OVER, WRITTEN
from pdfclean.ui.sentences import heard

__all__ = [
    "GONE",
    "SWITCHES",
    "alert_html",
    "decider",
    "duration",
    "file_title",
    "go_on_label",
    "in_doubt",
    "kind_label",
    "looks_like",
    "outline_choices",
    "outline_value",
    "page_list",
    "parts_in_doubt",
    "reading_phrase",
    "scanned_sentence",
    "shortened",
    "words_counted",
]

GONE = term("This document is no longer on the server. Drop the PDF again.")


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


def words_counted(count: int) -> str:
    """How many words.

    >>> words_counted(1), words_counted(1204)
    ('1 word', '1,204 words')
    """
    return say_many("{n} word", "{n} words", count)


def page_list(pages: Iterable[int]) -> str:
    """Page numbers with neighbours joined.

    >>> page_list([1, 2, 3, 7, 9, 10])
    '1–3, 7, 9–10'
    """
    ranges = page_ranges(sorted(pages))
    return ", ".join(f"{a}" if a == b else f"{a}–{b}" for a, b in ranges)


def scanned_sentence(scanned: Iterable[int], pages: int) -> str:
    """Why a document without any text cannot be cleaned, and what to do."""
    scanned = tuple(scanned)
    if not scanned:
        return say(
            "This PDF has no text on any page, so there is nothing to clean. Choose another."
        )
    where = say_many(
        "This PDF has no text: page {pages} is scanned.",
        "This PDF has no text: pages {pages} are scanned.",
        len(scanned),
        pages=page_list(scanned),
    )
    if pages == 1:
        where = say("This PDF has no text: its only page is scanned.")
    cure = say(
        "Run it through a text recognition (OCR) program, such as OCRmyPDF (free) or Adobe "
        "Acrobat, save it as a searchable PDF and drop that."
    )
    return f"{where} {cure}"


def go_on_label(job: Job | None) -> str:
    """What the button says that takes a run up where it ended."""
    if not job or not job.reached:
        return say("Continue")
    return say("Continue from page {page}", page=job.reached)


def file_title(title: str, name: str) -> str:
    """What a document is called on the page: its title, or its file's name with the ending.

    A title that is only the file's name is that name: they are all written in one way.

    >>> file_title("On tides", "t1.pdf"), file_title("", "t1.pdf"), file_title("T1", "t1.pdf")
    ('On tides', 't1.pdf', 't1.pdf')
    """
    title = named(title)
    plain = title.casefold().removesuffix(".pdf")
    return name if not title or plain == name.casefold().removesuffix(".pdf") else title


def alert_html(sentence: str) -> str:
    """A sentence for the alert region."""
    return f"<p>{escape(heard(sentence))}</p>" if sentence else ""


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
        page = say("p. {page}", page=section.page).replace(" ", "\xa0")
        label = f"{_short(section.title)} · {page}\xa0·\xa0{time}"
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
    Category.FURNITURE: term("Page headers, footers and numbers"),
    Category.CITATIONS: term("Citations, like [3] or (Marsh, 2019)"),
    Category.POINTERS: term("Pointers, like (see Fig. 3)"),
    Category.REFERENCES: term("Reference list"),
    Category.FOOTNOTES: term("Footnotes and their marks"),
    Category.AUTHORS: term("Author names"),
    Category.CONTACTS: term("E-mails and affiliations"),
    Category.LINKS: term("Links"),
    Category.FORMULAS: term("Formulas that stand alone"),
    Category.TABLES: term("Tables"),
    Category.FIGURES: term("Text inside figures"),
    Category.CAPTIONS: term("Captions"),
    Category.CONTENTS: term("Contents pages"),
    Category.BACK_MATTER: term("Thanks, funding, keywords"),
    Category.CODE: term("Program code"),
    Category.NOTICES: term("Notices and asides"),
    Category.HEADINGS: term("Headings"),
}
"""What can be left out, as the switches name it."""

_KINDS = {
    "all": term("All"),
    "model": term("By the model"),
    "reader": term("Taken out by you"),
    OVER: term("Written over by you"),
    WRITTEN: term("Your own words"),
}


def kind_label(kind: str) -> str:
    """A kind of removed items, for the filter: a category by its key, or one of the others."""
    return say(_KINDS[kind]) if kind in _KINDS else heard(Category(kind).label)


def decider(mark: Mark | None, *, sure: bool = False) -> list[str]:
    """Why something was taken out and who decided; how sure, of a model always.

    >>> decider(Mark(0, 9, Category.NOTICES, "sponsor", "model", 0.87))
    ['sponsor', 'decided by the model, 87% sure']
    """
    if mark is None:
        return [say("decided by you")]
    plain, surely = _DECIDERS.get(mark.stage, _PATTERN)
    if sure or mark.stage == "model":
        return [heard(mark.reason), say(surely, share=percent(mark.confidence))]
    return [heard(mark.reason), say(plain)]


_DECIDERS = {
    "model": (term("decided by the model"), term("decided by the model, {share} sure")),
    "layout": (
        term("decided by the page's layout"),
        term("decided by the page's layout, {share} sure"),
    ),
}
_PATTERN = (term("decided by a pattern"), term("decided by a pattern, {share} sure"))
"""Who decided, by the stage of a mark; and the same with how sure it was."""


def in_doubt(status: Status) -> str:
    """How many parts are in doubt, and who looks at them."""
    if not status.doubtful:
        return say("Nothing is in doubt so far.")
    parts = parts_in_doubt(status)
    if status.asked >= status.doubtful:
        looked = say_many(
            "the model looked at it", "the model looked at all of them", status.doubtful
        )
        return f"{parts}; {looked}."
    if status.asked:
        return say("{parts}; the model has looked at {n} of them.", parts=parts, n=status.asked)
    return say("{parts}. Look over what was taken out and what stayed in.", parts=parts)


def parts_in_doubt(status: Status) -> str:
    """How many of the parts are in doubt."""
    return say_many(
        "{doubtful} of {n} part in doubt",
        "{doubtful} of {n} parts in doubt",
        status.chunks_done,
        doubtful=status.doubtful,
    )


def looks_like(role: str, confidence: float) -> str:
    """Why a passage that stayed in is in doubt."""
    share = percent(confidence)
    if role in ("body", "other"):
        return say(
            "may not belong to it: the page's layout took it for text, {share} sure", share=share
        )
    return say(
        "may not belong to it: the page's layout took it for this: {kind}, {share} sure",
        kind=heard(role),
        share=share,
    )


def shortened(text: str, most: int) -> str:
    """The beginning of a text, in one line."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[:most].rsplit(" ", 1)[0] if " " in line[most // 2 : most] else line[:most]
    return cut.rstrip(" ,;:") + " …"
