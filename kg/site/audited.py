"""The audit within the site: every record and source that it names leads to its page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from kg import audit
from kg.audit import Report
from kg.audit.model import Chart
from kg.load import Graph
from kg.site.model import Page, Site
from kg.vocabulary import expand

FILE = "audit.md"


def pages(site: Site) -> Iterator[Page]:
    """Yield the audit."""
    report = _report(site.graph)
    content: dict[str, Any] = {
        "report": report,
        "file": FILE,
        "shares": _shares,
        "full": expand,
    }
    yield Page("audit.html", "audited.html", "Audit", content, way="audit")


def files(site: Site) -> dict[str, str]:
    """Return the same as Markdown."""
    return {FILE: audit.as_markdown(_report(site.graph))}


@lru_cache(maxsize=1)
def _report(graph: Graph) -> Report:
    return audit.report(graph)


def _shares(chart: Chart) -> list[tuple[str, str, str]]:
    """Return name, number and length in percent of the longest bar."""
    most = max((count for _, count in chart.bars), default=0) or 1
    return [(name, f"{count:,}", f"{100 * count / most:.1f}") for name, count in chart.bars]
