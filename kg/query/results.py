"""What the engine found, as answers of ours: rows counted and cut, triples sorted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TypeVar

import pyoxigraph as ox

from kg.errors import LimitError
from kg.query.answers import Cell, Table, Triples
from kg.vocabulary import PREFIXES

MOST_ROWS = 1_000_000
_Found = TypeVar("_Found")
_new = tuple.__new__


def table(solutions: ox.QuerySolutions, limit: int | None) -> Table:
    """Return the solutions as a table, at most `limit` of them."""
    columns = tuple(variable.value for variable in solutions.variables)
    rows, is_cut = first(solutions, limit)
    return Table(columns, tuple([tuple(map(_cell, row)) for row in rows]), is_cut)


def triples(found: Iterable[ox.Triple], limit: int | None) -> Triples:
    """Return the triples in sorted order, each once, at most `limit` of them."""
    everything, _ = first(found, None)
    distinct = sorted(set(everything), key=str)
    kept = distinct[:limit]
    return Triples(
        turtle=_serialized(kept, ox.RdfFormat.TURTLE),
        ntriples=_serialized(kept, ox.RdfFormat.N_TRIPLES),
        is_cut=len(kept) < len(distinct),
    )


def _serialized(triples: Sequence[ox.Triple], form: ox.RdfFormat) -> str:
    prefixes = None
    if form == ox.RdfFormat.TURTLE:
        prefixes = {p: n for p, n in PREFIXES.items() if any(f"<{n}" in str(t) for t in triples)}
    made = ox.serialize(triples, format=form, prefixes=prefixes)
    assert made is not None, "no target was given, so the bytes come back"
    lines = made.decode().splitlines(keepends=True)
    heads = sum(line.startswith("@prefix ") for line in lines)
    return "".join([*sorted(lines[:heads]), *lines[heads:]])


def first(found: Iterable[_Found], limit: int | None) -> tuple[list[_Found], bool]:
    """Return the first rows, and whether there were more.

    Raises:
        LimitError: no limit was set, and there are more rows than a memory should hold.
    """
    most = MOST_ROWS if limit is None else limit
    kept = list(islice(found, most + 1))
    if len(kept) > most and limit is None:
        message = f"more than {MOST_ROWS} rows; narrow the query or set a limit"
        raise LimitError(message)
    return kept[:most], len(kept) > most


def _cell(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> Cell | None:
    if term is None:
        return None
    kind = type(term)
    # Made as a tuple is: the constructor of a named tuple takes as long as all the rest.
    if kind is ox.NamedNode:
        return _new(Cell, (term.value, "iri", None, None))  # type: ignore[union-attr]
    if isinstance(term, ox.Literal):
        return _new(Cell, (term.value, "literal", term.datatype.value, term.language))
    return Cell(str(term), "bnode")
