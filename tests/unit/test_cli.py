"""The command line: what it writes where, and the exit status it ends with."""

from __future__ import annotations

import io
import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import docx
import pytest

from pdfclean.cli import Exit, main
from pdfclean.cli.run import Partners
from pdfclean.document import Category, CleanDocument, Role
from pdfclean.errors import (
    EncryptedPdfError,
    LimitError,
    ModelError,
    NotAPdfError,
    NoTextError,
    WrongPasswordError,
)
from pdfclean.pipeline import (
    ChunkFinished,
    ChunkStarted,
    Event,
    Finished,
    Opened,
    PageRead,
    TextDelta,
)
from pdfclean.polishing import Passage, Polished, Rewrite
from pdfclean.render import raw_text
from pdfclean.settings import Mode, Polish, Settings
from tests.fakes import FakePdf, Said, ScriptedPolisher, document, scripted_clean, scripted_loader

DOCUMENT = document(
    Said("Slow Rivers", Role.TITLE),
    Said("A. Author", Role.AUTHOR, Category.AUTHORS),
    "Rivers are slower than they look [1].",
    "Measuring them takes patience.",
    Said("17", Role.PAGE_NUMBER, Category.FURNITURE, page=2),
    "Patience is hard to measure [2, 3].",
)
TEXT = (
    "Slow Rivers\n\nRivers are slower than they look.\n\nMeasuring them takes patience.\n\n"
    "Patience is hard to measure.\n"
)
MODEL_FAILED = ModelError("The model ran out of memory. Choose a smaller one.")


def run_of(made: CleanDocument = DOCUMENT, complete: bool = True) -> list[Event]:
    """The events of a run that ends in this document."""
    total = len(made.chunks)
    chunks: list[Event] = []
    for chunk in made.chunks:
        chunks += [
            ChunkStarted(chunk.chunk.index, total),
            TextDelta(chunk.chunk.index, "provisional"),
            ChunkFinished(chunk, total),
        ]
    pages = [PageRead(page.number, i, len(made.pages)) for i, page in enumerate(made.pages, 1)]
    opened = Opened(made.info, tuple(page.number for page in made.pages))
    return [opened, *pages, *chunks, Finished(made, complete)]


def partners(*events: Event | BaseException | Callable[[], object]) -> Partners:
    """A run with these events."""
    return Partners(
        lambda _path, _password: nullcontext(FakePdf()),
        scripted_loader(ScriptedPolisher("")),
        scripted_clean(*(events or run_of())),
    )


@pytest.fixture
def pdf(tmp_path: Path) -> str:
    """An input that exists; nobody reads it."""
    path = tmp_path / "input.pdf"
    path.write_bytes(b"%PDF-1.7")
    return str(path)


def test_the_text_goes_to_standard_output(pdf: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([pdf], partners()) == Exit.DONE
    assert capsys.readouterr() == (TEXT, "")


def test_the_text_goes_to_a_file(
    pdf: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "clean.txt"
    out.write_text("the text of an earlier run")
    assert main([pdf, "-o", str(out)], partners()) == Exit.DONE
    assert out.read_text(encoding="utf-8") == TEXT
    assert capsys.readouterr() == ("", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clean.txt", "input.pdf"]


def test_standard_output_has_each_chunk_before_the_next_begins(
    pdf: str, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: list[str] = []
    events = run_of()
    looks = [e for event in events for e in (event, lambda: seen.append(capsys.readouterr().out))]
    assert main([pdf], partners(*looks)) == Exit.DONE
    grown = [text for text in seen if text]
    assert len(grown) == len(DOCUMENT.chunks)
    assert "".join(seen) + capsys.readouterr().out == TEXT


def test_the_ending_chooses_the_format(pdf: str, tmp_path: Path) -> None:
    for name in ("clean.docx", "clean.MD", "clean.json", "clean.odd"):
        assert main([pdf, "-o", str(tmp_path / name)], partners()) == Exit.DONE
    assert docx.Document(str(tmp_path / "clean.docx")).paragraphs[0].style.name == "Title"
    assert (tmp_path / "clean.MD").read_text() == "# " + TEXT
    told = json.loads((tmp_path / "clean.json").read_text())
    assert "\n\n".join(each["text"] for each in told["paragraphs"]) + "\n" == TEXT
    assert told["document"]["file"] == "input.pdf"
    assert told["run"]["timings"]["total"] >= 0
    assert (tmp_path / "clean.odd").read_text() == TEXT


def test_the_format_can_be_named(pdf: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([pdf, "--format", "md"], partners()) == Exit.DONE
    assert capsys.readouterr().out == "# " + TEXT


def test_a_word_file_goes_down_a_pipe(pdf: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main([pdf, "--format", "docx"], partners()) == Exit.DONE
    docx.Document(io.BytesIO(capfdbinary.readouterr().out))


def test_a_word_file_knows_its_language(pdf: str, tmp_path: Path) -> None:
    out = tmp_path / "clean.docx"
    made = document("Rivers are slower than they look, and measuring them takes patience. " * 3)
    assert main([pdf, "-o", str(out)], partners(*run_of(made))) == Exit.DONE
    assert docx.Document(str(out)).core_properties.language == "en"


def test_text_can_be_wrapped_and_say_where_it_comes_from(
    pdf: str, capsys: pytest.CaptureFixture[str]
) -> None:
    made = document(Said("Why", Role.HEADING, Category.HEADINGS), "Rivers are slow. " * 8)
    given = partners(*run_of(made))
    assert main([pdf, "--wrap", "--source-marks", "--no-headings"], given) == Exit.DONE
    out = capsys.readouterr().out
    assert out.startswith("Rivers are slow.")
    assert out.endswith("[p.\xa01]\n")
    assert max(map(len, out.split("\n"))) <= 80


def test_the_raw_text_and_a_page_for_people(pdf: str, tmp_path: Path) -> None:
    raw, page, out = (tmp_path / name for name in ("raw.txt", "report.html", "clean.txt"))
    arguments = [pdf, "-o", str(out), "--raw", str(raw), "--report", str(page)]
    assert main(arguments, partners()) == Exit.DONE
    assert raw.read_text() == raw_text(DOCUMENT) + "\n"
    assert "Clean text made from input.pdf on " in page.read_text()
    assert out.read_text() == TEXT


def test_what_is_there_of_a_failed_run_is_written_in_any_format(pdf: str, tmp_path: Path) -> None:
    out = tmp_path / "clean.docx"
    error = LimitError("The reader was lost.")
    assert main([pdf, "-o", str(out)], partners(*run_of()[:6], error)) == Exit.PDF
    assert [each.text for each in docx.Document(str(out)).paragraphs] == ["Slow Rivers"]


FAILURES = [
    (NotAPdfError("This is not a PDF."), Exit.PDF),
    (EncryptedPdfError(), Exit.PDF),
    (WrongPasswordError(), Exit.PDF),
    (NoTextError("Page 1 is a picture.", [1]), Exit.PDF),
    (LimitError("There is no page 9."), Exit.PDF),
    (MODEL_FAILED, Exit.MODEL),
]


@pytest.mark.parametrize(("error", "status"), FAILURES, ids=lambda x: type(x).__name__)
def test_a_failure_is_one_sentence_and_a_status(
    error: Exception, status: Exit, pdf: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "clean.txt"
    assert main([pdf, "-o", str(out)], partners(error)) == status
    assert capsys.readouterr() == ("", f"pdfclean: {error}\n")
    assert not out.exists()


def test_a_failure_in_the_middle_keeps_the_text_so_far(
    pdf: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "clean.txt"
    error = LimitError("The reader was lost.")
    assert main([pdf, "-o", str(out)], partners(*run_of()[:6], error)) == Exit.PDF
    assert out.read_text(encoding="utf-8") == "Slow Rivers\n"
    assert capsys.readouterr().err == f"pdfclean: {error}\n"


def test_a_mistake_of_ours_is_no_traceback(pdf: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([pdf], partners(ZeroDivisionError("oops"))) == Exit.PDF
    error = capsys.readouterr().err
    assert "Traceback" not in error
    assert "ZeroDivisionError('oops') at fakes.py:" in error


def test_ctrl_c_writes_what_is_there(
    pdf: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, report = tmp_path / "clean.txt", tmp_path / "report.json"
    stopped = CleanDocument(DOCUMENT.info, DOCUMENT.pages, DOCUMENT.chunks[:2], DOCUMENT.policy)

    def ctrl_c() -> None:
        os.kill(os.getpid(), signal.SIGINT)

    before = signal.getsignal(signal.SIGINT)
    script = partners(*run_of(DOCUMENT)[:-4], ctrl_c, Finished(stopped, complete=False))
    assert main([pdf, "-o", str(out), "--report", str(report)], script) == Exit.STOPPED
    assert out.read_text(encoding="utf-8").endswith("Measuring them takes patience.\n")
    assert json.loads(report.read_text())["complete"] is False
    assert capsys.readouterr() == ("", "")
    assert signal.getsignal(signal.SIGINT) is before


def test_ctrl_c_reaches_the_pipeline(pdf: str) -> None:
    heard: list[bool] = []

    def clean(
        _source: object, _settings: Settings, _polisher: object, stopped: Callable[[], bool]
    ) -> Iterator[Event]:
        heard.append(stopped())
        os.kill(os.getpid(), signal.SIGINT)
        heard.append(stopped())
        yield Finished(document(), complete=False)

    base = partners()
    assert main([pdf], Partners(base.opener, base.loader, clean)) == Exit.STOPPED
    assert heard == [False, True]


def test_a_second_ctrl_c_does_not_wait(pdf: str, tmp_path: Path) -> None:
    out = tmp_path / "clean.txt"

    def twice() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)

    assert main([pdf, "-o", str(out)], partners(*run_of()[:6], twice)) == Exit.STOPPED
    assert out.read_text(encoding="utf-8") == "Slow Rivers\n"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--chunk-size", "10"], "The chunk size must lie between 300 and 4000, not 10."),
        (["--chunk-size", "big"], "invalid int value: 'big'"),
        (["--temperature", "2"], "The temperature must lie between 0 and 1.5, not 2."),
        (["--temperature", "nan"], "The temperature must lie between 0 and 1.5, not nan."),
        (["--top-p", "0"], "Top-p must lie between 0.05 and 1, not 0."),
        (["--max-new-tokens", "9999"], "The most new tokens must lie between 64 and 2048"),
        (["--max-chars", "-1"], "The character limit cannot be negative"),
        (["--pages", "3-1"], "Cannot read the page range “3-1”"),
        (["--pages", "one"], "Cannot read the page range “one”"),
        (["--polish", "sometimes"], "invalid choice: 'sometimes'"),
        (["--mode", "invent"], "invalid choice: 'invent'"),
        (["--boldness", "2"], "How boldly to delete must lie between 0 and 1"),
        (["--prompt", "no-such-file"], "Cannot read the instructions in no-such-file"),
        (["-o", "no/such/folder/x.txt"], "there is no such folder"),
        (["--report", "."], "or it is one itself"),
        (["--report", "x", "-o", "x"], "each need a file of their own"),
        (["--raw", "x", "-o", "x"], "each need a file of their own"),
        (["--outline", "-o", "x.docx"], "The outline is plain text"),
        (["--format", "pdf"], "invalid choice: 'pdf'"),
        (["--poli", "off"], "unrecognized arguments"),
        (["--frobnicate"], "unrecognized arguments: --frobnicate"),
        (["second.pdf"], "unrecognized arguments: second.pdf"),
    ],
    ids=" ".join,
)
def test_wrong_usage(
    arguments: list[str], complaint: str, pdf: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit_:
        main([pdf, *arguments], partners())
    assert exit_.value.code == Exit.USAGE
    out, error = capsys.readouterr()
    assert out == ""
    assert complaint in error


def test_wrong_usage_without_an_input(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main([], partners())
    assert exit_.value.code == Exit.USAGE
    assert "INPUT.pdf" in capsys.readouterr().err


def test_the_pdf_is_never_overwritten(pdf: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main([pdf, "-o", pdf], partners())
    assert exit_.value.code == Exit.USAGE
    assert "would overwrite the PDF" in capsys.readouterr().err
    assert Path(pdf).read_bytes() == b"%PDF-1.7"


@pytest.mark.parametrize("name", ["absent.pdf", "."])
def test_an_input_that_is_no_file(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name], partners()) == Exit.PDF
    assert capsys.readouterr().err == (
        f"pdfclean: There is no file {name}. Check the name and try again.\n"
    )


def test_every_option_reaches_the_run(pdf: str, tmp_path: Path) -> None:
    prompt = tmp_path / "prompt.txt"
    prompt.write_text("Leave out the sponsors.", encoding="utf-8")
    asked: list[Settings] = []
    opened: list[tuple[Path, str]] = []

    def clean(_source: object, settings: Settings, _polisher: object, _stopped: object) -> object:
        asked.append(settings)
        yield Finished(document(), complete=True)

    def opener(path: Path, password: str) -> nullcontext[FakePdf]:
        opened.append((path, password))
        return nullcontext(FakePdf())

    line = (
        f"{pdf} --polish all --mode rewrite --boldness 0.8 --model ./folder "
        f"--prompt {prompt} --chunk-size 500 "
        "--temperature 0.7 --top-p 0.8 --max-new-tokens 128 --seed 7 --pages 1-3,7 "
        "--password secret --max-chars 100000"
    )
    loader = scripted_loader(ScriptedPolisher(""))
    assert main(line.split(), Partners(opener, loader, clean)) == Exit.DONE
    assert opened == [(Path(pdf), "secret")]
    assert asked == [
        Settings(
            chunk_size=500,
            temperature=0.7,
            top_p=0.8,
            max_new_tokens=128,
            seed=7,
            polish=Polish.ALL,
            mode=Mode.REWRITE,
            boldness=0.8,
            model="./folder",
            prompt="Leave out the sponsors.",
            pages="1-3,7",
            max_chars=100_000,
        )
    ]


def test_a_model_that_cannot_be_loaded(
    pdf: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "clean.txt"
    base = partners()
    script = Partners(base.opener, scripted_loader(MODEL_FAILED), base.clean)
    assert main([pdf, "--polish", "all", "-o", str(out)], script) == Exit.MODEL
    assert capsys.readouterr().err == f"pdfclean: {MODEL_FAILED}\n"
    assert not out.exists()


def test_no_model_is_loaded_when_none_is_asked_for(pdf: str) -> None:
    base = partners()
    script = Partners(base.opener, scripted_loader(MODEL_FAILED), base.clean)
    assert main([pdf, "--model", "gated/model"], script) == Exit.DONE


def test_what_a_model_says_of_itself_is_told(pdf: str, capsys: pytest.CaptureFixture[str]) -> None:
    class Small(ScriptedPolisher):
        caution = "It is too small to be bold."

    base = partners()
    script = Partners(base.opener, scripted_loader(Small("")), base.clean)
    assert main([pdf, "--polish", "all"], script) == Exit.DONE
    assert Small.caution in capsys.readouterr().err


def test_a_model_that_fails_in_the_middle_leaves_a_whole_text(
    pdf: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "clean.txt"

    def clean(
        _source: object,
        _settings: Settings,
        polisher: Any,
        stopped: Callable[[], bool],
    ) -> Iterator[Event]:
        try:
            list(polisher.polish(Passage(0, ("One.",), 0), stopped))
        except ModelError:
            yield from run_of()

    base = partners()
    script = Partners(base.opener, scripted_loader(ScriptedPolisher(MODEL_FAILED)), clean)
    assert main([pdf, "--polish", "all", "-o", str(out)], script) == Exit.MODEL
    assert out.read_text(encoding="utf-8") == TEXT
    assert capsys.readouterr().err.startswith(f"pdfclean: {MODEL_FAILED}")


def test_the_polisher_answers_as_the_model_does(pdf: str) -> None:
    answers: list[Polished] = []

    def clean(
        _source: object,
        _settings: Settings,
        polisher: Any,
        stopped: Callable[[], bool],
    ) -> Iterator[Event]:
        def follow() -> Iterator[str]:
            answers.append((yield from polisher.polish(Passage(0, ("One. ",), 0), stopped)))

        assert list(follow()) == ["Two ", "three."]
        yield Finished(document(), complete=True)

    base = partners()
    script = Partners(base.opener, scripted_loader(ScriptedPolisher("Two three.")), clean)
    assert main([pdf, "--polish", "all"], script) == Exit.DONE
    assert answers == [Rewrite("Two three.")]


def test_the_report(pdf: str, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    assert main([pdf, "--report", str(report), "--seed", "3"], partners()) == Exit.DONE
    told = json.loads(report.read_text(encoding="utf-8"))
    assert told["complete"] is True
    assert told["settings"]["seed"] == 3
    assert told["document"]["title"] == DOCUMENT.info.title
    assert {k: v["items"] for k, v in told["counts"].items()} == {
        "authors": 1,
        "citations": 2,
        "furniture": 1,
    }
    assert [(item["page"], item["category"], item["text"]) for item in told["removed"]] == [
        (1, "authors", "A. Author"),
        (1, "citations", "[1]"),
        (2, "furniture", "17"),
        (1, "citations", "[2, 3]"),
    ]
    assert all(item["reason"] and item["stage"] for item in told["removed"])
    assert told["timings"]["total"] >= told["timings"]["first_text"] >= told["timings"]["opened"]


def test_a_file_of_an_empty_text(pdf: str, tmp_path: Path) -> None:
    out = tmp_path / "clean.txt"
    made = document(Said("17", Role.PAGE_NUMBER, Category.FURNITURE))
    assert main([pdf, "-o", str(out)], partners(*run_of(made))) == Exit.DONE
    assert out.read_text() == ""


# Sections -----------------------------------------------------------------------------------------

SECTIONED = document(
    Said("Slow Rivers", Role.TITLE, size=18),
    Said("1 Springs", Role.HEADING, Category.HEADINGS, size=12, weight=700),
    "Water comes out of the ground.",
    Said("1.1 Moss", Role.HEADING, Category.HEADINGS, page=2, size=11, weight=700),
    Said("It is green [1].", page=2),
    Said("2 Mouths", Role.HEADING, Category.HEADINGS, page=3, size=12, weight=700),
    Said("The river ends.", page=3),
)


def test_the_outline_in_place_of_the_text(pdf: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([pdf, "--outline"], partners(*run_of(SECTIONED))) == Exit.DONE
    assert capsys.readouterr() == (
        "  1)  Slow Rivers · p. 1 · 1 min\n"
        "  2)  1 Springs · p. 1 · 1 min\n"
        "  3)    1.1 Moss · p. 2 · 1 min\n"
        "  4)  2 Mouths · p. 3 · 1 min\n",
        "",
    )


def test_a_document_without_headings_says_so(pdf: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([pdf, "--outline"], partners(*run_of(document("Prose.")))) == Exit.DONE
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "pdfclean: This document has no headings, so there is no outline.\n"


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ("4", "2 Mouths\n\nThe river ends.\n"),
        ("2", "1 Springs\n\nWater comes out of the ground.\n\n1.1 Moss\n\nIt is green.\n"),
        ("1,3", "Slow Rivers\n\n1.1 Moss\n\nIt is green.\n"),
    ],
)
def test_only_some_sections(
    numbers: str, text: str, pdf: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([pdf, "--sections", numbers], partners(*run_of(SECTIONED))) == Exit.DONE
    assert capsys.readouterr() == (text, "")
    out = tmp_path / "clean.txt"
    assert main([pdf, "--sections", numbers, "-o", str(out)], partners(*run_of(SECTIONED))) == 0
    assert out.read_text(encoding="utf-8") == text


def test_a_section_too_many_is_one_sentence(
    pdf: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "clean.txt"
    events = run_of(SECTIONED)
    assert main([pdf, "--sections", "2-9", "-o", str(out)], partners(*events)) == Exit.PDF
    said = "There is no section 9: this document has 4. See them with --outline."
    assert capsys.readouterr() == ("", f"pdfclean: {said}\n")
    assert not out.exists()


@pytest.mark.parametrize("numbers", ["", "one", "3-1"])
def test_sections_that_cannot_be_read(
    numbers: str, pdf: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main([pdf, "--sections", numbers], partners())
    assert end.value.code == Exit.USAGE
    assert "Write them like 1,3-5." in capsys.readouterr().err


def test_the_report_says_which_sections_were_kept(pdf: str, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    events = run_of(SECTIONED)
    options = ["--sections", "4", "--report", str(report), "-o", str(tmp_path / "clean.txt")]
    assert main([pdf, *options], partners(*events)) == Exit.DONE
    told = json.loads(report.read_text(encoding="utf-8"))
    assert [(s["title"], s["kept"]) for s in told["sections"]][1:] == [
        ("1 Springs", False),
        ("1.1 Moss", False),
        ("2 Mouths", True),
    ]
    assert told["text"]["words"] == 5
    assert told["counts"]["sections"]["items"] >= 2
    assert told["counts"]["citations"]["items"] == 1
