"""How each kind of thing looks: its name in the legend, its shape, its colours by day and night."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """How a kind of thing looks: its name in the legend, its shape, its two colours."""

    name: str
    shape: str
    light: str
    dark: str


LOOKS = {  # colours of Okabe and Ito; no two kinds share both colour and shape
    "program": Look("Programmes", "circle", "#009E73", "#2CC79B"),
    "organization": Look("Organizations", "square", "#0072B2", "#56B4E9"),
    "group": Look("Groups of agents", "twin", "#0072B2", "#56B4E9"),
    "person": Look("People", "triangle", "#E69F00", "#E69F00"),
    "product": Look("Products", "diamond", "#D55E00", "#F0803C"),
    "event": Look("Events", "hexagon", "#CC79A7", "#E39AC3"),
    "award": Look("Awards", "star", "#C9A600", "#F0E442"),
    "place": Look("Places", "pin", "#56B4E9", "#8CCBF0"),
    "species": Look("Species", "leaf", "#009E73", "#2CC79B"),
    "activity": Look("Activities", "cross", "#E69F00", "#E69F00"),
    "framework": Look("Frameworks", "pentagon", "#5B6470", "#C3CAD4"),
    "document": Look("Documents", "page", "#5B6470", "#C3CAD4"),
    "population": Look("Populations", "ring", "#CC79A7", "#E39AC3"),
}
OTHER = Look("Other things", "ring", "#5B6470", "#C3CAD4")


def looks_of(kinds: Iterable[str]) -> list[dict[str, str]]:
    """Return how each kind that occurs looks, in the order of the legend."""
    present = set(kinds)
    order = [kind for kind in LOOKS if kind in present]
    return [
        {"id": kind, **vars(LOOKS.get(kind, OTHER))}
        for kind in [*order, *sorted(present - {*order})]
    ]
