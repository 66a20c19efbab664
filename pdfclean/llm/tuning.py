"""What a model that may only delete can be tuned by, in one value that a file may hold.

A tuning file is JSON; what it leaves out stays as built in. ``tests.benchmark.tune`` writes one for
a model from measurements. Files in ``pdfclean/llm/tuned`` are used for the models that they are
named after (``owner--name.json``), others by ``--tuning FILE``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from importlib import resources
from typing import Any

from pdfclean.llm.prompt import Example, Task
from pdfclean.llm.units import GUARDS, Cut, Guard

__all__ = ["Tuning", "built_in", "parse", "to_text"]

MOST_LOOK = 32
"""Tokens; a look-ahead beyond this costs as much as generating."""
MOST_NATS = 20.0
"""Nats a token; margins and floors beyond this say always or never."""
KEPT, OUT = "+ ", "- "
"""What the lines of a worked example begin with in a file."""


@dataclass(frozen=True, slots=True)
class Tuning:
    """How a model is asked, and when its answer counts.

    Attributes:
        task: instructions and worked examples.
        cautious: nats a token by which a skip must beat copying at the cautious end of "How
            boldly". A 1.5B instruct model entered planted junk at +0.1 to +1.2 and no prose above
            -0.16. SmolLM2-135M hardly tells the two apart (``tests/benchmark/POLISH.md``).
        bold: the same at the bold end.
        floor: nats a token that the beginning of what is skipped to must reach by itself.
            SmolLM2-135M copies at -0.23 in the median; where it deleted prose it had lost its
            place, and all was under -0.7.
        look: tokens of each candidate that are scored.
        guards: what makes a unit harder to delete.
        cut: where a passage is cut into units.
        able: from which share of (line of text, notice) pairs that a model ranks the right way
            round in its trial on it is trusted to the bold end. SmolLM2-135M has 0.66 in English,
            where a coin has 0.5; a 1.5B model had all pairs of five other passages right.
    """

    task: Task = field(default_factory=Task)
    cautious: float = 1.1
    bold: float = -0.1
    floor: float = -0.7
    look: int = 4
    guards: Guard = GUARDS
    cut: Cut = Cut.BOTH
    able: float = 0.9

    def margin(self, boldness: float) -> float:
        """The margin in nats a token for "How boldly", which runs from 0 to 1."""
        return self.cautious + (self.bold - self.cautious) * boldness


def built_in(model_id: str) -> Tuning:
    """The tuning that comes with pdfclean for a model, or the one for all."""
    name = model_id.replace("/", "--") + ".json"
    file = resources.files("pdfclean.llm").joinpath("tuned").joinpath(name)
    return parse(file.read_text(encoding="utf-8")) if file.is_file() else Tuning()


def to_text(tuning: Tuning) -> str:
    """A tuning as the text of a file."""
    told = {
        "instructions": tuning.task.instructions,
        "examples": [
            [f"{KEPT if stays else OUT}{line}" for line, stays in example]
            for example in tuning.task.examples
        ],
        "units": tuning.cut.value,
        "guards": asdict(tuning.guards),
        **{name: getattr(tuning, name) for name in _NUMBERS},
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


_NUMBERS = ("cautious", "bold", "floor", "look", "able")


def parse(text: str) -> Tuning:
    """Read a tuning file.

    Raises:
        ValueError: a plain sentence that says what is wrong.

    >>> parse('{"bold": 0.5, "units": "sentences"}').bold
    0.5
    """
    try:
        told = json.loads(text)
    except ValueError as error:
        raise ValueError(f"The tuning file is not JSON: {error}.") from error
    if not isinstance(told, dict):
        raise ValueError("The tuning file must be one JSON object.")
    known = {"instructions", "examples", "units", "guards", *_NUMBERS}
    if unknown := sorted(set(told) - known):
        raise ValueError(
            f"The tuning file has “{unknown[0]}”, which is none of {', '.join(sorted(known))}."
        )
    default = Tuning()
    return replace(
        default,
        task=_task(told),
        cut=_cut(told.get("units", default.cut.value)),
        guards=_guards(told.get("guards", {})),
        **_checked({name: _number(name, told[name]) for name in _NUMBERS if name in told}),
    )


def _task(told: Mapping[str, Any]) -> Task:
    default = Task()
    instructions = told.get("instructions", default.instructions)
    if not isinstance(instructions, str) or not instructions.strip():
        raise ValueError("“instructions” in the tuning file must be a text.")
    if "examples" not in told:
        return Task(instructions)
    examples = told["examples"]
    if not isinstance(examples, list) or not examples:
        raise ValueError("“examples” in the tuning file must be a list of lists of lines.")
    return Task(instructions, tuple(_example(example) for example in examples))


def _example(lines: object) -> Example:
    if not isinstance(lines, list) or not all(
        isinstance(line, str) and line[:2] in (KEPT, OUT) and line[2:].strip() for line in lines
    ):
        raise ValueError(
            "Every line of an example in the tuning file begins with “+ ” when it stays and with "
            "“- ” when it is left out."
        )
    found = tuple((" ".join(line[2:].split()), line.startswith(KEPT)) for line in lines)
    if len({stays for _, stays in found}) < 2:
        raise ValueError(
            "Every example in the tuning file needs lines that stay and lines that are left out."
        )
    return found


def _cut(name: object) -> Cut:
    for cut in Cut:
        if name == cut.value:
            return cut
    kinds = ", ".join(cut.value for cut in Cut)
    raise ValueError(f"“units” in the tuning file must be one of: {kinds}.")


def _guards(told: object) -> Guard:
    names = {one.name for one in fields(Guard)}
    if not isinstance(told, dict) or not set(told) <= names:
        raise ValueError(f"“guards” in the tuning file may have {', '.join(sorted(names))}.")
    return replace(GUARDS, **{name: _number(name, value) for name, value in told.items()})


def _number(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"“{name}” in the tuning file must be a number.")
    if not abs(value) <= MOST_NATS and name != "look":
        raise ValueError(
            f"“{name}” in the tuning file must lie between {-MOST_NATS:g} and {MOST_NATS:g}."
        )
    return value


def _checked(numbers: dict[str, Any]) -> dict[str, Any]:
    look = numbers.get("look", 1)
    if not 1 <= look <= MOST_LOOK or look != int(look):
        raise ValueError(f"“look” in the tuning file must be a whole number from 1 to {MOST_LOOK}.")
    if "look" in numbers:
        numbers["look"] = int(look)
    if not 0 <= numbers.get("able", 0) <= 1:
        raise ValueError("“able” in the tuning file must lie between 0 and 1.")
    default = Tuning()
    if numbers.get("bold", default.bold) > numbers.get("cautious", default.cautious):
        raise ValueError("“bold” in the tuning file must be no more than “cautious”.")
    return numbers
