"""Findings that may follow from another one, gathered under it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.validate.findings import SEVERITIES, Finding
from kg.vocabulary import compact

_ROOTS = ("misspelt-term", "undeclared-borrowed-term", "dangling-reference", "untyped-subject")


@dataclass(frozen=True)
class Cause:
    """A finding, and those that may vanish once it is mended."""

    finding: Finding
    follows: tuple[Finding, ...] = ()


def gathered(findings: Iterable[Finding]) -> list[Cause]:
    """Return the findings by severity and check, each that may follow from a root under that root.

    A misspelt class leaves a thing without a type, and then each record that names the thing is
    objected to: one cause, many findings. One follows from a root where it is about the thing of
    the root, or has that thing as its value.
    """
    ordered = sorted(findings, key=lambda f: (SEVERITIES.index(f.severity), f.check, f.order()))
    roots: dict[str, Finding] = {}
    for check in _ROOTS:
        for finding in ordered:
            if finding.check == check and finding.entity:
                roots.setdefault(_thing(finding), finding)
    below: dict[Finding, list[Finding]] = {}
    for finding in ordered:
        root = roots.get(compact(finding.entity)) or roots.get(finding.value)
        if root and root is not finding and finding not in roots.values():
            below.setdefault(root, []).append(finding)
    taken = {finding for follows in below.values() for finding in follows}
    return [Cause(f, tuple(below.get(f, ()))) for f in ordered if f not in taken]


def _thing(finding: Finding) -> str:
    """Return what a root is about: the thing that is not described, or the one misdescribed."""
    return finding.value if finding.check == "dangling-reference" else compact(finding.entity)
