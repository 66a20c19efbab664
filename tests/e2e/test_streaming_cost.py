"""What a very long text costs the browser and the wire."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.e2e.conftest import Site, Visitor
from tests.scripted import Script

pytestmark = pytest.mark.browser

CHARACTERS = 500_000
PARAGRAPH = "The keeper rose before the light and walked down to the shaft to read the gauge. " * 12

WATCH = """() => {
  window.longTasks = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.longTasks.push(entry.duration);
  }).observe({ type: "longtask" });
}"""


TRIES = 3
"""Other work on the machine can only add long tasks, so the best of these counts."""


def test_half_a_million_characters(
    serve: Callable[..., Site], visit: Callable[..., Visitor]
) -> None:
    count = CHARACTERS // len(PARAGRAPH) + 1
    parts = [f"\n\nNumber {number}. {PARAGRAPH}".rstrip() for number in range(count)]
    for _ in range(TRIES):
        tasks, sent = stream(serve, visit, parts)
        print(f"\n{len(tasks)} long tasks {[round(t) for t in tasks]} ms, {sent:,} bytes sent")
        if sum(tasks) <= 500 and all(task <= 100 for task in tasks):
            break
    assert sum(tasks) <= 500
    assert all(task <= 100 for task in tasks)
    assert sent <= 2 * CHARACTERS


def stream(
    serve: Callable[..., Site], visit: Callable[..., Visitor], parts: list[str]
) -> tuple[list[float], int]:
    """Stream a text; the browser's long tasks in milliseconds, and the bytes that came."""
    script = Script(parts)
    visitor = visit(serve(script))
    network = visitor.page.context.new_cdp_session(visitor.page)
    sizes: list[int] = []
    network.on("Network.dataReceived", lambda event: sizes.append(event["encodedDataLength"]))
    network.send("Network.enable")
    visitor.drop_and_read()
    visitor.page.evaluate(WATCH)
    sizes.clear()
    visitor.clean()
    # Four chunks, then a look: about 130 pulls with text, as in a run of half a minute.
    for number in range(0, len(parts), 4):
        script.release(4)
        visitor.wait_text(f"Number {min(number + 3, len(parts) - 1)}.")
    visitor.wait_state("finished")
    visitor.wait_whole()
    assert visitor.text == "".join(parts).strip()
    assert len(visitor.text) >= CHARACTERS
    assert sum(sizes) >= CHARACTERS
    tasks: list[float] = visitor.page.evaluate("window.longTasks")
    return tasks, sum(sizes)
