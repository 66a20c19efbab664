"""What the documents say is what the program does."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from pdfclean import __version__
from pdfclean.cli import Exit
from pdfclean.cli.arguments import parse, parser
from pdfclean.settings import MODELS, Settings

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FRONT, _, BODY = README.removeprefix("---\n").partition("\n---\n")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", BODY, re.S)
SHELL = [line for kind, block in BLOCKS if kind == "sh" for line in block.splitlines() if line]
COMMANDS = [line for line in SHELL if "python -m pdfclean" in line]


def test_it_opens_with_the_two_commands_then_a_picture() -> None:
    assert BLOCKS[0][0] == "sh"
    assert [line.split("#")[0].strip() for line in BLOCKS[0][1].splitlines()] == [
        "make run",
        "make test",
    ]
    assert BODY.strip().startswith("# pdfclean\n\n```sh\n")
    assert len(re.findall(r"!\[", BODY)) == 1


def test_every_link_leads_to_a_file() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", BODY) if "://" not in link]
    assert len(links) >= 3
    assert [link for link in links if not (ROOT / link).is_file()] == []


def test_make_targets_exist() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.M))
    documents = [README, (ROOT / "CONTRIBUTING.md").read_text(), (ROOT / ".ci/run").read_text()]
    named = {name for text in documents for name in re.findall(r"\bmake (\w+)\b", text)}
    assert named >= {"run", "test", "check", "bench"}
    assert named <= targets


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_parses(command: str) -> None:
    after = command.split("python -m pdfclean", 1)[1].split("|")[0]
    assert parse(shlex.split(after, comments=True)).input


def options() -> dict[str, object]:
    """The program's options and their defaults."""
    return {
        action.option_strings[-1] if action.option_strings else str(action.metavar): action.default
        for action in parser()._actions
        if "--help" not in action.option_strings
    }


ROWS = {
    names.strip(" `"): (meaning, default.strip(" `"))
    for names, meaning, default in re.findall(
        r"^\| (`(?:-|INPUT).*?`) \| (.*?) \| ?(.*?) ?\|$", BODY.replace("\\|", "/"), re.M
    )
}


def test_the_table_has_every_option_and_no_other() -> None:
    documented = {re.split(r"[ `]", names.split("`, `")[-1])[0] for names in ROWS}
    assert documented == set(options())


def test_the_table_has_the_defaults() -> None:
    for names, (_, default) in ROWS.items():
        value = options()[re.split(r"[ `]", names.split("`, `")[-1])[0]]
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if number or value == Settings().model:
            assert default == f"{value}" or float(default) == value, names


def test_the_table_has_the_bounds() -> None:
    for name in ("--chunk-size", "--temperature", "--top-p", "--max-new-tokens"):
        (row,) = (meaning for names, (meaning, _) in ROWS.items() if names.startswith(name))
        (action,) = (a for a in parser()._actions if name in a.option_strings)
        (bounds,) = re.findall(r"[\d.]+ to [\d.]+", str(action.help))
        assert bounds in row


def test_exit_statuses_are_told() -> None:
    told = re.search(r"^Exit status: (.*?)\. ", BODY, re.M)
    assert told is not None
    assert [int(number) for number in re.findall(r"\b\d+\b", told[1])] == [int(s) for s in Exit]


def test_the_front_matter_fits_a_space() -> None:
    fields = dict(re.findall(r"^(\w+): \"?(.*?)\"?$", FRONT, re.M))
    pins = dict(re.findall(r"^([\w-]+)==([\w.]+)", (ROOT / "constraints.txt").read_text(), re.M))
    assert fields["sdk"] == "gradio"
    assert fields["sdk_version"] == pins["gradio"]
    assert (ROOT / fields["app_file"]).is_file()
    assert fields["license"] == "apache-2.0"
    assert len(fields["short_description"]) <= 60


def test_the_models_are_those_on_offer() -> None:
    section = BODY.split("## Models")[1].split("\n## ")[0]
    families = {model.label.rpartition(" Instruct")[0] for model in MODELS}
    assert all(name.split()[0] in section for name in families)
    assert section.count("gated") == 1


def test_the_changelog_keeps_a_changelog() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## \[(.*?)\]", text, re.M)
    assert headings[0] == "Unreleased"
    assert set(re.findall(r"^### (\w+)", text, re.M)) <= {
        "Added", "Changed", "Deprecated", "Removed", "Fixed", "Security",
    }  # fmt: skip
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)


def test_the_example_is_there_with_its_source() -> None:
    examples = ROOT / "assets" / "examples"
    assert (examples / "counting-swifts.pdf").read_bytes().startswith(b"%PDF-")
    assert {path.suffix for path in examples.iterdir()} >= {".pdf", ".typ", ".py"}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_for_the_tests(name: str) -> None:
    pinned = re.findall(r"^([\w-]+)==", (ROOT / "constraints.txt").read_text(), re.M)
    lines = (ROOT / name).read_text().splitlines()
    asked = [re.split(r"[^\w-]", line)[0] for line in lines if line[:1].isalpha()]
    assert sorted({ask.lower() for ask in asked} - {pin.lower() for pin in pinned}) == []
