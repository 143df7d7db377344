"""The report: promises, contradictions, voices, drift, absences, coverage, each with receipts."""

from __future__ import annotations

from pathlib import Path

from kg.audit.model import Report
from kg.audit.pages import as_html, as_markdown
from kg.audit.sections import report
from kg.query import Source

__all__ = ["Report", "as_html", "as_markdown", "report", "write"]


def write(graph: Source, folder: Path) -> list[Path]:
    """Write the report as audit.md and audit.html; return the files.

    Raises:
        OSError: the folder cannot be written.
    """
    made = report(graph)
    folder.mkdir(parents=True, exist_ok=True)
    files = {folder / "audit.md": as_markdown(made), folder / "audit.html": as_html(made)}
    for path, text in files.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    return list(files)
