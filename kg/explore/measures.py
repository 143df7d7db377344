"""What each thing weighs in the network, for colour and size on demand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kg import network
from kg.explore.rows import Names
from kg.network.communities import communities
from kg.network.lenses import joined
from kg.vocabulary import compact, expand

if TYPE_CHECKING:
    import networkx as nx

SMALLEST = 3  # fewer members make no community worth a colour
_PROGRAM = "program:"


def measures_of(
    net: nx.MultiDiGraph[str], records: Mapping[str, Mapping[str, Any]], names: Names
) -> dict[str, dict[str, Any]]:
    """Return the measures of each thing, by its IRI: neighbours, betweenness, community."""
    ties = joined(net, "everything")
    measures: dict[str, dict[str, Any]] = {
        found.thing: {"degree": found.neighbours, "betweenness": round(found.betweenness, 4)}
        for found in network.centrality(ties)
    }

    def name_of(iri: str) -> str:
        return names[iri][0]["text"] if iri in names else compact(iri)

    for community in communities(ties, _programmes(records), name_of):
        for iri in community.members if len(community.members) >= SMALLEST else ():
            measures[iri] |= {"community": community.number, "communityName": community.name}
    return measures


def _programmes(records: Mapping[str, Mapping[str, Any]]) -> dict[str, list[str]]:
    """Return the programmes of which each record speaks, by its IRI."""
    return {
        expand(record): sorted(
            {
                expand(p["thing"])
                for p in content.get("parts", [])
                if p["thing"].startswith(_PROGRAM)
            }
        )
        for record, content in records.items()
    }
