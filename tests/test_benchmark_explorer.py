"""The benchmark of the page, on a graph of a few things: it sees paint, search and redraws."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from small_graph import quiet_graph

from kg import explore, paths
from kg.explore import page

sys.path.insert(0, str(paths.ROOT))  # the measurements are no part of the package
from benchmarks import browsing, explorer


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    graph = quiet_graph()
    made = tmp_path_factory.mktemp("pages")
    explore.write_page(graph, made / "explorer.html")
    picture, _ = page.content_of(graph)
    stated = [edge for edge in picture.edges if edge["lens"] == "everything"]
    for mode in explorer.MODES:
        explorer.stock_page(picture.nodes, stated, mode, made)
    return made


def test_a_graph_is_cut_to_the_best_documented_things_and_what_joins_them() -> None:
    picture, content = page.content_of(quiet_graph())

    explorer.cut(picture, content, 3)

    assert {n["id"] for n in picture.nodes} == {
        "program:reed",
        "organization:heron",
        "organization:teal",
    }
    assert {e["words"] for e in picture.edges} == {"takes part in", "partners with", "Reed"}
    assert "collaboration:one" in content["records"]
    assert "inspiration:moss" in content["records"]  # for what it says of Reed


def test_our_page_is_painted_answers_and_changes(folder: Path) -> None:
    own = explorer.own_target(folder / "explorer.html", words="Heron")

    seen = browsing.see(own, 30)

    assert (seen.painted or 0) > 0 and (seen.answered or 0) > 0 and (seen.redraws or 0) > 1
    assert len(seen.worked) == len(seen.drawn) == len(browsing.CHANGES)
    assert all(0 <= worked <= drawn for worked, drawn in zip(seen.worked, seen.drawn, strict=True))


@pytest.mark.parametrize("mode", explorer.MODES)
def test_a_stock_page_is_painted_and_answers_without_a_network(folder: Path, mode: str) -> None:
    stock = explorer.stock_target(folder / f"{mode}.html", words="heron")

    seen = browsing.see(stock, 30)

    assert (seen.answered or 0) > 0 and (seen.painted or 0) > 0
    assert seen.worked == ()


def test_a_page_that_cannot_draw_is_an_error_and_no_figure(tmp_path: Path) -> None:
    broken = tmp_path / "broken.html"
    broken.write_text("<!doctype html><script>throw new Error('no library')</script>", "utf-8")

    with pytest.raises(browsing.Broken, match="no library"):
        browsing.see(browsing.Target(broken, "network", "heron"), 0.5)


def test_what_was_cut_off_took_at_least_its_limit(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cut = browsing.Visit(None, 300.0, None, (), (), 20_000.0)

    explorer.say_page("stock", folder / "in_line.html", [cut], 500.0)

    line = capsys.readouterr().out
    assert "at least 20.00" in line
    assert "at least 40.0 times" in line
