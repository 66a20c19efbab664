"""The report for people: one page that tells a writer what text they get, and what they do not.

A page of HTML without scripts, pictures or links: it opens with a double click, prints on one sheet
and can be pasted into a mail.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from pdfclean import __version__
from pdfclean.document import CleanDocument, Decision, Override, Policy
from pdfclean.export.paragraphs import Paragraph, edited
from pdfclean.export.provenance import Provenance
from pdfclean.outline import Section, count_words, listening_minutes, minutes, outline
from pdfclean.render import removed
from pdfclean.settings import Mode, Polish

__all__ = ["summary"]

MOST_SECTIONS = 10
"""Sections left out that are named; with all kinds of passages the page is full then."""
LONGEST_TITLE = 70
"""Characters of a section's title: one line."""

_STYLE = """
@page { margin: 18mm }
body { font: 15px/1.5 Georgia, serif; color: #222; background: #fff; max-width: 42em;
  margin: 2em auto; padding: 0 1em; overflow-wrap: anywhere }
h1 { font-size: 1.5em; line-height: 1.25; margin: 0 }
h2 { font-size: 1em; margin: 1.4em 0 .3em }
p { margin: .3em 0 }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; font-weight: normal; padding: .12em 1em .12em 0; vertical-align: top }
th { width: 40%; white-space: nowrap }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }
.quiet { color: #595959 }
@media print { body { font-size: 10.5pt; line-height: 1.35; margin: 0 } }
"""


def summary(
    document: CleanDocument,
    text: Sequence[Paragraph],
    policy: Policy,
    decisions: Sequence[Decision],
    provenance: Provenance,
    *,
    title: str,
) -> str:
    """The page as HTML; all that comes from the PDF is escaped."""
    # Without its pages nobody can say where the sections of a document are.
    sections = outline(document) if document.pages else ()
    told = _Told(document, text, policy, decisions, provenance, sections)
    by = f'<p class="quiet">{escape(document.info.author)}</p>' if document.info.author else ""
    body = [
        f"<h1>{escape(title)}</h1>{by}",
        f'<p class="quiet">{escape(told.made())}</p>',
        _table((name, value) for name, value in told.facts() if value),
        _block("How it was cleaned", told.how()),
        "<h2>What was left out</h2>",
        _table(told.left_out(), number=True) or "<p>Nothing.</p>",
        _block("Sections left out", told.sections()),
        _block("Done by hand", told.by_hand()),
        _block("To look at", told.doubts()),
    ]
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">\n"
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(part for part in body if part)
        + "\n</body>\n</html>\n"
    )


def _block(head: str, sentences: Sequence[str]) -> str:
    if not sentences:
        return ""
    return f"<h2>{escape(head)}</h2>" + "".join(f"<p>{escape(each)}</p>" for each in sentences)


def _table(rows: Iterator[tuple[str, ...]], *, number: bool = False) -> str:
    kind = ' class="number"' if number else ""
    lines = [
        f"<tr><th>{escape(head)}</th>"
        + "".join(f"<td{kind}>{escape(cell)}</td>" for cell in cells)
        + "</tr>"
        for head, *cells in rows
    ]
    return f"<table>{''.join(lines)}</table>" if lines else ""


@dataclass(frozen=True, slots=True)
class _Told:
    """What the page says, in plain words."""

    document: CleanDocument
    text: Sequence[Paragraph]
    policy: Policy
    decisions: Sequence[Decision]
    provenance: Provenance
    outline: Sequence[Section]

    def made(self) -> str:
        """Of what, when and with what the text was made."""
        of = f" from {self.provenance.name}" if self.provenance.name else ""
        when = f" on {_day(self.provenance.made)}" if self.provenance.made else ""
        return f"Clean text made{of}{when} with pdfclean {__version__}."

    def facts(self) -> Iterator[tuple[str, str]]:
        """The document before and after."""
        read, total = len(self.document.pages), self.document.info.pages
        before = sum(
            count_words("\n".join(line.text for line in page.lines)) for page in self.document.pages
        )
        after = sum(count_words(each.text) for each in self.text)
        yield "Pages", f"{total:,}" if read in (0, total) else f"{read:,} of {total:,} were read"
        share = f" ({after / before:.0%})" if before else ""
        yield "Words", f"{after:,} of {before:,}{share}" if before else f"{after:,}"
        yield "Listening", _duration(listening_minutes(after))
        if not self.provenance.complete:
            last = max((page for each in self.text for page in each.pages), default=0)
            yield (
                "Not complete",
                f"The text ends on page {last:,}." if last else "There is no text.",
            )
        scanned = [p.number for p in self.document.pages if not p.lines and p.images]
        if scanned:
            yield (
                "Missing",
                f"{_many(len(scanned), 'page')} scanned, without text: "
                + _list(f"{number}" for number in scanned),
            )

    def how(self) -> list[str]:
        """Who decided what goes, and what that means for the words that are there."""
        settings = self.provenance.settings
        rewritten = sum(chunk.rewrite is not None for chunk in self.document.chunks)
        edits = edited(self.decisions)
        said = []
        if settings is not None and settings.polish is not Polish.OFF:
            saw = [chunk for chunk in self.document.chunks if chunk.verdict is not None]
            refused = sum(bool(chunk.note) for chunk in self.document.chunks)
            may = "write it anew" if settings.mode is Mode.REWRITE else "only leave out sentences"
            said.append(
                f"A language model ({settings.model}) went over {len(saw):,} of "
                f"{_many(len(self.document.chunks), 'part')} and could {may}."
            )
            if refused:
                said.append(f"In {_many(refused, 'part')} its answer was not used.")
        elif settings is not None:
            said.append("By the layout of the pages and by patterns, without a language model.")
        if rewritten:
            said.append(f"{_many(rewritten, 'part')} may be in the model's words.")
        elif edits:
            said.append("All words stand in the PDF, but for what was edited by hand.")
        else:
            said.append("All words stand in the PDF: nothing was added.")
        return said

    def left_out(self) -> Iterator[tuple[str, ...]]:
        """Kinds of what is out: label, passages, words; most words first."""
        items, words = Counter[str](), Counter[str]()
        for item in removed(self.document.chunks, self.policy, self.decisions):
            label = item.category.label if item.category else "Left out by hand"
            items[label] += 1
            words[label] += count_words(item.text)
        for label, count in words.most_common():
            yield label, _many(items[label], "passage"), _many(count, "word")

    def sections(self) -> list[str]:
        """The sections that are out."""
        gone = self._overrides(keep=False)
        out = [(n, each) for n, each in enumerate(self.outline) if (each.start, each.end) in gone]
        said = [_section(each, minutes(self.outline, n)) for n, each in out[:MOST_SECTIONS]]
        if len(out) > MOST_SECTIONS:
            said.append(f"and {len(out) - MOST_SECTIONS} more")
        return said

    def by_hand(self) -> list[str]:
        """What the reader changed, other than sections."""
        whole = {(each.start, each.end) for each in self.outline}
        edits = edited(self.decisions)
        back = len(self._overrides(keep=True))
        out = len(self._overrides(keep=False).difference(whole))
        said = []
        if edits:
            said.append(f"{_many(edits, 'passage')} edited")
        if back:
            said.append(f"{_many(back, 'passage')} put back")
        if out:
            said.append(f"{_many(out, 'passage')} taken out")
        return [", ".join(said) + "."] if said else []

    def doubts(self) -> list[str]:
        """What somebody should look over."""
        count, seen = self.provenance.doubtful, self.provenance.looked_over or 0
        if count is None:
            count = sum(bool(chunk.doubts) for chunk in self.document.chunks)
            parts = f"{_many(count, 'part')} of the text {'is' if count == 1 else 'are'} in doubt"
            return [f"{parts}; nobody has looked them over."] if count else ["Nothing is in doubt."]
        if not count:
            return ["Nothing is in doubt."]
        looked = "none was" if not seen else "all were" if seen >= count else f"{seen:,} were"
        are = "is" if count == 1 else "are"
        return [f"{_many(count, 'passage')} {are} in doubt; {looked} looked over."]

    def _overrides(self, *, keep: bool) -> set[tuple[int, int]]:
        return {
            (each.start, each.end)
            for each in self.decisions
            if isinstance(each, Override) and each.keep is keep
        }


def _section(section: Section, length: int) -> str:
    title = section.title
    if len(title) > LONGEST_TITLE:
        title = title[:LONGEST_TITLE].rsplit(" ", 1)[0] + " …"
    return f"{title} · p. {section.page} · {_duration(length)}"


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def _duration(length: int) -> str:
    hours, rest = divmod(length, 60)
    return f"{hours} h {rest} min" if hours else f"{rest} min"


def _day(when: datetime) -> str:
    return f"{when.day} {when:%B %Y}"


def _list(names: Iterator[str], most: int = 12) -> str:
    every = list(names)
    return ", ".join(every[:most]) + (f" and {len(every) - most} more" if every[most:] else "")
