"""Jobs: the text as it grows, Stop, the queue, the lease, the spool."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from pdfclean.document import Category
from pdfclean.errors import (
    EncryptedPdfError,
    LimitError,
    ModelError,
    NotAPdfError,
    PdfCleanError,
    WrongPasswordError,
)
from pdfclean.jobs import Buffer, Change, Job, JobStore, State, Tail
from pdfclean.jobs.job import DROPPED
from pdfclean.pipeline import ChunkFinished, Event, Opened, Source
from pdfclean.polishing import Polisher
from pdfclean.render import render
from pdfclean.settings import Polish, Secret, Settings
from tests.scripted import FakeReader, Script, chunk_of

PATIENCE = 10.0


def until(condition: Callable[[], object]) -> None:
    """Wait for a condition, never for a time."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.005)


def apply(texts: list[str], changes: tuple[Change, ...]) -> None:
    """What the browser does with changes."""
    for change in changes:
        while len(texts) <= change.segment:
            texts.append("")
        texts[change.segment] = texts[change.segment][: change.keep] + change.text


# The buffer ---------------------------------------------------------------------------------------


def test_a_reader_gets_each_character_once() -> None:
    buffer = Buffer()
    version, texts, sent = 0, [], 0
    for index in range(300):
        buffer.put(index, f" Sentence number {index}.")
        if index % 7 == 0:
            version, changes = buffer.since(version)
            sent += sum(len(change.text) for change in changes)
            apply(texts, changes)
    _, changes = buffer.since(version)
    apply(texts, changes)
    sent += sum(len(change.text) for change in changes)
    assert "".join(texts) == buffer.text
    assert sent == len(buffer.text)


def test_an_answer_that_is_accepted_as_it_streamed_is_not_sent_again() -> None:
    buffer = Buffer()
    buffer.append(0, "The model's ")
    buffer.append(0, "answer")
    version, _ = buffer.since(0)
    buffer.put(0, "The model's answer.")
    assert buffer.since(version)[1] == (Change(0, 18, "."),)


def test_an_answer_that_is_turned_down_is_replaced() -> None:
    buffer = Buffer()
    buffer.put(0, "Before.")
    buffer.append(1, " Invented")
    version, _ = buffer.since(0)
    buffer.put(1, " As it stood.")
    assert buffer.since(version)[1] == (Change(1, 0, " As it stood."),)
    assert buffer.since(0)[1] == (Change(0, 0, "Before."), Change(1, 0, " As it stood."))


def test_a_long_text_comes_in_bites_to_who_comes_late() -> None:
    buffer = Buffer()
    for index in range(100):
        buffer.put(index, "x" * 900)
    version, changes = buffer.since(0, most=10_000)
    assert 10_000 <= sum(len(change.text) for change in changes) < 11_000
    assert version < buffer.version


@pytest.mark.parametrize("version", [-1, 10**9])
def test_a_version_that_never_was_does_no_harm(version: int) -> None:
    buffer = Buffer()
    buffer.put(0, "Text.")
    reached, changes = buffer.since(version)
    assert reached == buffer.version
    assert len(changes) == (version < 0)


@pytest.mark.parametrize("seed", range(20))
def test_any_reader_ends_with_the_same_text(seed: int) -> None:
    chance = random.Random(seed)
    buffer = Buffer()
    readers: list[tuple[int, list[str]]] = [(0, []) for _ in range(3)]
    for _ in range(200):
        segment = chance.randrange(8)
        if chance.random() < 0.6:
            buffer.append(segment, chance.choice(["a", "bc", "\n\n", "d e "]))
        else:
            buffer.put(segment, chance.choice(["", "new", "another text"]))
        for place, (seen, texts) in enumerate(readers):
            if chance.random() < 0.3 * place:
                reached, changes = buffer.since(seen, most=chance.choice([1, 5, 1000]))
                apply(texts, changes)
                readers[place] = (reached, texts)
    for seen, texts in readers:
        reached = seen
        while reached < buffer.version:
            reached, changes = buffer.since(reached, most=3)
            apply(texts, changes)
        assert "".join(texts) == buffer.text


# Jobs ---------------------------------------------------------------------------------------------

TEXTS = ["First part.", "\n\nSecond part.", " Third part."]


class Clock:
    """Time that the test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Desk:
    """A store with a scripted pipeline, and shorthand for what tests do with it."""

    def __init__(self, folder: Path, clean: Any, **options: Any) -> None:
        self.reader = options.pop("reader", None) or FakeReader("One two three.", "", "Four five.")
        self.clock = Clock()
        self.store = JobStore(folder / "jobs", self.reader, clean, clock=self.clock, **options)
        self.pdf = folder / "paper.pdf"
        self.pdf.write_bytes(b"%PDF-1.7\n")

    def job(self, password: str = "") -> Job:
        job = self.store.add(self.pdf, "paper.pdf")
        list(job.prepare(password))
        return job

    def run(self, job: Job, settings: Settings | None = None) -> Tail:
        self.store.start(job, settings or Settings())
        return self.end(job)

    def end(self, job: Job) -> Tail:
        until(lambda: job.tail(0, 10**9).complete)
        return job.tail(0, 0)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    desks: list[Desk] = []

    def make(clean: Any = None, **options: Any) -> Desk:
        folder = tmp_path / str(len(desks))
        folder.mkdir()
        desks.append(Desk(folder, clean or Script(TEXTS, free=100), **options))
        return desks[-1]

    yield make
    for each in desks:
        each.store.close()


def test_preflight_tells_what_there_is(desk: Callable[..., Desk]) -> None:
    job = desk().store.add(desk().pdf, "paper.pdf")
    assert job.state is State.OPENING
    assert list(job.prepare()) == [(1, 3), (2, 3), (3, 3)]
    assert job.state is State.READY
    assert job.preflight is not None
    assert job.preflight.words == 5
    assert job.preflight.scanned == (2,)
    assert job.preflight.preview == "One two three.\n\n\n\nFour five."


def test_a_run_ends_with_its_text_and_its_document(desk: Callable[..., Desk]) -> None:
    table = desk()
    job = table.job()
    tail = table.run(job)
    assert tail.status.state is State.FINISHED
    assert "".join(change.text for change in tail.changes) == "".join(TEXTS) == job.text
    assert tail.status.chunks_done == tail.status.chunks_total == 3
    assert tail.status.pages_done == 3
    assert tail.status.words == 6
    assert job.document is not None
    assert len(job.document.chunks) == 3


def test_what_is_finished_is_a_document_while_the_run_is_on(desk: Callable[..., Desk]) -> None:
    script = Script(TEXTS, free=2)
    table = desk(script)
    job = table.job()
    assert render(job.so_far) == ""
    table.store.start(job, Settings())
    until(lambda: job.tail(0, 0).status.chunks_done == 2)
    assert job.document is None
    assert render(job.so_far) == job.text == "".join(TEXTS[:2])
    assert job.so_far.info.pages == 3
    script.release()
    table.end(job)
    assert job.so_far is job.document


def test_choices_on_single_places_hold_for_the_same_pages_only(desk: Callable[..., Desk]) -> None:
    table = desk(Script(TEXTS, free=99))
    job = table.job()
    table.store.start(job, Settings())
    table.end(job)
    job.review.take_out([(0, 1)])
    changed = job.text
    table.store.start(job, Settings(chunk_size=2000))
    table.end(job)
    assert job.text == changed
    assert job.tail(0, 0).status.notice == ""
    table.store.start(job, Settings(pages="1"))
    table.end(job)
    assert job.text != changed
    assert job.tail(0, 0).status.notice == DROPPED


def test_progress_and_time_left_come_from_finished_work(desk: Callable[..., Desk]) -> None:
    script = Script(TEXTS)
    table = desk(script)
    job = table.job()
    table.store.start(job, Settings())
    until(lambda: job.tail(0, 0).status.doing == "Cleaning part 1 of 3")
    assert job.tail(0, 0).status.seconds_left is None
    table.clock.now += 10
    script.release()
    until(lambda: job.tail(0, 0).status.chunks_done == 1)
    assert job.tail(0, 0).status.seconds_left == pytest.approx(20)


def test_stop_is_seen_at_once_and_keeps_the_text(desk: Callable[..., Desk]) -> None:
    script = Script(TEXTS, free=2)
    table = desk(script)
    job = table.job()
    table.store.start(job, Settings())
    until(lambda: job.tail(0, 0).status.chunks_done == 2)
    job.stop()
    assert job.state is State.STOPPED
    tail = table.end(job)
    assert tail.status.state is State.STOPPED
    assert job.text == "".join(TEXTS[:2])
    assert job.document is not None
    assert len(job.document.chunks) == 2
    job.stop("A second word")
    assert job.sentence == "Stopped. The text so far is kept."


def test_stop_drops_the_half_answer_that_nobody_verified(desk: Callable[..., Desk]) -> None:
    script = Script([TEXTS[0], ("Half an", " answer", TEXTS[1])], free=2)
    table = desk(script, loader=loads(object()))
    job = table.job()
    table.store.start(job, Settings(polish=Polish.ALL))
    until(lambda: job.tail(0, 0).status.provisional == 1)
    assert job.text == "First part.\n\nHalf an"
    job.stop()
    table.end(job)
    assert job.text == "First part."


def test_a_stop_in_the_queue_needs_no_turn(desk: Callable[..., Desk]) -> None:
    script = Script(TEXTS)
    table = desk(script, at_once=1)
    first, second = table.job(), table.job()
    table.store.start(first, Settings())
    table.store.start(second, Settings())
    second.stop()
    assert second.tail(0, 0).complete
    script.release(10)
    table.end(first)
    assert script.runs == 1


def test_runs_take_turns_in_order_of_arrival(desk: Callable[..., Desk]) -> None:
    script = Script(TEXTS)
    table = desk(script, at_once=1)
    jobs = [table.job() for _ in range(4)]
    for job in jobs:
        table.store.start(job, Settings())
    until(lambda: jobs[0].state is State.RUNNING)
    assert [table.store.ahead(job) for job in jobs] == [0, 0, 1, 2]
    assert [job.state for job in jobs[1:]] == [State.QUEUED] * 3
    jobs[1].stop()
    assert [table.store.ahead(job) for job in jobs] == [0, 0, 0, 1]
    script.release(3)
    until(lambda: jobs[2].state is State.RUNNING)
    assert jobs[3].state is State.QUEUED
    script.release(100)
    table.end(jobs[3])


def test_two_runs_work_at_the_same_time(desk: Callable[..., Desk]) -> None:
    table = desk(Script(TEXTS), at_once=2)
    jobs = [table.job() for _ in range(3)]
    for job in jobs:
        table.store.start(job, Settings())
    until(lambda: all(job.state is State.RUNNING for job in jobs[:2]))
    assert jobs[2].state is State.QUEUED


def test_a_second_run_starts_from_nothing(desk: Callable[..., Desk]) -> None:
    table = desk()
    job = table.job()
    first = table.run(job)
    second = table.run(job)
    assert (first.run, second.run) == (1, 2)
    # Who still has the first run's text is given the whole of the second's.
    assert job.tail(1, first.version).changes == second.changes
    assert job.tail(2, second.version).changes == ()


def test_a_run_that_is_on_is_not_started_twice(desk: Callable[..., Desk]) -> None:
    table = desk(Script(TEXTS))
    job = table.job()
    table.store.start(job, Settings())
    table.store.start(job, Settings())
    assert job.runs == 1


def test_what_was_left_out_and_why_answers_were_not_used_is_counted(
    desk: Callable[..., Desk],
) -> None:
    def clean(
        source: Source, settings: Settings, polisher: Polisher | None, stopped: Any
    ) -> Iterator[Event]:
        yield Opened(source.info, (1,))
        yield ChunkFinished(chunk_of(0, "One two. [1] [2]", out=2, note="It lost a number."), 3)
        yield ChunkFinished(chunk_of(1, " Three. [3]", 4, out=1), 3)
        yield ChunkFinished(chunk_of(2, " Four.", 6, note="It lost a number."), 3)

    table = desk(clean)
    job = table.job()
    status = table.run(job).status
    assert status.left_out == ((Category.CITATIONS, 3),)
    assert status.fallbacks == (("It lost a number.", 2),)
    assert job.text == "One two. Three. Four."


# Faults -------------------------------------------------------------------------------------------


def fails(error: Exception) -> Any:
    def clean(source: Source, *_: Any) -> Iterator[Event]:
        yield Opened(source.info, (1,))
        yield ChunkFinished(chunk_of(0, "Kept."), 2)
        raise error

    return clean


def test_an_error_with_a_sentence_ends_the_run_with_it(desk: Callable[..., Desk]) -> None:
    table = desk(fails(LimitError("Too long. Take fewer pages.")))
    job = table.job()
    status = table.run(job).status
    assert (status.state, status.sentence) == (State.FAILED, "Too long. Take fewer pages.")
    assert job.text == "Kept."


def test_an_error_without_one_gets_one(
    desk: Callable[..., Desk], caplog: pytest.LogCaptureFixture
) -> None:
    table = desk(fails(KeyError("inside")))
    status = table.run(table.job()).status
    assert status.state is State.FAILED
    assert status.sentence.startswith("Something went wrong inside pdfclean")
    assert "inside'" not in status.sentence
    assert "KeyError" in caplog.text


def test_a_full_disk_is_said(desk: Callable[..., Desk]) -> None:
    table = desk(fails(OSError(28, "No space left on device")))
    status = table.run(table.job()).status
    assert status.state is State.FAILED
    assert "No space left on device" in status.sentence


def loads(polisher: Any, *doing: str, error: Exception | None = None) -> Any:
    def load(settings: Settings, stopped: Callable[[], bool]) -> Generator[str, None, Any]:
        yield from doing
        if error:
            raise error
        return polisher

    return load


def test_a_model_is_loaded_only_when_it_is_wanted(desk: Callable[..., Desk]) -> None:
    script, model = Script(TEXTS, free=100), object()
    table = desk(script, loader=loads(model, "Loading: 50%"))
    job = table.job()
    table.run(job)
    table.run(job, Settings(polish=Polish.ALL))
    assert script.polishers == [None, model]


@pytest.mark.parametrize("loader", [None, loads(None, error=ModelError("No such model."))])
def test_without_its_model_the_run_goes_on_and_says_so(
    desk: Callable[..., Desk], loader: Any
) -> None:
    script = Script(TEXTS, free=100)
    table = desk(script, loader=loader)
    job = table.job()
    status = table.run(job, Settings(polish=Polish.ALL)).status
    assert status.state is State.FINISHED
    assert status.notice == ("No such model." if loader else status.notice)
    assert status.notice
    assert script.settings[0].polish is Polish.OFF
    assert job.text == "".join(TEXTS)


def test_what_a_model_says_of_itself_is_told(desk: Callable[..., Desk]) -> None:
    class Small:
        caution = "It is too small to be bold."

    table = desk(Script(TEXTS, free=100), loader=loads(Small()))
    job = table.job()
    assert table.run(job, Settings(polish=Polish.ALL)).status.notice == Small.caution


def test_stop_while_a_model_loads(desk: Callable[..., Desk]) -> None:
    loading = threading.Event()

    def load(settings: Settings, stopped: Callable[[], bool]) -> Generator[str, None, None]:
        while not stopped():
            yield "Loading"
            loading.set()

    table = desk(Script(TEXTS), loader=load)
    job = table.job()
    table.store.start(job, Settings(polish=Polish.ALL))
    assert loading.wait(PATIENCE)
    job.stop()
    assert table.end(job).status.state is State.STOPPED


def test_an_answer_tried_again_starts_anew(desk: Callable[..., Desk]) -> None:
    from pdfclean.pipeline import ChunkStarted, TextDelta

    def clean(source: Source, *_: Any) -> Iterator[Event]:
        yield Opened(source.info, (1,))
        yield ChunkStarted(0, 1)
        yield TextDelta(0, "An invention")
        yield ChunkStarted(0, 1)
        yield TextDelta(0, "A copy")
        yield ChunkFinished(chunk_of(0, "A copy."), 1)

    table = desk(clean)
    job = table.job()
    table.run(job)
    assert job.text == "A copy."


# The store ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content", [b"", b"Just text, however it is called.", b" " * 1024 + b"%PDF-1.7"]
)
def test_the_content_decides_what_is_a_pdf(desk: Callable[..., Desk], content: bytes) -> None:
    table = desk()
    table.pdf.write_bytes(content)
    with pytest.raises(NotAPdfError, match=r"paper\.pdf"):
        table.store.add(table.pdf, "paper.pdf")
    assert [each.name for each in table.store.folder.iterdir()] == [".lock"]


def test_a_pdf_may_have_junk_before_its_header(desk: Callable[..., Desk]) -> None:
    table = desk()
    table.pdf.write_bytes(b"\x00" * 1000 + b"%PDF-1.7")
    table.store.add(table.pdf)


def test_a_locked_pdf_asks_until_the_password_is_right(desk: Callable[..., Desk]) -> None:
    table = desk(reader=FakeReader("Text.", password="low-water"))
    job = table.store.add(table.pdf)
    with pytest.raises(EncryptedPdfError):
        list(job.prepare())
    with pytest.raises(WrongPasswordError):
        list(job.prepare("high-water"))
    table.store.start(job, Settings())
    assert job.runs == 0
    list(job.prepare("low-water"))
    assert table.run(job).status.state is State.FINISHED


def test_ids_are_long_and_their_own(desk: Callable[..., Desk]) -> None:
    table = desk()
    keys = {table.store.add(table.pdf).key for _ in range(20)}
    assert len(keys) == 20
    assert all(len(key) == 22 for key in keys)  # 128 bits in base 64


@pytest.mark.parametrize("key", ["", "../../etc", None, 3, {"a": 1}])
def test_an_id_that_nobody_gave_opens_nothing(desk: Callable[..., Desk], key: object) -> None:
    assert desk().store.get(key) is None


def test_folders_are_for_this_user_only(desk: Callable[..., Desk]) -> None:
    table = desk()
    job = table.job()
    assert job.folder.stat().st_mode & 0o077 == 0
    assert table.store.folder.stat().st_mode & 0o077 == 0


def test_a_run_that_nobody_watches_stops_itself(desk: Callable[..., Desk]) -> None:
    table = desk(Script(TEXTS, free=1), lease=600)
    job = table.job()
    table.store.start(job, Settings())
    until(lambda: job.text)
    table.clock.now += 590
    job.tail(0, 0)
    table.clock.now += 590
    table.store.sweep()
    assert job.state is State.RUNNING
    table.clock.now += 20
    table.store.sweep()
    assert job.state is State.STOPPED
    assert "10 minutes" in job.sentence
    assert job.text == "First part."


def test_what_nobody_wants_any_more_is_deleted(desk: Callable[..., Desk]) -> None:
    table = desk(keep=3600)
    job = table.job()
    table.run(job)
    table.clock.now += 3500
    table.store.sweep()
    assert table.store.get(job.key) is job
    table.clock.now += 200
    table.store.sweep()
    assert table.store.get(job.key) is None
    assert not job.folder.exists()
    assert table.reader.opened[0].closed


def test_a_new_server_clears_what_an_old_one_left(desk: Callable[..., Desk]) -> None:
    table = desk()
    job = table.job()
    other = table.store.folder / "not-a-job"
    other.mkdir()
    table.store.close()
    JobStore(table.store.folder, table.reader, Script([]), keep=-1).close()
    assert not job.folder.exists()
    assert other.exists()


def test_the_spool_holds_the_run(desk: Callable[..., Desk]) -> None:
    table = desk()
    job = table.job()
    table.run(job, Settings(chunk_size=700))
    spool = job.folder / "run-1.jsonl"
    first, *chunks, last = [json.loads(line) for line in spool.read_text("utf-8").splitlines()]
    assert first["settings"]["chunk_size"] == 700
    assert first["settings"]["polish"] == "off"
    assert [chunk["text"] for chunk in chunks] == TEXTS
    assert [chunk["chunk"][0] for chunk in chunks] == [0, 1, 2]
    assert last == {"end": "finished"}


def test_the_spool_is_there_while_the_run_is_on(desk: Callable[..., Desk]) -> None:
    table = desk(Script(TEXTS, free=2))
    job = table.job()
    table.store.start(job, Settings())
    until(lambda: job.tail(0, 0).status.chunks_done == 2)
    lines = (job.folder / "run-1.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["text"] for line in lines[1:]] == TEXTS[:2]


def test_a_failed_file_is_an_error_with_a_sentence(desk: Callable[..., Desk]) -> None:
    class Broken(FakeReader):
        def open(self, path: Path, password: str = "") -> Any:
            raise NotAPdfError("This file is damaged. Print it to PDF again.")

    job = desk(reader=Broken()).store.add(desk().pdf)
    with pytest.raises(PdfCleanError, match="damaged"):
        list(job.prepare())


def test_a_servers_key_is_not_on_disk(desk: Callable[..., Desk]) -> None:
    one = desk()
    job = one.job()
    one.run(job, Settings(server="http://127.0.0.1:1", key=Secret("sk-secret")))
    written = [path.read_bytes() for path in job.folder.rglob("*") if path.is_file()]
    assert any(b"127.0.0.1:1" in data for data in written)
    assert not any(b"sk-secret" in data for data in written)
