"""One thing or record: what is said of it, by whom, when, with receipts."""

from __future__ import annotations

from collections import defaultdict

from kg import query
from kg.query import Cell, Source, answers, names
from kg.show.model import Card, Facts, Labels, Receipt, Statement
from kg.show.text import as_json, as_text
from kg.show.words import in_words, issued, known_day, period, statements, value_in_words
from kg.vocabulary import PREFIXES, TERMS

__all__ = [
    "Card",
    "Receipt",
    "Statement",
    "as_json",
    "as_text",
    "card",
    "in_words",
    "issued",
    "known_day",
    "period",
    "statements",
    "value_in_words",
]

_LABEL = PREFIXES["skos"]
_TYPE = PREFIXES["rdf"] + "type"
_ABOUT = """{
    { ?record akg:concerns $it }
    UNION { ?record akg:backedBy $it }
    UNION { ?record akg:hasEvidence $it }
    UNION { ?record akg:hasParticipation $it }
    UNION { BIND($it AS ?record) }
  }"""
# Asked for by itself: Virtuoso loses rows where a path of any length stands beside the UNION.
_KINDS = "SELECT ?kind WHERE { ?kind rdfs:subClassOf* akg:Record } ORDER BY ?kind"


def card(graph: Source, name_or_iri: str) -> Card:
    """Return the card of what a name in any language, a short IRI or a full IRI means.

    Raises:
        UnknownName: nothing has this name, or several things have it.
    """
    iri = names.find(graph.store, name_or_iri)
    own = _facts(graph, "VALUES ?it { $it }", iri)
    records = _records(graph, iri)
    evidences = _facts(graph, _ABOUT + " ?record akg:hasEvidence ?it .", iri)
    sources = _facts(graph, _ABOUT + " ?record akg:hasEvidence/akg:foundIn ?it .", iri)
    parts = _facts(graph, _ABOUT + " ?record akg:hasParticipation ?it .", iri)
    said = (own, records, evidences, sources, parts)
    labels = names.labels(graph.store, {iri} | set().union(*map(_mentioned, said)))
    return Card(
        iri=iri,
        name=labels[iri],
        names=_names(own[iri]),
        kinds=tuple(sorted(labels[cell.value] for cell in own[iri][_TYPE])),
        properties=_properties(labels, own[iri]),
        statements=statements(labels, iri, records, evidences | sources | parts),
    )


def _records(graph: Source, iri: str) -> dict[str, Facts]:
    """Return the facts of the records that speak of a thing, or of the record that it is."""
    kinds = {cell.value for (cell,) in query.select(graph.store, _KINDS).rows if cell}
    found = _facts(graph, _ABOUT.replace("?record", "?it"), iri)
    return {it: facts for it, facts in found.items() if kinds & {c.value for c in facts[_TYPE]}}


def _mentioned(found: dict[str, Facts]) -> set[str]:
    """Return every IRI that facts are about or name: all that may need a label."""
    facts = list(found.values())
    objects = {c.value for one in facts for cells in one.values() for c in cells if c.kind == "iri"}
    return found.keys() | objects | {predicate for one in facts for predicate in one}


def _facts(graph: Source, pattern: str, iri: str) -> dict[str, Facts]:
    """Return what is said of each ?it of a pattern: its property values by property IRI."""
    pattern = pattern.replace("$it", answers.as_term(Cell(iri, "iri")))
    rows = query.select(graph.store, f"SELECT DISTINCT ?it ?p ?v WHERE {{ {pattern} ?it ?p ?v }}")
    found: dict[str, Facts] = defaultdict(lambda: defaultdict(list))
    for thing, predicate, value in sorted(rows.rows, key=str):
        assert thing is not None and predicate is not None and value is not None, "all are bound"
        found[thing.value][predicate.value].append(value)
    return found


def _names(own: Facts) -> tuple[tuple[str, str], ...]:
    cells = [*own[_LABEL + "prefLabel"], *own[_LABEL + "altLabel"]]
    cells = cells or own[PREFIXES["rdfs"] + "label"] or own[TERMS + "title"]
    return tuple((cell.value, cell.language or "") for cell in cells)


def _properties(labels: Labels, own: Facts) -> tuple[tuple[str, str], ...]:
    hidden = {_TYPE, _LABEL + "prefLabel", _LABEL + "altLabel", PREFIXES["rdfs"] + "label"}
    return tuple(
        (labels[predicate], in_words(labels, cell))
        for predicate, cells in sorted(own.items())
        if predicate not in hidden
        for cell in cells
    )
