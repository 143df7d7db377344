"""The command line: the only place that prints or exits."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from kg import ask as asking
from kg import paths, query
from kg.errors import AntkgError, DataError
from kg.load import closed
from kg.query import TABLE_FORMATS, Answer, Table, Triples, written

if TYPE_CHECKING:
    from kg.run import Summary
    from kg.validate import Asked, Report, Severity

SECONDS = 60.0
FORMATS = (*TABLE_FORMATS, "ttl", "nt")

_data = click.option(
    "--data",
    type=Path,
    metavar="PATH",
    help="Turtle, N-Triples or N-Quads file, or folder; - is stdin.",
)
_limit = click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", help="Keep N rows at most."
)
_timeout = click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="Give up after so many seconds (exit 4).",
)


def _format(names: Iterable[str], text: str) -> Callable[[Any], Any]:
    return click.option("-f", "--format", "form", type=click.Choice(list(names)), help=text)


_table_format = _format(TABLE_FORMATS, "Default: table on a terminal, csv when piped.")


class _Examples(click.Command):
    """A command whose help ends with examples, each on its own line."""

    def __init__(self, *arguments: Any, examples: str = "", **settings: Any) -> None:  # noqa: ANN401
        settings["epilog"] = _example_text(examples)
        super().__init__(*arguments, **settings)


def _example_text(examples: str) -> str:
    return "\b\nExamples:\n" + "\n".join(
        f"  {line.strip()}" for line in examples.strip().split("\n")
    )


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
            [f"--{parameter.name.replace('_', '-')}", f"value_{parameter.name}"],
            metavar=parameter.type.upper(),
            default=None,
            help=f"Default: {parameter.default}" if parameter.default is not None else "Needed.",
        )
        for parameter in question.parameters
    ]

    def answer(
        form: str | None, data: Path | None, limit: int | None, timeout: float, **values: str | None
    ) -> None:
        given = {name.removeprefix("value_"): value for name, value in values.items()}
        _answer_question(
            question, {k: v for k, v in given.items() if v is not None}, form, data, limit, timeout
        )

    words = [f'--{p.name.replace("_", "-")} "{p.default or "…"}"' for p in question.parameters]
    example = " ".join(["kg ask", question.name, *words])
    command = _Examples(
        name=question.name,
        callback=answer,
        params=parameters,
        help="\n\n".join(
            t for t in (question.question, question.question_zh, question.summary) if t
        ),
        short_help=question.question,
        examples=f"{example}\n{example} -f json",
    )
    for option in (_timeout, _limit, _data, _table_format):
        command = option(command)
    return command


def _answer_question(
    question: asking.Question,
    given: dict[str, str],
    form: str | None,
    data: Path | None,
    limit: int | None,
    timeout: float,
) -> None:
    outer = click.get_current_context().find_root().obj or {}
    form = form or outer.get("form")
    graph = closed(data or outer.get("data"))
    table = asking.answer(graph, question.name, given, timeout_seconds=timeout, limit=limit)
    _say_if_cut(table, limit)
    _print(written(table, form or _usual_format(), _width()))
    if (
        form is None
        and sys.stdout.isatty()
        and (drawn := asking.picture(table, question.view, _width() or 80))
    ):
        _print("\n" + drawn)


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=True)
@click.option("--version", is_flag=True, help="Say the versions of program and data.")
@click.option("--debug", is_flag=True, help="Show tracebacks.")
@click.pass_context
def kg(ctx: click.Context, version: bool, debug: bool) -> None:
    """Ask, check, explore and export the sustainability ecosystem of Ant Group, with sources.

    Results go to standard output, talk to standard error.
    Exit: 0 done, 1 a negative answer (findings, ASK false), 2 wrong usage, 3 bad data or query,
    4 a limit was hit.
    """
    ctx.obj = {"debug": debug}
    if version:
        _print(_versions())
    elif ctx.invoked_subcommand is None:
        _print(ctx.get_help() + "\n")


@kg.command(cls=_Examples, examples="kg run\nkg run --data my_data/ --build my_build/")
@click.option("--data", type=Path, default=None, metavar="PATH", help="Data of your own.")
@click.option(
    "--build", type=Path, default=paths.BUILD, show_default=True, metavar="DIR", help="Where to."
)
@click.option("--sources", type=Path, metavar="DIR", help="Texts of sources.")
@click.option("--fast", is_flag=True, help="Leave out the checks that need Java.")
def run(data: Path | None, build: Path, sources: Path | None, fast: bool) -> None:
    """Load, validate, derive, and build the page and the files; stop at the first gate."""
    from kg.run import run as run_all

    summary = run_all(data or paths.DATA, build, sources=sources, fast=fast, tell=_progress)
    if summary.report.count("error") or summary.report.count("warning"):
        _say(_report_text(summary.report, sys.stderr))
    _print(_summary_text(summary))
    if summary.page is None:
        _say("kg: nothing was built, because the gate found errors; mend them and run again")
        _leave(1)


def _without_ids(table: Table) -> Table:
    """Leave out the columns of identifiers, which a first screen has no room for."""
    kept = [at for at, name in enumerate(table.columns) if name not in ("record", "evidence")]
    return Table(
        tuple(table.columns[at] for at in kept),
        tuple(tuple(row[at] for at in kept) for row in table.rows),
    )


def _summary_text(summary: Summary) -> str:
    found = " · ".join(f"{summary.report.count(s)} {s}s" for s in ("error", "warning"))
    counted = " · ".join(f"{number} {what}" for what, number in summary.counts.items())
    lines = [f"graph     {counted}", f"triples   {summary.triples} read, {summary.derived} derived"]
    lines += [f"findings  {found}"]
    if summary.page:
        lines += [
            f"page      {summary.page}",
            f"files     {summary.files[0].parent} ({len(summary.files)})",
        ]
    text = "\n".join(lines) + "\n"
    if summary.answered:
        table = summary.answered.table
        few = _without_ids(Table(table.columns, table.rows[:5]))
        text += f"\n{summary.answered.question}\n$ {summary.answered.command}\n\n"
        text += written(few, "table", _width() or 100)
        text += f"… {len(table.rows) - 5} more rows\n" if len(table.rows) > 5 else ""
    return text


@kg.command(
    cls=_Examples,
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
@click.option("--sources", type=Path, metavar="DIR", help="Texts of sources.")
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
@_format(("text", "json", "sarif", "junit", "html"), "Default: text.")
def validate(  # noqa: PLR0913 - one name for each option
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
        _print(gate.as_manual(gate.catalogue(ontology)))
        return
    _progress("validating")
    is_ours = data.resolve() == paths.DATA and ontology.resolve() == paths.ONTOLOGY
    wanted = gate.Wanted(only, skip, _questions_to_hold if is_ours else None)
    report = gate.validate(data, ontology, sources, fast, list(files), wanted)
    writers = {
        "json": gate.as_json,
        "sarif": gate.as_sarif,
        "junit": gate.as_junit,
        "html": gate.as_html,
    }
    written_as = writers.get(form or "text")
    _print(written_as(report) if written_as else _report_text(report, sys.stdout))
    if report.fails(fail_on):
        _leave(1)


def _questions_to_hold() -> list[Asked]:
    """Return the questions of our own catalogue, to be asked of our own graph."""
    from functools import partial

    from kg.validate import Asked

    graph = closed()

    def answer(name: str) -> str:
        return written(asking.answer(graph, name), "tsv")

    return [Asked(q.name, q.path, partial(answer, q.name)) for q in asking.catalogue()]


def _report_text(report: Report, stream: Any) -> str:  # noqa: ANN401 - stdout or stderr
    from kg.validate import as_text

    text = as_text(report, stream.isatty() and not os.environ.get("NO_COLOR"))
    return text if text.endswith("\n") else text + "\n"


@kg.group(
    cls=_Questions,
    invoke_without_command=True,
    subcommand_metavar="[NAME [--PARAMETER VALUE]...]",
    epilog=_example_text(
        "kg ask\nkg ask -f json\nkg ask NAME --help\nkg ask NAME --program GCash -f json"
    ),
)
@_data
@_table_format
@click.pass_context
def ask(ctx: click.Context, data: Path | None, form: str | None) -> None:
    """List the questions, or answer one."""
    ctx.find_root().obj.update(form=form, data=data)
    if ctx.invoked_subcommand is None:
        _print(_question_list(form or _usual_format()))


def _question_list(form: str) -> str:
    found = [asking.without_text(question) for question in asking.catalogue()]
    if form == "json":
        import json

        return json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    rows = tuple(
        tuple(query.Cell(text, "literal") for text in (q.name, _blanks(q), q.question))
        for q in asking.catalogue()
    )
    return written(Table(("name", "parameters", "question"), rows), form, _width())


def _blanks(question: asking.Question) -> str:
    return " ".join(f"--{parameter.name.replace('_', '-')}" for parameter in question.parameters)


@kg.command(
    "query",
    cls=_Examples,
    examples="""kg query 'SELECT ?p WHERE { ?p a akg:Program }'
    kg query my_query.rq -f json
    kg query - < my_query.rq
    kg query 'ASK { program:ant-forest a akg:Program }'""",
)
@click.argument("text", metavar="FILE|-|TEXT")
@_data
@_format(FORMATS, "Default: table on a terminal, csv when piped; ttl for triples.")
@_limit
@_timeout
def query_command(
    text: str, data: Path | None, form: str | None, limit: int | None, timeout: float
) -> None:
    """Answer a SPARQL SELECT, ASK, CONSTRUCT or DESCRIBE; exit 1 where ASK says no.

    Our prefixes need no declaration. SERVICE, FROM and updates are refused.
    """
    if text == "-" and data == Path("-"):
        message = "query and data cannot both come from standard input"
        raise click.UsageError(message)
    file, query_text = _query_text(text)
    answer = query.answer(
        closed(data).store, query_text, file=file, timeout_seconds=timeout, limit=limit
    )
    _say_if_cut(answer, limit)
    _print(written(answer, _format_for(answer, form), _width()))
    if answer is False:
        _leave(1)


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
    return form or _usual_format()


@kg.command(
    cls=_Examples,
    examples='kg show "Ant Forest"\nkg show 蚂蚁森林\nkg show program:ant-forest -f json',
)
@click.argument("name", metavar="NAME|IRI", nargs=-1, required=True)
@_data
@_format(("text", "json"), "Default: text.")
def show(name: tuple[str, ...], data: Path | None, form: str | None) -> None:
    """Show one thing or record: what is said, by whom, when, with receipts."""
    from kg import show as showing

    card = showing.card(closed(data), " ".join(name))
    _print(showing.as_json(card) if form == "json" else showing.as_text(card))


@kg.command(cls=_Examples, examples="kg explore\nkg explore --output network.html")
@click.option(
    "-o",
    "--output",
    type=Path,
    default=paths.BUILD / "explorer.html",
    show_default=True,
    metavar="FILE",
    help="The page.",
)
@_data
def explore(output: Path, data: Path | None) -> None:
    """Draw the interactive page of the partnership network; it opens offline."""
    from kg.explore import write_page

    graph = closed(data)
    _progress("drawing")
    _print(f"{write_page(graph, output)}\n")


@kg.command("export", cls=_Examples, examples="kg export\nkg export -f csv -f gexf --output files/")
@click.option(
    "-o",
    "--output",
    type=Path,
    default=paths.BUILD / "export",
    show_default=True,
    metavar="DIR",
    help="The folder.",
)
@click.option(
    "-f",
    "--format",
    "forms",
    multiple=True,
    metavar="FORMAT",
    help="nt, nq, ttl, jsonld, csv, graphml, gexf or parquet; more than once. Default: all.",
)
@_data
def export_command(output: Path, forms: tuple[str, ...], data: Path | None) -> None:
    """Write the graph for other tools; print the name of each file."""
    from kg import export as exporting

    if not forms and not exporting.has_parquet():
        _say("kg: no parquet, because pyarrow is not installed")
    graph = closed(data)
    _progress("exporting")
    for path in exporting.export(graph, output, forms or exporting.available()):
        _print(f"{path}\n")


# -- Talking ---------------------------------------------------------------------


def _usual_format() -> str:
    return "table" if sys.stdout.isatty() else "csv"


def _width() -> int | None:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _print(text: str) -> None:
    sys.stdout.write(text)


def _say(text: str) -> None:
    sys.stderr.write(text if text.endswith("\n") else text + "\n")


def _progress(step: str) -> None:
    if sys.stderr.isatty():
        _say(f"{step} …")


def _say_if_cut(answer: Answer, limit: int | None) -> None:
    if not isinstance(answer, bool) and answer.is_cut:
        _say(f"kg: cut at {limit} rows")


def _leave(code: int) -> NoReturn:
    raise click.exceptions.Exit(code)


def _versions() -> str:
    from importlib.metadata import version

    rows = query.select(
        closed().store, "SELECT ?of ?version { ?of owl:versionInfo ?version } ORDER BY ?of"
    )
    found = {str(row["of"]).rpartition("/")[2]: row["version"] for row in rows.to_dicts()}
    return f"kg {version('antkg')}, data {found.get('data', found.get('schema', 'unknown'))}\n"


def main() -> NoReturn:
    """Run the command line and exit with its code; never a traceback without --debug."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")  # type: ignore[union-attr]
    is_debug = "--debug" in sys.argv[1:2]
    try:
        code = kg.main(args=_words(), prog_name="kg", standalone_mode=False) or 0
        sys.stdout.flush()
    except Exception as problem:
        if is_debug and not isinstance(problem, (click.ClickException, BrokenPipeError)):
            raise
        code = _code_for(problem)
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


def _words() -> list[str]:
    """Return the words of the command line as UTF-8, also where the machine's locale knows none."""
    return [os.fsencode(word).decode("utf-8", "surrogateescape") for word in sys.argv[1:]]


def _code_for(problem: Exception) -> int:
    """Say what went wrong in a sentence, and return the exit code for it."""
    if isinstance(problem, click.ClickException):
        problem.show()
        return 2
    if isinstance(problem, click.Abort):
        return 130
    if isinstance(problem, BrokenPipeError):
        # Python would flush once more on its way out and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    if isinstance(problem, AntkgError):
        _say(f"kg: {problem}")
        return problem.exit_code
    _say(f"kg: {type(problem).__name__}: {problem}; this is a fault of kg: see `kg --debug …`")
    return 1
