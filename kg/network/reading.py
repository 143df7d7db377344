"""A closed graph in, everything out that the measures of its network need."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg import paths, query
from kg.network.model import Row, build, edges, nodes
from kg.query import names as naming
from kg.vocabulary import compact

if TYPE_CHECKING:
    import networkx as nx

    from kg.load import Graph

QUERIES = paths.ROOT / "queries" / "network"


@dataclass(frozen=True)
class Receipt:
    """On which words a record rests, who says them, and where.

    Attributes:
        evidence: the IRI of the passage.
        words: the words themselves, or the curator's reason.
        speaker: who says it.
        voice: in whose interest it speaks.
        source: the IRI of the document.
        title: its title.
        issued: its date.
        address: where it is.
    """

    evidence: str
    words: str
    speaker: str
    voice: str
    source: str
    title: str
    issued: str
    address: str


@dataclass(frozen=True)
class Network:
    """The network of a closed graph, and what is known of its records.

    Attributes:
        source: the closed graph itself.
        graph: things, and one edge a statement.
        names: the name to show for each thing.
        own_word: records that rest on the word of their own parties alone.
        topics: for each record the IRIs of its programmes, or else of its themes.
        years: for each dated record the year in which it begins to hold.
        receipts: for each record the passages that support it.
    """

    source: Graph
    graph: nx.MultiDiGraph[str]
    names: dict[str, str]
    own_word: frozenset[str]
    topics: dict[str, tuple[str, ...]]
    years: dict[str, int]
    receipts: dict[str, list[Receipt]] = field(repr=False)

    def name_of(self, iri: str) -> str:
        """Return the name of a thing, or its short IRI where it has none."""
        return self.names.get(iri) or compact(iri)

    def find(self, text: str) -> str:
        """Return the IRI of a thing that a person names, in any language or by its IRI.

        Raises:
            UnknownName: nothing has this name, or several things have it.
        """
        return naming.find(self.source.store, text)


def read(graph: Graph) -> Network:
    """Return the network of a closed graph."""
    found = {name: _rows(graph, name) for name in ("names", "themes", "receipts")}
    names: dict[str, str] = {}
    ranked = sorted(found["names"], key=lambda r: (r["preferred"] != "1", r["language"] != "en"))
    for row in [*ranked, *({**r, "thing": r["theme"]} for r in found["themes"])]:
        names.setdefault(row["thing"] or "", row["name"] or "")
    return Network(
        source=graph,
        graph=build(nodes(_rows(graph, "things")), edges(_rows(graph, "links"))),
        names=names,
        own_word=frozenset(row["record"] or "" for row in _rows(graph, "own_word")),
        topics=_topics(_rows(graph, "about"), found["themes"]),
        years=_years(_rows(graph, "records")),
        receipts=_receipts(found["receipts"], names),
    )


def _rows(graph: Graph, name: str) -> list[Row]:
    text = (QUERIES / f"{name}.rq").read_text(encoding="utf-8")
    return list(query.select(graph.store, text).to_dicts())


def _topics(about: list[Row], themes: list[Row]) -> dict[str, tuple[str, ...]]:
    """Return the programmes of each record; themes stand for those that have none."""
    programmes: dict[str, list[str]] = defaultdict(list)
    for row in about:
        programmes[row["record"] or ""].append(row["program"] or "")
    for row in themes:
        if (record := row["about"] or "") not in programmes:
            programmes[record] = [r["theme"] or "" for r in themes if r["about"] == record]
    return {record: tuple(sorted(set(found))) for record, found in programmes.items()}


def _years(rows: list[Row]) -> dict[str, int]:
    starts = sorted((row["start"] or "", row["record"] or "") for row in rows if row["start"])
    years: dict[str, int] = {}
    for start, record in starts:
        if start[:4].isdigit():
            years.setdefault(record, int(start[:4]))
    return years


def _receipts(rows: list[Row], names: dict[str, str]) -> dict[str, list[Receipt]]:
    """Return the passages that support each record, one for each piece of evidence."""
    found: dict[str, dict[str, Receipt]] = defaultdict(dict)
    for row in rows:
        if row["stance"] == "supports":
            speaker = row["speaker"] or ""
            receipt = Receipt(
                evidence=row["evidence"] or "",
                words=row["words"] or row["reason"] or "",
                speaker=names.get(speaker) or compact(speaker) or row["judgedAs"] or "",
                voice=row["voiceName"] or "",
                source=row["source"] or "",
                title=row["title"] or "",
                issued=(row["issued"] or row["judgedOn"] or "")[:10],
                address=row["address"] or "",
            )
            found[row["record"] or ""].setdefault(receipt.evidence, receipt)
    return {record: list(receipts.values()) for record, receipts in found.items()}
