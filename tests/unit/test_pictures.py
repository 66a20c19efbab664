"""Pictures of pages: what is drawn, that boxes and pictures agree, and what a bad page costs."""

from __future__ import annotations

import io
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from pdfclean.errors import EncryptedPdfError, LimitError, PdfCleanError
from pdfclean.extraction import limits
from pdfclean.extraction.drawing import MOST_PIXELS, NARROWEST, WIDEST
from pdfclean.extraction.pictures import MOST_LOST
from pdfclean.extraction.reader import Reader
from pdfclean.jobs import Job
from pdfclean.jobs.pictures import PictureCache
from tests.pdfs.raw import FONT, assemble, bomb, pages_of, show, stream
from tests.scripted import FakeReader, Script


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as shared:
        yield shared


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("L")


def plain(path: Path, pages: int = 1) -> Path:
    canvas = Canvas(str(path), pagesize=(400, 600))
    for number in range(1, pages + 1):
        canvas.drawString(50, 550, f"This is page {number}.")
        canvas.showPage()
    canvas.save()
    return path


# What PDFium shows --------------------------------------------------------------------------------

WHOLE = "/MediaBox[0 0 612 792]"
CROPPED = f"{WHOLE}/CropBox[100 100 500 600]"


@pytest.mark.parametrize(
    ("parent", "own"),
    [
        ("", WHOLE),
        ("/MediaBox[0 0 595 842]", ""),
        ("/CropBox[100 100 500 600]", WHOLE),
        ("", CROPPED),
        ("", "/MediaBox[100 100 500 600]/CropBox[0 0 612 792]"),
        ("", f"{CROPPED}/Rotate 90"),
        ("", f"{CROPPED}/Rotate 180"),
        ("", f"{CROPPED}/Rotate 270"),
        ("/Rotate 90", WHOLE),
        ("", f"{WHOLE}/UserUnit 2"),
        ("", "/MediaBox[612 792 0 0]"),
        ("", "/MediaBox[0 0 0 0]"),
    ],
)
def test_a_line_lies_in_the_picture_where_its_box_says(
    reader: Reader, tmp_path: Path, parent: str, own: str
) -> None:
    path = tmp_path / "boxes.pdf"
    path.write_bytes(_page(parent, own, b"BT /F1 24 Tf 150 500 Td (HHHHHH) Tj ET"))
    with reader.open(path) as document:
        (page,) = document.read([1])
        seen = picture(document.picture(1, 600))
    (line,) = page.lines
    across, down = seen.width / page.size[0], seen.height / page.size[1]
    assert across == pytest.approx(down, rel=0.01)
    ink = seen.point(lambda value: 255 * (value < 128)).getbbox()
    assert ink is not None
    left, top, right, bottom = (
        ink[0] / across,
        ink[1] / down,
        ink[2] / across,
        ink[3] / down,
    )
    near = 2.5  # points: a letter's own margins
    assert line.box.left - 1 <= left and right <= line.box.right + 1
    assert line.box.top - 1 <= top and bottom <= line.box.bottom + 1
    assert max(right - left, bottom - top) == pytest.approx(104, abs=2 * near)


def _page(parent: str, own: str, content: bytes) -> bytes:
    return assemble(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            f"<</Type/Pages/Count 1/Kids[4 0 R]{parent}>>".encode(),
            FONT,
            f"<</Type/Page/Parent 2 0 R{own}/Contents 5 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>".encode(),
            stream(content),
        ]
    )


@pytest.mark.parametrize(("asked", "given"), [(1, NARROWEST), (900, 900), (9999, WIDEST)])
def test_a_picture_is_as_wide_as_asked_within_bounds(
    reader: Reader, tmp_path: Path, asked: int, given: int
) -> None:
    with reader.open(plain(tmp_path / "a.pdf")) as document:
        assert picture(document.picture(1, asked)).width == pytest.approx(given, abs=1)


@pytest.mark.parametrize("box", ["0 0 2 14400", "0 0 14400 2", "0 0 14400 14400", "0 0 1 1"])
def test_strange_pages_are_drawn_small_enough(reader: Reader, tmp_path: Path, box: str) -> None:
    path = tmp_path / "strange.pdf"
    path.write_bytes(pages_of(show("Text"), box=box))
    with reader.open(path) as document:
        seen = picture(document.picture(1, 2000))
    assert seen.width * seen.height <= MOST_PIXELS * 1.01


def test_a_locked_document_is_drawn_and_after_closing_too(reader: Reader, tmp_path: Path) -> None:
    path = plain(tmp_path / "locked.pdf")
    writer = PdfWriter(clone_from=PdfReader(path))
    writer.encrypt("tide", "owner", algorithm="AES-256")
    writer.write(path)
    document = reader.open(path, "tide")
    assert picture(document.picture(1, 100)).width == pytest.approx(100, abs=1)
    document.close()
    assert picture(document.picture(1, 100)).width == pytest.approx(100, abs=1)
    document.close()


# What a bad page costs ----------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="these limits are Linux's")
def test_a_page_that_kills_its_worker_costs_one_picture(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "bomb.pdf"
    path.write_bytes(_first_is_a_bomb())
    with reader.open(path) as document:
        list(document.read([2]))
        reading = reader.generation
        with pytest.raises(LimitError, match="Page 1 takes too much"):
            document.picture(1, 900)
        drawn = reader.artist.generation
        assert picture(document.picture(2, 900)).getextrema()[0] < 128
        with pytest.raises(LimitError, match="Page 1 takes too much"):
            document.picture(1, 900)
        assert reader.artist.generation == drawn + 1  # it was not tried again
        assert reader.generation == reading  # nobody's reading was disturbed
    assert psutil.Process().children()
    assert all(p.memory_info().rss < limits.MEMORY for p in psutil.Process().children())


def _first_is_a_bomb() -> bytes:
    packed = stream(bomb(300), "/Filter/FlateDecode")
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {} 0 R"
    page += "/Resources<</Font<</F1 3 0 R>>>>>>"
    return assemble(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 2/Kids[4 0 R 5 0 R]>>",
            FONT,
            page.format(6).encode(),
            page.format(7).encode(),
            packed,
            stream(show("Still here.")),
        ]
    )


def test_a_document_of_such_pages_is_given_up(reader: Reader, tmp_path: Path) -> None:
    with reader.open(plain(tmp_path / "a.pdf", MOST_LOST + 2)) as document:
        document.picture(1, 40)
        for number in range(2, MOST_LOST + 2):
            document._pictures._lost.add(number)
        with pytest.raises(LimitError):
            document.picture(1, 40)


def test_a_damaged_page_gets_a_sentence(reader: Reader, tmp_path: Path) -> None:
    with (
        reader.open(plain(tmp_path / "a.pdf")) as document,
        pytest.raises(PdfCleanError, match="cannot be drawn"),
    ):
        document.picture(99, 900)


def test_reading_goes_on_while_a_page_is_drawn(tmp_path: Path) -> None:
    with Reader() as reader, reader.open(plain(tmp_path / "a.pdf", 3)) as document:
        artist = reader.artist
        with artist._lock:  # as while it draws
            waiting = threading.Thread(target=lambda: document.picture(1, 900))
            waiting.start()
            began = time.monotonic()
            assert [len(page.lines) for page in document.read([1, 2, 3])] == [1, 1, 1]
            assert time.monotonic() - began < 10
            assert waiting.is_alive()
        waiting.join()


# What a job keeps ---------------------------------------------------------------------------------


def test_pictures_are_kept_up_to_a_size() -> None:
    drawn: list[tuple[int, int]] = []

    def draw(number: int, width: int) -> bytes:
        drawn.append((number, width))
        return bytes(width)

    cache = PictureCache(draw, most=100)
    for number in (1, 2, 1, 3, 1, 2):
        assert len(cache.get(number, 40)) == 40
    assert drawn == [(1, 40), (2, 40), (3, 40), (2, 40)]
    cache.get(1, 500)  # larger than all that is kept: shown, and the only one
    cache.get(1, 500)
    assert drawn[-1] == (1, 500)
    assert drawn.count((1, 500)) == 1


def test_a_job_shows_its_pages_any_time(tmp_path: Path) -> None:
    reader = FakeReader("One.", "Two.", password="tide")
    home = tmp_path / "job"
    home.mkdir()
    path = plain(home / "document.pdf")
    job = Job("key", home, path, "a.pdf", reader=reader, clean=Script(["Text."]))
    with pytest.raises(EncryptedPdfError):
        job.picture(1, 120)
    list(job.prepare("tide"))
    assert picture(job.picture(2, 120)).width == 120
    job.close()
    assert picture(job.picture(1, 120)).width == 120
    assert len(reader.opened) == 2
    for number in (0, 3):
        with pytest.raises(PdfCleanError, match=f"no page {number}"):
            job.picture(number, 120)
