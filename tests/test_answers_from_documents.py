"""What the three documents say, written from them by hand, must stand in the answers.

Each entry names a question, its parameters, the columns that matter and the rows that a reader
of the documents expects in them, all of them and no others.
"""

from __future__ import annotations

import pytest

from kg import ask
from kg.load import Graph

Row = tuple[str, ...]
JING, PENG, EARLE, ISWARA = "Eric Jing", "Sabrina Peng", "Sylvia Earle", "Vince Iswara"

EXPECTED: list[tuple[str, dict[str, str], Row, set[Row]]] = [
    (
        "participants-of",
        {"program": "Ocean Buddy"},
        ("participantName", "roleName"),
        {
            ("DANA", "initiator"),
            ("Ant International", "initiator"),
            ("Konservasi International", "contributor"),
        },
    ),
    (
        "officeholders",
        {"month": "2025-10"},
        ("personName", "officeName", "organizationName"),
        {
            (JING, "chairman", "Ant Group"),
            (PENG, "senior vice president", "Ant Group"),
            (PENG, "chief sustainability officer", "Ant Group"),
            (ISWARA, "chief executive officer", "DANA"),
            (ISWARA, "co-founder", "DANA"),
            (EARLE, "founder", "Mission Blue"),
            (EARLE, "chair", "Mission Blue"),
        },
    ),
    ("officeholders", {"month": "2016-05"}, ("personName",), set()),
    (
        "came-out-of",
        {"organization": "Ant Group"},
        ("resultName", "changeName"),
        {
            ("Ant International", "restructuring"),
            ("Ant Digital Technologies", "restructuring"),
            ("OceanBase", "restructuring"),
            ("Ant International", "independence"),
        },
    ),
    (
        "awards",
        {},
        ("conferrerName", "year", "awardName", "recipientName"),
        {
            ("Fortune", "2017", "Change the World list", "Ant Group"),
            ("United Nations", "2019", "UN Champions of the Earth", "Ant Forest"),
            ("United Nations", "2019", "UN Global Climate Action Award", "Ant Forest"),
            ("Refinitiv", "2019", "Finance Global Woman Influencer", "Efi Pylarinou"),
            ("Refinitiv", "2020", "Finance Global Woman Influencer", "Efi Pylarinou"),
        },
    ),
    (
        "figures-of",
        {"subject": "蚂蚁森林"},
        ("indicatorName", "value", "boundName", "basisName", "voiceName", "date"),
        {
            (
                "users who have joined",
                "750000000",
                "more than",
                "cumulative",
                "self-reported",
                "2025-10-10T00:00:00Z",
            ),
            (
                "trees planted",
                "619000000",
                "exactly",
                "cumulative",
                "self-reported",
                "2025-10-10T00:00:00Z",
            ),
        },
    ),
    (
        "figures-of",
        {"subject": "Recycle-A-Shoe"},
        ("indicatorName", "value", "voiceName"),
        {
            ("pairs of shoes recycled", "430000", "partner-reported"),
            ("sports courts made", "50", "partner-reported"),
        },
    ),
    (
        "figures-of",
        {"subject": "Fintech Foundation Program"},
        ("indicatorName", "value", "boundName", "unitName"),
        {
            ("learners completing a course", "2100", "more than", "number"),
            ("share of learners from developing countries", "97", "more than", "percent"),
            ("share of learners who are women", "54", "exactly", "percent"),
            ("organizations of learners", "323", "exactly", "number"),
            ("share of organizations that are micro, small or medium", "50", "exactly", "percent"),
        },
    ),
    (
        "promises",
        {},
        ("promiserName", "target", "laterValue"),
        {
            ("Ant International", "100000000", ""),
            ("Ant Group", "1000", "1700"),
            ("Ant International", "", ""),
            (JING, "", ""),
        },
    ),
    (
        "chain-between",
        {"start": "OceanBase", "end": "IUCN"},
        ("hop", "fromName", "relationName", "toName"),
        {
            ("1", "OceanBase", "affiliated with", "Ant Group"),
            (
                "2",
                "Ant Group",
                "partners with",
                "International Union for Conservation of Nature",
            ),
        },
    ),
    (
        "programs-in",
        {"place": "Indonesia"},
        ("programName", "focusKindName", "placeName"),
        {
            ("Ocean Buddy", "works in", "Indonesia"),
            ("Ocean Buddy", "works in", "southern coast of Java"),
            ("Fintech Foundation Program", "draws from", "Indonesia"),
        },
    ),
    (
        "implied-by-growth",
        {},
        ("subjectName", "growthPercent", "laterValue", "impliedEarlierValue"),
        {("10x1000 Tech for Inclusion", "63", "1700", "1043")},
    ),
    (
        "words-behind",
        {"record": "figure:ant-group-rd-2024"},
        ("speakerName", "voiceName", "words"),
        {
            ("unnamed blogger (the mall mole)", "restated", "23.45 billion yuan splashed on R&D"),
            (
                "unnamed blogger (the mall mole)",
                "restated",
                "R&D in 2024 alone (hello, $3.26 billion)",
            ),
        },
    ),
    (
        "who-was-at",
        {"event": "launch of Ocean Buddy"},
        ("agentName", "capacityName"),
        {
            (JING, "attendee"),
            (PENG, "attendee"),
            (EARLE, "attendee"),
            (ISWARA, "attendee"),
        },
    ),
    (
        "partners-of",
        {"agent": "GCash"},
        ("partnerName",),
        set(),  # inspired by Ant Forest; no document says that GCash and Ant Group work together
    ),
    (
        "partners-of",
        {"agent": "DANA"},
        ("partnerName", "programName"),
        {("Ant International", "Ocean Buddy"), ("Konservasi International", "Ocean Buddy")},
    ),
]


@pytest.mark.parametrize(
    ("name", "parameters", "columns", "rows"),
    EXPECTED,
    ids=[f"{name}-{index}" for index, (name, *_) in enumerate(EXPECTED)],
)
def test_the_answer_is_what_the_documents_say(
    name: str, parameters: dict[str, str], columns: Row, rows: set[Row], graph: Graph
) -> None:
    found = ask.answer(graph, name, parameters).to_dicts()

    assert {tuple(row[column] or "" for column in columns) for row in found} == rows


def test_programmes_have_the_starts_and_models_that_the_documents_give(graph: Graph) -> None:
    found = ask.answer(graph, "programs").to_dicts()

    starts = {(row["programName"], (row["start"] or "")[:4]) for row in found if row["start"]}
    assert starts == {
        ("Ant Forest", "2016"),
        ("Amazing Species", "2021"),
        ("Red List of Amazing Species", "2024"),
        ("GForest", "2019"),
        ("Ocean Buddy", "2025"),
        ("Recycle-A-Shoe", "2022"),
        ("Elderly Assistance Digital Lab", "2022"),
        ("10x1000 Tech for Inclusion", "2018"),
    }
    models = {(row["programName"], row["inspiredByName"]) for row in found if row["inspiredByName"]}
    assert models == {("GForest", "Ant Forest")}


def test_no_figure_of_the_three_documents_has_an_independent_voice(graph: Graph) -> None:
    own = {row["record"] for row in ask.answer(graph, "own-word-alone").to_dicts()}

    partner = {
        f"https://w3id.org/antkg/id/figure/nike-{what}-2025-10" for what in ("shoes", "courts")
    }
    assert len(own) == 34
    assert own.isdisjoint(partner)
