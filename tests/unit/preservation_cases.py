"""What must come through untouched: passages of our own, each with what it puts to the test.

For the markup see :mod:`tests.pdfs.passages`. ``expected`` is the clean text to the letter; empty,
it is the passage's own text with its lines joined. Add a case whenever something was lost.
"""

from __future__ import annotations

from dataclasses import dataclass

from pdfclean.document import Category
from tests.pdfs.passages import Passage, Shape


@dataclass(frozen=True, slots=True)
class Case:
    """A passage, what must come of it, and the categories that the policy keeps for it."""

    id: str
    text: str
    expected: str = ""
    shape: Shape = Shape.PROSE
    keep: frozenset[Category] = frozenset()

    @property
    def passage(self) -> Passage:
        """What is set."""
        return Passage(self.text, self.shape)

    @property
    def clean(self) -> str:
        """What must come out, to the letter."""
        return self.expected or self.passage.plain


NUMBERS = (
    Case(
        "year at a line end",
        "The treaty that ended the quarrel over the herring banks was signed in 1945\n"
        "and has been renewed by both harbour towns in every decade since then.",
    ),
    Case(
        "year ends a sentence at a line end",
        "Nobody remembers who laid the first stone, but the pier was opened in 1887.\n"
        "The band played for three hours, and the mayor fell into the harbour twice.",
    ),
    Case(
        "year ends the paragraph on a line of its own",
        "The oldest barometer in the collection was made for a captain of the ferry in\n"
        "1912.",
    ),
    Case(
        "number like a page number alone on a line",
        "When all the ballots had been emptied onto the table, the clerk counted exactly\n"
        "212\nof them, although barely two hundred people were living on the island.",
    ),
    Case(
        "number begins a line",
        "The committee met every Thursday for most of the winter and drank no less than\n"
        "340 cups of tea before it agreed that the bell should be rung at noon.",
    ),
    Case(
        "number ends a line",
        "In the end the whole collection of pressed mosses came to rest in drawer 14\n"
        "of a cabinet which the university had meant to throw away in the spring.",
    ),
    Case(
        "list-like number begins a line",
        "Every visitor asked the same thing, and the keeper of the tower answered each\n"
        "1. of May with a speech about owls, which he had by heart and never varied.",
    ),
    Case(
        "percent range",
        "Café sales in the lower town rose by 3-5% in each of the summers that followed,\n"
        "while the number of self-driving ferries on the river remained at one.",
    ),
    Case(
        "en dash range",
        "The curators recommend pp. 12–15 to anyone who has only a short lunch break,\n"
        "because the rest of the catalogue is about the years 1870–1914 and their dust.",
    ),
    Case(
        "decimals and thousands",
        "The pendulum weighs 1,204.75 grams without its case, loses 0.03 seconds a day,\n"
        "and has swung about 6,300,000 times since it was last oiled and adjusted.",
    ),
    Case(
        "times of day",
        "The early boat leaves at 5:45 a.m. and the last one returns at 23:10, unless a\n"
        "fog comes up, in which case everybody sleeps at the inn from 9 p.m. onwards.",
    ),
    Case(
        "currency",
        "A ticket cost £2.50 before the war and $3 after it; the museum has asked for\n"
        "€12 ever since, and 1,000 yen from anybody who insists on paying in yen.",
    ),
    Case(
        "units",
        "The kettle holds 1.5 l and weighs 2 kg, boils in 4 min at 2,000 W, and stays\n"
        "warm at 60 °C for most of an hour if the kitchen is no colder than 18 °C.",
    ),
    Case(
        "exponents",
        "A colony grows from 10^{2} cells to about 10^{6} cells overnight, which is why the\n"
        "keeper measures every dish of 50 cm^{2} before breakfast and again at noon.",
        "A colony grows from 10² cells to about 10⁶ cells overnight, which is why the "
        "keeper measures every dish of 50 cm² before breakfast and again at noon.",
    ),
    Case(
        "exponents as characters",
        "The garden covers 300 m² and the pond holds 40 m³ of water, so that a wheel of\n"
        "2 m² is quite enough to keep the carp supplied with air on a hot day.",
    ),
    Case(
        "raised ordinals",
        "On the 19^{th} of March the 2^{nd} regiment marched past the bakery without noticing\n"
        "that the baker had painted its motto on the shutters in letters of dough.",
    ),
    Case(
        "ordinals",
        "The 21st visitor, who came on the 3rd of June, was given the 100th postcard and\n"
        "a free seat in the 2nd row of the theatre behind the old customs house.",
    ),
    Case(
        "statistics",
        "The difference between the two barns was small but steady (p < 0.05), and the\n"
        "owls preferred the older one by a ratio of 3:1 in all of the wet winters.",
    ),
    Case(
        "signs of comparison",
        "Water was added until the paste weighed ± 5 g of the target, never more than\n"
        "> 80 g in total, and the loaf was turned when its crust was ≥ 4 mm thick.",
    ),
    Case(
        "fractions and scores",
        "They won 3–2 after a 1/2 hour of rain, with ½ of the team asleep and the rest of\n"
        "it arguing about whether a score of 7/10 would have been more honest.",
    ),
    Case(
        "telephone number",
        "Ring 555-0123 before you come up the hill, and then 555-0199 if nobody answers,\n"
        "since the keeper spends most of the morning among the bees in the orchard.",
    ),
    Case(
        "version and room numbers",
        "Version 2.0.1 of the timetable hangs in room B-12 and leaves out the 7A bus,\n"
        "which nobody had taken since the driver moved to flat 3b across the street.",
    ),
)  # fmt: skip

WORDS = (
    Case(
        "hyphen in a compound",
        "The self-driving shuttle is a well-known sight, and its twenty-first birthday\n"
        "was kept with a state-of-the-art cake that nobody at the depot dared to cut.",
    ),
    Case(
        "compound broken at its hyphen",
        "Passengers who have never been aboard always take the little bus for a self-\n"
        "driving toy, and the self-driving bus has learned to wait until they are done.",
    ),
    Case(
        "hyphenated name broken at its hyphen",
        "Among the founders were two sisters from the valley and a certain Maria Lopez-\n"
        "Ferreras, whose portrait still hangs over the stove in the waiting room.",
    ),
    Case(
        "word broken by a hyphen",
        "Everybody agreed that the lighthouse was the most remark¬\n"
        "able building on the whole coast, and a remarkable waste of paint besides.",
    ),
    Case(
        "suspended hyphens",
        "The school offers two- and three-year courses in the pre- and early-modern art\n"
        "of knots, and short- or long-term rooms for those who get entangled in it.",
    ),
    Case(
        "model number with a hyphen",
        "The camera at the gate runs a network called VGG-19 on a board named RX-8, and\n"
        "has so far mistaken the F-16 over the bay for a heron on three occasions.",
    ),
    Case(
        "accents",
        "The naïve façade of the Café Müller was painted by Zoë Åström, a protégée of\n"
        "the señor from Málaga, whose smörgåsbord was the talk of the whole quarter.",
    ),
    Case(
        "accents beyond Latin-1",
        "Dvořák, Čapek and Łukasz Żeromski shared a flat in Kraków with a Hungarian\n"
        "named Erdős, whose name the postman wrote in seven ways, all of them wrong.",
    ),
    Case(
        "ligatures",
        "The oﬃce deﬁned a ﬂat fee for eﬀort, and the staﬀ found it ﬁne, ﬁrst of all\n"
        "because nobody had ever bothered to deﬁne what an eﬃcient day looks like.",
        "The office defined a flat fee for effort, and the staff found it fine, first of all "
        "because nobody had ever bothered to define what an efficient day looks like.",
    ),
    Case(
        "formulas of chemistry, lowered",
        "Rain takes CO_{2} from the air, H_{2}O does the rest, and after a century the marble\n"
        "has turned to gypsum wherever SO_{2} from the steamers blew against the wall.",
        "Rain takes CO₂ from the air, H₂O does the rest, and after a century the marble "
        "has turned to gypsum wherever SO₂ from the steamers blew against the wall.",
    ),
    Case(
        "formulas of chemistry as characters",
        "Plants breathe in CO₂ and give back O₂, as the children learned from a song in\n"
        "which H₂O rhymes with snow and nobody is asked to explain what N₂ is for.",
    ),
    Case(
        "charges",
        "The salt parts into Na^{+} and Cl^{−} as soon as it is stirred, so that Ca^{2+} from the\n"
        "chalk has every chance to settle on the bottom of the glass before noon.",
        "The salt parts into Na⁺ and Cl⁻ as soon as it is stirred, so that Ca²⁺ from the "
        "chalk has every chance to settle on the bottom of the glass before noon.",
    ),
    Case(
        "names with particles",
        "Anna van der Berg, Patrick O'Neill, Jean-Paul de la Croix and Ludwig von Thal\n"
        "founded the society; Dr. McAllister and Mrs. d'Arcy joined it a week later.",
    ),
    Case(
        "initials",
        "The letters of J. R. Harrow to his cousin A.-M. Dubois fill nine boxes, and the\n"
        "hand of E. Tallis, who copied them for a shilling a page, fills nine more.",
    ),
    Case(
        "abbreviations",
        "Small boats, e.g., dinghies, are moored at the U.S. pier, i.e., the long one of\n"
        "St. Brannock, where Dr. Hale and Prof. Ito keep nets, ropes, oars, etc. dry.",
    ),
    Case(
        "no. and vol.",
        "The parish owns vol. 3 and no. 17 of the almanac, which ran to approx. 40 parts\n"
        "before its editor (then aged ca. 90) ran off with the widow from no. 4.",
    ),
    Case(
        "capitals and digits",
        "NASA sent two people, the BBC sent three, and a lady from UNESCO asked whether\n"
        "the MP3s of the COVID-19 years would be kept beside the B-sides and 78s.",
    ),
    Case(
        "Greek letters",
        "The α particles were caught on film, but the β decay was slower than the clerks\n"
        "had promised, and a shift of Δ = 3 μm was laid at the door of the cleaner.",
    ),
    Case(
        "single letters",
        "If a person A owes B a favour and B owes one to C, then I suppose that a wise C\n"
        "will ask A first; the letter x, in any case, was never found in the file.",
    ),
    Case(
        "apostrophes",
        "The boatman's daughters' cats won't eat what the neighbours' dogs didn't want,\n"
        "and it's no good saying that '68 was a better year for fish than '72.",
    ),
    Case(
        "typographic apostrophes",
        "The boatman’s daughters’ cats won’t eat what the neighbours’ dogs didn’t want,\n"
        "and it’s no good saying that ’68 was a better year for fish than ’72.",
    ),
    Case(
        "ampersand, section, slash",
        "Marsh & Sons sell and/or hire out carts under § 12 of the town's by-laws, at a\n"
        "price of 50% + tax, and a deposit of one hat per customer & journey.",
    ),
    Case(
        "doubled words",
        "He had had enough of it, and said that that was the very last time that he would\n"
        "go go-karting with a bishop, however often the bishop said so so politely.",
    ),
    Case(
        "file names and code words in prose",
        "Save the list as names.txt in the folder called old_stuff, press Ctrl+S twice,\n"
        "and never open setup.exe, whatever the young man from the agency may say.",
    ),
)  # fmt: skip

BRACKETS = (
    Case(
        "a year that is an aside",
        "The painter Ida Holm (born in 1945) never sold a picture, and her teacher (who\n"
        "died in the same year) left her nothing except a box of very good brushes.",
    ),
    Case(
        "a year that glosses a title",
        "Her second novel, The Glass Orchard (2010), was written in the kitchen, whereas\n"
        "the third, Nine Winters (2014), needed a desk, a lamp and a locked door.",
    ),
    Case(
        "a life's dates",
        "The organ was built by Tobias Lund (1701–1766) and repaired by his great-grand¬\n"
        "daughter Karen (1811–1899), who replaced the trumpets with something softer.",
    ),
    Case(
        "a quotation in brackets",
        "The notice on the gate (“Beware of the geese”) was older than the geese, and its\n"
        "second half (“and of the gander”) had been painted over by someone bitten.",
    ),
    Case(
        "an aside that is a sentence",
        "The keeper refused the medal. (He had been offered one before, and it rusted.)\n"
        "The council gave it to his dog, who wore it on Sundays until the war began.",
    ),
    Case(
        "numbers in round brackets",
        "There are three ways to reach the tower: (1) by the stairs, which are steep, (2)\n"
        "by the lift, which is broken, and (3) by the rope, which is not recommended.",
    ),
    Case(
        "letters in round brackets",
        "The rules are simple: (a) nobody rows alone, (b) nobody rows after dark, and (c)\n"
        "whoever breaks the first two rules has to paint the boathouse in the autumn.",
    ),
    Case(
        "a number spelled twice",
        "The lease runs for ninety-nine (99) years and may be renewed for another twenty\n"
        "(20) by anyone who can prove descent from the original tenant or his cook.",
    ),
    Case(
        "units and shares in brackets",
        "Of the visitors, 48 (60%) came by boat, 24 (30%) on foot and the others (10%) by\n"
        "accident; the mean stay was short (22 min), the longest one rather less so.",
    ),
    Case(
        "an abbreviation introduced",
        "The Royal Society of Knots (RSK) was founded beside the Museum of Small Boats\n"
        "(MSB), and the RSK and the MSB have shared one umbrella stand ever since.",
    ),
    Case(
        "editor's words in square brackets",
        "The last entry reads: “I shall [not] return before the thaw,” and the next one\n"
        "begins “He [the captain] was mistaken,” in a different and much neater hand.",
    ),
    Case(
        "plural in brackets",
        "Please give the name(s) of your witness(es), the colour(s) of the boat and the\n"
        "reason(s), if any, why you believe that the ghost(s) should pay for it.",
    ),
    Case(
        "a citation that is part of the sentence keeps its names",
        "What Penhale and Rowe wrote about the sandbank in 1902 still holds today, as any\n"
        "pilot who has had to wait there in a westerly gale will gladly confirm.",
    ),
    Case(
        "a figure as the subject",
        "As Figure 3 shows, the oldest of the three clocks is also the most exact, and\n"
        "Table 2 makes it plain that nobody has ever thought of comparing them before.",
    ),
    Case(
        "a chapter named in prose",
        "Readers in a hurry may go straight to Chapter 7, while those who like storms will\n"
        "find in Section 4.2 more of them than the rest of the book put together.",
    ),
)  # fmt: skip

QUOTES = (
    Case(
        "English quotation marks",
        "“Nobody,” she wrote, “has ever called the harbour ‘pretty’ to my face,” and then\n"
        "she crossed out ‘pretty’ and put “quiet” in its place, with two lines under it.",
    ),
    Case(
        "straight quotation marks",
        'The sign said "No fishing" on one side and "Fresh fish" on the other, and the\n'
        'man who had painted both called himself "the only honest angler in town".',
    ),
    Case(
        "German quotation marks",
        "Über der Tür stand „Zur stillen Möwe“, und der Wirt erklärte jedem, der es\n"
        "hören wollte, daß ‚still‘ hier nur das Wetter meine, nicht die Gäste.",
    ),
    Case(
        "French quotation marks",
        "« Rien ne presse », disait le passeur à l’étranger, et l’étranger répondait :\n"
        "« Rien, sauf la marée », ce qui le fit passer pour un homme d’expérience.",
    ),
    Case(
        "Spanish signs",
        "¿Quién ha visto al farero? ¡Nadie!, gritó el niño desde la torre, y añadió que\n"
        "«nadie» era también el nombre de su gato, que dormía aún en el almacén.",
    ),
    Case(
        "dashes",
        "The ferry — if one may call it that — left without its captain; the passengers –\n"
        "all four of them – noticed nothing until they had passed the second buoy.",
    ),
    Case(
        "ellipses",
        "The letter breaks off in the middle of a word… and then, after a blank page, the\n"
        "same hand goes on: “... which is why I never learned to swim,” it says.",
    ),
    Case(
        "dialogue",
        "“Have you counted the swallows?” asked the priest.\n\n"
        "“Twice,” said the girl, “and I got two different numbers both times.”\n\n"
        "“Then put down the larger one,” he said. “God likes to be on the safe side.”",
    ),
    Case(
        "dialogue with dashes",
        "— You have not been here before, have you?\n\n"
        "— Only once, and then I was asleep for most of it.\n\n"
        "— So is everybody. It is what people come here for.",
    ),
)  # fmt: skip

FORMS = (
    Case(
        "verse",
        "The tide came in without a word,\n"
        "It took the pier, it took the bird,\n"
        "It left a bottle and a shoe,\n"
        "And what it wants I never knew.",
        shape=Shape.VERSE,
    ),
    Case(
        "verse in two stanzas",
        "A heron stood upon the weir\n"
        "And thought of nothing for a year.\n\n"
        "The water thought of even less\n"
        "And ran downhill in some distress.",
        shape=Shape.VERSE,
    ),
    Case(
        "bullets",
        "• a lantern with a spare wick and dry matches\n"
        "• two blankets, one of which may be wet\n"
        "• a whistle for the fog and a book for the calm",
        shape=Shape.LIST,
    ),
    Case(
        "numbered steps",
        "1. Open the valve until the float begins to move.\n"
        "2. Wait for the bell, which rings after a minute.\n"
        "3. Close the valve again and write down the depth.",
        shape=Shape.LIST,
    ),
    Case(
        "indented quotation",
        "I have looked after this lamp for forty years, and in all this time not\n"
        "one ship has thanked me for the ones that did not come to grief.",
        shape=Shape.QUOTATION,
    ),
    Case("heading", "The keeper and his dog", shape=Shape.HEADING),
    Case("numbered heading", "4.2 What the divers found in 1911", shape=Shape.HEADING),
    Case("heading that asks", "Who counted the swallows?", shape=Shape.HEADING),
)

LINKS = (
    Case(
        "a link that is the subject, links kept",
        "The page https://harrowtrust.example/tides lists every high water since 1871 and\n"
        "is written by a volunteer who has never seen the sea from any closer by.",
        keep=frozenset({Category.LINKS}),
    ),
    Case(
        "an address that is the subject, contacts kept",
        "Letters to clerk@harrowtrust.example are answered on the first of the month, and\n"
        "those that contain a joke are answered first, in verse and in green ink.",
        keep=frozenset({Category.CONTACTS}),
    ),
    Case(
        "a site named in words",
        "The ferry company calls itself Harrow.com in print, although its only computer\n"
        "was sold in May to a farmer who grows leeks on the far side of the bay.",
    ),
)  # fmt: skip

TRAPS = (
    Case(
        "place and year in brackets",
        "The clock won a prize at the great exhibition (Paris, 1900) and broke down on the\n"
        "way home, at the height of the summer (August, 1914) that nobody had expected.",
    ),
    Case(
        "month and year in brackets",
        "She began her round in the worst week of the strike (May 1968) and ended it when\n"
        "the last of the trams (number 17, built in 1931) was sold for scrap in June.",
    ),
    Case(
        "an interval in square brackets",
        "Every whistle was given a mark in the interval [0, 1], where 0 stands for silence\n"
        "and 1 for the foghorn, and nobody except the foghorn got more than a half.",
    ),
    Case(
        "a sample's size in brackets",
        "The younger swimmers (n = 42) were slower than the older ones (n = 17), although\n"
        "they had claimed the opposite in the questionnaire (mean age: 19 years).",
    ),
    Case(
        "sic",
        "The deed speaks of a “light hous [sic] of brick” and of its keeper's seven cows\n"
        "[sic], although the list at the end of the same page names only five of them.",
    ),
    Case(
        "begins with the word Table",
        "Table manners were strict on the island, and a guest who sat down before the cat\n"
        "had been fed was asked to wait outside until the soup had been cleared away.",
    ),
    Case(
        "begins with the word Figure",
        "Figures of wax stood in the hall, and the best of them showed a pilot asleep, so\n"
        "true to life that the children used to hang their wet coats over his arm.",
    ),
    Case(
        "begins with the word References",
        "References to the flood are rare in the parish books, because the books for that\n"
        "year had been in the cellar, where they could be neither written nor read.",
    ),
    Case(
        "begins with the word Acknowledgements",
        "Acknowledgements of this kind were printed on a card and sent by the second post,\n"
        "so that a gift of eggs was answered before the hen had noticed its absence.",
    ),
    Case(
        "begins with the word Abstract",
        "Abstract painting came late to the valley and was mistaken for damp, until a lady\n"
        "from the capital offered forty crowns for the north wall of the dairy.",
    ),
    Case(
        "begins with the word Page",
        "Page 12 of the diary has been torn out, page 13 is blank, and page 14 begins with\n"
        "the words “as I have just explained,” underlined twice in violet pencil.",
    ),
    Case(
        "begins with a year",
        "1945 was the year of the great plum harvest, and people who were children then\n"
        "still speak of it with a hand laid flat upon the place where it hurt most.",
    ),
    Case("a paragraph of one short sentence", "Nobody came."),
    Case("a paragraph that is a question", "Why not?"),
    Case(
        "capitals",
        "THE BELL MUST NOT BE RUNG AFTER DARK, said the board, and below it somebody had\n"
        "scratched WHY in letters so small that only the bell-ringers ever saw them.",
    ),
    Case(
        "an address in prose",
        "The museum stands at 4 Custom House Lane, next to the Department of Fisheries, and\n"
        "has belonged to the University of Northgate since the second of its fires.",
    ),
    Case(
        "names and institutions in prose",
        "Ida Holm and Tobias Lund met at the Institute of Marine Sounds in Valmer, where\n"
        "both of them had applied for a post that did not, as it turned out, exist.",
    ),
    Case(
        "a sentence with a formula",
        "The depth follows from d = v × t, so that a stone which falls for 2 s has covered\n"
        "about 20 m, if one is willing to forget the air, as the pilots always are.",
    ),
    Case(
        "a list inside a sentence",
        "You will need a rope; a bucket; 12 nails; a friend; and, if the friend is late, a\n"
        "second bucket: upside down, it makes a tolerable seat for anyone who waits.",
    ),
    Case(
        "copyright in prose",
        "The law of copyright was unknown to the pirates, who copied each other's flags so\n"
        "freely that two of them once attacked the same ship from both sides at once.",
    ),
)  # fmt: skip

CASES = (*NUMBERS, *WORDS, *BRACKETS, *QUOTES, *FORMS, *LINKS, *TRAPS)
