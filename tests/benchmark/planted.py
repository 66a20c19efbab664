"""Junk that layout cannot know, planted in clean prose: our own writing, four kinds and languages.

Each is a passage as it would stand between two sentences of a text. ``plant`` sets them into the
prose of ``tests.pdfs.prose`` and says what is what.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.pdfs import prose

SPONSOR = "sponsor paragraph"
ASIDE = "aside to reviewers"
NOTICE = "platform notice"
LEFTOVER = "leftover fragment"

PLANTED: dict[str, dict[str, tuple[tuple[str, ...], ...]]] = {
    "en": {
        SPONSOR: (
            ("This issue is brought to you by Halden Instruments.",),
            ("Our sponsor, Brightwater Coffee, offers ten percent off with the code MORNING.",),
            ("This page is supported by our readers.", "Become a member for three euros a month."),
            ("We thank the Corvin Foundation for paying the printing costs of this number.",),
            ("Advertisement.", "Looking for a new microscope?", "Visit Halden at stand 14."),
            ("Subscribe today and receive the first four issues free.",),
        ),
        ASIDE: (
            ("Note to reviewers: Table 2 has been moved to the supplement.",),
            ("We thank the second reviewer for pointing out this mistake.",),
            ("Author query: please confirm that the units are correct.",),
            ("In the revised manuscript all changes are shown in blue.",),
            ("The remainder of this paper is organised as follows.",),
            ("Editor: please replace this figure with the version we sent on Monday.",),
        ),
        NOTICE: (
            ("Download PDF", "Share", "Cite this article"),
            ("Downloaded from the library server on 3 May 2021.", "For personal use only."),
            ("This article is protected by copyright.", "All rights reserved."),
            ("You have two free articles left this month.", "Log in or create an account."),
            ("We use cookies to improve your experience on this site.", "Accept all"),
            ("Published under a Creative Commons Attribution licence.",),
        ),
        LEFTOVER: (
            ("Click here to enlarge.",),
            ("Continued on next page",),
            ("Insert Figure 3 about here.",),
            ("Previous article Next article",),
            ("Received 4 March, accepted 19 June.",),
            ("See the online version for colours.",),
        ),
    },
    "de": {
        SPONSOR: (
            ("Diese Ausgabe wurde Ihnen ermöglicht von Halden Instrumente.",),
            ("Anzeige.", "Jetzt abonnieren und vier Hefte gratis lesen."),
        ),
        ASIDE: (
            ("Hinweis an die Gutachter: Tabelle 2 steht jetzt im Anhang.",),
            ("Der Rest dieser Arbeit ist wie folgt gegliedert.",),
        ),
        NOTICE: (
            ("PDF herunterladen", "Artikel teilen"),
            ("Dieser Beitrag ist urheberrechtlich geschützt.", "Alle Rechte vorbehalten."),
        ),
        LEFTOVER: (
            ("Fortsetzung auf der nächsten Seite",),
            ("Eingegangen am 4. März, angenommen am 19. Juni.",),
        ),
    },
    "fr": {
        SPONSOR: (
            ("Ce numéro vous est offert par les Instruments Halden.",),
            ("Publicité.", "Abonnez-vous et recevez quatre numéros gratuits."),
        ),
        ASIDE: (
            ("Note aux relecteurs : le tableau 2 se trouve désormais en annexe.",),
            ("La suite de cet article est organisée comme suit.",),
        ),
        NOTICE: (
            ("Télécharger le PDF", "Partager cet article"),
            ("Cet article est protégé par le droit d'auteur.", "Tous droits réservés."),
        ),
        LEFTOVER: (
            ("Suite à la page suivante",),
            ("Reçu le 4 mars, accepté le 19 juin.",),
        ),
    },
}

TEXTS = {"en": (prose.PAPER, prose.REPORT), "de": (prose.GERMAN,), "fr": (prose.FRENCH,)}

SENTENCES = 7
"""Sentences of prose around each planted passage: about a chunk of 1,000 characters."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Sentences of prose with one passage of junk among them, at sentences ``[start, end)``."""

    language: str
    kind: str
    sentences: tuple[str, ...]
    start: int
    end: int


def samples(languages: Sequence[str] = tuple(PLANTED), seed: int = 0) -> Iterator[Sample]:
    """Each planted passage once, between sentences of running prose, the same for the same seed."""
    draw = random.Random(seed)
    for language in languages:
        paragraphs = [p for text in TEXTS[language] for p in _paragraphs(text)]
        lines = [sentence for paragraph in paragraphs for sentence in paragraph]
        for kind, passages in PLANTED[language].items():
            for junk in passages:
                first = draw.randrange(len(lines) - SENTENCES)
                around = lines[first : first + SENTENCES]
                at = draw.randrange(1, SENTENCES)
                yield Sample(
                    language, kind, (*around[:at], *junk, *around[at:]), at, at + len(junk)
                )


def _paragraphs(text: prose.Text) -> Iterator[list[str]]:
    for section in text.sections:
        for paragraph in section.paragraphs:
            yield [prose.bare(sentence) for sentence in paragraph]
