"""One form for every Turtle file, so that a change shows what was changed and nothing else.

turtlefmt lays a copy of the text out, which keeps comments and the order of statements; the copy is
held against what the file states before it may take its place.
"""

from __future__ import annotations

import shutil
import subprocess
import sysconfig
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from kg import load, paths
from kg.add import Change, Plan
from kg.errors import DataError, ToolError

_ENDING = ".ttl"


def turtle_files(places: Iterable[Path]) -> list[Path]:
    """Return the Turtle files that are named, or lie in or below a named folder, each once.

    Raises:
        DataError: there is no such Turtle file or folder.
    """
    found: dict[Path, None] = {}
    for place in places:
        below = sorted(place.rglob(f"*{_ENDING}")) if place.is_dir() else [place]
        if not below:
            message = f"{paths.shown(place)}: no {_ENDING} file in or below this folder"
            raise DataError(message)
        found |= dict.fromkeys(below)
    for path in found:
        if path.suffix != _ENDING or not path.is_file():
            message = f"{paths.shown(path)}: no such Turtle file or folder"
            raise DataError(message)
    return list(found)


def plan(files: Iterable[Path]) -> Plan:
    """Return what is to be changed so that each file has the form: nothing where all have it.

    Raises:
        SyntaxFault: a file does not parse; names file, line and column.
        DataError: a file cannot be read.
        ToolError: turtlefmt is missing or failed, or would change what a file states.
    """
    changes = []
    for path in files:
        stated = load.stated(path)
        before = path.read_bytes()
        if not before.strip():
            continue
        with TemporaryDirectory() as folder:
            copy = Path(shutil.copyfile(path, Path(folder) / f"text{_ENDING}"))
            _lay_out(copy, path)
            after = copy.read_bytes()
            if after == before:
                continue
            if load.stated(copy) != stated:
                message = f"{paths.shown(path)}: turtlefmt would change what it states; left alone"
                raise ToolError(message)
        changes.append(Change(path, before, after, frozenset()))
    return Plan(tuple(changes), (), "")


def _lay_out(copy: Path, path: Path) -> None:
    program = Path(sysconfig.get_path("scripts")) / "turtlefmt"
    try:
        made = subprocess.run([program, copy], capture_output=True, check=False)
    except OSError as fault:
        message = "turtlefmt is missing; get it with: pip install turtlefmt"
        raise ToolError(message) from fault
    if made.returncode:
        said = made.stderr.decode(errors="replace").partition("\n")[0]
        message = f"{paths.shown(path)}: turtlefmt cannot lay it out: {said}"
        raise ToolError(message)
