"""The manual of checks, made from their headers: docs/checks.md."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from kg import paths
from kg.validate.catalogue import Entry
from kg.validate.groups import GROUPS

_KINDS = {"sparql": "queries/checks/{}.rq", "shacl": "ontology/shapes/", "code": "kg/validate/"}
_LEVELS = {"error": "error", "warning": "warning", "info": "remark"}


def as_manual(entries: Iterable[Entry]) -> str:
    """Return the manual of these checks as Markdown, by group and name."""
    order = list(GROUPS)
    ordered = sorted(entries, key=lambda e: (order.index(e.group), e.name))
    head = (paths.PAGES / "checks.md").read_text("utf-8")
    lines = [head.format(count=len(ordered), groups=len({e.group for e in ordered}))]
    for group, found in groupby(ordered, key=lambda entry: entry.group):
        lines += [f"## {group}", "", GROUPS[group], ""]
        for entry in found:
            lines += _section(entry)
    return "\n".join(lines).rstrip() + "\n"


def _section(entry: Entry) -> list[str]:
    where = _KINDS[entry.kind].format(entry.name)
    said = [("Problem", entry.problem), ("Remedy", entry.solution)]
    lines = [f"### {entry.name}", "", entry.sentence, ""]
    lines += [f"- Severity: {_LEVELS[entry.severity]}", f"- Made in: `{where}`"]
    return [*lines, *(f"- {word}: {text}" for word, text in said if text), ""]
