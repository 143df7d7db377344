"""Literals whose text is not of their datatype: found before a reasoner meets them and stops."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from pyoxigraph import Literal

from kg.positions import RDF, XSD, Statement
from kg.validate.findings import Fault

_DATE = r"-?(?:[1-9][0-9]{3,}|0[0-9]{3})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_TIME = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_ZONE = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_DATE_TIME = re.compile(f"({_DATE})T{_TIME}{_ZONE}?", re.ASCII)
_DATE_STAMP = re.compile(f"({_DATE})T{_TIME}{_ZONE}", re.ASCII)
_DATE_ONLY = re.compile(f"({_DATE}){_ZONE}?", re.ASCII)
_INTEGER = re.compile(r"[+-]?[0-9]+", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", re.ASCII)
_FLOAT = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN", re.A)
_BAD_IN_ADDRESS = re.compile(r'[\x00-\x20<>"{}|\\^`]')
_LONGEST_INTEGER = 1000


def _is_day(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a date or instant exists: 31 April does not."""
    match = pattern.fullmatch(text)
    if match is None:
        return False
    year, month, day = match[1].lstrip("-").split("-")
    try:
        # Leap years repeat every 400 years, and Python's calendar ends in the year 9999.
        datetime(int(year[-9:]) % 400 + 2000, int(month), int(day))
    except ValueError:
        return False
    return True


def _whole(low: int | None, high: int | None) -> Callable[[str], bool]:
    def fits(text: str) -> bool:
        if not _INTEGER.fullmatch(text) or len(text) > _LONGEST_INTEGER:
            return False
        number = int(text)
        return (low is None or number >= low) and (high is None or number <= high)

    return fits


_FITS: dict[str, Callable[[str], bool]] = {
    "boolean": lambda text: text in {"true", "false", "0", "1"},
    "decimal": lambda text: bool(_DECIMAL.fullmatch(text)),
    "double": lambda text: bool(_FLOAT.fullmatch(text)),
    "float": lambda text: bool(_FLOAT.fullmatch(text)),
    "dateTime": lambda text: _is_day(_DATE_TIME, text),
    "dateTimeStamp": lambda text: _is_day(_DATE_STAMP, text),
    "date": lambda text: _is_day(_DATE_ONLY, text),
    "anyURI": lambda text: not _BAD_IN_ADDRESS.search(text),
    "hexBinary": lambda text: bool(re.fullmatch(r"(?:[0-9A-Fa-f]{2})*", text)),
    "language": lambda text: bool(re.fullmatch(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*", text)),
    "integer": _whole(None, None),
    "nonNegativeInteger": _whole(0, None),
    "positiveInteger": _whole(1, None),
    "nonPositiveInteger": _whole(None, 0),
    "negativeInteger": _whole(None, -1),
    "byte": _whole(-(2**7), 2**7 - 1),
    "short": _whole(-(2**15), 2**15 - 1),
    "int": _whole(-(2**31), 2**31 - 1),
    "long": _whole(-(2**63), 2**63 - 1),
    "unsignedByte": _whole(0, 2**8 - 1),
    "unsignedShort": _whole(0, 2**16 - 1),
    "unsignedInt": _whole(0, 2**32 - 1),
    "unsignedLong": _whole(0, 2**64 - 1),
}


def is_well_typed(value: str, datatype: str) -> bool:
    """Whether a text is one of its datatype; a datatype that is not known here takes any text."""
    fits = _FITS.get(datatype.removeprefix(XSD)) if datatype.startswith(XSD) else None
    return fits is None or fits(value)


def are_well_typed(literals: Iterable[Literal]) -> bool:
    """Whether the text of every literal is one of its datatype."""
    return all(is_well_typed(literal.value, literal.datatype.value) for literal in literals)


def faults(statements: dict[str, list[Statement]]) -> Iterator[Fault]:
    """Yield one fault for each literal whose text is not of its datatype."""
    for file, found in statements.items():
        for s in found:
            if isinstance(s.object, str) or s.object[1] in {XSD + "string", RDF + "langString"}:
                continue
            if not is_well_typed(s.object[0], s.object[1]):
                yield Fault(
                    "ill-typed-literal",
                    "error",
                    f"the text is no {s.object[1].removeprefix(XSD)}",
                    "Write a value that the datatype has, or take the right datatype.",
                    entity=s.subject,
                    property=s.predicate,
                    value=s.object,
                    place=(file, s.line, s.column),
                )
