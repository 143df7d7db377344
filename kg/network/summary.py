"""The network on one screen: the main figures, each with its word."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kg.network import brokers
from kg.network.centrality import Centrality, centrality
from kg.network.communities import Community, communities, modularity
from kg.network.growth import Year, growth
from kg.network.lenses import LENSES
from kg.network.reading import Network
from kg.network.tables import Value, table
from kg.network.view import View
from kg.query import Table

if TYPE_CHECKING:
    import networkx as nx

TOP = 3
_OF = {
    "partners": "Partners: who works with whom in a collaboration on record",
    "everything": "Everything: all things that a statement joins",
}


def as_table(network: Network) -> Table:
    """Return the main figures by lens."""
    return table(
        "lens figure value",
        (
            (lens, figure, value)
            for lens in LENSES
            for figure, value in _figures(View(network, lens)).items()
        ),
    )


def _figures(view: View) -> dict[str, Value]:
    graph = view.joined
    found = communities(graph, view.network.topics, view.network.name_of)
    return {
        "things": len(graph),
        "ties": graph.number_of_edges(),
        "statements": sum(graph[a][b]["records"] for a, b in graph.edges),
        "ties on own word alone": graph.number_of_edges() - view.checked.number_of_edges(),
        "parts": _parts(graph),
        "bridges": len(brokers.bridges(graph)),
        "brokers": sum(gap.pieces > 1 for gap in brokers.gaps(graph).values()),
        "communities": len(found),
        "modularity": modularity(graph, found),
    }


def _parts(graph: nx.Graph[str]) -> int:
    import networkx as nx

    return int(nx.number_connected_components(graph))


def as_text(network: Network) -> str:
    """Return the main figures in words."""
    lines = []
    for lens in LENSES:
        view = View(network, lens)
        lines += [_OF[lens], *(f"  {line}" for line in _sentences(view)), ""]
    years = growth(View(network).joined, network.years)
    return "\n".join([*lines, "By year (partners only)", *_by_year(years), ""])


def _sentences(view: View) -> list[str]:
    figures, name = _figures(view), view.network.name_of
    ranked = centrality(view.joined)
    found = communities(view.joined, view.network.topics, name)
    return [
        f"{figures['things']} things, {figures['ties']} ties made of {figures['statements']} "
        f"statements, in {_counted(figures['parts'], 'part')}; {figures['ties on own word alone']} "
        "ties rest on the word of their own parties alone.",
        f"Most neighbours: {_top(ranked, name, lambda c: c.neighbours)}.",
        f"Most shortest ways lead through: {_top(ranked, name, lambda c: c.betweenness)}.",
        f"{_counted(figures['bridges'], 'tie')} and {_counted(figures['brokers'], 'thing')} hold "
        "parts together that would come apart without them.",
        f"{_counted(figures['communities'], 'community', 'communities')} (modularity "
        f"{figures['modularity']:.2f}): {_largest(found)}.",
    ]


def _counted(number: Value, word: str, words: str = "") -> str:
    return f"{number} {word if number == 1 else words or word + 's'}"


def _top(
    ranked: list[Centrality], name: Callable[[str], str], figure: Callable[[Centrality], float]
) -> str:
    best = sorted(ranked, key=lambda c: (-figure(c), c.thing))[:TOP]
    shown = [f"{name(c.thing)} ({_short(figure(c))})" for c in best if figure(c)]
    return ", ".join(shown) or "none"


def _short(figure: float) -> str:
    return str(figure) if isinstance(figure, int) else f"{figure:.2f}"


def _largest(found: list[Community]) -> str:
    return "; ".join(f"{c.name} ({len(c.members)})" for c in found[:TOP]) or "none"


def _by_year(years: list[Year]) -> list[str]:
    return [
        f"  {y.year or 'undated'}: {_counted(y.partners, 'new partner')}, "
        f"{_counted(y.partnerships, 'new partnership')}"
        for y in years
        if y.partners or y.partnerships
    ] or ["  none"]
