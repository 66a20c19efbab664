"""Documents set by Typst with known roles, in styles that real pairs are short of.

Books with running titles, reports, slides, letters, papers in one and two columns, in five
languages, each with its own fonts, sizes, margins, floats and furniture. What was set is kept by
class, so the class of a printed line is that of the text in which it is found.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import typst

from pdfclean.extraction.labels import Kind
from tests.training.align import letters
from tests.training.parts import Writer, string
from tests.training.words import Words

__all__ = ["LANGUAGES", "STYLES", "Printed", "classes_of", "compose"]

LANGUAGES = ("en", "de", "fr", "es", "zh")
QUOTES = {"fr": ("— ", ""), "es": ("—", ""), "de": ("„", "“"), "en": ("“", "”"), "zh": ("“", "”")}


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished PDF and, by class, everything that was set, as streams of letters."""

    name: str
    style: str
    pdf: bytes
    streams: dict[Kind, str]


def compose(style: str, language: str, seed: int, fonts: Path | None = None) -> Printed:
    """Set one document; ``fonts`` is a folder with the fonts named in ``parts.CHINESE``."""
    rng = random.Random(f"{style} {language} {seed}")
    writer = Writer(
        rng, Words(language, rng), floating=style in ("paper", "report"), sans=style == "slides"
    )
    source = "".join(_DOCUMENTS[style](writer))
    # Without a date the same pages make the same file, which is then read once.
    undated = f"#set document(date: none)\n{source}"
    pdf = typst.compile(undated.encode(), format="pdf", font_paths=[fonts] if fonts else [])
    assert isinstance(pdf, bytes)
    streams = {kind: "\0".join(map(letters, texts)) for kind, texts in writer.said.items()}
    return Printed(f"{style}-{language}-{seed}", style, pdf, streams)


def classes_of(text: str, streams: dict[Kind, str]) -> Sequence[Kind]:
    """The classes in whose text a printed line is found; none for a formula or a merged line."""
    bare = letters(text)
    if not bare:
        return ()
    found = [kind for kind, stream in streams.items() if bare in stream]
    if bare.isdecimal() and len(bare) <= 4:
        found.append(Kind.FURNITURE)
    if len(found) > 1 and len(bare) < 8 and Kind.PROSE in found:
        found.remove(Kind.PROSE)
    if not found and bare.strip("0123456789") in streams.get(Kind.FURNITURE, ""):
        return [Kind.FURNITURE]
    return found


def _mixed(w: Writer, choices: Sequence[tuple[float, Callable[[], str]]]) -> str:
    """One of some parts, or nothing; each with its probability."""
    at = w.rng.random()
    for share, part in choices:
        if at < share:
            return part()
        at -= share
    return ""


def _paper(w: Writer) -> list[str]:
    rng = w.rng
    columns = rng.choice((1, 2, 2))
    margin = f"(x: {rng.randint(40, 75)}pt, y: {rng.randint(50, 80)}pt)"
    out = [w.preamble(f'"a4", margin: {margin}', columns), w.front(columns)]
    if rng.random() < 0.8:
        out.append(w.named(Kind.HEADING, w.name("abstract")))
    out.append(w.prose(4, 8))
    if rng.random() < 0.5:
        text = f"{w.name('keywords')}: {', '.join(w.w.words(1) for _ in range(5))}"
        out.append(f"\n#{w.say(Kind.BACK_MATTER, text)}\n")
    extras = (
        (0.18, w.figure),
        (0.14, w.table),
        (0.18, w.equation),
        (0.06, w.bullets),
        (0.04, w.code),
        (0.1, lambda: w.heading(2)),
    )
    for _ in range(rng.randint(3, 6)):
        out.append(w.heading())
        for _ in range(rng.randint(2, 5)):
            out += [w.prose(), _mixed(w, extras)]
    if rng.random() < 0.6:
        out.append(w.named(Kind.BACK_MATTER, w.name("thanks")))
        out.append(f"#{w.say(Kind.BACK_MATTER, w.w.paragraph(1, 3))}\n")
    return [*out, w.references()]


def _book(w: Writer) -> list[str]:
    rng = w.rng
    size = f"width: {rng.randint(330, 460)}pt, height: {rng.randint(520, 680)}pt"
    margin = f"(x: {rng.randint(38, 60)}pt, y: {rng.randint(48, 66)}pt)"
    title, who = w.say(Kind.HEADING, w.w.title(4)), w.say(Kind.FRONT, w.w.name())
    out = [
        w.preamble(f"{size}, margin: {margin}"),
        f"#align(center + horizon)[#text(26pt, {title})\n\n#text(14pt, {who})]\n#pagebreak()\n",
    ]
    if rng.random() < 0.7:
        out.append(w.contents())
    parts = (
        (0.25, lambda: _dialogue(w)),
        (0.07, lambda: _verse(w)),
        (0.04, lambda: "\n#align(center)[\\* \\* \\*]\n"),
        (0.64, w.prose),
    )
    for number in range(1, rng.randint(3, 5)):
        chapter = w.say(Kind.HEADING, f"{w.name('chapter')} {number}")
        out.append(f"#pagebreak(weak: true)\n#v({rng.randint(10, 90)}pt)\n")
        out.append(f"#text({w.body + 6}pt, {chapter})\n{w.heading(1, rng.randint(1, 5))}")
        if rng.random() < 0.4:
            out.append(f"\n#pad(left: 3em, emph({w.say(Kind.PROSE, w.w.sentence())}))\n")
        out += [_mixed(w, parts) for _ in range(rng.randint(6, 14))]
    return [*out, w.references() if rng.random() < 0.3 else ""]


def _dialogue(w: Writer) -> str:
    before, after = QUOTES[w.w.language]
    said = (before + w.w.sentence(2, 12) + after for _ in range(w.rng.randint(2, 6)))
    return "".join(f"\n#{w.say(Kind.PROSE, text)}\n\n" for text in said)


def _verse(w: Writer) -> str:
    lines = [w.w.title(w.rng.randint(3, 7)) for _ in range(w.rng.randint(3, 8))]
    shown = " \\\n".join(f"#{w.say(Kind.PROSE, line)}" for line in lines)
    return f"\n#pad(left: 2em)[{shown}]\n"


def _report(w: Writer) -> list[str]:
    rng = w.rng
    margin = f"(x: {rng.randint(55, 100)}pt, y: {rng.randint(60, 90)}pt)"
    title = w.say(Kind.HEADING, w.w.title(6))
    who = w.say(Kind.FRONT, f"{w.w.name()} {rng.randint(1990, 2024)}")
    out = [
        w.preamble(f'"a4", margin: {margin}'),
        f"#align({rng.choice(('center', 'left'))})[#v(120pt) "
        f'#text(24pt, weight: "bold", {title})\n\n#text(13pt, {who})]\n#pagebreak()\n',
    ]
    if rng.random() < 0.8:
        out.append(w.contents())
    parts = (
        (0.5, w.prose),
        (0.15, w.bullets),
        (0.07, lambda: w.heading(2) + w.prose()),
        (0.08, lambda: _sidebar(w)),
        (0.1, w.table),
        (0.1, w.figure),
    )
    for _ in range(rng.randint(3, 5)):
        out.append(w.heading())
        out += [_mixed(w, parts) for _ in range(rng.randint(3, 7))]
    return [*out, w.references() if rng.random() < 0.5 else ""]


def _sidebar(w: Writer) -> str:
    said = w.say(Kind.PROSE, w.w.paragraph(1, 4))
    return f"\n#rect(width: 100%, fill: luma(235), inset: 8pt, {said})\n"


def _letter(w: Writer) -> list[str]:
    rng = w.rng
    address = (w.w.name(), w.w.title(2), f"{rng.randint(1000, 99999)} {w.w.title(1)}")
    lines = " \\\n".join(f"#{w.say(Kind.FRONT, line)}" for line in address)
    out = [w.preamble('"a4", margin: (x: 80pt, y: 90pt)')]
    out.append(f"#align(right)[{lines}]\n#v(2em)\n")
    for _ in range(rng.randint(5, 14)):
        out.append(w.prose(1, 6, notes=False))
        if rng.random() < 0.15:
            out.append(w.bullets())
    return out


def _slides(w: Writer) -> list[str]:
    rng = w.rng
    shape = rng.choice(('"presentation-16-9"', '"presentation-4-3"', "width: 362pt, height: 272pt"))
    beamer = shape.startswith("width")
    w.body = rng.choice((9.0, 10.0, 11.0) if beamer else (14.0, 16.0, 18.0, 20.0, 22.0))
    small = 6 if beamer else 10
    who, short = w.w.name(), w.w.title(rng.randint(2, 5))
    out = [w.preamble(f"{shape}, margin: (x: 24pt, top: 36pt, bottom: 28pt)", indents=False)]
    out.append(_slide_frame(w, who, short, small))
    title = w.say(Kind.HEADING, w.w.title(6))
    at = w.say(Kind.FRONT, "University of " + w.w.title(2))
    out.append(
        f"#align(center + horizon)[#text({w.body * 1.6}pt, {title})\n\n"
        f"#{w.say(Kind.FRONT, who)}\n\n#{at}]\n"
    )
    parts = (
        (0.55, lambda: w.bullets(2, 6, 14)),
        (0.17, lambda: w.prose(1, 2, notes=False)),
        (0.1, w.figure),
        (0.06, w.table),
        (0.06, w.equation),
        (0.06, w.code),
    )
    for _ in range(rng.randint(8, 18)):
        out.append("#pagebreak()\n" + w.heading(1, rng.randint(1, 6)))
        out += [_mixed(w, parts) for _ in range(rng.randint(1, 2))]
    return [*out, "#pagebreak()\n" + w.references() if rng.random() < 0.4 else ""]


def _slide_frame(w: Writer, who: str, short: str, small: int) -> str:
    """Header and footer of slides: author, short title, slide number, or nothing."""
    rng = w.rng
    a, b = w.say(Kind.FURNITURE, short), w.say(Kind.FURNITURE, who)
    w.said[Kind.FURNITURE] += [f"{who} {short}", f"{short} {who}"]
    number = "#counter(page).display() / #counter(page).final().first()"
    foot = rng.choice(
        (
            f"context text({small}pt)[#{b} #h(1fr) #{a} #h(1fr) {number}]",
            f"context align(right, text({small}pt)[{number}])",
            "none",
        )
    )
    section = w.say(Kind.FURNITURE, w.w.title(3))
    head = f"text({small}pt)[#{a} #h(1fr) #{section}]" if rng.random() < 0.4 else "none"
    return f"#set page(header: {head}, footer: {foot})\n#set text(lang: {string(w.w.language)})\n"


_DOCUMENTS: dict[str, Callable[[Writer], list[str]]] = {
    "paper": _paper,
    "book": _book,
    "report": _report,
    "letter": _letter,
    "slides": _slides,
}
STYLES = tuple(_DOCUMENTS)
