"""A report for other tools: SARIF 2.1.0 for code hosts, JUnit XML for test runners."""

from __future__ import annotations

import json
import re
from itertools import groupby
from urllib.parse import quote
from xml.etree import ElementTree

from kg.validate.findings import Finding, Report, Severity
from kg.validate.formats import safe, words

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HOME = "https://w3id.org/antkg/schema"


def as_sarif(report: Report) -> str:
    """Return the report as SARIF 2.1.0, the same bytes for the same report."""
    everything = [*report.findings, *(accepted.finding for accepted in report.accepted)]
    first = {finding.check: finding for finding in reversed(everything)}
    rules = sorted(first)
    driver = {
        "name": "kg validate",
        "informationUri": _HOME,
        "rules": [_rule(first[rule]) for rule in rules],
    }
    results = [_result(finding, rules.index(finding.check)) for finding in report.findings]
    for accepted in report.accepted:
        result = _result(accepted.finding, rules.index(accepted.finding.check))
        reason = f"{accepted.reason} (until {accepted.until})"
        result["suppressions"] = [{"kind": "external", "justification": reason}]
        results.append(result)
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
        "properties": {"counts": report.counts, "tools": report.tools},
    }
    content = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _rule(finding: Finding) -> dict[str, object]:
    rule: dict[str, object] = {"id": finding.check, "help": {"text": finding.remedy}}
    return rule | ({"properties": {"tags": [finding.group]}} if finding.group else {})


def _result(finding: Finding, rule: int) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": finding.check,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{words(finding)}. {finding.remedy}"},
    }
    if finding.file:
        region = {"startLine": max(finding.line, 1), "startColumn": max(finding.column, 1)}
        place = {"artifactLocation": {"uri": quote(finding.file)}, "region": region}
        result["locations"] = [{"physicalLocation": place}]
    return result


def as_junit(report: Report, fail_on: Severity = "error") -> str:
    """Return the report as JUnit XML: one test case for each check that found something.

    Args:
        report: what a run found.
        fail_on: a case fails where a finding is as bad as this; accepted findings are skipped ones.
    """
    suite = ElementTree.Element("testsuite", name="kg validate")
    by_check = sorted(report.findings, key=lambda f: (f.check, f.order()))
    for check, group in groupby(by_check, key=lambda finding: finding.check):
        found = tuple(group)
        text = _xml("\n".join(_line(finding) for finding in found))
        if Report(found).fails(fail_on):
            _case(suite, check, "failure", text).set("message", _xml(found[0].message))
        else:
            _case(suite, check, "system-out", text)
    for accepted in report.accepted:
        reason = f"accepted: {accepted.reason} (until {accepted.until})"
        text = _xml(_line(accepted.finding))
        _case(suite, accepted.finding.check, "skipped", text).set("message", _xml(reason))
    if not len(suite):
        ElementTree.SubElement(suite, "testcase", classname="kg.validate", name="all checks")
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", "0")
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
    suites = ElementTree.Element("testsuites")
    suites.append(suite)
    ElementTree.indent(suites)
    content = ElementTree.tostring(suites, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{content}\n'


def _case(suite: ElementTree.Element, check: str, outcome: str, text: str) -> ElementTree.Element:
    case = ElementTree.SubElement(suite, "testcase", classname="kg.validate", name=check)
    said = ElementTree.SubElement(case, outcome)
    said.text = text
    return said


def _line(finding: Finding) -> str:
    place = f"{finding.file}:{finding.line}:{finding.column}: " if finding.file else ""
    return f"{place}{finding.severity}: {words(finding)}. {finding.remedy}"


def _xml(text: str) -> str:
    """Return a text without characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", safe(text) if "\n" not in text else text)
