"""Every format says what the screen says: a property of all formats, options and documents; then
what is special to each."""

from __future__ import annotations

import io
import itertools
import json
import random
import re
import shutil
import subprocess
import time
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import docx
import pytest
from markdown_it import MarkdownIt

from pdfclean import __version__
from pdfclean.document import (
    Box,
    Category,
    Chunk,
    CleanChunk,
    CleanDocument,
    Decision,
    DocumentInfo,
    Edit,
    Line,
    Mark,
    Override,
    Page,
    Policy,
    Role,
    Source,
    Space,
    Token,
    Tokens,
    Verdict,
)
from pdfclean.export import Format, Options, Provenance, paragraphs, to_text, written
from pdfclean.export.text import wrapped
from pdfclean.outline import leave_out, outline
from pdfclean.render import raw_text, render
from pdfclean.settings import Polish, Secret, Settings
from tests.fakes import Said, document, rewritten

Made = tuple[CleanDocument, Policy | None, Sequence[Decision]]

PAPER = document(
    Said("The Tide\nTables", Role.TITLE),
    Said("A. Marsh", Role.AUTHOR, Category.AUTHORS),
    Said("1 Why", Role.HEADING, Category.HEADINGS, size=14, weight=700),
    "The moon pulls [1] at *all* of it, and 2.5 < 3 & so on.",
    Said("which goes on over the page.", space=Space.SPACE, page=2),
    Said("17", Role.PAGE_NUMBER, Category.FURNITURE, page=2),
    Said("1.1 How", Role.HEADING, Category.HEADINGS, size=12, weight=700, page=2),
    Said("# Not a heading [2, 3].", page=2),
    Said("The bell", Role.VERSE, page=3),
    Said("goes under", Role.VERSE, space=Space.LINE, page=3),
    Said("- an item", Role.LIST, page=3),
    Said("1. another", Role.LIST, space=Space.LINE, page=3),
    Said("2 Ebb", Role.HEADING, Category.HEADINGS, size=14, weight=700, page=4),
    Said("潮は一日に二度。水は冷たい。", page=4),
    Said("المد مرتين في اليوم", page=4),
    Said("A last line without a stop", page=5),
    chunk_lines=3,
)
TOKENS = PAPER.chunks[-1].chunk.end


def decided(seed: int) -> list[Decision]:
    """Decisions of a reader who does not know what they want."""
    dice = random.Random(seed)
    texts = [
        "",
        "A word.",
        "Two.\n\nParagraphs.",
        "\nverse\nlines\n",
        "<b>&amp;</b>\x0c",
        "a\n\n\nb",
    ]
    found: list[Decision] = []
    for _ in range(dice.randint(1, 6)):
        start = dice.randrange(TOKENS)
        end = dice.randint(start + 1, min(TOKENS, start + 12))
        if dice.random() < 0.5:
            found.append(Edit(start, end, dice.choice(texts)))
        else:
            found.append(Override(start, end, keep=dice.random() < 0.5))
    return found


POLISHED = rewritten(PAPER, None, "1 Why\n\nIt pulls.", "And on.\n\nIt *pulls*.", None, "Two.")
CASES: dict[str, Made] = {
    "as it is": (PAPER, None, ()),
    "nothing left out": (PAPER, Policy(frozenset()), ()),
    "everything left out": (PAPER, Policy(frozenset(Category)), ()),
    "a stopped run": (replace(PAPER, chunks=PAPER.chunks[:3]), None, ()),
    "a run that is still on, without its pages": (replace(PAPER, pages=()), None, ()),
    "nothing there yet": (replace(PAPER, chunks=(), pages=()), None, ()),
    "sections left out": (PAPER, None, leave_out(outline(PAPER), {1})),
    "rewritten": (POLISHED, None, ()),
    "rewritten, with decisions": (POLISHED, None, [Edit(5, 9, "Why?"), Override(30, 33, False)]),
    "an edited heading": (PAPER, None, [Edit(6, 8, "Whence\n\nNot a heading.")]),
    **{f"decisions {seed}": (PAPER, None, decided(seed)) for seed in range(12)},
    **{f"decisions {seed}, polished": (POLISHED, None, decided(seed)) for seed in range(12, 18)},
}  # fmt: skip
BOTH = (True, False)
SWITCHES = {
    # headings, marks, wrapped
    Format.TEXT: list(itertools.product(BOTH, BOTH, BOTH)),
    Format.MARKDOWN: list(itertools.product(BOTH, BOTH, (False,))),
    Format.JSON: [(True, False, False), (False, True, True)],
    Format.WORD: [(True, True, False), (False, False, False)],
}

SOURCE = re.compile(r" \[pp?\.\xa0[^\]]*\]$")
FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f]")
COMMONMARK = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def squeezed(text: str) -> str:
    """A paragraph for comparison: its lines with single spaces, without control characters."""
    return "\n".join(" ".join(line.split()) for line in FORBIDDEN.sub("", text).split("\n")).strip()


def from_text(data: bytes) -> list[str]:
    return [part for part in re.split(r"\n{2,}", data.decode()) if part.strip()]


def from_markdown(data: bytes) -> list[str]:
    """As a reader of CommonMark sees it; whatever is no plain text would be missing here."""
    return [
        "".join("\n" if c.type == "hardbreak" else c.content for c in token.children or ())
        for token in COMMONMARK.parse(data.decode())
        if token.type == "inline"
    ]


def from_word(data: bytes) -> list[str]:
    made = docx.Document(io.BytesIO(data))
    return [each.text for each in made.paragraphs if each.style and each.style.name != "Note"]


def from_json(data: bytes) -> list[str]:
    return [each["text"] for each in json.loads(data)["paragraphs"]]


READ: dict[Format, Callable[[bytes], list[str]]] = {
    Format.TEXT: from_text,
    Format.MARKDOWN: from_markdown,
    Format.WORD: from_word,
    Format.JSON: from_json,
}


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_paragraphs_are_the_text_on_the_screen(case: Made) -> None:
    made, policy, decisions = case
    shown = render(made, policy, decisions)
    want = [part.strip("\n") for part in re.split(r"\n{2,}", shown) if part.strip()]
    assert [each.text for each in paragraphs(made, policy, decisions)] == want
    assert to_text(made, policy, decisions) == "\n\n".join(want)


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
@pytest.mark.parametrize("kind", SWITCHES)
def test_every_format_says_the_same(kind: Format, case: Made) -> None:
    made, policy, decisions = case
    for headings, marks, wrap in SWITCHES[kind]:
        options = Options(kind, headings=headings, marks=marks, wrap=wrap)
        name, data = written(made, options, policy, decisions)
        assert name == f"A made-up document{kind.suffix}"
        heads = frozenset[Category]() if headings else frozenset({Category.HEADINGS})
        now = Policy((policy or made.policy).out | heads)
        want = [squeezed(part) for part in to_text(made, now, decisions).split("\n\n") if part]
        read = READ[kind](data)
        if wrap and kind is Format.TEXT:
            # Where a line was broken cannot be seen, in Japanese not even that it was.
            want = ["".join(part.split()) for part in want]
            read = ["".join(re.sub(r"\s\[pp?\.\xa0[^\]]*\]$", "", part).split()) for part in read]
        elif kind in (Format.WORD, Format.MARKDOWN):
            # Titles and headings are one line there.
            want = [part.replace("\n", " ") for part in want]
            read = [part.replace("\n", " ") for part in read]
        found = [squeezed(SOURCE.sub("", part)) for part in read]
        assert found == want, (headings, marks, wrap)


# Paragraphs ---------------------------------------------------------------------------------------


def test_paragraphs_know_what_they_are() -> None:
    found = paragraphs(PAPER)
    assert [(each.text.split()[0], each.role, each.level) for each in found] == [
        ("The", Role.TITLE, 0),
        ("1", Role.HEADING, 1),
        ("The", Role.BODY, 0),
        ("1.1", Role.HEADING, 2),
        ("#", Role.BODY, 0),
        ("The", Role.VERSE, 0),
        ("-", Role.LIST, 0),
        ("2", Role.HEADING, 1),
        ("潮は一日に二度。水は冷たい。", Role.BODY, 0),
        ("المد", Role.BODY, 0),
        ("A", Role.BODY, 0),
    ]
    assert found[2].pages == (1, 2)
    assert [each.pages for each in found[-2:]] == [(4,), (5,)]
    assert not any(each.edited or each.rewritten for each in found)


def test_a_word_over_a_page_turn_is_on_both_pages() -> None:
    tokens = Tokens(
        [
            Token("Slow", "Slow", Space.PARAGRAPH, (Source(1, 0, 0, 4),)),
            Token("rivers", "riv-ers", Space.SPACE, (Source(1, 0, 5, 9), Source(2, 0, 0, 3))),
        ]
    )
    pages = tuple(
        Page(n, (595, 842), (Line("x", Box(0, 0, 9, 9), 10, 400, role=Role.BODY),)) for n in (1, 2)
    )
    made = CleanDocument(DocumentInfo(2), pages, (CleanChunk(Chunk(0, 0, 2), tokens, ()),))
    assert [each.pages for each in paragraphs(made)] == [(1, 2)]


def test_a_heading_that_opens_a_paragraph_is_no_heading() -> None:
    made = document(
        "Before.",
        Said("Methods.", Role.HEADING, Category.HEADINGS),
        Said("We counted twice.", space=Space.SPACE),
    )
    assert [each.role for each in paragraphs(made)] == [Role.BODY, Role.BODY]


def test_paragraphs_know_whose_words_they_have() -> None:
    found = paragraphs(POLISHED, None, [Edit(0, 2, "Of Tides")])
    assert [each.edited for each in found].index(True) == 0
    assert [each.text for each in found if each.rewritten] == [
        "1 Why",
        "It pulls.",
        "And on.",
        "It *pulls*.\ngoes under",
        "Two.",
    ]


# Source marks -------------------------------------------------------------------------------------


def marked(made: CleanDocument) -> list[str]:
    _, data = written(made, Options(marks=True))
    return [
        m[0].strip().replace("\xa0", " ") for m in re.finditer(r"\[pp?\.[^\]]*\]", data.decode())
    ]


def test_source_marks_stand_behind_paragraphs_not_headings() -> None:
    assert marked(PAPER) == [
        "[pp. 1–2]", "[p. 2]", "[p. 3]", "[p. 3]", "[p. 4]", "[p. 4]", "[p. 5]",
    ]  # fmt: skip


def test_source_marks_name_pages_as_they_are_printed() -> None:
    info = replace(PAPER.info, labels=("xi", "xii", "1", "2", "A-3"))
    assert marked(replace(PAPER, info=info))[:4] == ["[pp. xi–xii]", "[p. xii]", "[p. 1]", "[p. 1]"]


@pytest.mark.parametrize(
    "label", ["", "   ", "a label as long as a sentence", "]( http://x", "a\nb", "\u202ex"]
)
def test_labels_that_are_none_give_way_to_numbers(label: str) -> None:
    info = replace(PAPER.info, labels=(label,) * 5)
    assert marked(replace(PAPER, info=info))[1:3] == ["[p. 2]", "[p. 3]"]


def test_a_label_is_literal_in_markdown() -> None:
    made = replace(PAPER, info=replace(PAPER.info, labels=("*1*",) * 5))
    _, data = written(made, Options(Format.MARKDOWN, marks=True))
    assert from_markdown(data)[2].endswith("[p.\xa0*1*]")


# Wrapped text -------------------------------------------------------------------------------------


def columns(line: str) -> int:
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in line
    )


WRAPPED = [
    "The tide comes in twice a day and goes out twice, whatever anybody has to say of it. " * 5,
    "他们每天两次数潮池，一次在黎明，一次在黄昏。在四十个池子里有三十一个，帽贝移动不到一掌宽。"
    * 3,
    "ＮＨＫの「きょうの料理」は、ちょっとした工夫でおいしくなる、という番組だ。" * 4,
    "Das Wort Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz steht hier. " * 3,
    "조석은 하루에 두 번 들어오고 두 번 나간다고 사람들은 말한다. " * 6,
    "café au lait, re\u0301sume\u0301, na\u00efve and cooperate " * 5,
    "mixed 中文 and English 混排 in one line, 数字123也在 " * 5,
]


@pytest.mark.parametrize("text", WRAPPED, ids=range(len(WRAPPED)))
def test_wrapped_lines_fit_and_break_no_word(text: str) -> None:
    lines = wrapped(text).split("\n")
    assert len(lines) > 1
    assert all(columns(line) <= 80 for line in lines)
    assert all(line == line.strip() for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
    words = set(re.findall(r"[^\W\u3040-\u30ff\u4e00-\u9fff]+", text))
    assert {
        w for line in lines for w in re.findall(r"[^\W\u3040-\u30ff\u4e00-\u9fff]+", line)
    } == words
    assert not any(line[0] in "，。、」ょっ" for line in lines)
    if text is not WRAPPED[3]:
        # Full, but for a word or character that did not fit.
        assert all(columns(line) > 60 for line in lines[:-1])


def test_a_word_longer_than_a_line_stays_whole() -> None:
    long = "x" * 100
    assert wrapped(f"a {long} b") == f"a\n{long}\nb"


def test_lines_of_verse_stay_when_wrapped() -> None:
    assert wrapped("The bell\ngoes under") == "The bell\ngoes under"


def test_a_no_break_space_does_not_break() -> None:
    assert all(
        "12\xa0km" in line for line in wrapped("word " * 15 + "x 12\xa0km y").split("\n")[1:]
    )


# Word ---------------------------------------------------------------------------------------------

ODD = document(
    Said("Nul \x00 bell \x07 feed \x0c end", Role.TITLE),
    "Lone \ud800 surrogate, \ufffe and \uffff, tab, <b>&amp;",
    Said("verse", Role.VERSE),
    Said("next line", Role.VERSE, space=Space.LINE),
)


def opened(data: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(data))


def test_word_has_styles_and_properties() -> None:
    info = replace(PAPER.info, title="The Tide", author="A. Marsh", keywords="moon")
    made = replace(PAPER, info=info)
    provenance = Provenance(language="de-DE")
    name, data = written(made, Options(Format.WORD), provenance=provenance)
    file = opened(data)
    assert name == "The Tide.docx"
    assert [each.style.name for each in file.paragraphs] == [
        "Title", "Heading 1", "Normal", "Heading 2", "Normal", "Verse", "List Paragraph",
        "Heading 1", "Normal", "Normal", "Normal",
    ]  # fmt: skip
    facts = file.core_properties
    assert (facts.title, facts.author, facts.keywords) == ("The Tide", "A. Marsh", "moon")
    assert facts.language == "de-DE"
    assert facts.comments == f"Cleaned with pdfclean {__version__}."
    assert facts.created is not None
    assert facts.created.year >= 2024
    assert (
        'w:lang w:val="de-DE"' in zipfile.ZipFile(io.BytesIO(data)).read("word/styles.xml").decode()
    )
    section = file.sections[0]
    assert round(section.page_width.cm, 1) == 21.6  # the PDF is US Letter
    assert section.right_margin > section.left_margin
    body = file.styles["Normal"]
    assert body.font.size.pt >= 11
    assert body.paragraph_format.line_spacing >= 1.4


def test_a_long_text_is_a_word_file_in_no_time() -> None:
    prose = "The tide comes in twice a day and goes out twice. " * 9
    made = document(*(prose for _ in range(600)), chunk_lines=2)
    assert sum(map(len, from_text(written(made)[1]))) > 265_000
    start = time.process_time()
    written(made, Options(Format.WORD, marks=True))
    assert time.process_time() - start < 2


def test_word_without_a_language_claims_none() -> None:
    _, data = written(PAPER, Options(Format.WORD))
    styles = zipfile.ZipFile(io.BytesIO(data)).read("word/styles.xml").decode()
    assert "<w:lang/>" in styles


def test_word_sets_other_scripts_as_they_are_written() -> None:
    _, data = written(PAPER, Options(Format.WORD, marks=True), provenance=Provenance(language="ar"))
    arabic = next(each for each in opened(data).paragraphs if each.text.startswith("المد"))
    assert "<w:bidi/>" in arabic._p.xml
    assert arabic.runs[0].font.rtl
    assert arabic.runs[1].style.name == "Source"
    assert sum("w:bidi" in each._p.xml for each in opened(data).paragraphs) == 1


def test_what_xml_cannot_hold_does_not_break_word() -> None:
    name, data = written(replace(ODD, info=replace(ODD.info, title="a\x00b", author="\x0c")),
                         Options(Format.WORD), decisions=[Edit(0, 1, "Nul\x0b\x1f")])  # fmt: skip
    assert name == "ab.docx"
    file = opened(data)
    assert file.core_properties.title == "ab"
    assert "<b>&amp;" in file.paragraphs[1].text.replace(" ", "")
    assert file.paragraphs[2].text == "verse\nnext line"


def test_word_has_nothing_that_runs_or_fetches() -> None:
    made = document("See http://example.org/ and \\\\server\\share", policy=Policy(frozenset()))
    _, data = written(made, Options(Format.WORD))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        names = parts.namelist()
        whole = b"".join(parts.read(name) for name in names if name.endswith((".xml", ".rels")))
    assert not [name for name in names if "vba" in name.lower() or name.endswith(".bin")]
    assert b'TargetMode="External"' not in whole
    assert b"w:hyperlink r:id" not in whole
    assert b"attachedTemplate" not in whole


def libreoffice() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.skipif(libreoffice() is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_word(tmp_path: Path) -> None:
    path = tmp_path / "paper.docx"
    path.write_bytes(written(PAPER, Options(Format.WORD))[1])
    command = [str(libreoffice()), "--headless", f"-env:UserInstallation=file://{tmp_path}/profile",
               "--convert-to", "txt:Text (encoded):UTF8", "--outdir", tmp_path, path]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    told = (tmp_path / "paper.txt").read_text("utf-8-sig")
    assert "The moon pulls at *all* of it" in told


# What was edited ----------------------------------------------------------------------------------

EDITS: list[Decision] = [Edit(9, 10, "A"), Edit(9, 10, "The"), Edit(40, 41, "-")]


def test_edited_texts_say_so_but_plain_text() -> None:
    note = "2 passages were edited by hand."
    assert note.encode() not in written(PAPER, decisions=EDITS)[1]
    markdown = written(PAPER, Options(Format.MARKDOWN), decisions=EDITS)[1].decode()
    assert markdown.endswith(f"\n\n<!-- {note} -->\n")
    file = opened(written(PAPER, Options(Format.WORD), decisions=EDITS)[1])
    assert file.paragraphs[-1].text == note
    assert file.paragraphs[-1].style.name == "Note"
    assert file.core_properties.comments.endswith(note)
    told = json.loads(written(PAPER, Options(Format.JSON), decisions=EDITS)[1])
    assert told["text"]["edited_by_hand"] == 2
    assert "2 passages edited." in page(written(PAPER, Options(Format.REPORT), decisions=EDITS)[1])
    for kind in (Format.MARKDOWN, Format.WORD, Format.REPORT):
        assert b"by hand" not in written(PAPER, Options(kind))[1]


# JSON ---------------------------------------------------------------------------------------------


def rebuilt(told: dict[str, object]) -> Made:
    """The document, policy and decisions that a JSON file with tokens tells of."""
    data = json.loads(json.dumps(told))
    tokens = Tokens(
        Token(
            each["text"],
            each.get("raw", each["text"]),
            Space(each["space"]),
            (Source(each["page"], 0, 0, 1),),
        )
        for each in data["tokens"]
    )
    marks = [
        Mark(*each["tokens"], Category(each["category"]), each["reason"], each["stage"])
        for each in data["marks"]
    ]
    chunks = []
    for index, each in enumerate(data["chunks"]):
        start, end = each["tokens"]
        own = tuple(m for m in marks if start <= m.start < end)
        chunk = CleanChunk(Chunk(index, start, end), tokens[start:end], own, each["rewrite"])
        chunks.append(chunk)
    decisions = [
        Edit(*each["tokens"], each["text"])
        if each["kind"] == "edit"
        else Override(*each["tokens"], each["keep"])
        for each in data["decisions"]
    ]
    policy = Policy(frozenset(Category(each) for each in data["policy"]["out"]))
    return CleanDocument(DocumentInfo(9), (), tuple(chunks), policy), None, decisions


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_json_tells_enough_to_make_the_text_again(case: Made) -> None:
    made, policy, decisions = case
    _, data = written(made, Options(Format.JSON, words=True), policy, decisions)
    again, _, own = rebuilt(json.loads(data))
    want = to_text(made, policy, decisions)
    if policy is not None and policy != made.policy:
        # A model's wording gives way under another policy; here none is other.
        assert made is PAPER
    assert to_text(again, decisions=own) == want


def test_json_tells_where_it_comes_from() -> None:
    settings = Settings(polish=Polish.ALL, model="some/model", key=Secret("sk-123"),
                        server="http://localhost:8000")  # fmt: skip
    verdict = Verdict(False, ("It adds 2 words.",), (("novel words", 2.0),))
    made = rewritten(PAPER, verdicts=(verdict,), notes=("Not used.",))
    made = replace(made, info=replace(made.info, labels=("i", "ii", "1", "2", "3")))
    when = datetime(2026, 5, 3, 12, 30)
    provenance = Provenance("tides.pdf", settings, complete=False, made=when)
    _, data = written(made, Options(Format.JSON), provenance=provenance)
    told = json.loads(data)
    assert (told["format"], told["version"]) == ("pdfclean", 1)
    assert told["software"] == {"name": "pdfclean", "version": __version__}
    assert told["document"]["file"] == "tides.pdf"
    assert told["run"]["complete"] is False
    assert told["made"] == "2026-05-03T12:30:00"
    assert told["run"]["model"] == "some/model"
    assert b"sk-123" not in data
    assert told["chunks"][0] == {
        "tokens": [0, PAPER.chunks[0].chunk.end],
        "rewrite": None,
        "note": "Not used.",
        "doubts": [],
        "verdict": {"faithful": False, "reasons": ["It adds 2 words."],
                    "figures": {"novel words": 2.0}},
    }  # fmt: skip
    assert told["pages"][1] == {"number": 2, "label": "ii", "width": 612, "height": 792}
    assert told["paragraphs"][2]["pages"] == [1, 2]
    assert told["marks"][0]["category"] == "authors"
    assert "tokens" not in told


def test_json_says_where_each_word_stands() -> None:
    made = document("One two [3].")
    told = json.loads(written(made, Options(Format.JSON, words=True))[1])
    assert [(each["text"], each["kept"]) for each in told["tokens"]] == [
        ("One", True), ("two", True), ("[", False), ("3", False), ("]", False), (".", True),
    ]  # fmt: skip
    first, second = told["tokens"][:2]
    assert first["box"][0] == 72
    assert first["box"][2] < second["box"][0]
    assert first["page"] == 1


def test_the_table_of_json_has_every_name() -> None:
    from pdfclean.export import record

    _, data = written(PAPER, Options(Format.JSON, words=True))
    named = set(re.findall(r"^``(\w+)``", record.__doc__ or "", re.M))
    assert named == set(json.loads(data))


# Raw text and report ------------------------------------------------------------------------------


def test_raw_text_is_what_the_reader_found() -> None:
    name, data = written(PAPER, Options(Format.RAW))
    assert name == "A made-up document (raw).txt"
    assert data.decode() == raw_text(PAPER) + "\n"
    assert "A. Marsh" in data.decode()


class _Page(HTMLParser):
    """The words of a page of HTML, and its tags."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        if not self.tags or self.tags[-1] not in ("style", "title"):
            self.said.append(data)


def page(data: bytes) -> str:
    parsed = _Page()
    parsed.feed(data.decode())
    return " ".join(" ".join(parsed.said).split())


def test_the_report_tells_a_writer_what_they_get() -> None:
    settings = Settings()
    scan = Page(6, (612, 792), (), images=(Box(0, 0, 612, 792),))
    made = replace(PAPER, pages=(*PAPER.pages, scan), info=replace(PAPER.info, pages=9))
    decisions = [*leave_out(outline(PAPER), {2}), *EDITS, Override(2, 6, keep=True)]
    provenance = Provenance("tides.pdf", settings, complete=False, doubtful=12, looked_over=5,
                            made=datetime(2026, 5, 3))  # fmt: skip
    name, data = written(made, Options(Format.REPORT), None, decisions, provenance=provenance)
    told = page(data)
    assert name == "A made-up document (report).html"
    assert f"Clean text made from tides.pdf on 3 May 2026 with pdfclean {__version__}." in told
    assert "6 of 9 were read" in told
    assert "1 page scanned, without text: 6" in told
    assert "Citations 2 passages" in told
    assert re.search(r"1\.1 How · p\. 2 · \d+ min", told)
    assert "2 passages edited, 1 passage put back." in told
    assert "12 passages are in doubt; 5 were looked over." in told
    assert "without a language model" in told
    assert "but for what was edited by hand" in told


def test_the_report_of_a_polished_text_says_who_polished() -> None:
    settings = Settings(polish=Polish.ALL, model="some/model")
    made = rewritten(PAPER, verdicts=(Verdict(True), Verdict(False)), notes=("", "Not used."))
    told = page(written(made, Options(Format.REPORT), provenance=Provenance("", settings))[1])
    assert "(some/model) went over 2 of 6 parts and could only leave out sentences" in told
    assert "In 1 part its answer was not used." in told
    assert "All words stand in the PDF: nothing was added." in told


def test_the_report_escapes_and_fetches_nothing() -> None:
    bad = '<script>alert(1)</script><img src="http://x/">'
    made = replace(PAPER, info=replace(PAPER.info, title=bad, author=bad))
    _, data = written(made, Options(Format.REPORT), provenance=Provenance(bad))
    parsed = _Page()
    parsed.feed(data.decode())
    assert not {"script", "img", "link", "a"} & set(parsed.tags)
    assert bad in " ".join(parsed.said)


def test_a_title_that_a_program_filled_in_is_none() -> None:
    made = replace(PAPER, info=replace(PAPER.info, title="Untitled"))
    assert written(made, provenance=Provenance("On tides.pdf"))[0] == "On tides.txt"
    assert written(made)[0] == "clean.txt"
    assert written(made, name="../my/name")[0] == "my name.txt"


@pytest.mark.parametrize("kind", list(Format))
def test_an_empty_document_is_a_file_too(kind: Format) -> None:
    written(CleanDocument(DocumentInfo(1), (), ()), Options(kind, marks=True, words=True))
