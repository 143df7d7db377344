"""`kg audit`: promises, contradictions, voices and absences as a report."""

from __future__ import annotations

from pathlib import Path

import click

from kg import paths
from kg.cli.options import Examples, data_option
from kg.cli.talking import progress, say_result
from kg.errors import DataError


@click.command(
    "audit", cls=Examples, examples="kg audit\nkg audit --data my_data/ --output report/"
)
@click.option(
    "-o",
    "--output",
    type=Path,
    default=paths.BUILD,
    show_default=True,
    metavar="DIR",
    help="The folder for audit.md and audit.html.",
)
@data_option
def command(output: Path, data: Path | None) -> None:
    """Report on promises, contradictions, voices, drift, absences and coverage, with receipts.

    The page opens from a file, offline. Prints the name of each file.
    """
    from kg import audit
    from kg.load import kept

    graph = kept.closed(data)
    progress("reporting")
    try:
        files = audit.write(graph, output)
    except OSError as fault:
        message = f"{output}: cannot be written: {fault.strerror}"
        raise DataError(message) from fault
    for path in files:
        say_result(f"{path}\n")
