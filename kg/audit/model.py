"""What a report is made of, before it is Markdown or a page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Receipt:
    """Where a statement stands: the record, the words, the document, its date, and the voice."""

    record: str
    words: str
    title: str
    address: str
    issued: str
    voice: str


@dataclass(frozen=True)
class Entry:
    """One thing that the report says, with its receipts; `parts` are what it was held against.

    Attributes:
        title: what it is about.
        tag: one or two words for it, as a rule or a record says them; may be empty.
        lines: sentences and numbers.
        receipts: what it rests on.
        parts: entries below it.
    """

    title: str
    tag: str = ""
    lines: tuple[str, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    parts: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Chart:
    """Bars: a title, and a name and a number for each."""

    title: str
    bars: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Listing:
    """A table: a title, the heads of its columns, and its rows."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Section:
    """A chapter: what it tells, its charts, its entries in named groups, and its tables."""

    name: str
    title: str
    lead: tuple[str, ...]
    charts: tuple[Chart, ...] = ()
    groups: tuple[tuple[str, tuple[Entry, ...]], ...] = ()
    listings: tuple[Listing, ...] = ()


@dataclass(frozen=True)
class Report:
    """The whole: the release of the data, and the chapters."""

    release: str
    sections: tuple[Section, ...]
