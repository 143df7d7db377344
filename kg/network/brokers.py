"""Who stands between others: bridges, brokers, and what falls apart without them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True)
class Bridge:
    """A tie without which two parts of the network would not hang together.

    Attributes:
        start: one end, the first by IRI.
        end: the other.
        records: the records behind the tie.
        beyond: how many things hang on the smaller side of it.
    """

    start: str
    end: str
    records: tuple[str, ...]
    beyond: int


@dataclass(frozen=True)
class Gap:
    """What one thing holds together.

    Attributes:
        pieces: into how many parts its part of the network falls when it goes.
        cut_off: how many things are then outside the largest of these parts.
    """

    pieces: int
    cut_off: int


def bridges(graph: nx.Graph[str]) -> list[Bridge]:
    """Return the ties that hold parts together, the one with most things behind it first."""
    import networkx as nx

    pairs: list[tuple[str, str]] = sorted((min(e), max(e)) for e in nx.bridges(graph))
    behind = _sizes_behind(graph, pairs)
    found = [Bridge(a, b, tuple(graph[a][b]["behind"]), behind[a, b]) for a, b in pairs]
    return sorted(found, key=lambda bridge: (-bridge.beyond, bridge.start, bridge.end))


def _sizes_behind(graph: nx.Graph[str], pairs: list[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return the size of the smaller side of each bridge, by counting once along a tree."""
    import networkx as nx

    rest = graph.copy()
    rest.remove_edges_from(pairs)
    islands = [sorted(part) for part in nx.connected_components(rest)]
    home = {iri: at for at, part in enumerate(islands) for iri in part}
    tree: nx.Graph[int] = nx.Graph()
    tree.add_nodes_from(range(len(islands)))
    tree.add_edges_from((home[a], home[b]) for a, b in pairs)
    below, total, parent = _weigh(tree, [len(part) for part in islands])
    sizes = {}
    for a, b in pairs:
        child = home[a] if parent.get(home[a]) == home[b] else home[b]
        sizes[a, b] = min(below[child], total[child] - below[child])
    return sizes


def _weigh(
    tree: nx.Graph[int], weights: list[int]
) -> tuple[dict[int, int], dict[int, int], dict[int, int]]:
    """Return what hangs below each node of a forest, what its tree weighs, and its parent."""
    import networkx as nx

    below, total, parent = {}, {}, {}
    for part in nx.connected_components(tree):
        root = min(part)
        parent.update({child: top for top, child in nx.bfs_edges(tree, root)})
        order = [root, *(child for _, child in nx.bfs_edges(tree, root))]
        below.update({node: weights[node] for node in order})
        for node in reversed(order[1:]):
            below[parent[node]] += below[node]
        total.update(dict.fromkeys(order, below[root]))
    return below, total, parent


def gaps(graph: nx.Graph[str]) -> dict[str, Gap]:
    """Return what each thing holds together; one that holds nothing leaves one piece."""
    import networkx as nx

    blocks = [sorted(map(str, block)) for block in nx.biconnected_components(graph)]
    holders = sorted(nx.articulation_points(graph))
    tree, weights = _blocks_and_holders(blocks, holders)
    below, total, parent = _weigh(tree, weights)
    result = {iri: Gap(1 if len(graph[iri]) else 0, 0) for iri in graph}
    for at, iri in enumerate(holders):
        pieces = [below[block] for block in tree[at] if parent.get(block) == at]
        if at in parent:
            pieces.append(total[at] - below[at])
        result[iri] = Gap(len(pieces), sum(pieces) - max(pieces))
    return result


def _blocks_and_holders(
    blocks: list[list[str]], holders: list[str]
) -> tuple[nx.Graph[int], list[int]]:
    """Return the tree of holders (first) and blocks, weighed by the things that stand in them."""
    import networkx as nx

    index = {iri: at for at, iri in enumerate(holders)}
    tree: nx.Graph[int] = nx.Graph()
    weights = [1] * len(holders)
    tree.add_nodes_from(range(len(holders)))
    for at, block in enumerate(blocks, start=len(holders)):
        tree.add_node(at)
        weights.append(sum(iri not in index for iri in block))
        tree.add_edges_from((at, index[iri]) for iri in block if iri in index)
    return tree, weights


def stranded(graph: nx.Graph[str], thing: str) -> list[str]:
    """Return the things that lose their way to the larger rest when one goes, in order of IRI."""
    import networkx as nx

    if thing not in graph:
        return []
    part = graph.subgraph(nx.node_connected_component(graph, thing) - {thing})
    pieces = sorted(nx.connected_components(part), key=lambda p: (-len(p), min(p)))
    return sorted(iri for piece in pieces[1:] for iri in piece)


def left_alone(pairs: list[tuple[str, str]], thing: str) -> list[str]:
    """Return those at the other end of whose pairs only this one thing stands."""
    others: dict[str, set[str]] = defaultdict(set)
    for start, end in pairs:
        others[end].add(start)
    return sorted(end for end, starts in others.items() if starts == {thing})
