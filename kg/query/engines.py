"""What runs a query: the store in this process, or a service elsewhere; both answer alike."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, TypeAlias

import pyoxigraph as ox

from kg.query import results, syntax
from kg.query.answers import Answer, Table
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:  # most commands ask no service, and then need none of what it takes
    from kg.query.remote import Endpoint

_PREFIX = re.compile(r"([A-Za-z]+):")

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
            found = self.store.query(text, prefixes=_prefixes_in(text))
        except SyntaxError as problem:
            raise syntax.fault(text, file) from problem
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        if isinstance(found, ox.QuerySolutions):
            return results.table(found, limit)
        return results.triples(found, limit)


@lru_cache(maxsize=256)
def _prefixes_in(text: str) -> dict[str, str]:
    """Return those of our prefixes that a text may use: the engine reads all that it is given."""
    return {prefix: PREFIXES[prefix] for prefix in _PREFIX.findall(text) if prefix in PREFIXES}


def engine(store: Store) -> Engine:
    """Return what runs the queries of a store."""
    return Embedded(store) if isinstance(store, ox.Store) else store


def select(store: Store, text: str, file: str = "query") -> Table:
    """Run a SELECT of our own over the default graph; our prefixes need no declaration."""
    found = engine(store).run(text, file, None)
    assert isinstance(found, Table), "select() is for SELECT"
    return found
