"""What the three documents say, written from them by hand, must stand in the answers.

Each entry names a question, its parameters, the columns that matter and the rows that a reader
of the documents expects in them: of the rows that rest on these documents all, and no others.
The questions are asked of what these documents alone say, whatever other sources add to it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import ask, load, paths
from kg.load import Graph

Row = tuple[str, ...]
DOCUMENTS = {
    f"https://w3id.org/antkg/id/source/{name}"
    for name in (
        "ant-forest-story-repost",
        "mall-mole-on-ant-group-2024",
        "pylarinou-2023-10-19",
    )
}
JING, PENG, EARLE, ISWARA = "Eric Jing", "Sabrina Peng", "Sylvia Earle", "Vince Iswara"
ALONE = Path(__file__).parent / "documents_alone.ru"

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
            ("Ant Group", "1000", ""),  # 1,700 were certified, and 1,000 are to be trained
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
    (
        "latest-figures",
        {"subject": "Ant Forest", "day": "2025-12-31"},
        ("indicatorName", "value", "boundName", "end"),
        {
            ("users who have joined", "750000000", "more than", "2025-09-01T00:00:00Z"),
            ("trees planted", "619000000", "exactly", "2025-09-01T00:00:00Z"),
        },
    ),
    ("latest-figures", {"subject": "Ant Forest", "day": "2025-08"}, ("value",), set()),
    ("reported-by", {"day": "2023-10-18"}, ("value",), set()),
    (
        "reported-by",
        {"day": "2023-10-19"},
        ("date",),
        {("2023-10-19T00:00:00Z",)},  # the mall mole gives no date, the press release a later one
    ),
    (
        "partnerships-begun",
        {"since": "2018", "until": "2025"},
        ("start", "fromName", "toName"),
        {
            ("2018-01-01T00:00:00Z", "Ant Group", "International Finance Corporation"),
            ("2022-01-01T00:00:00Z", "Ant Group", "Nike"),
            (
                "2024-01-01T00:00:00Z",
                "Ant Group",
                "International Union for Conservation of Nature",
            ),
        },
    ),
    (
        "links-in-month",
        {"month": "2017-05"},
        ("fromName", "relationName", "toName"),
        {
            ("Ant Forest", "part of", "Alipay"),  # since 2016
            ("Ant Group", "honoured with", "Change the World list"),  # the list of the year 2017
        },
    ),
    (
        "renamings",
        {},
        ("organizationName", "formerName", "laterName"),
        {("Ant Group", "Ant Financial", "Ant Group")},
    ),
    (
        "implied-exchange-rate",
        {},
        ("subjectName", "value", "otherValue", "otherUnitName", "impliedRate"),
        {("Ant Group", "23450000000", "3260000000", "US dollar", "7.19")},
    ),
    (
        "readings-apart",
        {},
        ("subjectName", "unitName", "readValue", "readUnitName"),
        {("Ant Group", "Chinese yuan", "3260000000", "US dollar")},
    ),
    (
        "money",
        {},
        ("subjectName", "value", "unitName", "words"),
        {
            ("Ant Group", "23450000000", "Chinese yuan", "23.45 billion yuan splashed on R&D"),
            (
                "Ant Group",
                "23450000000",
                "Chinese yuan",
                "R&D in 2024 alone (hello, $3.26 billion)",
            ),
        },
    ),
    (
        "implied-counts",
        {},
        ("percent", "shareBoundName", "whole", "wholeBoundName", "impliedCount"),
        {
            ("97", "more than", "2100", "more than", "2037"),
            ("54", "exactly", "2100", "more than", "1134"),
            ("50", "exactly", "323", "exactly", "162"),
        },
    ),
    (
        "operators-of",
        {"thing": "神奇物种"},
        ("operatorName", "operatedName"),
        {("Ant Group", "Alipay")},
    ),
    (
        "parts-of",
        {"thing": "Ant Forest"},
        ("wholeName", "partName"),
        {
            ("Ant Forest", "Amazing Species"),
            ("Ant Forest", "Fantastic Ocean"),
            ("Ant Forest", "Red List of Amazing Species"),
            ("Ant Forest", "green energy points"),
        },
    ),
    (
        "inspired-in-turn",
        {"program": "Ant Forest"},
        ("modelName", "programName", "words"),
        {
            ("Ant Forest", "GForest", "Inspired by Ant Forest"),
            ("Ant Forest", "GForest", "The model of Ant Forest has inspired similar"),
        },
    ),
    (
        "officers-of-partners",
        {"agent": "Ant International"},
        ("organizationName", "personName", "officeName"),
        {("DANA", ISWARA, "chief executive officer"), ("DANA", ISWARA, "co-founder")},
    ),
    (
        "links-to-public-bodies",
        {"agent": "Ant Group"},
        ("middleName", "bodyName"),
        {("International Finance Corporation", "World Bank Group")},
    ),
    (
        "programs-of-partners",
        {"agent": "IUCN"},
        ("partnerName", "programName"),
        {
            ("Ant Group", "10x1000 Tech for Inclusion"),
            ("Ant Group", "Ant Forest"),
            ("Ant Group", "Blue Vests for Elderly"),
            ("Ant Group", "IHG green energy for skipped toiletries"),
            ("Ant Group", "Recycle-A-Shoe"),
            ("Ant Group", "platform + city advocacy model"),
        },
    ),
    (
        "links-lost",
        {"source": "source:mall-mole-on-ant-group-2024"},
        ("fromName", "relationName", "toName"),
        {
            ("Ant Digital Technologies", "came out of", "Ant Group"),
            ("Ant International", "came out of", "Ant Group"),
            ("OceanBase", "came out of", "Ant Group"),
            ("Ant Digital Technologies", "affiliated with", "Ant Group"),
            ("Ant Group", "affiliated with", "Ant International"),
            ("Ant Group", "affiliated with", "OceanBase"),
            ("Ant Group", "operates", "AI butlers"),
            ("Ant Group", "operates", "AI-driven credit tech"),
            ("partners across sectors", "partners with", "Ant Group"),
        },
    ),
    (
        "promises-kept",
        {},
        ("promiserName", "target", "outcome"),
        {
            ("Ant International", "100000000", "not knowable"),
            ("Ant Group", "1000", "not knowable"),
            ("Ant International", "", "not knowable"),
            (JING, "", "not knowable"),
        },
    ),
    (
        "promises-lacking",
        {},
        ("promiserName", "lacks"),
        {
            ("Ant Group", "a value to start from"),
            ("Ant International", "a value to start from"),  # of 100 million users
            ("Ant International", "a due day"),
            ("Ant International", "a measure"),  # of the board's directive
            (JING, "a due day"),
            (JING, "a measure"),
        },
    ),
    (
        "in-two-themes",
        {"first": "biodiversity", "second": "skills"},
        ("agentName", "firstProgramName", "secondProgramName"),
        {
            ("Ant Group", "Ant Forest", "10x1000 Tech for Inclusion"),
            ("Ant Group", "Red List of Amazing Species", "10x1000 Tech for Inclusion"),
        },
    ),
    (
        "corroborated",
        {},
        ("words", "otherWords"),
        {
            ("followed shortly by the “ UN Global", "won the 2019 UN Global Climate Action Award"),
            (
                "Launched in 2016 within the Alipay app",
                "Alipay Ant Forest mini-program within the Alipay app",
            ),
        },
    ),
    (
        "indicators-compared",
        {},
        ("indicatorName", "subjectName", "value"),
        {
            ("place on a ranked list", "Ant Group", "6"),
            ("place on a ranked list", "Efi Pylarinou", "1"),
        },
    ),
    (
        "relayed-words",
        {},
        ("speakerName", "originName"),
        {("unnamed blogger (the mall mole)", "Ant Group")},
    ),
]

COUNTED: list[tuple[str, dict[str, str], Row, set[Row]]] = [
    (
        "flows-by-year",
        {},
        ("indicatorName", "year", "total"),
        {
            ("learners certified", "2022", "1700"),
            ("participants in training", "2022", "55000000"),
            ("research and development spending", "2024", "23450000000"),
            ("service instances", "2022", "900000"),
            ("uses of a hotline", "2022", "20000000"),
            ("volunteers", "2022", "24000"),
        },
    ),
    (
        "names-of",
        {"thing": "蚂蚁集团"},
        ("nameKind", "name"),
        {("main", "Ant Group"), ("other", "ANT Group"), ("former", "Ant Financial")},
    ),
    (
        "pairs-that-share",
        {},
        ("oneName", "otherName"),
        {("Ant International", "DANA"), ("DANA", "Konservasi International")},
    ),
    ("sources-by-language", {}, ("language",), {("en",)}),
]


@pytest.fixture(scope="module")
def alone() -> Graph:
    """Return the graph as it would be if only the three documents had been read."""
    graph = load.load(paths.ONTOLOGY, paths.DATA)
    graph.store.update(ALONE.read_text(encoding="utf-8"))
    return load.derive(Graph(graph.store, len(graph.store)))


@pytest.mark.parametrize(
    ("name", "parameters", "columns", "rows"),
    EXPECTED,
    ids=[f"{name}-{index}" for index, (name, *_) in enumerate(EXPECTED)],
)
def test_the_answer_is_what_the_documents_say(
    name: str, parameters: dict[str, str], columns: Row, rows: set[Row], alone: Graph
) -> None:
    found = ask.answer(alone, name, parameters).to_dicts()
    ours = [row for row in found if row["source"] in DOCUMENTS]

    assert {tuple(row[column] or "" for column in columns) for row in ours} == rows


@pytest.mark.parametrize(
    ("name", "parameters", "columns", "rows"), COUNTED, ids=[name for name, *_ in COUNTED]
)
def test_the_count_holds_what_the_documents_say(
    name: str, parameters: dict[str, str], columns: Row, rows: set[Row], alone: Graph
) -> None:
    found = ask.answer(alone, name, parameters).to_dicts()

    assert rows <= {tuple(row[column] or "" for column in columns) for row in found}


def test_programmes_have_the_starts_and_models_that_the_documents_give(alone: Graph) -> None:
    found = ask.answer(alone, "programs").to_dicts()

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


def test_no_figure_of_the_three_documents_has_an_independent_voice(alone: Graph) -> None:
    found = ask.answer(alone, "own-word-alone").to_dicts()
    own = {row["record"] for row in found if row["source"] in DOCUMENTS}

    partner = {
        f"https://w3id.org/antkg/id/figure/nike-{what}-2025-10" for what in ("shoes", "courts")
    }
    assert len(own) == 34
    assert own.isdisjoint(partner)
