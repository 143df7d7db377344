"""The main classes as a picture: things, records, evidence and sources, with their numbers."""

from __future__ import annotations

from dataclasses import dataclass

from kg.site.holdings import SUBCLASS
from kg.site.model import Site
from kg.vocabulary import TERMS

_MOST_LINES = 8
_ROW = 21
_TOP = 30
_WIDE = 196
_GAP = 56
_HEAD = 46


@dataclass(frozen=True)
class Line:
    """One class in a box, with the number of its members."""

    iri: str
    name: str
    count: int
    y: float


@dataclass(frozen=True)
class Box:
    """One of the main classes: its place, its number, and the classes below it."""

    iri: str
    name: str
    count: int
    x: float
    height: float
    lines: tuple[Line, ...]
    more: int


@dataclass(frozen=True)
class Arrow:
    """A property between two boxes: where its line runs, and where its name stands."""

    iri: str
    name: str
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class Map:
    """Boxes and arrows."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


# Each box: the class, and the property whose values divide it where it has no classes below it.
_BOXES = (("Thing", ""), ("Record", ""), ("Evidence", "method"), ("Source", "sourceKind"))
_ARROWS = (("concerns", 1, 0), ("hasEvidence", 1, 2), ("foundIn", 2, 3))


def schema_map(site: Site) -> Map:
    """Return the picture of the main classes with the numbers of this graph."""
    boxes = tuple(
        _box(site, name, divided, 8 + at * (_WIDE + _GAP * 2))
        for at, (name, divided) in enumerate(_BOXES)
    )
    arrows = tuple(_arrow(site, boxes, *arrow) for arrow in _ARROWS)
    height = max(box.height for box in boxes) + _TOP + 44
    width = int(boxes[-1].x + _WIDE + 8)
    return Map(width, int(height), boxes, (*arrows, _said_by(site, boxes, height)))


def _box(site: Site, name: str, divided: str, x: float) -> Box:
    counted = _by_value(site, name, divided) if divided else _by_class(site, name)
    ranked = sorted(counted, key=lambda pair: (-pair[1], site.holdings.labels[pair[0]]))
    shown = ranked[:_MOST_LINES]
    lines = tuple(
        Line(iri, site.holdings.labels[iri], count, _TOP + _HEAD + 16 + _ROW * at)
        for at, (iri, count) in enumerate(shown)
    )
    rows = len(lines) + (len(ranked) > len(shown))
    members = len(site.holdings.of_class(name))
    height = _HEAD + _ROW * rows + 14
    label = site.holdings.labels[TERMS + name]
    return Box(TERMS + name, label, members, x, height, lines, len(ranked) - len(shown))


def _by_class(site: Site, name: str) -> list[tuple[str, int]]:
    found = site.holdings.incoming.get(TERMS + name, ())
    below = [s for p, s in found if p == SUBCLASS and s.startswith(TERMS)]
    return [(iri, len(site.holdings.of_class(iri.removeprefix(TERMS)))) for iri in below]


def _by_value(site: Site, name: str, term: str) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for member in site.holdings.of_class(name):
        for value in site.holdings.from_here(member, term):
            counts[value] = counts.get(value, 0) + 1
    return list(counts.items())


def _arrow(site: Site, boxes: tuple[Box, ...], name: str, start: int, end: int) -> Arrow:
    y = _TOP + 24
    leaves = boxes[start].x + (_WIDE if end > start else 0)
    arrives = boxes[end].x + (0 if end > start else _WIDE)
    tip = -7 if end > start else 7
    path = f"M{leaves} {y}H{arrives}m{tip} -5L{arrives} {y}l{tip} 5"
    return Arrow(TERMS + name, site.holdings.labels[TERMS + name], path, (leaves + arrives) / 2, y)


def _said_by(site: Site, boxes: tuple[Box, ...], height: float) -> Arrow:
    """Return the arrow below the others: an evidence is the word of a thing that can act."""
    things, evidence = boxes[0], boxes[2]
    start, end, low = evidence.x + _WIDE / 2, things.x + _WIDE / 2, height - 14
    top = _TOP + things.height
    path = (
        f"M{start} {_TOP + evidence.height}V{low - 8}q0 8 -8 8H{end + 8}q-8 0 -8 -8V{top}"
        f"m-5 7L{end} {top}l5 7"
    )
    name = TERMS + "saidBy"
    return Arrow(name, site.holdings.labels[name], path, (start + end) / 2, low)
