"""The report as one page that needs nothing else: no script, no request, every text escaped."""

from __future__ import annotations

import base64
import hashlib
from itertools import groupby
from typing import Any

from kg import paths
from kg.validate.causes import Cause, gathered
from kg.validate.findings import SEVERITIES, Finding, Report
from kg.validate.formats import place, safe
from kg.vocabulary import compact

_LEVELS = {"error": "errors", "warning": "warnings", "info": "remarks"}
_LEVEL = {"error": "error", "warning": "warning", "info": "remark"}


def as_html(report: Report) -> str:
    """Return the report as one HTML page, the same bytes for the same report."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(paths.PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = (paths.PAGES / "report.css").read_text("utf-8").replace("\r\n", "\n")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template("report.html").render(
        style=Markup(style),
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; "
        "form-action 'none'",
        is_valid=not report.has_errors,
        totals=[(s, _LEVELS[s], report.count(s)) for s in SEVERITIES],
        checks=_checks(report),
        accepted=[(_row(a.finding), a.finding.check, a.reason, a.until) for a in report.accepted],
        counts=sorted(report.counts.items()),
        tools=sorted(report.tools.items()),
        notes=report.notes,
    )


def _checks(report: Report) -> list[dict[str, Any]]:
    """Return the findings as the page lists them: by check, each with what may follow from it."""
    found = []
    causes = gathered(report.findings)
    for (severity, check), group in groupby(
        causes, key=lambda cause: (cause.finding.severity, cause.finding.check)
    ):
        listed = list(group)
        remedies = {cause.finding.remedy for cause in listed}
        found.append(
            {
                "name": check,
                "severity": severity,
                "level": _LEVEL[severity],
                "group": listed[0].finding.group,
                "remedy": remedies.pop() if len(remedies) == 1 else "",
                "rows": [_caused(cause) for cause in listed],
            }
        )
    return found


def _caused(cause: Cause) -> dict[str, Any]:
    follows = [_row(finding) | {"check": finding.check} for finding in cause.follows]
    return _row(cause.finding) | {"follows": follows}


def _row(finding: Finding) -> dict[str, Any]:
    name = compact(finding.entity)
    return {
        "place": place(finding).removesuffix(": "),
        "label": safe(finding.label),
        "name": safe(name),
        "message": safe(finding.message),
        "property": safe(finding.property),
        "value": safe(finding.value),
        "remedy": safe(finding.remedy),
    }
