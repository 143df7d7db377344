"""Ways from one thing to another through statements, the shortest first."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kg.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import networkx as nx

MOST_TIES = 400  # ways that are looked at before equally good ones are put in order


def ways(
    graph: nx.MultiDiGraph[str],
    start: str,
    end: str,
    count: int = 1,
    *,
    is_directed: bool = False,
    avoids_hubs: bool = False,
) -> list[tuple[str, ...]]:
    """Return up to `count` ways between two things, the best first, equally good ones by IRI.

    Args:
        graph: the things and statements.
        start: the IRI at which a way begins.
        end: the IRI at which it ends.
        count: how many ways to return at most.
        is_directed: go along statements only, not against them.
        avoids_hubs: prefer what passes through things with few neighbours to what is short.

    Raises:
        UnknownName: the network has no such thing.
    """
    for iri in (start, end):
        if iri not in graph:
            raise UnknownName(kind="thing", name=iri, suggestions=[])
    steps = _steps(graph, is_directed)
    cost = _cost(steps, end) if avoids_hubs else None
    ranked = sorted(
        (_length(way, cost), way) for way in _best(_lazily(steps, start, end, cost), cost, count)
    )
    return [way for _, way in ranked[:count]]


def shortest_path(graph: nx.MultiDiGraph[str], start: str, end: str) -> list[str]:
    """Return the things on a shortest way between two, whatever the direction of the statements.

    The list is empty where no way leads from one to the other. Among equally short ways the
    first by IRI is taken.

    Raises:
        UnknownName: the network has no such thing.
    """
    found = ways(graph, start, end)
    return list(found[0]) if found else []


def _steps(graph: nx.MultiDiGraph[str], is_directed: bool) -> nx.DiGraph[str]:
    """Return which thing leads to which in one step; statements that hold both ways lead back."""
    import networkx as nx

    pairs = set()
    for start, end, attributes in graph.edges(data=True):
        pairs.add((start, end))
        if attributes["both_ways"] or not is_directed:
            pairs.add((end, start))
    steps: nx.DiGraph[str] = nx.DiGraph()
    steps.add_nodes_from(sorted(graph))
    steps.add_edges_from(sorted((a, b) for a, b in pairs if a != b))
    return steps


def _cost(steps: nx.DiGraph[str], end: str) -> Callable[[str, str, Any], int]:
    """Return the price of a step: one, and one for each neighbour of what is passed through."""
    neighbours = {iri: len({*steps.successors(iri), *steps.predecessors(iri)}) for iri in steps}

    def price(_from: str, to: str, _attributes: Any) -> int:  # noqa: ANN401 (networkx hands it in)
        return 1 if to == end else 1 + neighbours[to]

    return price


def _lazily(
    steps: nx.DiGraph[str], start: str, end: str, cost: Callable[[str, str, Any], int] | None
) -> Iterator[tuple[str, ...]]:
    import networkx as nx

    if start == end:
        yield (start,)
        return
    try:
        for way in nx.shortest_simple_paths(steps, start, end, weight=cost):
            yield tuple(way)
    except nx.NetworkXNoPath:
        return


def _best(
    found: Iterator[tuple[str, ...]],
    cost: Callable[[str, str, Any], int] | None,
    count: int,
) -> list[tuple[str, ...]]:
    """Return the first ways and all others that are as good as the last of them."""
    kept: list[tuple[str, ...]] = []
    for way in found:
        is_worse = len(kept) >= count and _length(way, cost) > _length(kept[count - 1], cost)
        if is_worse or len(kept) >= count + MOST_TIES:
            break
        kept.append(way)
    return kept


def _length(way: tuple[str, ...], cost: Callable[[str, str, Any], int] | None) -> int:
    if cost is None:
        return len(way)
    return sum(cost(a, b, None) for a, b in pairwise(way))
