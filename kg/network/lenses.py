"""Two ways to look at the network: partners only, or everything that a statement joins."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from kg.network.model import partners
from kg.vocabulary import TERMS

if TYPE_CHECKING:
    import networkx as nx

LENSES = ("partners", "everything")
PARTNERS = f"{TERMS}partnersWith"
TAKES_PART = f"{TERMS}takesPartIn"


def joined(graph: nx.MultiDiGraph[str], lens: str, without: Collection[str] = ()) -> nx.Graph[str]:
    """Return who or what is joined with what, without directions; `records` counts statements.

    Args:
        graph: all things and statements.
        lens: "partners" joins those who work together; "everything" joins the ends of every
            statement, but for those that say only that two names may mean one thing.
        without: records that are to count for nothing.
    """
    kept = leave_out(graph, without)
    return partners(kept, PARTNERS) if lens == "partners" else _ends_of_statements(kept)


def leave_out(graph: nx.MultiDiGraph[str], records: Collection[str]) -> nx.MultiDiGraph[str]:
    """Return the network without the statements that these records make."""
    import networkx as nx

    kept: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    kept.add_nodes_from((iri, graph.nodes[iri]) for iri in graph)
    for start, end, key, attributes in graph.edges(keys=True, data=True):
        if attributes["record"] not in records:
            kept.add_edge(start, end, key=key, **attributes)
    return kept


def _ends_of_statements(graph: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    import networkx as nx

    result: nx.Graph[str] = nx.Graph()
    edges = sorted(graph.edges(data=True), key=lambda e: (min(e[:2]), max(e[:2]), e[2]["iri"]))
    for start, end, attributes in edges:
        if start == end or attributes["doubt"] == "unknown":
            continue
        one, other = min(start, end), max(start, end)
        known = result.get_edge_data(one, other, {"records": 0, "behind": ()})
        result.add_edge(
            one,
            other,
            records=known["records"] + 1,
            behind=(*known["behind"], attributes["record"]),
        )
    return result
