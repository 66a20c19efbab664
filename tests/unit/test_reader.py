"""The reading worker: what it reads, what it refuses, and that its death costs nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from pdfclean.errors import (
    EncryptedPdfError,
    NotAPdfError,
    PdfCleanError,
    WrongPasswordError,
)
from pdfclean.extraction import wire
from pdfclean.extraction.extract import open_document
from pdfclean.extraction.reader import Reader

TITLE = "Tides and Letters"


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as shared:
        yield shared


def pdf(path: Path, pages: int = 3) -> Path:
    canvas = Canvas(str(path), pagesize=(400, 600))
    canvas.setTitle(TITLE)
    canvas.setAuthor("A. Producer")
    for number in range(1, pages + 1):
        canvas.setFont("Times-Roman", 11)
        canvas.drawString(50, 550, f"This is the first line of page {number}.")
        text = canvas.beginText(50, 530)
        text.setFont("Times-Roman", 11)
        text.textOut("A raised mark")
        text.setFont("Times-Roman", 7)
        text.setRise(4)
        text.textOut("12")
        text.setFont("Times-Roman", 11)
        text.setRise(0)
        text.textOut(" hangs here.")
        canvas.drawText(text)
        canvas.drawString(50, 510, "left cell")
        canvas.drawString(300, 510, "right cell")
        canvas.line(50, 100, 350, 100)
        canvas.rect(60, 200, 100, 80)
        canvas.showPage()
    canvas.save()
    return path


def test_reads_lines_in_order_with_geometry(reader: Reader, tmp_path: Path) -> None:
    with reader.open(pdf(tmp_path / "a.pdf")) as document:
        assert document.info.pages == 3
        assert document.info.title == TITLE
        assert document.info.author == "A. Producer"
        assert document.info.created.startswith("20")
        pages = list(document.read([2, 3]))
    assert [page.number for page in pages] == [2, 3]
    first, raised, left, right = pages[0].lines
    assert first.text == "This is the first line of page 2."
    assert (first.font_size, first.font) == (11.0, "Times-Roman")
    assert first.box.left == pytest.approx(50, abs=1)
    assert 600 - 550 - 12 < first.box.top < 600 - 550
    assert raised.text == "A raised mark12 hangs here."
    run = next(run for run in raised.runs if run.rise > 0)
    assert raised.text[run.start : run.end].strip() == "12"
    assert run.size == 7
    assert run.rise == pytest.approx(4, abs=0.1)
    assert (left.text, right.text) == ("left cell", "right cell")
    assert len(pages[0].rules) == 1
    assert len(pages[0].drawings) == 1


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_seen(reader: Reader, tmp_path: Path, rotation: int) -> None:
    path = pdf(tmp_path / "r.pdf", 1)
    writer = PdfWriter(clone_from=PdfReader(path))
    writer.pages[0].rotate(rotation)
    writer.write(path)
    with reader.open(path) as document:
        page = next(document.read([1]))
    width, height = page.size
    assert (width > height) == (rotation in (90, 270))
    for line in page.lines:
        assert 0 <= line.box.left < line.box.right <= width
        assert 0 <= line.box.top < line.box.bottom <= height


def test_white_text_is_read_only_where_it_can_be_seen(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "white.pdf"
    canvas = Canvas(str(path), pagesize=(400, 400))
    canvas.drawString(50, 350, "Black on white is read.")
    canvas.setFillGray(0.2)
    canvas.rect(40, 190, 300, 30, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.drawString(50, 200, "White on a dark band is read.")
    canvas.drawString(50, 100, "White on white is not.")
    canvas.showPage()
    canvas.setFillGray(1)
    canvas.drawString(50, 100, "A page of nothing but white has a ground that we do not see.")
    canvas.save()
    with reader.open(path) as document:
        texts = [[line.text for line in page.lines] for page in document.read([1, 2])]
    assert texts == [
        ["Black on white is read.", "White on a dark band is read."],
        ["A page of nothing but white has a ground that we do not see."],
    ]


def test_a_lost_worker_is_replaced(tmp_path: Path) -> None:
    with Reader() as reader, reader.open(pdf(tmp_path / "a.pdf")) as document:
        before = [page.lines for page in document.read([1])]
        reader.kill()
        after = [page.lines for page in document.read([1, 2])]
    assert after[0] == before[0]
    assert after[1]


def test_a_document_can_be_read_after_another_was_opened(reader: Reader, tmp_path: Path) -> None:
    with (
        reader.open(pdf(tmp_path / "a.pdf", 1)) as one,
        reader.open(pdf(tmp_path / "b.pdf", 2)) as two,
    ):
        assert one.info.pages == 1
        assert next(two.read([2])).lines[0].text.endswith("page 2.")
        assert next(one.read([1])).lines[0].text.endswith("page 1.")


def lock(path: Path, algorithm: str, user: str = "tide") -> Path:
    writer = PdfWriter(clone_from=PdfReader(pdf(path, 1)))
    writer.encrypt(user, "owner", algorithm=algorithm)
    writer.write(path)
    return path


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128", "AES-128", "AES-256-R5", "AES-256"])
def test_a_locked_pdf_asks_for_its_password(reader: Reader, tmp_path: Path, algorithm: str) -> None:
    path = lock(tmp_path / "locked.pdf", algorithm)
    with pytest.raises(EncryptedPdfError, match="password"):
        reader.open(path)
    with pytest.raises(WrongPasswordError, match="does not open"):
        reader.open(path, "ebb")
    for password in ("tide", "owner"):
        with reader.open(path, password) as document:
            assert document.info.encrypted
            assert next(document.read([1])).lines[0].text.startswith("This is")


def test_a_pdf_locked_without_a_user_password_simply_opens(reader: Reader, tmp_path: Path) -> None:
    with reader.open(lock(tmp_path / "open.pdf", "AES-256", user="")) as document:
        assert document.info.encrypted
        assert next(document.read([1])).lines


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"Dear diary, this is no PDF.", "not a PDF"),
        (b"%PDF-1.7\nand nothing after it", "damaged"),
        (b"\x00" * 2000 + b"%PDF-1.7", "not a PDF"),
    ],
)
def test_what_is_no_pdf_gets_a_sentence(
    reader: Reader, tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = tmp_path / "strange.pdf"
    path.write_bytes(content)
    with pytest.raises(NotAPdfError, match=sentence):
        reader.open(path)


def test_a_missing_file_gets_a_sentence(reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(NotAPdfError, match="cannot be read"):
        reader.open(tmp_path / "nowhere.pdf")


def test_the_name_of_a_pdf_does_not_matter(reader: Reader, tmp_path: Path) -> None:
    with reader.open(pdf(tmp_path / "holiday.jpg", 1)) as document:
        assert document.info.pages == 1


def test_pypdf_stands_in_for_pdfium(tmp_path: Path) -> None:
    document = open_document(pdf(tmp_path / "a.pdf", 1))
    try:
        page = document.page(1, "pypdf")
    finally:
        document.close()
    assert page.reader == "pypdf"
    assert page.lines[0].text == "This is the first line of page 1."


def test_messages_survive_the_wire(tmp_path: Path) -> None:
    document = open_document(pdf(tmp_path / "a.pdf", 1))
    page = document.page(1)
    info = document.info
    document.close()
    back = wire.decode_page(wire.load(wire.dump(wire.encode_page(page))))
    assert [line.text for line in back.lines] == [line.text for line in page.lines]
    assert [line.runs for line in back.lines] == [line.runs for line in page.lines]
    assert wire.decode_info(wire.load(wire.dump(wire.encode_info(info)))) == info
    error = wire.decode_error(wire.encode_error(WrongPasswordError()))
    assert type(error) is WrongPasswordError
    assert type(wire.decode_error({"error": "Nonsense", "message": "m"})) is PdfCleanError
