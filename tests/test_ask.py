"""The catalogue of questions, and the answers for parameters as people say them."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml

from kg import ask, paths, query
from kg.ask.manual import FAMILIES
from kg.errors import DataError, SyntaxFault, UnknownName, UsageError
from kg.load import Graph
from kg.query import Cell, Table
from kg.query.answers import columns_of

QUESTIONS = ask.catalogue()

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


# -- What stands above a query ---------------------------------------------------

HEAD = "# Which?\n"
QUERY = "SELECT ?s { ?s ?p ?_voice_iri }"
CHOICES = (
    HEAD + "#+ enumerate:\n#+   - voice:\n#+       - https://w3id.org/antkg/schema#SelfReported\n"
    "#+       - https://w3id.org/antkg/schema#Restated\n" + QUERY
)


def written_to(folder: Path, text: str) -> Path:
    (folder / "broken.rq").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("lines", "place", "problem"),
    [
        ("#+ sumary: x\n", "2:1", "there is no decorator 'sumary'; did you mean summary?"),
        ("#+ zzz: x\n", "2:1", "there is no decorator 'zzz'; there are summary"),
        ("#+ summary: x\n#+ summary: y\n", "3:1", "'summary' is said twice"),
        ("#+summary: x\n", "2:1", "no line that the decorators know"),
        ("#+ summary x\n", "2:1", "no line that the decorators know"),
        ("#+ summary: one: two\n", "2:1", "between double quotes: one: two"),
        ("#+ summary:\n", "2:1", "between double quotes: it is empty"),
        ("#+ summary: yes\n", "2:1", "between double quotes: yes"),
        ("#+ summary: 2024-01-01\n", "2:1", "between double quotes: 2024-01-01"),
        ("#+ tags: one, two\n", "2:1", "tags are written as"),
        ("#+ endpoint_in_url: True\n", "2:1", "can only be False"),
        ("#+ defaults: {voice: x}\n", "2:1", "the defaults stand below it"),
        ("#+   - voice: x\n", "2:1", "no line that the decorators know"),
        ("#+ enumerate:\n#+   - voice: x\n", "3:1", "the values of 'voice' stand below it"),
        ("#+ enumerate:\n#+       - x\n", "3:1", "no line that the decorators know"),
        ("#+ defaults:\n#+   - voice: x\n#+   - voice: y\n", "4:1", "said twice"),
        ("#+ defaults:\n#+   - vois: x\n", "3:1", "the query has no blank 'vois'"),
        ("#defaultView:Tabel\n", "2:1", "there is no view 'Tabel'; did you mean Table?"),
        ("#defaultView:Table\n#defaultView:Table\n", "3:1", "'defaultView' is said twice"),
        (QUERY + "\n#+ summary: x\n", "3:1", "it must stand above the query"),
        ("\n" + QUERY + "\n#defaultView:Table\n", "4:1", "it must stand above the query"),
    ],
)
def test_a_line_that_is_not_understood_is_an_error_with_its_place(
    tmp_path: Path, lines: str, place: str, problem: str
) -> None:
    text = HEAD + lines + ("" if QUERY in lines else QUERY)

    with pytest.raises(SyntaxFault) as caught:
        ask.catalogue(written_to(tmp_path, text))

    assert str(caught.value).split(": ")[0].endswith(f"broken.rq:{place}")
    assert problem in str(caught.value)


def test_a_comment_between_the_lines_of_a_header_is_nothing_to_us(tmp_path: Path) -> None:
    text = HEAD + "#+ summary: All.\n\n# a note\n#defaultView:Graph\n" + QUERY

    (question,) = ask.catalogue(written_to(tmp_path, text))

    assert (question.summary, question.view) == ("All.", "graph")


@pytest.mark.parametrize(
    "said",
    ["SelfReported", "self-reported", "akg:SelfReported", "self reported", "ＳｅｌｆReported"],
)
def test_a_value_of_a_closed_list_may_be_spelt_in_several_ways(
    tiny: Graph, tmp_path: Path, said: str
) -> None:
    (question,) = ask.catalogue(written_to(tmp_path, CHOICES))

    text = ask.bound(tiny, question, {"voice": said})

    assert "VALUES (?_voice_iri) { (<https://w3id.org/antkg/schema#SelfReported>) }" in text


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ("SelfReport", "did you mean SelfReported?"),
        ("zzz", "it can be SelfReported, Restated"),
        ("program:ant-forest", "it can be SelfReported, Restated"),
        ("https://w3id.org/antkg/schema#Official", "it can be"),
        ("", "it can be"),
    ],
)
def test_a_value_that_is_not_on_the_closed_list_is_refused(
    tiny: Graph, tmp_path: Path, said: str, hint: str
) -> None:
    (question,) = ask.catalogue(written_to(tmp_path, CHOICES))

    with pytest.raises(UsageError) as caught:
        ask.bound(tiny, question, {"voice": said})

    assert hint in str(caught.value)


def test_a_literal_can_have_a_closed_list_too(tiny: Graph, tmp_path: Path) -> None:
    text = (
        "# Which?\n#+ defaults:\n#+   - kind: two\n"
        "#+ enumerate:\n#+   - kind:\n#+       - one\n#+       - two\n"
        "SELECT ?it { BIND(?_kind_string AS ?it) }"
    )
    (tmp_path / "kinds.rq").write_text(text, encoding="utf-8")

    assert ask.answer(tiny, "kinds", folder=tmp_path).to_dicts() == [{"it": "two"}]
    assert ask.answer(tiny, "kinds", {"kind": "ONE"}, folder=tmp_path).to_dicts() == [{"it": "one"}]


@pytest.mark.parametrize("question", ask.catalogue(), ids=lambda question: question.name)
def test_our_decorators_are_yaml_and_say_there_what_they_say_to_us(
    question: ask.Question,
) -> None:
    lines = [line for line in question.text.splitlines() if line.startswith("#+")]
    said = yaml.safe_load("\n".join(line.removeprefix("#+") for line in lines))

    assert said["summary"] == question.summary
    assert said.get("description", "") == question.description
    assert tuple(said["tags"]) == question.tags
    assert said["endpoint_in_url"] is False
    defaults = {name: value for pair in said.get("defaults", []) for name, value in pair.items()}
    assert defaults == {p.name: p.default for p in question.parameters}
    choices = {name: list(p.choices) for p in question.parameters if (name := p.name) and p.choices}
    assert {k: v for pair in said.get("enumerate", []) for k, v in pair.items()} == choices


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


def test_links_are_drawn_as_a_tree_for_each_name_at_which_they_begin() -> None:
    rows = (
        (literal("DANA"), literal("partners with"), literal("Ant International")),
        (literal("蚂蚁"), literal("operates"), literal("Alipay\x1b[31m")),
        (literal("DANA"), literal("operates"), literal("DANA app")),
        (literal("DANA"), literal("partners with"), literal("Ant International")),
        (literal("Nobody"), None, None),
        (None, None, literal("Nothing")),
    )
    table = Table(("fromName", "relationName", "toName"), rows)

    assert ask.picture(table, "graph").splitlines() == [
        "DANA",
        "├─ partners with → Ant International",
        "└─ operates → DANA app",
        "蚂蚁",
        "└─ operates → Alipay�[31m",
        "Nobody",
    ]


def test_links_without_the_usual_columns_go_from_the_first_name_to_the_second() -> None:
    table = Table(("record", "wholeName", "partName"), ((None, literal("a"), literal("b")),))

    assert ask.picture(table, "graph") == "a\n└─ b\n"


def test_bars_and_days_bear_the_first_two_words_beside_them() -> None:
    when = literal("2024-01-01T00:00:00Z", "dateTime")
    counted = ((literal("a"), literal("b"), literal("c"), literal("3", "integer")),)

    assert ask.picture(Table(("x", "y", "z", "n"), counted), "bar").splitlines()[1][:7] == "a · b  "
    dated = Table(("when", "x", "y"), ((when, literal("a"), literal("b")),))
    assert ask.picture(dated, "timeline") == "2024-01-01 ─● a · b\n"


@pytest.mark.parametrize("question", ask.catalogue(), ids=lambda question: question.name)
def test_every_answer_that_is_to_be_drawn_can_be_drawn(
    question: ask.Question, graph: Graph
) -> None:
    answered = ask.answer(graph, question.name)

    drawn = ask.picture(answered, question.view, 100)

    assert bool(drawn) == (question.view != "table" and bool(answered.rows))
    assert all(columns_of(line) <= 110 for line in drawn.splitlines())


@pytest.mark.parametrize("view", ["bar", "timeline", "table", "graph"])
def test_what_cannot_be_drawn_is_not_drawn(view: str) -> None:
    assert ask.picture(Table(("name",), ((literal("only words"),),)), view) == ""
    assert ask.picture(Table(("name",), ()), view) == ""


# -- The catalogue that we ship --------------------------------------------------

SH = "http://www.w3.org/ns/shacl#"


def test_the_list_has_more_than_forty_questions_of_ten_families() -> None:
    assert len(QUESTIONS) >= 42
    assert {question.tags[0] for question in QUESTIONS} == set(FAMILIES)


def test_no_question_is_another_with_other_words() -> None:
    bodies = [re.sub(r"(?m)^#.*\n|\s+", " ", question.text).strip() for question in QUESTIONS]

    assert len(set(bodies)) == len(bodies)
    assert len({question.question for question in QUESTIONS}) == len(QUESTIONS)
    assert len({question.question_zh for question in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_query_names_no_thing_of_the_data(question: ask.Question) -> None:
    assert "w3id.org/antkg/id/" not in re.sub(r"(?m)^#.*$", "", question.text)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_file_is_plain_sparql_that_declares_its_own_prefixes(question: ask.Question) -> None:
    assert ox.Store().query(question.text) is not None


def test_the_examples_are_turtle_and_each_of_their_queries_runs(graph: Graph) -> None:
    triples = list(ox.parse(ask.as_examples(QUESTIONS), format=ox.RdfFormat.TURTLE))
    said = {(t.subject, t.predicate.value, t.object) for t in triples}
    queries = {s: o.value for s, p, o in said if p == SH + "select" and isinstance(o, ox.Literal)}

    assert {str(s).rstrip(">").rpartition("/")[2] for s in queries} == {q.name for q in QUESTIONS}
    for subject, text in queries.items():
        answered = query.answer(graph.store, text)
        assert isinstance(answered, Table)
        languages = {o.language for s, p, o in said if s == subject and p.endswith("#comment")}
        assert languages == {"en", "zh"}
        for term in ("prefixes", "select"):
            assert sum(s == subject and p == SH + term for s, p, _ in said) == 1
        for term in ("keywords", "target"):
            assert any(s == subject and p == f"https://schema.org/{term}" for s, p, _ in said)
    declared = {o.value for _, p, o in said if p == SH + "prefix" and isinstance(o, ox.Literal)}
    assert declared >= {"akg", "skos", "rdfs"}


def test_a_hostile_text_stays_within_its_quotes_in_the_examples(tmp_path: Path) -> None:
    text = (
        '# Who says " \\ and """?\n#+ tags: [odd]\n'
        'SELECT ?s { ?s ?p """a\\" """ FILTER(?s != "x") } # """ ;\n'
    )
    folder = written_to(tmp_path, text)

    triples = list(ox.parse(ask.as_examples(ask.catalogue(folder)), format=ox.RdfFormat.TURTLE))

    (select,) = [t.object for t in triples if t.predicate.value == SH + "select"]
    assert isinstance(select, ox.Literal)
    assert select.value.strip() == text.splitlines()[2]


def test_a_question_that_must_be_told_something_is_no_example(folder: Path) -> None:
    made = ask.as_examples(ask.catalogue(folder))

    assert "ex:figures-of" in made
    assert "ex:top-values" not in made
    with pytest.raises(UsageError, match="--at-least"):
        ask.with_defaults(ask.find("top-values", folder))


def test_the_page_has_every_question_once_and_those_of_no_family_at_its_end(
    folder: Path,
) -> None:
    page = ask.as_manual([*QUESTIONS, *ask.catalogue(folder)])

    assert page.count("\n### ") == len(QUESTIONS) + 2
    assert f"There are {len(QUESTIONS) + 2} questions in {len(FAMILIES) + 1} families." in page
    assert page.rindex("\n## ") == page.index("\n## other")
    assert "kg ask top-values --at-least …" in page
    assert "- `--at-least`: a value of type integer" in page


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_the_command_that_is_shown_asks_what_the_defaults_ask(
    question: ask.Question, graph: Graph
) -> None:
    words = shlex.split(question.command)
    given = {o.removeprefix("--"): v for o, v in zip(words[3::2], words[4::2], strict=True)}

    assert words[:3] == ["kg", "ask", question.name]
    assert ask.bound(graph, question, given) == ask.bound(graph, question, {})


def test_a_default_and_a_choice_are_shown_as_people_type_them() -> None:
    (voice,) = ask.find("said-in-voice").parameters
    (month,) = ask.find("officeholders").parameters
    (day,) = ask.find("reported-by").parameters
    (thing,) = ask.find("names-of").parameters

    assert (voice.shown_default, voice.shown_choices[-1]) == ("Independent", "SelfReported")
    assert [p.shown_default for p in (month, day, thing)] == [
        "2025-10",
        "2024-12-31",
        "organization:ant-group",
    ]


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
