"""The scorecard: pdfclean beside its rivals, as Markdown tables that also read well as they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from tests.benchmark.measure import Row

Rows = Sequence[Row]


def mean(rows: Rows, name: str) -> float:
    """The mean of a measure over documents."""
    return sum(row.measures[name] for row in rows) / len(rows)


def scorecard(tools: Mapping[str, Rows], missing: Sequence[str]) -> str:
    """All tables: overall, F by style, leaked junk by kind.

    Args:
        tools: the rows of each tool by its name, in the order of the table.
        missing: rivals that are not installed.
    """
    parts = [
        _overall(tools, missing),
        "F by style (mean over its documents)\n\n" + _styles(tools),
        "Junk that leaks, by kind (share of what the gold lists)\n\n" + _kinds(tools),
    ]
    return "\n\n".join(parts)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]

    def set_(line: Sequence[str]) -> str:
        first, *others = line
        cells = [first.ljust(widths[0]), *map(str.rjust, others, widths[1:])]
        return f"| {' | '.join(cells)} |"

    rule = "|".join(["-" * (widths[0] + 2), *("-" * (width + 1) + ":" for width in widths[1:])])
    return "\n".join([set_(header), f"|{rule}|", *map(set_, lines[1:])])


def _overall(tools: Mapping[str, Rows], missing: Sequence[str]) -> str:
    header = (
        "tool", "F mean", "F worst", "recall", "precision", "junk", "broken per 1,000", "order",
        "novel", "s/page",
    )  # fmt: skip
    lines = []
    for tool, rows in tools.items():
        figures = [
            mean(rows, "F"),
            min(row.measures["F"] for row in rows),
            mean(rows, "prose_recall"),
            mean(rows, "precision"),
            mean(rows, "junk_rate"),
        ]
        seconds = sum(row.seconds for row in rows) / sum(row.pages for row in rows)
        lines.append(
            (
                tool,
                *(f"{figure:.3f}" for figure in figures),
                f"{mean(rows, 'broken_words'):.1f}",
                f"{mean(rows, 'order'):.3f}",
                f"{mean(rows, 'novel_rate'):.4f}",
                f"{seconds:.3f}",
            )
        )
    blanks = ("–",) * (len(header) - 2)
    lines += [(tool, "not installed", *blanks) for tool in missing]
    return _table(header, lines)


def _styles(tools: Mapping[str, Rows]) -> str:
    first = next(iter(tools.values()))
    lines = []
    for style in sorted({row.style for row in first}):
        count = sum(row.style == style for row in first)
        some = ([row for row in rows if row.style == style] for rows in tools.values())
        lines.append((style, str(count), *(f"{mean(rows, 'F'):.3f}" for rows in some)))
    return _table(("style", "n", *tools), lines)


def leaks(rows: Rows) -> dict[str, tuple[int, int]]:
    """Strings that leaked and strings listed, by kind of junk, over all documents."""
    sums: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in rows:
        for kind, share in row.junk_by_kind.items():
            leaked, listed = map(int, share.split("/"))
            before = sums[kind]
            sums[kind] = (before[0] + leaked, before[1] + listed)
    return dict(sums)


def _kinds(tools: Mapping[str, Rows]) -> str:
    by_tool = {tool: leaks(rows) for tool, rows in tools.items()}
    lines = []
    for kind, (_, listed) in sorted(next(iter(by_tool.values())).items()):
        shares = (leaks[kind][0] / leaks[kind][1] for leaks in by_tool.values())
        lines.append((kind, str(listed), *(f"{share:.3f}" for share in shares)))
    return _table(("kind", "listed", *tools), lines)
