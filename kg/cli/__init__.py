"""The command line: the only place that prints or exits. One module for each command."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import NoReturn

import click

from kg.cli.talking import say, say_result
from kg.errors import AntkgError

COMMANDS = (
    "run",
    "validate",
    "ask",
    "query",
    "show",
    "network",
    "explore",
    "audit",
    "site",
    "export",
    "add",
    "format",
    "diff",
    "serve",
)


class _Commands(click.Group):
    """The commands in the order in which people meet them; one is imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a module of this package."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(f"kg.cli.{cmd_name}").command
        return found


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
)
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
        say_result(_versions())
    elif ctx.invoked_subcommand is None:
        say_result(ctx.get_help() + "\n")


def _versions() -> str:
    from importlib.metadata import version

    from kg import query
    from kg.load import kept
    from kg.vocabulary import DATA_SET

    asked = f"SELECT ?version {{ <{DATA_SET}> owl:versionInfo ?version }} ORDER BY DESC(?version)"
    found = query.select(kept.closed().store, asked).to_dicts()
    return f"kg {version('antkg')}, data {found[0]['version'] if found else 'unknown'}\n"


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
    gc.freeze()  # the process ends here, and so would gain nothing from a last search for garbage
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
        if "_KG_COMPLETE" not in os.environ:  # a shell that asks how a word may go on wants no talk
            say(f"kg: {problem}")
        return problem.exit_code
    say(f"kg: {type(problem).__name__}: {problem}; this is a fault of kg: see `kg --debug …`")
    return 1
