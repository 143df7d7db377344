"""One page for each thing: its names, its records by topic with receipts, its neighbours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from kg.query import Cell
from kg.show import Statement, in_words, statements
from kg.site.charts import charts
from kg.site.holdings import ALSO, LABELS, TYPE, classes_in_words
from kg.site.model import Page, Site
from kg.site.neighbours import picture
from kg.vocabulary import PREFIXES, compact

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
        "picture": picture(site, iri),
        "charts": charts(site, found),
        "versions": _versions(site, iri),
    }
    return Page(path, "thing.html", labels[iri], content, iri, way="things")


def names(cells: list[Cell]) -> list[dict[str, str]]:
    """Return names with their languages, English first, each once."""
    ordered = sorted(cells, key=lambda cell: not (cell.language or "en").startswith("en"))
    return [
        {"text": text, "language": tag}
        for text, tag in dict.fromkeys((c.value, c.language or "") for c in ordered)
    ]


def properties(site: Site, iri: str, hidden: frozenset[str]) -> list[dict[str, Any]]:
    """Return what is said of an IRI directly: the property, and values with where they lead."""
    labels, facts = site.holdings.labels, site.holdings[iri]
    return [
        {
            "name": labels[predicate],
            "iri": predicate,
            "values": [value(site, cell) for cell in cells],
        }
        for predicate, cells in sorted(facts.items())
        if predicate not in hidden
    ]


def value(site: Site, cell: Cell) -> dict[str, str]:
    """Return one value as words, and the IRI or address to which it leads."""
    leads = cell.value if cell.kind == "iri" or cell.datatype == PREFIXES["xsd"] + "anyURI" else ""
    text = in_words(site.holdings.labels, cell)
    return {"text": text, "iri": leads, "language": cell.language or ""}


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
