"""`kg explore`: the interactive page."""

from __future__ import annotations

from pathlib import Path

import click

from kg import paths
from kg.cli.options import Examples, data_option
from kg.cli.talking import progress, say_result
from kg.load import closed


@click.command("explore", cls=Examples, examples="kg explore\nkg explore --output network.html")
@click.option(
    "-o",
    "--output",
    type=Path,
    default=paths.BUILD / "explorer.html",
    show_default=True,
    metavar="FILE",
    help="The page.",
)
@data_option
def command(output: Path, data: Path | None) -> None:
    """Draw the interactive page of the partnership network; it opens offline."""
    from kg.explore import write_page
    from kg.run import starts

    graph = closed(data)
    progress("drawing")
    say_result(f"{write_page(graph, output, starts(graph))}\n")
