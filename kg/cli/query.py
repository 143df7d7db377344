"""`kg query`: SPARQL of one's own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from kg import open_graph, paths, query
from kg.cli.options import (
    FORMATS,
    Examples,
    data_option,
    endpoint_option,
    fail_empty_option,
    format_option,
    limit_option,
    output_option,
    timeout_option,
)
from kg.cli.talking import deliver, format_of, leave, say_if_cut, usual_format, width
from kg.errors import DataError
from kg.query import TABLE_FORMATS, Answer, Table, Triples, written
from kg.query.order import settled


@click.command(
    "query",
    cls=Examples,
    examples="""kg query 'SELECT ?p WHERE { ?p a akg:Program }'
    kg query my_query.rq -f json
    kg query - < my_query.rq
    kg query my_query.rq -o answer.csv
    kg query 'ASK { program:ant-forest a akg:Program }'""",
)
@click.argument("text", metavar="FILE|-|TEXT")
@data_option
@endpoint_option
@format_option(FORMATS, "Default: table on a terminal, csv when piped; ttl for triples.")
@limit_option
@timeout_option
@output_option
@fail_empty_option
def command(  # noqa: PLR0913 - one name for each option
    text: str,
    data: Path | None,
    endpoint: str | None,
    form: str | None,
    limit: int | None,
    timeout: float,
    output: Path | None,
    fail_empty: bool,
) -> None:
    """Answer a SPARQL SELECT, ASK, CONSTRUCT or DESCRIBE; exit 1 where ASK says no.

    Our prefixes need no declaration. SERVICE, FROM and updates are refused.
    """
    if text == "-" and data == Path("-"):
        message = "query and data cannot both come from standard input"
        raise click.UsageError(message)
    file, query_text = _query_text(text)
    # Not the kept graph: what joins much is three times slower on it than in memory.
    store = open_graph(data, endpoint=endpoint, timeout_seconds=timeout).closed.store
    answer = query.answer(store, query_text, file=file, timeout_seconds=timeout, limit=limit)
    if isinstance(answer, Table):
        answer = settled(answer, query_text)
    say_if_cut(answer, limit)
    form = _format_for(answer, form or format_of(output))
    deliver(written(answer, form, width() if output is None else None), output)
    if answer is False or (fail_empty and isinstance(answer, Table | Triples) and not len(answer)):
        leave(1)


def _query_text(text: str) -> tuple[str, str]:
    """Return what to call the query in an error, and the query."""
    if text == "-":
        return "-", _read(sys.stdin.buffer.read, "-")
    looks_like_a_file = text.endswith((".rq", ".sparql")) and "{" not in text
    if looks_like_a_file or (len(text) < 1000 and "{" not in text and Path(text).is_file()):
        path = Path(text)
        return paths.shown(path), _read(path.read_bytes, paths.shown(path))
    return "query", text


def _read(read: Callable[[], bytes], file: str) -> str:
    try:
        return read().decode()
    except OSError as fault:
        message = f"{file}: cannot be read: {fault.strerror}"
        raise DataError(message) from fault
    except UnicodeDecodeError as fault:
        message = f"{file}: not UTF-8 at byte {fault.start}"
        raise DataError(message) from fault


def _format_for(answer: Answer, form: str | None) -> str:
    if isinstance(answer, Triples):
        if form not in (None, "ttl", "nt"):
            message = f"triples cannot be written as {form}; use -f ttl or -f nt"
            raise click.UsageError(message)
        return form or "ttl"
    if form in ("ttl", "nt"):
        others = ", ".join(TABLE_FORMATS)
        message = f"only CONSTRUCT and DESCRIBE can be written as {form}; use -f {others}"
        raise click.UsageError(message)
    return form or usual_format()
