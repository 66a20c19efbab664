"""A passage through a server that writes: its own wording of it, or a copy with lines left out."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence

from pdfclean.document import Category, Mark
from pdfclean.llm.deleting import REASON, own_task
from pdfclean.llm.passages import AnswerText, Call, answer_budget, calls, room, too_long, unreadable
from pdfclean.llm.polisher import call_seed, written
from pdfclean.llm.prompt import (
    END_OF_LINES,
    Message,
    chat_messages,
    lines_messages,
)
from pdfclean.llm.remote.aligning import Copied, align
from pdfclean.llm.remote.server import Answer, Ask, Server
from pdfclean.llm.remote.trouble import Refused
from pdfclean.llm.tuning import Tuning
from pdfclean.llm.units import TextUnit, batches, units
from pdfclean.polishing import Deletions, Passage, Polished, Skipped
from pdfclean.settings import Settings

__all__ = ["Copyist", "Rewriter", "estimate"]

BYTES_A_TOKEN = 3
"""UTF-8 bytes of a token, about: English has 4 to 5, German and French 3.5, Chinese 3 (one
character), digits and code 1 to 3. What a server's tokenizer makes of a text is not known here."""

BUDGET_FACTOR = 2
"""So many times the estimated tokens an answer may have: a budget that is too large costs nothing
when the model comes to an end by itself, one that is too small spoils a faithful answer."""

UNKNOWN_CONTEXT = 2**31
"""Tokens, where a server does not say how many its model reads: it will say so when it is asked
for too many."""

RUNS_FROM = 0.5
""" "How boldly" from which parts of a sentence go too, under it whole sentences and lines only. A
copy has no probabilities to set a margin in."""

WHOLE_CONFIDENCE = 0.5
PART_CONFIDENCE = 0.3
"""Confidence of a deletion that was read off a copy: nothing tells how sure the model was."""

CONTROL_MARKS = (
    "<|im_start|>", "<|im_end|>", "<|endoftext|>", "<|end_of_text|>", "<|begin_of_text|>",
    "<|eot_id|>", "<|start_header_id|>", "<|end_header_id|>", "<start_of_turn>", "<end_of_turn>",
    "[INST]", "[/INST]", "</s>",
)  # fmt: skip
"""Marks by which common models tell who speaks. Servers read them in a text as well."""

_THOUGHT = "<think>", "</think>"


def estimate(text: str) -> int:
    """The length of a text in tokens, a little more rather than less.

    >>> estimate("Twelve chars"), estimate("四个汉字")
    (4, 4)
    """
    return -(-len(text.encode()) // BYTES_A_TOKEN)


class _Desk:
    """What rewriting and copying share: the server, the settings and how much fits.

    Raises:
        ModelError: the instructions leave no room for a text.
    """

    caution = ""

    def __init__(self, server: Server, settings: Settings) -> None:
        self._server = server
        self._settings = settings
        told = next((o.context for o in server.offers if o.name == server.model), 0)
        context = told or UNKNOWN_CONTEXT
        overhead = estimate("".join(message["content"] for message in self._fixed()))
        self._most = room(server.model, context, overhead, settings.max_new_tokens)
        self._room = context - overhead

    @property
    def name(self) -> str:
        """The model's name."""
        return self._server.model

    def close(self) -> None:
        """Give up all requests."""
        self._server.close()

    def _fixed(self) -> Sequence[Message]:
        raise NotImplementedError

    def _asked(
        self, messages: Sequence[Message], passage: Passage, number: int, tokens: int
    ) -> Ask:
        # Servers turn down what would not fit if the answer were as long as it may be.
        most = max(answer_budget(tokens), self._room - tokens)
        return Ask(
            messages,
            min(answer_budget(BUDGET_FACTOR * tokens), most),
            0.0 if passage.greedy else self._settings.temperature,
            self._settings.top_p,
            # Some servers take 32 bits.
            call_seed(passage, number) % 2**31,
        )


class Rewriter(_Desk):
    """Has passages written anew; a ``Worker`` of :class:`~.ahead.Ahead`."""

    def work(self, passage: Passage, halted: Callable[[], bool]) -> Generator[str, None, Polished]:
        """See :class:`~.ahead.Worker`."""
        if refused := unreadable(passage.text, CONTROL_MARKS):
            return refused
        plan = calls(passage.sentences, estimate, self._most)
        if plan is None:
            return too_long(self._most)

        def answer(call: Call, number: int) -> Generator[str, None, bool]:
            messages = chat_messages(call.text, self._settings.prompt)
            ask = self._asked(messages, passage, number, call.tokens)
            return _shown(self._server.chat(ask, halted))

        try:
            return (yield from written(plan, answer, halted))
        except Refused as why:
            return Skipped(str(why))

    def _fixed(self) -> Sequence[Message]:
        return chat_messages("", self._settings.prompt)


class Copyist(_Desk):
    """Has lines copied and reads off what was left out; a ``Worker`` of :class:`~.ahead.Ahead`.

    Of ``tuning``, the instructions, the examples and the units count: a copy has no margins.
    """

    def __init__(self, server: Server, settings: Settings, tuning: Tuning) -> None:
        self._task = own_task(tuning, settings.prompt)
        self._cut = tuning.cut
        super().__init__(server, settings)

    def work(self, passage: Passage, halted: Callable[[], bool]) -> Generator[str, None, Polished]:
        """See :class:`~.ahead.Worker`. Nothing of the copy is ever yielded."""
        if refused := unreadable(passage.text, CONTROL_MARKS):
            return refused
        texts = units(passage, self._cut)
        plan = list(batches([estimate(unit.text) + 1 for unit in texts], self._most))
        if texts and not plan:
            return too_long(self._most)
        marks: list[Mark] = []
        added, reasons = 0, []
        for number, batch in enumerate(plan):
            here = texts[batch.start : batch.stop]
            try:
                copied = yield from self._copied(here, passage, number, halted)
            except Refused as why:
                copied = Copied((), refused=str(why))
            marks.extend(self._marks(passage, here, copied))
            added += copied.added
            reasons.extend([copied.refused] if copied.refused else [])
        if reasons and not marks:
            return Skipped(reasons[0])
        return Deletions(tuple(marks), added)

    def _fixed(self) -> Sequence[Message]:
        return self._messages([])

    def _messages(self, lines: Sequence[str]) -> Sequence[Message]:
        return lines_messages(lines, self._task)

    def _copied(
        self,
        texts: Sequence[TextUnit],
        passage: Passage,
        number: int,
        halted: Callable[[], bool],
    ) -> Generator[str, None, Copied]:
        lines = [unit.text for unit in texts]
        tokens = sum(estimate(line) + 1 for line in lines)
        ask = self._asked(self._messages(lines), passage, number, tokens)
        pieces = self._server.chat(ask, halted)
        while True:
            try:
                next(pieces)
            except StopIteration as end:
                answer: Answer = end.value
                text = _without_thought(answer.text)
                return align(lines, text, END_OF_LINES, finished=answer.finished)
            yield ""

    def _marks(self, passage: Passage, texts: Sequence[TextUnit], copied: Copied) -> list[Mark]:
        marks = []
        for cut in copied.cuts:
            if not cut.whole and self._settings.boldness < RUNS_FROM:
                continue
            start = texts[cut.line].start + cut.start
            end = texts[cut.line].start + cut.end
            tokens = _whole_tokens(passage, start, end)
            if tokens is not None:
                confidence = WHOLE_CONFIDENCE if cut.whole else PART_CONFIDENCE
                marks.append(Mark(*tokens, Category.NOTICES, REASON, "model", confidence))
        return marks


def _whole_tokens(passage: Passage, start: int, end: int) -> tuple[int, int] | None:
    """The tokens that lie in characters ``[start, end)`` with all of their text."""
    text = passage.text
    following = [character for character, _ in passage.places[1:]] + [len(text)]
    inside = [
        token
        for (at, token), after in zip(passage.places, following, strict=True)
        if start <= at and at + len(text[at:after].rstrip()) <= end
    ]
    return (inside[0], inside[-1] + 1) if inside else None


def _shown(pieces: Generator[str, None, Answer]) -> Generator[str, None, bool]:
    """The pieces of a wording without what is no part of it; whether it came to its end."""
    clean, thought = AnswerText(), _Thought()
    while True:
        try:
            piece = next(pieces)
        except StopIteration as end:
            answer: Answer = end.value
            return answer.finished
        yield clean.feed(thought.feed(piece))


class _Thought:
    """Takes off what a model thinks before it answers, between ``<think>`` and ``</think>``.

    >>> thought = _Thought()
    >>> [thought.feed(piece) for piece in ["<th", "ink>Hm.</thi", "nk>It", " rains."]]
    ['', '', 'It', ' rains.']
    """

    def __init__(self) -> None:
        self._held: str | None = ""

    def feed(self, piece: str) -> str:
        """The next piece; what of it belongs to the answer."""
        if self._held is None:
            return piece
        self._held += piece
        begun = self._held.lstrip()
        if begun.startswith(_THOUGHT[0]):
            _, end, rest = begun.partition(_THOUGHT[1])
            if not end:
                return ""
            self._held = None
            return rest
        if _THOUGHT[0].startswith(begun):
            return ""
        held, self._held = self._held, None
        return held


def _without_thought(text: str) -> str:
    return _Thought().feed(text)
