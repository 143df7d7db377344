"""A place in the picture for every thing of a network: the same network, the same picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.network.model import plain

if TYPE_CHECKING:
    import networkx as nx

SEED = 7
STEP = 130  # distance between neighbours, in pixels of the picture at its natural size
LEAST = 0.85  # the least distance of two things, in steps
APART_ROUNDS = 150
LARGE = 500  # a part with so many things gets fewer rounds
GAP = 2.0  # room between two components, in steps


def positions(graph: nx.MultiDiGraph[str]) -> dict[str, tuple[int, int]]:
    """Return a place for every thing, in whole pixels: the same network, the same picture.

    Each connected part is laid out by itself; the largest stands first, the others in rows
    below it, and things without any statement in a grid at the foot.
    """
    without_arrows = plain(graph)
    parts = sorted(_components(without_arrows), key=lambda part: (-len(part), part[0]))
    placed = [_lay_out(without_arrows, part) for part in parts]
    return _pack(placed)


def _components(graph: nx.Graph[str]) -> list[list[str]]:
    import networkx as nx

    return [sorted(part) for part in nx.connected_components(graph)]


def _lay_out(graph: nx.Graph[str], part: list[str]) -> dict[str, tuple[float, float]]:
    """Return places in steps, starting at (0, 0), for one connected part."""
    import networkx as nx

    if len(part) == 1:
        return {part[0]: (0.0, 0.0)}
    inner: nx.Graph[str] = nx.Graph()
    inner.add_nodes_from(part)
    inner.add_edges_from(sorted((min(e), max(e)) for e in graph.edges(part)))
    around = nx.circular_layout(inner)
    spread = nx.spring_layout(
        inner,
        pos=around,
        seed=SEED,
        method="force",  # the method of least energy would take half a minute for a thousand things
        iterations=300 if len(part) < LARGE else 60,
        k=2.2 / len(part) ** 0.5,
    )
    side = len(part) ** 0.5 * 1.25
    left = min(float(x) for x, _ in spread.values())
    top = min(float(y) for _, y in spread.values())
    return _apart(
        {
            iri: ((float(x) - left) / 2 * side * 1.5, (float(y) - top) / 2 * side)
            for iri, (x, y) in spread.items()
        }
    )


def _apart(places: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Push things apart that stand too near for both to be seen, and start at (0, 0) again."""
    import numpy as np
    from scipy.spatial import cKDTree

    points = np.array(list(places.values()))
    for _ in range(APART_ROUNDS):
        near = cKDTree(points).query_pairs(LEAST, output_type="ndarray")
        if not len(near):
            break
        first, second = near[np.lexsort(near.T)].T
        between = points[first] - points[second]
        distance = np.maximum(np.hypot(between[:, 0], between[:, 1]), 0.01)
        push = between * ((LEAST - distance) / distance * 0.35)[:, None]
        np.add.at(points, first, push)
        np.add.at(points, second, -push)
    points = points - points.min(axis=0)
    return {iri: (float(x), float(y)) for iri, (x, y) in zip(places, points, strict=True)}


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
