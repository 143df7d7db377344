"""`kg site`: the whole graph as pages that any web host can serve."""

from __future__ import annotations

from pathlib import Path

import click

from kg import paths
from kg.cli.options import Examples, data_option
from kg.cli.talking import progress, say_result

SITE = paths.BUILD / "site"


@click.command(
    "site",
    cls=Examples,
    examples="kg site\nkg site --output public/\nkg site --base https://example.org/antkg/",
)
@click.option(
    "-o",
    "--output",
    type=Path,
    default=SITE,
    show_default=True,
    metavar="DIR",
    help="The folder for the site; an earlier site there is replaced, anything else is not.",
)
@click.option(
    "--base",
    default="",
    metavar="URL",
    help="Where the site will stand; search engines want it in the sitemap.",
)
@data_option
def command(output: Path, base: str, data: Path | None) -> None:
    """Write the graph as static pages, with a page for each thing, record, source and question.

    Every link is relative, so the folder works on any web host and below any address:
    `kg serve` shows it, and so does `python3 -m http.server -d build/site`.
    """
    from kg import site
    from kg.load import kept

    graph = kept.closed(data)
    progress("writing pages")
    count = site.write(graph, output, base=base, data=data or paths.DATA, tell=_every_hundred)
    say_result(f"{output / 'index.html'} ({count:,} pages)\n")


def _every_hundred(done: int) -> None:
    if not done % 100:
        progress(f"{done:,} pages")
