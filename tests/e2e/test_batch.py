"""Several documents: dropped together, cleaned in turn, opened, moved, downloaded, deleted."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from pdfclean.extraction.reader import Reader
from pdfclean.pipeline import clean
from tests.e2e.conftest import PATIENCE, Site, Visitor
from tests.pdfs import odd, reportlab_papers

pytestmark = pytest.mark.browser
Serve = Callable[..., Site]
Visit = Callable[..., Visitor]


def row(visitor: Visitor, title: str) -> Locator:
    return visitor.page.locator(".doc").filter(has_text=title)


def says(visitor: Visitor, title: str, text: str) -> None:
    expect(row(visitor, title).locator(".doc-detail")).to_contain_text(text, timeout=3 * PATIENCE)


def act(visitor: Visitor, what: str) -> Locator:
    return visitor.page.locator(f'.docs-acts [data-what="{what}"]')


def titles(visitor: Visitor) -> list[str]:
    return visitor.page.locator(".doc-title").all_inner_texts()


def test_many_files_from_drop_to_zip(
    serve: Serve, visit: Visit, reader: Reader, tmp_path: Path
) -> None:
    visitor = visit(serve(clean, reader))
    page = visitor.page
    expect(page.locator(".docs")).to_be_hidden()
    paper = reportlab_papers.paper().data
    visitor.drop_all(
        ("first.pdf", paper),
        ("broken.pdf", b"%PDF-1.7\nnothing that a PDF has"),
        ("sealed.pdf", odd.encrypted().data),
        ("chronicle.pdf", odd.huge(6).data),
        ("notes.pdf", b"only text"),
    )
    # One bad file does not stop the rest, and each says how it stands.
    assert visitor.alert.startswith("“notes.pdf” is not a PDF")
    expect(page.locator(".doc")).to_have_count(4)
    says(visitor, "broken.pdf", "damaged")
    says(visitor, "sealed.pdf", "Locked")
    expect(act(visitor, "clean")).to_have_text("Clean all 2", timeout=PATIENCE)
    visitor.shot("documents-dropped")
    act(visitor, "clean").click()
    expect(page.locator('.doc[data-state="finished"]')).to_have_count(2, timeout=3 * PATIENCE)
    visitor.shot("documents-clean")
    # The one on the page is the first that was dropped; others are a click away.
    visitor.wait_state("finished")
    first = visitor.text
    row(visitor, "sealed.pdf").locator(".doc-open").click()
    box = page.get_by_label("Password")
    box.fill(odd.PASSWORD)
    box.press("Enter")
    expect(page.locator("#clean")).to_be_enabled(timeout=PATIENCE)
    visitor.clean()
    visitor.wait_text(odd.LOCKED_SENTENCES[0])
    visitor.wait_state("finished")
    # Order is changed by moving rows; the combined text follows it.
    names = titles(visitor)
    page.locator(".doc").last.locator(".doc-up").click()
    expect(page.locator(".doc-title").nth(len(names) - 2)).to_have_text(names[-1])
    with page.expect_download() as coming:
        act(visitor, "zip").click()
    packed = zipfile.ZipFile(io.BytesIO(Path(coming.value.path()).read_bytes()))
    assert coming.value.suggested_filename == "clean texts.zip"
    assert len(packed.namelist()) == 3
    assert f"{first}\n" in [packed.read(name).decode() for name in packed.namelist()]
    assert not any("/" in name or ".." in name for name in packed.namelist())
    # The form that was chosen last is that of all; one text of all stays text.
    visitor.download_as("Word")
    with page.expect_download() as coming:
        act(visitor, "zip").click()
    packed = zipfile.ZipFile(io.BytesIO(Path(coming.value.path()).read_bytes()))
    assert {Path(name).suffix for name in packed.namelist()} == {".docx"}
    with page.expect_download() as coming:
        act(visitor, "text").click()
    assert coming.value.suggested_filename == "clean texts.txt"
    whole = Path(coming.value.path()).read_text("utf-8")
    assert first.strip() in whole and odd.LOCKED_SENTENCES[0] in whole
    order = [whole.index(name.removesuffix(".pdf")) for name in titles(visitor) if name in whole]
    assert order == sorted(order)
    # Deleting asks once, says what it did, and leaves nothing behind.
    row(visitor, "broken.pdf").locator(".doc-delete").click()
    row(visitor, "broken.pdf").get_by_text("Really delete?").click()
    expect(page.locator(".docs-said")).to_have_text("“broken.pdf” is deleted from the server.")
    expect(page.locator(".doc")).to_have_count(3)
    act(visitor, "delete").click()
    expect(act(visitor, "delete")).to_have_text("Really delete?")
    act(visitor, "delete").click()
    expect(page.locator(".docs")).to_be_hidden()
    expect(page.locator('.live[data-state="empty"]')).to_be_attached()
