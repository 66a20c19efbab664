"""From PDFs with gold to what the network learns from: features, targets and weights a line."""

from __future__ import annotations

import functools
import hashlib
import json
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pdfclean import document
from pdfclean.document import Page, Role
from pdfclean.extraction import extract, glyphs, graphics, lines
from pdfclean.extraction.extract import open_document
from pdfclean.extraction.features import Features, measure_lines
from pdfclean.extraction.habits import Habits
from pdfclean.extraction.items import Item
from pdfclean.extraction.labels import CLASSES, KEPT, Kind, kind_of
from pdfclean.extraction.layout import Labeller
from pdfclean.extraction.prose import PROSE
from pdfclean.extraction.sheets import Sheet
from tests.training.align import Gold, Truth, align
from tests.training.pages import classes_of, compose

__all__ = ["Example", "Pair", "corpus_pairs", "example", "printed_example", "read_pages"]

NON_PROSE = frozenset(Kind) - KEPT
_ALLOWED = {
    Truth.PROSE: frozenset({Kind.PROSE}),
    Truth.REFERENCE: frozenset({Kind.REFERENCE}),
    Truth.CONTACT: frozenset({Kind.FRONT, Kind.FURNITURE, Kind.FOOTNOTE, Kind.BACK_MATTER}),
    Truth.TABLE: frozenset({Kind.TABLE}),
    Truth.RUNNING: frozenset({Kind.FURNITURE}),
    Truth.NOTHING: NON_PROSE,
    Truth.OPTIONAL: frozenset(Kind) - {Kind.PROSE},
}
PRINTED = 0.5
"""Weight of a line that we set ourselves: real documents decide where the two disagree."""
BESIDE = 6
"""Lines on each side among which a reference needs company."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A training document: where its PDF and gold are and what kind it is."""

    id: str
    pdf: Path
    gold: Path
    style: str
    publisher: str


@dataclass(frozen=True, slots=True)
class Example:
    """One document, a row a line in reading order.

    ``values`` and ``groups`` as in :class:`~pdfclean.extraction.features.Features`; ``allowed``
    [lines, classes] are the classes the truth admits, ``silver`` the class of the rules' role,
    ``weight`` how much a line counts, ``letters`` how long it is, ``truth`` its :class:`Truth`.
    """

    id: str
    style: str
    publisher: str
    values: NDArray[np.float32]
    groups: NDArray[np.int64]
    allowed: NDArray[np.bool_]
    silver: NDArray[np.int64]
    weight: NDArray[np.float32]
    letters: NDArray[np.int64]
    truth: NDArray[np.int64]
    lines: NDArray[np.int64]
    """Page number and index on it, [lines, 2]."""


def corpus_pairs(folder: Path) -> Iterator[Pair]:
    """The pairs of a corpus folder with a ``manifest.json``."""
    for entry in json.loads((folder / "manifest.json").read_text())["pairs"]:
        yield Pair(
            entry["id"],
            folder / "pdfs" / f"{entry['id']}.pdf",
            folder / "gold" / f"{entry['id']}.json",
            entry["style"],
            entry.get("publisher") or entry["id"],
        )


def read_pages(pdf: Path, cache: Path) -> tuple[Page, ...]:
    """A PDF's pages, kept in ``cache`` because reading takes longer than all the rest.

    What another version of the reader read is not used.
    """
    kept = cache / f"{pdf.stem}-{_reader()}.pages"
    if kept.exists():
        pages: tuple[Page, ...] = pickle.loads(kept.read_bytes())
        return pages
    opened = open_document(pdf)
    pages = tuple(opened.page(n) for n in range(1, opened.info.pages + 1))
    kept.write_bytes(pickle.dumps(pages))
    return pages


@functools.cache
def _reader() -> str:
    """Names the version of all that turns a PDF into pages."""
    digest = hashlib.sha256()
    for module in (document, extract, glyphs, graphics, lines):
        digest.update(Path(module.__file__).read_bytes())
    return digest.hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the labeller gets to see of a document; ``roles`` are those of the rules."""

    items: list[Item]
    roles: list[Role]
    features: Features
    habits: Habits


def lay_out(pages: Sequence[Page]) -> _Seen:
    """The lines of a document at the very moment when the labeller gets them."""
    seen: list[_Seen] = []

    def look(sheets: Sequence[Sheet], habits: Habits) -> None:
        items = [item for one in sheets for item in one.items]
        roles = [item.role or Role.BODY for item in items]
        seen.append(_Seen(items, roles, measure_lines(sheets, habits), habits))

    Labeller(pages, look).feed(pages)
    return seen[0]


def example(pair: Pair, cache: Path) -> Example:
    """One training document."""
    seen = lay_out(read_pages(pair.pdf, cache))
    items, features = seen.items, seen.features
    raw = json.loads(pair.gold.read_text())
    gold = Gold(
        tuple(raw["paragraphs"]),
        tuple(raw["optional"]),
        tuple(zip(raw["junk"], raw["junk_kinds"], strict=True)),
        tuple(raw["unverified"]),
    )
    truths = _alone(align([i.text for i in items], gold), seen.roles)
    allowed, weight = _targets(seen, truths)
    return Example(
        pair.id,
        pair.style,
        pair.publisher,
        features.values,
        features.groups,
        allowed,
        np.array([CLASSES.index(kind_of(role)) for role in seen.roles]),
        weight,
        np.array([_length(i) for i in items]),
        np.array(truths),
        np.array([(i.page, i.index) for i in items]).reshape(-1, 2),
    )


def printed_example(
    style: str, language: str, number: int, fonts: Path | None, cache: Path
) -> Example:
    """One document that we set ourselves; its rules' roles are the rules' own, its truth ours."""
    printed = compose(style, language, number, fonts)
    pdf = cache / f"{printed.name}-{hashlib.sha256(printed.pdf).hexdigest()[:12]}.pdf"
    pdf.write_bytes(printed.pdf)
    seen = lay_out(read_pages(pdf, cache))
    items, features = seen.items, seen.features
    allowed = np.zeros((len(items), len(CLASSES)), dtype=np.bool_)
    weight = np.zeros(len(items), dtype=np.float32)
    truths = []
    for n, item in enumerate(items):
        kinds = classes_of(item.text, printed.streams)
        for kind in kinds or Kind:
            allowed[n, CLASSES.index(kind)] = True
        weight[n] = PRINTED if kinds else 0.0
        truths.append(
            Truth.UNKNOWN
            if not kinds or (len(kinds) > 1 and Kind.PROSE in kinds)
            else Truth.PROSE
            if kinds[0] is Kind.PROSE
            else Truth.OPTIONAL
            if Kind.HEADING in kinds
            else Truth.NOTHING
        )
    return Example(
        printed.name,
        f"printed {printed.style}",
        "ourselves",
        features.values,
        features.groups,
        allowed,
        np.array([CLASSES.index(kind_of(role)) for role in seen.roles]),
        weight,
        np.array([_length(i) for i in items]),
        np.array(truths),
        np.array([(i.page, i.index) for i in items]).reshape(-1, 2),
    )


def _length(item: Item) -> int:
    """Letters and digits of a line."""
    return sum(map(str.isalnum, item.text))


def _alone(truths: list[Truth], roles: Sequence[Role]) -> list[Truth]:
    """Doubt references that stand alone: a heading or a cell with the words of a cited title."""
    flags = np.array(
        [
            t is Truth.REFERENCE or role is Role.REFERENCE
            for t, role in zip(truths, roles, strict=True)
        ],
        dtype=float,
    )
    company = np.convolve(flags, np.ones(2 * BESIDE + 1), "same") if len(flags) else flags
    return [
        Truth.UNKNOWN if t is Truth.REFERENCE and c < BESIDE else t
        for t, c in zip(truths, company, strict=True)
    ]


def _targets(seen: _Seen, truths: Sequence[Truth]) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
    allowed = np.zeros((len(truths), len(CLASSES)), dtype=np.bool_)
    weight = np.zeros(len(truths), dtype=np.float32)
    for n, (item, role, truth) in enumerate(zip(seen.items, seen.roles, truths, strict=True)):
        kind = kind_of(role)
        kinds = _ALLOWED.get(truth, frozenset(Kind))
        if truth is Truth.OPTIONAL and kind in kinds:
            kinds = frozenset({kind})
        for k in kinds:
            allowed[n, CLASSES.index(k)] = True
        weight[n] = _weight(item, truth, kind, seen.habits)
    return allowed, weight


def _weight(item: Item, truth: Truth, kind: Kind, habits: Habits) -> float:
    """How far the truth of a line can be trusted, 0 to 1."""
    running = item.block is not None and item.block.prose >= PROSE
    body = habits.text_size(item.size)
    match truth:
        case Truth.UNKNOWN:
            return 0.0
        case Truth.PROSE:
            return 1.0 if item.letters >= 4 else 0.2
        case Truth.OPTIONAL:
            return 0.0 if kind in KEPT and kind is not Kind.HEADING else 0.4
        case Truth.NOTHING:
            # Golds are incomplete: whole sections are missing from some, so running text that
            # stands nowhere says nothing.
            if kind in KEPT:
                return 0.0 if running and body else 0.6
            return 0.3 if running and body and kind is not Kind.REFERENCE else 1.0
        case _:
            return 1.0
