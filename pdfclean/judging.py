"""One chunk through a model and the guard: which go there, and what becomes of the answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from pdfclean.choosing import Chooser
from pdfclean.chunking import sentences
from pdfclean.document import CleanChunk, Mark, Page, Verdict
from pdfclean.errors import ChangedError, ModelError
from pdfclean.polishing import Deletions, Passage, Polished, Polisher, Rewrite, Skipped
from pdfclean.render import Renderer
from pdfclean.settings import Polish, Settings
from pdfclean.verify import verify, verify_deletions

__all__ = ["PARTLY_USED", "Case", "Judge"]

DOUBTFUL_DELETION = 0.3
"""The most confidence of a deletion that takes a number, negation or name of the prose along."""

MODEL = "model"
"""The stage of the marks that a model adds to those of layout and cleaning."""

PARTLY_USED = "Some of the model's deletions were not used:"
"""How the note of a chunk begins of which the guard turned some deletions down."""


@dataclass(frozen=True, slots=True)
class Case:
    """A chunk, and what the model gets of it; ``None`` when it passes without the model."""

    chunk: CleanChunk
    passage: Passage | None = None


class Judge:
    """Sends chunks to a model and judges the answers.

    Args:
        settings: the run's settings.
        polisher: the model; ``None`` when there is none.
        stopped: asked while the model works; true ends its work.
        before: the first chunks as an earlier run left them; nobody is asked about them again.
    """

    def __init__(
        self,
        settings: Settings,
        polisher: Polisher | None,
        stopped: Callable[[], bool],
        before: Sequence[CleanChunk] = (),
    ) -> None:
        self._settings = settings
        self._own = polisher
        self._polisher = polisher if settings.polish is not Polish.OFF else None
        self._stopped = stopped
        self._before = before
        self._chooser = Chooser(settings.policy)
        self._told = -1
        self._why_unpolished = ""

    def cases(self, chunks: Sequence[CleanChunk], pages: Mapping[int, Page]) -> list[Case]:
        """What goes to the model of some consecutive chunks; each learns what is in doubt in it.

        Args:
            chunks: with the marks of layout and cleaning.
            pages: the labelled pages by number.

        Raises:
            ChangedError: the earlier run had other chunks.
        """
        found = self._chooser.choose(chunks, pages)
        doubted = [replace(chunk, doubts=why) for chunk, why in zip(chunks, found, strict=True)]
        return [self._case(chunk) for chunk in doubted]

    def prepare(self, cases: Iterable[Case]) -> None:
        """Tell the model of what comes next, as far ahead as it likes to know."""
        if self._polisher is None or not self._polisher.ahead:
            return
        passages = (case.passage for case in cases if case.passage is not None)
        for passage in islice(passages, self._polisher.ahead + 1):
            if passage.index > self._told:
                self._told = passage.index
                self._polisher.prepare(passage)

    def asks(self, case: Case) -> bool:
        """Whether a model looks at a chunk; none does any more once it has failed."""
        return case.passage is not None and self._polisher is not None

    def close(self) -> None:
        """The run is over; the model need not go on."""
        if self._own is not None:
            self._own.close()

    def polish(self, case: Case) -> Generator[str | None, None, CleanChunk | None]:
        """A chunk as the model leaves it; ``None`` when the run was stopped meanwhile.

        Yields the pieces of the model's answer; ``None`` among them says that the answer so far was
        turned down and another begins. When the model fails, this chunk and all later ones pass
        without it and say so in their ``note``.
        """
        chunk, passage = case.chunk, case.passage
        if passage is None:
            return chunk
        if self._polisher is None:
            return replace(chunk, note=self._why_unpolished)
        try:
            judged = yield from self._attempt(chunk, passage, self._polisher)
            if judged and _turned_down(judged) and self._settings.temperature > 0:
                yield None
                again = replace(passage, greedy=True)
                judged = yield from self._attempt(chunk, again, self._polisher)
        except ModelError as error:
            self._polisher = None
            self._why_unpolished = f"Not polished: {error}"
            return replace(chunk, note=self._why_unpolished)
        return judged

    def _case(self, chunk: CleanChunk) -> Case:
        index = chunk.chunk.index
        if index < len(self._before):
            return Case(_as_before(chunk, self._before[index]))
        return Case(chunk, self._passage(chunk) if self._wants(chunk) else None)

    def _wants(self, chunk: CleanChunk) -> bool:
        polish = self._settings.polish
        if self._own is None or polish is Polish.OFF:
            return False
        return polish is Polish.ALL or bool(chunk.doubts)

    def _passage(self, chunk: CleanChunk) -> Passage | None:
        """What the model gets of a chunk; ``None`` when nothing of it is kept."""
        text = ""
        places = []
        for token, piece in Renderer(self._settings.policy).pieces(chunk):
            if piece:
                places.append((len(text) + len(piece) - len(piece.lstrip()), token))
                text += piece
        index = chunk.chunk.index
        seed = _seed(self._settings.seed, index)
        return Passage(index, sentences(text), seed, places=tuple(places)) if text else None

    def _attempt(
        self, chunk: CleanChunk, passage: Passage, polisher: Polisher
    ) -> Generator[str, None, CleanChunk | None]:
        """One answer of the model, judged."""
        answers = polisher.polish(passage, self._stopped)
        while True:
            try:
                piece = next(answers)
            except StopIteration as end:
                result: Polished = end.value
                break
            if self._stopped():
                answers.close()
                return None
            if piece:
                yield piece
        if self._stopped():
            return None
        match result:
            case Rewrite(text=text, finished=finished):
                verdict = verify(passage.text, text, finished=finished)
                if verdict.faithful:
                    return replace(chunk, rewrite=text, verdict=verdict)
                note = "The model's answer was not used: " + " ".join(verdict.reasons)
                return replace(chunk, verdict=verdict, note=note)
            case Deletions():
                return self._deleted(chunk, passage, result)
            case Skipped(reason=reason):
                return replace(chunk, note=reason)

    def _deleted(self, chunk: CleanChunk, passage: Passage, deletions: Deletions) -> CleanChunk:
        """A chunk with a model's deletions, each judged by itself and all of them together."""
        judged: list[Mark] = []
        refused: list[str] = []
        for mark in deletions.marks:
            verdict = verify_deletions(passage.text, self._without(chunk, [mark]))
            if not verdict.faithful:
                refused += verdict.reasons
            else:
                judged.append(_in_doubt(mark, verdict.reasons) if verdict.reasons else mark)
        verdict = verify_deletions(passage.text, self._without(chunk, judged))
        if deletions.refused:
            verdict = _with_refused(verdict, deletions.refused)
        if not verdict.faithful or (refused and not judged):
            reasons = verdict.reasons if not verdict.faithful else dict.fromkeys(refused)
            note = "The model's deletions were not used: " + " ".join(reasons)
            return replace(chunk, verdict=replace(verdict, faithful=False), note=note)
        note = f"{PARTLY_USED} {' '.join(dict.fromkeys(refused))}" if refused else ""
        return replace(_marked(chunk, judged), verdict=verdict, note=note)

    def _without(self, chunk: CleanChunk, marks: Sequence[Mark]) -> str:
        """The text of a chunk with more marks."""
        return Renderer(self._settings.policy).render(_marked(chunk, marks))


def _marked(chunk: CleanChunk, marks: Sequence[Mark]) -> CleanChunk:
    return replace(chunk, marks=tuple(sorted((*chunk.marks, *marks), key=_place)))


def _as_before(chunk: CleanChunk, before: CleanChunk) -> CleanChunk:
    """A chunk as an earlier run finished it, provided that it began as the same one."""
    own = sorted((mark for mark in before.marks if mark.stage != MODEL), key=_place)
    same = chunk.chunk == before.chunk and sorted(chunk.marks, key=_place) == own
    if not same or chunk.tokens != before.tokens:
        raise ChangedError
    return replace(before, doubts=chunk.doubts)


def _in_doubt(mark: Mark, reasons: Sequence[str]) -> Mark:
    """A deletion that a reader had better look at: it says why, with little confidence."""
    confidence = min(mark.confidence, DOUBTFUL_DELETION)
    return replace(mark, reason=f"{mark.reason}. {' '.join(reasons)}", confidence=confidence)


def _with_refused(verdict: Verdict, count: int) -> Verdict:
    """A verdict that also tells how many words the model wrote and nobody uses."""
    reason = f"The model wrote {count} words of its own, which were not used."
    if count == 1:
        reason = "The model wrote 1 word of its own, which was not used."
    figures = (*verdict.figures, ("refused words", float(count)))
    return replace(verdict, reasons=(*verdict.reasons, reason), figures=figures)


def _place(mark: Mark) -> tuple[int, int]:
    return mark.start, -mark.end


def _turned_down(chunk: CleanChunk) -> bool:
    return chunk.verdict is not None and not chunk.verdict.faithful


def _seed(seed: int, index: int) -> int:
    """A chunk's own seed: the same for the same run seed and index, wherever a run resumes."""
    digest = hashlib.sha256(f"{seed}:{index}".encode()).digest()
    return int.from_bytes(digest[:4], "big")
