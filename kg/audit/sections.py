"""The chapters of the report, made from answers of the catalogue; no judgement of its own."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from kg.audit import rests
from kg.audit.facts import Facts, Row, day, gathered, grouped, issued, last_day, number
from kg.audit.model import Chart, Entry, Report, Section
from kg.network.text import clean
from kg.query import Source
from kg.vocabulary import compact

OUTCOMES = ("met", "ahead", "missed", "behind", "repeated unchanged", "not knowable")


def report(graph: Source) -> Report:
    """Return the report on a graph that the rules have closed."""
    facts = gathered(graph)
    return Report(
        release=facts.release(),
        sections=(
            promises(facts),
            contradictions(facts),
            rests.voices(facts),
            drift(facts),
            absences(facts),
            rests.withdrawal(facts),
            rests.coverage(facts),
        ),
    )


def promises(facts: Facts) -> Section:
    """Return the ledger: each commitment, how it stands by rule, and the figures behind that."""
    held: dict[str, list[Row]] = {}
    for row in facts.answer("promise-receipts"):
        held.setdefault(row["promise"] or "", []).append(row)
    made = grouped(facts.answer("promises-kept"), "record")
    entries = [_promise(facts, rows, held.get(rows[0]["record"] or "", [])) for rows in made]
    open_for = Counter(
        clean(rows[0]["because"]) for rows in made if rows[0]["outcome"] == "not knowable"
    )
    counts = Counter(entry.tag for entry in entries)
    by_outcome = [(o, tuple(e for e in entries if e.tag == o)) for o in OUTCOMES]
    return Section(
        name="promises",
        title="Promises and what was reported since",
        lead=(
            "Each commitment is held against figures of the same subject, indicator, basis and "
            "population whose period ends after it was made, after conversion of units.",
            "How it stands follows from these figures by rule; nobody typed it.",
            "A figure that says “more than” leaves open how much more, so it may settle nothing.",
            "A promised office or stake is held against later records of who holds it.",
        ),
        charts=(
            Chart("Commitments by how they stand", _counted(counts, OUTCOMES)),
            Chart("Why the others cannot be known", tuple(open_for.most_common())),
        ),
        groups=tuple((outcome, found) for outcome, found in by_outcome if found),
    )


def _counted(counts: Counter[str], order: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    return tuple((name, counts[name]) for name in order if counts[name])


def _promise(facts: Facts, rows: list[Row], held: list[Row]) -> Entry:
    first = rows[0]
    makers = ", ".join(dict.fromkeys(clean(row["promiserName"]) for row in rows))
    target = number(first["target"], first["unitName"], first["boundName"])
    things = [clean(row["name"]) for row in facts.about.get(first["record"] or "", [])]
    lines = [
        f"By {makers}, stated {_stated(facts, rows)}",
        f"About {', '.join(things)}" if things else "",
        f"Target: {target}" if target else "",
        f"Due by the end of {last_day(first['due'])}" if first["due"] else "No due day given",
        f"Because {clean(first['because'])}",
    ]
    return Entry(
        title=clean(first["gist"]),
        tag=clean(first["outcome"]),
        lines=tuple(line for line in lines if line),
        receipts=facts.receipts(rows),
        parts=tuple(_figure(facts, group) for group in grouped(held, "record")),
    )


def _stated(facts: Facts, rows: list[Row]) -> str:
    """Return the day of a promise, or the year or month if it is that of a document so dated."""
    stated = clean(rows[0]["stated"])
    sources = (facts.sources.get(row["source"] or "", {}) for row in rows)
    dated = [issued(source) for source in sources if clean(source.get("issued")) == stated]
    return min(dated, key=len, default=day(stated))


def _figure(facts: Facts, rows: list[Row]) -> Entry:
    first = rows[0]
    shown = number(first["value"], first["unitName"], first["boundName"])
    if not shown:  # an office or a stake, which has no number
        return Entry(
            title=f"What was promised {clean(first['says'])}", receipts=facts.receipts(rows)
        )
    title = f"{shown} {facts.by_the_end(first['record'], first['end'])}"
    return Entry(title=title, tag=clean(first["says"]), receipts=facts.receipts(rows))


def contradictions(facts: Facts) -> Section:
    """Return the pairs that the rule finds, and what curators noted beyond them."""
    rows = facts.answer("clashing-figures")
    found = [_clash(facts, group) for group in grouped(rows, "record", "otherRecord")]
    noted = [
        _noted(facts, group) for group in grouped(facts.answer("contradictions-noted"), "record")
    ]
    beyond = [entry for entry in noted if entry.tag == "noted by a curator"]
    groups = (
        ("found by rule", tuple(found)),
        ("noted by a curator beyond the rule", tuple(beyond)),
    )
    return Section(
        name="contradictions",
        title="Figures and accounts that contradict each other",
        lead=(
            "The rule finds pairs of figures of one quantity whose ranges do not meet.",
            "It does not say which of the two is right.",
            "Curators also note pairs that the rule cannot find, with their reason.",
        ),
        charts=(
            Chart(
                "Pairs",
                (
                    ("found by rule", len(found)),
                    ("of these confirmed by a curator", _tagged(found, "confirmed by a curator")),
                    ("noted by a curator beyond the rule", len(beyond)),
                ),
            ),
        ),
        groups=tuple((name, entries) for name, entries in groups if entries),
    )


def _tagged(entries: list[Entry], tag: str) -> int:
    return sum(entry.tag == tag for entry in entries)


def _clash(facts: Facts, rows: list[Row]) -> Entry:
    first = rows[0]
    sides = []
    for side, end in (("lower", "lowerEnd"), ("higher", "higherEnd")):
        shown = number(first[side], first[f"{side}UnitName"], first[f"{side}BoundName"])
        until = f", by the end of {last_day(first[end])}" if first[end] else ", without a day"
        sides.append(shown + until)
    lower, higher = sides
    return Entry(
        title=f"{clean(first['subjectName'])}: {clean(first['indicatorName'])}",
        tag=clean(first["looked"]),
        lines=(f"The two {clean(first['finding'])}",),
        parts=(
            Entry(title=lower, receipts=facts.receipts(rows)),
            Entry(title=higher, receipts=facts.receipts(rows, "other")),
        ),
    )


def _noted(facts: Facts, rows: list[Row]) -> Entry:
    first = rows[0]
    said = list(dict.fromkeys(clean(row["rule"]) for row in rows))
    is_found = any(word.startswith("the rule finds") for word in said)
    return Entry(
        title=clean(first["gist"]),
        tag="found by rule too" if is_found else "noted by a curator",
        lines=(f"The curator’s reason: {clean(first['reason'])}", f"The rule: {'; '.join(said)}"),
        receipts=facts.receipts(rows[:1]),
        parts=tuple(
            Entry(title=compact(side[0]["record"] or ""), receipts=facts.receipts(side))
            for side in grouped(facts.sides.get(first["record"] or "", []), "record")
        ),
    )


def drift(facts: Facts) -> Section:
    """Return the figures that change on their way through documents."""
    rows = facts.answer("drift")
    entries = [_change(facts, row) for row in rows]
    ordered = sorted(entries, key=lambda entry: entry.tag)
    counts = Counter(entry.tag for entry in entries)
    return Section(
        name="drift",
        title="Figures that change from document to document",
        lead=(
            "Two passages give nearly the same number for one quantity, and differ in digits, "
            "bound, day or population.",
            "Whether the later one took it from the earlier one is not known.",
        ),
        charts=(Chart("Pairs of passages by what differs", tuple(sorted(counts.items()))),),
        groups=tuple((tag, tuple(same)) for tag, same in groupby(ordered, lambda e: e.tag)),
    )


def _change(facts: Facts, row: Row) -> Entry:
    then, now = clean(row["earlierPrinted"]), clean(row["printed"])
    earlier, later = facts.receipt(row, "earlier"), facts.receipt(row)
    return Entry(
        title=f"{clean(row['subjectName'])}: {clean(row['indicatorName'])}",
        tag=clean(row["change"]),
        lines=(
            f"“{then}” ({clean(row['earlierKindName'])}, {earlier.issued}) "
            f"→ “{now}” ({clean(row['kindName'])}, {later.issued})",
        ),
        receipts=(earlier, later),
    )


def absences(facts: Facts) -> Section:
    """Return what was looked for and not found."""
    entries = tuple(
        Entry(
            title=f"{clean(rows[0]['thingName'])}: {clean(rows[0]['lookedFor'])}",
            lines=_searched(rows[0]),
            receipts=facts.receipts(rows),
        )
        for rows in grouped(facts.answer("not-found"), "record")
    )
    return Section(
        name="absences",
        title="Looked for and not found",
        lead=("Something may well exist that these documents do not show.",),
        groups=(("not found in the documents named", entries),) if entries else (),
    )


def _searched(row: Row) -> tuple[str, ...]:
    said = f"Looked for on {day(row['lookedOn'])}; {clean(row['reason'])}"
    count = int(row["elsewhere"] or 0)
    return (
        (said, f"Figures of this kind in other documents, of any day: {count}")
        if count
        else (said,)
    )
