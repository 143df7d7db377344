"""The manual of the ontology: every term has its place, and what it says of it is true."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from small_graph import attacking_graph

from kg import load, paths, query
from kg.load import Graph
from kg.site import schema
from kg.site.model import Site
from kg.site.ontology import shapes, topics
from kg.site.rendering import Renderer
from kg.site.schema_map import schema_map
from kg.site.terms import Terms
from kg.vocabulary import PREFIXES, TERMS

SKOS = PREFIXES["skos"]


@pytest.fixture(scope="module")
def ontology() -> ox.Store:
    return load.load(paths.ONTOLOGY).store


@pytest.fixture(scope="module")
def manual(site_folder: Path) -> str:
    return (site_folder / "schema.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def terms(graph: Graph) -> Terms:
    return Terms(Site(graph))


def named(store: ox.Store) -> set[str]:
    """Return every term of ours of which the ontology says anything."""
    subjects = {quad.subject for quad in store if isinstance(quad.subject, ox.NamedNode)}
    return {s.value for s in subjects if s.value.startswith(TERMS)}


def part(manual: str, name: str) -> str:
    """Return the part of the page that stands at an anchor."""
    found = re.search(rf'<(article|tr)[^>]* id="{name}">(.*?)</\1>', manual, re.DOTALL)
    assert found, name
    return found[2]


def number(graph: Graph, pattern: str) -> int:
    text = f"SELECT (COUNT(DISTINCT *) AS ?n) WHERE {{ {pattern} }}"
    return int(query.select(graph.store, text).to_dicts()[0]["n"] or 0)


def test_every_term_has_one_anchor_with_its_label_and_its_definition(
    manual: str, ontology: ox.Store
) -> None:
    anchors = re.findall(r' id="([^"]+)"', manual)
    found = named(ontology)
    assert len(found) > 300

    for iri in found:
        name = iri.removeprefix(TERMS)
        assert anchors.count(name) == 1
        said = html.unescape(part(manual, name))
        for predicate in ("definition", "scopeNote", "example"):
            node = ox.NamedNode(SKOS + predicate)
            for quad in ontology.quads_for_pattern(ox.NamedNode(iri), node, None):
                assert isinstance(quad.object, ox.Literal)
                assert quad.object.value in said


def test_every_match_elsewhere_is_a_link_in_its_term(manual: str, ontology: ox.Store) -> None:
    matches = [q for q in ontology if q.predicate.value.endswith("Match") and q.subject != q.object]
    found = [(str(q.subject)[1:-1], str(q.object)[1:-1]) for q in matches]
    ours = [(s, o) for s, o in found if s.startswith(TERMS) and not o.startswith(TERMS)]

    assert len(ours) > 50
    for subject, other in ours:
        assert f'href="{html.escape(other)}"' in part(manual, subject.removeprefix(TERMS))


@pytest.mark.parametrize("name", ["Thing", "Record", "Figure", "Source", "Company", "Edge"])
def test_a_class_counts_its_members_as_sparql_does(
    manual: str, terms: Terms, graph: Graph, name: str
) -> None:
    counted = number(graph, f"?it a/rdfs:subClassOf* akg:{name}")

    assert terms.term(TERMS + name).use.count == counted > 0
    assert f"{counted:,} use" in part(manual, name)


def test_properties_and_codes_are_counted_as_sparql_does(terms: Terms, graph: Graph) -> None:
    for name in ("concerns", "periodStart", "iriKind", "partnersWith", "disputed"):
        counted = number(graph, f"?s akg:{name} ?o FILTER(ISIRI(?s))")
        assert terms.term(TERMS + name).use.count == counted > 0

    for name in ("SelfReported", "Year", "Cumulative"):
        ours = 'FILTER(STRSTARTS(STR(?s), "https://w3id.org/antkg/id/") && ?p != rdf:type)'
        counted = number(graph, f"?s ?p akg:{name} {ours}")
        assert terms.term(TERMS + name).use.count == counted > 0


def test_an_example_uses_its_term(terms: Terms, graph: Graph) -> None:
    shown = [terms.term(iri) for iri in terms.iris[::7]]
    used = [(term.iri, term.example["iri"]) for term in shown if term.example]

    assert len(used) > 30
    for iri, example in used:
        text = f"ASK {{ {{ <{example}> <{iri}> ?o }} UNION {{ <{example}> ?p ?v FILTER("
        text += f"?v = <{iri}> || DATATYPE(?v) = <{iri}>) }} UNION {{ <{example}> a ?class ."
        text += f" ?class rdfs:subClassOf* <{iri}> }} }}"
        assert query.answer(graph.store, text) is True, (iri, example)


def test_both_classes_of_a_union_and_the_steps_of_a_chain_are_shown_in_order(
    terms: Terms,
) -> None:
    evidence = rows(terms, "hasEvidence")
    backed = rows(terms, "backedBy")

    assert evidence["from"] == ["participation", "record"]
    assert evidence["to"] == ["evidence"]
    assert evidence["rules"] == ["a value belongs to at most one"]
    assert backed["follows from the chain"] == ["has evidence", "found in"]
    assert "inverse of" in rows(terms, "participationIn")
    assert "concerns" in rows(terms, "subject")["narrower than"]
    assert "subject" in rows(terms, "concerns")["wider than"]


def rows(terms: Terms, name: str) -> dict[str, list[str]]:
    found = terms.term(TERMS + name).rows
    return {row["name"]: [value["text"] for value in row["values"]] for row in found}


def test_a_class_shows_what_it_may_carry_and_what_the_gate_asks_of_it(
    terms: Terms, manual: str
) -> None:
    ownership = terms.term(TERMS + "Ownership")

    assert {"owner", "owned"} <= {*rows(terms, "Ownership")["may carry"]}
    assert "ownership" in rows(terms, "owner")["carried by"]
    assert "An ownership names who holds the stake." in [one.sentence for one in ownership.asked]
    assert 'href="checks.html#ownership-owner"' in part(manual, "Ownership")
    assert shapes().of_class[TERMS + "Thing"]


def test_terms_stand_under_their_file_whose_first_words_lead(manual: str) -> None:
    for topic in topics():
        assert f"{topic.lead[0]}" in html.unescape(manual)
    assert topics()[0].name == "core"
    assert "borrowed" not in [topic.name for topic in topics()]
    assert manual.index('id="part-events"') < manual.index('id="Event"')
    assert manual.index('id="Event"') < manual.index('id="part-figures"')


def test_a_label_in_chinese_stands_beside_the_english_one(manual: str) -> None:
    assert '<span lang="zh">亩</span>' in part(manual, "Mu")


def test_the_picture_counts_the_main_classes_as_sparql_does(graph: Graph) -> None:
    drawn = schema_map(Site(graph))

    for box in drawn.boxes:
        assert box.count == number(graph, f"?it a/rdfs:subClassOf* <{box.iri}>")
        assert [line.count for line in box.lines] == sorted(
            (line.count for line in box.lines), reverse=True
        )
    assert [arrow.name for arrow in drawn.arrows] == [
        "concerns",
        "has evidence",
        "found in",
        "said by",
    ]


def test_the_turtle_file_says_just_what_the_files_of_the_ontology_say(
    site_folder: Path, ontology: ox.Store
) -> None:
    theirs = ox.Dataset(ontology)
    file = (site_folder / "schema.ttl").read_bytes()
    ours = ox.Dataset(load.load(site_folder / "schema.ttl").store)
    for one in (theirs, ours):
        one.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)

    assert ours == theirs
    assert file.startswith(b"@prefix akg: <https://w3id.org/antkg/schema#> .\n")
    assert schema.as_turtle().encode() == file


def test_a_term_that_data_bring_along_has_a_place_and_its_label_does_nothing(
    tmp_path: Path,
) -> None:
    data = tmp_path / "strange.ttl"
    data.write_text(
        "@prefix akg: <https://w3id.org/antkg/schema#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        'akg:Strange rdfs:label "<script>alert(1)</script>"@en ; '
        "rdfs:subClassOf akg:Strange ; skos:inScheme akg:NoScheme .\n"
        "akg:nothing rdfs:domain _:loop . _:loop <http://www.w3.org/2002/07/owl#unionOf> _:list .\n"
        "_:list <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:list .\n",
        encoding="utf-8",
    )

    shown = rendered(load.closed(data))

    assert 'id="Strange"' in shown and 'id="nothing"' in shown
    assert "&lt;script&gt;alert(1)" in shown and "<script>alert(1)" not in shown


def test_the_same_graph_gives_the_same_manual() -> None:
    assert rendered(attacking_graph()) == rendered(attacking_graph())


def rendered(graph: Graph) -> str:
    site = Site(graph)
    (page,) = schema.pages(site)
    return Renderer(site)(page)
