"""The gate: ontology and data in, findings out.

Open world (OWL 2 DL profile, consistency) and closed world (shapes, checks, evidence) judge the
same files. Nothing is fetched, and a tool that cannot run is an error finding.
"""

from __future__ import annotations

from kg.validate.catalogue import Entry, catalogue
from kg.validate.exchange import as_junit, as_sarif
from kg.validate.findings import SEVERITIES, Accepted, Finding, Report, Severity
from kg.validate.formats import as_json, as_text
from kg.validate.gate import validate
from kg.validate.manual import as_manual
from kg.validate.page import as_html
from kg.validate.selection import Asked, Wanted

__all__ = [
    "SEVERITIES",
    "Accepted",
    "Asked",
    "Entry",
    "Finding",
    "Report",
    "Severity",
    "Wanted",
    "as_html",
    "as_json",
    "as_junit",
    "as_manual",
    "as_sarif",
    "as_text",
    "catalogue",
    "validate",
]
