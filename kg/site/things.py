"""One page for each thing: its names, its records by topic with receipts, its neighbours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from kg.show import Statement, statements
from kg.site.charts import charts
from kg.site.holdings import ALSO, LABELS, TYPE, classes_in_words
from kg.site.model import Page, Site
from kg.site.neighbours import picture
from kg.site.titles import title_beside
from kg.site.values import names, properties
from kg.vocabulary import compact

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
        "topics": _topics(statements(labels, iri, records, holdings)),
        "lines": {record: title_beside(holdings, record, iri) for record in records},
        "picture": picture(site, iri),
        "charts": charts(site, found),
        "versions": _versions(site, iri),
    }
    return Page(path, "thing.html", labels[iri], content, iri, way="things")


def _topics(found: tuple[Statement, ...]) -> list[dict[str, Any]]:
    """Return records under the names of their kinds, those with most records first."""
    topics: dict[str, list[Statement]] = defaultdict(list)
    for statement in found:
        topics[statement.kind].append(statement)
    return [
        {"name": name, "statements": topics[name]}
        for name in sorted(topics, key=lambda name: (-len(topics[name]), name))
    ]


def _versions(site: Site, iri: str) -> list[dict[str, str]]:
    """Return the sources that are versions of a document."""
    return [
        {"iri": source, "name": site.holdings.labels[source]}
        for source in site.holdings.to_here(iri, "versionOf")
    ]
