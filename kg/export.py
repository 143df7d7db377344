"""A closed graph in, files for other tools out: triples, tables, networks."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import paths, query
from kg.errors import DataError, ToolError, UnknownName
from kg.load import Graph
from kg.query import Cell, Table
from kg.query.near import close_to
from kg.vocabulary import PREFIXES, compact

if TYPE_CHECKING:
    import networkx as nx

FORMATS = ("nt", "nq", "ttl", "jsonld", "csv", "graphml", "gexf", "parquet")
GRAPH_NAME = "https://w3id.org/antkg/data"

THINGS = """
SELECT ?thing ?kind ?name ?name_zh WHERE {
  ?thing a ?class .
  ?class rdfs:subClassOf* akg:Thing ; akg:iriKind ?kind .
  OPTIONAL { SELECT ?thing (MIN(?en) AS ?name) WHERE {
    ?thing skos:prefLabel ?en . FILTER(LANGMATCHES(LANG(?en), "en")) } GROUP BY ?thing }
  OPTIONAL { SELECT ?thing (MIN(?zh) AS ?name_zh) WHERE {
    ?thing skos:prefLabel ?zh . FILTER(LANGMATCHES(LANG(?zh), "zh")) } GROUP BY ?thing }
} ORDER BY ?thing ?kind"""
EDGES = """
SELECT ?from ?relation ?to ?record ?disputed ?start ?end WHERE {
  ?edge a akg:Edge ; akg:edgeFrom ?from ; akg:edgeRelation ?relation ; akg:edgeTo ?to ;
    akg:derivedFrom ?record ; akg:disputed ?disputed .
  OPTIONAL { ?record akg:periodStart ?start }
  OPTIONAL { ?record akg:periodEnd ?end }
} ORDER BY ?from ?relation ?to ?record"""
FIGURES = """
SELECT ?figure ?subject ?indicator ?value ?upper ?unit ?bound ?basis ?printed ?population
  ?start ?end ?evidence ?voice ?source ?issued WHERE {
  ?figure a akg:Figure ; akg:hasEvidence ?evidence .
  OPTIONAL { ?figure akg:subject ?subject }
  OPTIONAL { ?figure akg:ofIndicator ?indicator }
  OPTIONAL { ?figure akg:value ?value }
  OPTIONAL { ?figure akg:upperValue ?upper }
  OPTIONAL { ?figure akg:unit ?unit }
  OPTIONAL { ?figure akg:bound ?bound }
  OPTIONAL { ?figure akg:basis ?basis }
  OPTIONAL { SELECT ?figure (MIN(?text) AS ?printed) WHERE { ?figure akg:asPrinted ?text }
    GROUP BY ?figure }
  OPTIONAL { ?figure akg:population ?population }
  OPTIONAL { ?figure akg:periodStart ?start }
  OPTIONAL { ?figure akg:periodEnd ?end }
  OPTIONAL { ?evidence akg:voice ?voice }
  OPTIONAL { ?evidence akg:foundIn ?source . OPTIONAL { ?source akg:issuedOn ?issued } }
} ORDER BY ?figure ?evidence"""
TABLES = {"things": THINGS, "edges": EDGES, "figures": FIGURES}


def export(graph: Graph, folder: Path, formats: Iterable[str] = FORMATS) -> list[Path]:
    """Write the graph in each format; the same graph gives the same bytes.

    Each file appears whole or not at all.

    Args:
        graph: what to write, closed by the rules.
        folder: where to; it is made if it is not there.
        formats: out of FORMATS.

    Returns:
        The files, in the order of FORMATS.

    Raises:
        UnknownName: there is no such format.
        ToolError: parquet is wanted and pyarrow is not installed.
        DataError: the folder cannot be written to.
    """
    wanted = list(formats)
    for name in wanted:
        if name not in FORMATS:
            kind = "format"
            raise UnknownName(kind, name, close_to(name, FORMATS))
    if "parquet" in wanted and not has_parquet():
        message = "parquet needs pyarrow, which is not installed: pip install pyarrow"
        raise ToolError(message)
    stable = cache(lambda: _with_stable_nodes(graph.store))  # at most once for all formats
    made = {
        f"{n}.{f}" if n else f: w
        for f in FORMATS
        if f in wanted
        for n, w in _writers(graph, f, stable)
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [_written(folder / name, write()) for name, write in made.items()]
    except OSError as fault:
        message = f"{paths.shown(folder)}: cannot be written: {fault.strerror}"
        raise DataError(message) from fault


def n_triples(graph: Graph) -> bytes:
    """Return a graph as sorted N-Triples: the same graph, the same bytes."""
    return _lines(map(str, _with_stable_nodes(graph.store)))


def has_parquet() -> bool:
    """Say whether the library that writes parquet is installed."""
    return find_spec("pyarrow") is not None


def available() -> list[str]:
    """Return the formats that can be written here."""
    return [name for name in FORMATS if name != "parquet" or has_parquet()]


def _writers(
    graph: Graph, form: str, stable: Callable[[], list[ox.Triple]]
) -> list[tuple[str, Callable[[], bytes]]]:
    if form == "csv":
        return [(name, lambda q=text: _csv(graph, q)) for name, text in TABLES.items()]  # type: ignore[misc]
    if form == "parquet":
        return [(name, lambda q=text: _parquet(graph, q)) for name, text in TABLES.items()]  # type: ignore[misc]
    if form in ("graphml", "gexf"):
        return [("network", lambda: _network(graph, form))]
    return [("graph", lambda: _triples(stable(), form))]


def _written(path: Path, content: bytes) -> Path:
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
    return path


# -- Triples ---------------------------------------------------------------------


def _triples(triples: list[ox.Triple], form: str) -> bytes:
    """Return every triple in sorted order; blank nodes carry names made from what they say."""
    if form == "nq":
        name = ox.NamedNode(GRAPH_NAME)
        quads = [ox.Quad(t.subject, t.predicate, t.object, name) for t in triples]
        return _lines(str(quad) for quad in quads)
    if form == "nt":
        return _lines(map(str, triples))
    made = io.BytesIO()
    kind = {"ttl": ox.RdfFormat.TURTLE, "jsonld": ox.RdfFormat.JSON_LD}[form]
    ox.serialize(triples, made, format=kind, prefixes=PREFIXES)
    lines = made.getvalue().decode().rstrip("\n").split("\n")
    # The serializer gives no promise about the order of prefixes.
    heads = sum(line.startswith("@prefix ") for line in lines)
    return "\n".join([*sorted(lines[:heads]), *lines[heads:], ""]).encode()


def _lines(lines: Iterable[str]) -> bytes:
    return "".join(f"{line} .\n" for line in sorted(lines)).encode()


def _with_stable_nodes(store: ox.Store) -> list[ox.Triple]:
    data = ox.Dataset(store)
    data.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted((ox.Triple(q.subject, q.predicate, q.object) for q in data), key=str)


# -- Tables ----------------------------------------------------------------------


def _csv(graph: Graph, text: str) -> bytes:
    return query.written(query.select(graph.store, text), "csv").encode()


def _parquet(graph: Graph, text: str) -> bytes:
    pa, pq = import_module("pyarrow"), import_module("pyarrow.parquet")
    table = query.select(graph.store, text)
    columns = {name: _column(table, at) for at, name in enumerate(table.columns)}
    made = io.BytesIO()
    pq.write_table(pa.table(columns), made)
    return made.getvalue()


def _column(table: Table, at: int) -> list[str | float | None]:
    cells = [row[at] for row in table.rows]
    is_number = all(cell is None or cell.is_number() for cell in cells) and any(cells)
    return [(float(cell.value) if is_number else cell.value) if cell else None for cell in cells]


# -- Networks --------------------------------------------------------------------


def _network(graph: Graph, form: str) -> bytes:
    import networkx as nx

    drawn = _drawn(graph)
    made = io.BytesIO()
    if form == "graphml":
        nx.write_graphml_xml(drawn, made)
        return made.getvalue().rstrip(b"\n") + b"\n"
    lines = nx.generate_gexf(drawn)
    # networkx writes the day of today into a GEXF; the same graph must give the same bytes.
    kept = [line for line in lines if "<meta lastmodifieddate" not in line]
    return _without_meta("\n".join(kept) + "\n").encode()


def _without_meta(text: str) -> str:
    before, creator, after = text.partition("<creator>")
    return before + after.partition("</meta>")[2].lstrip("\n ") if creator else text


def _drawn(graph: Graph) -> nx.MultiDiGraph[str]:
    import networkx as nx

    drawn: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for thing, kind, name, name_zh in query.select(graph.store, THINGS).rows:
        node = _short(thing)
        label = _text(name) or _text(name_zh) or node
        drawn.add_node(node, label=label, kind=_text(kind), label_zh=_text(name_zh))
    for edge in query.select(graph.store, EDGES).rows:
        origin, relation, target, record, disputed, start, end = edge
        drawn.add_edge(
            _short(origin),
            _short(target),
            key=f"{_short(relation)} {_short(record)}",
            label=_short(relation),
            record=_short(record),
            disputed=_text(disputed) == "true",
            period_start=_text(start),  # "start" and "end" would make a dynamic graph of a GEXF
            period_end=_text(end),
        )
    return drawn


def _short(cell: Cell | None) -> str:
    return compact(cell.value) if cell else ""


def _text(cell: Cell | None) -> str:
    return _allowed(cell.value) if cell else ""


def _allowed(text: str) -> str:
    """Return a text without the control characters that XML does not take."""
    return "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
