"""`kg explore`: the interactive page."""

from __future__ import annotations

from pathlib import Path

import click

from kg import paths
from kg.cli.options import Examples, data_option, format_option
from kg.cli.talking import progress, say_result
from kg.errors import DataError
from kg.load import closed

PAGE = paths.BUILD / "explorer.html"


@click.command(
    "explore",
    cls=Examples,
    examples="kg explore\nkg explore --output network.html\n"
    'kg explore -f svg --focus "Ant Forest" -o forest.svg',
)
@click.option(
    "-o",
    "--output",
    type=Path,
    metavar="FILE",
    help=f"Where to. Default: {PAGE} for the page, standard output for svg.",
)
@format_option(("html", "svg"), "The page, or a picture for a paper. Default: html.")
@click.option("--focus", metavar="NAME", help="With svg: the thing in the middle.")
@click.option(
    "--depth",
    type=click.IntRange(0, 3),
    default=1,
    show_default=True,
    help="With svg: steps around the focus; 0 is the whole network.",
)
@click.option("--stories", type=Path, metavar="DIR", help="Write the stories beside it, too.")
@data_option
def command(
    output: Path | None,
    form: str | None,
    focus: str | None,
    depth: int,
    stories: Path | None,
    data: Path | None,
) -> None:
    """Draw the interactive page of the partnership network; it opens offline."""
    if form == "svg":
        _draw(output, focus, depth, data)
        return
    from kg.explore import read_stories, write_page
    from kg.run import starts

    graph = closed(data)
    progress("drawing")
    page = write_page(graph, output or PAGE, starts(graph), read_stories())
    say_result(f"{page}\n")
    if stories:
        from kg.explore.stories import write_stories

        for path in write_stories(stories, page):
            say_result(f"{path}\n")


def _draw(output: Path | None, focus: str | None, depth: int, data: Path | None) -> None:
    """Write what stands around one thing as SVG."""
    from kg.explore.figure import figure_of
    from kg.query import names

    if focus is None:
        message = "a picture needs a thing in the middle: --focus NAME"
        raise click.UsageError(message)
    graph = closed(data)
    drawn = figure_of(graph, names.find(graph.store, focus), depth)
    if output is None:
        say_result(drawn)
        return
    try:
        output.write_text(drawn, encoding="utf-8", newline="\n")
    except OSError as fault:
        message = f"{paths.shown(output)}: cannot be written: {fault.strerror}"
        raise DataError(message) from fault
    say_result(f"{output}\n")
