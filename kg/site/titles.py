"""A record in a line, for the head of its page and for lists."""

from __future__ import annotations

from kg.show import statements
from kg.site.amounts import amount, said
from kg.site.holdings import Holdings
from kg.vocabulary import TERMS, compact

_LONGEST_TITLE = 140
_JOINTS = (  # the properties that a kind of record has, and how their values are said in a line
    (("focusOf", "focusKind", "focusOn"), "{} {} {}"),
    (("part", "whole"), "{}, part of {}"),
    (("holder", "inOffice", "heldIn"), "{}, {} at {}"),
    (("owner", "owned"), "{}, owner in {}"),
    (("operator", "operated"), "{} operates {}"),
    (("member", "memberGroup"), "{}, member of {}"),
    (("inspiredProgram", "inspiringProgram"), "{}, inspired by {}"),
    (("classifies", "classifiedAs"), "{}: {}"),
    (("launchedBy", "launches"), "{} launches {}"),
    (("assessor", "assesses"), "{} on {}"),
    (("appears", "atEvent"), "{} at {}"),
    (("ofAward", "recipient"), "{} for {}"),
    (("originalOrganization", "changeKind"), "{}, {}"),
    (("resultingOrganization", "changeKind"), "{}, {}"),
    (("committedBy",), "{}"),
)


def title(holdings: Holdings, iri: str) -> str:
    """Return a record in a line of a list, cut with a sign where it is too long."""
    words = full_title(holdings, iri)
    return words if len(words) <= _LONGEST_TITLE else words[: _LONGEST_TITLE - 1].rstrip() + "…"


def full_title(holdings: Holdings, iri: str) -> str:
    """Return a record in words: whom it joins with what, its gist, its figure, or all it holds."""
    return ": ".join(text for text in head(holdings, iri) if text)


def head(holdings: Holdings, iri: str) -> tuple[str, str]:
    """Return the same in two: what heads its page, and the gist that stands below, if any."""
    facts = holdings[iri]
    if sought := facts.one("lookedFor"):
        return f"Not found: {sought}", ""
    joined = _figure(holdings, iri) or _joined(holdings, iri) or _company(holdings, iri)
    stake = amount(holdings.labels, facts) if facts.one("owned") else ""
    named, gist = ": ".join(text for text in (joined, stake) if text), facts.one("gist") or ""
    if not named or gist in (joined, stake):
        return named or gist or _all(holdings, iri), ""
    return named, gist


def is_record(holdings: Holdings, iri: str) -> bool:
    """Say whether an IRI is a record: all of them rest on evidence."""
    return bool(holdings[iri][TERMS + "hasEvidence"])


def title_beside(holdings: Holdings, iri: str, thing: str) -> str:
    """Return the same for the page of a thing, whose name need not begin every line."""
    words, name = title(holdings, iri), holdings.labels[thing]
    rest = words.removeprefix(name)
    return rest.lstrip(",: ") if rest != words and rest[:1] in (",", ":", " ") else words


def _figure(holdings: Holdings, iri: str) -> str:
    """Return whose figure it is, of what, and how much; nothing for other records."""
    labels, facts = holdings.labels, holdings[iri]
    whose, indicator = facts.one("subject"), facts.one("ofIndicator")
    if not whose or not indicator:
        return ""
    return f"{labels[whose]}, {labels[indicator]}: {said(holdings, iri)}".rstrip(": ")


def _joined(holdings: Holdings, iri: str) -> str:
    """Return the things that a record joins, in the words for its kind of record."""
    labels, facts = holdings.labels, holdings[iri]
    for terms, words in _JOINTS:
        ends = [facts.one(term) for term in terms]
        if all(ends):
            return words.format(*(labels[end] for end in ends))
    return ""


def _company(holdings: Holdings, iri: str) -> str:
    """Return who takes part in what; nothing for records without participants."""
    parts = holdings.from_here(iri, "hasParticipation")
    who = [one for part in parts for one in holdings.from_here(part, "participant")]
    what = [one for one in holdings.from_here(iri, "concerns") if one not in (*who, *parts)]
    names = [", ".join(holdings.labels[one] for one in found) for found in (who, what) if found]
    return ": ".join(names) if who else ""


def _all(holdings: Holdings, iri: str) -> str:
    (said,) = statements(holdings.labels, iri, {iri: holdings[iri]}, holdings)
    return said.words or compact(iri)
