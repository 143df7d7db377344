"""What data/ claims: sizes within bounds, every fragment in its place, nothing derived."""

from __future__ import annotations

import hashlib
import re
from decimal import Decimal
from pathlib import Path

import pytest

from kg import load, paths, query
from kg.load import Graph

BOUNDS = {  # least and most; a topic that loses half its facts fails
    "NonProfit": (57, 120),
    "PublicBody": (35, 70),
    "Company": (90, 180),
    "Person": (60, 120),
    "Program": (59, 120),
    "Product": (35, 70),
    "Collaboration": (80, 160),
    "Figure": (329, 660),
    "Commitment": (48, 100),
    "Awarding": (15, 30),
    "RoleTenure": (84, 170),
    "ChangeEvent": (15, 30),
    "Launch": (52, 100),
    "Operation": (30, 60),
    "Inspiration": (1, 20),
    "Appearance": (38, 80),
    "Assessment": (69, 140),
    "Classification": (104, 210),
    "Composition": (65, 130),
    "Focus": (160, 320),
    "Absence": (8, 20),
    "Evidence": (1459, 2920),
    "Source": (254, 510),
    "Contradiction": (19, 40),
    "Identity": (8, 20),
    "Ownership": (25, 50),
    "GroupMembership": (36, 70),
}
FILL = {  # class, property (or one of several): the least share of its members that have it
    ("Figure", "akg:population"): 0.2,
    ("Figure", "akg:periodStart|akg:periodEnd"): 0.97,
    ("Record", "akg:periodStart|akg:periodEnd"): 0.5,
    ("Launch", "akg:launchedBy"): 0.5,
    ("Collaboration", "akg:concernsProgram"): 0.6,
    ("Commitment", "akg:value"): 0.4,
    ("Assessment", "akg:theme"): 0.8,
    ("Evidence", "akg:fragment|akg:reason"): 1.0,
    ("Evidence", "akg:saidBy|akg:judgedAs"): 1.0,
    ("Source", "akg:address|akg:addressUnknownBecause"): 1.0,
    ("Source", "akg:issuedOn"): 0.5,
    ("Program", "^akg:launches|^akg:operated|^akg:concernsProgram|^akg:part"): 0.85,
    ("Program", "^akg:classifies"): 0.4,
}
SHORTCUTS = [
    "takesPartIn",
    "partnersWith",
    "inspiredBy",
    "operates",
    "partOf",
    "cameOutOf",
    "holdsOfficeIn",
    "appearsAt",
    "honouredWith",
    "affiliatedWith",
    "concerns",
    "party",
    "voice",
    "backedBy",
    "aheadIn",
    "behindIn",
    "borneOutBy",
    "clashesBelow",
    "comparedIn",
    "comparedValue",
    "fallsShortIn",
    "fulfilledIn",
    "greatestValue",
    "heldAgainst",
    "leastValue",
    "origin",
    "originalSource",
    "reachedIn",
    "restsSolelyOn",
    "strainsBelow",
    "variesFrom",
]
UNRELATED_ARTICLE = "CAPE CANAVERAL, Fla. (AP)"
WORDS = {"two": 2, "2nd": 2, "three": 3, "four": 4, "six": 6, "one billion": 10**9}
FOLDER = paths.sources_folder()

reads_texts = pytest.mark.skipif(
    FOLDER is None, reason="the texts of the sources are not here; name their folder by KG_SOURCES"
)


@pytest.fixture(scope="module")
def asserted() -> Graph:
    return load.load(paths.ONTOLOGY, paths.DATA)


@pytest.fixture(scope="module")
def passages(asserted: Graph) -> list[dict[str, str]]:
    """Return every fragment with its offsets, its file and, for a figure, the number read."""
    rows = query.select(
        asserted.store,
        """SELECT ?evidence ?fragment ?start ?end ?file ?digest ?printed ?value WHERE {
          ?evidence akg:readingLevel akg:Full ; akg:fragment ?fragment ; akg:startOffset ?start ;
            akg:endOffset ?end ; akg:foundIn ?source .
          ?source akg:textFile ?file ; akg:sha256 ?digest .
          OPTIONAL { ?evidence akg:asPrinted ?printed ; akg:value ?value }
        } ORDER BY ?evidence""",
    ).to_dicts()
    return [{key: value or "" for key, value in row.items()} for row in rows]


def text_of(file: str) -> str:
    assert FOLDER is not None
    return (FOLDER / file).read_bytes().decode("utf-8")


def number(printed: str) -> Decimal:
    """Read a printed number by rules of this test's own."""
    plain = printed.lower()
    for word, value in WORDS.items():
        if re.search(rf"\b{word}\b", plain):
            return Decimal(value)
    found = re.search(r"\d[\d,]*(?:\.\d+)?", plain)
    assert found, printed
    scale = 10**9 if "billion" in plain else 10**6 if "million" in plain else 1
    return Decimal(found[0].replace(",", "")) * scale


@pytest.mark.parametrize(("kind", "least", "most"), [(k, *b) for k, b in BOUNDS.items()])
def test_every_kind_has_about_as_many_members_as_it_should(
    kind: str, least: int, most: int, asserted: Graph
) -> None:
    rows = query.select(
        asserted.store, f"SELECT (COUNT(*) AS ?n) WHERE {{ ?thing a akg:{kind} }}"
    ).to_dicts()

    assert least <= int(rows[0]["n"] or 0) <= most


@pytest.mark.parametrize(("kind", "path", "least"), [(*k, share) for k, share in FILL.items()])
def test_a_property_is_filled_as_often_as_it_should_be(
    kind: str, path: str, least: float, asserted: Graph
) -> None:
    """A topic that keeps its records but loses what they say fails too."""
    (row,) = query.select(
        asserted.store,
        f"""SELECT (COUNT(DISTINCT ?one) AS ?all) (COUNT(DISTINCT ?full) AS ?filled) WHERE {{
          ?one a/rdfs:subClassOf* akg:{kind} .
          OPTIONAL {{ ?one {path} ?value BIND(?one AS ?full) }}
        }}""",
    ).to_dicts()

    assert int(row["filled"] or 0) / int(row["all"] or 0) >= least


@reads_texts
def test_every_text_is_the_one_that_was_read(passages: list[dict[str, str]]) -> None:
    assert FOLDER is not None
    for file, digest in {(p["file"], p["digest"]) for p in passages}:
        assert hashlib.sha256((FOLDER / file).read_bytes()).hexdigest() == digest


@reads_texts
def test_every_fragment_stands_at_its_offsets(passages: list[dict[str, str]]) -> None:
    wrong = [
        p["evidence"]
        for p in passages
        if text_of(p["file"])[int(p["start"]) : int(p["end"])] != p["fragment"]
    ]

    assert len(passages) > 180
    assert wrong == []


@reads_texts
def test_every_printed_number_stands_near_its_fragment_and_is_the_stored_value(
    passages: list[dict[str, str]],
) -> None:
    figures = [p for p in passages if p["printed"]]

    assert len(figures) > 30
    for p in figures:
        near = text_of(p["file"])[max(0, int(p["start"]) - 40) : int(p["end"]) + 40]
        assert p["printed"] in near, p["evidence"]
        assert number(p["printed"]) == Decimal(p["value"]), p["evidence"]


@reads_texts
def test_nothing_comes_from_the_unrelated_article_and_no_caption_counts_twice(
    passages: list[dict[str, str]],
) -> None:
    release = [p for p in passages if p["file"].startswith("002")]
    text = text_of(release[0]["file"])

    assert max(int(p["end"]) for p in release) < text.index(UNRELATED_ARTICLE)
    for p in release:
        assert text.index(p["fragment"]) <= int(p["start"])
    places = [(p["evidence"].rsplit("-", 1)[0], p["fragment"]) for p in passages]
    assert len(places) == len(set(places))


def test_no_fragment_is_longer_than_eight_words(passages: list[dict[str, str]]) -> None:
    assert [p["fragment"] for p in passages if len(p["fragment"].split()) > 8] == []


def test_data_holds_no_blank_node_and_no_shortcut_typed_by_hand() -> None:
    for path in load.turtle_files(paths.DATA):
        for quad in load.parse(path):
            assert "BlankNode" not in {type(quad.subject).__name__, type(quad.object).__name__}
            term = str(quad.predicate.value).removeprefix("https://w3id.org/antkg/schema#")
            assert term not in SHORTCUTS, f"{path.name}: {quad}"


def test_no_word_of_the_unrelated_article_is_in_the_data() -> None:
    for path in sorted(Path(paths.DATA).glob("*.ttl")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"astronaut|NASA|SpaceX|splashdown", text), path.name
