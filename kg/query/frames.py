"""A table of terms in; columns of Python values, and a pandas DataFrame, out. Nothing is lost."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from kg.errors import ToolError
from kg.query.answers import XSD, Cell, Table

if TYPE_CHECKING:
    import pandas as pd

Iris = Literal["short", "full"]
Value = str | int | float | bool | Decimal | datetime.date | None

_INTEGERS = frozenset(
    XSD + name
    for name in (
        "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger",
        "nonPositiveInteger", "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort",
        "unsignedByte",
    )
)  # fmt: skip
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_INFINITE = {"INF": "inf", "+INF": "inf", "-INF": "-inf", "NaN": "nan"}
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6}0*)?(Z|[+-]\d\d:\d\d)?\Z", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)\Z", re.ASCII)
_LARGEST = 2**63
_EXACT = 2**53  # the largest whole number below which a float holds every one


def columns(
    table: Table, iris: Iris = "short", with_language: bool = False
) -> dict[str, list[Value]]:
    """Return one list of Python values for each column; None where a cell is unbound.

    A value that Python's type cannot hold (the year 12000, an ill-typed number) stays as its text.
    """
    made: dict[str, list[Value]] = {}
    for at, name in enumerate(table.columns):
        cells = [row[at] for row in table.rows]
        made[name] = [None if cell is None else value(cell, iris) for cell in cells]
        if with_language and any(cell and cell.language for cell in cells):
            made[f"{name}@language"] = [cell.language if cell else None for cell in cells]
    return made


def value(cell: Cell, iris: Iris = "short") -> Value:
    """Return the Python value of a term, or its text where no Python type holds all of it."""
    if cell.kind != "literal":
        return cell.shown() if iris == "short" else cell.value
    read = _READERS.get(cell.datatype or "")
    try:
        return read(cell.value) if read else cell.value
    except (ValueError, ArithmeticError, KeyError):
        return cell.value


def _integer(text: str) -> int:
    return int(_checked(text))


def _decimal(text: str) -> Decimal:
    return Decimal(_checked(text))


def _checked(text: str) -> str:
    """Return the text of a number; what Python would read beyond that ("1_000") is an error."""
    if not _NUMBER.match(text):
        raise ValueError(text)
    return text


def _real(text: str) -> float:
    return float(_INFINITE[text] if text[-1:] in "FN" else text)


def _instant(text: str) -> datetime.datetime:
    """Read a point in time; more digits than Python holds are an error."""
    if not (match := _INSTANT.match(text)):
        raise ValueError(text)
    fraction = match[1] or ""
    instant = datetime.datetime.fromisoformat(text.replace(fraction, fraction[:7]))
    _in_utc(instant)  # at either end of the calendar this is an error
    return instant


def _day(text: str) -> datetime.date:
    if not _DAY.match(text):
        raise ValueError(text)
    return datetime.date.fromisoformat(text)


_READERS: dict[str, Callable[[str], Value]] = {
    **dict.fromkeys(_INTEGERS, _integer),
    XSD + "decimal": _decimal,
    XSD + "double": _real,
    XSD + "float": _real,
    XSD + "boolean": _BOOLEANS.__getitem__,
    XSD + "dateTime": _instant,
    XSD + "date": _day,
}


def dataframe(table: Table, iris: Iris = "short", with_language: bool = False) -> pd.DataFrame:
    """Return a DataFrame whose columns have types; pd.NA (NaT for times) where a cell is unbound.

    Raises:
        ToolError: pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError as missing:
        message = "a DataFrame needs pandas; install it: pip install 'antkg[pandas]'"
        raise ToolError(message) from missing
    made = {name: _series(found) for name, found in columns(table, iris, with_language).items()}
    return pd.DataFrame(made, index=pd.RangeIndex(len(table)))


def _series(values: list[Value]) -> pd.Series:
    """Return a column of the narrowest type that holds every value exactly, else of objects."""
    import numpy as np
    import pandas as pd

    kind = _dtype([value for value in values if value is not None])
    if kind.startswith("datetime64"):
        instants = pd.Series(np.array([_in_utc(value) for value in values], dtype="datetime64[us]"))
        return instants.dt.tz_localize("UTC") if kind.endswith("UTC]") else instants
    if kind == "Float64":  # made of two arrays, because a list would make NaN unbound
        is_unbound = np.array([value is None for value in values])
        numbers = np.array([0.0 if value is None else value for value in values], dtype="float64")
        return pd.Series(pd.arrays.FloatingArray(numbers, is_unbound))
    return pd.Series([pd.NA if value is None else value for value in values], dtype=kind)


def _in_utc(value: Value) -> datetime.datetime | None:
    if not isinstance(value, datetime.datetime):
        return None
    return value.astimezone(datetime.UTC).replace(tzinfo=None) if value.tzinfo else value


def _dtype(bound: list[Value]) -> str:
    kinds = {type(value) for value in bound}
    if kinds <= {str}:
        return "string"
    if kinds == {bool}:
        return "boolean"
    if kinds == {int} and all(isinstance(n, int) and -_LARGEST <= n < _LARGEST for n in bound):
        return "Int64"
    if kinds <= {int, float, Decimal} and all(map(_fits_a_float, bound)):
        return "Float64"
    zones = {isinstance(t, datetime.datetime) and t.tzinfo is not None for t in bound}
    if kinds == {datetime.datetime} and len(zones) == 1:
        return "datetime64[us, UTC]" if zones == {True} else "datetime64[us]"
    return "object"


def _fits_a_float(number: Value) -> bool:
    """Say whether a float stands for exactly this number, as people write it."""
    if isinstance(number, Decimal):
        return Decimal(repr(float(number))) == number
    return isinstance(number, float) or (isinstance(number, int) and abs(number) <= _EXACT)
