"""`kg validate`: what is wrong, where, and how to mend it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from kg import ask as asking
from kg import paths
from kg.cli.options import Examples, format_option, sources_option
from kg.cli.talking import leave, progress, say_result
from kg.load import closed
from kg.query import written

if TYPE_CHECKING:
    from kg.validate import Asked, Report, Severity


@click.command(
    "validate",
    cls=Examples,
    examples="""kg validate
    kg validate data/figures.ttl
    kg validate --fast -f json
    kg validate --only evidence --skip label-twice --fail-on warning
    kg validate -f html > report.html
    kg validate --data my.ttl""",
)
@click.argument("files", type=Path, nargs=-1)
@click.option("--data", type=Path, default=paths.DATA, metavar="PATH", help="Data of your own.")
@click.option(
    "--ontology", type=Path, default=paths.ONTOLOGY, metavar="DIR", help="Ontology of your own."
)
@sources_option
@click.option("--fast", is_flag=True, help="Leave out the checks that need Java.")
@click.option("--only", multiple=True, metavar="GROUP|ID", help="Make these checks; repeatable.")
@click.option("--skip", multiple=True, metavar="GROUP|ID", help="Leave these out; repeatable.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info"]),
    default="error",
    show_default=True,
    help="Exit 1 where a finding is as bad as this.",
)
@click.option("--manual", is_flag=True, help="Write the manual of all checks instead.")
@format_option(("text", "json", "sarif", "junit", "html"), "Default: text.")
def command(  # noqa: PLR0913 - one name for each option
    files: tuple[Path, ...],
    data: Path,
    ontology: Path,
    sources: Path | None,
    fast: bool,
    only: tuple[str, ...],
    skip: tuple[str, ...],
    fail_on: Severity,
    manual: bool,
    form: str | None,
) -> None:
    """Say what is wrong in ontology and data, where, and how to mend it; exit 1 for any error."""
    from kg import validate as gate

    if manual:
        say_result(gate.as_manual(gate.catalogue(ontology)))
        return
    progress("validating")
    is_ours = data.resolve() == paths.DATA and ontology.resolve() == paths.ONTOLOGY
    wanted = gate.Wanted(only, skip, questions_to_hold if is_ours else None)
    report = gate.validate(data, ontology, sources, fast, list(files), wanted)
    writers: dict[str, Callable[[Report], str]] = {
        "json": gate.as_json,
        "sarif": gate.as_sarif,
        "junit": partial(gate.as_junit, fail_on=fail_on),
        "html": gate.as_html,
    }
    written_as = writers.get(form or "text")
    say_result(written_as(report) if written_as else report_text(report, sys.stdout))
    if report.fails(fail_on):
        leave(1)


def questions_to_hold() -> list[Asked]:
    """Return the questions of our own catalogue, to be asked of our own graph."""
    from kg.validate import Asked

    graph = closed()

    def answer(name: str) -> str:
        return written(asking.answer(graph, name), "tsv")

    return [Asked(q.name, q.path, partial(answer, q.name)) for q in asking.catalogue()]


def report_text(report: Report, stream: TextIO) -> str:
    """Return a report as text, coloured where the stream is a terminal that wants colours."""
    from kg.validate import as_text

    text = as_text(report, stream.isatty() and not os.environ.get("NO_COLOR"))
    return text if text.endswith("\n") else text + "\n"
