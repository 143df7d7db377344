"""Lists of everything that has a page: for readers, and for the search box."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from kg import ask
from kg.site.holdings import TYPE, kind_of
from kg.site.model import Page, Site
from kg.site.titles import title
from kg.vocabulary import compact

_FIRST = (  # what most readers come for
    "organization",
    "program",
    "person",
    "figure",
    "commitment",
    "collaboration",
    "contradiction",
)


def pages(site: Site) -> Iterator[Page]:
    """Yield the list of all things and the list of all records."""
    for name in ("Thing", "Record"):
        path, title_of_page = f"{name.lower()}s.html", f"{name}s"
        content = {"groups": _groups(site, name), "name": name}
        yield Page(path, "list.html", title_of_page, content, way="things")


def search_index(site: Site) -> str:
    """Return every name of every thing and source, and every question, with its page, as JSON.

    Each entry is [name to show, address, kind in words, other names].
    """
    found = [_entry(site, iri) for name in ("Thing", "Source") for iri in _with_page(site, name)]
    found += [
        [
            q.question,
            f"questions/{q.name}.html",
            "question",
            [q.question_zh] if q.question_zh else [],
        ]
        for q in ask.catalogue()
    ]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _entry(site: Site, iri: str) -> list[Any]:
    labels, shown = site.holdings.labels, site.holdings.labels[iri]
    others = dict.fromkeys(c.value for c in site.holdings.names(iri) if c.value != shown)
    kinds = sorted(labels[cell.value] for cell in site.holdings[iri][TYPE])
    return [shown, site.address(iri), ", ".join(kinds), list(others)]


def _with_page(site: Site, name: str) -> list[str]:
    found = site.holdings.of_class(name)
    return [iri for iri in found if site.address(iri).endswith(".html")]


def _groups(site: Site, name: str) -> list[dict[str, Any]]:
    """Return all of a class by the kind in their IRI, each with how many records name it."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    holdings = site.holdings
    for iri in _with_page(site, name):
        shown = title(holdings, iri) if name == "Record" else holdings.labels[iri]
        chinese = holdings.labels_zh[iri] if name == "Thing" else ""
        groups[kind_of(iri)].append(
            {
                "iri": iri,
                "name": shown,
                "chinese": chinese if chinese not in (shown, compact(iri)) else "",
                "records": len(holdings.to_here(iri, "concerns")),
            }
        )
    order = sorted(groups, key=lambda kind: (kind not in _FIRST, _rank(kind), -len(groups[kind])))
    return [
        {"kind": kind, "entries": sorted(groups[kind], key=lambda e: (e["name"].lower(), e["iri"]))}
        for kind in order
    ]


def _rank(kind: str) -> int:
    return _FIRST.index(kind) if kind in _FIRST else 0
