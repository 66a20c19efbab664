"""What is typed into the drawer the moment it opens is not lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.e2e.conftest import Site, Visitor
from tests.scripted import Script

pytestmark = pytest.mark.browser

OPEN = """(name) => [...document.querySelectorAll("button")].find(
  (each) => each.textContent.includes(name)).click()"""
# In the very frame in which a field can be typed into.
FOCUS = """(field) => new Promise((done) => {
  const look = () => {
    const node = document.querySelector(field);
    if (!node?.offsetParent || node.disabled) return requestAnimationFrame(look);
    node.focus();
    node.select();
    done();
  };
  look();
})"""


def test_what_is_typed_at_once_counts(
    serve: Callable[..., Site], visit: Callable[..., Visitor]
) -> None:
    script = Script(["One."], free=9)
    visitor = visit(serve(script))
    visitor.drop_and_read()
    visitor.page.evaluate(OPEN, "Settings")
    visitor.page.get_by_label("Where doubtful").wait_for()
    visitor.page.evaluate(OPEN, "Advanced")
    # This wakes the fields of the drawer while it opens.
    visitor.page.get_by_label("Where doubtful").check()
    visitor.page.evaluate(FOCUS, "#advanced textarea")
    visitor.page.keyboard.type("Keep what is said.")
    visitor.page.evaluate(FOCUS, "#advanced input[type=number]")
    visitor.page.keyboard.type("500")
    visitor.page.keyboard.press("Tab")
    visitor.clean()
    visitor.wait_state("finished")
    (asked,) = script.settings
    assert (asked.prompt, asked.max_chars) == ("Keep what is said.", 500)
