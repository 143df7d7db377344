"""One page for each source: what rests on it, and what would fall without it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.show import issued
from kg.site.holdings import LABELS, TYPE
from kg.site.model import Page, Site
from kg.site.titles import title
from kg.site.values import properties
from kg.vocabulary import TERMS, compact

_ISSUED = (TERMS + "issuedOn", TERMS + "issuedGrain")


def pages(site: Site) -> Iterator[Page]:
    """Yield the page of every source, and the list of all."""
    found = [(iri, site.address(iri)) for iri in site.holdings.of_class("Source")]
    rows = []
    for iri, path in found:
        if path.endswith(".html"):
            made = page(site, iri, path)
            rows.append(_row(site, iri, made.content))
            yield made
    yield Page("sources.html", "sources.html", "Sources", {"rows": rows}, way="things")


def page(site: Site, iri: str, path: str) -> Page:
    """Return the page of one source."""
    holdings = site.holdings
    evidences = holdings.to_here(iri, "foundIn")
    resting: dict[str, list[str]] = {}
    for evidence in evidences:
        for record in holdings.to_here(evidence, "hasEvidence"):
            resting.setdefault(record, []).append(holdings[evidence].one("fragment"))
    alone = frozenset(holdings.to_here(iri, "restsSolelyOn"))
    entries = [_entry(site, record, words) for record, words in sorted(resting.items())]
    hidden = frozenset({TYPE, TERMS + "title", TERMS + "address", *_ISSUED, *LABELS})
    content = {
        "short": compact(iri),
        "address": holdings[iri].one("address"),
        "issued": issued(holdings[iri]),
        "properties": properties(site, iri, hidden),
        "alone": [entry for entry in entries if entry["iri"] in alone],
        "others": [entry for entry in entries if entry["iri"] not in alone],
        "reprints": _named(site, holdings.to_here(iri, "syndicates")),
    }
    return Page(path, "source.html", holdings.labels[iri], content, iri, way="things")


def _entry(site: Site, record: str, words: list[str]) -> dict[str, Any]:
    return {
        "iri": record,
        "name": title(site.holdings, record),
        "kind": site.holdings.labels[site.holdings[record][TYPE][0].value],
        "words": [text for text in words if text],
    }


def _named(site: Site, found: list[str]) -> list[dict[str, str]]:
    return [{"iri": iri, "name": site.holdings.labels[iri]} for iri in found]


def _row(site: Site, iri: str, content: dict[str, Any]) -> dict[str, Any]:
    """Return a line of the list of sources."""
    labels, facts = site.holdings.labels, site.holdings[iri]
    publisher, kind = facts.one("publishedBy"), facts.one("sourceKind")
    return {
        "iri": iri,
        "name": labels[iri],
        "publisher": labels[publisher] if publisher else "",
        "issued": issued(facts),
        "kind": labels[kind] if kind else "",
        "language": facts.one("inLanguage"),
        "alone": len(content["alone"]),
        "records": len(content["alone"]) + len(content["others"]),
    }
