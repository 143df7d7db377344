"""One page for each record: a fact is what gets cited, so it has an address of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from kg.show import in_words, issued
from kg.site.amounts import printed, said
from kg.site.entries import entry
from kg.site.holdings import TYPE, classes_in_words
from kg.site.model import Page, Site
from kg.site.periods import when
from kg.site.promises import standings
from kg.site.titles import full_title, head, title
from kg.site.values import row
from kg.vocabulary import TERMS, compact

_CONCERNS = TERMS + "concerns"
_ELSEWHERE = frozenset(  # told in its own words on the page
    {TYPE, _CONCERNS}
    | {
        TERMS + term
        for term in (
            "asPrinted",
            "backedBy",
            "conflictsOver",
            "gist",
            "hasEvidence",
            "hasParticipation",
        )
    }
)
_TOLD_OF_PROMISES = frozenset(
    TERMS + term for term in ("fallsShortIn", "fulfilledIn", "heldAgainst", "reachedIn")
)
_COMPARED = frozenset(  # made by rules for rules
    TERMS + term for term in ("comparedIn", "comparedValue", "greatestValue", "leastValue")
)
_BY_RULE = (
    _COMPARED
    | _TOLD_OF_PROMISES
    | {
        TERMS + term
        for term in (
            "aheadIn",
            "behindIn",
            "borneOutBy",
            "clashesBelow",
            "party",
            "restsSolelyOn",
            "strainsBelow",
            "variesFrom",
        )
    }
)


def pages(site: Site) -> Iterator[Page]:
    """Yield the page of every record."""
    for iri in site.holdings.of_class("Record"):
        path = site.address(iri)
        if path.endswith(".html"):
            yield page(site, iri, path)


def page(site: Site, iri: str, path: str) -> Page:
    """Return the page of one record."""
    holdings = site.holdings
    labels, facts = holdings.labels, holdings[iri]
    heading, gist = head(holdings, iri)
    content = {
        "heading": heading,
        "gist": gist,
        "short": compact(iri),
        "kinds": classes_in_words(labels, facts[TYPE]),
        "period": when(holdings, iri),
        "printed": _printed(site, iri),
        "concerned": [{"iri": c.value, "name": labels[c.value]} for c in facts[_CONCERNS]],
        "standing": standings(site).get(iri),
        "sides": [entry(site, side) for side in holdings.from_here(iri, "conflictsOver")],
        "stated": _rows(site, iri, lambda p: p not in _BY_RULE),
        "derived": _rows(site, iri, lambda p: p in _BY_RULE - _COMPARED),
        "compared": _rows(site, iri, lambda p: p in _COMPARED),
        "parts_of": [_part(site, part) for part in holdings.from_here(iri, "hasParticipation")],
        "passages": [_passage(site, e) for e in holdings.from_here(iri, "hasEvidence")],
        "edges": _edges(site, iri),
        "incoming": _incoming(site, iri),
    }
    return Page(path, "record.html", full_title(holdings, iri), content, iri, way="things")


def _printed(site: Site, iri: str) -> list[str]:
    """Return the words in which documents print a number, where the title says it otherwise."""
    found = printed(site.holdings, iri)
    return [] if said(site.holdings, iri) == ", ".join(found) else found


def _rows(site: Site, iri: str, is_wanted: Callable[[str], bool]) -> list[dict[str, Any]]:
    """Return properties with their values that the page does not tell in its own words."""
    facts = site.holdings[iri]
    hidden = _ELSEWHERE | (_TOLD_OF_PROMISES if iri in standings(site) else frozenset())
    return [row(site, p, facts) for p in sorted(facts) if p not in hidden and is_wanted(p)]


def _part(site: Site, part: str) -> dict[str, Any]:
    labels, facts = site.holdings.labels, site.holdings[part]
    who = facts.one("participant")
    roles = ", ".join(in_words(labels, cell) for cell in facts[TERMS + "inRole"])
    return {
        "anchor": site.address(part).partition("#")[2],
        "who": who,
        "name": labels[who] if who else "",
        "role": roles,
        "period": when(site.holdings, part),
    }


def _passage(site: Site, evidence: str) -> dict[str, Any]:
    """Return one evidence: the words, who says them, how, and where they stand."""
    labels, facts = site.holdings.labels, site.holdings[evidence]
    source = facts.one("foundIn")
    about = site.holdings[source]
    hidden = {TYPE, *(TERMS + t for t in ("fragment", "reason", "foundIn", "saidBy", "stance"))}
    return {
        "anchor": site.address(evidence).partition("#")[2],
        "short": compact(evidence),
        "words": facts.one("fragment"),
        "reason": facts.one("reason"),
        "speaker": facts.one("saidBy"),
        "speaker_name": labels[facts.one("saidBy")] if facts.one("saidBy") else "",
        "voice": in_words(labels, facts[TERMS + "voice"][0]) if facts[TERMS + "voice"] else "",
        "is_against": facts.one("stance").endswith("Disputes"),
        "source": source,
        "title": about.one("title") or (labels[source] if source else ""),
        "issued": issued(about),
        "address": about.one("address"),
        "rows": [row(site, p, facts) for p in sorted(facts) if p not in hidden],
    }


def _edges(site: Site, iri: str) -> list[dict[str, Any]]:
    """Return the shortcuts that rules made of this record; one that holds both ways stands once."""
    holdings = site.holdings
    found: dict[tuple[frozenset[str], str], dict[str, Any]] = {}
    for edge in holdings.to_here(iri, "derivedFrom"):
        ends = [holdings.from_here(edge, t) for t in ("edgeFrom", "edgeRelation", "edgeTo")]
        if all(ends):
            start, relation, end = (named[0] for named in ends)
            named = [{"iri": one, "name": holdings.labels[one]} for one in (start, relation, end)]
            shown = found.setdefault(
                (frozenset((start, end)), relation), {"anchors": [], "ends": named}
            )
            shown["anchors"].append(site.address(edge).partition("#")[2])
    return sorted(found.values(), key=lambda one: [end["name"] for end in one["ends"]])


def _incoming(site: Site, iri: str) -> list[dict[str, str]]:
    """Return the records that name this one."""
    holdings = site.holdings
    found = []
    for predicate, other in holdings.incoming.get(iri, ()):
        if other in site.addresses and predicate not in (TERMS + "derivedFrom",):
            name = title(holdings, other)
            found.append({"relation": holdings.labels[predicate], "iri": other, "name": name})
    return found
