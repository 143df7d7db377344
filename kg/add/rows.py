"""Tables in, rows of words out: CSV, TSV or JSON, a row for each entity."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg import paths
from kg.add.plan import Row
from kg.errors import DataError, UsageError

STDIN = Path("-")
_ENDINGS = (".csv", ".tsv", ".json")


def read(path: Path, kind: str) -> list[Row]:
    """Return the rows of a table; the columns are options, and `kind` may be one of them.

    Args:
        path: a file that ends in .csv, .tsv or .json, or - for standard input, which may be any.
        kind: the kind of rows that name none.

    Raises:
        DataError: the file cannot be read, or is no such table.
        UsageError: its ending is another, or a row has no kind.
    """
    if path != STDIN and path.suffix not in _ENDINGS:
        message = f"{path}: unknown ending; use .csv, .tsv or .json, or - for standard input"
        raise UsageError(message)
    shown = "row" if path == STDIN else f"{paths.shown(path)}: row"
    text = _text(path)
    is_json = path.suffix == ".json" or (path == STDIN and text.lstrip()[:1] in ("[", "{"))
    found = _of_json(text, str(path)) if is_json else _of_table(text, path)
    rows = [_row(words, kind, f"{shown} {number}") for number, words in enumerate(found, start=1)]
    if not rows:
        message = f"{path}: there is no row to add"
        raise DataError(message)
    return rows


def _text(path: Path) -> str:
    try:
        raw = sys.stdin.buffer.read() if path == STDIN else path.read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as fault:
        message = f"{paths.shown(path)}: cannot be read: {fault.strerror}"
        raise DataError(message) from fault
    except UnicodeDecodeError as fault:
        message = f"{path}: not UTF-8: {fault}"
        raise DataError(message) from fault


def _row(words: list[tuple[str, str]], kind: str, place: str) -> Row:
    named = [text.strip() for option, text in words if option == "kind" and text.strip()]
    others = tuple((o, text) for o, text in words if o != "kind" and text.strip())
    if not (named or kind):
        message = f"{place}: no kind; name it before the options, or in a column called kind"
        raise UsageError(message)
    return Row(named[0] if named else kind, others, place)


def _of_table(text: str, path: Path) -> Iterator[list[tuple[str, str]]]:
    is_tabbed = path.suffix == ".tsv" or (path == STDIN and "\t" in text.partition("\n")[0])
    lines = csv.reader(
        io.StringIO(text, newline=""), delimiter="\t" if is_tabbed else ",", strict=True
    )
    try:
        columns = [name.strip() for name in next(lines, [])]
        for number, cells in enumerate((line for line in lines if any(line)), start=1):
            if len(cells) > len(columns):
                message = f"{path}: row {number} has more cells than there are columns"
                raise DataError(message)
            yield [(column, cell) for column, cell in zip(columns, cells, strict=False)]
    except csv.Error as fault:
        message = f"{path}: line {lines.line_num}: {fault}"
        raise DataError(message) from fault


def _of_json(text: str, name: str) -> Iterator[list[tuple[str, str]]]:
    try:
        found = json.loads(text, parse_float=str, parse_int=str)
    except (ValueError, RecursionError) as fault:
        message = f"{name}: no JSON: {fault}"
        raise DataError(message) from fault
    rows = [found] if isinstance(found, dict) else found
    if not isinstance(rows, list):
        message = f"{name}: a list of objects is needed, one for each row"
        raise DataError(message)
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            message = f"{name}: row {number} is no object"
            raise DataError(message)
        yield [
            (o, _plain(v, f"{name}: row {number}: {o}"))
            for o, all_ in row.items()
            for v in _each(all_)
        ]


def _each(value: Any) -> list[Any]:  # noqa: ANN401 - whatever JSON holds
    return value if isinstance(value, list) else [] if value is None else [value]


def _plain(value: Any, place: str) -> str:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str):
        message = f"{place}: a text, a number, yes or no is needed, or a list of these"
        raise DataError(message)
    return value
