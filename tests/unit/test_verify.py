"""The guard over rewrites: what passes, what fails and why, as data."""

import time
from dataclasses import dataclass

import pytest

from pdfclean.verify import verify, verify_deletions

BEES = (
    "Honey bees do not see red. In 1914, Karl von Frisch showed that they tell blue from every "
    "shade of grey, and his students later counted 3.5 visits a minute on the coloured cards. "
    "The colour of a flower is therefore never an accident. It is an advertisement, and the "
    "reward is sugar water of up to 60% strength."
)
GERMAN = (
    "Der Rhein ist nicht der längste Fluss Europas. Seine Länge wurde jahrzehntelang mit 1.320 "
    "Kilometern angegeben, bis 2010 ein Zahlendreher auffiel. Tatsächlich sind es 1.230 Kilometer."
)
CHINESE = "蜜蜂看不见红色。它们能分辨蓝色和灰色。花的颜色是一种广告。"

NOTICE = (
    "This chapter may be copied and shared by anyone, in any form and for any purpose, as long as "
    "the name of its author is given and a link to the original is kept with every copy."
)


def edited(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


FAITHFUL = {
    "unchanged": (BEES, BEES),
    "line breaks": (edited(BEES, (" bees", "\nbees"), (" later", "\nlater")), BEES),
    "other line breaks": (BEES, edited(BEES, (". ", ".\n\n"))),
    "mended hyphen": (edited(BEES, ("advertisement", "adver-\ntisement")), BEES),
    "mended hyphen, word occurs again": (
        "A flower is a sign, and every flo-\nwer has its own.",
        "A flower is a sign, and every flower has its own.",
    ),
    "real hyphen at a line's end": ("A self-\nmade hive.", "A self-made hive."),
    "real hyphen closed up": ("A well-known bee.", "A wellknown bee."),
    "glued words parted": ("Thecolour of a flower.", "The colour of a flower."),
    "ligatures": ("The ﬁrst ﬂower.", "The first flower."),
    "soft hyphen": ("The adver\u00adtisement.", "The advertisement."),
    "quotes and dashes": ("“Bees” don’t see red – ever.", '"Bees" don\'t see red - ever.'),
    "composed accents": ("Le cafe\u0301.", "Le café."),
    "thousands": ("It weighs 1,000 grams.", "It weighs 1000 grams."),
    "citation in brackets": (edited(BEES, ("grey,", "grey [3, 7-9],")), BEES),
    "citation by author": (
        edited(BEES, ("grey,", "grey (Frisch et al., 1914; Kühn, 1927),")),
        BEES,
    ),
    "footnote mark": (edited(BEES, ("accident.", "accident.⁴")), BEES),
    "link": (edited(BEES, ("cards.", "cards (https://bees.example/2/x?y=3).")), BEES),
    "e-mail": ("Write to bee7@hive.example. " + BEES, BEES),
    "page number": (edited(BEES, (" The colour", "\n12\nThe colour")), BEES),
    "copyright line": (BEES + "\n© 2024 The Beekeepers\n", BEES),
    "notice": (edited(BEES, ("The colour", f"{NOTICE} The colour")), BEES),
    "german": (edited(GERMAN, ("jahrzehntelang", "jahrzehnte-\nlang")), GERMAN),
    "chinese": (edited(CHINESE, ("灰色", "灰\n色")), CHINESE),
    "heading in capitals": ("WHAT BEES SEE\n" + BEES, "What Bees See\n" + BEES),
    "sentences joined": (BEES, edited(BEES, ("accident. It is", "accident; it is"))),
    "a small word": (BEES, edited(BEES, ("sugar water", "the sugar water"))),
    "nothing from nothing": ("", ""),
}

UNFAITHFUL = {
    "nothing": (BEES, "", "empty"),
    "preamble": (BEES, "Here is the cleaned text:\n" + BEES, "adds words"),
    "closing remark": (BEES, BEES + " Let me know if you need anything else!", "adds words"),
    "invented word": (BEES, edited(BEES, ("sugar water", "pure sugar water")), "adds words"),
    "invented number": (BEES, edited(BEES, ("In 1914,", "In 1914, aged 28,")), "adds words"),
    "changed number": (BEES, edited(BEES, ("1914", "1941")), "“1941”"),
    "decimal point lost": (BEES, edited(BEES, ("3.5", "35")), "loses numbers: “3.5”"),
    "minus lost": ("It froze at -3 degrees.", "It froze at 3 degrees.", "loses numbers"),
    "exponent lost": ("It holds 10⁶ cells.", "It holds 10 cells.", "loses numbers"),
    "numbers glued": ("Pages 1-2 of it.", "Pages 12 of it.", "adds words"),
    "number lost": (BEES, edited(BEES, ("In 1914, ", "")), "loses numbers: “1914”"),
    "number in brackets lost": (
        "The treaty (signed in 1945) held.",
        "The treaty held.",
        "loses numbers: “1945”",
    ),
    "negation lost": (BEES, edited(BEES, ("do not see", "see")), "negation"),
    "contraction lost": ("Bees don’t see red.", "Bees do see red.", "negation"),
    "negation gained": (BEES, edited(BEES, ("they tell", "they never tell")), "another order"),
    "words glued to another word": ("There is no table here.", "There is notable here.", "adds"),
    "german negation lost": (GERMAN, edited(GERMAN, ("nicht ", "")), "negation"),
    "chinese negation lost": (CHINESE, edited(CHINESE, ("不", "")), "negation"),
    "chinese word invented": (CHINESE, edited(CHINESE, ("蓝色", "绿色")), "adds words"),
    "accents lost": ("Müller kept bees.", "Muller kept bees.", "adds words"),
    "name changed": (BEES, edited(BEES, ("Karl", "Carl")), "adds words"),
    "names swapped": ("Ann beat Bob.", "Bob beat Ann.", "another order"),
    "sentences swapped": (
        BEES,
        BEES.partition(". ")[2] + " Honey bees do not see red.",
        "another order",
    ),
    "sentence twice": (
        BEES,
        BEES + " It is an advertisement, and the reward is sugar.",
        "than once",
    ),
    "loop": (BEES, "Honey bees do not see red. " * 20, "than once"),
    "starts in mid-word": (BEES, BEES[3:], "middle of a word: “ey”"),
    "cut off": (BEES, BEES[: len(BEES) * 4 // 5], "breaks off"),
    "summary": (BEES, "Honey bees do not see red.", "keeps only"),
    "words dropped": (
        BEES,
        edited(BEES, ("later ", ""), ("coloured ", ""), ("therefore ", ""), ("water ", "")),
        "inside sentences, in 4 places",
    ),
    "prose dropped": (BEES + " " + BEES.replace("1914", "1915"), BEES, "loses numbers"),
    "lower case": (BEES + " " + GERMAN, (BEES + " " + GERMAN).lower(), "capital letters"),
    "name in small letters": (
        "We met a Polish bee keeper in May.",
        "We met a polish bee keeper in May.",
        "small letter: “Polish”",
    ),
    "bold": (BEES, edited(BEES, ("Honey bees", "**Honey bees**")), "formatting"),
    "heading": (BEES, "# " + BEES, "formatting"),
    "list": (BEES, "- " + edited(BEES, (". ", ".\n- ")), "formatting"),
    "html": (BEES, edited(BEES, ("Honey bees", "<b>Honey bees</b>")), "adds"),
}


@pytest.mark.parametrize("source, answer", FAITHFUL.values(), ids=FAITHFUL)
def test_faithful(source: str, answer: str) -> None:
    verdict = verify(source, answer)
    assert verdict.reasons == ()
    assert verdict.faithful


@pytest.mark.parametrize("source, answer, reason", UNFAITHFUL.values(), ids=UNFAITHFUL)
def test_unfaithful(source: str, answer: str, reason: str) -> None:
    verdict = verify(source, answer)
    assert not verdict.faithful
    assert any(reason in found for found in verdict.reasons), verdict.reasons


@dataclass(frozen=True)
class Told:
    """A passage of sentences, and the words of it that a corruption is tried on."""

    sentences: tuple[str, ...]
    number: str
    other_number: str
    name: str
    other_name: str
    denial: str
    """A negation with its space, to be taken out."""

    def text(self, *changes: tuple[str, str]) -> str:
        return edited("".join(self.sentences), *changes)


LANGUAGES = {
    "en": Told(
        (
            "The lighthouse was built by Margaret Ferrier and her two brothers. ",
            "It stood for 84 years and was never lit before the month of October. ",
            "The keepers wrote down the weather every evening, and their books are kept in Oban.",
        ),
        "84", "48", "Ferrier", "Ferris", "never ",
    ),
    "de": Told(
        (
            "Der Leuchtturm wurde von Margarete Hinrichs und ihren beiden Brüdern gebaut. ",
            "Er stand 84 Jahre lang und wurde vor dem Oktober nicht angezündet. ",
            "Die Wärter schrieben jeden Abend das Wetter auf, und ihre Hefte liegen in Husum.",
        ),
        "84", "48", "Hinrichs", "Heinrich", "nicht ",
    ),
    "fr": Told(
        (
            "Le phare fut construit par Marguerite Kerjean et ses deux frères. ",
            "Il resta debout 84 ans et ne fut jamais allumé avant le mois d’octobre. ",
            "Les gardiens notaient le temps chaque soir, et leurs cahiers sont conservés à Brest.",
        ),
        "84", "48", "Kerjean", "Kerguelen", "jamais ",
    ),
    "es": Told(
        (
            "El faro fue construido por Margarita Rivas y sus dos hermanos. ",
            "Estuvo en pie 84 años y nunca se encendió antes del mes de octubre. ",
            "Los fareros anotaban el tiempo cada noche, y sus cuadernos se guardan en Vigo.",
        ),
        "84", "48", "Rivas", "Ribas", "nunca ",
    ),
    "ru": Told(
        (
            "Маяк построили Маргарита Белова и два её брата. ",
            "Он простоял 84 года и никогда не зажигался до октября месяца. ",
            "Смотрители каждый вечер записывали погоду, и тетради их хранятся в Онеге.",
        ),
        "84", "48", "Белова", "Беляева", "не ",
    ),
    "zh": Told(
        (
            "灯塔由王梅和她的两个兄弟建造。",
            "它矗立了84年，十月之前从未点亮。",
            "守塔人每天晚上记下天气，他们的本子保存在海口。",
        ),
        "84", "48", "王梅", "李梅", "未",
    ),
}  # fmt: skip


@pytest.mark.parametrize("told", LANGUAGES.values(), ids=LANGUAGES)
def test_planted_corruption_is_found_in_every_language(told: Told) -> None:
    text = told.text()
    first, second, third = told.sentences
    name, number = told.name, told.number
    cases = {
        text.replace(number, told.other_number): f"“{told.other_number}”",
        text.replace(number, f"{number}, 17"): "adds words",
        text.replace(second, second.replace(number, "")): f"loses numbers: “{number}”",
        text.replace(name, told.other_name): "adds words",
        text.replace(told.denial, "", 1): "loses a negation",
        first + second + second + third: "more than once",
        text + " " + first: "more than once",
        second + first + third: "in another order",
        text[: -len(third) // 2]: "breaks off",
    }
    for answer, reason in cases.items():
        found = verify(text, answer)
        assert not found.faithful, answer
        assert any(reason in each for each in found.reasons), (answer, found.reasons)


@pytest.mark.parametrize("told", LANGUAGES.values(), ids=LANGUAGES)
def test_what_is_not_corrupted_passes_in_every_language(told: Told) -> None:
    first, second, third = told.sentences
    assert verify(told.text(), told.text()).faithful
    assert verify(f"{first}{second}[3, 7]. {third}", f"{first}{second}{third}").faithful
    assert verify(f"{first}© 2021 Halden. {second}\n12\n{third}", told.text()).faithful


@pytest.mark.parametrize("told", LANGUAGES.values(), ids=LANGUAGES)
def test_a_deletion_is_doubted_for_its_numbers_and_negations_in_every_language(told: Told) -> None:
    first, second, third = told.sentences
    assert not verify_deletions(f"{first}Abc defgh. {second}{third}", told.text()).reasons
    verdict = verify_deletions(told.text(), first + third)
    assert verdict.faithful
    assert any("loses numbers" in reason for reason in verdict.reasons)
    assert any("loses a negation" in reason for reason in verdict.reasons)


@pytest.mark.xfail(reason="nothing tells a sentence of prose from a notice that may go")
def test_a_whole_sentence_without_number_or_negation_is_lost() -> None:
    sentence = "It is an advertisement, and the"
    assert not verify(f"{sentence} end. {BEES}", BEES).faithful


def test_long_prose_without_number_or_negation_is_lost() -> None:
    long = " ".join(["The bees went out and came back to the hive with what they had found."] * 4)
    verdict = verify(f"{BEES} {long}", BEES)
    assert any("long stretch of prose" in reason for reason in verdict.reasons)


def test_an_answer_without_an_end_fails_even_if_it_is_perfect() -> None:
    verdict = verify(BEES, BEES, finished=False)
    assert verdict.reasons == ("The model did not come to an end.",)


def test_figures_say_what_was_counted() -> None:
    figures = dict(verify(BEES, edited(BEES, ("1914", "1941"))).figures)
    assert figures["novel words"] == 1
    assert figures["lost numbers"] == 1
    assert figures["kept"] == 1


def test_time_stays_small_when_a_model_babbles() -> None:
    source, answer = BEES * 20, "the bees see the red and the blue and the grey " * 150
    start = time.process_time()
    assert not verify(source, answer).faithful
    assert time.process_time() - start < 2


SOURCE = (
    "It never rained in Lisbon. We counted 40 boats in the harbour and came home late. "
    "Download PDF. The boats were as old as their owners."
)


def test_a_deletion_without_a_loss_is_beyond_doubt() -> None:
    verdict = verify_deletions(SOURCE, SOURCE.replace("Download PDF. ", ""))
    assert verdict.faithful
    assert not verdict.reasons


@pytest.mark.parametrize(
    ("gone", "reason"),
    [
        ("We counted 40 boats in the harbour and came home late. ", "numbers: “40”"),
        ("It never rained in Lisbon. ", "a negation: “never”"),
        ("It never rained in Lisbon. ", "names: “Lisbon”"),
    ],
)
def test_a_deletion_that_loses_something_is_doubtful_not_refused(gone: str, reason: str) -> None:
    verdict = verify_deletions(SOURCE, SOURCE.replace(gone, ""))
    assert verdict.faithful
    assert any(reason in each for each in verdict.reasons)


def test_a_word_that_was_not_there_is_fatal() -> None:
    verdict = verify_deletions(SOURCE, SOURCE.replace("late", "early"))
    assert not verdict.faithful
    assert dict(verdict.figures)["novel words"] == 1


@pytest.mark.parametrize("left", ["", "The boats were as old as their owners."])
def test_deleting_most_of_a_passage_is_refused(left: str) -> None:
    assert not verify_deletions(SOURCE, left).faithful


def test_a_year_in_a_notice_is_no_loss() -> None:
    notice = "Copyright 2019 The Authors. "
    assert not verify_deletions(notice + SOURCE, SOURCE).reasons


def test_a_long_deletion_of_prose_is_doubtful() -> None:
    long = " ".join(["The bees went out and came back to the hive with what they had found."] * 4)
    verdict = verify_deletions(f"{BEES} {SOURCE} {long}", f"{BEES} {SOURCE}")
    assert verdict.faithful
    assert any("long stretch of prose" in reason for reason in verdict.reasons)


def test_a_long_deletion_of_what_is_no_prose_is_not() -> None:
    names = "Anna Lund, Bo Holm, Cy Dahl, " * 16
    verdict = verify_deletions(f"{names} {BEES} {SOURCE} {GERMAN}", f"{BEES} {SOURCE} {GERMAN}")
    assert not any("prose" in reason for reason in verdict.reasons)


def test_german_nouns_are_no_names() -> None:
    # Every noun has a capital: deletions of any sentence would be in doubt.
    first, second, third = LANGUAGES["de"].sentences
    assert verify_deletions(first + second + third, first + second).reasons == ()
    first, second, third = LANGUAGES["fr"].sentences
    reasons = verify_deletions(first + second + third, first + second).reasons
    assert reasons == ("It loses names: “Brest”.",)


@pytest.mark.parametrize("stated", ["They came back 40 times.", "They never came back."])
def test_a_long_deletion_of_prose_that_states_something_is_refused(stated: str) -> None:
    # Seen with a real model: 47 words on how to set a figure, with "no" and a section's number.
    long = " ".join(["The bees went out and came back to the hive with what they had found."] * 4)
    verdict = verify_deletions(f"{BEES} {SOURCE} {long} {stated}", f"{BEES} {SOURCE}")
    assert not verdict.faithful
    # Neither length nor a number alone is enough.
    assert verify_deletions(f"{BEES} {SOURCE} {stated}", f"{BEES} {SOURCE}").faithful
