"""Turtle files in, graphs out; and errors that name file, line and column."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg import load, paths, query
from kg.errors import DataError, SyntaxFault
from kg.load import Graph

FACT = '<http://a> <http://b> "c" .\n'


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.ttl", FACT), ("a.nt", FACT), ("a.nq", '<http://a> <http://b> "c" <http://g> .\n')],
)
def test_each_kind_of_file_is_read_into_one_graph(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")

    graph = load.load(tmp_path)

    assert graph.asserted == 1
    assert query.select(graph.store, "SELECT ?o { <http://a> <http://b> ?o }").to_dicts() == [
        {"o": "c"}
    ]


def test_files_come_in_order_of_name_without_sub_folders_and_others(tmp_path: Path) -> None:
    for name in ("b.ttl", "a.nt", "c.txt"):
        (tmp_path / name).write_text(FACT, encoding="utf-8")
    (tmp_path / "d.ttl").mkdir()

    assert [path.name for path in load.turtle_files(tmp_path)] == ["a.nt", "b.ttl"]


def test_a_single_file_is_enough(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(FACT, encoding="utf-8")

    assert load.load(tmp_path / "a.ttl").asserted == 1


@pytest.mark.parametrize("ending", ["ttl", "nt", "nq"])
def test_blank_nodes_of_two_files_stay_two(tmp_path: Path, ending: str) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.{ending}").write_text('_:x <http://p> "same" .\n', encoding="utf-8")

    assert load.load(tmp_path).asserted == 2


def test_a_missing_folder_is_named_in_the_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="nowhere: no such file or folder"):
        load.load(tmp_path / "nowhere")


def test_a_folder_without_data_is_named_in_the_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"no \.ttl, \.nt or \.nq file"):
        load.load(tmp_path)


def test_an_unknown_ending_is_named_with_those_that_are_known(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(FACT, encoding="utf-8")

    with pytest.raises(DataError, match=r"unknown ending '\.xml'; use \.ttl"):
        load.load(tmp_path / "a.xml")


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("a.ttl", FACT + "<http://a> <http://b> .\n", (2, 23)),
        ("a.ttl", '<http://a> <http://b> "蚂蚁" "x" .\n', (1, 28)),
        ("a.nt", FACT + FACT + "<a> <b> <c> .\n", (3, 1)),
        ("a.nq", "nonsense\n", (1, 1)),
        ("a.ttl", '<http://a> <http://b> "open .\n', (1, 23)),
    ],
)
def test_a_syntax_fault_names_file_line_and_column(
    tmp_path: Path, name: str, text: str, place: tuple[int, int]
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")

    with pytest.raises(SyntaxFault) as caught:
        load.load(tmp_path)

    assert (caught.value.line, caught.value.column) == place
    assert caught.value.file.endswith(name)
    assert " at line " not in caught.value.problem


def test_a_fault_without_a_place_stands_at_the_first_character() -> None:
    fault = load.syntax_fault("a.ttl", SyntaxError())

    assert str(fault) == "a.ttl:1:1: None" or str(fault) == "a.ttl:1:1: not valid"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").symlink_to(tmp_path / "a.ttl")

    with pytest.raises(DataError, match=r"a\.ttl"):
        load.load(tmp_path / "a.ttl")


def test_parse_yields_statements_of_the_one_graph(tmp_path: Path) -> None:
    path = tmp_path / "a.nq"
    path.write_text('<http://a> <http://b> "c" <http://g> .\n', encoding="utf-8")

    (statement,) = load.parse(path)

    assert str(statement) == '<http://a> <http://b> "c"'


def test_standard_input_is_turtle() -> None:
    code = "from pathlib import Path; from kg import load; print(load.load(Path('-')).asserted)"

    done = subprocess.run(
        [sys.executable, "-c", code],
        input=FACT,
        capture_output=True,
        text=True,
        cwd=paths.ROOT,
        check=True,
    )

    assert done.stdout.strip() == "1"


def test_rules_add_what_follows_and_count_it(tiny: Graph) -> None:
    assert tiny.derived > 0
    assert len(tiny.store) == tiny.asserted + tiny.derived
    assert query.answer(
        tiny.store, "ASK { figure:tiny-trees-2024 akg:concerns program:tiny-forest }"
    )


def test_a_rule_sees_what_rules_with_a_smaller_number_made(tmp_path: Path) -> None:
    (tmp_path / "10_a.rq").write_text("CONSTRUCT { ?s <http://p2> ?o } { ?s <http://p1> ?o }")
    (tmp_path / "20_b.rq").write_text("CONSTRUCT { ?s <http://p3> ?o } { ?s <http://p2> ?o }")
    data = tmp_path / "data.ttl"
    data.write_text("<http://a> <http://p1> 1 .", encoding="utf-8")

    graph = load.derive(load.load(data), tmp_path)

    assert (graph.asserted, graph.derived) == (1, 2)


def test_a_rule_that_does_not_parse_is_named(tiny: Graph, tmp_path: Path) -> None:
    (tmp_path / "10_broken.rq").write_text("CONSTRUCT { ?s", encoding="utf-8")

    with pytest.raises(SyntaxFault, match=r"10_broken\.rq:1:"):
        load.derive(load.load(paths.ONTOLOGY), tmp_path)


def test_a_rule_that_is_no_construct_is_our_mistake(tmp_path: Path) -> None:
    (tmp_path / "10_ask.rq").write_text("ASK { ?s ?p ?o }", encoding="utf-8")

    with pytest.raises(AssertionError, match=r"10_ask\.rq is not a CONSTRUCT query"):
        load.derive(load.load(paths.ONTOLOGY), tmp_path)


def test_our_own_data_is_read_and_closed(graph: Graph) -> None:
    assert graph.asserted > 5000
    assert graph.derived > 1000
