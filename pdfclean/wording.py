"""Text as words that can be compared, and what one text has that another has not.

Blind to what cleaning may change: letter case, ligatures, line breaks, a hyphen at a line's end,
typographic quotes and dashes. Strict about everything else, accents included. Text without spaces
(Chinese, Japanese) is a word a character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

__all__ = ["Difference", "Word", "compare", "is_negation", "words"]

_NEGATION_WORDS = """
no not none never neither nor nothing nobody nowhere without cannot non
nicht kein keine keinen keiner keinem keines nie niemals nichts ohne
pas jamais aucun aucune rien sans ni
nunca sin ningún ninguna nada tampoco não sem nessun nessuna senza mai
niet geen nooit zonder
не нет ни без никогда
不 没 沒 無 无 未 非
"""
"""English, German, French, Spanish and its kin, Dutch, Russian, Chinese and Japanese."""

_NEGATIONS = frozenset(_NEGATION_WORDS.split())

_GERMAN_WORDS = """
der die das dem und ist nicht ein eine einen einem einer mit auf für im sich auch wird werden
"""
_GERMAN = frozenset(_GERMAN_WORDS.split())
NOUN_CAPITALS = 0.08
"""Share of these words from which a text is German, where every noun has a capital. Of German
chunks the lowest has 0.17, of German sentences 0.08 to 0.33; of chunks in ten other languages (138
public documents) the highest has 0.033. ("von" and "zu" are parts of names elsewhere.)"""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_HYPHENS = re.compile("[\u0002\u2010\u2011\ufffe]")
_APOSTROPHES = re.compile("[\u2018\u2019\u02bc\u2032]")
_SUPER = re.compile(r"[⁰¹²³⁴-⁹]+")
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(
    r"(?P<super>\^\d+\^)"
    r"|(?P<number>(?:(?<![\w)\]])[-−–])?\d+(?:[.,]\d+)*)"
    rf"|[{_CJK}]"
    rf"|(?:(?![{_CJK}])[^\W_])+(?:'(?:(?![{_CJK}])[^\W\d_])+)*"
)
_THOUSANDS = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_INSIDE = re.compile(r"[^\W\d_][,;]?[^\S\n]\Z")
"""What stands before a word inside a sentence: another word and a space."""
_JOINABLE = re.compile(r"-\s*|[^\S\n]{0,20}\n\s*")

_LEFTOVER = re.compile(
    r"(?:https?://|www\.)\S+|\S{1,100}@\S+|\bdoi:?\s*\S+|\b10\.\d{4,}/\S+|\barxiv:\S+"
    r"|\[\s*\d+[a-z]?(?:\s*[-–,;]\s*\d+[a-z]?)*\s*\]"  # [3, 7-9]
    # (Smith et al., 2020)
    r"|\([^()]{0,200}?(?:\bet al\b|&|;)[^()]{0,200}\b(?:1[89]|20)\d\d[a-z]?[^()]{0,200}\)"
    r"|(?:©|\bcopyright\b)[^.\n]{0,80}"
    r"|^[^\S\n]{0,20}\d+[^\S\n]{0,20}$|\bpage \d+(?: of \d+)?",
    re.IGNORECASE | re.MULTILINE,
)
"""What a model may take out together with the numbers in it."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word: as compared, as written, and what it may be.

    ``joins`` says that it may be one word with the next; ``prose`` that it stands outside of what
    is plainly a leftover; ``name`` that it has a capital inside a sentence. In German, where every
    noun has one, no word counts as a name.
    """

    key: str
    raw: str
    number: bool
    joins: bool
    prose: bool
    name: bool = False

    @property
    def lower(self) -> bool:
        """Whether it looks like a word of running text: letters, the first one not a capital."""
        return self.raw[0].isalpha() and not self.raw[0].isupper()


def words(text: str) -> list[Word]:
    """The words of a text in order.

    >>> [word.key for word in words("The ﬁrst 1,000 cells didn’t grow.⁷")]
    ['the', 'first', '1000', 'cells', "didn't", 'grow', '^7^']
    """
    # Kept apart from what they stand on: to NFKC a footnote mark on "word" is part of the word.
    text = _SUPER.sub(lambda m: f"^{unicodedata.normalize('NFKC', m[0])}^", text)
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    text = _APOSTROPHES.sub("'", _HYPHENS.sub("-", text))
    leftovers = bytearray(len(text) + 1)
    for match in _LEFTOVER.finditer(text):
        leftovers[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    matches = list(_WORD.finditer(text))
    keys = [_key(match) for match in matches]
    nouns = sum(key in _GERMAN for key in keys) >= NOUN_CAPITALS * max(1, len(keys))
    found = []
    for index, match in enumerate(matches):
        after = matches[index + 1].start() if index + 1 < len(matches) else len(text)
        between = text[match.end() : after]
        before = text[max(0, match.start() - 3) : match.start()]
        found.append(
            Word(
                key=keys[index],
                raw=match[0],
                number=bool(match["number"] or (match["super"] and _is_exponent(before))),
                joins=_JOINABLE.fullmatch(between) is not None,
                prose=not leftovers[match.start()],
                name=not nouns and _is_name(match[0], before),
            )
        )
    return found


def _is_name(raw: str, before: str) -> bool:
    return raw[:1].isupper() and raw[1:2].islower() and _INSIDE.search(before) is not None


def is_negation(word: Word) -> bool:
    """Whether a word denies something."""
    return word.key in _NEGATIONS or word.key.endswith("n't")


def _key(match: re.Match[str]) -> str:
    key = match[0].casefold()
    if match["number"]:
        key = re.sub("^[−–]", "-", key)
        if _THOUSANDS.fullmatch(key):
            key = key.replace(",", "")
    return key


def _is_exponent(before: str) -> bool:
    # 10⁶, m², km² need their exponent; on a longer word it is a footnote's mark.
    return before[-1:].isdigit() or bool(re.search(r"(?:^|[^\w])[^\W\d_]{1,2}$", before))


def _reconciled(answer: Sequence[Word], source: Sequence[Word]) -> list[Word]:
    """A stretch of the answer with joined and parted words written as in its stretch of the source.

    A word may be joined only where the source has a hyphen or a line break ("self-\\nimprovement"),
    since gluing can make another word ("no table"); a glued one may be parted anywhere, since all
    of its letters are still there.
    """
    known = {word.key for word in source}
    joined: dict[str, Sequence[Word]] = {}
    for size in (2, 3):
        for start in range(len(source) - size + 1):
            parts = source[start : start + size]
            if all(part.joins for part in parts[:-1]) and not any(p.number for p in parts):
                joined.setdefault("".join(part.key for part in parts), parts)
    result: list[Word] = []
    index = 0
    while index < len(answer):
        word = answer[index]
        if word.key not in known and word.key in joined:
            result.extend(joined[word.key])
            index += 1
            continue
        size = next((n for n in (2, 3) if _parted(answer[index : index + n], n, known)), 1)
        if size > 1:
            parts = answer[index : index + size]
            key, raw = "".join(p.key for p in parts), "".join(p.raw for p in parts)
            word = Word(key, raw, False, parts[-1].joins, word.prose)
        result.append(word)
        index += size
    return result


def _parted(parts: Sequence[Word], size: int, known: set[str]) -> bool:
    return (
        len(parts) == size
        and not any(part.number for part in parts)
        and any(part.key not in known for part in parts)
        and "".join(part.key for part in parts) in known
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """What an answer adds and leaves out, as runs of words, and the pairs that correspond.

    ``answer`` is the answer with joined and parted words written as in the source.
    """

    answer: tuple[Word, ...]
    added: tuple[tuple[Word, ...], ...]
    lost: tuple[tuple[Word, ...], ...]
    same: tuple[tuple[Word, Word], ...]


def compare(source: Sequence[Word], answer: Sequence[Word]) -> Difference:
    """Align an answer with its source.

    >>> difference = compare(words("One of the self-\\nmade [3] men."), words("Two selfmade men."))
    >>> [[word.key for word in run] for run in difference.added]
    [['two']]
    >>> [[word.key for word in run] for run in difference.lost]
    [['one', 'of', 'the'], ['3']]
    """
    written: list[Word] = []
    for kind, i, j, k, m in _align(source, answer):
        part = answer[k:m]
        written.extend(_reconciled(part, source[i:j]) if kind == "replace" else part)
    added: list[tuple[Word, ...]] = []
    lost: list[tuple[Word, ...]] = []
    same: list[tuple[Word, Word]] = []
    for kind, i, j, k, m in _align(source, written):
        if kind == "equal":
            same.extend(zip(source[i:j], written[k:m], strict=True))
            continue
        if j > i:
            lost.append(tuple(source[i:j]))
        if m > k:
            added.append(tuple(written[k:m]))
    if added and _is_subsequence(written, source):
        # The matcher favours long runs and can miss that every word has its place.
        added = []
    return Difference(tuple(written), tuple(added), tuple(lost), tuple(same))


def _align(
    source: Sequence[Word], answer: Sequence[Word]
) -> list[tuple[Literal["replace", "delete", "insert", "equal"], int, int, int, int]]:
    keys = [word.key for word in source], [word.key for word in answer]
    return SequenceMatcher(None, *keys, autojunk=False).get_opcodes()


def _is_subsequence(answer: Sequence[Word], source: Sequence[Word]) -> bool:
    rest = iter(word.key for word in source)
    return all(word.key in rest for word in answer)
