"""Groups that are more closely joined within than with the rest, named by what joins them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.vocabulary import TERMS

if TYPE_CHECKING:
    import networkx as nx

RUNS = 12  # the best of so many seeded runs is taken


@dataclass(frozen=True)
class Community:
    """A group of things.

    Attributes:
        number: 1 for the largest.
        name: what joins it: its programmes, else its themes, else its best joined member.
        joined_by: all programmes or themes behind the ties within it, the most frequent first.
        members: IRIs, in order.
    """

    number: int
    name: str
    joined_by: tuple[str, ...]
    members: tuple[str, ...]


def communities(
    graph: nx.Graph[str],
    topics: Mapping[str, Iterable[str]],
    name_of: Callable[[str], str],
) -> list[Community]:
    """Return the groups of a network, the largest first; the same network, the same groups.

    Args:
        graph: who is joined with whom; `behind` on an edge holds the records of the tie.
        topics: for each record the IRIs of its programmes, or else of its themes.
        name_of: turns an IRI into a name.
    """
    groups = sorted(_partition(graph), key=lambda group: (-len(group), group))
    found: list[Community] = []
    for number, members in enumerate(groups, start=1):
        joined_by = [name_of(iri) for iri in _joined_by(graph, members, topics)]
        centre = min(members, key=lambda iri: (-len(graph[iri]), iri))
        name = " and ".join(joined_by[:2]) or f"around {name_of(centre)}"
        if any(name == other.name for other in found):
            name = f"{name}, around {name_of(centre)}"
        found.append(Community(number, name, tuple(joined_by), members))
    return found


def modularity(graph: nx.Graph[str], found: Iterable[Community]) -> float:
    """Return the share of ties within groups, less the share that chance would put there."""
    import networkx as nx

    if not graph.number_of_edges():
        return 0.0
    groups = [set(community.members) for community in found]
    return round(float(nx.community.modularity(graph, groups, weight="records")), 4)


def _partition(graph: nx.Graph[str]) -> list[tuple[str, ...]]:
    """Return the best of several Louvain runs; of equally good ones the first by IRI."""
    import networkx as nx

    if not graph.number_of_edges():
        return [(iri,) for iri in sorted(graph)]
    ordered = _in_order(graph)
    ranked = []
    for seed in range(RUNS):
        groups = nx.community.louvain_communities(ordered, weight="records", seed=seed)
        worth = nx.community.modularity(ordered, groups, weight="records")
        ranked.append((-round(float(worth), 9), sorted(tuple(sorted(group)) for group in groups)))
    return min(ranked)[1]


def _in_order(graph: nx.Graph[str]) -> nx.Graph[str]:
    """Return the same network with things and ties in order, for a seed to meet the same ones."""
    import networkx as nx

    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(sorted(graph))
    for a, b, attributes in sorted(
        ((min(a, b), max(a, b), d) for a, b, d in graph.edges(data=True)), key=lambda e: e[:2]
    ):
        ordered.add_edge(a, b, records=attributes["records"])
    return ordered


def _joined_by(
    graph: nx.Graph[str], members: Iterable[str], topics: Mapping[str, Iterable[str]]
) -> list[str]:
    within = graph.subgraph(members)
    records = {record for _, _, tie in within.edges(data=True) for record in tie["behind"]}
    counts = Counter(topic for record in records for topic in topics.get(record, ()))
    # A theme is an entry of one of our lists; a programme says more.
    return sorted(counts, key=lambda topic: (topic.startswith(TERMS), -counts[topic], topic))
