"""A place in the picture for every thing of a network: the same network, the same picture.

A large part is laid out in two steps, which takes a second where springs between all things take
half a minute: first its groups, as discs beside those they have most ties with, then the members
within each disc, which is turned until its ties to other discs are short.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kg.network.model import plain

if TYPE_CHECKING:
    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

SEED = 7
STEP = 130  # distance between neighbours, in pixels of the picture at its natural size
LEAST = 0.85  # the least distance of two things, in steps
APART_ROUNDS = 150
LARGE = 90  # a part with so many things is laid out by its groups
GAP = 2.0  # room between two components, in steps
WIDE = 1.7  # width by height of the picture
_ROOM = 0.6  # radius of a disc with one member, in steps; it grows with the root of the members
_AISLE = 1.1  # room between two discs, in steps
_TURNS = 36
_CHUNK = 256
FEW = 12
_FEW_ROUNDS, _ROUNDS, _MANY_ROUNDS = 60, 80, 300


def positions(
    graph: nx.MultiDiGraph[str], groups: Mapping[str, int] | None = None
) -> dict[str, tuple[int, int]]:
    """Return a place for every thing, in whole pixels: the same network, the same picture.

    Each connected part is laid out by itself; the largest stands first, the others in rows
    below it, and things without any statement in a grid at the foot.

    Args:
        graph: what to lay out.
        groups: the number of the group of each thing, for large parts; it may know only some.
    """
    without_arrows = plain(graph)
    parts = sorted(_components(without_arrows), key=lambda part: (-len(part), part[0]))
    placed = [_lay_out(_inner(without_arrows, part), groups) for part in parts]
    return _pack(placed)


def _components(graph: nx.Graph[str]) -> list[list[str]]:
    import networkx as nx

    return [sorted(part) for part in nx.connected_components(graph)]


def _inner(graph: nx.Graph[str], things: Sequence[str]) -> nx.Graph[str]:
    """Return a part of the network with things and ties in order, for a seed to meet the same."""
    import networkx as nx

    inner: nx.Graph[str] = nx.Graph()
    inner.add_nodes_from(sorted(things))
    chosen = set(things)
    ends = (pair for thing in things for pair in ((thing, other) for other in graph[thing]))
    inner.add_edges_from(sorted({(min(e), max(e)) for e in ends if e[1] in chosen}))
    return inner


def _lay_out(
    part: nx.Graph[str], groups: Mapping[str, int] | None
) -> dict[str, tuple[float, float]]:
    """Return places in steps, starting at (0, 0), for one connected part."""
    import numpy as np

    if len(part) == 1:
        return dict.fromkeys(part, (0.0, 0.0))
    things = list(part)
    if len(part) < LARGE:
        side = len(part) ** 0.5 * 1.25
        points = _sprung(part, _FEW_ROUNDS if len(part) < FEW else _MANY_ROUNDS)
        points = points * (side * 0.75, side * 0.5)
    else:
        found = _by_groups(part, groups)
        points = np.array([found[thing] for thing in things])
    points = _apart(points)
    points -= points.min(axis=0)
    return {thing: (float(x), float(y)) for thing, (x, y) in zip(things, points, strict=True)}


def _sprung(part: nx.Graph[str], rounds: int) -> Points:
    """Return places between -1 and 1 as springs would have them, in the order of the things."""
    import networkx as nx
    import numpy as np

    spread = nx.spring_layout(
        part,
        pos=nx.circular_layout(part),
        seed=SEED,
        method="force",  # the method of least energy is slower by far
        iterations=rounds,
        k=2.2 / len(part) ** 0.5,
    )
    return np.array([spread[thing] for thing in part])


# -- Large parts: discs, and members in them ---------------------------------------------


def _by_groups(
    part: nx.Graph[str], groups: Mapping[str, int] | None
) -> dict[str, tuple[float, float]]:
    """Return places of a large part, by its groups."""
    members = _members(part, groups)
    group_of = {thing: at for at, things in enumerate(members) for thing in things}
    ties: dict[tuple[int, int], int] = defaultdict(int)
    for a, b in part.edges():
        one, other = group_of[a], group_of[b]
        if one != other:
            ties[one, other] += 1
            ties[other, one] += 1
    radii = [_ROOM * len(things) ** 0.5 for things in members]
    centres = _beside_each_other(radii, ties)
    places = {thing: centres[at] for thing, at in group_of.items()}
    for at, things in enumerate(members):
        inside = _disc(_inner(part, things), radii[at])
        places |= _turned(part, inside, centres[at], places)
    return places


def _members(part: nx.Graph[str], groups: Mapping[str, int] | None) -> list[list[str]]:
    """Return the groups of a part, the largest first; what is in none joins its neighbours'."""
    if groups is None:
        import networkx as nx

        found = nx.community.louvain_communities(part, seed=SEED)
        return sorted((sorted(group) for group in found), key=lambda g: (-len(g), g))
    known = {thing: groups[thing] for thing in part if thing in groups}
    rest = -1
    for thing in part:
        if thing not in known:
            near = [known[other] for other in part[thing] if other in known]
            known[thing] = max(set(near), key=lambda g: (near.count(g), -g)) if near else rest
    members: dict[int, list[str]] = defaultdict(list)
    for thing, number in known.items():
        members[number].append(thing)
    return sorted(members.values(), key=lambda group: (-len(group), group))


def _beside_each_other(
    radii: Sequence[float], ties: Mapping[tuple[int, int], int]
) -> list[tuple[float, float]]:
    """Return a centre for every disc: one after another, each where its ties are shortest."""
    centres: dict[int, tuple[float, float]] = {0: (0.0, 0.0)}
    pull = {at: ties.get((at, 0), 0) for at in range(1, len(radii))}
    while pull:
        at = max(pull, key=lambda one: (pull[one] * radii[one], radii[one], -one))
        del pull[at]
        weights = [ties.get((at, other), 0) for other in centres]
        reach = [radii[other] + radii[at] + _AISLE for other in centres]
        centres[at] = _free_spot(list(centres.values()), reach, weights)
        for other in pull:
            pull[other] += ties.get((other, at), 0)
    return [centres[at] for at in range(len(radii))]


def _free_spot(
    taken: Sequence[tuple[float, float]], reach: Sequence[float], weights: Sequence[int]
) -> tuple[float, float]:
    """Return the best place that touches a disc and meets none.

    Args:
        taken: the centres that are taken.
        reach: how near one may come to each.
        weights: how strongly each pulls.
    """
    import numpy as np

    discs, least = np.array(taken), np.array(reach)
    turns = np.linspace(0, 2 * math.pi, _TURNS, endpoint=False)
    around = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    spots = (discs[:, None] + around[None] * least[:, None, None] * 1.001).reshape(-1, 2)
    tied = np.flatnonzero(weights)
    pull = np.array(weights)[tied] / max(1, sum(weights))
    # The picture is wider than high: the middle wants more in height than in width.
    cost = np.hypot(spots[:, 0] / WIDE, spots[:, 1] * WIDE) * 0.5
    cost += _distances(spots, discs[tied]) @ pull
    order = np.argsort(np.round(cost, 6), kind="stable")
    some = (order[start : start + _CHUNK] for start in range(0, len(order), _CHUNK))
    free = (spots[at][(_distances(spots[at], discs) >= least).all(axis=1)] for at in some)
    # The disc that reaches farthest in a direction has a free spot there, so there is one.
    x, y = next(found[0] for found in free if len(found))
    return float(x), float(y)


def _distances(some: Points, others: Points) -> Points:
    import numpy as np

    between = some[:, None] - others[None]
    return np.hypot(between[..., 0], between[..., 1])


def _disc(group: nx.Graph[str], radius: float) -> dict[str, tuple[float, float]]:
    """Return places of the members around (0, 0), spread evenly over a disc."""
    import numpy as np

    if len(group) == 1:
        return dict.fromkeys(group, (0.0, 0.0))
    points = _sprung(group, _ROUNDS)
    centre = max(range(len(group)), key=lambda at: (len(group[list(group)[at]]), -at))
    points = points - points[centre]
    away = np.hypot(points[:, 0], points[:, 1])
    rank = np.argsort(np.argsort(np.round(away, 9), kind="stable"), kind="stable")
    even = radius * np.sqrt(rank / (len(group) - 1))
    points *= (even / np.maximum(away, 1e-9))[:, None]
    return {thing: (float(x), float(y)) for thing, (x, y) in zip(group, points, strict=True)}


def _turned(
    part: nx.Graph[str],
    inside: Mapping[str, tuple[float, float]],
    centre: tuple[float, float],
    places: Mapping[str, tuple[float, float]],
) -> dict[str, tuple[float, float]]:
    """Return the members where they stand, their disc turned so that ties to others are short."""
    import numpy as np

    pairs = [(a, b) for a in inside for b in part[a] if b not in inside]
    own = np.array([inside[a] for a, _ in pairs]).reshape(-1, 2)
    far = np.array([places[b] for _, b in pairs]).reshape(-1, 2) - centre
    best, least = np.eye(2), math.inf
    for flip in (1, -1):
        for turn in range(_TURNS):
            angle = 2 * math.pi * turn / _TURNS
            cos, sin = math.cos(angle), math.sin(angle)
            turned = np.array([[cos, sin], [-sin * flip, cos * flip]])
            length = round(float(np.hypot(*(own @ turned - far).T).sum()), 6)
            if length < least:
                best, least = turned, length
    placed = np.array(list(inside.values())) @ best + centre
    return {thing: (float(x), float(y)) for thing, (x, y) in zip(inside, placed, strict=True)}


# -- Room for everything -------------------------------------------------------------------


def _apart(points: Points) -> Points:
    """Push things apart that stand too near for both to be seen."""
    import numpy as np
    from scipy.spatial import cKDTree

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
    return points


def _pack(placed: list[dict[str, tuple[float, float]]]) -> dict[str, tuple[int, int]]:
    """Return whole pixels for all parts: in rows, and single things in a grid at the foot."""
    joined = [part for part in placed if len(part) > 1]
    alone = [part for part in placed if len(part) == 1]
    widest = max((x for part in joined for x, _ in part.values()), default=0.0)
    row = max(widest, 1.2 * sum(map(len, joined)) ** 0.5)
    upper, foot = _rows(joined, row, GAP)
    lower, _ = _rows(alone, row or len(alone) ** 0.5, 1.0)
    places = upper + [(x, y + foot) for x, y in lower]
    return dict(
        sorted(
            (iri, (round((left + x) * STEP), round((top + y) * STEP)))
            for (left, top), part in zip(places, joined + alone, strict=True)
            for iri, (x, y) in part.items()
        )
    )


def _rows(
    parts: Sequence[Mapping[str, tuple[float, float]]], row: float, gap: float
) -> tuple[list[tuple[float, float]], float]:
    """Return where each part begins, set in rows of some width, and where the next row begins."""
    corners = []
    left = top = height = 0.0
    for part in parts:
        width = max(x for x, _ in part.values())
        if left and left + width > row:
            left, top, height = 0.0, top + height + gap, 0.0
        corners.append((left, top))
        left += width + gap
        height = max(height, *(y for _, y in part.values()))
    return corners, top + height + gap if parts else 0.0
