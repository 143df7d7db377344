"""From a found fact to a record: words in, checked Turtle in the right place out."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import CommandLine

from kg import add, paths, positions
from kg.validate.numbers import readings

SOURCES = """@prefix akg: <https://w3id.org/antkg/schema#> .
@prefix document: <https://w3id.org/antkg/id/document/> .
@prefix organization: <https://w3id.org/antkg/id/organization/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix source: <https://w3id.org/antkg/id/source/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

# -- Documents -------------------------------------------------------------------

document:tiny-report a akg:Document ;
    skos:prefLabel "report of Tiny Trust"@en .

# -- Sources ---------------------------------------------------------------------

source:tiny-report a akg:Source ;
    akg:versionOf document:tiny-report ;
    akg:title "Our year" ;
    akg:publishedBy organization:tiny-trust ;
    akg:issuedOn "2025-02-01T00:00:00Z"^^xsd:dateTime ;
    akg:issuedGrain akg:Day ;
    akg:address "https://example.org/report"^^xsd:anyURI ;
    akg:readOn "2025-03-01T00:00:00Z"^^xsd:dateTime ;
    akg:inLanguage "en" ;
    akg:sourceKind akg:CompanyReport ;
    akg:reliabilityNote "the trust speaks of itself"@en .
"""
AGENTS = """@prefix akg: <https://w3id.org/antkg/schema#> .
@prefix organization: <https://w3id.org/antkg/id/organization/> .
@prefix program: <https://w3id.org/antkg/id/program/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

# Those of whom the tests speak.

# -- Organizations ---------------------------------------------------------------

organization:tiny-trust a akg:NonProfit ;
    skos:prefLabel "Tiny Trust"@en ;
    skos:prefLabel "小小信托"@zh .

# -- Programmes ------------------------------------------------------------------

program:tiny-forest a akg:Program ;
    skos:prefLabel "Tiny Forest"@en ;
    skos:prefLabel "小小森林"@zh .
"""
FIGURES = """@prefix akg: <https://w3id.org/antkg/schema#> .
@prefix evidence: <https://w3id.org/antkg/id/evidence/> .
@prefix figure: <https://w3id.org/antkg/id/figure/> .
@prefix indicator: <https://w3id.org/antkg/id/indicator/> .
@prefix organization: <https://w3id.org/antkg/id/organization/> .
@prefix program: <https://w3id.org/antkg/id/program/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix source: <https://w3id.org/antkg/id/source/> .
@prefix unit: <http://qudt.org/vocab/unit/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

# -- Indicators ------------------------------------------------------------------

indicator:trees a akg:Indicator ;
    skos:prefLabel "trees"@en .

# -- Figures ---------------------------------------------------------------------
"""
FIGURE = """
figure:tiny-forest-trees-{year} a akg:Figure ;
    akg:ofIndicator indicator:trees ;
    akg:subject program:tiny-forest ;
    akg:value {value}.0 ;
    akg:unit unit:NUM ;
    akg:bound akg:Exactly ;
    akg:basis akg:Flow ;
    akg:asPrinted "{value}" ;
    akg:periodStart "{year}-01-01T00:00:00Z"^^xsd:dateTime ;
    akg:periodEnd "{next}-01-01T00:00:00Z"^^xsd:dateTime ;
    akg:grain akg:Year ;
    akg:hasEvidence evidence:figure-tiny-forest-trees-{year}-1 .

evidence:figure-tiny-forest-trees-{year}-1 a akg:Evidence ;
    akg:foundIn source:tiny-report ;
    akg:readingLevel akg:Excerpt ;
    akg:fragment "{value} trees" ;
    akg:locator "trees of {year}" ;
    akg:saidBy organization:tiny-trust ;
    akg:method akg:StatedByParty ;
    akg:stance akg:Supports ;
    akg:asPrinted "{value}" ;
    akg:value {value}.0 ;
    akg:unit unit:NUM ;
    akg:bound akg:Exactly .
"""
EVIDENCE = (
    *("--source", "https://example.org/report/", "--words", "1.68 million trees"),
    *("--said-by", "小小信托", "--method", "statement", "--locator", "trees"),
)
NUMBER = ("--value", "1.68 million", "--bound", "exactly", "--unit", "number", "--basis", "flow")
TREES = ("--subject", "tiny forest", "--indicator", "trees", *NUMBER)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a small folder of data, with figures of 2021 and 2023."""
    folder = tmp_path / "data"
    folder.mkdir()
    records = [FIGURE.format(year=y, next=y + 1, value=v) for y, v in ((2021, 500), (2023, 700))]
    (folder / "agents.ttl").write_text(AGENTS, encoding="utf-8")
    (folder / "figures.ttl").write_text(FIGURES + "".join(records), encoding="utf-8")
    (folder / "sources.ttl").write_text(SOURCES, encoding="utf-8")
    return folder


def pairs(*words: str) -> tuple[tuple[str, str], ...]:
    return tuple(zip(words[::2], words[1::2], strict=True))


def planned(data: Path, kind: str, *words: str, texts: Path | None = None) -> add.Plan:
    return add.Workspace(data, readings, texts).plan([add.Row(kind, pairs(*words))])


def state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def is_canonical(*places: Path) -> bool:
    program = Path(sys.executable).with_name("turtlefmt")
    done = subprocess.run([program, "--check", *places], capture_output=True, check=False)
    return done.returncode == 0


# -- One record, from words to file -----------------------------------------------


def test_a_figure_lands_between_its_neighbours_and_nothing_else_changes(
    kg: CommandLine, data: Path
) -> None:
    before = state(data)

    outcome = kg("add", "figure", *TREES, "--period", "2022", *EVIDENCE, "--data", data)

    assert outcome.code == 0, outcome.err
    assert outcome.out == (
        "figure:tiny-forest-trees-2022\nevidence:figure-tiny-forest-trees-2022-1\n"
    )
    after = state(data)
    text = after.pop("figures.ttl").decode()
    old = before.pop("figures.ttl").decode()
    assert after == before
    assert is_canonical(data)
    start, end = (
        text.index("figure:tiny-forest-trees-2022 a"),
        text.index("figure:tiny-forest-trees-2023 a"),
    )
    assert text[:start] + text[end:] == old
    assert (
        text[start:end]
        == FIGURE.format(year=2022, next=2023, value=1680000)
        .lstrip()
        .replace('"1680000"', '"1.68 million"')
        .replace("1680000 trees", "1.68 million trees")
        .replace("trees of 2022", "trees")
        + "\n"
    )


def test_what_the_gate_finds_leaves_the_data_as_it_was(kg: CommandLine, data: Path) -> None:
    before = state(data)
    wordy = [*EVIDENCE]
    wordy[3] = "1.68 million trees and many more words than eight are"

    outcome = kg("add", "figure", *TREES, "--period", "2022", *wordy, "--data", data)

    assert outcome.code == 1
    assert "fragment-too-long" in outcome.err
    assert re.search(r"figures\.ttl:\d+", outcome.err)
    assert "nothing was added" in outcome.err
    assert state(data) == before


def test_a_dry_run_prints_turtle_that_parses_and_changes_nothing(
    kg: CommandLine, data: Path
) -> None:
    before = state(data)

    outcome = kg(
        "add", "figure", *TREES, "--period", "2022", *EVIDENCE, "--data", data, "--dry-run"
    )

    assert outcome.code == 0
    said = {statement.subject for statement in positions.statements(outcome.out)}
    assert "https://w3id.org/antkg/id/figure/tiny-forest-trees-2022" in said
    assert state(data) == before


def test_a_thing_alone_is_added_and_the_missing_record_is_told(kg: CommandLine, data: Path) -> None:
    outcome = kg(
        *("add", "company", "--name", "Straße & Söhne", "--name-zh", "示例", "--data", data)
    )

    assert outcome.code == 0, outcome.err
    assert outcome.out == "organization:strasse-and-sohne\n"
    assert "still to do unspoken-thing" in outcome.err
    text = (data / "agents.ttl").read_text(encoding="utf-8")
    assert text.index("organization:strasse-and-sohne a") < text.index("organization:tiny-trust a")
    assert 'skos:prefLabel "示例"@zh .' in text


def test_evidence_joins_the_record_that_it_speaks_of(kg: CommandLine, data: Path) -> None:
    outcome = kg(
        *("add", "evidence", "--record", "figure:tiny-forest-trees-2021", *EVIDENCE),
        *("--stance", "disputes", "--data", data),
    )

    assert outcome.code == 0, outcome.err
    text = (data / "figures.ttl").read_text(encoding="utf-8")
    assert (
        "    akg:hasEvidence evidence:figure-tiny-forest-trees-2021-1 ;\n"
        "    akg:hasEvidence evidence:figure-tiny-forest-trees-2021-2 .\n"
    ) in text
    places = [
        text.index(f"{name} a ")
        for name in (
            "evidence:figure-tiny-forest-trees-2021-1",
            "evidence:figure-tiny-forest-trees-2021-2",
            "figure:tiny-forest-trees-2023",
        )
    ]
    assert places == sorted(places)
    assert "akg:stance akg:Disputes" in text
    assert is_canonical(data)


# -- Every kind, on the real data --------------------------------------------------

THINGS = (
    *("activity", "agent-group", "award", "company", "document", "event", "framework"),
    *("indicator", "media-outlet", "non-profit", "office", "organization", "person", "place"),
    *("population", "product", "program", "public-body", "species"),
)
SOURCE = {
    "kind": "source",
    "version-of": "Zeta document",
    "title": "Zeta tells",
    "address": "https://example.org/zeta",
    "published-by": "Zeta company",
    "issued-on": "2025-02",
    "read-on": "2025-03-01",
    "in-language": "en",
    "source-kind": "news article",
    "reliability-note": "made for a test",
}
PASSAGE = {
    "source": "https://example.org/zeta",
    "words": "1.68 million mu of Zeta",
    "said-by": "Zeta company",
    "method": "statement",
    "locator": "Zeta",
}
JUDGEMENT = {
    "method": "curator judgement",
    "reason": "both speak of one year",
    "judged-as": "curator",
    "judged-on": "2025-03-01",
}
FIGURE_WORDS = {
    "kind": "figure",
    "of-indicator": "Zeta indicator",
    "value": "1.68 million mu",
    "bound": "exactly",
    "basis": "stock",
}
RECORDS: list[dict[str, object]] = [
    {"kind": "absence", "looked-for": "what Zeta pays", "looked-in": "Zeta tells",
     "looked-on": "2025-03-01", "missing-from": "Zeta program", **JUDGEMENT},
    {"kind": "appearance", "appears": "Zeta person", "event": "Zeta event",
     "capacity": "speaker", "period": "2024-05-06"},
    {"kind": "assessment", "assesses": "Zeta program", "assessor": "Zeta company",
     "assessment-kind": "opinion", "verdict": "favourable", "gist": "finds it good"},
    {"kind": "awarding", "award": "Zeta award", "recipient": ["Zeta program", "Zeta person"],
     "period": "2024"},
    {"kind": "change", "change-kind": "renaming", "original-organization": "Zeta company",
     "former-name": "Zeta Old", "later-name": "Zeta company", "period": "2024-Q2"},
    {"kind": "classification", "classifies": "Zeta program", "classified-as": "climate"},
    {"kind": "collaboration", "program": "Zeta program", "period": "2023..2024",
     "participant": ["Zeta company as initiator", "Zeta non-profit as contributor"]},
    {"kind": "commitment", "committed-by": "Zeta company", "stated-on": "2024-01-02",
     "gist": "plant more", "due-by": "2031", "period": "2024"},
    {"kind": "composition", "part": "Zeta product", "whole": "Zeta program", "period": "2024.."},
    {**FIGURE_WORDS, "iri": "figure:zeta-one", "subject": "Zeta program", "period": "2023"},
    {**FIGURE_WORDS, "iri": "figure:zeta-two", "subject": "Zeta product", "period": "..2024-08"},
    {"kind": "contradiction", "conflicts-over": ["figure:zeta-one", "figure:zeta-two"],
     "gist": "one number for two", **JUDGEMENT},
    {"kind": "focus", "focus-of": "Zeta program", "focus-on": "Zeta species",
     "focus-kind": "protects"},
    {"kind": "membership", "member": "Zeta company", "member-group": "Zeta organization",
     "period": "..2025-01", "certainty": "not after"},
    {"kind": "identity", "candidate": ["Zeta company", "Zeta organization"], **JUDGEMENT},
    {"kind": "inspiration", "inspired-program": "Zeta program", "period": "2022-H2",
     "inspiring-program": "Zeta model"},
    {"kind": "launch", "launches": "Zeta framework", "launched-by": "Zeta public-body",
     "period": "2024-03"},
    {"kind": "operation", "operator": "Zeta company", "operated": "Zeta product",
     "period": "unknown", "gist": "no day is told"},
    {"kind": "ownership", "owner": "Zeta company", "owned": "Zeta media-outlet",
     "value": "40%", "bound": "at least", "is-parent": False, "period": "2024",
     "words": "40% of Zeta"},
    {"kind": "tenure", "holder": "Zeta person", "office": "Zeta office",
     "held-in": "Zeta company", "period": "2024"},
    {"kind": "participation", "collaboration": "collaboration:zeta",
     "participant": "Zeta agent-group", "role": "beneficiary"},
    {"kind": "evidence", "record": "figure:zeta-one", "source": "Zeta tells",
     "words": "Zeta says so again", "said-by": "Zeta company", "method": "relay",
     "locator": "again"},
]  # fmt: skip


def rows_of_every_kind() -> list[dict[str, object]]:
    """Return a row or more for each kind; what a row names may stand in a later one."""
    rows: list[dict[str, object]] = [{"kind": each, "name": f"Zeta {each}"} for each in THINGS]
    rows += [{"kind": "program", "name": "Zeta model"}, {**SOURCE}]
    for record in RECORDS:
        is_told = "method" in record or record["kind"] == "participation"
        rows.append(record if is_told else {**PASSAGE, **record})
    next(r for r in rows if r["kind"] == "collaboration")["iri"] = "collaboration:zeta"
    return rows[::-1]


def test_a_record_of_every_kind_can_be_added_to_the_real_data(
    kg: CommandLine, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(paths.DATA, data)
    was_canonical = is_canonical(data)
    before = {name: text.splitlines() for name, text in state(data).items()}
    rows = tmp_path / "rows.json"
    rows.write_text(json.dumps(rows_of_every_kind()), encoding="utf-8")

    outcome = kg("add", "--from", rows, "--data", data)

    assert outcome.code == 0, outcome.err
    assert "error" not in outcome.err
    added = [name for name in outcome.out.split() if not name.startswith("evidence:")]
    assert len(added) == len(rows_of_every_kind()) - 1 + 2  # one row is evidence, one has two parts
    for name, text in state(data).items():
        now = {*text.splitlines()}
        assert [line for line in before[name] if line not in now] == [], name
    assert is_canonical(data) or not was_canonical


def test_the_rows_of_the_test_show_every_kind_there_is(data: Path) -> None:
    workspace = add.Workspace(data, readings)
    shown = {workspace.kind(str(row["kind"])).word for row in rows_of_every_kind()}

    assert shown == {kind.word for kind in workspace.kinds()}
