"""One page for each thing: its names, its records by topic with receipts, its neighbours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from kg.show import Statement, statements
from kg.site.amounts import plural
from kg.site.charts import charts
from kg.site.entries import beside
from kg.site.holdings import ALSO, LABELS, TYPE, Holdings, classes_in_words
from kg.site.model import Page, Site
from kg.site.neighbours import picture
from kg.site.periods import is_undated
from kg.site.promises import standings
from kg.site.values import names, properties
from kg.vocabulary import TERMS, compact

MOST_SHOWN = 12  # of one kind, before the others are folded
FEW = 3  # are not worth folding
OUTSIDE = frozenset((TERMS + "Independent", TERMS + "Official"))
_NAMED = frozenset({TYPE, ALSO, *LABELS})


def pages(site: Site) -> Iterator[Page]:
    """Yield the page of every thing."""
    for iri in site.holdings.of_class("Thing"):
        path = site.address(iri)
        if path.endswith(".html"):
            yield page(site, iri, path)


def page(site: Site, iri: str, path: str) -> Page:
    """Return the page of one thing."""
    holdings = site.holdings
    found = [r for r in holdings.to_here(iri, "concerns") if site.address(r).endswith(".html")]
    records = {record: holdings[record] for record in found}
    labels = holdings.labels
    content = {
        "names": names(holdings.names(iri)),
        "kinds": classes_in_words(labels, holdings[iri][TYPE]),
        "short": compact(iri),
        "properties": properties(site, iri, _NAMED),
        "topics": _topics(site, iri, statements(labels, iri, records, holdings)),
        "standings": standings(site),
        "picture": picture(site, iri),
        "charts": charts(site, iri, found),
        "versions": _versions(site, iri),
    }
    return Page(path, "thing.html", labels[iri], content, iri, way="things")


def _topics(site: Site, iri: str, found: tuple[Statement, ...]) -> list[dict[str, Any]]:
    """Return records under the names of their kinds, those with most records first."""
    topics: dict[str, list[Statement]] = defaultdict(list)
    for statement in found:
        topics[statement.kind].append(statement)
    made = []
    for name in sorted(topics, key=lambda name: (-len(topics[name]), name)):
        entries = [beside(site, iri, statement) for statement in _ordered(site, topics[name])]
        shown = len(entries) if len(entries) <= MOST_SHOWN + FEW else MOST_SHOWN
        made.append(
            {
                "kind": name,
                "name": name if len(entries) == 1 else plural(name),
                "number": len(entries),
                "shown": entries[:shown],
                "folded": entries[shown:],
            }
        )
    return made


def _ordered(site: Site, found: list[Statement]) -> list[Statement]:
    """Return records of one kind, the newest first; opinions of outsiders before all others."""
    facts = site.holdings
    newest = sorted(found, key=lambda one: _time(facts, one.record), reverse=True)
    opinions = facts.below(TERMS + "Assessment")
    is_opinion = any(cell.value in opinions for cell in facts[found[0].record][TYPE])
    return sorted(newest, key=lambda one: not _is_outside(site, one)) if is_opinion else newest


def _time(holdings: Holdings, record: str) -> str:
    """Return the instant by which a record is ordered; undated ones come last."""
    facts = holdings[record]
    if is_undated(holdings, record):
        return ""
    return facts.one("periodEnd") or facts.one("periodStart") or facts.one("statedOn")


def _is_outside(site: Site, statement: Statement) -> bool:
    voices = (site.holdings[one.evidence].one("voice") for one in statement.receipts)
    return any(voice in OUTSIDE for voice in voices)


def _versions(site: Site, iri: str) -> list[dict[str, str]]:
    """Return the sources that are versions of a document."""
    return [
        {"iri": source, "name": site.holdings.labels[source]}
        for source in site.holdings.to_here(iri, "versionOf")
    ]
