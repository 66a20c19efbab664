"""Papers set by Typst: justified, hyphenated, with real footnotes and floats."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import typst

from tests.pdfs.prose import PAPER, Section, Text
from tests.pdfs.typeset import CODE, Citations, Typeset, gold, setter

PREAMBLE = """
#set document(title: {title}, author: ({authors},))
#set page(
  paper: "a5",
  margin: (x: 16mm, top: 20mm, bottom: 18mm),
  columns: {columns},
  header: align(right, text(8pt, style: "italic", {running})),
  footer: context align(center, text(8pt, counter(page).display())),
)
#set columns(gutter: 6mm)
#set text(font: "Libertinus Serif", size: 9.5pt, lang: {language}, hyphenate: true)
#set par(justify: true, first-line-indent: 1em, leading: 0.6em, spacing: 0.6em)
#set math.equation(numbering: "(1)")
#show heading: set block(above: 1.1em, below: 0.6em)
#show heading: set text(hyphenate: false)
#show table: set text(8pt, hyphenate: false)
#show table: set par(justify: false)
#place(top + center, float: true, scope: "parent", clearance: 1.6em)[
  #set par(justify: false)
  #text(15pt, weight: "bold", hyphenate: false, {title})

  #text(10pt, {byline})

  #text(8pt, {affiliation}) \\
  #text(8pt, {email})
]
"""

FIGURE = """
#place(auto, float: true, figure(
  supplement: none, numbering: none,
  caption: text(8pt, {caption}),
  box(width: 56mm, height: 34mm, {{
    place(left + bottom, dx: 8mm, dy: -6mm, line(length: 46mm))
    place(left + bottom, dx: 8mm, dy: -6mm, line(length: 26mm, angle: -90deg))
    for (i, h) in (15, 9, 13, 11).enumerate() {{
      place(left + bottom, dx: 11mm + i * 10mm, dy: -6mm,
        rect(width: 6mm, height: h * 1mm, fill: blue.lighten(40%)))
    }}
    for (i, label) in ({labels}).enumerate() {{
      place(left + bottom, dx: (10mm, 30mm, 28mm, 0mm, 0mm, 0mm).at(i),
        dy: (-24mm, -20mm, -1mm, -31mm, -14mm, -24mm).at(i),
        text(6.5pt, font: "DejaVu Sans Mono", label))
    }}
  }}),
))
"""

TABLE = """
#place(auto, float: true, figure(
  supplement: none, numbering: none, kind: table,
  caption: figure.caption(position: top, text(8pt, {caption})),
  table(columns: {columns}, stroke: none, inset: 2.5pt, align: left,
    table.hline(), {cells}, table.hline()),
))
"""


class _Markup:
    """Typst code that cannot be mistaken for markup: every text is a string literal."""

    def __init__(self, footnotes: tuple[str, ...]) -> None:
        self._footnotes = footnotes

    def plain(self, text: str) -> str:
        return f"#{_string(text)};" if text else ""

    def superscript(self, text: str) -> str:
        return f"#super({_string(text)});"

    def footnote(self, number: int) -> str:
        return f'#footnote(numbering: "*", {_string(self._footnotes[number - 1])});'


def paper(
    text: Text = PAPER,
    citations: Citations = Citations.NUMERIC,
    columns: int = 2,
    *,
    typographic: bool = False,
) -> Typeset:
    """A paper in one or two columns; ``typographic`` superscripts are glyphs of full size."""
    superscripts = f"#set super(typographic: {str(typographic).lower()})"
    data = typst.compile(
        "\n".join((superscripts, *_source(text, citations, columns))).encode(),
        format="pdf",
        ignore_system_fonts=True,
    )
    assert isinstance(data, bytes)
    name = f"typst-{text.language}-{citations.value}-{columns}col"
    return gold(name, data, text, citations, "0.07", *(CODE if columns == 1 else ()))


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _source(text: Text, citations: Citations, columns: int) -> Iterator[str]:
    yield PREAMBLE.format(
        title=_string(text.title),
        authors=", ".join(map(_string, text.authors)),
        columns=columns,
        running=_string(text.running),
        language=_string(text.language),
        byline=_string(", ".join(text.authors)),
        affiliation=_string(text.affiliation),
        email=_string(text.email),
    )
    markup = _Markup(text.footnotes)
    sentence = setter(text, citations, markup)

    def paragraph(sentences: tuple[str, ...]) -> str:
        return "\n\n" + "\n".join(map(sentence, sentences)) + "\n\n"

    yield f"#heading({_string(text.abstract_heading)})"
    yield paragraph(text.abstract)
    for number, section in enumerate(text.sections):
        yield from _section(section, number, text, columns, paragraph)
    yield f"#heading({_string(text.references_heading)})"
    yield "#set par(first-line-indent: 0em, hanging-indent: 1em)\n#set text(8pt)"
    for number, reference in enumerate(text.references, 1):
        label = "" if citations is Citations.AUTHOR_YEAR else f"[{number}] "
        yield f"\n#{_string(label + reference.full)}\n"


def _section(
    section: Section,
    number: int,
    text: Text,
    columns: int,
    paragraph: Callable[[tuple[str, ...]], str],
) -> Iterator[str]:
    yield f"#heading({_string(section.heading)})"
    for index, sentences in enumerate(section.paragraphs):
        yield paragraph(sentences)
        match number, index:
            case 1, 0:
                cells = ", ".join(_string(cell) for row in text.table for cell in row)
                yield TABLE.format(
                    caption=_string(text.table_caption), columns=len(text.table[0]), cells=cells
                )
            case 2, 0:
                labels = ", ".join(map(_string, text.labels))
                yield FIGURE.format(caption=_string(text.caption), labels=labels)
            case 2, 2:
                yield "$ A ≈ 1 - 0.07 n $"
    if columns == 1 and number == 1:
        code = _string("\n".join(CODE))
        yield f"#raw({code}, block: true)"
