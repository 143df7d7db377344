"""Answers of the catalogue with what the report needs besides: receipts, and numbers in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kg import ask
from kg.audit.model import Receipt
from kg.network.text import clean
from kg.query import Source, select
from kg.show import known_day
from kg.vocabulary import DATA_SET, compact

Row = dict[str, str | None]

_RELEASE = f"SELECT ?version {{ <{DATA_SET}> owl:versionInfo ?version }} ORDER BY DESC(?version)"
_SOURCES = """SELECT ?source ?title ?address ?issued ?grain WHERE {
  ?source a akg:Source ; akg:title ?title .
  OPTIONAL { ?source akg:issuedGrain ?grain }
  OPTIONAL { ?source akg:address ?address }
  OPTIONAL { ?source akg:issuedOn ?issued }
} ORDER BY ?source ?title"""
_VOICES = """SELECT ?evidence ?voice WHERE {
  ?evidence akg:voice ?code . ?code skos:prefLabel ?voice . FILTER(LANG(?voice) = "en")
} ORDER BY ?evidence ?voice"""
_ABOUT = """SELECT DISTINCT ?record ?name WHERE {
  ?record a akg:Commitment ; akg:subject|akg:towards ?thing .
  ?thing skos:prefLabel ?name . FILTER(LANG(?name) = "en")
} ORDER BY ?record ?name"""
_SIDES = """SELECT DISTINCT ?note ?record ?evidence ?source ?words WHERE {
  ?note a akg:Contradiction ; akg:conflictsOver ?record .
  ?record akg:hasEvidence ?evidence .
  ?evidence akg:foundIn ?source ; akg:fragment ?words .
} ORDER BY ?note ?record ?evidence"""
_LOOSE = """SELECT DISTINCT ?record ?how WHERE {
  ?record a akg:Figure ; akg:periodCertainty ?how .
} ORDER BY ?record ?how"""


@dataclass(frozen=True)
class Facts:
    """The graph, and for each source and each piece of evidence what a receipt says of it."""

    graph: Source
    sources: dict[str, Row]
    voices: dict[str, str]
    about: dict[str, list[Row]]
    sides: dict[str, list[Row]]
    loose: dict[str, str]

    def answer(self, name: str) -> list[Row]:
        """Return the rows of a question of the catalogue."""
        return ask.answer(self.graph, name).to_dicts()

    def release(self) -> str:
        """Return the release of the data, or nothing where it names none."""
        found = select(self.graph.store, _RELEASE).to_dicts()
        return clean(found[0]["version"]) if found else ""

    def receipt(self, row: Row, prefix: str = "") -> Receipt:
        """Return the receipt that a row gives; of another record where its columns say so."""
        names = {"record": "record", "evidence": "evidence", "source": "source", "words": "words"}
        if prefix:
            names = {key: prefix + name.capitalize() for key, name in names.items()}
        source = self.sources.get(row.get(names["source"]) or "", {})
        return Receipt(
            record=compact(row.get(names["record"]) or ""),
            words=clean(row.get(names["words"])),
            title=clean(source.get("title")),
            address=clean(source.get("address")),
            issued=issued(source) or ("undated" if source else ""),
            voice=clean(self.voices.get(row.get(names["evidence"]) or "")),
        )

    def by_the_end(self, record: str | None, end: str | None) -> str:
        """Return "by the end of" a day in words that say how closely the day is known."""
        words = {
            "akg:NotAfter": "on an unknown day, at the latest by the end of",
            "akg:About": "by about the end of",
        }
        how = self.loose.get(record or "", "")
        return f"{words.get(how, 'by the end of')} {last_day(end)}"

    def receipts(self, rows: Iterable[Row], prefix: str = "") -> tuple[Receipt, ...]:
        """Return the receipts of several rows, each once, in their order."""
        return tuple(dict.fromkeys(self.receipt(row, prefix) for row in rows))


def gathered(graph: Source) -> Facts:
    """Read what receipts need from the graph."""
    sources = {str(row["source"]): row for row in select(graph.store, _SOURCES).to_dicts()}
    voices = {str(r["evidence"]): str(r["voice"]) for r in select(graph.store, _VOICES).to_dicts()}
    about = _by(select(graph.store, _ABOUT).to_dicts(), "record")
    sides = _by(select(graph.store, _SIDES).to_dicts(), "note")
    found = select(graph.store, _LOOSE).to_dicts()
    loose = {str(row["record"]): compact(row["how"] or "") for row in found}
    return Facts(graph, sources, voices, about, sides, loose)


def _by(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    return {str(same[0][key]): same for same in grouped(rows, key)}


def issued(source: Row) -> str:
    """Return when a source was issued, no closer than is known: "2023", "2023-02", or the day."""
    return known_day(source.get("issued") or "", source.get("grain") or "")


def day(instant: str | None) -> str:
    """Return the day of an instant, or nothing."""
    return clean(instant)[:10]


def last_day(instant: str | None) -> str:
    """Return the last day before an instant at which a period ends, or nothing."""
    import datetime

    try:
        end = datetime.datetime.fromisoformat(clean(instant).replace("Z", "+00:00"))
        return (end - datetime.timedelta(days=1)).date().isoformat()
    except (ValueError, OverflowError):  # no date, or one of the first day of all
        return day(instant)


def number(value: str | None, unit: str | None = None, bound: str | None = None) -> str:
    """Return a number with its bound and unit in words: "more than 1,200 tonne"."""
    if value is None:
        return ""
    shown = f"{Decimal(value):,f}"
    plain = shown.rstrip("0").rstrip(".") if "." in shown else shown
    words = (bound if bound != "exactly" else None, plain, unit if unit != "number" else None)
    return " ".join(clean(word) for word in words if word)


def grouped(rows: Iterable[Row], *keys: str) -> list[list[Row]]:
    """Return the rows in groups that agree in some columns, in the order in which they come."""
    found: dict[tuple[str | None, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(row[key] for key in keys), []).append(row)
    return list(found.values())
