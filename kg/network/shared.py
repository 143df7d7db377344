"""Who shares what: organizations joined by programmes, and programmes by organizations."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True)
class Shared:
    """Two of one side, and those of the other side that both of them are joined with."""

    one: str
    other: str
    through: tuple[str, ...]


def sides(graph: nx.MultiDiGraph[str], relation: str) -> tuple[nx.Graph[str], list[str], list[str]]:
    """Return the two-sided network of a relation, and its sides: where it starts, where it ends.

    `records` on an edge counts the statements behind it.
    """
    import networkx as nx

    counts: dict[tuple[str, str], int] = defaultdict(int)
    for start, end, attributes in graph.edges(data=True):
        if attributes["relation"] == relation and start != end:
            counts[start, end] += 1
    ends = sorted({end for _, end in counts})
    starts = sorted({start for start, _ in counts} - {*ends})
    two_sided: nx.Graph[str] = nx.Graph()
    two_sided.add_nodes_from(starts)
    two_sided.add_nodes_from(ends)
    for (start, end), count in sorted(counts.items()):
        if start in two_sided and start not in ends:
            two_sided.add_edge(start, end, records=count)
    return two_sided, starts, ends


def shared(two_sided: nx.Graph[str], side: list[str]) -> list[Shared]:
    """Return the pairs of one side that share something of the other, the most first."""
    import networkx as nx

    if not side:
        return []
    projected = nx.bipartite.weighted_projected_graph(two_sided, side)
    found = []
    for a, b, pair in projected.edges(data=True):
        through = tuple(sorted(nx.common_neighbors(two_sided, a, b)))
        assert len(through) == pair["weight"], "the weight of a pair is what it shares"
        found.append(Shared(min(a, b), max(a, b), through))
    return sorted(found, key=lambda s: (-len(s.through), s.one, s.other))
