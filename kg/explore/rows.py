"""What the page asks of the graph: the queries of queries/network, as rows of text."""

from __future__ import annotations

from collections import defaultdict

from kg import paths, query
from kg.load import Graph

QUERIES = paths.ROOT / "queries" / "network"

Row = dict[str, str | None]
Names = dict[str, list[dict[str, str]]]


def rows(graph: Graph, name: str) -> list[Row]:
    """Return the answer of one query of queries/network."""
    text = (QUERIES / f"{name}.rq").read_text(encoding="utf-8")
    return query.select(graph.store, text).to_dicts()


def names_of(found: list[Row]) -> Names:
    """Return the names of each thing, the one to show first: English, then any other.

    A name that is not the preferred one of its language has an entry "alternative".
    """
    names: Names = defaultdict(list)
    for row in sorted(found, key=lambda r: (r["preferred"] != "1", r["language"] != "en")):
        name = {"text": row["name"] or "", "language": row["language"] or ""}
        of_thing = names[row["thing"] or ""]
        if not any(name.items() <= known.items() for known in of_thing):
            of_thing.append(name if row["preferred"] == "1" else name | {"alternative": "yes"})
    return names
