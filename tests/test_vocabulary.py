"""Short names and full names are opposites."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.vocabulary import KINDS, PREFIXES, compact, expand, sparql_prefixes

FOREST = "https://w3id.org/antkg/id/program/ant-forest"


def test_a_thing_is_written_short_and_comes_back_whole() -> None:
    assert compact(FOREST) == "program:ant-forest"
    assert expand("program:ant-forest") == FOREST
    assert expand(f"<{FOREST}>") == FOREST


@pytest.mark.parametrize("prefix", sorted(PREFIXES))
def test_every_prefix_compacts_and_expands(prefix: str) -> None:
    iri = f"{PREFIXES[prefix]}x-1"

    assert compact(iri) == f"{prefix}:x-1"
    assert expand(f"{prefix}:x-1") == iri


@pytest.mark.parametrize(
    "iri",
    [
        "https://elsewhere.example/x",
        "https://w3id.org/antkg/id/program/a/b",
        "https://w3id.org/antkg/id/program/ends.",
        "https://w3id.org/antkg/id/program/蚂蚁",
    ],
)
def test_what_a_short_name_cannot_hold_stays_whole(iri: str) -> None:
    assert compact(iri) == iri


@pytest.mark.parametrize("text", ["Ant Forest", "no:such-prefix", "https://x.example/", "12:30"])
def test_other_text_comes_back_as_it_is(text: str) -> None:
    assert expand(text) == text


def test_prefix_lines_are_what_an_engine_reads() -> None:
    found = ox.Store().query(sparql_prefixes() + "ASK { ?s a akg:Program , program:x }")

    assert not found
    assert sparql_prefixes().splitlines() == sorted(sparql_prefixes().splitlines())


def test_kinds_are_in_order_and_each_has_its_prefix() -> None:
    assert list(KINDS) == sorted(KINDS)
    assert set(KINDS) <= set(PREFIXES)
