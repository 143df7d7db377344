from __future__ import annotations

import csv
import io
import json
import random
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import pyoxigraph as ox
import pytest
from browser import offline_chromium
from conftest import CommandLine
from small_graph import attacking_graph, quiet_graph

from kg import explore, paths
from kg.errors import UnknownName
from kg.explore.figure import figure_of
from kg.load import Graph
from kg.network.svg import svg
from kg.network.text import num, wrapped
from kg.query import select
from kg.vocabulary import compact

if TYPE_CHECKING:
    from playwright.sync_api import Page

HOSTILE = "ab MWil蚂蚁🌳<>&\"'\u202e\x00\ud800\t-=1"
VISIBLE = "visibleOf(picture, model, 'A title 蚂蚁')"
Model = dict[str, Any]


@pytest.fixture(scope="module")
def opened(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Return the real page, open in a real browser."""
    file = explore.write_page(graph, tmp_path_factory.mktemp("files") / "page.html")
    with offline_chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(file.as_uri())
        yield page


@pytest.fixture(scope="module")
def seen(opened: Page) -> Model:
    """Return what the page shows first, as data."""
    show(opened)
    shown: Model = opened.evaluate(VISIBLE)
    assert len(shown["nodes"]) > 5
    assert len(shown["edges"]) > 5
    return shown


def at_random(seed: int) -> Model:
    """Return a model of hostile texts, odd places and wrong values."""
    chance = random.Random(seed)

    def word(most: int = 40) -> str:
        return "".join(chance.choice(HOSTILE) for _ in range(chance.randrange(most)))

    ids = [f"n{at}" for at in range(chance.randrange(12))]
    nodes = [
        {
            "id": name,
            "label": word(),
            "kind": chance.choice(["program", "x<y", "constructor"]),
            "x": chance.choice([chance.uniform(-500, 500), chance.randrange(-300, 300)]),
            "y": chance.uniform(-300, 300),
            "color": chance.choice(["#009E73", "red", '"/><script>', None]),
            "shape": chance.choice(["circle", "pin", "zzz", 'M0 0" onload="', "toString", None]),
            "size": chance.choice([5, chance.uniform(1, 80), None, "9", True]),
        }
        for name in ids
    ]
    edges = [
        {
            "from": chance.choice(ids),
            "to": chance.choice([*ids, "nobody"]),
            "label": word(),
            "style": chance.choice(
                ["stated", "inferred", "unknown", "disputed", "__proto__", None]
            ),
            "bothWays": chance.random() < 0.5,
        }
        for _ in range(chance.randrange(60))
        if ids
    ]
    model = {"nodes": nodes, "edges": edges, "title": word(120), "permalink": word(300)}
    return {**model, "licence": word()} if chance.random() < 0.3 else model


def show(opened: Page, hash_: str = "") -> None:
    """Open a view of the page as a reader does who got a link."""
    opened.goto(opened.url.partition("#")[0] + hash_)
    opened.reload()


def written(opened: Page, form: str, visible: Model) -> str:
    text: str = opened.evaluate(f"(visible) => WRITERS.{form}(visible)", visible)
    return text


# -- SVG -----------------------------------------------------------------------------


@pytest.mark.parametrize("hash_", ["", "#depth=2", "#depth=0", "#depth=0&lens=partners"])
def test_the_page_and_python_draw_the_same_bytes_of_the_real_network(
    opened: Page, hash_: str
) -> None:
    show(opened, hash_)
    visible = opened.evaluate(VISIBLE)
    assert visible["edges"]
    drawn = written(opened, "svg", visible)

    assert svg(visible) == drawn
    assert drawn.count("<title>") > len(visible["nodes"])


def test_the_page_and_python_draw_the_same_bytes_of_hostile_models(opened: Page) -> None:
    models = [at_random(seed) for seed in range(200)]
    drawn = opened.evaluate(
        "(texts) => JSON.parse(texts).map((m) => WRITERS.svg(m))", json.dumps(models)
    )

    for model, text in zip(models, drawn, strict=True):
        assert svg(model) == text
        tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(text).iter()}
        assert tags <= {"svg", "title", "desc", "rect", "path", "text"}
        assert "onload" not in text.replace("&quot; onload", "")


def test_title_legend_permalink_and_licence_stand_in_the_picture(seen: Model) -> None:
    drawn = svg({**seen, "permalink": "https://example.org/#focus=x"})

    for text in ("A title 蚂蚁", "https://example.org/#focus=x", "CC BY 4.0", "Programmes"):
        assert text in drawn


def test_text_is_cut_by_width_and_never_by_half_a_letter() -> None:
    assert wrapped("one two three four five six", 900, 2) == ["one two three four", "five six"]
    assert wrapped("蚂蚁森林" * 5, 800, 2) == ["蚂蚁森林蚂蚁森林", "蚂蚁森林蚂蚁森林…"]
    assert wrapped("🌳🌳🌳", 200, 3) == ["🌳🌳", "🌳"]
    assert wrapped(None, 900, 2) == []
    assert [num(n) for n in (1.25, -0.01, 3.0, float("nan"), 1e9)] == [
        "1.3", "0", "3", "0", "1000000",
    ]  # fmt: skip


def test_a_figure_of_one_thing_is_drawn_from_the_command_line(
    kg: CommandLine, tmp_path: Path
) -> None:
    printed = kg("explore", "-f", "svg", "--focus", "Ant Forest")
    kept = kg("explore", "-f", "svg", "--focus", "蚂蚁森林", "-o", tmp_path / "forest.svg")

    assert kept.out == f"{tmp_path / 'forest.svg'}\n"
    assert (tmp_path / "forest.svg").read_text(encoding="utf-8") == printed.out
    assert "Ant Forest, 1 step around" in printed.out
    assert kg("explore", "-f", "svg").code == 2
    nowhere = kg("explore", "-f", "svg", "--focus", "Ant Forest", "-o", tmp_path)
    assert (nowhere.code, "cannot be written" in nowhere.err) == (3, True)


def test_a_figure_holds_what_is_near_and_takes_hostile_names() -> None:
    quiet = quiet_graph()
    reed = "https://w3id.org/antkg/id/program/reed"

    assert "<desc>5 things" in figure_of(quiet, reed)
    assert ">Marsh<" not in figure_of(quiet, reed, 2)
    assert "The whole network" in figure_of(quiet, reed, 0)
    assert "<script" not in figure_of(attacking_graph(), reed, 2)
    with pytest.raises(UnknownName):
        figure_of(quiet, "https://example.org/nobody")


# -- Files for other tools ---------------------------------------------------------------


@pytest.mark.parametrize("form", ["gexf", "graphml"])
def test_networkx_reads_the_same_things_and_statements_back(
    opened: Page, seen: Model, form: str
) -> None:
    text = written(opened, form, seen).encode()
    if form == "gexf":
        read = nx.read_gexf(io.BytesIO(text))
    else:
        read = nx.read_graphml(io.BytesIO(text), force_multigraph=True)

    assert {n: (d["label"], d["kind"], d["iri"]) for n, d in read.nodes(data=True)} == {
        n["id"]: (n["label"], n["kind"], n["iri"]) for n in seen["nodes"]
    }
    assert sorted((a, b, d["label"], d["style"]) for a, b, d in read.edges(data=True)) == sorted(
        (e["from"], e["to"], e["label"], e["style"]) for e in seen["edges"]
    )
    said = {d["words"] for _, _, d in read.edges(data=True)}
    assert said == {" | ".join(r["words"] for r in e["records"]) for e in seen["edges"]}


def test_hostile_texts_leave_files_that_can_be_read(opened: Page) -> None:
    for model in map(at_random, range(40)):
        known = {n["id"] for n in model["nodes"]}
        edges = [e for e in model["edges"] if e["to"] in known]
        visible = {**model, "edges": edges}
        gexf = nx.read_gexf(io.BytesIO(written(opened, "gexf", visible).encode()))
        graphml = nx.read_graphml(io.BytesIO(written(opened, "graphml", visible).encode()))
        assert len(gexf) == len(graphml) == len(known)
        assert gexf.number_of_edges() == len(edges)
        json.loads(written(opened, "jsonld", visible))


def test_a_table_has_one_row_for_each_passage_and_none_that_runs(opened: Page, seen: Model) -> None:
    edge = {
        **seen["edges"][0],
        "label": "=cmd()",
        "records": [{"iri": "@SUM(1)", "words": '+1,"2"', "speaker": "-3", "date": "\t=4"}],
    }
    rows = list(csv.DictReader(io.StringIO(written(opened, "csv", {**seen, "edges": [edge]}))))
    (row,) = rows

    assert row["statement"] == "'=cmd()"
    assert (row["record"], row["words"], row["speaker"]) == ("'@SUM(1)", '\'+1,"2"', "'-3")
    assert row["date"] == "'=4"
    everything = list(csv.DictReader(io.StringIO(written(opened, "csv", seen))))
    assert len(everything) == sum(max(1, len(e["records"])) for e in seen["edges"])


def entailed(store: ox.Store, triples: list[ox.Quad]) -> list[str]:
    """Return the triples that the store does not hold; a blank node may stand for anything."""
    nodes = {n for t in triples for n in (t.subject, t.object) if isinstance(n, ox.BlankNode)}
    names: dict[Any, str] = {node: f"?b{at}" for at, node in enumerate(sorted(nodes, key=str))}
    missing = []
    for t in triples:
        if t.subject in names or t.object in names:
            continue
        if not any(store.quads_for_pattern(t.subject, t.predicate, t.object, None)):
            missing.append(str(t))
    pattern = " . ".join(
        f"{names.get(t.subject, t.subject)} {t.predicate} {names.get(t.object, t.object)}"
        for t in triples
        if t.subject in names or t.object in names
    )
    if pattern and not bool(store.query(f"ASK {{ {pattern} }}")):
        missing.append(pattern)
    return missing


@pytest.mark.parametrize(
    "hash_", ["", "#depth=0", "#depth=0&all=1&lang=zh", "#depth=0&lens=partners"]
)
def test_linked_data_says_nothing_that_the_graph_does_not_hold(
    opened: Page, graph: Graph, hash_: str
) -> None:
    show(opened, hash_)
    visible = opened.evaluate(VISIBLE)
    assert visible["edges"]
    text = written(opened, "jsonld", visible)
    triples = list(ox.parse(text, format=ox.RdfFormat.JSON_LD))

    assert entailed(graph.store, triples) == []
    shown = {compact(str(t.subject)[1:-1]) for t in triples}
    assert {r["iri"] for e in visible["edges"] for r in e["records"]} <= shown


def test_linked_data_without_identities_of_passages_still_holds(opened: Page, graph: Graph) -> None:
    show(opened)
    visible = opened.evaluate(VISIBLE)
    edge = next(e for e in visible["edges"] if e["records"] and e["records"][0]["source"]["title"])
    record = {k: v for k, v in edge["records"][0].items() if k != "evidence"}
    record["source"] = {k: v for k, v in record["source"].items() if k != "iri"}
    small = {**visible, "edges": [{**edge, "records": [record]}]}

    triples = list(ox.parse(written(opened, "jsonld", small), format=ox.RdfFormat.JSON_LD))
    assert any(isinstance(t.subject, ox.BlankNode) for t in triples)
    assert entailed(graph.store, triples) == []


def test_linked_data_refuses_what_is_no_address(opened: Page) -> None:
    node = {"id": "javascript:alert(1)", "label": "x", "iri": "data:text/html,x"}
    edge = {"from": node["id"], "to": node["id"], "records": [{"iri": "https://a b"}]}

    text = written(opened, "jsonld", {"nodes": [node], "edges": [edge]})
    assert json.loads(text)["@graph"] == []


def test_the_writers_read_nothing_from_the_page() -> None:
    text = (paths.PAGES / "exports.js").read_text(encoding="utf-8")

    for word in ("document.", "window.", "fetch(", "innerHTML", "location."):
        assert word not in text


def test_the_real_graph_has_what_these_tests_ask_for(graph: Graph) -> None:
    rows = select(graph.store, "SELECT ?edge { ?edge a akg:Edge }").rows

    assert len(rows) > 50
