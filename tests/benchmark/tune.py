"""Finds how a model that may only delete is best asked, and writes it to a tuning file.

    python -m tests.benchmark.tune --model PATH --out FILE [--planted N] [--quick]

Each set of worked examples (``variants.py``), and for the best of them each kind of units, is
scored once over one half of the planted documents; margin, floor and look-ahead are then swept
without the model. What deletes most planted passages with at most 0.2% of the prose lost is written
to the file and walked for real over the other half, beside what is built in. The file goes with
``--tuning FILE``, or into ``pdfclean/llm/tuned`` as ``owner--name.json`` for everybody.
"""

from __future__ import annotations

import argparse
import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pdfclean.extraction.reader import Reader
from pdfclean.llm.deleting import DeletionPolisher, Trusts
from pdfclean.llm.local import LocalModel, load_model
from pdfclean.llm.tuning import Tuning, to_text
from pdfclean.llm.units import Cut
from pdfclean.settings import Settings
from tests.benchmark.judging import Judgement, Point, Scored, judge, right, score
from tests.benchmark.planted import Case, cases
from tests.benchmark.polish import BOLDLY, polishers, quality
from tests.benchmark.variants import VARIANTS, WRITABLE
from tests.benchmark.ways import never

MOST_LOST = 0.002
"""The share of prose words that may go."""
LOOKS = (1, 2, 4, 8)
FLOORS = (-0.4, -0.7, -1.0, -1.5, -2.5, -20.0)
MARGINS = tuple(step / 10 for step in range(-10, 41))
APART = 0.5
"""Nats a token between the two ends of "How boldly", at least."""

CUTS = (Cut.BOTH, Cut.SENTENCES, Cut.LINES, Cut.CLAUSES)


@dataclass(frozen=True, slots=True)
class Found:
    """The best way to decide for one way to ask, and what it would do on the half to choose by."""

    variant: str
    cut: Cut
    point: Point
    judgement: Judgement
    right: float
    scored: Sequence[Scored]

    @property
    def merit(self) -> tuple[float, float]:
        """What is compared: planted passages deleted, then how well units are told apart."""
        return self.judgement.deleted, self.right


def search(
    model: LocalModel, planted: Sequence[Case], variants: Sequence[str], cuts: Sequence[Cut]
) -> Found:
    """The best way to ask: the worked examples first, then the units for the best of them."""
    first, *others = cuts
    tried = [ask(model, planted, variant, first) for variant in variants]
    winner = max((one for one in tried if one.variant in WRITABLE), key=lambda one: one.merit)
    tried = [winner, *(ask(model, planted, winner.variant, cut) for cut in others)]
    return max(tried, key=lambda one: one.merit)


def ask(model: LocalModel, planted: Sequence[Case], variant: str, cut: Cut) -> Found:
    """Score one way to ask, find its best point, and print what it is like."""
    begun = time.monotonic()
    scored = score(model, planted, VARIANTS[variant], cut, max(LOOKS))
    point, judgement = best(scored)
    found = Found(variant, cut, point, judgement, right(scored, point.look), scored)
    ranked = "/".join(f"{right(scored, look):.3f}" for look in LOOKS)
    by_language = " ".join(
        f"{language} {right([one for one in scored if one.language == language], 4):.3f}"
        for language in dict.fromkeys(one.language for one in scored)
    )
    print(
        f"{variant:14} {cut.value:20} ranked right (look {'/'.join(map(str, LOOKS))}) {ranked}, "
        f"look 4 by language {by_language} | best: look {point.look} floor {point.floor:g} "
        f"margin {point.margin:g}, planted deleted {judgement.deleted:.3f}, prose lost "
        f"{judgement.lost:.4f} | {time.monotonic() - begun:.0f} s",
        flush=True,
    )
    return found


def best(scored: Sequence[Scored]) -> tuple[Point, Judgement]:
    """What deletes most within the limit; of equals, what stays farthest from losing prose."""
    candidates = []
    for look, floor in itertools.product(LOOKS, FLOORS):
        # From the greatest margin down, as long as it and all greater ones are within the limit.
        for margin in sorted(MARGINS, reverse=True):
            point = Point(margin, floor, look)
            judgement = judge(scored, point)
            if judgement.lost > MOST_LOST:
                break
            candidates.append((judgement.deleted, -judgement.lost, margin, look == 4, point))
    deleted, lost, _, _, point = max(candidates, key=lambda c: c[:4])
    return point, Judgement(deleted, -lost)


def tuned(found: Found) -> Tuning:
    """The tuning for what was found: the cautious end loses nothing and keeps its distance."""
    point = found.point
    safe = [
        margin
        for margin in MARGINS
        if margin >= point.margin and judge(found.scored, replace(point, margin=margin)).lost == 0
    ]
    return Tuning(
        VARIANTS[found.variant]["en"],
        cautious=max(point.margin + APART, min(safe, default=MARGINS[-1])),
        bold=point.margin,
        floor=point.floor,
        look=point.look,
        cut=found.cut,
    )


def proof(model: LocalModel, planted: Sequence[Case], tunings: dict[str, Tuning]) -> None:
    """Walk over the half that nothing was chosen on; print what came of it."""
    print(f"\nHeld out: {len(planted)} documents")
    print(f"{'':28} {'boldness':>8} {'deleted':>8} {'prose lost':>10} {'skips/chunk':>11}")
    with Reader() as reader:
        for name, tuning in tunings.items():
            trial = DeletionPolisher(model, Settings(), tuning).try_out(never)
            told = f"trial: {trial.right:.0%} right, least margin {trial.least:.2f}"
            print(f"{name}; {told}")
            _rows(reader, model, planted, tuning, {"en": trial})
            _rows(reader, model, planted, tuning, None)


def _rows(
    reader: Reader, model: LocalModel, planted: Sequence[Case], tuning: Tuning,
    trusts: Trusts | None,
) -> None:  # fmt: skip
    asked = polishers(model, tuning, trusts)
    kind = "without the trial" if trusts is None else "as the app does"
    for bold in BOLDLY:
        row = quality(reader, planted, asked[bold], bold)
        print(
            f"  {kind:26} {bold:>8} {row['planted_deleted']:>8.3f} {row['prose_lost']:>10.4f} "
            f"{row['skips_per_chunk']:>11.2f}",
            flush=True,
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Search, write, prove."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark.tune", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    add = parser.add_argument
    add("--model", required=True, help="a folder, a .gguf file or a hub id")
    add("--out", type=Path, required=True, help="the tuning file to write")
    add("--planted", type=int, default=10_000, help="planted documents at most")
    add("--quick", action="store_true", help="only the built-in examples, sentences and lines")
    add("--threads", type=int, default=0, help="of torch; 0: as the app does")
    options = parser.parse_args(arguments)
    planted = cases(most=options.planted)
    model = load_model(options.model, lambda _: None, threads=options.threads)
    variants = ["built in"] if options.quick else list(VARIANTS)
    cuts = CUTS[:1] if options.quick else CUTS
    winner = search(model, planted[::2], variants, cuts)
    tuning = tuned(winner)
    options.out.write_text(to_text(tuning), encoding="utf-8")
    print(f"\nWritten to {options.out}: {winner.variant}, {winner.cut.value}.")
    proof(model, planted[1::2], {"built in": Tuning(), "tuned": tuning})


if __name__ == "__main__":
    main()
