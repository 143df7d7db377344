"""The manual of the ontology on one page: every term with a place of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kg import paths
from kg.load import turtle_files
from kg.site.holdings import SUBCLASS
from kg.site.model import Page, Site
from kg.site.ontology import topics
from kg.site.schema_map import schema_map
from kg.site.terms import CLASS, IN_SCHEME, PROPERTIES, SCHEME, Term, Terms
from kg.vocabulary import PREFIXES, TERMS

ONTOLOGY = TERMS.rstrip("#")
SCHEMA_FILE = "schema.ttl"


def pages(site: Site) -> Iterator[Page]:
    """Yield the manual."""
    terms = Terms(site)
    content = {
        "about": _about(site),
        "map": schema_map(site),
        "trees": _trees(terms),
        "topics": list(_topics(terms)),
        "schemes": list(_schemes(terms)),
        "lists_lead": _lead_of_lists(terms),
        "others": _others(terms),
        "borrowed": list(_borrowed(terms)),
        "counts": _counts(terms),
        "file": SCHEMA_FILE,
    }
    yield Page("schema.html", "schema.html", "The ontology", content, way="about")


def as_turtle() -> str:
    """Return all files of the ontology as one, each under its name; a prefix is declared once."""
    files = sorted(turtle_files(paths.ONTOLOGY), key=lambda path: (path.stem != "core", path.name))
    declared, bodies = set[str](), list[str]()
    for path in files:
        lines = path.read_text(encoding="utf-8").splitlines()
        declared |= {line for line in lines if line.startswith("@prefix ")}
        kept = "\n".join(line for line in lines if not line.startswith("@prefix "))
        bodies.append(f"# ==== {path.name}\n\n{kept.strip()}\n")
    return "\n".join(sorted(declared)) + "\n\n" + "\n".join(bodies)


def _about(site: Site) -> dict[str, str]:
    """Return what the ontology says of itself; nothing where the graph does not hold it."""
    facts, dcterms = site.holdings[ONTOLOGY], PREFIXES["dcterms"]
    wanted = {
        "description": dcterms + "description",
        "abstract": dcterms + "abstract",
        "version": PREFIXES["owl"] + "versionInfo",
        "modified": dcterms + "modified",
    }
    return {name: next((c.value for c in facts[p]), "") for name, p in wanted.items()}


def _counts(terms: Terms) -> dict[str, int]:
    """Return how many terms there are, by what they are."""
    found = [terms.types(iri) for iri in terms.iris]
    return {
        "terms": len(found),
        "classes": sum(CLASS in types for types in found),
        "properties": sum(bool(types & PROPERTIES.keys()) for types in found),
        "lists": sum(SCHEME in types for types in found),
    }


def _trees(terms: Terms) -> list[dict[str, Any]]:
    """Return the classes as trees; a class below two others stands below both."""
    classes = [iri for iri in terms.iris if CLASS in terms.types(iri)]
    tops = [iri for iri in classes if not any(map(terms.is_term, _above(terms, iri)))]
    return [_branch(terms, iri, classes, frozenset()) for iri in sorted(tops, key=terms.text)]


def _above(terms: Terms, iri: str) -> list[str]:
    return [cell.value for cell in terms.holdings[iri][SUBCLASS] if cell.kind == "iri"]


def _branch(terms: Terms, iri: str, classes: list[str], seen: frozenset[str]) -> dict[str, Any]:
    below = [c for c in classes if iri in _above(terms, c) and c not in seen]
    return {
        "iri": iri,
        "name": terms.text(iri),
        "count": terms.uses.of_class(iri).count,
        "below": [_branch(terms, c, classes, seen | {iri}) for c in sorted(below, key=terms.text)],
    }


def _topics(terms: Terms) -> Iterator[dict[str, Any]]:
    """Yield the files of the ontology with their classes and properties; codes stand elsewhere."""
    for topic in topics():
        iris = [iri for iri in terms.iris if iri in topic.terms and not _is_code(terms, iri)]
        if iris:
            found = sorted((terms.term(iri) for iri in iris), key=lambda t: (_rank(t), t.name))
            yield {"name": topic.name, "lead": topic.lead, "terms": found}


def _lead_of_lists(terms: Terms) -> list[str]:
    """Return the sentences with which files begin that hold codes only."""
    alone = [topic for topic in topics() if all(_is_code(terms, iri) for iri in topic.terms)]
    return [sentence for topic in alone for sentence in topic.lead]


def _is_code(terms: Terms, iri: str) -> bool:
    return SCHEME in terms.types(iri) or bool(terms.holdings[iri][IN_SCHEME])


def _rank(term: Term) -> int:
    order = ["class", *PROPERTIES.values(), "datatype"]
    kind = term.kind.partition(",")[0]
    return order.index(kind) if kind in order else len(order)


def _schemes(terms: Terms) -> Iterator[dict[str, Any]]:
    """Yield the lists of codes with their entries."""
    schemes = [iri for iri in terms.iris if SCHEME in terms.types(iri)]
    for iri in sorted(schemes, key=terms.text):
        codes = [c for c in terms.iris if iri in _lists_of(terms, c)]
        entries = [terms.term(code) for code in codes]
        classes = sorted({t for code in codes for t in terms.types(code) if terms.is_term(t)})
        yield {
            "term": terms.term(iri),
            "title": terms.text(iri).removesuffix(" scheme"),
            "classes": [terms.value(c) for c in classes],
            "codes": sorted(entries, key=lambda term: term.name),
        }


def _lists_of(terms: Terms, iri: str) -> Iterable[str]:
    return (cell.value for cell in terms.holdings[iri][IN_SCHEME])


def _others(terms: Terms) -> list[Term]:
    """Return what stands in no file of ours and in no list, so that every link finds its place."""
    placed = {iri for topic in topics() for iri in topic.terms}
    rest = [
        iri
        for iri in terms.iris
        if not (SCHEME in terms.types(iri) or _is_listed(terms, iri))
        and (iri not in placed or (_is_code(terms, iri) and not _is_listed(terms, iri)))
    ]
    return [terms.term(iri) for iri in rest]


def _is_listed(terms: Terms, iri: str) -> bool:
    return any(SCHEME in terms.types(s) and terms.is_term(s) for s in _lists_of(terms, iri))


def _borrowed(terms: Terms) -> Iterator[dict[str, Any]]:
    """Yield the terms of other vocabularies that the ontology declares, by vocabulary."""
    defined = PREFIXES["rdfs"] + "isDefinedBy"
    found: dict[str, list[str]] = {}
    for iri in sorted(terms.holdings):
        for cell in terms.holdings[iri][defined]:
            if cell.value != ONTOLOGY:
                found.setdefault(cell.value, []).append(iri)
    for space in sorted(found):
        yield {"space": space, "terms": [_foreign(terms, iri) for iri in found[space]]}


def _foreign(terms: Terms, iri: str) -> dict[str, Any]:
    used = terms.uses.of_properties.get(iri) or terms.uses.of_values.get(iri)
    return {**terms.value(iri), "count": used.count if used else 0}
