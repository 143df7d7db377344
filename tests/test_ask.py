"""The catalogue of questions, and the answers for parameters as people say them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg import ask, paths, query
from kg.errors import DataError, UnknownName, UsageError
from kg.load import Graph
from kg.query import Cell, Table

FIGURES = """# Which figures are reported for a programme?
# 一个项目有哪些数字？
#+ summary: One row a figure.
#+ tags: [figures, programmes]
#+ defaults:
#+   - program: Tiny Forest
#+   - since: 2024
#+ endpoint_in_url: False
#defaultView:BarChart
SELECT ?name ?value WHERE {
  ?figure akg:subject ?_program_iri ; akg:value ?value ; akg:periodStart ?start ;
    akg:subject/skos:prefLabel ?name .
  FILTER(LANG(?name) = "en" && ?start >= ?_since_dateTime)
} ORDER BY ?figure
"""
TOP = """# Which values are at least so large?
SELECT (EXISTS { ?x ?y ?z } AS ?any) ?value WHERE {
  ?figure akg:value ?value . FILTER(?value >= ?_at_least_integer)
}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "figures_of.rq").write_text(FIGURES, encoding="utf-8")
    (tmp_path / "top_values.rq").write_text(TOP, encoding="utf-8")
    return tmp_path


def values(table: Table) -> list[str]:
    return [row["value"] or "" for row in table.to_dicts()]


def test_a_question_says_what_it_asks_and_takes(folder: Path) -> None:
    question = ask.find("figures-of", folder)

    assert question.question == "Which figures are reported for a programme?"
    assert question.question_zh == "一个项目有哪些数字？"
    assert question.summary == "One row a figure."
    assert question.tags == ("figures", "programmes")
    assert question.view == "bar"
    assert question.parameters == (
        ask.Parameter("program", "iri", "Tiny Forest"),
        ask.Parameter("since", "dateTime", "2024"),
    )


def test_the_catalogue_is_in_order_of_name(folder: Path) -> None:
    assert [question.name for question in ask.catalogue(folder)] == ["figures-of", "top-values"]


@pytest.mark.parametrize("name", ["figures-of", "figures_of"])
def test_hyphens_and_underscores_count_the_same(folder: Path, name: str) -> None:
    assert ask.find(name, folder).name == "figures-of"


@pytest.mark.parametrize(
    ("name", "meant"), [("figure-of", ["figures-of"]), ("zzz", ["figures-of", "top-values"])]
)
def test_an_unknown_question_comes_with_those_that_look_like_it(
    folder: Path, name: str, meant: list[str]
) -> None:
    with pytest.raises(UnknownName) as caught:
        ask.find(name, folder)

    assert caught.value.suggestions == meant


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("SELECT * { ?s ?p ?o }", "# Question in words?"),
        ("# Which?\n#defaultView:Pie\nSELECT * {}", "broken.rq:2:1: there is no view 'Pie'"),
    ],
)
def test_a_file_that_is_no_question_is_named(tmp_path: Path, text: str, wanted: str) -> None:
    (tmp_path / "broken.rq").write_text(text, encoding="utf-8")

    with pytest.raises(DataError, match=wanted):
        ask.find("broken", tmp_path)


def test_defaults_fill_what_is_not_given(tiny: Graph, folder: Path) -> None:
    assert values(ask.answer(tiny, "figures-of", folder=folder)) == ["12"]


@pytest.mark.parametrize("name", ["小森林", "little wood", "program:tiny-forest", "tiny-forest"])
def test_a_thing_is_given_by_any_of_its_names(tiny: Graph, folder: Path, name: str) -> None:
    assert values(ask.answer(tiny, "figures-of", {"program": name}, folder=folder)) == ["12"]


@pytest.mark.parametrize(
    ("since", "found"),
    [
        ("2024", ["12"]),
        ("2024-01", ["12"]),
        ("2024-01-01", ["12"]),
        ("2024-01-01T00:00:00Z", ["12"]),
        ("2024-01-02", []),
        ("2025", []),
    ],
)
def test_a_year_a_month_or_a_day_means_its_start(
    tiny: Graph, folder: Path, since: str, found: list[str]
) -> None:
    assert values(ask.answer(tiny, "figures-of", {"since": since}, folder=folder)) == found


@pytest.mark.parametrize("day", ["yesterday", "2024-13", "2024-02-30", "24", "2024-01-01T00:00:00"])
def test_what_is_no_day_is_wrong_usage(tiny: Graph, folder: Path, day: str) -> None:
    with pytest.raises(UsageError, match="no dateTime such as 2025"):
        ask.answer(tiny, "figures-of", {"since": day}, folder=folder)


@pytest.mark.parametrize(("least", "found"), [("12", ["12"]), ("13", [])])
def test_a_number_is_bound_as_a_number(
    tiny: Graph, folder: Path, least: str, found: list[str]
) -> None:
    answered = ask.answer(tiny, "top-values", {"at-least": least}, folder=folder)

    assert values(answered) == found


@pytest.mark.parametrize("hostile", ["1) } SERVICE <http://x> {", "1.5", "", "１２"])
def test_a_number_that_is_none_is_wrong_usage(tiny: Graph, folder: Path, hostile: str) -> None:
    with pytest.raises(UsageError, match="--at-least"):
        ask.answer(tiny, "top-values", {"at_least": hostile}, folder=folder)


def test_a_text_is_bound_as_a_term_and_never_as_syntax(tiny: Graph, tmp_path: Path) -> None:
    text = "# Which?\nSELECT ?it { BIND(?_word_string AS ?it) }"
    (tmp_path / "echo.rq").write_text(text, encoding="utf-8")
    hostile = '" } } UNION { SERVICE <http://x> { ?s ?p ?o } } #'

    answered = ask.answer(tiny, "echo", {"word": hostile}, folder=tmp_path)

    assert answered.to_dicts() == [{"it": hostile}]


def test_a_date_parameter_must_be_a_day_of_the_calendar(tiny: Graph, tmp_path: Path) -> None:
    text = "# Which?\nSELECT ?it { BIND(?_day_date AS ?it) }"
    (tmp_path / "day.rq").write_text(text, encoding="utf-8")

    answered = ask.answer(tiny, "day", {"day": "2024-02-29"}, folder=tmp_path)

    assert answered.to_dicts() == [{"it": "2024-02-29"}]
    with pytest.raises(UsageError, match="'2023-02-29' is no date"):
        ask.answer(tiny, "day", {"day": "2023-02-29"}, folder=tmp_path)


def test_a_missing_parameter_is_named_as_the_option_that_gives_it(
    tiny: Graph, folder: Path
) -> None:
    with pytest.raises(UsageError, match="top-values needs a value: --at-least"):
        ask.answer(tiny, "top-values", folder=folder)


def test_an_unknown_parameter_comes_with_those_that_exist(tiny: Graph, folder: Path) -> None:
    with pytest.raises(UsageError, match="no parameter 'programme'; it has program"):
        ask.answer(tiny, "figures-of", {"programme": "x"}, folder=folder)


def test_a_question_without_parameters_says_that_it_has_none(tiny: Graph, tmp_path: Path) -> None:
    (tmp_path / "all.rq").write_text("# Which?\nSELECT ?s { ?s ?p ?o }", encoding="utf-8")

    with pytest.raises(UsageError, match="no parameter 'x'; it has none"):
        ask.answer(tiny, "all", {"x": "1"}, folder=tmp_path)
    assert len(ask.answer(tiny, "all", folder=tmp_path, limit=3).rows) == 3


def test_an_unknown_thing_comes_with_those_that_look_like_it(tiny: Graph, folder: Path) -> None:
    with pytest.raises(UnknownName, match="there is no program named 'Tiny Forrest'; did you mean"):
        ask.answer(tiny, "figures-of", {"program": "Tiny Forrest"}, folder=folder)


def test_a_question_must_be_a_select(tiny: Graph, tmp_path: Path) -> None:
    (tmp_path / "no.rq").write_text("# Is it?\nASK { ?s ?p ?o }", encoding="utf-8")

    with pytest.raises(DataError, match="must be a SELECT"):
        ask.answer(tiny, "no", folder=tmp_path)


def test_rdflib_answers_a_bound_question_the_same(tiny: Graph, folder: Path) -> None:
    text = ask.bound(tiny, ask.find("figures-of", folder), {"program": "小森林"})

    rows = [str(row[1]) for row in query.as_rdflib(tiny.store).query(text)]  # type: ignore[index]

    assert rows == ["12"]


# -- Pictures --------------------------------------------------------------------


def literal(text: str, datatype: str = "") -> Cell:
    return Cell(text, "literal", "http://www.w3.org/2001/XMLSchema#" + datatype)


def test_bars_are_as_long_as_their_numbers() -> None:
    rows = (
        (literal("a"), literal("100", "decimal")),
        (literal("蚂蚁"), literal("50", "decimal")),
        (literal("none"), None),
    )

    lines = ask.picture(Table(("name", "value"), rows), "bar", 30).splitlines()

    assert lines[0] == "value"
    assert lines[1].count("█") == 2 * lines[2].count("█")
    assert lines[1].endswith(" 100")
    assert lines[3] == "none"


def test_a_bar_can_end_within_a_character() -> None:
    rows = ((literal("8", "integer"),), (literal("1", "integer"),))

    assert ask.picture(Table(("n",), rows), "bar", 12).splitlines()[2].endswith("█ 1")
    rows = ((literal("80", "integer"),), (literal("5", "integer"),))
    assert ask.picture(Table(("n",), rows), "bar", 13).splitlines()[2].endswith("▌ 5")


def test_a_line_of_time_is_in_order_and_counts_what_has_no_day() -> None:
    rows = (
        (literal("later"), literal("2025-01-01T00:00:00Z", "dateTime")),
        (literal("sooner"), literal("2024-01-01T09:00:00Z", "dateTime")),
        (literal("some day"), None),
    )

    assert ask.picture(Table(("what", "when"), rows), "timeline").splitlines() == [
        "2024-01-01 ─● sooner",
        "2025-01-01 ─● later",
        "undated    ─○ 1 more",
    ]


@pytest.mark.parametrize("view", ["bar", "timeline", "table", "graph"])
def test_what_cannot_be_drawn_is_not_drawn(view: str) -> None:
    assert ask.picture(Table(("name",), ((literal("only words"),),)), view) == ""
    assert ask.picture(Table(("name",), ()), view) == ""


# -- The catalogue that we ship --------------------------------------------------


def test_the_list_of_questions_is_plain_data(folder: Path) -> None:
    assert ask.without_text(ask.find("top-values", folder)) == {
        "name": "top-values",
        "question": "Which values are at least so large?",
        "question_zh": "",
        "summary": "",
        "description": "",
        "parameters": [{"name": "at-least", "type": "integer", "default": None, "choices": []}],
        "tags": [],
        "view": "table",
    }


def test_every_question_of_ours_begins_with_a_question_in_both_languages() -> None:
    found = ask.catalogue()

    assert found
    for question in found:
        assert question.question.endswith("?"), question.path
        assert question.question_zh.endswith("？"), question.path


def test_asking_loads_no_heavy_library() -> None:
    heavy = "rdflib owlready2 pyvis shacl_rust pyshacl pandas networkx numpy jinja2 jpype".split()  # noqa: SIM905
    code = (
        "import sys\n"
        "from kg import cli\n"
        "sys.argv = ['kg', 'ask', '-f', 'json']\n"
        "try:\n    cli.main()\nexcept SystemExit:\n    pass\n"
        "from kg import ask\nfrom kg.load import closed\n"
        "graph = closed()\n"
        "question = next(q for q in ask.catalogue() if all(p.default for p in q.parameters))\n"
        "assert ask.answer(graph, question.name).columns\n"
        f"print(sorted(set({heavy}) & set(sys.modules)), file=sys.stderr)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=paths.ROOT, check=True
    )

    assert done.stderr.strip() == "[]"
