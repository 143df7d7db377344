"""What each thing weighs in the network, for colour and size on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg import network

if TYPE_CHECKING:
    import networkx as nx


def measures_of(net: nx.MultiDiGraph[str]) -> dict[str, dict[str, Any]]:
    """Return the measures of each thing, by its IRI."""
    return {iri: {"degree": count} for iri, count in network.degrees(net).items()}
