"""Repairs: what they mend, and above all what they leave alone."""

from __future__ import annotations

import pytest

from pdfclean.cleaning.ligatures import read_ligatures
from pdfclean.cleaning.repair import accents_follow, looks_miscoded, mend_encoding, repair

MENDED = {
    "ligature": ("deﬁned eﬃciently in the oﬀ-ﬂow", "defined efficiently in the off-flow"),
    "ligature of a publisher": ("speci\ue103cally so\ue09dware", "specifically software"),
    "dutch and turkish ij": ("orĳinal", "orijinal"),
    "soft hyphen": ("Silben\u00adtrennung", "Silbentrennung"),
    "zero width": ("×\u200b104", "×104"),
    "acute first": ("ejecuci´on", "ejecución"),
    "acute over a dotless i": ("cap´ıtulo", "capítulo"),
    "tilde first": ("a˜nos", "años"),
    "cedilla first": ("Geva¸s", "Gevaş"),
    "umlaut after": ("Gu¨rke", "Gürke"),
    "grave inside a word": ("probl`eme", "problème"),
    "grave on a word of its own": ("`a", "à"),
    "grave upper case": ("`A", "À"),
    "apart, inside": ("Gonz ´ alez", "González"),
    "apart, at the start": ("O ¨ zgür", "Özgür"),
    "combining": ("Cafe\u0301", "Café"),
    "greek question mark": ("words\u037e", "words;"),
}

UNTOUCHED = [
    "Café sales rose 3-5%, self-driving, naïve",
    "“Quoted,” she said; ‘so’ – and — so…",
    "´80 ˝C and 38˚ and x ¨ y",
    "treatment ˆ sampling date",
    "`code`, ``quoted'', `as is'",
    "CORRECCION´",
    "10² m² CO₂ ½ ™ © № ±",
    "ＡＢＣ１２３　中文，标点。",
    "Straße, Ærø, Œuvre, Łódź, İstanbul, ﷺ",
    "f(x) = α·β − γ",
    "nai\u0308ve".encode().decode().replace("i\u0308", "ï"),
]


@pytest.mark.parametrize(("raw", "text"), MENDED.values(), ids=MENDED)
def test_damage_is_mended(raw: str, text: str) -> None:
    assert repair(raw) == text


@pytest.mark.parametrize("text", UNTOUCHED)
def test_healthy_text_is_left_alone(text: str) -> None:
    assert repair(text) == text
    assert not looks_miscoded(text)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("CafÃ©", "Café"),
        ("donâ€™t", "don’t"),
        ("SÃ£o", "São"),
        ("naÃ¯ve", "naïve"),
    ],
)
def test_wrongly_decoded_text_is_decoded_again(raw: str, text: str) -> None:
    assert looks_miscoded(raw)
    assert mend_encoding(raw) == text


def test_accents_follow_the_documents_own_order() -> None:
    assert accents_follow(["Gu¨rke", "antiplasmo´dica", "a˜o"])
    assert not accents_follow(["d´efaut", "sem´antica"])
    assert repair("Joa˜o", accents_after=True) == "João"
    assert repair("Joa˜o") == "Joaõ"
    assert repair("Barre´", accents_after=True) == "Barré"


@pytest.mark.xfail(reason="the reader moved the accent behind another letter", strict=True)
@pytest.mark.parametrize(
    ("raw", "text"), [("INTRODUCCION´", "INTRODUCCIÓN"), ("Demsarˇ", "Demšar")]
)
def test_known_limits(raw: str, text: str) -> None:
    assert repair(raw) == text


@pytest.mark.parametrize(
    ("texts", "raw", "text"),
    [
        (["speci\uf11bc \uf11belds", "di\uf11derent"], "de\uf11bned o\uf11ders", "defined offers"),
        (["di\uf11berent", "identi\uf11ced"], "de\uf11cned e\uf11bect", "defined effect"),
        (["pr\uf11ccise"], "pr\uf11ccise 612\uf115626", "prficise 612–626"),
        (["\uf11cYes\uf11d, she said."], "\uf11cYes\uf11d", "“Yes”"),
        (["x\uf10cy"], "de\uf10cned", "defined"),
    ],
    ids=["own encoding", "cork", "cork without a vote", "halved quotation marks", "tex"],
)
def test_lost_ligatures_are_read_by_the_documents_words(
    texts: list[str], raw: str, text: str
) -> None:
    assert repair(raw.translate(read_ligatures(texts))) == text
