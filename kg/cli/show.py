"""`kg show`: one thing or record with its receipts."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import Examples, asked, data_option, endpoint_option, format_option
from kg.cli.talking import say_result


@click.command(
    "show",
    cls=Examples,
    examples='kg show "Ant Forest"\nkg show 蚂蚁森林\nkg show program:ant-forest -f json',
)
@click.argument("name", metavar="NAME|IRI", nargs=-1, required=True)
@data_option
@endpoint_option
@format_option(("text", "json"), "Default: text.")
def command(
    name: tuple[str, ...], data: Path | None, endpoint: str | None, form: str | None
) -> None:
    """Show one thing or record: what is said, by whom, when, with receipts."""
    from kg import show as showing

    card = showing.card(asked(data, endpoint), " ".join(name))
    say_result(showing.as_json(card) if form == "json" else showing.as_text(card))
