from __future__ import annotations

import json
import random
import re
from pathlib import Path

import networkx as nx
import pytest
from conftest import CommandLine
from small_graph import attacking_graph, empty_graph, quiet_graph

from kg import network, paths
from kg.errors import DataError, ToolError
from kg.load import Graph, closed
from kg.network import brokers, plots, tables
from kg.network.centrality import centrality
from kg.network.communities import communities, modularity
from kg.network.growth import growth
from kg.network.lenses import LENSES, TAKES_PART, joined, leave_out
from kg.network.manual import as_manual
from kg.network.measures import MEASURES, find
from kg.network.reading import Network, read
from kg.network.receipts import of_ways
from kg.network.shared import shared, sides
from kg.network.summary import as_table, as_text
from kg.network.view import View
from kg.query import select, written


def tied(*pairs: tuple[str, str]) -> nx.Graph[str]:
    """Return a network of ties, each with one record of its own."""
    graph: nx.Graph[str] = nx.Graph()
    for a, b in pairs:
        graph.add_edge(a, b, records=1, behind=(f"{a}{b}",))
    return graph


def at_random(seed: int) -> nx.Graph[str]:
    """Return a network in several parts, of random size and density."""
    chance = random.Random(seed)
    count = chance.randrange(2, 40)
    names = [f"n{i:02}" for i in range(count)]
    pairs = [(chance.choice(names), chance.choice(names)) for _ in range(chance.randrange(1, 70))]
    return tied(*{(min(p), max(p)) for p in pairs if p[0] != p[1]} or {("a", "b")})


@pytest.fixture(scope="module")
def net(graph: Graph) -> Network:
    return read(graph)


@pytest.fixture(scope="module")
def quiet() -> Network:
    return read(quiet_graph())


# -- Measures on networks that can be counted by hand --------------------------------


def test_the_middle_of_a_chain_has_all_ways_between_others() -> None:
    found = {c.thing: c for c in centrality(tied(("a", "b"), ("b", "c")))}

    assert (found["b"].neighbours, found["b"].betweenness, found["b"].closeness) == (2, 1.0, 1.0)
    assert (found["a"].neighbours, found["a"].betweenness) == (1, 0.0)
    assert found["a"].closeness == pytest.approx(2 / 3, abs=1e-6)


@pytest.mark.parametrize("seed", range(40))
def test_igraph_and_networkx_give_the_same_figures_on_random_networks(seed: int) -> None:
    graph = at_random(seed)

    assert centrality(graph, "igraph") == centrality(graph, "networkx")


@pytest.mark.parametrize("lens", LENSES)
@pytest.mark.parametrize("is_checked", [False, True])
def test_igraph_and_networkx_give_the_same_figures_on_the_real_network(
    net: Network, lens: str, is_checked: bool
) -> None:
    graph = View(net, lens, is_checked).joined

    assert len(graph) > 0
    assert centrality(graph, "igraph") == centrality(graph, "networkx")


def test_a_large_network_is_left_to_igraph(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = tied(*((f"n{i:03}", f"n{i + 1:03}") for i in range(450)))
    monkeypatch.setattr(nx, "betweenness_centrality", None)

    assert centrality(graph)[0].thing == "n225"


@pytest.mark.parametrize("seed", range(40))
def test_gaps_are_what_taking_each_thing_out_shows(seed: int) -> None:
    graph = at_random(seed)

    for iri, gap in brokers.gaps(graph).items():
        rest = graph.subgraph(nx.node_connected_component(graph, iri) - {iri})
        sizes = [len(part) for part in nx.connected_components(rest)]
        assert (gap.pieces, gap.cut_off) == (len(sizes), sum(sizes) - max(sizes)), iri
        assert len(brokers.stranded(graph, iri)) == gap.cut_off


@pytest.mark.parametrize("seed", range(40))
def test_bridges_have_behind_them_what_taking_each_tie_out_shows(seed: int) -> None:
    graph = at_random(seed)
    found = {(b.start, b.end): b.beyond for b in brokers.bridges(graph)}

    for a, b in graph.edges:
        rest = graph.copy()
        rest.remove_edge(a, b)
        sides_left = [nx.node_connected_component(rest, end) for end in (a, b)]
        is_bridge = sides_left[0] != sides_left[1]
        assert ((min(a, b), max(a, b)) in found) == is_bridge
        if is_bridge:
            assert found[min(a, b), max(a, b)] == min(map(len, sides_left))


def test_a_thing_that_is_not_there_strands_nobody() -> None:
    assert brokers.stranded(tied(("a", "b")), "z") == []


def test_two_dense_groups_are_two_communities_named_by_their_programmes() -> None:
    graph = tied(("a", "b"), ("b", "c"), ("a", "c"), ("c", "x"), ("x", "y"), ("y", "z"), ("x", "z"))
    topics = {"ab": ("reed",), "bc": ("reed", "moss"), "ac": ("moss",), "cx": ("fern",)}

    found = communities(graph, topics, str.upper)

    assert [c.members for c in found] == [("a", "b", "c"), ("x", "y", "z")]
    assert [c.name for c in found] == ["MOSS and REED", "around X"]
    assert modularity(graph, found) > 0.3


def test_communities_do_not_depend_on_the_order_of_ties() -> None:
    graph = at_random(3)
    pairs = list(graph.edges)
    again = tied(*((b, a) for a, b in reversed(pairs)))

    assert communities(graph, {}, str) == communities(again, {}, str)
    assert modularity(tied(), []) == 0.0
    lonely: nx.Graph[str] = nx.Graph()
    lonely.add_nodes_from("ba")
    assert [c.members for c in communities(lonely, {}, str)] == [("a",), ("b",)]


def test_two_communities_never_have_the_same_name() -> None:
    graph = tied(("a", "b"), ("x", "y"))
    found = communities(graph, {"ab": ("reed",), "xy": ("reed",)}, str)

    assert [c.name for c in found] == ["reed", "reed, around x"]


def test_years_count_what_is_new_and_keep_the_undated_apart() -> None:
    graph = tied(("a", "b"), ("b", "c"), ("c", "d"), ("e", "f"))
    rows = growth(graph, {"ab": 2018, "bc": 2020})

    assert [(r.year, r.partners, r.partnerships) for r in rows] == [
        (2018, 2, 1),
        (2019, 0, 0),
        (2020, 1, 1),
        (None, 3, 2),
    ]
    assert (rows[-1].partners_so_far, rows[-1].partnerships_so_far) == (6, 4)
    assert growth(tied(), {}) == []
    assert [r.year for r in growth(tied(("a", "b")), {"ab": 2020})] == [2020]


# -- Measures on the real network, held against SPARQL ----------------------------------


def test_partners_and_records_are_those_that_sparql_counts(net: Network, graph: Graph) -> None:
    text = """SELECT ?one (COUNT(DISTINCT ?other) AS ?partners) (COUNT(?edge) AS ?records) WHERE {
        ?edge akg:edgeRelation akg:partnersWith ; akg:edgeFrom ?one ; akg:edgeTo ?other .
    } GROUP BY ?one"""
    counted = {
        row["one"]: (int(row["partners"] or 0), int(row["records"] or 0))
        for row in select(graph.store, text).to_dicts()
    }

    found = centrality(View(net).joined)
    assert {c.thing: (c.neighbours, c.records) for c in found} == counted


def test_shared_programmes_are_those_that_sparql_finds(net: Network, graph: Graph) -> None:
    text = """SELECT ?one ?other (COUNT(DISTINCT ?program) AS ?weight) WHERE {
        ?one akg:takesPartIn ?program . ?other akg:takesPartIn ?program .
        FILTER(STR(?one) < STR(?other))
    } GROUP BY ?one ?other"""
    counted = {
        (row["one"], row["other"]): int(row["weight"] or 0)
        for row in select(graph.store, text).to_dicts()
    }
    two_sided, participants, _ = sides(net.graph, TAKES_PART)

    found = shared(two_sided, participants)
    assert {(s.one, s.other): len(s.through) for s in found} == counted


def test_records_on_own_word_alone_have_no_other_voice(net: Network, graph: Graph) -> None:
    text = """SELECT DISTINCT ?record WHERE {
        ?record akg:hasEvidence ?evidence . ?evidence akg:stance akg:Supports ; akg:voice ?voice .
        FILTER(?voice NOT IN (akg:SelfReported, akg:Restated)) }"""
    others = {row["record"] for row in select(graph.store, text).to_dicts()}

    assert net.own_word
    assert not net.own_word & others
    kept = leave_out(net.graph, net.own_word)
    assert 0 < kept.number_of_edges() < net.graph.number_of_edges()
    assert set(joined(kept, "everything").edges) == set(View(net, "everything").checked.edges)


def test_a_name_that_may_mean_the_same_joins_nothing() -> None:
    edges = [network.Edge("1", "a", "b", "candidate", "may be", True, "r", False, "unknown")]
    graph = network.build([network.Node(n, "organization", "") for n in "ab"], edges)

    assert joined(graph, "everything").number_of_edges() == 0


@pytest.mark.parametrize("measure", MEASURES, ids=lambda m: m.name)
def test_every_measure_is_the_same_twice_and_has_names_and_words(
    net: Network, graph: Graph, measure: object
) -> None:
    found = find(getattr(measure, "name", ""))
    assert found is not None
    one, other = (
        written(found.table(View(read(graph), lens)), "csv") for lens in ("partners",) * 2
    )

    assert one == other
    assert len(one.splitlines()) > 1
    assert found.means.endswith(".")
    assert found.does_not_mean.endswith(".")
    assert written(found.table(View(net, "everything", True)), "csv")


@pytest.mark.parametrize("make", [quiet_graph, attacking_graph, empty_graph])
def test_small_hostile_and_empty_networks_are_measured_too(make: object) -> None:
    assert callable(make)
    small = read(make())

    assert "Partners" in as_text(small)
    assert len(as_table(small).rows) == 18
    for measure in MEASURES:
        assert measure.table(View(small)).columns


def test_what_one_partner_leaves_behind_is_told_by_name(quiet: Network) -> None:
    heron = quiet.find("Heron")
    rows = tables.of_one_withdrawal(View(quiet), heron).to_dicts()

    assert ("left without a partner", "Teal") in {(row["what"], row["name"]) for row in rows}
    ranked = tables.of_withdrawal(View(quiet)).to_dicts()
    assert {row["name"]: row["partnersLeftAlone"] for row in ranked} == {"Heron": "1", "Teal": "1"}


# -- Ways with receipts --------------------------------------------------------------------


def test_every_step_of_a_way_names_its_record_words_and_source(net: Network) -> None:
    rows = of_ways(net, net.find("GCash"), net.find("IUCN"), 3).to_dicts()

    assert {row["way"] for row in rows} == {"1", "2", "3"}
    for row in rows:
        assert row["record"]
        assert row["words"]
        assert row["speaker"]
        assert row["evidence"]
        assert any(
            d["record"] == row["record"]
            for d in (net.graph.get_edge_data(row["from"] or "", row["to"] or "") or {}).values()
        )


def test_of_several_statements_the_undisputed_one_is_shown(quiet: Network) -> None:
    (row,) = of_ways(quiet, quiet.find("Heron"), quiet.find("Teal")).to_dicts()

    assert (row["record"] or "").endswith("collaboration/one")
    assert row["more"] == "1"


def test_a_directed_step_may_use_a_statement_that_holds_both_ways(quiet: Network) -> None:
    way = of_ways(quiet, quiet.find("Teal"), quiet.find("Heron"), by="directed")

    assert len(way.rows) == 1


# -- The command ---------------------------------------------------------------------------


def test_the_command_alone_prints_the_main_figures_in_words_or_as_a_table(kg: CommandLine) -> None:
    text, rows = kg("network", "-f", "table").out, json.loads(kg("network", "-f", "json").out)

    assert "Most shortest ways lead through" in text
    assert rows["head"]["vars"] == ["lens", "figure", "value"]


def test_a_measure_is_a_table_on_one_stream_and_its_meaning_on_the_other(kg: CommandLine) -> None:
    outcome = kg("network", "centrality", "-f", "table", "--limit", "2", "--lens", "everything")

    assert len(outcome.out.splitlines()) == 4
    assert "What it does not mean" in outcome.err
    assert "kg: cut at 2 rows" in outcome.err
    assert kg("network", "centrality").err == ""


def test_what_one_organization_leaves_behind_is_asked_by_name(kg: CommandLine) -> None:
    assert "left without a partner" in kg("network", "withdrawal", "Ant Group").out
    assert "did you mean" in kg("network", "withdrawal", "Ant Grop").err


def test_ways_are_asked_by_name_and_no_way_is_said(kg: CommandLine) -> None:
    found = kg("network", "path", "GCash", "IUCN", "-k", "2")

    assert found.out.startswith("way,step,fromName,")
    assert "no way leads" in kg("network", "path", "Abu Dhabi", "Nigeria", "--by", "nohubs").err
    assert kg("network", "path", "GCash").code == 2
    nope = kg("network", "nope")
    assert (nope.code, "there is no measure 'nope'; there are centrality" in nope.err) == (2, True)
    assert kg("network", "path", "GCash", "nobody").code == 3


def test_the_help_lists_every_measure_and_plots_are_written_beside_the_words(
    kg: CommandLine, tmp_path: Path
) -> None:
    listed = kg("network", "--help").out
    told = kg("network", "--plots", tmp_path / "plots")

    assert all(f"  {measure.name} " in listed for measure in MEASURES)
    assert "Most neighbours" in told.out
    assert [Path(line).name for line in told.err.splitlines()][:2] == ["growth.svg", "growth.png"]


def test_an_unknown_measure_is_wrong_usage(kg: CommandLine) -> None:
    assert kg("network", "importance").code == 2


def test_the_page_about_the_measures_is_fresh(net: Network, kg: CommandLine) -> None:
    """Else: kg network --manual > docs/network.md."""
    page = (paths.ROOT / "docs" / "network.md").read_text(encoding="utf-8")

    assert page == as_manual(net)
    assert kg("network", "--manual").out == page


# -- Plots ---------------------------------------------------------------------------------


def test_plots_are_the_same_bytes_twice_and_hold_no_day(net: Network, tmp_path: Path) -> None:
    one = plots.write_plots(View(net), tmp_path / "one")
    other = plots.write_plots(View(read(closed())), tmp_path / "other")

    assert [path.name for path in one] == [
        f"{name}.{form}"
        for name in ("growth", "centrality", "communities")
        for form in plots.FORMATS
    ]
    assert [p.read_bytes() for p in one] == [p.read_bytes() for p in other]
    for path in one:
        assert path.read_bytes().startswith(b"<?xml" if path.suffix == ".svg" else b"\x89PNG")
        assert not re.search(rb"<dc:date>|matplotlib\.org|tEXt", path.read_bytes())


def test_plots_take_hostile_names_and_empty_networks(tmp_path: Path) -> None:
    for at, small in enumerate((attacking_graph(), empty_graph())):
        written_plots = plots.write_plots(View(read(small)), tmp_path / str(at))
        text = "".join(p.read_text("utf-8") for p in written_plots if p.suffix == ".svg")
        assert "<script" not in text
        assert "onerror=" not in re.sub(r"<!--.*?-->", "", text)


def test_missing_library_and_folder_are_named(
    net: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match="cannot be written"):
        plots.write_plots(View(net), tmp_path / "file")
    monkeypatch.setattr(plots, "find_spec", lambda _: None)
    with pytest.raises(ToolError, match="matplotlib"):
        plots.write_plots(View(net), tmp_path)
