"""A model's copy of a text, turned into deletions of the text.

The model was given lines and asked to leave some out. What it wrote is never used: it only says
which of the *text's own* words it left out, so that a word which it added, changed or moved has no
way into the result. Where it put words of its own in the place of the text's, the text's stay: that
was no deletion.

Whole lines are matched first, then what is left of both is matched word by word between them. That
keeps repeated words apart: two like lines, or the words "of the" in prose and in a notice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

__all__ = ["Copied", "Cut", "align"]

LEAST_KEPT = 0.5
"""Least share of the words that a copy must have kept. Passages were cleaned before: a model that
drops more has lost its place or is summarising."""

MOST_ADDED = 0.5
"""Most words of its own, as a share of the text's, before an answer is held for no copy at all."""

HOLE_WORDS = 4
"""A run of so many words or fewer out of the middle of a line, all in small letters and not in
brackets, is a slip of the model and no leftover: it stays."""

REWORDED = 1 / 3
"""From which share of the words that are missing what stands in their place is another wording of
them; less is a remark ("Certainly!" in the place of a first line that was left out)."""

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PIECE = re.compile(rf"[⁰¹²³⁴-⁹]+|[{_CJK}]|(?:(?![{_CJK}⁰¹²³⁴-⁹])[^\W_])+|[^\w\s]|_")
_LIKE = str.maketrans("“”„«»‘’ʼ′–—−‐‑", '"""""\'\'\'\'-----')
_SENTENCE_END = frozenset(".!?。！？…")
_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")


@dataclass(frozen=True, slots=True)
class Cut:
    """Characters ``[start, end)`` of a line, by its index, that were left out."""

    line: int
    start: int
    end: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy tells: the cuts in order, and how many words it ``added``.

    ``refused`` says why the copy is not used, if it is not; there are no cuts then.
    """

    cuts: tuple[Cut, ...]
    added: int = 0
    refused: str = ""


@dataclass(slots=True)
class _Piece:
    """A word or a sign of a line: where it stands, and what became of it in the copy."""

    line: int
    start: int
    end: int
    text: str
    key: str
    fate: str = "delete"
    """``equal``: copied; ``delete``: left out; ``replace``: something else stands in its place."""

    @property
    def word(self) -> bool:
        return self.key[:1].isalnum()


def align(lines: Sequence[str], answer: str, ending: str, *, finished: bool = True) -> Copied:
    """What a model left out of some lines.

    Args:
        lines: what it was given, each without white space around it.
        answer: its copy.
        ending: the line that it was asked to end with. Without it nothing that is missing at the
            end counts as left out: the model may just have stopped.
        finished: whether it came to an end by itself.

    >>> lines = ["It rains.", "Download PDF", "It pours."]
    >>> copied = align(lines, "It rains.\\nIt pours.\\nEND", "END")
    >>> copied.cuts, copied.added
    ((Cut(line=1, start=0, end=12, whole=True),), 0)
    >>> align(["It rains."], "Here you are: it snows.", "END").cuts
    ()
    """
    if not finished:
        return Copied((), refused="The model did not come to an end.")
    given = [list(_pieces(index, line)) for index, line in enumerate(lines)]
    copied = [line for line in answer.split("\n") if line.strip()]
    ended = bool(copied) and copied[-1].strip() == ending
    written = [
        list(_pieces(index, line)) for index, line in enumerate(copied[: -1 if ended else None])
    ]
    added = _compare(given, written)
    total = sum(piece.word for line in given for piece in line)
    kept = sum(piece.word and piece.fate == "equal" for line in given for piece in line)
    if added > MOST_ADDED * total:
        why = f"The model wrote {added} words of its own, so its answer was not used."
        return Copied((), added, why)
    if not ended:
        kept += _keep_the_end(given)
    if kept < LEAST_KEPT * total:
        return Copied((), added, f"The model would keep only {kept / total:.0%} of the text.")
    cuts = tuple(cut for index, line in enumerate(given) for cut in _cuts(index, line))
    return Copied(cuts, added)


def _pieces(index: int, line: str) -> Iterator[_Piece]:
    for match in _PIECE.finditer(line):
        key = unicodedata.normalize("NFKC", match[0].translate(_LIKE)).casefold()
        yield _Piece(index, match.start(), match.end(), match[0], key)


def _words(line: Sequence[_Piece]) -> tuple[str, ...]:
    return tuple(piece.key for piece in line if piece.word)


def _compare(given: Sequence[Sequence[_Piece]], written: Sequence[Sequence[_Piece]]) -> int:
    """Settle the fate of every piece; returns how many words were added."""
    added = at = row = 0
    for line, copy in [*_same_lines(given, written), (len(given), len(written))]:
        source = [piece for each in given[at:line] for piece in each]
        answer = [piece for each in written[row:copy] for piece in each]
        added += _compare_words(source, answer)
        if line < len(given):
            for piece in given[line]:
                piece.fate = "equal"
        at, row = line + 1, copy + 1
    return added


def _same_lines(
    given: Sequence[Sequence[_Piece]], written: Sequence[Sequence[_Piece]]
) -> list[tuple[int, int]]:
    """The pairs of lines with the same words that keep the order and have most words together."""
    mine, theirs = [_words(line) for line in given], [_words(line) for line in written]
    best = [[0] * (len(theirs) + 1) for _ in range(len(mine) + 1)]
    for i in reversed(range(len(mine))):
        for j in reversed(range(len(theirs))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1])
            if mine[i] == theirs[j]:
                best[i][j] = max(best[i][j], best[i + 1][j + 1] + len(mine[i]))
    pairs, i, j = [], 0, 0
    while i < len(mine) and j < len(theirs):
        if mine[i] == theirs[j] and best[i][j] == best[i + 1][j + 1] + len(mine[i]):
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _compare_words(source: Sequence[_Piece], answer: Sequence[_Piece]) -> int:
    """The same for stretches between two like lines."""
    keys = [piece.key for piece in source], [piece.key for piece in answer]
    added = 0
    for kind, i, j, k, m in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        new = sum(piece.word for piece in answer[k:m])
        if kind != "equal":
            added += new
        old = sum(piece.word for piece in source[i:j])
        # Another sign, a dash for a comma, is no other wording either.
        left_out = kind == "delete" or (kind == "replace" and (not new or new < REWORDED * old))
        start, end = _slid(source, i, j) if left_out else (i, j)
        for piece in source[start:end]:
            piece.fate = "delete" if left_out else kind
    return added


def _slid(source: Sequence[_Piece], i: int, j: int) -> tuple[int, int]:
    """A run that was left out, moved to where a line begins if the result reads the same.

    "It rains. [Stop. It] pours." and "It rains. [Stop.] It pours." leave the same words.
    """
    low, high = i, j
    while low > 0 and high > low and source[low - 1].key == source[high - 1].key:
        low, high = low - 1, high - 1
    while True:
        if low == 0 or source[low].line != source[low - 1].line:
            break
        if high >= len(source) or source[low].key != source[high].key:
            return i, j
        low, high = low + 1, high + 1
    for piece in source[i:j]:
        piece.fate = "equal"
    return low, high


def _keep_the_end(given: Sequence[Sequence[_Piece]]) -> int:
    """Keep whatever is missing behind the last word that was copied; returns how many words."""
    kept = 0
    for piece in reversed([piece for line in given for piece in line]):
        if piece.fate == "equal" and piece.word:
            break
        kept += piece.word and piece.fate != "equal"
        piece.fate = "equal"
    return kept


def _cuts(index: int, line: Sequence[_Piece]) -> Iterator[Cut]:
    """What is left out of one line: all of it, or runs that do not make holes in it."""
    fates = {piece.fate for piece in line if piece.word}
    if not fates:
        # Signs alone, such as a row of stars.
        fates = {piece.fate for piece in line}
    if fates == {"delete"}:
        yield Cut(index, line[0].start, line[-1].end, True)
        return
    if "replace" in fates:
        return
    start = 0
    while start < len(line):
        end = start
        while end < len(line) and line[end].fate == "delete":
            end += 1
        if end > start:
            low, high = _trimmed(line, start, end)
            if _is_leftover(line, low, high):
                yield Cut(index, line[low].start, line[high - 1].end, False)
        start = end + 1


def _trimmed(line: Sequence[_Piece], start: int, end: int) -> tuple[int, int]:
    """A run without the full stop that the rest of the sentence needs."""
    if end == len(line) and line[end - 1].text in _SENTENCE_END:
        end -= 1
    return start, end


def _is_leftover(line: Sequence[_Piece], start: int, end: int) -> bool:
    """Whether a run can go without making a hole in a sentence."""
    run = [piece for piece in line[start:end] if piece.word]
    if not run:
        return False
    if line[start].text in _OPEN and line[end - 1].text in _CLOSE:
        return True
    after = next((piece for piece in line[end:] if piece.word), None)
    if start == 0 and after is not None and not after.text[0].isupper():
        # A sentence must not lose its beginning.
        return False
    lower = all(piece.text[0].islower() for piece in run)
    return len(run) > HOLE_WORDS or not lower
