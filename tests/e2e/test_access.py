"""Every state of the page in every form: legible, nothing cut off, nothing that axe objects to; and
what is told to those who use it by keyboard or by ear.

Each state is kept as a picture, ``build/screenshots/<form>-<number>-<state>.png``.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from pdfclean.document import CleanChunk
from pdfclean.errors import PdfCleanError
from pdfclean.extraction.reader import Reader
from pdfclean.jobs import Outlook
from pdfclean.pipeline import ChunkFinished, Event, Finished, Source, clean
from pdfclean.polishing import Polisher
from pdfclean.settings import Settings
from tests.e2e.conftest import PATIENCE, Site, Visitor
from tests.e2e.test_listening import SPEECH, VOICES
from tests.e2e.test_selecting import click
from tests.pdfs import odd, reportlab_papers
from tests.scripted import FakeReader, Script

pytestmark = pytest.mark.browser
Serve = Callable[..., Site]
Visit = Callable[..., Visitor]

DESK = {"width": 1360, "height": 860}
PHONE = {"width": 380, "height": 780}
FORMS: dict[str, tuple[dict[str, int], bool]] = {
    # viewport, dark
    "light": (DESK, False),
    "dark": (DESK, True),
    "phone": (PHONE, False),
    "phone-dark": (PHONE, True),
    "zoomed": ({"width": 640, "height": 400}, False),  # 200% of 1280 x 800
    "short": ({"width": 1280, "height": 700}, False),
    "wide": ({"width": 1920, "height": 1080}, False),
}
FEW = ("light", "dark", "phone")
"""Forms in which a state is looked at that differs from another one by a detail."""

DARKEN = "(dark) => document.body.classList.toggle('dark', dark)"
AXE: dict[str, dict[str, Any]] = {
    "light": {
        "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        "rules": {"target-size": {"enabled": True}},
    },
    # The rules that the dark can break.
    "dark": {"runOnly": ["color-contrast", "link-in-text-block"]},
}
"""What axe looks for, by form."""
BAD = ("serious", "critical")

# Text that is seen, enabled and too pale: [text, ratio]. WCAG 2.1, 1.4.3: 4.5, or 3 if large.
# axe leaves out what it is not sure of; here everything counts.
PALE = """() => {
  const SEEN = { visibilityProperty: true, contentVisibilityAuto: true };
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
    if (!text || !node.checkVisibility(SEEN)) continue;
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
# Controls that are seen and stand out of the page sideways, unless a list scrolls that way.
CUT = """() => {
  const SEEN = { visibilityProperty: true, contentVisibilityAuto: true };
  const scrolls = (node) => {
    for (let each = node.parentElement; each; each = each.parentElement) {
      const { overflowX } = getComputedStyle(each);
      const scrolled = ["auto", "scroll"].includes(overflowX);
      if (scrolled && each.scrollWidth > each.clientWidth) return true;
    }
    return false;
  };
  const wide = document.documentElement.scrollWidth > innerWidth ? ["the page"] : [];
  return wide.concat([...document.querySelectorAll("button, a, input, textarea, summary")]
    .filter((node) => node.checkVisibility(SEEN) && !node.matches(".skip"))
    .filter((node) => {
      const { left, right } = node.getBoundingClientRect();
      return (left < -1 || right > innerWidth + 1) && !scrolls(node);
    })
    .map((node) => node.outerHTML.slice(0, 120)));
}"""
# Targets under 24 pixels (WCAG 2.2, 2.5.8); a box with a label is as large as its label.
SMALL = """() => {
  const SEEN = { visibilityProperty: true, contentVisibilityAuto: true };
  return [...document.querySelectorAll("button, a, input, summary, select, [role=tab]")]
    .filter((node) => node.checkVisibility(SEEN))
    .filter((node) => !node.disabled && !node.matches(".skip, p a, [type=file]"))
    .map((node) => [node, (node.closest("label") || node).getBoundingClientRect()])
    .filter(([, { width, height }]) => width < 23.9 || height < 23.9)
    .map(([node, { width, height }]) =>
      `${Math.round(width)} x ${Math.round(height)}: ${node.outerHTML.slice(0, 160)}`);
}"""
# What moves, for who asked for less motion.
MOVES = """() => [...document.querySelectorAll("body *")].filter((node) => {
    const { animationName, animationDuration, transitionDuration } = getComputedStyle(node);
    const longest = (text) => Math.max(...text.split(",").map(parseFloat));
    return (animationName !== "none" && longest(animationDuration) > 0.01)
      || longest(transitionDuration) > 0.01;
  }).map((node) => node.outerHTML.slice(0, 120))"""


# The stage ----------------------------------------------------------------------------------------


class Held:
    """The real pipeline, a part at a time: each waits till it is let go. The second is in doubt.

    Also a reader: a document that is being read stays so while ``reading`` is not set.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._turn = threading.Semaphore(0)
        self.reading = threading.Event()
        self.reading.set()
        self.fail = False

    def release(self, count: int = 1) -> None:
        """Let so many parts pass."""
        self._turn.release(count)

    def hold(self) -> None:
        """Let none pass any more."""
        while self._turn.acquire(blocking=False):
            pass

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)

    def open(self, path: Path, password: str = "") -> Any:
        """The document, when it may be read."""
        self.reading.wait(PATIENCE / 1000)
        return self._reader.open(path, password)

    def clean(
        self,
        source: Source,
        settings: Settings,
        polisher: Polisher | None,
        stopped: Callable[[], bool],
    ) -> Iterator[Event]:
        """The events of one run."""
        for event in clean(source, settings, polisher, stopped):
            match event:
                case ChunkFinished(chunk, total):
                    while not self._turn.acquire(timeout=0.02) and not stopped():
                        pass
                    if self.fail:
                        raise PdfCleanError("The machine has no memory left. Close something.")
                    yield ChunkFinished(doubted(chunk), total)
                case Finished(document, complete):
                    chunks = tuple(map(doubted, document.chunks))
                    yield Finished(replace(document, chunks=chunks), complete)
                case _:
                    yield event


def doubted(chunk: CleanChunk) -> CleanChunk:
    """The second chunk as one that layout is not sure of."""
    if chunk.chunk.index != 1:
        return chunk
    why = "something was taken out that may belong to the text"
    marks = tuple(replace(mark, confidence=0.6) for mark in chunk.marks)
    return replace(chunk, doubts=(why,), marks=marks)


class Gallery:
    """Looks at a state in several forms: takes a picture and says what is wrong."""

    def __init__(self, page: Page, visitor: Visitor) -> None:
        self._page = page
        self._visitor = visitor
        page.evaluate(AXE_SCRIPT)
        self._count = 0
        self._faults: dict[str, list[str]] = {}

    def look(self, state: str, forms: Sequence[str] = tuple(FORMS)) -> None:
        """All faults of a state are collected: one walk tells them all."""
        self._count += 1
        page = self._page
        page.mouse.move(0, 0)
        for form in forms:
            size, dark = FORMS[form]
            page.set_viewport_size({"width": size["width"], "height": size["height"]})
            page.evaluate(DARKEN, dark)
            page.wait_for_function(
                "() => !document.getAnimations().some((a) => a.transitionProperty)"
            )
            self._picture(f"{form}-{self._count:02}-{state}", size["width"] < 900)
            where = f"{state}, {form}"
            self._note(where, "too pale", page.evaluate(PALE))
            self._note(where, "axe", self._objections(form))
            if not dark:
                self._note(where, "cut off", page.evaluate(CUT))
                self._note(where, "too small to hit", page.evaluate(SMALL))
        page.emulate_media(reduced_motion="reduce")
        self._note(state, "moves", page.evaluate(MOVES))
        page.emulate_media(reduced_motion="no-preference")
        page.set_viewport_size({"width": DESK["width"], "height": DESK["height"]})
        page.evaluate(DARKEN, False)

    def _picture(self, name: str, narrow: bool) -> None:
        """On a phone the controls stand above the text: both, or the text once there is one."""
        begun = self._page.locator('.live:not([data-state="empty"])').count()
        if narrow and begun:
            self._page.evaluate("document.querySelector('#main').scrollIntoView()")
        self._visitor.shot(name, whole=narrow and not begun)

    def _objections(self, form: str) -> list[str]:
        if form not in AXE:
            return []
        options = {**AXE[form], "resultTypes": ["violations"]}
        found = self._page.evaluate("(options) => axe.run(options)", options)["violations"]
        return [
            f"{each['id']} ({each['impact']}): {node['html'][:160]}"
            for each in found
            if each["impact"] in BAD
            for node in each["nodes"]
        ]

    def _note(self, where: str, what: str, faults: Sequence[object]) -> None:
        for each in faults:
            self._faults.setdefault(f"{what}: {each}", []).append(where)

    @property
    def faults(self) -> str:
        """All that was found, and where."""
        return "\n".join(f"{what} [{'; '.join(where)}]" for what, where in self._faults.items())


def test_every_state_in_every_form(serve: Serve, visit: Visit, reader: Reader) -> None:
    held = Held(reader)
    site = serve(held.clean, held, outlook=Outlook())
    visitor = visit(site, viewport=DESK)
    visitor.page.context.add_init_script(SPEECH)
    visitor.open(site.url)
    visitor.page.evaluate(VOICES)
    gallery = Gallery(visitor.page, visitor)
    before_a_run(visitor, gallery, held)
    runs(visitor, gallery, held)
    looking_over(visitor, gallery)
    in_the_text(visitor, gallery)
    several(visitor, gallery, held)
    assert not gallery.faults, gallery.faults


def before_a_run(visitor: Visitor, gallery: Gallery, held: Held) -> None:
    """From the empty page to the example, with what can go wrong."""
    page = visitor.page
    gallery.look("empty")
    page.locator("#example").click(trial=True)  # nothing lies over it
    page.get_by_role("button", name="Keys").click()
    gallery.look("keys", FEW)
    page.keyboard.press("Escape")

    visitor.drop(odd.renamed_text(), "notes.pdf")
    assert visitor.alert
    gallery.look("refused", FEW)
    visitor.drop(odd.encrypted().data, "sealed.pdf")
    page.get_by_label("Password").wait_for()
    gallery.look("locked", FEW)

    held.reading.clear()
    page.get_by_role("button", name="Try it with an example").click()
    page.locator(".facts.reading").wait_for()
    gallery.look("reading", FEW)
    held.reading.set()
    expect(page.locator("#clean")).to_be_enabled(timeout=PATIENCE)
    expect(page.locator(".facts h2")).to_have_text("Counting Swifts with a Cheap Microphone")
    expect(page.locator(".live-empty")).to_be_visible()
    gallery.look("ready")

    page.get_by_role("button", name="Choose pages").click()
    page.locator(".picker-page img").first.wait_for()
    gallery.look("pages", FEW)
    page.get_by_role("button", name="Choose pages").click()
    visitor.open_settings()
    visitor.open_advanced()
    page.get_by_role("button", name="What is left out").click()
    page.locator("#switches").get_by_label("Tables").wait_for()
    gallery.look("settings", FEW)
    for fold in ("Settings", "Advanced", "What is left out"):
        page.get_by_role("button", name=fold).click()


def runs(visitor: Visitor, gallery: Gallery, held: Held) -> None:
    """One that is stopped, one that fails, one that comes to its end."""
    page = visitor.page
    visitor.clean()
    held.release(3)
    expect(page.locator(".live-text p").first).to_be_visible()
    expect(page.locator(".live-headline")).to_contain_text("Cleaning page")
    gallery.look("running")
    page.click("#stop")
    visitor.wait_state("stopped")
    visitor.wait_whole()
    gallery.look("stopped", FEW)

    held.fail = True
    visitor.clean()
    held.release()
    visitor.wait_state("failed")
    assert visitor.alert
    gallery.look("failed", FEW)

    held.fail = False
    held.release(99)
    visitor.clean()
    visitor.wait_state("finished")
    visitor.wait_whole()
    gallery.look("finished")
    page.click("#download-more")
    gallery.look("downloads", FEW)
    page.keyboard.press("Escape")


def looking_over(visitor: Visitor, gallery: Gallery) -> None:
    """The other views of the text."""
    page = visitor.page
    for view, shown in (
        ("removed", ".removed .item"),
        ("doubtful", ".doubtful .item"),
        ("changes", ".changes del"),
    ):
        page.click(f"#tab-{view}")
        page.locator(shown).first.wait_for()
        gallery.look(view, FEW)
    page.click("#tab-text")
    page.locator("#beside").click()
    page.locator(".changes del").first.wait_for()
    gallery.look("beside", ("light", "dark", "short", "wide"))
    page.locator("#beside").click()


def in_the_text(visitor: Visitor, gallery: Gallery) -> None:
    """A sentence is chosen, its page is shown, its paragraph is edited."""
    page = visitor.page
    click(visitor, "We placed twenty-four")
    page.locator(".at-hand").wait_for()
    gallery.look("sentence", FEW)
    click(visitor, "We placed twenty-four")
    page.get_by_role("button", name="Show page").click()
    page.locator(".sheet-outlined span").first.wait_for()
    gallery.look("page")
    page.get_by_role("button", name="Close the page").click()
    click(visitor, "We placed twenty-four")
    page.get_by_role("button", name="Edit paragraph").click()
    page.locator(".editor textarea").wait_for()
    gallery.look("editing", FEW)
    page.keyboard.press("Escape")
    page.click("#find")
    page.locator(".find-bar input").first.fill("swift")
    gallery.look("find", FEW)
    page.keyboard.press("Escape")
    page.click("#listen")
    page.locator(".listen-bar").wait_for()
    gallery.look("listening", FEW)
    page.click("#download-more")
    page.locator("#download-panel").wait_for()
    gallery.look("download", FEW)
    page.keyboard.press("Escape")


def several(visitor: Visitor, gallery: Gallery, held: Held) -> None:
    """More documents are dropped: a list of all, one being cleaned, one waiting."""
    page = visitor.page
    held.hold()
    visitor.drop_all(
        ("paper.pdf", reportlab_papers.paper().data),
        ("An unusually long name of a file that nobody ever gave a title.pdf", odd.huge(30).data),
        ("broken.pdf", b"%PDF-1.7\nnothing that a PDF has"),
    )
    clean_all = page.locator('.docs-acts [data-what="clean"]')
    expect(clean_all).to_have_text("Clean all 2", timeout=PATIENCE)
    expect(page.locator('.doc[data-state="failed"]')).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#clean")).to_be_enabled(timeout=PATIENCE)
    gallery.look("documents", (*FEW, "zoomed"))
    clean_all.click()
    held.release()
    expect(page.locator('.doc[data-state="running"]')).to_be_visible(timeout=PATIENCE)
    expect(page.locator('.doc[data-state="queued"]')).to_be_visible(timeout=PATIENCE)
    gallery.look("documents-running", ("light", "dark"))
    held.release(99)
    expect(page.locator('.doc[data-state="finished"]')).to_have_count(3, timeout=PATIENCE)


# By keyboard --------------------------------------------------------------------------------------


def press_tab_until(page: Page, selector: str, key: str = "Tab") -> None:
    """Go on with Tab until a control has the focus; each stop on the way can be seen."""
    for _ in range(60):
        page.keyboard.press(key)
        if page.evaluate(f"document.activeElement.matches({selector!r})"):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline == "solid", selector
            return
    pytest.fail(f"Tab does not reach {selector}")


# Everything that a screen reader would read out unasked.
HEARD = """() => {
  const regions = "[role=status], [role=alert], [aria-live]";
  const heard = (window.heard = []);
  new MutationObserver((changes) => {
    const told = new Set();
    for (const { target, addedNodes } of changes) {
      const node = target.nodeType === 1 ? target : target.parentElement;
      told.add(node?.closest(regions));
      for (const each of addedNodes) if (each.matches?.(regions)) told.add(each);
    }
    for (const region of told) {
      const text = region?.isConnected && region.textContent.trim();
      if (text && region.getAttribute("aria-live") !== "off") heard.push(text);
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


def test_the_keyboard_is_enough_and_little_is_read_out(serve: Serve, visit: Visit) -> None:
    script = Script([f"\n\nThe {n}th pool was counted at dawn and at dusk." for n in range(40)])
    visitor = visit(serve(script))
    page = visitor.page
    page.evaluate(HEARD)
    paper = {"name": "paper.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n"}
    # Long before Enter: Playwright's expect_file_chooser can come too late for it.
    page.on("filechooser", lambda chooser: chooser.set_files(paper))
    press_tab_until(page, ".keys-open")
    page.keyboard.press("Enter")
    expect(page.locator(".keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".keys")).to_be_hidden()
    expect(page.locator(".keys-open")).to_be_focused()

    press_tab_until(page, "#file button")
    page.keyboard.press("Enter")
    expect(page.locator("#clean")).to_be_enabled()
    # Whether the drop zone was drawn anew or not, the focus is on this way, not at the page's top.
    expect(page.locator("#file button:focus, #clean:focus")).to_have_count(1)
    if not page.locator("#clean:focus").count():
        press_tab_until(page, "#clean")
    page.keyboard.press("Enter")
    for _ in range(20):
        script.release()
        page.wait_for_timeout(20)
    visitor.wait_text("19th")
    # The button that was pressed is at rest now; the text has the focus and can be scrolled.
    expect(page.locator(".live-text")).to_be_focused()
    page.keyboard.press("Home")
    page.wait_for_function("document.querySelector('.live-text').scrollTop === 0")
    press_tab_until(page, "#stop")
    page.keyboard.press("Enter")
    visitor.wait_state("stopped")
    visitor.wait_whole()
    expect(page.locator(".live-text")).to_be_focused()
    page.keyboard.press("Shift+?")
    expect(page.locator(".keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".live-text")).to_be_focused()
    press_tab_until(page, "#tab-text", "Shift+Tab")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#tab-removed")).to_be_focused()
    expect(page.locator("#view-removed")).to_be_visible()
    page.keyboard.press("End")
    expect(page.locator("#tab-changes")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Home")
    press_tab_until(page, "#download")
    with page.expect_download():
        page.keyboard.press("Enter")
    heard = page.evaluate("window.heard")
    # What is done, each quarter of the way, and the end: no more than that, and nothing twice.
    assert heard
    assert len(heard) <= 8, heard
    assert len(set(heard)) == len(heard), heard


def test_a_way_past_the_controls_and_to_the_password(serve: Serve, visit: Visit) -> None:
    visitor = visit(serve(Script(["One."], free=9), FakeReader(password="dusk")))
    page = visitor.page
    fold = page.get_by_role("button", name="Settings")
    expect(fold).to_have_attribute("aria-expanded", "false")
    fold.click()
    expect(fold).to_have_attribute("aria-expanded", "true")
    fold.click()
    visitor.drop()
    field = page.get_by_label("Password")
    expect(field).to_be_focused()
    page.keyboard.type("dusk")
    page.keyboard.press("Enter")
    expect(page.locator("#clean")).to_be_focused()
    page.keyboard.press("Enter")
    visitor.wait_state("finished")
    page.evaluate("document.activeElement.blur()")
    page.evaluate("document.querySelector('.skip').focus()")
    expect(page.locator(".skip")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".live-text")).to_be_focused()


def test_nothing_vanishes_in_forced_colours(serve: Serve, visit: Visit) -> None:
    script = Script(["\n\nOne.", "\n\nTwo.", "\n\nThree."])
    visitor = visit(serve(script), forced_colors="active")
    page = visitor.page
    visitor.drop_and_read()
    visitor.clean()
    script.release()
    visitor.wait_text("One.")
    bar = "getComputedStyle(document.querySelector('.live-bar span')).backgroundColor"
    ground = "getComputedStyle(document.querySelector('.live-bar')).backgroundColor"
    assert page.evaluate(bar) != page.evaluate(ground)
    script.release(9)
    visitor.wait_state("finished")
    edge = "(id) => getComputedStyle(document.querySelector(id)).borderBottomColor"
    assert page.evaluate(edge, "#tab-text") != page.evaluate(edge, "#tab-changes")
    visitor.shot("forced-colours-finished")
