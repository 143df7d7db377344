"""What things are called: prefixes, short names, and the few terms that code must name."""

from __future__ import annotations

import re

TERMS = "https://w3id.org/antkg/schema#"
THINGS = "https://w3id.org/antkg/id/"
DATA_SET = "https://w3id.org/antkg/data"

PREFIXES: dict[str, str] = {
    "akg": TERMS,
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qudt": "http://qudt.org/schema/qudt/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sdg": "http://metadata.un.org/sdg/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "unit": "http://qudt.org/vocab/unit/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

KINDS: tuple[str, ...] = (
    "absence", "activity", "appearance", "assessment", "award", "awarding", "change",
    "classification", "collaboration", "commitment", "composition", "contradiction", "document",
    "edge", "event", "evidence", "figure", "focus", "framework", "group", "identity", "indicator",
    "inspiration", "launch", "membership", "office", "operation", "organization", "ownership",
    "participation", "person", "place", "population", "product", "program", "source", "species",
    "tenure",
)  # fmt: skip
PREFIXES.update({kind: f"{THINGS}{kind}/" for kind in KINDS})

_LOCAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(?<!\.)\Z|\Z")
_LONGEST_FIRST = sorted(PREFIXES.items(), key=lambda pair: -len(pair[1]))


def compact(iri: str) -> str:
    """Return `program:ant-forest` for a full IRI, or the IRI itself where no prefix fits."""
    for prefix, namespace in _LONGEST_FIRST:
        if iri.startswith(namespace) and _LOCAL.match(iri[len(namespace) :]):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def expand(name: str) -> str:
    """Return the full IRI for `program:ant-forest` or `<https://…>`, other text as it is."""
    if name.startswith("<") and name.endswith(">"):
        return name[1:-1]
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else name


def sparql_prefixes() -> str:
    """Return PREFIX lines for every name that a query may use without declaring it."""
    return "".join(f"PREFIX {p}: <{n}>\n" for p, n in sorted(PREFIXES.items()))
