"""The lines of the picture: statements between two things, and programmes that two share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha1
from itertools import combinations
from typing import Any

from kg import network
from kg.explore.rows import Names, Row
from kg.network import Edge
from kg.vocabulary import TERMS, compact

PARTNERS = f"{TERMS}partnersWith"


@dataclass(frozen=True)
class Line:
    """One line of the picture.

    Attributes:
        edge: what it says, from where to where.
        records: the short names of the records behind it.
        style: stated, inferred, unknown or disputed.
        lens: everything or partners.
    """

    edge: Edge
    records: tuple[str, ...]
    style: str
    lens: str

    def shown(self) -> dict[str, Any]:
        """Return what the page needs to know of it."""
        return {
            "id": compact(self.edge.iri),
            "relation": compact(self.edge.relation),
            "words": self.edge.words,
            "bothWays": self.edge.both_ways,
            "records": list(self.records),
            "style": self.style,
            "lens": self.lens,
        }


def statements(found: list[Row], records: Mapping[str, dict[str, Any]]) -> list[Line]:
    """Return one line a statement, each with the record that it was made from."""
    doubts = {row["link"] or "": row["doubt"] or "" for row in found}
    return [
        Line(edge, (compact(edge.record),), _style(edge, doubts[edge.iri], records), "everything")
        for edge in network.edges(found)
    ]


def _style(edge: Edge, doubt: str, records: Mapping[str, dict[str, Any]]) -> str:
    """Return how sure a statement is: nobody may vouch for it, or only a curator's reading."""
    receipts = records.get(compact(edge.record), {}).get("receipts", [])
    voices = {receipt.get("voice", "") for receipt in receipts}
    if edge.disputed:
        return "disputed"
    if doubt:
        return doubt
    if voices == {"Curated"}:
        return "inferred"
    return "stated" if any(r.get("by") or r.get("judgedAs") for r in receipts) else "unknown"


def shared_programs(found: list[Row], stated: list[Line], names: Names) -> list[Line]:
    """Return one line for each programme that two organizations share.

    It is stated where one record names both, and inferred where two records each name one.
    Two who work together without any programme get a line of their own.
    """
    disputed = {name for line in stated if line.style == "disputed" for name in line.records}
    hands: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in found:
        hands[row["program"] or ""][row["agent"] or ""].add(compact(row["record"] or ""))
    lines = []
    for program, agents in sorted(hands.items()):
        words = names[program][0]["text"] if program in names else compact(program)
        for one, other in combinations(sorted(agents), 2):
            common = agents[one] & agents[other]
            behind = tuple(sorted(common or agents[one] | agents[other]))
            style = "disputed" if disputed.intersection(behind) else "stated"
            style = "inferred" if style == "stated" and not common else style
            edge = _between(one, other, program, words)
            lines.append(Line(edge, behind, style, "partners"))
    told = {record for line in lines for record in line.records}
    return [*lines, *_others(stated, told)]


def _between(one: str, other: str, program: str, words: str) -> Edge:
    digest = sha1(f"{one} {program} {other}".encode(), usedforsecurity=False).hexdigest()
    return Edge(f"shared:{digest[:16]}", one, other, program, words, True, "", False)


def _others(stated: list[Line], told: set[str]) -> list[Line]:
    """Return the partnerships that no shared programme tells of."""
    return [
        Line(
            Edge(**{**vars(line.edge), "iri": f"shared:{compact(line.edge.iri)}"}),
            line.records,
            "disputed" if line.style == "disputed" else "stated",
            "partners",
        )
        for line in stated
        if line.edge.relation == PARTNERS and not told.intersection(line.records)
    ]
