"""`kg serve`: the site and a guarded SPARQL endpoint on this machine."""

from __future__ import annotations

import ipaddress
from dataclasses import replace
from pathlib import Path

import click

from kg.cli.options import Examples
from kg.cli.talking import progress, say


@click.command(
    cls=Examples,
    examples="""kg serve
    kg serve --port 8080 --data my_graph.nt
    curl 'http://127.0.0.1:8000/sparql?query=ASK%20%7B%7D'""",
)
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Turtle, N-Triples or N-Quads file, or folder.",
)
@click.option("--open-to-network", is_flag=True, help="Allow a --host that others can reach.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.05),
    default=10.0,
    show_default=True,
    metavar="SECONDS",
    help="Stop a query after so many seconds.",
)
@click.option(
    "--memory",
    type=click.IntRange(min=32),
    default=512,
    show_default=True,
    metavar="MB",
    help="Memory that one query may take beside the graph.",
)
@click.option(
    "--rows",
    type=click.IntRange(min=1),
    default=100_000,
    show_default=True,
    metavar="N",
    help="Rows that one answer may have.",
)
@click.option(
    "--per-address",
    type=click.IntRange(min=1),
    default=512,
    show_default=True,
    metavar="N",
    help="Requests of one address at the same time.",
)
@click.option("--cache/--no-cache", default=True, show_default=True, help="Keep answers in memory.")
def command(
    host: str, port: int, data: Path | None, open_to_network: bool, **bounds: float
) -> None:
    """Answer SPARQL at http://127.0.0.1:8000/sparql, and show the site if it has been built.

    Only programs of this machine can ask, unless --open-to-network allows others.
    A query cannot change the graph or call out; it is stopped at a limit of time, memory or rows.
    """
    from kg import serve
    from kg.load import closed

    if not open_to_network and not _is_loopback(host):
        message = f"{host} can be reached by others; say --open-to-network if you want that"
        raise click.UsageError(message)
    usual = serve.Limits()
    limits = replace(
        usual,
        deadline=bounds["timeout"],
        memory=int(bounds["memory"]) * serve.MEGABYTE,
        rows=int(bounds["rows"]),
        per_address=int(bounds["per_address"]),
        cache=usual.cache if bounds["cache"] else 0,
    )
    with serve.listening(host, port) as door:
        progress("load")
        version = serve.version_of(data)
        serve.serve(closed(data), version, door, limits, _say_address)


def _say_address(address: str) -> None:
    say(f"kg: SPARQL at {address}/sparql (stop with Ctrl-C)")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
