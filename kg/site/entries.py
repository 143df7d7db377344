"""Records below one another: each in a line, with when it holds and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from kg.show import Receipt, Statement, statements
from kg.site.model import Site
from kg.site.periods import when
from kg.site.titles import full_title, title_beside

MOST_SHOWN = 3  # receipts of one record


@dataclass(frozen=True)
class Said:
    """A receipt, and whether its words are a curator's reason and no quotation."""

    receipt: Receipt
    is_reason: bool


@dataclass(frozen=True)
class Entry:
    """A record in a line.

    Attributes:
        iri: the record.
        name: its title.
        when: its period in words.
        tag: a word or more about it; may be empty.
        said: what it rests on.
    """

    iri: str
    name: str
    when: str
    tag: str
    said: tuple[Said, ...]

    @property
    def shown(self) -> int:
        """How many receipts stand open; one more than that is not worth folding."""
        return MOST_SHOWN if len(self.said) > MOST_SHOWN + 1 else len(self.said)


def entry(site: Site, record: str, tag: str = "") -> Entry:
    """Return one record in a line."""
    holdings = site.holdings
    (found,) = statements(holdings.labels, record, {record: holdings[record]}, holdings)
    name = full_title(holdings, record)
    return Entry(record, name, when(holdings, record), tag, _said(site, found))


def beside(site: Site, thing: str, found: Statement) -> Entry:
    """Return a statement in a line on the page of a thing."""
    record, holdings = found.record, site.holdings
    name = title_beside(holdings, record, thing)
    return Entry(record, name, when(holdings, record), "", _said(site, found))


def _said(site: Site, found: Statement) -> tuple[Said, ...]:
    holdings = site.holdings
    return tuple(Said(one, not holdings[one.evidence].one("fragment")) for one in found.receipts)
