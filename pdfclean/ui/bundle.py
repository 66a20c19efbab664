"""The texts of several documents as one file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from pdfclean.export import file_name, title_of
from pdfclean.jobs import Job

__all__ = ["Bundled", "bundle", "combined"]

SAME_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of each file in a zip: the same texts make the same zip."""


@dataclass(frozen=True, slots=True)
class Bundled:
    """A document's title and its text as it stands."""

    title: str
    text: str

    @classmethod
    def of(cls, job: Job) -> Bundled:
        """Of a job: what is on the page, with all that its reader chose."""
        info = job.preflight.info if job.preflight else None
        return cls(title_of(info, job.name) if info else PurePath(job.name).stem, job.text)


def bundle(made: Sequence[Bundled]) -> tuple[str, bytes]:
    """A zip of text files named after the titles; its name and content.

    No name leads out of the folder it is unpacked in, and no two are the same, not even where large
    and small letters are.

    >>> _, content = bundle([Bundled(each, "") for each in ("../Tides", "tides", "Tides")])
    >>> zipfile.ZipFile(io.BytesIO(content)).namelist()
    ['Tides.txt', 'tides (2).txt', 'Tides (3).txt']
    """
    taken: set[str] = set()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in made:
            name = _unlike(file_name(each.title, ".txt"), taken)
            archive.writestr(
                zipfile.ZipInfo(name, SAME_DAY),
                each.text.encode("utf-8", "replace"),
                zipfile.ZIP_DEFLATED,
            )
    return "clean texts.zip", packed.getvalue()


def combined(made: Sequence[Bundled]) -> tuple[str, bytes]:
    """One text of all, each under a line with its title; its name and content.

    >>> combined([Bundled("Tides", "They rise."), Bundled("Ebb", "They fall.")])[1].decode()
    'Tides\\n\\nThey rise.\\n\\n\\nEbb\\n\\nThey fall.\\n'
    """
    parts = [f"{' '.join(each.title.split())}\n\n{each.text.strip()}\n" for each in made]
    return "clean texts.txt", "\n\n".join(parts).encode("utf-8", "replace")


def _unlike(name: str, taken: set[str]) -> str:
    """The name, with a number when it is taken."""
    stem, suffix = name.removesuffix(".txt"), ".txt"
    count = 1
    while name.casefold() in taken:
        count += 1
        name = f"{stem} ({count}){suffix}"
    taken.add(name.casefold())
    return name
