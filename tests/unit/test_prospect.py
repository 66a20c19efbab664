"""Before the first run: what is known and chosen, and that the run obeys from its first word."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pdfclean.document import Category, CleanDocument, Policy, Role, Verdict
from pdfclean.errors import LimitError
from pdfclean.jobs import Job, JobStore, Outlook, Pace, State
from pdfclean.jobs.pace import AHEAD_A_READING, REST, REST_A_READING, model_work
from pdfclean.pipeline import ChunkFinished, ChunkStarted, Event, Finished, Opened, Source
from pdfclean.settings import Polish, Settings
from tests.fakes import Said, ScriptedPolisher, document, rewritten, scripted_loader
from tests.scripted import FakeReader
from tests.unit.test_jobs import Clock, until

PROSE = "The limpets moved less than a hand over all of the forty days. " * 15
ALL = Policy(frozenset(Category) - {Category.HEADINGS})


def head(text: str, page: int) -> Said:
    return Said(text, Role.HEADING, Category.HEADINGS, page=page, size=12, weight=700)


def tides(*, cited: int = 1) -> CleanDocument:
    """A paper of three sections on three pages; the second cites at length."""
    return document(
        head("1 Introduction", 1), f"Why. {PROSE}",
        head("2 Methods", 2), Said(f"How [{'4, ' * 300 * cited}5]. {PROSE}", page=2),
        head("3 Results", 3), Said(f"What. {PROSE}", page=3),
        chunk_lines=1,
    )  # fmt: skip


class Slow:
    """A pipeline that has a document and takes its time, by the test's own clock."""

    def __init__(self, clock: Clock, made: CleanDocument, *, marking: float, rest: float) -> None:
        self.made = made
        self.asked: list[Settings] = []
        self.go = threading.Event()
        self.go.set()
        self._clock = clock
        self._marking = marking
        self._rest = rest

    def __call__(
        self, source: Source, settings: Settings, _polisher: object, stopped: Callable[[], bool]
    ) -> Iterator[Event]:
        self.asked.append(settings)
        yield Opened(source.info, (1, 2, 3))
        while not self.go.wait(0.005):
            if stopped():
                return
        self._clock.now += self._marking
        for index, chunk in enumerate(self.made.chunks):
            yield ChunkStarted(index, len(self.made.chunks))
            self._clock.now += self._rest / len(self.made.chunks)
            yield ChunkFinished(chunk, len(self.made.chunks))
        yield Finished(self.made, complete=not stopped())


class Desk:
    """A store that looks ahead over such a pipeline, and a document read in ten seconds."""

    def __init__(self, folder: Path, made: CleanDocument | None = None, **options: Any) -> None:
        self.clock = Clock()
        self.clean = Slow(self.clock, made or tides(), marking=6, rest=2)
        self.pace = Pace(options.pop("path", None))
        reader = _SlowReader(self.clock)
        self.store = JobStore(
            folder / "jobs", reader, self.clean, clock=self.clock, outlook=Outlook(self.pace),
            **options,
        )  # fmt: skip
        self._pdf = folder / "paper.pdf"
        self._pdf.write_bytes(b"%PDF-1.7\n")

    def job(self) -> Job:
        """A document, read but not looked at."""
        job = self.store.add(self._pdf, "paper.pdf")
        list(job.prepare())
        return job

    def ahead(self, policy: Policy = ALL, pages: str = "") -> Job:
        """A document, cleaned ahead."""
        job = self.job()
        job.choose(policy, pages)
        self.wait(job)
        return job

    def wait(self, job: Job) -> None:
        """Until nothing more is to be known."""
        until(lambda: job.prospect is not None and not job.prospect.pending)

    def run(self, job: Job, settings: Settings | None = None) -> list[str]:
        """A whole run; the text at each pull."""
        self.store.start(job, settings or Settings())
        seen: list[str] = []
        until(lambda: (seen.append(job.text), job.tail(job.runs, 10**9).complete)[1])
        work = model_work(settings or Settings()) or REST
        until(lambda: self.pace.seconds(work, 1) is not None)
        return [*seen, job.text]


class _SlowReader(FakeReader):
    """Three pages of 200 words, ten seconds to read."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(*["word " * 200] * 3)
        self._clock = clock

    def open(self, path: Path, password: str = "") -> Any:
        pdf = super().open(path, password)
        read = pdf.read

        def slowly(numbers: Any) -> Any:
            for page in read(numbers):
                self._clock.now += 10 / 3
                yield page

        pdf.read = slowly  # type: ignore[method-assign]
        return pdf


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    desks: list[Desk] = []

    def make(*values: Any, **options: Any) -> Desk:
        folder = tmp_path / str(len(desks))
        folder.mkdir()
        desks.append(Desk(folder, *values, **options))
        return desks[-1]

    yield make
    for each in desks:
        each.clean.go.set()
        each.store.close()


def titles(job: Job) -> list[str]:
    return [each.title for each in job.sections]


# Sections and switches ----------------------------------------------------------------------------


def test_sections_are_there_before_the_run(desk: Callable[..., Desk]) -> None:
    job = desk().ahead()
    assert titles(job) == ["1 Introduction", "2 Methods", "3 Results"]
    assert job.state is State.READY
    assert job.document is None
    assert job.runs == 0


def test_nothing_waits_for_the_sections(desk: Callable[..., Desk]) -> None:
    table = desk()
    table.clean.go.clear()
    job = table.job()
    job.choose(ALL)
    assert job.prospect is not None
    assert job.prospect.pending
    assert job.sections == ()
    table.clean.go.set()
    table.wait(job)
    assert len(job.sections) == 3


def test_a_run_never_shows_what_was_unticked_before_it(desk: Callable[..., Desk]) -> None:
    table = desk()
    job = table.ahead()
    job.review.leave_out({1})
    assert job.text == ""
    seen = table.run(job)
    assert not any("How" in text for text in seen)
    assert "Why" in seen[-1]
    assert "What" in seen[-1]
    assert job.review.left_out == {1}
    job.review.leave_out(())
    assert "How" in job.text


def test_switches_hold_from_the_first_word(desk: Callable[..., Desk]) -> None:
    table = desk()
    job = table.ahead()
    kept = Policy(ALL.out - {Category.CITATIONS})
    before = job.status.words
    job.choose(kept)
    assert job.status.words > before + 250
    seen = table.run(job, Settings(policy=kept))
    assert all("[4" in text for text in seen if "How" in text)


def test_the_run_need_not_wait_for_the_outline(desk: Callable[..., Desk]) -> None:
    table = desk()
    job = table.ahead()
    seen: list[int] = []
    table.store.start(job, Settings())
    seen.append(len(job.sections))
    until(lambda: job.tail(1, 10**9).complete)
    assert [*seen, len(job.sections)] == [3, 3]


def test_clean_does_not_wait_for_what_is_under_way(desk: Callable[..., Desk]) -> None:
    table = desk()
    table.clean.go.clear()
    job = table.job()
    job.choose(ALL)
    until(lambda: table.clean.asked)
    table.store.start(job, Settings())
    assert job.prospect is not None
    assert not job.prospect.pending
    table.clean.go.set()
    until(lambda: job.tail(1, 10**9).complete)
    assert len(job.sections) == 3


def test_other_pages_are_looked_at_and_ticks_stay(desk: Callable[..., Desk]) -> None:
    table = desk()
    job = table.ahead()
    job.review.leave_out({1})
    job.choose(ALL, "2-3")
    table.wait(job)
    assert [settings.pages for settings in table.clean.asked] == ["", "2-3"]
    assert job.review.left_out == {1}
    assert not any("How" in text for text in table.run(job, Settings(pages="2-3")))


def test_a_run_on_other_pages_is_none_of_its_business(desk: Callable[..., Desk]) -> None:
    table = desk()
    job = table.ahead()
    job.review.leave_out({1})
    assert "How" in table.run(job, Settings(pages="2-3"))[-1]
    assert job.review.left_out == frozenset()


def test_pages_that_make_no_sense(desk: Callable[..., Desk]) -> None:
    job = desk().ahead()
    with pytest.raises(ValueError, match="Cannot read"):
        job.choose(ALL, "x")
    with pytest.raises(LimitError):
        job.choose(ALL, "9")
    assert len(job.sections) == 3


def test_after_a_run_there_is_nothing_to_look_ahead_to(desk: Callable[..., Desk]) -> None:
    table = desk()
    job = table.ahead()
    table.run(job)
    job.choose(Policy(frozenset()), "2")
    assert len(table.clean.asked) == 2
    assert job.review.policy == ALL


def test_without_an_outlook_nothing_is_cleaned_ahead(tmp_path: Path) -> None:
    store = JobStore(tmp_path, FakeReader(), lambda *_: iter(()))
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7\n")
    job = store.add(tmp_path / "paper.pdf")
    list(job.prepare())
    job.choose(ALL)
    assert job.prospect is not None
    assert not job.prospect.pending
    assert job.sections == ()
    store.close()


def test_minutes_are_counted_anew_after_a_switch_and_a_restore(desk: Callable[..., Desk]) -> None:
    table = desk()
    job = table.ahead()
    table.run(job)
    words = [each.words for each in job.sections]
    job.review.switch(Policy(ALL.out - {Category.CITATIONS}))
    assert job.sections[1].words > words[1] + 250
    assert [job.sections[0].words, job.sections[2].words] == [words[0], words[2]]
    job.review.switch(ALL)
    assert [each.words for each in job.sections] == words
    row = next(row for row in job.review.rows() if row.mark is not None)
    job.review.restore([(row.start, row.end)])
    assert job.sections[1].words > words[1] + 250
    job.review.leave_out({1})
    # What ticking it again would bring.
    assert job.sections[1].words > words[1] + 250


# Time ---------------------------------------------------------------------------------------------


def seconds(job: Job, **asked: Any) -> float | None:
    assert job.prospect is not None
    return job.prospect.seconds(Settings(**asked))


def test_the_first_estimate_comes_from_reading(desk: Callable[..., Desk]) -> None:
    job = desk().job()
    assert seconds(job) == pytest.approx(10 * (AHEAD_A_READING + REST_A_READING))
    assert seconds(job, pages="2") == pytest.approx(10 / 3 * (AHEAD_A_READING + REST_A_READING))


@pytest.mark.parametrize(("marking", "rest"), [(0.3, 0.1), (60, 20)])
def test_it_is_corrected_by_what_was_done(
    desk: Callable[..., Desk], marking: float, rest: float
) -> None:
    table = desk()
    table.clean._marking, table.clean._rest = marking, rest
    job = table.ahead()
    # The marking is done; what is left was not measured yet.
    assert seconds(job) == pytest.approx(10 * REST_A_READING)
    table.run(job)
    other = table.job()
    assert seconds(other) == pytest.approx(marking + rest + rest, rel=0.1)
    assert seconds(other, pages="1") == pytest.approx((marking + rest + rest) / 3, rel=0.1)


def test_a_model_is_measured_before_anything_is_said_of_it(desk: Callable[..., Desk]) -> None:
    made = tides()
    unsure = rewritten(made, verdicts=[Verdict(True), None, None, Verdict(True), None, None])
    table = desk(unsure, loader=scripted_loader(ScriptedPolisher("x")))
    job = table.ahead()
    assert seconds(job, polish=Polish.ALL, model="a/b") is None
    table.clean._rest = 90
    table.run(job, Settings(polish=Polish.ALL, model="a/b"))
    other = table.ahead()
    whole = seconds(other, polish=Polish.ALL, model="a/b")
    assert whole is not None
    assert whole > 90
    assert seconds(other, polish=Polish.ALL, model="another/one") is None
    # Nothing is in doubt here, so there is nothing to ask.
    assert seconds(other, polish=Polish.DOUBTFUL, model="a/b") == pytest.approx(seconds(other))


def test_what_was_measured_outlives_the_server(tmp_path: Path) -> None:
    path = tmp_path / "pace.json"
    Pace(path).learn("rest", 1000, 4)
    assert Pace(path).seconds("rest", 500) == 2
    path.write_text("[1, 2")
    assert Pace(path).seconds("rest", 500) is None


def test_a_few_words_teach_nothing() -> None:
    pace = Pace()
    pace.learn("rest", 3, 5)
    assert pace.seconds("rest", 1000) is None
