"""The events of a run: their order, Stop, a model's answers judged, and limits."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace

import pytest

from pdfclean.document import (
    Box,
    Category,
    CleanChunk,
    DocumentInfo,
    Line,
    Mark,
    Override,
    Page,
    Policy,
)
from pdfclean.errors import LimitError, ModelError, NoTextError
from pdfclean.extraction.layout import Labeller, Layout
from pdfclean.judging import PARTLY_USED
from pdfclean.pipeline import (
    ChunkFinished,
    ChunkStarted,
    Event,
    Finished,
    Opened,
    PageRead,
    TextDelta,
    clean,
)
from pdfclean.polishing import Deletions, Passage, Polished, Rewrite, Skipped
from pdfclean.render import Renderer, removed, render
from pdfclean.settings import Polish, Settings

WHO = ("The keeper", "A pilot", "Her brother", "Some baker", "That nurse", "No captain", "My aunt")
WHAT = ("counted", "painted", "buried", "sold", "forgot", "carried", "mended", "praised", "hid")
THING = ("boats", "letters", "bells", "apples", "coats", "maps", "ropes", "hens", "clocks", "doors",
         "jars")  # fmt: skip
WHEN = ("before the fog came in", "when nobody was looking", "on the morning after the storm",
        "until the harbour was empty again", "although it was forbidden by the parish")  # fmt: skip


def sentences_of(number: int) -> list[str]:
    """Six sentences for a page, told apart by their numbers and their words."""
    found = []
    for i in range(number * 6, number * 6 + 6):
        who, what, thing, when = (
            x[i * k % len(x)] for k, x in ((3, WHO), (2, WHAT), (5, THING), (1, WHEN))
        )
        found.append(f"{who} {what} {100 + i} {thing} {when}, or so it was said.")
    return found


class Pages:
    """A ``Source`` of hand-made pages, one column of ten-point lines each."""

    def __init__(self, count: int, silent: Sequence[int] = ()) -> None:
        self.info = DocumentInfo(pages=count)
        self._silent = silent

    def read(self, numbers: Sequence[int]) -> Iterator[Page]:
        for number in numbers:
            lines = [] if number in self._silent else list(self._lines(number))
            yield Page(number, (612.0, 792.0), tuple(lines))

    def _lines(self, number: int) -> Iterator[Line]:
        text = " ".join(sentences_of(number))
        top = 100.0
        words = text.split()
        while words:
            row = ""
            while words and len(row) + len(words[0]) < 80:
                row += words.pop(0) + " "
            right = 500.0 if words else 72.0 + 5 * len(row)
            yield Line(row.strip(), Box(72.0, top, right, top + 10), 10.0, 400, "Serif")
            top += 12


class Scripted:
    """A ``Polisher`` that answers from a queue, in pieces of ten characters."""

    name = "scripted"

    def __init__(
        self, *answers: Callable[[Passage], Polished | ModelError], ahead: int = 0
    ) -> None:
        self._answers = list(answers)
        self.ahead = ahead
        self.passages: list[Passage] = []
        self.told: list[int] = []
        self.most_told = 0
        self.closed = 0

    def prepare(self, passage: Passage) -> None:
        self.told.append(passage.index)
        waiting = set(self.told) - {passage.index for passage in self.passages}
        self.most_told = max(self.most_told, len(waiting))

    def close(self) -> None:
        self.closed += 1

    def polish(
        self, passage: Passage, stopped: Callable[[], bool]
    ) -> Generator[str, None, Polished]:
        self.passages.append(passage)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        result = answer(passage)
        if isinstance(result, ModelError):
            raise result
        if isinstance(result, Rewrite):
            for at in range(0, len(result.text), 10):
                if stopped():
                    break
                yield result.text[at : at + 10]
        return result


def faithful(passage: Passage) -> Rewrite:
    return Rewrite(passage.text)


def inventive(passage: Passage) -> Rewrite:
    return Rewrite(passage.text + " The keeper was secretly an astronaut from Venezuela.")


def unfinished(passage: Passage) -> Rewrite:
    return Rewrite(passage.text, finished=False)


def skipping(_: Passage) -> Skipped:
    return Skipped("This passage is longer than the model can take.")


def failing(_: Passage) -> ModelError:
    return ModelError("The model ran out of memory. Choose a smaller one.")


def events(
    count: int = 4,
    polisher: Scripted | None = None,
    stopped: Callable[[], bool] = lambda: False,
    **settings: object,
) -> list[Event]:
    if polisher is not None:
        settings["polish"] = Polish.ALL
    run = clean(Pages(count), Settings(**settings), polisher, stopped)  # type: ignore[arg-type]
    return list(run)


def chunks(run: Sequence[Event]) -> list[CleanChunk]:
    return [event.clean_chunk for event in run if isinstance(event, ChunkFinished)]


def test_chunks_bring_the_pages_that_their_words_stand_on() -> None:
    known: set[int] = set()
    told: list[int] = []
    *events, finished = clean(Pages(260), Settings())
    for event in events:
        if isinstance(event, ChunkFinished):
            told += [page.number for page in event.pages]
            known.update(told)
            tokens = event.clean_chunk.tokens
            assert {tokens.page(at) for at in range(len(tokens))} <= known
    assert isinstance(finished, Finished)
    assert sorted(known) == [page.number for page in finished.document.pages]
    assert len(told) < 2 * len(known)


def test_a_run_is_opened_read_chunked_and_finished_once() -> None:
    run = events(4, chunk_size=300)
    assert isinstance(run[0], Opened)
    assert run[0].pages == (1, 2, 3, 4)
    assert [e.number for e in run if isinstance(e, PageRead)] == [1, 2, 3, 4]
    assert sum(isinstance(e, Finished) for e in run) == 1
    last = run[-1]
    assert isinstance(last, Finished)
    assert last.complete
    assert tuple(chunks(run)) == last.document.chunks
    started = [e.index for e in run if isinstance(e, ChunkStarted)]
    assert started == list(range(len(last.document.chunks)))
    assert len(started) > 3


def test_streamed_chunks_are_the_rendered_document_and_hold_every_sentence() -> None:
    run = events(4, chunk_size=300)
    last = run[-1]
    assert isinstance(last, Finished)
    renderer = Renderer(last.document.policy)
    text = "".join(renderer.render(chunk) for chunk in chunks(run))
    assert text == render(last.document)
    for number in range(1, 5):
        assert all(sentence in text for sentence in sentences_of(number))


def test_windows_of_a_long_document_lose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = render(events(30)[-1].document)  # type: ignore[union-attr]
    monkeypatch.setattr("pdfclean.pipeline.WHOLE_DOCUMENT_PAGES", 8)
    monkeypatch.setattr("pdfclean.pipeline.WINDOW_PAGES", 3)
    run = events(30)
    assert render(run[-1].document) == whole  # type: ignore[union-attr]
    first_chunk = next(i for i, e in enumerate(run) if isinstance(e, ChunkFinished))
    last_page = max(i for i, e in enumerate(run) if isinstance(e, PageRead))
    assert first_chunk < last_page


def test_stop_while_reading_ends_at_once() -> None:
    run = events(50, stopped=_after(3))
    assert isinstance(run[-1], Finished)
    assert not run[-1].complete
    assert sum(isinstance(e, PageRead) for e in run) < 10


def test_stop_keeps_the_chunks_that_are_done() -> None:
    flag = [False]
    kept: list[CleanChunk] = []
    last: Event | None = None
    for event in clean(Pages(6), Settings(chunk_size=300), None, lambda: flag[0]):
        last = event
        if isinstance(event, ChunkFinished):
            kept.append(event.clean_chunk)
            flag[0] = len(kept) == 3
    assert isinstance(last, Finished)
    assert not last.complete
    assert last.document.chunks == tuple(kept)
    assert len(kept) == 3
    assert render(last.document)


def test_stop_in_the_middle_of_an_answer_drops_only_that_answer() -> None:
    flag = [False]
    finished = 0
    for event in clean(
        Pages(3),
        Settings(chunk_size=300, polish=Polish.ALL),
        Scripted(faithful),
        lambda: flag[0],
    ):
        if isinstance(event, ChunkFinished):
            finished += 1
        if isinstance(event, TextDelta) and event.index == 2:
            flag[0] = True
        if isinstance(event, Finished):
            assert not event.complete
            assert len(event.document.chunks) == finished == 2


def _after(calls: int) -> Callable[[], bool]:
    left = [calls]

    def stopped() -> bool:
        left[0] -= 1
        return left[0] < 0

    return stopped


def test_a_faithful_answer_is_used_and_streams() -> None:
    run = events(2, Scripted(faithful))
    for chunk in chunks(run):
        deltas = [e.text for e in run if isinstance(e, TextDelta) and e.index == chunk.chunk.index]
        assert chunk.rewrite == "".join(deltas)
        assert chunk.verdict is not None
        assert chunk.verdict.faithful
    plain = render(events(2)[-1].document)  # type: ignore[union-attr]
    assert render(run[-1].document) == plain  # type: ignore[union-attr]


@pytest.mark.parametrize("answer", [inventive, unfinished])
def test_an_unfaithful_answer_falls_back_to_the_marked_text(
    answer: Callable[[Passage], Polished],
) -> None:
    run = events(2, Scripted(answer))
    for chunk in chunks(run):
        assert chunk.rewrite is None
        assert chunk.verdict is not None
        assert not chunk.verdict.faithful
        assert chunk.note
    plain = render(events(2)[-1].document)  # type: ignore[union-attr]
    assert render(run[-1].document) == plain  # type: ignore[union-attr]


def test_a_warm_answer_gets_a_second_try_at_temperature_zero() -> None:
    polisher = Scripted(inventive, faithful)
    run = events(1, polisher, temperature=0.7, chunk_size=4000)
    assert [p.greedy for p in polisher.passages] == [False, True]
    assert [e.index for e in run if isinstance(e, ChunkStarted)] == [0, 0]
    assert chunks(run)[0].rewrite is not None


def test_a_greedy_answer_gets_no_second_try() -> None:
    polisher = Scripted(inventive)
    events(1, polisher, temperature=0, chunk_size=4000)
    assert [p.greedy for p in polisher.passages] == [False]


def test_a_failing_model_does_not_end_the_run() -> None:
    run = events(3, Scripted(faithful, failing), chunk_size=300)
    done = chunks(run)
    assert done[0].rewrite is not None
    assert all(c.rewrite is None and "out of memory" in c.note for c in done[1:])
    plain = render(events(3, chunk_size=300)[-1].document)  # type: ignore[union-attr]
    assert render(run[-1].document) == plain  # type: ignore[union-attr]


def test_a_skipped_passage_says_why() -> None:
    run = events(1, Scripted(skipping))
    assert all(c.rewrite is None and "longer than" in c.note for c in chunks(run))


def test_seeds_differ_by_chunk_and_not_by_run() -> None:
    first, second = Scripted(faithful), Scripted(faithful)
    events(3, first, chunk_size=300, seed=5)
    events(3, second, chunk_size=300, seed=5)
    seeds = [p.seed for p in first.passages]
    assert seeds == [p.seed for p in second.passages]
    assert len(set(seeds)) == len(seeds)


def test_pages_without_text_are_named() -> None:
    with pytest.raises(NoTextError, match="OCR") as caught:
        list(clean(Pages(3, silent=(1, 2, 3)), Settings()))
    assert caught.value.pages == (1, 2, 3)


def test_one_page_without_text_is_no_error() -> None:
    last = list(clean(Pages(3, silent=(2,)), Settings()))[-1]
    assert isinstance(last, Finished)
    assert last.complete


def test_a_page_range_and_a_character_limit_are_honoured() -> None:
    some = events(9, pages="2-3")
    assert [e.number for e in some if isinstance(e, PageRead)] == [2, 3]
    with pytest.raises(LimitError, match="names no page"):
        events(2, pages="7")
    short = events(9, max_chars=200)
    assert [e.number for e in short if isinstance(e, PageRead)] == [1]
    last = short[-1]
    assert isinstance(last, Finished)
    assert 0 < len(render(last.document)) < 320


def deleting(*numbers: int) -> Callable[[Passage], Deletions]:
    """A model that leaves out the sentences of these numbers."""

    def answer(passage: Passage) -> Deletions:
        marks = []
        for number in numbers:
            start = len("".join(passage.sentences[:number]))
            end = start + len(passage.sentences[number])
            first, last = passage.tokens(start, end)
            marks.append(Mark(first, last, Category.NOTICES, "the model", "model", 0.9))
        return Deletions(tuple(marks))

    return answer


def test_what_a_model_deletes_is_gone_listed_and_can_be_switched_back() -> None:
    polisher = Scripted(deleting(1))
    run = events(1, polisher, chunk_size=4000)
    (passage,) = polisher.passages
    gone = passage.sentences[1].strip()
    document = run[-1].document  # type: ignore[union-attr]
    plain = render(events(1, chunk_size=4000)[-1].document)  # type: ignore[union-attr]
    assert gone in plain
    assert render(document) == plain.replace(f"{gone} ", "")
    listed = [item for item in removed(document.chunks, document.policy) if item.stage == "model"]
    assert [item.text for item in listed] == [gone]
    assert render(document, Policy(document.policy.out - {Category.NOTICES})) == plain
    assert render(document, decisions=[Override(listed[0].start, listed[0].end, True)]) == plain
    (chunk,) = chunks(run)
    assert chunk.verdict is not None
    assert chunk.verdict.faithful
    assert not chunk.note


def test_a_passage_says_where_each_of_its_words_comes_from() -> None:
    polisher = Scripted(deleting())
    run = events(3, polisher, chunk_size=300)
    by_index = {chunk.chunk.index: chunk for chunk in chunks(run)}
    for passage in polisher.passages:
        chunk = by_index[passage.index]
        for character, token in passage.places:
            text = chunk.tokens.text(token - chunk.chunk.start)
            assert passage.text[character:].startswith(text)


def test_a_deletion_that_takes_a_number_along_says_so() -> None:
    (chunk,) = chunks(events(1, Scripted(deleting(0)), chunk_size=4000))
    (mark,) = [mark for mark in chunk.marks if mark.stage == "model"]
    assert mark.reason.startswith("the model. It loses numbers: “1")
    assert mark.confidence < 0.5


def test_one_deletion_that_is_refused_does_not_cost_the_others() -> None:
    polisher = Scripted(deleting())
    events(1, polisher, chunk_size=4000)
    (passage,) = polisher.passages
    least = min(range(len(passage.sentences)), key=lambda n: len(passage.sentences[n]))

    def answer(passage: Passage) -> Deletions:
        (small,) = deleting(least)(passage).marks
        whole = Mark(passage.places[0][1], passage.places[-1][1] + 1, small.category, "x", "model")
        return Deletions((whole, small))

    (chunk,) = chunks(events(1, Scripted(answer), chunk_size=4000))
    (mark,) = [mark for mark in chunk.marks if mark.stage == "model"]
    assert mark.reason.startswith("the model")
    assert chunk.note.startswith(PARTLY_USED)
    assert "keeps only" in chunk.note
    assert chunk.verdict is not None
    assert chunk.verdict.faithful


def test_a_model_that_deletes_most_of_a_part_is_not_believed() -> None:
    def most(passage: Passage) -> Polished:
        return deleting(*range(len(passage.sentences) - 1))(passage)

    run = events(1, Scripted(most), chunk_size=4000)
    (chunk,) = chunks(run)
    assert "keeps only" in chunk.note
    assert chunk.verdict is not None
    assert not chunk.verdict.faithful
    plain = render(events(1, chunk_size=4000)[-1].document)  # type: ignore[union-attr]
    assert render(run[-1].document) == plain  # type: ignore[union-attr]


class Unsure(Labeller):
    """Layout that is in doubt about the first line of every second page."""

    def feed(self, pages: Sequence[Page]) -> Layout:
        return self._unsure(super().feed(pages))

    def flush(self) -> Layout:
        return self._unsure(super().flush())

    def _unsure(self, layout: Layout) -> Layout:
        pages = []
        for page in layout.pages:
            lines = list(page.lines)
            if page.number % 2 and lines:
                lines[0] = replace(lines[0], confidence=0.2)
            pages.append(replace(page, lines=tuple(lines)))
        return replace(layout, pages=tuple(pages))


def doubtful(polisher: Scripted | None, count: int = 4) -> list[Event]:
    settings = Settings(polish=Polish.DOUBTFUL, chunk_size=300)
    return list(clean(Pages(count), settings, polisher, labeller=Unsure))  # type: ignore[arg-type]


def test_only_doubtful_chunks_go_to_the_model() -> None:
    everything, some = Scripted(deleting()), Scripted(deleting())
    events(4, everything, chunk_size=300)
    run = doubtful(some)
    seen = [passage.index for passage in some.passages]
    assert seen == [chunk.chunk.index for chunk in chunks(run) if chunk.doubts]
    assert 0 < len(seen) < len(everything.passages)
    for chunk in chunks(run):
        assert (chunk.verdict is not None) == (chunk.chunk.index in seen)
        assert not chunk.note


def test_a_model_is_told_ahead_of_each_passage_once_and_in_order() -> None:
    polisher = Scripted(deleting(), ahead=2)
    events(4, polisher, chunk_size=300)
    asked = [passage.index for passage in polisher.passages]
    assert len(asked) > 4
    assert polisher.told == asked
    assert polisher.most_told == 3


def test_a_model_that_does_not_care_is_not_told() -> None:
    polisher = Scripted(deleting())
    events(4, polisher, chunk_size=300)
    assert not polisher.told


@pytest.mark.parametrize("way", ["to the end", "stopped", "abandoned", "failed"])
def test_the_model_learns_once_that_the_run_is_over(way: str) -> None:
    polisher = Scripted(failing if way == "failed" else deleting(), ahead=3)
    settings = Settings(polish=Polish.ALL, chunk_size=300)
    seen: list[Event] = []
    run = clean(Pages(4), settings, polisher, lambda: way == "stopped" and len(seen) > 8)  # type: ignore[arg-type]
    for event in run:
        seen.append(event)
        if way == "abandoned" and isinstance(event, ChunkStarted):
            run.close()  # type: ignore[attr-defined]
            break
    assert polisher.closed == 1


def test_it_is_known_from_the_first_chunk_on_how_many_go_to_the_model() -> None:
    polisher = Scripted(deleting())
    started = [event for event in doubtful(polisher) if isinstance(event, ChunkStarted)]
    assert {event.asked for event in started} == {len(polisher.passages)}
    assert 0 < len(polisher.passages) < len(started)


def test_what_is_in_doubt_is_told_with_and_without_a_model() -> None:
    with_model = [chunk.doubts for chunk in chunks(doubtful(Scripted(deleting())))]
    assert with_model == [chunk.doubts for chunk in chunks(doubtful(None))]
    assert any(with_model)
    assert not all(with_model)


def test_only_what_would_have_gone_to_a_failed_model_says_so() -> None:
    for chunk in chunks(doubtful(Scripted(failing))):
        assert bool(chunk.note) == bool(chunk.doubts)


def test_a_document_that_is_too_long_asks_for_a_page_range() -> None:
    with pytest.raises(LimitError, match="20,000 pages, and 5,000 at a time"):
        next(clean(Pages(20_000), Settings()))  # type: ignore[arg-type]
    opened = next(clean(Pages(20_000), Settings(pages="7-9")))  # type: ignore[arg-type]
    assert isinstance(opened, Opened)
    assert opened.pages == (7, 8, 9)


class Broken(Pages):
    """Pages that no reader could read."""

    def read(self, numbers: Sequence[int]) -> Iterator[Page]:
        return (Page(number, (0, 0), (), reader="none") for number in numbers)


@pytest.mark.parametrize(("count", "what"), [(1, "Page 1"), (3, "3 of its pages")])
def test_pages_that_could_not_be_read_are_not_called_scans(count: int, what: str) -> None:
    with pytest.raises(NoTextError, match=f"^{what} could not be read") as caught:
        list(clean(Broken(count), Settings()))  # type: ignore[arg-type]
    assert "scan" not in str(caught.value)
