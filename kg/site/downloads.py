"""Files to take away: what each is, how large it is, and the sum by which one knows it again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg import ask, paths
from kg.export import FORMATS, export
from kg.site.model import Site

FOLDER = "data"
LEFT_OUT = ("parquet",)  # whether it can be written depends on what is installed
QUESTIONS_FILE = f"{FOLDER}/questions.ttl"
REDIRECTS_FILE = f"{FOLDER}/w3id.htaccess.txt"
_REDIRECTS = paths.ROOT / "w3id" / ".htaccess"
_NO_ADDRESS = "https://example.org/antkg/"
_GRAPH, _TABLES, _NETWORK, _WORDS = "The whole graph", "Tables", "Networks", "Words and questions"


@dataclass(frozen=True)
class Kind:
    """What a file is: the group under which it stands, a sentence for it, and its media type.

    Attributes:
        group: the heading on the page.
        sentence: what it holds.
        media_type: as IANA lists it.
        is_graph: whether it holds the whole graph.
    """

    group: str
    sentence: str
    media_type: str
    is_graph: bool = False

    @property
    def is_data(self) -> bool:
        """Whether it is a form of the data, and not something about them."""
        return self.group in (_GRAPH, _TABLES, _NETWORK)


KINDS = {
    "data/graph.ttl": Kind(_GRAPH, "Turtle, in few bytes and to be read", "text/turtle", True),
    "data/graph.nt": Kind(_GRAPH, "one triple a line, sorted", "application/n-triples", True),
    "data/graph.nq": Kind(
        _GRAPH, "the same with the name of the graph", "application/n-quads", True
    ),
    "data/graph.jsonld": Kind(_GRAPH, "JSON-LD", "application/ld+json", True),
    "sparql/graph.nt.gz": Kind(
        _GRAPH, "one triple a line, packed; what the SPARQL page asks", "application/gzip", True
    ),
    "data/things.csv": Kind(_TABLES, "every thing with its kind and names", "text/csv"),
    "data/edges.csv": Kind(_TABLES, "who or what is joined with what, by which record", "text/csv"),
    "data/figures.csv": Kind(
        _TABLES, "every figure with unit, bound, period, passage and voice", "text/csv"
    ),
    "data/network.graphml": Kind(
        _NETWORK, "GraphML, for networkx, igraph and yEd", "application/graphml+xml"
    ),
    "data/network.gexf": Kind(_NETWORK, "GEXF, for Gephi", "application/gexf+xml"),
    "schema.ttl": Kind(_WORDS, "the ontology with its codes and mappings", "text/turtle"),
    QUESTIONS_FILE: Kind(
        _WORDS, "the questions as SPARQL examples in SHACL, for editors", "text/turtle"
    ),
    "questions/index.json": Kind(_WORDS, "the questions, for programs", "application/json"),
    "names.json": Kind(_WORDS, "every name in every language with its page", "application/json"),
    "audit.md": Kind(_WORDS, "the audit", "text/markdown"),
    REDIRECTS_FILE: Kind(
        _WORDS, "redirects that w3id.org would need; not registered", "text/plain"
    ),
}


@dataclass(frozen=True)
class Download:
    """One file as it lies in the site."""

    path: str
    kind: Kind
    content: bytes

    @cached_property
    def size(self) -> int:
        """The number of bytes."""
        return len(self.content)

    @cached_property
    def sum(self) -> str:
        """The SHA-256 of the bytes, in hexadecimal digits."""
        return hashlib.sha256(self.content).hexdigest()


def write(site: Site, folder: Path) -> None:
    """Write into the folder of the site what is made for downloading only.

    Raises:
        DataError: the folder cannot be written to.
        OSError: the same.
    """
    export(site.graph, folder / FOLDER, [form for form in FORMATS if form not in LEFT_OUT])
    examples = ask.as_examples(ask.catalogue())
    (folder / QUESTIONS_FILE).write_text(examples, encoding="utf-8", newline="\n")
    if _REDIRECTS.is_file():  # a wheel does not carry it
        rules = _REDIRECTS.read_text(encoding="utf-8")
        rules = rules.replace(_NO_ADDRESS, site.base) if site.base else rules
        (folder / REDIRECTS_FILE).write_text(rules, encoding="utf-8", newline="\n")


def listed(folder: Path) -> list[Download]:
    """Return the files of a site that are offered, in the order of KINDS."""
    found = ((path, kind) for path, kind in KINDS.items() if (folder / path).is_file())
    return [Download(path, kind, (folder / path).read_bytes()) for path, kind in found]
