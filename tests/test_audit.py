"""The report: how promises stand by rule, who vouches, and a page that cannot be attacked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import offline_chromium, visit
from conftest import CommandLine
from small_graph import attacking_graph, empty_graph

from kg import ask, audit, load, query
from kg.audit import pages
from kg.audit.facts import last_day, number
from kg.audit.sections import OUTCOMES
from kg.load import Graph
from kg.vocabulary import PREFIXES

HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
COMMON = """
organization:o a akg:Company ; skos:prefLabel "Promiser"@en .
organization:u a akg:NonProfit ; skos:prefLabel "Outsider"@en .
organization:n a akg:MediaOutlet ; skos:prefLabel "Paper"@en .
program:p a akg:Program ; skos:prefLabel "Programme"@en .
indicator:i a akg:Indicator ; skos:prefLabel "trees"@en .
operation:o a akg:Operation ; akg:operator organization:o ; akg:operated program:p ;
  akg:hasEvidence evidence:operation .
evidence:operation a akg:Evidence ; akg:method akg:CuratorJudgement ; akg:stance akg:Supports ;
  akg:reason "known" .
source:s a akg:Source ; akg:title "Report" ; akg:sourceKind akg:CompanyReport ;
  akg:address "https://s.example/"^^xsd:anyURI ;
  akg:issuedOn "2020-01-01T00:00:00Z"^^xsd:dateTime ;
  akg:readOn "2025-01-01T00:00:00Z"^^xsd:dateTime .
"""


def at(day: str) -> str:
    return f'"{day}T00:00:00Z"^^xsd:dateTime'


def evidence(record: str, *more: str, said: str = "organization:o") -> str:
    """Return a record's evidence of our own word, or as further statements say."""
    name = record.replace(":", "-")
    said_so = more or ("akg:method akg:StatedByParty",)
    return (
        f"{record} akg:hasEvidence evidence:{name} .\n"
        f'evidence:{name} a akg:Evidence ; akg:foundIn source:s ; akg:fragment "so it is" ;'
        f' akg:stance akg:Supports ; akg:saidBy {said} ; akg:asPrinted "1" ;'
        f" {' ; '.join(said_so)} .\n"
    )


def amount(value: str, bound: str = "Exactly", unit: str = "unit:NUM", basis: str = "") -> str:
    return (
        f"akg:subject program:p ; akg:ofIndicator indicator:i ; akg:value {value} ; "
        f"akg:unit {unit} ; akg:bound akg:{bound} ; akg:basis akg:{basis or 'Cumulative'} ; "
        'akg:asPrinted "1"'
    )


def promise(name: str, said: str, stated: str = "2020-01-01", due: str = "") -> str:
    day = f"akg:dueBy {at(due)}" if due else "akg:noDueDateGiven true"
    return (
        f'commitment:{name} a akg:Commitment ; akg:gist "promise {name}" ; '
        f"akg:committedBy organization:o ; akg:statedOn {at(stated)} ; {day} ; {said} .\n"
        + evidence(f"commitment:{name}")
    )


def figure(name: str, said: str, end: str, start: str = "") -> str:
    begun = f" ; akg:periodStart {at(start)}" if start else ""
    return f"figure:{name} a akg:Figure ; {said} ; akg:periodEnd {at(end)}{begun} .\n" + evidence(
        f"figure:{name}"
    )


def closed(folder: Path, *parts: str) -> Graph:
    file = folder / "planted.ttl"
    file.write_text(HEAD + COMMON + "".join(parts), encoding="utf-8")
    return load.closed(file)


def outcomes(graph: Graph) -> dict[str, tuple[str, str]]:
    """Return how each promise stands, and why."""
    rows = ask.answer(graph, "promises-kept").to_dicts()
    return {str(r["gist"]).split()[-1]: (str(r["outcome"]), str(r["because"])) for r in rows}


# -- Promises --------------------------------------------------------------------


def held(name: str, said: str, start: str, issued: str, more: str = "") -> str:
    """Return a record that something is held, and the document of some day on which it rests."""
    return (
        f"{name} {said} ; akg:periodStart {at(start)} {more}; akg:hasEvidence evidence:h .\n"
        "evidence:h a akg:Evidence ; akg:foundIn source:h ; akg:stance akg:Supports ;"
        ' akg:fragment "so" ; akg:saidBy organization:n ; akg:method akg:Relay .\n'
        f'source:h a akg:Source ; akg:title "Paper" ; akg:issuedOn {at(issued)} .\n'
    )


OFFICE = "akg:subject person:c ; akg:promisedOffice office:chief"
TENURE = (
    "a akg:RoleTenure ; akg:holder person:c ; akg:heldIn organization:o ; akg:inOffice office:chief"
)
STAKE = "akg:subject organization:u ; akg:promisedStakeIn organization:u"
OWNED = "a akg:Ownership ; akg:owner organization:o ; akg:owned organization:u"
NOT_SURE_WHEN = "; akg:periodCertainty akg:NotBefore "
TARGET = amount("100.0")
YEARLY = amount("10.0", basis="Flow") + " ; akg:repeatsEvery akg:Year"
YEAR = amount("12.0", basis="Flow") + " ; akg:grain akg:Year"
CASES: dict[str, tuple[list[str], str, str]] = {
    "met in time": (
        [promise("a", TARGET, due="2024-01-01"), figure("f", amount("120.0"), "2023-06-01")],
        "met",
        "a figure of the day or before reaches",
    ),
    "met without a day": (
        [promise("a", TARGET), figure("f", amount("100.0", "AtLeast"), "2023-06-01")],
        "met",
        "no day was given",
    ),
    "met in another unit": (
        [
            promise("a", amount("150.0", unit="akg:Mu"), due="2024-01-01"),
            figure("f", amount("10.0", unit="unit:HA"), "2023-06-01"),
        ],
        "met",
        "a figure of the day or before reaches",
    ),
    "missed": (
        [promise("a", TARGET, due="2024-01-01"), figure("f", amount("80.0"), "2024-01-01")],
        "missed",
        "the figure for it falls short",
    ),
    "missed, and reached later": (
        [
            promise("a", TARGET, due="2024-01-01"),
            figure("f", amount("80.0"), "2024-01-01"),
            figure("g", amount("110.0"), "2024-09-01"),
        ],
        "missed",
        "a later one reaches",
    ),
    "more than is not reached by just as much": (
        [
            promise("a", amount("50.0", "MoreThan"), due="2024-01-01"),
            figure("f", amount("50.0"), "2024-01-01"),
        ],
        "missed",
        "the figure for it falls short",
    ),
    "a limit that is kept": (
        [
            promise("a", amount("5.0", "AtMost", basis="Flow"), due="2024-01-01"),
            figure("f", amount("4.0", basis="Flow"), "2024-01-01", "2023-01-01"),
        ],
        "met",
        "a figure of the day or before reaches",
    ),
    "a limit that is passed": (
        [
            promise("a", amount("5.0", "LessThan", basis="Flow"), due="2024-01-01"),
            figure("f", amount("5.0", basis="Flow"), "2024-01-01", "2023-01-01"),
        ],
        "missed",
        "the figure for it falls short",
    ),
    "a limit without a day": (
        [promise("a", amount("5.0", "AtMost")), figure("f", amount("4.0"), "2023-01-01")],
        "not knowable",
        "it is a limit",
    ),
    "a change since the same base year": (
        [
            promise(
                "a",
                amount("30.0", unit="unit:PERCENT", basis="Rate")
                + f" ; akg:baselineStart {at('2020-01-01')}",
                due="2024-01-01",
            ),
            figure(
                "f",
                amount("43.0", unit="unit:PERCENT", basis="Rate")
                + f" ; akg:basePeriodStart {at('2020-01-01')}",
                "2023-01-01",
            ),
        ],
        "met",
        "a figure of the day or before reaches",
    ),
    "a change since another base year": (
        [
            promise(
                "a",
                amount("30.0", unit="unit:PERCENT", basis="Rate")
                + f" ; akg:baselineStart {at('2020-01-01')}",
                due="2024-01-01",
            ),
            figure(
                "f",
                amount("43.0", unit="unit:PERCENT", basis="Rate")
                + f" ; akg:basePeriodStart {at('2021-01-01')}",
                "2023-01-01",
            ),
        ],
        "not knowable",
        "no later figure",
    ),
    "every turn so far": (
        [promise("a", YEARLY, due="2030-01-01"), figure("f", YEAR, "2022-01-01", "2021-01-01")],
        "met",
        "each turn with a figure so far",
    ),
    "a turn that falls short": (
        [
            promise("a", YEARLY, due="2030-01-01"),
            figure("f", YEAR, "2022-01-01", "2021-01-01"),
            figure("g", YEAR.replace("12.0", "8.0"), "2023-01-01", "2022-01-01"),
        ],
        "missed",
        "one of its turns",
    ),
    "reached before its day": (
        [promise("a", TARGET, due="2030-01-01"), figure("f", amount("120.0"), "2023-06-01")],
        "ahead",
        "reaches the target already",
    ),
    "above the straight line": (
        [
            figure("start", amount("10.0"), "2020-01-01"),
            promise("a", TARGET, due="2030-01-01"),
            figure("f", amount("62.0"), "2025-01-01"),
        ],
        "ahead",
        "above a straight line",
    ),
    "above the line only if what stood before counts": (
        [
            figure("start", amount("40.0"), "2020-01-01"),
            promise("a", TARGET, due="2030-01-01"),
            figure("f", amount("75.0"), "2025-01-01"),
        ],
        "not knowable",
        "none lies surely above or below",
    ),
    "above the line once, and no longer": (
        [
            promise("a", TARGET + " ; akg:baselineValue 10.0", due="2030-01-01"),
            figure("f", amount("60.0"), "2023-01-01"),
            figure("g", amount("60.0", "MoreThan"), "2029-01-01"),
        ],
        "not knowable",
        "none lies surely above or below",
    ),
    "below the line even if what stood before counts": (
        [
            figure("start", amount("40.0"), "2020-01-01"),
            promise("a", TARGET, due="2030-01-01"),
            figure("f", amount("65.0"), "2025-01-01"),
        ],
        "behind",
        "below a straight line",
    ),
    "below the straight line from a baseline": (
        [
            promise("a", TARGET + " ; akg:baselineValue 10.0", due="2030-01-01"),
            figure("f", amount("40.0"), "2025-01-01"),
        ],
        "behind",
        "below a straight line",
    ),
    "said again": (
        [
            promise("a", TARGET, due="2024-01-01"),
            promise("b", TARGET, stated="2023-06-01", due="2028-01-01"),
        ],
        "repeated unchanged",
        "stated again later",
    ),
    "no measure": (
        [promise("a", "akg:subject program:p")],
        "not knowable",
        "no measure",
    ),
    "an office that is held in time": (
        [
            promise("a", OFFICE, due="2024-01-01"),
            held("tenure:t", TENURE, "2023-05-01", "2023-09-01"),
        ],
        "met",
        "the office or stake is held",
    ),
    "an office that is held too late": (
        [
            promise("a", OFFICE, due="2024-01-01"),
            held("tenure:t", TENURE, "2024-05-01", "2024-09-01"),
        ],
        "missed",
        "from a time after the day",
    ),
    "an office that is only announced": (
        [
            promise("a", OFFICE, due="2024-01-01"),
            held("tenure:t", TENURE, "2023-05-01", "2023-01-01"),
        ],
        "not knowable",
        "no later record of the office",
    ),
    "an office held by another": (
        [
            promise("a", OFFICE, due="2024-01-01"),
            held("tenure:t", TENURE.replace("person:c", "person:d"), "2023-05-01", "2023-09-01"),
        ],
        "not knowable",
        "no later record of the office",
    ),
    "an office held in another organization": (
        [
            promise("a", OFFICE, due="2024-01-01"),
            held("tenure:t", TENURE.replace(":o ", ":u "), "2023-05-01", "2023-09-01"),
        ],
        "not knowable",
        "no later record of the office",
    ),
    "a stake that is held": (
        [promise("a", STAKE), held("ownership:t", OWNED, "2023-05-01", "2023-05-01")],
        "met",
        "the office or stake is held",
    ),
    "a stake held before it was promised": (
        [promise("a", STAKE), held("ownership:t", OWNED, "2019-05-01", "2023-05-01")],
        "not knowable",
        "no later record of the office",
    ),
    "a stake that somebody else holds": (
        [
            promise("a", STAKE),
            held(
                "ownership:t",
                OWNED.replace("owner organization:o", "owner organization:n"),
                "2023-05-01",
                "2023-05-01",
            ),
        ],
        "not knowable",
        "no later record of the office",
    ),
    "a stake taken over nobody says when": (
        [
            promise("a", STAKE),
            held("ownership:t", OWNED, "2023-05-01", "2023-05-01", NOT_SURE_WHEN),
        ],
        "not knowable",
        "no later record of the office",
    ),
    "no figure": ([promise("a", TARGET)], "not knowable", "no later figure"),
    "another population": (
        [
            promise("a", TARGET, due="2024-01-01"),
            figure("f", amount("120.0") + " ; akg:population population:q", "2023-06-01"),
        ],
        "not knowable",
        "no later figure",
    ),
    "a floor that settles nothing": (
        [
            promise("a", TARGET, due="2024-01-01"),
            figure("f", amount("80.0", "MoreThan"), "2024-01-01"),
        ],
        "not knowable",
        "the figures do not settle it",
    ),
    "reached after the day only": (
        [promise("a", TARGET, due="2024-01-01"), figure("f", amount("120.0"), "2024-09-01")],
        "not knowable",
        "from after the day",
    ),
    "the day is to come": (
        [promise("a", TARGET, due="2030-01-01"), figure("f", amount("50.0"), "2024-01-01")],
        "not knowable",
        "the day has not passed",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_promise_stands_as_its_figures_say(case: str, tmp_path: Path) -> None:
    parts, outcome, because = CASES[case]

    stands = outcomes(closed(tmp_path, *parts))["a"]

    assert stands[0] == outcome
    assert because in stands[1]


def test_every_promise_that_cannot_be_known_is_counted_under_its_reason(graph: Graph) -> None:
    promises = audit.report(graph).sections[0]
    outcomes, reasons = promises.charts

    assert sum(count for _, count in reasons.bars) == dict(outcomes.bars)["not knowable"]
    assert len(reasons.bars) > 3


def test_each_outcome_is_planted() -> None:
    assert {outcome for _, outcome, _ in CASES.values()} == set(OUTCOMES)


def test_the_receipts_of_a_promise_say_what_each_figure_does(tmp_path: Path) -> None:
    graph = closed(tmp_path, *CASES["missed, and reached later"][0])

    rows = ask.answer(graph, "promise-receipts").to_dicts()

    assert [(r["record"], r["says"]) for r in rows] == [
        (PREFIXES["figure"] + "f", "falls short of the target"),
        (PREFIXES["figure"] + "g", "reaches the target, after the day"),
    ]


def test_the_receipts_of_a_promised_office_are_the_records_that_it_is_held(tmp_path: Path) -> None:
    graph = closed(tmp_path, *CASES["an office that is held too late"][0])

    rows = ask.answer(graph, "promise-receipts").to_dicts()

    assert [(r["record"], r["says"], r["value"]) for r in rows] == [
        (
            PREFIXES["tenure"] + "t",
            "is held by a record that begins in 2024-05, after the day",
            None,
        ),
    ]


def test_a_limit_is_kept_or_passed_and_not_reached(tmp_path: Path) -> None:
    graph = closed(tmp_path, *CASES["a limit that is kept"][0])

    rows = ask.answer(graph, "promise-receipts").to_dicts()

    assert [row["says"] for row in rows] == ["stays within the limit"]


# -- Voices and sources ----------------------------------------------------------


def strength(graph: Graph) -> dict[str, str | None]:
    return ask.answer(graph, "strength-of-figures").to_dicts()[0]


def extra(name: str, said: str, method: str, more: str = "", source: str = "s") -> str:
    """Return one more evidence of figure:f."""
    return (
        f"figure:f akg:hasEvidence evidence:{name} .\n"
        f'evidence:{name} a akg:Evidence ; akg:foundIn source:{source} ; akg:fragment "so" ;'
        f' akg:asPrinted "1" ; akg:stance akg:Supports ; akg:saidBy {said} ;'
        f" akg:method akg:{method} {more}.\n"
    )


def test_relays_of_one_word_are_one_voice(tmp_path: Path) -> None:
    relay = "; akg:relaysFrom organization:o "
    graph = closed(
        tmp_path,
        figure("f", amount("1.0"), "2023-01-01"),
        extra("r1", "organization:n", "Relay", relay),
        extra("r2", "organization:u", "Relay", relay),
    )

    found = strength(graph)

    assert (found["passages"], found["origins"], found["outsiders"]) == ("3", "1", "0")
    assert found["strength"] == "party alone"


@pytest.mark.parametrize(
    ("more", "strength_word"),
    [
        ([("a", "organization:u", "Study")], "borne out once"),
        ([("a", "organization:u", "Study"), ("b", "organization:u", "Study")], "borne out once"),
        (
            [("a", "organization:u", "Study"), ("b", "organization:n", "OwnObservation")],
            "borne out twice",
        ),
    ],
)
def test_outsiders_are_counted_once_each(
    more: list[tuple[str, str, str]], strength_word: str, tmp_path: Path
) -> None:
    parts = [extra(name, said, method) for name, said, method in more]

    graph = closed(tmp_path, figure("f", amount("1.0"), "2023-01-01"), *parts)

    assert strength(graph)["strength"] == strength_word


def test_a_source_is_withdrawn_with_its_reprints(tmp_path: Path) -> None:
    copy = (
        'source:t a akg:Source ; akg:title "Copy" ; akg:syndicates source:s ;'
        " akg:sourceKind akg:Repost .\n"
    )
    graph = closed(
        tmp_path,
        figure("f", amount("1.0"), "2023-01-01"),
        copy,
        extra("r", "organization:n", "Relay", source="t"),
    )

    for name in ("source:s", "source:t"):
        rows = ask.answer(graph, "withdrawn", {"source": name}).to_dicts()
        assert {r["source"] for r in rows} == {PREFIXES["source"] + "s", PREFIXES["source"] + "t"}


def test_a_record_with_support_elsewhere_does_not_fall(tmp_path: Path) -> None:
    other = 'source:t a akg:Source ; akg:title "Other" ; akg:sourceKind akg:BlogPost .\n'
    graph = closed(
        tmp_path,
        figure("f", amount("1.0"), "2023-01-01"),
        other,
        extra("r", "organization:n", "Relay", source="t"),
    )

    assert ask.answer(graph, "withdrawn", {"source": "source:s"}).rows == ()


# -- Drift -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reading", "change"),
    [
        ("akg:value 480.0 ; akg:bound akg:Exactly", "other digits"),
        ("akg:value 475.0 ; akg:bound akg:Exactly", "bound lost"),
        (f"akg:value 475.0 ; akg:bound akg:MoreThan ; akg:periodEnd {at('2023-12-01')}",
         "same number, other day"),
    ],
)  # fmt: skip
def test_a_number_that_changes_on_its_way_is_told(
    reading: str, change: str, tmp_path: Path
) -> None:
    later = (
        'source:t a akg:Source ; akg:title "Later" ; akg:sourceKind akg:BlogPost ;'
        f" akg:issuedOn {at('2024-01-01')} .\n"
    )
    first = "evidence:figure-f akg:value 475.0 ; akg:unit unit:NUM ; akg:bound akg:MoreThan .\n"
    graph = closed(
        tmp_path,
        figure("f", amount("475.0", "MoreThan"), "2023-01-01"),
        first,
        later,
        extra("r", "organization:n", "Relay", f"; akg:unit unit:NUM ; {reading} ", source="t"),
    )

    rows = ask.answer(graph, "drift").to_dicts()

    assert [row["change"] for row in rows] == [change]


def dated(when: str, name: str, words: str, grain: str = "") -> str:
    """Return a further passage on figure:f, from a blog post of that day."""
    known = f" ; akg:issuedGrain akg:{grain}" if grain else ""
    return (
        f'source:{name} a akg:Source ; akg:title "Post" ; akg:sourceKind akg:BlogPost ;'
        f" akg:issuedOn {at(when)}{known} .\n"
        + extra(name, "organization:n", "Relay", f"; akg:unit unit:NUM ; {words} ", source=name)
    )


EXACT = "akg:value 475.0 ; akg:bound akg:Exactly"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (  # two days of one month
            dated("2024-01-01", "t", f"{EXACT} ; akg:periodEnd {at('2023-01-27')}"),
            dated("2024-03-01", "v", f"{EXACT} ; akg:periodEnd {at('2023-02-01')}"),
        ),
        (  # a document of some day of 2024
            dated("2024-01-01", "t", EXACT, "Year"),
            dated("2024-03-01", "v", "akg:value 475.0 ; akg:bound akg:MoreThan"),
        ),
    ],
)
def test_one_month_and_one_year_make_no_drift(first: str, second: str, tmp_path: Path) -> None:
    graph = closed(tmp_path, figure("f", amount("475.0"), "2023-01-27"), first, second)

    assert ask.answer(graph, "drift").rows == ()


def test_a_number_of_another_population_stands_beside_none(tmp_path: Path) -> None:
    found = figure("f", amount("10.0"), "2023-01-01") + extra("x", "organization:u", "Study")
    alike = figure("g", amount("20.0"), "2023-01-01")
    other = figure("h", amount("30.0") + " ; akg:population population:q", "2023-01-01")

    rows = ask.answer(closed(tmp_path, found, alike, other), "beside-studies").to_dicts()

    assert {row["claim"] for row in rows} == {PREFIXES["figure"] + "g"}


def test_a_figure_in_a_contradiction_is_disputed(tmp_path: Path) -> None:
    clash = figure("f", amount("10.0"), "2023-01-01") + figure("g", amount("20.0"), "2022-01-01")

    rows = ask.answer(closed(tmp_path, clash), "strength-of-figures").to_dicts()

    assert {row["isDisputed"] for row in rows} == {"true"}


# -- The report ------------------------------------------------------------------


@pytest.fixture(scope="module")
def report(graph: Graph) -> audit.Report:
    return audit.report(graph)


def test_the_report_has_a_chapter_for_each_thing(report: audit.Report) -> None:
    assert [section.name for section in report.sections] == [
        "promises",
        "contradictions",
        "voices",
        "drift",
        "absences",
        "withdrawal",
        "coverage",
    ]
    for section in report.sections:
        assert section.charts or section.groups or section.listings, section.name


def test_every_commitment_stands_in_the_ledger_once(report: audit.Report, graph: Graph) -> None:
    rows = query.select(graph.store, "SELECT ?c { ?c a akg:Commitment }").rows
    ledger = report.sections[0]

    listed = [entry.receipts[0].record for _, entries in ledger.groups for entry in entries]

    assert len(listed) == len(set(listed)) == len(rows)


def test_every_entry_leads_to_a_record_and_every_passage_to_a_document(
    report: audit.Report,
) -> None:
    for section in report.sections:
        for _, entries in section.groups:
            for entry in entries:
                receipts = [*entry.receipts, *(r for part in entry.parts for r in part.receipts)]
                assert receipts, entry.title
                assert all(r.record for r in receipts), entry.title
                assert all(r.title and r.issued for r in receipts if r.words), entry.title


def test_the_same_graph_gives_the_same_bytes(report: audit.Report, graph: Graph) -> None:
    again = audit.report(graph)

    assert audit.as_html(again) == audit.as_html(report)
    assert audit.as_markdown(again) == audit.as_markdown(report)


def test_a_graph_without_data_makes_a_report_too() -> None:
    report = audit.report(empty_graph())

    assert "<h1>Audit report</h1>" in audit.as_html(report)
    assert all(not section.groups for section in report.sections)


@pytest.mark.parametrize("write", [audit.as_html, audit.as_markdown])
def test_names_that_try_to_run_are_only_shown(
    write: Callable[[audit.Report], str], tmp_path: Path
) -> None:
    evil = "</style><script>alert(1)</script><img src=x onerror=alert(2)>\u202e[x](javascript:y)|"
    parts = [
        promise("a", TARGET, due="2024-01-01").replace("promise a", evil),
        figure("f", amount("80.0"), "2024-01-01"),
        f'source:s akg:title "{evil}" ; akg:address "javascript:alert(3)"^^xsd:anyURI .\n',
    ]
    parts[2] += f'program:p skos:prefLabel "{evil}"@en .\n'
    made = audit.report(closed(tmp_path, *parts))

    text = write(made)

    assert "alert(1)" in text
    assert "<script" not in text
    assert "<img" not in text
    assert "\u202e" not in text
    assert 'href="javascript' not in text
    assert "](<javascript" not in text
    assert write is audit.as_html or "\\[x\\](javascript" in text


def test_the_page_runs_nothing_and_asks_for_nothing(tmp_path: Path) -> None:
    page = audit.write(attacking_graph(), tmp_path)[1]

    with offline_chromium() as browser:
        for size in ((1280, 900), (360, 740)):
            with visit(browser, page, size=size) as seen:
                wide = seen.page.evaluate("document.documentElement.scrollWidth")
                assert (seen.requests[1:], seen.complaints, seen.dialogs) == ([], [], [])
                assert wide <= size[0]


def test_axe_finds_no_violation(tmp_path: Path) -> None:
    graph = closed(tmp_path, *CASES["missed, and reached later"][0])
    page = audit.write(graph, tmp_path)[1]

    with offline_chromium() as browser:
        for scheme in ("light", "dark"):
            with visit(browser, page, scheme=scheme) as seen:
                found = Axe().run(seen.page)
                assert found.violations_count == 0, found.generate_report()


def test_the_command_writes_both_files_and_names_them(kg: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "data.ttl"
    file.write_text(HEAD + COMMON + promise("a", TARGET), encoding="utf-8")

    outcome = kg("audit", "--data", file, "-o", tmp_path / "out")

    assert outcome.code == 0
    assert outcome.out.splitlines() == [
        str(tmp_path / "out" / "audit.md"),
        str(tmp_path / "out" / "audit.html"),
    ]
    assert "promise a" in (tmp_path / "out" / "audit.md").read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_written_is_named(kg: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    file = tmp_path / "data.ttl"
    file.write_text(HEAD + COMMON, encoding="utf-8")

    outcome = kg("audit", "--data", file, "-o", tmp_path / "taken")

    assert outcome.code == 3
    assert "cannot be written" in outcome.err


# -- Words -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (("750000000.0", "number", "more than"), "more than 750,000,000"),
        (("43.19", "percent", "exactly"), "43.19 percent"),
        (("100", None, None), "100"),
        ((None, "number", "exactly"), ""),
    ],
)
def test_a_number_is_told_with_bound_and_unit(
    words: tuple[str | None, str | None, str | None], shown: str
) -> None:
    assert number(*words) == shown


@pytest.mark.parametrize(
    ("end", "day"),
    [
        ("2024-01-01T00:00:00Z", "2023-12-31"),
        (None, ""),
        ("no day", "no day"),
        ("0001-01-01T00:00:00Z", "0001-01-01"),
    ],
)
def test_a_period_ends_on_the_day_before_its_end(end: str | None, day: str) -> None:
    assert last_day(end) == day


def test_only_web_addresses_can_be_followed() -> None:
    assert pages._address("https://a.example/b") == "https://a.example/b"
    assert pages._address("javascript:alert(1)") == ""
    assert pages._address('https://a.example/"onclick=x') == ""
