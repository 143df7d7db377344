"""SHACL: what well-formed data looks like. The one door to the SHACL engine."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import paths
from kg.errors import ToolError
from kg.load import load
from kg.positions import Term
from kg.validate.findings import Fault, Severity

SEVERITY: dict[str, Severity] = {"Violation": "error", "Warning": "warning", "Info": "info"}
SHACL = "http://www.w3.org/ns/shacl#"


def shapes_of(ontology: Path) -> Path:
    """Return the folder of shapes that belongs to an ontology: its own, or else ours."""
    own = ontology / "shapes"
    return own if own.is_dir() else paths.SHAPES


def engine_version() -> str:
    """Return the version of the engine that judges."""
    return version("shacl-rust")


def count(shapes: ox.Store) -> int:
    """Return how many shapes there are that say something in words."""
    return sum(1 for _ in shapes.quads_for_pattern(None, ox.NamedNode(SHACL + "message"), None))


def read(folder: Path) -> ox.Store:
    """Return all shapes of a folder as one graph."""
    return load(folder).store


def faults(data: ox.Store, shapes: ox.Store) -> Iterator[Fault]:
    """Yield what the shapes object to.

    Raises:
        ToolError: the engine does not run.
    """
    try:
        import shacl_rust

        report: dict[str, Any] = shacl_rust.validate(
            _text(data),
            _text(shapes),
            data_format="nt",
            shapes_format="nt",
            experimental_index=True,
            diagnostics=True,
        )
    except (ImportError, ValueError) as fault:
        message = f"the SHACL engine shacl-rust did not run: {fault}; run make setup"
        raise ToolError(message) from fault
    for lint in report["diagnostics"]:
        if lint["code"].startswith("L"):
            yield _broken(lint)
    for result in report["results"]:
        yield _fault(result)


def _broken(lint: dict[str, Any]) -> Fault:
    """Return a fault of a shape itself; the engine leaves such a shape out without a word."""
    reason = " ".join((lint["actual"] or "").split())
    return Fault(
        "broken-shape",
        "error",
        f"{lint['title']}{f': {reason}' if reason else ''}",
        lint["help"] or "Mend the shape.",
        entity=(lint["source_shape"] or "").strip("<>") or None,
        property=SHACL + "path",
    )


def _text(store: ox.Store) -> str:
    content = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    assert content is not None
    return content.decode()


def _fault(result: dict[str, Any]) -> Fault:
    shape = result["sourceShape"].strip("<>").rpartition("#")[2]
    message, _, remedy = result["messages"][-1].partition(". ")
    component = result["sourceConstraintComponent"].rpartition("#")[2]
    path, focus = result.get("resultPath", ""), result["focusNode"]
    return Fault(
        check=shape,
        severity=SEVERITY[result["severity"].strip("<>").rpartition("#")[2]],
        message=message.rstrip("."),
        remedy=remedy or f"See the shape ({component}).",
        entity=focus.strip("<>"),
        property=path.replace("<", "").replace(">", "") or None,
        value=_term(value) if (value := result.get("value", focus)) != focus else None,
    )


def _term(text: str) -> Term:
    """Return a term as positions has it, from N-Triples text."""
    if text.startswith("<"):
        return text[1:-1]
    if text.startswith("_:"):
        return text
    quad = next(iter(ox.parse(f"<a:a> <a:a> {text} .", format=ox.RdfFormat.N_TRIPLES)))
    return literal(quad.object)


def literal(term: ox.Literal) -> Term:
    """Return a literal of the store as positions has it."""
    return (term.value, term.datatype.value, term.language or "")
