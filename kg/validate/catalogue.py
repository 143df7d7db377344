"""Every check there is: those in SPARQL, those in SHACL, and those that only code can make."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg import paths
from kg.validate import checks, shapes
from kg.validate.findings import Severity

CODED: dict[str, str] = {
    "broken-shape": "Each shape can be understood by the engine.",
    "byte-order-mark": "No file starts with a byte order mark.",
    "control-character": "No file holds a control character.",
    "folder": "Each folder that is named holds Turtle files.",
    "fragment-not-found": "Each fragment stands at its offsets in the text of its source.",
    "ill-typed-literal": "The text of each literal is one of its datatype.",
    "inconsistent": "Ontology and data can hold together.",
    "outside-owl2-dl": "Ontology and data are in OWL 2 DL.",
    "printed-number-differs": "A printed number can be read as the value that is given.",
    "printed-number-not-near": "A printed number stands near its fragment in the source.",
    "source-text-changed": "The text of each source has the digest that was recorded.",
    "source-text-missing": "The text of each source that was read whole is there.",
    "syntax": "Each file can be parsed.",
    "unreadable-file": "Each file can be read.",
    "unsatisfiable-class": "Each class can have a member.",
}


@dataclass(frozen=True)
class Entry:
    """One check as a manual shows it.

    Attributes:
        name: its id.
        severity: how bad its findings are.
        sentence: what holds where nothing is wrong.
        kind: sparql, shacl or code.
    """

    name: str
    severity: Severity
    sentence: str
    kind: str


def catalogue(ontology: Path = paths.ONTOLOGY) -> list[Entry]:
    """Return every check in order of name."""
    found = [Entry(c.name, c.severity, c.sentence, "sparql") for c in checks.read()]
    found += [Entry(name, "error", sentence, "code") for name, sentence in CODED.items()]
    found += _shapes(shapes.read(shapes.shapes_of(ontology)))
    return sorted(found, key=lambda entry: entry.name)


def _shapes(store: ox.Store) -> list[Entry]:
    """Return one entry for each shape that has a message of its own."""
    message, severity = (ox.NamedNode(shapes.SHACL + name) for name in ("message", "severity"))
    entries = []
    for quad in store.quads_for_pattern(None, message, None):
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.object, ox.Literal)
        given = next(iter(store.quads_for_pattern(quad.subject, severity, None)), None)
        level = str(given.object).strip("<>").rpartition("#")[2] if given else "Violation"
        sentence = quad.object.value.partition(". ")[0] + "."
        name = quad.subject.value.rpartition("#")[2]
        entries.append(Entry(name, shapes.SEVERITY[level], sentence, "shacl"))
    return entries
