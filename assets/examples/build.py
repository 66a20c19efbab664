"""Sets the example document: ``python assets/examples/build.py`` writes the PDF beside its source.

Typst's own fonts only, so that the result is the same on every machine.
"""

from pathlib import Path

import typst

SOURCE = Path(__file__).with_name("counting-swifts.typ")

if __name__ == "__main__":
    typst.compile(SOURCE, output=SOURCE.with_suffix(".pdf"), ignore_system_fonts=True)
