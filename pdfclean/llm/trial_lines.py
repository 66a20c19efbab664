"""The lines of the trials (:mod:`pdfclean.llm.trial`): our own, as a passage with notices in it."""

from __future__ import annotations

from pdfclean.llm.prompt import Example

__all__ = ["TRIALS"]

_ENGLISH: tuple[Example, ...] = (
    (
        ("Every lighthouse on this coast was built after a wreck.", True),
        ("This programme is made possible by the Selby Insurance Company.", False),
        (
            "The first one burned coal, and its keeper carried four tons of it up the stairs each "
            "winter.",
            True,
        ),
        ("Nobody knows how many ships it saved.", True),
        ("Log in to read the full text.", False),
        ("Save to my library", False),
        ("What is known is that the harbour had been given up by 1750.", True),
        ("Comments from the referees are answered in the accompanying letter.", False),
        ("Sailors are grateful people, but they seldom write.", True),
    ),
    (
        ("Bread rises because yeast breathes.", True),
        ("It takes in sugar and gives back a gas that cannot leave the dough.", True),
        ("Place Table 4 near here.", False),
        ("A baker in Trieste, Ada Colombin, weighed her loaves for thirty years.", True),
        ("She did not trust the clock, and she was right.", True),
        ("Reprinted with permission of the publisher.", False),
        ("On damp days the dough needed eleven minutes less.", True),
        ("Order your copy now and save 20%.", False),
        ("Her notebooks fill a whole shelf.", True),
    ),
)
_GERMAN: tuple[Example, ...] = (
    (
        ("Jeder Leuchtturm an dieser Küste wurde nach einem Schiffbruch gebaut.", True),
        ("Diese Sendung wird unterstützt von der Selby-Versicherung.", False),
        ("Der erste brannte mit Kohle, vier Tonnen davon in jedem Winter.", True),
        ("Niemand weiß, wie viele Schiffe er gerettet hat.", True),
        ("Zum Weiterlesen bitte anmelden", False),
        ("Der Wärter Hinrich Lübbers schrieb jeden Abend auf, woher der Wind kam.", True),
        ("Die Anmerkungen der Gutachter beantworten wir im Begleitschreiben.", False),
        ("Brot geht auf, weil Hefe atmet.", True),
        ("Nachdruck mit freundlicher Genehmigung des Verlags.", False),
        ("Seeleute sind dankbar, aber sie schreiben selten.", True),
    ),
)
_FRENCH: tuple[Example, ...] = (
    (
        ("Chaque phare de cette côte a été bâti après un naufrage.", True),
        ("Cette émission est soutenue par les Assurances Selby.", False),
        ("Le premier brûlait du charbon, quatre tonnes chaque hiver.", True),
        ("Personne ne sait combien de navires il a sauvés.", True),
        ("Identifiez-vous pour lire la suite", False),
        ("Le gardien, Yves Tanguy, notait tous les soirs d’où venait le vent.", True),
        ("Les remarques des rapporteurs sont traitées dans la lettre jointe.", False),
        ("Le pain lève parce que la levure respire.", True),
        ("Reproduit avec l’aimable autorisation de l’éditeur.", False),
        ("Les marins sont reconnaissants, mais ils écrivent rarement.", True),
    ),
)
_SPANISH: tuple[Example, ...] = (
    (
        ("Todos los faros de esta costa se levantaron después de un naufragio.", True),
        ("Este programa cuenta con el apoyo de Seguros Selby.", False),
        ("El primero quemaba carbón, cuatro toneladas cada invierno.", True),
        ("Nadie sabe cuántos barcos salvó.", True),
        ("Identifíquese para seguir leyendo", False),
        ("El farero, Julián Otero, anotaba todas las noches de dónde venía el viento.", True),
        ("Las observaciones de los evaluadores se responden en la carta adjunta.", False),
        ("El pan sube porque la levadura respira.", True),
        ("Reproducido con permiso de la editorial.", False),
        ("Los marineros son agradecidos, pero escriben poco.", True),
    ),
)

TRIALS: dict[str, tuple[Example, ...]] = {
    "en": _ENGLISH,
    "de": _GERMAN,
    "fr": _FRENCH,
    "es": _SPANISH,
}
"""By language: lines, and whether they stay; none is a worked example or in the planted set."""
