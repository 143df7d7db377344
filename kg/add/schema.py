"""Which kinds there are and what each may and must say: read from ontology, shapes and rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kg.add.facts import RDF_TYPE, Facts
from kg.add.rules import Alternative, Choice, Condition
from kg.query.answers import Cell
from kg.vocabulary import PREFIXES, TERMS, compact

SH = "http://www.w3.org/ns/shacl#"
OWL, RDFS, SKOS, XSD = (PREFIXES[name] for name in ("owl", "rdfs", "skos", "xsd"))
CODE, RECORD, THING, EVIDENCE = (TERMS + n for n in ("Code", "Record", "Thing", "Evidence"))
RESOURCE = RDFS + "Resource"  # an IRI of another house
SOURCE, HAS_EVIDENCE = TERMS + "Source", TERMS + "hasEvidence"
LABEL, OTHER_LABEL = SKOS + "prefLabel", SKOS + "altLabel"
_OF_THINGS = (LABEL, OTHER_LABEL, SKOS + "exactMatch", SKOS + "closeMatch")
_MADE = re.compile(r"CONSTRUCT\s*\{(.*?)\}\s*WHERE", re.DOTALL)
_TERM = re.compile(r"\bakg:([a-z]\w*)")


@dataclass(frozen=True)
class Property:
    """What a member of a kind may say.

    Attributes:
        iri: the property.
        range: IRI of the class or datatype of its values; "" for words of a curator.
        least: how many values there must be.
        most: how many there may be; None for any number.
        label: its name in words.
        definition: what it means.
        message: what is asked where it is missing.
    """

    iri: str
    range: str
    least: int
    most: int | None
    label: str
    definition: str
    message: str

    @property
    def name(self) -> str:
        """The name without its namespace."""
        return re.split("[#/]", self.iri)[-1]


@dataclass(frozen=True)
class Kind:
    """A class whose members can be added.

    Attributes:
        iri: the class.
        segment: the word that IRIs of its members carry.
        label: its name in words.
        definition: what it means.
        properties: those that a member may have, the needed ones first.
        choices: groups of properties of which some are needed.
        owners: properties by which another entity must name the member.
    """

    iri: str
    segment: str
    label: str
    definition: str
    properties: tuple[Property, ...]
    choices: tuple[Choice, ...]
    owners: tuple[str, ...]

    @cached_property
    def by_iri(self) -> dict[str, Property]:
        """The properties by their IRIs."""
        return {each.iri: each for each in self.properties}

    @property
    def word(self) -> str:
        """The word for the kind on the command line."""
        return dashed(re.split("[#/]", self.iri)[-1])


def dashed(name: str) -> str:
    """Return `as-printed` for `asPrinted` and `CuratorJudgement` as `curator-judgement`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()


@dataclass(frozen=True)
class Schema:
    """Ontology, shapes and rules, asked for what a curator must know."""

    ontology: Facts
    shapes: Facts
    derive: Path
    _kinds: dict[str, Kind] = field(default_factory=dict)

    @cached_property
    def classes(self) -> list[str]:
        """The classes whose members can be added, in the order of their names."""
        typed = [c for c in self.ontology.subjects(RDF_TYPE, OWL + "Class") if self.segment(c)]
        made = {iri for iri in self._derived if self.ontology.objects(iri, TERMS + "iriKind")}
        return sorted(set(typed) - made)

    @cached_property
    def _derived(self) -> set[str]:
        """The properties and classes that rules make, so that nobody types them."""
        heads = (
            head
            for path in sorted(self.derive.glob("*.rq"))
            for head in _MADE.findall(path.read_text(encoding="utf-8"))
        )
        texts = list(heads)
        classes = {TERMS + c for text in texts for c in re.findall(r"\ba akg:(\w+)", text)}
        return classes | {TERMS + name for text in texts for name in _TERM.findall(text)}

    def segment(self, class_: str) -> str:
        """Return the word that IRIs of members of a class carry, or ""."""
        return self.ontology.one(class_, TERMS + "iriKind")

    def kind(self, class_: str) -> Kind:
        """Return a class as a kind."""
        if class_ not in self._kinds:
            self._kinds[class_] = self._read(class_)
        return self._kinds[class_]

    def within(self, class_: str, wanted: str) -> bool:
        """Whether a class is another or a kind of it."""
        return wanted in self.ontology.above(class_)

    def label(self, iri: str) -> str:
        """Return the English name of a term or a code."""
        found = self.ontology.objects(iri, LABEL) or self.ontology.objects(iri, RDFS + "label")
        english = [cell.value for cell in found if cell.language == "en"]
        return (english or [compact(iri)])[0]

    def members(self, class_: str) -> list[str]:
        """Return the codes and units that the ontology lists for a class."""
        of_all = (self.ontology.subjects(RDF_TYPE, each) for each in self.ontology.below(class_))
        return sorted({iri for some in of_all for iri in some})

    # -- One kind ----------------------------------------------------------------------

    def _read(self, class_: str) -> Kind:
        shapes = [s for c in self.ontology.above(class_) for s in self._shapes_of(c)]
        needed = self._needed(shapes)
        named = list(dict.fromkeys([*needed, *self._allowed(class_, shapes)]))
        properties = tuple(
            self._property(iri, *needed.get(iri, (0, None, "")))
            for iri in named
            if not iri.startswith("^")
        )
        return Kind(
            class_,
            self.segment(class_),
            self.label(class_),
            self.ontology.one(class_, SKOS + "definition"),
            tuple(sorted(properties, key=lambda p: p.least == 0)),
            tuple(choice for shape in shapes for choice in self._choices(shape)),
            tuple(iri[1:] for iri in needed if iri.startswith("^")),
        )

    def _shapes_of(self, class_: str) -> list[str]:
        return sorted(self.shapes.subjects(SH + "targetClass", class_))

    def _needed(self, shapes: Iterable[str]) -> dict[str, tuple[int, int | None, str]]:
        """Return how often each property of the shapes must and may be there, and the message."""
        found: dict[str, tuple[int, int | None, str]] = {}
        for shape in shapes:
            for each in self.shapes.objects(shape, SH + "property"):
                if not (path := self._path(each.value)):
                    continue
                least, most = (
                    self._count(each.value, "minCount"),
                    self._count(each.value, "maxCount"),
                )
                before = found.get(path, (0, None, ""))
                message = self.shapes.one(each.value, SH + "message")
                found[path] = (
                    max(before[0], least or 0),
                    most if before[1] is None else before[1],
                    before[2] or message,
                )
        return self._in_order_of_text(found)

    def _in_order_of_text(
        self, found: dict[str, tuple[int, int | None, str]]
    ) -> dict[str, tuple[int, int | None, str]]:
        """Return things, then numbers, codes and words: who and what come first."""

        def rank(path: str) -> tuple[int, str]:
            range_ = self.ontology.one(path.strip("^"), RDFS + "range")
            is_code = self.is_listed(range_)
            sorts = (range_.startswith(TERMS) and not is_code, range_ == XSD + "decimal", is_code)
            return (sorts.index(True) if any(sorts) else len(sorts), path)

        return {path: found[path] for path in sorted(found, key=rank)}

    def is_listed(self, range_: str) -> bool:
        """Whether the values of this class stand in the ontology: codes and units."""
        return bool(range_) and (
            self.within(range_, CODE)
            or range_ == SKOS + "Concept"
            or range_.startswith(PREFIXES["qudt"])
        )

    def _count(self, shape: str, name: str) -> int | None:
        text = self.shapes.one(shape, SH + name)
        return int(text) if text else None

    def _path(self, shape: str) -> str:
        """Return the property of a shape, with ^ in front of an inverse; "" for a longer path."""
        path = next(iter(self.shapes.objects(shape, SH + "path")), None)
        if path is None or path.kind == "iri":
            return path.value if path else ""
        inverse = self.shapes.one(path.value, SH + "inversePath")
        return f"^{inverse}" if inverse else ""

    def _allowed(self, class_: str, shapes: list[str]) -> Iterator[str]:
        """Yield the properties that a member may have: those of a closed shape, or by domain."""
        closed = [s for s in shapes if self.shapes.one(s, SH + "closed") == "true"]
        for shape in closed:
            listed = self.shapes.listed(self.shapes.one(shape, SH + "ignoredProperties"))
            yield from (cell.value for cell in listed if cell.value != RDF_TYPE)
        if not closed:
            yield from (p for p in _OF_THINGS if self.ontology.types(p))
            above = self.ontology.above(class_)
            for sort in ("ObjectProperty", "DatatypeProperty"):
                for iri in sorted(self.ontology.subjects(RDF_TYPE, OWL + sort)):
                    if iri not in self._derived and {*self.domain(iri)} & {*above}:
                        yield from [] if self._is_inverse(iri) else [iri]

    def _is_inverse(self, iri: str) -> bool:
        """Whether a property leads back from a thing to what names it."""
        return bool(self.ontology.objects(iri, OWL + "inverseOf"))

    def domain(self, iri: str) -> list[str]:
        """Return the classes whose members have a property."""
        domains = self.ontology.objects(iri, RDFS + "domain")
        united = [self.ontology.one(d.value, OWL + "unionOf") for d in domains]
        listed = (cell.value for head in united for cell in self.ontology.listed(head))
        return list(dict.fromkeys([*listed, *(d.value for d in domains if d.kind == "iri")]))

    def _property(self, iri: str, least: int, most: int | None, message: str) -> Property:
        functional = OWL + "FunctionalProperty" in self.ontology.types(iri)
        return Property(
            iri,
            self._range(iri),
            least,
            1 if functional else most,
            self.ontology.one(iri, RDFS + "label")
            or dashed(re.split("[#/]", iri)[-1]).replace("-", " "),
            self.ontology.one(iri, SKOS + "definition"),
            message,
        )

    def _range(self, iri: str) -> str:
        if iri in (LABEL, OTHER_LABEL):
            return PREFIXES["rdf"] + "langString"
        if iri.startswith(SKOS):
            return RESOURCE
        return self.ontology.one(iri, RDFS + "range")

    # -- Choices -----------------------------------------------------------------------

    def _choices(self, shape: str) -> Iterator[Choice]:
        for sort in ("or", "xone"):
            for head in self.shapes.objects(shape, SH + sort):
                alternatives = tuple(
                    self._alternative(cell.value) for cell in self.shapes.listed(head.value)
                )
                message = self.shapes.one(shape, SH + "message")
                yield Choice(alternatives, sort == "xone", message)

    def _alternative(self, node: str) -> Alternative:
        refused = self.shapes.one(node, SH + "not")
        conditions = tuple(
            condition
            for each in self.shapes.objects(node, SH + "property")
            if (condition := self._condition(each.value))
        )
        return Alternative(conditions, self._alternative(refused) if refused else None)

    def _condition(self, node: str) -> Condition | None:
        path = self._path(node)
        value: Cell | None = next(iter(self.shapes.objects(node, SH + "hasValue")), None)
        least, most = self._count(node, "minCount"), self._count(node, "maxCount")
        return Condition(path, least or 0, most, value) if path else None
