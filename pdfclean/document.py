"""The values that travel through pdfclean, and the one rule which tokens are kept.

A PDF becomes pages of lines, the lines become a sequence of tokens in reading order, and every
later stage only *marks* ranges of that sequence. Nothing is rewritten: the clean text is what the
policy, the marks and the reader's own decisions leave of the tokens.

Units and bases: page numbers count from 1; line, token and character indices from 0, ends
exclusive; lengths on the page are in PDF points (1/72 inch) with the origin at the **top left**
of the page and y growing downwards.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from typing import overload

__all__ = [
    "Box",
    "Category",
    "Chunk",
    "CleanChunk",
    "CleanDocument",
    "DocumentInfo",
    "Edit",
    "Line",
    "Mark",
    "Override",
    "Page",
    "Placed",
    "Policy",
    "Role",
    "Run",
    "Source",
    "Space",
    "Token",
    "Tokens",
    "Verdict",
    "kept",
]


class Role(str, Enum):
    """What a line is on its page."""

    TITLE = "title"
    AUTHOR = "author"
    AFFILIATION = "affiliation"
    ABSTRACT = "abstract"
    HEADING = "heading"
    BODY = "body"
    LIST = "list"
    QUOTATION = "quotation"
    VERSE = "verse"
    RUNNING_HEADER = "running header"
    RUNNING_FOOTER = "running footer"
    PAGE_NUMBER = "page number"
    FOOTNOTE = "footnote"
    CAPTION = "caption"
    TABLE = "table"
    FIGURE_TEXT = "figure text"
    EQUATION = "equation"
    REFERENCE = "reference"
    CONTENTS = "contents"
    CODE = "code"
    BACK_MATTER = "back matter"
    OTHER = "other"


class Category(str, Enum):
    """What can be left out of the text, in a producer's words. The value is a stable key."""

    FURNITURE = "furniture"
    CITATIONS = "citations"
    POINTERS = "pointers"
    REFERENCES = "references"
    FOOTNOTES = "footnotes"
    AUTHORS = "authors"
    CONTACTS = "contacts"
    LINKS = "links"
    FORMULAS = "formulas"
    TABLES = "tables"
    FIGURES = "figures"
    CAPTIONS = "captions"
    CONTENTS = "contents"
    BACK_MATTER = "back matter"
    CODE = "code"
    NOTICES = "notices"
    HEADINGS = "headings"

    @property
    def label(self) -> str:
        """The category in plain words, for a list of what was removed."""
        return _LABELS[self]


_LABELS = {
    Category.FURNITURE: "Page furniture",
    Category.CITATIONS: "Citations",
    Category.POINTERS: "Pointers in brackets",
    Category.REFERENCES: "References",
    Category.FOOTNOTES: "Footnotes",
    Category.AUTHORS: "Author names",
    Category.CONTACTS: "E-mails and affiliations",
    Category.LINKS: "Links",
    Category.FORMULAS: "Formulas",
    Category.TABLES: "Tables",
    Category.FIGURES: "Figure text",
    Category.CAPTIONS: "Captions",
    Category.CONTENTS: "Contents pages",
    Category.BACK_MATTER: "Back matter",
    Category.CODE: "Code",
    Category.NOTICES: "Notices and asides",
    Category.HEADINGS: "Headings",
}


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from the page's top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Width in points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height in points."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a line set in one font: characters ``[start, end)`` of ``Line.text``.

    ``size`` is in points; ``weight`` as in CSS (400 regular, 700 bold, 0 unknown); ``rise`` is how
    far the stretch's baseline stands above the line's baseline, in points (negative: below).
    """

    start: int
    end: int
    font: str
    size: float
    weight: int
    rise: float


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of one column, as the reader saw it.

    ``text`` is raw: ligatures, a hyphen at the line's end and odd encodings are still there.
    ``font``, ``font_size`` and ``font_weight`` are those of most of its characters. ``runs`` tile
    the line where fonts or baselines change and are empty for a line set in one font. Layout fills
    in ``role`` and ``confidence`` (0 to 1).
    """

    text: str
    box: Box
    font_size: float
    font_weight: int
    font: str = ""
    runs: tuple[Run, ...] = ()
    role: Role = Role.OTHER
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its lines in the file's order and what is drawn on it.

    ``size`` is (width, height). ``images`` are the boxes of pictures, ``rules`` of thin straight
    strokes (table and footnote rules), ``drawings`` of other vector graphics. ``reader`` names the
    library that read the text.
    """

    number: int
    size: tuple[float, float]
    lines: tuple[Line, ...]
    images: tuple[Box, ...] = ()
    rules: tuple[Box, ...] = ()
    drawings: tuple[Box, ...] = ()
    reader: str = "pdfium"


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What is known before any page is read.

    Dates are ISO 8601 strings or empty. ``labels`` are the printed page labels, one a page, or
    empty. ``outline`` holds (level from 1, title, 1-based page or 0). ``bytes`` is the file's size.
    """

    pages: int
    title: str = ""
    author: str = ""
    subject: str = ""
    keywords: str = ""
    creator: str = ""
    producer: str = ""
    created: str = ""
    modified: str = ""
    encrypted: bool = False
    bytes: int = 0
    labels: tuple[str, ...] = ()
    outline: tuple[tuple[int, str, int], ...] = ()


class Space(IntEnum):
    """What stands before a token in running text; the larger the stronger."""

    NONE = 0
    SPACE = 1
    LINE = 2
    PARAGRAPH = 3

    @property
    def text(self) -> str:
        """The space as characters.

        >>> Space.PARAGRAPH.text
        '\\n\\n'
        """
        return _SPACES[self]


_SPACES = ("", " ", "\n", "\n\n")
_KINDS = tuple(Space)
"""Looked up some hundred thousand times a document; an enum's own call takes ten times as long."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One line in reading order: ``pages[page].lines[line]`` of the laid-out pages.

    ``space_before`` says how it joins what came before: ``SPACE`` continues the paragraph (also
    over a column or page turn), ``LINE`` starts a new line inside it (verse, code, list),
    ``PARAGRAPH`` starts a new one. ``page`` is the 1-based page number, ``line`` the index into
    that page's ``lines``. Lines that interrupt a paragraph (a float, a footnote, a header) are
    placed after it, so that a paragraph's own lines are always consecutive.
    """

    page: int
    line: int
    space_before: Space


@dataclass(frozen=True, slots=True)
class Source:
    """Where a token (or a part of it) stands: characters ``[start, end)`` of a line of a page."""

    page: int
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Token:
    """The smallest thing that can be removed alone.

    A run of letters and digits, one punctuation mark, one superscript run, or one CJK character.
    ``raw`` is what the file says, ``text`` its documented repair (the same in most cases).
    """

    text: str
    raw: str
    space_before: Space
    sources: tuple[Source, ...]


class Tokens(Sequence[Token]):
    """A sequence of tokens stored by column: some 60 bytes a token instead of 400.

    Grows only by :meth:`append` and :meth:`extend`; a slice is a new, independent ``Tokens``.
    """

    __slots__ = ("_ends", "_lines", "_more", "_pages", "_raws", "_spaces", "_starts", "_texts")

    def __init__(self, tokens: Iterable[Token] = ()) -> None:
        self._texts: list[str] = []
        self._raws: dict[int, str] = {}
        self._spaces = bytearray()
        self._pages = array("I")
        self._lines = array("I")
        self._starts = array("I")
        self._ends = array("I")
        self._more: dict[int, tuple[Source, ...]] = {}
        self.extend(tokens)

    def append(self, token: Token) -> None:
        """Add one token at the end."""
        index = len(self._texts)
        self._texts.append(token.text)
        if token.raw != token.text:
            self._raws[index] = token.raw
        self._spaces.append(token.space_before)
        first = token.sources[0]
        self._pages.append(first.page)
        self._lines.append(first.line)
        self._starts.append(first.start)
        self._ends.append(first.end)
        if len(token.sources) > 1:
            self._more[index] = token.sources[1:]

    def extend(self, tokens: Iterable[Token]) -> None:
        """Add tokens at the end; another ``Tokens`` is added column by column."""
        if not isinstance(tokens, Tokens):
            for token in tokens:
                self.append(token)
            return
        base = len(self)
        self._raws.update({base + i: raw for i, raw in tokens._raws.items()})
        self._more.update({base + i: more for i, more in tokens._more.items()})
        self._texts += tokens._texts
        self._spaces += tokens._spaces
        self._pages += tokens._pages
        self._lines += tokens._lines
        self._starts += tokens._starts
        self._ends += tokens._ends

    def __len__(self) -> int:
        return len(self._texts)

    @overload
    def __getitem__(self, index: int) -> Token: ...
    @overload
    def __getitem__(self, index: slice) -> Tokens: ...
    def __getitem__(self, index: int | slice) -> Token | Tokens:
        if isinstance(index, slice):
            return self._cut(*index.indices(len(self)))
        if index < 0:
            index += len(self)
        text = self._texts[index]
        first = Source(
            self._pages[index], self._lines[index], self._starts[index], self._ends[index]
        )
        return Token(
            text,
            self._raws.get(index, text),
            Space(self._spaces[index]),
            (first, *self._more.get(index, ())),
        )

    def _cut(self, start: int, stop: int, step: int) -> Tokens:
        if step != 1:
            return Tokens(self[i] for i in range(start, stop, step))
        part = Tokens()
        part._texts = self._texts[start:stop]
        part._spaces = self._spaces[start:stop]
        part._pages = self._pages[start:stop]
        part._lines = self._lines[start:stop]
        part._starts = self._starts[start:stop]
        part._ends = self._ends[start:stop]
        part._raws = {i - start: raw for i, raw in self._raws.items() if start <= i < stop}
        part._more = {i - start: more for i, more in self._more.items() if start <= i < stop}
        return part

    def __iter__(self) -> Iterator[Token]:
        return (self[i] for i in range(len(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Tokens):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def text(self, index: int) -> str:
        """The text of one token, without building the token."""
        return self._texts[index]

    def space(self, index: int) -> Space:
        """The space before one token, without building the token."""
        return _KINDS[self._spaces[index]]

    def spaced(self, start: int, stop: int) -> str:
        """Tokens ``[start, stop)`` as running text, each with the space before it."""
        spaces = self._spaces[start:stop]
        return "".join(
            [_SPACES[s] + t for s, t in zip(spaces, self._texts[start:stop], strict=True)]
        )

    def widest(self, start: int, stop: int) -> Space:
        """The strongest space before one of the tokens ``[start, stop)``; there must be one."""
        return Space(max(self._spaces[start:stop]))

    def silent(self, start: int, stop: int) -> bool:
        """Whether one of the tokens ``[start, stop)`` has no text."""
        return "" in self._texts[start:stop]

    def page(self, index: int) -> int:
        """The 1-based page where a token starts."""
        return self._pages[index]

    def line(self, index: int) -> int:
        """The index, on its page, of the line where a token starts."""
        return self._lines[index]


@dataclass(frozen=True, slots=True)
class Mark:
    """Tokens ``[start, end)`` that a stage would leave out, and why.

    ``reason`` is one plain phrase, ``stage`` the module that decided ("layout", "citations", ...),
    ``confidence`` runs from 0 to 1. Adjoining punctuation that would be left hanging is part of the
    range, so that no sentence needs mending afterwards.
    """

    start: int
    end: int
    category: Category
    reason: str
    stage: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Override:
    """The reader's own word on tokens ``[start, end)``: keep or remove them whatever marks say."""

    start: int
    end: int
    keep: bool


@dataclass(frozen=True, slots=True)
class Edit:
    """The reader's own text in place of tokens ``[start, end)``."""

    start: int
    end: int
    text: str


Decision = Override | Edit
"""What a reader decided. Decisions are appended; an edit wins over an override, a later over an
earlier one of its kind."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Which categories are left out. Headings stay unless asked for."""

    out: frozenset[Category] = field(
        default_factory=lambda: frozenset(Category) - {Category.HEADINGS}
    )


@dataclass(frozen=True, slots=True)
class Chunk:
    """Tokens ``[start, end)``, cut at sentence borders; chunks tile the token sequence."""

    index: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the guard says of a polished chunk.

    ``reasons`` are plain sentences, empty when faithful; ``figures`` are (name, value) pairs.
    """

    faithful: bool
    reasons: tuple[str, ...] = ()
    figures: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class CleanChunk:
    """A finished chunk: its own tokens, the marks on them and what a model made of them.

    ``marks`` use document-wide token indices. ``rewrite`` is a model's verified text shown in place
    of the marked tokens, or ``None``. ``verdict`` is ``None`` when no model saw the chunk.
    ``note`` says in plain words why a model's answer was not used, or is empty. ``doubts`` says in
    plain words what layout and cleaning were unsure about; empty means that they were sure.
    """

    chunk: Chunk
    tokens: Tokens
    marks: tuple[Mark, ...]
    rewrite: str | None = None
    verdict: Verdict | None = None
    note: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CleanDocument:
    """Everything a run knows: the pages with their roles, the finished chunks and all marks."""

    info: DocumentInfo
    pages: tuple[Page, ...]
    chunks: tuple[CleanChunk, ...]
    policy: Policy = field(default_factory=Policy)

    @property
    def marks(self) -> Iterator[Mark]:
        """All marks in reading order; a mark that spans chunks appears once per chunk."""
        return (mark for chunk in self.chunks for mark in chunk.marks)


def kept(
    start: int,
    end: int,
    marks: Iterable[Mark],
    policy: Policy,
    decisions: Iterable[Decision] = (),
) -> bytearray:
    """Which of the tokens ``[start, end)`` stay: one byte a token, 1 for kept.

    A mark takes its tokens out if the policy leaves its category out; a later decision of the
    reader wins over any mark. Tokens under an edit count as kept: the edit's text stands for them.

    >>> cite = Mark(1, 3, Category.CITATIONS, "numeric citation", "citations")
    >>> list(kept(0, 4, [cite], Policy()))
    [1, 0, 0, 1]
    >>> list(kept(0, 4, [cite], Policy(), [Override(2, 3, keep=True)]))
    [1, 0, 1, 1]
    """
    flags = bytearray(b"\x01" * (end - start))

    def fill(first: int, last: int, value: bytes) -> None:
        first, last = max(first, start), min(last, end)
        if first < last:
            flags[first - start : last - start] = value * (last - first)

    for mark in marks:
        if mark.category in policy.out:
            fill(mark.start, mark.end, b"\x00")
    edits = []
    for decision in decisions:
        if isinstance(decision, Edit):
            edits.append(decision)
        else:
            fill(decision.start, decision.end, b"\x01" if decision.keep else b"\x00")
    for edit in edits:
        fill(edit.start, edit.end, b"\x01")
    return flags
