"""`kg format`: Turtle files in the one form of the house."""

from __future__ import annotations

from pathlib import Path

import click

from kg import paths
from kg.cli.options import Examples
from kg.cli.talking import leave, say, say_result


@click.command(
    "format",
    cls=Examples,
    examples="kg format\nkg format data/figures.ttl\nkg format --check",
)
@click.argument("places", metavar="[PLACE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Change nothing; exit 1 where a file has another form.")
def command(places: tuple[Path, ...], check: bool) -> None:
    """Lay Turtle files out in one form, so that a change shows what was changed.

    PLACE is a file or a folder; without one, data and ontology. Names the files that had another
    form. All are written or none.
    """
    from kg import add, format

    found = format.plan(format.turtle_files(places or (paths.DATA, paths.ONTOLOGY)))
    if not check:
        add.land(found)
    for change in found.changes:
        say_result(f"{paths.shown(change.path)}\n")
    if not found.changes:
        say("every file has the form")
    elif check:
        leave(1)
