"""Every question still gives the answer on record, on Oxigraph and on rdflib."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import DefaultGraph, RdfFormat
from rdflib.plugins.sparql.parser import parseQuery

from kg import ask, load, paths
from kg.load import Graph
from kg.query import Cell, Table, answer, written
from kg.vocabulary import PREFIXES

EXPECTED = paths.ROOT / "tests" / "expected"
TEXT = "http://www.w3.org/2001/XMLSchema#string"
LANGUAGE_TEXT = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
QUESTIONS = ask.catalogue()

CHAIN = "chain-between"
NAMES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
LINKS = [
    f"""{NAMES}
    collaboration:{one}{two} a akg:Collaboration ;
      akg:hasParticipation participation:{one}{two}-1 , participation:{one}{two}-2 ;
      akg:hasEvidence evidence:{one}{two} .
    participation:{one}{two}-1 akg:participant organization:{one} ; akg:inRole akg:Initiator .
    participation:{one}{two}-2 akg:participant organization:{two} ; akg:inRole akg:Funder .
    evidence:{one}{two} akg:foundIn source:s ; akg:fragment "{one} and {two}" ;
      akg:stance akg:Supports ; akg:method akg:StatedByParty ; akg:saidBy organization:{one} .
    """
    for one, two in ("ab", "bc", "cd")
]


def organization(name: str) -> str:
    return f'{NAMES}organization:{name} a akg:Company ; skos:prefLabel "{name}"@en .\n'


every_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)


def recorded(question: ask.Question) -> Path:
    return EXPECTED / f"{question.path.stem}.tsv"


@pytest.fixture(scope="session")
def rdflib_graph(documents_graph: Graph) -> rdflib.Graph:
    """Return a closed graph in rdflib's own memory store, without Oxigraph behind it.

    It holds what the first three documents say: on all the data rdflib takes minutes for some
    questions. The services of test_remote.py answer on all of it.
    """
    text = documents_graph.store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    assert text is not None
    made = rdflib.Graph()
    made.parse(data=text.decode(), format="nt")
    return made


def cell(term: rdflib.term.Node | None) -> Cell | None:
    if term is None:
        return None
    if isinstance(term, rdflib.Literal):
        kind = LANGUAGE_TEXT if term.language else str(term.datatype or TEXT)
        return Cell(str(term), "literal", kind, term.language)
    assert isinstance(term, rdflib.URIRef), "an answer names no blank node"
    return Cell(str(term), "iri")


def plain(table: Table) -> list[tuple[object, ...]]:
    """Return rows in which equal numbers are equal, however an engine spells them."""
    return [tuple(_plain(cell) for cell in row) for row in table.rows]


def _plain(cell: Cell | None) -> object:
    if cell is None:
        return None
    value = float(cell.value) if cell.is_number() else cell.value.replace("+00:00", "Z")
    return (cell.kind, value, cell.language)


@every_question
def test_every_question_gives_the_answer_on_record(question: ask.Question, graph: Graph) -> None:
    answered = written(ask.answer(graph, question.name), "tsv")

    assert recorded(question).is_file(), f"python -m tests.record_answers {question.name}"
    assert answered == recorded(question).read_text(encoding="utf-8")


@every_question
def test_rdflib_gives_the_same_answer(
    question: ask.Question, documents_graph: Graph, rdflib_graph: rdflib.Graph
) -> None:
    ours = ask.answer(documents_graph, question.name)

    found = rdflib_graph.query(ask.bound(documents_graph, question, {}), initNs=PREFIXES)

    assert found.vars is not None
    assert tuple(str(variable) for variable in found.vars) == ours.columns
    theirs = Table(ours.columns, tuple(tuple(cell(term) for term in row) for row in found))  # type: ignore[union-attr]
    assert sorted(plain(theirs), key=str) == sorted(plain(ours), key=str)


def test_rdflib_reads_every_question_with_half_of_its_usual_stack() -> None:
    """Deeply nested expressions would fail in a notebook or a framework with frames of its own."""
    usual = sys.getrecursionlimit()
    texts = [question.path.read_text(encoding="utf-8") for question in QUESTIONS]
    sys.setrecursionlimit(usual // 2)
    try:
        with ThreadPoolExecutor(max_workers=1) as thread:  # whose stack begins empty
            read = list(thread.map(parseQuery, texts))
    finally:
        sys.setrecursionlimit(usual)

    assert len(read) == len(QUESTIONS)


@pytest.mark.parametrize(("end", "hops"), [("b", 1), ("c", 2), ("d", 3)])
def test_a_chain_has_as_many_hops_as_it_needs_on_both_engines(
    end: str, hops: int, tmp_path: Path
) -> None:
    (tmp_path / "row.ttl").write_text("".join([*map(organization, "abcd"), *LINKS]), "utf-8")
    row = load.closed(tmp_path)
    made = rdflib.Graph()
    made.parse(
        data=(row.store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph()) or b""),
        format="nt",
    )
    ends = {"start": "organization:a", "end": f"organization:{end}"}
    ours = ask.answer(row, CHAIN, ends)

    found = made.query(ask.bound(row, ask.find(CHAIN), ends), initNs=PREFIXES)

    theirs = Table(ours.columns, tuple(tuple(cell(term) for term in row) for row in found))  # type: ignore[union-attr]
    assert sorted(plain(theirs), key=str) == sorted(plain(ours), key=str)
    assert {row["hop"] for row in ours.to_dicts()} == {str(hop) for hop in range(1, hops + 1)}


@every_question
def test_a_question_is_answered_with_nothing_only_where_it_says_why(
    question: ask.Question, graph: Graph
) -> None:
    is_empty = not ask.answer(graph, question.name).rows

    assert is_empty == question.description.startswith("Empty today, because")


def test_at_most_two_questions_have_no_answer_today() -> None:
    assert sum(q.description.startswith("Empty today") for q in QUESTIONS) <= 2


def test_every_answer_on_record_has_its_question() -> None:
    assert {path.stem for path in EXPECTED.glob("*.tsv")} == {q.path.stem for q in QUESTIONS}


NO_CLAIM = {"counts", "names"}  # counts records, or says what things are called


@every_question
def test_every_row_that_claims_something_leads_to_record_evidence_source_and_date(
    question: ask.Question, graph: Graph
) -> None:
    table = ask.answer(graph, question.name)
    if NO_CLAIM & set(question.tags):
        assert "record" not in table.columns
        return

    assert {"record", "evidence", "source", "date"} <= set(table.columns)
    for row in table.to_dicts():
        if row["record"] is None:
            assert question.name == "programs", "only a programme without a launch has no record"
            continue
        steps = f"<{row['record']}> akg:hasEvidence <{row['evidence']}> ."
        if row["source"]:
            place = "akg:lookedIn" if question.name == "not-found" else None
            start = row["record"] if place else row["evidence"]
            steps += f" <{start}> {place or 'akg:foundIn'} <{row['source']}> ."
        if row["date"]:
            steps += f' <{row["source"]}> akg:issuedOn "{row["date"]}"^^xsd:dateTime .'
        assert answer(graph.store, f"ASK {{ {steps} }}") is True, row
