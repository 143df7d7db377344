"""SPARQL text in, answers out: the one door to the query engine."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.query import guard, names
from kg.query.answers import TABLE_FORMATS, Answer, Cell, Table, Triples, written
from kg.query.beside import within
from kg.query.engines import Source, Store, engine, select
from kg.query.near import close_to
from kg.vocabulary import PREFIXES, TERMS

if TYPE_CHECKING:
    import rdflib

__all__ = [
    "TABLE_FORMATS",
    "Answer",
    "Cell",
    "Source",
    "Store",
    "Table",
    "Triples",
    "answer",
    "as_rdflib",
    "engine",
    "select",
    "vet",
    "written",
]


_HERE = ox.DefaultGraph()


def answer(
    store: Store,
    text: str,
    *,
    file: str = "query",
    timeout_seconds: float | None = None,
    limit: int | None = None,
) -> Answer:
    """Answer any SELECT, ASK, CONSTRUCT or DESCRIBE, whoever wrote it.

    Args:
        store: the graph to ask, in this process or at a service.
        text: SPARQL 1.1; our prefixes need no declaration.
        file: what to call the text in an error.
        timeout_seconds: how long it may take; None for as long as it takes.
        limit: how many rows or triples to keep; the answer says if it was cut there.

    Raises:
        SyntaxFault: the text is not a query, is refused, or names a term that does not exist.
        LimitError: a limit of time, size, depth or rows was hit.
        ToolError: a service cannot be reached, or fails.
    """
    vet(store, text, file)
    work = partial(engine(store).run, text, file, limit)
    return within(timeout_seconds, work, (id(store), text))


def vet(store: Store, text: str, file: str = "query") -> None:
    """Refuse what must not reach an engine, undeclared prefixes, and unknown terms of ours.

    Raises:
        SyntaxFault: the text is refused, or names a prefix or a term that does not exist.
        LimitError: it is too long, nested too deeply, or has too many parts.
    """
    ours, stranger = _read(text, file)
    _check_terms(store, ours, text, file)
    if stranger:
        declared = PREFIXES | guard.declared_prefixes(text)
        near = [f"{name}:" for name in close_to(stranger.prefix, declared)]
        problem = _unknown(f"prefix {stranger.prefix}:", near)
        if not near:
            problem += f"; declare it first: PREFIX {stranger.prefix}: <IRI>"
        raise guard.fault(file, text, stranger.start, problem)


@lru_cache(maxsize=256)
def _read(text: str, file: str) -> tuple[dict[str, guard.Token], guard.Token | None]:
    """Return our terms, each where it first stands, up to the first prefix that nobody declared.

    It depends on the text alone, so a text that is asked again is not read again.
    """
    guard.refuse(text, file)
    prefixes = PREFIXES | guard.declared_prefixes(text)
    ours: dict[str, guard.Token] = {}
    for token in _used_names(text):
        if token.prefix not in prefixes:
            return ours, token
        if prefixes[token.prefix] == TERMS and (name := _local(token)):
            ours.setdefault(TERMS + name, token)
    return ours, None


def _used_names(text: str) -> Iterator[guard.Token]:
    """Yield the short names of a query but not those that it declares."""
    found = guard.tokens(text)
    for before, token in zip([None, *found], found, strict=False):
        if token.kind == "name" and token.prefix != "_" and not _declares(before):
            yield token


def _declares(before: guard.Token | None) -> bool:
    return before is not None and before.text.upper() == "PREFIX"


def _local(token: guard.Token) -> str:
    return token.text.partition(":")[2].rstrip(".")


def _check_terms(store: Store, used: dict[str, guard.Token], text: str, file: str) -> None:
    """Refuse the first term that is not in the ontology, where our ontology is in the graph."""
    known = _described(store, used)
    unknown = next((token for term, token in used.items() if term not in known), None)
    if unknown and _described(store, [TERMS.rstrip("#")]):
        names_of_terms = (term[len(TERMS) :] for term in names.terms(store))
        near = [f"akg:{name}" for name in close_to(_local(unknown), names_of_terms)]
        problem = _unknown(f"term akg:{_local(unknown)}", near)
        raise guard.fault(file, text, unknown.start, problem)


def _described(store: Store, iris: Collection[str]) -> Collection[str]:
    """Return those of some IRIs that the graph says anything of."""
    if not isinstance(store, ox.Store):
        return names.known(store, iris) if iris else ()
    return {
        iri for iri in iris if next(store.quads_for_pattern(_node(iri), None, None, _HERE), None)
    }


@lru_cache(maxsize=1024)
def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _unknown(what: str, near: list[str]) -> str:
    return f"there is no {what}" + (f"; did you mean {' or '.join(near)}?" if near else "")


def as_rdflib(store: ox.Store) -> rdflib.Graph:
    """Return an rdflib Graph over the same store: what one sees, the other sees."""
    import rdflib
    from oxrdflib import OxigraphStore
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

    # Without this name the Graph would look into a named graph of its own, and find nothing there.
    graph = rdflib.Graph(OxigraphStore(store=store), identifier=DATASET_DEFAULT_GRAPH_ID)
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace, override=True, replace=True)
    return graph
