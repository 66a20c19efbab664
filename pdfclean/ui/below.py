"""What the layers below the page say, sentence by sentence, for :mod:`pdfclean.ui.sentences`.

A test holds that each form is still said below.
"""

from __future__ import annotations

from pdfclean.ui.language import term

__all__ = ["BELOW"]

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
    term("a note to reviewers or editors"),
    term("an advertisement or a sponsor’s line"),
    term("a notice of the publisher or the web page"),
    term("a sentence about how the text is organised"),
    term("a leftover of the layout"),
    term("an editor’s mark or an empty bracket"),
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
    term("Page {page} of this PDF cannot be drawn."),
    term("Page {page} takes too much time or memory to draw, so its picture is not shown."),
    term("This document has no page {page}."),
    term("This document could not be read. Drop it again."),
    term(
        "“{name}” could not be stored ({why}). Try again, or ask whoever runs this server for more "
        "disk space."
    ),
    term("No space left on device"),
    term("Permission denied"),
    term("Read-only file system"),
    term("Input/output error"),
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
        "recognition (OCR) program, such as OCRmyPDF (free) or Adobe Acrobat, and drop the result."
    ),
    term(
        "None of the pages read ({pages}) has text: they look like scans or pictures. Run the PDF "
        "through a text recognition (OCR) program, such as OCRmyPDF (free) or Adobe Acrobat, and "
        "drop the result."
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
    term("Cleaning page {page} of {total}"),
    term("Cleaning page {page}"),
    term("The model looks at part {part} of {total}"),
    term("Stopped. The text so far is kept."),
    term("Stopped, because the page was away for {minutes} minutes. The text so far is kept."),
    term(
        "A file could not be read or written ({why}), so the run ended here. The text so far is "
        "kept. Free some disk space and clean the document again."
    ),
    term(
        "This text could not be written to the server's disk, so it would be lost if the server "
        "stopped. Download it before you leave."
    ),
    term("The server was restarted before this was begun."),
    term("The server was restarted in the middle of this. The text so far is kept."),
    term(
        "The text of this document could not be found again on the server's disk. Clean the "
        "document again."
    ),
    term(
        "pdfclean has changed since this was begun, so the document is cleaned anew from its first "
        "page."
    ),
    term(
        "This text was made by another version of pdfclean and stays as it is. Clean the document "
        "again to have it made by this one."
    ),
    term("The text so far was made by another version of pdfclean. Clean it again."),
    term(
        "What you put back, took out or edited before belongs to another choice of pages and is "
        "not in this text. The switches hold."
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
        "try again, or choose a model from a folder."
    ),
    term(
        "The hub has no model called {model}. Check the spelling, owner/name, or choose one of the "
        "models offered."
    ),
    term(
        "There is too little memory for {model}: {why}. Close other programs, or choose a smaller "
        "model."
    ),
    term("Cleaning without a model works meanwhile."),
    term(
        "{model} is a gated model: its licence must be accepted first. Do so on {page}, log in on "
        "this machine with “hf auth login”, and try again, or choose one of the open models."
    ),
    term(
        "The hub does not hand out {model} without a login: it is gated, private or not there at "
        "all. Check its name; if {page} asks you to accept a licence, do so and log in on this "
        "machine with “hf auth login”, or choose one of the open models."
    ),
    term("The model hub has a problem (it answered {status}). Try again later."),
    term(
        "The model hub stopped sending {model}. Check the network and try again: what has arrived "
        "is kept."
    ),
    term(
        "Fetching {model} takes {need}, more than the disk has free. Free some space or choose a "
        "smaller model."
    ),
    term(
        "“{model}” is not a model's name. Write it as owner/name, as the hub shows it, or give the "
        "path of a folder or a .gguf file."
    ),
    term("{model} cannot be loaded ({why}). Choose another model."),
    term("{model} failed while writing ({why}). Choose another model."),
    term(
        "{name} reads {context} tokens at a time and the instructions alone take {overhead}. "
        "Shorten the instructions or choose another model."
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
    term("The model wrote 1 word of its own, which was not used."),
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
