"""Files made of a clean document: text, Markdown, the report, names, safe writing."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from pdfclean.document import Category, Edit, Override, Policy, Role, Space, Verdict
from pdfclean.export import Timings, file_name, save, to_markdown, to_report, to_text
from pdfclean.render import render
from pdfclean.settings import Settings
from tests.fakes import Said, document, rewritten

GITHUB = MarkdownIt("commonmark").enable(["table", "strikethrough"])
TIMINGS = Timings(0.1, 0.25, 1.23456)

POEM = (
    Said("The Tide", Role.TITLE),
    Said("Dusk", Role.HEADING),
    Said("The bell", Role.VERSE),
    Said("goes under", Role.VERSE, space=Space.LINE),
    Said("and is heard", Role.VERSE, space=Space.LINE),
)


def test_text_is_what_the_page_shows() -> None:
    made = document("One [1] sentence.", "And another.")
    assert to_text(made) == render(made) == "One sentence.\n\nAnd another."


MARKDOWN = [
    # what stands there, what the file says
    ((Said("A Title", Role.TITLE), "Prose."), "# A Title\n\nProse.\n"),
    ((Said("1 Methods", Role.HEADING), "Prose."), "## 1 Methods\n\nProse.\n"),
    (POEM, "# The Tide\n\n## Dusk\n\nThe bell\\\ngoes under\\\nand is heard\n"),
    # a title of two lines is one heading
    (
        (Said("A Long", Role.TITLE), Said("Title", Role.TITLE, space=Space.SPACE), "Prose."),
        "# A Long Title\n\nProse.\n",
    ),
    (
        (Said("A Long", Role.TITLE), Said("Title", Role.TITLE, space=Space.LINE)),
        "# A Long Title\n",
    ),
    # a paragraph that goes on in the next chunk
    (("One", "two", Said("three.", space=Space.SPACE), "Four."), "One\n\ntwo three.\n\nFour.\n"),
    # a removed author line between title and heading
    (
        (
            Said("A Title", Role.TITLE),
            Said("A. Author", Role.AUTHOR, Category.AUTHORS),
            Said("Prose."),
        ),
        "# A Title\n\nProse.\n",
    ),
    ((Said("17", Role.PAGE_NUMBER, Category.FURNITURE),), ""),
    ((), ""),
]


@pytest.mark.parametrize(("lines", "markdown"), MARKDOWN)
def test_markdown(lines: tuple[Said | str, ...], markdown: str) -> None:
    assert to_markdown(document(*lines)) == markdown


LITERAL = [
    "# no heading",
    "#hashtag",
    "* no item",
    "- no item either",
    "+ nor this",
    "1. no list",
    "1) no list",
    "2019. A year of change.",
    "> no quotation",
    "a *star* and an _under_ score",
    "snake_case_name and 2*3*4",
    "`code` and ```fences```",
    "a [link](elsewhere) and ![picture](there)",
    "<b>bold</b> and <https://example.org>",
    "AT&T and &amp; and &copy;",
    "~~struck~~ and ~home",
    "a back\\slash at the end\\",
    "=== equals",
    "---",
    "***",
    "| a | b |",
    "Café, naïve, 3-5%, 12 × 4 = 48, “quoted”",
    "a plain sentence.",
]


@pytest.mark.parametrize("line", LITERAL)
@pytest.mark.parametrize("role", [Role.BODY, Role.HEADING])
def test_prose_stays_literal_in_markdown(line: str, role: Role) -> None:
    """A Markdown reader gets the characters of the text back, and no markup in them."""
    made = document(Said("Before."), Said(line, role, space=Space.LINE), Said(line, role))
    markdown = to_markdown(made)
    inlines = GITHUB.parse(markdown)
    kinds = {child.type for token in inlines for child in token.children or ()}
    assert kinds <= {"text", "text_special", "hardbreak"}
    blocks = {token.type for token in inlines} - {"inline"}
    heading = {"heading_open", "heading_close"} if role is Role.HEADING else set()
    assert blocks == {"paragraph_open", "paragraph_close"} | heading
    read = [
        "".join("\n" if c.type == "hardbreak" else c.content for c in token.children or ())
        for token in inlines
        if token.type == "inline"
    ]
    assert "\n\n".join(read) == to_text(made)


def test_ordinary_prose_is_not_escaped() -> None:
    plain = "Ordinary prose (with brackets), 3-5% numbers; and a dash – or two. 1.5 is no list!"
    assert to_markdown(document(plain)) == plain + "\n"


def test_markdown_follows_policy_and_decisions() -> None:
    made = document(Said("Methods", Role.HEADING, Category.HEADINGS), "Prose [1].", "More.")
    assert to_markdown(made, Policy(frozenset(Category))) == "Prose.\n\nMore.\n"
    assert to_markdown(made, Policy(frozenset())) == "## Methods\n\nProse \\[1\\].\n\nMore.\n"
    edit = Edit(0, 1, "Ways\n\nAn added paragraph.")
    assert to_markdown(made, decisions=[edit]).startswith("## Ways\n\nAn added paragraph.\n\nProse")
    assert to_markdown(made, decisions=[Override(0, 1, keep=False)]) == "Prose.\n\nMore.\n"


def test_markdown_of_a_rewritten_chunk_finds_its_headings_again() -> None:
    made = document(
        Said("A Title", Role.TITLE), "Prose one.", Said("Methods", Role.HEADING), "Prose two."
    )
    changed = rewritten(
        made, "A Title\n\nProse, polished.", "Methods\n\nProse two.\n\nMethods of it."
    )
    assert to_markdown(changed) == (
        "# A Title\n\nProse, polished.\n\n## Methods\n\nProse two.\n\nMethods of it.\n"
    )


def test_report_holds_every_removed_item() -> None:
    made = document(
        Said("Running Head", Role.RUNNING_HEADER, Category.FURNITURE),
        "One [1] and two [2, 3].",
        Said("4", Role.PAGE_NUMBER, Category.FURNITURE, page=2),
    )
    told = json.loads(to_report(made, Settings(seed=5, pages="1-2"), TIMINGS))
    assert told["complete"] is True
    assert told["timings"] == {"opened": 0.1, "first_text": 0.25, "total": 1.235}
    assert told["counts"] == {
        "citations": {"items": 2, "characters": len("[1]") + len("[2, 3]")},
        "furniture": {"items": 2, "characters": len("Running Head") + len("4")},
    }
    assert told["removed"][0] == {
        "page": 1,
        "pages": [1],
        "category": "furniture",
        "label": "Page furniture",
        "text": "Running Head",
        "reason": "a line of running header",
        "stage": "layout",
        "confidence": 0.9,
    }
    assert [item["text"] for item in told["removed"]] == ["Running Head", "[1]", "[2, 3]", "4"]
    assert told["removed"][-1]["page"] == 2
    assert told["pages_read"] == [1, 2]
    assert told["settings"]["polish"] == "off"
    assert told["settings"]["pages"] == "1-2"
    assert "headings" not in told["settings"]["policy"]
    assert told["document"]["pages"] == 2
    assert told["text"] == {"characters": len("One and two."), "words": 3}
    assert told["verdicts"] == {"chunks": 2, "saw": 0, "used": 0, "not_used": []}


def test_report_leaves_out_what_the_policy_keeps() -> None:
    made = document("One [1].", policy=Policy(frozenset()))
    told = json.loads(to_report(made, Settings(), TIMINGS))
    assert told["removed"] == []
    assert told["counts"] == {}


def test_report_tells_whose_answers_were_not_used() -> None:
    made = document("One.", "Two.", "Three.", "Four.", "Five.", "Six.")
    bad = Verdict(False, ("It adds 2 words.",), (("novel words", 2.0),))
    note = "The model's answer was not used."
    made = rewritten(
        made,
        "One. Two.",
        None,
        None,
        verdicts=(Verdict(True), bad, None),
        notes=("", note, "Too long."),
    )
    told = json.loads(to_report(made, Settings(), Timings(0, None, 1), complete=False))
    assert told["complete"] is False
    assert told["timings"]["first_text"] is None
    assert told["verdicts"] == {
        "chunks": 3,
        "saw": 2,
        "used": 1,
        "not_used": [
            {
                "chunk": 1,
                "reasons": ["It adds 2 words."],
                "figures": {"novel words": 2.0},
                "note": note,
            },
            {"chunk": 2, "reasons": [], "figures": {}, "note": "Too long."},
        ],
    }


NAMES = [
    ("A plain title", "A plain title.txt"),
    ("Café naïve — 文書", "Café naïve — 文書.txt"),
    ('a/b\\c:d*e?f"g<h>i|j', "a b c d e f g h i j.txt"),
    ("../../etc/passwd", "etc passwd.txt"),
    ("/", "clean.txt"),
    ("", "clean.txt"),
    (" . ", "clean.txt"),
    ("...", "clean.txt"),
    ("\x00\x01\n\t", "clean.txt"),
    ("tab\tand\nline", "tab and line.txt"),
    ("txt.exe\u202egnp", "txt.exegnp.txt"),
    ("zero\u200bwidth\ufeff", "zerowidth.txt"),
    ("para\u2029graph", "para graph.txt"),
    ("half \ud800 a pair", "half a pair.txt"),
    ("con", "con_.txt"),
    ("CON", "CON_.txt"),
    ("Con.tents", "Con.tents_.txt"),
    ("console", "console.txt"),
    ("lpt1", "lpt1_.txt"),
    ("com10", "com10.txt"),
    ("COM¹", "COM¹_.txt"),
    ("ends with dots...", "ends with dots.txt"),
    (".hidden", "hidden.txt"),
    ("-rf", "rf.txt"),
    ("~user", "user.txt"),
    ("e\u0301", "é.txt"),
]


@pytest.mark.parametrize(("title", "name"), NAMES, ids=ascii)
def test_file_names_are_safe_everywhere(title: str, name: str) -> None:
    assert file_name(title, ".txt") == name


@pytest.mark.parametrize("letter", ["a", "é", "文", "🌊"])
def test_file_names_are_short_enough(letter: str) -> None:
    name = file_name(letter * 5000, ".txt")
    assert len(name.encode()) <= 255
    assert set(name.removesuffix(".txt")) == {letter}


def test_save_replaces_in_one_step(tmp_path: Path) -> None:
    path = tmp_path / "clean.txt"
    save(path, "old\n")
    before = path.stat().st_ino
    save(path, "new “text”\n")
    assert path.read_bytes() == "new “text”\n".encode()
    assert path.stat().st_ino != before
    assert list(tmp_path.iterdir()) == [path]


def test_save_honours_the_umask(tmp_path: Path) -> None:
    path = tmp_path / "clean.txt"
    save(path, "text")
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~mask


def test_save_follows_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target.txt", tmp_path / "link.txt"
    target.write_text("old")
    link.symlink_to(target)
    save(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_save_writes_into_a_device_not_over_it() -> None:
    save(Path(os.devnull), "text")
    assert not Path(os.devnull).is_file()


def test_save_leaves_nothing_behind_when_it_fails(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file or directory"):
        save(tmp_path / "absent" / "clean.txt", "text")
    assert list(tmp_path.iterdir()) == []
