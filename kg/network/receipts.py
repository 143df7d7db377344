"""Ways between two things as a table: each step with its record, the words and the source."""

from __future__ import annotations

from itertools import pairwise

from kg.network.reading import Network, Receipt
from kg.network.tables import Value, table
from kg.network.ways import ways
from kg.query import Table

COLUMNS = (
    "way step fromName statement toName words speaker voice source issued address more "
    "from to record evidence"
)
_NONE = Receipt("", "", "", "", "", "", "", "")

Edge = tuple[str, str, dict[str, str]]


def of_ways(network: Network, start: str, end: str, count: int = 1, by: str = "any") -> Table:
    """Return the best ways between two things, one row a step, each with a receipt.

    Where several statements join the same two things, the surest of them is shown and `more`
    counts the others.

    Raises:
        UnknownName: the network has no such thing.
    """
    found = ways(network.graph, start, end, count, by)
    return table(
        COLUMNS,
        (
            (number, step, *_step(network, one, other, by))
            for number, way in enumerate(found, start=1)
            for step, (one, other) in enumerate(pairwise(way), start=1)
        ),
    )


def _step(network: Network, one: str, other: str, by: str) -> tuple[Value, ...]:
    between = _statements(network, one, other)
    if by != "directed":
        between += _statements(network, other, one)
    elif not between:  # a statement that holds both ways is written once
        between = _statements(network, other, one)
    start, end, edge = min(between, key=lambda e: _doubt(network, e))
    receipt = next(iter(network.receipts.get(edge["record"], [])), _NONE)
    name = network.name_of
    return (
        *(name(start), edge["words"], name(end)),
        *(receipt.words, receipt.speaker, receipt.voice, receipt.title, receipt.issued),
        *(receipt.address, len(between) - 1, start, end, edge["record"], receipt.evidence),
    )


def _statements(network: Network, start: str, end: str) -> list[Edge]:
    found = network.graph.get_edge_data(start, end) or {}
    return [(start, end, attributes) for _, attributes in sorted(found.items())]


def _doubt(network: Network, edge: Edge) -> tuple[bool, bool, bool, str]:
    """Return how doubtful a statement is: disputed, less than stated, on own word alone."""
    attributes = edge[2]
    is_own_word = attributes["record"] in network.own_word
    return (
        bool(attributes["disputed"]),
        bool(attributes["doubt"]),
        is_own_word,
        attributes["iri"],
    )
