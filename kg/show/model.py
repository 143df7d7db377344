"""What a card is made of, before it is text, JSON or a page."""

from __future__ import annotations

from dataclasses import dataclass

from kg.query import Cell

Facts = dict[str, list[Cell]]
Labels = dict[str, str]


@dataclass(frozen=True)
class Receipt:
    """One evidence in words: the passage, who says it, in which voice, and in which document."""

    evidence: str
    stance: str
    voice: str
    speaker: str
    words: str
    source: str
    title: str
    issued: str
    address: str


@dataclass(frozen=True)
class Statement:
    """One record in words, with its receipts."""

    record: str
    kind: str
    words: str
    period: str
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True)
class Card:
    """What the graph holds about one thing, record, source or term.

    Attributes:
        iri: the full IRI.
        name: its first name.
        names: every name, with its language tag or "".
        kinds: its classes in words.
        properties: what is said of it directly, as pairs of words.
        statements: the records that speak of it, sorted by kind and time; a record has itself here.
    """

    iri: str
    name: str
    names: tuple[tuple[str, str], ...]
    kinds: tuple[str, ...]
    properties: tuple[tuple[str, str], ...]
    statements: tuple[Statement, ...]
