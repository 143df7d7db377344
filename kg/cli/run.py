"""`kg run`: the whole pipeline, and a summary of what it made."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg import paths
from kg.cli.options import Examples, sources_option
from kg.cli.talking import leave, progress, say, say_result, width
from kg.cli.validate import report_text
from kg.query import Table, written

if TYPE_CHECKING:
    from kg.run import Summary


@click.command("run", cls=Examples, examples="kg run\nkg run --data my_data/ --build my_build/")
@click.option("--data", type=Path, default=None, metavar="PATH", help="Data of your own.")
@click.option(
    "--build", type=Path, default=paths.BUILD, show_default=True, metavar="DIR", help="Where to."
)
@sources_option
@click.option("--fast", is_flag=True, help="Leave out the checks that need Java.")
def command(data: Path | None, build: Path, sources: Path | None, fast: bool) -> None:
    """Load, validate, derive, and build the page and the files; stop at the first gate."""
    from kg.run import run as run_all

    summary = run_all(data or paths.DATA, build, sources=sources, fast=fast, tell=progress)
    if summary.report.count("error") or summary.report.count("warning"):
        say(report_text(summary.report, sys.stderr))
    say_result(_summary_text(summary))
    if summary.page is None:
        say("kg: nothing was built, because the gate found errors; mend them and run again")
        leave(1)


def _without_ids(table: Table) -> Table:
    """Leave out the columns of identifiers, which a first screen has no room for."""
    kept = [at for at, name in enumerate(table.columns) if name not in ("record", "evidence")]
    return Table(
        tuple(table.columns[at] for at in kept),
        tuple(tuple(row[at] for at in kept) for row in table.rows),
    )


def _summary_text(summary: Summary) -> str:
    found = " · ".join(f"{summary.report.count(s)} {s}s" for s in ("error", "warning"))
    counted = " · ".join(f"{number} {what}" for what, number in summary.counts.items())
    lines = [f"graph     {counted}", f"triples   {summary.triples} read, {summary.derived} derived"]
    lines += [f"findings  {found}"]
    if summary.page:
        lines += [
            f"page      {summary.page}",
            f"files     {summary.files[0].parent} ({len(summary.files)})",
        ]
    text = "\n".join(lines) + "\n"
    if summary.answered:
        table = summary.answered.table
        few = _without_ids(Table(table.columns, table.rows[:5]))
        text += f"\n{summary.answered.question}\n$ {summary.answered.command}\n\n"
        text += written(few, "table", width() or 100)
        text += f"… {len(table.rows) - 5} more rows\n" if len(table.rows) > 5 else ""
    return text
