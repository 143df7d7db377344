"""Turtle files in, graphs out: asserted as written, closed by the rules in queries/derive."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg import paths
from kg.errors import DataError, SyntaxFault

STDIN = Path("-")
FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
}
_PLACE = re.compile(
    r" (?:at|between) line (\d+) (?:column (\d+)|between columns (\d+) and (?:column )?\d+)"
    r"(?: and line \d+ column \d+)?"
)
_LONGEST_PROBLEM = 200


@dataclass(frozen=True)
class Graph:
    """An Oxigraph store whose default graph holds the triples, and how many a rule made.

    Attributes:
        store: asserted triples and, after `derive`, the derived ones.
        asserted: number of triples that were read.
        derived: number of triples that rules added.
    """

    store: ox.Store
    asserted: int
    derived: int = 0


def turtle_files(folder: Path) -> list[Path]:
    """Return the data files of one folder in order of name; sub-folders are not entered.

    Raises:
        DataError: the folder does not exist or holds no data file.
    """
    if folder == STDIN or folder.is_file():
        return [folder]
    if not folder.is_dir():
        message = f"{paths.shown(folder)}: no such file or folder"
        raise DataError(message)
    files = sorted(p for p in folder.iterdir() if p.suffix in FORMATS and p.is_file())
    if not files:
        message = f"{paths.shown(folder)}: no .ttl, .nt or .nq file in this folder"
        raise DataError(message)
    return files


def parse(path: Path) -> Iterator[ox.Quad]:
    """Yield the statements of one file, parsed strictly.

    Raises:
        SyntaxFault: the text is not what its ending says; names file, line and column.
        DataError: the file cannot be read or its ending is unknown.
    """
    with _our_errors(path):
        found = ox.parse(path=str(path), format=_format(path), rename_blank_nodes=True)
        for statement in found:
            yield ox.Quad(statement.subject, statement.predicate, statement.object)


def stated(path: Path) -> ox.Dataset:
    """Return what one file states: equal to another's where only blank nodes have other names.

    Raises:
        DataError: as `parse`.
    """
    found = ox.Dataset(parse(path))
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return found


def _format(path: Path) -> ox.RdfFormat:
    if path.suffix not in FORMATS:
        message = f"{paths.shown(path)}: unknown ending '{path.suffix}'; use .ttl, .nt or .nq"
        raise DataError(message)
    return FORMATS[path.suffix]


@contextmanager
def _our_errors(path: Path) -> Iterator[None]:
    """Turn what the parser raises into our errors, which name the file."""
    try:
        yield
    except SyntaxError as fault:
        raise syntax_fault(paths.shown(path), fault) from fault
    except (OSError, ValueError, MemoryError) as fault:  # MemoryError: one word of many megabytes
        message = f"{paths.shown(path)}: cannot be read: {fault}"
        raise DataError(message) from fault


def syntax_fault(file: str, fault: SyntaxError) -> SyntaxFault:
    """Turn a parser's complaint into ours; line and column count from 1."""
    text = str(fault.msg or fault)
    place = _PLACE.search(text)
    line = int(place[1]) if place else (fault.lineno or 1)
    column = int(place[2] or place[3]) if place else (fault.offset or 1)
    problem = _PLACE.sub("", text).removeprefix("Parser error").strip(" :") or "not valid"
    if "\ufeff" in problem:
        problem = "the file starts with a byte order mark; save it as UTF-8 without one"
    if len(problem) > _LONGEST_PROBLEM:
        problem = f"{problem[: _LONGEST_PROBLEM // 2]} … {problem[-_LONGEST_PROBLEM // 2 :]}"
    return SyntaxFault(file, line, column, problem)


def load(*places: Path) -> Graph:
    """Read every data file of the places (files, folders, or - for standard input) into one graph.

    A blank node keeps to its own file, also where two files give it the same name.
    """
    store = ox.Store()
    for place in places:
        for path in turtle_files(place):
            _load(store, path)
    return Graph(store, len(store))


def _load(store: ox.Store, path: Path) -> None:
    if path == STDIN:
        with _our_errors(path):
            store.load(input=sys.stdin.buffer.read(), format=ox.RdfFormat.TURTLE)
    elif path.suffix == ".nq":  # one graph holds all, so the names of graphs are dropped
        store.extend(parse(path))
    else:
        with _our_errors(path):
            store.load(path=str(path), format=_format(path))


def derive(graph: Graph, rules: Path = paths.DERIVE) -> Graph:
    """Add what the CONSTRUCT rules make, in order of their file names; return the same store.

    A rule sees what earlier rules made, so the number in front of a file name is its turn.

    Raises:
        SyntaxFault: a rule is not valid SPARQL.
    """
    for rule in sorted(rules.glob("*.rq")):
        graph.store.extend(_construct(graph.store, rule))
    return Graph(graph.store, graph.asserted, len(graph.store) - graph.asserted)


def _construct(store: ox.Store, rule: Path) -> Iterable[ox.Quad]:
    try:
        made = store.query(rule.read_text(encoding="utf-8"))
    except SyntaxError as fault:
        raise syntax_fault(paths.shown(rule), fault) from fault
    assert isinstance(made, ox.QueryTriples), f"{rule.name} is not a CONSTRUCT query"
    return [ox.Quad(t.subject, t.predicate, t.object) for t in made]


def closed(data: Path | None = None) -> Graph:
    """Return the ontology, the data (ours or another's) and the derived edges as one graph."""
    return derive(load(paths.ONTOLOGY, data or paths.DATA))
