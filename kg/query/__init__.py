"""SPARQL text in, answers out: the one door to the query engine."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

import pyoxigraph as ox

from kg.errors import LimitError
from kg.query import guard, names
from kg.query.answers import TABLE_FORMATS, Answer, Cell, Table, Triples, written
from kg.query.near import close_to
from kg.vocabulary import PREFIXES, TERMS

if TYPE_CHECKING:
    import rdflib

    from kg.errors import SyntaxFault

__all__ = [
    "TABLE_FORMATS",
    "Answer",
    "Cell",
    "Table",
    "Triples",
    "answer",
    "as_rdflib",
    "select",
    "written",
]

MOST_ROWS = 1_000_000
_Found = TypeVar("_Found")
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def select(store: ox.Store, text: str) -> Table:
    """Run a SELECT of our own over the default graph; our prefixes need no declaration."""
    solutions = store.query(text, prefixes=PREFIXES)
    assert isinstance(solutions, ox.QuerySolutions), "select() is for SELECT"
    return _table(solutions, None)


def answer(
    store: ox.Store,
    text: str,
    *,
    file: str = "query",
    timeout_seconds: float | None = None,
    limit: int | None = None,
) -> Answer:
    """Answer any SELECT, ASK, CONSTRUCT or DESCRIBE, whoever wrote it.

    Args:
        store: the graph to ask.
        text: SPARQL 1.1; our prefixes need no declaration.
        file: what to call the text in an error.
        timeout_seconds: how long it may take; None for as long as it takes.
        limit: how many rows or triples to keep; the answer says if it was cut there.

    Raises:
        SyntaxFault: the text is not a query, is refused, or names a term that does not exist.
        LimitError: a limit of time, size, depth or rows was hit.
    """
    guard.refuse(text, file)
    _check_names(store, text, file)
    return _within(timeout_seconds, lambda: _run(store, text, file, limit))


def _run(store: ox.Store, text: str, file: str, limit: int | None) -> Answer:
    try:
        found = store.query(text, prefixes=PREFIXES)
    except SyntaxError as problem:
        raise _syntax_fault(store, text, file) from problem
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    if isinstance(found, ox.QuerySolutions):
        return _table(found, limit)
    return _triples(found, limit)


def _table(solutions: ox.QuerySolutions, limit: int | None) -> Table:
    columns = tuple(variable.value for variable in solutions.variables)
    rows, is_cut = _first(solutions, limit)
    return Table(columns, tuple(tuple(_cell(term) for term in row) for row in rows), is_cut)


def _triples(found: ox.QueryTriples, limit: int | None) -> Triples:
    everything, _ = _first(found, None)
    kept = sorted(set(everything), key=str)[:limit]
    return Triples(
        turtle=_serialized(kept, ox.RdfFormat.TURTLE),
        ntriples=_serialized(kept, ox.RdfFormat.N_TRIPLES),
        is_cut=len(kept) < len(set(everything)),
    )


def _serialized(triples: list[ox.Triple], form: ox.RdfFormat) -> str:
    prefixes = None
    if form == ox.RdfFormat.TURTLE:
        prefixes = {p: n for p, n in PREFIXES.items() if any(f"<{n}" in str(t) for t in triples)}
    made = ox.serialize(triples, format=form, prefixes=prefixes)
    assert made is not None, "no target was given, so the bytes come back"
    lines = made.decode().splitlines(keepends=True)
    heads = sum(line.startswith("@prefix ") for line in lines)
    return "".join([*sorted(lines[:heads]), *lines[heads:]])


def _first(found: Iterable[_Found], limit: int | None) -> tuple[list[_Found], bool]:
    most = MOST_ROWS if limit is None else limit
    kept = list(islice(found, most + 1))
    if len(kept) > most and limit is None:
        message = f"more than {MOST_ROWS} rows; narrow the query or set a limit"
        raise LimitError(message)
    return kept[:most], len(kept) > most


def _cell(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> Cell | None:
    if term is None:
        return None
    if isinstance(term, ox.Literal):
        return Cell(term.value, "literal", term.datatype.value, term.language)
    return Cell(
        term.value if isinstance(term, ox.NamedNode) else str(term),
        "iri" if isinstance(term, ox.NamedNode) else "bnode",
    )


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


def _check_names(store: ox.Store, text: str, file: str) -> None:
    """Refuse prefixes that nobody declared, and terms of ours that the ontology does not have."""
    prefixes = PREFIXES | guard.declared_prefixes(text)
    is_ours_loaded = names.is_known(store, TERMS.rstrip("#"))
    found = guard.tokens(text)
    for before, token in zip([None, *found], found, strict=False):
        if token.kind != "name" or token.prefix == "_" or _declares(before):
            continue
        if token.prefix not in prefixes:
            near = [f"{name}:" for name in close_to(token.prefix, prefixes)]
            raise guard.fault(file, text, token.start, _unknown(f"prefix {token.prefix}:", near))
        if is_ours_loaded and prefixes[token.prefix] == TERMS:
            _check_term(store, token, text, file)


def _declares(before: guard.Token | None) -> bool:
    return before is not None and before.text.upper() == "PREFIX"


def _check_term(store: ox.Store, token: guard.Token, text: str, file: str) -> None:
    local = token.text.partition(":")[2].rstrip(".")
    if local and not names.is_known(store, TERMS + local):
        known = (term[len(TERMS) :] for term in names.terms(store))
        near = [f"akg:{name}" for name in close_to(local, known)]
        raise guard.fault(file, text, token.start, _unknown(f"term akg:{local}", near))


def _unknown(what: str, near: list[str]) -> str:
    return f"there is no {what}" + (f"; did you mean {' or '.join(near)}?" if near else "")


def _syntax_fault(store: ox.Store, text: str, file: str) -> SyntaxFault:
    """Say where the engine stopped reading, and what stood there.

    The engine reports the furthest character that it looked at. Where it tried a keyword it looked
    as many characters ahead as the keyword has, or to the end of the text if that came first; so
    the text is read once more with blanks behind it, and the keyword's length is taken off.
    """
    try:
        store.query(text + " " * 64, prefixes=PREFIXES)
    except SyntaxError as problem:
        stop = _PLACE.match(str(problem))
    assert stop is not None, "the engine names line and column"
    at = guard.offset(text, int(stop[1]), int(stop[2]))
    if said := re.search(r"([A-Z][\w ]+(?:unbound|failed|duplicated|not allowed)[\w ]*)", stop[3]):
        return guard.fault(file, text, min(at, len(text.rstrip())), said[1])
    if keyword := re.search(r"(?:^expected |^expected one of |, )([A-Za-z]{3,})(?:,|$)", stop[3]):
        at -= len(keyword[1])
    return guard.unexpected(file, text, at)


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
