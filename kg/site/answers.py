"""The rows of an answer as entries: what is claimed once, with every receipt for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from kg.query import Cell, Table
from kg.site.addresses import web
from kg.site.heads import CHINESE
from kg.site.model import Site
from kg.vocabulary import PREFIXES, compact

# Together these columns say what a row rests on; the words stand with them.
_RECEIPT = ("record", "evidence", "source")
_BESIDE = ("words", "date")
_CAPITAL = re.compile(r"[A-Z]")

_INSTANT = PREFIXES["xsd"] + "dateTime"
_LONG = 40  # letters of a text that wants a wide column

Shown = dict[str, str]


@dataclass(frozen=True)
class Entry:
    """Cells that say the same in several rows, and the receipts of these rows."""

    cells: tuple[Shown, ...]
    record: str
    receipts: tuple[Shown, ...]


def has_receipts(table: Table) -> bool:
    """Return whether every row names what it rests on."""
    return all(name in table.columns for name in _RECEIPT)


def heads_of(table: Table, language: str = "en") -> list[dict[str, Any]]:
    """Return the columns of an entry in words, and whether they hold numbers."""
    return [
        {
            "words": _head(name.removesuffix("Name"), language),
            "name": name,
            "is_number": any(cell.is_number() for row in table.rows if (cell := row[at])),
        }
        for at, name in _claimed(table)
    ]


def _head(name: str, language: str) -> str:
    english = _CAPITAL.sub(lambda match: f" {match[0].lower()}", name)
    return CHINESE.get(name, english) if language == "zh" else english


def entries_of(site: Site, table: Table, language: str = "en") -> list[Entry]:
    """Return rows that claim the same as one entry, in the order in which they come first."""
    columns = _claimed(table)
    shows_receipts = has_receipts(table)
    groups: dict[tuple[Cell | None, ...], list[tuple[Cell | None, ...]]] = {}
    for at, row in enumerate(table.rows):
        key = tuple(row[place] for place, _ in columns)
        record = row[table.columns.index("record")] if shows_receipts else Cell(str(at), "literal")
        groups.setdefault((*key, record), []).append(row)
    return [
        Entry(
            tuple(
                _cell(site, name, cell, language)
                for (_, name), cell in zip(columns, key, strict=False)
            ),
            key[-1].value if shows_receipts and key[-1] else "",
            tuple(_receipt(site, table, row) for row in rows) if shows_receipts else (),
        )
        for key, rows in groups.items()
    ]


def _claimed(table: Table) -> list[tuple[int, str]]:
    """Return the columns that are claims, each with its place."""
    aside = (*_RECEIPT, *_BESIDE) if has_receipts(table) else ()
    return [(at, name) for at, name in enumerate(table.columns) if name not in aside]


def _cell(site: Site, name: str, cell: Cell | None, language: str) -> Shown:
    """Return a cell in words, with the path of its page or its address elsewhere."""
    if cell is None:
        return {"text": "", "path": "", "web": "", "language": "", "kind": ""}
    shown = {"text": cell.shown(), "path": "", "web": "", "language": cell.language or ""}
    if cell.kind == "iri":
        path = site.address(cell.value)
        elsewhere = "" if path else web(cell.value)
        short = {"text": compact(cell.value), "path": path, "web": elsewhere, "kind": "iri"}
        return shown | short
    if name.endswith("Name"):
        return shown | _named(site, cell.value, language)
    if cell.is_number():
        return shown | {"text": _grouped(name, shown["text"]), "kind": "number"}
    is_long = len(shown["text"]) > _LONG
    return shown | {"kind": "day" if cell.datatype == _INSTANT else "long" if is_long else ""}


def _named(site: Site, name: str, language: str) -> Shown:
    """Return the page of the only thing of a name, and its Chinese name where that is wanted."""
    iri = site.named.get(name, "")
    if not iri:
        return {"kind": ""}
    path = {"path": site.address(iri), "kind": ""}
    return path | ({"text": site.holdings.labels_zh[iri]} if language == "zh" else {})


def _grouped(name: str, number: str) -> str:
    """Return a number with its thousands apart; a year is no number of that sort."""
    whole, point, rest = number.partition(".")
    if name.lower().endswith("year") or not whole.lstrip("+-").isdigit():
        return number
    return f"{int(whole):,}{point}{rest}"


def _receipt(site: Site, table: Table, row: tuple[Cell | None, ...]) -> Shown:
    said = {name: cell for name, cell in zip(table.columns, row, strict=True) if cell}
    evidence, source = said.get("evidence"), said.get("source")
    words, date = said.get("words"), said.get("date")
    return {
        "words": words.shown() if words else "",
        "evidence": site.address(evidence.value) if evidence else "",
        "source": site.address(source.value) if source else "",
        "title": site.holdings.labels[source.value] if source else "",
        "date": date.shown()[:10] if date else "",
    }
