"""SPARQL text in, tables out: the one door to the query engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pyoxigraph as ox

from kg.vocabulary import PREFIXES


@dataclass(frozen=True)
class Cell:
    """One term of an answer: an IRI, a blank node or a literal with its type and language."""

    value: str
    kind: Literal["iri", "bnode", "literal"]
    datatype: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class Table:
    """An answer: column names, and rows of cells in that order; None where a cell is unbound."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]

    def to_dicts(self) -> list[dict[str, str | None]]:
        """Return one dictionary a row, of plain text values."""
        return [
            {c: cell.value if cell else None for c, cell in zip(self.columns, row, strict=True)}
            for row in self.rows
        ]


def select(store: ox.Store, text: str) -> Table:
    """Run a SELECT over the default graph; our prefixes need no declaration."""
    solutions = store.query(text, prefixes=PREFIXES)
    assert isinstance(solutions, ox.QuerySolutions)
    columns = tuple(variable.value for variable in solutions.variables)
    return Table(columns, tuple(tuple(_cell(term) for term in row) for row in solutions))


def _cell(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> Cell | None:
    if term is None:
        return None
    if isinstance(term, ox.Literal):
        return Cell(term.value, "literal", term.datatype.value, term.language)
    return Cell(
        term.value if isinstance(term, ox.NamedNode) else str(term),
        "iri" if isinstance(term, ox.NamedNode) else "bnode",
    )
