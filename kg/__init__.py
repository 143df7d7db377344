"""AntKG: an open, sourced knowledge graph of Ant Group's sustainability ecosystem.

from kg import open_graph

graph = open_graph()
graph.ask("figures-of", program="GCash").to_dicts()
graph.query("SELECT ?programme WHERE { ?programme a akg:Program }")
graph.show("Ant Forest")
graph.graph  # an rdflib Graph over the same triples
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import rdflib

    from kg.query import Answer, Source, Table
    from kg.show import Card

__all__ = ["OpenGraph", "open_graph"]


def open_graph(
    data: Path | str | None = None, *, endpoint: str | None = None, timeout_seconds: float = 60.0
) -> OpenGraph:
    """Load the ontology and the data, and derive the edges; or ask a SPARQL service that did.

    Args:
        data: a file or folder of one's own; without it, our data.
        endpoint: the address of a service to ask instead, as http://… or https://…; without it and
            without data, the one that the variable KG_ENDPOINT of the environment holds, if any.
        timeout_seconds: how long a service may take for each answer.

    Raises:
        UsageError: both are given, or the address is none.
        SyntaxFault: a file does not parse; names file, line and column.
        DataError: a file or folder is missing or cannot be read.
    """
    from pathlib import Path

    from kg.errors import UsageError
    from kg.query import remote

    if data and endpoint:
        message = "a service has its own data: give a file or folder, or an endpoint, but not both"
        raise UsageError(message)
    if not data and (address := remote.chosen(endpoint)):
        return OpenGraph(remote.at(address, timeout_seconds))
    from kg.load import closed

    return OpenGraph(closed(Path(data) if data else None))


class OpenGraph:
    """A graph closed by the rules, and the ways to ask it."""

    def __init__(self, closed: Source) -> None:
        self.closed = closed

    def ask(self, name: str, **parameters: str) -> Table:
        """Answer a named question; values are names in any language, IRIs, days or numbers."""
        from kg import ask

        given = {key: str(value) for key, value in parameters.items()}
        return ask.answer(self.closed, name, given)

    def query(self, text: str) -> Answer:
        """Answer a SPARQL query: a Table, a bool, or Triples."""
        from kg import query

        return query.answer(self.closed.store, text)

    def show(self, name: str) -> Card:
        """Return the card of a thing or record."""
        from kg import show

        return show.card(self.closed, name)

    @cached_property
    def graph(self) -> rdflib.Graph:
        """An rdflib Graph over the same store.

        Raises:
            UsageError: the graph is at a service.
        """
        from kg import query
        from kg.errors import UsageError
        from kg.query.remote import Endpoint

        if isinstance(self.closed.store, Endpoint):
            message = "the triples are at a service: use rdflib's SPARQLStore with its address"
            raise UsageError(message)
        return query.as_rdflib(self.closed.store)
