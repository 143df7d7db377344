"""Where each IRI of the graph has its page: a file for most, a place in a file for parts."""

from __future__ import annotations

import re

from kg.site.holdings import Holdings
from kg.vocabulary import TERMS, THINGS

# A part has no page of its own: it stands on the page of what it belongs to.
_OWNERS = {"evidence": "hasEvidence", "participation": "hasParticipation"}
_SAFE = re.compile(r"[a-z]+/[A-Za-z0-9_-][A-Za-z0-9_.-]*\Z")  # hostile names lead nowhere
_SAFE_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\]+\Z", re.IGNORECASE)
_TERM = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")


def addresses(holdings: Holdings) -> dict[str, str]:
    """Return the path below the site's root for everything that has a page or a place in one."""
    found = {}
    for iri in holdings:
        if path := _path(holdings, iri):
            found[iri] = path
    return found


def _path(holdings: Holdings, iri: str) -> str:
    if iri.startswith(TERMS):
        name = iri[len(TERMS) :]
        return f"schema.html#{name}" if _TERM.match(name) else ""
    if not iri.startswith(THINGS) or not _SAFE.match(iri[len(THINGS) :]):
        return ""
    kind, _, name = iri[len(THINGS) :].partition("/")
    if kind not in (*_OWNERS, "edge"):
        return f"id/{kind}/{name}.html"
    owners = (
        holdings.from_here(iri, "derivedFrom")
        if kind == "edge"
        else holdings.to_here(iri, _OWNERS[kind])
    )
    page = _path(holdings, owners[0]) if owners and owners[0] != iri else ""
    return f"{page.partition('#')[0]}#{kind}-{name}" if page else ""


def web(text: str) -> str:
    """Return an address that may be followed, or nothing."""
    return text if _SAFE_ADDRESS.match(text) else ""
