"""The measurements themselves, at the smallest size."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import TINY

from kg import paths

sys.path.insert(0, str(paths.ROOT))  # the measurements are no part of the package
from benchmarks import engines, shapes
from benchmarks.grow import grow, grow_lines

FIXED, DATA = engines._lines(TINY)
PARTICIPANT = ox.NamedNode("https://w3id.org/antkg/schema#participant")


def grown(folder: Path, times: int, seed: int = 0) -> ox.Store:
    file = folder / "grown.nt"
    grow_lines(FIXED, DATA, file, times, seed)
    store = ox.Store()
    store.load(path=str(file), format=ox.RdfFormat.N_TRIPLES)
    return store


def test_a_copy_says_as_much_as_the_original_under_names_of_its_own(tmp_path: Path) -> None:
    one, three = grown(tmp_path, 1), grown(tmp_path, 3)

    copied = DATA.count("\n")
    assert len(three) == len(one) + 2 * copied
    label = 'ASK { ?it <http://www.w3.org/2004/02/skos/core#prefLabel> "小森林 (copy 3)"@zh }'
    assert three.query(label)


def test_the_seed_chooses_which_agents_of_copies_stay_the_original_ones(tmp_path: Path) -> None:
    lines = "".join(
        f"<https://w3id.org/antkg/id/participation/p{n}> <{PARTICIPANT.value}> "
        f"<https://w3id.org/antkg/id/organization/o{n}> .\n"
        for n in range(20)
    )
    texts = []
    for seed in (0, 0, 1):
        grow_lines("", lines, tmp_path / "agents.nt", 3, seed)
        texts.append((tmp_path / "agents.nt").read_text("utf-8"))

    assert texts[0] == texts[1] != texts[2]
    for text in texts:
        objects = [line.rpartition("/")[2] for line in text.split("> .\n")]
        copied = sum(name.startswith("o") and name.endswith(("-2", "-3")) for name in objects)
        assert 20 <= copied < 40


def test_triples_grow_as_turtle_does(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    shutil.copy(TINY, tmp_path / "one")
    grow(tmp_path / "one", tmp_path / "two", 2)
    read = ox.Store()
    read.load(path=str(tmp_path / "two" / TINY.name), format=ox.RdfFormat.TURTLE)

    assert len(read) == 2 * DATA.count("\n")


def test_every_shape_finds_something_in_our_graph(tmp_path: Path) -> None:
    fixed, data = engines._lines()
    grow_lines(fixed, data, tmp_path / "one.nt", 1)
    column = engines.Column()
    engines._read("ours", tmp_path / "one.nt", column, 60)

    assert set(column.rows) == set(shapes.shapes())
    assert all(column.rows.values()), column.rows


def test_engines_in_one_process_find_as_many_rows(tmp_path: Path) -> None:
    grow_lines(FIXED, DATA, tmp_path / "one.nt", 3)
    columns = {name: engines.Column() for name in ("ours", "pyoxigraph", "rdflib")}
    for name, column in columns.items():
        engines._read(name, tmp_path / "one.nt", column, 60)
        assert set(column.rows) == set(shapes.shapes())
    said: list[str] = []
    columns["Virtuoso"] = engines.Column(note="is not here")
    engines._tell_table(said.append, 3, 9, columns)

    assert engines._differing(columns) == {}
    assert "Virtuoso: is not here." in said


@pytest.mark.parametrize(
    ("took", "base", "shown"), [(0.5, 0.01, "50"), (0.001, 0.01, "0.1"), (None, 1.0, "")]
)
def test_ratios_are_told_to_two_digits(took: float | None, base: float, shown: str) -> None:
    theirs = engines.Column(shapes={} if took is None else {"path": took})

    assert engines._ratio(theirs, engines.Column(shapes={"path": base}), "path") == shown


def test_a_shape_that_was_cut_off_is_told_as_over_its_time() -> None:
    theirs, ours = engines.Column(cut={"path": 15.0}), engines.Column(shapes={"path": 0.1})

    assert engines._ratio(theirs, ours, "path") == "over 150"
    assert engines._shape(theirs, "path") == "over 15,000"
