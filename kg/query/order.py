"""Rows in; the same rows in an order, and with blank nodes named, that no run changes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from importlib.util import source_hash

from kg.query import guard
from kg.query.answers import Cell, Table, as_term

Row = tuple[Cell | None, ...]
_ROUNDS = 12


def settled(table: Table, text: str) -> Table:
    """Sort the rows where the query gives no order, and name blank nodes as they come.

    A blank node is known by the rows in which it stands, and by those of its neighbours up to
    twelve steps away; two that cannot be told apart so may change places.
    """
    colours = _colours(table.rows)
    rows = table.rows
    if not is_ordered(text):
        rows = tuple(sorted(rows, key=lambda row: [_mark(cell, colours) for cell in row]))
    return replace(table, rows=_renamed(rows) if colours else rows)


def is_ordered(text: str) -> bool:
    """Say whether a query gives its rows an order."""
    return any(word.text.upper() == "ORDER" for word in guard.outermost_words(text))


def _mark(cell: Cell | None, colours: dict[str, str]) -> str:
    if cell is None:
        return ""
    return f"_:{colours[cell.value]}" if cell.kind == "bnode" else as_term(cell)


def _colours(rows: tuple[Row, ...]) -> dict[str, str]:
    """Return a hash for each blank node, made of the rows in which it stands."""
    blank = [row for row in rows if any(cell and cell.kind == "bnode" for cell in row)]
    colours = {cell.value: "" for row in blank for cell in row if cell and cell.kind == "bnode"}
    told_apart = 0
    for _ in range(_ROUNDS):
        if len(set(colours.values())) == told_apart:
            break
        told_apart = len(set(colours.values()))
        places: dict[str, list[tuple[int, list[str]]]] = defaultdict(list)
        for row in blank:
            marks = [_mark(cell, colours) for cell in row]
            for at, cell in enumerate(row):
                if cell and cell.kind == "bnode":
                    places[cell.value].append((at, marks))
        colours = {
            name: source_hash(repr(sorted(found)).encode()).hex() for name, found in places.items()
        }
    return colours


def _renamed(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    names: dict[str, str] = {}

    def named(cell: Cell | None) -> Cell | None:
        if cell is None or cell.kind != "bnode":
            return cell
        return cell._replace(value=names.setdefault(cell.value, f"_:b{len(names)}"))

    return tuple(tuple(named(cell) for cell in row) for row in rows)
