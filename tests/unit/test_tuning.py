"""Tuning files: what they may say, what they leave as it is, and what is said of mistakes."""

import json
from pathlib import Path

import pytest

from pdfclean.cli.arguments import parse as parse_command
from pdfclean.llm.prompt import DELETION_PROMPT, Task
from pdfclean.llm.tuning import Tuning, built_in, parse, to_text
from pdfclean.llm.units import Cut, Guard


def test_an_empty_file_changes_nothing() -> None:
    assert parse("{}") == Tuning()


def test_a_tuning_survives_its_file() -> None:
    tuning = Tuning(
        Task("Cut.", ((("Stay, “ä”.", True), ("Go.", False)),)),
        cautious=2.0,
        bold=0.5,
        floor=-3.0,
        look=8,
        guards=Guard(0.0, 0.1, 0.2),
        cut=Cut.CLAUSES,
        able=0.8,
    )
    assert parse(to_text(tuning)) == tuning
    assert parse(to_text(Tuning())) == Tuning()


def test_a_part_of_a_tuning_leaves_the_rest() -> None:
    tuning = parse('{"bold": 0.3, "guards": {"name": 1}, "examples": [["+ A.", "- B."]]}')
    assert tuning.task == Task(DELETION_PROMPT, ((("A.", True), ("B.", False)),))
    assert (tuning.bold, tuning.cautious) == (0.3, Tuning().cautious)
    assert (tuning.guards.name, tuning.guards.number) == (1, Tuning().guards.number)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "not JSON"),
        ("[]", "one JSON object"),
        ('{"margin": 1}', "“margin”, which is none of"),
        ('{"bold": "big"}', "“bold” .* must be a number"),
        ('{"bold": true}', "“bold” .* must be a number"),
        ('{"bold": 2}', "no more than “cautious”"),
        ('{"floor": -1000}', "must lie between"),
        ('{"floor": NaN}', "must lie between"),
        ('{"look": 0}', "whole number from 1"),
        ('{"look": 1.5}', "whole number from 1"),
        ('{"look": 1e999}', "whole number from 1"),
        ('{"able": 2}', "between 0 and 1"),
        ('{"units": "words"}', "must be one of: sentences and lines"),
        ('{"guards": {"verbs": 1}}', "may have name, negation, number"),
        ('{"guards": 3}', "may have name, negation, number"),
        ('{"instructions": " "}', "must be a text"),
        ('{"examples": []}', "list of lists"),
        ('{"examples": ["+ A."]}', "begins with"),
        ('{"examples": [["A."]]}', "begins with"),
        ('{"examples": [["+ "]]}', "begins with"),
        ('{"examples": [["+ A."]]}', "lines that are left out"),
    ],
)
def test_mistakes_are_told_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence) as caught:
        parse(text)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("name", ["nobody/knows-this", "/a/folder", "../../settings", "model.gguf"])
def test_a_model_without_a_file_of_its_own_has_the_tuning_for_all(name: str) -> None:
    assert built_in(name) == Tuning()


def test_the_command_line_takes_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps({"bold": 0.4}), encoding="utf-8")
    bad.write_text(json.dumps({"bold": "x"}), encoding="utf-8")
    task = parse_command(["paper.pdf", "--tuning", str(good)])
    assert parse(task.settings.tuning).bold == 0.4
    with pytest.raises(SystemExit):
        parse_command(["paper.pdf", "--tuning", str(bad)])
    assert "“bold” in the tuning file must be a number." in capsys.readouterr().err
    with pytest.raises(SystemExit):
        parse_command(["paper.pdf", "--tuning", str(tmp_path / "none.json")])
    assert "Cannot read the values" in capsys.readouterr().err
