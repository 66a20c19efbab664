"""The page beside the text: from a sentence to its place on the page, and from there back."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from pdfclean.chunking import sentences
from pdfclean.document import Category, Edit, Page
from pdfclean.extraction.reader import Reader
from pdfclean.jobs import Job, JobStore, State
from pdfclean.pipeline import clean
from pdfclean.settings import Settings
from pdfclean.ui.source import functions, sheet
from pdfclean.ui.spots import NOWHERE, UNREAD, place, spot
from pdfclean.ui.wording import GONE
from tests.pdfs import typst_papers
from tests.pdfs.prose import PAPER
from tests.pdfs.typeset import Citations, words
from tests.scripted import FakeReader, Script


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return typst_papers.paper(PAPER, Citations.NUMERIC, 2).data


@pytest.fixture(scope="module")
def job(pdf: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Job]:
    """A paper in two columns, cleaned; whoever chooses something takes it back."""
    folder = tmp_path_factory.mktemp("source")
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    with Reader() as reader:
        store = JobStore(folder / "jobs", reader, clean)
        made = store.add(path)
        list(made.prepare())
        made.queue(Settings(chunk_size=700))
        made.work()
        assert made.state is State.FINISHED
        yield made
        store.close()


def spoken(job: Job) -> Iterator[tuple[dict[str, int], str]]:
    """Every sentence of the text: its place in it, and what it says."""
    for chunk in job.review.chunks():
        at = 0
        for each in sentences(job.review.text(chunk.chunk.index)):
            text = each.strip()
            start = at + each.find(text[:1]) if text else at
            at += len(each)
            if len(words(text)) > 3 and "\n\n" not in text:
                where = {"segment": chunk.chunk.index, "start": start, "end": start + len(text)}
                yield where, text


def printed(pdf: bytes, number: int, boxes: list[list[float]], page: Page) -> str:
    """What PDFium finds inside of the outlines."""
    document = pdfium.PdfDocument(pdf)
    text = document[number - 1].get_textpage()
    width, height = page.size
    found = []
    for left, top, across, down in boxes:
        x, y = left / 100 * width, height - top / 100 * height
        found.append(text.get_text_bounded(x, y - down / 100 * height, x + across / 100 * width, y))
    text.close()
    document.close()
    return " ".join(found)


def test_every_sentence_is_outlined_where_it_is_printed(job: Job, pdf: bytes) -> None:
    checked = 0
    for where, text in spoken(job):
        found = place(job, where)
        assert found["places"], text
        there = ""
        for number, boxes in found["places"]:
            page = job.page(number)
            assert page is not None
            there += printed(pdf, number, boxes, page) + " "
        inside = re.sub(r"[-\ufffe\x02]\s+", "", there)
        said = words(text)
        # The first and the last word may be cut by a letter.
        assert set(said[1:-1]) <= set(words(inside)), (text, inside)
        more = set(words(inside)) - set(words(found["text"])) if len(text) < 250 else set()
        assert len(more) <= 3, (text, more)
        checked += 1
    assert checked > 20


def test_a_click_on_a_sentence_s_place_leads_back_to_it(job: Job) -> None:
    for where, text in spoken(job):
        number, boxes = place(job, where)["places"][0]
        left, top, across, down = max(boxes, key=lambda box: box[2])
        found = spot(job, number, (left + across / 2) / 100, (top + down / 2) / 100)
        if "goTo" not in found:  # on a citation inside of it
            assert found["id"], text
            continue
        assert found["goTo"] == [where["segment"], where["start"], where["end"]], text


def test_what_was_taken_out_says_why_and_comes_back(job: Job) -> None:
    rows = [row for row in job.review.rows() if row.category is not None]
    kinds = set()
    for row in rows:
        found = place(job, {"id": f"{row.start}-{row.end}"})
        assert found["kind"] == row.mark.category.value
        number, boxes = found["places"][0]
        left, top, across, down = boxes[0]
        there = spot(job, number, (left + across / 2) / 100, (top + down / 2) / 100)
        if there.get("id") == f"{row.start}-{row.end}":
            kinds.add(there["kind"])
            assert there["said"].startswith("Left out · ")
            assert row.mark.reason in there["said"]
    assert {"citations", "furniture", "references"} <= kinds
    row = next(row for row in rows if row.category.value == "furniture")
    job.review.restore([(row.start, row.end)])
    number, boxes = place(job, {"id": f"{row.start}-{row.end}"})["places"][0]
    left, top, across, down = boxes[0]
    assert "goTo" in spot(job, number, (left + across / 2) / 100, (top + down / 2) / 100)
    job.review.undo()


def test_a_page_has_its_name_its_picture_and_what_was_taken_out_of_it(job: Job) -> None:
    shown = sheet(job, 1, 500)
    assert shown["title"].startswith("Page 1 of ")
    assert shown["label"] == ""
    head, _, data = shown["picture"].partition(",")
    assert head == "data:image/jpeg;base64"
    assert base64.b64decode(data).startswith(b"\xff\xd8")
    assert {"citations", "furniture"} <= {each["kind"] for each in shown["gone"]}
    for each in shown["gone"]:
        for left, top, across, down in each["boxes"]:
            assert 0 <= left <= left + across <= 100.5
            assert 0 <= top <= top + down <= 100.5
    again = sheet(job, 1)
    assert (again["picture"], again["gone"]) == ("", shown["gone"])
    assert sheet(job, 0)["number"] == 1
    assert sheet(job, 999)["number"] == shown["pages"]


def test_an_edited_sentence_is_still_found_on_its_page(job: Job) -> None:
    where, _ = next(iter(spoken(job)))
    start, end = job.review.place(**where)
    before = place(job, where)["places"]
    job.review._run.choose(
        lambda _, now: type(now)(**{**_fields(now), "own": (Edit(start, end, "My own words."),)})
    )
    found = job.review.where(start, end)
    after = place(job, dict(zip(("segment", "start", "end"), found, strict=True)))
    assert after["places"] == before
    job.review.undo()


def _fields(values: object) -> dict[str, object]:
    return {name: getattr(values, name) for name in values.__dataclass_fields__}


def test_what_is_struck_through_in_the_changes_is_found(job: Job) -> None:
    row = next(row for row in job.review.rows() if row.category is Category.CITATIONS)
    chunk = job.review.chunk(row.chunk)
    before = chunk.tokens.spaced(0, row.start - chunk.chunk.start)
    if not chunk.chunk.index:
        before = before.lstrip()
    start = len(before) + len(chunk.tokens.space(row.start - chunk.chunk.start).text)
    what = {"chunk": row.chunk, "start": start, "end": start + len(row.text(chunk))}
    assert place(job, what) == place(job, {"id": f"{row.start}-{row.end}"})
    assert place(job, {**what, "chunk": 999})["said"] == NOWHERE
    assert place(job, {**what, "start": -9, "end": -5})["said"] == NOWHERE


def test_nothing_at_a_place_is_said(job: Job) -> None:
    assert spot(job, 1, 0.01, 0.5) == {"said": UNREAD}
    assert spot(job, 99, 0.5, 0.5) == {"said": UNREAD}
    for name in ("", "x-y", "5", "9-1", "-3-4", "999999-9999999"):
        assert place(job, {"id": name})["said"] == NOWHERE
    assert place(job, {"segment": 999, "start": 0, "end": 5})["said"] == NOWHERE


def test_pictures_are_had_by_the_job_s_id_only(job: Job, tmp_path: Path) -> None:
    store = JobStore(tmp_path / "jobs", FakeReader(), clean)
    asked = {"show": (1, 600, False), "find": ({"id": "0-1"},), "point": (1, 0.5, 0.5)}
    asked["restore"] = ("0-1",)
    assert {each.__name__ for each in functions(store)} == set(asked)
    for each in functions(store):
        # Another store's job, a guess, a path: all the same to it.
        for key in (job.key, "", "x" * 22, "../document.pdf", None):
            answer = each([key, *asked[each.__name__]])
            assert answer == {"said": GONE}, each.__name__
    store.close()


def test_printed_labels_are_told_where_they_differ(tmp_path: Path) -> None:
    home = tmp_path / "job"
    home.mkdir()
    reader = FakeReader("One.", "Two.", labels=("i", "2"))
    job = Job("key", home, home / "a.pdf", "a.pdf", reader=reader, clean=Script(["Text."]))
    assert "said" in sheet(job, 1, 100)
    list(job.prepare())
    assert sheet(job, 1, 100)["label"] == "printed as i"
    assert sheet(job, 2, 100)["label"] == ""
