"""SPARQL text in, answers out: the one door to the query engine."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import LimitError
from kg.query import guard, names
from kg.query.answers import TABLE_FORMATS, Answer, Cell, Table, Triples, written
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
    "select",
    "written",
]


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
    guard.refuse(text, file)
    _check_names(store, text, file)
    return _within(timeout_seconds, lambda: engine(store).run(text, file, limit))


def _within(seconds: float | None, work: Callable[[], Answer]) -> Answer:
    """Do the work beside the main thread, which so keeps hearing the clock and the keyboard.

    The engine lets go of Python's lock, so the wait ends on time; work that is late stays behind in
    a daemon thread and ends with the process.
    """
    done: list[Answer] = []
    failed: list[BaseException] = []

    def attempt() -> None:
        try:
            done.append(work())
        except BaseException as problem:  # noqa: BLE001 - handed over to the caller's thread below
            _let_go(problem)
            failed.append(problem)

    worker = threading.Thread(target=attempt, daemon=True)
    worker.start()
    worker.join(seconds)
    if worker.is_alive():
        message = f"no answer within {seconds:g} seconds; narrow the query or allow more time"
        raise LimitError(message)
    if failed:
        raise failed[0]
    return done[0]


def _let_go(problem: BaseException) -> None:
    """Empty the frames behind a problem: what the engine made must end in its own thread."""
    trace = problem.__traceback__
    while trace and (trace := trace.tb_next):
        trace.tb_frame.clear()


def _check_names(store: Store, text: str, file: str) -> None:
    """Refuse prefixes that nobody declared, and terms of ours that the ontology does not have."""
    prefixes = PREFIXES | guard.declared_prefixes(text)
    ours: list[guard.Token] = []
    for token in _used_names(text):
        if token.prefix not in prefixes:
            _check_terms(store, ours, text, file)
            near = [f"{name}:" for name in close_to(token.prefix, prefixes)]
            raise guard.fault(file, text, token.start, _unknown(f"prefix {token.prefix}:", near))
        if prefixes[token.prefix] == TERMS and _local(token):
            ours.append(token)
    _check_terms(store, ours, text, file)


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


def _check_terms(store: Store, used: list[guard.Token], text: str, file: str) -> None:
    """Refuse the first term that is not in the ontology, where our ontology is in the graph."""
    ontology = TERMS.rstrip("#")
    known = (
        names.known(store, {ontology, *(TERMS + _local(token) for token in used)})
        if used
        else set()
    )
    unknown = next((token for token in used if TERMS + _local(token) not in known), None)
    if unknown and ontology in known:
        names_of_terms = (term[len(TERMS) :] for term in names.terms(store))
        near = [f"akg:{name}" for name in close_to(_local(unknown), names_of_terms)]
        problem = _unknown(f"term akg:{_local(unknown)}", near)
        raise guard.fault(file, text, unknown.start, problem)


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
