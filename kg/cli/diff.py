"""`kg diff`: what changed between two versions of the data, in words."""

from __future__ import annotations

import click

from kg import paths
from kg.cli.options import Examples, format_option
from kg.cli.talking import leave, progress, say_result


@click.command(
    "diff",
    cls=Examples,
    examples="kg diff HEAD~1\nkg diff old_data/ new_data/\nkg diff v0.1.0 HEAD -f json",
)
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="[AFTER]", default=str(paths.DATA))
@format_option(("text", "json"), "Default: text.")
def command(before: str, after: str, form: str | None) -> None:
    """Say what changed from BEFORE to AFTER: folders, files, or revisions of git.

    AFTER is the data as it is now unless it is named. Exit 1 where something changed.
    """
    from kg import diff

    with diff.version(before) as old, diff.version(after) as new:
        progress("comparing")
        found = diff.compare(old, new)
    say_result(diff.as_json(found) if form == "json" else diff.as_text(found))
    if not found.is_empty:
        leave(1)
