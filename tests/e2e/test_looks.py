"""Dark and calm for who asks for it, a name on each control; test_access.py walks the states."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.e2e.conftest import Site, Visitor
from tests.scripted import Script

pytestmark = pytest.mark.browser
Serve = Callable[..., Site]
Visit = Callable[..., Visitor]


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


def test_controls_have_names(serve: Serve, visit: Visit) -> None:
    visitor = visit(serve(Script(["One."], free=9)))
    visitor.drop_and_read()
    visitor.clean()
    visitor.wait_state("finished")
    visitor.wait_whole()
    tree = visitor.page.locator("body").aria_snapshot()
    for role in ("button", "slider", "textbox", "link", "progressbar", "spinbutton", "article"):
        assert f"- {role}\n" not in tree, f"a {role} without a name"
        assert f"- {role}:" not in tree, f"a {role} without a name"
    # The regions where things are read out are there before there is anything to read.
    for region in ("#alert [role=alert]", ".live [role=status]"):
        seen = f"getComputedStyle(document.querySelector('{region}')).display"
        assert visitor.page.evaluate(seen) != "none"
