"""Statements in, canonical Turtle out: the house's layout, properties in the usual order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from kg.add.schema import HAS_EVIDENCE, LABEL, XSD, Kind
from kg.query.answers import Cell, as_term, quoted
from kg.vocabulary import PREFIXES, TERMS, compact

_BARE = (XSD + "decimal", XSD + "integer", XSD + "boolean")
_LAST = ("gist", "periodStart", "periodEnd", "periodCertainty", "grain")
_NAME = re.compile(r"(?P<prefix>[a-z]+):")
Order = Mapping[str, int]


def order(kind: Kind, seen: Iterable[Sequence[str]]) -> Order:
    """Return a place for each property: what usually stands first comes first.

    Args:
        kind: whose properties; their order in shapes decides what the data leaves open.
        seen: the properties of each member in the data, in the order of the text.
    """
    last = [TERMS + name for name in _LAST] + [HAS_EVIDENCE]
    names = [p.iri for p in kind.properties if p.iri not in last]
    usual = sorted(names, key=lambda iri: iri != LABEL) + [n for n in last if n in kind.by_iri]
    before: Counter[tuple[str, str]] = Counter()
    for properties in seen:
        before.update(set(combinations(dict.fromkeys(properties), 2)))
    found: list[str] = []
    while left := [iri for iri in usual if iri not in found]:
        # What most often stands behind none of the others is next; the usual order settles a tie.
        found.append(min(left, key=lambda iri: _behind(iri, left, before)))
    return {iri: at for at, iri in enumerate(found)}


def _behind(iri: str, others: Iterable[str], before: Mapping[tuple[str, str], int]) -> int:
    """Return how many others usually stand before a property."""
    return sum(before.get((o, iri), 0) > before.get((iri, o), 0) for o in others)


def block(iri: str, class_: str, said: Mapping[str, Sequence[Cell]], places: Order) -> str:
    """Return the statements about one entity, a line each; names are short where one fits."""
    names = sorted(said, key=lambda name: (places.get(name, 0), name))
    lines = [f"{compact(name)} {term(cell)}" for name in names for cell in said[name]]
    return " ;\n    ".join([f"{compact_or_full(iri)} a {compact(class_)}", *lines]) + " .\n"


def compact_or_full(iri: str) -> str:
    """Return the short name of an IRI, or the IRI between angle brackets."""
    short = compact(iri)
    return f"<{iri}>" if short == iri else short


def term(cell: Cell) -> str:
    """Return a term as the house writes it: numbers and yes or no bare, types by short name."""
    if cell.kind == "iri":
        return compact_or_full(cell.value)
    if cell.datatype in _BARE:
        return cell.value
    if cell.datatype and not cell.language:
        return f"{quoted(cell.value)}^^{compact(cell.datatype)}"
    return as_term(cell)


def prefixes(said: Iterable[Cell | str]) -> dict[str, str]:
    """Return the prefixes that short names of these terms and IRIs need."""
    iris = (
        each if isinstance(each, str) else each.value if each.kind == "iri" else each.datatype
        for each in said
        if isinstance(each, str) or each.kind == "iri" or each.datatype not in _BARE
    )
    found = (_NAME.match(compact_or_full(iri)) for iri in iris if iri)
    names = {match["prefix"] for match in found if match}
    return {name: PREFIXES[name] for name in sorted(names)}
