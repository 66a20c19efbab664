"""Documents that are no papers: not a sentence of them may vanish.

Each stands for a way in which a whole page could be lost: a chronicle that looks like a reference
list, a chapter on funding, a letter to many whose pages are the same, a telegram in the type of
programs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pdfclean.extraction.reader import Reader
from pdfclean.pipeline import Finished, clean
from pdfclean.render import render
from pdfclean.settings import Settings
from tests.pdfs.everyday import DOCUMENTS
from tests.pdfs.typeset import Typeset


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as warm:
        yield warm


@pytest.mark.parametrize("name", list(DOCUMENTS))
def test_every_sentence_survives(
    name: str, reader: Reader, on_disk: Callable[[Typeset | bytes], Path]
) -> None:
    typeset = DOCUMENTS[name]().typeset(name)
    with reader.open(on_disk(typeset)) as pdf:
        *_, last = clean(pdf, Settings())
    assert isinstance(last, Finished)
    flat = " ".join(render(last.document).split())
    assert [sentence for sentence in typeset.keep if sentence not in flat] == []
