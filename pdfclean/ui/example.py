"""A document to try the page with, for who has no PDF at hand: our own, free to use."""

from __future__ import annotations

from pathlib import Path

from pdfclean.ui.language import term

__all__ = ["EXAMPLE", "TRY"]

EXAMPLE = Path(__file__).parents[2] / "assets" / "examples" / "counting-swifts.pdf"
"""Three pages of two columns with all that is left out. It is part of the source tree, and so of a
Space and a container; an installed package comes without it and the page offers none."""

TRY = term("Try it with an example")
