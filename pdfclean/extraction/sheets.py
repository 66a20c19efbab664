"""A page as the learned labeller gets it: its lines in reading order, all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pdfclean.document import Page
from pdfclean.extraction.items import Item

__all__ = ["Sheet", "sheet", "signed_log"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page and its non-empty lines in reading order, running lines and all."""

    page: Page
    items: tuple[Item, ...]


def sheet(page: Page, regions: Sequence[Sequence[Item]], rest: Sequence[Item]) -> Sheet:
    """A page's lines in reading order; those outside the flow at its head and its foot.

    Lines outside the page's edges, which nobody sees, are left out: many are old states of the
    text, and look like it. So are all lines of a page that was read without geometry. A page whose
    text was turned upright is a page of the other shape; what is drawn on it is left out.
    """
    middle = page.size[1] / 2
    head = [i for i in rest if i.middle < middle]
    foot = [i for i in rest if i.middle >= middle]
    order = (*head, *(i for region in regions for i in region), *foot)
    if page.reader == "pypdf":
        return Sheet(page, ())
    turned = sum(abs(i.width - i.line.box.width) > 0.01 for i in order)
    if turned > len(order) / 2:
        page = replace(page, size=page.size[::-1], images=(), rules=(), drawings=())
    return Sheet(page, tuple(item for item in order if _on_page(item, page)))


def _on_page(item: Item, page: Page) -> bool:
    width, height = page.size
    return item.top < height and item.bottom > 0 and item.left < width and item.right > 0


def signed_log(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Signed logarithm, so that far outliers stay comparable."""
    return np.asarray(np.sign(x) * np.log1p(np.abs(x)))
