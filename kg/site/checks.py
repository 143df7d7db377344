"""The checks of the gate with what they ask, and what they find in this very data."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from kg import paths
from kg.load import STDIN
from kg.site.model import Page, Site
from kg.validate import Entry, Finding, Report, Wanted, catalogue, validate
from kg.validate.formats import safe
from kg.validate.groups import GROUPS
from kg.vocabulary import compact

_LEVELS = {"error": "error", "warning": "warning", "info": "remark"}
_KINDS = {"sparql": "queries/checks/{}.rq", "shacl": "ontology/shapes/", "code": "kg/validate/"}
LEFT_OUT = (
    "The reasoner and the OWL 2 DL profile, which need Java.",
    "The questions of the catalogue against their recorded answers.",
)


def pages(site: Site) -> Iterator[Page]:
    """Yield the list of checks, and the report on the data of this site."""
    entries = catalogue()
    listed = {"groups": _groups(entries), "number": len(entries)}
    yield Page("checks.html", "checks.html", "Checks", listed, way="about")
    report = _report(site)
    content = _content(report) if report else {"report": None}
    content |= {"left_out": LEFT_OUT, "number": len(entries)}
    yield Page("validation.html", "validation.html", "Validation report", content, way="about")


def _groups(entries: list[Entry]) -> list[dict[str, Any]]:
    """Return the checks by group, in the order of the groups."""
    return [
        {
            "name": group,
            "sentence": sentence,
            "checks": [
                {
                    "name": one.name,
                    "level": _LEVELS[one.severity],
                    "said": [text for text in (one.sentence, one.problem) if text],
                    "remedy": one.solution,
                    "where": _KINDS[one.kind].format(one.name),
                }
                for one in entries
                if one.group == group
            ],
        }
        for group, sentence in GROUPS.items()
    ]


def _report(site: Site) -> Report | None:
    """Return what the gate finds without Java; None where the data cannot be read again."""
    if site.data is None or site.data == STDIN:
        return None
    return validate(site.data, paths.ONTOLOGY, fast=True, wanted=Wanted(skip=("questions",)))


def _content(report: Report) -> dict[str, Any]:
    found = groupby(report.findings, key=lambda one: (one.severity, one.check))
    return {
        "report": report,
        "totals": [(level, report.count(level), words) for level, words in _totals()],
        "findings": [
            {"check": check, "level": _LEVELS[severity], "rows": [_row(one) for one in same]}
            for (severity, check), same in found
        ],
        "accepted": [
            _row(one.finding) | {"reason": one.reason, "until": one.until}
            for one in report.accepted
        ],
    }


def _totals() -> tuple[tuple[Any, str], ...]:
    return (("error", "errors"), ("warning", "warnings"), ("info", "remarks"))


def _row(finding: Finding) -> dict[str, Any]:
    file = Path(finding.file).name  # where the site was made is nobody's business
    return {
        "check": finding.check,
        "place": f"{file}:{finding.line}" if finding.line else file,
        "iri": finding.entity,
        "name": safe(finding.label or compact(finding.entity)),
        "short": safe(compact(finding.entity)),
        "message": safe(finding.message),
        "remedy": safe(finding.remedy),
        "property": safe(finding.property),
        "value": safe(finding.value),
        "reason": "",
        "until": "",
    }
