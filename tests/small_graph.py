"""A graph of a few things for the tests of network and page: one quiet, one full of attacks."""

from __future__ import annotations

from pathlib import Path

from kg import load, paths

FOLDER = Path(__file__).parent / "network"


def quiet_graph() -> load.Graph:
    """Return the ontology and a few well-behaved statements, closed."""
    return load.derive(load.load(paths.ONTOLOGY, FOLDER / "quiet.ttl"))


def attacking_graph() -> load.Graph:
    """Return the same with names, titles, identities and addresses that try to run."""
    return load.derive(load.load(paths.ONTOLOGY, FOLDER))


def empty_graph() -> load.Graph:
    """Return the ontology without any data, closed."""
    return load.derive(load.load(paths.ONTOLOGY))
