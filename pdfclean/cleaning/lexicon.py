"""The few words that the patterns must know, in the languages that papers are written in."""

from __future__ import annotations

__all__ = [
    "ALWAYS",
    "CLOSED",
    "LIGATURE_WORDS",
    "LINKING",
    "MONTHS",
    "ONES",
    "PARTICLES",
    "POINTING",
    "PREFIXES",
    "ROMAN",
    "SECONDS",
    "SUSPENDING",
    "TENS",
    "UNITS",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PREFIXES = _words("""
    self well non pre post anti semi quasi pseudo cross half all high low long short large
    small open state two three four five six inter intra ultra vice mid near much many then so ever
    best better most least full free real time data single double
    """)
"""First halves that English often hyphenates; they count only before a word known by itself."""

ALWAYS = _words("self well two three")
"""First halves that are hyphenated even before a word seen nowhere else."""

CLOSED = _words("un dis mis ex co ver ent zer ge")
"""First halves that are no words and take no hyphen before one: "un-known", "ex-plain"."""

TENS = _words("""
    twenty thirty forty fifty sixty seventy eighty ninety vingt trente quarante cinquante soixante
    quatre dix
    """)
ONES = _words("""
    one two three four five six seven eight nine first second third fourth fifth sixth seventh
    eighth ninth deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze
    seize vingt vingts
    """)
"""Numbers that stand with a hyphen between them: "twenty-six", "vingt-deux", "dix-sept"."""

SECONDS = _words("""
    based driven related specific sized induced dependent dimensional speaking aware efficient
    resistant sensitive associated mediated treated coated linked sided shaped informed oriented
    compatible balancing separated polarized assisted throughput ready treat intensive containing
    term threatening
    """)
"""Second halves of English compounds that no language writes as one word with the first."""

SUSPENDING = _words("""
    and or to nor und oder bis bzw sowie et ou y o u e ed en of och og eller i a ja tai
    """)
"""Words after a suspended hyphen: "pre- and post-test", "Ein- und Ausgabe"."""

MONTHS = _words("""
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec spring summer autumn fall winter
    version since until before during year years between from to edition release updated accessed
    retrieved created copyright
    januar februar märz mai juni juli oktober dezember
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    janvier février mars avril juin juillet août septembre octobre novembre décembre
    """)
"""Words before a year that make it a date, not a citation."""

LIGATURE_WORDS = _words("""
    first find finding finds findings found field fields file files final finally fine fit fits
    fitting five fixed figure figures define defined defines defining definition definitions
    specific specifically specified specify identify identified identification significant
    significantly scientific classification classified classify configuration confidence modified
    modification verified artificial benefit benefits profile profiles satisfied simplified office
    sufficient sufficiently efficient efficiently efficiency difficult difficulty difficulties
    coefficient coefficients official officer affinity different difference differences differential
    differently effect effects effective effectively affect affected affects offer offers offered
    off offset effort efforts staff buffer cutoff suffer diffusion flow flows floating influence
    influenced reflect reflects reflected flexible flexibility conflict conflicts fluid floor flat
    finden findet definiert spezifisch häufig offen schaffen fläche einfluss begriff größe stoff
    fin finale fichier fichiers enfin définir défini définition effet effets différent différents
    différence affichage suffit flux fin final definir definido definición específico específica
    gráfico científico significativo flujo influencia conflicto
    """)
"""Frequent words with a ligature: they tell which one a lost code stood for."""

LINKING = _words("""
    and & et al al. und y e ed eds eds. others colleagues u.a. a.a. a. co-workers coworkers with
    team group community collaboration of the for on in du des i o och og u a
    """)
"""Words between the names of a citation."""

PARTICLES = _words("""
    van von der den de del della di da do dos das du la le les el al bin ibn ter ten zu zur af av
    st d l y 't
    """)
"""Parts of names in lower case."""

UNITS = _words("""
    m cm mm km nm µm μm dm pm s ms min h kg g mg µg μg l ml dl ha mol mmol nmol k v a w j n hz ghz
    mhz khz ev kev mev gev tev ft yd pa sp kpa mpa å sr rad pc kpc mpc arcsec arcmin deg px bar
    db d
    """)
"""Units (and the orbital sp) that carry an exponent."""

ROMAN = _words("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv")

POINTING = _words("""
    and to und bis et y e a through in of the left right top bottom upper lower middle center centre
    panel panels inset part row rows column columns supplementary supplemental supplement material
    materials information online appendix respectively see also for details only first second third
    blue red green black curve line solid dashed available below above or rechts links oben unten
    izquierda derecha figs fig figure figures table tables tab eq eqs equation equations section
    sections sec file files additional data suppl supp movie movies video scheme note text dataset
    extended box chapter page pages no nr this article lane lanes esi si supporting
    """)
"""Words that may stand in a pointer beside its number."""
