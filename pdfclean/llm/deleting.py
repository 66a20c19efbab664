"""The polisher that may only delete: a passage in, marks on its sentences and lines out."""

from __future__ import annotations

import math
import threading
from collections import deque
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from pdfclean.document import Category, Mark
from pdfclean.llm.background import Background, going_home
from pdfclean.llm.deletion import Rule, Skip, Text, Unit, walk
from pdfclean.llm.language import language
from pdfclean.llm.passages import common_start, room, too_long, unreadable
from pdfclean.llm.passes import Halted, Walk
from pdfclean.llm.polisher import HEARTBEAT
from pdfclean.llm.prompt import DEFAULT_PROMPT, DELETION_PROMPT, END_OF_LINES, Task
from pdfclean.llm.trial import Trust, trial
from pdfclean.llm.trial_lines import TRIALS
from pdfclean.llm.tuning import Tuning
from pdfclean.llm.units import TextUnit, batches, guard, line_tokens, units
from pdfclean.polishing import Deletions, Passage, Polished, Skipped
from pdfclean.settings import Settings

__all__ = ["Consultant", "DeletionPolisher", "LineCodec", "Trusts", "own_task"]

T = TypeVar("T")

REASON = "the model would leave it out"


class LineCodec(Protocol):
    """Text to token ids; :class:`pdfclean.llm.tokenizer.Tokenizer` is one."""

    @property
    def specials(self) -> Sequence[str]: ...
    def encode(self, text: str) -> list[int]: ...
    def lines_prompt(self, lines: Sequence[str], task: Task) -> list[int]: ...


class Consultant(Protocol):
    """A loaded model that can be asked; :class:`pdfclean.llm.local.LocalModel` is one.

    ``consult`` takes walks to their ends, up to ``rows`` of them in step, and returns what they
    return. Each begins in a context that has read the tokens ``fixed``, which are read once and
    kept. A walk may be begun anew when memory was short. It raises :class:`ModelError`, and
    :class:`Halted` when stopped.
    """

    @property
    def name(self) -> str: ...
    @property
    def tokenizer(self) -> LineCodec: ...
    @property
    def context(self) -> int: ...
    @property
    def rows(self) -> int: ...

    def consult(
        self,
        fixed: Sequence[int],
        walks: Sequence[Callable[[], Walk[T]]],
        halted: Callable[[], bool],
    ) -> list[T]: ...


Trusts = dict[str, Trust]
"""What trials said of a model, by language."""

FULL_TRUST = Trust(least=-math.inf, right=1.0, able=True)
"""Of a model that is not tried."""


def own_task(tuning: Tuning, prompt: str) -> Task:
    """What a model is told: as tuned, but with a producer's own instructions if there are any."""
    own = prompt.strip()
    if own in ("", DEFAULT_PROMPT, DELETION_PROMPT):
        return tuning.task
    return replace(tuning.task, instructions=own)


class DeletionPolisher:
    """Asks a loaded model which sentences and lines to leave out; a ``Polisher`` for one run.

    A passage longer than ``settings.max_new_tokens`` is asked about in several calls; a unit longer
    than that by itself stays, unasked.

    Args:
        engine: the model, from :func:`pdfclean.llm.local.load_model`.
        settings: ``boldness``, ``temperature``, ``max_new_tokens`` and ``prompt`` are used.
        tuning: how the model is asked.
        trusts: what trials said of it so far; one in another language is made, and added, when a
            passage in it first comes. ``None``: it is trusted untried.

    Raises:
        ModelError: the instructions leave no room for a text.
    """

    def __init__(
        self,
        engine: Consultant,
        settings: Settings,
        tuning: Tuning = Tuning(),  # noqa: B008 - a frozen value
        trusts: Trusts | None = None,
    ) -> None:
        self._engine = engine
        self._settings = settings
        self._tuning = tuning
        self.task = own_task(tuning, settings.prompt)
        self.trusts = trusts
        # What two prompts have in common is what does not depend on the passage.
        one, other = self._prompt(["a"]), self._prompt(["Z"])
        self._fixed = common_start(one, other)
        self._end = tuple(engine.tokenizer.encode(END_OF_LINES))
        self._most = room(engine.name, engine.context, len(one), settings.max_new_tokens)
        self._coming: deque[Passage] = deque()
        self._known: dict[Passage, Polished] = {}

    @property
    def name(self) -> str:
        """The model's id."""
        return self._engine.name

    @property
    def ahead(self) -> int:
        """As many as the model reads side by side, beside the one that is asked for."""
        return self._engine.rows - 1

    def prepare(self, passage: Passage) -> None:
        """Remember it: it is worked on together with the first one that is asked for."""
        self._coming.append(passage)

    def close(self) -> None:
        """Forget what was prepared."""
        self._coming.clear()
        self._known.clear()

    @property
    def caution(self) -> str:
        """What a producer should know of the model before it begins; mostly nothing."""
        trust = (self.trusts or {}).get("en", FULL_TRUST)
        if trust.able:
            return ""
        return (
            f"{self.name} cannot tell notices from text well enough to be bold: in a trial it had "
            f"{trust.right:.0%} of the pairs right, where {self._tuning.able:.0%} are needed. It "
            "deletes only what it is surest of. A larger model does better."
        )

    def try_out(self, halted: Callable[[], bool]) -> Trust:
        """Ask the model about lines whose answer is known; a few seconds, once a model.

        Raises:
            ModelError: the model cannot be used this way.
            Halted: ``halted`` said so.
        """
        return self._engine.consult(self._fixed, [self._trial("en")], halted)[0]

    def _trial(self, language: str) -> Callable[[], Walk[Trust]]:
        encode, known = self._engine.tokenizer.encode, len(self._fixed)
        return lambda: trial(encode, self._prompt, self._tuning, language=language, known=known)

    def polish(
        self, passage: Passage, stopped: Callable[[], bool]
    ) -> Generator[str, None, Polished]:
        """See :class:`~pdfclean.polishing.Polisher`."""
        if passage not in self._known:
            refused: dict[Passage, Polished] = {}
            walks: dict[Passage, Callable[[], Walk[Polished]]] = {}
            batch = self._batch(passage)
            if not (yield from self.tried(batch, stopped)):
                return Deletions(())
            for each in batch:
                plan = self._plan(each)
                if isinstance(plan, Skipped):
                    refused[each] = plan
                else:
                    walks[each] = plan
            found = yield from self._wait(list(walks.values()), stopped)
            if found is None:
                return Deletions(())
            self._known = refused | dict(zip(walks, found, strict=True))
        return self._known.pop(passage)

    def _batch(self, passage: Passage) -> list[Passage]:
        """The passage and those after it that are worked on with it."""
        while self._coming and self._coming[0].index <= passage.index:
            self._coming.popleft()
        others = [self._coming.popleft() for _ in range(min(self.ahead, len(self._coming)))]
        return [passage, *others]

    def tried(
        self, batch: Sequence[Passage], stopped: Callable[[], bool]
    ) -> Generator[str, None, bool]:
        """Let the model go through the trials for these passages; false when it was stopped."""
        if self.trusts is None:
            return True
        met = dict.fromkeys(("en", *(language(passage.text) for passage in batch)))
        new = [name for name in met if name in TRIALS and name not in self.trusts]
        found = yield from self._wait([self._trial(name) for name in new], stopped)
        if found is None:
            return False
        self.trusts.update(zip(new, found, strict=True))
        return True

    def _least(self, text: str) -> float:
        """The least margin for a text, in nats a token."""
        if self.trusts is None:
            return FULL_TRUST.least
        trust = self.trusts.get(language(text))
        if trust is not None:
            return trust.least
        # A language that there is no trial for, or none at all.
        return max(self.trusts["en"].least, self._tuning.cautious)

    def _plan(self, passage: Passage) -> Skipped | Callable[[], Walk[Polished]]:
        """The walk through a passage, in several texts if it is long; or why there is none."""
        if refused := unreadable(passage.text, self._engine.tokenizer.specials):
            return refused
        texts = units(passage, self._tuning.cut)
        encode, guards = self._engine.tokenizer.encode, self._tuning.guards
        own = [Unit(line_tokens(unit.text, encode), guard(unit.text, guards)) for unit in texts]
        plan = list(batches([len(unit.ids) for unit in own], self._most))
        if texts and not plan:
            return too_long(self._most)
        calls = [
            (
                texts[batch.start : batch.stop],
                self._prompt([unit.text for unit in texts[batch.start : batch.stop]]),
                Text(own[batch.start : batch.stop], self._end),
                self._rule(passage, batch.start),
            )
            for batch in plan
        ]

        def work() -> Walk[Polished]:
            marks: list[Mark] = []
            for here, prompt, text, rule in calls:
                skips = yield from walk(prompt, text, rule, len(self._fixed))
                marks.extend(_mark(passage, here, skip) for skip in skips)
            return Deletions(tuple(marks))

        return work

    def _prompt(self, lines: Sequence[str]) -> list[int]:
        return self._engine.tokenizer.lines_prompt(lines, self.task)

    def _rule(self, passage: Passage, place: int) -> Rule:
        temperature = 0.0 if passage.greedy else self._settings.temperature
        return Rule(
            max(self._tuning.margin(self._settings.boldness), self._least(passage.text)),
            look=self._tuning.look,
            floor=self._tuning.floor,
            temperature=temperature,
            seed=passage.seed + place,
        )

    def _wait(
        self, walks: Sequence[Callable[[], Walk[T]]], stopped: Callable[[], bool]
    ) -> Generator[str, None, list[T] | None]:
        """What a thread finds, with a sign of life now and then; ``None`` when it was stopped."""
        if not walks:
            return []
        halt = threading.Event()

        def halted() -> bool:
            return halt.is_set() or stopped() or going_home()

        task = Background(lambda: self._engine.consult(self._fixed, walks, halted), "model-walk")
        try:
            while not task.wait(HEARTBEAT):
                if stopped():
                    return None
                yield ""
            return task.result()
        except Halted:
            return None
        finally:
            # Also when the reader went away meanwhile.
            halt.set()


def _mark(passage: Passage, texts: Sequence[TextUnit], skip: Skip) -> Mark:
    start, end = passage.tokens(texts[skip.start].start, texts[skip.end - 1].end)
    return Mark(start, end, Category.NOTICES, REASON, "model", round(skip.confidence, 3))
