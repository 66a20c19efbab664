"""The learned labeller: a small network that corrects the roles which the rules gave.

A multilayer perceptron reads each line's features; dilated convolutions along the reading order and
means over the line's block, over all lines of its style and over its page bring in the context. The
weights are trained by ``tests/training`` (its model card has data, recipe and figures) and run here
in numpy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pdfclean.document import Role
from pdfclean.extraction.features import measure_lines
from pdfclean.extraction.habits import Habits
from pdfclean.extraction.items import Item
from pdfclean.extraction.prose import PROSE
from pdfclean.extraction.repeated import body_type
from pdfclean.extraction.shapes import words
from pdfclean.extraction.sheets import Sheet

__all__ = [
    "CLASSES",
    "DILATIONS",
    "KEPT",
    "SHIPPED",
    "Kind",
    "Weights",
    "correct",
    "keep_odds",
    "kind_of",
    "load",
    "logits",
]

Floats = NDArray[np.float32]
SHIPPED = Path(__file__).with_name("labels.npz")
"""The weights that come with the package."""


class Kind(str, Enum):
    """What the network tells apart: roles that a reader treats alike are one."""

    PROSE = "prose"
    HEADING = "heading"
    FRONT = "front"
    FURNITURE = "furniture"
    FOOTNOTE = "footnote"
    CAPTION = "caption"
    TABLE = "table"
    FIGURE = "figure"
    EQUATION = "equation"
    REFERENCE = "reference"
    CONTENTS = "contents"
    CODE = "code"
    BACK_MATTER = "back matter"


CLASSES = tuple(Kind)
KEPT = frozenset({Kind.PROSE, Kind.HEADING})
"""Classes whose text is kept by default."""
DILATIONS = (1, 2, 4, 8)
"""How far each layer looks back and ahead, in lines."""
DROP = -2.6
"""Calibrated log odds of being kept under which a line that the rules keep is dropped. At -1.3 the
network took prose out of documents unlike those it was trained on (our own typeset ones); at -2.6
it takes out nothing there but what is junk."""
DROP_NUMBER = -0.65
"""The same for a bare number that no line of text stands with: a page number at an odd place. A
year on the last line of a paragraph has its paragraph around it."""
KEEP = 0.0
"""Log odds from which a line that the rules drop is kept."""
PLAUSIBLE = 0.45
"""Share of the text kept by the rules beyond which the network is not believed when it wants to
drop it. Over held-out training documents the largest right share was 0.29 (a review with its
tables on five pages of fourteen); a network that had seen no Chinese wanted 0.5 of a report."""
FEW = 0.05
"""Share of all text up to which lines may go although the rules kept little else: a stray line
between pages of references."""
HEAD = frozenset({Kind.FRONT, Kind.FURNITURE})
"""What letters and typescripts have none of that the type could tell: a sender, a signature and a
date stand in the type of the text, where a paper has its authors and its running lines."""
ONE_TYPE = 0.98
"""Share of the letters in the body's own type that makes a typescript. Of the public and the
training pairs without authors none has more than 0.967."""
WHOLE = frozenset({Kind.FRONT, Kind.REFERENCE, Kind.CONTENTS, Kind.BACK_MATTER})
"""What takes up whole paragraphs: never single lines of a paragraph whose others are kept."""
MOST_OF_IT = 0.6
"""Share of a paragraph that is kept, from which its other lines are."""
_KINDS = {
    Role.TITLE: Kind.HEADING,
    Role.HEADING: Kind.HEADING,
    Role.AUTHOR: Kind.FRONT,
    Role.AFFILIATION: Kind.FRONT,
    Role.RUNNING_HEADER: Kind.FURNITURE,
    Role.RUNNING_FOOTER: Kind.FURNITURE,
    Role.PAGE_NUMBER: Kind.FURNITURE,
    Role.FOOTNOTE: Kind.FOOTNOTE,
    Role.CAPTION: Kind.CAPTION,
    Role.TABLE: Kind.TABLE,
    Role.FIGURE_TEXT: Kind.FIGURE,
    Role.EQUATION: Kind.EQUATION,
    Role.REFERENCE: Kind.REFERENCE,
    Role.CONTENTS: Kind.CONTENTS,
    Role.CODE: Kind.CODE,
    Role.BACK_MATTER: Kind.BACK_MATTER,
}
_ROLES = {
    Kind.PROSE: Role.BODY,
    Kind.HEADING: Role.HEADING,
    Kind.FRONT: Role.AFFILIATION,
    Kind.FURNITURE: Role.RUNNING_FOOTER,
    Kind.FOOTNOTE: Role.FOOTNOTE,
    Kind.CAPTION: Role.CAPTION,
    Kind.TABLE: Role.TABLE,
    Kind.FIGURE: Role.FIGURE_TEXT,
    Kind.EQUATION: Role.EQUATION,
    Kind.REFERENCE: Role.REFERENCE,
    Kind.CONTENTS: Role.CONTENTS,
    Kind.CODE: Role.CODE,
    Kind.BACK_MATTER: Role.BACK_MATTER,
}


def kind_of(role: Role) -> Kind:
    """The class of a role; running text in all its forms is prose."""
    return _KINDS.get(role, Kind.PROSE)


@dataclass(frozen=True, slots=True)
class Weights:
    """The network's parameters: ``mean`` and ``scale`` standardise the features; ``layers`` are
    (gain, offset, matrix, bias) of each convolution; ``temperature`` calibrates the logits."""

    mean: Floats
    scale: Floats
    first: tuple[Floats, Floats]
    layers: tuple[tuple[Floats, Floats, Floats, Floats], ...]
    last: tuple[Floats, Floats]
    temperature: float


@cache
def load(path: Path = SHIPPED) -> Weights:
    """The weights in a file, those that come with the package by default; read once."""
    with np.load(path) as file:
        part = {name: file[name].astype(np.float32) for name in file.files}
    return Weights(
        part["mean"],
        part["scale"],
        (part["first.weight"], part["first.bias"]),
        tuple(
            (
                part[f"norms.{n}.weight"],
                part[f"norms.{n}.bias"],
                part[f"layers.{n}.weight"],
                part[f"layers.{n}.bias"],
            )
            for n in range(len(DILATIONS))
        ),
        (part["last.weight"], part["last.bias"]),
        float(part["temperature"]),
    )


def logits(weights: Weights, values: Floats, groups: NDArray[np.int64]) -> Floats:
    """Class logits [lines, classes] of one window of lines."""
    x = np.clip((values - weights.mean) * weights.scale, -5, 5)
    h = np.maximum(x @ weights.first[0].T + weights.first[1], 0)
    for (gain, offset, matrix, bias), step in zip(weights.layers, DILATIONS, strict=True):
        centred = h - h.mean(axis=1, keepdims=True, dtype=np.float32)
        deviation = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + 1e-5)
        g = centred / deviation * gain + offset
        parts = [g, _shift(g, step), _shift(g, -step), *(_mean(g, ids) for ids in groups)]
        h = h + np.maximum(np.concatenate(parts, axis=1) @ matrix.T + bias, 0)
    out: Floats = (h @ weights.last[0].T + weights.last[1]) / weights.temperature
    return out


def _shift(h: Floats, step: int) -> Floats:
    """The rows ``step`` places before each; zeros beyond the ends."""
    out = np.zeros_like(h)
    if abs(step) < len(h):
        if step > 0:
            out[step:] = h[:-step]
        else:
            out[:step] = h[-step:]
    return out


def _mean(h: Floats, ids: NDArray[np.int64]) -> Floats:
    """Each row's group mean; ``ids`` number the groups from 0."""
    order = np.argsort(ids, kind="stable")
    sizes = np.bincount(ids)
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    total = np.add.reduceat(h[order], starts, axis=0)
    return np.asarray(total / sizes[:, None], dtype=np.float32)[ids]


def keep_odds(out: Floats) -> NDArray[np.float64]:
    """Log odds that a line's text is kept, of its class logits."""
    wide = out.astype(np.float64)
    kept = np.array([kind in KEPT for kind in CLASSES])
    keep, drop = wide[:, kept], wide[:, ~kept]
    return np.asarray(np.logaddexp.reduce(keep, axis=1) - np.logaddexp.reduce(drop, axis=1))


def correct(sheets: Sequence[Sheet], habits: Habits, weights: Weights | None = None) -> None:
    """Correct the roles of all lines of some pages where the network knows better.

    Args:
        sheets: consecutive pages, their lines labelled by the rules.
        habits: the document's habits.
        weights: the network's weights; those of the package by default.
    """
    items = [item for sheet in sheets for item in sheet.items]
    if not items or habits.plain:
        return
    features = measure_lines(sheets, habits)
    out = logits(weights or load(), features.values, features.groups)
    odds = keep_odds(out)
    kept = np.array([kind in KEPT for kind in CLASSES])
    best_kept = np.where(kept, out, -np.inf).argmax(axis=1)
    best_dropped = np.where(kept, -np.inf, out).argmax(axis=1)
    drop = _dropped(items, odds)
    kinds = [CLASSES[n] for n in best_dropped]
    if _typescript(items, habits):
        drop &= ~np.array(
            [k in HEAD and _wordy(i, habits) for k, i in zip(kinds, items, strict=True)]
        )
    drop &= ~_single(items, drop, kinds)
    for n, item in enumerate(items):
        role = item.role or Role.BODY
        sure = float(1 / (1 + np.exp(-abs(odds[n]))))
        if kind_of(role) in KEPT:
            if drop[n]:
                role = _ROLES[CLASSES[best_dropped[n]]]
            elif odds[n] < 0:
                sure = 1 - sure
        elif odds[n] > KEEP:
            role = _ROLES[CLASSES[best_kept[n]]]
        elif odds[n] > 0:
            sure = 1 - sure
        item.label(role, sure)


def _dropped(items: Sequence[Item], odds: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which lines that the rules keep are to be dropped: none if that is too much to be true."""
    kept = np.array([kind_of(item.role or Role.BODY) in KEPT for item in items])
    size = np.array([max(item.letters, len(item.text) // 2) for item in items])
    alone = np.array([_stray_number(item) for item in items])
    drop = kept & (odds < np.where(alone, DROP_NUMBER, DROP))
    if size[drop].sum() > max(PLAUSIBLE * size[kept].sum(), FEW * size.sum()):
        return np.zeros_like(drop)
    return drop


def _single(
    items: Sequence[Item], drop: NDArray[np.bool_], kinds: Sequence[Kind]
) -> NDArray[np.bool_]:
    """Which lines are a paragraph's, most of which is kept, and no section of their own."""
    kept: Counter[int] = Counter()
    total: Counter[int] = Counter()
    for item, gone in zip(items, drop, strict=True):
        stays = not gone and kind_of(item.role or Role.BODY) in KEPT
        kept[id(item.block)] += item.letters * stays
        total[id(item.block)] += item.letters
    return np.array(
        [
            kind in WHOLE
            and item.block is not None
            and item.block.prose >= PROSE
            and kept[id(item.block)] >= MOST_OF_IT * total[id(item.block)]
            for item, kind in zip(items, kinds, strict=True)
        ]
    )


def _typescript(items: Sequence[Item], habits: Habits) -> bool:
    """Whether a document is set in one type, without a head: a letter, minutes, a story."""
    if any(item.role in (Role.AUTHOR, Role.AFFILIATION) for item in items):
        return False
    same = sum(item.letters for item in items if body_type(item, habits))
    return same >= ONE_TYPE * sum(item.letters for item in items)


def _wordy(item: Item, habits: Habits) -> bool:
    return bool(words(item.text)) and body_type(item, habits)


def _stray_number(item: Item) -> bool:
    return item.text.isdecimal() and item.block is not None and len(item.block.items) == 1
