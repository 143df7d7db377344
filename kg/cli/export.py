"""`kg export`: files for other tools."""

from __future__ import annotations

from pathlib import Path

import click

from kg import paths
from kg.cli.options import Examples, data_option
from kg.cli.talking import progress, say, say_result
from kg.load import closed


@click.command(
    "export", cls=Examples, examples="kg export\nkg export -f csv -f gexf --output files/"
)
@click.option(
    "-o",
    "--output",
    type=Path,
    default=paths.BUILD / "export",
    show_default=True,
    metavar="DIR",
    help="The folder.",
)
@click.option(
    "-f",
    "--format",
    "forms",
    multiple=True,
    metavar="FORMAT",
    help="nt, nq, ttl, jsonld, csv, graphml, gexf or parquet; more than once. Default: all.",
)
@data_option
def command(output: Path, forms: tuple[str, ...], data: Path | None) -> None:
    """Write the graph for other tools; print the name of each file."""
    from kg import export as exporting

    if not forms and not exporting.has_parquet():
        say("kg: no parquet, because pyarrow is not installed")
    graph = closed(data)
    progress("exporting")
    for path in exporting.export(graph, output, forms or exporting.available()):
        say_result(f"{path}\n")
