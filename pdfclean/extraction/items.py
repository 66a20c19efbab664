"""The working values of layout: a line under way, and blocks of lines.

Everything here lives inside one :class:`~pdfclean.extraction.layout.Labeller`; what leaves it are
the frozen values of :mod:`pdfclean.document`.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable
from dataclasses import dataclass, field

from pdfclean.document import Line, Page, Role
from pdfclean.extraction.shapes import letters

__all__ = ["Block", "Item", "items_of"]

MATH_FONT = re.compile(
    r"cmmi|cmsy|cmex|cmbsy|msam|msbm|eufm|rsfs|stmary|esint|math(?!ias)|symbol|mtex|mtsy|mt-?extra"
    r"|euclid|txsy|txmi|txex|pxsy|pxmi|pxex|pzdr|lcircle|wasy|advps|fplm|rmtmi|mtmi|xits|eurm|eusm"
    r"|lmmi|lmsy|lmex|newtxmi|stix-|stixgeneral|zptmcm|psyr",
    re.I,
)
MONO_FONT = re.compile(
    r"cour|mono|cmtt|typewriter|consol|menlo|inconsolata|sourcecode|letter ?gothic|lmtt|ectt|sltt"
    r"|txtt|vtt10|firacode|luxi|lucidasanstyp|andale|nimbusmon|^tt\d",
    re.I,
)
TALL = 2.2
"""Height over width from which a line of several characters is set vertically."""


@dataclass(slots=True, eq=False)
class Item:
    """One non-empty line on its way to a role. Box in points, mirrored for right-to-left text."""

    page: int
    index: int
    line: Line
    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    letters: int
    math: float
    mono: bool
    upright: bool
    role: Role | None = None
    confidence: float = 0.0
    region: int = 0
    block: Block | None = None
    mates: int = 0

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def middle_x(self) -> float:
        return (self.left + self.right) / 2

    @property
    def bold(self) -> bool:
        return self.line.font_weight >= 600

    @property
    def style(self) -> tuple[str, float]:
        return self.line.font, round(self.size, 1)

    def label(self, role: Role, confidence: float) -> None:
        """Give the line a role; the last word counts."""
        self.role = role
        self.confidence = confidence


@dataclass(slots=True, eq=False)
class Block:
    """Lines of one size one under the other in one column."""

    items: list[Item] = field(default_factory=list)
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    prose: float = 0.0
    size: float = 0.0

    def close(self) -> None:
        """Compute the box after the last line went in."""
        self.left = min(i.left for i in self.items)
        self.right = max(i.right for i in self.items)
        self.top = min(i.top for i in self.items)
        self.bottom = max(i.bottom for i in self.items)
        self.size = statistics.median_low(i.size for i in self.items)

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def page(self) -> int:
        return self.items[0].page

    @property
    def text(self) -> str:
        return " ".join(i.text for i in self.items)

    def label(self, role: Role, confidence: float) -> None:
        """Give all lines that have none yet a role."""
        for item in self.items:
            if item.role is None:
                item.label(role, confidence)


def items_of(page: Page, mirrored: bool) -> list[Item]:
    """The non-empty lines of a page as working items."""
    return [
        _item(page, index, line, mirrored)
        for index, line in enumerate(page.lines)
        if line.text.strip()
    ]


def _item(page: Page, index: int, line: Line, mirrored: bool) -> Item:
    box = line.box
    left, right = (
        (page.size[0] - box.right, page.size[0] - box.left) if mirrored else (box.left, box.right)
    )
    size = line.font_size if line.font_size > 0 else max(1.0, box.bottom - box.top)
    if page.reader == "pypdf":  # no geometry: as wide as its letters
        right = left + 0.5 * size * len(line.text)
    text = line.text.strip()
    upright = not (
        len(text) > 2
        and box.bottom - box.top > TALL * (box.right - box.left)
        and box.bottom - box.top > 2.5 * size
    )
    return Item(
        page.number,
        index,
        line,
        text,
        left,
        box.top,
        right,
        box.bottom,
        size,
        letters(text),
        _font_share(line, MATH_FONT),
        _font_share(line, MONO_FONT) > 0.9,
        upright,
    )


def _font_share(line: Line, pattern: re.Pattern[str]) -> float:
    """Share of the non-blank characters that are set in a font of this kind."""
    if not line.runs:
        return 1.0 if pattern.search(line.font) else 0.0
    total = hit = 0
    for run in line.runs:
        count = sum(1 for c in line.text[run.start : run.end] if c != " ")
        total += count
        if pattern.search(run.font):
            hit += count
    return hit / total if total else 0.0


def union(items: Iterable[Item]) -> tuple[float, float, float, float]:
    """The common box of some items."""
    found = list(items)
    return (
        min(i.left for i in found),
        min(i.top for i in found),
        max(i.right for i in found),
        max(i.bottom for i in found),
    )
