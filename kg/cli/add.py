"""`kg add`: from a found fact to a record that stands in the data."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg import paths
from kg.cli.options import Examples, sources_option
from kg.cli.talking import leave, progress, say, say_result
from kg.errors import AntkgError, UsageError
from kg.vocabulary import compact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.add import Missing, Plan, Row, Workspace
    from kg.validate import Finding

# What nothing speaks of yet is no fault of what is added: the record that does comes next.
_AWAITED = ("orphan-source", "unspoken-thing")


@click.command(
    "add",
    cls=Examples,
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    examples="""kg add figure --help
    kg add organization --name "Example Trust" --name-zh "示例基金会"
    kg add figure --subject "Ant Forest" --indicator users --value "more than 750 million" …
    kg add evidence --record figure:ant-forest-users-2025-08 --source https://… --words "…" …
    kg add figure --from rows.csv --dry-run""",
)
@click.argument("kind", default="")
@click.argument("words", nargs=-1, type=click.UNPROCESSED, metavar="[--PROPERTY VALUE]...")
@click.option(
    "--from", "table", type=Path, metavar="FILE", help="Add a row each: csv, tsv, json, -."
)
@click.option("--data", type=Path, default=paths.DATA, metavar="DIR", help="Folder of the data.")
@sources_option
@click.option("--dry-run", is_flag=True, help="Print the Turtle; change nothing.")
@click.option("-h", "--help", "is_help", is_flag=True, help="Show this, or what a KIND takes.")
@click.pass_context
def command(  # noqa: PLR0913 - one name for each option
    ctx: click.Context,
    kind: str,
    words: tuple[str, ...],
    table: Path | None,
    data: Path,
    sources: Path | None,
    dry_run: bool,
    is_help: bool,
) -> None:
    """Add a record with its evidence, a thing or a source: write it into its file, and check it.

    KIND is one of those that `kg add` lists; what it takes says `kg add KIND --help`.
    What is missing is asked for on a terminal.
    An error leaves the data as it was.
    """
    from kg import add

    if is_help or not (kind or table):
        _help(ctx, kind, data)
        return
    if kind.startswith("-"):
        message = f"{kind}: name the kind first: kg add KIND {kind} …; kg add lists the kinds"
        raise UsageError(message)
    texts = sources or paths.sources_folder()
    rows = add.read(table, kind) if table else [add.Row(kind, _pairs(words))]
    if table and words:
        message = f"{words[0]}: with --from all words stand in the table"
        raise UsageError(message)
    rows = rows if table else [_completed(rows[0], data, texts)]
    with add.alone(data):
        plan = _workspace(data, texts).plan(rows)
        if dry_run:
            say_result(plan.turtle)
            return
        progress("validating")
        found = _new_findings(plan, data, sources)
        waiting = [f for f in found if f.check in _AWAITED]
        blocking = [f for f in found if f.severity == "error" and f not in waiting]
        for finding in found:
            say(_told(finding, is_waiting=finding in waiting))
        if blocking:
            say("kg: nothing was added")
            leave(1)
        add.land(plan)
    for iri in plan.entities:
        say_result(f"{compact(iri)}\n")
    say("added to " + ", ".join(paths.shown(change.path) for change in plan.changes))


def _workspace(data: Path, texts: Path | None) -> Workspace:
    from kg.add import Workspace
    from kg.validate.numbers import readings

    return Workspace(data, readings, texts)


def _help(ctx: click.Context, kind: str, data: Path) -> None:
    from kg import add

    workspace = _workspace(data, None)
    if kind:
        say_result(add.of_kind(workspace, workspace.kind(kind)))
        return
    say_result(ctx.get_help() + "\n\n" + add.of_all(workspace))


def _pairs(words: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return options with their values: `--name X` and `--name=X` alike.

    Raises:
        UsageError: a value stands alone, or an option has none.
    """
    found: list[tuple[str, str]] = []
    rest = list(words)
    while rest:
        option, equals, value = rest.pop(0).partition("=")
        if not option.startswith("--"):
            message = f"'{option}' stands alone; put a value behind its option, in quotation marks"
            raise UsageError(message)
        if not equals and not rest:
            message = f"{option} has no value"
            raise UsageError(message)
        found.append((option, value if equals else rest.pop(0)))
    return tuple(found)


# -- Asking for what is missing ----------------------------------------------------------


def _completed(row: Row, data: Path, texts: Path | None) -> Row:
    """Return a row with all that it needs, asked for where a person sits at a terminal."""
    from kg.add import Missing

    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return row
    skipped: set[str] = set()
    asked: str = ""
    workspace = _workspace(data, texts)  # to be asked again and again, until a plan comes of it
    while True:
        try:
            workspace.plan([row])
        except Missing as fault:
            asked = _next(fault, skipped)
            row, asked = _asked_for(row, fault, asked, skipped)
        except AntkgError as fault:
            if not asked:
                raise
            say(f"kg: {fault}")
            row, asked = replace(row, words=row.words[:-1]), ""
        else:
            return row


def _next(fault: Missing, skipped: set[str]) -> str:
    """Return the option to ask for next."""
    for lack in fault.lacks:
        for option in lack.options:
            if option not in skipped:
                return option
    raise fault


def _asked_for(row: Row, fault: Missing, option: str, skipped: set[str]) -> tuple[Row, str]:
    lack = next(each for each in fault.lacks if option in each.options)
    if option == lack.options[0]:
        say(lack.message)
    shown = f"  --{option}" + (f" ({lack.like})" if lack.like else "")
    text = str(click.prompt(shown, default="", show_default=False, err=True))
    if not text.strip():
        if lack.is_choice:
            skipped.add(option)
        return row, ""
    return replace(row, words=(*row.words, (option, text))), option


# -- Checking ----------------------------------------------------------------------------


def _new_findings(plan: Plan, data: Path, sources: Path | None) -> list[Finding]:
    """Return what the fast gate finds in the new statements, or finds only since they are there."""
    from kg import add
    from kg import validate as gate

    with add.copy(data, plan) as folder:
        report = gate.validate(folder, sources=sources, fast=True)
        lines = {paths.shown(folder / c.path.name): c for c in plan.changes}
        ours = {f for f in report.findings if f.entity in plan.entities}
        ours |= {f for f in report.findings if f.file in lines and f.line in lines[f.file].lines}
        others = [f for f in report.findings if f not in ours and f.severity != "info"]
        if others:
            before = {
                _without_place(f) for f in gate.validate(data, sources=sources, fast=True).findings
            }
            ours |= {f for f in others if _without_place(f) not in before}
        shown = {name: paths.shown(change.path) for name, change in lines.items()}
        return [replace(f, file=shown.get(f.file, f.file)) for f in report.findings if f in ours]


def _without_place(finding: Finding) -> tuple[str, ...]:
    return finding.check, finding.entity, finding.property, finding.value, finding.message


def _told(finding: Finding, *, is_waiting: bool) -> str:
    place = f"{finding.file}:{finding.line}: " if finding.line else ""
    name = compact(finding.entity) if finding.entity else ""
    value = f" {finding.property} {finding.value}".rstrip()
    severity = "still to do" if is_waiting else finding.severity
    return f"{severity} {finding.check}: {place}{name}{value}: {finding.message} → {finding.remedy}"
