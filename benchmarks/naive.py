"""The parts of the gate as a script without this project would do them: one process for each tool.

python -m benchmarks.naive parse|shacl|checks|sparql-shapes|reason ONTOLOGY DATA CHECKS
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kg.vocabulary import sparql_prefixes

if TYPE_CHECKING:
    from rdflib import Graph

_DATA_GRAPH = "https://w3id.org/antkg/data"
_SELECT = re.compile(r"SELECT DISTINCT \?entity \?property \?value(?: \?message)? WHERE")
_FORBIDDEN = re.compile(r"\b(?:MINUS|VALUES|SERVICE)\b")
_SHAPE = """
[] a sh:NodeShape ; sh:targetSubjectsOf rdf:type ; sh:sparql [ sh:message "found" ; sh:select \"\"\"
%s
\"\"\" ] .
"""
_SHAPES_HEAD = """
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""


def parse(ontology: Path, data: Path, checks: Path) -> int:
    """Parse everything, shapes included; return the number of triples."""
    del checks
    return len(_graph(ontology, data)) + len(_graph(ontology / "shapes"))


def shacl(ontology: Path, data: Path, checks: Path) -> int:
    """Hold the data against the shapes; return the number of results."""
    del checks
    return _validate(_graph(ontology, data), _graph(ontology / "shapes"))


def run_checks(ontology: Path, data: Path, checks: Path) -> int:
    """Run every check with rdflib's own SPARQL engine; return the number of rows."""
    from rdflib import Dataset

    graph = Dataset(default_union=True)
    _fill(graph.default_graph, ontology)
    _fill(graph.graph(_DATA_GRAPH), data)
    texts = [path.read_text("utf-8") for path in sorted(checks.glob("*.rq"))]
    return sum(len(list(graph.query(sparql_prefixes() + text))) for text in texts)


def sparql_shapes(ontology: Path, data: Path, checks: Path) -> int:
    """Run the checks as sh:sparql of every described thing; return the number of results.

    Left out are those with MINUS, VALUES or a query within: SHACL forbids these in constraints.
    """
    texts = [path.read_text("utf-8") for path in sorted(checks.glob("*.rq"))]
    fit = [text for text in texts if not _FORBIDDEN.search(text) and text.count("SELECT") == 1]
    made = "".join(_SHAPE % _as_constraint(text) for text in fit)
    from rdflib import Graph

    shapes = Graph().parse(data=_SHAPES_HEAD + made, format="turtle")
    return _validate(_graph(ontology, data), shapes)


def _as_constraint(text: str) -> str:
    query = _SELECT.sub("SELECT DISTINCT $this ?value WHERE", text.replace("?entity", "$this"))
    lines = [line for line in query.splitlines() if not line.startswith("#")]
    return (sparql_prefixes() + "\n".join(lines)).replace("\\", "\\\\")


def reason(ontology: Path, data: Path, checks: Path) -> int:
    """Let HermiT judge everything, labels included; return the number of impossible classes."""
    del checks
    import owlready2
    from rdflib import OWL

    from kg.reason import java_home

    graph = _graph(ontology, data)
    graph.remove((None, OWL.imports, None))
    owlready2.JAVA_EXE = str(java_home() / "bin" / "java")
    world = owlready2.World()
    text = graph.serialize(format="nt", encoding="utf-8")
    world.get_ontology("urn:all").load(fileobj=io.BytesIO(text))
    owlready2.sync_reasoner_hermit(world, debug=0)
    return len(list(world.inconsistent_classes()))


def _graph(*folders: Path) -> Graph:
    from rdflib import Graph

    graph = Graph()
    for folder in folders:
        _fill(graph, folder)
    return graph


def _fill(graph: Graph, folder: Path) -> None:
    for path in sorted(folder.glob("*.ttl")):
        graph.parse(path, format="turtle")


def _validate(data: Graph, shapes: Graph) -> int:
    import pyshacl
    from rdflib import SH, Graph

    _, report, text = pyshacl.validate(data, shacl_graph=shapes, advanced=True)
    if not isinstance(report, Graph):
        sys.exit(text)
    return len(list(report.subjects(SH.resultSeverity)))


TOOLS: dict[str, Callable[[Path, Path, Path], int]] = {
    "parse": parse,
    "shacl": shacl,
    "checks": run_checks,
    "sparql-shapes": sparql_shapes,
    "reason": reason,
}

if __name__ == "__main__":
    tool, *folders = sys.argv[1:]
    sys.stdout.write(f"{TOOLS[tool](*map(Path, folders))}\n")
