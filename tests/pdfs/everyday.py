"""What people have besides papers: letters, minutes, acts, poems, recipes, forms, all of it prose.

Each document is written as Typst markup; every sentence set by :meth:`Sheet.say` must survive,
whatever the document looks like. The prose is our own: a few sentences written for the occasion and
those of the chronicle in :mod:`tests.pdfs.odd`.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable

import typst

from tests.pdfs.odd import chronicle
from tests.pdfs.typeset import Typeset

SENTENCES = 900
"""Sentences of the chronicle that one document may use."""
SENTENCE = re.compile(r"(?<=[.!?”]) (?=[A-Z“])")
PEOPLE = ("Mr Pell", "Mrs Lund", "Miss Ito", "Dr Garcia", "Mr Holm", "Ms Roy")
CLOCK = (
    "I have received your letter about the tide clock, and I am sorry that it rang at four.",
    "My sister says that she was awake anyway.",
    "We have taken out the spring and put it in the bread tin.",
)


class Sheet:
    """A document under way."""

    def __init__(self, page: str = "", text: str = "", par: str = "justify: true") -> None:
        self._source = [
            '#set page(paper: "a4", margin: 25mm)',
            '#set text(font: "Libertinus Serif", size: 11pt)',
            f"#set page({page})\n#set text({text})\n#set par({par})",
        ]
        self._keep: list[str] = []
        self._fresh = iter(chronicle(SENTENCES))

    def set(self, markup: str, *keep: str) -> Sheet:
        """Typst markup, and what of it must survive."""
        self._source.append(markup)
        self._keep += keep
        return self

    def say(self, *paragraphs: str, markup: str = "{}") -> Sheet:
        """Paragraphs, each sentence of which must survive."""
        for text in paragraphs:
            self.set(markup.replace("{}", literal(text)), *SENTENCE.split(text))
        return self

    def fresh(self, paragraphs: int = 1, sentences: int = 4) -> list[str]:
        """Paragraphs of sentences that this document does not have yet."""
        return [" ".join(itertools.islice(self._fresh, sentences)) for _ in range(paragraphs)]

    def tell(self, paragraphs: int = 1, sentences: int = 4, markup: str = "{}") -> Sheet:
        """Fresh paragraphs, said."""
        return self.say(*self.fresh(paragraphs, sentences), markup=markup)

    def head(self, text: str) -> Sheet:
        """A heading; whether it survives is tested elsewhere."""
        return self.set(f"#heading[{literal(text)}]")

    def title(self, text: str) -> Sheet:
        return self.set(f'#text(18pt, weight: "bold")[{literal(text)}]')

    def turn(self) -> Sheet:
        """A page break."""
        return self.set("#pagebreak(weak: true)")

    def typeset(self, name: str) -> Typeset:
        data = typst.compile(
            "\n\n".join(self._source).encode(), format="pdf", ignore_system_fonts=True
        )
        assert isinstance(data, bytes)
        return Typeset(name, data, tuple(self._keep))


def literal(text: str) -> str:
    return f"#{json.dumps(text, ensure_ascii=False)};"


def running(title: str) -> str:
    """A running title above every page, and its number below."""
    return (
        f"header: align(center, text(8pt)[{title}]),"
        "footer: context align(center, text(8pt, counter(page).display()))"
    )


def letter(align: str = "left", paragraphs: int = 2, paper: str = "a4") -> Sheet:
    """A letter in one type, from the sender's name to the signature."""
    sheet = Sheet(f'paper: "{paper}"', par="justify: false")
    sender = ("Ottilie Marsh", "Marsh & Sons, clockmakers", "3 Tide Lane", "Harrow Sound")
    sheet.set(f"#align({align})[{' #linebreak() '.join(map(literal, sender))}]", *sender[:3])
    sheet.set("Mr Arthur Pell #linebreak() The Old Chandlery", "Mr Arthur Pell")
    sheet.say("4 May 1921", "Dear Mr Pell,", " ".join(CLOCK)).tell(paragraphs)
    return sheet.say("Please come on Sunday.", "Yours faithfully,", "Ottilie Marsh, clockmaker")


def letter_to_many(paragraphs: int) -> Sheet:
    """The same letter to six people."""
    sheet = Sheet("margin: (x: 25mm, y: 15mm)", par="justify: false")
    text = sheet.fresh(paragraphs, 5)
    for name in PEOPLE:
        sheet.say(f"Dear {name},", *text, "With kind regards,", "the Harbour Society").turn()
    return sheet


def pages_of_one_saying() -> Sheet:
    sheet = Sheet(par="justify: false")
    for _ in PEOPLE:
        sheet.set("#stack(spacing: 5mm, " + ", ".join(map(json.dumps, CLOCK)) + ")", *CLOCK).turn()
    return sheet


def picture_book() -> Sheet:
    sheet = Sheet('paper: "a5"', "size: 14pt")
    for name in PEOPLE:
        sheet.say("And so the keeper went on along the road.", f"Then he met {name}, who waved.")
        sheet.set("#v(1fr)").say("But the clock was still late.").turn()
    return sheet


def songs() -> Sheet:
    refrain = (
        "So ring the bell and ring it slow,", "And let the weary sailors know",
        "That there is light upon the hill", "And that the kettle is on still.",
    )  # fmt: skip
    sheet = Sheet('paper: "a5", margin: (x: 20mm, y: 15mm)', par="justify: false")
    for _ in range(6):
        lines = " #linebreak() ".join(map(literal, refrain))
        sheet.set(lines, *refrain).tell(7, 2).set("#v(1fr)").set(lines).turn()
    return sheet


def school_budget() -> Sheet:
    sheet = Sheet(running("Budget of the school")).title("How our school pays its way")
    for head in ("Introduction", "Funding", "Contributions", "Disclosures", "What we spend"):
        sheet.head(head).tell(4)
    return sheet


def minutes() -> Sheet:
    sheet = Sheet(running("Minutes of the Harbour Society")).title("Minutes")
    for n, head in enumerate(("Welcome", "Treasurer", "Contributions", "The bell", "Soup"), 1):
        sheet.head(f"{n}. {head}").tell(2, 3).say("Action: A. Pell to buy a rope for the bell.")
    return sheet


def annals() -> Sheet:
    sheet = Sheet(running("Annals"), "size: 10pt").title("The harbour year by year")
    for year in range(1801, 1850):
        told = sheet.fresh(1, 1)[0]
        sheet.say(f"In {year}, the brothers J. Holm and A. Marsh wrote in their book: {told}")
    return sheet


def books_about_tides() -> Sheet:
    sheet = Sheet(running("On books")).title("Books about tides").head("Further reading")
    for n in range(16):
        sheet.say(
            f"Of the older books, that of A. Holm, which appeared in 18{10 + n}, is the best, "
            f"although J. Marsh said in 19{10 + n} that nobody reads it any more."
        ).tell(1, 1)
    return sheet


def text_behind_references() -> Sheet:
    sheet = Sheet(running("On tides")).title("On tides").head("Introduction").tell(4)
    sheet.head("References")
    for n in range(12):
        entry = f"[{n + 1}] Holm, I. Notes on harbours, part {n}. Quay Papers {n}, 1-7, {2000 + n}."
        sheet.set(literal(entry))
    return sheet.turn().tell(11, 5)


def novel() -> Sheet:
    sheet = Sheet(
        'paper: "a5",' + running("The Keeper"), "size: 10pt",
        "justify: true, first-line-indent: 1em, spacing: 0.65em",
    )  # fmt: skip
    for number in ("One", "Two", "Three"):
        sheet.turn().set(f"#v(3cm) #align(center)[Chapter {number}]")
        for _ in range(6):
            sheet.tell(1, 5).say("“Did you ring the bell?” said the keeper.", "“Nobody did.”")
    return sheet


def play() -> Sheet:
    sheet = Sheet(running("The Clockmender"), par="justify: false")
    sheet.set("#align(center)[*Act One*]").say("The kitchen of a lighthouse. A clock has stopped.")
    for n in range(16):
        sheet.tell(1, 2, f"#smallcaps[{'Keeper' if n % 2 else 'Widow'}]. {{}}")
    return sheet


def act() -> Sheet:
    sheet = Sheet(running("Harbour Act")).set("#align(center)[*AN ACT ABOUT BELLS*]")
    for n in range(1, 16):
        sheet.say(
            f"{n}. (1) No person shall ring bell {n} in the harbour without leave of the keeper.",
            f"(2) Subsection (1) does not apply to a ship that is on fire, or to wedding {n}.",
        )
    return sheet


def questions() -> Sheet:
    sheet = Sheet(running("Visitors")).title("Questions that visitors ask")
    for text in ("How old is the clock?", "Why is it always late?", "Is there any tea?"):
        sheet.say(text, markup="*{}*").tell(2, 3)
    return sheet


def newsletter() -> Sheet:
    sheet = Sheet(
        "margin: 15mm, columns: 3, footer: align(center, text(8pt)[Harbour News, May 1921])",
        "size: 9pt",
    )
    sheet.set('#place(top + center, float: true, scope: "parent", text(28pt)[*Harbour News*])')
    for head in ("Clock late again", "Soup on Sunday", "Lost and found", "Weather", "Letters"):
        sheet.head(head).tell(3)
    return sheet


def album() -> Sheet:
    sheet = Sheet(running("Album")).title("An album").tell(2)
    for n in range(1, 5):
        sheet.set("#rect(width: 60mm, height: 40mm, fill: blue.lighten(60%))")
        sheet.say(f"Figure {n} shows the pier as it was before the storm.").tell(2)
        sheet.say(f"Table {n} lists the boats that were lost, and who had built them.")
    return sheet


def form() -> Sheet:
    sheet = Sheet(par="justify: false").title("Application for a mooring")
    sheet.say("Please answer every question in ink, and return the form by the first of March.")
    for label in ("Name of the boat", "Name of the owner", "Length in feet", "Colour of the hull"):
        sheet.set(f"#grid(columns: (60mm, 1fr), {json.dumps(label)}, line(length: 80mm))")
    return sheet.say(
        "I declare that the boat is my own and that it does not leak more than is usual.",
        "The office answers within four weeks; whoever has heard nothing may ask the cat.",
    )


def boxes() -> Sheet:
    sheet = Sheet(running("Guide")).title("A guide").tell(2)
    for _ in range(5):
        sheet.tell(1, 4, "#rect(width: 100%, inset: 8pt, fill: luma(235))[{}]").tell(1, 3)
    for _ in range(3):
        sheet.set("#line(length: 100%)").tell(2)
    return sheet


def small_print() -> Sheet:
    sheet = Sheet(running("Terms")).title("Conditions of carriage").tell(3).set("#v(3cm)")
    for n in range(1, 20):
        sheet.tell(1, 4, f"#text(8pt)[{n}. {{}}]")
    return sheet


def inventory() -> Sheet:
    sheet = Sheet(running("Inventory")).title("A chest").head("Contents")
    for n in range(8):
        sheet.say(
            f"Item {n} in the chest is a letter from the widow, written in 18{n + 10}."
        ).tell()
    return sheet.head("Index").tell(4)


def recipes() -> Sheet:
    sheet = Sheet(running("Cook book"))
    for dish in ("Fish soup", "Bread pudding", "Green sauce"):
        sheet.head(dish).set("- 2 onions\n- 500 g of fish", "500 g of fish")
        sheet.say(f"Fry it until it is as yellow as the moon. Serve the {dish.lower()} with bread.")
    return sheet


def career() -> Sheet:
    sheet = Sheet(par="justify: false")
    sheet.set("#align(center)[#text(18pt)[*Ottilie Marsh*] \\ 3 Tide Lane \\ om\\@example.org]")
    sheet.say("I mend clocks that other people have given up, and I teach others how to listen.")
    sheet.head("Education").say("I went to the village school and learnt the rest at home.")
    return sheet.head("Experience").say("From 1910 to 1921 I kept the tide clock in order.")


def press_release() -> Sheet:
    sheet = Sheet(par="justify: false").set("*PRESS RELEASE* #h(1fr) 4 May 1921")
    sheet.head("The tide clock of Harrow Sound is late again")
    sheet.say("“We are proud of our clock,” said the mayor. “It is late on purpose.”").tell(2)
    return sheet.set("Contact: Tobias Marsh, press\\@example.org")


def telegrams() -> Sheet:
    sheet = Sheet(running("Telegrams"))
    for _ in range(5):
        sheet.tell(2).tell(1, 3, '#text(font: "DejaVu Sans Mono", size: 9pt)[{}]')
    return sheet


def interview() -> Sheet:
    sheet = Sheet(running("Interview")).title("A talk with the keeper")
    for _ in range(10):
        sheet.say("Interviewer: What happened on the night of the storm?").tell(1, 3, "Keeper: {}")
    return sheet


def leaflet() -> Sheet:
    sheet = Sheet("margin: (left: 70mm, right: 20mm, y: 20mm)")
    sheet.tell(1, 3, "#place(left, dx: -55mm, box(width: 45mm, text(9pt)[{}]))")
    return sheet.title("A leaflet").tell(6)


def sermon() -> Sheet:
    sheet = Sheet(running("A sermon"))
    for _ in range(9):
        sheet.tell(1, 3).say("And the people said: let it be so.")
    return sheet


DOCUMENTS: dict[str, Callable[[], Sheet]] = {
    "letter": letter,
    "letter, sender at the right": lambda: letter("right"),
    "letter, signed on the second page": lambda: letter(paragraphs=6),
    "letter, sender at the right, two pages": lambda: letter("right", 3, "a5"),
    "letter to many": lambda: letter_to_many(2),
    "long letter to many": lambda: letter_to_many(9),
} | {
    function.__name__.replace("_", " "): function
    for function in (
        pages_of_one_saying, picture_book, songs, school_budget, minutes, annals,
        books_about_tides, text_behind_references, novel, play, act, questions, newsletter, album,
        form, boxes, small_print, inventory, recipes, career, press_release, telegrams, interview,
        leaflet, sermon,
    )
}  # fmt: skip
