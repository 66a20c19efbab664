"""A server that was killed: what its jobs' folders bring back, and what goes on from there."""

from __future__ import annotations

import json
import os
import random
import shutil
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from pdfclean.document import Category, Edit, Mark, Policy
from pdfclean.errors import WrongPasswordError
from pdfclean.export import to_text
from pdfclean.extraction.reader import Reader
from pdfclean.jobs import Job, JobStore, Label, State
from pdfclean.jobs.spool import NOT_KEPT, read_spool
from pdfclean.jobs.uploads import Uploads
from pdfclean.pipeline import clean
from pdfclean.polishing import Deletions, Passage, Polished, Polisher
from pdfclean.settings import Polish, Secret, Settings
from pdfclean.ui import handlers
from tests.pdfs import odd, reportlab_papers
from tests.scripted import FakeReader, Script
from tests.unit.test_jobs import until

SMALL = 500
"""Characters a chunk: many chunks of a small document."""


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as warm:
        yield warm


class Dice:
    """A model whose deletions hang on the passage's seed and nothing else."""

    name, ahead = "dice", 0
    asked: list[int] = []  # noqa: RUF012 (of all, in order)

    def prepare(self, passage: Passage) -> None:
        """Nothing to do ahead."""

    def polish(
        self, passage: Passage, stopped: Callable[[], bool]
    ) -> Generator[str, None, Polished]:
        """Take single sentences out."""
        self.asked.append(passage.index)
        yield ""
        chance, at, marks = random.Random(passage.seed), 0, []
        for sentence in passage.sentences:
            if chance.random() < 0.15:
                start, end = passage.tokens(at, at + len(sentence))
                marks.append(Mark(start, end, Category.NOTICES, "by chance", "model", 0.1 + 0.2))
            at += len(sentence)
        return Deletions(tuple(marks))

    def close(self) -> None:
        """Nothing is held."""


def dice(settings: Settings, stopped: Callable[[], bool]) -> Generator[str, None, Polisher]:
    yield "Loading"
    return Dice()


@pytest.fixture
def serve(tmp_path: Path, reader: Reader) -> Iterator[Callable[..., JobStore]]:
    stores: list[JobStore] = []

    def start(folder: Path | None = None, **options: Any) -> JobStore:
        options.setdefault("loader", dice)
        folder = folder or tmp_path / f"jobs-of-{len(stores)}"
        read, how = options.pop("reader", reader), options.pop("clean", clean)
        stores.append(JobStore(folder, read, how, **options))
        return stores[-1]

    yield start
    for store in stores:
        store.close()


def finished(job: Job) -> Job:
    until(lambda: job.tail(0, 10**9).complete and not job.state.active)
    # The last that its thread does.
    until(lambda: (label := Label.read(job.folder)) and label.state == job.state.value)
    return job


def cleaned(store: JobStore, path: Path, settings: Settings) -> Job:
    job = store.add(path, "paper.pdf")
    list(job.prepare())
    store.start(job, settings)
    return finished(job)


def killed(job: Job, folder: Path, lines: int, torn: bytes = b"") -> str:
    """A copy of a job's folder as a killed server would have left it; the job's id."""
    home = folder / job.key
    shutil.copytree(job.folder, home)
    spool = home / f"run-{job.runs}.jsonl"
    whole = spool.read_bytes().splitlines(keepends=True)
    spool.write_bytes(b"".join(whole[:lines]) + torn)
    return job.key


@pytest.mark.parametrize(
    "settings",
    [
        Settings(chunk_size=SMALL),
        Settings(chunk_size=SMALL, polish=Polish.ALL, temperature=0.7, seed=11),
        Settings(chunk_size=SMALL, polish=Polish.DOUBTFUL),
    ],
    ids=["off", "sampled", "doubtful"],
)
def test_killed_after_any_chunk_it_ends_with_the_same_bytes(
    serve: Callable[..., JobStore],
    on_disk: Callable[..., Path],
    tmp_path: Path,
    settings: Settings,
) -> None:
    unbroken = cleaned(serve(), on_disk(reportlab_papers.paper()), settings)
    text, document = unbroken.text, unbroken.document
    assert document is not None
    chunks = unbroken.review.chunks()
    assert len(chunks) > 4
    for k in range(0, len(chunks) + 1, 1 if settings.temperature else 3):
        folder = tmp_path / f"killed-{k}"
        folder.mkdir()
        key = killed(unbroken, folder, k + 1, b'{"text": "torn, \xe2' if k % 2 else b"")
        store = serve(folder)
        Dice.asked.clear()
        job = store.get(key)
        assert job is not None
        # What was finished is there at once, before a page of the PDF is read.
        assert job.state is State.INTERRUPTED
        assert text.startswith(job.text)
        assert job.review.chunks() == chunks[:k]
        until(lambda job=job: job.preflight is not None)
        assert job.can_go_on
        store.go_on(job)
        finished(job)
        assert job.state is State.FINISHED
        assert (job.text, job.review.chunks()) == (text, chunks)
        assert job.document == document
        assert job.sections == unbroken.sections
        assert not job.status.notice
        assert all(index >= k for index in Dice.asked)
        assert read_spool(job.folder / f"run-{job.runs}.jsonl").chunks == chunks
        store.close()


def test_a_finished_text_is_back_with_all_that_belongs_to_it(
    serve: Callable[..., JobStore], on_disk: Callable[..., Path]
) -> None:
    first = serve()
    job = cleaned(first, on_disk(reportlab_papers.paper()), Settings(chunk_size=SMALL))
    first.close()
    second = serve(first.folder)
    again = second.get(job.key)
    assert again is not None and again is not job
    assert (again.state, again.text) == (State.FINISHED, job.text)
    until(lambda: again.replayed)
    assert again.document == job.document
    assert again.sections == job.sections
    assert again.name == "paper.pdf"
    assert not again.can_go_on


def test_no_choice_of_the_reader_is_lost(
    serve: Callable[..., JobStore], on_disk: Callable[..., Path]
) -> None:
    first = serve()
    job = cleaned(first, on_disk(reportlab_papers.paper()), Settings(chunk_size=SMALL))
    review = job.review
    rows = review.rows()
    review.restore([(rows[0].start, rows[0].end)])
    review.switch(Policy(review.policy.out - {Category.CAPTIONS} | {Category.HEADINGS}))
    review.leave_out([1])
    review.settle((rows[3].start, rows[3].end), keep=True)
    token = job.review.chunks()[1].chunk.start
    edit = Edit(token, token + 3, "Surrogates \udc80 and “quotes”")
    job._run.choose(lambda _, now: type(now)(now.policy, (*now.own, edit), now.sections, now.seen))
    # As a kill leaves it: nothing is closed, the folder is taken as it lies.
    copy = first.folder.parent / "taken"
    copy.mkdir()
    shutil.copytree(job.folder, copy / job.key)
    again = serve(copy).get(job.key)
    assert again is not None
    assert again.text == job.text
    assert again.review.policy == review.policy
    assert again.review.decisions == review.decisions
    assert again.review.seen == review.seen
    until(lambda: again.replayed)
    assert again.text == job.text
    assert again.review.left_out == review.left_out
    assert again.document is not None and job.document is not None
    mine, theirs = again.review, job.review
    assert to_text(again.document, mine.policy, mine.decisions) == to_text(
        job.document, theirs.policy, theirs.decisions
    )
    # And what is chosen after the restart outlives the next one.
    again.review.switch(Policy(frozenset()))
    shutil.copytree(again.folder, copy.parent / "third" / job.key)
    third = serve(copy.parent / "third").get(job.key)
    assert third is not None and third.review.policy == Policy(frozenset())


def begun(
    serve: Callable[..., JobStore], tmp_path: Path, script: Script, page: str = "One."
) -> tuple[JobStore, Job]:
    """A run of a document that was dropped on a page, played from a script."""
    store = serve(clean=script, reader=FakeReader(page))
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    job = store.add(path)
    list(job.prepare())
    store.start(job, Settings())
    return store, job


def test_choices_hold_when_a_run_goes_on(serve: Callable[..., JobStore], tmp_path: Path) -> None:
    texts = ["One two. [1]", "\n\nThree.", " Four."]
    script = Script(texts, free=2)
    store, job = begun(serve, tmp_path, script, "One two three.")
    until(lambda: job.status.chunks_done == 2)
    job.review.take_out([(1, 2)])
    job.stop()
    until(lambda: job.tail(0, 10**9).complete)
    assert job.text == "One [1]\n\nThree."
    store.go_on(job)
    script.release(9)
    finished(job)
    assert job.text == "One [1]\n\nThree. Four."
    assert job.review.can_undo
    job.review.undo()
    assert job.text == "".join(texts)


def test_two_tabs_that_go_on_at_once_start_one_run(
    serve: Callable[..., JobStore], tmp_path: Path
) -> None:
    script = Script(["One."], free=0)
    store, job = begun(serve, tmp_path, script)
    store.start(job, Settings())
    assert job.runs == 1
    job.stop()
    until(lambda: job.tail(0, 10**9).complete)
    store.go_on(job)
    store.go_on(job)
    assert job.runs == 2
    job.stop()


def test_other_code_starts_anew_and_says_so(serve: Callable[..., JobStore], tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    old = Script(["One.", " Two.", " Three."], free=2)
    first = serve(clean=old, reader=FakeReader("One."))
    job = first.add(path)
    list(job.prepare())
    first.start(job, Settings())
    until(lambda: job.status.chunks_done == 2)
    key = killed(job, tmp_path / "next", 3)
    store = serve(
        tmp_path / "next", clean=Script(["Uno.", " Due."], free=99), reader=FakeReader("x")
    )
    again = store.get(key)
    assert again is not None and again.text == "One. Two."
    until(lambda: again.replayed)
    assert "another version" in again.tail(0, 0).status.notice
    store.go_on(again)
    finished(again)
    assert again.text == "Uno. Due."
    assert "cleaned anew" in again.tail(0, 0).status.notice


def test_a_password_is_nowhere_and_asked_again(
    serve: Callable[..., JobStore], on_disk: Callable[..., Path]
) -> None:
    first = serve()
    job = first.add(on_disk(odd.encrypted()), "sealed.pdf")
    list(job.prepare(odd.PASSWORD))
    first.start(job, Settings())
    finished(job)
    first.close()
    written = b"".join(p.read_bytes() for p in job.folder.iterdir() if p.suffix != ".pdf")
    assert odd.PASSWORD.encode() not in written
    store = serve(first.folder)
    again = store.get(job.key)
    assert again is not None
    assert again.text == job.text
    until(lambda: again.locked)
    assert not again.can_go_on
    # Its text, its tail and what is chosen in it come and go: the page still asks.
    for act in (handlers.attach, handlers.ended, handlers.undo):
        assert act(store, job.key).locked
    with pytest.raises(WrongPasswordError):
        list(again.prepare("high-water"))
    list(again.prepare(odd.PASSWORD))
    again.replay()
    assert again.document == job.document
    assert not again.locked


def test_without_its_model_an_interrupted_run_does_not_go_on(
    serve: Callable[..., JobStore], on_disk: Callable[..., Path], tmp_path: Path
) -> None:
    settings = Settings(chunk_size=SMALL, polish=Polish.ALL, key=Secret("sk-secret"))
    job = cleaned(serve(), on_disk(reportlab_papers.paper()), settings)
    store = serve(tmp_path / "next", loader=None) if killed(job, tmp_path / "next", 4) else None
    assert store is not None
    again = store.get(job.key)
    assert again is not None
    until(lambda: again.preflight is not None)
    before = again.text
    store.go_on(again)
    finished(again)
    assert again.state is State.FAILED
    assert again.text == before
    assert again.can_go_on


# Faults -------------------------------------------------------------------------------------------


def one_of_three(
    serve: Callable[..., JobStore], tmp_path: Path
) -> tuple[JobStore, Script, Job, Path]:
    """A run of three parts that has finished the first; its spool."""
    script = Script(["One.", " Two.", " Three."], free=1)
    store, job = begun(serve, tmp_path, script)
    until(lambda: job.status.chunks_done == 1)
    return store, script, job, job.folder / "run-1.jsonl"


def test_a_full_disk_is_said_and_the_run_goes_on(
    serve: Callable[..., JobStore], tmp_path: Path
) -> None:
    _, script, job, spool = one_of_three(serve, tmp_path)
    whole = spool.read_bytes()
    spool.unlink()
    spool.mkdir()  # nothing can be written there, whoever runs the test
    script.release(9)
    finished(job)
    assert (job.state, job.text) == (State.FINISHED, "One. Two. Three.")
    assert job.tail(0, 0).status.notice == NOT_KEPT
    job.review.switch(Policy(frozenset()))  # in memory
    spool.rmdir()
    spool.write_bytes(whole)
    assert [chunk.chunk.index for chunk in read_spool(spool).chunks] == [0]


def test_what_did_not_fit_is_written_when_the_run_goes_on(
    serve: Callable[..., JobStore], tmp_path: Path
) -> None:
    store, script, job, spool = one_of_three(serve, tmp_path)
    spool.unlink()
    spool.mkdir()
    script.release()
    until(lambda: job.status.chunks_done == 2)
    job.stop()
    until(lambda: job.tail(0, 10**9).complete)
    store.go_on(job)
    script.release(9)
    finished(job)
    assert not job.tail(0, 0).status.notice
    kept = read_spool(job.folder / "run-2.jsonl")
    assert (len(kept.chunks), kept.end) == (3, "finished")


@pytest.mark.parametrize("damage", ["", "not json\n", '{"settings": {"polish": "maybe"}}\n'])
def test_a_spool_that_cannot_be_read_gets_a_sentence(
    serve: Callable[..., JobStore], tmp_path: Path, damage: str
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    options: dict[str, Any] = {"clean": Script(["One."], free=9), "reader": FakeReader("One.")}
    first = serve(**options)
    job = cleaned(first, path, Settings())
    first.close()
    (job.folder / "run-1.jsonl").write_text(damage)
    store = serve(first.folder, **options)
    again = store.get(job.key)
    assert again is not None
    assert "could not be found again" in again.lost
    until(lambda: again.preflight is not None)
    store.start(again, Settings())
    assert finished(again).text == "One."


@pytest.mark.parametrize("label", ["", "{", "[]", '{"name": 3, "made": 1}', '{"other": 1}'])
def test_a_folder_without_its_label_is_nobodys(
    serve: Callable[..., JobStore], tmp_path: Path, label: str
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    first = serve(clean=Script(["One."], free=9), reader=FakeReader("One."))
    job = cleaned(first, path, Settings())
    first.close()
    (job.folder / "job.json").write_text(label)
    assert serve(first.folder).get(job.key) is None


def test_bytes_in_the_middle_of_a_spool_that_went_bad(
    serve: Callable[..., JobStore], on_disk: Callable[..., Path], tmp_path: Path
) -> None:
    job = cleaned(serve(), on_disk(reportlab_papers.paper()), Settings(chunk_size=SMALL))
    key = killed(job, tmp_path / "next", 99)
    spool = tmp_path / "next" / key / "run-1.jsonl"
    lines = spool.read_bytes().splitlines(keepends=True)
    lines[3] = b"\x00" * (len(lines[3]) - 1) + b"\n"
    spool.write_bytes(b"".join(lines))
    store = serve(tmp_path / "next")
    again = store.get(key)
    assert again is not None
    assert len(again.review.chunks()) == 2
    until(lambda: again.preflight is not None)
    store.go_on(again)
    assert finished(again).text == job.text


# Time ---------------------------------------------------------------------------------------------


@pytest.fixture
def left(serve: Callable[..., JobStore], tmp_path: Path) -> tuple[Path, str]:
    """A folder that a server left with one job in it, and the job's id."""
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    store = serve(clean=Script(["One."], free=9), reader=FakeReader("One."))
    job = cleaned(store, path, Settings())
    store.close()
    return store.folder, job.key


def aged(folder: Path, key: str, seconds: float) -> None:
    when = time.time() - seconds
    os.utime(folder / key / "job.json", (when, when))


def test_nothing_outlives_its_time_over_a_restart(
    serve: Callable[..., JobStore], left: tuple[Path, str]
) -> None:
    folder, key = left
    aged(folder, key, 3599)
    store = serve(folder, keep=3600)
    assert store.label(key) is not None
    aged(folder, key, 3601)
    assert store.label(key) is None
    assert store.get(key) is None
    store.sweep()
    assert not (folder / key).exists()


def test_a_clock_that_was_set_back_keeps_nothing_for_ever(
    serve: Callable[..., JobStore], left: tuple[Path, str]
) -> None:
    folder, key = left
    aged(folder, key, -10 * 365 * 86_400)
    serve(folder, keep=3600).close()
    assert abs(time.time() - (folder / key / "job.json").stat().st_mtime) < 60


def test_deleted_is_deleted_open_or_not(
    serve: Callable[..., JobStore], left: tuple[Path, str]
) -> None:
    folder, key = left
    store = serve(folder, clean=Script([]), reader=FakeReader("One."))
    store.delete("../" + key)
    store.delete(key[:-1])
    assert (folder / key).exists()
    store.delete(key)
    assert not (folder / key).exists()
    assert store.get(key) is None


def test_two_servers_do_not_share_a_folder(
    serve: Callable[..., JobStore], left: tuple[Path, str]
) -> None:
    folder, key = left
    first = serve(folder, reader=FakeReader("One."))
    second = serve(folder)
    assert second.folder == folder.with_name(folder.name + "-2")
    assert second.get(key) is None
    assert first.get(key) is not None


def test_a_folder_that_others_can_read_is_closed_to_them(
    serve: Callable[..., JobStore], tmp_path: Path
) -> None:
    folder = tmp_path / "open"
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    serve(folder)
    assert folder.stat().st_mode & 0o077 == 0
    link = tmp_path / "link"
    link.symlink_to(folder)
    with pytest.raises(PermissionError, match="PDFCLEAN_JOBS"):
        serve(link)


def test_an_upload_goes_soon_unless_it_came_again(tmp_path: Path) -> None:
    uploads = Uploads()
    places = [tmp_path / "cache" / name / "a.pdf" for name in ("one", "two")]
    for path in places:
        path.parent.mkdir(parents=True)
        path.write_bytes(b"%PDF-1.7\n")
        os.utime(path, (time.time() - 900, time.time() - 900))
        uploads.copied(path)
    uploads.clear(60)
    assert all(path.exists() for path in places)
    later = time.time() + 5
    os.utime(places[1], (later, later))
    uploads.clear()
    assert not places[0].parent.exists()
    assert places[1].exists()


def test_the_label_says_how_things_stand(left: tuple[Path, str]) -> None:
    folder, key = left
    label = json.loads((folder / key / "job.json").read_text("utf-8"))
    assert (label["name"], label["state"], label["pages"]) == ("paper.pdf", "finished", 1)
