"""What the site is made of: pages, where they lie, and what every page knows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.load import Graph
from kg.site.addresses import addresses
from kg.site.holdings import Holdings
from kg.vocabulary import DATA_SET, PREFIXES

LANGUAGES = ("en", "zh")
_BASE = re.compile(r"https?://[^\s<>\"'`\\?#]+\Z")


@dataclass(frozen=True)
class Page:
    """One page before it is HTML.

    Attributes:
        path: where it lies in the site, such as `id/program/ant-forest.html`.
        template: its file in kg/pages/site.
        title: as the window says it.
        content: what the template shows.
        iri: what the page is about, where that has an IRI.
        language: of what the page itself says, `en` or `zh`.
        other: the path of the same page in the other language; empty where there is none.
        way: the entry of the head's list under which it stands.
    """

    path: str
    template: str
    title: str
    content: dict[str, Any] = field(default_factory=dict)
    iri: str = ""
    language: str = "en"
    other: str = ""
    way: str = ""

    @property
    def root(self) -> str:
        """The way from this page to the root of the site: empty, or `../` for every folder."""
        return "../" * self.path.count("/")

    @property
    def stem(self) -> str:
        """The name of the page's file without its ending, as its twins have it."""
        return self.path.rpartition("/")[2].removesuffix(".html")


class Site:
    """What every page may look up: the facts, the addresses, and the release of the data."""

    def __init__(self, graph: Graph, base: str = "", data: Path | None = None) -> None:
        """Read the graph once.

        Args:
            graph: what the site shows.
            base: the address at which it will stand, if known.
            data: the files from which the graph was made, for the gate to judge, if known.

        Raises:
            UsageError: the base is no address of the web.
        """
        if base and not _BASE.match(base):
            message = f"'{base}' is not where a site can stand; write https://example.org/antkg/"
            raise UsageError(message)
        self.base = base if base.endswith("/") or not base else f"{base}/"
        self.data = data
        self.graph = graph
        self.holdings = Holdings(graph)
        self.addresses = addresses(self.holdings)

    @cached_property
    def release(self) -> str:
        """The day of the data's release; empty where the data name none."""
        facts = self.holdings[DATA_SET]
        days = facts[PREFIXES["dcterms"] + "issued"] or facts[PREFIXES["dcterms"] + "modified"]
        versions = facts[PREFIXES["owl"] + "versionInfo"]
        return (days or versions)[0].value[:10] if days or versions else ""

    def address(self, iri: str) -> str:
        """Return the path of an IRI's page, or nothing where it has none."""
        return self.addresses.get(iri, "")

    @cached_property
    def named(self) -> dict[str, str]:
        """The thing of each English name that only one thing has."""
        found: dict[str, str] = {}
        for iri in self.holdings.of_class("Thing"):
            name = self.holdings.labels[iri]
            found[name] = "" if name in found else iri
        return {name: iri for name, iri in found.items() if iri}
