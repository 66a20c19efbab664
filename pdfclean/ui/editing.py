"""What the page asks about single places of the text, and does to them.

The browser half (``passages.js`` and the files after it) works on the text it holds; what a
sentence is, and which words of the document a place stands for, is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pdfclean.chunking import sentences as parted
from pdfclean.jobs import Job, JobStore, Passage, Rewording
from pdfclean.ui.language import pick, say, say_many, term
from pdfclean.ui.wording import GONE

__all__ = ["functions", "replaced", "rewritten", "words"]

LONGEST_PASSAGE = 200_000
"""Characters of a passage whose sentences are found; nothing asks for more."""

SAVED = term("Your words are in the text.")
REMOVED = term("The paragraph is out of the text.")
REVERTED = term("The PDF’s own words are back.")
CHANGED = term(
    "This part of the text is not finished, or has changed meanwhile. Your words are still here: "
    "copy them, cancel, and edit it again."
)


def words() -> str:
    """The words that the scripts show, as a line of JavaScript before them."""
    said = pick(lambda: {**_selecting(), **_finding(), **_listening()})
    return f"const WORDS = {said};\n"


def _selecting() -> dict[str, str]:
    return {
        "toolbar": say("For the selected sentence"),
        "edit": say("Edit paragraph"),
        "field": say("Text of the paragraph"),
        "save": say("Save"),
        "cancel": say("Cancel"),
        "drop": say("Drop my changes"),
        "keys": say("Ctrl+Enter saves, Escape cancels. A blank line starts a paragraph."),
        "unsaved": say("Press Escape once more to drop your changes."),
        "edited": say("Edited"),
        "revert": say("Back to the PDF’s words"),
        "removed": say("Paragraph taken out by you"),
        "failed": say("The connection is lost; your words are still here. Try again."),
    }


def _finding() -> dict[str, str]:
    return {
        "find": say("Find"),
        "exact": say("Match case"),
        "whole": say("Whole words"),
        "replacement": say("Replace with"),
        "replace": say("Replace"),
        "replaceAll": say("Replace all"),
        "previous": say("Previous match"),
        "next": say("Next match"),
        "shut": say("Close"),
        # The script fills the places in.
        "count": say("{n} of {total}", n="{n}", total="{total}"),
        "none": say("Not found"),
    }


def _listening() -> dict[str, str]:
    return {
        "listen": say("Listen"),
        "listenHere": say("Listen from here"),
        "pause": say("Pause"),
        "goOn": say("Go on"),
        "stop": say("Stop listening"),
        "speed": say("Speed"),
        "voice": say("Voice"),
        "mute": say("This browser could not read the text aloud."),
    }


def functions(store: JobStore) -> list[Callable[..., Any]]:
    """What the browser may call."""

    def sentences(request: list[Any]) -> list[str]:
        key, text = request
        job = store.get(key)
        if job is None or len(str(text)) > LONGEST_PASSAGE:
            return []
        language = job.preflight.language if job.preflight else ""
        return list(parted(str(text), language or "en"))

    def edit(request: list[Any]) -> dict[str, Any]:
        key, run, place, seen, text = request
        job = _job(store, key, run)
        return {"said": say(GONE)} if job is None else rewritten(job, place, str(seen), str(text))

    def replace(request: list[Any]) -> dict[str, Any]:
        key, run, places, text = request
        job = _job(store, key, run)
        return {"said": say(GONE)} if job is None else replaced(job, places, str(text))

    def edits(request: list[Any]) -> list[list[int]]:
        """Token range and place of each edit."""
        key, run = request
        job = _job(store, key, run)
        found = job.review.edits if job else []
        return [[edit.start, edit.end, *place] for edit, place in found]

    def revert(request: list[Any]) -> dict[str, Any]:
        key, run, start, end = request
        job = _job(store, key, run)
        if job is None:
            return {"said": say(GONE)}
        job.review.revert([(int(start), int(end))])
        return {"done": 1, "said": say(REVERTED)}

    return [sentences, edit, replace, edits, revert]


def _job(store: JobStore, key: object, run: object) -> Job | None:
    """The job whose text the browser shows, unless another run has begun meanwhile."""
    job = store.get(key)
    return job if job is not None and job.runs == run else None


def rewritten(job: Job, place: Sequence[int], seen: str, text: str) -> dict[str, Any]:
    """A passage is to say something else; what became of it.

    Args:
        job: whose text it is.
        place: segment and character of its beginning and of its end.
        seen: what it says on the reader's screen.
        text: what it is to say.
    """
    if not job.review.edit([(Rewording(_passage(place), text), seen)]):
        return {"done": 0, "said": say(CHANGED)}
    return {"done": 1, "said": say(SAVED if text.strip() else REMOVED)}


def replaced(job: Job, places: Sequence[Sequence[Any]], text: str) -> dict[str, Any]:
    """Passages are to say something else, as one choice.

    ``places`` are as for :func:`rewritten`, each followed by what it says on the reader's screen.
    """
    changes = [(Rewording(_passage(each), text), str(each[4])) for each in places]
    done = job.review.edit(changes)
    said = say_many("{n} place replaced.", "{n} places replaced.", done)
    if left := len(changes) - done:
        said += " " + say_many(
            "{n} place was left as it is: it is not finished, or has changed meanwhile.",
            "{n} places were left as they are: they are not finished, or have changed meanwhile.",
            left,
        )
    return {"done": done, "said": said}


def _passage(place: Sequence[Any]) -> Passage:
    first, start, last, end = (int(each) for each in place[:4])
    return Passage((first, start), (last, end))
