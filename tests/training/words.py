"""Text without sense: sentences of random words with the look of a language.

The network never reads words, only kinds of characters and lengths, so for training it is enough
that capitals, commas, digits and word lengths are as in real prose. The words are our own texts'
and short lists written for the purpose.
"""

from __future__ import annotations

import random
import re

from tests.pdfs import prose

SPANISH = """
la el los las de del en con por para una un casa puerta ventana mañana tarde noche tiempo trabajo
agua tierra camino ciudad pueblo historia palabra lectura escritor lector página libro capítulo
siempre nunca después antes mientras entonces porque cuando donde aunque sino también todavía
escuchar leer escribir caminar pensar sentir llegar salir encontrar recordar explicar mostrar
estudio resultado método ejemplo problema respuesta pregunta diferencia relación desarrollo
conocimiento investigación información presentación importante pequeño grande nuevo antiguo
simple claro oscuro largo breve mejor peor primero segundo último había tenía estaba fueron
hacia desde hasta entre sobre bajo según durante cada otro mismo tanto poco mucho nada algo
"""
CHINESE = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过"
    "子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体"
    "制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内"
    "数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提"
    "直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计"
    "别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海"
    "口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身"
    "车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石"
)
NAMES = {
    "figure": {"en": "Figure", "de": "Abbildung", "fr": "Figure", "es": "Figura", "zh": "图"},
    "table": {"en": "Table", "de": "Tabelle", "fr": "Tableau", "es": "Tabla", "zh": "表"},
    "chapter": {"en": "Chapter", "de": "Kapitel", "fr": "Chapitre", "es": "Capítulo", "zh": "第"},
    "contents": {"en": "Contents", "de": "Inhalt", "fr": "Sommaire", "es": "Índice", "zh": "目录"},
    "abstract": {
        "en": "Abstract",
        "de": "Kurzfassung",
        "fr": "Résumé",
        "es": "Resumen",
        "zh": "摘要",
    },
    "keywords": {
        "en": "Keywords",
        "de": "Schlagwörter",
        "fr": "Mots clés",
        "es": "Palabras clave",
        "zh": "关键词",
    },
    "thanks": {
        "en": "Acknowledgements",
        "de": "Danksagung",
        "fr": "Remerciements",
        "es": "Agradecimientos",
        "zh": "致谢",
    },
    "references": {
        "en": "References",
        "de": "Literatur",
        "fr": "Références",
        "es": "Referencias",
        "zh": "参考文献",
    },
}
"""Names of parts, by language."""

REFERENCE_STYLES = 5


class Words:
    """Random text of one language: ``en``, ``de``, ``fr``, ``es`` or ``zh``."""

    def __init__(self, language: str, rng: random.Random) -> None:
        self.language = language
        self._rng = rng
        self.cjk = language == "zh"
        if self.cjk:
            self._vocabulary = list(CHINESE)
        elif language == "es":
            self._vocabulary = SPANISH.split()
        else:
            texts = [
                text
                for text in (prose.PAPER, prose.REPORT, prose.GERMAN, prose.FRENCH)
                if text.language == language
            ]
            said = " ".join(sentence for text in texts for sentence in text.sentences())
            self._vocabulary = re.findall(r"[^\W\d_]+", said)

    def words(self, count: int) -> str:
        """So many words, without marks."""
        if self.cjk:
            return "".join(self._rng.choice(self._vocabulary) for _ in range(2 * count))
        return " ".join(self._rng.choice(self._vocabulary) for _ in range(count))

    def title(self, count: int) -> str:
        """A heading."""
        text = self.words(count)
        return text if self.cjk else text[:1].upper() + text[1:]

    def sentence(self, least: int = 5, most: int = 28) -> str:
        """A sentence with the commas, numbers, brackets and capitals that prose has."""
        rng = self._rng
        between = "" if self.cjk else " "
        parts = []
        left = rng.randint(least, most)
        while left > 0:
            count = min(left, rng.randint(3, 11))
            parts.append(self._clause(count))
            left -= count
        text = ("，" if self.cjk else ", ").join(parts)
        if rng.random() < 0.08:
            text += f"{between}{rng.choice((rng.randint(1500, 2030), rng.randint(2, 99)))}"
        if rng.random() < 0.04 and least > 3:
            # Prose that begins like a caption.
            thing = NAMES[rng.choice(("figure", "table"))][self.language]
            text = f"{thing} {rng.randint(1, 9)} {text}"
        mark = rng.choices(".?!:", (90, 4, 2, 4))[0]
        if self.cjk:
            return text + {".": "。", "?": "？", "!": "！", ":": "："}[mark]
        return text[:1].upper() + text[1:] + mark

    def _clause(self, count: int) -> str:
        """A part of a sentence, now and then with a number, a bracket, capitals or quotes."""
        rng = self._rng
        between = "" if self.cjk else " "
        text = self.words(count)
        kind = rng.random()
        if kind < 0.1:
            return f"{text}{between}{rng.randint(2, 2030)}"
        if kind < 0.14:
            return f"{text}（{self.words(2)}）" if self.cjk else f"{text} ({self.words(2)})"
        if kind < 0.17:
            return text.upper()
        if kind < 0.19:
            return f"{text}{between}{rng.randint(2, 99)} {rng.choice(('%', 'km', '°C', 'mg'))}"
        return f"“{text}”" if kind < 0.21 else text

    def paragraph(self, least: int = 2, most: int = 8) -> str:
        """Some sentences."""
        between = "" if self.cjk else " "
        return between.join(self.sentence() for _ in range(self._rng.randint(least, most)))

    def name(self) -> str:
        """A person's name."""
        if self.cjk:
            return self.words(1) + self._rng.choice(self._vocabulary)
        first, last = (self.words(1).strip().capitalize() for _ in range(2))
        return f"{first} {self._rng.choice('ABCDEFGHJKLMPRSTVW')}. {last}"

    def reference(self, number: int, style: int) -> str:
        """An entry of a reference list, in one of ``REFERENCE_STYLES`` manners."""
        rng = self._rng
        year, page = rng.randint(1950, 2024), rng.randint(1, 900)
        names = ", ".join(self.name() for _ in range(rng.randint(1, 4)))
        title, journal = self.title(rng.randint(4, 12)), self.title(rng.randint(1, 4))
        where = rng.choice(
            (
                f"{journal} {rng.randint(1, 90)}({rng.randint(1, 12)}), {page}-{page + 9}",
                f"In Proceedings of the {journal}, pp. {page}–{page + 9}",
                f"{journal} Press",
                f"https://www.site{rng.randint(1, 99)}.org/{rng.randint(10, 9999)}",
            )
        )
        tail = ""
        if rng.random() < 0.2:
            tail = f" https://doi.org/10.{rng.randint(1000, 9999)}/{rng.randint(10**5, 10**6)}"
        elif rng.random() < 0.15:
            tail = f" [Online; accessed {rng.randint(1, 28)}-January-{year}]"
        return (
            f"[{number}] {names}. {title}. {where}, {year}.{tail}",
            f"{names} ({year}). {title}. {where}.{tail}",
            f"{number}. {names}: {title}. {where} ({year}){tail}",
            f"[{names.split()[-1][:3]}{year % 100:02}] {names}. {title}. {where}. {year}.{tail}",
            f"{names}, {title}, {where}, {year}.{tail}",
        )[style]
