"""Names and values as pages show them: words, and where they lead."""

from __future__ import annotations

from typing import Any

from kg.query import Cell
from kg.show import in_words
from kg.site.model import Site
from kg.vocabulary import PREFIXES


def names(cells: list[Cell]) -> list[dict[str, str]]:
    """Return names with their languages, English first, each once."""
    ordered = sorted(cells, key=lambda cell: not (cell.language or "en").startswith("en"))
    return [
        {"text": text, "language": tag}
        for text, tag in dict.fromkeys((c.value, c.language or "") for c in ordered)
    ]


def properties(site: Site, iri: str, hidden: frozenset[str]) -> list[dict[str, Any]]:
    """Return what is said of an IRI directly: the property, and values with where they lead."""
    labels, facts = site.holdings.labels, site.holdings[iri]
    return [
        {
            "name": labels[predicate],
            "iri": predicate,
            "values": [value(site, cell) for cell in cells],
        }
        for predicate, cells in sorted(facts.items())
        if predicate not in hidden
    ]


def value(site: Site, cell: Cell) -> dict[str, str]:
    """Return one value as words, and the IRI or address to which it leads."""
    leads = cell.value if cell.kind == "iri" or cell.datatype == PREFIXES["xsd"] + "anyURI" else ""
    text = in_words(site.holdings.labels, cell)
    return {"text": text, "iri": leads, "language": cell.language or ""}
