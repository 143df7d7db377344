"""The measurements themselves, at the smallest size."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from benchmarks import engines, shapes
from benchmarks.grow import grow, grow_lines
from kg import paths

FIXED, DATA = engines._lines()
PARTICIPANT = ox.NamedNode("https://w3id.org/antkg/schema#participant")


def grown(folder: Path, times: int, seed: int = 0) -> ox.Store:
    file = folder / "grown.nt"
    grow_lines(FIXED, DATA, file, times, seed)
    store = ox.Store()
    store.load(path=str(file), format=ox.RdfFormat.N_TRIPLES)
    return store


def agents(store: ox.Store) -> set[str]:
    return {str(quad.object) for quad in store.quads_for_pattern(None, PARTICIPANT, None)}


def test_a_copy_says_as_much_as_the_original_under_names_of_its_own(tmp_path: Path) -> None:
    one, three = grown(tmp_path, 1), grown(tmp_path, 3)

    copied = DATA.count("\n")
    assert len(three) == len(one) + 2 * copied
    label = 'ASK { ?it <http://www.w3.org/2004/02/skos/core#prefLabel> "GCash (copy 3)"@en }'
    assert three.query(label)


def test_some_agents_of_copies_stay_the_original_ones_by_the_seed(tmp_path: Path) -> None:
    same, other = [grown(tmp_path, 3, seed) for seed in (0, 0)], grown(tmp_path, 3, 1)

    assert set(same[0]) == set(same[1])
    assert set(same[0]) != set(other)
    one = agents(grown(tmp_path, 1))
    assert len(agents(same[0])) < 3 * len(one)


def test_triples_grow_as_turtle_does(tmp_path: Path) -> None:
    grow(paths.DATA, tmp_path / "turtle", 2)
    read = ox.Store()
    for file in sorted((tmp_path / "turtle").glob("*.ttl")):
        read.load(path=str(file), format=ox.RdfFormat.TURTLE)

    assert len(read) == 2 * DATA.count("\n")


def test_every_shape_finds_something_and_all_engines_count_alike(tmp_path: Path) -> None:
    columns = {}
    grow_lines(FIXED, DATA, tmp_path / "one.nt", 1)
    for name in ("ours", "pyoxigraph", "rdflib"):
        columns[name] = engines.Column()
        engines._read(name, tmp_path / "one.nt", columns[name], 60)

    assert set(columns["ours"].rows) == set(shapes.shapes())
    assert all(columns["ours"].rows.values()), columns["ours"].rows
    assert engines._differing(columns) == {}
    said: list[str] = []
    columns["Virtuoso"] = engines.Column(note="is not here")
    engines._tell_table(said.append, 1, 9, columns)
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
