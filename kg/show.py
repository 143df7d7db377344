"""One thing or record: what is said of it, by whom, when, with receipts."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import asdict, dataclass

from kg import query
from kg.query import Cell, Source, answers, names
from kg.vocabulary import PREFIXES, TERMS, compact

_LABEL = PREFIXES["skos"]
_TYPE = PREFIXES["rdf"] + "type"
_ABOUT = """{
    { ?record akg:concerns $it }
    UNION { ?record akg:backedBy $it }
    UNION { ?record akg:hasEvidence $it }
    UNION { ?record akg:hasParticipation $it }
    UNION { BIND($it AS ?record) }
  }"""
# Asked for by itself: Virtuoso loses rows where a path of any length stands beside the UNION.
_KINDS = "SELECT ?kind WHERE { ?kind rdfs:subClassOf* akg:Record } ORDER BY ?kind"
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

Facts = dict[str, list[Cell]]
Labels = dict[str, str]


@dataclass(frozen=True)
class Receipt:
    """One evidence in words: the passage, who says it, in which voice, and in which document."""

    evidence: str
    stance: str
    voice: str
    speaker: str
    words: str
    source: str
    title: str
    issued: str
    address: str


@dataclass(frozen=True)
class Statement:
    """One record in words, with its receipts."""

    record: str
    kind: str
    words: str
    period: str
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True)
class Card:
    """What the graph holds about one thing, record, source or term.

    Attributes:
        iri: the full IRI.
        name: its first name.
        names: every name, with its language tag or "".
        kinds: its classes in words.
        properties: what is said of it directly, as pairs of words.
        statements: the records that speak of it, sorted by kind and time; a record has itself here.
    """

    iri: str
    name: str
    names: tuple[tuple[str, str], ...]
    kinds: tuple[str, ...]
    properties: tuple[tuple[str, str], ...]
    statements: tuple[Statement, ...]


def card(graph: Source, name_or_iri: str) -> Card:
    """Return the card of what a name in any language, a short IRI or a full IRI means.

    Raises:
        UnknownName: nothing has this name, or several things have it.
    """
    iri = names.find(graph.store, name_or_iri)
    own = _facts(graph, "VALUES ?it { $it }", iri)
    records = _records(graph, iri)
    evidences = _facts(graph, _ABOUT + " ?record akg:hasEvidence ?it .", iri)
    sources = _facts(graph, _ABOUT + " ?record akg:hasEvidence/akg:foundIn ?it .", iri)
    parts = _facts(graph, _ABOUT + " ?record akg:hasParticipation ?it .", iri)
    said = (own, records, evidences, sources, parts)
    labels = names.labels(graph.store, {iri} | set().union(*map(_mentioned, said)))
    return Card(
        iri=iri,
        name=labels[iri],
        names=_names(own[iri]),
        kinds=tuple(sorted(labels[cell.value] for cell in own[iri][_TYPE])),
        properties=_properties(labels, own[iri]),
        statements=_statements(labels, iri, records, evidences | sources | parts),
    )


def _records(graph: Source, iri: str) -> dict[str, Facts]:
    """Return the facts of the records that speak of a thing, or of the record that it is."""
    kinds = {cell.value for (cell,) in query.select(graph.store, _KINDS).rows if cell}
    found = _facts(graph, _ABOUT.replace("?record", "?it"), iri)
    return {it: facts for it, facts in found.items() if kinds & {c.value for c in facts[_TYPE]}}


def _mentioned(found: dict[str, Facts]) -> set[str]:
    """Return every IRI that facts are about or name: all that may need a label."""
    facts = list(found.values())
    objects = {c.value for one in facts for cells in one.values() for c in cells if c.kind == "iri"}
    return found.keys() | objects | {predicate for one in facts for predicate in one}


def _facts(graph: Source, pattern: str, iri: str) -> dict[str, Facts]:
    """Return what is said of each ?it of a pattern: its property values by property IRI."""
    pattern = pattern.replace("$it", answers.as_term(Cell(iri, "iri")))
    rows = query.select(graph.store, f"SELECT DISTINCT ?it ?p ?v WHERE {{ {pattern} ?it ?p ?v }}")
    found: dict[str, Facts] = defaultdict(lambda: defaultdict(list))
    for thing, predicate, value in sorted(rows.rows, key=str):
        assert thing is not None and predicate is not None and value is not None, "all are bound"
        found[thing.value][predicate.value].append(value)
    return found


def _names(own: Facts) -> tuple[tuple[str, str], ...]:
    cells = [*own[_LABEL + "prefLabel"], *own[_LABEL + "altLabel"]]
    cells = cells or own[PREFIXES["rdfs"] + "label"] or own[TERMS + "title"]
    return tuple((cell.value, cell.language or "") for cell in cells)


def _properties(labels: Labels, own: Facts) -> tuple[tuple[str, str], ...]:
    hidden = {_TYPE, _LABEL + "prefLabel", _LABEL + "altLabel", PREFIXES["rdfs"] + "label"}
    return tuple(
        (labels[predicate], _words(labels, cell))
        for predicate, cells in sorted(own.items())
        if predicate not in hidden
        for cell in cells
    )


def _words(labels: Labels, cell: Cell) -> str:
    return labels[cell.value] if cell.kind == "iri" else cell.shown()


def _statements(
    labels: Labels, iri: str, records: dict[str, Facts], others: dict[str, Facts]
) -> tuple[Statement, ...]:
    """Return the records in words; `others` are the facts of evidences, sources and parts."""
    made = []
    for record, facts in records.items():
        receipts = tuple(
            _receipt(labels, evidence.value, others) for evidence in facts[TERMS + "hasEvidence"]
        )
        roles = [others[part.value] for part in facts[TERMS + "hasParticipation"]]
        words = _sentence(labels, iri, facts, roles)
        kind = _kind(labels, facts)
        made.append(
            (_start(facts), Statement(record, kind, words, _period(labels, facts), receipts))
        )
    made.sort(key=lambda pair: (pair[1].kind, pair[0], pair[1].record))
    return tuple(statement for _, statement in made)


def _kind(labels: Labels, facts: Facts) -> str:
    return ", ".join(labels[cell.value] for cell in facts[_TYPE])


def _start(facts: Facts) -> str:
    cells = facts[TERMS + "periodStart"] or facts[TERMS + "periodEnd"]
    return cells[0].value if cells else ""


def _one(labels: Labels, facts: Facts, term: str) -> str:
    return ", ".join(_words(labels, cell) for cell in facts[TERMS + term])


def _sentence(labels: Labels, iri: str, facts: Facts, roles: list[Facts]) -> str:
    """Say in words what a record holds: its gist, else its number, its parts and its properties."""
    said = [_one(labels, facts, "gist")]
    said += [_value(labels, facts)]
    said += [_part(labels, role) for role in roles]
    for predicate, cells in sorted(facts.items()):
        local = predicate.removeprefix(TERMS)
        if not predicate.startswith(TERMS) or local in _ASIDE:
            continue
        others = [_words(labels, cell) for cell in cells if cell.value != iri]
        said += [f"{labels[predicate]} {', '.join(others)}"] if others else []
    return "; ".join(text for text in said if text)


def _value(labels: Labels, facts: Facts) -> str:
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


def _receipt(labels: Labels, evidence: str, others: dict[str, Facts]) -> Receipt:
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
        issued=_one(labels, about, "issuedOn") or _one(labels, facts, "judgedOn"),
        address=_one(labels, about, "address"),
    )


def _period(labels: Labels, facts: Facts) -> str:
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


def as_json(shown: Card) -> str:
    """Return a card as JSON."""
    return json.dumps(asdict(shown), ensure_ascii=False, indent=1) + "\n"


def as_text(shown: Card) -> str:
    """Return a card as text, one statement with its receipts after the other."""
    others = [f"{n} ({tag})" if tag else n for n, tag in shown.names if n != shown.name]
    lines = [f"{shown.name} · {', '.join(shown.kinds)}"]
    lines += [f"  {compact(shown.iri)}"]
    lines += [f"  also {' · '.join(others)}"] if others else []
    lines += [f"  {label}: {value}" for label, value in shown.properties]
    kind = ""
    for statement in shown.statements:
        if statement.kind != kind:
            kind = statement.kind
            count = sum(other.kind == kind for other in shown.statements)
            lines += ["", f"{kind} ({count})"]
        lines += _statement_lines(statement)
    return "\n".join(_visible_line(line) for line in lines) + "\n"


def _visible_line(line: str) -> str:
    """Return a line with its indent but without anything that could steer a terminal."""
    plain = line.lstrip(" ")
    return " " * (len(line) - len(plain)) + answers.visible(plain)


def _statement_lines(statement: Statement) -> list[str]:
    period = f", {statement.period}" if statement.period else ""
    lines = [f"  • {statement.words or statement.kind}{period} [{compact(statement.record)}]"]
    for receipt in statement.receipts:
        against = "disputed, " if receipt.stance == "disputes" else ""
        words = f": “{receipt.words}”" if receipt.words else ""
        voice = ", ".join(text for text in (receipt.voice, receipt.speaker) if text)
        lines.append(f"      {against}{voice}{words}")
        where = ", ".join(text for text in (receipt.title, receipt.issued) if text)
        address = f" <{receipt.address}>" if receipt.address else ""
        lines.append(f"      {where}{address}")
    return lines
