"""`kg ask`: the questions of the catalogue as commands, each with its parameters as options."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg import ask as asking
from kg import query
from kg.cli.complete import values_of
from kg.cli.options import (
    Examples,
    asked,
    data_option,
    endpoint_option,
    example_text,
    fail_empty_option,
    format_option,
    limit_option,
    output_option,
    table_format,
    timeout_option,
)
from kg.cli.talking import (
    deliver,
    format_of,
    leave,
    say_if_cut,
    say_result,
    usual_format,
    width,
)
from kg.errors import UsageError
from kg.query import TABLE_FORMATS, Table, written


class _Questions(click.Group):
    """`kg ask`: the questions of the catalogue as commands, each with its parameters as options."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all questions."""
        return [question.name for question in asking.catalogue()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """Return one question as a command; an unknown name is our error, with a hint."""
        return _question_command(asking.find(cmd_name))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the question that the first word names."""
        return args[0], self.get_command(ctx, args[0]), args[1:]


def _question_command(question: asking.Question) -> click.Command:
    parameters: list[click.Parameter] = [
        click.Option(
            [parameter.option, f"value_{parameter.name}"],
            metavar="CHOICE" if parameter.choices else parameter.type.upper(),
            default=None,
            help=_option_help(parameter),
            shell_complete=values_of(parameter),
        )
        for parameter in question.parameters
    ]

    def answer(  # noqa: PLR0913 - one name for each option
        form: str | None,
        data: Path | None,
        endpoint: str | None,
        limit: int | None,
        timeout: float,
        output: Path | None,
        fail_empty: bool,
        **values: str | None,
    ) -> None:
        given = {k.removeprefix("value_"): v for k, v in values.items() if v is not None}
        outer = click.get_current_context().find_root().obj or {}
        form = form or outer.get("form") or format_of(output)
        if form == "ttl":
            message = "ttl is for the list of questions: kg ask -f ttl"
            raise UsageError(message)
        graph = asked(data or outer.get("data"), endpoint or outer.get("endpoint"), timeout)
        table = asking.answer(graph, question.name, given, timeout_seconds=timeout, limit=limit)
        say_if_cut(table, limit)
        _show(table, question.view, form, output)
        if fail_empty and not len(table):
            leave(1)

    command = Examples(
        name=question.name,
        callback=answer,
        params=parameters,
        help="\n\n".join(
            t
            for t in (
                question.question,
                question.question_zh,
                question.summary,
                question.description,
            )
            if t
        ),
        short_help=question.question,
        examples=f"{question.command}\n{question.command} -f json",
    )
    for option in (
        fail_empty_option,
        output_option,
        timeout_option,
        limit_option,
        endpoint_option,
        data_option,
        table_format,
    ):
        command = option(command)
    return command


def _option_help(parameter: asking.Parameter) -> str:
    default = parameter.shown_default
    said = [f"One of {', '.join(parameter.shown_choices)}."] if parameter.choices else []
    return " ".join([*said, "Needed." if default is None else f"Default: {default}"])


def _show(table: Table, view: str, form: str | None, output: Path | None) -> None:
    """Write an answer, and on a terminal draw it below."""
    if output is not None:
        deliver(written(table, form or "csv"), output)
        return
    say_result(written(table, form or usual_format(), width()))
    is_drawn = form is None and sys.stdout.isatty()
    if is_drawn and (drawn := asking.picture(table, view, width() or 80)):
        say_result("\n" + drawn)


@click.group(
    cls=_Questions,
    invoke_without_command=True,
    subcommand_metavar="[NAME [--PARAMETER VALUE]...]",
    epilog=example_text(
        "kg ask\nkg ask -f json\nkg ask NAME --help\nkg ask NAME --program GCash -f json\n"
        "kg ask -f ttl > examples.ttl"
    ),
)
@click.option("--manual", is_flag=True, help="Write the page of all questions instead.")
@data_option
@endpoint_option
@format_option((*TABLE_FORMATS, "ttl"), "Default: table on a terminal, csv when piped.")
@click.pass_context
def command(
    ctx: click.Context, data: Path | None, endpoint: str | None, form: str | None, manual: bool
) -> None:
    """List the questions, or answer one; ttl writes them as SHACL examples."""
    ctx.find_root().obj.update(form=form, data=data, endpoint=endpoint)
    if ctx.invoked_subcommand is None and manual:
        say_result(asking.as_manual(asking.catalogue()))
    elif ctx.invoked_subcommand is None:
        say_result(_question_list(form or usual_format()))


def _question_list(form: str) -> str:
    if form == "ttl":
        return asking.as_examples(asking.catalogue())
    if form == "json":
        import json

        found = [asking.without_text(question) for question in asking.catalogue()]
        return json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    rows = tuple(
        tuple(query.Cell(text, "literal") for text in (q.name, _blanks(q), q.question))
        for q in asking.catalogue()
    )
    return written(Table(("name", "parameters", "question"), rows), form, width())


def _blanks(question: asking.Question) -> str:
    return " ".join(parameter.option for parameter in question.parameters)
