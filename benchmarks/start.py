"""Whole processes: a question of the command line against bare scripts that look the same up."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import Stopwatch
from kg import paths

Tell = Callable[[str], None]
RUNS = 5
_QUESTION = """SELECT ?figure ?value { ?figure <https://w3id.org/antkg/schema#subject>
<https://w3id.org/antkg/id/organization/gcash> ; <https://w3id.org/antkg/schema#value> ?value }"""
_PYOXIGRAPH = """
import sys, pyoxigraph as ox
store = ox.Store()
for path in sys.argv[2:]: store.load(path=path, format=ox.RdfFormat.TURTLE)
for row in store.query(sys.argv[1]): print(row["figure"], row["value"])
"""
_RDFLIB = """
import sys, rdflib
graph = rdflib.Graph()
for path in sys.argv[2:]: graph.parse(path, format="turtle")
for row in graph.query(sys.argv[1]): print(row.figure, row.value)
"""


def compare(tell: Tell) -> None:
    """Measure and print processor seconds of whole processes."""
    files = [
        str(p) for folder in (paths.ONTOLOGY, paths.DATA) for p in sorted(folder.glob("*.ttl"))
    ]
    kg = str(Path(sys.executable).parent / "kg")
    with TemporaryDirectory() as folder:
        scripts = {}
        for name, text in (("pyoxigraph", _PYOXIGRAPH), ("rdflib", _RDFLIB)):
            scripts[name] = Path(folder) / f"{name}_script.py"
            scripts[name].write_text(text, encoding="utf-8")
        commands = {
            "an empty Python process": [sys.executable, "-c", "pass"],
            "pyoxigraph script": [sys.executable, str(scripts["pyoxigraph"]), _QUESTION, *files],
            "rdflib script": [sys.executable, str(scripts["rdflib"]), _QUESTION, *files],
            "kg ask figures-of": [kg, "ask", "figures-of", "--subject", "GCash"],
            "kg ask figures-of, KG_CACHE=off": [
                *("env", "KG_CACHE=off", kg, "ask", "figures-of", "--subject", "GCash")
            ],
        }
        tell("\n### Whole processes\n")
        tell("| | processor, ms | clock, ms |")
        tell("| --- | --: | --: |")
        watch = Stopwatch(120)
        for name, command in commands.items():
            watch.time(command, 1, 30)  # so that what is kept is there
            cost = watch.time(command, RUNS, 30)
            if cost:
                tell(f"| {name} | {cost.cpu * 1000:.0f} | {cost.wall * 1000:.0f} |")
