"""A graph as plain look-ups: what is said of a node, and which nodes say it."""

from __future__ import annotations

from collections import defaultdict

from kg.query import Cell, Store, select
from kg.vocabulary import PREFIXES

RDF_TYPE = PREFIXES["rdf"] + "type"
SUBCLASS = PREFIXES["rdfs"] + "subClassOf"
_RDF_FIRST = PREFIXES["rdf"] + "first"
_RDF_REST = PREFIXES["rdf"] + "rest"


class Facts:
    """The statements of a small graph, blank nodes included, in the order of their terms."""

    def __init__(self, store: Store) -> None:
        self._of: dict[str, dict[str, list[Cell]]] = defaultdict(lambda: defaultdict(list))
        self._by: dict[tuple[str, str], list[str]] = defaultdict(list)
        found = select(store, "SELECT ?s ?p ?o { ?s ?p ?o }").rows
        for subject, name, value in sorted(found, key=str):
            assert subject is not None and name is not None and value is not None, "all are bound"
            self._of[subject.value][name.value].append(value)
            self._by[name.value, value.value].append(subject.value)

    def objects(self, subject: str, name: str) -> list[Cell]:
        """Return the values of a property of a node."""
        return self._of[subject][name] if subject in self._of else []

    def one(self, subject: str, name: str) -> str:
        """Return the first value of a property as text, or ""."""
        return next((cell.value for cell in self.objects(subject, name)), "")

    def subjects(self, name: str, value: str) -> list[str]:
        """Return the nodes that have this value."""
        return self._by.get((name, value), [])

    def listed(self, head: str) -> list[Cell]:
        """Return the members of an RDF list."""
        members: list[Cell] = []
        while first := self.objects(head, _RDF_FIRST):
            members += first
            head = self.one(head, _RDF_REST)
        return members

    def above(self, class_: str) -> list[str]:
        """Return a class and those that it is a kind of, the nearest first."""
        found = [class_]
        for each in found:
            found += [c.value for c in self.objects(each, SUBCLASS) if c.value not in found]
        return found

    def below(self, class_: str) -> list[str]:
        """Return a class and its kinds, in order."""
        found = [class_]
        for each in found:
            found += [
                narrower for narrower in self.subjects(SUBCLASS, each) if narrower not in found
            ]
        return [class_, *sorted(found[1:])]

    def types(self, subject: str) -> list[str]:
        """Return the classes that a node is said to be in."""
        return [cell.value for cell in self.objects(subject, RDF_TYPE)]
