"""Names that people say in, the IRIs that they mean out; and what they may have meant."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.errors import UnknownName
from kg.query.near import close_to
from kg.vocabulary import KINDS, PREFIXES, TERMS, compact, expand

_SKOS = PREFIXES["skos"]
_PREFERRED = ox.NamedNode(_SKOS + "prefLabel")
_OTHER = ox.NamedNode(_SKOS + "altLabel")
_TITLE = ox.NamedNode(TERMS + "title")


def terms(store: ox.Store) -> frozenset[str]:
    """Return our ontology's terms that the store describes, as full IRIs."""
    subjects = (quad.subject for quad in store.quads_for_pattern(None, None, None, None))
    return frozenset(
        s.value for s in subjects if isinstance(s, ox.NamedNode) and s.value.startswith(TERMS)
    )


def find(store: ox.Store, text: str, kind: str = "") -> str:
    """Return the IRI that a person means: a name in any language, a short or a full IRI, a slug.

    Args:
        store: where to look.
        text: "GCash", "蚂蚁森林", "program:ant-forest", "https://…" or, with a kind, "ant-forest".
        kind: the kind of thing that is wanted, such as "program"; it settles a tie.

    Raises:
        UnknownName: nothing has this name, or several things have it.
    """
    text = text.strip()
    for iri in (expand(text), expand(f"{kind}:{text}") if kind in KINDS else ""):
        if "://" in iri and is_known(store, iri):
            return iri
    for label in (_PREFERRED, _OTHER, _TITLE):
        found = sorted({iri for iri, name in _labels(store, label) if _same(name, text)})
        narrowed = [i for i in found if compact(i).startswith(f"{kind}:")] if kind else []
        found = narrowed or found
        if len(found) == 1:
            return found[0]
        if found:
            several = "single thing"
            raise UnknownName(several, text, [compact(iri) for iri in found])
    raise UnknownName(kind if kind in KINDS else "thing", text, _near(store, text))


def label(store: ox.Store, iri: str, language: str = "en") -> str:
    """Return a name of a thing: in the language, else in English, else any, else its short IRI."""
    subject = ox.NamedNode(iri)
    for predicate in (_PREFERRED, ox.NamedNode(PREFIXES["rdfs"] + "label"), _TITLE):
        found = [
            quad.object
            for quad in store.quads_for_pattern(subject, predicate, None, None)
            if isinstance(quad.object, ox.Literal)
        ]
        if found:
            best = min(found, key=lambda name: _rank(name, language))
            return best.value
    return compact(iri)


def _rank(name: ox.Literal, language: str) -> tuple[int, str]:
    tag = name.language or ""
    return (0 if tag.split("-")[0] == language else 1 if tag == "en" else 2, name.value)


def is_known(store: ox.Store, iri: str) -> bool:
    """Say whether the graph says anything of an IRI."""
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return False
    return next(store.quads_for_pattern(node, None, None, None), None) is not None


def _labels(store: ox.Store, predicate: ox.NamedNode) -> Iterator[tuple[str, str]]:
    for quad in store.quads_for_pattern(None, predicate, None, None):
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject.value, getattr(quad.object, "value", "")


def _same(name: str, text: str) -> bool:
    return " ".join(name.split()).casefold() == " ".join(text.split()).casefold()


def _near(store: ox.Store, text: str) -> list[str]:
    names = {
        name
        for predicate in (_PREFERRED, _OTHER, _TITLE)
        for iri, name in _labels(store, predicate)
        if not iri.startswith(TERMS)
    }
    short = {compact(iri) for iri, _ in _labels(store, _PREFERRED)}
    return close_to(text, short if text.partition(":")[0] in KINDS else names)
