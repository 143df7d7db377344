"""The pipeline: everything is built, or nothing where the gate finds an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import run
from kg.errors import SyntaxFault
from kg.load import Graph
from kg.run import Summary

FAULTY = """
@prefix akg: <https://w3id.org/antkg/schema#> .
<https://w3id.org/antkg/id/figure/lost> a akg:Figure ; akg:value 1.0 .
"""


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    return run.run(build=tmp_path_factory.mktemp("build") / "deep", fast=True)


def test_a_run_builds_the_page_and_the_files(summary: Summary) -> None:
    assert not summary.report.has_errors, summary.report.findings[:3]
    assert summary.page is not None
    assert summary.page.stat().st_size > 10_000
    assert {"graph.nt", "things.csv", "network.gexf"} <= {path.name for path in summary.files}


def test_a_summary_counts_what_the_graph_holds(summary: Summary, graph: Graph) -> None:
    assert list(summary.counts) == ["things", "records", "evidence", "sources", "edges"]
    assert all(count > 0 for count in summary.counts.values())
    assert summary.triples == graph.asserted
    assert summary.derived == graph.derived
    assert summary.counts == run.counts(graph)


def test_a_run_answers_one_question(summary: Summary) -> None:
    assert summary.answered is not None
    assert summary.answered.question.endswith("?")
    assert summary.answered.table.rows


def test_nothing_is_built_where_the_gate_finds_an_error(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "figures.ttl").write_text(FAULTY, encoding="utf-8")
    steps: list[str] = []

    summary = run.run(tmp_path / "data", tmp_path / "build", fast=True, tell=steps.append)

    assert summary.report.has_errors
    assert summary.page is None
    assert summary.files == ()
    assert not (tmp_path / "build").exists()
    assert steps == ["loading", "validating", "deriving"]


def test_data_that_does_not_parse_stops_the_run(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<http://a> .", encoding="utf-8")

    with pytest.raises(SyntaxFault):
        run.run(tmp_path, tmp_path / "build", fast=True)


def test_a_question_that_needs_a_value_is_not_the_first_answer(tiny: Graph, tmp_path: Path) -> None:
    (tmp_path / "a.rq").write_text("# A?\nSELECT * { ?_x_iri ?p ?o }", encoding="utf-8")

    assert run.first_answer(tiny, tmp_path) is None
    (tmp_path / "b.rq").write_text("# B?\nSELECT ?s { ?s a akg:Program }", encoding="utf-8")
    answered = run.first_answer(tiny, tmp_path)
    assert answered is not None
    assert answered.question == "B?"


def test_a_question_about_a_thing_that_is_not_there_is_not_the_first_answer(tiny: Graph) -> None:
    answered = run.first_answer(tiny)

    assert answered
    assert "ocean-buddy" not in answered.command


def test_the_command_of_the_first_answer_is_as_a_person_types_it(summary: Summary) -> None:
    assert summary.answered
    assert summary.answered.command == "kg ask participants-of --program program:ocean-buddy"
