"""Reading goes on while a model loads or works: in order, bounded, and over when the run is."""

import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path

import pytest

from pdfclean import pipeline
from pdfclean.ahead import meanwhile, read_ahead
from pdfclean.cli import Exit, Partners, main
from pdfclean.document import Page
from pdfclean.errors import LimitError
from pdfclean.pipeline import ChunkFinished, ChunkStarted, Finished, PageRead, clean
from pdfclean.polishing import Deletions, Passage, Polished, Polisher
from pdfclean.settings import Polish, Settings
from tests.fakes import ScriptedPolisher, never, scripted_loader
from tests.unit.test_pipeline import Pages

PATIENCE = 20
"""Seconds after which something has failed to happen."""


class Counted:
    """Numbers from 1; tells how many were taken and waits for that."""

    def __init__(self, count: int, broken: int = 0) -> None:
        self.taken = 0
        self._count = count
        self._broken = broken
        self._changed = threading.Condition()

    def __iter__(self) -> Iterator[int]:
        for number in range(1, self._count + 1):
            with self._changed:
                self.taken = number
                self._changed.notify_all()
            if number == self._broken:
                raise OSError("page torn")
            yield number

    def reached(self, count: int) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self.taken >= count, PATIENCE)


def threads() -> set[str]:
    return {t.name for t in threading.enumerate() if t.name.startswith("read-")}


def test_items_are_taken_before_they_are_asked_for_and_no_more_than_agreed() -> None:
    source = Counted(50)
    with read_ahead(source, most=4) as items:
        assert source.reached(4)
        assert next(items) == 1
        assert source.reached(5)
        assert source.taken <= 5
        assert list(items) == list(range(2, 51))
    assert not threads()


def test_what_goes_wrong_is_heard_when_it_is_its_turn() -> None:
    source = Counted(9, broken=3)
    with read_ahead(source, most=9) as items:
        assert source.reached(3)
        assert [next(items), next(items)] == [1, 2]
        with pytest.raises(OSError, match="page torn"):
            next(items)
    assert not threads()


def test_nothing_is_taken_when_nobody_wants_it_any_more() -> None:
    source = Counted(1000)
    with pytest.raises(KeyError), read_ahead(source, most=3) as items:
        next(items)
        raise KeyError
    assert source.taken <= 5
    assert not threads()


def test_what_is_taken_meanwhile_is_bounded_and_its_errors_are_not_heard() -> None:
    source = Counted(1000)
    with meanwhile(lambda: source, most=7):
        assert source.reached(7)
    assert source.taken == 7
    with meanwhile(lambda: Counted(9, broken=2), most=7):
        pass
    with meanwhile(lambda: [1] if never() else 1 / 0, most=7):  # type: ignore[arg-type, return-value]
        pass
    assert not threads()


class Watched(Pages):
    """Hand-made pages that are kept, and tell which were read."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.read_so_far: list[int] = []
        self.kept: dict[int, Page] = {}
        self._changed = threading.Condition()

    def __enter__(self) -> "Watched":
        return self

    def __exit__(self, *_: object) -> None:
        return

    def read(self, numbers: Sequence[int]) -> Iterator[Page]:
        for number in numbers:
            if number not in self.kept:
                self.kept[number] = next(super().read([number]))
                with self._changed:
                    self.read_so_far.append(number)
                    self._changed.notify_all()
            yield self.kept[number]

    def reached(self, number: int) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: number in self.kept, PATIENCE)


class Slow:
    """A model that deletes nothing, and does something first."""

    name = "slow"
    ahead = 0

    def __init__(self, first: Callable[[Passage], object]) -> None:
        self._first = first

    def prepare(self, passage: Passage) -> None:
        raise AssertionError

    def close(self) -> None:
        return

    def polish(
        self, passage: Passage, stopped: Callable[[], bool]
    ) -> Generator[str, None, Polished]:
        yield ""
        self._first(passage)
        return Deletions(())


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pdfclean.pipeline.WHOLE_DOCUMENT_PAGES", 6)
    monkeypatch.setattr("pdfclean.pipeline.WINDOW_PAGES", 3)


@pytest.mark.usefixtures("windows")
def test_the_next_window_is_read_while_the_model_works_on_this_one() -> None:
    source = Watched(20)
    seen: list[int] = []

    def look(passage: Passage) -> None:
        if not seen:
            # No event between, nobody has asked for these pages yet; no more are read.
            assert source.reached(9)
            assert max(source.kept) == 9
        seen.append(passage.index)

    settings = Settings(chunk_size=300, polish=Polish.ALL)
    run = list(clean(source, settings, Slow(look)))
    assert len(seen) > 3
    assert source.read_so_far == list(range(1, 21))
    alone = list(clean(Pages(20), settings, Slow(lambda _: None)))
    assert run == alone
    assert [e.number for e in run if isinstance(e, PageRead)] == list(range(1, 21))
    assert not threads()


@pytest.mark.usefixtures("windows")
def test_reading_ahead_ends_with_the_run() -> None:
    source, flag = Watched(500), [False]
    run = clean(source, Settings(chunk_size=300), None, lambda: flag[0])
    for event in run:
        flag[0] = flag[0] or isinstance(event, ChunkFinished)
    assert isinstance(event, Finished) and not event.complete
    assert len(source.kept) < 20
    assert not threads()
    run = clean(Watched(500), Settings(), None)
    while not isinstance(next(run), ChunkStarted):
        pass
    run.close()  # type: ignore[attr-defined]
    assert not threads()


def test_the_first_polished_text_waits_for_one_chunk_only() -> None:
    asked: list[int] = []
    settings = Settings(chunk_size=300, polish=Polish.ALL)
    for event in clean(Pages(6), settings, Slow(lambda passage: asked.append(passage.index))):
        if isinstance(event, ChunkFinished):
            # What is finished is handed out before the model is asked again.
            assert asked == list(range(event.clean_chunk.chunk.index + 1))
    assert len(asked) > 5


def test_pages_are_read_while_the_model_loads(tmp_path: Path) -> None:
    pdf = tmp_path / "paper.pdf"
    pdf.touch()
    source = Watched(4)

    def load(
        settings: Settings, stopped: Callable[[], bool]
    ) -> Generator[str, None, Polisher | None]:
        yield "Loading"
        assert source.reached(4)
        return (yield from scripted_loader(ScriptedPolisher(Deletions(())))(settings, stopped))

    out = str(tmp_path / "out.txt")
    partners = Partners(lambda _path, _password: source, load)
    assert main([str(pdf), "--polish", "all", "-o", out], partners) == Exit.DONE
    assert source.read_so_far == [1, 2, 3, 4]


def test_what_is_wrong_with_the_pages_is_said_by_the_run_itself() -> None:
    source = Pages(3)
    with pipeline.reading_meanwhile(source, Settings(pages="7-9")):
        pass
    with pytest.raises(LimitError):
        list(clean(source, Settings(pages="7-9")))
