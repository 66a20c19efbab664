"""Sentences of the layers below, in the visitor's language.

What reads, cleans, polishes and runs says what happened in English: it serves the command line and
the API too, and its sentences travel through worker processes and files. The page translates them
where it shows them: :func:`heard` knows a sentence by its form in :data:`BELOW`, whose ``{places}``
stand for whatever was filled in. A sentence that is not there (details of model files and of the
tuning file, the operating system's own words) is shown as it is, in English.

A test holds that each form is still said below.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pdfclean.ui.language import ENGLISH, language, number, say, speaking, term

__all__ = ["BELOW", "heard"]

BELOW = (
    # Kinds of what is left out.
    term("Page furniture"),
    term("Citations"),
    term("Pointers in brackets"),
    term("References"),
    term("Footnotes"),
    term("Author names"),
    term("E-mails and affiliations"),
    term("Links"),
    term("Formulas"),
    term("Tables"),
    term("Figure text"),
    term("Captions"),
    term("Contents pages"),
    term("Back matter"),
    term("Code"),
    term("Notices and asides"),
    term("Headings"),
    # What a line is, and why something was taken out.
    term("title"),
    term("author"),
    term("author names"),
    term("affiliation"),
    term("abstract"),
    term("heading"),
    term("list"),
    term("quotation"),
    term("verse"),
    term("running header"),
    term("running footer"),
    term("page number"),
    term("footnote"),
    term("footnote mark"),
    term("caption"),
    term("table"),
    term("figure text"),
    term("text in a figure"),
    term("equation"),
    term("displayed formula"),
    term("reference"),
    term("superscript reference"),
    term("entry of the reference list"),
    term("contents"),
    term("table of contents"),
    term("code"),
    term("program code"),
    term("back matter"),
    term("author and year"),
    term("number of a reference"),
    term("key of a reference"),
    term("pointer in brackets"),
    term("e-mail"),
    term("link"),
    term("the model would leave it out"),
    # What is in doubt.
    term("a heading that may be none"),
    term("a line that may be a formula or code"),
    term("a line that may belong to a table"),
    term("a short line that may be a label or a table’s cell"),
    term("a line that may not belong to the text"),
    term("{reason}, p. {pages}"),
    # A file that cannot be read.
    term("This PDF is locked. Enter its password and try again."),
    term("That password does not open this PDF. Check it and try again."),
    term(
        "This PDF is damaged and cannot be opened. Download it again, or open it in a viewer and "
        "save a copy."
    ),
    term("This PDF has no pages, so there is nothing to clean."),
    term("This file is empty. Save or download the PDF again and retry."),
    term(
        "This file is not a PDF, whatever its name says. Choose a file that opens in a PDF viewer."
    ),
    term(
        "This PDF is protected in a way that cannot be opened here. Print it to a new PDF in your "
        "viewer and drop that."
    ),
    term("The file cannot be read: {why}."),
    term("Page {page} of this PDF is damaged and cannot be read."),
    term(
        "This PDF made the reader fail or take too long, so reading was stopped. Open it in a PDF "
        "viewer, save it as a new PDF and drop that."
    ),
    term(
        "This PDF needs more memory than reading may take. Split it, or save it as a new PDF in a "
        "PDF viewer, and drop that."
    ),
    term(
        "This PDF could not be read. Open it in a PDF viewer, save it as a new PDF and drop that."
    ),
    term(
        "“{name}” is not a PDF, whatever its name says. Choose the PDF itself, or print the "
        "document to PDF first."
    ),
    term(
        "Page {page} could not be read: what is there is damaged, or takes too much time or "
        "memory. Open the PDF in a PDF viewer, save it as a new PDF and drop that."
    ),
    term(
        "{count} of its pages could not be read: what is there is damaged, or takes too much time "
        "or memory. Open the PDF in a PDF viewer, save it as a new PDF and drop that."
    ),
    term(
        "Page {page} has no text: it looks like a scan or a picture. Run the PDF through a text "
        "recognition (OCR) program and drop the result."
    ),
    term(
        "None of the pages read ({pages}) has text: they look like scans or pictures. Run the PDF "
        "through a text recognition (OCR) program and drop the result."
    ),
    term(
        "That would be {count} pages, and {most} at a time is the most. Choose a page range, such "
        "as {range}."
    ),
    # Settings that cannot be.
    term("{name} must lie between {least} and {most}, not {value}."),
    term("The chunk size"),
    term("The temperature"),
    term("How boldly to delete"),
    term("The most new tokens"),
    term("The number of parts in flight"),
    term("The character limit cannot be negative; 0 means no limit."),
    term("Cannot read the page range “{text}”. Write it like 1-3,7."),
    term(
        "The page range {text} names no page of this document, which has {count}. Choose pages "
        "between 1 and that number."
    ),
    term("“{text}” is no address of a server. Write it like http://localhost:8000/v1."),
    term("This is no address of a server. Write it like http://localhost:8000/v1."),
    # A run.
    term("Waiting for a free place"),
    term("Starting"),
    term("Reading"),
    term("Reading page {done} of {total}"),
    term("Finding the prose"),
    term("Cleaning part {part} of {total}"),
    term("Polishing part {part} of {total}"),
    term("Stopped. The text so far is kept."),
    term("Stopped, because the page was away for {minutes} minutes. The text so far is kept."),
    term(
        "A file could not be written ({why}), so the run ended here. The text so far is kept. Free "
        "some disk space and clean the document again."
    ),
    term(
        "Something went wrong inside pdfclean, so the run ended here. The text so far is kept. "
        "Clean the document again, and if it fails again, report this file."
    ),
    term("You changed what is left out here, so the document's own words stand, not the model's."),
    # A model.
    term("This server has no models, so the text is cleaned without one."),
    term("Preparing {model}."),
    term("Looking for {model}."),
    term("Fetching {model}: {done} of {total}."),
    term("Loading {model} into memory."),
    term("{model} is ready."),
    term("Trying out {model}"),
    term("Asking the server for {model}"),
    term(
        "{model} cannot tell notices from text well enough to be bold: in a trial it had {share} "
        "of the pairs right, where {least} are needed. It deletes only what it is surest of. A "
        "larger model does better."
    ),
    term("There is no model at {path}. Check the path."),
    term(
        "{model} is not on this machine and the model hub cannot be reached. Check the network and "
        "try again, or choose a model from a folder. Cleaning without a model works meanwhile."
    ),
    term(
        "The hub has no model called {model}. Check the spelling, owner/name, or choose one of the "
        "models offered."
    ),
    term(
        "There is too little memory for {model}: {why}. Close other programs, or choose a smaller "
        "model."
    ),
    term("it takes about {need} and {room} are free"),
    term("loading it ran out of memory"),
    term("{model} ran out of memory. Lower the most new tokens, or choose a smaller model."),
    term("The server at {place} cannot be used. {why}"),
    term("The server at {place} cannot be reached. Check its address and whether it runs."),
    term("The server at {place} does not accept the key. Check the key."),
    term("The server at {place} is too busy. Lower the number in flight, or polish again later."),
    term("The account at {place} is out of credit. Top it up, or choose another server."),
    term("The part is longer than what the model on the server reads at once."),
    term("The server gave no answer for this part, however often it was asked."),
    term("A sentence is longer than the {most} tokens the model may take at once."),
    term("The passage contains a control mark of the model."),
    # A model's answer that was not used.
    term("Not polished: {why}"),
    term("The model's answer was not used: {why}"),
    term("The model's deletions were not used: {why}"),
    term("Some of the model's deletions were not used: {why}"),
    term("The model wrote 1 word of its own, which were not used."),
    term("The model wrote {count} words of its own, which were not used."),
    term("The model wrote {words} words of its own, so its answer was not used."),
    term("The model would keep only {share} of the text."),
    term("The model did not come to an end."),
    term("It is empty."),
    term("It drops a long stretch of prose: {words} words."),
    term("It adds words that are not in the PDF: {words}."),
    term("It puts words in another order: {words}."),
    term("It loses names: {words}."),
    term("It loses numbers: {words}."),
    term("It loses a negation: {words}."),
    term("It starts in the middle of a word: “{word}”."),
    term("It says the same thing more than once."),
    term("It adds {count} small words."),
    term("It keeps only {share} of the text."),
    term("It is longer than the text: {share} of it."),
    term("It drops words inside sentences, in {count} places."),
    term("It breaks off in the middle of a sentence."),
    term("It adds formatting marks."),
    term("It writes names with a small letter: {words}."),
    term("It turns {count} capital letters into small ones."),
)
"""Forms of the sentences; those in a list of their own first serve inside others too."""

_PLACE = re.compile(r"\{(\w+)\}")
_BORDER = re.compile(r"(?<=[.!?]) (?=[A-Z“])")
_WHOLE = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
LONGEST = 600
"""Characters of a sentence that is looked at; the longest form has some 250."""


def _form(text: str) -> re.Pattern[str]:
    pieces = _PLACE.split(text)
    return re.compile(
        "".join(
            f"(?P<{piece}>.+?)" if at % 2 else re.escape(piece) for at, piece in enumerate(pieces)
        ),
        re.DOTALL,
    )


_KNOWN = frozenset(BELOW)
_FORMS = tuple((text, _form(text)) for text in BELOW if "{" in text)


def heard(sentence: str) -> str:
    """A sentence of the layers below in the visitor's language.

    >>> heard("Page 7 of this PDF is damaged and cannot be read.")
    'Page 7 of this PDF is damaged and cannot be read.'
    """
    chosen = language()
    if chosen == ENGLISH or not sentence or len(sentence) > LONGEST:
        return sentence
    return _heard(chosen, sentence)


@lru_cache(4096)
def _heard(chosen: str, sentence: str) -> str:
    with speaking(chosen):
        said = _one(sentence)
        if said is None:
            said = _several(sentence)
    return sentence if said is None else said


def _one(sentence: str) -> str | None:
    """A sentence by its form, or ``None``: nobody knows it."""
    if (said := say(sentence) if "{" not in sentence else sentence) != sentence:
        return said
    if sentence in _KNOWN:
        return sentence
    for text, form in _FORMS:
        if found := form.fullmatch(sentence):
            return say(text, **{name: _value(value) for name, value in found.groupdict().items()})
    return None


def _several(sentence: str) -> str | None:
    """The same for sentences that follow each other; the longest that is known goes first."""
    pieces = _BORDER.split(sentence)
    for count in range(len(pieces) - 1, 0, -1):
        first, rest = " ".join(pieces[:count]), " ".join(pieces[count:])
        said = _one(first)
        if said is None and (begun := _one(first.removesuffix("."))) is not None:
            said = f"{begun}."
        if said is not None:
            return f"{said} {heard(rest)}"
    return None


def _value(text: str) -> str:
    """What was filled in: a number as the language writes it, or a sentence again."""
    if _WHOLE.fullmatch(text):
        return number(int(text.replace(",", "")))
    return heard(text)
