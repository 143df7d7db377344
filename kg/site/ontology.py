"""The files of the ontology: which term stands in which, what each is about, and the shapes."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg import paths, query
from kg.load import load, parse, turtle_files
from kg.vocabulary import PREFIXES, TERMS

_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_PREFIX = re.compile(r"@prefix ([a-z-]+): <([^>]+)> \.")
_ASKED = """PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?shape ?message ?path ?class WHERE {
  ?shape sh:message ?message . FILTER(ISIRI(?shape))
  OPTIONAL { ?shape sh:path ?path . FILTER(ISIRI(?path)) }
  OPTIONAL { { ?shape sh:targetClass ?class } UNION
             { ?shape ^sh:property/sh:targetClass ?class } }
} ORDER BY ?shape ?class"""
_CARRIED = """PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT ?class ?property WHERE {
  ?shape sh:targetClass ?class ; sh:closed true ;
    sh:ignoredProperties/rdf:rest*/rdf:first ?property .
} ORDER BY ?class ?property"""


@dataclass(frozen=True)
class Topic:
    """One file of the ontology.

    Attributes:
        name: of the file, without its ending.
        lead: the sentences with which the file begins.
        terms: those of our terms that get their type in it.
    """

    name: str
    lead: tuple[str, ...]
    terms: frozenset[str]


@dataclass(frozen=True)
class Asked:
    """One thing that the gate asks: the shape's name, and the sentence."""

    shape: str
    sentence: str


@dataclass
class Shapes:
    """What shapes ask of classes and of properties, and what a member of a class may carry."""

    of_class: dict[str, list[Asked]] = field(default_factory=lambda: defaultdict(list))
    of_property: dict[str, list[Asked]] = field(default_factory=lambda: defaultdict(list))
    carried: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


@cache
def topics(folder: Path = paths.ONTOLOGY) -> tuple[Topic, ...]:
    """Return the files that define terms of ours: `core` first, the others in order of name."""
    found = [Topic(p.stem, _lead(p), _terms(p)) for p in turtle_files(folder)]
    named = [topic for topic in found if topic.terms]
    return tuple(sorted(named, key=lambda topic: (topic.name != "core", topic.name)))


def _terms(path: Path) -> frozenset[str]:
    subjects = (quad.subject for quad in parse(path) if quad.predicate == _TYPE)
    named = (subject.value for subject in subjects if isinstance(subject, ox.NamedNode))
    return frozenset(iri for iri in named if iri.startswith(TERMS))


def _lead(path: Path) -> tuple[str, ...]:
    """Return the comment between the prefixes and the first heading."""
    lines = path.read_text(encoding="utf-8").splitlines()
    first = next((at for at, line in enumerate(lines) if line.startswith("# ")), len(lines))
    found = []
    for line in lines[first:]:
        if not line.startswith("# ") or line.startswith("# --"):
            break
        found.append(line.removeprefix("# "))
    return tuple(found)


@cache
def short_names(folder: Path = paths.ONTOLOGY) -> dict[str, str]:
    """Return every prefix that the ontology's files declare, by its namespace."""
    texts = [path.read_text(encoding="utf-8") for path in turtle_files(folder)]
    return {space: name for text in texts for name, space in _PREFIX.findall(text)}


@cache
def shapes(folder: Path = paths.SHAPES) -> Shapes:
    """Return what the shapes ask, each sentence once for a class and once for a property."""
    store, found = load(folder).store, Shapes()
    for row in query.select(store, _ASKED).to_dicts():
        sentence = (row["message"] or "").partition(". ")[0].rstrip(".") + "."
        asked = Asked((row["shape"] or "").rpartition("#")[2], sentence)
        for name, places in ((row["class"], found.of_class), (row["path"], found.of_property)):
            if name and asked not in places[name]:
                places[name].append(asked)
    for row in query.select(store, _CARRIED).to_dicts():
        found.carried[row["class"] or ""].append(row["property"] or "")
    return found
