"""What runs a query: the store in this process, or a service elsewhere; both answer alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

import pyoxigraph as ox

from kg.query import results, syntax
from kg.query.answers import Answer, Table
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:  # most commands ask no service, and then need none of what it takes
    from kg.query.remote import Endpoint

Store: TypeAlias = "ox.Store | Endpoint"


class Source(Protocol):
    """A graph that can be asked: one in this process, or one at a service."""

    @property
    def store(self) -> Store:
        """What the graph's triples are asked of."""


class Engine(Protocol):
    """Answers a query of whoever wrote it; our prefixes need no declaration."""

    def run(self, text: str, file: str, limit: int | None) -> Answer:
        """Return the answer, cut at the limit."""


@dataclass(frozen=True)
class Embedded:
    """The store in this process."""

    store: ox.Store

    def run(self, text: str, file: str, limit: int | None) -> Answer:
        """Return the answer, cut at the limit."""
        try:
            found = self.store.query(text, prefixes=PREFIXES)
        except SyntaxError as problem:
            raise syntax.fault(text, file) from problem
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        if isinstance(found, ox.QuerySolutions):
            return results.table(found, limit)
        return results.triples(found, limit)


def engine(store: Store) -> Engine:
    """Return what runs the queries of a store."""
    return Embedded(store) if isinstance(store, ox.Store) else store


def select(store: Store, text: str) -> Table:
    """Run a SELECT of our own over the default graph; our prefixes need no declaration."""
    found = engine(store).run(text, "query", None)
    assert isinstance(found, Table), "select() is for SELECT"
    return found
