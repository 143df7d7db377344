"""The partnership network: rows of text in, a graph with positions and simple measures out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from kg.errors import UnknownName

if TYPE_CHECKING:
    import networkx as nx

Row = Mapping[str, str | None]

SEED = 7
STEP = 130  # distance between neighbours, in pixels of the picture at its natural size
GAP = 2.0  # room between two components, in steps


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
    """

    iri: str
    start: str
    end: str
    relation: str
    words: str
    both_ways: bool
    record: str
    disputed: bool


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
    """Return who works with whom by one relation; `records` counts the statements between two."""
    import networkx as nx

    projection: nx.Graph[str] = nx.Graph()
    for start, end, attributes in sorted(graph.edges(data=True), key=lambda e: (e[0], e[1])):
        if attributes["relation"] == relation:
            known = projection.get_edge_data(start, end, {"records": 0})
            projection.add_edge(start, end, records=known["records"] + 1)
    return projection


def degrees(graph: nx.MultiDiGraph[str]) -> dict[str, int]:
    """Return how many statements touch each thing, the best connected first."""
    counts = {iri: int(count) for iri, count in graph.degree()}
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def shortest_path(graph: nx.MultiDiGraph[str], start: str, end: str) -> list[str]:
    """Return the things on a shortest way between two, whatever the direction of the statements.

    The list is empty where no way leads from one to the other. Among equally short ways the
    same one is found every time.

    Raises:
        UnknownName: the network has no such thing.
    """
    import networkx as nx

    for iri in (start, end):
        if iri not in graph:
            raise UnknownName(kind="thing", name=iri, suggestions=[])
    try:
        return list(nx.shortest_path(_plain(graph), start, end))
    except nx.NetworkXNoPath:
        return []


def positions(graph: nx.MultiDiGraph[str]) -> dict[str, tuple[int, int]]:
    """Return a place for every thing, in whole pixels: the same network, the same picture.

    Each connected part is laid out by itself; the largest stands first, the others in rows
    below it, and things without any statement in a grid at the foot.
    """
    plain = _plain(graph)
    parts = sorted(_components(plain), key=lambda part: (-len(part), part[0]))
    placed = [_lay_out(plain, part) for part in parts]
    return _pack(placed)


def _plain(graph: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    """Return the network without directions and parallels, nodes and edges in order."""
    import networkx as nx

    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(sorted(graph))
    plain.add_edges_from(sorted({(min(a, b), max(a, b)) for a, b in graph.edges() if a != b}))
    return plain


def _components(plain: nx.Graph[str]) -> list[list[str]]:
    import networkx as nx

    return [sorted(part) for part in nx.connected_components(plain)]


def _lay_out(plain: nx.Graph[str], part: list[str]) -> dict[str, tuple[float, float]]:
    """Return places in steps, starting at (0, 0), for one connected part."""
    import networkx as nx

    if len(part) == 1:
        return {part[0]: (0.0, 0.0)}
    inner: nx.Graph[str] = nx.Graph()
    inner.add_nodes_from(part)
    inner.add_edges_from(sorted((min(e), max(e)) for e in plain.edges(part)))
    around = nx.circular_layout(inner)
    spread = nx.spring_layout(
        inner, pos=around, seed=SEED, iterations=300, k=2.2 / len(part) ** 0.5
    )
    side = len(part) ** 0.5 * 1.25
    left = min(float(x) for x, _ in spread.values())
    top = min(float(y) for _, y in spread.values())
    return {
        iri: ((float(x) - left) / 2 * side * 1.5, (float(y) - top) / 2 * side)
        for iri, (x, y) in spread.items()
    }


def _pack(placed: list[dict[str, tuple[float, float]]]) -> dict[str, tuple[int, int]]:
    """Return whole pixels for all parts, set in rows as wide as the largest of them."""
    widths = [max(x for x, _ in part.values()) for part in placed]
    row = max([*widths, len(placed) ** 0.5 * GAP])
    result: dict[str, tuple[int, int]] = {}
    left = top = height = 0.0
    for part, width in zip(placed, widths, strict=True):
        if left and left + width > row:
            left, top, height = 0.0, top + height + GAP, 0.0
        for iri, (x, y) in part.items():
            result[iri] = (round((left + x) * STEP), round((top + y) * STEP))
        left += width + GAP
        height = max(height, *(y for _, y in part.values()))
    return dict(sorted(result.items()))
