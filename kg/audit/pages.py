"""The report as Markdown, and as one page that needs nothing else: every text escaped."""

from __future__ import annotations

import base64
import hashlib
import re

from kg import paths
from kg.audit.model import Chart, Report

_MARKED = re.compile(r"([\\`*_\[\]#|~$])")
_SAFE_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\]+\Z", re.IGNORECASE)


def as_html(report: Report) -> str:
    """Return the report as one HTML page, the same bytes for the same report."""
    from markupsafe import Markup

    style = (paths.PAGES / "audit.css").read_text("utf-8").replace("\r\n", "\n")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return _rendered("audit.html", report, style=Markup(style), policy=policy)


def as_markdown(report: Report) -> str:
    """Return the report as Markdown, the same bytes for the same report."""
    text = _rendered("audit.md", report)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _rendered(template: str, report: Report, **more: object) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(paths.PAGES),
        autoescape=template.endswith(".html"),  # Markdown is escaped by the filter `md`
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"md": _escaped, "address": _address, "shares": _shares, "slug": _slug}
    return environment.get_template(template).render(report=report, **more)


def _escaped(text: str) -> str:
    """Return a text that Markdown shows as it is."""
    marked = _MARKED.sub(r"\\\1", text.replace("&", "&amp;"))
    return marked.replace("<", "&lt;").replace(">", "&gt;")


def _address(text: str) -> str:
    """Return an address that may be followed, or nothing."""
    return text if _SAFE_ADDRESS.match(text) else ""


def _shares(chart: Chart) -> list[tuple[str, int, str]]:
    """Return name, number and length in percent of the longest bar."""
    most = max((count for _, count in chart.bars), default=0) or 1
    return [(name, count, f"{100 * count / most:.1f}") for name, count in chart.bars]


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
