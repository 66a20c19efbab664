"""Light and dark, wide and narrow, by keyboard alone, and legible in each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from pdfclean.errors import ModelError
from tests.e2e.conftest import Site, Visitor
from tests.scripted import FakeReader, Script

pytestmark = pytest.mark.browser
Serve = Callable[..., Site]
Visit = Callable[..., Visitor]

FORMS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1360, "height": 860}},
    "dark": {"viewport": {"width": 1360, "height": 860}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 380, "height": 780}, "has_touch": True},
    "phone-dark": {"viewport": {"width": 380, "height": 780}, "color_scheme": "dark"},
}
PROSE = (
    "The tide pools were counted twice a day, once at dawn and once at dusk. In most of them the "
    "limpets had moved less than a hand’s width, and no pool lost more than three. "
) * 4

# Text that is seen, enabled and too pale: [text, ratio]. WCAG 2.1, 1.4.3: 4.5, or 3 if large.
PALE = """() => {
  const rgb = (text) => {
    const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number);
    return [r, g, b, a];
  };
  const over = (top, below) => top.slice(0, 3).map((c, i) => c * top[3] + below[i] * (1 - top[3]));
  const ground = (node) => {
    const layers = [];
    for (let each = node; each; each = each.parentElement) {
      layers.push(rgb(getComputedStyle(each).backgroundColor));
    }
    return layers.reduceRight((below, top) => over(top, below), [255, 255, 255]);
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((c) => {
      c /= 255;
      return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const pale = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim();
    if (!text || !node.checkVisibility({ visibilityProperty: true })) continue;
    if (["SCRIPT", "STYLE"].includes(node.tagName)) continue;
    if (node.closest("[disabled], .sr-only")) continue;
    if (node.closest(".block")?.querySelector("input:disabled")) continue;
    const style = getComputedStyle(node);
    const below = ground(node);
    const a = light(over(rgb(style.color), below));
    const b = light(below);
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) pale.push([text.slice(0, 60), Math.round(ratio * 100) / 100]);
  }
  return pale;
}"""
WIDTHS = "() => [document.documentElement.scrollWidth, window.innerWidth]"


def fine(visitor: Visitor, form: str, state: str) -> None:
    """A state is legible, fits the width, and is kept as a picture for whoever wants to look."""
    visitor.page.wait_for_function(
        "() => !document.getAnimations().some((a) => a.transitionProperty)"
    )
    visitor.shot(f"{form}-{state}")
    assert visitor.page.evaluate(PALE) == []
    wide, room = visitor.page.evaluate(WIDTHS)
    assert wide <= room


def gated(*_: Any) -> Any:
    raise ModelError("This model is gated: accept its licence on the hub, or choose another one.")
    yield


@pytest.mark.parametrize("form", FORMS)
def test_each_state_is_legible_and_fits(serve: Serve, visit: Visit, form: str) -> None:
    parts = [f"\n\n{PROSE}"] * 12
    script = Script(parts)
    reader = FakeReader(
        PROSE,
        "",
        PROSE,
        title="The tide pools of the northern shore: a count over forty days",
        author="A. Marsh, B. Reed, C. Oyelaran",
        created="2024-03-12",
    )
    visitor = visit(serve(script, reader, loader=gated), **FORMS[form])
    fine(visitor, form, "1-empty")
    visitor.drop(b"no PDF at all", "notes.pdf")
    assert visitor.alert
    fine(visitor, form, "2-error")
    visitor.drop_and_read()
    expect(visitor.page.locator(".facts .warn")).to_be_visible()
    fine(visitor, form, "3-ready")
    visitor.open_settings()
    visitor.page.get_by_label("All chunks").check()
    visitor.open_advanced()
    expect(visitor.page.get_by_label("Prompt")).to_be_enabled()
    fine(visitor, form, "4-advanced")
    visitor.page.get_by_role("button", name="Advanced").click()
    visitor.clean()
    script.release(5)
    expect(visitor.page.locator(".live-headline")).to_have_text("Cleaning part 6 of 12")
    expect(visitor.page.locator(".live-notice")).to_be_visible()
    fine(visitor, form, "5-running")
    script.release(99)
    visitor.wait_state("finished")
    visitor.page.wait_for_selector("#text")
    fine(visitor, form, "6-finished")


def test_dark_follows_the_system(serve: Serve, visit: Visit) -> None:
    site = serve()
    brightness = """() => getComputedStyle(document.querySelector("#main"))
      .backgroundColor.match(/\\d+/g).map(Number).reduce((a, b) => a + b) / 3"""
    assert visit(site).page.evaluate(brightness) > 220
    assert visit(site, color_scheme="dark").page.evaluate(brightness) < 60


def test_calm_for_who_asks_for_it(serve: Serve, visit: Visit) -> None:
    visitor = visit(serve(), reduced_motion="reduce")
    moves = """() => [...document.querySelectorAll(".live *, #side *")].filter((node) => {
      const style = getComputedStyle(node);
      return style.animationName !== "none" || style.transitionDuration !== "0s";
    }).length"""
    assert visitor.page.evaluate(moves) == 0


def press_tab_until(visitor: Visitor, selector: str, key: str = "Tab") -> None:
    """Go on with Tab until a control has the focus."""
    for _ in range(60):
        visitor.page.keyboard.press(key)
        if visitor.page.evaluate(f"document.activeElement.matches({selector!r})"):
            return
    pytest.fail(f"Tab does not reach {selector}")


def test_the_keyboard_is_enough(serve: Serve, visit: Visit) -> None:
    script = Script([f"\n\n{PROSE}"] * 8)
    visitor = visit(serve(script))
    page = visitor.page
    paper = {"name": "paper.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n"}
    # Long before Enter: Playwright's expect_file_chooser can come too late for it.
    page.on("filechooser", lambda chooser: chooser.set_files(paper))
    press_tab_until(visitor, "#file button")
    page.keyboard.press("Enter")
    expect(page.locator("#clean")).to_be_enabled()
    press_tab_until(visitor, "#clean")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    script.release(6)
    visitor.wait_text("dusk")
    # The button that was pressed is at rest now; the text has the focus and can be scrolled.
    expect(page.locator(".live-text")).to_be_focused()
    page.keyboard.press("Home")
    page.wait_for_function("document.querySelector('.live-text').scrollTop === 0")
    press_tab_until(visitor, "#stop")
    page.keyboard.press("Enter")
    visitor.wait_state("stopped")
    page.wait_for_selector("#text")
    press_tab_until(visitor, "#text, #text a, #text button")
    with page.expect_download():
        page.keyboard.press("Enter")


def test_controls_have_names(serve: Serve, visit: Visit) -> None:
    visitor = visit(serve(Script([PROSE], free=9)))
    visitor.drop_and_read()
    visitor.clean()
    visitor.wait_state("finished")
    visitor.page.wait_for_selector("#text")
    tree = visitor.page.locator("body").aria_snapshot()
    for role in ("button", "slider", "textbox", "link", "progressbar", "spinbutton", "article"):
        assert f"- {role}\n" not in tree, f"a {role} without a name"
        assert f"- {role}:" not in tree, f"a {role} without a name"
    # The regions where things are read out are there before there is anything to read.
    for region in ("#alert [role=alert]", ".live [role=status]"):
        seen = f"getComputedStyle(document.querySelector('{region}')).display"
        assert visitor.page.evaluate(seen) != "none"
