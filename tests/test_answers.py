"""An answer in Python: walked twice, typed for pandas, shown in a notebook, and nothing lost."""

from __future__ import annotations

import builtins
import csv
import datetime
import io
import re
import subprocess
import sys
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from IPython.lib.pretty import pretty

from kg.errors import ToolError
from kg.query import Cell, Table
from kg.query.answers import XSD
from kg.query.html import MOST_ROWS


def literal(text: str, kind: str = "string", language: str | None = None) -> Cell:
    return Cell(text, "literal", XSD + kind, language)


def column(*cells: Cell | None) -> Table:
    """Return a table of one column."""
    return Table(("x",), tuple((cell,) for cell in cells))


def frame(*cells: Cell | None) -> Any:  # noqa: ANN401 - pandas has no types
    return column(*cells).to_dataframe()["x"]


FOREST = Cell("https://w3id.org/antkg/id/program/ant-forest", "iri")


# -- A result that is walked as often as one likes --------------------------------


def test_an_answer_has_columns_a_length_and_rows_that_can_be_walked_twice() -> None:
    answer = Table(("name", "start"), ((literal("GCash"), None), (literal("DANA"), None)))

    assert answer.columns == ("name", "start")
    assert len(answer) == 2
    assert list(answer) == list(answer) == answer.to_dicts()
    assert next(iter(answer)) == {"name": "GCash", "start": None}


def test_an_answer_prints_as_the_table_of_the_terminal() -> None:
    assert str(column(FOREST, None)) == "x\n──────────────────\nprogram:ant-forest\n\n"


@pytest.mark.parametrize(("rows", "said"), [(20, "20\n"), (23, "20\n… 3 more rows")])
def test_a_python_shell_shows_the_first_rows_and_says_how_many_more_there_are(
    rows: int, said: str
) -> None:
    answer = column(*(literal(str(number + 1), "integer") for number in range(rows)))

    assert pretty(answer).endswith(said)  # type: ignore[no-untyped-call]


def test_csv_comes_back_as_text_and_goes_into_a_file(tmp_path: Path) -> None:
    answer = column(literal('a "b", c\nd'), FOREST)

    text = answer.to_csv(tmp_path / "answer.csv")

    assert (tmp_path / "answer.csv").read_bytes().decode() == text == answer.to_csv()
    assert [row[0] for row in csv.reader(io.StringIO(text))] == ["x", 'a "b", c\nd', FOREST.value]


# -- Types -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "kind", "values"),
    [
        ([literal("1", "integer"), literal("-2", "nonNegativeInteger")], "Int64", [1, -2]),
        ([literal("9223372036854775807", "integer")], "Int64", [2**63 - 1]),
        ([literal("9223372036854775808", "integer")], "object", [2**63]),
        ([literal("1.50", "decimal"), literal("2", "integer")], "Float64", [1.5, 2.0]),
        ([literal("0.1", "decimal")], "Float64", [0.1]),
        (
            [literal("0.12345678901234567890123", "decimal")],
            "object",
            [Decimal("0.12345678901234567890123")],
        ),
        (
            [literal("9007199254740993", "integer"), literal("0.5", "decimal")],
            "object",
            [2**53 + 1, Decimal("0.5")],
        ),
        ([literal("1e3", "double"), literal("-INF", "float")], "Float64", [1000.0, float("-inf")]),
        ([literal("true", "boolean"), literal("0", "boolean")], "boolean", [True, False]),
        ([literal("true", "boolean"), literal("1", "integer")], "object", [True, 1]),
        ([literal("text"), FOREST], "string", ["text", "program:ant-forest"]),
        ([literal("2025", "gYear")], "string", ["2025"]),
        ([literal("2025-10-10", "date")], "object", [datetime.date(2025, 10, 10)]),
        ([], "string", []),
    ],
)
def test_a_column_has_the_narrowest_type_that_holds_every_value(
    cells: list[Cell], kind: str, values: list[object]
) -> None:
    made = frame(*cells)

    assert str(made.dtype) == kind
    assert list(made) == values
    assert [type(value) for value in made if kind == "object"] == [
        type(value) for value in values if kind == "object"
    ]


def test_points_in_time_know_their_zone_and_are_given_in_utc() -> None:
    made = frame(
        literal("2025-10-10T08:00:00+08:00", "dateTime"),
        literal("1066-10-14T00:00:00Z", "dateTime"),
        literal("2025-10-10T00:00:00.1234560Z", "dateTime"),
    )

    assert str(made.dtype) == "datetime64[us, UTC]"
    assert [instant.isoformat() for instant in made] == [
        "2025-10-10T00:00:00+00:00",
        "1066-10-14T00:00:00+00:00",
        "2025-10-10T00:00:00.123456+00:00",
    ]


def test_points_in_time_without_a_zone_stay_without_one_and_are_not_mixed_with_others() -> None:
    naive, aware = (literal(f"2025-10-10T00:00:00{zone}", "dateTime") for zone in ("", "Z"))

    assert str(frame(naive).dtype) == "datetime64[us]"
    assert str(frame(naive, aware).dtype) == "object"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("12000-01-01T00:00:00Z", "dateTime"),
        ("-0044-03-15T00:00:00Z", "dateTime"),
        ("2025-10-10T00:00:00.1234567Z", "dateTime"),
        ("2025-10-10T24:00:00Z", "dateTime"),
        ("0001-01-01T00:00:00+14:00", "dateTime"),
        ("2025-10-10Z", "date"),
        ("2025-02-30", "date"),
        ("1_000", "integer"),
        ("many", "integer"),
        ("NaN", "decimal"),
        ("1" * 5000, "integer"),
        ("yes", "boolean"),
        ("x", "double"),
    ],
)
def test_what_no_type_can_hold_stays_as_its_text(text: str, kind: str) -> None:
    assert list(frame(literal(text, kind))) == [text]
    assert list(frame(literal(text, kind), literal("1", "integer"))) == [text, 1]


@pytest.mark.parametrize(
    "cell",
    [
        literal("1", "integer"),
        literal("1.5", "decimal"),
        literal("true", "boolean"),
        literal("text"),
        literal("2025-10-10", "date"),
    ],
)
def test_an_unbound_cell_is_pandas_own_nothing(cell: Cell) -> None:
    made = frame(None, cell)

    assert made[0] is pd.NA
    assert made[1] is not pd.NA


def test_an_unbound_point_in_time_is_not_a_time() -> None:
    assert frame(None, literal("2025-10-10T00:00:00Z", "dateTime"))[0] is pd.NaT


def test_not_a_number_is_a_value_and_not_an_unbound_cell() -> None:
    made = frame(literal("NaN", "double"), None).array

    assert list(made._mask) == [False, True]


def test_iris_are_short_or_full() -> None:
    answer = column(FOREST, Cell("https://elsewhere.example/a b", "iri"), Cell("_:b1", "bnode"))

    assert answer.to_columns()["x"][0] == "program:ant-forest"
    assert answer.to_columns(iris="full")["x"][0] == FOREST.value
    assert answer.to_columns()["x"][1:] == ["https://elsewhere.example/a b", "_:b1"]


def test_languages_come_in_a_column_of_their_own_where_one_asks_for_them() -> None:
    answer = Table(("x", "n"), ((literal("森林", "string", "zh"), literal("1", "integer")),))

    assert list(answer.to_dataframe().columns) == ["x", "n"]
    assert answer.to_columns(language=True) == {"x": ["森林"], "x@language": ["zh"], "n": [1]}


def test_an_answer_without_rows_or_columns_is_a_frame_too() -> None:
    assert list(Table(("a", "b"), ()).to_dataframe().columns) == ["a", "b"]
    assert Table((), ((), ())).to_dataframe().shape == (2, 0)


def test_without_pandas_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without_pandas(name: str, *others: Any) -> Any:  # noqa: ANN401
        if name == "pandas":
            raise ImportError(name)
        return real(name, *others)

    monkeypatch.setattr(builtins, "__import__", without_pandas)

    with pytest.raises(ToolError, match=r"pip install 'antkg\[pandas\]'"):
        column(FOREST).to_dataframe()


def test_asking_does_not_import_pandas() -> None:
    code = (
        "import sys, kg\nanswer = kg.open_graph('tests/tiny.ttl').query('SELECT * { ?s ?p ?o }')\n"
        "answer.to_columns(); answer._repr_html_()\nprint('pandas' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"


# -- In a notebook -------------------------------------------------------------------


class Page(HTMLParser):
    """What a browser would make of it: the elements, and where links lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what opens."""
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        assert {name for name, _ in attrs} <= {"href", "rel", "style", "lang"}


@pytest.mark.parametrize(
    "cell",
    [
        literal("<script>alert(1)</script>"),
        literal('"><img src=x onerror=alert(1)>'),
        literal("a", "string", 'en" onclick="alert(1)'),
        Cell("javascript:alert(1)", "iri"),
        Cell('https://a.example/"onmouseover="alert(1)', "iri"),
        literal("javascript:alert(1)", "anyURI"),
        literal("data:text/html,<script>alert(1)</script>", "anyURI"),
        literal("http://a.example/<script>", "anyURI"),
    ],
)
def test_hostile_terms_are_words_and_nothing_else(cell: Cell) -> None:
    page = Page(column(cell)._repr_html_())

    assert page.tags == {"table", "thead", "tbody", "tr", "th", "td"}


def test_a_hostile_name_of_a_column_is_words_too() -> None:
    html = Table(("<b>",), ())._repr_html_()

    assert "<b>" not in html
    assert "&lt;b&gt;" in html


def test_only_web_pages_are_links_and_our_names_are_not_pages_yet() -> None:
    page = Page(
        column(
            Cell("https://a.example/b?c=d&e=f", "iri"),
            literal("http://a.example/", "anyURI"),
            literal("https://a.example/", "string"),
            FOREST,
            None,
        )._repr_html_()
    )

    assert page.links == ["https://a.example/b?c=d&e=f", "http://a.example/"]


def test_a_long_answer_is_capped_and_says_how_many_rows_are_not_shown() -> None:
    rows = [literal(str(number), "integer") for number in range(MOST_ROWS + 3)]
    text = column(*rows)._repr_html_()

    assert text.count("<tr>") == MOST_ROWS + 1
    assert "<p>3 more rows, not shown.</p>" in text
    assert "1 more row, not" in column(*rows[: MOST_ROWS + 1])._repr_html_()
    assert "<p>" not in column(*rows[:MOST_ROWS])._repr_html_()


def test_an_answer_that_was_cut_says_so() -> None:
    text = Table(("x",), ((FOREST,),), is_cut=True)._repr_html_()

    assert re.search(r"<p>The answer was cut: .*</p>", text)
