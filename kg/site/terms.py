"""The terms of the ontology as the manual shows them: each with everything that is known of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyoxigraph as ox

from kg.site.holdings import SUBCLASS, TYPE
from kg.site.model import Site
from kg.site.ontology import Asked, shapes, short_names
from kg.site.titles import title
from kg.site.uses import Use, Uses
from kg.vocabulary import PREFIXES, TERMS, compact

_OWL, _RDFS, _SKOS = PREFIXES["owl"], PREFIXES["rdfs"], PREFIXES["skos"]
SUBPROPERTY, IN_SCHEME = _RDFS + "subPropertyOf", _SKOS + "inScheme"
DOMAIN, RANGE = _RDFS + "domain", _RDFS + "range"
CLASS, SCHEME, DATATYPE = _OWL + "Class", _SKOS + "ConceptScheme", _RDFS + "Datatype"
PROPERTIES = {
    _OWL + "ObjectProperty": "object property",
    _OWL + "DatatypeProperty": "data property",
    _OWL + "AnnotationProperty": "annotation property",
}
_TRAITS = {
    _OWL + "FunctionalProperty": "at most one value",
    _OWL + "InverseFunctionalProperty": "a value belongs to at most one",
    _OWL + "SymmetricProperty": "holds both ways",
    _OWL + "IrreflexiveProperty": "never relates a thing to itself",
}
_MATCHES = ("exactMatch", "closeMatch", "relatedMatch", "broadMatch", "narrowMatch")
_CHAIN, _INVERSE = _OWL + "propertyChainAxiom", _OWL + "inverseOf"
_REST, _FIRST = (ox.NamedNode(PREFIXES["rdf"] + name) for name in ("rest", "first"))
_LONGEST_EXAMPLE = 72


@dataclass(frozen=True)
class Term:
    """One term.

    Attributes:
        iri: the whole name.
        name: what stands behind the #, which is its anchor.
        label: in English, or the name.
        chinese: the label in Chinese, or nothing.
        kind: class, object property and the like, in words.
        definition: in a sentence.
        notes: scope notes and changes.
        examples: as the ontology gives them.
        rows: names with values, each with where it leads.
        use: how often the graph uses it.
        example: an IRI and words for one use.
        asked: what the gate asks.
    """

    iri: str
    name: str
    label: str
    chinese: str
    kind: str
    definition: str
    notes: tuple[str, ...]
    examples: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]
    use: Use
    example: dict[str, str] | None
    asked: tuple[Asked, ...]


class Terms:
    """Makes terms out of the graph."""

    def __init__(self, site: Site) -> None:
        """Look through the graph once."""
        self.site = site
        self.holdings = site.holdings
        self.uses = Uses(site)

    @cached_property
    def iris(self) -> list[str]:
        """Every IRI of our namespace of which the graph says anything and that can be an anchor."""
        return sorted(iri for iri in self.holdings if self.is_term(iri))

    def is_term(self, iri: str) -> bool:
        """Say whether an IRI stands on this page."""
        return iri.startswith(TERMS) and bool(self.site.address(iri))

    def types(self, iri: str) -> set[str]:
        """Return the types of a term."""
        return {cell.value for cell in self.holdings[iri][TYPE]}

    def term(self, iri: str) -> Term:
        """Return one term with everything that is known of it."""
        labels, facts = self.holdings.labels, self.holdings[iri]
        name = iri.removeprefix(TERMS)
        use = self._use(iri)
        return Term(
            iri=iri,
            name=name,
            label=name if labels[iri] == compact(iri) else labels[iri],
            chinese=next(
                (c.value for c in self.holdings.names(iri) if _is_chinese(c.language)), ""
            ),
            kind=self._kind(iri),
            definition=next((cell.value for cell in facts[_SKOS + "definition"]), ""),
            notes=tuple(c.value for c in facts[_SKOS + "scopeNote"]),
            examples=tuple(c.value for c in facts[_SKOS + "example"]),
            rows=tuple(self._rows(iri)),
            use=use,
            example=self._example(use.example),
            asked=self._asked(iri),
        )

    def _use(self, iri: str) -> Use:
        types = self.types(iri)
        if CLASS in types:
            return self.uses.of_class(iri)
        found = self.uses.of_properties if types & PROPERTIES.keys() else self.uses.of_values
        return found.get(iri, Use())

    def _asked(self, iri: str) -> tuple[Asked, ...]:
        return (*shapes().of_class.get(iri, ()), *shapes().of_property.get(iri, ()))

    def _kind(self, iri: str) -> str:
        types = self.types(iri)
        named = [PROPERTIES[t] for t in sorted(types & PROPERTIES.keys())]
        named += ["class"] if CLASS in types else []
        named += ["datatype"] if DATATYPE in types else []
        named += ["list of codes"] if SCHEME in types else []
        rest = sorted(self.text(t) for t in types if t.startswith(TERMS))
        return ", ".join([*named, *rest]) or ", ".join(sorted(map(self.text, types)))

    def _example(self, iri: str) -> dict[str, str] | None:
        if not iri:
            return None
        is_record = bool(self.holdings[iri][TERMS + "hasEvidence"])
        words = title(self.holdings, iri) if is_record else self.holdings.labels[iri]
        is_long = len(words) > _LONGEST_EXAMPLE
        short = words[: _LONGEST_EXAMPLE - 1].rstrip() + "…" if is_long else words
        return {"iri": iri, "text": short}

    def text(self, iri: str) -> str:
        """Return the label of a term of ours, and the short name of any other."""
        if iri.startswith(TERMS):
            return self.holdings.labels[iri]
        space = max((s for s in short_names() if iri.startswith(s)), key=len, default="")
        return f"{short_names()[space]}:{iri[len(space) :]}" if space else compact(iri)

    def _rows(self, iri: str) -> Iterator[dict[str, Any]]:
        for name, values in self._said(iri):
            shown = [v if isinstance(v, dict) else self.value(v) for v in values]
            if shown:
                yield {"name": name, "values": shown}

    def value(self, iri: str) -> dict[str, str]:
        """Return an IRI as a value of a row."""
        return {"text": self.text(iri), "iri": iri, "language": ""}

    def _said(self, iri: str) -> Iterator[tuple[str, Iterable[str | dict[str, str]]]]:
        facts, types = self.holdings[iri], self.types(iri)
        yield from self._of_property(iri) if types & PROPERTIES.keys() else ()
        yield from self._of_class(iri) if CLASS in types else ()
        yield "in the list", self._iris(iri, IN_SCHEME)
        yield "code", (_plain(cell.value) for cell in facts[_SKOS + "notation"])
        yield "base unit", self._iris(iri, TERMS + "baseUnit")
        yield "of these in one base unit", (_plain(c.value) for c in facts[TERMS + "perBaseUnit"])
        for match in _MATCHES:
            words = f"{match.removesuffix('Match')} match elsewhere"
            yield words, self._iris(iri, _SKOS + match)

    def _of_property(self, iri: str) -> Iterator[tuple[str, Iterable[str | dict[str, str]]]]:
        yield "rules", (_plain(_TRAITS[t]) for t in sorted(self.types(iri) & _TRAITS.keys()))
        yield "from", self._ends(iri, DOMAIN)
        yield "to", self._ends(iri, RANGE)
        yield "narrower than", self._iris(iri, SUBPROPERTY)
        yield "wider than", self._subjects(iri, SUBPROPERTY)
        inverses = {*self._iris(iri, _INVERSE), *self._subjects(iri, _INVERSE)}
        yield "inverse of", self._in_order(inverses)
        for chain in self._lists(iri, _CHAIN):
            yield "follows from the chain", chain
        yield (
            "carried by",
            self._in_order(c for c, carried in shapes().carried.items() if iri in carried),
        )

    def _of_class(self, iri: str) -> Iterator[tuple[str, Iterable[str | dict[str, str]]]]:
        yield "kind of", self._iris(iri, SUBCLASS)
        yield "kinds of it", self._subjects(iri, SUBCLASS)
        kinds = self.holdings[iri][TERMS + "iriKind"]
        yield "path in IRIs", (_plain(cell.value) for cell in kinds)
        yield "properties from it", self._properties(iri, DOMAIN)
        yield "properties to it", self._properties(iri, RANGE)
        carried = shapes().carried.get(iri, ())
        yield "may carry", self._in_order(p for p in carried if p.startswith(TERMS))

    def _in_order(self, iris: Iterable[str]) -> list[str]:
        return sorted(iris, key=lambda iri: (self.text(iri), iri))

    def _iris(self, iri: str, predicate: str) -> list[str]:
        cells = self.holdings[iri][predicate]
        return [cell.value for cell in cells if cell.kind == "iri"]

    def _subjects(self, iri: str, predicate: str) -> list[str]:
        found = {s for p, s in self.holdings.incoming.get(iri, ()) if p == predicate}
        return self._in_order(found)

    @cached_property
    def _by_end(self) -> dict[tuple[str, str], list[str]]:
        """Return properties by the class at one end, and which end it is."""
        found: dict[tuple[str, str], list[str]] = {}
        for iri in self.iris:
            for end in (DOMAIN, RANGE):
                for name in self._ends(iri, end):
                    found.setdefault((name, end), []).append(iri)
        return found

    def _properties(self, iri: str, end: str) -> list[str]:
        return self._in_order(self._by_end.get((iri, end), ()))

    def _ends(self, iri: str, predicate: str) -> list[str]:
        """Return the classes of a domain or range; those of a union one by one."""
        found = self._iris(iri, predicate)
        node = ox.NamedNode(iri)
        union = ox.NamedNode(_OWL + "unionOf")
        store = self.site.graph.store
        for quad in store.quads_for_pattern(node, ox.NamedNode(predicate), None):
            if isinstance(quad.object, ox.BlankNode):
                for part in store.quads_for_pattern(quad.object, union, None):
                    found += self._members(part.object)
        return self._in_order(found)

    def _lists(self, iri: str, predicate: str) -> list[list[str]]:
        found = self.site.graph.store.quads_for_pattern(
            ox.NamedNode(iri), ox.NamedNode(predicate), None
        )
        return sorted(self._members(quad.object) for quad in found)

    def _members(self, node: Any) -> list[str]:  # noqa: ANN401 - any RDF term may stand here
        """Return the IRIs of a list, in its order."""
        store, found, seen = self.site.graph.store, list[str](), set[str]()
        while isinstance(node, ox.BlankNode) and node.value not in seen:
            seen.add(node.value)
            values = [q.object for q in store.quads_for_pattern(node, _FIRST, None)]
            found += [value.value for value in values if isinstance(value, ox.NamedNode)]
            rest = [q.object for q in store.quads_for_pattern(node, _REST, None)]
            node = rest[0] if rest else None
        return found


def _plain(text: str) -> dict[str, str]:
    return {"text": text, "iri": "", "language": ""}


def _is_chinese(language: str | None) -> bool:
    return (language or "").split("-")[0] == "zh"
