"""The parts that documents of our own are made of: paragraphs, headings, floats, lists, furniture.

Everything is written as Typst code and remembered by class. Texts are string literals, so that
nothing can be mistaken for markup.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict

from pdfclean.extraction.labels import Kind
from tests.training.align import letters
from tests.training.words import NAMES, REFERENCE_STYLES, Words

__all__ = ["CHINESE", "Writer", "string"]

SERIF = ("Libertinus Serif", "New Computer Modern", "Liberation Serif", "Latin Modern Roman")
SANS = ("Liberation Sans", "DejaVu Sans", "Latin Modern Sans")
CHINESE = ("WenQuanYi Micro Hei", "AR PL UMing CN")
BODY_SIZES = (8.5, 9.0, 9.5, 10.0, 10.5, 11.0, 12.0)
FLAT = "par(first-line-indent: 0pt, {})"
EQUATIONS = (
    "x_i = sum_(j=1)^n a_(i j) y_j",
    "E = m c^2",
    "f(x) = integral_0^1 g(t) dif t",
    "hat(beta) = (X^T X)^(-1) X^T y",
    "alpha + beta >= sqrt(gamma / (1 - delta))",
)


def string(text: str) -> str:
    """A Typst string."""
    return json.dumps(text, ensure_ascii=False)


class Writer:
    """Writes parts of one document in one look and remembers what they say.

    ``said`` holds every text that was set, by class.
    """

    def __init__(self, rng: random.Random, words: Words, floating: bool, sans: bool) -> None:
        self.rng, self.w, self._floating = rng, words, floating
        self.said: dict[Kind, list[str]] = defaultdict(list)
        self.body = rng.choice(BODY_SIZES)
        self._cites = rng.randrange(4)
        self._heads = rng.randrange(3)
        self._section = self._figure = self._table = 0
        self._font = rng.choice(SANS if sans or rng.random() < 0.25 else SERIF)
        self._head_font = rng.choice((self._font, rng.choice(SANS)))
        self._cjk = rng.choice(CHINESE)

    def say(self, kind: Kind, text: str) -> str:
        """Remember a text of a class; the text as a Typst string."""
        self.said[kind].append(text)
        return string(text)

    def name(self, what: str) -> str:
        """A standing name ("Table", "Contents") in the document's language."""
        return NAMES[what].get(self.w.language, NAMES[what]["en"])

    def small(self) -> float:
        """A size at or under the body's, in points."""
        return round(self.body * self.rng.choice((0.8, 0.85, 0.9, 1.0)), 1)

    def preamble(self, page: str, columns: int = 1, indents: bool = True) -> str:
        """Page, type and paragraphs; ``page`` are further arguments of the page."""
        rng = self.rng
        head, foot = self.running()
        leading = rng.choice((0.55, 0.65, 0.65, 0.9))
        indented = indents and rng.random() < 0.6
        fonts = f"({string(self._font)}, {string(self._cjk)})"
        return f"""
#set page({page}, columns: {columns}, header: {head}, footer: {foot})
#set text(font: {fonts}, size: {self.body}pt, lang: {string(self.w.language)},
  hyphenate: {str(not self.w.cjk).lower()})
#set par(justify: {rng.choice(("true", "true", "false"))}, leading: {leading}em,
  first-line-indent: {"1.3em" if indented else "0pt"}, spacing: {leading if indented else 1.2}em)
#set math.equation(numbering: {rng.choice(("none", string("(1)")))})
#show heading: set text(font: ({string(self._head_font)}, {string(self._cjk)}), hyphenate: false)
#show heading: set block(above: 1.3em, below: 0.7em)
"""

    def running(self) -> tuple[str, str]:
        """Header and footer of one of the usual designs."""
        rng = self.rng
        left, right = self.w.title(rng.randint(2, 6)), self.w.title(rng.randint(2, 7))
        if rng.random() < 0.3:
            left, right = left.upper(), right.upper()
        a, b = self.say(Kind.FURNITURE, left), self.say(Kind.FURNITURE, right)
        number = "counter(page).display()"
        of = "counter(page).final().first()"
        line = "line(length: 100%, stroke: 0.4pt)" if rng.random() < 0.4 else "[]"
        odd = f"calc.odd(counter(page).get().first()) {{ [#{a} #h(1fr) #{number}] }}"
        return rng.choice(
            (
                (f"context {{ if {odd} else {{ [#{number} #h(1fr) #{b}] }}; {line} }}", "none"),
                (f"[#{a} #h(1fr) #{b} #{line}]", f"context align(center, {number})"),
                ("none", f"context [#{a} #h(1fr) #{number}]"),
                (
                    f"context align(center, emph({a}))",
                    f"context align(right, [#{number} / #{of}])",
                ),
                ("none", f"context align({rng.choice(('center', 'right'))}, {number})"),
            )
        )

    # Text -------------------------------------------------------------------------------------

    def prose(self, least: int = 2, most: int = 8, notes: bool = True) -> str:
        """A paragraph, with citations and now and then a footnote."""
        said = self.say(Kind.PROSE, self._cited(self.w.paragraph(least, most)))
        note = ""
        if notes and self.rng.random() < 0.12:
            note = f"#footnote[#{self.say(Kind.FOOTNOTE, self.w.paragraph(1, 2))}]"
        return f"\n#{said}{note}\n\n"

    def _cited(self, text: str) -> str:
        stop = "。" if self.w.cjk else ". "
        parts = text.split(stop)
        if self._cites == 3 or len(parts) < 2:
            return text
        for n in range(len(parts) - 1):
            if self.rng.random() < 0.4:
                number = self.rng.randint(1, 40)
                name = f" ({self.w.title(1)} et al., {self.rng.randint(1980, 2024)})"
                parts[n] += (f" [{number}]", name, f"[{number}, {number + 2}]")[self._cites]
        return stop.join(parts)

    def heading(self, level: int = 1, count: int | None = None) -> str:
        """A heading in the document's manner: plain, numbered or in capitals."""
        text = self.w.title(count or self.rng.randint(1, 7))
        if self._heads == 1:
            self._section += 1
            text = f"{self._section}. {text}" if level == 1 else f"{self._section}.{level} {text}"
        elif self._heads == 2 and level == 1:
            text = text.upper()
        return self.named(Kind.HEADING, text, level)

    def named(self, kind: Kind, text: str, level: int = 1) -> str:
        """A heading with this very text."""
        return f"\n#heading(level: {level}, {self.say(kind, text)})\n"

    def bullets(self, least: int = 2, most: int = 6, long: int = 25) -> str:
        """A list of sentences or of phrases."""
        items = [self.w.sentence(3, long) for _ in range(self.rng.randint(least, most))]
        if self.rng.random() < 0.5:
            items = [item[:-1] for item in items]
        said = ", ".join(self.say(Kind.PROSE, item) for item in items)
        return f"\n#{self.rng.choice(('list', 'enum'))}({said})\n"

    def equation(self) -> str:
        """A displayed formula."""
        return f"\n$ {self.rng.choice(EQUATIONS)} $\n"

    def code(self) -> str:
        """A listing."""
        rng = self.rng
        lines = [
            f"{'    ' * rng.randint(0, 2)}{rng.choice(('if', 'for', 'def', 'return', 'x ='))} "
            f"{rng.choice('abcxyz')}_{rng.choice('pqrs')}({rng.randint(0, 99)})"
            for _ in range(rng.randint(2, 9))
        ]
        for line in lines:
            self.say(Kind.CODE, line)
        return f"\n#raw(block: true, {string(chr(10).join(lines))})\n"

    # Floats -----------------------------------------------------------------------------------

    def figure(self) -> str:
        """A drawing with labels and its caption."""
        rng = self.rng
        self._figure += 1
        labels = "".join(
            f"place(dx: {rng.randint(0, 75)}%, dy: {rng.randint(0, 90)}%, "
            f"text({rng.choice((0.6, 0.7, 0.8)) * self.body}pt, "
            f"font: ({string(rng.choice(SANS))}, {string(self._cjk)}), "
            f"{self.say(Kind.FIGURE, self._label())}))\n"
            for _ in range(rng.randint(0, 14))
        )
        shade = f"place(rect(width: 80%, height: 60%, fill: luma({rng.randint(150, 240)})))"
        box = (
            f"box(width: {rng.randint(50, 100)}%, height: {rng.randint(70, 190)}pt, "
            f"stroke: {rng.choice(('0.5pt', 'none'))}, {{ {shade}\n{labels} }})"
        )
        return self._float(f"{{ {box}\n{self._caption(self.name('figure'), self._figure)} }}")

    def _label(self) -> str:
        rng = self.rng
        return rng.choice(
            (
                self.w.title(rng.randint(1, 4)),
                f"{rng.random() * 100:.1f}",
                str(rng.randint(0, 500)),
                self.w.words(1)[:3],
                f"({rng.choice('abcdef')})",
            )
        )

    def table(self) -> str:
        """A table of numbers, of words or of both, and its caption."""
        rng = self.rng
        self._table += 1
        columns, rows = rng.randint(2, 7), rng.randint(3, 14)
        cells = self._cells(columns, rows)
        self.say(Kind.TABLE, " ".join(cells))
        drawn = ", ".join(self.say(Kind.TABLE, cell) for cell in cells)
        lines = rng.choice(("none", "0.4pt", "(x, y) => if y < 2 { (top: 0.5pt) }"))
        caption = self._caption(self.name("table"), self._table)
        table = (
            f"text({self.small()}pt, table(columns: {columns}, stroke: {lines}, inset: 3pt, "
            f"align: {rng.choice(('left', 'center'))}, {drawn}))"
        )
        parts = (caption, table) if rng.random() < 0.8 else (table, caption)
        return self._float(f"{{ set par(justify: false)\n{parts[0]}\n{parts[1]} }}")

    def _cells(self, columns: int, rows: int) -> list[str]:
        rng = self.rng
        wordy = rng.random()
        most = 9 if wordy > 0.8 and columns < 4 else 3
        return [
            self.w.title(rng.randint(1, most))
            if n < columns or n % columns == 0 or rng.random() < 0.7 * wordy
            else rng.choice(
                (
                    f"{rng.random() * 90:.2f}",
                    str(rng.randint(0, 999)),
                    "–",
                    f"{rng.random() * 9:.1f} ± {rng.random():.2f}",
                )
            )
            for n in range(columns * rows)
        ]

    def _caption(self, name: str, number: int) -> str:
        mark = self.rng.choice((".", ":", " –", ""))
        said = self.say(Kind.CAPTION, f"{name} {number}{mark} {self.w.paragraph(1, 3)}")
        return FLAT.format(f"text({self.small()}pt, {said})")

    def _float(self, content: str) -> str:
        if self._floating and self.rng.random() < 0.6:
            at = self.rng.choice(("auto", "top", "bottom"))
            scope = self.rng.choice(("column", "column", "parent"))
            return f"\n#place({at}, float: true, scope: {string(scope)}, {content})\n"
        return f"\n#block(width: 100%, above: 1.3em, below: 1.3em, {content})\n"

    # Front and back ---------------------------------------------------------------------------

    def front(self, columns: int) -> str:
        """Title, authors, affiliations and an address."""
        rng = self.rng
        names = ", ".join(self.w.name() for _ in range(rng.randint(1, 5)))
        title = self.say(Kind.HEADING, self.w.title(rng.randint(4, 14)))
        weight = string(rng.choice(("bold", "regular")))
        parts = [
            FLAT.format(f"text({rng.choice((14, 16, 18, 22))}pt, weight: {weight}, {title})"),
            FLAT.format(self.say(Kind.FRONT, names)),
        ]
        small = [
            f"{n + 1} University of {self.w.title(2)}, Department of {self.w.title(2)}, "
            f"{rng.randint(1000, 99999)} {self.w.title(1)}"
            for n in range(rng.randint(1, 3))
        ]
        small.append(f"{letters(self.w.words(1)) or 'author'}@uni-{rng.randint(1, 99)}.org")
        parts += [
            FLAT.format(f"text({self.small()}pt, {self.say(Kind.FRONT, text)})") for text in small
        ]
        joined = "\n\n".join(f"#{part}" for part in parts)
        block = f"align({rng.choice(('center', 'left'))})[{joined}]"
        if columns == 1:
            return f"#{block}\n"
        return f'#place(top, float: true, scope: "parent", block(width: 100%, {block}))\n'

    def references(self) -> str:
        """A list of references with its heading."""
        rng = self.rng
        style = rng.randrange(REFERENCE_STYLES)
        entries = [
            f"\n#{self.say(Kind.REFERENCE, self.w.reference(number, style))}\n"
            for number in range(1, rng.randint(6, 45))
        ]
        return (
            self.named(Kind.REFERENCE, self.name("references"))
            + f"#set par(first-line-indent: 0pt, hanging-indent: {rng.choice(('0pt', '1.2em'))})\n"
            + f"#set text({self.small()}pt)\n"
            + "".join(entries)
        )

    def contents(self) -> str:
        """A contents page; the headings on it are no headings."""
        fill = "repeat[.]" if self.rng.random() < 0.6 else "[]"
        rows = []
        for number in range(self.rng.randint(8, 24)):
            entry, page = self.w.title(self.rng.randint(1, 6)), str(3 + 7 * number)
            self.say(Kind.CONTENTS, f"{entry} {page}")
            rows.append(
                f"#{self.say(Kind.CONTENTS, entry)} #box(width: 1fr, {fill}) "
                f"#{self.say(Kind.CONTENTS, page)} \\\n"
            )
        head = self.named(Kind.CONTENTS, self.name("contents"))
        return f"{head}\n#par(first-line-indent: 0pt)[{''.join(rows)}]\n#pagebreak()\n"
