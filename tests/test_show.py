"""One thing or record: what is said of it, by whom, when, with receipts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import load, show
from kg.errors import UnknownName
from kg.load import Graph

Maker = Callable[[str, str], show.Card]
PREFIXES = """
@prefix akg: <https://w3id.org/antkg/schema#> .
@prefix id: <https://w3id.org/antkg/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


@pytest.fixture
def card_of(tmp_path: Path) -> Maker:
    """Return a function: Turtle and a name in, the card out."""

    def make(turtle: str, name: str) -> show.Card:
        path = tmp_path / "data.ttl"
        path.write_text(PREFIXES + turtle, encoding="utf-8")
        return show.card(load.closed(path), name)

    return make


def test_a_thing_has_its_names_and_the_records_that_speak_of_it(tiny: Graph) -> None:
    card = show.card(tiny, "小森林")

    assert card.name == "Tiny Forest"
    assert set(card.names) == {("Tiny Forest", "en"), ("小森林", "zh"), ("Little Wood", "en")}
    assert card.kinds == ("program",)
    assert [s.record.rpartition("/")[2] for s in card.statements] == ["tiny-trees-2024"]


def test_a_statement_says_number_period_and_receipt(tiny: Graph) -> None:
    (statement,) = show.card(tiny, "Tiny Forest").statements

    assert statement.kind == "figure"
    assert statement.words == "more than 12; of indicator trees planted"
    assert statement.period == "2024"
    assert statement.receipts == (
        show.Receipt(
            evidence="https://w3id.org/antkg/id/evidence/tiny-trees-2024-1",
            stance="supports",
            voice="restated",
            speaker="",
            words="more than twelve trees",
            source="https://w3id.org/antkg/id/source/tiny-report",
            title="Tiny report",
            issued="2025-03-02",
            address="https://tiny.example/report",
        ),
    )


@pytest.mark.parametrize(
    "name", ["figure:tiny-trees-2024", "evidence:tiny-trees-2024-1", "Tiny report"]
)
def test_a_record_its_evidence_and_its_source_show_the_record(tiny: Graph, name: str) -> None:
    (statement,) = show.card(tiny, name).statements

    assert statement.record.endswith("/tiny-trees-2024")
    assert statement.receipts


def test_a_record_shows_all_its_properties_in_words(tiny: Graph) -> None:
    properties = show.card(tiny, "figure:tiny-trees-2024").properties

    assert ("subject", "Tiny Forest") in properties
    assert ("bound", "more than") in properties
    assert ("period start", "2024-01-01") in properties


def test_a_term_of_the_ontology_has_a_card_without_records(tiny: Graph) -> None:
    card = show.card(tiny, "akg:Program")

    assert card.name == "program"
    assert card.statements == ()


def test_an_unknown_name_is_told_with_those_that_look_like_it(tiny: Graph) -> None:
    with pytest.raises(UnknownName, match="did you mean Tiny Forest"):
        show.card(tiny, "Tiny Florest")


def test_a_collaboration_names_its_parts_and_its_own_gist(card_of: Maker) -> None:
    card = card_of(
        """
        <https://w3id.org/antkg/id/collaboration/x> a akg:Collaboration ; akg:gist "they plant"@en ;
          akg:hasParticipation <https://w3id.org/antkg/id/participation/x-1> .
        <https://w3id.org/antkg/id/participation/x-1> a akg:Participation ;
          akg:participant <https://w3id.org/antkg/id/organization/o> ; akg:inRole akg:Funder .
        <https://w3id.org/antkg/id/organization/o> a akg:Company ; skos:prefLabel "Oak"@en .
        """,
        "Oak",
    )

    assert card.statements[0].words == "they plant; Oak (funder)"


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ('akg:asPrinted "about a dozen" ; akg:value 12.0', "about a dozen"),
        ("akg:value 5.0 ; akg:upperValue 9.5 ; akg:bound akg:Between", "5 to 9.5"),
        ("akg:value 5.0 ; akg:unit akg:Mu ; akg:bound akg:Exactly", "5 mu"),
        ("akg:basis akg:Stock", "basis stock"),
    ],
)
def test_a_number_is_told_as_printed_or_else_as_held(
    card_of: Maker, stated: str, words: str
) -> None:
    card = card_of(f"<https://w3id.org/antkg/id/figure/f> a akg:Figure ; {stated} .", "figure:f")

    assert card.statements[0].words == words


@pytest.mark.parametrize(
    ("start", "end", "grain", "more", "words"),
    [
        ("2025-10-01", "2025-11-01", "Month", "", "October 2025"),
        ("2024-01-01", "2025-01-01", "Year", "", "2024"),
        ("2024-01-01", "2026-01-01", "Year", "", "2024 to 2025"),
        ("2024-04-01", "2024-07-01", "Quarter", "", "Q2 2024"),
        ("2024-01-01", "2024-07-01", "HalfYear", "", "first half of 2024"),
        ("2024-07-01", "2025-01-01", "HalfYear", "", "second half of 2024"),
        ("2024-04-01", "2025-04-01", "FiscalYear", "", "April 2024 to March 2025"),
        ("2017-05-01", "", "Day", "", "since 1 May 2017"),
        ("", "2023-10-20", "Unknown", "akg:NotAfter", "not after 19 October 2023"),
        ("2023-10-20", "", "Day", "akg:NotBefore", "not before 20 October 2023"),
        ("2023-10-01", "2023-11-01", "Month", "akg:About", "about October 2023"),
        ("", "", "Unknown", "", ""),
    ],
)
def test_a_period_is_told_in_words(
    card_of: Maker,
    start: str,
    end: str,
    grain: str,
    more: str,
    words: str,
) -> None:
    says = [f"akg:grain akg:{grain}"]
    says += [f'akg:periodStart "{start}T00:00:00Z"^^xsd:dateTime'] if start else []
    says += [f'akg:periodEnd "{end}T00:00:00Z"^^xsd:dateTime'] if end else []
    says += [f"akg:periodCertainty {more}"] if more else []

    card = card_of(
        f"<https://w3id.org/antkg/id/figure/f> a akg:Figure ; {' ; '.join(says)} .", "figure:f"
    )

    assert card.statements[0].period == words


def test_the_text_of_a_card_reads_from_name_to_receipt(tiny: Graph) -> None:
    lines = show.as_text(show.card(tiny, "Tiny Forest")).splitlines()

    assert lines[0] == "Tiny Forest · program"
    assert lines[1] == "  program:tiny-forest"
    assert "Little Wood (en)" in lines[2]
    assert "小森林 (zh)" in lines[2]
    assert lines[-4:] == [
        "figure (1)",
        "  • more than 12; of indicator trees planted, 2024 [figure:tiny-trees-2024]",
        "      restated: “more than twelve trees”",
        "      Tiny report, 2025-03-02 <https://tiny.example/report>",
    ]


def test_disputing_evidence_is_marked(card_of: Maker) -> None:
    card = card_of(
        """
        <https://w3id.org/antkg/id/figure/f> a akg:Figure ;
          akg:hasEvidence <https://w3id.org/antkg/id/evidence/e> .
        <https://w3id.org/antkg/id/evidence/e> a akg:Evidence ; akg:stance akg:Disputes ;
          akg:method akg:CuratorJudgement ; akg:reason "does not add up"@en ;
          akg:judgedAs "curator" ; akg:judgedOn "2026-01-02T00:00:00Z"^^xsd:dateTime .
        """,
        "figure:f",
    )

    assert "      disputed, curated, curator: “does not add up”\n      2026-01-02" in show.as_text(
        card
    )


def test_a_label_cannot_steer_the_terminal(card_of: Maker) -> None:
    name = '"a\\u001B[2Jb\\nc"@en'
    thing = "<https://w3id.org/antkg/id/program/p>"

    card = card_of(f"{thing} a akg:Program ; skos:prefLabel {name} .", "program:p")

    assert show.as_text(card).splitlines()[0] == "a�[2Jb c · program"


def test_json_holds_the_whole_card(tiny: Graph) -> None:
    shown = json.loads(show.as_json(show.card(tiny, "Tiny Forest")))

    assert shown["iri"] == "https://w3id.org/antkg/id/program/tiny-forest"
    assert shown["statements"][0]["receipts"][0]["title"] == "Tiny report"


def test_every_thing_of_ours_has_a_card(graph: Graph) -> None:
    from kg import query

    things = query.select(
        graph.store, "SELECT DISTINCT ?it { ?it a/rdfs:subClassOf* akg:Thing } ORDER BY ?it"
    )

    assert len(things.rows) > 50
    for row in things.to_dicts()[::5]:
        card = show.card(graph, str(row["it"]))
        assert card.names, card.iri
        assert all(statement.receipts for statement in card.statements), card.iri


@pytest.mark.parametrize(
    ("grain", "shown"), [("Year", "2023"), ("Month", "2023-01"), ("Day", "2023-01-01")]
)
def test_a_document_is_dated_no_closer_than_is_known(
    grain: str, shown: str, tmp_path: Path
) -> None:
    text = (Path(__file__).parent / "tiny.ttl").read_text(encoding="utf-8")
    issued = 'akg:issuedOn "2025-03-02T00:00:00Z"'
    data = tmp_path / "dated.ttl"
    data.write_text(
        text.replace(issued, f'akg:issuedGrain akg:{grain} ; akg:issuedOn "2023-01-01T00:00:00Z"'),
        encoding="utf-8",
    )

    found = show.card(load.closed(data), "Tiny Forest")

    assert found.statements[0].receipts[0].issued == shown
