"""Every check there is: those in SPARQL, those in SHACL, and those that only code can make."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg import paths
from kg.validate import checks, shapes
from kg.validate.coded import CODED
from kg.validate.findings import Severity
from kg.validate.groups import group_of_shape


@dataclass(frozen=True)
class Entry:
    """One check as a manual shows it.

    Attributes:
        name: its id.
        group: one of the twelve groups.
        severity: how bad its findings are.
        sentence: what holds where nothing is wrong.
        problem: what is wrong where it does not hold; "" where the sentence says it all.
        solution: what to do.
        kind: sparql, shacl or code.
    """

    name: str
    group: str
    severity: Severity
    sentence: str
    problem: str
    solution: str
    kind: str


def catalogue(ontology: Path = paths.ONTOLOGY) -> list[Entry]:
    """Return every check in order of name."""
    return entries(checks.read(), shapes.read(shapes.shapes_of(ontology)))


def entries(queries: Iterable[checks.Check], shapes_read: ox.Store) -> list[Entry]:
    """Return these queries, these shapes and all checks in code, in order of name."""
    found = [
        Entry(c.name, c.group, c.severity, c.sentence, c.problem, c.solution, "sparql")
        for c in queries
    ]
    found += [
        Entry(name, c.group, "error", c.sentence, c.problem, c.solution, "code")
        for name, c in CODED.items()
    ]
    return sorted([*found, *_shapes(shapes_read)], key=lambda entry: entry.name)


def _shapes(store: ox.Store) -> list[Entry]:
    """Return one entry for each shape that has a message of its own."""
    message, severity = (ox.NamedNode(shapes.SHACL + name) for name in ("message", "severity"))
    found = []
    for quad in store.quads_for_pattern(None, message, None):
        if not isinstance(quad.subject, ox.NamedNode) or not isinstance(quad.object, ox.Literal):
            continue
        given = next(iter(store.quads_for_pattern(quad.subject, severity, None)), None)
        level = str(given.object).strip("<>").rpartition("#")[2] if given else "Violation"
        sentence, _, solution = quad.object.value.partition(". ")
        name = quad.subject.value.rpartition("#")[2]
        words = (sentence.rstrip(".") + ".", "", solution)
        rank = shapes.SEVERITY.get(level, "error")
        found.append(Entry(name, group_of_shape(name), rank, *words, "shacl"))
    return found
