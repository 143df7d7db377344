"""SPARQL text in, answers out; and what is refused before an engine sees it."""

from __future__ import annotations

import csv
import io
import json
import os
import socket
import threading
import time
import traceback
from concurrent.futures import ThreadPoolExecutor

import pyoxigraph as ox
import pytest

from kg import query
from kg.errors import LimitError, SyntaxFault, UnknownName
from kg.load import Graph
from kg.query import Cell, Table, Triples, answers, beside, guard, names, results
from kg.query.near import close_to
from kg.vocabulary import TERMS

XSD = "http://www.w3.org/2001/XMLSchema#"
FOREST = "https://w3id.org/antkg/id/program/tiny-forest"


def table(*rows: tuple[Cell | None, ...], columns: tuple[str, ...] = ("a", "b")) -> Table:
    return Table(columns, rows)


def text_cell(text: str, **more: str) -> Cell:
    return Cell(text, "literal", **more)


def refused(graph: Graph, text: str) -> SyntaxFault:
    with pytest.raises(SyntaxFault) as caught:
        query.answer(graph.store, text)
    return caught.value


# -- Answers ---------------------------------------------------------------------


def test_a_select_gives_a_table_of_typed_cells(tiny: Graph) -> None:
    found = query.answer(
        tiny.store, "SELECT ?p ?n ?none { ?p a akg:Program ; skos:prefLabel ?n } ORDER BY ?n"
    )

    assert found == Table(
        ("p", "n", "none"),
        (
            (Cell(FOREST, "iri"), text_cell("Tiny Forest", datatype=RDF_TEXT, language="en"), None),
            (Cell(FOREST, "iri"), text_cell("小森林", datatype=RDF_TEXT, language="zh"), None),
        ),
    )


RDF_TEXT = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


def test_a_table_gives_plain_dictionaries(tiny: Graph) -> None:
    found = query.select(tiny.store, "SELECT ?v ?none { ?f akg:value ?v }")

    assert found.to_dicts() == [{"v": "12", "none": None}]


@pytest.mark.parametrize(("kind", "holds"), [("akg:Program", True), ("akg:Award", False)])
def test_an_ask_gives_a_yes_or_a_no(tiny: Graph, kind: str, holds: bool) -> None:
    assert query.answer(tiny.store, f"ASK {{ ?it a {kind} . FILTER(isIRI(?it)) }}") is holds


def test_a_construct_gives_sorted_triples_twice(tiny: Graph) -> None:
    found = query.answer(
        tiny.store, "CONSTRUCT { ?p skos:prefLabel ?n } { ?p a akg:Program ; skos:prefLabel ?n }"
    )

    assert isinstance(found, Triples)
    assert found.ntriples.splitlines() == sorted(found.ntriples.splitlines())
    assert len(found.ntriples.splitlines()) == 2
    assert 'program:tiny-forest skos:prefLabel "Tiny Forest"@en' in found.turtle
    again = ox.Store()
    again.load(found.turtle.encode(), format=ox.RdfFormat.TURTLE)
    assert len(again) == 2


def test_a_describe_gives_what_is_said_of_a_thing(tiny: Graph) -> None:
    found = query.answer(tiny.store, "DESCRIBE program:tiny-forest")

    assert isinstance(found, Triples)
    assert "Little Wood" in found.turtle


def test_blank_nodes_come_back_as_blank_nodes(tiny: Graph) -> None:
    found = query.answer(tiny.store, "SELECT ?it { ?it a owl:AllDisjointClasses } LIMIT 1")

    assert isinstance(found, Table)
    assert found.rows[0][0] is not None
    assert found.rows[0][0].kind == "bnode"
    assert (
        json.loads(query.written(found, "json"))["results"]["bindings"][0]["it"]["type"] == "bnode"
    )
    assert query.written(found, "tsv").splitlines()[1].startswith("_:")


@pytest.mark.parametrize("text", ["SELECT ?s { ?s ?p ?o }", "CONSTRUCT { ?s a ?o } { ?s a ?o }"])
def test_a_limit_cuts_the_answer_and_says_so(tiny: Graph, text: str) -> None:
    cut = query.answer(tiny.store, text, limit=2)
    whole = query.answer(tiny.store, text)

    assert not isinstance(cut, bool)
    assert not isinstance(whole, bool)
    assert cut.is_cut
    assert not whole.is_cut
    assert len(cut.rows if isinstance(cut, Table) else cut.ntriples.splitlines()) == 2


def test_more_rows_than_fit_are_a_limit_and_not_a_full_memory(
    tiny: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "MOST_ROWS", 10)

    with pytest.raises(LimitError, match="more than 10 rows"):
        query.answer(tiny.store, "SELECT ?s { ?s ?p ?o }")


def test_who_keeps_an_error_keeps_nothing_that_the_engine_made(
    tiny: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Solutions that another thread lets go of are an error there, at some later time."""
    text = "SELECT ?s { ?s ?p ?o } # kept after an error"
    monkeypatch.setattr(beside, "AT_ONCE", 60)
    query.answer(tiny.store, text)  # the next time it is done in this thread
    monkeypatch.setattr(results, "MOST_ROWS", 10)

    with pytest.raises(LimitError) as caught:
        query.answer(tiny.store, text)

    frames = [frame for frame, _ in traceback.walk_tb(caught.value.__traceback__)]
    assert "table" in [frame.f_code.co_name for frame in frames]
    kept = [value for frame in frames for value in frame.f_locals.values()]
    assert [value for value in kept if isinstance(value, ox.QuerySolutions)] == []


def test_a_late_answer_is_given_up_on_time(tiny: Graph) -> None:
    start = time.monotonic()

    with pytest.raises(LimitError, match=r"within 0\.2 seconds"):
        query.answer(
            tiny.store,
            "SELECT ?a { ?a ?b ?c . ?d ?e ?f . FILTER(CONCAT(STR(?a), STR(?f)) = 'x') }",
            timeout_seconds=0.2,
        )
    assert time.monotonic() - start < 5


def test_what_was_answered_at_once_is_answered_again_without_another_thread(tiny: Graph) -> None:
    text = "SELECT ?n { program:tiny-forest skos:prefLabel ?n } # asked three times"
    found = [query.answer(tiny.store, text)]
    threads = set(threading.enumerate())

    found += [query.answer(tiny.store, text), query.answer(tiny.store, text, timeout_seconds=9)]

    assert found[1:] == found[:1] * 2
    assert set(threading.enumerate()) == threads


def test_queries_at_the_same_time_get_each_their_own_answer(tiny: Graph) -> None:
    def ask(number: int) -> object:
        return query.answer(tiny.store, f"SELECT ({number} AS ?n) {{}}", timeout_seconds=9)

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(ask, range(100)))

    assert [str(one) for one in found] == [
        str(table((Cell(str(n), "literal", XSD + "integer"),), columns=("n",))) for n in range(100)
    ]


def test_a_process_that_was_forked_asks_in_threads_of_its_own(tiny: Graph) -> None:
    query.answer(tiny.store, "ASK {}", timeout_seconds=9)
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        is_there = query.answer(tiny.store, "ASK {} # child", timeout_seconds=9) is True
        os.write(theirs, b"%d" % is_there)
        os._exit(0)
    os.waitpid(child, 0)

    assert os.read(ours, 9) == b"1"
    os.close(ours)
    os.close(theirs)


# -- What is refused -------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
        "SELECT * { SERVICE # a comment\n <http://127.0.0.1:{port}/> # more\n { ?s ?p ?o } }",
        "PREFIX ex: <http://127.0.0.1:{port}/> SELECT * { SERVICEex:a{ ?s ?p ?o } }",
        "PREFIX ex: <http://127.0.0.1:{port}/> SELECT * { ?a ?b trueSERVICEex:a{ ?s ?p ?o } }",
        "SELECT * { VALUES ?x { <http://127.0.0.1:{port}/> } SERVICE ?x { ?s ?p ?o } }",
        # `<'>` is no IRI to the engine, but a text behind a less-than sign.
        "SELECT * { ?s ?p ?a FILTER(?a<'>') SERVICE <http://127.0.0.1:{port}/'> { ?s ?p 'x' } }",
        "SELECT * { FILTER(1<xsd:a#>'''\n) SERVICE <http://127.0.0.1:{port}/> { } #'''\n }",
        "SELECT * { VALUES ?x { '''a' } SERVICE <http://127.0.0.1:{port}/> { } #\\q'''\n }",
        "SELECT * { { SELECT * { SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } } } }",
        "ASK { FILTER EXISTS { SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } } }",
    ],
)
def test_a_query_never_calls_out(tiny: Graph, text: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.05)
        text = text.replace("{port}", str(canary.getsockname()[1]))

        fault = refused(tiny, text)

        assert "SERVICE is refused" in fault.problem
        with pytest.raises(TimeoutError):
            canary.accept()


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service ?x { ?service ?p ?x }",
        "SELECT * { ?s ?p 'SERVICE <http://x> { ?s ?p ?o }' }",
        "SELECT * { ?s ?p '''it's SERVICE <http://x> {''' }",
        'SELECT * { ?s ?p "a \\" SERVICE <http://x> {" }',
        "SELECT * { ?s ?p ?o } # SERVICE <http://x> { FROM <http://y>",
        "SELECT * { <http://x/SERVICE/FROM/INSERT> ?p ?o }",
        "SELECT * { ?s schema:service ?o ; schema:from ?x ; schema:INSERT ?y }",
        "SELECT ?from ?insert { ?from ?insert 'DELETE'@en-service }",
        "SELECT * { ?s ?p <http://x/from#it's> FILTER(?s < 3 && 2 > 1) }",
    ],
)
def test_words_in_texts_iris_comments_and_names_raise_no_false_alarm(
    tiny: Graph, text: str
) -> None:
    assert isinstance(query.answer(tiny.store, text), Table)


@pytest.mark.parametrize("word", ["FROM", "from named", "FROM # which\n"])
def test_from_is_refused_because_there_is_one_graph(tiny: Graph, word: str) -> None:
    fault = refused(tiny, f"SELECT ?s {word} <http://x> {{ ?s ?p ?o }}")

    assert (fault.line, fault.column) == (1, 11)
    assert "FROM is refused" in fault.problem


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <http://a> <http://b> 1 }",
        "PREFIX a: <http://a>\nDELETE WHERE { ?s ?p ?o }",
        "LOAD <http://x>",
        "CLEAR ALL",
        "drop graph <http://x>",
        "WITH <http://x> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_updates_are_refused_and_change_nothing(tiny: Graph, text: str) -> None:
    before = len(tiny.store)

    assert "never changes the graph" in refused(tiny, text).problem
    assert len(tiny.store) == before


def test_depth_is_bounded_before_the_engine(tiny: Graph) -> None:
    deep = 100_000 // 4

    with pytest.raises(LimitError, match=r"query:1:\d+: nested more than 100"):
        query.answer(tiny.store, "SELECT * { FILTER(" + "(" * deep + "1" + ")" * 9 + " }")


def test_a_hundred_brackets_deep_is_still_answered(tiny: Graph) -> None:
    text = "ASK { FILTER(" + "(" * 90 + "1" + ")" * 90 + ") }"

    assert query.answer(tiny.store, text) is True


def test_a_text_that_is_too_long_is_refused(tiny: Graph) -> None:
    with pytest.raises(LimitError, match="50000 characters; this has 50009"):
        query.answer(tiny.store, "SELECT * " + " " * 50_000)


# -- Errors that help ------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "column", "problem"),
    [
        ("SELCT ?s { ?s ?p ?o }", 1, 1, "unexpected 'SELCT'; did you mean SELECT?"),
        ("SELECT ?s {\n ?s ?p ?o ?x .\n ?s ?p 1 }", 2, 11, "unexpected '?x'"),
        ("SELECT ?s { ?s ?p '蚂蚁' ?q ?o }", 1, 24, "unexpected '?q'"),
        ("SELECT ?s { ?s ?p ?o", 1, 21, "a closing bracket is missing"),
        ("SELECT ?s { ?s ?p 'abc }", 1, 19, "the text that ' opens is not closed"),
        ("SELECT ?s { ?s ?p ?o FILTER(foo(?o)) }", 1, 29, "unexpected 'foo'"),
        ("SELECT ?s { ?s ?p ?o FILTER ?o > 1 }", 1, 37, "it does not parse"),
        ("SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o }", 1, 41, "contains a variable that is unbound"),
        ("SELECT ?x { ?s <relative> ?x }", 1, 26, "IRI parsing failed"),
        ("SELECT ?s { ?s foo:bar ?o }", 1, 16, "there is no prefix foo:; declare it first: "),
        (
            "SELECT ?s { ?s shema:name ?o }",
            1,
            16,
            "there is no prefix shema:; did you mean schema:?",
        ),
        (
            "SELECT ?s { ?s akg:partnerWith ?o }",
            1,
            16,
            "there is no term akg:partnerWith; did you mean akg:partnersWith",
        ),
        ("SELECT ?s { ?s akg:qqqqqqqqq ?o }", 1, 16, "there is no term akg:qqqqqqqqq\n"),
    ],
)
def test_a_query_that_is_off_is_told_where_and_why(
    tiny: Graph, text: str, line: int, column: int, problem: str
) -> None:
    fault = refused(tiny, text)

    assert (fault.line, fault.column) == (line, column)
    assert problem in fault.problem + "\n"


def test_the_caret_stands_under_the_fault_also_behind_wide_characters_and_tabs(tiny: Graph) -> None:
    line = "\t?s ?p '蚂蚁' ?q ?o }"
    shown = refused(tiny, f"SELECT ?s {{\n{line}").problem.splitlines()

    assert shown[1] == f"  {line}"
    assert shown[2] == "  \t" + " " * len("?s ?p 'aaaa' ") + "^"


def test_prefixes_that_the_query_declares_are_known(tiny: Graph) -> None:
    text = "PREFIX foo: <https://w3id.org/antkg/schema#> ASK { ?x a foo:Program }"

    assert query.answer(tiny.store, text) is True


def test_terms_are_not_checked_where_no_ontology_is_loaded() -> None:
    assert query.answer(ox.Store(), "ASK { ?s akg:whatever ?o }") is False


def test_positions_and_places_are_opposites() -> None:
    text = "one\ntwo\n\nfour"

    for at in range(len(text) + 1):
        assert guard.offset(text, *guard.place(text, at)) == at


# -- Formats ---------------------------------------------------------------------

MIXED = table(
    (Cell(FOREST, "iri"), text_cell("12", datatype=XSD + "decimal")),
    (Cell("http://x.example/", "iri"), None),
    (
        text_cell("小森林", language="zh"),
        text_cell("2025-08-01T00:00:00Z", datatype=XSD + "dateTime"),
    ),
    (text_cell('a "b",\nc\td\\', datatype=XSD + "string"), text_cell("2025-08-01T10:00:00Z")),
)


def test_csv_holds_plain_values_that_a_csv_reader_gets_back() -> None:
    rows = list(csv.reader(io.StringIO(query.written(MIXED, "csv"))))

    assert rows[0] == ["a", "b"]
    assert rows[1] == [FOREST, "12"]
    assert rows[2] == ["http://x.example/", ""]
    assert rows[4][0] == 'a "b",\nc\td\\'


def test_tsv_holds_terms_that_an_engine_reads_back() -> None:
    text = query.written(MIXED, "tsv")
    back = ox.parse_query_results(text.encode(), format=ox.QueryResultsFormat.TSV)

    assert isinstance(back, ox.QuerySolutions)
    rows = [tuple(row) for row in back]
    assert rows[0][0] == ox.NamedNode(FOREST)
    assert rows[0][1] == ox.Literal("12", datatype=ox.NamedNode(XSD + "decimal"))
    assert rows[1][1] is None
    assert rows[2][0] == ox.Literal("小森林", language="zh")
    assert rows[3][0] == ox.Literal('a "b",\nc\td\\')


def test_json_is_that_of_sparql_and_an_engine_reads_it_back() -> None:
    text = query.written(MIXED, "json")
    back = ox.parse_query_results(text.encode(), format=ox.QueryResultsFormat.JSON)

    assert isinstance(back, ox.QuerySolutions)
    assert json.loads(text)["head"] == {"vars": ["a", "b"]}
    assert [row["a"] for row in back][2] == ox.Literal("小森林", language="zh")


def test_a_table_for_people_has_short_iris_and_days_and_lines_up() -> None:
    lines = query.written(MIXED, "table").splitlines()

    assert lines[2].startswith("program:tiny-forest")
    assert lines[4].endswith("  2025-08-01")
    assert lines[5].endswith("  2025-08-01T10:00:00Z")
    start = answers.columns_of(lines[4].removesuffix("2025-08-01"))
    assert lines[5].index("2025-08-01T") == start


def test_numbers_stand_at_the_right() -> None:
    numbers = table((text_cell("5"),), (text_cell("1000"),), columns=("n",))

    assert query.written(numbers, "table") == "   n\n────\n   5\n1000\n"


def test_a_table_fits_into_the_terminal() -> None:
    wide = table((text_cell("x" * 200), text_cell("蚂" * 100)))

    for line in query.written(wide, "table", 60).splitlines():
        assert answers.columns_of(line) <= 60


def test_a_label_cannot_steer_the_terminal() -> None:
    hostile = table((text_cell("\x1b[31mred\x1b]0;title\x07"), text_cell("a\nb\u202ec")))

    shown = query.written(hostile, "table")

    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "\u202e" not in shown
    assert len(shown.splitlines()) == 3


def test_markdown_cells_cannot_break_out_of_the_table() -> None:
    hostile = table((text_cell("a|b\n<script>alert(1)</script>"), None))

    lines = query.written(hostile, "md").splitlines()

    assert lines[:2] == ["| a | b |", "| --- | --- |"]
    assert lines[2] == "| a\\|b \\<script\\>alert(1)\\</script\\> |  |"


def test_a_yes_is_written_as_text_or_as_sparql_json() -> None:
    assert query.written(True, "table") == "true\n"
    assert json.loads(query.written(False, "json")) == {"head": {}, "boolean": False}


def test_triples_are_written_as_turtle_or_as_n_triples() -> None:
    made = Triples("turtle", "ntriples")

    assert query.written(made, "ttl") == "turtle"
    assert query.written(made, "nt") == "ntriples"


def test_terms_are_escaped_so_that_a_value_never_becomes_syntax(tiny: Graph) -> None:
    hostile = 'x" } SERVICE <http://x> { "\n\r\t\\\x01\x7f'
    term = answers.as_term(text_cell(hostile))

    found = query.select(tiny.store, f"SELECT ?v {{ VALUES ?v {{ {term} }} }}")

    assert found.rows == ((text_cell(hostile, datatype=XSD + "string"),),)


# -- Names -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "Tiny Forest",
        " tiny  forest ",
        "小森林",
        "LITTLE wood",
        "program:tiny-forest",
        FOREST,
        f"<{FOREST}>",
    ],
)
def test_a_thing_is_found_by_any_of_its_names(tiny: Graph, name: str) -> None:
    assert names.find(tiny.store, name) == FOREST


def test_a_slug_is_enough_where_the_kind_is_known(tiny: Graph) -> None:
    assert names.find(tiny.store, "tiny-forest", "program") == FOREST
    with pytest.raises(UnknownName):
        names.find(tiny.store, "tiny-forest")


def test_a_source_is_found_by_its_title(tiny: Graph) -> None:
    assert names.find(tiny.store, "tiny report").endswith("/source/tiny-report")


@pytest.mark.parametrize(
    ("name", "meant"),
    [("Tiny Forst", "Tiny Forest"), ("program:tiny-forst", "program:tiny-forest"), ("<a b>", "")],
)
def test_an_unknown_name_comes_with_those_that_look_like_it(
    tiny: Graph, name: str, meant: str
) -> None:
    with pytest.raises(UnknownName) as caught:
        names.find(tiny.store, name)

    assert caught.value.suggestions[:1] == ([meant] if meant else [])


def test_an_address_that_is_no_iri_is_an_unknown_name(tiny: Graph) -> None:
    with pytest.raises(UnknownName):
        names.find(tiny.store, "http://not an iri")


def test_a_name_of_several_things_names_them_unless_the_kind_settles_it(tiny: Graph) -> None:
    store = ox.Store()
    label = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    for kind in ("award", "program"):
        thing = ox.NamedNode(f"https://w3id.org/antkg/id/{kind}/green")
        store.add(ox.Quad(thing, label, ox.Literal("Green", language="en")))

    assert names.find(store, "green", "award").endswith("award/green")
    with pytest.raises(UnknownName) as caught:
        names.find(store, "green")
    assert caught.value.suggestions == ["award:green", "program:green"]


def test_a_label_is_taken_in_the_wanted_language_else_in_english(tiny: Graph) -> None:
    assert names.label(tiny.store, FOREST) == "Tiny Forest"
    assert names.label(tiny.store, FOREST, "zh") == "小森林"
    assert names.label(tiny.store, FOREST, "fr") == "Tiny Forest"
    assert names.label(tiny.store, TERMS + "ofIndicator") == "of indicator"
    assert names.label(tiny.store, FOREST + "-none") == "program:tiny-forest-none"


def test_near_names_are_found_whatever_their_case() -> None:
    assert close_to("SERVCE", ["service", "surface", "other"])[0] == "service"


# -- rdflib ----------------------------------------------------------------------


def test_rdflib_sees_the_same_triples_and_prefixes(tiny: Graph) -> None:
    seen = query.as_rdflib(tiny.store)

    rows = list(seen.query("SELECT ?p { ?p a akg:Program }"))

    assert [str(row[0]) for row in rows] == [FOREST]  # type: ignore[index]
    assert len(seen) == len(tiny.store)


def test_what_rdflib_adds_the_store_sees() -> None:
    import rdflib

    store = ox.Store()
    query.as_rdflib(store).add(
        (rdflib.URIRef("http://a"), rdflib.URIRef("http://b"), rdflib.Literal(1))
    )

    assert len(store) == 1
    assert query.answer(store, "ASK { ?s ?p 1 }") is True
