"""How the command line talks: results on standard output, all else on standard error."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from kg.query import Answer


def usual_format() -> str:
    """Return the format for who listens: a table for people, CSV for a pipe."""
    return "table" if sys.stdout.isatty() else "csv"


def width() -> int | None:
    """Return the columns of the terminal; None where there is none."""
    if not sys.stdout.isatty():
        return None
    import shutil

    return shutil.get_terminal_size().columns


def say_result(text: str) -> None:
    """Write what was asked for to standard output."""
    sys.stdout.write(text)


def say(text: str) -> None:
    """Write a line about the work to standard error."""
    sys.stderr.write(text if text.endswith("\n") else text + "\n")


def progress(step: str) -> None:
    """Name the step that begins, where a person watches."""
    if sys.stderr.isatty():
        say(f"{step} …")


def say_if_cut(answer: Answer, limit: int | None) -> None:
    """Say that there is more than was kept."""
    if not isinstance(answer, bool) and answer.is_cut:
        say(f"kg: cut at {limit} rows")


def leave(code: int) -> NoReturn:
    """End the command with an exit code."""
    raise click.exceptions.Exit(code)
