"""The words of the test documents: all our own writing.

A text is sections of paragraphs of sentences. In a sentence, ``{1,3}`` stands where a typesetter
puts a citation of references 1 and 3 in its own style, ``{p:Fig. 1}`` where it puts a pointer in
brackets, and ``{f}`` where it puts the marker of the text's next footnote. Each takes the space
before it along, so that the sentence with all of them taken out is what must remain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MARKER = re.compile(r"\{([^}]*)\}")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its paragraphs, each a tuple of sentences with markers."""

    heading: str
    paragraphs: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of the reference list and how an author-year style cites it."""

    short: str
    full: str


@dataclass(frozen=True, slots=True)
class Text:
    """Everything that a typesetter sets of one document."""

    language: str
    title: str
    authors: tuple[str, ...]
    affiliation: str
    email: str
    running: str
    abstract_heading: str
    abstract: tuple[str, ...]
    sections: tuple[Section, ...]
    footnotes: tuple[str, ...]
    caption: str
    labels: tuple[str, ...]
    table_caption: str
    table: tuple[tuple[str, ...], ...]
    references_heading: str
    references: tuple[Reference, ...]

    def sentences(self) -> Iterator[str]:
        """The sentences that must be kept, markers taken out."""
        for sentence in self.abstract:
            yield bare(sentence)
        for section in self.sections:
            for paragraph in section.paragraphs:
                yield from map(bare, paragraph)


def bare(sentence: str) -> str:
    """A sentence without its markers.

    >>> bare("It rains{1,2}, and it pours{p:Fig. 1}.")
    'It rains, and it pours.'
    """
    return MARKER.sub("", sentence)


PAPER = Text(
    language="en",
    title="Listening to Paper: What Narrated Articles Ask of Their Readers",
    authors=("Marta Ilves", "Jonah Okafor", "Priya Sundaresan"),
    affiliation="Department of Spoken Media, Northgate University, Port Ellery",
    email="m.ilves@northgate.example",
    running="Ilves et al. Listening to Paper",
    abstract_heading="Abstract",
    abstract=(
        "People who cannot read on the way to work still want to know what was found.",
        "We followed forty-two listeners for six weeks while they heard research articles "
        "instead of reading them.",
        "Interruptions that look harmless on a page turned out to be the main reason why a "
        "recording was abandoned.",
    ),
    sections=(
        Section(
            "1 Introduction",
            (
                (
                    "A printed article is built for an eye that can jump, skip and return{1}.",
                    "The ear has no such freedom, because a spoken sentence is gone as soon as "
                    "it has been heard.",
                    "Earlier surveys counted how many articles were recorded{2,3}, but not how "
                    "many of them were finished.",
                ),
                (
                    "Our interest began with a complaint.",
                    "A well-known public library had offered narrated papers since 1998, and "
                    "in every yearly survey the same remark came back: too many numbers, too "
                    "little story.",
                    "When the librarians looked closer, most of these numbers were not results "
                    "at all{f}.",
                    "They were page numbers, markers of sources and fragments of tables that "
                    "a machine had read aloud without hesitation.",
                ),
                (
                    "This article therefore asks a modest question: which parts of a paper can "
                    "be left out of a recording without changing what the authors say?",
                    "We do not shorten, summarise or simplify anything, and we treat every "
                    "sentence of the running text as untouchable.",
                ),
            ),
        ),
        Section(
            "2 Participants and Materials",
            (
                (
                    "Forty-two volunteers between 19 and 71 years of age took part, of whom "
                    "twenty-six had never listened to an article before.",
                    "Each of them received a small player, a notebook and a list of nine "
                    "recordings{p:see Table 1}.",
                    "Nobody was paid, although we covered bus fares and bought a remarkable "
                    "amount of coffee.",
                ),
                (
                    "The recordings came in two versions.",
                    "In the first version a synthetic voice read everything that stood on the "
                    "page, from the running title to the last line of the bibliography.",
                    "In the second version an editor had marked what a careful human reader "
                    "would pass over in silence{4}, and the voice skipped exactly these "
                    "passages.",
                    "Café sales near the laboratory rose by 3-5% during the study, which we "
                    "mention only because two reviewers of an early draft asked about it.",
                ),
                (
                    "Listening took place wherever the participants happened to be.",
                    "Trams, kitchens and a self-driving shuttle on the campus were the most "
                    "frequent places, and only seven people ever sat down to listen{f}.",
                ),
            ),
        ),
        Section(
            "3 Results",
            (
                (
                    "Participants finished 81 per cent of the edited recordings but only 47 "
                    "per cent of the complete ones{p:Fig. 1}.",
                    "The difference did not depend on age, on education or on the length of "
                    "the article.",
                    "What mattered was how often the voice left the argument in order to say "
                    "something that belonged to the page rather than to the text.",
                ),
                (
                    "The notebooks tell the same story in plainer words.",
                    "One participant wrote that she had been following a chain of reasoning "
                    "when the voice announced a year, two surnames and another year, and that "
                    "she then thought about her shopping instead.",
                    "Another one compared the experience to a lecture in which somebody keeps "
                    "opening the door{2,5}.",
                ),
                (
                    "We expected that listeners would miss the omitted material.",
                    "They did not, with one exception: four engineers asked for the formulas, "
                    "and they would rather have had them in print than in their ears.",
                    "The relation between interruptions and attention was close to linear, as "
                    "the following rule of thumb shows.",
                ),
                (
                    "The rule fits the middle of the range better than its ends, where very "
                    "few recordings fell.",
                    "A treaty on accessible publishing had already been signed in 1945, so the "
                    "wish itself is hardly a new one.",
                ),
            ),
        ),
        Section(
            "4 Discussion",
            (
                (
                    "It would be easy to conclude that recordings should simply be shorter.",
                    "Our data do not support this, for the edited versions were finished more "
                    "often even when they were longer than the complete ones they competed "
                    "with{3}.",
                    "Length is forgiven; disorder is not.",
                ),
                (
                    "A second objection concerns trust.",
                    "If something is left out, who guarantees that nothing important went with it?",
                    "We believe that the answer lies in the open: a producer should be able "
                    "to see each omission, to understand the reason for it and to take it "
                    "back with a single gesture.",
                ),
                (
                    "Much remains to be learned about diagrams, which carry arguments that no "
                    "voice can carry{1,4}.",
                    "Until then, the most useful thing that a narrator can do for a scholarly "
                    "text is to read all of its sentences and nothing else.",
                ),
            ),
        ),
    ),
    footnotes=(
        "The full list of remarks is kept in the library's archive, shelf twelve.",
        "One of them fell asleep and was counted as having finished.",
    ),
    caption="Figure 1: Share of recordings that were heard to the end, by week and version.",
    labels=("edited version", "complete version", "week", "share finished", "0.25", "0.75"),
    table_caption="Table 1: The nine recordings and their duration in minutes.",
    table=(
        ("Recording", "Field", "Complete", "Edited"),
        ("Moss and stone", "Botany", "38.5", "31.0"),
        ("Slow rivers", "Hydrology", "52.0", "40.5"),
        ("Night buses", "Transport", "27.5", "22.0"),
        ("Salt in bread", "Nutrition", "44.0", "36.5"),
    ),
    references_heading="References",
    references=(
        Reference("Abel, 2011", "Abel, R. The jumping eye. Journal of Layout 4, 11-29, 2011."),
        Reference(
            "Brandt and Osei, 2014",
            "Brandt, K., Osei, D. Counting voices. Annals of Audio 9, 201-218, 2014.",
        ),
        Reference(
            "Castellan, 2016",
            "Castellan, P. Heard to the end? Proceedings of Sound Reading, 77-85, 2016.",
        ),
        Reference("Duarte, 2019", "Duarte, L. The silent editor. Harbour Press, Lisbon, 2019."),
        Reference(
            "Eklund et al., 2020",
            "Eklund, S., Farah, T., Grau, M. Doors and lectures. Attention 31, 5-16, 2020.",
        ),
    ),
)

REPORT = Text(
    language="en",
    title="The Tide Clocks of Harrow Sound",
    authors=("Edwin Tallis",),
    affiliation="Harrow Maritime Trust, 4 Custom House Lane, Harrow Sound",
    email="records@harrowtrust.example",
    running="Harrow Maritime Trust - Occasional Report 17",
    abstract_heading="Summary",
    abstract=(
        "Between 1871 and 1936 the harbour of Harrow Sound was governed by three public clocks "
        "that showed the tide instead of the hour.",
        "This report describes how they worked, who looked after them and why they fell silent.",
    ),
    sections=(
        Section(
            "A harbour without a deep channel",
            (
                (
                    "Ships could enter the Sound for barely four hours in every twelve.",
                    "Anyone who missed that window waited on the sandbank, and in a westerly "
                    "gale waiting could cost a cargo, a mast or a life{1}.",
                    "The town had printed tables, but a table is of little use to a "
                    "helmsman with wet hands.",
                ),
                (
                    "In the spring of 1870 a watchmaker named Ottilie Brandreth proposed "
                    "something simpler.",
                    "She would build a dial so large that it could be read from the outer "
                    "buoy, with a single hand that pointed to the depth of water over the bar.",
                    "The council laughed, then calculated what a stranded collier cost, and "
                    "stopped laughing.",
                ),
            ),
        ),
        Section(
            "How the mechanism worked",
            (
                (
                    "A float in a brick shaft rose and fell with the sea.",
                    "Its chain drove a train of bronze wheels, which moved the hand and, by a "
                    "detail that engineers still admire{2}, slowed it down near high water, "
                    "when small errors mattered most.",
                    "Nothing in it was electric, nothing needed winding, and a child could be "
                    "taught to oil it in an afternoon.",
                ),
                (
                    "The weakness was the shaft.",
                    "Weed, crabs and on one occasion an umbrella found their way into it, and "
                    "each time the clock promised more water than there was.",
                    "After the grounding of the Merganser in 1889 the trust appointed a "
                    "keeper whose only duty was to look down the hole twice a day.",
                ),
            ),
        ),
        Section(
            "Decline",
            (
                (
                    "Dredging began in 1931 and made the bar deep enough for every ship that "
                    "still called.",
                    "A clock that always says yes is no longer consulted{1,2}.",
                    "The last keeper, a patient man named Aldous Fenn, went on oiling it for "
                    "five years after anybody had asked him to.",
                ),
                (
                    "Two of the dials were sold for their bronze.",
                    "The third hangs in the ferry terminal, where travellers take it for a "
                    "clock that has stopped, and set their watches by their telephones.",
                ),
            ),
        ),
    ),
    footnotes=(),
    caption="Figure 1: The dial on the customs house, drawn from a photograph.",
    labels=("fathoms", "high water", "bar"),
    table_caption="Table 1: Groundings before and after the first clock.",
    table=(
        ("Decade", "Groundings", "Ships lost"),
        ("1860 to 1869", "61", "14"),
        ("1872 to 1881", "19", "3"),
    ),
    references_heading="Sources",
    references=(
        Reference("Penhale, 1902", "Penhale, J. Wrecks of the western bar. Trust Papers, 1902."),
        Reference("Rowe and Tan, 1978", "Rowe, H., Tan, B. Machines of the sea. Quay Books, 1978."),
    ),
)

GERMAN = Text(
    language="de",
    title="Vom Vorlesen wissenschaftlicher Texte",
    authors=("Henrike Sandmann", "Tilo Brückner"),
    affiliation="Institut für Hörforschung, Universität Westerholm",
    email="sandmann@westerholm.example",
    running="Sandmann und Brückner: Vom Vorlesen",
    abstract_heading="Zusammenfassung",
    abstract=(
        "Wer einen Aufsatz hört, kann nicht zurückblättern.",
        "Wir untersuchen, welche Bestandteile einer Druckseite beim Vorlesen stören und welche "
        "unentbehrlich sind.",
    ),
    sections=(
        Section(
            "1 Einleitung",
            (
                (
                    "Gedruckte Aufsätze enthalten vieles, was nur auf dem Papier einen Sinn "
                    "hat{1}.",
                    "Kopfzeilen wiederholen den Titel, Fußnoten unterbrechen den Gedankengang, "
                    "und Tabellen lassen sich ohnehin nicht vorlesen.",
                    "Trotzdem lesen die meisten Programme unbekümmert alles vor, was sie auf "
                    "der Seite finden.",
                ),
                (
                    "Unsere Untersuchung begann im Sommer 2017 mit einer Straßenbahnfahrt.",
                    "Eine Kollegin hörte einen Bericht über Küstenschutz und musste lachen, "
                    "als die Stimme mitten im Satz eine Seitenzahl verkündete.",
                ),
            ),
        ),
        Section(
            "2 Ergebnisse",
            (
                (
                    "Von den einunddreißig Versuchspersonen hörten achtundzwanzig die "
                    "bearbeitete Fassung bis zum Ende{2}.",
                    "Niemand vermisste die Literaturangaben, aber mehrere wünschten sich die "
                    "Überschriften zurück.",
                    "Besonders auffällig war, dass schon eine einzige Unterbrechung je Minute "
                    "genügte, um die Aufmerksamkeit messbar zu verringern.",
                ),
                (
                    "Daraus folgt nicht, dass man Texte kürzen sollte.",
                    "Es genügt, jeden Satz vollständig zu lassen und alles Übrige der Seite zu "
                    "überlassen.",
                ),
            ),
        ),
    ),
    footnotes=(),
    caption="Abbildung 1: Anteil der zu Ende gehörten Aufnahmen.",
    labels=("Woche", "Anteil"),
    table_caption="Tabelle 1: Dauer der Aufnahmen in Minuten.",
    table=(
        ("Aufnahme", "Vollständig", "Bearbeitet"),
        ("Deiche", "41,5", "33,0"),
        ("Moore", "29,0", "24,5"),
    ),
    references_heading="Literatur",
    references=(
        Reference("Abel, 2011", "Abel, R.: Das springende Auge. Layout 4, 11-29, 2011."),
        Reference("Kröger, 2015", "Kröger, F.: Stimmen zählen. Audio 9, 201-218, 2015."),
    ),
)

FRENCH = Text(
    language="fr",
    title="Lire à voix haute un article savant",
    authors=("Solène Marchetti", "Bastien Leroux"),
    affiliation="Laboratoire d’acoustique, Université de Valmer",
    email="marchetti@valmer.example",
    running="Marchetti et Leroux, Lire à voix haute",
    abstract_heading="Résumé",
    abstract=(
        "Un article imprimé n’est pas fait pour l’oreille.",
        "Nous montrons que quelques omissions bien choisies suffisent à le rendre agréable, sans "
        "toucher à une seule phrase.",
    ),
    sections=(
        Section(
            "1 Introduction",
            (
                (
                    "La page imprimée rassemble des choses très différentes{1}.",
                    "On y trouve des phrases, bien sûr, mais aussi des numéros, des légendes "
                    "et des renvois que personne ne prononcerait devant un ami.",
                    "Les logiciels de lecture, eux, prononcent tout.",
                ),
                (
                    "Cette étude est née dans un train de banlieue, un soir de novembre 2018.",
                    "Une voyageuse écoutait un mémoire sur les marais salants et s’étonnait "
                    "d’entendre la même ligne toutes les deux minutes.",
                ),
            ),
        ),
        Section(
            "2 Résultats",
            (
                (
                    "Parmi les vingt-quatre participants, vingt et un ont écouté la version "
                    "allégée jusqu’au bout{2}.",
                    "Aucun n’a regretté la bibliographie, même si l’un d’eux aurait aimé "
                    "connaître les dates.",
                    "La différence s’explique presque entièrement par le nombre "
                    "d’interruptions, et non par la durée de l’enregistrement.",
                ),
                (
                    "Il ne s’agit donc pas de résumer.",
                    "Il suffit de tout dire, et de laisser à la page ce qui n’appartient qu’à "
                    "elle.",
                ),
            ),
        ),
    ),
    footnotes=(),
    caption="Figure 1 : Part des enregistrements écoutés jusqu’à la fin.",
    labels=("semaine", "part"),
    table_caption="Tableau 1 : Durée des enregistrements en minutes.",
    table=(
        ("Enregistrement", "Complet", "Allégé"),
        ("Marais", "36,5", "28,0"),
        ("Falaises", "47,0", "39,5"),
    ),
    references_heading="Références",
    references=(
        Reference("Abel, 2011", "Abel, R. L’œil qui saute. Mise en page 4, 11-29, 2011."),
        Reference("Delorme, 2016", "Delorme, C. Compter les voix. Sons 9, 201-218, 2016."),
    ),
)
