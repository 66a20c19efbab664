"""A model's opinion of every unit of the planted documents, scored once and judged by any margin.

The walk of the app meets a unit after what it kept of the units before; here each is scored after
all prose before it and nothing else (:mod:`pdfclean.llm.scoring`), so that one scoring serves every
margin, floor and look-ahead. A real walk over the other half of the set is the proof.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from pdfclean.llm.deletion import Text, Unit
from pdfclean.llm.local import LocalModel
from pdfclean.llm.passages import common_start
from pdfclean.llm.prompt import END_OF_LINES, Task
from pdfclean.llm.scoring import Reading, readings
from pdfclean.llm.units import Cut, batches, guard, line_tokens, units
from pdfclean.polishing import Passage
from tests.benchmark.planted import Case
from tests.benchmark.ways import never
from tests.pdfs.planted.kinds import Junk

MOST_TOKENS = 512
"""Source tokens of one call, as the app's settings have it by default."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A unit of a passage: whether it should stay, the planted passages that have words in it (a
    whole paragraph that stays may have some), and its prose words."""

    stays: bool
    junk: frozenset[tuple[str, Junk]]
    prose_words: int


@dataclass(frozen=True, slots=True)
class Scored:
    """A stretch of a passage that goes to the model at once: its units and what it thinks."""

    language: str
    units: tuple[Labelled, ...]
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A way to decide: nats a token of margin and floor, tokens of look-ahead."""

    margin: float
    floor: float
    look: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a way to decide would do, as shares."""

    deleted: float
    lost: float


def score(
    model: LocalModel,
    planted: Sequence[Case],
    tasks: Mapping[str, Task],
    cut: Cut,
    look: int,
) -> list[Scored]:
    """Ask a model about every unit of these documents, in each language as ``tasks`` says."""
    found: list[Scored] = []
    for case in planted:
        found += _score(model, case, tasks[case.document.language], cut, look)
    return found


def _score(model: LocalModel, case: Case, task: Task, cut: Cut, look: int) -> Iterator[Scored]:

    def prompt(lines: Sequence[str]) -> list[int]:
        return model.tokenizer.lines_prompt(lines, task)

    fixed = common_start(prompt(["a"]), prompt(["Z"]))
    parts = [part for passage in case.passages for part in _parts(model, case, passage, cut)]
    walks = [
        partial(
            readings, prompt(lines), text, [label.stays for label in labels],
            look=look, known=len(fixed),
        )
        for lines, text, labels in parts
    ]  # fmt: skip
    opinions = model.consult(fixed, walks, never)
    for (_, _, labels), opinion in zip(parts, opinions, strict=True):
        yield Scored(case.document.language, tuple(labels), tuple(opinion))


def _parts(
    model: LocalModel, case: Case, passage: Passage, cut: Cut
) -> Iterator[tuple[list[str], Text, list[Labelled]]]:
    """What goes to the model at once of a passage: lines, the same as tokens, what is what."""
    encode = model.tokenizer.encode
    texts = units(passage, cut)
    own = [Unit(line_tokens(u.text, encode), guard(u.text)) for u in texts]
    labels = list(_labels(case, passage, [(u.start, u.end) for u in texts]))
    for batch in batches([len(unit.ids) for unit in own], MOST_TOKENS):
        here = slice(batch.start, batch.stop)
        lines = [unit.text for unit in texts[here]]
        yield lines, Text(own[here], tuple(encode(END_OF_LINES))), labels[here]


def _labels(case: Case, passage: Passage, ranges: Sequence[tuple[int, int]]) -> Iterator[Labelled]:
    for start, end in ranges:
        tokens = [token for character, token in passage.places if start <= character < end]
        known = [case.document.pieces[case.pieces[t]] for t in tokens if t in case.pieces]
        planted = [piece.junk for piece in known if piece.junk is not None]
        # What was not set in the body is the title: as good as prose.
        prose = len(tokens) if not known else len(known) - len(planted)
        junk = frozenset((case.document.name, one) for one in planted)
        yield Labelled(2 * len(planted) <= len(known), junk, prose)


def decide(scored: Scored, point: Point) -> Iterator[int]:
    """The units that a walk would leave out."""
    at, landed = 0, False
    while at < len(scored.readings):
        way = None if landed else scored.readings[at].best(point.look, point.floor)
        if way is not None and way.gain(point.look) > point.margin:
            yield from range(at, way.stop)
            at, landed = way.stop, True
        else:
            at, landed = at + 1, False


def judge(everything: Sequence[Scored], point: Point) -> Judgement:
    """The shares of planted passages deleted whole and of prose words lost."""
    left: dict[tuple[str, Junk], int] = defaultdict(int)
    prose = lost = 0
    for scored in everything:
        gone = set(decide(scored, point))
        for index, unit in enumerate(scored.units):
            prose += unit.prose_words
            lost += unit.prose_words * (index in gone)
            for junk in unit.junk:
                left[junk] += index not in gone
    deleted = sum(count == 0 for count in left.values())
    return Judgement(deleted / max(1, len(left)), lost / max(1, prose))


def right(everything: Sequence[Scored], look: int) -> float:
    """The share of (prose, planted) pairs of units that the model ranks the right way round."""
    gains: dict[bool, list[float]] = {True: [], False: []}
    for scored in everything:
        for unit, reading in zip(scored.units, scored.readings, strict=True):
            gain = max((way.gain(look) for way in reading.ways), default=-math.inf)
            gains[unit.stays].append(gain)
    junk, prose = gains[False], gains[True]
    pairs = [(j > p) + (j == p) / 2 for j in junk for p in prose]
    return sum(pairs) / max(1, len(pairs))
