"""The chapters on what the graph rests on: voices, single sources, coverage."""

from __future__ import annotations

from collections import Counter

from kg.audit.facts import Facts, Row, grouped, issued, last_day
from kg.audit.model import Chart, Entry, Listing, Section
from kg.network.text import clean
from kg.vocabulary import compact

STRENGTHS = ("borne out twice", "borne out once", "party alone", "repeated only")
_MOST_SOURCES = 25
_THIN = 5
_BESIDE = "numbers of outsiders beside those that no outsider bears out"


def voices(facts: Facts) -> Section:
    """Return on whose word figures and programmes rest, and what outsiders found."""
    figures = grouped(facts.answer("strength-of-figures"), "record")
    counts = Counter(clean(rows[0]["strength"]) for rows in figures)
    ways = [row for row in facts.answer("coverage") if row["way"] == "voice"]
    outside = tuple(_outside(facts, r) for r in grouped(facts.answer("beside-studies"), "record"))
    return Section(
        name="voices",
        title="On whose word it rests",
        lead=(
            "A voice follows by rule from who speaks, about whose affair, and how they know.",
            "Reprints count with their original, and relays with those whose words they repeat.",
            "Borne out once or twice: one or more outsiders, independent or official, say so "
            "themselves; party alone: only the party or its partners; repeated only: others "
            "repeat it, and nobody’s own word was read.",
            "Disputed: a passage denies the figure, or it stands in a contradiction above.",
        ),
        charts=(
            Chart(
                "Records by voice", tuple((clean(r["name"]), int(r["records"] or 0)) for r in ways)
            ),
            Chart("Figures by strength", tuple((s, counts[s]) for s in STRENGTHS if counts[s])),
        ),
        groups=((_BESIDE, outside),) if outside else (),
        listings=(_programs(facts), *_strengths(figures)),
    )


def _outside(facts: Facts, rows: list[Row]) -> Entry:
    first = rows[0]
    payers = dict.fromkeys(clean(row["payerName"]) for row in rows if row["payerName"])
    claims = [rows_[0] for rows_ in grouped(rows, "claim", "claimPrinted")]
    return Entry(
        title=f"{clean(first['subjectName'])}: {clean(first['indicatorName'])}",
        tag=clean(first["voiceName"]),
        lines=(
            f"{clean(first['outsiderName'])}: {clean(first['found'])}, by the end of "
            f"{last_day(first['foundEnd'])}",
            f"Paid for by {', '.join(payers)}" if payers else "Who paid is not recorded",
        ),
        receipts=facts.receipts(rows),
        parts=tuple(
            Entry(
                title=f"Told by the party or after it: {clean(claim['claimPrinted'])}, by the end "
                f"of {last_day(claim['claimEnd'])} ({compact(claim['claim'] or '')})",
                lines=(f"The outsider’s number is {clean(claim['ratio'])} times this one",),
            )
            for claim in claims
        ),
    )


def _programs(facts: Facts) -> Listing:
    rows = tuple(
        (clean(r["programName"]), clean(r["voiceName"]), str(r["records"]), str(r["origins"]))
        for r in facts.answer("voices-by-program")
    )
    return Listing("Programmes by voice", ("programme", "voice", "records", "how many vouch"), rows)


def _strengths(figures: list[list[Row]]) -> list[Listing]:
    heads = ("figure", "printed", "disputed", "passages", "how many vouch", "outsiders", "record")
    found = []
    for strength in STRENGTHS:
        rows = tuple(_strength(f[0]) for f in figures if f[0]["strength"] == strength)
        if rows:
            found.append(Listing(f"Figures: {strength}", heads, rows))
    return found


def _strength(row: Row) -> tuple[str, ...]:
    return (
        f"{clean(row['subjectName'])}: {clean(row['indicatorName'])}",
        clean(row["printed"]),
        "yes" if row["isDisputed"] in ("true", True) else "no",
        str(row["passages"]),
        str(row["origins"]),
        str(row["outsiders"]),
        compact(row["record"] or ""),
    )


def withdrawal(facts: Facts) -> Section:
    """Return how much would fall with each source."""
    rows = [row for row in facts.answer("sources-carrying-alone") if int(row["alone"] or 0) > 0]
    shown = rows[:_MOST_SOURCES]
    return Section(
        name="withdrawal",
        title="If a source were withdrawn",
        lead=(
            "A source goes with its original and its reprints.",
            f"{len(rows)} documents each carry at least one record alone; the {len(shown)} that "
            "carry most are listed.",
            "Which records these are: kg ask withdrawn --source NAME.",
        ),
        listings=(
            Listing(
                "Records that would lose all support",
                ("document", "kind", "issued", "records", "of these on it alone", "source"),
                tuple(_source(facts, row) for row in shown),
            ),
        )
        if shown
        else (),
    )


def _source(facts: Facts, row: Row) -> tuple[str, ...]:
    about = facts.sources.get(row["original"] or "", {})
    return (
        clean(row["title"]),
        clean(row["kindName"]),
        issued(about),
        str(row["records"]),
        str(row["alone"]),
        compact(row["original"] or ""),
    )


def coverage(facts: Facts) -> Section:
    """Return how many records stand under each theme, year, voice and kind of source."""
    groups = grouped(facts.answer("coverage"), "way")
    charts = tuple(
        Chart(
            f"Records by {clean(rows[0]['way'])}",
            tuple((clean(row["name"]), int(row["records"] or 0)) for row in rows),
        )
        for rows in groups
    )
    return Section(
        name="coverage",
        title="What is covered, and what is thin",
        lead=(
            "A record may stand under several themes, voices and kinds of source.",
            *(_thin(chart) for chart in charts if len(chart.bars) > 1),
        ),
        charts=charts,
    )


def _thin(chart: Chart) -> str:
    least = sorted(chart.bars, key=lambda bar: (bar[1], bar[0]))[:_THIN]
    listed = ", ".join(f"{name} ({count})" for name, count in least)
    return f"{chart.title}, fewest: {listed}."
