"""How the network of partners grew, as far as records are dated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True)
class Year:
    """What is new in one year; `year` is None for what no record dates.

    Attributes:
        partners: those who have a partner for the first time on record.
        partnerships: pairs that work together for the first time on record.
        partners_so_far: all partners up to then.
        partnerships_so_far: all pairs up to then.
    """

    year: int | None
    partners: int
    partnerships: int
    partners_so_far: int
    partnerships_so_far: int


def growth(graph: nx.Graph[str], years: Mapping[str, int]) -> list[Year]:
    """Return the years from the first to the last in which something is new, then the undated.

    Args:
        graph: who works with whom; `behind` on an edge holds the records of the tie.
        years: for each dated record the year in which it begins to hold.
    """
    pairs: dict[tuple[str, str], int | None] = {}
    first: dict[str, int | None] = dict.fromkeys(graph)
    for a, b, tie in graph.edges(data=True):
        dated = [years[record] for record in tie["behind"] if record in years]
        year = min(dated, default=None)
        pairs[a, b] = year
        for end in (a, b):
            first[end] = _earlier(first[end], year)
    return _table(Counter(first.values()), Counter(pairs.values()))


def _earlier(one: int | None, other: int | None) -> int | None:
    known = [year for year in (one, other) if year is not None]
    return min(known, default=None)


def _table(partners: Counter[int | None], pairs: Counter[int | None]) -> list[Year]:
    dated = [year for year in {*partners, *pairs} if year is not None]
    rows: list[Year] = []
    so_far = pairs_so_far = 0
    for year in range(min(dated), max(dated) + 1) if dated else ():
        so_far += partners[year]
        pairs_so_far += pairs[year]
        rows.append(Year(year, partners[year], pairs[year], so_far, pairs_so_far))
    if partners[None] or pairs[None]:
        total = (so_far + partners[None], pairs_so_far + pairs[None])
        rows.append(Year(None, partners[None], pairs[None], *total))
    return rows
