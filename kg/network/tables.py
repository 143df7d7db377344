"""Each measure of the network as a table with names, figures and IRIs."""

from __future__ import annotations

from collections.abc import Iterable

from kg.network import brokers
from kg.network.centrality import centrality
from kg.network.communities import communities
from kg.network.growth import growth
from kg.network.shared import shared
from kg.network.view import View
from kg.query import Cell, Table
from kg.query.answers import XSD

Value = str | int | float | bool


def table(columns: str, rows: Iterable[Iterable[Value]]) -> Table:
    """Return a table of plain values; the names of its columns stand in one text."""
    return Table(
        tuple(columns.split()), tuple(tuple(_cell(value) for value in row) for row in rows)
    )


def _cell(value: Value) -> Cell:
    if isinstance(value, bool):
        return Cell("true" if value else "false", "literal", f"{XSD}boolean")
    if isinstance(value, int):
        return Cell(str(value), "literal", f"{XSD}integer")
    if isinstance(value, float):
        return Cell(f"{value:.4f}", "literal", f"{XSD}decimal")
    is_iri = value.startswith(("https://", "http://")) and " " not in value
    return Cell(value, "iri" if is_iri else "literal")


def of_centrality(view: View) -> Table:
    """Return neighbours, records, betweenness and closeness of each thing."""
    name = view.network.name_of
    return table(
        "name neighbours records betweenness closeness thing",
        (
            (name(c.thing), c.neighbours, c.records, c.betweenness, c.closeness, c.thing)
            for c in centrality(view.joined)
        ),
    )


def of_brokers(view: View) -> Table:
    """Return who stands between others, with and without records on own word alone."""
    between = {c.thing: c.betweenness for c in centrality(view.joined)}
    checked = {c.thing: c.betweenness for c in centrality(view.checked)}
    gaps, gaps_checked = brokers.gaps(view.joined), brokers.gaps(view.checked)
    found = [iri for iri in between if between[iri] > 0 or gaps[iri].pieces > 1]
    rows = []
    for iri in sorted(found, key=lambda i: (-between[i], -gaps[i].cut_off, i)):
        all_of_it, rest = gaps[iri], gaps_checked.get(iri, brokers.Gap(0, 0))
        figures = (between[iri], all_of_it.pieces, all_of_it.cut_off)
        figures_checked = (checked.get(iri, 0.0), rest.pieces, rest.cut_off)
        rows.append((view.network.name_of(iri), *figures, *figures_checked, iri))
    return table(
        "name betweenness pieces cutOff betweennessChecked piecesChecked cutOffChecked thing", rows
    )


def of_bridges(view: View) -> Table:
    """Return the ties that hold parts together."""
    name, own_word = view.network.name_of, view.network.own_word
    return table(
        "startName endName beyond records ownWordAlone start end record",
        (
            (
                name(bridge.start),
                name(bridge.end),
                bridge.beyond,
                len(bridge.records),
                own_word.issuperset(bridge.records),
                bridge.start,
                bridge.end,
                bridge.records[0],
            )
            for bridge in brokers.bridges(view.joined)
        ),
    )


def of_communities(view: View) -> Table:
    """Return the members of each community, and what joins them."""
    name = view.network.name_of
    return table(
        "number community size memberName joinedBy member",
        (
            (c.number, c.name, len(c.members), name(iri), "; ".join(c.joined_by), iri)
            for c in communities(view.joined, view.network.topics, name)
            for iri in c.members
        ),
    )


def of_shared(view: View) -> Table:
    """Return the participants that share programmes, and the programmes that share participants."""
    name = view.network.name_of
    two_sided, participants, programmes = view.two_sided()
    return table(
        "side oneName otherName weight through one other",
        (
            (
                side,
                name(pair.one),
                name(pair.other),
                len(pair.through),
                "; ".join(name(iri) for iri in pair.through),
                pair.one,
                pair.other,
            )
            for side, members in (("participants", participants), ("programmes", programmes))
            for pair in shared(two_sided, members)
        ),
    )


def of_growth(view: View) -> Table:
    """Return what is new in each year, and what no record dates."""
    return table(
        "year partners partnerships partnersSoFar partnershipsSoFar",
        (
            (
                "undated" if y.year is None else y.year,
                y.partners,
                y.partnerships,
                y.partners_so_far,
                y.partnerships_so_far,
            )
            for y in growth(view.through("partners"), view.network.years)
        ),
    )


def of_withdrawal(view: View) -> Table:
    """Return what each partner would leave behind."""
    partners, everything = view.through("partners"), view.through("everything")
    gaps, gaps_of_all = brokers.gaps(partners), brokers.gaps(everything)
    takes_part = list(view.two_sided()[0].edges)
    rows: list[tuple[str, int, int, int, int, int, str]] = [
        (
            view.network.name_of(iri),
            len(partners[iri]),
            sum(len(partners[other]) == 1 for other in partners[iri]),
            gaps[iri].cut_off,
            gaps_of_all.get(iri, brokers.Gap(0, 0)).cut_off,
            len(brokers.left_alone(takes_part, iri)),
            iri,
        )
        for iri in sorted(partners)
    ]
    ranked = sorted(rows, key=lambda row: (-row[3], -row[2], -row[4], -row[5], row[6]))
    return table(
        "name partners partnersLeftAlone cutOff cutOffOfEverything programmesLeftAlone thing",
        ranked,
    )


def of_one_withdrawal(view: View, iri: str) -> Table:
    """Return by name what one partner would leave behind."""
    name = view.network.name_of
    partners = view.through("partners")
    alone = [other for other in partners.adj.get(iri, ()) if len(partners[other]) == 1]
    found = [
        ("left without a partner", sorted(alone)),
        ("left without a participant", brokers.left_alone(list(view.two_sided()[0].edges), iri)),
        ("cut off from the larger rest", brokers.stranded(view.through("everything"), iri)),
    ]
    return table(
        "what name thing", ((what, name(one), one) for what, things in found for one in things)
    )
