"""The picture of an answer: bars, a line of time, or links between two columns of names."""

from __future__ import annotations

from dataclasses import dataclass

from kg.ask.picture import column_of, dated_column, end_columns, event_of, words_of
from kg.query import Cell, Table, answers
from kg.site.model import Site

MOST_BARS, MOST_LINKS, MOST_DAYS = 30, 36, 120
ROW, TOP = 26, 20
LEFT, RIGHT = 300, 460
LETTERS = 38  # of a name in a column

Row = tuple[Cell | None, ...]


@dataclass(frozen=True)
class Bars:
    """Names with numbers, and the length of each bar in percent of the longest."""

    head: str
    bars: tuple[tuple[str, str, str], ...]
    more: int
    form: str = "bars"


@dataclass(frozen=True)
class Timeline:
    """Years with what happened on which day; how many rows have no day."""

    years: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]
    undated: int
    more: int
    form: str = "timeline"


@dataclass(frozen=True)
class Links:
    """Names on the left and on the right, each with its height, and the lines between them."""

    left: tuple[tuple[str, str, int], ...]
    right: tuple[tuple[str, str, int], ...]
    lines: tuple[tuple[str, str], ...]
    height: int
    more: int
    form: str = "links"


def picture(site: Site, table: Table, view: str) -> Bars | Timeline | Links | None:
    """Return the picture that a question asks for, or None where it asks for a table."""
    if not table.rows:
        return None
    if view == "bar":
        return _bars(table)
    if view == "timeline":
        return _timeline(site, table)
    if view == "graph":
        return _links(table)
    return None


def _bars(table: Table) -> Bars | None:
    numbers = [
        at
        for at in range(len(table.columns))
        if any(cell and cell.is_number() for cell in column_of(table, at))
    ]
    if not numbers:
        return None
    at = numbers[-1]
    found = [(words_of(row[:at] or row[at + 1 :]), row[at]) for row in table.rows]
    counted = [(words, cell) for words, cell in found if cell and cell.is_number()]
    if table.columns[0] != "year":  # years stand in their order, all else by size
        counted.sort(key=lambda pair: -float(pair[1].value))
    most = max((float(cell.value) for _, cell in counted), default=0) or 1
    bars = [
        (words, cell.shown(), f"{max(100 * float(cell.value) / most, 0):.1f}")
        for words, cell in counted[:MOST_BARS]
    ]
    return Bars(table.columns[at], tuple(bars), len(counted) - len(bars))


def _timeline(site: Site, table: Table) -> Timeline | None:
    at = dated_column(table)
    if at is None:
        return None
    found = {
        (cell.shown()[:10], event_of(table, row, at), _page(site, row)): None
        for row in table.rows
        if (cell := row[at])
    }
    days = sorted(found)
    years: dict[str, list[tuple[str, str, str]]] = {}
    for day in days[:MOST_DAYS]:
        years.setdefault(day[0][:4], []).append(day)
    undated = sum(1 for row in table.rows if not row[at])
    more = max(len(days) - MOST_DAYS, 0)
    return Timeline(tuple((year, tuple(those)) for year, those in years.items()), undated, more)


def _page(site: Site, row: Row) -> str:
    """Return the first thing of a row that has a page."""
    iris = [cell.value for cell in row if cell and cell.kind == "iri"]
    return next((iri for iri in iris if site.address(iri)), "")


def _links(table: Table) -> Links | None:
    ends = end_columns(table.columns)
    if len(ends) < 2:
        return None
    pairs = {
        (start.shown(), end.shown()): None
        for row in table.rows
        if (start := row[ends[0]]) and (end := row[ends[1]])
    }
    shown = list(pairs)[:MOST_LINKS]
    left, right = (list(dict.fromkeys(pair[side] for pair in shown)) for side in (0, 1))
    height = TOP * 2 + ROW * (max(len(left), len(right), 1) - 1)
    heights = [_spread(names, height) for names in (left, right)]
    middle = (LEFT + RIGHT) // 2
    lines = [
        (
            f"M{LEFT} {(a := heights[0][start])}C{middle} {a} {middle} {(b := heights[1][end])}"
            f" {RIGHT} {b}",
            f"{start} – {end}",
        )
        for start, end in shown
    ]
    placed = [
        tuple((answers.fitted(name, LETTERS).rstrip(), name, heights[side][name]) for name in names)
        for side, names in enumerate((left, right))
    ]
    return Links(placed[0], placed[1], tuple(lines), height, len(pairs) - len(shown))


def _spread(names: list[str], height: int) -> dict[str, int]:
    """Return a height for each name, evenly from top to foot."""
    step = (height - 2 * TOP) / max(len(names) - 1, 1)
    start = TOP if len(names) > 1 else height // 2
    return {name: round(start + step * at) for at, name in enumerate(names)}
