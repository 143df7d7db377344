"""What the reasoner and the profile say of ontology and data, on the slice that can matter.

Left out of what HermiT reads, because it cannot matter: values of annotation properties (labels,
definitions, notes, gists, reasons), which have no meaning in OWL 2's direct semantics; the
declarations of imports, so that nothing is fetched; and literals that are ill typed or outside the
OWL 2 datatype map, which are findings of their own and at which the reasoner would stop.
Everything else stays, literals included: a functional property with two values is a clash.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import pyoxigraph as ox

from kg import reason
from kg.positions import RDF, XSD
from kg.validate.findings import Fault
from kg.validate.literals import is_well_typed
from kg.validate.reading import Places

OWL = "http://www.w3.org/2002/07/owl#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_IMPORTS = ox.NamedNode(OWL + "imports")
_TYPE = ox.NamedNode(RDF + "type")
_ANNOTATION = ox.NamedNode(OWL + "AnnotationProperty")
_BUILT_IN = {
    *(ox.NamedNode(RDFS + name) for name in ("label", "comment", "isDefinedBy", "seeAlso")),
    *(ox.NamedNode(OWL + name) for name in ("versionInfo", "deprecated")),
}
_MAPPED = {
    *(XSD + name for name in ("string", "normalizedString", "token", "language", "anyURI")),
    *(XSD + name for name in ("Name", "NCName", "NMTOKEN", "hexBinary", "base64Binary")),
    *(XSD + name for name in ("boolean", "decimal", "integer", "double", "float")),
    *(XSD + name for name in ("dateTime", "dateTimeStamp", "long", "int", "short", "byte")),
    *(XSD + name for name in ("nonNegativeInteger", "positiveInteger")),
    *(XSD + name for name in ("nonPositiveInteger", "negativeInteger")),
    *(XSD + name for name in ("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte")),
    *(RDF + name for name in ("langString", "PlainLiteral", "XMLLiteral")),
    RDFS + "Literal",
}
_NAMED = re.compile(r"<([^<>\s]+)>")
_WORDS = re.compile(r"\s*\[in \S+\]|OntologyID\(\S+\)")


def profile_text(store: ox.Store) -> bytes:
    """Return all statements without imports and unfit literals, as N-Triples in fixed order."""
    return _text(q for q in _statements(store) if _is_fit(q))


def slice_text(store: ox.Store) -> bytes:
    """Return the statements that can matter logically, as N-Triples in fixed order."""
    unread = _BUILT_IN | {
        q.subject for q in store.quads_for_pattern(None, _TYPE, _ANNOTATION, ox.DefaultGraph())
    }
    return _text(q for q in _statements(store) if q.predicate not in unread and _is_fit(q))


def _statements(store: ox.Store) -> Iterator[ox.Quad]:
    return store.quads_for_pattern(None, None, None, ox.DefaultGraph())


def _is_fit(quad: ox.Quad) -> bool:
    if isinstance(quad.object, ox.Literal):
        datatype = quad.object.datatype.value
        return datatype in _MAPPED and is_well_typed(quad.object.value, datatype)
    return quad.predicate != _IMPORTS


def _text(quads: Iterable[ox.Quad]) -> bytes:
    return "".join(sorted(f"{q.subject} {q.predicate} {q.object} .\n" for q in quads)).encode()


def profile_faults(triples: bytes) -> list[Fault]:
    """Return what is outside OWL 2 DL."""
    return [_violation(text) for text in reason.profile_violations(triples)]


def _violation(text: str) -> Fault:
    named = [iri for iri in _NAMED.findall(text) if not iri.startswith((OWL, XSD, RDF, RDFS))]
    return Fault(
        "outside-owl2-dl",
        "error",
        " ".join(_WORDS.sub("", text).split()),
        "Declare the term with its one true type, or say it in another way.",
        entity=named[0] if named else None,
    )


def consistency_faults(triples: bytes, places: Callable[[], Places]) -> list[Fault]:
    """Return the clash, if there is one, and the classes that can have no member.

    The explanation says where each of the clashing statements and axioms stands.
    """
    verdict = reason.judge(triples)
    if verdict.is_consistent:
        return [
            Fault(
                "unsatisfiable-class",
                "error",
                "the class can have no member",
                "Look for two of its superclasses that are disjoint.",
                entity=name,
            )
            for name in verdict.unsatisfiable
        ]
    axioms = reason.explain(triples)
    listed = (
        "; ".join(_with_place(axiom, places()) for axiom in axioms) or "no explanation was found"
    )
    blamed = _fault_of(axioms[0]) if axioms else Fault("inconsistent", "error", "", "")
    remedy = "Correct one of them; most often it is the statement about a thing, not the axiom."
    return [replace(blamed, message=f"these cannot all hold: {listed}", remedy=remedy)]


def _with_place(axiom: reason.Axiom, places: Places) -> str:
    """Return what an axiom says, and where it stands."""
    file, line, _ = places.find_list(axiom.members) if axiom.members else ("", 0, 0)
    if not file:
        file, line, _ = places.find(_fault_of(axiom))
    return f"{axiom.words} ({file}:{line})" if file else axiom.words


def _fault_of(axiom: reason.Axiom) -> Fault:
    """Return an axiom as a fault without words: its place is where the axiom stands."""
    first, *others = axiom.members or ("",)
    return Fault(
        "inconsistent",
        "error",
        "",
        "",
        entity=axiom.subject or first or None,
        property=axiom.property or None,
        value=axiom.literal or axiom.value or (others[0] if others else None),
    )
