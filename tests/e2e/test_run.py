"""A run as a producer sees it: text that grows, Stop, reload, download."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from pdfclean.document import CleanDocument
from pdfclean.pipeline import ChunkFinished, Event, Finished, Opened, Source
from tests.e2e.conftest import Site, Visitor
from tests.scripted import FakeReader, Script, chunk_of, pages_of

pytestmark = pytest.mark.browser
Serve = Callable[..., Site]
Visit = Callable[..., Visitor]

PARTS = ["The first part.", "\n\nThe second part.", " It goes on.", "\n\nThe last part."]
WHOLE = "".join(PARTS)


def test_text_grows_before_the_run_ends(serve: Serve, visit: Visit) -> None:
    script = Script(PARTS)
    visitor = visit(serve(script))
    visitor.drop_and_read()
    visitor.clean()
    script.release()
    visitor.wait_text("The first part.")
    assert visitor.text == PARTS[0]
    script.release(2)
    visitor.wait_text("It goes on.")
    assert visitor.text == "".join(PARTS[:3])
    bar = visitor.page.get_by_role("progressbar")
    expect(bar).to_have_attribute("aria-valuenow", "75")
    expect(visitor.page.locator(".live-headline")).to_have_text("Cleaning part 4 of 4")
    script.release()
    visitor.wait_state("finished")
    assert visitor.text == WHOLE


def test_the_download_is_the_text_on_the_screen(serve: Serve, visit: Visit) -> None:
    visitor = visit(serve(Script(PARTS, free=9), FakeReader(title="Salt / bread: a study")))
    visitor.drop_and_read()
    visitor.clean()
    visitor.wait_state("finished")
    assert visitor.download() == ("Salt bread a study.txt", f"{visitor.text}\n".encode())


def test_stop_within_a_second_keeps_the_text(serve: Serve, visit: Visit) -> None:
    visitor = visit(serve(Script(PARTS, free=2)))
    visitor.drop_and_read()
    visitor.clean()
    visitor.wait_text("The second part.")
    start = time.monotonic()
    visitor.page.click("#stop")
    visitor.wait_state("stopped")
    assert time.monotonic() - start < 1
    assert visitor.text == "".join(PARTS[:2])
    assert visitor.saved == visitor.text
    expect(visitor.page.locator("#stop")).to_be_hidden()
    expect(visitor.page.locator("#clean")).to_be_enabled()


def test_it_can_be_cleaned_again(serve: Serve, visit: Visit) -> None:
    script = Script(PARTS, free=2)
    visitor = visit(serve(script))
    visitor.drop_and_read()
    visitor.clean()
    visitor.wait_text("The second part.")
    visitor.page.click("#stop")
    visitor.wait_state("stopped")
    script.release(9)
    visitor.open_settings()
    visitor.fill("number input for Chunk size", "2500")
    visitor.clean()
    visitor.wait_state("finished")
    assert visitor.text == WHOLE
    assert [settings.chunk_size for settings in script.settings] == [1000, 2500]


def test_a_reload_in_the_middle_of_a_run_loses_nothing(serve: Serve, visit: Visit) -> None:
    script = Script(PARTS)
    site = serve(script, FakeReader("A page.", title="On tides"))
    visitor = visit(site)
    visitor.drop_and_read()
    visitor.clean()
    script.release(2)
    visitor.wait_text("The second part.")
    visitor.page.reload()
    visitor.errors.clear()  # Gradio's own, about requests that the reload cut off
    visitor.wait_text("The second part.")
    assert visitor.text == "".join(PARTS[:2])
    expect(visitor.page.locator(".facts h2")).to_have_text("On tides")
    expect(visitor.page.locator("#stop")).to_be_visible()
    script.release(2)
    visitor.wait_state("finished")
    assert visitor.text == WHOLE
    visitor.page.reload()
    visitor.errors.clear()
    visitor.wait_state("finished")
    visitor.wait_text("The last part.")
    assert visitor.saved == WHOLE


def test_a_second_document_takes_the_place_of_the_first(serve: Serve, visit: Visit) -> None:
    visitor = visit(serve(Script(PARTS, free=99)))
    visitor.drop_and_read(name="one.pdf")
    visitor.clean()
    visitor.wait_state("finished")
    visitor.drop(name="two.pdf")
    expect(visitor.page.locator(".facts h2")).to_have_text("two.pdf")
    visitor.wait_state("empty")
    assert visitor.text == ""
    expect(visitor.page.locator("#download")).to_be_hidden()


def test_what_goes_wrong_takes_nothing_away(serve: Serve, visit: Visit) -> None:
    visitor = visit(serve(Script(PARTS, free=99), FakeReader(title="On tides")))
    visitor.drop_and_read()
    visitor.clean()
    visitor.wait_state("finished")
    visitor.wait_whole()
    visitor.drop(b"no PDF", "notes.pdf")
    assert "notes.pdf" in visitor.alert
    assert visitor.text == WHOLE
    expect(visitor.page.locator(".facts h2")).to_have_text("On tides")
    assert visitor.saved == WHOLE
    visitor.open_pages()
    visitor.fill("Pages", "nine")
    visitor.clean()
    expect(visitor.page.locator("#alert p")).to_contain_text("Cannot read the page range")
    assert visitor.saved == WHOLE


def test_copy_and_save_work_while_the_run_is_on(serve: Serve, visit: Visit) -> None:
    script = Script(PARTS, free=2)
    site = serve(script)
    visitor = visit(site, permissions=["clipboard-read", "clipboard-write"])
    visitor.drop_and_read(name="On tides.pdf")
    visitor.clean()
    visitor.wait_text("The second part.")
    visitor.page.click("#copy")
    expect(visitor.page.locator(".live-announce")).to_have_text("Copied.")
    assert visitor.page.evaluate("navigator.clipboard.readText()") == "".join(PARTS[:2])
    expect(visitor.page.locator("#download")).to_have_text("Save what is here (.txt)")
    assert visitor.saved == "".join(PARTS[:2])
    visitor.wait_state("running")


def test_copy_works_where_the_browser_keeps_its_clipboard(serve: Serve, visit: Visit) -> None:
    visitor = visit(serve(Script(PARTS, free=9)))
    visitor.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    visitor.drop_and_read()
    visitor.clean()
    visitor.wait_state("finished")
    visitor.page.click("#copy")
    expect(visitor.page.locator(".live-announce")).to_have_text("Copied.")
    visitor.open_pages()
    field = visitor.page.get_by_label("Pages", exact=True)
    field.click()  # once the panel is open: a hidden field takes no focus
    visitor.page.keyboard.press("Control+V")
    expect(field).not_to_have_value("")
    assert field.input_value().split() == WHOLE.split()


def test_a_model_s_answer_streams_and_is_replaced_when_turned_down(
    serve: Serve, visit: Visit
) -> None:
    script = Script([PARTS[0], ("The second", " invention", PARTS[1])], free=2)
    visitor = visit(serve(script))
    visitor.drop_and_read()
    visitor.clean()
    visitor.wait_text("The second")
    provisional = visitor.page.locator(".live-text .provisional")
    expect(provisional).to_have_text("The second")
    script.release()
    expect(provisional).to_have_text("The second invention")
    script.release()
    visitor.wait_state("finished")
    assert visitor.text == "".join(PARTS[:2])
    expect(provisional).to_have_count(0)


def test_what_was_left_out_and_not_used_is_told(serve: Serve, visit: Visit) -> None:
    def clean(source: Source, *_: object) -> Iterator[Event]:
        yield Opened(source.info, (1,))
        chunks = (
            chunk_of(0, "One two. [1] [2]", out=2, note="It lost a number."),
            chunk_of(1, " Three. [3]", 4, out=1, note="It invented a name."),
        )
        for chunk in chunks:
            yield ChunkFinished(chunk, 2)
        yield Finished(CleanDocument(source.info, pages_of(source.info), chunks), True)

    visitor = visit(serve(clean))
    visitor.drop_and_read()
    visitor.clean()
    visitor.wait_state("finished")
    expect(visitor.page.get_by_role("tab", name="Removed 3 words")).to_be_visible()
    visitor.page.get_by_text("2 parts kept the document's own words").click()
    reasons = visitor.page.locator(".live-kept li")
    expect(reasons).to_have_text(["It lost a number.", "It invented a name."])
    expect(reasons.first).to_be_visible()


def test_the_end_is_followed_only_by_who_is_there(serve: Serve, visit: Visit) -> None:
    script = Script(
        [f"\n\nParagraph {number}. " + "Words and words. " * 40 for number in range(30)]
    )
    visitor = visit(serve(script))
    visitor.drop_and_read()
    visitor.clean()
    gap = """() => { const pane = document.querySelector(".live-text");
      return pane.scrollHeight - pane.scrollTop - pane.clientHeight; }"""
    script.release(10)
    visitor.wait_text("Paragraph 9.")
    visitor.page.wait_for_function(f"({gap})() < 80")
    visitor.page.evaluate("document.querySelector('.live-text').scrollTop = 100")
    visitor.page.wait_for_function(f"({gap})() > 80")
    script.release(10)
    visitor.wait_text("Paragraph 19.")
    assert visitor.page.evaluate("document.querySelector('.live-text').scrollTop") == 100
    # What was never on the screen gets its true height only when it comes there.
    to_end = "document.querySelector('.live-text').scrollTop = 1e9"
    visitor.page.wait_for_function(f"() => {{ {to_end}; return ({gap})() < 80 }}")
    script.release(9)
    visitor.wait_text("Paragraph 28.")
    visitor.page.wait_for_function(f"({gap})() < 80")


def test_a_quick_run_is_read_from_the_top(serve: Serve, visit: Visit) -> None:
    parts = [f"\n\nParagraph {number}. " + "Words and words. " * 40 for number in range(30)]
    visitor = visit(serve(Script(parts, free=99)))
    visitor.drop_and_read()
    visitor.clean()
    visitor.wait_state("finished")
    visitor.wait_text("Paragraph 29.")
    visitor.page.wait_for_function("document.querySelector('.live-text').scrollTop === 0")


def test_a_server_that_is_away_costs_no_text(serve: Serve, visit: Visit) -> None:
    script = Script(PARTS, free=2)
    visitor = visit(serve(script))
    visitor.drop_and_read()
    visitor.clean()
    visitor.wait_text("The second part.")
    visitor.page.route(re.compile("component_server"), lambda route: route.abort())
    headline = visitor.page.locator(".live-headline")
    expect(headline).to_contain_text("The connection is lost", timeout=20_000)
    assert visitor.text == "".join(PARTS[:2])
    script.release(9)
    visitor.page.unroute_all()
    visitor.wait_state("finished")
    assert visitor.text == WHOLE
    visitor.errors.clear()  # the browser's own, about the requests that failed


def test_a_document_that_is_gone_leaves_its_text_on_the_screen(serve: Serve, visit: Visit) -> None:
    site = serve(Script(PARTS, free=2))
    visitor = visit(site)
    visitor.drop_and_read()
    visitor.clean()
    visitor.wait_text("The second part.")
    for home in site.store.folder.iterdir():
        job = site.store.get(home.name)
        if job is None:
            continue
        site.store.remove(job)
    expect(visitor.page.locator(".live-headline")).to_contain_text("no longer on the server")
    assert visitor.text == "".join(PARTS[:2])


def test_two_visitors_never_see_each_other_s_text(serve: Serve, visit: Visit) -> None:
    site = serve(Script(PARTS), at_once=1)
    first, second = visit(site), visit(site)
    first.drop_and_read(name="first.pdf")
    second.drop_and_read(name="second.pdf")
    first.clean()
    first.wait_state("running")
    second.clean()
    second.wait_state("queued")
    expect(second.page.locator(".live-headline")).to_have_text(
        "Waiting for a free place: yours is next"
    )
    assert second.text == ""
    expect(first.page.locator(".facts h2")).to_have_text("first.pdf")
    expect(second.page.locator(".facts h2")).to_have_text("second.pdf")


def test_markup_in_a_pdf_stays_text(serve: Serve, visit: Visit) -> None:
    bad = "<img src=x onerror=\"document.title='bad'\"> ${document.title='bad'} {{7*7}} <b>x</b>"
    visitor = visit(serve(Script([bad], free=9), FakeReader(bad, title=bad, author=bad)))
    visitor.drop_and_read(name="a.pdf")
    visitor.clean()
    visitor.wait_state("finished")
    assert visitor.text == bad
    expect(visitor.page.locator(".facts h2")).to_have_text(bad)
    expect(visitor.page.locator(".facts .by")).to_have_text(bad)
    assert visitor.page.title() == "pdfclean"
    assert visitor.page.locator(".live-text img, .facts img, .live-text b").count() == 0
