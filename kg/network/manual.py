"""The page about the measures, made from the measures and today's figures: docs/network.md."""

from __future__ import annotations

import re
from dataclasses import replace

from kg import paths
from kg.network import summary
from kg.network.measures import MEASURES, Measure
from kg.network.reading import Network
from kg.network.view import View
from kg.query import Table, written

MOST_ROWS = 8


def as_manual(network: Network) -> str:
    """Return the page as Markdown, one sentence a line."""
    head = (paths.PAGES / "network.md").read_text(encoding="utf-8")
    parts = [head.rstrip(), "", "```text", summary.as_text(network).rstrip(), "```", ""]
    for measure in MEASURES:
        parts += _section(measure, View(network))
    return "\n".join(parts).rstrip() + "\n"


def _section(measure: Measure, view: View) -> list[str]:
    table = _without_iris(measure.table(view))
    shown = replace(table, rows=table.rows[:MOST_ROWS])
    rest = len(table.rows) - len(shown.rows)
    return [
        f"## {measure.name}",
        "",
        f"{measure.title}.",
        "",
        *_sentences(measure.means),
        "",
        "What it does not mean:",
        *_sentences(measure.does_not_mean),
        "",
        written(shown, "md").rstrip(),
        "",
        *([f"{rest} more rows: `kg network {measure.name}`.", ""] if rest else []),
    ]


def _sentences(text: str) -> list[str]:
    return re.sub(r"(?<=[.:]) (?=[A-Z])", "\n", text).split("\n")


def _without_iris(table: Table) -> Table:
    """Return the table without columns of IRIs, which stand beside the names."""
    kept = [
        at
        for at in range(len(table.columns))
        if not any(cell and cell.kind == "iri" for row in table.rows for cell in [row[at]])
    ]
    return Table(
        tuple(table.columns[at] for at in kept),
        tuple(tuple(row[at] for at in kept) for row in table.rows),
    )
