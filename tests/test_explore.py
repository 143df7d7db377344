from __future__ import annotations

import base64
import hashlib
import json
import math
import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from small_graph import attacking_graph, empty_graph, quiet_graph

from kg import explore, network
from kg.errors import DataError
from kg.explore import corners
from kg.explore import lines as page_lines
from kg.explore import page as page_parts
from kg.explore import records as page_records
from kg.network import Edge
from kg.query import Cell, Table


def data_of(page: str) -> dict[str, Any]:
    block = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert block
    data: dict[str, Any] = json.loads(block[1])
    return data


@pytest.fixture(scope="module")
def content() -> dict[str, Any]:
    """Return what the page about the quiet graph shows, before it is packed."""
    return page_parts.content_of(quiet_graph())[1]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("page")
    return explore.write_page(quiet_graph(), folder / "deep" / "page.html").read_text("utf-8")


def test_the_same_graph_gives_the_same_bytes(tmp_path: Path) -> None:
    first = explore.write_page(quiet_graph(), tmp_path / "first.html")
    second = explore.write_page(quiet_graph(), tmp_path / "second.html")
    assert first.read_bytes() == second.read_bytes()
    assert sorted(f.name for f in tmp_path.iterdir()) == ["first.html", "second.html"]


def test_the_page_names_no_other_host_outside_its_data(page: str) -> None:
    ours = page.replace(page_parts.library(), "")
    asking = re.findall(r"<(?:script|link|img|iframe)\b[^>]*?(?:src|href)=.{6}", ours)
    assert asking == ['<link rel="icon" href="data:']
    assert not re.search(r"@import|url\(|\bfetch\(|XMLHttpRequest", ours)


def test_the_policy_allows_exactly_the_scripts_and_the_style_of_the_page(page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    allowed = set(re.findall(r"sha256-([^&']+)", policy[1]))
    inside = re.findall(r"<script>(.*?)</script>|<style>(.*?)</style>", page, re.DOTALL)
    found = {
        base64.b64encode(hashlib.sha256((script or style).encode()).digest()).decode()
        for script, style in inside
    }
    assert found == allowed
    assert policy[1].startswith("default-src &#39;none&#39;;")


def statements_of(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [e for e in content["edges"] if e["lens"] == "everything"]


def test_parallel_statements_stay_and_a_symmetric_relation_is_drawn_once(
    content: dict[str, Any],
) -> None:
    edges = statements_of(content)
    words = [e["words"] for e in edges if {e["from"], e["to"]} == {HERON, TEAL}]
    assert words == ["partners with", "partners with"]
    assert sum(e["words"] == "takes part in" for e in edges) == 4


HERON, TEAL = "organization:heron", "organization:teal"


def test_every_drawn_statement_leads_to_a_record_with_a_receipt(content: dict[str, Any]) -> None:
    data = content
    assert data["edges"]
    for edge in data["edges"]:
        assert edge["records"]
        for record in edge["records"]:
            assert data["records"][record]["receipts"]


def test_a_focus_is_drawn_from_its_record_and_indicators_are_not_drawn(
    content: dict[str, Any],
) -> None:
    data = content
    otter = [e for e in data["edges"] if e["to"] == "species:otter"]
    assert [(e["from"], e["words"], e["records"]) for e in otter] == [
        ("program:reed", "protects", ["focus:otter"])
    ]
    assert "indicator" not in {n["kind"] for n in data["nodes"]}


def test_every_statement_says_how_sure_it_is(content: dict[str, Any]) -> None:
    styles = {(e["words"], e["records"][0]): e["style"] for e in statements_of(content)}
    assert styles == {
        ("takes part in", "collaboration:one"): "stated",
        ("takes part in", "collaboration:two"): "disputed",
        ("partners with", "collaboration:one"): "inferred",  # by rule, from taking part
        ("partners with", "collaboration:two"): "disputed",
        ("inspired by", "inspiration:moss"): "unknown",  # nobody is named who says so
        ("protects", "focus:otter"): "unknown",
    }


def test_two_that_share_a_programme_are_joined_by_it_and_by_the_records_that_name_both(
    content: dict[str, Any],
) -> None:
    shared = [e for e in content["edges"] if e["lens"] == "partners"]
    assert [(e["from"], e["words"], e["to"], e["relation"]) for e in shared] == [
        (HERON, "Reed", TEAL, "program:reed")
    ]
    assert shared[0]["records"] == ["collaboration:one", "collaboration:two"]
    assert shared[0]["style"] == "disputed"


def test_a_figure_shows_the_value_as_printed_with_its_date_and_receipt(
    content: dict[str, Any],
) -> None:
    figure = content["records"]["figure:reeds"]
    assert figure["value"] == "over 1,200"
    assert (figure["number"], figure["bound"], figure["end"]) == (1200, "more than", "2024-05-01")
    assert {"part": "of indicator", "thing": "indicator:reeds", "name": "reeds planted"} in figure[
        "parts"
    ]
    assert figure["receipts"][0]["speaker"] == "Heron"
    source = content["sources"][figure["receipts"][0]["source"]]
    assert source == {
        "title": "A letter",
        "address": "https://example.org/letter",
        "issued": "2024-05-02",
        "grain": "day",
    }
    assert figure["receipts"][0]["voice"] == "SelfReported"


def test_only_in_the_folder_of_the_site_the_page_leads_to_other_pages(tmp_path: Path) -> None:
    alone = explore.write_page(quiet_graph(), tmp_path / "alone.html").read_text("utf-8")
    beside = explore.write_page(quiet_graph(), tmp_path / "beside.html", site=True)
    link = re.compile(r'<a [^>]*href="([^#"]+)"')
    assert link.findall(alone.partition("<noscript>")[0]) == []
    assert set(link.findall(beside.read_text("utf-8").partition("<noscript>")[0])) == {
        "index.html",
        "things.html",
        "questions/index.html",
        "audit.html",
    }
    assert not data_of(alone)["site"]


def test_small_parts_stand_in_corners_of_the_largest_and_meet_nothing() -> None:
    ring = [
        Edge(f"r{n}", f"a{n:02}", f"a{(n + 1) % 80:02}", "r", "w", False, "", False)
        for n in range(80)
    ]
    pairs = [Edge(f"p{n}", f"b{n}", f"c{n}", "r", "w", False, "", False) for n in range(3)]
    ends = sorted({end for edge in ring + pairs for end in (edge.start, edge.end)})
    net = network.build([network.Node(end, "", "") for end in ends], ring + pairs)
    before = network.positions(net)
    after = corners.tucked(net, before)
    large = [name for name in ends if name.startswith("a")]
    assert all(after[name] == before[name] for name in large)
    assert max(y for _, y in after.values()) < max(y for _, y in before.values())
    near = [
        (one, other)
        for one, other in combinations(ends, 2)
        if math.dist(after[one], after[other]) < network.STEP * 0.8
    ]
    assert near == []


def test_a_part_that_finds_no_corner_stays_where_it_is() -> None:
    edges = [Edge(f"p{n}", f"b{n}", f"c{n}", "r", "w", False, "", False) for n in range(2)]
    things = [network.Node(end, "", "") for end in ("b0", "b1", "c0", "c1")]
    net = network.build(things, edges)
    places = network.positions(net)
    assert corners.tucked(net, places) == places


def test_the_page_opens_on_the_best_documented_programme(content: dict[str, Any]) -> None:
    assert content["start"] == "program:reed"


def test_a_name_in_another_language_serves_where_there_is_no_english_one(
    content: dict[str, Any],
) -> None:
    labels = {n["id"]: n["label"] for n in content["nodes"]}
    assert labels["organization:crane"] == "鹤"
    assert labels["organization:heron"] == "Heron"


def test_only_web_addresses_become_addresses_and_no_markup_survives(tmp_path: Path) -> None:
    page = explore.write_page(attacking_graph(), tmp_path / "p.html").read_text("utf-8")
    assert "javascript:alert(9)" not in page
    assert "address" not in data_of(page)["sources"]["source:evil"]
    for number in range(1, 9):
        assert not re.search(rf"<[^>&]*alert\({number}\)", page)
        assert f"<script>alert({number})" not in page


def test_an_empty_graph_gives_a_page_without_a_focus(tmp_path: Path) -> None:
    page = explore.write_page(empty_graph(), tmp_path / "page.html").read_text("utf-8")
    assert data_of(page)["start"] == ""


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(DataError, match=r"file/page\.html: cannot be written"):
        explore.write_page(quiet_graph(), tmp_path / "file" / "page.html")


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ({"value": "5", "upper": "7", "unit": "hectare", "bound": "between"}, "5 to 7 hectare"),
        ({"value": "5", "upper": None, "unit": None, "bound": "at least"}, "at least 5"),
        ({"value": None, "upper": None, "unit": None, "bound": None}, ""),
    ],
)
def test_a_value_without_a_printed_form_is_written_out(
    row: dict[str, str | None], value: str
) -> None:
    assert page_records._value({"printed": None, **row}, []) == value


# -- Questions to start from, and measures -----------------------------------------


def test_a_question_whose_default_names_nothing_here_is_no_start() -> None:
    from kg.run import starts

    named = {start.name for start in starts(quiet_graph())}
    assert "programs" in named
    assert "figures-of" not in named  # asks about a programme that this graph has not


def test_a_start_holds_its_command_and_what_its_answer_names(tmp_path: Path) -> None:
    table = Table(
        ("thing", "record", "words"),
        (
            (
                Cell("https://w3id.org/antkg/id/program/reed", "iri"),
                Cell("https://w3id.org/antkg/id/focus/otter", "iri"),
                Cell("collaboration:one", "literal"),
            ),
            (None, Cell("https://w3id.org/antkg/id/focus/unknown", "iri"), None),
        ),
    )
    start = explore.Start("what", "What is there?", "有什么？", "kg ask what", table)
    page = explore.write_page(quiet_graph(), tmp_path / "page.html", [start]).read_text("utf-8")
    assert data_of(page)["questions"] == [
        {
            "name": "what",
            "question": "What is there?",
            "questionZh": "有什么？",
            "command": "kg ask what",
            "rows": 2,
            "records": ["focus:otter"],
            "things": ["program:reed"],
        }
    ]


def test_measures_say_neighbours_ways_and_communities_of_three_or_more(
    content: dict[str, Any],
) -> None:
    nodes = {node["id"]: node for node in content["nodes"]}
    reed, crane = nodes["program:reed"], nodes["organization:crane"]
    assert reed["degree"] == 4
    assert reed["betweenness"] > nodes["program:moss"]["betweenness"] == 0
    assert reed["communityName"]
    assert "communityName" not in crane


def test_programmes_that_two_records_name_one_by_one_join_two_by_inference() -> None:
    row = {"program": "p", "agent": "a", "record": "r1"}
    rows: list[dict[str, str | None]] = [{**row}, {**row, "agent": "b", "record": "r2"}]
    shared = page_lines.shared_programs(rows, [], {})
    assert [(s.edge.start, s.edge.end, s.records, s.style) for s in shared] == [
        ("a", "b", ("r1", "r2"), "inferred")
    ]


def test_those_who_work_together_without_a_programme_are_partners_too() -> None:
    edge = Edge("e", "a", "b", page_lines.PARTNERS, "partners with", True, "r", False)
    stated = [page_lines.Line(edge, ("r",), "inferred", "everything")]
    shared = page_lines.shared_programs([], stated, {})
    assert [(s.edge.iri, s.style, s.lens) for s in shared] == [("shared:e", "stated", "partners")]


def test_numbers_that_are_none_are_left_out() -> None:
    assert page_records._number("x") is None
    assert page_records._number("1e999") is None
    assert page_records._number("2.5") == 2.5
