"""Small parts of the network in the free corners of the picture, where they cost no height."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import TYPE_CHECKING

from kg.network import STEP

if TYPE_CHECKING:
    import networkx as nx

    Places = dict[str, tuple[int, int]]
    Cell = tuple[int, int]  # a square of one step

AIR = 2  # so many cells between a small part and all else stay free


def tucked(net: nx.MultiDiGraph[str], places: Places) -> Places:
    """Return the places with small parts moved into corners that the largest part leaves free.

    A part for which there is no room stays where it is.

    Args:
        net: the network.
        places: where its things stand, each part by itself.
    """
    largest, *rest = _parts(net) or [[]]
    found = dict(places)
    taken = {_cell(places[iri]) for iri in largest}
    for part in rest:
        moved = _into_a_corner({iri: places[iri] for iri in part}, taken)
        found |= moved
        taken |= {_cell(place) for place in moved.values()}
    return found


def _parts(net: nx.MultiDiGraph[str]) -> list[list[str]]:
    """Return the connected parts of two things and more, the largest first."""
    import networkx as nx

    joined = [sorted(part) for part in nx.weakly_connected_components(net) if len(part) > 1]
    return sorted(joined, key=lambda part: (-len(part), part))


def _into_a_corner(part: Places, taken: set[Cell]) -> Places:
    """Return places of a part in the best free spot within the cells that are taken."""
    left, top = (min(place[axis] for place in part.values()) for axis in (0, 1))
    own = {_cell((x - left, y - top)) for x, y in part.values()}
    wide, high = (max(cell[axis] for cell in taken) for axis in (0, 1))
    width, height = (max(cell[axis] for cell in own) for axis in (0, 1))
    for column, row in _corners_first(wide - width, high - height):
        if taken.isdisjoint(_with_air((column, row), (column + width, row + height))):
            right, down = column * STEP - left, row * STEP - top
            return {iri: (x + right, y + down) for iri, (x, y) in part.items()}
    return part


def _cell(place: tuple[int, int]) -> Cell:
    return place[0] // STEP, place[1] // STEP


def _corners_first(columns: int, rows: int) -> list[Cell]:
    """Return every cell where a part may begin, the nearest to a corner first."""
    cells = product(range(columns + 1), range(rows + 1))
    return sorted(
        cells, key=lambda at: (min(at[0], columns - at[0]) + min(at[1], rows - at[1]), at)
    )


def _with_air(first: Cell, last: Cell) -> Iterable[tuple[int, ...]]:
    """Return the cells from the first to the last and those around them."""
    return product(*(range(first[axis] - AIR, last[axis] + AIR + 1) for axis in (0, 1)))
