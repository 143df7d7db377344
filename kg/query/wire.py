"""A query's text in, the bytes of its answer in a wanted format out: what a server needs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import IO, cast

import pyoxigraph as ox

from kg.errors import LimitError, UsageError
from kg.query import guard
from kg.vocabulary import PREFIXES

TABLES: dict[str, ox.QueryResultsFormat] = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPHS: dict[str, ox.RdfFormat] = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
_SEPARATORS = {"json": (b"},{", b"{}"), "xml": (b"<result>",), "csv": (b"\n",), "tsv": (b"\n",)}
_PREFIX = re.compile(r"([A-Za-z]+):")


class NotAcceptable(UsageError):
    """The answer has none of the formats that were asked for."""


@dataclass(frozen=True)
class Wanted:
    """The format for rows and truth values, that for triples ("" for none will do), and the caps.

    Attributes:
        table: a key of TABLES, or "".
        graph: a key of GRAPHS, or "".
        most_rows: how many rows or triples an answer may have.
        most_bytes: how long an answer may be.
    """

    table: str
    graph: str
    most_rows: int
    most_bytes: int


def serialized(store: ox.Store, text: str, wanted: Wanted) -> tuple[str, bytes]:
    """Answer any SELECT, ASK, CONSTRUCT or DESCRIBE with a format's name and the whole answer.

    Raises:
        SyntaxFault: the text is not a query, or is refused.
        NotAcceptable: the answer has no format that is wanted.
        LimitError: a bound of the text, or the cap on rows or bytes, was passed.
    """
    prefixes = _vetted(text)
    try:
        found = store.query(text, prefixes=prefixes)
    except SyntaxError:
        _explain(store, text)
        raise
    name = wanted.graph if isinstance(found, ox.QueryTriples) else wanted.table
    if not name:
        kind = "triples" if isinstance(found, ox.QueryTriples) else "rows or a truth value"
        message = f"the answer to this query is {kind}, for which no format of Accept will do"
        raise NotAcceptable(message)
    return name, _written(found, name, wanted)


@lru_cache(maxsize=256)
def _vetted(text: str) -> dict[str, str]:
    """Refuse what must not reach the engine; return those of our prefixes that the text may use.

    Handing over all fifty costs more than a short query does.
    """
    guard.refuse(text)
    return {prefix: PREFIXES[prefix] for prefix in _PREFIX.findall(text) if prefix in PREFIXES}


def _explain(store: ox.Store, text: str) -> None:
    """Raise the error with line, caret and what may have been meant."""
    from kg import query

    query.vet(store, text)  # in this thread: a process that is forked should have no other
    query.engine(store).run(text, "query", None)


class _Capped:
    """A file that keeps what the engine writes, up to a number of bytes."""

    def __init__(self, most: int) -> None:
        self.parts: list[bytes] = []
        self.left = most
        self.most = most

    def write(self, part: bytes) -> int:
        self.left -= len(part)
        if self.left < 0:
            message = (
                f"the answer is longer than {self.most} bytes; narrow the query or add a LIMIT"
            )
            raise LimitError(message)
        self.parts.append(part)
        return len(part)

    def flush(self) -> None:
        """Do nothing: the parts are kept in memory."""


def _written(
    found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, name: str, wanted: Wanted
) -> bytes:
    capped = _Capped(wanted.most_bytes)
    file = cast("IO[bytes]", capped)  # the engine calls nothing but these two methods
    if isinstance(found, ox.QueryTriples):
        found.serialize(file, format=GRAPHS[name])
        return b"".join(capped.parts)
    found.serialize(file, format=TABLES[name])
    made = b"".join(capped.parts)
    if isinstance(found, ox.QuerySolutions) and len(made) > wanted.most_rows:
        _refuse_rows(made, name, wanted.most_rows)
    return made


def _refuse_rows(made: bytes, name: str, most: int) -> None:
    """Count rows: first at most so many by the marks between them, and exactly if it matters."""
    if sum(made.count(mark) for mark in _SEPARATORS[name]) <= most:
        return
    if _rows(made, name) > most:
        message = f"the answer has more than {most} rows; narrow the query or add a LIMIT"
        raise LimitError(message)


def _rows(made: bytes, name: str) -> int:
    if name == "csv":
        import csv
        import io

        return sum(1 for _ in csv.reader(io.StringIO(made.decode(), newline=""))) - 1
    if name == "tsv":
        return made.count(b"\n") - 1
    read = ox.parse_query_results(made, format=TABLES[name])
    assert isinstance(read, ox.QuerySolutions), "rows were written"
    return sum(1 for _ in read)
