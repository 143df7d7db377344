"""The same question to a service elsewhere: the same rows, and errors that say what to do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
from conftest import TINY, CommandLine
from install_virtuoso import installed_virtuoso
from kg_server import kg_serve
from oxigraph_server import oxigraph
from pyoxigraph import DefaultGraph, RdfFormat
from same_rows import in_any_order, plain
from virtuoso import virtuoso

import kg
from kg import ask, query, show
from kg.errors import LimitError, SyntaxFault, UnknownName, UsageError
from kg.export import GRAPH_NAME, export
from kg.load import Graph
from kg.query import Table, Triples, names, remote
from kg.query.remote import RemoteGraph

QUESTIONS = ask.catalogue()
SERVICES = ("kg-serve", "oxigraph", "virtuoso")
VIRTUOSO_EXCEPTIONS: dict[str, str] = {
    "inspired-in-turn": "rows of a closure differ on the wide data",
    "parts-of": "the same",
    "series-of": "a filter against the outcome of a subselect is lost",
}

every_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)


@dataclass(frozen=True)
class Service:
    """A service that runs, and the graph that it holds."""

    name: str
    address: str
    graph: RemoteGraph


@pytest.fixture(scope="session")
def triples(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the closed graph as a file of N-Triples."""
    path = tmp_path_factory.mktemp("triples") / "closed.nt"
    graph.store.dump(path, format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    return path


@pytest.fixture(scope="session", params=SERVICES)
def service(
    request: pytest.FixtureRequest, triples: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    """Start each service in turn, with the closed graph in it."""
    folder = tmp_path_factory.mktemp(request.param)
    with ExitStack() as stack:
        if request.param == "kg-serve":
            address = stack.enter_context(kg_serve(folder))
        elif request.param == "oxigraph":
            address = stack.enter_context(oxigraph(triples, folder))
        else:
            programs = installed_virtuoso()
            if programs is None:
                pytest.skip("no Virtuoso here: `make test` fetches it where there is apt-get")
            address = stack.enter_context(virtuoso(programs, triples, folder))
        yield Service(request.param, address, remote.at(address))


@pytest.fixture(scope="session")
def ours(graph: Graph) -> Callable[[str], Table]:
    """Return the answers of the store in this process, each asked for once."""
    return cache(lambda name: ask.answer(graph, name))


# -- The same answers ------------------------------------------------------------


@every_question
def test_every_question_has_the_same_rows_at_every_service(
    question: ask.Question, service: Service, ours: Callable[[str], Table]
) -> None:
    if service.name == "virtuoso" and question.name in VIRTUOSO_EXCEPTIONS:
        return

    theirs = ask.answer(service.graph, question.name)

    assert theirs.columns == ours(question.name).columns
    assert in_any_order(theirs) == in_any_order(ours(question.name))


def test_at_most_three_questions_are_excepted() -> None:
    assert len(VIRTUOSO_EXCEPTIONS) <= 3
    assert set(VIRTUOSO_EXCEPTIONS) <= {question.name for question in QUESTIONS}


@pytest.mark.parametrize(
    "name",
    ["Ant Forest", "蚂蚁森林", "DANA", "figure:ant-group-rd-2024", "collaboration:ocean-buddy"],
)
def test_a_card_is_the_same_at_every_service(name: str, service: Service, graph: Graph) -> None:
    if service.name == "virtuoso" and name == "DANA":
        return  # on the wide data Virtuoso loses a statement of this card
    here, there = show.card(graph, name), show.card(service.graph, name)

    assert sorted(there.names) == sorted(here.names)
    assert replace(there, names=()) == replace(here, names=())


def test_names_are_looked_up_where_the_graph_is(service: Service) -> None:
    store = service.graph.store

    assert names.find(store, "  ANT  forest ").endswith("program/ant-forest")
    assert names.find(store, "ant-forest", "program").endswith("program/ant-forest")
    assert names.label(store, names.find(store, "蚂蚁森林"), "zh") == "蚂蚁森林"
    with pytest.raises(UnknownName) as caught:
        names.find(store, "Ant Forst")
    assert caught.value.suggestions[0] == "Ant Forest"


def test_a_term_that_the_ontology_there_does_not_have_is_shown_with_a_caret(
    service: Service,
) -> None:
    with pytest.raises(SyntaxFault, match="did you mean akg:Program") as caught:
        query.answer(service.graph.store, "SELECT ?p {\n ?p a akg:Programm }")

    assert (caught.value.line, caught.value.column) == (2, 7)


@pytest.mark.parametrize(("kind", "holds"), [("akg:Program", True), ("akg:Absence", False)])
def test_a_yes_and_a_no_come_from_every_service(kind: str, holds: bool, service: Service) -> None:
    assert query.answer(service.graph.store, f"ASK {{ program:ant-forest a {kind} }}") is holds


@pytest.mark.parametrize(
    "text",
    [
        "CONSTRUCT { ?p skos:prefLabel ?n } { ?p a akg:Program ; skos:prefLabel ?n }",
        "CONSTRUCT WHERE { ?p a akg:Program ; akg:partOf ?n }",
        "CONSTRUCT { ?p a ?n } { ?p a akg:Nothing . ?p a ?n }".replace("akg:Nothing", "<x:y>"),
    ],
)
def test_a_construct_makes_the_same_triples_at_every_service(
    text: str, service: Service, graph: Graph
) -> None:
    assert query.answer(service.graph.store, text) == query.answer(graph.store, text)


def test_a_describe_says_what_the_service_thinks_fit(service: Service) -> None:
    found = query.answer(service.graph.store, "DESCRIBE program:gforest")

    assert isinstance(found, Triples)
    assert 'prefLabel> "GForest"@en' in found.ntriples


def test_nameless_nodes_and_truth_values_are_read(service: Service, graph: Graph) -> None:
    text = """SELECT ?it ?disputed {
        { ?it a owl:AllDisjointClasses } UNION { ?edge akg:disputed ?disputed } }"""

    found, here = query.answer(service.graph.store, text), query.answer(graph.store, text)

    assert isinstance(found, Table)
    assert isinstance(here, Table)
    kinds = [sorted({c.kind for row in t.rows for c in row if c}) for t in (found, here)]
    assert kinds == [["bnode", "literal"], ["bnode", "literal"]]
    assert query.written(found, "tsv").count("\t_:") == 0
    assert sorted(row[1:] for row in plain(found) if row[1] is not None) == sorted(
        row[1:] for row in plain(here) if row[1] is not None
    )


def test_a_limit_cuts_what_a_service_gives_and_says_so(service: Service) -> None:
    cut = query.answer(service.graph.store, "SELECT ?s { ?s a akg:Program }", limit=3)

    assert isinstance(cut, Table)
    assert (len(cut.rows), cut.is_cut) == (3, True)


# -- Cut answers of real services ------------------------------------------------


def test_an_answer_that_a_service_cuts_at_its_row_limit_is_an_error(service: Service) -> None:
    if service.name == "oxigraph":
        return  # it has no such limit

    with pytest.raises(LimitError, match="rows") as caught:
        query.answer(service.graph.store, "SELECT * { ?s ?p ?o }")

    assert str(caught.value).startswith(f"{service.graph.store.address.url} ")


def test_an_answer_that_oxigraph_cuts_at_its_time_limit_is_an_error(
    triples: Path, tmp_path: Path
) -> None:
    """It says 200 first, and ends its answer with a sentence in the place of rows."""
    product = "SELECT ?a ?f { ?a ?b ?c . ?d ?e ?f }"

    with (
        oxigraph(triples, tmp_path, "--timeout-s", "1") as address,
        pytest.raises(LimitError, match="stopped in the middle of its answer"),
    ):
        query.answer(remote.at(address).store, product)


# -- What the page on services says ----------------------------------------------


FORMS = {
    "a comparison with nothing": (
        "SELECT ?r ?x { ?r a akg:Commitment OPTIONAL { ?r akg:value ?v } BIND($test AS ?x) }",
        "COALESCE(?v >= 1, false)",
        "BOUND(?v) && ?v >= 1",
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_virtuoso_misreads_a_form_and_reads_the_one_that_stands_beside_it(
    name: str, service: Service, graph: Graph
) -> None:
    frame, misread, everywhere = FORMS[name]

    def is_same(test: str) -> bool:
        text = frame.replace("$test", test)
        here, there = query.answer(graph.store, text), query.answer(service.graph.store, text)
        assert isinstance(here, Table)
        assert isinstance(there, Table)
        return in_any_order(here) == in_any_order(there)

    assert is_same(everywhere)
    assert is_same(misread) is (service.name != "virtuoso")


def test_exported_quads_are_asked_by_the_name_of_their_graph(graph: Graph, tmp_path: Path) -> None:
    [quads] = export(graph, tmp_path, ["nq"])

    with oxigraph(quads, tmp_path) as address:
        named = remote.at(f"{address}?default-graph-uri={GRAPH_NAME}").store
        assert query.answer(named, "ASK { program:gforest a akg:Program }") is True
        assert query.answer(remote.at(address).store, "ASK { ?s ?p ?o }") is False


# -- The ways to ask -------------------------------------------------------------

ROW = "SELECT ?n { program:gforest skos:prefLabel ?n FILTER(LANG(?n) = 'en') }"


def test_the_terminal_asks_a_service(kg: CommandLine, service: Service) -> None:
    asked = kg("query", ROW, "--endpoint", service.address, "-f", "csv")
    shown = kg("show", "GForest", "-f", "json", KG_ENDPOINT=service.address)
    listed = kg("ask", "--endpoint", service.address, "programs", "--limit", "2")

    assert (asked.code, asked.out) == (0, "n\nGForest\n")
    assert json.loads(shown.out)["name"] == "GForest"
    assert (listed.code, len(listed.out.splitlines())) == (0, 3)


def test_python_asks_a_service(service: Service) -> None:
    opened = kg.open_graph(endpoint=service.address)

    assert opened.query(ROW).to_dicts() == [{"n": "GForest"}]  # type: ignore[union-attr]
    assert opened.show("GForest").name == "GForest"
    assert opened.ask("programs").rows
    with pytest.raises(UsageError, match="SPARQLStore"):
        _ = opened.graph


def test_the_environment_names_a_service_unless_data_are_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KG_ENDPOINT", "http://127.0.0.1:1/sparql")

    assert isinstance(kg.open_graph().closed, RemoteGraph)
    assert isinstance(kg.open_graph(TINY).closed, Graph)
    monkeypatch.setenv("KG_ENDPOINT", "")
    assert isinstance(kg.open_graph().closed, Graph)


def test_data_and_a_service_are_wrong_usage(kg: CommandLine) -> None:
    outcome = kg("show", "x", "--data", TINY, "--endpoint", "http://127.0.0.1:1/")

    assert outcome.code == 2
    assert "but not both" in outcome.err
