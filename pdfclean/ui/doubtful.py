"""What is in doubt: passages that may have been taken out or left in wrongly, to look over.

Layout, the inline finds and a model say how sure they are. What they were not sure of is listed
here with what became of it, to keep or to remove; nothing waits for an answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from pdfclean.choosing import SURE, cued
from pdfclean.document import CleanChunk, Line, Override, Page, Policy, Space, kept
from pdfclean.jobs import Job, JobStore
from pdfclean.ui.language import say, template
from pdfclean.ui.live import script
from pdfclean.ui.review import SEE, SEE_IT
from pdfclean.ui.sentences import heard
from pdfclean.ui.wording import GONE, decider, in_doubt, kind_label, looks_like, shortened

__all__ = ["Doubt", "doubtful_view", "doubts"]

PAGE = 50
"""Passages a page; some five screens."""
SHORT = 300
"""Characters of a passage that are shown."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Tokens ``[start, end)`` of a chunk that are in doubt, or all of it when a model's answer was
    not used.

    ``there`` says whether the passage is in the text, ``why`` in plain words what is in doubt.
    """

    chunk: CleanChunk
    start: int
    end: int
    there: bool
    why: tuple[str, ...]
    note: bool = False

    @property
    def id(self) -> str:
        """A name for the passage."""
        return f"{self.start}-{self.end}" + ("-note" if self.note else "")

    @property
    def text(self) -> str:
        """What the passage says, in one line."""
        first = self.chunk.chunk.start
        return shortened(self.chunk.tokens.spaced(self.start - first, self.end - first), SHORT)


def doubtful_view(store: JobStore) -> gr.HTML:
    """The component. Fires ``decided`` when a passage was kept or removed."""

    def doubtful(request: list[Any]) -> dict[str, Any]:
        key, first = request
        job = store.get(key)
        if job is None:
            return {"said": "", "none": say(GONE), "total": 0, "rows": []}
        found = list(doubts(job))
        return {
            "said": in_doubt(job.status),
            "none": "" if found else say("There is nothing to look over so far."),
            "total": len(found),
            "rows": [_row(each, job) for each in found[first : first + PAGE]],
        }

    def settle(request: list[Any]) -> dict[str, str]:
        key, name, what = request
        job = store.get(key)
        if job is None:
            return {"said": say(GONE)}
        for each in doubts(job):
            if each.id == name and not each.note:
                job.review.settle((each.start, each.end), keep=what == "keep")
                kept_in = what == "keep"
                said = say("Kept in the text.") if kept_in else say("Left out of the text.")
                return {"said": said}
        return {"said": ""}

    return gr.HTML(
        value="",
        html_template=template("doubtful.html"),
        js_on_load=script("paged.js", "doubtful.js"),
        server_functions=[doubtful, settle],
        apply_default_css=False,
        elem_id="doubtful",
    )


def doubts(job: Job) -> Iterator[Doubt]:
    """All passages in doubt, in reading order; those that stayed in once the run has ended."""
    review = job.review
    pages = {page.number: page for page in job.document.pages} if job.document else {}
    taken: dict[int, list[Doubt]] = {}
    for row in review.rows():
        if row.mark is not None and row.mark.confidence < SURE:
            chunk = review.chunk(row.chunk)
            why = (kind_label(row.mark.category.value), *decider(row.mark, sure=True))
            taken.setdefault(row.chunk, []).append(
                Doubt(chunk, row.start, row.end, not row.out, why)
            )
    out = {(d.start, d.end) for d in review.decisions if isinstance(d, Override) and not d.keep}
    for chunk in review.chunks():
        found = taken.get(chunk.chunk.index, [])
        if chunk.doubts and pages:
            unsure = [
                (start, end, looks_like(line.role.value, line.confidence))
                for start, end, line in _unsure(chunk, pages, review.policy)
            ]
            for start, end, reason in (*unsure, *_telling(chunk, review.policy, unsure)):
                gone = (start, end) in out
                if gone or not any(a <= start and end <= b for a, b in out):
                    found.append(Doubt(chunk, start, end, not gone, (reason,)))
        if chunk.note:
            whole = chunk.chunk
            found.append(
                Doubt(chunk, whole.start, whole.end, True, (heard(chunk.note),), note=True)
            )
        yield from sorted(found, key=lambda each: (each.start, each.end))


def _unsure(
    chunk: CleanChunk, pages: Mapping[int, Page], policy: Policy
) -> Iterator[tuple[int, int, Line]]:
    """Passages that stayed in although their lines' role is in doubt: token range, first line."""
    tokens, first = chunk.tokens, chunk.chunk.start
    flags = kept(first, chunk.chunk.end, chunk.marks, policy)
    begun = last = -1
    lead: Line | None = None
    for at, keep in enumerate(flags):
        line = pages[tokens.page(at)].lines[tokens.line(at)]
        unsure = line.confidence < SURE
        if lead is not None and (not unsure or tokens.space(at) is Space.PARAGRAPH):
            yield first + begun, first + last + 1, lead
            lead = None
        if unsure and keep:
            last = at
            if lead is None:
                begun, lead = at, line
    if lead is not None:
        yield first + begun, first + last + 1, lead


def _telling(
    chunk: CleanChunk, policy: Policy, unsure: Sequence[tuple[int, int, str]]
) -> Iterator[tuple[int, int, str]]:
    """The sentences whose words gave the chunk away, but for those that are told of already."""
    for start, end, cue in cued(chunk, policy):
        told = any(a < end and start < b for a, b, _ in unsure)
        if not told and any(each.startswith(cue) for each in chunk.doubts):
            yield start, end, say("may be {cue}", cue=heard(cue))


def _became(doubt: Doubt) -> str:
    """What became of a passage, or of a model's answer on it."""
    if not doubt.note:
        return say("Stayed in the text") if doubt.there else say("Taken out")
    verdict = doubt.chunk.verdict
    if verdict is None:
        return say("The model gave no answer that could be used")
    return (
        say("Part of the model's answer was used")
        if verdict.faithful
        else say("The model's answer was not used")
    )


def _row(doubt: Doubt, job: Job) -> dict[str, Any]:
    page = doubt.chunk.tokens.page(doubt.start - doubt.chunk.chunk.start)
    acts = [["show", say("Show in the text")]]
    if not doubt.note:
        acts = [["keep", say("Keep")], ["remove", say("Remove")], *acts]
    settled = (doubt.start, doubt.end) in job.review.seen
    meta = ([] if not settled else [say("Looked over")]) + [
        _became(doubt),
        say("page {page}", page=page),
        *doubt.why,
    ]
    return {
        "id": doubt.id,
        "segment": doubt.chunk.chunk.index,
        "text": doubt.text,
        "begin": shortened(doubt.text, 40),
        "meta": " · ".join(meta),
        "there": doubt.there,
        "settled": settled,
        "acts": acts,
        "see": [say(SEE), say(SEE_IT, text=shortened(doubt.text, 40))],
    }
