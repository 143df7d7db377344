"""What is in the graph, counted for programs (VoID): classes, their properties, where they lead."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.load import Graph
from kg.query.answers import quoted
from kg.site.downloads import Download
from kg.site.holdings import TYPE
from kg.site.model import Site
from kg.vocabulary import DATA_SET, PREFIXES, TERMS, THINGS

_HERE = ox.DefaultGraph()
_TYPE = ox.NamedNode(TYPE)
_LANG = PREFIXES["rdf"] + "langString"
HEAD = """@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix formats: <http://www.w3.org/ns/formats/> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix void-ext: <http://ldf.fi/void-ext#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
_FEATURES = ("Turtle", "N-Triples", "N-Quads", "JSON-LD")


@dataclass
class Property:
    """The triples of one property, and how many lead to members of which class or datatype."""

    triples: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    datatypes: Counter[str] = field(default_factory=Counter)


@dataclass
class Class:
    """The members of one class, and what they have."""

    members: int = 0
    properties: dict[str, Property] = field(default_factory=lambda: defaultdict(Property))


@dataclass
class Counts:
    """How much of what is in a graph."""

    triples: int = 0
    subjects: int = 0
    objects: int = 0
    classes: dict[str, Class] = field(default_factory=lambda: defaultdict(Class))
    properties: Counter[str] = field(default_factory=Counter)


def counted(graph: Graph) -> Counts:
    """Count a graph once through."""
    types = _types(graph)
    counts = Counts()
    for found in types.values():
        for name in found:
            counts.classes[name].members += 1
    subjects, objects = set(), set()
    for quad in graph.store.quads_for_pattern(None, None, None, _HERE):
        counts.triples += 1
        counts.properties[quad.predicate.value] += 1
        subjects.add(quad.subject)
        objects.add(quad.object)
        for name in types.get(quad.subject, ()):
            _add(counts.classes[name].properties[quad.predicate.value], quad.object, types)
    counts.subjects, counts.objects = len(subjects), len(objects)
    return counts


def _types(graph: Graph) -> dict[object, list[str]]:
    found: dict[object, list[str]] = defaultdict(list)
    for quad in graph.store.quads_for_pattern(None, _TYPE, None, _HERE):
        if isinstance(quad.object, ox.NamedNode):
            found[quad.subject].append(quad.object.value)
    return dict(found)


def _add(found: Property, value: object, types: dict[object, list[str]]) -> None:
    found.triples += 1
    if isinstance(value, ox.Literal):
        found.datatypes[value.datatype.value] += 1
    for name in types.get(value, ()):
        found.classes[name] += 1


def as_turtle(site: Site, files: Iterable[Download]) -> str:
    """Return the counts as VoID; addresses of files are relative to the site, or to its base."""
    counts = counted(site.graph)
    dumps = [f"<{one.path}>" for one in files if one.kind.is_graph]
    features = [f"formats:{name}" for name in _FEATURES]
    example = next((i for i in site.holdings.of_class("Thing") if site.address(i)), "")
    rows = [
        "a void:Dataset",
        f"void:triples {counts.triples}",
        f"void:distinctSubjects {counts.subjects}",
        f"void:distinctObjects {counts.objects}",
        f"void:classes {len(counts.classes)}",
        f"void:properties {len(counts.properties)}",
        f"void:uriSpace {quoted(THINGS)}",
        f"void:vocabulary <{TERMS}>",
        *([f"void:exampleResource <{example}>"] if example else []),
        *([f"void:dataDump {' , '.join(dumps)}"] if dumps else []),
        f"void:feature {' , '.join(features)}",
        *_classes(counts),
        *(
            f"void:propertyPartition [ void:property <{name}> ; void:triples {number} ]"
            for name, number in sorted(counts.properties.items())
        ),
    ]
    return f"{based(site)}{HEAD}\n{statement(DATA_SET, rows)}"


def statement(subject: str, rows: Iterable[str]) -> str:
    """Return what is said of a subject as Turtle, one property a line."""
    return f"<{subject}> " + " ;\n  ".join(rows) + " .\n"


def based(site: Site) -> str:
    """Return the line that says where the site stands, if that is known."""
    return f"@base <{site.base}> .\n" if site.base else ""


def _classes(counts: Counts) -> Iterator[str]:
    for name, found in sorted(counts.classes.items()):
        parts = [f"void:class <{name}>", f"void:entities {found.members}"]
        parts += [_property(p, one) for p, one in sorted(found.properties.items())]
        yield "void:classPartition [ " + " ;\n    ".join(parts) + " ]"


def _property(name: str, found: Property) -> str:
    parts = [f"void:property <{name}>", f"void:triples {found.triples}"]
    parts += [
        f"void:classPartition [ void:class <{iri}> ; void:triples {number} ]"
        for iri, number in sorted(found.classes.items())
    ]
    parts += [
        f"void-ext:datatypePartition [ void-ext:datatype <{iri}> ; void:triples {number} ]"
        for iri, number in sorted(found.datatypes.items())
    ]
    return f"void:propertyPartition [ {' ; '.join(parts)} ]"
