"""Where names and lines of a picture stand: the twin of "places" in kg/pages/exports.js."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kg.network.text import width_of, wrapped

Box = tuple[float, float, float, float, int]  # left, top, right, bottom, whose

MOST_EDGE_LABELS = 40
_NOBODY = -2


class Point(NamedTuple):
    """A place, and the direction in which a line leaves it."""

    x: float
    y: float
    dx: float = 0.0
    dy: float = 0.0


@dataclass
class DrawnNode:
    """A thing at its place, its name in lines, and the box in which the name stands."""

    at: int
    node: Mapping[str, Any]
    x: float
    y: float
    size: float
    lines: list[str]
    box: Box = (0.0, 0.0, 0.0, 0.0, -1)


@dataclass
class DrawnEdge:
    """A statement as a curve (start, control, end), or as a loop at the one thing it joins."""

    edge: Mapping[str, Any]
    style: str
    loop: DrawnNode
    curve: tuple[Point, Point, Point] | None
    label: tuple[str, float, float] | None = None


@dataclass
class Scene:
    """All that is drawn, and the boxes that are taken."""

    nodes: list[DrawnNode]
    edges: list[DrawnEdge]
    taken: list[Box] = field(default_factory=list)


def arranged(visible: Mapping[str, Any], styles: tuple[str, ...]) -> Scene:
    """Return a visible model with a place for everything; the first style is the usual one."""
    nodes = [_node(at, node) for at, node in enumerate(visible["nodes"])]
    scene = Scene(nodes, _edges(visible["edges"], nodes, styles))
    scene.taken = [(n.x - n.size, n.y - n.size, n.x + n.size, n.y + n.size, n.at) for n in nodes]
    _place_labels(scene)
    if len(scene.edges) <= MOST_EDGE_LABELS:
        for drawn in scene.edges:
            _place_edge_label(drawn, scene.taken)
    return scene


def _node(at: int, node: Mapping[str, Any]) -> DrawnNode:
    size = _number(node.get("size"))
    size = 9.0 if size is None else min(60.0, max(3.0, size))
    x, y = _number(node.get("x")) or 0.0, _number(node.get("y")) or 0.0
    return DrawnNode(at, node, x, y, size, wrapped(node.get("label"), 1350, 3))


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def _edges(
    edges: list[Mapping[str, Any]], nodes: list[DrawnNode], styles: tuple[str, ...]
) -> list[DrawnEdge]:
    """Return a curve a statement; those between the same two things fan out."""
    index = {one.node["id"]: one for one in nodes}
    known = [edge for edge in edges if edge["from"] in index and edge["to"] in index]
    groups: dict[tuple[int, int], int] = defaultdict(int)
    turns = []
    for edge in known:
        ends = (index[edge["from"]].at, index[edge["to"]].at)
        pair = (min(ends), max(ends))
        turns.append((pair, groups[pair]))
        groups[pair] += 1
    drawn = []
    for edge, (pair, turn) in zip(known, turns, strict=True):
        start, end = index[edge["from"]], index[edge["to"]]
        bend = (turn - (groups[pair] - 1) / 2) * min(26.0, 150 / groups[pair])
        style = edge.get("style") if edge.get("style") in styles else styles[0]
        curve = _curve(start, end, bend if start.at < end.at else -bend)
        drawn.append(DrawnEdge(edge, str(style), start, None if start is end else curve))
    return drawn


def _curve(start: DrawnNode, end: DrawnNode, bend: float) -> tuple[Point, Point, Point]:
    dx, dy = end.x - start.x, end.y - start.y
    length = max(1.0, math.sqrt(dx * dx + dy * dy))
    middle = Point(
        (start.x + end.x) / 2 - dy / length * bend, (start.y + end.y) / 2 + dx / length * bend
    )
    return _rim(start, middle, 2), middle, _rim(end, middle, 3)


def _rim(one: DrawnNode, towards: Point, gap: int) -> Point:
    dx, dy = towards.x - one.x, towards.y - one.y
    length = max(1.0, math.sqrt(dx * dx + dy * dy))
    reach = one.size + gap
    return Point(one.x + dx / length * reach, one.y + dy / length * reach, dx / length, dy / length)


def _place_labels(scene: Scene) -> None:
    """Let larger things choose first; a name that finds no free place stands below its thing."""
    for one in sorted(scene.nodes, key=lambda n: (-n.size, n.at)):
        width = max([0.0, *(width_of(line) * 12 / 100 for line in one.lines)]) + 4
        height = len(one.lines) * 14 + 2
        spots = _spots(one, width, height)
        free = (s for s in spots if _is_free(scene.taken, s, (width, height), one.at))
        x, y = next(free, spots[0])
        one.box = (x, y, x + width, y + height, -1)
        scene.taken.append(one.box)


def _spots(one: DrawnNode, width: float, height: float) -> list[tuple[float, float]]:
    x, y, gap = one.x, one.y, one.size + 3
    return [
        (x - width / 2, y + gap),
        (x - width / 2, y - gap - height),
        (x + gap, y - height / 2),
        (x - gap - width, y - height / 2),
        (x, y + gap),
        (x - width, y + gap),
        (x, y - gap - height),
        (x - width, y - gap - height),
    ]


def _is_free(
    taken: list[Box], spot: tuple[float, float], size: tuple[float, float], own: int
) -> bool:
    left, top = spot
    right, bottom = left + size[0], top + size[1]
    return all(
        box[4] == own or right <= box[0] or left >= box[2] or bottom <= box[1] or top >= box[3]
        for box in taken
    )


def _place_edge_label(drawn: DrawnEdge, taken: list[Box]) -> None:
    lines = wrapped(drawn.edge.get("label"), 4000, 1)
    if not lines or drawn.curve is None:
        return
    width = width_of(lines[0]) * 10 / 100 + 4
    for t in (0.5, 0.375, 0.625):
        x, y = _point_on(drawn.curve, t)
        if _is_free(taken, (x - width / 2, y - 7), (width, 14), _NOBODY):
            drawn.label = (lines[0], x, y + 3.5)
            taken.append((x - width / 2, y - 7, x + width / 2, y + 7, -1))
            return


def _point_on(curve: tuple[Point, Point, Point], t: float) -> tuple[float, float]:
    start, middle, end = curve
    u = 1 - t
    return (
        u * u * start.x + 2 * u * t * middle.x + t * t * end.x,
        u * u * start.y + 2 * u * t * middle.y + t * t * end.y,
    )
