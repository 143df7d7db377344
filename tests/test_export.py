"""Files for other tools: read back by those tools, and the same bytes each time."""

from __future__ import annotations

import csv
import hashlib
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest

from kg import export, paths
from kg.errors import DataError, ToolError, UnknownName
from kg.load import Graph

OURS = [name for name in export.FORMATS if name != "parquet"]
DIGESTS = """
import hashlib, sys
from pathlib import Path
from kg import export, load
for path in export.export(load.closed(), Path(sys.argv[1]), sys.argv[2].split(",")):
    print(path.name, hashlib.sha256(path.read_bytes()).hexdigest())
"""


@pytest.fixture(scope="module")
def files(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    made = export.export(graph, tmp_path_factory.mktemp("export"), OURS)
    return {path.name: path for path in made}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def canonical(path: Path, form: ox.RdfFormat) -> set[str]:
    triples = ox.Dataset(
        ox.Quad(s.subject, s.predicate, s.object) for s in ox.parse(path=str(path), format=form)
    )
    triples.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in triples}


def test_every_format_is_written(files: dict[str, Path]) -> None:
    assert sorted(files) == [
        "edges.csv",
        "figures.csv",
        "graph.jsonld",
        "graph.nq",
        "graph.nt",
        "graph.ttl",
        "network.gexf",
        "network.graphml",
        "things.csv",
    ]


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("graph.nt", ox.RdfFormat.N_TRIPLES),
        ("graph.ttl", ox.RdfFormat.TURTLE),
        ("graph.jsonld", ox.RdfFormat.JSON_LD),
        ("graph.nq", ox.RdfFormat.N_QUADS),
    ],
)
def test_each_file_of_triples_holds_the_whole_graph(
    graph: Graph, files: dict[str, Path], name: str, form: ox.RdfFormat
) -> None:
    store = ox.Dataset(graph.store)
    store.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)

    assert canonical(files[name], form) == {str(quad) for quad in store}


def test_lines_of_triples_are_sorted(files: dict[str, Path]) -> None:
    for name in ("graph.nt", "graph.nq"):
        lines = files[name].read_text(encoding="utf-8").splitlines()
        assert lines == sorted(lines)


def test_another_process_writes_the_same_bytes(files: dict[str, Path], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", DIGESTS, str(tmp_path), ",".join(OURS)],
        capture_output=True,
        text=True,
        cwd=paths.ROOT,
        check=True,
    )

    ours = {
        f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}" for name, path in files.items()
    }
    assert set(done.stdout.splitlines()) == ours


def test_things_have_a_kind_and_a_name(files: dict[str, Path]) -> None:
    things = rows(files["things.csv"])

    assert len(things) > 50
    assert len({row["thing"] for row in things}) == len(things)
    assert all(row["kind"] and (row["name"] or row["kind"] == "document") for row in things)


def test_every_edge_leads_to_a_record_between_two_things(files: dict[str, Path]) -> None:
    known = {row["thing"] for row in rows(files["things.csv"])}

    for row in rows(files["edges.csv"]):
        assert {row["from"], row["to"]} <= known
        assert row["record"].startswith("https://w3id.org/antkg/id/")
        assert row["disputed"] in ("true", "false")


def test_figures_are_tidy_one_row_an_evidence(files: dict[str, Path]) -> None:
    figures = rows(files["figures.csv"])

    assert figures
    assert len({row["evidence"] for row in figures}) == len(figures)
    for row in figures:
        assert float(row["value"]) >= 0
        assert row["indicator"] and row["voice"]


def test_networks_open_in_networkx_with_every_edge(files: dict[str, Path]) -> None:
    edges = rows(files["edges.csv"])
    for read, name in ((nx.read_graphml, "network.graphml"), (nx.read_gexf, "network.gexf")):
        drawn = read(files[name])

        assert drawn.number_of_edges() == len(edges)
        assert drawn.nodes["program:ant-forest"]["label"] == "Ant Forest"
        assert drawn.nodes["program:ant-forest"]["kind"] == "program"


def test_a_gexf_has_no_clock_and_stays_still(files: dict[str, Path]) -> None:
    text = files["network.gexf"].read_text(encoding="utf-8")

    assert "lastmodified" not in text
    assert 'mode="static"' in text
    assert 'mode="dynamic"' not in text


def test_hostile_labels_stay_text(tmp_path: Path) -> None:
    from kg import load

    data = tmp_path / "data.ttl"
    data.write_text(
        "@prefix akg: <https://w3id.org/antkg/schema#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "<https://w3id.org/antkg/id/program/p> a akg:Program ;\n"
        '  skos:prefLabel "<b>&\\u0001\\"]]></b>"@en .\n',
        encoding="utf-8",
    )

    made = export.export(load.closed(data), tmp_path / "out", OURS)

    names = {path.name: path for path in made}
    assert nx.read_graphml(names["network.graphml"]).nodes["program:p"]["label"] == '<b>&"]]></b>'
    assert rows(names["things.csv"])[0]["name"] == '<b>&\x01"]]></b>'


def test_only_what_is_wanted_is_written(tiny: Graph, tmp_path: Path) -> None:
    made = export.export(tiny, tmp_path / "deep" / "er", ["csv"])

    assert [path.name for path in made] == ["things.csv", "edges.csv", "figures.csv"]
    assert sorted(p.name for p in (tmp_path / "deep" / "er").iterdir()) == [
        "edges.csv",
        "figures.csv",
        "things.csv",
    ]


def test_an_unknown_format_comes_with_one_that_looks_like_it(tiny: Graph, tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="no format named 'grapml'; did you mean graphml"):
        export.export(tiny, tmp_path, ["grapml"])


def test_parquet_is_offered_where_its_library_is_and_else_says_what_is_missing(
    tiny: Graph, tmp_path: Path
) -> None:
    if export.has_parquet():
        assert "parquet" in export.available()
        assert len(export.export(tiny, tmp_path, ["parquet"])) == 3
    else:
        assert "parquet" not in export.available()
        with pytest.raises(ToolError, match="parquet needs pyarrow"):
            export.export(tiny, tmp_path, ["parquet"])


def test_a_folder_that_is_a_file_is_an_error_and_not_a_traceback(
    tiny: Graph, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(DataError, match="cannot be written"):
        export.export(tiny, tmp_path / "file", ["nt"])


def test_a_file_that_cannot_take_its_place_leaves_no_half_file(tiny: Graph, tmp_path: Path) -> None:
    (tmp_path / "graph.nt").mkdir()

    with pytest.raises(DataError, match="cannot be written"):
        export.export(tiny, tmp_path, ["nt"])
    assert [path.name for path in tmp_path.iterdir()] == ["graph.nt"]
