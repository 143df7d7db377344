"""The network as rows of text say it: things, and one edge for each statement between two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

Row = Mapping[str, str | None]


@dataclass(frozen=True)
class Node:
    """A thing of the network.

    Attributes:
        iri: its identity.
        kind: the path segment of its IRI, such as "program".
        class_name: what a reader calls its class, such as "non-profit organization".
    """

    iri: str
    kind: str
    class_name: str


@dataclass(frozen=True)
class Edge:
    """One statement between two things, made from one record.

    Attributes:
        iri: its identity: a derived shortcut, or the record itself.
        start: the thing at which it starts.
        end: the thing at which it ends.
        relation: the IRI of the relation or code that it stands for.
        words: the relation as a reader says it.
        both_ways: whether it holds in the other direction too.
        record: the record behind it.
        disputed: whether some evidence of that record speaks against it.
        doubt: "inferred" or "unknown" where it is less than stated, else nothing.
    """

    iri: str
    start: str
    end: str
    relation: str
    words: str
    both_ways: bool
    record: str
    disputed: bool
    doubt: str = ""


def nodes(rows: Iterable[Row]) -> list[Node]:
    """Return one node a thing in order of IRI; of several classes the first by name counts."""
    found: dict[str, Node] = {}
    for row in rows:
        node = Node(_text(row, "thing"), _text(row, "kind"), _text(row, "class"))
        kept = found.get(node.iri, node)
        found[node.iri] = min(kept, node, key=lambda n: (n.kind, n.class_name))
    return [found[iri] for iri in sorted(found)]


def edges(rows: Iterable[Row]) -> list[Edge]:
    """Return one edge a row in order of IRI."""
    made = {
        Edge(
            iri=_text(row, "link"),
            start=_text(row, "from"),
            end=_text(row, "to"),
            relation=_text(row, "relation"),
            words=_text(row, "words"),
            both_ways=row.get("bothWays") == "true",
            record=_text(row, "record"),
            disputed=row.get("disputed") == "true",
            doubt=_text(row, "doubt"),
        )
        for row in rows
    }
    return sorted(made, key=lambda e: (e.iri, e.start, e.end))


def _text(row: Row, column: str) -> str:
    return row.get(column) or ""


def build(things: Iterable[Node], statements: Iterable[Edge]) -> nx.MultiDiGraph[str]:
    """Return the network: a node a thing, an edge a statement, plain text and truth values on both.

    Parallel statements survive, because the key of an edge is its IRI. A statement about
    something that is not among the things is left out.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in sorted(things, key=lambda n: n.iri):
        graph.add_node(node.iri, kind=node.kind, class_name=node.class_name)
    for edge in sorted(statements, key=lambda e: (e.iri, e.start, e.end)):
        if edge.start in graph and edge.end in graph:
            attributes = {k: v for k, v in asdict(edge).items() if k not in ("start", "end")}
            graph.add_edge(edge.start, edge.end, key=edge.iri, **attributes)
    return graph


def partners(graph: nx.MultiDiGraph[str], relation: str) -> nx.Graph[str]:
    """Return who works with whom by one relation.

    On an edge `records` counts the statements between two, and `behind` names their records.
    """
    import networkx as nx

    projection: nx.Graph[str] = nx.Graph()
    edges = ((min(a, b), max(a, b), d) for a, b, d in graph.edges(data=True) if a != b)
    for one, other, attributes in sorted(edges, key=lambda e: (e[0], e[1], e[2]["iri"])):
        if attributes["relation"] == relation:
            known = projection.get_edge_data(one, other, {"records": 0, "behind": ()})
            behind = (*known["behind"], attributes["record"])
            projection.add_edge(one, other, records=known["records"] + 1, behind=behind)
    return projection


def plain(graph: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    """Return the network without directions and parallels, nodes and edges in order."""
    import networkx as nx

    result: nx.Graph[str] = nx.Graph()
    result.add_nodes_from(sorted(graph))
    result.add_edges_from(sorted({(min(a, b), max(a, b)) for a, b in graph.edges() if a != b}))
    return result
