"""A figure for a paper: what stands around one thing, as the SVG that the page would write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg import network
from kg.explore.lines import Line, statements
from kg.explore.looks import looks_of
from kg.explore.page import drawn_network
from kg.explore.records import records_of
from kg.explore.rows import names_of, rows
from kg.network.svg import svg
from kg.vocabulary import compact

if TYPE_CHECKING:
    from kg.load import Graph


def figure_of(graph: Graph, focus: str, depth: int = 1) -> str:
    """Return what is at most `depth` steps from a thing as SVG; 0 is the whole network.

    Raises:
        UnknownName: the network has no such thing.
    """
    net = drawn_network(graph)
    names = names_of(rows(graph, "names"))
    near = network.around(net, focus, depth) if depth else set(net)
    part = net.subgraph(near)
    places = network.positions(part)
    looks = {look["id"]: look for look in looks_of(a["kind"] for _, a in net.nodes(data=True))}
    lines = statements(rows(graph, "links"), records_of(graph, names))

    def name_of(iri: str) -> str:
        return names[iri][0]["text"] if iri in names else compact(iri)

    return svg(
        {
            "title": f"{name_of(focus)}, {depth} step{'s' * (depth != 1)} around"
            if depth
            else "The whole network",
            "permalink": f"explorer.html#focus={compact(focus)}&depth={depth}",
            "kinds": {kind: look["name"] for kind, look in looks.items()},
            "nodes": [
                _node(
                    iri, name_of(iri), places[iri], part.degree(iri), looks[part.nodes[iri]["kind"]]
                )
                for iri in sorted(part)
            ],
            "edges": [_edge(line) for line in lines if {line.edge.start, line.edge.end} <= near],
        }
    )


def _node(
    iri: str, name: str, place: tuple[int, int], degree: int, look: dict[str, str]
) -> dict[str, Any]:
    return {
        "id": iri,
        "label": name,
        "kind": look["id"],
        "x": place[0],
        "y": place[1],
        "color": look["light"],
        "shape": look["shape"],
        "size": 8 + min(10.0, degree**0.5 * 1.7),
    }


def _edge(line: Line) -> dict[str, Any]:
    return {
        "from": line.edge.start,
        "to": line.edge.end,
        "label": line.edge.words,
        "style": line.style,
        "bothWays": line.edge.both_ways,
    }
