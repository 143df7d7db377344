"""The pipeline: load, validate, derive, build; it stops where the gate finds an error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kg import ask, paths, query
from kg.errors import UnknownName
from kg.load import Graph, derive, load

if TYPE_CHECKING:
    from kg.explore import Start
    from kg.query import Table
    from kg.validate import Report

_COUNTS = """
SELECT ?what (COUNT(DISTINCT ?it) AS ?count) WHERE {
  VALUES (?what ?class) {
    ("things" akg:Thing) ("records" akg:Record) ("evidence" akg:Evidence) ("sources" akg:Source)
    ("edges" akg:Edge)
  }
  ?it a/rdfs:subClassOf* ?class .
} GROUP BY ?what"""


@dataclass(frozen=True)
class Answered:
    """One question of the catalogue with the command that asks it and its answer."""

    question: str
    command: str
    table: Table


@dataclass(frozen=True)
class Summary:
    """What a run saw and made.

    Attributes:
        report: what the gate found.
        counts: things, records, evidence, sources and derived edges by these names.
        triples: how many triples were read.
        derived: how many triples the rules made.
        page: the interactive page; None where the gate stopped the run.
        files: the exported files.
        answered: one question, where the catalogue has one that needs no parameter.
    """

    report: Report
    counts: dict[str, int]
    triples: int
    derived: int
    page: Path | None = None
    files: tuple[Path, ...] = ()
    answered: Answered | None = field(default=None)


def run(
    data: Path = paths.DATA,
    build: Path = paths.BUILD,
    *,
    sources: Path | None = None,
    fast: bool = False,
    tell: Callable[[str], None] = lambda step: None,
) -> Summary:
    """Validate, derive, draw and export; nothing is built where the gate finds an error.

    Args:
        data: a folder of Turtle files, or one file.
        build: the folder for what is made.
        sources: the folder with texts of sources, for the gate.
        fast: let the gate leave out the checks that need Java.
        tell: called with the name of each step as it begins.
    """
    from kg.validate import validate

    tell("loading")
    graph = load(paths.ONTOLOGY, data)
    tell("validating")
    report = validate(data=data, sources=sources, fast=fast)
    tell("deriving")
    graph = derive(graph)
    summary = Summary(report, counts(graph), graph.asserted, graph.derived)
    return summary if report.has_errors else _built(graph, summary, build, tell)


def _built(graph: Graph, seen: Summary, build: Path, tell: Callable[[str], None]) -> Summary:
    from kg.explore import read_stories, write_page
    from kg.export import available, export

    tell("drawing")
    page = write_page(graph, build / "explorer.html", starts(graph), read_stories())
    tell("exporting")
    files = export(graph, build / "export", available())
    return Summary(
        report=seen.report,
        counts=seen.counts,
        triples=seen.triples,
        derived=seen.derived,
        page=page,
        files=tuple(files),
        answered=first_answer(graph),
    )


def counts(graph: Graph) -> dict[str, int]:
    """Return how many things, records, evidences, sources and derived edges the graph holds."""
    rows = query.select(graph.store, _COUNTS).to_dicts()
    found = {str(row["what"]): int(row["count"] or 0) for row in rows}
    return {
        what: found.get(what, 0) for what in ("things", "records", "evidence", "sources", "edges")
    }


def first_answer(graph: Graph, folder: Path = paths.QUESTIONS) -> Answered | None:
    """Answer the question tagged `front`, else the first one that can be asked as it stands."""
    by_rank = sorted(_askable(folder), key=lambda question: "front" not in question.tags)
    for question in by_rank:
        try:
            answer = ask.answer(graph, question.name, folder=folder)
        except UnknownName:  # its default is a thing of ours, and this is another's graph
            continue
        return Answered(question.question, question.command, answer)
    return None


def starts(graph: Graph, folder: Path = paths.QUESTIONS) -> list[Start]:
    """Answer every question that can be asked as it stands, for the page to start from.

    A question whose default value names nothing in this graph is left out.
    """
    from kg.explore import Start

    found = []
    for question in _askable(folder):
        try:
            answer = ask.answer(graph, question.name, folder=folder)
        except UnknownName:
            continue
        words = (question.question, question.question_zh, question.command)
        found.append(Start(question.name, *words, answer))
    return found


def _askable(folder: Path) -> list[ask.Question]:
    """Return the questions whose every blank has a default value."""
    questions = ask.catalogue(folder)
    return [q for q in questions if all(p.default is not None for p in q.parameters)]
