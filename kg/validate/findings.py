"""What a run of the gate finds: findings as records, and a report that holds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from kg.positions import Term

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True)
class Fault:
    """What a check says before it is known where it stands.

    Attributes:
        check: the check's id.
        severity: how bad it is.
        message: what is wrong.
        remedy: what to do.
        entity: IRI or blank node that the fault is about.
        property: IRI of the property, with ^ in front where the other end is meant.
        value: the value that is wrong.
        place: file, line and column where the check knows them itself.
    """

    check: str
    severity: Severity
    message: str
    remedy: str
    entity: str | None = None
    property: str | None = None
    value: Term | None = None
    place: tuple[str, int, int] | None = None


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, where it stands, and what to do.

    Attributes:
        check: the check's id.
        severity: error blocks, warning asks for a look, info informs.
        file: path as the user knows it; "" where the finding has no file.
        line: 1 for the first line; 0 where there is none.
        column: 1 for the first character of the line; 0 where there is none.
        entity: full IRI of the thing, record, evidence or term; "" where there is none.
        label: its name, or "".
        property: short name of the property, or "".
        value: the value as Turtle, shortened where it is long, or "".
        message: what is wrong.
        remedy: what to do.
        group: the check's group, or "".
    """

    check: str
    severity: Severity
    file: str
    line: int
    column: int
    entity: str
    label: str
    property: str
    value: str
    message: str
    remedy: str
    group: str = ""

    def order(self) -> tuple[int, str, int, int, str, str, str, str]:
        """Return the key by which findings are sorted: worst first, then by place."""
        rank = SEVERITIES.index(self.severity)
        place = (self.file, self.line, self.column)
        return (rank, *place, self.check, self.entity, self.property, self.value)


@dataclass(frozen=True)
class Accepted:
    """A finding that is not counted, because someone looked at it and said why it may stay."""

    finding: Finding
    reason: str
    until: str


@dataclass(frozen=True)
class Report:
    """What a run found, and what it really saw.

    Attributes:
        findings: sorted, worst first, then by file and line.
        counts: how many files, triples, axioms, individuals, shapes, checks, evidences it saw.
        tools: name and version of each tool that ran.
        notes: sentences about what was left out and why.
        accepted: findings that an exception in the data's gate.toml accepts, in the same order.
    """

    findings: tuple[Finding, ...]
    counts: dict[str, int] = field(default_factory=dict)
    tools: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    accepted: tuple[Accepted, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether any finding is an error."""
        return self.fails("error")

    def fails(self, level: Severity) -> bool:
        """Whether any finding is as bad as this level, or worse."""
        blocking = SEVERITIES[: SEVERITIES.index(level) + 1]
        return any(finding.severity in blocking for finding in self.findings)

    def count(self, severity: Severity) -> int:
        """Return how many findings have this severity."""
        return sum(finding.severity == severity for finding in self.findings)
