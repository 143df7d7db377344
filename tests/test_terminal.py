"""What a terminal and a pipe may count on: order, files, limits, errors that help."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from conftest import TINY, CommandLine

from kg.query import Cell, Table
from kg.query.order import is_ordered, settled

PROGRAMMES = "SELECT ?p { ?p a akg:Program }"


def literal(text: str) -> Cell:
    return Cell(text, "literal")


def blank(name: str) -> Cell:
    return Cell(f"_:{name}", "bnode")


# -- The same bytes each time -------------------------------------------------------


def test_the_same_query_gives_the_same_bytes_also_with_blank_nodes(kg: CommandLine) -> None:
    words = ("query", "SELECT * { ?s ?p ?o }", "-f", "tsv", "--data", TINY)

    first = kg(*words)

    assert first.code == 0, first.err
    assert "_:b0" in first.out
    assert kg(*words).out == first.out


def test_rows_without_an_order_are_sorted_and_ordered_ones_stay() -> None:
    table = Table(("x",), ((literal("b"),), (None,), (literal("a"),)))

    assert settled(table, "SELECT ?x {}").rows == ((None,), (literal("a"),), (literal("b"),))
    assert settled(table, "SELECT ?x {} ORDER BY ?y").rows == table.rows


@pytest.mark.parametrize(
    ("text", "has_order"),
    [
        ("SELECT ?x { ?x ?y ?z } order by ?x", True),
        ("SELECT ?x { ?x ?y 'ORDER BY' } # ORDER BY ?x", False),
        ("SELECT ?x { { SELECT ?x { ?x ?y ?z } ORDER BY ?x } }", False),
    ],
)
def test_only_the_order_of_the_whole_query_counts(text: str, has_order: bool) -> None:
    assert is_ordered(text) == has_order


def test_blank_nodes_have_the_same_names_whatever_the_engine_called_them() -> None:
    def listed(names: str) -> Table:
        a, b, c = (blank(name) for name in names)
        said = [(a, "first", literal("1")), (a, "rest", b), (b, "first", literal("1"))]
        said += [(b, "rest", c), (c, "first", literal("2"))]
        rows = [(x, literal(p), y) for x, p, y in said]
        return Table(("s", "p", "o"), tuple(sorted(rows, key=str)))

    first, second = settled(listed("xyz"), ""), settled(listed("zxy"), "")

    assert first == second
    assert {cell.value for row in first.rows for cell in row if cell and cell.kind == "bnode"} == {
        "_:b0", "_:b1", "_:b2",
    }  # fmt: skip


# -- Files --------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["csv", "tsv", "json", "md", "txt"])
def test_the_ending_of_the_file_picks_the_format(
    kg: CommandLine, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"answer.{ending}"
    words = ("query", PROGRAMMES, "--data", str(TINY))

    to_file = kg(*words, "--output", file)
    to_pipe = kg(*words, "-f", {"txt": "table"}.get(ending, ending))

    assert (to_file.code, to_file.out, to_file.err) == (0, "", "")
    assert file.read_bytes().decode() == to_pipe.out


def test_a_question_goes_into_a_file_too_and_f_is_stronger_than_the_ending(
    kg: CommandLine, tmp_path: Path
) -> None:
    kg("ask", "awards", "-o", tmp_path / "a.csv")
    kg("ask", "awards", "-o", tmp_path / "a.txt", "-f", "json")

    assert (tmp_path / "a.csv").read_bytes().decode() == kg("ask", "awards").out
    assert json.loads((tmp_path / "a.txt").read_text(encoding="utf-8"))["results"]["bindings"]


@pytest.mark.parametrize(
    ("file", "code", "said"),
    [
        ("answer.docx", 2, "unknown ending; use .csv"),
        ("answer.ttl", 2, "only CONSTRUCT and DESCRIBE can be written as ttl"),
        ("missing/answer.csv", 3, "cannot be written: No such file"),
    ],
)
def test_a_file_that_cannot_be_is_named_in_the_error(
    kg: CommandLine, tmp_path: Path, file: str, code: int, said: str
) -> None:
    outcome = kg("query", PROGRAMMES, "--data", TINY, "-o", tmp_path / file)

    assert outcome.code == code
    assert said in outcome.err
    assert list(tmp_path.iterdir()) == []


# -- Exit codes and limits ------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("query", "SELECT ?s { ?s a schema:Nothing }"), 0),
        (("query", "SELECT ?s { ?s a schema:Nothing }", "--fail-empty"), 1),
        (("query", PROGRAMMES, "--fail-empty"), 0),
        (
            ("query", "CONSTRUCT { ?s ?p ?o } { ?s ?p schema:Nothing . ?s ?p ?o }", "--fail-empty"),
            1,
        ),
        (("query", "ASK { ?s ?p schema:Nothing }", "--fail-empty"), 1),
        (("ask", "awards", "--fail-empty"), 0),
    ],
)
def test_an_empty_answer_is_a_negative_one_where_that_is_asked_for(
    kg: CommandLine, words: tuple[str, ...], code: int
) -> None:
    assert kg(*words, "--data", TINY if words[0] == "query" else "data").code == code


def test_a_cut_question_says_so_and_an_uncut_one_does_not(kg: CommandLine) -> None:
    cut, whole = kg("ask", "awards", "--limit", "2"), kg("ask", "awards", "--limit", "100000")

    assert (cut.code, cut.err) == (0, "kg: cut at 2 rows\n")
    assert len(list(csv.reader(io.StringIO(cut.out)))) == 3
    assert whole.err == ""


def test_a_question_that_takes_too_long_ends_with_a_limit_hit(kg: CommandLine) -> None:
    outcome = kg("ask", "own-word-alone", "--timeout", "0.001")

    assert outcome.code == 4
    assert outcome.out == ""
    assert "no answer within 0.001 seconds" in outcome.err


# -- Errors that help -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said", "caret"),
    [
        ("SELECT ?s { ?s a agk:Program }", "did you mean akg:", 17),
        ("SELECT ?s { ?s a akg:Programm }", "did you mean akg:Program", 17),
        ("SELCT ?s { ?s ?p ?o }", "did you mean SELECT", 0),
        ("SELECT ?s { ?s ?p '蚂蚁", "is not closed", 18),
        ("SELECT ?s { '蚂蚁' ?p ?o . ?s a akg:Nix }", "there is no term akg:Nix", 32),
    ],
)
def test_an_error_shows_the_line_with_a_caret_and_what_may_be_meant(
    kg: CommandLine, text: str, said: str, caret: int
) -> None:
    outcome = kg("query", text, "--data", TINY)

    assert outcome.code == 3
    first, line, mark = outcome.err.splitlines()[:3]
    assert first.startswith("kg: query:1:")
    assert said in first
    assert line == f"  {text}"
    assert mark == " " * (2 + caret) + "^"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ask", "partners-of", "--agent", "Ant Gruop"), "did you mean Ant Group"),
        (("ask", "figure-of"), "did you mean figures-of"),
        (("show", "Ocean Budy"), "did you mean Ocean Buddy"),
        (("show", "program:ant-forrest"), "did you mean program:ant-forest"),
    ],
)
def test_a_misspelt_name_comes_with_what_may_be_meant(
    kg: CommandLine, words: tuple[str, ...], said: str
) -> None:
    outcome = kg(*words)

    assert outcome.code == 3
    assert said in outcome.err
