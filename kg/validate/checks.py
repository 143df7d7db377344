"""SPARQL checks: what must never be found, one fault a file in queries/checks/."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg import paths
from kg.errors import DataError
from kg.positions import Term
from kg.query import Cell, select
from kg.validate.findings import SEVERITIES, Fault, Severity
from kg.validate.groups import GROUPS

_HEADER = re.compile(
    r"# (?P<sentence>[^\n]+)\n#\n# Group: (?P<group>[a-z]+)\n# Severity: (?P<severity>[a-z]+)\n"
    r"# Problem: (?P<problem>[^\n]+)\n# Solution: (?P<solution>[^\n]+)\n"
)
_COLUMNS = ("entity", "property", "value", "message")


@dataclass(frozen=True)
class Check:
    """One query and the words of its header."""

    name: str
    group: str
    sentence: str
    severity: Severity
    problem: str
    solution: str
    query: str
    file: str


def read(folder: Path = paths.CHECKS) -> list[Check]:
    """Return the checks of a folder in order of name.

    Raises:
        DataError: a file has not the header that every check has.
    """
    return [_check(path) for path in sorted(folder.glob("*.rq"))]


def _check(path: Path) -> Check:
    text = path.read_text(encoding="utf-8")
    header = _HEADER.match(text)
    severity = next((s for s in SEVERITIES if header and header["severity"] == s), None)
    if header is None or severity is None or header["group"] not in GROUPS:
        message = (
            f"{paths.shown(path)}:1: the header is not that of a check; it is a sentence, '#', "
            f"'# Group: {'|'.join(GROUPS)}', '# Severity: error|warning|info', "
            "'# Problem: …', '# Solution: …'"
        )
        raise DataError(message)
    words = (header["group"], header["sentence"], severity, header["problem"], header["solution"])
    return Check(path.stem, *words, text, paths.shown(path))


def faults(store: ox.Store, check: Check) -> Iterator[Fault]:
    """Yield one fault for each row that a check finds.

    Raises:
        SyntaxFault: the query is not valid SPARQL.
        DataError: the query does not return ?entity ?property ?value and perhaps ?message.
    """
    table = select(store, check.query, check.file)
    if table.columns not in {_COLUMNS, _COLUMNS[:3]}:
        message = f"{check.file}: a check returns ?entity ?property ?value, and perhaps ?message"
        raise DataError(message)
    for row in table.rows:
        entity, name, value = row[:3]
        special = row[3] if len(row) == len(_COLUMNS) else None
        words = special.value if special else check.problem
        yield Fault(
            check.name,
            check.severity,
            words.rstrip("."),
            check.solution,
            entity=entity.value if entity else None,
            property=name.value if name else None,
            value=_term(value) if value else None,
        )


def _term(cell: Cell) -> Term:
    if cell.kind == "literal":
        return (cell.value, cell.datatype or "", cell.language or "")
    return cell.value
