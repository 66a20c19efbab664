"""What every printed line is, by aligning a document's gold text with its lines.

Text alone says too little: a figure's label or a reference's title often stands in the prose, too.
So prose is aligned by position and order: rare strings that both sides have once are anchors, the
longest increasing chain of them is kept, and the gaps between are aligned in the same way with
shorter strings (patience diff, by letters). Paragraphs that the extraction reads at another place
are then looked for in what is left. Only letters that no prose has claimed can be anything else.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

__all__ = ["Gold", "Truth", "align"]

STEPS = (40, 24, 14, 9, 6, 4)
"""Lengths of the anchor strings, in letters, from the whole document to the smallest gap."""
STEPS_CJK = (16, 10, 6, 4, 3, 2)
SMALL_GAP = (80, 600)
"""Letters of gold and of document that a gap may have for the last, shortest anchors to count."""
MOVED = 0.7
"""Share of a stray paragraph's letters that must be found in one place for it to count there."""
SHORTEST = 40
"""Letters of the shortest stray paragraph that is looked for out of order."""
PROSE = 0.5
"""Share of a line's letters from which it counts as prose; inline formulas and citations, which
the gold leaves out, take the rest."""
DOUBT = 0.2
"""Share from which a line that is not prose is left out of training."""
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class Truth(IntEnum):
    """What the gold says of a line."""

    UNKNOWN = 0
    PROSE = 1
    OPTIONAL = 2
    REFERENCE = 3
    CONTACT = 4
    TABLE = 5
    RUNNING = 6
    NOTHING = 7
    """Stands nowhere in the gold."""


_KINDS = {
    "reference": Truth.REFERENCE,
    "affiliation": Truth.CONTACT,
    "email": Truth.CONTACT,
    "dates": Truth.CONTACT,
    "table": Truth.TABLE,
    "running": Truth.RUNNING,
    "citation": Truth.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Gold:
    """A document's gold: texts to keep, that may stay, that must go (with kinds), unverified."""

    paragraphs: tuple[str, ...]
    optional: tuple[str, ...]
    junk: tuple[tuple[str, str], ...]
    unverified: tuple[str, ...]


def letters(text: str) -> str:
    """A text as small letters and digits, accents off."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.replace("\u00ad", ""))
        text = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFD", text))
    return re.sub(r"[\W_]+", "", text.lower())


def align(lines: Sequence[str], gold: Gold) -> list[Truth]:
    """The truth of each line; ``lines`` in reading order."""
    parts = [letters(line) for line in lines]
    doc = "".join(parts)
    starts = np.cumsum([0, *map(len, parts)])
    prose = [letters(p) for p in gold.paragraphs]
    cjk = len(_CJK.findall(doc)) > 0.2 * max(1, len(doc))
    steps = STEPS_CJK if cjk else STEPS
    claims = np.zeros(len(doc), dtype=np.uint8)
    done = _chain("".join(prose), doc, steps, claims)
    _stray(prose, done, doc, steps, claims)
    _claim_rest(gold, doc, claims, cjk)
    return [_verdict(claims[a:b]) for a, b in pairwise(starts)]


def _verdict(claims: NDArray[np.uint8]) -> Truth:
    """The truth of one line, of its letters' claims (255: nothing claims them)."""
    if not len(claims):
        return Truth.UNKNOWN
    counts = np.bincount(claims, minlength=8)
    prose = counts[Truth.PROSE] / len(claims)
    if prose >= PROSE:
        return Truth.PROSE
    if prose >= DOUBT:
        return Truth.UNKNOWN
    if counts[255 if len(counts) > 255 else 0] > 0.6 * len(claims):
        return Truth.NOTHING
    named = {t: int(counts[t]) for t in Truth if t not in (Truth.PROSE, Truth.NOTHING)}
    named[Truth.UNKNOWN] = int(np.count_nonzero(claims == _UNVERIFIED))
    best = max(named, key=lambda t: named[t])
    return best if named[best] > 0 else Truth.NOTHING


_UNVERIFIED = 200


def _chain(
    gold: str, doc: str, steps: Sequence[int], claims: NDArray[np.uint8]
) -> NDArray[np.bool_]:
    """Claim the letters of ``doc`` that align with ``gold`` in order; which of gold's were met."""
    done = np.zeros(len(gold), dtype=np.bool_)
    work = [(0, len(gold), 0, len(doc), 0)]
    while work:
        g0, g1, d0, d1, level = work.pop()
        if level >= len(steps) or min(g1 - g0, d1 - d0) < steps[-1]:
            continue
        step = steps[level]
        if level == len(steps) - 1 and (g1 - g0 > SMALL_GAP[0] or d1 - d0 > SMALL_GAP[1]):
            continue
        if step > min(g1 - g0, d1 - d0):
            work.append((g0, g1, d0, d1, level + 1))
            continue
        last_g, last_d = g0, d0
        for anchor in [*_anchors(gold, doc, g0, g1, d0, d1, step), (g1, d1)]:
            g, d = anchor
            if g < last_g or d < last_d:
                continue
            if g == g1 and d == d1:
                work.append((last_g, g, last_d, d, level + 1))
                break
            while g > last_g and d > last_d and gold[g - 1] == doc[d - 1]:
                g, d = g - 1, d - 1
            work.append((last_g, g, last_d, d, level + 1))
            n = 0
            while g + n < g1 and d + n < d1 and gold[g + n] == doc[d + n]:
                n += 1
            claims[d : d + n] = Truth.PROSE
            done[g : g + n] = True
            last_g, last_d = g + n, d + n
    return done


def _anchors(
    gold: str, doc: str, g0: int, g1: int, d0: int, d1: int, step: int
) -> list[tuple[int, int]]:
    """Places of strings that both stretches hold exactly once, on their longest common chain."""
    once: dict[str, int] = {}
    for g in range(g0, g1 - step + 1):
        key = gold[g : g + step]
        once[key] = -1 if key in once else g
    seen: dict[str, int] = {}
    for d in range(d0, d1 - step + 1):
        key = doc[d : d + step]
        if key in once:
            seen[key] = -1 if key in seen else d
    pairs = sorted((once[key], d) for key, d in seen.items() if d >= 0 and once[key] >= 0)
    return _longest(pairs)


def _longest(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain increasing in both members."""
    tails: list[int] = []
    heads: list[int] = []
    back: list[int] = []
    for n, (_, d) in enumerate(pairs):
        at = bisect.bisect_left(tails, d)
        back.append(heads[at - 1] if at else -1)
        if at == len(tails):
            tails.append(d)
            heads.append(n)
        else:
            tails[at], heads[at] = d, n
    chain = []
    n = heads[-1] if heads else -1
    while n >= 0:
        chain.append(pairs[n])
        n = back[n]
    return chain[::-1]


def _stray(
    prose: Sequence[str],
    done: NDArray[np.bool_],
    doc: str,
    steps: Sequence[int],
    claims: NDArray[np.uint8],
) -> None:
    """Look for paragraphs that the chain did not meet among the letters nobody has claimed."""
    key = steps[2]
    shortest = SHORTEST * steps[0] // STEPS[0]
    at = 0
    index: dict[str, list[int]] = {}
    for text in prose:
        met = done[at : at + len(text)]
        at += len(text)
        for a, b in _false_runs(met, shortest):
            if not index:
                for d in range(len(doc) - key + 1):
                    index.setdefault(doc[d : d + key], []).append(d)
            _place(text[a:b], doc, index, steps, claims)


def _place(
    piece: str,
    doc: str,
    index: dict[str, list[int]],
    steps: Sequence[int],
    claims: NDArray[np.uint8],
) -> None:
    """Claim the place where most of a stray piece stands, if there is one."""
    key = steps[2]
    size = len(piece) // 2 + 200
    votes: dict[int, int] = {}
    for g in range(len(piece) - key + 1):
        for d in index.get(piece[g : g + key], ())[:20]:
            if claims[d] != Truth.PROSE:
                votes[(d - g) // size] = votes.get((d - g) // size, 0) + 1
    if not votes:
        return
    best = max(votes, key=lambda v: votes[v] + votes.get(v + 1, 0))
    low = max(0, best * size - 20)
    high = min(len(doc), (best + 2) * size + len(piece) + 20)
    found = np.zeros(high - low, dtype=np.uint8)
    taken = claims[low:high] == Truth.PROSE
    # A letter of no alphabet stands where prose was claimed before, so that nothing aligns there.
    free = "".join("\0" if t else c for c, t in zip(doc[low:high], taken, strict=True))
    done = _chain(piece, free, steps[1:], found)
    if done.mean() >= MOVED:
        claims[low:high][found == Truth.PROSE] = Truth.PROSE


def _false_runs(flags: NDArray[np.bool_], shortest: int) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([1], flags.astype(np.int8), [1]))))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2) if b - a >= shortest]


def _claim_rest(gold: Gold, doc: str, claims: NDArray[np.uint8], cjk: bool) -> None:
    """Claim what is no prose: junk by kind, then what may stay, then what nobody verified."""
    claims[claims == 0] = 255
    shortest = 2 if cjk else 3
    wanted: list[tuple[str, int]] = []
    for text, kind in gold.junk:
        if kind in _KINDS:
            wanted.append((text, _KINDS[kind]))
    wanted += [(text, Truth.OPTIONAL) for text in gold.optional]
    wanted += [(text, _UNVERIFIED) for text in gold.unverified]
    wanted.sort(key=lambda w: -len(w[0]))
    key = 8 if cjk else 16
    index: dict[str, list[int]] = {}
    for d in range(len(doc) - key + 1):
        if claims[d] == 255 or claims[d + key - 1] == 255:
            index.setdefault(doc[d : d + key], []).append(d)
    for text, truth in wanted:
        bare = letters(text)
        if len(bare) < shortest:
            continue
        if len(bare) <= key:
            _claim_exact(bare, truth, doc, claims)
            continue
        for g in range(len(bare) - key + 1):
            for d in index.get(bare[g : g + key], ())[:40]:
                part = claims[d : d + key]
                part[part == 255] = truth


def _claim_exact(bare: str, truth: int, doc: str, claims: NDArray[np.uint8]) -> None:
    d = doc.find(bare)
    found = 0
    while d >= 0 and found < 200:
        part = claims[d : d + len(bare)]
        if np.all(part == 255):
            part[:] = truth
        d = doc.find(bare, d + 1)
        found += 1
