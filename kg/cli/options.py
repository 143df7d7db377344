"""What several commands share: options, and a help text that ends with examples."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from kg.query import TABLE_FORMATS, Source

SECONDS = 60.0
FORMATS = (*TABLE_FORMATS, "ttl", "nt")

data_option = click.option(
    "--data",
    type=Path,
    metavar="PATH",
    help="Turtle, N-Triples or N-Quads file, or folder; - is stdin.",
)
sources_option = click.option(
    "--sources",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Texts of sources.",
)
endpoint_option = click.option(
    "--endpoint",
    metavar="URL",
    help="Ask the SPARQL service at this address instead; or set KG_ENDPOINT.",
)
limit_option = click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", help="Keep N rows at most."
)
timeout_option = click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="Give up after so many seconds (exit 4).",
)
output_option = click.option(
    "-o",
    "--output",
    type=Path,
    metavar="FILE",
    help="Write to this file; its ending picks the format: csv, tsv, json, md, txt, ttl or nt.",
)
fail_empty_option = click.option("--fail-empty", is_flag=True, help="Exit 1 where there is no row.")


def asked(data: Path | None, endpoint: str | None, timeout: float = SECONDS) -> Source:
    """Return the graph that the words of the command line choose: files, a service, or ours."""
    if not (data or endpoint or os.environ.get("KG_ENDPOINT")):
        from kg.load import kept

        return kept.closed()
    from kg import open_graph

    return open_graph(data, endpoint=endpoint, timeout_seconds=timeout).closed


def format_option(names: Iterable[str], text: str) -> Callable[[Any], Any]:
    """Return the option -f for formats of these names; `text` is its help."""
    return click.option("-f", "--format", "form", type=click.Choice(list(names)), help=text)


table_format = format_option(TABLE_FORMATS, "Default: table on a terminal, csv when piped.")


class Examples(click.Command):
    """A command whose help ends with examples, each on its own line."""

    def __init__(self, *arguments: Any, examples: str = "", **settings: Any) -> None:  # noqa: ANN401
        settings["epilog"] = example_text(examples)
        super().__init__(*arguments, **settings)


def example_text(examples: str) -> str:
    """Return the end of a help text: the examples, a line each."""
    return "\b\nExamples:\n" + "\n".join(
        f"  {line.strip()}" for line in examples.strip().split("\n")
    )
