"""The same as a page for programs: every triple that an IRI begins or ends, in two forms."""

from __future__ import annotations

import io
import re

import pyoxigraph as ox

from kg.site.model import Site
from kg.vocabulary import PREFIXES

_PARTS = ("hasEvidence", "hasParticipation")
_HEAD = re.compile(r"@prefix [^\n]*\n")


def triples_about(site: Site, iri: str) -> list[ox.Triple]:
    """Return what is said of an IRI and of its parts, and what leads to it, in order."""
    holdings = site.holdings
    parts = [part for term in _PARTS for part in holdings.from_here(iri, term)]
    about = [*holdings.triples[iri], *(t for part in parts for t in holdings.triples[part])]
    return sorted({t: None for t in about if not _has_blank(t)}, key=str)


def _has_blank(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)


def turtle(triples: list[ox.Triple]) -> str:
    """Return triples as Turtle; only prefixes that are used stand in its head."""
    text = _written(triples, ox.RdfFormat.TURTLE)
    body = _HEAD.sub("", text)
    used = [(p, n) for p, n in sorted(PREFIXES.items()) if f"{p}:" in body]
    return "".join(f"@prefix {p}: <{n}> .\n" for p, n in used) + body


def json_ld(triples: list[ox.Triple]) -> str:
    """Return triples as JSON-LD."""
    return _written(triples, ox.RdfFormat.JSON_LD)


def _written(triples: list[ox.Triple], form: ox.RdfFormat) -> str:
    made = io.BytesIO()
    ox.serialize(triples, made, format=form, prefixes=PREFIXES)
    return made.getvalue().decode()
