"""Engines side by side on the same triples: load, memory, eight shapes of query."""

from __future__ import annotations

import contextlib
import http.client
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import services
from benchmarks.engine import LONGEST, timed
from benchmarks.grow import grow_lines
from benchmarks.shapes import shapes
from kg import paths

Tell = Callable[[str], None]
NAMES = ("ours", "pyoxigraph", "rdflib", "oxigraph serve", "Virtuoso")
SIZES = (1, 10)
LARGE = 125
RDFLIB_MOST = 600_000  # triples: more take it minutes, and gigabytes


@dataclass
class Column:
    """What was measured of one engine with one size."""

    load: float | None = None
    memory: float | None = None
    derive: float | None = None
    shapes: dict[str, float] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    cut: dict[str, float] = field(default_factory=dict)
    note: str = ""


def compare(tell: Tell, sizes: tuple[int, ...] = SIZES, limit: float = 100) -> None:
    """Measure and print a table for each size."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        fixed, data = _lines()
        for times in sizes:
            file = folder / f"{times}.nt"
            grow_lines(fixed, data, file, times)
            count = sum(1 for _ in file.open(encoding="utf-8"))
            columns = {}
            for name in NAMES:
                sys.stderr.write(f"{count:,} triples: {name}\n")
                if name == "rdflib" and count > RDFLIB_MOST:
                    columns[name] = Column(note=f"not tried above {RDFLIB_MOST:,} triples")
                else:
                    columns[name] = _measured(name, file, folder, limit)
            _tell_table(tell, times, count, columns)
            file.unlink()


def _lines(data: Path = paths.DATA) -> tuple[str, str]:
    """Return ontology and data as N-Triples; nameless nodes occur in the ontology only."""
    import pyoxigraph as ox

    from kg import load

    made = []
    for place in (paths.ONTOLOGY, data):
        triples = (q.triple for p in load.turtle_files(place) for q in load.parse(p))
        written = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
        assert written is not None, "no target was given, so the bytes come back"
        made.append(written.decode())
    return made[0], made[1]


def _measured(name: str, file: Path, folder: Path, limit: float) -> Column:
    column = Column()
    if name in ("oxigraph serve", "Virtuoso"):
        start = services.oxigraph if name == "oxigraph serve" else services.virtuoso_with
        with TemporaryDirectory(dir=folder) as own:
            try:
                with start(file, Path(own)) as service:
                    _ask_service(service, column)
            except (OSError, subprocess.CalledProcessError) as problem:
                column.note = str(problem)
        return column
    _read(name, file, column, limit)
    if name == "ours":
        _read("derive", file, column, limit)
    return column


def _ask_service(service: services.Service, column: Column) -> None:
    column.load = service.load
    for name, text in shapes().items():
        client = services.Client(service.address, LONGEST * 2)
        with contextlib.suppress(OSError, http.client.HTTPException):
            column.shapes[name], column.rows[name] = timed(partial(client.ask, text))
    column.memory = service.memory()


def _read(name: str, file: Path, column: Column, limit: float) -> None:
    """Take what a process tells, until it ends or its time is up."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.engine", name, str(file)],
        stdout=subprocess.PIPE,
        text=True,
    )
    timer = threading.Timer(limit, process.kill)
    timer.start()
    assert process.stdout is not None
    for line in process.stdout:
        _take(column, *json.loads(line))
    process.stdout.close()
    if process.wait():
        column.note = f"cut off after {limit:.0f} s"
    timer.cancel()


def _take(column: Column, kind: str, name: str, value: float, rows: int) -> None:
    if kind == "shape":
        column.shapes[name], column.rows[name] = value, rows
    elif kind == "load":
        column.load = value
    elif kind == "cut":
        column.cut[name] = value
    elif kind == "memory":
        column.memory = value
    else:
        column.derive = value


def _tell_table(tell: Tell, times: int, count: int, columns: dict[str, Column]) -> None:
    tell(f"\n### {count:,} triples ({times} x)\n")
    tell(f"| | {' | '.join(columns)} |")
    tell("| --- |" + " --: |" * len(columns))
    for row in _rows(columns):
        tell(f"| {' | '.join(row)} |")
    for name, column in columns.items():
        if column.note:
            tell(f"{name}: {column.note}.")
    for shape, found in _differing(columns).items():
        tell(f"Rows differ for {shape}: {found}.")


def _rows(columns: dict[str, Column]) -> Iterator[list[str]]:
    every = columns.values()
    yield ["load, s of processor", *(_shown(c.load) for c in every)]
    yield ["derive, s of processor", *(_shown(c.derive) for c in every)]
    yield ["memory, MiB", *(_shown(c.memory) for c in every)]
    for name in shapes():
        yield [f"{name}, ms", *(_shape(c, name) for c in every)]
    for name in shapes():
        yield [f"{name}, ratio to ours", *(_ratio(c, columns["ours"], name) for c in every)]


def _shape(column: Column, name: str) -> str:
    if name in column.cut:
        return f"over {column.cut[name] * 1000:,.0f}"
    return _shown(column.shapes.get(name), 1000)


def _ratio(column: Column, ours: Column, name: str) -> str:
    least = name in column.cut
    took, base = column.cut.get(name) or column.shapes.get(name), ours.shapes.get(name)
    if took is None or base is None:
        return ""
    ratio = took / base
    return f"{'over ' if least else ''}{ratio:,.0f}" if ratio >= 10 else f"{ratio:.2g}"


def _shown(value: float | None, factor: float = 1) -> str:
    return (
        "" if value is None else f"{value * factor:,.3g}" if value < 1 else f"{value * factor:,.1f}"
    )


def _differing(columns: dict[str, Column]) -> dict[str, str]:
    found = {}
    for shape in shapes():
        counts = {name: c.rows[shape] for name, c in columns.items() if shape in c.rows}
        if len(set(counts.values())) > 1:
            found[shape] = ", ".join(f"{name} {n}" for name, n in counts.items())
    return found
