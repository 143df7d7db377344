"""A report as text for people, and as JSON for machines."""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import groupby

from kg.validate.findings import SEVERITIES, Finding, Report
from kg.vocabulary import compact

_COLOURS = {"error": "31", "warning": "33", "info": "36"}


def as_text(report: Report, colour: bool) -> str:
    """Return the report for a reader: findings by check, then what was seen."""
    lines: list[str] = []
    ordered = sorted(report.findings, key=lambda f: (SEVERITIES.index(f.severity), f.check))
    for (severity, check), group in groupby(ordered, key=lambda f: (f.severity, f.check)):
        found = sorted(group, key=Finding.order)
        lines.append(f"{_painted(severity, severity, colour)} {check} ({len(found)})")
        remedies = {finding.remedy for finding in found}
        for finding in found:
            lines.append(f"  {_place(finding)}{words(finding)}")
            if len(remedies) > 1:
                lines.append(f"    {finding.remedy}")
        if len(remedies) == 1:
            lines.append(f"  → {found[0].remedy}")
        lines.append("")
    lines.extend(report.notes)
    lines.append(", ".join(f"{number} {name}" for name, number in report.counts.items()))
    lines.append(", ".join(f"{name} {version}" for name, version in report.tools.items()))
    lines.append(_verdict(report, colour))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _place(finding: Finding) -> str:
    return safe(f"{finding.file}:{finding.line}:{finding.column}: ") if finding.file else ""


def words(finding: Finding) -> str:
    """Return one line that names the thing, says what is wrong, and shows the value."""
    name = compact(finding.entity)
    who = f"{finding.label} ({name}): " if finding.label else f"{name}: " if name else ""
    what = " ".join(part for part in (finding.property, finding.value) if part)
    return safe(f"{who}{finding.message}{f' [{what}]' if what else ''}")


def safe(text: str) -> str:
    """Return a text without characters that act on a terminal or turn its direction."""
    return "".join(
        c if c.isprintable() and not "\u200b" <= c <= "\u200f" else f"\\u{ord(c):04x}" for c in text
    )


def _verdict(report: Report, colour: bool) -> str:
    names = {"error": "errors", "warning": "warnings", "info": "remarks"}
    counts = ", ".join(f"{report.count(s)} {names[s]}" for s in SEVERITIES)
    verdict, paint = ("not valid", "error") if report.has_errors else ("valid", "ok")
    return f"{_painted(verdict, paint, colour)}: {counts}"


def _painted(text: str, severity: str, colour: bool) -> str:
    return f"\x1b[{_COLOURS.get(severity, '32')}m{text}\x1b[0m" if colour else text


def as_json(report: Report) -> str:
    """Return the report as JSON, the same bytes for the same report."""
    content = {
        "valid": not report.has_errors,
        "findings": [asdict(finding) for finding in report.findings],
        "counts": report.counts,
        "tools": report.tools,
        "notes": list(report.notes),
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
