"""The measures of the network: what each says, what it does not say, and its first rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kg.network import summary
from kg.network.lenses import LENSES
from kg.network.measures import MEASURES, Measure
from kg.network.reading import Network, read
from kg.network.view import View
from kg.query import Cell, Table
from kg.site.model import Page, Site

MOST_ROWS = 25
MOST_BARS = 12
_CAPITAL = re.compile(r"[A-Z]")
# The picture of a measure: the columns that name a bar, and the one that is its length.
_BARS = {
    "centrality": ("name", "neighbours"),
    "withdrawal": ("name", "cutOff"),
    "growth": ("year", "partnerships"),
}
# Which column names what a column of IRIs leads to.
_NAMED = {
    "thing": "name",
    "member": "memberName",
    "start": "startName",
    "end": "endName",
    "one": "oneName",
    "other": "otherName",
}


def pages(site: Site) -> Iterator[Page]:
    """Yield the page with every measure."""
    network = read(site.graph)
    content = {
        "figures": _figures(network),
        "lenses": LENSES,
        "measures": [_measure(measure, View(network)) for measure in MEASURES],
    }
    yield Page("network.html", "network.html", "The network, measured", content, way="about")


def _figures(network: Network) -> list[dict[str, Any]]:
    """Return the main figures, one row for each, with a value for each lens."""
    found: dict[str, dict[str, str]] = {}
    for lens, figure, value in summary.as_table(network).rows:
        assert lens is not None and figure is not None and value is not None, "all are bound"
        found.setdefault(figure.value, {})[lens.value] = value.shown()
    return [{"name": name, "values": [row[lens] for lens in LENSES]} for name, row in found.items()]


def _measure(measure: Measure, view: View) -> dict[str, Any]:
    table = measure.table(view)
    heads = [name for name in table.columns if not _leads(table, name)]
    return {
        "name": measure.name,
        "title": measure.title,
        "means": measure.means,
        "not": measure.does_not_mean,
        "heads": [{"words": _words(n), "is_number": _is_number(table, n)} for n in heads],
        "rows": [_row(table, row, heads) for row in table.rows[:MOST_ROWS]],
        "more": max(len(table.rows) - MOST_ROWS, 0),
        "bars": _bars(table, *_BARS[measure.name]) if measure.name in _BARS else None,
    }


def _row(table: Table, row: tuple[Cell | None, ...], heads: list[str]) -> list[dict[str, Any]]:
    at = {name: index for index, name in enumerate(table.columns)}
    leads = {named: row[at[iri]] for iri, named in _NAMED.items() if iri in at and named in at}
    shown = []
    for name in heads:
        cell, lead = row[at[name]], leads.get(name)
        text = cell.shown() if cell else ""
        number = bool(cell and cell.is_number())
        shown.append({"text": text, "iri": lead.value if lead else "", "is_number": number})
    return shown


def _leads(table: Table, name: str) -> bool:
    """Say whether a column holds IRIs, which the names beside it carry as links."""
    at = table.columns.index(name)
    return any(row[at] is not None and row[at].kind == "iri" for row in table.rows)  # type: ignore[union-attr]


def _is_number(table: Table, name: str) -> bool:
    at = table.columns.index(name)
    return any(row[at] is not None and row[at].is_number() for row in table.rows)  # type: ignore[union-attr]


def _words(name: str) -> str:
    """Return a column's name in words: `cutOffOfEverything` is cut off of everything."""
    return _CAPITAL.sub(lambda match: f" {match[0].lower()}", name.removesuffix("Name"))


def _bars(table: Table, name: str, figure: str) -> dict[str, Any]:
    """Return the longest bars of a measure, or those of its years in their order."""
    found = [(row[name] or "", int(row[figure] or 0), row.get("thing") or "") for row in table]
    if name != "year":
        found = sorted(found, key=lambda bar: -bar[1])[:MOST_BARS]
    most = max((value for _, value, _ in found), default=0) or 1
    bars = [(words, f"{n:,}", f"{100 * n / most:.1f}", iri) for words, n, iri in found]
    return {"head": _words(figure), "bars": bars}
