"""Polishing as the page offers it: what wakes up, what is said when a model cannot be had."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator

import pytest
from playwright.sync_api import expect

from pdfclean.errors import ModelError
from pdfclean.settings import MODELS, Polish, Settings
from tests.e2e.conftest import Site, Visitor
from tests.scripted import Script

pytestmark = pytest.mark.browser
Serve = Callable[..., Site]
Visit = Callable[..., Visitor]


class Loading:
    """A loader that reports progress until it is told to come to an end."""

    def __init__(self, error: ModelError | None = None) -> None:
        self.end = threading.Event()
        self.models: list[str] = []
        self._error = error

    def __call__(
        self, settings: Settings, stopped: Callable[[], bool]
    ) -> Generator[str, None, None]:
        self.models.append(settings.model)
        while not (self.end.wait(0.05) or stopped()):
            yield f"Fetching {settings.model}: 0.4 GB of 1.2 GB"
        if self._error is not None:
            raise self._error


def choose_all(visitor: Visitor) -> None:
    """Have all chunks polished."""
    visitor.open_settings()
    visitor.page.get_by_label("All chunks").check()
    expect(visitor.page.get_by_role("combobox")).to_be_visible()


def test_what_only_a_model_uses_is_at_rest_while_none_polishes(serve: Serve, visit: Visit) -> None:
    visitor = visit(serve())
    page = visitor.page
    visitor.open_settings()
    visitor.open_advanced()
    sliders = [
        page.get_by_label(f"range slider for {name}") for name in ("Temperature", "Max new tokens")
    ]
    top_p = page.get_by_label("range slider for Top-p")
    fields = [*sliders, page.get_by_label("Seed"), page.get_by_label("Prompt")]
    expect(page.get_by_label("Off")).to_be_checked()
    expect(page.get_by_label("range slider for Chunk size")).to_be_enabled()
    for field in (*fields, top_p):
        expect(field).to_be_disabled()
    resting = page.locator("#side").inner_text().count("Used when a model polishes")
    assert resting == len(fields) + 1
    expect(page.get_by_text("the original used 0.7")).to_be_visible()
    choose_all(visitor)
    for field in fields:
        expect(field).to_be_enabled()
    expect(page.get_by_text("the original used 0.7")).to_be_visible()
    assert "Used when a model polishes" not in page.locator("#side").inner_text()
    # A model that deletes chooses between two ways, not among words.
    expect(top_p).to_be_disabled()
    page.get_by_label("Rewrite").check()
    expect(top_p).to_be_enabled()
    page.get_by_label("Off").check()
    for field in (*fields, top_p):
        expect(field).to_be_disabled()


def test_models_are_offered_gated_ones_named_and_any_other_can_be_typed(
    serve: Serve, visit: Visit
) -> None:
    loading = Loading()
    script = Script(["Text."], free=9)
    visitor = visit(serve(script, loader=loading))
    visitor.drop_and_read()
    choose_all(visitor)
    box = visitor.page.get_by_role("combobox")
    box.click()
    shown = visitor.page.get_by_role("option").all_inner_texts()
    assert [text.replace("✓", "").strip() for text in shown] == [m.label for m in MODELS]
    assert sum("gated" in text for text in shown) == 2
    box.fill("someone/their-model")
    box.press("Enter")
    loading.end.set()
    visitor.clean()
    visitor.wait_state("finished")
    assert loading.models == ["someone/their-model"]
    assert script.settings[0].model == "someone/their-model"
    assert script.settings[0].polish is Polish.ALL


def test_loading_is_seen_and_a_model_that_fails_costs_a_sentence_only(
    serve: Serve, visit: Visit
) -> None:
    loading = Loading(ModelError("This model is gated: accept its licence, or choose another."))
    script = Script(["One.", " Two."])
    visitor = visit(serve(script, loader=loading))
    visitor.drop_and_read()
    choose_all(visitor)
    visitor.clean()
    headline = visitor.page.locator(".live-headline")
    expect(headline).to_have_text(f"Fetching {MODELS[0].id}: 0.4 GB of 1.2 GB")
    loading.end.set()
    notice = visitor.page.locator(".live-notice")
    expect(notice).to_have_text("This model is gated: accept its licence, or choose another.")
    expect(notice).to_have_attribute("role", "alert")
    script.release(9)
    visitor.wait_state("finished")
    assert visitor.text == "One. Two."
    assert script.settings[0].polish is Polish.OFF
    expect(notice).to_be_visible()


def test_stop_while_a_model_loads(serve: Serve, visit: Visit) -> None:
    visitor = visit(serve(Script(["One."]), loader=Loading()))
    visitor.drop_and_read()
    choose_all(visitor)
    visitor.clean()
    expect(visitor.page.locator(".live-headline")).to_contain_text("Fetching")
    visitor.page.click("#stop")
    visitor.wait_state("stopped", timeout=1000)


def test_a_model_on_a_server_is_asked_for_by_address_and_key(serve: Serve, visit: Visit) -> None:
    loading, script = Loading(), Script(["One."], free=100)
    loading.end.set()
    visitor = visit(serve(script, loader=loading))
    page = visitor.page
    expect(page.get_by_label("On a server")).to_be_hidden()
    choose_all(visitor)
    expect(page.get_by_label("Server address")).to_be_hidden()
    page.get_by_label("On a server").check()
    page.get_by_label("Server address").fill("localhost:8000")
    key = page.get_by_label("Server key")
    expect(key).to_have_attribute("type", "password")
    key.fill("sk-secret")
    visitor.drop_and_read()
    page.click("#clean")
    expect(page.locator("#alert")).to_contain_text("is no address of a server")
    page.get_by_label("Server address").fill("http://localhost:8000")
    visitor.clean()
    visitor.wait_state("finished")
    (settings,) = script.settings
    assert settings.server == "http://localhost:8000/v1"
    assert settings.key.reveal() == "sk-secret"
    visitor.shot("server")
    page.get_by_label("On this machine").check()
    expect(page.get_by_label("Server address")).to_be_hidden()
