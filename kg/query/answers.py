"""What a query answers with, and how it is written down for people and for programs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from kg.vocabulary import compact

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from kg.query.frames import Iris, Value

XSD = "http://www.w3.org/2001/XMLSchema#"
TABLE_FORMATS = ("table", "csv", "tsv", "json", "md")
_FIRST_ROWS = 20
_MIDNIGHT = re.compile(r"(-?\d{4,}-\d\d-\d\d)T00:00:00(?:\.0+)?(?:Z|\+00:00)?\Z")
_BARE = re.compile(r"[+-]?\d+(?:\.\d+)?\Z")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class Cell(NamedTuple):
    """One term of an answer: an IRI, a blank node or a literal with its type and language.

    It is a tuple because an answer holds many: one takes half the time of a frozen dataclass.
    """

    value: str
    kind: Literal["iri", "bnode", "literal"]
    datatype: str | None = None
    language: str | None = None

    def shown(self) -> str:
        """Return the term as people read it: short IRIs, days without a clock."""
        if self.kind == "iri":
            return compact(self.value)
        if self.datatype == XSD + "dateTime" and (day := _MIDNIGHT.match(self.value)):
            return day[1]
        return self.value

    def is_number(self) -> bool:
        """Say whether the cell holds a number that can be compared or drawn."""
        return self.kind == "literal" and bool(_BARE.match(self.value))


@dataclass(frozen=True)
class Table:
    """An answer: column names, and rows of cells in that order; None where a cell is unbound.

    It can be walked as often as one likes; a step gives a row as a dictionary of plain text.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    is_cut: bool = False

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, str | None]]:
        return iter(self.to_dicts())

    def to_dicts(self) -> list[dict[str, str | None]]:
        """Return one dictionary a row, of plain text values."""
        return [
            {c: cell.value if cell else None for c, cell in zip(self.columns, row, strict=True)}
            for row in self.rows
        ]

    def to_columns(self, iris: Iris = "short", language: bool = False) -> dict[str, list[Value]]:
        """Return a list of Python values for each column, as polars and Arrow take them.

        Args:
            iris: "short" for program:ant-forest, "full" for the whole address.
            language: add a column `NAME@language` behind each that holds text with a language.
        """
        from kg.query import frames

        return frames.columns(self, iris, language)

    def to_dataframe(self, iris: Iris = "short", language: bool = False) -> pd.DataFrame:
        """Return a pandas DataFrame with typed columns; the arguments are those of `to_columns`.

        Raises:
            ToolError: pandas is not installed.
        """
        from kg.query import frames

        return frames.dataframe(self, iris, language)

    def to_csv(self, path: Path | str | None = None) -> str:
        """Return the table as CSV, and write it to a file if one is named."""
        text = _as_csv(self)
        if path is not None:
            with open(path, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123
                file.write(text)
        return text

    def __str__(self) -> str:
        return _as_text_table(self, None)

    def _repr_pretty_(self, printer: Any, is_cycle: bool) -> None:  # noqa: ANN401 - IPython's
        """Print what IPython shows: the first rows, and how many more there are."""
        first = Table(self.columns, self.rows[:_FIRST_ROWS])
        hidden = len(self) - len(first)
        printer.text(str(first) + (f"… {hidden} more rows" if hidden else ""))

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        from kg.query.html import as_html

        return as_html(self)


@dataclass(frozen=True)
class Triples:
    """The graph that a CONSTRUCT or DESCRIBE makes, written twice, each in sorted order."""

    turtle: str
    ntriples: str
    is_cut: bool = False

    def __len__(self) -> int:
        return self.ntriples.count("\n")


Answer = Table | Triples | bool


def quoted(text: str) -> str:
    """Return a text between double quotes, escaped as Turtle, N-Triples and SPARQL want it."""
    return '"' + "".join(_ESCAPES.get(c) or _escaped_control(c) for c in text) + '"'


def _escaped_control(character: str) -> str:
    return f"\\u{ord(character):04X}" if ord(character) < 0x20 or character == "\x7f" else character


def as_term(cell: Cell) -> str:
    """Return a cell as SPARQL and Turtle write the term."""
    if cell.kind == "iri":
        return f"<{cell.value}>"
    if cell.kind == "bnode":
        return cell.value
    if cell.language:
        return f"{quoted(cell.value)}@{cell.language}"
    if cell.datatype in (None, XSD + "string"):
        return quoted(cell.value)
    return f"{quoted(cell.value)}^^<{cell.datatype}>"


def written(answer: Answer, form: str, width: int | None = None) -> str:
    """Write an answer in a format; a table fits into `width` columns of a terminal if one is given.

    An answer that has no such format (a yes or no as a table) is written in its nearest one.
    """
    if isinstance(answer, bool):
        text = "true" if answer else "false"
        return f'{{"head": {{}}, "boolean": {text}}}\n' if form == "json" else f"{text}\n"
    if isinstance(answer, Triples):
        return answer.ntriples if form == "nt" else answer.turtle
    if form == "table":
        return _as_text_table(answer, width)
    return {"csv": _as_csv, "tsv": _as_tsv, "json": _as_json, "md": _as_markdown}[form](answer)


def _as_csv(table: Table) -> str:
    lines = [",".join(_csv_cell(column) for column in table.columns)]
    lines += [",".join(_csv_cell(cell.value if cell else "") for cell in row) for row in table.rows]
    return "\n".join(lines) + "\n"


def _csv_cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if re.search(r'[",\r\n]', text) else text


def _as_tsv(table: Table) -> str:
    lines = ["\t".join(f"?{column}" for column in table.columns)]
    lines += ["\t".join(as_term(cell) if cell else "" for cell in row) for row in table.rows]
    return "\n".join(lines) + "\n"


def _as_json(table: Table) -> str:
    import json

    bindings = [
        {c: _json_cell(cell) for c, cell in zip(table.columns, row, strict=True) if cell}
        for row in table.rows
    ]
    document = {"head": {"vars": list(table.columns)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _json_cell(cell: Cell) -> dict[str, str]:
    if cell.kind == "iri":
        return {"type": "uri", "value": cell.value}
    if cell.kind == "bnode":
        return {"type": "bnode", "value": cell.value.removeprefix("_:")}
    made = {"type": "literal", "value": cell.value}
    if cell.language:
        made["xml:lang"] = cell.language
    elif cell.datatype and cell.datatype != XSD + "string":
        made["datatype"] = cell.datatype
    return made


def _as_markdown(table: Table) -> str:
    lines = ["| " + " | ".join(table.columns) + " |", "|" + " --- |" * len(table.columns)]
    for row in table.rows:
        cells = (
            re.sub(r"([\\`*_\[\]<>|&])", r"\\\1", visible(c.shown() if c else "")) for c in row
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def visible(text: str) -> str:
    """Return a text without line ends and control characters, which could steer a terminal."""
    plain = " ".join(text.split())
    return "".join("�" if unicodedata.category(c) in ("Cc", "Cf") else c for c in plain)


def columns_of(text: str) -> int:
    """Return how many columns of a terminal a text takes; Han characters take two."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) > 0 for c in text)


def fitted(text: str, width: int, is_right: bool = False) -> str:
    """Return a text cut or padded to a number of columns of a terminal."""
    if columns_of(text) > width:
        while columns_of(text) > width - 1:
            text = text[:-1]
        text = text.rstrip() + "…"
    gap = " " * (width - columns_of(text))
    return gap + text if is_right else text + gap


def _as_text_table(table: Table, width: int | None) -> str:
    rows = [[visible(cell.shown()) if cell else "" for cell in row] for row in table.rows]
    columns = list(zip(table.columns, *rows, strict=True))
    widths = [max(map(columns_of, column)) for column in columns]
    _shrink(widths, width)
    is_right = [
        any(cells) and all(cell is None or cell.is_number() for cell in cells)
        for cells in ([row[i] for row in table.rows] for i in range(len(columns)))
    ]
    lines = [
        "  ".join(fitted(t, w, r) for t, w, r in zip(line, widths, is_right, strict=True)).rstrip()
        for line in [list(table.columns), ["─" * w for w in widths], *rows]
    ]
    return "\n".join(lines) + "\n"


def _shrink(widths: list[int], width: int | None) -> None:
    """Take columns away from the widest cells until the line fits, but leave eight to each."""
    while width and sum(widths) + 2 * (len(widths) - 1) > width and max(widths) > 8:
        widths[widths.index(max(widths))] -= 1
