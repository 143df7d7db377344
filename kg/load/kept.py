"""Our own closed graph, kept on disk between two commands, and made anew when a file changes.

A command that looks a few things up would spend most of its time on reading Turtle and applying
rules. What is kept is named by a hash over every file that it is made of, so it is never stale;
its own files are summed, so it is never half; and any fault leads back to the files themselves.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from importlib.util import source_hash
from pathlib import Path
from zlib import crc32

import pyoxigraph as ox

from kg import load, paths
from kg.load import Graph

MOST_KEPT = 4
SUMS = "sums.txt"
_FAULTS = (OSError, ValueError, RuntimeError)


def closed(data: Path | None = None) -> Graph:
    """Return what `load.closed` returns, only sooner; its store may be one that cannot be changed.

    Data of one's own is read anew each time.
    """
    folder = None if data else cache_folder()
    if folder is None:
        return load.closed(data)
    place = folder / _fingerprint()
    graph = _opened(place)
    if graph is None:
        graph = load.closed()
        _keep(graph, place)
    return graph


def cache_folder() -> Path | None:
    """Return where graphs are kept: antkg in $XDG_CACHE_HOME or ~/.cache; None if nowhere.

    Nothing is kept where KG_CACHE is "off", and nothing is read from a folder that somebody else
    could have written.
    """
    if os.environ.get("KG_CACHE") == "off":
        return None
    base = os.environ.get("XDG_CACHE_HOME", "")
    try:
        home = Path(base) if os.path.isabs(base) else Path.home() / ".cache"  # noqa: PTH117
        folder = home / "antkg"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        about = folder.stat()
    except (OSError, RuntimeError):  # RuntimeError: there is no home
        return None
    is_ours = about.st_uid == os.getuid()
    return folder if is_ours and not about.st_mode & (stat.S_IWGRP | stat.S_IWOTH) else None


def _fingerprint() -> str:
    """Return a hash over all that the closed graph depends on: files, rules, engine, this code.

    It is the hash by which Python itself knows whether a compiled file is still that of its source.
    """
    parts = [ox.__version__.encode()]
    for path in _ingredients():
        parts += [path.name.encode(), source_hash(path.read_bytes())]
    return source_hash(b"\n".join(parts)).hex()


def _ingredients() -> Iterator[Path]:
    yield from load.turtle_files(paths.ONTOLOGY)
    yield from load.turtle_files(paths.DATA)
    yield from sorted(paths.DERIVE.glob("*.rq"))
    yield from sorted(Path(__file__).parent.glob("*.py"))


def _opened(place: Path) -> Graph | None:
    """Return the graph that is kept at a place; None if there is none, or it is not whole."""
    try:
        counts, _, sums = (place / SUMS).read_text(encoding="utf-8").partition("\n")
        if sums != _sums(place):
            return None
        asserted, derived = map(int, counts.split())
        return Graph(ox.Store.read_only(str(place)), asserted, derived)
    except _FAULTS:
        return None


def _sums(place: Path) -> str:
    """Return name and sum of each file of the engine, a line each; reading changes none."""
    files = sorted(file for file in place.iterdir() if file.name != SUMS)
    return "".join(f"{file.name} {crc32(file.read_bytes())}\n" for file in files)


def _keep(graph: Graph, place: Path) -> None:
    """Write a graph beside its place and move it there whole; where that fails, nothing is kept."""
    import shutil

    shutil.rmtree(place, ignore_errors=True)  # what stood there was not whole
    draft = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        store = ox.Store(str(draft))
        store.bulk_extend(graph.store)
        store.optimize()
        del store  # closes it
        told = f"{graph.asserted} {graph.derived}\n{_sums(draft)}"
        (draft / SUMS).write_text(told, encoding="utf-8")
        draft.rename(place)  # fails where another process was sooner
        _forget_others(place)
    except _FAULTS:
        shutil.rmtree(draft, ignore_errors=True)


def _forget_others(place: Path) -> None:
    """Remove what was kept longest ago, drafts that were left behind included."""
    import shutil

    kept = sorted(place.parent.iterdir(), key=lambda found: found.stat().st_mtime, reverse=True)
    for old in kept[MOST_KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
