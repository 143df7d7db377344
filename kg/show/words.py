"""A record in words: what it holds, when it held, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping

from kg.query import Cell
from kg.show.model import Facts, Labels, Receipt, Statement
from kg.vocabulary import PREFIXES, TERMS

_TYPE = PREFIXES["rdf"] + "type"
# What a record says apart from its own words: told elsewhere on the card, or found by a rule.
_ASIDE = frozenset(
    [
        "aheadIn",
        "asPrinted",
        "backedBy",
        "behindIn",
        "borneOutBy",
        "bound",
        "clashesBelow",
        "comparedIn",
        "comparedValue",
        "concerns",
        "fallsShortIn",
        "fulfilledIn",
        "gist",
        "grain",
        "greatestValue",
        "hasEvidence",
        "hasParticipation",
        "heldAgainst",
        "leastValue",
        "origin",
        "originalSource",
        "party",
        "periodCertainty",
        "periodEnd",
        "periodStart",
        "reachedIn",
        "restsSolelyOn",
        "strainsBelow",
        "unit",
        "upperValue",
        "value",
        "variesFrom",
    ]
)
_LENGTHS = {"Year": 4, "Month": 7}  # of a date that is known no closer
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def in_words(labels: Labels, cell: Cell) -> str:
    """Return a term as a reader wants it: the name of a thing, or the literal."""
    return labels[cell.value] if cell.kind == "iri" else cell.shown()


def statements(
    labels: Labels, iri: str, records: Mapping[str, Facts], others: Mapping[str, Facts]
) -> tuple[Statement, ...]:
    """Return records in words, sorted by kind and time.

    Args:
        labels: a name for every IRI that the facts mention.
        iri: the thing that the records speak of; they need not name it.
        records: the facts of each record.
        others: the facts of their evidences, sources and parts.
    """
    made = []
    for record, facts in records.items():
        receipts = tuple(
            _receipt(labels, evidence.value, others) for evidence in facts[TERMS + "hasEvidence"]
        )
        roles = [others[part.value] for part in facts[TERMS + "hasParticipation"]]
        words = _sentence(labels, iri, facts, roles)
        kind = _kind(labels, facts)
        made.append(
            (_start(facts), Statement(record, kind, words, period(labels, facts), receipts))
        )
    made.sort(key=lambda pair: (pair[1].kind, pair[0], pair[1].record))
    return tuple(statement for _, statement in made)


def _kind(labels: Labels, facts: Facts) -> str:
    return ", ".join(labels[cell.value] for cell in facts[_TYPE])


def _start(facts: Facts) -> str:
    cells = facts[TERMS + "periodStart"] or facts[TERMS + "periodEnd"]
    return cells[0].value if cells else ""


def _one(labels: Labels, facts: Facts, term: str) -> str:
    return ", ".join(in_words(labels, cell) for cell in facts[TERMS + term])


def _sentence(labels: Labels, iri: str, facts: Facts, roles: list[Facts]) -> str:
    """Say in words what a record holds: its gist, else its number, its parts and its properties."""
    said = [_one(labels, facts, "gist")]
    said += [value_in_words(labels, facts)]
    said += [_part(labels, role) for role in roles]
    for predicate, cells in sorted(facts.items()):
        local = predicate.removeprefix(TERMS)
        if not predicate.startswith(TERMS) or local in _ASIDE:
            continue
        others = [in_words(labels, cell) for cell in cells if cell.value != iri]
        said += [f"{labels[predicate]} {', '.join(others)}"] if others else []
    return "; ".join(text for text in said if text)


def value_in_words(labels: Labels, facts: Facts) -> str:
    """Return a number as it is printed, or else as the record holds it."""
    if printed := _one(labels, facts, "asPrinted"):
        return printed
    number = _one(labels, facts, "value")
    if upper := _one(labels, facts, "upperValue"):
        number = f"{number} to {upper}"
    bound = _one(labels, facts, "bound")
    told = "" if bound in ("exactly", "between") else bound
    return f"{told} {number} {_one(labels, facts, 'unit')}".strip() if number else ""


def _part(labels: Labels, role: Facts) -> str:
    return f"{_one(labels, role, 'participant')} ({_one(labels, role, 'inRole')})"


def _receipt(labels: Labels, evidence: str, others: Mapping[str, Facts]) -> Receipt:
    facts = others[evidence]
    found = facts[TERMS + "foundIn"]
    source = found[0].value if found else ""
    about = others[source]
    return Receipt(
        evidence=evidence,
        stance=_one(labels, facts, "stance"),
        voice=_one(labels, facts, "voice"),
        speaker=_one(labels, facts, "saidBy") or _one(labels, facts, "judgedAs"),
        words=_one(labels, facts, "fragment") or _one(labels, facts, "reason"),
        source=source,
        title=_one(labels, about, "title"),
        issued=issued(about) or _one(labels, facts, "judgedOn"),
        address=_one(labels, about, "address"),
    )


def issued(source: Facts) -> str:
    """Return when a document was put out, no closer than is known: "2025-10-10", "2024-06"."""
    days, grains = source[TERMS + "issuedOn"], source[TERMS + "issuedGrain"]
    return known_day(days[0].value, grains[0].value if grains else "") if days else ""


def known_day(instant: str, grain: str) -> str:
    """Return the day of an instant, or its month or year where no more is known."""
    return instant[: _LENGTHS.get(grain.removeprefix(TERMS), 10)]


def period(labels: Labels, facts: Facts) -> str:
    """Return a half-open period in words: "October 2025", "2024", "since 1 May 2017"."""
    start, end = _one(labels, facts, "periodStart"), _one(labels, facts, "periodEnd")
    grain = next((cell.value.removeprefix(TERMS) for cell in facts[TERMS + "grain"]), "Day")
    first, last = _instant(start[:10], grain), _instant(_day_before(end[:10]), grain)
    certainty = _one(labels, facts, "periodCertainty")
    if first and last:
        words = first if first == last else f"{first} to {last}"
    elif certainty.startswith("not "):
        return f"{certainty} {first or last}".strip()
    else:
        words = f"since {first}" if first else f"until {last}" if last else ""
    return f"{certainty} {words}".strip()


def _day_before(day: str) -> str:
    import datetime

    return str(datetime.date.fromisoformat(day) - datetime.timedelta(days=1)) if day else ""


def _instant(day: str, grain: str) -> str:
    if not day:
        return ""
    year, month, date = day.split("-")
    if grain == "Year":
        return year
    if grain == "Quarter":
        return f"Q{(int(month) + 2) // 3} {year}"
    if grain == "HalfYear":
        return f"{'first' if int(month) < 7 else 'second'} half of {year}"
    name = _MONTHS[int(month) - 1]
    return f"{name} {year}" if grain in ("Month", "FiscalYear") else f"{int(date)} {name} {year}"
