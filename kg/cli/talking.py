"""How the command line talks: results on standard output, all else on standard error."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click

from kg.errors import DataError, UsageError
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


def format_of(output: Path | None) -> str | None:
    """Return the format that the ending of a file asks for; None where there is no file.

    Raises:
        UsageError: the ending is none that we write.
    """
    if output is None:
        return None
    form = {"txt": "table"}.get(output.suffix[1:], output.suffix[1:])
    if form not in ("table", "csv", "tsv", "json", "md", "ttl", "nt"):
        message = f"{output}: unknown ending; use .csv, .tsv, .json, .md, .txt, .ttl or .nt"
        raise UsageError(message)
    return form


def deliver(text: str, output: Path | None) -> None:
    """Write what was asked for to a file if one is named, else to standard output.

    Raises:
        DataError: the file cannot be written.
    """
    if output is None:
        say_result(text)
        return
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as fault:
        message = f"{output}: cannot be written: {fault.strerror}"
        raise DataError(message) from fault


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
