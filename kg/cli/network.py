"""`kg network`: measures, communities, brokers and ways."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import Examples, data_option, example_text, limit_option, table_format
from kg.cli.talking import progress, say, say_result, usual_format, width
from kg.errors import UsageError
from kg.load import closed
from kg.network.lenses import LENSES
from kg.network.measures import MEASURES, Measure, find
from kg.network.reading import Network, read
from kg.network.view import View
from kg.network.ways import WAYS
from kg.query import Table, written

_NOT = "What it does not mean: "
_lens = click.option(
    "--lens",
    type=click.Choice(LENSES),
    default=LENSES[0],
    show_default=True,
    help="Look at partners only, or at everything that a statement joins.",
)
_checked = click.option(
    "--checked",
    is_flag=True,
    help="Leave out records that rest on the word of their own parties alone.",
)


class _Measures(click.Group):
    """`kg network`: one command a measure, and one for ways between two things."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all measures."""
        return [*(measure.name for measure in MEASURES), "path"]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one measure as a command."""
        measure = find(cmd_name)
        return _measure_command(measure) if measure else super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the measure that is asked for; what is none is told which there are."""
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            message = (
                f"there is no measure '{args[0]}'; there are {', '.join(self.list_commands(ctx))}"
            )
            raise UsageError(message)
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Measures,
    invoke_without_command=True,
    subcommand_metavar="[MEASURE]",
    epilog=example_text(
        "kg network\nkg network centrality --lens everything\nkg network withdrawal IUCN\n"
        'kg network path "GCash" "IUCN" -k 3\nkg network --plots plots/'
    ),
)
@click.option("--plots", type=Path, metavar="DIR", help="Write plots as SVG and PNG, too.")
@click.option("--manual", is_flag=True, help="Write the page about the measures instead.")
@data_option
@table_format
@click.pass_context
def command(
    ctx: click.Context, plots: Path | None, manual: bool, data: Path | None, form: str | None
) -> None:
    """Measure the network: main figures, or one measure, or ways between two things."""
    ctx.find_root().obj.update(form=form, data=data)
    if ctx.invoked_subcommand is not None:
        return
    from kg.network import manual as pages
    from kg.network import summary

    network = read(closed(data))
    if manual:
        say_result(pages.as_manual(network))
        return
    form = form or ("table" if plots else usual_format())
    is_text = form == "table"
    answer = summary.as_text(network) if is_text else _text(summary.as_table(network), form)
    say_result(answer)
    if plots:
        _write_plots(network, plots)


def _write_plots(network: Network, folder: Path) -> None:
    from kg.network.plots import write_plots

    progress("plotting")
    for path in write_plots(View(network), folder):
        say(str(path))


def _text(table: Table, form: str) -> str:
    return written(table, form, width())


def _measure_command(measure: Measure) -> click.Command:
    def show(
        form: str | None,
        data: Path | None,
        limit: int | None,
        checked: bool,
        lens: str = LENSES[0],
        name: str = "",
    ) -> None:
        outer = click.get_current_context().find_root().obj
        network = read(closed(data or outer.get("data")))
        _show(measure, View(network, lens, checked), name, form or outer.get("form"), limit)

    params: list[click.Parameter] = []
    if measure.name == "withdrawal":
        params = [click.Argument(["name"], default="", required=False, metavar="[NAME]")]
    made = Examples(
        name=measure.name,
        callback=show,
        params=params,
        help=f"{measure.title}.\n\n{measure.means}\n\n{_NOT}{measure.does_not_mean}",
        short_help=measure.title,
        examples=f"kg network {measure.name}\nkg network {measure.name} -f json",
    )
    options = [limit_option, data_option, table_format, _checked]
    for option in [*options, _lens] if measure.has_lens else options:
        made = option(made)
    return made


def _show(measure: Measure, view: View, name: str, form: str | None, limit: int | None) -> None:
    from kg.network.tables import of_one_withdrawal

    iri = view.network.find(name) if name else ""
    _say_table(of_one_withdrawal(view, iri) if iri else measure.table(view), form, limit)
    if (form or usual_format()) == "table":
        say(f"\n{measure.means}\n{_NOT}{measure.does_not_mean}")


def _say_table(table: Table, form: str | None, limit: int | None = None) -> None:
    if limit is not None and len(table.rows) > limit:
        table = Table(table.columns, table.rows[:limit], is_cut=True)
        say(f"kg: cut at {limit} rows")
    say_result(_text(table, form or usual_format()))


@command.command(
    "path",
    cls=Examples,
    short_help="The shortest ways between two things, each step with its words and source",
    examples='kg network path "GCash" "IUCN"\n'
    'kg network path "Ant Forest" DANA -k 3 --by nohubs -f json',
)
@click.argument("start", metavar="FROM")
@click.argument("end", metavar="TO")
@click.option(
    "-k", "count", type=click.IntRange(min=1, max=50), default=1, help="So many ways at most."
)
@click.option(
    "--by",
    type=click.Choice(WAYS),
    default=WAYS[0],
    show_default=True,
    help="Go any way, along statements only, or through no thing with very many neighbours.",
)
@table_format
@data_option
def _path(start: str, end: str, count: int, by: str, form: str | None, data: Path | None) -> None:
    """Show the shortest ways between two things; each step with its record, words and source."""
    from kg.network.receipts import of_ways

    outer = click.get_current_context().find_root().obj
    network = read(closed(data or outer.get("data")))
    table = of_ways(network, network.find(start), network.find(end), count, by)
    if not table.rows:
        say("kg: no way leads from one to the other")
    _say_table(table, form or outer.get("form"))
