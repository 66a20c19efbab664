"""Worked examples that are compared: their number, their order, their language."""

from __future__ import annotations

from pdfclean.llm.prompt import DELETION_PROMPT, EXAMPLES, Example, Task

LANGUAGES = ("en", "de", "fr", "es")

MORE: tuple[Example, ...] = (
    (
        ("Glass is made of sand, and sand is never pure.", True),
        ("Our partners at Linden Books have a gift for you.", False),
        ("A trace of iron turns it green.", True),
        ("In 1612 Antonio Neri did not yet know why.", True),
        ("Author's response: we have corrected the unit.", False),
        ("He only knew which beach to go to.", True),
    ),
    (
        ("Swifts sleep in the air.", True),
        ("Skip to main content", False),
        ("They close one half of the brain at a time, at a height of 2,000 metres.", True),
        ("In the next section we describe our materials.", False),
        ("No one had seen it before 1950.", True),
    ),
)

GERMAN: tuple[Example, ...] = (
    (
        ("Flüsse tragen Sand ins Meer.", True),
        ("Diese Folge wird Ihnen präsentiert von der Nordbank.", False),
        ("Der Sand setzt sich ab, wo das Wasser langsamer wird.", True),
        ("In vielen Jahren entsteht so ein Delta.", True),
        ("© 2019 Die Autoren. Lizenz: CC BY 4.0.", False),
    ),
    (
        ("Anmerkung für die Redaktion: Abbildung 2 wird noch ersetzt.", False),
        ("Wir haben 40 Pflegekräfte gefragt, wie sie nach der Nachtschicht schlafen.", True),
        ("Als PDF speichern", False),
        ("Diesen Artikel weiterempfehlen", False),
        ("Die meisten schliefen nicht länger als fünf Stunden.", True),
        ("Die übrige Arbeit ist so aufgebaut.", False),
        ("Eine halbe Stunde Mittagsschlaf half.", True),
    ),
)
FRENCH: tuple[Example, ...] = (
    (
        ("Les fleuves portent du sable à la mer.", True),
        ("Cet épisode vous est offert par la Banque du Nord.", False),
        ("Le sable se dépose là où l’eau ralentit.", True),
        ("Au fil des ans, il forme un delta.", True),
        ("© 2019 Les auteurs. Licence CC BY 4.0.", False),
    ),
    (
        ("Note à l’éditeur : la figure 2 sera remplacée.", False),
        ("Nous avons demandé à 40 infirmiers comment ils dorment après une garde.", True),
        ("Enregistrer en PDF", False),
        ("Recommander cet article", False),
        ("La plupart n’ont pas dormi plus de cinq heures.", True),
        ("Le plan de ce travail est le suivant.", False),
        ("Une sieste d’une demi-heure les a aidés.", True),
    ),
)
SPANISH: tuple[Example, ...] = (
    (
        ("Los ríos llevan arena al mar.", True),
        ("Este episodio se lo ofrece el Banco del Norte.", False),
        ("La arena se posa donde el agua pierde fuerza.", True),
        ("Con los años se forma un delta.", True),
        ("© 2019 Los autores. Licencia CC BY 4.0.", False),
    ),
    (
        ("Nota para el editor: la figura 2 será sustituida.", False),
        ("Preguntamos a 40 enfermeras cómo duermen después de una guardia.", True),
        ("Guardar como PDF", False),
        ("Recomendar este artículo", False),
        ("La mayoría no durmió más de cinco horas.", True),
        ("El trabajo se estructura como sigue.", False),
        ("Una siesta de media hora ayudó.", True),
    ),
)
TRANSLATED = {"en": EXAMPLES, "de": GERMAN, "fr": FRENCH, "es": SPANISH}


def _alike(examples: tuple[Example, ...]) -> dict[str, Task]:
    return dict.fromkeys(LANGUAGES, Task(DELETION_PROMPT, examples))


VARIANTS: dict[str, dict[str, Task]] = {
    "built in": _alike(EXAMPLES),
    "turned round": _alike(EXAMPLES[::-1]),
    "four examples": _alike(EXAMPLES + MORE),
    "one example": _alike(EXAMPLES[1:]),
    "with headings": _alike(
        tuple(
            ((head, True), *example)
            for head, example in zip(
                ("How a Delta Grows", "2 Night Shifts and Sleep"), EXAMPLES, strict=True
            )
        )
    ),
    "own language": {
        language: Task(DELETION_PROMPT, examples) for language, examples in TRANSLATED.items()
    },
}
"""What a model is told, by name and by the document's language."""

WRITABLE = frozenset(VARIANTS) - {"own language"}
"""Those that a tuning file can say: it has one set of examples for all languages."""
