"""Names and values as pages show them: words, and where they lead."""

from __future__ import annotations

from typing import Any

from kg.query import Cell
from kg.show import in_words
from kg.site.amounts import grouped, with_unit
from kg.site.holdings import Facts
from kg.site.model import Site
from kg.site.periods import day_in_words
from kg.site.titles import is_record, title
from kg.vocabulary import PREFIXES, TERMS

_XSD = PREFIXES["xsd"]
_NUMBERS = frozenset(_XSD + name for name in ("integer", "decimal", "double", "float"))
_DAYS = frozenset((_XSD + "dateTime", _XSD + "date"))
_UNITS = {  # of the numbers of a record: the property that names it
    TERMS + number: unit
    for unit, numbers in {
        "unit": ("value", "upperValue", "baselineValue"),
        "comparedIn": ("comparedValue", "leastValue", "greatestValue"),
    }.items()
    for number in numbers
}
_DEFINITION = PREFIXES["skos"] + "definition"


def names(cells: list[Cell]) -> list[dict[str, str]]:
    """Return names with their languages, English first, each once."""
    ordered = sorted(cells, key=lambda cell: not (cell.language or "en").startswith("en"))
    return [
        {"text": text, "language": tag}
        for text, tag in dict.fromkeys((c.value, c.language or "") for c in ordered)
    ]


def properties(site: Site, iri: str, hidden: frozenset[str]) -> list[dict[str, Any]]:
    """Return what is said of an IRI directly: the property, and values with where they lead."""
    facts = site.holdings[iri]
    return [row(site, p, facts) for p in sorted(facts) if p not in hidden]


def row(site: Site, predicate: str, facts: Facts) -> dict[str, Any]:
    """Return one property of a subject: its name, what it means, and its values."""
    unit = facts.one(_UNITS[predicate]) if predicate in _UNITS else ""
    meant = site.holdings[predicate][_DEFINITION]
    return {
        "name": site.holdings.labels[predicate],
        "iri": predicate,
        "meaning": meant[0].value if meant else "",
        "values": [_value(site, cell, predicate, unit) for cell in facts[predicate]],
    }


def _value(site: Site, cell: Cell, predicate: str, unit: str) -> dict[str, str]:
    """Return one value as words, and the IRI or address to which it leads."""
    leads = cell.value if cell.kind == "iri" or cell.datatype == _XSD + "anyURI" else ""
    text = _words(site, cell, predicate, unit)
    return {"text": text, "iri": leads, "language": cell.language or ""}


def _words(site: Site, cell: Cell, predicate: str, unit: str) -> str:
    labels = site.holdings.labels
    if cell.kind == "iri" and is_record(site.holdings, cell.value):
        return title(site.holdings, cell.value)
    if cell.kind == "iri" and (passage := site.holdings[cell.value].one("fragment")):
        return f"“{passage}”"
    if cell.datatype in _NUMBERS:
        return with_unit(labels, grouped(cell.value), unit)
    if cell.datatype in _DAYS:
        return day_in_words(cell, predicate)
    return in_words(labels, cell)
