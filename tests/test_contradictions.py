"""Clashes between figures: forty planted pairs, and what the rule says of each.

A figure of tests/clashes/pairs.tsv is nine words: value (`10..20` for two), unit, bound, basis,
start, end, certainty, population, and the whole or base; a hyphen stands for nothing.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kg import ask, load, query
from kg.load import Graph
from kg.vocabulary import PREFIXES

TABLE = (Path(__file__).parent / "clashes" / "pairs.tsv").read_text(encoding="utf-8")
PAIRS = list(csv.DictReader(TABLE.splitlines(), delimiter="\t"))
FEWEST_RIGHT = 0.95


def instant(day: str) -> str:
    return f'"{day}T00:00:00Z"^^xsd:dateTime'


def figure(number: int, name: str, words: str) -> str:
    """Return one figure as Turtle; every pair has a subject of its own."""
    value, unit, bound, basis, start, end, certainty, population, more = words.split()
    low, _, high = value.partition("..")
    said = [
        f"akg:subject program:p{number} ; akg:ofIndicator indicator:i ; akg:value {low}",
        f"akg:unit {unit} ; akg:bound akg:{bound} ; akg:basis akg:{basis}",
    ]
    said += [f"akg:upperValue {high}"] if high else []
    said += [f"akg:periodStart {instant(start)}"] if start != "-" else []
    said += [f"akg:periodEnd {instant(end)}"] if end != "-" else []
    said += [f"akg:periodCertainty akg:{certainty}"] if certainty != "-" else []
    said += [f"akg:population population:{population}"] if population != "-" else []
    kind, _, given = more.partition("=")
    said += [f"akg:ofWhole population:{given}"] if kind == "whole" else []
    said += [f"akg:basePeriodStart {instant(given)}"] if kind == "base" else []
    return f"figure:{name}{number} a akg:Figure ; {' ; '.join(said)} .\n"


def graph_of(folder: Path, pairs: list[dict[str, str]]) -> Graph:
    text = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    for number, pair in enumerate(pairs):
        text += figure(number, "one", pair["one"]) + figure(number, "other", pair["other"])
    (folder / "pairs.ttl").write_text(text, encoding="utf-8")
    return load.closed(folder)


def found(graph: Graph, relation: str) -> set[int]:
    """Return the numbers of the pairs between which a rule sees the relation, either way."""
    asked = f"SELECT ?a ?b {{ ?a akg:{relation} ?b }}"
    pairs = [(row["a"], row["b"]) for row in query.select(graph.store, asked).to_dicts()]
    names = {tuple(sorted(str(end).rpartition("/")[2] for end in pair)) for pair in pairs}
    numbers = {int(one.removeprefix("one")) for one, _ in names}
    assert names == {(f"one{n}", f"other{n}") for n in numbers}, "a pair that nobody planted"
    return numbers


@pytest.fixture(scope="module")
def planted_graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return graph_of(tmp_path_factory.mktemp("clashes"), PAIRS)


def test_twenty_pairs_clash_and_twenty_only_seem_to() -> None:
    assert [pair["verdict"] for pair in PAIRS].count("clash") == 20
    assert [pair["verdict"] for pair in PAIRS].count("seems") == 20
    assert len({pair["why"] for pair in PAIRS}) == 40


def test_the_rule_finds_what_clashes_and_leaves_what_only_seems_to(
    planted_graph: Graph,
) -> None:
    planted = {n for n, pair in enumerate(PAIRS) if pair["verdict"] == "clash"}

    seen = found(planted_graph, "clashesBelow")

    precision, recall = len(seen & planted) / len(seen), len(seen & planted) / len(planted)
    print(f"precision {precision:.2f}, recall {recall:.2f}")  # noqa: T201
    print("missed:", [PAIRS[n]["why"] for n in sorted(planted - seen)])  # noqa: T201
    print("wrong:", [PAIRS[n]["why"] for n in sorted(seen - planted)])  # noqa: T201
    assert precision >= FEWEST_RIGHT
    assert recall >= FEWEST_RIGHT


def test_two_floors_strain_only_when_one_is_twice_the_other(tmp_path: Path) -> None:
    frame = "{} unit:NUM MoreThan Stock 2017-01-01 2017-02-01 - - -"
    pairs = [
        {"one": frame.format("60.0"), "other": frame.format("200.0")},
        {"one": frame.format("60.0"), "other": frame.format("110.0")},
    ]

    graph = graph_of(tmp_path, pairs)

    assert found(graph, "strainsBelow") == {0}
    assert found(graph, "clashesBelow") == set()


def test_a_figure_that_replaces_another_does_not_clash_with_it(tmp_path: Path) -> None:
    pair = next(pair for pair in PAIRS if pair["verdict"] == "clash")
    graph_of(tmp_path, [pair])
    file = tmp_path / "pairs.ttl"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "figure:one0 akg:supersedes figure:other0 .\n", encoding="utf-8")

    assert found(load.closed(tmp_path), "clashesBelow") == set()


def test_every_clash_that_the_rule_finds_in_our_data_has_been_looked_at(graph: Graph) -> None:
    rows = ask.answer(graph, "clashing-figures").to_dicts()

    assert rows
    assert {row["looked"] for row in rows} == {"confirmed by a curator"}
