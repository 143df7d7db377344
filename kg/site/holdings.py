"""The whole graph in memory, by subject and by object: pages look up what queries search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

import pyoxigraph as ox

from kg.load import Graph
from kg.query import Cell
from kg.vocabulary import PREFIXES, TERMS, THINGS, compact

TYPE = PREFIXES["rdf"] + "type"
SUBCLASS = PREFIXES["rdfs"] + "subClassOf"
LABELS = (PREFIXES["skos"] + "prefLabel", PREFIXES["rdfs"] + "label", TERMS + "title")
ALSO = PREFIXES["skos"] + "altLabel"
_HERE = ox.DefaultGraph()


class Facts(dict[str, list[Cell]]):
    """What is said of one subject: values by property; nothing where nothing is said."""

    def __missing__(self, key: str) -> list[Cell]:
        """Return no values."""
        return []

    def one(self, term: str) -> str:
        """Return the first value of one of our own properties, or nothing."""
        cells = self[TERMS + term]
        return cells[0].value if cells else ""


class Holdings(dict[str, Facts]):
    """Facts by subject, for every IRI of a closed graph; no facts for any other."""

    def __init__(self, graph: Graph) -> None:
        """Read every triple once."""
        super().__init__()
        self.triples: dict[str, list[ox.Triple]] = defaultdict(list)
        self.incoming: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for quad in graph.store.quads_for_pattern(None, None, None, _HERE):
            if isinstance(quad.subject, ox.NamedNode):
                self._take(quad.subject.value, quad)
        for facts in self.values():
            for cells in facts.values():
                cells.sort()
        for pairs in self.incoming.values():
            pairs.sort()

    def _take(self, subject: str, quad: ox.Quad) -> None:
        predicate, cell = quad.predicate.value, _cell(quad.object)
        self.setdefault(subject, Facts()).setdefault(predicate, []).append(cell)
        self.triples[subject].append(quad.triple)
        if cell.kind == "iri":
            self.incoming[cell.value].append((predicate, subject))
            self.triples[cell.value].append(quad.triple)

    def __missing__(self, key: str) -> Facts:
        """Return no facts."""
        return Facts()

    @cached_property
    def labels(self) -> Labels:
        """A name for every IRI: English first, then any other, else the short IRI."""
        return Labels(self, "en")

    @cached_property
    def labels_zh(self) -> Labels:
        """The same, Chinese first."""
        return Labels(self, "zh")

    def of_class(self, name: str) -> list[str]:
        """Return everything of one of our classes or of a class below it, in order."""
        classes = self.below(TERMS + name)
        return sorted({s for c in classes for p, s in self.incoming[c] if p == TYPE})

    def below(self, class_iri: str) -> set[str]:
        """Return a class with all classes below it."""
        found, ahead = {class_iri}, [class_iri]
        while ahead:
            below = {s for p, s in self.incoming[ahead.pop()] if p == SUBCLASS} - found
            found |= below
            ahead += below
        return found

    def names(self, iri: str) -> list[Cell]:
        """Return every name of a thing, the preferred ones first."""
        facts = self[iri]
        preferred = [cell for predicate in LABELS for cell in facts[predicate]]
        return [*preferred, *facts[ALSO]]

    def from_here(self, iri: str, term: str) -> list[str]:
        """Return the IRIs to which one of our properties leads."""
        return [cell.value for cell in self[iri][TERMS + term] if cell.kind == "iri"]

    def to_here(self, iri: str, *terms: str) -> list[str]:
        """Return the IRIs from which some of our properties lead here."""
        wanted = {TERMS + term for term in terms}
        return sorted({s for p, s in self.incoming.get(iri, ()) if p in wanted})


class Labels(dict[str, str]):
    """Names by IRI, looked up when they are asked for."""

    def __init__(self, holdings: Holdings, language: str) -> None:
        """Know where to look, and which language comes first."""
        super().__init__()
        self.holdings, self.language = holdings, language

    def __missing__(self, iri: str) -> str:
        """Find the name once."""
        facts = self.holdings[iri]
        cells = [(rank, cell) for rank, p in enumerate(LABELS) for cell in facts[p]]
        named = min(cells, key=lambda pair: self._rank(*pair), default=None)
        self[iri] = named[1].value if named else compact(iri)
        return self[iri]

    def _rank(self, at: int, cell: Cell) -> tuple[int, int, str]:
        tag = (cell.language or "").split("-")[0]
        return (0 if tag == self.language else 1 if tag == "en" else 2, at, cell.value)


def _cell(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Cell:
    if isinstance(term, ox.NamedNode):
        return Cell(term.value, "iri")
    if isinstance(term, ox.Literal):
        return Cell(term.value, "literal", term.datatype.value, term.language)
    return Cell(str(term), "bnode")


def kind_of(iri: str) -> str:
    """Return the KIND of an IRI of ours, such as `program`; empty for any other."""
    return iri[len(THINGS) :].partition("/")[0] if iri.startswith(THINGS) else ""


def classes_in_words(labels: dict[str, str], cells: Iterable[Cell]) -> list[str]:
    """Return the names of classes, in order."""
    return sorted(labels[cell.value] for cell in cells)
