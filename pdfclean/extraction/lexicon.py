"""Words that headings, captions, notices and addresses begin with, in the languages we know.

They name what geometry cannot see and are hints among others. Patterns are linear: bounded
repeats, no nested ones.
"""

from __future__ import annotations

import re

__all__ = [
    "ABSTRACT",
    "BACK_MATTER",
    "CAPTION",
    "CONTENTS",
    "EMAIL",
    "INTRODUCTION",
    "KEYWORDS",
    "LICENCE",
    "NOTICE",
    "OUTLINE",
    "PLACE",
    "REFERENCES",
    "SOURCE",
    "TABLE_WORD",
    "TOPICS",
    "WEAK_BACK_MATTER",
]


def _names(text: str) -> frozenset[str]:
    """A set of names written one after the other, parted by semicolons."""
    return frozenset(" ".join(name.split()) for name in text.split(";"))


def _any(text: str) -> str:
    """Alternatives written one after the other, parted by semicolons; blanks match any space."""
    return "|".join(r"\s".join(part.split()) for part in text.split(";"))


REFERENCES = _names(
    """
    references; reference; bibliography; literature cited; works cited; cited references;
    references cited; references and notes; notes and references; literatur; quellen;
    literaturverzeichnis; quellenverzeichnis; referencias; referencias bibliográficas;
    referencias bibliograficas; bibliografía; bibliografia; références; bibliographie;
    références bibliographiques; referências; referências bibliográficas; riferimenti;
    riferimenti bibliografici; sitografia; kaynaklar; kaynakça; viitteet; lähteet;
    kirjallisuutta; lähdeluettelo; literatura; literatuur; referenser; литература; 参考文献;
    参考资料; 引用文献; 參考文獻; 참고문헌; list of references; cited literature;
    selected references; further reading; literature; bibliographic references;
    references bibliographic; literatura citada; bibliografía citada; bibliografia citada;
    referências citadas; reference list; references list
    """
)
ABSTRACT = _names(
    """
    abstract; summary; zusammenfassung; kurzfassung; resumen; résumé; resume; resumo; abstracts;
    riassunto; sommario; özet; tiivistelmä; 摘要; 要旨; 초록; synopsis; graphical abstract;
    abstrakt; abstract summary
    """
)
INTRODUCTION = _names(
    """
    introduction; background; einleitung; einführung; introducción; introduccion; introdução;
    introduzione; giriş; johdanto; 引言; 绪论; 前言; はじめに; main; statement of need;
    motivation
    """
)
CONTENTS = _names(
    """
    contents; table of contents; inhaltsverzeichnis; inhalt; índice; índice general; contenido;
    contenidos; sumário; table des matières; sommaire; indice; indice general;
    içindekiler; sisältö; sisällys; 目录; 目次;
    list of figures; list of tables; abbildungsverzeichnis; tabellenverzeichnis;
    índice de figuras; índice de tablas; lista de figuras; lista de tabelas; elenco delle figure;
    liste des figures; index; sachverzeichnis; índice de cuadros; lista de quadros;
    list of listings; list of algorithms; list of code; liste des tableaux; şekil listesi;
    tablo listesi; kuvat; taulukot; quellcodeverzeichnis; elenco delle tabelle; indice delle figure
    """
)
OUTLINE = _names(
    """
    outline; agenda; overview; plan; programme; roadmap; today; gliederung; überblick; übersicht;
    ablauf; plan de la présentation; plan de l'exposé; esquema; resumen; guion; estructura;
    agenda del día; scaletta; sommario; roteiro; plano; sisällys; anahat; 提纲; 大纲; 概要
    """
)
BACK_MATTER = re.compile(
    "(?:"
    + _any(
        r"""
    acknowledge?ments?(?:\b.{0,30})?;
    funding(?: (?:information|statement|sources?|acknowledge?ments?))?;
    financial (?:support(?: and sponsorship)?|disclosures?);
    sources? of (?:funding|support); grant (?:support|information);
    (?:declaration of )?(?:conflicting|competing) (?:financial )?interests?(?: statement)?;
    (?:declarations? of |statement of )?conflicts? of interests?(?:s? statement| disclosure)?;
    disclosures?(?: statement)?; declarations?;
    author['’]?s?['’]? (?:contributions?(?: statement)?|details|information|affiliations);
    author['’]?s?['’]? disclosures?;
    contributors?; contributions; list of abbreviations;
    (?:data|code) (?:and \w+ )?(?:availability|accessibility)(?: statement)?;
    availability of (?:data|supporting).{0,30};
    (?:electronic )?(?:supplementary|supporting|additional) (?:materials?|information|files?|data);
    pre-?publication history; publisher['’]?s notes?;
    how to cite.{0,30}; cite this article.{0,40}; open access; provenance and peer review;
    peer review; sample availability; key ?words; author['’]?s['’]? note; notes on contributors?;
    danksagung; förderung; interessenkonflikt; agradecimientos?; financiación;
    conflictos? de inter[eé]s(?:es)?; remerciements; agradecimentos?; financiamento;
    colaboradores; ringraziamenti; teşekkür; kiitokset; 致谢; 基金项目; 利益冲突;
    palabras?[\s-]claves?; palavras?[\s-]chaves?; mots[\s-]cl[ée]s?; schlüsselwörter;
    schlagwörter; parole chiave; index terms; ccs concepts; 关键词
    """
    )
    .replace(r"\s)", ")")
    .strip()
    + ")$",
    re.I,
)
WEAK_BACK_MATTER = re.compile(
    "(?:"
    + _any(
        r"""
    abbreviations(?: used)?; (?:software|materials?) (?:availability|accessibility);
    ethic(?:s|al) (?:approval|statement|considerations?|declarations?)(?: and .{0,40})?;
    consent (?:for|to) (?:publication|participate); (?:informed|patient) consent(?: statement)?;
    institutional review board statement
    """
    )
    + ")$",
    re.I,
)
"""Headings that are back matter only among back matter: methods sections have them, too."""
TOPICS = re.compile(
    "(?:"
    + _any(
        r"""
    funding(?: sources?)?; sources? of (?:funding|support); financial (?:support|disclosures?);
    conflicts? of interests?; disclosures?; declarations?; contributors?; contributions;
    list of abbreviations; (?:supplementary|supporting|additional) (?:materials?|information|data);
    (?:data|code) (?:availability|accessibility); open access; peer review;
    förderung; interessenkonflikt; financiación; financiamento; colaboradores; 利益冲突
    """
    ).strip()
    + ")$",
    re.I,
)
"""Headings of back matter that a report can have a chapter about."""
KEYWORDS = re.compile(
    r"^\W{0,3}(?:"
    + _any(
        r"""
    (?:additional )?key ?-?words(?: and phrases)?; ccs concepts; general terms;
    categories and subject descriptors; index terms; palabras?[\s-]claves?; palavras?[\s-]chaves?;
    mots[\s-]cl[ée]s?; schlüsselwörter; schlagwörter; parole chiave; descriptores; descritores;
    unitermos; 关\s*键\s*词; キーワード
    """
    )
    + r")\s*[:：.—–-]",
    re.I,
)
CAPTION = re.compile(
    r"^(?:(?:supplementary|supplemental|extended\sdata|online|appendix)\s)?(?:"
    + _any(
        r"""
    fig(?:ure|s\.|\.)?; table; tab\.; tabelle; abbildung; abb\.; figura; tabla; tabela; quadro;
    cuadro; gráfico; grafico; tableau; tabella; scheme; schema; plate; box; algorithm; listing;
    chart; graph; kuva; taulukko; şekil; çizelge; tablo; imagen; ilustración; grafik; esquema;
    video; map; photo; illustration; exhibit
    """
    )
    + r")\s?(?:[SA-Z]?-?\d{1,3}(?:[.\-–]\d{1,3})*[a-z]?|[IVXL]{1,6}\b|[A-H]\b)"
    r"(?P<mark>\s*[.:|)—–-]|\s*\(|\s*$)?(?P<rest>.*)",
    re.I,
)
TABLE_WORD = re.compile(
    r"^\W*(?:supplementary\s|supplemental\s)?(?:"
    r"tab|quadro|cuadro|taulukko|çizelge|表|box|algorithm|listing|exhibit)",
    re.I,
)
SOURCE = re.compile(
    r"\W{0,3}(?:"
    + _any(
        """
    (?:data )?sources?; (?:table |figure )?notes?; fuentes?; fontes?; fonti; quellen?; notas?; note;
    anmerkung(?:en)?; kaynak; lähde; 来源; 资料来源; 注; 出典
    """
    ).strip()
    + r")\s?[:：]",
    re.I,
)
"""What stands under a table or a chart in small type."""
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}|\be-?mail\b|correo electr", re.I)
PLACE = re.compile(
    r"\b(?:"
    + _any(
        r"""
    universit\w*; universid\w*; univ\.; institut\w*; departa?ment\w*; d[eé]partement; dept\.?;
    facult\w*; faculdade; fakult\w*; school; college; hospital\w*; laborator\w*; laboratoire;
    centre; center; centro; academy; division; clinic; clínica; klinik\w*; ministry; hochschule;
    escuela; escola; programa; research (?:unit|group); inc\.; ltd\.?; gmbh; corporation;
    p\.?o\.? box; street; avenue; road; usa; u\.s\.a; uk; china; india; germany; france; spain;
    brazil; brasil; japan; korea; italy; iran; turkey; canada; australia; egypt; mexico; poland;
    taiwan; netherlands; sweden; switzerland; pakistan; malaysia; thailand; indonesia; nigeria;
    saudi arabia
    """
    )
    + r")\b|大学|学院|研究所",
    re.I,
)
NOTICE = re.compile(
    r"^\W{0,3}(?:(?:article\s)?(?:"
    + _any(
        """
    received; accepted; revised; published; submitted; available online; first published;
    accepted date; date of; eingegangen; angenommen; recibido; aceptado; publicado; recebido;
    aceito; aprovado; reçu; accepté; ricevuto; 收稿日期
    """
    )
    + r")\b|(?:(?:academic|associate|handling|section|guest|editorial|reviewing|responsible)\s)?"
    r"edit(?:or|ed)s?(?:\sby|:)|"
    + _any(
        r"""
    reviewed by; reviewers?:; correspond\w+; \*? ?address (?:for )?correspond; \*? ?to whom;
    e-?mails?\b; tel(?:\.|ephone|:); phone; fax\b; how to cite; cit(?:e|ation)(?: this|:);
    copyright; ©; \(c\) ; licen[sc]ee?d?\b;
    this (?:is an? |article is an? |work is |article is )(?:open|licen|distributed|published);
    open access; doi\b; https?://; www\.; issn; isbn; vol(?:\.|ume) \d; pii\b; orcid;
    publisher['’]?s note; all rights reserved; (?:these )?authors? contributed equally;
    equal contribut; present address; current address; access this article; quick response;
    website:; for reprints; subject areas?; specialty section; check for; updates$; section:;
    download(?:ed)? (?:from|by|via)
    """
    )
    + ")",
    re.I,
)
LICENCE = re.compile(
    r"creative commons|open[- ]access article|permits (?:unrestricted|any|non-?commercial)"
    r"|all rights reserved|properly cited|licensee |distributed under the terms"
    r"|creativecommons\.org|provided the original",
    re.I,
)
