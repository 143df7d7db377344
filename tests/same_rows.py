"""The one normalisation under which the rows of two engines are equal.

- A number is its value, to twelve digits: engines write 100, 100.0 and 1e2, and divide to more or
  fewer digits.
- A truth value is true or false: Virtuoso writes 1 and 0.
- A point in time is that point: engines write Z or +00:00, and leave out seconds that are zero.
- A text keeps its language tag, in small letters; plain text and xsd:string are one.
- Rows that the question's ORDER BY does not tell apart may come in any order.
"""

from __future__ import annotations

import datetime
from decimal import Decimal

from kg.query import Cell, Table
from kg.query.answers import XSD

Row = tuple[object, ...]


def plain(table: Table) -> list[Row]:
    """Return the rows so that what is equal compares equal, in the order in which they came."""
    return [tuple(_plain(cell) for cell in row) for row in table.rows]


def in_any_order(table: Table) -> list[Row]:
    """Return the rows so that what is equal compares equal, in one order of their own."""
    return sorted(plain(table), key=str)


def _plain(cell: Cell | None) -> object:
    if cell is None or cell.kind != "literal":
        return cell
    if cell.is_number() or cell.datatype in (XSD + "double", XSD + "float"):
        return float(f"{Decimal(cell.value):.12g}")
    if cell.datatype == XSD + "boolean":
        return cell.value in ("true", "1")
    if cell.datatype == XSD + "dateTime":
        return datetime.datetime.fromisoformat(cell.value.replace("Z", "+00:00"))
    return (cell.value, (cell.language or "").lower())
