"""In whose interest evidence speaks: planted speakers, methods and documents, and the voice."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import load, query
from kg.load import Graph
from kg.vocabulary import PREFIXES

HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
WORLD = """
organization:company a akg:Company . organization:team a akg:Organization .
organization:paper a akg:MediaOutlet . organization:ministry a akg:PublicBody .
product:app a akg:Product . award:list a akg:Award .
operation:o a akg:Operation ; akg:operator organization:company ; akg:operated product:app ;
  akg:hasEvidence evidence:o .
composition:c a akg:Composition ; akg:part organization:team ; akg:whole organization:company ;
  akg:hasEvidence evidence:c .
evidence:o a akg:Evidence ; akg:method akg:CuratorJudgement ; akg:stance akg:Supports .
evidence:c a akg:Evidence ; akg:method akg:CuratorJudgement ; akg:stance akg:Supports .
source:own a akg:Source . source:supplied a akg:Source ; akg:informedBy organization:company .
awarding:app a akg:Awarding ; akg:ofAward award:list ; akg:recipient product:app .
figure:app a akg:Figure ; akg:subject product:app .
figure:team a akg:Figure ; akg:subject organization:team .
"""
CASES = {  # record, speaker, method, source, and the voice
    "a paper puts a company on its list": (
        "awarding:app",
        "paper",
        "Decision",
        "own",
        "Independent",
    ),
    "a paper decides, and the company wrote its page": (
        "awarding:app",
        "paper",
        "Decision",
        "supplied",
        "Independent",
    ),
    "a public body decides, and the company wrote its page": (
        "awarding:app",
        "ministry",
        "Decision",
        "supplied",
        "Official",
    ),
    "a public body says what the company told it": (
        "figure:app",
        "ministry",
        "StatedByParty",
        "supplied",
        "Restated",
    ),
    "a study of what the company supplied": (
        "figure:app",
        "paper",
        "Study",
        "supplied",
        "Restated",
    ),
    "a study of its own": ("figure:app", "paper", "Study", "own", "Independent"),
    "a paper relays a decision": ("awarding:app", "paper", "Relay", "own", "Restated"),
    "a company decides on its own app": (
        "awarding:app",
        "company",
        "Decision",
        "own",
        "SelfReported",
    ),
    "a company speaks of its own team": (
        "figure:team",
        "company",
        "StatedByParty",
        "own",
        "SelfReported",
    ),
    "a paper speaks of a team": ("figure:team", "paper", "StatedByParty", "own", "Restated"),
}


def closed(folder: Path, record: str, speaker: str, method: str, source: str) -> Graph:
    file = folder / "planted.ttl"
    said = f"akg:saidBy organization:{speaker} ; akg:method akg:{method}"
    file.write_text(
        f"{HEAD}{WORLD}{record} akg:hasEvidence evidence:x .\n"
        f"evidence:x a akg:Evidence ; akg:stance akg:Supports ; {said} ; "
        f"akg:foundIn source:{source} .\n",
        encoding="utf-8",
    )
    return load.closed(file)


@pytest.mark.parametrize("case", CASES)
def test_the_voice_follows_from_speaker_matter_method_and_document(
    case: str, tmp_path: Path
) -> None:
    *planted, voice = CASES[case]

    graph = closed(tmp_path, *planted)

    rows = query.select(graph.store, "SELECT ?voice { evidence:x akg:voice ?voice }").to_dicts()
    assert [row["voice"] for row in rows] == [PREFIXES["akg"] + voice]
