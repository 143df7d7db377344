"""Ways from one thing to another through statements, the shortest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Iterator

    import networkx as nx

WAYS = ("any", "directed", "nohubs")
MOST_TIES = 400  # ways that are looked at before equally good ones are put in order


def ways(
    graph: nx.MultiDiGraph[str], start: str, end: str, count: int = 1, by: str = "any"
) -> list[tuple[str, ...]]:
    """Return up to `count` ways between two things, the shortest first, equally short by IRI.

    Args:
        graph: the things and statements.
        start: the IRI at which a way begins.
        end: the IRI at which it ends.
        count: how many ways to return at most.
        by: "any" goes along and against statements, "directed" only along them, and "nohubs" like
            the first but through no hub.

    Raises:
        UnknownName: the network has no such thing.
    """
    for iri in (start, end):
        if iri not in graph:
            raise UnknownName(kind="thing", name=iri, suggestions=[])
    steps = _steps(graph, is_directed=by == "directed")
    if by == "nohubs":
        steps.remove_nodes_from(hubs(steps) - {start, end})
    found = _shortest(_lazily(steps, start, end), count)
    return sorted(found, key=lambda way: (len(way), way))[:count]


def shortest_path(graph: nx.MultiDiGraph[str], start: str, end: str) -> list[str]:
    """Return the things on a shortest way between two, whatever the direction of the statements.

    The list is empty where no way leads from one to the other. Among equally short ways the
    first by IRI is taken.

    Raises:
        UnknownName: the network has no such thing.
    """
    found = ways(graph, start, end)
    return list(found[0]) if found else []


def _steps(graph: nx.MultiDiGraph[str], *, is_directed: bool) -> nx.DiGraph[str]:
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


def around(graph: nx.MultiDiGraph[str], focus: str, depth: int) -> set[str]:
    """Return what is at most so many steps from a thing, whatever the direction.

    Raises:
        UnknownName: the network has no such thing.
    """
    import networkx as nx

    if focus not in graph:
        raise UnknownName(kind="thing", name=focus, suggestions=[])
    steps = _steps(graph, is_directed=False)
    return set(nx.single_source_shortest_path_length(steps, focus, cutoff=depth))


def hubs(steps: nx.DiGraph[str]) -> set[str]:
    """Return the things with more neighbours than nineteen of twenty have, and more than eight."""
    counts = {iri: len({*steps.successors(iri), *steps.predecessors(iri)}) for iri in steps}
    ranked = sorted(counts.values())
    usual = max(8, ranked[int(len(ranked) * 0.95)]) if ranked else 8
    return {iri for iri, count in counts.items() if count > usual}


def _lazily(steps: nx.DiGraph[str], start: str, end: str) -> Iterator[tuple[str, ...]]:
    import networkx as nx

    if start == end:
        yield (start,)
        return
    try:
        for way in nx.shortest_simple_paths(steps, start, end):
            yield tuple(way)
    except nx.NetworkXNoPath:
        return


def _shortest(found: Iterator[tuple[str, ...]], count: int) -> list[tuple[str, ...]]:
    """Return the first ways and all others that are as short as the last of them."""
    kept: list[tuple[str, ...]] = []
    for way in found:
        is_longer = len(kept) >= count and len(way) > len(kept[count - 1])
        if is_longer or len(kept) >= count + MOST_TIES:
            break
        kept.append(way)
    return kept
