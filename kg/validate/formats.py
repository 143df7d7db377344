"""A report as text for people, and as JSON for machines."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from itertools import groupby

from kg.validate.causes import Cause, gathered
from kg.validate.findings import SEVERITIES, Accepted, Finding, Report, Severity
from kg.vocabulary import compact

_MOST_PLACES = 5
_COLOURS = {"error": "31", "warning": "33", "info": "36"}


def as_text(report: Report, colour: bool) -> str:
    """Return the report for a reader: findings by check and cause, then what was seen."""
    lines: list[str] = []
    causes = gathered(report.findings)
    for (severity, check), group in groupby(causes, key=_heading):
        lines += [*_block(severity, check, list(group), colour), ""]
    if report.accepted:
        lines += [*_accepted(report.accepted), ""]
    lines.extend(report.notes)
    lines.append(", ".join(f"{number} {name}" for name, number in report.counts.items()))
    lines.append(", ".join(f"{name} {version}" for name, version in report.tools.items()))
    lines.append(_verdict(report, colour))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _heading(cause: Cause) -> tuple[Severity, str]:
    return (cause.finding.severity, cause.finding.check)


def _block(severity: Severity, check: str, causes: list[Cause], colour: bool) -> list[str]:
    """Return the lines of one check; the remedy stands once where it is the same for all."""
    lines = [f"{painted(severity, severity, colour)} {check} ({len(causes)})"]
    remedies = {cause.finding.remedy for cause in causes}
    for cause in causes:
        lines.append(f"  {place(cause.finding)}{words(cause.finding)}")
        if len(remedies) > 1:
            lines.append(f"    {safe(cause.finding.remedy)}")
        lines += _follows(cause)
    if len(remedies) == 1:
        lines.append(f"  → {safe(causes[0].finding.remedy)}")
    return lines


def _follows(cause: Cause) -> list[str]:
    """Return one line for each check whose findings may follow from this one."""
    lines = []
    for (severity, check), group in groupby(map(Cause, cause.follows), key=_heading):
        places = [place(each.finding).removesuffix(": ") for each in group]
        shown = ", ".join(places[:_MOST_PLACES]) + (" …" if len(places) > _MOST_PLACES else "")
        lines.append(f"      {severity} {check} ({len(places)}): {shown}")
    return ["    This may be why there are also:", *lines] if lines else []


def _accepted(accepted: Iterable[Accepted]) -> list[str]:
    listed = [
        f"  {place(a.finding)}{a.finding.check}: {words(a.finding)}\n"
        f"    until {a.until}: {safe(a.reason)}"
        for a in accepted
    ]
    return [f"accepted ({len(listed)})", *listed]


def place(finding: Finding) -> str:
    """Return where a finding stands, with a colon and a blank behind it, or nothing."""
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
    return f"{painted(verdict, paint, colour)}: {counts}"


def painted(text: str, severity: str, colour: bool) -> str:
    """Return a text in the colour of a severity."""
    return f"\x1b[{_COLOURS.get(severity, '32')}m{text}\x1b[0m" if colour else text


def as_json(report: Report) -> str:
    """Return the report as JSON, the same bytes for the same report."""
    content = {
        "valid": not report.has_errors,
        "findings": [asdict(finding) for finding in report.findings],
        "accepted": [asdict(accepted) for accepted in report.accepted],
        "counts": report.counts,
        "tools": report.tools,
        "notes": list(report.notes),
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
