"""Citations, pointers and links in prose: ``⟦...⟧`` must go, everything else must stay."""

from __future__ import annotations

import time
from collections.abc import Iterator
from unicodedata import normalize

import pytest

from pdfclean.cleaning import Cleaner
from pdfclean.document import Category, Placed, Policy, Role, Space
from tests.unit.marked import clean, evidence, line, page, split, text_of
from tests.unit.preserved_texts import TEXTS

SQUARE = [
    "This was shown before ⟦[12]⟧.",
    "This was shown ⟦[3–5, 7]⟧ and shown again ⟦[12,13]⟧.",
    "As shown ⟦[3], [4]⟧.",
    "As shown ⟦[3],[4]–[6]⟧, it holds.",
    "It is so ⟦(e.g., [3])⟧.",
    "It is so ⟦(see [3, 4] for a review)⟧, they say.",
    "It is so ⟦[3, p. 12] and [4, Theorem 2.1]⟧ more.",
    "The well-known result⟦[30]⟧ stands.",
    "One result ⟦[7]⟧, two results ⟦[8]⟧; three results ⟦[9]⟧: all hold.",
    "The method ⟦(Smith et al. [12])⟧ works (n = 12).",
    "Values in [0, 1] or [0.3, 1] stay, and the range [1, 50] does.",
    "An array a[3] and a function f[2] stay, too (3 of them).",
    "The year (2010), the count (12) and point (3) stay.",
    "He said “it [sic] was [the] end” [...] and left.",
    "The European [Union] and NO[3] are no citations.",
    "L. modestus (Boulenger, 1882) is a frog (Anura: Dicroglossidae).",
    "Armenia (2009), Belarus (1997–2015) and Georgia (1997) sent data.",
]
KEYS = [
    "So stellt es der Autor vor ⟦[NMTM99]⟧.",
    "Verfahren dieser Art ⟦[Ko12, AL11]⟧ gibt es ⟦[Lav06], [Sto74]⟧.",
    "An alloy [CuZr] and a gene [TP53 status] stay.",
]
NAMES = [
    "It is so ⟦(Smith, 2010)⟧.",
    "It is so ⟦(Smith 2010)⟧ here.",
    "It is so ⟦(Smith et al., 2010; Jones & Lee 2011a,b)⟧.",
    "It is so ⟦(see Smith, 2010, p. 4)⟧, they say.",
    "It is so ⟦(e.g., Smith 2010)⟧.",
    "It is so ⟦[Smith et al. 2010]⟧.",
    "It is so ⟦((Smith 2010))⟧.",
    "It is so ⟦(van der Berg, 2001; de la Cruz & O’Neill, 1999)⟧.",
    "It is so ⟦(World Health Organization, 2019) and (WHO, 2019)⟧.",
    "It is so ⟦(OpenAI et al., 2023)⟧ and so on ⟦(Team et al., 2023)⟧.",
    "It is so ⟦(Queiroz 2009, Kim et al. 2018, Souza & Silva 2016)⟧.",
    "It is so ⟦(Dumay; Guthrie; Farneti, 2010)⟧.",
    "It is so ⟦(Procida, n.d.) and (Rowe, in press)⟧.",
    "It is so ⟦(Smith, 2010, 2012; Jones, 2011)⟧.",
    "It is so ⟦(cf. Smith, 2010), (for a review, see Jones, 2011)⟧.",
    "It is so ⟦(Smith 2010; but see Jones 2011)⟧.",
    "Es ist so ⟦(vgl. Abel 2011, S. 7)⟧.",
    "C’est ainsi ⟦(voir Abel, 2011)⟧.",
    "Es así ⟦(véase Smith y Jones, 2010)⟧.",
    "Smith et al. ⟦(2010)⟧ showed that it is so.",
    "Smith ⟦(2010)⟧ showed it, as did Smith and Jones ⟦(2010a)⟧.",
    "Large models (in-context learning ⟦(Huang et al., 2022a)⟧ and more) work.",
    "Large models (LLMs⟦; Smith 2010⟧) work.",
    "The scores rose (p < 0.05⟦; Smith, 2010⟧).",
    "It is so (with one exception in 2015).",
    "It was in June (June 2010) and in 1999 (that is, long ago).",
    "It is so ⟦(Smith2010)⟧ and still so ⟦(Smith et al. 2010–)⟧.",
    "It is so ⟦(Fraternali, F. et al., 2011; Jimenez et al., 2003; Karukes, E. V. et al., 2015)⟧.",
    "It is a year (2010), a place (Berlin) and a fact (in 1999).",
    "The war (1939–1945) and the reign (r. 1558–1603) stay.",
    "The sample (n = 2010) and version (version 2010) stay.",
    "Smith thinks (and Jones agrees) that it is so.",
    "The treaty of Rome (signed in March 1957) stays.",
    "In Georgia (1997) it was so.",
]
ROUND = [
    "This was shown before ⟦(3)⟧.",
    "This was shown ⟦(3,4)⟧ and shown again ⟦(5–7)⟧.",
    "By Eq. (3) and step (4) it follows, since 2010 (2010).",
    "First, (1) read; second, (2) write.",
]
NO_ROUND = [
    "It follows from the list (3) that item (12) stays.",
]
RAISED = [
    "metallic melts^{⟦12⟧} are known",
    "in the mouth.^{⟦3,4⟧} Then more",
    "as shown,^{⟦5–7⟧} it holds",
    "in Africa^{⟦1⟧}.",
    "the word^{⟦[26]⟧} itself",
    "over 10^{2} m^{2} and R^{2} of χ^{2}",
    "30 kg m^{−2} s^{−1} and 5 cm^{3}",
    "the isotope ^{14}C and Ca^{2+} or Na^{+}",
    "the 1^{st} and 2^{nd} of n^{th}",
    "water is H_{2}O and CO_{2}",
    "sp^{2}-hybridized carbon",
    "(a + b)^{2} is not (some words)^{⟦8⟧}",
    "10^{−3} and 2^{10}",
    "the mark^{⟦*⟧} and dagger^{⟦†⟧} go",
]
POINTERS = [
    "It rose ⟦(see Fig. 3)⟧.",
    "It rose ⟦(Fig. 3)⟧, then fell ⟦(Eq. 2)⟧ again ⟦(Table 1)⟧.",
    "It rose ⟦(Figures 1A and 2) and (Section 4.2)⟧.",
    "It rose ⟦(Supplementary Fig. S3) and (S2 Table) and (Additional file 1)⟧.",
    "It rose ⟦(Figure 2, left panel) and (Fig. S1 in the ESI)⟧.",
    "Es stieg ⟦(siehe Abb. 3)⟧ und fiel ⟦(Tab. 2)⟧ wieder ⟦(vgl. Abschnitt 4)⟧.",
    "Subió ⟦(véase la figura 2)⟧ y bajó ⟦(tabla 1)⟧.",
    "Il monte ⟦(voir tableau 2)⟧ et descend ⟦(fig. 3)⟧.",
    "它上升⟦(图 1)⟧,然后下降⟦（见表 2）⟧。",
    "It rose (p < 0.05⟦; Fig. 2⟧).",
    "It rose (p = 0.003⟦, Table 4⟧).",
    "It rose (⟦Fig. 2; ⟧p < 0.05).",
    "As Fig. 3 shows, Table 2 and Section 4 agree.",
    "It is a figure (of speech), a table (Table Mountain) and a section (of road).",
    "Mean pressure (MAP), heart rate (HR) and tables (2 tables) stay.",
    "It rose (black lines in Fig. 3 are means).",
    "It is so (data not shown).",
]
LINKS = [
    "The code is available⟦ at https://example.org/a/b⟧.",
    "The code is available online⟦ at: https://example.org/a/b⟧ and free.",
    "The code ⟦(https://example.org/a/b)⟧ is free.",
    "The code is here: see the site⟦ (www.example.org)⟧.",
    "The data⟦, https://example.org/d⟧, which are large, stay.",
    "So it is. ⟦https://example.org/a⟧ And so it stays.",
    "A list follows. ⟦https://example.org/a, https://example.org/b⟧",
    "⟦Available at: https://example.org/a.⟧ It is free.",
    "Der Code ist⟦ unter https://example.org/a⟧ verfügbar.",
    "Der Code ist verfügbar⟦ unter https://example.org/a⟧.",
    "El código está disponible⟦ en https://example.org/a⟧.",
    "Le code est disponible⟦ sur https://example.org/a⟧.",
    "The Note. Sound 6, 19; ⟦doi:10.1000/182⟧ (2016).",
    "The Note. Sound 6, 19, ⟦doi:10.1000/182⟧ 373 Abel",
    "Write to us ⟦(e-mail: a.b@example.edu)⟧ or call.",
    "Write⟦ to {a,b}@example.edu or c.d@example.org⟧ now.",
    "Envíe sus comentarios⟦ a email: a.b@example.edu⟧. Si no, llame.",
    "Ida Holm ⟦a.b@example.edu⟧ and Tobias Lund ⟦c.d@example.org⟧ wrote it.",
    "Booking.com and Node.js and 3.5 are no links; nor is and/or.",
    "It costs 5 @ 2.6 GHz, on 10.12.2020 at 10.30.",
]
NEEDED = [
    "The list can be found at https://example.org/a.",
    "See https://example.org/a. Then go on.",
    "See https://example.org/a for more.",
    "https://example.org/a lists every flood.",
    "It stands there. https://example.org/a lists every flood.",
    "The page https://example.org/a lists every flood.",
    "Go to https://example.org/a now.",
    "Any licence of this list: https://example.org/a",
    "The prefix “https://example.org/” is added.",
    "The sites are: ftp://a.example.org (Rome), ftp://b.example.org (Bern) and ftp://c.example.org.",
    "Its number is doi:10.1000/182, they say.",
    "A preprint arXiv:2301.01234v2 [cs.CL] exists.",
    "Véase https://example.org/a. Debe tenerse presente.",
    "El original puede encontrarse en https://example.org/a.",
    "Siehe https://example.org/a und die Adresse https://example.org/b dort.",
    "Die Daten liegen unter https://example.org/a.",
    "Voir https://example.org/a pour en savoir plus.",
    "La page se trouve à https://example.org/a.",
    "a.b@example.edu answers every letter.",
    "参见https://example.org/a。",
]
"""Addresses that would be missed, links left out or not."""
CASES = {
    "square": ("square", SQUARE),
    "keys": ("square", KEYS),
    "names": ("names", NAMES),
    "round": ("round", ROUND),
    "no-round": ("names", NO_ROUND),
    "raised": ("raised", RAISED),
    "pointers": ("names", POINTERS),
    "links": ("names", LINKS),
    "needed": ("names", NEEDED),
}


def cases() -> Iterator[object]:
    for name, (style, texts) in CASES.items():
        for text in texts:
            yield pytest.param(style, text, id=f"{name}: {text}")


@pytest.mark.parametrize(("style", "marked"), list(cases()))
def test_what_goes_and_what_stays(style: str, marked: str) -> None:
    whole, left = split(marked)
    batch, _ = clean([whole], style)
    shown = text_of(batch)
    expected, _ = clean([left], style)
    bare = text_of(expected, Policy(frozenset()))
    assert shown.replace(" ", "") == bare.replace(" ", "").replace("^{}", "")


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        (["As shown [3], [4]. Then"], "As shown. Then"),
        (["One, [3], two"], "One, two"),
        (["One [3]; two"], "One; two"),
        (["So (e.g., [3]) it is"], "So it is"),
        (["by Smith et al. [3]. Then"], "by Smith et al. Then"),
        (["by Smith et al. [3], so"], "by Smith et al., so"),
        (["(Smith et al., 2010). Then"], "Then"),
        (["over a line (Smith et", "al., 2010; Jo-", "nes, 2011) end"], "over a line end"),
        (["word [3]word"], "word word"),
        (["It is available at", "https://example.org/x. Then"], "It is available. Then"),
        (["(BLAST, https://example.org/x). Then"], "(BLAST). Then"),
    ],
)
def test_the_sentence_still_reads(lines: list[str], left: str) -> None:
    batch, _ = clean(["It is known [1] and [2].", "", *lines], "names", known=["[1], [2], [3] [4]"])
    assert text_of(batch).split("\n\n")[1] == left


def test_a_name_that_no_reference_bears_is_no_citation() -> None:
    known = [f"Holm, I. Notes on harbours, part {n}. 200{n}." for n in range(1, 10)]
    pages = [
        page([line("It won a prize (Paris, 1900) and a hat (Holm, 2003).")], 1),
        page([line(text, role=Role.REFERENCE) for text in known], 2),
        evidence("names"),
    ]
    batch = Cleaner(pages).feed(pages, [Placed(1, 0, Space.PARAGRAPH)])
    assert text_of(batch) == "It won a prize (Paris, 1900) and a hat."


def test_marks_say_what_and_why() -> None:
    batch, _ = clean(
        ["So [1] it is (see Fig. 3) online at https://example.org/x, a@example.org."], "square"
    )
    assert [(m.category, m.reason, m.stage) for m in batch.marks] == [
        (Category.CITATIONS, "number of a reference", "citations"),
        (Category.POINTERS, "pointer in brackets", "pointers"),
        (Category.LINKS, "link", "links"),
        (Category.CONTACTS, "e-mail", "links"),
    ]


def test_a_number_that_a_preposition_governs_goes_with_little_confidence() -> None:
    batch, _ = clean(["The hardware used in [1] has memory [2]."], "square")
    assert [mark.confidence for mark in batch.marks] == [0.5, 1.0]


def test_footnote_marks_are_no_citations_where_citations_look_different() -> None:
    batch, _ = clean(["A word^{1} here (Smith, 2010)."], "names")
    assert [m.category for m in batch.marks] == [Category.FOOTNOTES, Category.CITATIONS]


KILLERS = {
    "open brackets": "(" * 60_000,
    "nested brackets": "(" * 30_000 + ")" * 30_000,
    "mixed brackets": "([" * 20_000 + ")]" * 20_000,
    "numbers": "[1, " * 20_000,
    "one long list": "[" + "1, " * 30_000 + "1]",
    "hyphens": "a-" * 40_000,
    "dots": "a." * 40_000,
    "names": "(" + "Smith, " * 20_000 + "2010)",
    "lead words": "(" + "see e.g. " * 15_000 + "2010)",
    "ats": "a@" * 30_000,
    "braces": "{a," * 30_000 + "@",
    "accents": "a ´ " * 20_000,
    "back quotes": "a`" * 40_000,
    "spaces": "a" + " " * 60_000 + "[1]",
    "commas": "(" + ", " * 900 + "Smith 2010)" + "[1], " * 8_000,
    "years": "(" + "2010, " * 20_000 + ")",
    "figures": "(Fig. " + "1, " * 20_000 + ")",
    "address": "https://" + "a/" * 40_000,
}


@pytest.mark.parametrize("text", KILLERS.values(), ids=KILLERS)
def test_no_text_takes_long(text: str) -> None:
    started = time.process_time()
    clean([text], "square")
    assert time.process_time() - started < 3.0


PRESERVED = [
    "The treaty was signed in 1945. In 1946, 12 more joined; by 1950, 3-5% had left.",
    "Café sales rose 3-5%, self-driving cars came, and a naïve façade stayed.",
    "Water is H_{2}O, the ion SO_{4}^{2−}, the isotope ^{14}C, and 10^{−3} is small.",
    "Ludwig van Beethoven, Vincent van Gogh (1853–1890) and María de la Cruz met.",
    "Dr. Rowe, i.e. the one with 2.5 kg, left at 10.30 a.m. for St. Ives, etc.",
    "“Who’s there?” – “Nobody,” said the door (it lied). ‘Well…’",
    "He lost 50 (of 120) games; she won 7 (see them weep!) and drew the rest.",
    "The set {1, 2, 3}, the pair (x, y), f(x) = 2x + 1, p < 0.05 and n = 12 stay.",
    "Her poem (“Die Lorelei”), his song (1824 or so), our play (act 2) and more.",
    "Between 1990 and 1995 (a bad time) the rate was 4.2 [sic] per cent.",
    "The C-3PO, R2-D2 and VGG-19 units, the 747 (a plane) and the A380.",
    "Es kamen 20 Gäste (darunter 3 Kinder), z. B. Frau Müller-Lüdenscheidt.",
    "Il est né à Paris (France) en 1802 ; « Voilà », dit-il.",
    "El niño (5 años) llegó. ¿Cuándo? ¡Ya!",
    "他在1945年签署了条约（共12条），并且没有离开。",
    "Article 5 (2) of the Act (No. 12 of 1999) and Section 1512(c) apply.",
    "See United States v. Byrne, 435 F.3d 16, 24–25 (1st Cir. 2006), and (D.C. Cir. 1976).",
    "The options are (a) to stay, (b) to go, or (c) both; (i) first, (ii) second.",
    "Call 555-0100 or write to 12 Main St., Springfield (IL) 62701.",
]


@pytest.mark.parametrize("style", ["square", "names", "raised", ""])
@pytest.mark.parametrize("text", [*PRESERVED, *TEXTS])
def test_prose_comes_through_untouched(text: str, style: str) -> None:
    batch, first = clean([text], style)
    # Raised and lowered numbers come out in characters that say so: H₂O, 10⁻³.
    assert normalize("NFKC", text_of(batch)) == normalize("NFKC", first.lines[0].text)


def test_raised_numbers_are_citations_where_the_document_cites_so() -> None:
    batch, _ = clean(["A word^{12} here, and 10^{2} there."], "raised")
    assert [(m.category, m.reason) for m in batch.marks] == [
        (Category.CITATIONS, "superscript reference")
    ]
