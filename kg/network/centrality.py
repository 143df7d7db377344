"""How central a thing is: its neighbours, the shortest ways through it, its nearness to all."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

LARGE = 400  # from so many things on, igraph counts if it is installed: the same figures, sooner
DIGITS = 6


@dataclass(frozen=True)
class Centrality:
    """The place of one thing in a network.

    Attributes:
        thing: its IRI.
        neighbours: with how many others it is joined directly.
        records: how many statements join it with them.
        betweenness: the share of the shortest ways between two others that lead through it.
        closeness: the share of all others that it reaches, divided by the mean distance to them.
    """

    thing: str
    neighbours: int
    records: int
    betweenness: float
    closeness: float


def degrees(graph: nx.MultiDiGraph[str]) -> dict[str, int]:
    """Return how many statements touch each thing, the best connected first."""
    counts = {iri: int(count) for iri, count in graph.degree()}
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def centrality(graph: nx.Graph[str], engine: str = "") -> list[Centrality]:
    """Return the place of every thing, the one with most ways through it first.

    Args:
        graph: who is joined with whom; `records` on an edge counts the statements behind it.
        engine: "networkx" or "igraph"; without one the size decides.
    """
    between, close = _measures(graph, engine or _engine_for(graph))
    records: dict[str, int] = {
        iri: sum(int(edge["records"]) for edge in graph[iri].values()) for iri in graph
    }
    found = [
        Centrality(
            iri,
            len(graph[iri]),
            records[iri],
            round(between[iri], DIGITS),
            round(close[iri], DIGITS),
        )
        for iri in graph
    ]
    return sorted(found, key=lambda c: (-c.betweenness, -c.neighbours, -c.closeness, c.thing))


def betweenness(graph: nx.Graph[str], engine: str = "") -> dict[str, float]:
    """Return the share of the shortest ways between two others that lead through each thing."""
    return {c.thing: c.betweenness for c in centrality(graph, engine)}


def _engine_for(graph: nx.Graph[str]) -> str:
    return "igraph" if len(graph) >= LARGE and find_spec("igraph") else "networkx"


def _measures(graph: nx.Graph[str], engine: str) -> tuple[dict[str, float], dict[str, float]]:
    if engine == "igraph":
        return _by_igraph(graph)
    import networkx as nx

    return nx.betweenness_centrality(graph), nx.closeness_centrality(graph)


def _by_igraph(graph: nx.Graph[str]) -> tuple[dict[str, float], dict[str, float]]:
    import igraph

    things = sorted(graph)
    index = {iri: at for at, iri in enumerate(things)}
    pairs = [(index[a], index[b]) for a, b in sorted(graph.edges()) if a != b]
    other = igraph.Graph(n=len(things), edges=pairs)
    count = len(things)
    ways = max(1, (count - 1) * (count - 2) / 2)
    reached = [len(part) - 1 for part in other.components() for _ in part]
    order = [at for part in other.components() for at in part]
    share = dict(zip(order, reached, strict=True))
    close = other.closeness(normalized=True)
    return (
        {iri: b / ways for iri, b in zip(things, other.betweenness(), strict=True)},
        {
            iri: (close[at] if share[at] else 0.0) * share[at] / max(1, count - 1)
            for at, iri in enumerate(things)
        },
    )
