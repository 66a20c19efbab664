"""Brings the catalogues in ``pdfclean/ui/locales`` up to date: ``python -m tests.catalogue``.

New texts of the code come in, with nothing said yet; texts that are nowhere in the code go.
A new language begins with ``python -m tests.catalogue fr``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po

from pdfclean.ui.language import LOCALES, MARKED

ROOT = Path(__file__).parents[1]
KEYWORDS = {
    "say": None,
    "drawn": None,
    "term": None,
    "say_in": ((1, "c"), 2),
    "say_many": (1, 2),
}
"""Functions whose first argument is a text, and the one that takes singular and plural."""
WIDTH = 100


def keys(name: str, source: bytes) -> Iterator[tuple[str | tuple[str, str], str | None, list[str]]]:
    """Text, context (see ``say_in``) and remarks for translators of what a file says."""
    if not name.endswith(".py"):
        text = source.decode("utf-8")
        for found in MARKED.finditer(text):
            yield " ".join(found[1].split()), None, []
        return
    options: dict[str, Any] = {"encoding": "utf-8"}
    for _, function, said, remarks in extract_python(
        BytesIO(source), list(KEYWORDS), ["Translators:"], options
    ):
        texts = said if isinstance(said, tuple) else (said,)
        if function == "say_many":
            if texts[0] and texts[1]:
                yield (texts[0], texts[1]), None, remarks
        elif function == "say_in":
            if texts[0] and texts[1]:
                yield texts[1], texts[0], remarks
        elif texts[0]:
            yield texts[0], None, remarks


def gathered() -> Catalog:
    """All texts of the interface."""
    catalogue = Catalog(charset="utf-8", fuzzy=False)
    files = [*ROOT.glob("pdfclean/ui/**/*.py"), *ROOT.glob("pdfclean/ui/static/*.html")]
    for path in sorted(files):
        for text, context, remarks in keys(path.name, path.read_bytes()):
            # Files without lines: a changed line elsewhere changes no catalogue.
            place = str(path.relative_to(ROOT))
            catalogue.add(text, locations=[(place, 0)], auto_comments=remarks, context=context)
    return catalogue


def read(language: str) -> Catalog:
    """A catalogue as it stands, or a new one."""
    path = LOCALES / f"{language}.po"
    if not path.exists():
        return Catalog(
            locale=language, header_comment="# What the page says.", charset="utf-8", fuzzy=False
        )
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write(language: str) -> None:
    """Bring one up to date."""
    catalogue = read(language)
    made = catalogue.creation_date
    catalogue.update(gathered(), no_fuzzy_matching=True)
    catalogue.creation_date = made
    catalogue.obsolete.clear()
    with (LOCALES / f"{language}.po").open("wb") as file:
        write_po(file, catalogue, width=WIDTH, sort_by_file=True, include_lineno=False)
    left = sum(1 for each in catalogue if each.id and not said(each.string))
    print(f"{language}: {len(catalogue)} texts, {left} without a translation")


def said(text: object) -> bool:
    return all(text) if isinstance(text, (tuple, list)) else bool(text)


if __name__ == "__main__":
    for each in sys.argv[1:] or sorted(path.stem for path in LOCALES.glob("*.po")):
        write(each)
